//! The record of one check.

use chrono::{DateTime, Utc};
use paysage_money::Money;

use super::{CheckId, CheckStatus, DepositId};
use crate::v3::customer::last_four;
use crate::v3::fields::{Bad, Fields, bad_record, required};
use crate::{BadRecord, CustomerNumber};

/// A check as v3's records show it.
///
/// PayTrace documents the id, the amounts and the status; the other members can be missing. A time without a zone is
/// taken as UTC: PayTrace does not document the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckRecord {
    /// v3's id of the check.
    pub check_id: CheckId,
    /// The amount; not negative, whichever way the money goes.
    pub amount: Money,
    /// How much of it can still be given back.
    pub reversible_amount: Option<Money>,
    /// Where it stands.
    pub status: CheckStatus,
    /// What kind of check it is, 1 to 4. PayTrace does not document the numbers where we can read it; its own
    /// payments have 1.
    pub transaction_type: Option<u8>,
    /// How the account's holder agreed, in PayTrace's word (`WEB`).
    pub entry_class: Option<Box<str>>,
    /// How it was entered, in PayTrace's word: `API`, `VT` (Virtual Terminal), `Cart`, `RE` (recurrence), `MBL`.
    pub entry_method: Option<Box<str>>,
    /// PayTrace's number of the customer.
    pub customer: Option<CustomerNumber>,
    /// The merchant's own id of the customer (v3's label).
    pub customer_id: Option<Box<str>>,
    /// The payer's name.
    pub billing_name: Option<Box<str>>,
    /// The account number with its last four digits at most, and never with all of them.
    pub masked_account_number: Option<Box<str>>,
    /// The routing number, as it came.
    pub routing_number: Option<Box<str>>,
    /// The merchant's invoice number.
    pub invoice_id: Option<Box<str>>,
    /// Free text; runs of digits that can be card numbers are masked.
    pub description: Option<Box<str>>,
    /// The key the payment was sent with.
    pub idempotency_key: Option<Box<str>>,
    /// The check that this one gives back.
    pub original: Option<CheckId>,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// When it went to the bank.
    pub processed_at: Option<DateTime<Utc>>,
    /// When it settled.
    pub settled_at: Option<DateTime<Utc>>,
    /// The deposit it was paid out with.
    pub deposit_id: Option<DepositId>,
    /// Nacha's code of its return, as in `R01`.
    pub return_code: Option<Box<str>>,
    /// Why it was returned, in words.
    pub return_reason: Option<Box<str>>,
    /// When it was returned.
    pub returned_at: Option<DateTime<Utc>>,
}

const KEYS: [&str; 24] = [
    "transaction_id",
    "transaction_status",
    "transaction_type",
    "amount",
    "reversible_amount",
    "std_entry_class",
    "entry_method",
    "customer_id",
    "customer_label",
    "account_masked",
    "routing_number",
    "billing_name",
    "invoice_number",
    "description",
    "idempotency_key",
    "original_transaction_id",
    "created_at",
    "processed_at",
    "settled_at",
    "deposit_id",
    "return_code",
    "return_reason",
    "returned_at",
    "account_number",
];

impl CheckRecord {
    pub(crate) fn read(text: &str) -> Result<Self, BadRecord> {
        Self::of(text).map_err(|bad| bad_record(bad, text))
    }

    fn of(text: &str) -> Result<Self, Bad> {
        let fields = Fields::read(text, &KEYS)?;
        let amount = required(fields.amount("amount")?, "amount")?;
        if amount.is_negative() {
            return Err(("amount", "is negative; amounts of checks are not"));
        }
        let status = required(fields.text("transaction_status")?, "transaction_status")?;
        let account = fields.exact("account_masked").or_else(|| fields.exact("account_number"));
        Ok(Self {
            check_id: required(fields.value("transaction_id")?, "transaction_id")?,
            amount,
            reversible_amount: fields.amount("reversible_amount")?,
            status: CheckStatus::read(&status),
            transaction_type: fields.value("transaction_type")?,
            entry_class: fields.text("std_entry_class")?,
            entry_method: fields.text("entry_method")?,
            customer: fields.value("customer_id")?,
            customer_id: fields.text("customer_label")?,
            billing_name: fields.text("billing_name")?,
            masked_account_number: account.map(|number| last_four(&number)),
            routing_number: fields.text("routing_number")?,
            invoice_id: fields.text("invoice_number")?,
            description: fields.text("description")?,
            idempotency_key: fields.exact("idempotency_key").map(Box::from),
            original: fields.value("original_transaction_id")?,
            created_at: fields.moment("created_at")?,
            processed_at: fields.moment("processed_at")?,
            settled_at: fields.moment("settled_at")?,
            deposit_id: fields.value("deposit_id")?,
            return_code: fields.text("return_code")?,
            return_reason: fields.text("return_reason")?,
            returned_at: fields.moment("returned_at")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_returned_check_is_read_whole_and_its_account_is_not_shown() {
        let record = CheckRecord::read(
            r#"{"transaction_id":"6f96","transaction_status":"RETURNED","transaction_type":1,"amount":80.55,
            "reversible_amount":"0.00","customer_id":null,"customer_label":"","account_masked":"7654321",
            "created_at":"2026-03-02T10:05:09Z","settled_at":null,"deposit_id":"20260304-D0001","return_code":"R01",
            "return_reason":"NSF","new":{"x":[1]}}"#,
        )
        .expect("a record");
        assert_eq!((record.check_id.as_str(), record.status), ("6f96", CheckStatus::Returned));
        assert_eq!(record.amount.to_string(), "80.55");
        assert_eq!(record.masked_account_number.as_deref(), Some("***4321"));
        assert_eq!(record.created_at.map(|at| at.to_string()), Some("2026-03-02 10:05:09 UTC".into()));
        assert_eq!((record.customer, record.return_code.as_deref()), (None, Some("R01")));
    }

    #[test]
    fn each_breach_names_its_field() {
        let cases = [
            (r#"{"transaction_status":"SETTLED","amount":1}"#, "transaction_id"),
            (r#"{"transaction_id":"6f96","amount":1}"#, "transaction_status"),
            (r#"{"transaction_id":"6f96","transaction_status":"SETTLED"}"#, "amount"),
            (r#"{"transaction_id":"6f96","transaction_status":"SETTLED","amount":-1}"#, "amount"),
            (r#"{"transaction_id":"6f96","transaction_status":"SETTLED","amount":1.005}"#, "amount"),
            (
                r#"{"transaction_id":"6f96","transaction_status":"SETTLED","amount":1,"settled_at":"x"}"#,
                "settled_at",
            ),
        ];
        for (text, field) in cases {
            assert_eq!(&*CheckRecord::read(text).expect_err(text).field, field, "{text}");
        }
    }
}
