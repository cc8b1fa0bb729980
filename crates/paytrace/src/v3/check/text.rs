//! Ids of checks, of their deposits and of the calls that make them.

use crate::model::visible;

paysage_money::text_newtype! {
    /// v3's id of a check, a UUID; at most 50 characters.
    ///
    /// v1 names checks by numbers: [`CheckTransactionId`](crate::CheckTransactionId).
    pub struct CheckId("check id", 50);
}

paysage_money::text_newtype! {
    /// PayTrace's id of an ACH deposit, as in `20200110-D9999`; at most 50 characters.
    pub struct DepositId("deposit id", 50);
}

paysage_money::text_newtype! {
    /// The caller's own key of one check payment; at most 50 characters.
    ///
    /// Make one per payment, keep it before the payment is sent, and use it again for each repeat of that payment and
    /// for nothing else. PayTrace shows payments by it; that it debits once per key is not documented.
    pub struct IdempotencyKey("idempotency key", 50, visible);
}
