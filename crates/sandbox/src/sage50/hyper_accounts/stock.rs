//! Stock adjustments and sales orders.

use std::time::Instant;

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::super::adjustments::{Adjustment, NewAdjustment};
use super::super::company::Company;
use super::super::goods::NewGoods;
use super::super::orders::{NewOrder, NewOrderLine, Order};
use super::super::problem::{Code, Refusal};
use super::super::register::{Place, Row};
use super::body::Fields;
use super::search::{day, number, pounds};
use super::{Answer, Answered, RATES, VAT, refuse};

const ADJUSTMENT: [&str; 7] = ["stockCode", "quantity", "type", "date", "costPrice", "reference", "details"];
const ITEM: [&str; 8] = [
    "stockCode",
    "description",
    "nominal",
    "taxCode",
    "taxRate",
    "quantity",
    "unitPrice",
    "departmentNumber",
];
/// The codes of lines that sell no product.
const FREE: [&str; 2] = ["S1", "S2"];

impl Company {
    pub(super) fn hyper_movements(&mut self) -> Vec<Value> {
        let shown = self.adjustments.show(Instant::now(), self.read_lag);
        let adjustments = self.adjustments.iter().filter(|(place, _)| place.is_before(shown));
        let row = |(place, one): (Place, &Adjustment)| {
            json!({
                "tranNumber": place.ordinal(), "stockCode": self.items.at(one.item).map(Row::reference),
                "date": day(one.date), "reference": one.reference(), "details": one.reason,
                "type": if one.quantity.is_sign_negative() { "AO" } else { "AI" },
                "quantity": number(one.quantity.abs()), "costPrice": number(one.unit_cost),
            })
        };
        adjustments.map(row).collect()
    }

    pub(super) fn hyper_adjust(&mut self, body: &[u8], today: NaiveDate) -> Answered {
        let fields = Fields::read(body, &ADJUSTMENT)?;
        let quantity = fields.decimal("quantity").ok_or_else(|| refuse("quantity is no number."))?;
        let quantity = match fields.whole("type") {
            Some(1) => quantity,
            Some(2) => Decimal::ZERO.saturating_sub(quantity),
            _ => return Err(refuse("There is no such type of movement.")),
        };
        let source = self.chart.usual_cost_of_sales().map_or("", |place| self.chart.id(place));
        let new = NewAdjustment {
            reference: fields.text("reference", 30)?.into(),
            date: fields.date("date")?,
            item: fields.text("stockCode", 30)?.into(),
            quantity,
            unit_cost: fields.decimal("costPrice"),
            reason: fields.some("details").filter(|text| !text.is_empty()).map(Into::into),
            source_account: source.into(),
        };
        self.create_adjustment(&new, today)?;
        Ok(Answer::Response(true.into()))
    }

    pub(super) fn hyper_orders(&mut self) -> Vec<Value> {
        let shown = self.orders.show(Instant::now(), self.read_lag);
        let orders = self.orders.iter().filter(|(place, _)| place.is_before(shown));
        let row = |(_, order): (Place, &Order)| {
            let tax = order.lines.iter().filter(|line| line.sales_tax).map(|line| line.amount);
            let tax = tax.fold(0, i64::saturating_add);
            json!({
                "orderNumber": order.reference(), "orderDate": day(order.date),
                "accountRef": self.customer_id(order.customer), "customerOrderNumber": order.purchase_order,
                "itemsNet": pounds(order.total.saturating_sub(tax)), "itemsTax": pounds(tax),
                "itemsGross": pounds(order.total), "carrGross": pounds(0), "orderOrQuote": "Sales Order",
                "dispatchStatus": if order.is_closed() { "Complete" } else { "" },
            })
        };
        orders.map(row).collect()
    }

    pub(super) fn hyper_order(&mut self, body: &[u8], today: NaiveDate) -> Answered {
        let known = ["customerAccountRef", "orderDate", "customerOrderNumber", "invoiceItems"];
        let mut fields = Fields::read(body, &known)?;
        let (mut lines, mut tax) = (Vec::new(), 0_i64);
        for item in fields.list("invoiceItems", &ITEM)? {
            let (line, vat) = line(&item)?;
            tax = tax.saturating_add(vat);
            lines.push(line);
        }
        if tax > 0 {
            let (account, description) = (VAT.into(), "VAT".into());
            lines.push(NewOrderLine { account, amount: tax, description, sales_tax: true, goods: None });
        }
        // Sage numbers orders itself.
        let number = self.orders.iter().count().saturating_add(1);
        let new = NewOrder {
            number: number.to_string().into(),
            customer: fields.text("customerAccountRef", 8)?.into(),
            date: fields.date("orderDate")?,
            ship_by: None,
            receivable: None,
            purchase_order: Some(fields.text("customerOrderNumber", 30)?.into()),
            ship_via: None,
            terms: None,
            sales_tax_id: None,
            lines,
            closed: false,
        };
        self.create_order(&new, today)?;
        Ok(Answer::Response(number.into()))
    }
}

/// A line and its VAT, which Sage reckons from the rate of its code.
fn line(item: &Fields) -> Result<(NewOrderLine, i64), Refusal> {
    let needed = |name| item.decimal(name).ok_or_else(|| refuse(format!("{name} is no number.")));
    let (quantity, price) = (needed("quantity")?, needed("unitPrice")?);
    let code = RATES.iter().find(|(code, _)| Some(u64::from(*code)) == item.whole("taxCode"));
    let (_, rate) = code.ok_or_else(|| refuse("There is no such tax code."))?;
    if needed("taxRate")? != Decimal::from(*rate) {
        return Err(refuse("The tax rate is not that of the code."));
    }
    let large = || Refusal::new(400, Code::InvalidValue, &"", "The amount is too large.");
    let net = quantity.checked_mul(price).map(pence).ok_or_else(large)?;
    let share = Decimal::new(net, 4).checked_mul(Decimal::from(*rate)).ok_or_else(large)?;
    let code = item.text("stockCode", 30)?;
    let goods = (!FREE.contains(&code)).then(|| NewGoods {
        item: Some(code.into()),
        quantity: Some(quantity),
        unit_price: Some(price),
        ..NewGoods::default()
    });
    let line = NewOrderLine {
        account: item.text("nominal", 8)?.into(),
        amount: net,
        description: item.text("description", 60)?.into(),
        sales_tax: false,
        goods,
    };
    Ok((line, pence(share)))
}

/// An amount in pence, half a penny up.
fn pence(amount: Decimal) -> i64 {
    let rounded = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    rounded.checked_mul(Decimal::ONE_HUNDRED).and_then(|pence| i64::try_from(pence).ok()).unwrap_or(i64::MAX)
}
