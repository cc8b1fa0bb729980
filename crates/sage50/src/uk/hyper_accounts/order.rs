//! Sales orders, which stand in Sage's order processing and on no account.
//!
//! Sage numbers them itself, so our reference goes where the customer's order number stands, and Sage reckons the VAT
//! of each line from the rate of its code, so an order whose VAT is another is refused.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use paysage_money::Money;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::check;
use super::door::HyperAccountsDoor;
use super::number;
use super::outgoing::same;
use super::search::{Filter, Row, date_text};
use super::unverified::{ORDER_CANCELLED, ORDER_COMPLETE, ORDER_DAY, ORDER_REFERENCE, free_item};
use crate::error::{Error, SageDetail};
use crate::model::{Booking, Found, InvoiceLine, Kind, LineContent, SalesOrder};
use crate::rest::scalar;
use crate::uk::tax_code::Row as TaxRow;
use crate::uk::{Ledger, TaxCode};

/// The rates of the company's VAT codes, in percent.
pub(super) type Rates = BTreeMap<TaxCode, Decimal>;

/// What can be refused before the rates are known.
pub(super) fn check(order: &SalesOrder, ledger: &Ledger) -> Result<(), Error> {
    same(&order.head().receivable, &ledger.debtors, "what customers owe")?;
    if order.details().customer_purchase_order.is_some() {
        return Err(Error::unsupported(
            "the customer's own order number has no place: our reference stands there",
        ));
    }
    for line in order.lines().iter().filter(|line| line.sales_tax()) {
        same(line.account(), &ledger.vat, "VAT")?;
    }
    ledger.tax_codes.rows(order.lines()).map_err(check::invalid).map(drop)
}

/// A sales order as the API takes it.
pub(super) fn body(order: &SalesOrder, ledger: &Ledger, rates: &Rates) -> Result<Value, Error> {
    let head = order.head();
    let rows = ledger.tax_codes.rows(order.lines()).map_err(check::invalid)?;
    let items = rows.iter().map(|row| item(row, ledger, rates)).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({
        "customerAccountRef": head.customer.as_str(),
        "orderDate": date_text(head.date),
        "customerOrderNumber": head.reference.as_str(),
        "invoiceItems": items,
    }))
}

fn item(row: &TaxRow<'_>, ledger: &Ledger, rates: &Rates) -> Result<Value, Error> {
    let rate = *rates.get(&row.code).ok_or_else(|| {
        Error::own(SageDetail::Validation, format_args!("the company has no tax code {}", row.code))
    })?;
    let expected = vat(row.line.amount(), rate);
    if expected != Some(row.tax) {
        return Err(check::invalid(format_args!(
            "a line of {} has VAT of {}, and Sage reckons {rate} % of it by its code {}",
            row.line.amount(),
            row.tax,
            row.code
        )));
    }
    let (code, quantity, price) = priced(row.line, !row.tax.is_zero());
    Ok(json!({
        "stockCode": code,
        "description": row.line.description().as_str(),
        "nominal": row.line.account().as_str(),
        "taxCode": row.code.number(),
        "taxRate": number::exact(rate)?,
        "quantity": number::exact(quantity)?,
        "unitPrice": number::exact(price)?,
        "departmentNumber": ledger.department.number(),
    }))
}

/// What a line sells: product, quantity and price.
fn priced(line: &InvoiceLine, taxed: bool) -> (&str, Decimal, Decimal) {
    let amount = Decimal::new(line.amount().minor(), line.amount().currency().exponent());
    let LineContent::Goods(goods) = line.content() else { return (free_item(taxed), Decimal::ONE, amount) };
    let code = goods.item.as_ref().map_or(free_item(taxed), |item| item.as_str());
    match goods.price {
        Some(price) => (code, price.quantity.value(), price.unit_price.value()),
        None => (code, Decimal::ONE, amount),
    }
}

/// The VAT of a net amount, to the penny, half a penny up.
fn vat(net: Money, rate: Decimal) -> Option<Money> {
    let amount = Decimal::new(net.minor(), net.currency().exponent());
    let exact = amount.checked_mul(rate)?.checked_div(Decimal::ONE_HUNDRED)?;
    let tax = exact.round_dp_with_strategy(net.currency().exponent(), RoundingStrategy::MidpointAwayFromZero);
    Money::from_decimal(tax, net.currency()).ok()
}

impl HyperAccountsDoor {
    /// The rates of the company's VAT codes; codes that cannot be read are left out.
    pub(super) async fn rates(&self) -> Result<Rates, Error> {
        let rows = self.rows("/api/taxCode").await?;
        let rate = |row: &Value| {
            let code = u8::try_from(scalar::count(row.get("index"))?).ok()?;
            Some((TaxCode::new(code).ok()?, number::decimal(row.get("rate")?, 4)?))
        };
        Ok(rows.iter().filter_map(rate).collect())
    }

    /// The sales orders that pass the filters; quotes are none.
    pub(super) async fn orders(&self, filters: &[Filter]) -> Result<Vec<Found>, Error> {
        let rows = self.search("/api/searchSalesOrder", filters).await?;
        let rows = rows.iter().map(Row);
        let quote =
            |row: &Row<'_>| row.text("orderOrQuote").is_some_and(|word| word.to_lowercase().contains("quot"));
        rows.filter(|row| !quote(row)).map(|row| self.order(row)).collect()
    }

    fn order(&self, row: Row<'_>) -> Result<Found, Error> {
        let money = |field| number::money(row.value(field), self.ledger.currency);
        let carriage = if row.value("carrGross").is_some() {
            money("carrGross")
        } else {
            Some(Money::zero(self.ledger.currency))
        };
        let amount = money("itemsGross").zip(carriage).and_then(|(items, more)| items.checked_add(more).ok());
        let status = row.text("dispatchStatus");
        let is = |word: &str| status.as_deref().is_some_and(|status| status.eq_ignore_ascii_case(word));
        let (complete, voided) = (is(ORDER_COMPLETE), is(ORDER_CANCELLED));
        Ok(Found {
            key: row.needed("orderNumber")?,
            kind: Kind::SalesOrder,
            reference: row.text("customerOrderNumber").unwrap_or_default(),
            customer: row.text("accountRef"),
            date: row.date("orderDate"),
            amount,
            stock: None,
            status: if complete { Some("Closed".into()) } else { status },
            voided,
            incomplete: None,
            booking: Booking::default(),
        })
    }

    /// The filters of a list of orders.
    pub(super) fn ordered(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Vec<Filter> {
        let mut filters = vec![Filter::begins(ORDER_REFERENCE, "")];
        filters.extend(from.map(|day| Filter::from(ORDER_DAY, day)));
        filters.extend(to.map(|day| Filter::to(ORDER_DAY, day)));
        filters
    }
}
