//! The body of `POST /v1/invoices`.

use chrono::NaiveDate;

use super::super::fields::{self, Fields};
use super::super::problem::Refusal;
use super::super::texts::Texts;
use super::SaleKind;

/// The most distributions a sales document has in Sage 50.
const LINES: usize = 154;

/// An invoice or credit memo as a request gives it.
#[derive(Debug)]
pub(in crate::sage50) struct NewSale {
    pub(super) kind: SaleKind,
    pub(super) reference: Box<str>,
    pub(super) customer: Box<str>,
    pub(super) date: NaiveDate,
    pub(super) due_date: Option<NaiveDate>,
    pub(super) purchase_order: Option<Box<str>>,
    pub(super) order_number: Option<Box<str>>,
    pub(super) receivable: Box<str>,
    pub(super) applies_to: Option<Box<str>>,
    pub(super) lines: Vec<NewLine>,
}

#[derive(Debug)]
pub(super) struct NewLine {
    pub(super) account: Box<str>,
    pub(super) amount: i64,
    pub(super) description: Box<str>,
    pub(super) sales_tax: bool,
}

impl NewSale {
    pub(in crate::sage50) fn read(body: &[u8]) -> Result<Self, Refusal> {
        fields::read(body, |fields| {
            let kind = kind(fields);
            if kind == SaleKind::Invoice && fields.has("appliesTo") {
                fields.invalid("appliesTo", "belongs to credit memos only");
            }
            Self {
                kind,
                reference: fields.id("referenceNumber", 20),
                customer: fields.id("customerId", 20),
                date: fields.date("transactionDate"),
                due_date: fields.optional_date("dueDate"),
                purchase_order: fields.optional_text("customerPurchaseOrder", 20),
                order_number: fields.optional_text("orderNumber", 20),
                receivable: fields.id("receivableAccount", 15),
                applies_to: fields.optional_id("appliesTo", 20),
                lines: fields.list("lines", 1..=LINES, |line| NewLine {
                    account: line.id("account", 15),
                    amount: line.amount("amount").unwrap_or_default(),
                    description: line.text("description", 160),
                    sales_tax: line.flag("salesTax"),
                }),
            }
        })
    }

    pub(super) fn texts(&self) -> Texts {
        let head = [
            &*self.reference,
            self.purchase_order.as_deref().unwrap_or_default(),
            self.order_number.as_deref().unwrap_or_default(),
        ];
        let descriptions = self.lines.iter().map(|line| &*line.description);
        Texts::pack(head.into_iter().chain(descriptions))
    }
}

fn kind(fields: &mut Fields<'_>) -> SaleKind {
    match &*fields.text("kind", 20) {
        "credit_memo" => SaleKind::CreditMemo,
        // A missing or unusable kind has been noted.
        "invoice" | "" => SaleKind::Invoice,
        _ => {
            fields.invalid("kind", "must be invoice or credit_memo");
            SaleKind::Invoice
        }
    }
}
