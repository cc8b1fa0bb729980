//! `POST /v1/checks/hold/by_account`.

use paysage_money::Money;

use super::answer::{self, CheckAnswer};
use super::details::{Details, check_setters};
use crate::limits;
use crate::{BankAccount, Effect, Endpoint, Error, Operation, Outgoing, RawReply};

/// Registers a check (ACH) on a bank account and holds it: no money moves before it is funded.
///
/// [`CheckFund`](super::CheckFund) releases it, [`CheckVoid`](super::CheckVoid) takes it back. PayTrace does not document
/// how long a hold lasts.
///
/// # Refused with
/// `45` (account number), `46` (routing number); besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// The check may have been accepted. PayTrace has no idempotency key in v1, no documented v1 call shows checks, and
/// exports of transactions leave them out: look for the invoice id you set in the Virtual Terminal, or with v3's
/// check records where the account has v3, before any repeat.
///
/// # Source
/// Answers recorded against PayTrace's sandbox, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CheckHoldByAccount {
    amount: Money,
    account: BankAccount,
    details: Details,
}

impl CheckHoldByAccount {
    /// A held check of `amount` on this account.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or has
    /// more than 12 characters.
    pub fn new(amount: Money, account: BankAccount) -> Result<Self, Error> {
        Ok(Self { amount: limits::positive("amount", amount)?, account, details: Details::default() })
    }
}

check_setters!(CheckHoldByAccount);

impl Operation for CheckHoldByAccount {
    type Reply = CheckAnswer;
    const NAME: &'static str = "check.hold.by_account";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/checks/hold/by_account");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with("amount", self.amount.to_string())
            .with("check", self.account.in_v1());
        self.details.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<CheckAnswer, Error> {
        answer::sale(raw)
    }
}
