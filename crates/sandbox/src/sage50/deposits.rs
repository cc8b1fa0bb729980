//! Deposit tickets: what the bank reconciliation shows as one line.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use paysage_money::Money;

use super::company::Company;
use super::fields::CURRENCY;
use super::register::Row;

/// The payments that stand as one line in the bank reconciliation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DepositTicket {
    /// The cash account they went to.
    pub cash_account: &'static str,
    /// The ticket; the day of payments that name none.
    pub id: Box<str>,
    /// The day of the first of them.
    pub date: NaiveDate,
    /// Their references, in the order saved.
    pub references: Vec<Box<str>>,
    /// What they brought in, less what refunds and chargebacks took out.
    pub total: Money,
}

/// The first day, the references and the sum in cents.
type Deposits = (NaiveDate, Vec<Box<str>>, i64);

impl Company {
    /// By cash account and ticket, without voided payments.
    pub(super) fn deposit_tickets(&self) -> Vec<DepositTicket> {
        let mut tickets: BTreeMap<(&'static str, String), Deposits> = BTreeMap::new();
        for (_, payment) in self.payments.iter().filter(|(_, payment)| !payment.voided) {
            let id = payment.deposit_ticket().map_or_else(|| short_date(payment.date), str::to_owned);
            let (date, references, total) = tickets
                .entry((self.chart.id(payment.cash_account), id))
                .or_insert_with(|| (payment.date, Vec::new(), 0));
            *date = payment.date.min(*date);
            references.push(payment.reference().into());
            *total = total.saturating_add(payment.received(payment.amount));
        }
        let ticket = |((cash_account, id), (date, references, total)): (_, (_, _, i64))| {
            let id = String::into_boxed_str(id);
            DepositTicket { cash_account, id, date, references, total: Money::from_minor(total, CURRENCY) }
        };
        tickets.into_iter().map(ticket).collect()
    }
}

/// A day as Sage's files have it: `6/1/26`.
pub(super) fn short_date(date: NaiveDate) -> String {
    format!("{}/{}/{:02}", date.month(), date.day(), date.year().rem_euclid(100))
}
