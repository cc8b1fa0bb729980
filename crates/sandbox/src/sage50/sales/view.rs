//! Invoices and credit memos as the gateway answers them.

use chrono::NaiveDate;
use serde::Serialize;

use super::super::company::{Cents, Company};
use super::super::register::{Place, Row};
use super::super::wire::goods::LineView;
use super::{Line, Sale};

impl Company {
    pub(in crate::sage50) fn sale_view(&self, place: Place, all: bool) -> Option<SaleView<'_>> {
        let sale = self.sales.at(place)?;
        let details = all.then(|| Rest {
            due_date: sale.due_date,
            terms: sale.texts.some(3),
            discount_amount: sale.discount.map(|(amount, _)| Cents(amount)),
            discount_date: sale.discount.map(|(_, date)| date),
            ship_via: sale.texts.some(4),
            sales_tax_id: sale.texts.some(5),
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

    fn sale_lines<'a>(&'a self, sale: &'a Sale) -> Vec<LineView<'a>> {
        let line = |(position, line): (usize, &'a Line)| LineView {
            account: self.chart.id(line.account),
            amount: Cents(line.amount),
            description: sale.description(position),
            sales_tax: line.sales_tax,
            goods: self.goods_view(line.goods.as_deref()),
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
    terms: Option<&'a str>,
    discount_amount: Option<Cents>,
    discount_date: Option<NaiveDate>,
    ship_via: Option<&'a str>,
    sales_tax_id: Option<&'a str>,
    customer_purchase_order: Option<&'a str>,
    order_number: Option<&'a str>,
    receivable_account: &'static str,
    applies_to: Option<&'a str>,
    lines: Vec<LineView<'a>>,
}
