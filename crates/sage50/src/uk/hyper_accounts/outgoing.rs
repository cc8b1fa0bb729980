//! What is sent: documents as the API's bodies, whole or refused.

use paysage_money::Money;
use serde_json::{Map, Value, json};

use super::number;
use super::search::date_text;
use crate::error::{Error, SageDetail};
use crate::model::{
    Address, Customer, Description, GlAccount, Goods, InvoiceLine, JournalEntry, LineContent, Receipt,
    ReceiptLine, SaleHead, Side, Terms, UnitPrice,
};
use crate::uk::{Ledger, UserName};

/// The numbers of types in the API.
pub(super) const SALES_INVOICE: u8 = 1;
pub(super) const SALES_CREDIT: u8 = 2;
const SALES_RECEIPT_ON_ACCOUNT: u8 = 4;
const JOURNAL_DEBIT: u8 = 15;
const JOURNAL_CREDIT: u8 = 16;
/// Details of a journal line are shorter than Sage's own 60 characters.
const JOURNAL_DETAILS: usize = 30;

fn invalid(words: impl std::fmt::Display) -> Error {
    Error::own(SageDetail::Validation, words)
}

/// What every transaction says beside its amounts.
fn transaction(ledger: &Ledger) -> Map<String, Value> {
    let user = ledger.user_name.as_ref().map(UserName::as_str);
    user.map(|user| ("userName".to_owned(), user.into())).into_iter().collect()
}

/// An invoice or credit memo, of one of the types above, with the day it is due.
pub(super) fn sale(
    (kind, head, due): (u8, &SaleHead, Option<chrono::NaiveDate>),
    lines: &[InvoiceLine],
    ledger: &Ledger,
) -> Result<Value, Error> {
    same(&head.receivable, &ledger.debtors, "what customers owe")?;
    for line in lines {
        match line.content() {
            LineContent::SalesTax { .. } => same(line.account(), &ledger.vat, "VAT")?,
            LineContent::Goods(Goods { item: Some(_), .. }) => {
                return Err(Error::unsupported(
                    "it books invoices in the ledger, where no item leaves the stock",
                ));
            }
            LineContent::Goods(_) => {}
        }
    }
    let rows = ledger.tax_codes.rows(lines).map_err(invalid)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        all.push(json!({
            "nominalCode": row.line.account().as_str(),
            "details": row.line.description().as_str(),
            "netAmount": number::amount(row.line.amount())?,
            "taxAmount": number::amount(row.tax)?,
            "taxCode": row.code.number(),
            "deptNumber": ledger.department.number(),
        }));
    }
    let mut body = transaction(ledger);
    body.insert("type".to_owned(), kind.into());
    body.insert("date".to_owned(), date_text(head.date).into());
    body.insert("invRef".to_owned(), head.reference.as_str().into());
    body.insert("accountRef".to_owned(), head.customer.as_str().into());
    body.extend(due.map(|due| ("dueDate".to_owned(), date_text(due).into())));
    body.extend(rows.first().map(|row| ("details".to_owned(), row.line.description().as_str().into())));
    body.insert("Lines".to_owned(), all.into());
    Ok(body.into())
}

fn same(ours: &GlAccount, sages: &GlAccount, what: &str) -> Result<(), Error> {
    if ours == sages {
        return Ok(());
    }
    Err(invalid(format_args!("it books {what} on {ours}, and Sage does on {sages}")))
}

/// The cash of a receipt, on account. What it settles is allocated afterwards.
pub(super) fn receipt(receipt: &Receipt, ledger: &Ledger) -> Result<Value, Error> {
    for line in receipt.lines() {
        match line {
            ReceiptLine::Invoice { discount: None, .. } | ReceiptLine::Prepayment { .. } => {}
            ReceiptLine::Invoice { .. } => return Err(Error::unsupported("it books no discounts")),
            ReceiptLine::CreditUsed { .. } => return Err(Error::unsupported("it allocates no credits")),
            ReceiptLine::DirectSale { .. } => {
                return Err(Error::unsupported("a receipt here settles invoices and sells nothing"));
            }
        }
    }
    let (head, tender) = (receipt.head(), &receipt.head().tender);
    let mut body = transaction(ledger);
    body.insert("type".to_owned(), SALES_RECEIPT_ON_ACCOUNT.into());
    body.insert("date".to_owned(), date_text(head.date).into());
    body.insert("invRef".to_owned(), head.reference.as_str().into());
    body.insert("accountRef".to_owned(), head.customer.as_str().into());
    body.insert("bankCode".to_owned(), tender.cash_account.as_str().into());
    body.insert("nominalCode".to_owned(), tender.cash_account.as_str().into());
    body.insert("details".to_owned(), tender.payment_method.as_str().into());
    body.insert("taxCode".to_owned(), ledger.tax_codes.outside.number().into());
    body.insert("netAmount".to_owned(), number::amount(receipt.amount())?.into());
    body.insert("taxAmount".to_owned(), number::amount(Money::zero(ledger.currency))?.into());
    body.insert("deptNumber".to_owned(), ledger.department.number().into());
    Ok(body.into())
}

