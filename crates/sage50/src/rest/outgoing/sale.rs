//! The bodies of orders, invoices and credit memos.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use super::{Amount, Each};
use crate::model::{
    CreditMemo, Goods, Invoice, InvoiceLine, ItemId, Kind, LineContent, OrderNumber, PurchaseOrderNumber,
    Quantity, Reference, SaleHead, SalesOrder, SalesTaxId, ShipVia, TaxAgencyId, TaxType, TermsText,
    UnitPrice,
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SaleBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    reference_number: &'a str,
    customer_id: &'a str,
    transaction_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ship_by: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    terms: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_amount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ship_via: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_purchase_order: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_number: Option<&'a str>,
    receivable_account: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sales_tax_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    applies_to: Option<&'a str>,
    lines: Each<'a, InvoiceLine>,
}

fn sale<'a>(kind: Option<Kind>, head: &'a SaleHead, lines: &'a [InvoiceLine]) -> SaleBody<'a> {
    SaleBody {
        kind,
        reference_number: head.reference.as_str(),
        customer_id: head.customer.as_str(),
        transaction_date: head.date,
        due_date: None,
        ship_by: None,
        terms: None,
        discount_amount: None,
        discount_date: None,
        ship_via: None,
        customer_purchase_order: None,
        order_number: None,
        receivable_account: head.receivable.as_str(),
        sales_tax_id: None,
        applies_to: None,
        lines: Each(lines),
    }
}

pub(super) fn invoice(invoice: &Invoice) -> SaleBody<'_> {
    let details = invoice.details();
    SaleBody {
        due_date: details.due,
        terms: details.terms.as_ref().map(TermsText::as_str),
        discount_amount: details.discount.as_ref().map(|discount| Amount(discount.amount)),
        discount_date: details.discount.as_ref().map(|discount| discount.date),
        ship_via: details.ship_via.as_ref().map(ShipVia::as_str),
        customer_purchase_order: details.customer_purchase_order.as_ref().map(PurchaseOrderNumber::as_str),
        order_number: details.order_number.as_ref().map(OrderNumber::as_str),
        sales_tax_id: details.sales_tax_id.as_ref().map(SalesTaxId::as_str),
        ..sale(Some(Kind::Invoice), invoice.head(), invoice.lines())
    }
}

/// An order has a path of its own, so its body names no kind.
pub(super) fn order(order: &SalesOrder) -> SaleBody<'_> {
    let details = order.details();
    SaleBody {
        ship_by: details.ship_by,
        terms: details.terms.as_ref().map(TermsText::as_str),
        ship_via: details.ship_via.as_ref().map(ShipVia::as_str),
        customer_purchase_order: details.customer_purchase_order.as_ref().map(PurchaseOrderNumber::as_str),
        sales_tax_id: details.sales_tax_id.as_ref().map(SalesTaxId::as_str),
        ..sale(None, order.head(), order.lines())
    }
}

pub(super) fn credit_memo(memo: &CreditMemo) -> SaleBody<'_> {
    let details = memo.details();
    SaleBody {
        customer_purchase_order: details.customer_purchase_order.as_ref().map(PurchaseOrderNumber::as_str),
        order_number: details.order_number.as_ref().map(OrderNumber::as_str),
        sales_tax_id: details.sales_tax_id.as_ref().map(SalesTaxId::as_str),
        applies_to: details.applies_to.as_ref().map(Reference::as_str),
        ..sale(Some(Kind::CreditMemo), memo.head(), memo.lines())
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LineBody<'a> {
    account: &'a str,
    amount: Amount,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_price: Option<UnitPrice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_type: Option<TaxType>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    sales_tax: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    sales_tax_agency_id: Option<&'a str>,
}

fn line(line: &InvoiceLine) -> LineBody<'_> {
    let plain = LineBody {
        account: line.account().as_str(),
        amount: Amount(line.amount()),
        description: line.description().as_str(),
        item_id: None,
        quantity: None,
        unit_price: None,
        tax_type: None,
        sales_tax: line.sales_tax(),
        sales_tax_agency_id: None,
    };
    match line.content() {
        LineContent::Goods(Goods { item, price, tax_type }) => LineBody {
            item_id: item.as_ref().map(ItemId::as_str),
            quantity: price.map(|price| price.quantity),
            unit_price: price.map(|price| price.unit_price),
            tax_type: *tax_type,
            ..plain
        },
        LineContent::SalesTax { agency } => {
            LineBody { sales_tax_agency_id: agency.as_ref().map(TaxAgencyId::as_str), ..plain }
        }
    }
}

impl Serialize for Each<'_, InvoiceLine> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(line))
    }
}
