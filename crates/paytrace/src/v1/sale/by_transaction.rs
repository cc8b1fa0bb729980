//! `POST /v1/transactions/sale/by_transaction`.

use paysage_money::Money;

use crate::limits;
use crate::v1::answer;
use crate::v1::details::{Details, detail_setters, part_setter, security_code_setter, with_security_code};
use crate::{
    Effect, Endpoint, Error, Operation, Outgoing, RawReply, SaleAnswer, SecurityCode, TransactionId,
};

/// Takes `amount` from the card of an earlier transaction, now.
///
/// It makes a new transaction, and nothing in PayTrace's records links it to the earlier one: keep the pair of ids
/// yourself.
///
/// # Refused with
/// `58`: PayTrace does not know the transaction; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// The error's outcome is [`Unknown`](crate::Outcome::Unknown), and the sale may have been made. PayTrace has no
/// idempotency key: export the day, look for the invoice id you set and the amount, and sell again only when it is
/// certain that there is nothing.
///
/// # Source
/// Answers recorded against PayTrace's sandbox, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SaleByTransaction {
    amount: Money,
    transaction_id: TransactionId,
    security_code: Option<SecurityCode>,
    details: Details,
}

impl SaleByTransaction {
    /// A sale of `amount` to the card of an earlier transaction.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or
    /// has more than 12 characters.
    pub fn new(amount: Money, transaction_id: TransactionId) -> Result<Self, Error> {
        let amount = limits::positive("amount", amount)?;
        Ok(Self { amount, transaction_id, security_code: None, details: Details::default() })
    }
}

detail_setters!(SaleByTransaction);
part_setter!(SaleByTransaction);
security_code_setter!(SaleByTransaction);

impl Operation for SaleByTransaction {
    type Reply = SaleAnswer;
    const NAME: &'static str = "sale.by_transaction";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/sale/by_transaction");
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
