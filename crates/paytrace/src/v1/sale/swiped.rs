//! `POST /v1/transactions/sale/swiped`.

use paysage_money::Money;

use crate::limits;
use crate::v1::answer;
use crate::v1::details::{Details, detail_setters, part_setter, security_code_setter, with_security_code};
use crate::{Effect, Endpoint, Error, Operation, Outgoing, RawReply, SaleAnswer, SecurityCode, Swipe};

/// Takes `amount` from a card that was swiped, now.
///
/// The tracks come encrypted by the reader, or with the feature `raw-card-data` in clear.
///
/// # Refused with
/// No code is documented for a track that cannot be read; PayTrace says it in words; and what every call can be
/// refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// The error's outcome is [`Unknown`](crate::Outcome::Unknown), and the sale may have been made. PayTrace has no
/// idempotency key: export the day, look for the invoice id you set and the amount, and sell again only when it is
/// certain that there is nothing.
///
/// # Source
/// PayTrace's v1 sample code, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SaleSwiped {
    amount: Money,
    swipe: Swipe,
    security_code: Option<SecurityCode>,
    details: Details,
}

impl SaleSwiped {
    /// A sale of `amount` to a card that was swiped.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or
    /// has more than 12 characters.
    pub fn new(amount: Money, swipe: impl Into<Swipe>) -> Result<Self, Error> {
        let amount = limits::positive("amount", amount)?;
        Ok(Self { amount, swipe: swipe.into(), security_code: None, details: Details::default() })
    }
}

detail_setters!(SaleSwiped);
part_setter!(SaleSwiped);
security_code_setter!(SaleSwiped);

impl Operation for SaleSwiped {
    type Reply = SaleAnswer;
    const NAME: &'static str = "sale.swiped";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/sale/swiped");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with("amount", self.amount.to_string());
        let outgoing = self.swipe.add_to(outgoing);
        let outgoing = with_security_code(outgoing, self.security_code.as_ref());
        self.details.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<SaleAnswer, Error> {
        answer::sale(raw)
    }
}
