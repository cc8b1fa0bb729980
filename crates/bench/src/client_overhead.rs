//! `client_overhead`: what the client adds to a sale, in processor time of the calling process.

mod floor;
mod server;

use std::num::NonZeroU32;

use paysage_money::{Currency, Money};
use paytrace::v1::sale::SaleByCustomer;
use paytrace::{Client, Credentials, CustomerId, InvoiceId, SaleAnswer};

use self::floor::BareClient;
use self::server::{AMOUNT, CUSTOMER_ID, INTEGRATOR_ID, INVOICE_ID, TRANSACTION_ID};
use crate::overhead::{self, Caller, Settings};
use crate::result::{Bench, Failure, Goal, Measured};

pub use self::server::answer_sales;

/// The value is our time per call over the floor's; both sides are shown in microseconds per call.
pub const BENCH: Bench = Bench { name: "client_overhead", unit: "ratio", goal: Goal::AtMost(1_150) };

pub async fn measure(settings: Settings) -> Result<Measured, Failure> {
    let connect = async |url: &str| Ok((client(url)?, BareClient::sign_in(url).await?));
    overhead::measure(BENCH, "answer_sales", settings, connect).await
}

/// With a rate limit that is never reached, so that its own cost counts.
fn client(url: &str) -> Result<Client, Failure> {
    let credentials = Credentials::new("bench", "password", INTEGRATOR_ID);
    Ok(Client::builder(url.parse()?, credentials).with_rate_limit(NonZeroU32::MAX).build()?)
}

impl Caller for Client {
    async fn call(&self) -> Result<(), Failure> {
        let sale = SaleByCustomer::new(Money::parse(AMOUNT, Currency::Usd)?, CustomerId::new(CUSTOMER_ID)?)?
            .with_invoice_id(InvoiceId::new(INVOICE_ID)?);
        let SaleAnswer::Approved(approval) = self.send(&sale).await? else {
            return Err("the sale was not approved".into());
        };
        if approval.transaction_id.get() != TRANSACTION_ID {
            return Err("the answer names another transaction".into());
        }
        Ok(())
    }
}

impl Caller for BareClient {
    async fn call(&self) -> Result<(), Failure> {
        let answer = self.sell(AMOUNT, CUSTOMER_ID, INVOICE_ID).await?;
        if answer.response_code != 101 || answer.transaction_id != TRANSACTION_ID {
            return Err("the sale was not approved".into());
        }
        Ok(())
    }
}
