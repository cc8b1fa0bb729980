//! `sage_rest_overhead`: what the REST door adds to the posting of an invoice, in processor time of the calling process.

mod floor;
mod server;

use chrono::NaiveDate;
use paysage_money::{Currency, Money};
use sage50::rest::{ApiKey, RestDoor};
use sage50::{
    Books, CustomerId, Description, Document, GlAccount, Invoice, InvoiceDetails, InvoiceLine, OrderNumber,
    Posted, Reference, SaleHead,
};

use self::floor::BareClient;
use self::server::KEY;
use crate::overhead::{self, Caller, Settings};
use crate::result::{Bench, Failure, Goal, Measured};

pub use self::server::answer_invoices;

/// The value is our time per call over the floor's; both sides are shown in microseconds per call.
pub const BENCH: Bench = Bench { name: "sage_rest_overhead", unit: "ratio", goal: Goal::AtMost(1_150) };

pub async fn measure(settings: Settings) -> Result<Measured, Failure> {
    let connect = async |url: &str| {
        let door = RestDoor::builder(url.parse()?, ApiKey::new(server::API_KEY)).build()?;
        Ok((
            Sage { door, sale: Sale::new()? },
            BareSage { client: BareClient::new(url)?, sale: Sale::new()? },
        ))
    };
    overhead::measure(BENCH, "answer_invoices", settings, connect).await
}

/// What either side is given: the invoice of a sale with its tax, as the engine makes it of a gateway's record.
struct Sale {
    reference: &'static str,
    customer: &'static str,
    date: NaiveDate,
    order: &'static str,
    receivable: &'static str,
    goods: Line,
    tax: Line,
}

struct Line {
    account: &'static str,
    amount: &'static str,
    description: &'static str,
}

impl Sale {
    fn new() -> Result<Self, Failure> {
        Ok(Self {
            reference: "PT399123456-I",
            customer: "CEDAR-HVAC",
            date: "2026-07-01".parse()?,
            order: "web-300000001",
            receivable: "11000",
            goods: Line { account: "40000", amount: "19.99", description: "PayTrace sale 399123456" },
            tax: Line { account: "23100", amount: "1.60", description: "Sales tax" },
        })
    }

    fn document(&self) -> Result<Document, Failure> {
        let head = SaleHead::new(
            Reference::new(self.reference)?,
            CustomerId::new(self.customer)?,
            self.date,
            GlAccount::new(self.receivable)?,
        );
        let lines = vec![self.goods.line()?, self.tax.line()?.with_sales_tax()];
        let details =
            InvoiceDetails { order_number: Some(OrderNumber::new(self.order)?), ..InvoiceDetails::default() };
        Ok(Document::Invoice(Invoice::new(head, lines)?.with_details(details)?))
    }
}

impl Line {
    fn line(&self) -> Result<InvoiceLine, Failure> {
        let amount = Money::parse(self.amount, Currency::Usd)?;
        Ok(InvoiceLine::new(GlAccount::new(self.account)?, amount, Description::new(self.description)?)?)
    }
}

struct Sage {
    door: RestDoor,
    sale: Sale,
}

impl Caller for Sage {
    async fn call(&self) -> Result<(), Failure> {
        match self.door.post(&self.sale.document()?).await? {
            Posted::InBooks { key } if *key == *KEY => Ok(()),
            _ => Err("the answer names another entry".into()),
        }
    }
}

struct BareSage {
    client: BareClient,
    sale: Sale,
}

impl Caller for BareSage {
    async fn call(&self) -> Result<(), Failure> {
        let answer = self.client.post(&self.sale).await?;
        if answer.key != KEY || answer.reference_number != self.sale.reference {
            return Err("the answer names another entry".into());
        }
        Ok(())
    }
}
