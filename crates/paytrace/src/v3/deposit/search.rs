//! `POST /v3/checks/deposit/search`.

use chrono::NaiveDate;
use paysage_money::Money;

use super::DepositId;
use crate::v1::export::Days;
use crate::v3::Page;
use crate::v3::fields::{Bad, Fields, bad_record, required};
use crate::v3::page::{Paging, paging_setters};
use crate::{BadRecord, Effect, Endpoint, Error, MerchantIn, Method, Operation, Outgoing, RawReply};

/// Lists the deposits of checks, in pages of at most 30.
///
/// PayTrace documents that its ACH records come at most 30 at once; without a limit it gives 10 deposits.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.1, page `ACHDepositDetails`, read 2026-11.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SearchDeposits {
    days: Option<Days>,
    deposit_id: Option<DepositId>,
    paging: Paging,
}

/// What the ACH processor paid out, or took back, in one sum.
///
/// PayTrace does not document the members where we can read them: what is missing is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deposit {
    /// Its id.
    pub deposit_id: DepositId,
    /// The day it was paid out.
    pub date: Option<NaiveDate>,
    /// Debits less credits and returns; negative when more went back than came in.
    pub amount: Option<Money>,
    /// How many checks took money.
    pub debit_count: Option<u64>,
    /// The sum of them.
    pub debit_amount: Option<Money>,
    /// How many checks gave money.
    pub credit_count: Option<u64>,
    /// The sum of them.
    pub credit_amount: Option<Money>,
    /// How many checks came back.
    pub return_count: Option<u64>,
    /// The sum of them.
    pub return_amount: Option<Money>,
}

impl SearchDeposits {
    /// Lists all deposits, from the first page on.
    pub fn new() -> Self {
        Self { days: None, deposit_id: None, paging: Paging::first(30) }
    }

    /// Only deposits from one day to another.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the end is before the start, or a year has not four digits.
    pub fn with_days(mut self, start: NaiveDate, end: NaiveDate) -> Result<Self, Error> {
        self.days = Some(Days::new(start, end)?);
        Ok(self)
    }

    /// Only the deposit with this id.
    #[must_use]
    pub fn with_deposit_id(mut self, id: DepositId) -> Self {
        self.deposit_id = Some(id);
        self
    }
}

impl Default for SearchDeposits {
    fn default() -> Self {
        Self::new()
    }
}

paging_setters!(SearchDeposits, 30);

const KEYS: [&str; 9] = [
    "deposit_id",
    "deposit_date",
    "amount",
    "debit_count",
    "debit_amount",
    "credit_count",
    "credit_amount",
    "return_count",
    "return_amount",
];

impl Deposit {
    fn read(text: &str) -> Result<Self, BadRecord> {
        Self::of(text).map_err(|bad| bad_record(bad, text))
    }

    fn of(text: &str) -> Result<Self, Bad> {
        let fields = Fields::read(text, &KEYS)?;
        Ok(Self {
            deposit_id: required(fields.value("deposit_id")?, "deposit_id")?,
            date: fields.value("deposit_date")?,
            amount: fields.amount("amount")?,
            debit_count: fields.value("debit_count")?,
            debit_amount: fields.amount("debit_amount")?,
            credit_count: fields.value("credit_count")?,
            credit_amount: fields.amount("credit_amount")?,
            return_count: fields.value("return_count")?,
            return_amount: fields.amount("return_amount")?,
        })
    }
}

impl Operation for SearchDeposits {
    type Reply = Page<Result<Deposit, BadRecord>>;
    const NAME: &'static str = "deposit.search";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/checks/deposit/search");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with_merchant(MerchantIn::Body)
            .with_some("deposit_id", self.deposit_id.as_ref().map(DepositId::as_str))
            .with_some("start_date", self.days.map(|days| days.start.to_string()))
            .with_some("end_date", self.days.map(|days| days.end.to_string()));
        Ok(self.paging.in_body(outgoing))
    }

    fn reply(&self, raw: &RawReply) -> Result<Page<Result<Deposit, BadRecord>>, Error> {
        self.paging.read(raw, Deposit::read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bad_deposit_never_spoils_the_rest() {
        let body = r#"{"status":"success","status_code":200,"data":{"total":2,"items":[
            {"deposit_id":"20260304-D0001","deposit_date":"2026-03-04","amount":-12.5,"return_count":"1"},
            {"deposit_id":"20260305-D0001","amount":1.005}]}}"#;
        let page = SearchDeposits::new().reply(&RawReply::new(200, body)).expect("a page");
        let good = page.items[0].as_ref().expect("good");
        assert_eq!(good.date, NaiveDate::from_ymd_opt(2026, 3, 4));
        assert_eq!(good.amount.map(|amount| amount.to_string()), Some("-12.50".into()));
        assert_eq!((good.return_count, good.debit_count), (Some(1), None));
        assert_eq!(&*page.items[1].as_ref().expect_err("bad").field, "amount");
        assert_eq!(page.next_offset(), None);
    }
}
