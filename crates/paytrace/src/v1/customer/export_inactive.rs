//! `POST /v1/customer/export_inactive`.

use super::CustomerRecord;
use super::export::records;
use crate::{BadRecord, Effect, Endpoint, Error, Operation, Outgoing, RawReply};

/// The most days that are asked for: some ten years. PayTrace documents no limit.
const MOST_DAYS: u16 = 3660;

/// Lists the customers of the vault that have had no transaction and no check for some days.
///
/// The records tell when the last ones were ([`CustomerRecord::last_transaction_at`], `last_check_at`).
///
/// # Refused with
/// No code of its own is documented; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// PayTrace's gem for its older interface (`ExportInactiveCustomers`), read 2026-11. PayTrace does not document the
/// v1 path where we can read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExportInactiveCustomers {
    days: u16,
}

impl ExportInactiveCustomers {
    /// Lists the customers idle for `days` days or more.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the days are 0 or more than 3,660.
    pub fn new(days: u16) -> Result<Self, Error> {
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(Error::invalid(
                "the days without a transaction must be from 1 to 3660; for all customers export them all",
            ));
        }
        Ok(Self { days })
    }
}

impl Operation for ExportInactiveCustomers {
    type Reply = Vec<Result<CustomerRecord, BadRecord>>;
    const NAME: &'static str = "customer.export_inactive";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/customer/export_inactive");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with("days", self.days))
    }

    fn reply(&self, raw: &RawReply) -> Result<Vec<Result<CustomerRecord, BadRecord>>, Error> {
        records(raw)
    }
}
