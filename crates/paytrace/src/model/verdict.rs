//! What the card's bank said.

use crate::TransactionId;

/// The card's bank said yes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Approval {
    /// The gateway's number of the new transaction.
    pub transaction_id: TransactionId,
    /// The bank's approval code.
    pub approval_code: Option<Box<str>>,
    /// What the processor said, with runs of blanks made one.
    pub approval_message: Option<Box<str>>,
    /// Whether street and ZIP are the card holder's, as a phrase (`Full Exact Match`, `No Match`).
    pub avs_response: Option<Box<str>>,
    /// Whether the security code is right, as a phrase (`Match`).
    pub csc_response: Option<Box<str>>,
    /// The masked card number; for keyed cards only.
    pub masked_card_number: Option<Box<str>>,
}

/// No money was taken or given: declined, or approved and taken back at once.
///
/// The gateway keeps a record of it all the same, and it shows up in exports.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decline {
    /// The gateway's number of the record.
    pub transaction_id: Option<TransactionId>,
    /// What the processor said, with runs of blanks made one: `EXPIRED CARD - Expired card`.
    pub approval_message: Option<Box<str>>,
    /// Whether street and ZIP are the card holder's, as a phrase.
    pub avs_response: Option<Box<str>>,
    /// Whether the security code is right, as a phrase.
    pub csc_response: Option<Box<str>>,
    /// The masked card number; for keyed cards only.
    pub masked_card_number: Option<Box<str>>,
}
