//! `POST /v1/transactions/refund/swiped`.

use paysage_money::Money;

use crate::limits;
use crate::v1::answer;
use crate::v1::details::{Details, detail_setters, security_code_setter, with_security_code};
use crate::{Effect, Endpoint, Error, Operation, Outgoing, RawReply, RefundAnswer, SecurityCode, Swipe};

/// Gives `amount` to a card that was swiped.
///
/// No sale is named, so PayTrace does not check that there was one. The permission for it is switched off until the
/// merchant asks for it (error 981).
///
/// The tracks come encrypted by the reader, or with the feature `raw-card-data` in clear.
///
/// PayTrace does not document this path where we can read it; the body follows its siblings.
///
/// # Refused with
/// No code is documented for a track that cannot be read; PayTrace says it in words; and what every call can be
/// refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// The error's outcome is [`Unknown`](crate::Outcome::Unknown), and the refund may have been made. PayTrace has no
/// idempotency key: export the day, look for the invoice id you set and the amount, and refund again only when it is
/// certain that there is nothing.
///
/// # Source
/// The siblings under `refund` in PayTrace's v1 sample code, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RefundSwiped {
    amount: Money,
    swipe: Swipe,
    security_code: Option<SecurityCode>,
    details: Details,
}

impl RefundSwiped {
    /// A refund of `amount` to a card that was swiped.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or
    /// has more than 12 characters.
    pub fn new(amount: Money, swipe: impl Into<Swipe>) -> Result<Self, Error> {
        let amount = limits::positive("amount", amount)?;
        Ok(Self { amount, swipe: swipe.into(), security_code: None, details: Details::default() })
    }
}

detail_setters!(RefundSwiped);
security_code_setter!(RefundSwiped);

impl Operation for RefundSwiped {
    type Reply = RefundAnswer;
    const NAME: &'static str = "refund.swiped";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/refund/swiped");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with("amount", self.amount.to_string());
        let outgoing = self.swipe.add_to(outgoing);
        let outgoing = with_security_code(outgoing, self.security_code.as_ref());
        self.details.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<RefundAnswer, Error> {
        answer::refund(raw)
    }
}
