//! `POST /v1/transactions/authorization/by_transaction`.

use paysage_money::Money;

use crate::limits;
use crate::v1::answer;
use crate::v1::details::{Details, detail_setters, part_setter, security_code_setter, with_security_code};
use crate::{
    Effect, Endpoint, Error, Operation, Outgoing, RawReply, SaleAnswer, SecurityCode, TransactionId,
};

/// Holds `amount` on the card of an earlier transaction, to be captured later.
///
/// It makes a new transaction, and nothing in PayTrace's records links it to the earlier one: keep the pair of ids
/// yourself.
///
/// PayTrace does not document this path where we can read it; the body follows its siblings.
///
/// # Refused with
/// `58`: PayTrace does not know the transaction; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// The error's outcome is [`Unknown`](crate::Outcome::Unknown), and the hold may have been made. PayTrace has no
/// idempotency key: export the day, look for the invoice id you set and the amount, and hold again only when it is
/// certain that there is nothing.
///
/// # Source
/// The siblings under `sale` in answers recorded against PayTrace's sandbox, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AuthorizationByTransaction {
    amount: Money,
    transaction_id: TransactionId,
    security_code: Option<SecurityCode>,
    details: Details,
}

impl AuthorizationByTransaction {
    /// A hold of `amount` on the card of an earlier transaction.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is below 0.00 (0.00 only verifies the
    /// card), not in US dollars, or has more than 12 characters.
    pub fn new(amount: Money, transaction_id: TransactionId) -> Result<Self, Error> {
        let amount = limits::not_negative("amount", amount)?;
        Ok(Self { amount, transaction_id, security_code: None, details: Details::default() })
    }
}

detail_setters!(AuthorizationByTransaction);
part_setter!(AuthorizationByTransaction);
security_code_setter!(AuthorizationByTransaction);

impl Operation for AuthorizationByTransaction {
    type Reply = SaleAnswer;
    const NAME: &'static str = "authorization.by_transaction";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/authorization/by_transaction");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with("amount", self.amount.to_string());
        let outgoing = outgoing.with("transaction_id", self.transaction_id.get());
        let outgoing = with_security_code(outgoing, self.security_code.as_ref());
        self.details.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<SaleAnswer, Error> {
        answer::sale(raw)
    }
}
