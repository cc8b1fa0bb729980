//! Sales orders.

use chrono::NaiveDate;
use serde::Serialize;

use super::super::company::{Cents, Company};
use super::super::fields;
use super::super::orders::{NewOrder, NewOrderLine, Order, OrderLine};
use super::super::problem::Refusal;
use super::super::register::{Place, Row};
use super::goods::{self, LineView};

/// The most lines of an order in Sage 50.
const LINES: usize = 154;

impl NewOrder {
    pub(in crate::sage50) fn read(body: &[u8]) -> Result<Self, Refusal> {
        fields::read(body, |fields| {
            let date = fields.date("transactionDate");
            let ship_by = fields.optional_date("shipBy");
            if ship_by.is_some_and(|ship_by| ship_by < date) {
                fields.invalid("shipBy", "is before the day of the order");
            }
            Self {
                number: fields.id("referenceNumber", 20),
                customer: fields.id("customerId", 20),
                date,
                ship_by,
                receivable: Some(fields.id("receivableAccount", 15)),
                purchase_order: fields.optional_text("customerPurchaseOrder", 20),
                ship_via: fields.optional_text("shipVia", 20),
                terms: fields.optional_text("terms", 20),
                sales_tax_id: fields.optional_id("salesTaxId", 8),
                lines: fields.list("lines", 1..=LINES, |line| {
                    let amount = line.amount("amount").unwrap_or_default();
                    let sales_tax = line.flag("salesTax");
                    NewOrderLine {
                        account: line.id("account", 15),
                        amount,
                        description: line.text("description", 160),
                        sales_tax,
                        goods: goods::read(line, amount, sales_tax),
                    }
                }),
                closed: false,
            }
        })
    }
}

impl Company {
    pub(in crate::sage50) fn order_view(&self, place: Place, all: bool) -> Option<OrderView<'_>> {
        let order = self.orders.at(place)?;
        Some(OrderView {
            key: Order::key(place),
            reference_number: order.reference(),
            customer_id: self.customer_id(order.customer),
            transaction_date: order.date,
            total: Cents(order.total),
            status: if order.is_closed() { "closed" } else { "open" },
            details: all.then(|| Rest {
                ship_by: order.ship_by,
                terms: order.terms.as_deref(),
                ship_via: order.ship_via.as_deref(),
                customer_purchase_order: order.purchase_order.as_deref(),
                receivable_account: order.receivable.map(|account| self.chart.id(account)),
                sales_tax_id: order.sales_tax_id.as_deref(),
                lines: order.lines.iter().map(|line| self.order_line(line)).collect(),
            }),
        })
    }

    fn order_line<'a>(&'a self, line: &'a OrderLine) -> LineView<'a> {
        LineView {
            account: self.chart.id(line.account),
            amount: Cents(line.amount),
            description: &line.description,
            sales_tax: line.sales_tax,
            goods: self.goods_view(line.goods.as_deref()),
        }
    }
}

/// A sales order as the gateway answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::sage50) struct OrderView<'a> {
    key: String,
    reference_number: &'a str,
    customer_id: &'a str,
    transaction_date: NaiveDate,
    total: Cents,
    status: &'static str,
    #[serde(flatten)]
    details: Option<Rest<'a>>,
}

/// The rest, for who asks for `attributes=all`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rest<'a> {
    ship_by: Option<NaiveDate>,
    terms: Option<&'a str>,
    ship_via: Option<&'a str>,
    customer_purchase_order: Option<&'a str>,
    receivable_account: Option<&'static str>,
    sales_tax_id: Option<&'a str>,
    lines: Vec<LineView<'a>>,
}
