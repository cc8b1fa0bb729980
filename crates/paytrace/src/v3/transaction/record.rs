//! `GET /v3/card/transaction/{transaction_id}`.

use paysage_money::Money;

use crate::v3::answer::Answer;
use crate::v3::fields::Fields;
use crate::{
    Effect, Endpoint, Error, ErrorKind, ExportRow, MerchantIn, Method, Operation, Outcome, Outgoing,
    RawReply, TransactionId,
};

/// Reads a transaction's real-time record; `None` when PayTrace says that it does not exist (status 404).
///
/// Exports can be some time behind the records: after a lost answer ask for the record.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.1, page `TransactionRecords`, and a published integration; read 2026-11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadRecord {
    transaction_id: TransactionId,
}

/// A transaction's record: the row that exports have, and what v3 adds to it.
///
/// PayTrace does not document the words of `status`; decide by the row's
/// [`Transaction::status`](crate::Transaction::status). The row's digest is the record's, which has more members than
/// the exported row of the same transaction.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Record {
    /// The transaction, or why it cannot be read.
    pub row: ExportRow,
    /// Where it stands in one word (`transaction_status`), such as `SETTLED`.
    pub status: Option<Box<str>>,
    /// What was asked for.
    pub requested_amount: Option<Money>,
    /// What is paid out; none before settlement.
    pub settle_amount: Option<Money>,
    /// The batch it settled with; numbers are used again.
    pub batch_number: Option<u32>,
}

const KEYS: [&str; 4] = ["transaction_status", "requested_amount", "settle_amount", "batch_number"];

impl Record {
    pub(super) fn read(text: &str) -> Self {
        let row = ExportRow::read_v3(text);
        // A flaw of the object as a whole stands in the row.
        let fields = Fields::read(text, &KEYS).ok();
        let amount = |key| fields.as_ref().and_then(|fields| fields.amount(key).ok().flatten());
        Self {
            row,
            status: fields.as_ref().and_then(|fields| fields.text("transaction_status").ok().flatten()),
            requested_amount: amount("requested_amount"),
            settle_amount: amount("settle_amount"),
            batch_number: fields.as_ref().and_then(|fields| fields.value("batch_number").ok().flatten()),
        }
    }

    /// Whether the record can be the transaction's; one whose id cannot be read can be.
    fn can_be(&self, asked: TransactionId) -> bool {
        match &self.row.content {
            Ok(transaction) => transaction.id == asked,
            Err(bad) => bad.id.is_none_or(|id| id == asked),
        }
    }
}

impl ReadRecord {
    /// Reads the record of one transaction.
    pub fn new(transaction_id: TransactionId) -> Self {
        Self { transaction_id }
    }
}

impl Operation for ReadRecord {
    type Reply = Option<Record>;
    const NAME: &'static str = "transaction.record";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Get, "/v3/card/transaction/{transaction_id}");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with_segment("transaction_id", &self.transaction_id.to_string())
            .with_merchant(MerchantIn::Query))
    }

    fn reply(&self, raw: &RawReply) -> Result<Option<Record>, Error> {
        let Some(answer) = Answer::found(raw)? else {
            return Ok(None);
        };
        let record = Record::read(answer.data);
        if !record.can_be(self.transaction_id) {
            let message = "PayTrace's answer holds another transaction than the one that was asked for";
            return Err(Error::new(ErrorKind::Unreadable, Outcome::Nothing, message));
        }
        Ok(Some(record))
    }
}
