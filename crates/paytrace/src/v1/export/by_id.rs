//! `POST /v1/transactions/export/by_id`.

use super::filter::{Filters, filter_setters};
use crate::refusal::by_status;
use crate::{
    Effect, Endpoint, Error, ErrorKind, ExportRow, Operation, Outcome, Outgoing, RawReply, RowScanner,
    TransactionId,
};

/// Reads one transaction's record; `None` when the gateway does not know the id, or the filters leave it out.
///
/// # Refused with
/// No code of its own is documented; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// Public integrations of the v1 API, read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ById {
    transaction_id: TransactionId,
    filters: Filters,
}

impl ById {
    /// Reads the record of one transaction.
    pub fn new(transaction_id: TransactionId) -> Self {
        Self { transaction_id, filters: Filters::default() }
    }

    /// Whether a row can be the one asked for; one whose id cannot be read can be.
    fn is_asked_for(&self, row: &ExportRow) -> bool {
        match &row.content {
            Ok(transaction) => transaction.id == self.transaction_id,
            Err(bad) => bad.id.is_none_or(|id| id == self.transaction_id),
        }
    }
}

filter_setters!(ById);

impl Operation for ById {
    type Reply = Option<ExportRow>;
    const NAME: &'static str = "export.by_id";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/export/by_id");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = self.filters.add_to(Outgoing::to(Self::ENDPOINT));
        Ok(outgoing.with("transaction_id", self.transaction_id.get()))
    }

    fn reply(&self, raw: &RawReply) -> Result<Option<ExportRow>, Error> {
        let mut scanner = RowScanner::new("transactions");
        let pushed = scanner.push(&raw.body);
        let mut rows = Vec::new();
        while let Some(row) = scanner.next_row() {
            rows.push(ExportRow::read(row));
        }
        let envelope = pushed.and_then(|()| scanner.finish());
        let envelope = envelope.map_err(|error| by_status(raw).unwrap_or_else(|| error.into()))?;
        if !envelope.is_success() {
            let unknown_id = !envelope.success && envelope.response_code == 1;
            let only_58 = envelope.errors.len() == 1 && envelope.errors.contains_key("58");
            return if unknown_id && only_58 { Ok(None) } else { Err(envelope.refused()) };
        }
        if rows.is_empty() {
            return Ok(None);
        }
        let found = rows.into_iter().find(|row| self.is_asked_for(row));
        found.map(Some).ok_or_else(|| {
            let message = "PayTrace's answer holds other transactions than the one that was asked for";
            Error::new(ErrorKind::Unreadable, Outcome::Nothing, message)
        })
    }
}