/// The allocation of a part of a payment on account to an invoice.
pub(super) fn allocation(account: &str, transaction: u64, invoice: &str, amount: Money) -> Value {
    json!({
        "accountRef": account,
        "paymentTransactionNumber": transaction,
        "invRef": invoice,
        // The API documents this amount as text.
        "amount": amount.to_string(),
    })
}

/// A journal entry.
pub(super) fn journal(entry: &JournalEntry, ledger: &Ledger) -> Result<Value, Error> {
    let mut splits = Vec::with_capacity(entry.lines().len());
    for line in entry.lines() {
        if line.account() == &ledger.debtors {
            return Err(invalid(format_args!(
                "{} is the debtors control account, which only documents move",
                line.account()
            )));
        }
        let details = line.description().or(entry.description()).map_or("", Description::as_str);
        let length = details.chars().count();
        if length > JOURNAL_DETAILS {
            return Err(invalid(format_args!(
                "a description has {length} characters; at most {JOURNAL_DETAILS} are allowed in a journal entry"
            )));
        }
        splits.push(json!({
            "nominalCode": line.account().as_str(),
            "details": details,
            "type": match line.side() {
                Side::Debit => JOURNAL_DEBIT,
                Side::Credit => JOURNAL_CREDIT,
            },
            "netAmount": number::amount(line.amount())?,
            "taxAmount": number::amount(Money::zero(ledger.currency))?,
            "taxCode": ledger.tax_codes.outside.number(),
            "deptNumber": ledger.department.number().to_string(),
        }));
    }
    Ok(json!({
        "date": date_text(entry.date()),
        "invRef": entry.reference().as_str(),
        "splits": splits,
    }))
}

/// A new customer; what it does not say is left to Sage.
pub(super) fn customer(customer: &Customer) -> Result<Value, Error> {
    let fields = customer_fields(customer)?;
    Ok(fields.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>().into())
}

/// A changed customer; what it does not say is cleared.
pub(super) fn changed_customer(customer: &Customer) -> Result<Value, Error> {
    let fields = customer_fields(customer)?.into_iter();
    let cleared = |(name, value): (String, Value)| match value {
        // A number cannot be cleared; terms that are not said stay.
        Value::Null if name == "paymentDueDays" || name == "paymentDueFrom" => None,
        Value::Null => Some((name, "".into())),
        value => Some((name, value)),
    };
    Ok(fields.filter_map(cleared).collect::<Map<_, _>>().into())
}

/// Every field this door knows, `null` where the customer says nothing.
fn customer_fields(customer: &Customer) -> Result<Map<String, Value>, Error> {
    let details = &customer.details;
    let contact = customer.contact.as_ref();
    let nowhere = details.account_number.is_some()
        || details.customer_type.is_some()
        || details.sales_tax_id.is_some()
        || details.since.is_some()
        || !details.custom_fields.is_empty()
        || contact.is_some_and(|contact| contact.title.is_some() || contact.company.is_some());
    if nowhere {
        return Err(Error::unsupported(
            "it has no place for account number, type, sales tax id, custom fields, first day, title or company",
        ));
    }
    let days = match details.terms {
        None => None,
        Some(Terms::Days { due, discount: None }) => Some(due),
        Some(_) => return Err(Error::unsupported("it has no terms but days after the invoice")),
    };
    let contact = contact.map(|contact| {
        let first = contact.first.as_ref().map(crate::model::FirstName::as_str);
        let last = contact.last.as_ref().map(crate::model::LastName::as_str);
        first.into_iter().chain(last).collect::<Vec<_>>().join(" ")
    });
    let country = |address: Option<&Address>| address.and_then(|address| address.country.clone());
    let (home, delivery) = (country(customer.billing.as_ref()), country(customer.shipping.as_ref()));
    if delivery.is_some() && delivery != home {
        return Err(Error::unsupported("it keeps one country per customer"));
    }
    let is_code = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if let Some(country) = home.as_ref().filter(|country| !is_code(country.as_str())) {
        return Err(invalid(format_args!("country {country} is no code of two capitals such as GB")));
    }
    let fields = json!({
        "accountRef": customer.id.as_str(),
        "name": customer.name.as_str(),
        "contactName": contact,
        "telephone": customer.phone,
        "email": customer.email,
        "www": details.web_site,
        "countryCode": home,
        "paymentDueDays": days,
        "paymentDueFrom": days.map(|_| 0),
        "inactiveAccount": details.inactive,
    });
    let Value::Object(mut fields) = fields else { return Ok(Map::new()) };
    for (prefix, address) in [("address", &customer.billing), ("deliveryAddress", &customer.shipping)] {
        for (number, line) in (1_u8..).zip(address_lines(address.as_ref())) {
            fields.insert(format!("{prefix}{number}"), line);
        }
    }
    Ok(fields)
}

/// The five lines of an address: two of the street, city, county, postcode.
fn address_lines(address: Option<&Address>) -> [Value; 5] {
    let Some(address) = address else { return Default::default() };
    [
        json!(address.line1),
        json!(address.line2),
        json!(address.city),
        json!(address.state),
        json!(address.zip),
    ]
}

/// A price as a number.
pub(super) fn price(price: UnitPrice) -> Result<Value, Error> {
    Ok(number::exact(price.value())?.into())
}
