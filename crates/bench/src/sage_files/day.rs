//! Invented documents, the same ones each time: what a shop with card payments books in a day.

use chrono::{Days, NaiveDate};
use paysage_money::{Currency, Money};
use rust_decimal::Decimal;
use sage50::model::{
    AuthorizationCode, CardDetails, CustomerId, Description, DiscountTerms, Document, GlAccount, Goods,
    Invoice, InvoiceDetails, InvoiceLine, ItemId, JournalEntry, JournalLine, LastFour, PaymentHead,
    PaymentMethod, Price, PurchaseOrderNumber, Quantity, Receipt, ReceiptLine, Reference, SaleHead,
    SalesTaxId, ShipVia, TaxAgencyId, TaxType, Tender, TermsText, UnitPrice,
};

use super::{CARD_MONEY, DISCOUNTS, FEES, METHODS, RECEIVABLE, TAX, TAX_AGENCY, TAX_OWED};
use crate::result::Failure;

/// What is sold: item, account of its income, description. One needs quotes, one is beyond ASCII.
const GOODS: [(&str, &str, &str); 6] = [
    ("WIDGET-1", "40000", "Blue widget, 2\" pipe thread"),
    ("HVAC-FLT-20X25", "40100", "Pleated air filter 20x25x1 MERV 11"),
    ("SVC-HOUR", "40200", "Service call, two technicians"),
    ("COND-410A", "40000", "Condenser fan motor 1/4 HP"),
    ("CAFE-BEANS", "40300", "Café crème beans 5 lb"),
    ("DUCT-6", "40100", "Insulated flexible duct 6 in x 25 ft"),
];
const CUSTOMERS: usize = 400;

/// Of twenty documents nine are invoices, nine the receipts that settle them, one is a receipt over two invoices with
/// a discount, and one a journal entry.
pub fn documents(count: usize) -> Result<Vec<Document>, Failure> {
    let first = NaiveDate::from_ymd_opt(2026, 6, 1).ok_or("no such day")?;
    let mut documents = Vec::with_capacity(count);
    for number in 0..count {
        let days = u64::try_from(number % 28)?;
        let date = first.checked_add_days(Days::new(days)).ok_or("no such day")?;
        documents.push(match number % 20 {
            19 => journal_entry(number, date)?,
            18 => receipt_with_discount(number, date)?,
            even if even % 2 == 0 => invoice(number, date)?,
            _ => receipt(number, date)?,
        });
    }
    Ok(documents)
}

fn cents(minor: i64) -> Money {
    Money::from_minor(minor, Currency::Usd)
}

/// A number of cents below 500 dollars that looks like no order.
fn some_cents(number: usize) -> Result<i64, Failure> {
    Ok(i64::try_from(number.wrapping_mul(104_729).checked_rem(49_900).unwrap_or(0).saturating_add(100))?)
}

fn customer(number: usize) -> Result<CustomerId, Failure> {
    let customer = number.wrapping_mul(7_919).checked_rem(CUSTOMERS).unwrap_or(0);
    Ok(CustomerId::new(format!("CEDAR-{customer:04}"))?)
}

