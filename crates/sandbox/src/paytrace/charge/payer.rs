//! Who pays: the card of a request, wherever it comes from, and what is known with it.

use serde_json::Value;

use super::Kind;
use crate::paytrace::card::Card;
use crate::paytrace::fields::Fields;
use crate::paytrace::refusal::Refusal;
use crate::paytrace::row::Address;
use crate::paytrace::state::State;
use crate::paytrace::vault;

/// Where the card of a charge comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::paytrace) enum Source {
    Keyed,
    Swiped,
    ByCustomer,
    ByTransaction,
    PtProtect,
    /// Protect.js; the card is also kept as a new customer's.
    PtProtectCustomer,
}

/// A card and whose it is.
pub(super) struct Payer {
    pub(super) card: Card,
    /// Blank when none was given.
    pub(super) security_code: String,
    pub(super) customer_id: String,
    pub(super) billing: Address,
    pub(super) shipping: Address,
}

impl State {
    pub(super) fn payer(&mut self, source: Source, body: Fields<'_>) -> Result<Payer, Refusal> {
        match source {
            Source::Keyed => Ok(given(Card::read(body.object("credit_card"))?, body)),
            Source::Swiped => Ok(given(Card::from_swipe(&body.text("swipe"))?, body)),
            Source::ByCustomer => self.customer_payer(body),
            Source::ByTransaction => self.transaction_payer(body),
            Source::PtProtect => {
                let (card, security_code) = self.protected_card(body)?;
                Ok(Payer { security_code, ..given(card, body) })
            }
            Source::PtProtectCustomer => {
                let id = self.new_customer_id(body);
                let payer = self.payer(Source::PtProtect, body);
                match (id, payer) {
                    (Ok(customer_id), Ok(payer)) => Ok(Payer { customer_id, ..payer }),
                    (Err(id), Err(card)) => Err(id.and(card)),
                    (Err(refusal), _) | (_, Err(refusal)) => Err(refusal),
                }
            }
        }
    }

    fn customer_payer(&self, body: Fields<'_>) -> Result<Payer, Refusal> {
        let id = body.text("customer_id");
        let customer = self.customers.get(&id).and_then(|customer| Some((customer, customer.card.clone()?)));
        let (customer, card) = customer.ok_or_else(|| Refusal::customer_not_found(&id))?;
        Ok(Payer {
            card,
            security_code: body.text("csc"),
            billing: given_or(body, "billing_address", &customer.billing),
            shipping: given_or(body, "shipping_address", &customer.shipping),
            customer_id: id,
        })
    }

    fn transaction_payer(&self, body: Fields<'_>) -> Result<Payer, Refusal> {
        let (position, id, _) = self.named(body)?;
        let row: Option<Value> = self.rows.text(position).and_then(|row| serde_json::from_slice(row).ok());
        let row = row.ok_or_else(Refusal::transaction_id)?;
        let row = Fields::of(&row);
        // A transaction whose card cannot be read has no card to charge.
        let card = self.card_of(id, row).ok_or_else(Refusal::transaction_id)?;
        let address = |name: &str, with_county| vault::address(row.object(name), with_county);
        Ok(Payer {
            card,
            security_code: body.text("csc"),
            customer_id: String::new(),
            billing: given_or(body, "billing_address", &address("billing_address", false)),
            shipping: given_or(body, "shipping_address", &address("shipping_address", true)),
        })
    }

    /// The card of a transaction: as it was charged, or as a loaded row shows it.
    pub(in crate::paytrace) fn card_of(&self, transaction_id: i64, row: Fields<'_>) -> Option<Card> {
        let charged = self.cards.get(&transaction_id).cloned();
        charged.or_else(|| Card::from_masked(row.object("credit_card")))
    }

    /// The security code where the merchant asks for one: cards on file have none.
    pub(super) fn check_security_code(
        &self,
        kind: Kind,
        source: Source,
        payer: &Payer,
    ) -> Result<(), Refusal> {
        let on_file = matches!(source, Source::ByCustomer | Source::ByTransaction | Source::Swiped);
        let needed = self.settings.security_code_required && kind != Kind::Refund && !on_file;
        if needed && payer.security_code.is_empty() { Err(Refusal::security_code()) } else { Ok(()) }
    }
}

/// The payer a request itself describes.
fn given(card: Card, body: Fields<'_>) -> Payer {
    Payer {
        card,
        security_code: body.text("csc"),
        customer_id: String::new(),
        billing: vault::address(body.object("billing_address"), false),
        shipping: vault::address(body.object("shipping_address"), true),
    }
}

fn given_or(body: Fields<'_>, name: &str, kept: &Address) -> Address {
    match body.object(name) {
        given if given.is_absent() => kept.clone(),
        given => vault::address(given, kept.county.is_some()),
    }
}
