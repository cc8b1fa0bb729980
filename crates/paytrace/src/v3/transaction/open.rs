//! `GET /v3/card/transactions/capturable/{merchant_id}` and `…/voidable/{merchant_id}`.

use chrono::NaiveDate;

use super::Record;
use crate::v1::export::Days;
use crate::v3::Page;
use crate::v3::fields::search_term;
use crate::v3::page::{Paging, paging_setters};
use crate::{Effect, Endpoint, Error, InvoiceId, MerchantIn, Method, Operation, Outgoing, RawReply};

/// The most records of one page, which is also what comes when nothing is said.
const MOST: u32 = 50;

/// Which of the open transactions are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Filter {
    days: Option<Days>,
    search_term: Option<Box<str>>,
    invoice_id: Option<InvoiceId>,
}

impl Filter {
    fn add_to(&self, outgoing: Outgoing) -> Result<Outgoing, Error> {
        Ok(outgoing
            .with_some_query("date_from", self.days.map(|days| Days::written(days.start)))
            .with_some_query("date_to", self.days.map(|days| Days::written(days.end)))
            .with_some_query("search_term", search_term(self.search_term.as_deref())?)
            .with_some_query("order_id", self.invoice_id.as_ref().map(InvoiceId::as_str)))
    }
}

/// Lists the authorizations that can be captured, in pages of at most 50.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.1, page `TransactionRecords`, read 2026-11.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capturable {
    filter: Filter,
    paging: Paging,
}

/// Lists the transactions that can be voided, in pages of at most 50.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.1, page `TransactionRecords`, read 2026-11.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Voidable {
    filter: Filter,
    paging: Paging,
}

macro_rules! open_list {
    ($call:ident, $name:literal, $path:literal) => {
        impl $call {
            /// Lists all of them, from the first page on.
            pub fn new() -> Self {
                Self { filter: Filter::default(), paging: Paging::first(MOST) }
            }

            /// Only those made from one day to another.
            ///
            /// # Errors
            /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the end is before the start, or a year has not four
            /// digits.
            pub fn with_days(mut self, from: NaiveDate, to: NaiveDate) -> Result<Self, Error> {
                self.filter.days = Some(Days::new(from, to)?);
                Ok(self)
            }

            /// Only those in which PayTrace finds this text; it does not document where it looks.
            ///
            /// At most 255 characters, not blank; checked when it is sent.
            #[must_use]
            pub fn with_search_term(mut self, text: impl Into<Box<str>>) -> Self {
                self.filter.search_term = Some(text.into());
                self
            }

            /// Only those of this invoice (`order_id`).
            #[must_use]
            pub fn with_invoice_id(mut self, id: InvoiceId) -> Self {
                self.filter.invoice_id = Some(id);
                self
            }
        }

        impl Default for $call {
            fn default() -> Self {
                Self::new()
            }
        }

        paging_setters!($call, 50);

        impl Operation for $call {
            type Reply = Page<Record>;
            const NAME: &'static str = $name;
            const ENDPOINT: Endpoint = Endpoint::v3(Method::Get, $path);
            const EFFECT: Effect = Effect::Read;

            fn outgoing(&self) -> Result<Outgoing, Error> {
                let outgoing = Outgoing::to(Self::ENDPOINT).with_merchant(MerchantIn::Path);
                Ok(self.paging.in_query(self.filter.add_to(outgoing)?))
            }

            fn reply(&self, raw: &RawReply) -> Result<Page<Record>, Error> {
                self.paging.read(raw, Record::read)
            }
        }
    };
}

open_list!(Capturable, "transaction.capturable", "/v3/card/transactions/capturable/{merchant_id}");
open_list!(Voidable, "transaction.voidable", "/v3/card/transactions/voidable/{merchant_id}");