fn invoice(number: usize, date: NaiveDate) -> Result<Document, Failure> {
    let head = SaleHead::new(
        Reference::new(format!("PT{}-I", number.saturating_add(100_000_000)))?,
        customer(number)?,
        date,
        GlAccount::new(RECEIVABLE)?,
    );
    let mut lines = Vec::new();
    let mut taxed = 0_i64;
    for line in 0..=number.wrapping_mul(31) % 4 {
        let (item, account, description) = GOODS
            .get(number.wrapping_add(line).checked_rem(GOODS.len()).unwrap_or(0))
            .copied()
            .unwrap_or_default();
        let quantity = i64::try_from(line.wrapping_add(number) % 5)?.saturating_add(1);
        let price = Price {
            quantity: Quantity::new(Decimal::from(quantity))?,
            unit_price: UnitPrice::new(Decimal::new(some_cents(number.wrapping_add(line))?, 2))?,
        };
        let amount = price.amount(Currency::Usd)?;
        taxed = taxed.saturating_add(amount.minor());
        let line = InvoiceLine::new(GlAccount::new(account)?, amount, Description::new(description)?)?;
        let goods =
            Goods { item: Some(ItemId::new(item)?), price: Some(price), tax_type: Some(TaxType::REGULAR) };
        lines.push(line.with_goods(goods)?);
    }
    let tax = cents(taxed.saturating_mul(6) / 100);
    lines.push(
        InvoiceLine::new(GlAccount::new(TAX_OWED)?, tax, Description::new("State of Virginia")?)?
            .with_sales_tax_of(TaxAgencyId::new(TAX_AGENCY)?),
    );
    let discount =
        DiscountTerms { amount: cents(100), date: date.checked_add_days(Days::new(10)).unwrap_or(date) };
    let details = InvoiceDetails {
        due: date.checked_add_days(Days::new(30)),
        terms: Some(TermsText::new("2% 10, Net 30 Days")?),
        discount: number.is_multiple_of(4).then_some(discount),
        ship_via: number.is_multiple_of(3).then(|| ShipVia::new("UPS Ground")).transpose()?,
        customer_purchase_order: number
            .is_multiple_of(5)
            .then(|| PurchaseOrderNumber::new(format!("PO {number}")))
            .transpose()?,
        order_number: None,
        sales_tax_id: Some(SalesTaxId::new(TAX)?),
    };
    Ok(Invoice::new(head, lines)?.with_details(details)?.into())
}

fn payment(number: usize, date: NaiveDate) -> Result<PaymentHead, Failure> {
    let method = METHODS.get(number.checked_rem(METHODS.len()).unwrap_or(0)).copied().unwrap_or_default();
    let ticket = format!("{}-{}", number % 900, date.format("%Y%m%d"));
    let tender = Tender::new(GlAccount::new(CARD_MONEY)?, PaymentMethod::new(method)?)
        .with_deposit_ticket(sage50::model::DepositTicketId::new(ticket)?);
    let reference = Reference::new(format!("PT{}-R", number.saturating_add(100_000_000)))?;
    Ok(PaymentHead::new(reference, customer(number)?, date, tender))
}

fn card(number: usize) -> Result<CardDetails, Failure> {
    Ok(CardDetails {
        authorization_code: Some(AuthorizationCode::new(format!("TAS{:03}", number % 1_000))?),
        last4: Some(LastFour::new(format!("{:04}", number % 10_000))?),
    })
}

fn receipt(number: usize, date: NaiveDate) -> Result<Document, Failure> {
    let invoice = Reference::new(format!("PT{}-I", number.saturating_add(99_999_999)))?;
    let receipt = Receipt::of_invoice(payment(number, date)?, invoice, cents(some_cents(number)?))?;
    Ok(receipt.with_card(card(number)?).into())
}

fn receipt_with_discount(number: usize, date: NaiveDate) -> Result<Document, Failure> {
    let first = Reference::new(format!("INV-{number}"))?;
    let second = Reference::new(format!("INV-{}", number.saturating_add(1)))?;
    let lines = vec![
        ReceiptLine::Invoice {
            reference: first,
            amount: cents(some_cents(number)?),
            discount: Some(cents(50)),
        },
        ReceiptLine::invoice(second, cents(some_cents(number.wrapping_mul(3))?)),
    ];
    let receipt = Receipt::new(payment(number, date)?, lines, Some(GlAccount::new(DISCOUNTS)?))?;
    Ok(receipt.with_card(card(number)?).into())
}

/// What the card company paid out, and its fees.
fn journal_entry(number: usize, date: NaiveDate) -> Result<Document, Failure> {
    let (paid, fees) = (some_cents(number)?, some_cents(number.wrapping_mul(7))? / 40);
    let line = |account: &str, what: &str| -> Result<(GlAccount, Description), Failure> {
        Ok((GlAccount::new(account)?, Description::new(format!("Settlement {date} {what}"))?))
    };
    let (bank, net) = line("10200", "net")?;
    let (costs, fee) = line(FEES, "processing fees")?;
    let (transit, clearing) = line(CARD_MONEY, "clearing")?;
    let lines = vec![
        JournalLine::debit(bank, cents(paid))?.with_description(net),
        JournalLine::debit(costs, cents(fees))?.with_description(fee),
        JournalLine::credit(transit, cents(paid.saturating_add(fees)))?.with_description(clearing),
    ];
    Ok(JournalEntry::new(Reference::new(format!("SET-{number}"))?, date, lines)?.into())
}
