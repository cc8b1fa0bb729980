//! `GET /v3/checks/transactions`.

use chrono::NaiveDate;

use super::{CheckRecord, CheckStatus};
use crate::v1::export::Days;
use crate::v3::Page;
use crate::v3::fields::search_term;
use crate::v3::page::{Paging, paging_setters};
use crate::{
    BadRecord, CustomerNumber, Effect, Endpoint, Error, MerchantIn, Method, Operation, Outgoing, RawReply,
};

/// Lists checks in pages of at most 30.
///
/// Checks change long after they were made: a settled one can be returned weeks later. Read a window of some 60 days
/// again and again.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.1, page `ACHTransactionRecords`, read 2026-11.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListChecks {
    days: Option<Days>,
    date: CheckDate,
    status: Option<CheckStatus>,
    customer: Option<CustomerNumber>,
    search_term: Option<Box<str>>,
    paging: Paging,
}

/// Which date of a check a window of days is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CheckDate {
    /// `PROCESSED`: when it was made.
    #[default]
    Processed,
    /// `SETTLED`: when it settled.
    Settled,
}

impl ListChecks {
    /// Lists all checks, from the first page on.
    pub fn new() -> Self {
        Self {
            days: None,
            date: CheckDate::default(),
            status: None,
            customer: None,
            search_term: None,
            paging: Paging::first(30),
        }
    }

    /// Only checks from one day to another.
    ///
    /// PayTrace does not document whether the last day is included, nor the zone: ask for a day more on either side.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the end is before the start, or a year has not four digits.
    pub fn with_days(mut self, start: NaiveDate, end: NaiveDate, date: CheckDate) -> Result<Self, Error> {
        self.days = Some(Days::new(start, end)?);
        self.date = date;
        Ok(self)
    }

    /// Only checks that stand so.
    #[must_use]
    pub fn with_status(mut self, status: CheckStatus) -> Self {
        self.status = Some(status);
        self
    }

    /// Only checks of one customer.
    #[must_use]
    pub fn with_customer(mut self, customer: CustomerNumber) -> Self {
        self.customer = Some(customer);
        self
    }

    /// Only checks in which PayTrace finds this text; it does not document where it looks.
    ///
    /// At most 255 characters, not blank; checked when it is sent.
    #[must_use]
    pub fn with_search_term(mut self, text: impl Into<Box<str>>) -> Self {
        self.search_term = Some(text.into());
        self
    }
}

impl Default for ListChecks {
    fn default() -> Self {
        Self::new()
    }
}

paging_setters!(ListChecks, 30);

impl Operation for ListChecks {
    type Reply = Page<Result<CheckRecord, BadRecord>>;
    const NAME: &'static str = "check.list";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Get, "/v3/checks/transactions");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let date = match self.date {
            CheckDate::Processed => "PROCESSED",
            CheckDate::Settled => "SETTLED",
        };
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with_merchant(MerchantIn::Query)
            .with_some_query("start_date", self.days.map(|days| days.start.to_string()))
            .with_some_query("end_date", self.days.map(|days| days.end.to_string()))
            .with_some_query("date_type", self.days.map(|_| date))
            .with_some_query("status", self.status.as_ref().map(CheckStatus::as_str))
            .with_some_query("customer_id", self.customer.map(|customer| customer.to_string()))
            .with_some_query("search_term", search_term(self.search_term.as_deref())?);
        Ok(self.paging.in_query(outgoing))
    }

    fn reply(&self, raw: &RawReply) -> Result<Page<Result<CheckRecord, BadRecord>>, Error> {
        self.paging.read(raw, CheckRecord::read)
    }
}
