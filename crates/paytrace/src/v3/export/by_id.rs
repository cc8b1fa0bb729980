//! `POST /v3/transaction/export/{transaction_id}`.

use crate::v3::answer::{Answer, elements};
use crate::{
    Effect, Endpoint, Error, ErrorKind, ExportRow, Method, Operation, Outcome, Outgoing, RawReply,
    TransactionId,
};

/// Exports one transaction; `None` when PayTrace says that it does not exist (status 404).
///
/// "Not there" is no proof that a transaction of a moment ago was not made: exports can be behind. Ask for the record
/// (`transaction.record`) then.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.1, page `ReportingTransactions`, read 2026-11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ById {
    transaction_id: TransactionId,
}

impl ById {
    /// Exports one transaction.
    pub fn new(transaction_id: TransactionId) -> Self {
        Self { transaction_id }
    }

    /// Whether a row can be the one asked for; one whose id cannot be read can be.
    fn is_asked_for(self, row: &ExportRow) -> bool {
        match &row.content {
            Ok(transaction) => transaction.id == self.transaction_id,
            Err(bad) => bad.id.is_none_or(|id| id == self.transaction_id),
        }
    }
}

impl Operation for ById {
    type Reply = Option<ExportRow>;
    const NAME: &'static str = "export.by_id";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/transaction/export/{transaction_id}");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with_segment("transaction_id", &self.transaction_id.to_string()))
    }

    /// PayTrace does not document whether `data` is the row or a list of it: both are read.
    fn reply(&self, raw: &RawReply) -> Result<Option<ExportRow>, Error> {
        let Some(answer) = Answer::found(raw)? else {
            return Ok(None);
        };
        let rows = elements(answer.data).unwrap_or_else(|| vec![answer.data]);
        if rows.is_empty() {
            return Ok(None);
        }
        let found = rows.into_iter().map(ExportRow::read_v3).find(|row| self.is_asked_for(row));
        found.map(Some).ok_or_else(|| {
            let message = "PayTrace's answer holds other transactions than the one that was asked for";
            Error::new(ErrorKind::Unreadable, Outcome::Nothing, message)
        })
    }
}
