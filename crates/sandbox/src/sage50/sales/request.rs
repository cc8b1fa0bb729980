//! The body of an invoice or credit memo.

use super::super::fields::{self, Fields};
use super::super::problem::Refusal;
use super::super::wire::goods;
use super::SaleKind;
use super::draft::{NewLine, NewSale, SaleDetails};

/// The most distributions a sales document has in Sage 50.
const LINES: usize = 154;

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
                details: details(fields, kind),
                receivable: fields.id("receivableAccount", 15),
                applies_to: fields.optional_id("appliesTo", 20),
                lines: fields.list("lines", 1..=LINES, |line| {
                    let amount = line.amount("amount").unwrap_or_default();
                    let sales_tax = line.flag("salesTax");
                    NewLine {
                        account: line.id("account", 15),
                        amount,
                        description: line.text("description", 160),
                        sales_tax,
                        goods: goods::read(line, amount, sales_tax),
                    }
                }),
            }
        })
    }
}

/// Days, terms and discounts belong to invoices: a credit memo has nothing that becomes due.
fn details(fields: &mut Fields<'_>, kind: SaleKind) -> SaleDetails {
    if kind == SaleKind::CreditMemo {
        for name in ["dueDate", "terms", "discountAmount", "discountDate", "shipVia"] {
            if fields.has(name) {
                fields.invalid(name, "belongs to invoices only");
                fields.skip(&[name]);
            }
        }
    }
    if fields.has("discountAmount") != fields.has("discountDate") {
        fields.invalid("discountAmount", "and discountDate come together");
    }
    let discount = fields.has("discountAmount").then(|| fields.positive_amount("discountAmount"));
    let until = fields.optional_date("discountDate");
    SaleDetails {
        due_date: fields.optional_date("dueDate"),
        discount: discount.zip(until),
        purchase_order: fields.optional_text("customerPurchaseOrder", 20),
        order_number: fields.optional_text("orderNumber", 20),
        terms: fields.optional_text("terms", 20),
        ship_via: fields.optional_text("shipVia", 20),
        sales_tax_id: fields.optional_id("salesTaxId", 8),
        return_authorization: None,
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
