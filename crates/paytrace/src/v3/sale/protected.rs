//! `POST /v3/card/sale/pt-protect`.

use paysage_money::Money;

use crate::limits;
use crate::v3::details::{Details, detail_setters, number};
use crate::v3::verdict;
use crate::{
    Effect, Endpoint, Error, MerchantIn, Method, Operation, Outgoing, ProtectToken, RawReply, SaleAnswer,
};

/// Takes `amount` from a card that was typed into Protect.js, now.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// The error's outcome is [`Unknown`](crate::Outcome::Unknown), and the sale may have been made. PayTrace has no
/// idempotency key for cards: export the day, look for the invoice id you set and the amount, and repeat only when it
/// is certain that there is nothing. Exports can lag behind: look again after some minutes.
///
/// # Source
/// A published integration of v3, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SaleProtected {
    amount: Money,
    token: ProtectToken,
    details: Details,
}

impl SaleProtected {
    /// A sale of `amount` to the card behind a token, which is good once.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or has more
    /// than 12 characters.
    pub fn new(amount: Money, token: ProtectToken) -> Result<Self, Error> {
        Ok(Self { amount: limits::positive("amount", amount)?, token, details: Details::default() })
    }
}

detail_setters!(SaleProtected);

impl Operation for SaleProtected {
    type Reply = SaleAnswer;
    const NAME: &'static str = "sale.protected";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/card/sale/pt-protect");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing =
            Outgoing::to(Self::ENDPOINT).with_merchant(MerchantIn::Body).with("amount", number(self.amount));
        self.details.add_to(self.token.add_to(outgoing))
    }

    fn reply(&self, raw: &RawReply) -> Result<SaleAnswer, Error> {
        verdict::sale(raw)
    }
}
