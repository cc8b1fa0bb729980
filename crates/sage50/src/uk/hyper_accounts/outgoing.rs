//! What is sent: documents as the API's bodies, whole or refused.

use paysage_money::Money;
use serde_json::{Map, Value, json};

use super::check::{invalid, refused};
use super::header::{CHARGEBACK, DISCOUNT, MARKS, REFUND};
use super::search::date_text;
use super::{allocation, number};
use crate::error::Error;
use crate::model::{
    Chargeback, Edition, GlAccount, Goods, InvoiceLine, LineContent, PaymentHead, Receipt, ReceiptLine,
    Reference, Refund, SaleHead, UnitPrice,
};
use crate::uk::{Ledger, UserName};

/// The numbers of types in the API.
pub(super) const SALES_INVOICE: u8 = 1;
pub(super) const SALES_CREDIT: u8 = 2;
const SALES_RECEIPT_ON_ACCOUNT: u8 = 4;

/// What every transaction says beside its amounts.
fn transaction(ledger: &Ledger) -> Map<String, Value> {
    let user = ledger.user_name.as_ref().map(UserName::as_str);
    user.map(|user| ("userName".to_owned(), user.into())).into_iter().collect()
}

/// What an invoice says beside its lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct SaleExtras<'a> {
    pub(super) due: Option<chrono::NaiveDate>,
    pub(super) purchase_order: Option<&'a str>,
}

/// An invoice or credit memo, of one of the types above.
pub(super) fn sale(
    (kind, head): (u8, &SaleHead),
    lines: &[InvoiceLine],
    extras: SaleExtras<'_>,
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
            LineContent::Goods(_) => not_debtors(line.account(), ledger)?,
        }
    }
    let rows = ledger.tax_codes.rows(lines).map_err(invalid)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut line = json!({
            "nominalCode": row.line.account().as_str(),
            "details": row.line.description().as_str(),
            "netAmount": number::amount(row.line.amount())?,
            "taxAmount": number::amount(row.tax)?,
            "taxCode": row.code.number(),
            "deptNumber": ledger.department.number(),
        });
        if let (Some(order), Some(fields)) = (extras.purchase_order, line.as_object_mut()) {
            fields.insert("exRef".to_owned(), order.into());
        }
        all.push(line);
    }
    let details = rows.first().map(|row| row.line.description().as_str());
    if let Some(details) = details.filter(|details| MARKS.iter().any(|mark| details.starts_with(mark))) {
        return Err(refused(
            "description of line 1",
            details,
            format_args!("descriptions that do not begin with {}", MARKS.map(str::trim_end).join(", ")),
            "word it otherwise: this door knows its own refunds, chargebacks and discounts by these words",
        ));
    }
    let mut body = transaction(ledger);
    body.insert("type".to_owned(), kind.into());
    body.insert("date".to_owned(), date_text(head.date).into());
    body.insert("invRef".to_owned(), head.reference.as_str().into());
    body.insert("accountRef".to_owned(), head.customer.as_str().into());
    body.extend(extras.due.map(|due| ("dueDate".to_owned(), date_text(due).into())));
    body.extend(details.map(|details| ("details".to_owned(), details.into())));
    body.insert("Lines".to_owned(), all.into());
    Ok(body.into())
}

/// The debtors control account is moved by documents, and never named by their lines.
pub(super) fn not_debtors(account: &GlAccount, ledger: &Ledger) -> Result<(), Error> {
    if account != &ledger.debtors {
        return Ok(());
    }
    let limit = "accounts other than the debtors control account, which only documents move";
    Err(refused("account", account.as_str(), limit, "correct the account at its source"))
}

pub(super) fn same(ours: &GlAccount, sages: &GlAccount, what: &str) -> Result<(), Error> {
    if ours == sages {
        return Ok(());
    }
    Err(invalid(format_args!("it books {what} on {ours}, and Sage does on {sages}")))
}

