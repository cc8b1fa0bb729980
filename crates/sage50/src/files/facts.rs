//! What an entry says of a document beyond what [`Document::compare`] looks at: tender and terms.

use super::column::Column;
use super::error::RowProblem;
use super::profile::folded;
use crate::model::{Difference, Document, Invoice, PaymentHead};

/// What a document says under a column.
struct Fact {
    column: Column,
    field: &'static str,
    text: Option<String>,
}

impl Fact {
    fn new(column: Column, field: &'static str, text: Option<impl ToString>) -> Self {
        Self { column, field, text: text.map(|text| text.to_string()) }
    }
}

/// Where an entry differs from a sale, a payment or an adjustment of ours, as far as its file `shows` the columns. What
/// ours does not say is not compared: Sage fills in defaults, e.g. the day as deposit ticket.
pub(super) fn differences(
    ours: &Document,
    theirs: &Result<Document, RowProblem>,
    shows: impl Fn(Column) -> bool,
) -> Vec<Difference> {
    if ours.kind().is_record() {
        return Vec::new();
    }
    let entry = match theirs {
        Ok(theirs) => facts(theirs),
        Err(problem) => {
            let (ours, theirs) = ("as it was written".to_owned(), problem.to_string());
            return vec![Difference { field: "document", ours, theirs }];
        }
    };
    let mut differences = Vec::new();
    for Fact { column, field, text } in facts(ours) {
        let theirs = entry.iter().find(|fact| fact.column == column).and_then(|fact| fact.text.as_deref());
        if let Some(ours) =
            text.filter(|ours| shows(column) && folded(ours) != folded(theirs.unwrap_or_default()))
        {
            differences.push(Difference { field, ours, theirs: theirs.unwrap_or("not given").to_owned() });
        }
    }
    differences
}

fn facts(document: &Document) -> Vec<Fact> {
    match document {
        Document::Invoice(invoice) => of_invoice(invoice),
        Document::StockAdjustment(adjustment) => {
            vec![Fact::new(Column::SourceAccount, "source account", Some(&adjustment.source_account))]
        }
        _ => document.payment_head().map(of_payment).unwrap_or_default(),
    }
}

fn of_invoice(invoice: &Invoice) -> Vec<Fact> {
    let details = invoice.details();
    let discount = details.discount.as_ref();
    vec![
        Fact::new(Column::DateDue, "due date", details.due),
        Fact::new(Column::Terms, "terms", details.terms.as_ref()),
        Fact::new(Column::DiscountAmount, "discount amount", discount.map(|discount| discount.amount)),
        Fact::new(Column::DiscountDate, "discount date", discount.map(|discount| discount.date)),
    ]
}

fn of_payment(head: &PaymentHead) -> Vec<Fact> {
    let tender = &head.tender;
    vec![
        Fact::new(Column::PaymentMethod, "payment method", Some(&tender.payment_method)),
        Fact::new(Column::DepositTicket, "deposit ticket", tender.deposit_ticket.as_ref()),
    ]
}
