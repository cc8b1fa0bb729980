//! Invoices and credit memos as the gateway answers them.

use chrono::NaiveDate;
use serde::Serialize;

use super::super::company::{Cents, Company};
use super::super::register::{Place, Row};
use super::{Line, Sale};

impl Company {
    pub(in crate::sage50) fn sale_view(&self, place: Place, all: bool) -> Option<SaleView<'_>> {
        let sale = self.sales.at(place)?;
        let details = all.then(|| Rest {
            due_date: sale.due_date,
            customer_purchase_order: sale.texts.some(1),
            order_number: sale.texts.some(2),
            receivable_account: self.chart.id(sale.receivable),
            applies_to: sale.applied_to.and_then(|(invoice, _)| self.sales.at(invoice)).map(Row::reference),
            lines: self.sale_lines(sale),
        });
        Some(SaleView {
            key: Sale::key(place),
            kind: sale.kind_word(),
            reference_number: sale.reference(),
            customer_id: self.customer_id(sale.customer),
            transaction_date: sale.date,
            total: Cents(sale.total),
            amount_due: Cents(sale.due()),
            status: sale.status(),
            details,
        })
    }

    fn sale_lines<'a>(&self, sale: &'a Sale) -> Vec<LineView<'a>> {
        let line = |(position, line): (usize, &Line)| LineView {
            account: self.chart.id(line.account),
            amount: Cents(line.amount),
            description: sale.description(position),
            sales_tax: line.sales_tax,
        };
        sale.lines.iter().enumerate().map(line).collect()
    }
}

/// An invoice or credit memo as the gateway answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::sage50) struct SaleView<'a> {
    key: String,
    kind: &'static str,
    reference_number: &'a str,
    customer_id: &'a str,
    transaction_date: NaiveDate,
    total: Cents,
    amount_due: Cents,
    status: &'static str,
    #[serde(flatten)]
    details: Option<Rest<'a>>,
}

/// The rest, for who asks for `attributes=all`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rest<'a> {
    due_date: Option<NaiveDate>,
    customer_purchase_order: Option<&'a str>,
    order_number: Option<&'a str>,
    receivable_account: &'static str,
    applies_to: Option<&'a str>,
    lines: Vec<LineView<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LineView<'a> {
    account: &'static str,
    amount: Cents,
    description: &'a str,
    sales_tax: bool,
}
