//! Sales orders: what customers asked for. They post nothing, and close when invoices have billed all of it.

use chrono::NaiveDate;

use super::chart::AccountPlace;
use super::company::{Company, save};
use super::fields::item_path;
use super::goods::{Goods, NewGoods};
use super::key::key;
use super::problem::{Code, Problems, Refusal};
use super::register::{Place, Row};
use super::sales::checked_sum;

const REGISTER: u32 = 6;

/// A sales order as it is given.
#[derive(Debug, Clone)]
pub(super) struct NewOrder {
    pub(super) number: Box<str>,
    pub(super) customer: Box<str>,
    pub(super) date: NaiveDate,
    pub(super) ship_by: Option<NaiveDate>,
    /// The receivable account of the invoices to come; the usual one if absent.
    pub(super) receivable: Option<Box<str>>,
    pub(super) purchase_order: Option<Box<str>>,
    pub(super) ship_via: Option<Box<str>>,
    pub(super) terms: Option<Box<str>>,
    pub(super) sales_tax_id: Option<Box<str>>,
    pub(super) lines: Vec<NewOrderLine>,
    /// Whether it is closed by hand; only a change can say so.
    pub(super) closed: bool,
}

#[derive(Debug, Clone)]
pub(super) struct NewOrderLine {
    pub(super) account: Box<str>,
    pub(super) amount: i64,
    pub(super) description: Box<str>,
    pub(super) sales_tax: bool,
    pub(super) goods: Option<NewGoods>,
}

/// A sales order on record.
#[derive(Debug, Clone)]
#[expect(clippy::struct_field_names, reason = "a customer's purchase order is called so")]
pub(super) struct Order {
    reference: Box<str>,
    pub(super) customer: Place,
    pub(super) date: NaiveDate,
    pub(super) ship_by: Option<NaiveDate>,
    pub(super) receivable: Option<AccountPlace>,
    pub(super) purchase_order: Option<Box<str>>,
    pub(super) ship_via: Option<Box<str>>,
    pub(super) terms: Option<Box<str>>,
    pub(super) sales_tax_id: Option<Box<str>>,
    pub(super) total: i64,
    /// What invoices have billed, in cents.
    pub(super) billed: i64,
    closed_by_hand: bool,
    pub(super) lines: Vec<OrderLine>,
}

#[derive(Debug, Clone)]
pub(super) struct OrderLine {
    pub(super) account: AccountPlace,
    pub(super) amount: i64,
    pub(super) description: Box<str>,
    pub(super) sales_tax: bool,
    pub(super) goods: Option<Box<Goods>>,
}

impl Row for Order {
    fn reference(&self) -> &str {
        &self.reference
    }

    fn customer(&self) -> Option<Place> {
        Some(self.customer)
    }

    fn kind_word(&self) -> &'static str {
        "sales_order"
    }

    fn date(&self) -> Option<NaiveDate> {
        Some(self.date)
    }
}

impl Order {
    pub(super) fn key(place: Place) -> String {
        key(REGISTER, place)
    }

    /// An order is open or closed; Sage 50 knows no third.
    pub(super) const fn is_closed(&self) -> bool {
        self.closed_by_hand || self.billed >= self.total
    }

    pub(super) const fn close(&mut self) {
        self.closed_by_hand = true;
    }
}

impl Company {
    pub(super) fn create_order(&mut self, new: &NewOrder, today: NaiveDate) -> Result<Place, Refusal> {
        if self.orders.first(&new.number).is_some() {
            return Err(Refusal::duplicate("referenceNumber", "reference number"));
        }
        let order = self.checked_order(new, today)?;
        self.posts = self.posts.saturating_add(1);
        Ok(save(&mut self.orders, order, self.read_lag))
    }

    /// Changes everything about an order but its number and its customer.
    pub(super) fn update_order(&mut self, new: &NewOrder, today: NaiveDate) -> Result<Place, Refusal> {
        self.check_free("sales_order", &new.number)?;
        let found = self.orders.first(&new.number);
        let place = found.ok_or_else(|| Refusal::not_found("sales order", &new.number))?;
        let order = self.checked_order(new, today)?;
        if let Some(row) = self.orders.at_mut(place) {
            if row.customer != order.customer {
                return Err(Refusal::fixed("customerId"));
            }
            *row = Order { reference: std::mem::take(&mut row.reference), billed: row.billed, ..order };
        }
        Ok(place)
    }

    fn checked_order(&self, new: &NewOrder, today: NaiveDate) -> Result<Order, Refusal> {
        let mut problems = Problems::default();
        self.periods.check(new.date, today, &mut problems);
        let customer = self.known_customer(&new.customer, &mut problems);
        let receivable = new
            .receivable
            .as_deref()
            .and_then(|id| self.chart.receivable(id, &"receivableAccount", &mut problems));
        let mut lines = Vec::with_capacity(new.lines.len());
        for (position, line) in new.lines.iter().enumerate() {
            let source = item_path("lines", position, "account");
            let account = self.chart.postable(&line.account, &source, &mut problems);
            let goods = self.checked_goods(line.goods.as_ref(), "lines", position, &mut problems);
            if let Some(account) = account {
                lines.push(OrderLine {
                    account,
                    amount: line.amount,
                    description: line.description.clone(),
                    sales_tax: line.sales_tax,
                    goods,
                });
            }
        }
        let total =
            checked_sum(new.lines.iter().map(|line| line.amount)).ok_or(Refusal::out_of_range("lines"))?;
        if total <= 0 {
            problems.add(Code::InvalidValue, &"lines", "The total must be above zero.");
        }
        let Some(customer) = customer else {
            return Err(problems.refusal());
        };
        problems.or(Order {
            reference: new.number.clone(),
            customer,
            date: new.date,
            ship_by: new.ship_by,
            receivable,
            purchase_order: new.purchase_order.clone(),
            ship_via: new.ship_via.clone(),
            terms: new.terms.clone(),
            sales_tax_id: new.sales_tax_id.clone(),
            total,
            billed: 0,
            closed_by_hand: new.closed,
            lines,
        })
    }

    /// Counts what an invoice bills of the order it names; an order the books do not know is only a text.
    pub(super) fn bill_order(&mut self, number: Option<&str>, customer: Place, amount: i64) {
        let place = number.and_then(|number| self.orders.first(number));
        if let Some(order) = place.and_then(|place| self.orders.at_mut(place))
            && order.customer == customer
        {
            order.billed = order.billed.saturating_add(amount);
        }
    }
}
