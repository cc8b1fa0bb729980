//! `POST /v1/transactions/authorization/keyed`.

use paysage_money::Money;

use crate::limits;
use crate::v1::answer;
use crate::v1::details::{Details, detail_setters, part_setter, security_code_setter, with_security_code};
use crate::{Effect, Endpoint, Error, KeyedCard, Operation, Outgoing, RawReply, SaleAnswer, SecurityCode};

/// Holds `amount` on a card that was typed in, to be captured later.
///
/// The card comes encrypted with PayTrace's public key, or with the feature `raw-card-data` in clear.
///
/// # Refused with
/// `35` (card number), `43` and `44` (expiration); besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// The error's outcome is [`Unknown`](crate::Outcome::Unknown), and the hold may have been made. PayTrace has no
/// idempotency key: export the day, look for the invoice id you set and the amount, and hold again only when it is
/// certain that there is nothing.
///
/// # Source
/// PayTrace's v1 sample code and answers recorded against its sandbox, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AuthorizationKeyed {
    amount: Money,
    card: KeyedCard,
    security_code: Option<SecurityCode>,
    details: Details,
}

impl AuthorizationKeyed {
    /// A hold of `amount` on a card that was typed in.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is below 0.00 (0.00 only verifies the
    /// card), not in US dollars, or has more than 12 characters.
    pub fn new(amount: Money, card: impl Into<KeyedCard>) -> Result<Self, Error> {
        let amount = limits::not_negative("amount", amount)?;
        Ok(Self { amount, card: card.into(), security_code: None, details: Details::default() })
    }
}

detail_setters!(AuthorizationKeyed);
part_setter!(AuthorizationKeyed);
security_code_setter!(AuthorizationKeyed);

impl Operation for AuthorizationKeyed {
    type Reply = SaleAnswer;
    const NAME: &'static str = "authorization.keyed";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/authorization/keyed");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with("amount", self.amount.to_string());
        let outgoing = self.card.add_to(outgoing);
        let outgoing = with_security_code(outgoing, self.security_code.as_ref());
        self.details.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<SaleAnswer, Error> {
        answer::sale(raw)
    }
}
