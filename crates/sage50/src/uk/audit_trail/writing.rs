//! Writing audit trail files.

use std::borrow::Cow;

use chrono::NaiveDate;
use paysage_money::Money;

use super::{AuditTrailProfile, COLUMNS, EntryType};
use crate::model::{
    CreditMemo, Document, Edition, GlAccount, Goods, Invoice, InvoiceLine, JournalEntry, LineContent,
    Receipt, ReceiptLine, SaleHead, Side,
};
use crate::text_file::{AT_ITS_SOURCE, Record, Records, Stop, Written, plain};
use crate::uk::{TaxCode, UserName};

const MAP_IT: &str = "correct the profile, or the account at its source";

/// Writes invoices, credit memos, receipts on account and journal entries; other documents are blocked.
///
/// The rows say nothing of terms, due date, shipping and deposit tickets, and Sage moves no stock: what a document
/// says of them is [left out](crate::text_file::LeftOut), but lines with items are blocked.
pub fn write(documents: &[Document], profile: &AuditTrailProfile) -> Written {
    let mut records = Records::new(Edition::Uk, profile.ledger.currency);
    for document in documents {
        records.take(document, |record| match document {
            Document::Invoice(invoice) => write_invoice(invoice, profile, record),
            Document::CreditMemo(memo) => write_credit(memo, profile, record),
            Document::Receipt(receipt) => write_receipt(receipt, profile, record),
            Document::JournalEntry(entry) => write_journal(entry, profile, record),
            Document::Refund(_) | Document::Chargeback(_) => Err(Stop::new(
                format_args!("the audit trail takes no {}", document.kind()),
                "use Sage's own wizards: Customers, Customer refund or Customer returned cheque",
            )),
            _ => Err(Stop::new(
                format_args!("the audit trail takes no {}", document.kind()),
                "enter it in Sage by hand, or use the HyperAccounts door",
            )),
        });
    }
    let heading = if profile.heading { [&COLUMNS.join(","), "\r\n"].concat() } else { String::new() };
    records.finish(&heading)
}

/// One row, less what the profile says.
struct Cells<'a> {
    kind: EntryType,
    account: &'a str,
    nominal: &'a GlAccount,
    date: NaiveDate,
    reference: &'a str,
    details: &'a str,
    net: Money,
    tax: (TaxCode, Money),
    extra: &'a str,
}

fn row(cells: &Cells<'_>, profile: &AuditTrailProfile, record: &mut Record) -> Result<(), Stop> {
    let (code, tax) = cells.tax;
    let line = [
        Cow::Borrowed(cells.kind.as_str()),
        cell(cells.account)?,
        cell(cells.nominal.as_str())?,
        profile.ledger.department.number().to_string().into(),
        cells.date.format("%d/%m/%Y").to_string().into(),
        cell(cells.reference)?,
        cell(cells.details)?,
        cells.net.to_string().into(),
        code.to_string().into(),
        tax.to_string().into(),
        "1.000000".into(),
        cell(cells.extra)?,
        cell(profile.ledger.user_name.as_ref().map_or("", UserName::as_str))?,
        "".into(),
        "".into(),
    ];
    record.line(&line.join(","));
    Ok(())
}

/// A text as a cell: in quotes when it holds a comma or a quote.
fn cell(text: &str) -> Result<Cow<'_, str>, Stop> {
    let text = plain(text)?;
    if text.contains(['"', ',']) || text.trim() != text {
        Ok(format!("\"{}\"", text.replace('"', "\"\"")).into())
    } else {
        Ok(text.into())
    }
}

fn write_invoice(invoice: &Invoice, profile: &AuditTrailProfile, record: &mut Record) -> Result<(), Stop> {
    let details = invoice.details();
    record.leave_out("due date", details.due.is_some());
    record.leave_out("terms", details.terms.is_some());
    record.leave_out("discount for early payment", details.discount.is_some());
    record.leave_out("ship via", details.ship_via.is_some());
    record.leave_out("order number", details.order_number.is_some());
    record.leave_out("sales tax id", details.sales_tax_id.is_some());
    let extra = details.customer_purchase_order.as_ref().map_or("", |number| number.as_str());
    let sale = (EntryType::SalesInvoice, invoice.head(), extra);
    write_sale(sale, invoice.lines(), profile, record)
}

fn write_credit(memo: &CreditMemo, profile: &AuditTrailProfile, record: &mut Record) -> Result<(), Stop> {
    let details = memo.details();
    record.leave_out("purchase order number", details.customer_purchase_order.is_some());
    record.leave_out("order number", details.order_number.is_some());
    record.leave_out("sales tax id", details.sales_tax_id.is_some());
    let extra = details.applies_to.as_ref().map_or("", |invoice| invoice.as_str());
    write_sale((EntryType::SalesCredit, memo.head(), extra), memo.lines(), profile, record)
}

