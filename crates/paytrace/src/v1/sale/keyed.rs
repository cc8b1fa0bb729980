//! `POST /v1/transactions/sale/keyed`; feature `raw-card-data`.

use paysage_money::Money;

use crate::card::{Card, CardSecurityCode};
use crate::limits;
use crate::v1::answer;
use crate::v1::details::{Details, detail_setters};
use crate::{Effect, Endpoint, Error, Operation, Outgoing, RawReply, SaleAnswer};

/// Takes `amount` from a card that was typed in, now.
///
/// # If the answer is lost
/// The error's outcome is [`Unknown`](crate::Outcome::Unknown), and the sale may have been made. PayTrace has no
/// idempotency key: export the day, look for the invoice id you set and the amount, and sell again only when it is
/// certain that there is nothing.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SaleKeyed {
    amount: Money,
    card: Card,
    security_code: Option<CardSecurityCode>,
    details: Details,
}

impl SaleKeyed {
    /// A sale of `amount` to a card.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or has
    /// more than 12 characters.
    pub fn new(amount: Money, card: Card) -> Result<Self, Error> {
        Ok(Self {
            amount: limits::positive("amount", amount)?,
            card,
            security_code: None,
            details: Details::default(),
        })
    }

    /// Adds the card's security code; merchants can make it required.
    #[must_use]
    pub fn with_security_code(mut self, code: CardSecurityCode) -> Self {
        self.security_code = Some(code);
        self
    }
}

detail_setters!(SaleKeyed);

impl Operation for SaleKeyed {
    type Reply = SaleAnswer;
    const NAME: &'static str = "sale.keyed";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/sale/keyed");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT).with("amount", self.amount.to_string());
        self.details.add_to(self.card.add_to(outgoing, self.security_code.as_ref()))
    }

    fn reply(&self, raw: &RawReply) -> Result<SaleAnswer, Error> {
        answer::sale(raw)
    }
}