/// The cash of a receipt, on account. What it settles is allocated afterwards.
pub(super) fn receipt(receipt: &Receipt, ledger: &Ledger) -> Result<Value, Error> {
    if receipt.lines().iter().any(|line| matches!(line, ReceiptLine::DirectSale { .. })) {
        return Err(Error::unsupported(
            "a sale without invoice has no VAT code here; post an invoice and a receipt that settles it",
        ));
    }
    let (head, tender) = (receipt.head(), &receipt.head().tender);
    not_debtors(&tender.cash_account, ledger)?;
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

/// The discount of a receipt: a credit of its own, outside VAT, on the discount account.
pub(super) fn discount(receipt: &Receipt, ledger: &Ledger) -> Result<Option<Value>, Error> {
    let (amount, head) = (allocation::discount(receipt)?, receipt.head());
    let Some(account) = receipt.discount_account().filter(|_| amount.is_positive()) else { return Ok(None) };
    let details = format!("{DISCOUNT}{}", head.reference);
    moved((SALES_CREDIT, head, account), amount, &details, ledger).map(Some)
}

/// The money of a refund: debited to the customer, taken from the bank. The credits are allocated to it afterwards.
pub(super) fn refund(refund: &Refund, ledger: &Ledger) -> Result<Value, Error> {
    let head = refund.head();
    let original = refund.original().map(Reference::as_str).unwrap_or_default();
    let details = details_of(REFUND, head.tender.payment_method.as_str(), original);
    let sale = (SALES_INVOICE, head, &head.tender.cash_account);
    moved(sale, refund.amount(), &details, ledger)
}

/// The money the bank took back: debited to the customer again.
pub(super) fn chargeback(chargeback: &Chargeback, ledger: &Ledger) -> Result<Value, Error> {
    let head = chargeback.head();
    let details = details_of(CHARGEBACK, chargeback.original().as_str(), chargeback.invoice().as_str());
    moved((SALES_INVOICE, head, &head.tender.cash_account), chargeback.amount(), &details, ledger)
}

/// The details of our own bookings. What only helps a reader, `more`, is left away where Sage would cut it.
fn details_of(mark: &str, what: &str, more: &str) -> String {
    let all = format!("{mark}{what} {more}");
    let fits = all.trim_end().chars().count() <= Edition::Uk.limits().line_description;
    if fits { all.trim_end().to_owned() } else { format!("{mark}{what}") }
}

/// One line between the customer and an account, outside VAT.
fn moved(
    (kind, head, account): (u8, &PaymentHead, &GlAccount),
    amount: Money,
    details: &str,
    ledger: &Ledger,
) -> Result<Value, Error> {
    not_debtors(account, ledger)?;
    let mut body = transaction(ledger);
    body.insert("type".to_owned(), kind.into());
    body.insert("date".to_owned(), date_text(head.date).into());
    body.insert("invRef".to_owned(), head.reference.as_str().into());
    body.insert("accountRef".to_owned(), head.customer.as_str().into());
    body.insert("details".to_owned(), details.into());
    let line = json!({
        "nominalCode": account.as_str(),
        "details": details,
        "netAmount": number::amount(amount)?,
        "taxAmount": number::amount(Money::zero(amount.currency()))?,
        "taxCode": ledger.tax_codes.outside.number(),
        "deptNumber": ledger.department.number(),
    });
    body.insert("Lines".to_owned(), vec![line].into());
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

/// A price as a number.
pub(super) fn price(price: UnitPrice) -> Result<Value, Error> {
    Ok(number::exact(price.value())?.into())
}

#[cfg(test)]
mod tests {
    use paysage_money::Currency;

    use super::*;
    use crate::model::{CustomerId, PaymentMethod, Tender};

    #[test]
    fn details_of_our_own_are_never_longer_than_sage_takes() {
        let account = |id| GlAccount::new(id).unwrap();
        let ledger = Ledger::new(account("1100"), account("2200"));
        let reference = |length| Reference::new("x".repeat(length)).unwrap();
        let tender = Tender::new(account("1200"), PaymentMethod::new("Card").unwrap());
        let day = chrono::NaiveDate::from_ymd_opt(2026, 6, 4).unwrap();
        let head = PaymentHead::new(reference(3), CustomerId::new("ACME").unwrap(), day, tender);
        let details = |original, invoice| {
            let amount = Money::from_minor(100, Currency::Gbp);
            let head = head.clone();
            let back = Chargeback::new(head, reference(original), reference(invoice), amount).unwrap();
            chargeback(&back, &ledger).map(|body| body["details"].as_str().unwrap().len())
        };
        assert_eq!(details(17, 30).unwrap(), 60);
        assert_eq!(details(18, 30).unwrap(), 30, "without the invoice");
        assert_eq!(details(30, 30).unwrap(), 42, "the longest there is");
    }
}