fn write_sale(
    (kind, head, extra): (EntryType, &SaleHead, &str),
    lines: &[InvoiceLine],
    profile: &AuditTrailProfile,
    record: &mut Record,
) -> Result<(), Stop> {
    same(&head.receivable, &profile.ledger.debtors, "what customers owe")?;
    for line in lines {
        match line.content() {
            LineContent::SalesTax { .. } => same(line.account(), &profile.ledger.vat, "VAT")?,
            LineContent::Goods(Goods { item: Some(item), .. }) => {
                return Err(Stop::new(
                    format_args!("item {item} would stay in stock, which the audit trail does not move"),
                    "book it through the HyperAccounts door, or without its item",
                ));
            }
            LineContent::Goods(goods) => record.leave_out("quantity and price", goods.price.is_some()),
        }
    }
    let rows = profile
        .ledger
        .tax_codes
        .rows(lines)
        .map_err(|error| Stop::new(error, "correct it or the profile"))?;
    for line in rows {
        let cells = Cells {
            kind,
            account: head.customer.as_str(),
            nominal: line.line.account(),
            date: head.date,
            reference: head.reference.as_str(),
            details: line.line.description().as_str(),
            net: line.line.amount(),
            tax: (line.code, line.tax),
            extra,
        };
        row(&cells, profile, record)?;
    }
    Ok(())
}

fn same(ours: &GlAccount, sages: &GlAccount, what: &str) -> Result<(), Stop> {
    if ours == sages {
        return Ok(());
    }
    Err(Stop::new(format_args!("it books {what} on {ours}, and Sage does on {sages}"), MAP_IT))
}

fn write_receipt(receipt: &Receipt, profile: &AuditTrailProfile, record: &mut Record) -> Result<(), Stop> {
    let (head, tender) = (receipt.head(), &receipt.head().tender);
    record.leave_out("deposit ticket", tender.deposit_ticket.is_some());
    record.leave_out("card", receipt.card().is_some());
    let settles = |line: &ReceiptLine| matches!(line, ReceiptLine::Invoice { .. });
    record.leave_out("payment method", !receipt.lines().iter().any(settles));
    for line in receipt.lines() {
        let (details, extra) = match line {
            ReceiptLine::Invoice { discount: Some(_), .. } => {
                return Err(Stop::new(
                    "it takes a discount, and SD cannot be imported",
                    "write the discount as a credit memo, and allocate both to the invoice in Sage",
                ));
            }
            ReceiptLine::Invoice { reference, .. } => (tender.payment_method.as_str(), reference.as_str()),
            ReceiptLine::Prepayment { description, .. } => (description.as_str(), ""),
            ReceiptLine::CreditUsed { reference, .. } => {
                return Err(Stop::new(
                    format_args!("it uses credit {reference}, and an import allocates nothing"),
                    "write the receipt for the cash alone, and allocate the credit in Sage",
                ));
            }
            ReceiptLine::DirectSale { .. } => {
                return Err(Stop::new(
                    "it holds a sale without invoice, which is no receipt of a customer here",
                    "make an invoice for the sale and settle it",
                ));
            }
        };
        let cells = Cells {
            kind: EntryType::SalesReceiptOnAccount,
            account: head.customer.as_str(),
            nominal: &tender.cash_account,
            date: head.date,
            reference: head.reference.as_str(),
            details,
            net: line.amount(),
            tax: (profile.ledger.tax_codes.outside, Money::zero(profile.ledger.currency)),
            extra,
        };
        row(&cells, profile, record)?;
    }
    Ok(())
}

fn write_journal(entry: &JournalEntry, profile: &AuditTrailProfile, record: &mut Record) -> Result<(), Stop> {
    let described = entry.description().is_some();
    record
        .leave_out("description", described && entry.lines().iter().all(|line| line.description().is_some()));
    for line in entry.lines() {
        if line.account() == &profile.ledger.debtors {
            return Err(Stop::new(
                format_args!("{} is the debtors control account, which only documents move", line.account()),
                AT_ITS_SOURCE,
            ));
        }
        let details = line.description().or(entry.description());
        let cells = Cells {
            kind: match line.side() {
                Side::Debit => EntryType::JournalDebit,
                Side::Credit => EntryType::JournalCredit,
            },
            account: "",
            nominal: line.account(),
            date: entry.date(),
            reference: entry.reference().as_str(),
            details: details.map_or("", |details| details.as_str()),
            net: line.amount(),
            tax: (profile.ledger.tax_codes.outside, Money::zero(profile.ledger.currency)),
            extra: "",
        };
        row(&cells, profile, record)?;
    }
    Ok(())
}
