//! Customers of the vault: an id of the merchant's choosing, a card, addresses.

use serde_json::Value;

use super::card::Card;
use super::checks::bank::Bank;
use super::fields::Fields;
use super::refusal::Refusal;
use super::reply::{Envelope, Reply};
use super::row::Address;
use super::state::State;

/// The most characters of a customer id and of each part of a billing address.
const TEXT_LIMIT: usize = 50;

/// A customer with a card, a bank account, or both on file.
#[derive(Debug, Clone)]
pub(super) struct Customer {
    /// The whole number v3 knows the customer by; unlike the id it never changes.
    pub(super) number: i64,
    pub(super) card: Option<Card>,
    pub(super) bank: Option<Bank>,
    pub(super) billing: Address,
    pub(super) shipping: Address,
}

impl State {
    pub(super) fn create_customer(&mut self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let id = self.new_customer_id(body);
        let bank = Bank::is_given(body).then(|| self.bank(body)).transpose();
        let without_card = Bank::is_given(body) && body.object("credit_card").is_absent();
        let card = (!without_card).then(|| Card::read(body.object("credit_card"))).transpose();
        let billing = address(body.object("billing_address"), false);
        let name = billing_name(&billing);
        let wrong = [id.as_ref().err(), card.as_ref().err(), bank.as_ref().err(), name.as_ref().err()];
        if let Some(refusal) = wrong.into_iter().flatten().cloned().reduce(Refusal::and) {
            return Err(refusal);
        }
        let (id, card, bank) = (id?, card?, bank?);
        let masked = card.as_ref().map(Card::with_crosses);
        let shipping = address(body.object("shipping_address"), true);
        let number = self.next_customer_number();
        let customer = Customer { number, card, bank, billing, shipping };
        Ok(self.keep_customer(id, customer, masked.as_deref()))
    }

    pub(super) fn create_customer_from_transaction(&mut self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let id = self.new_customer_id(body)?;
        let (position, _, _) = self.named(body)?;
        let row: Option<Value> = self.rows.text(position).and_then(|row| serde_json::from_slice(row).ok());
        let row = row.ok_or_else(Refusal::transaction_id)?;
        let row = Fields::of(&row);
        // A transaction whose card cannot be read offers nothing to keep.
        let card = Card::from_masked(row.object("credit_card")).ok_or_else(Refusal::transaction_id)?;
        let given = body.object("billing_address");
        let source = if given.is_absent() { row.object("billing_address") } else { given };
        let billing = address(source, false);
        billing_name(&billing)?;
        let shipping = address(row.object("shipping_address"), true);
        let number = self.next_customer_number();
        Ok(self.keep_customer(id, Customer { number, card: Some(card), bank: None, billing, shipping }, None))
    }

    fn new_customer_id(&self, body: Fields<'_>) -> Result<String, Refusal> {
        let id = body.text("customer_id");
        if id.is_empty() || id.chars().count() > TEXT_LIMIT {
            return Err(Refusal::customer_id());
        }
        if self.customers.contains_key(&id) {
            return Err(Refusal::customer_not_unique());
        }
        Ok(id)
    }

    fn keep_customer(&mut self, id: String, customer: Customer, masked: Option<&str>) -> Reply {
        let name = &customer.billing.name;
        let message = format!("The customer profile for {id}/{name} was successfully created");
        let envelope = Envelope {
            customer_id: Some(&id),
            masked_card_number: masked,
            ..Envelope::new(true, 160, &message)
        };
        let reply = Reply::json(200, &envelope);
        self.customers.insert(id, customer);
        reply
    }
}

fn billing_name(billing: &Address) -> Result<(), Refusal> {
    if billing.name.is_empty() || billing.name.chars().count() > TEXT_LIMIT {
        return Err(Refusal::billing_name());
    }
    Ok(())
}

/// Reads an address object; only shipping addresses have a county.
pub(super) fn address(fields: Fields<'_>, with_county: bool) -> Address {
    Address {
        name: fields.text("name"),
        street_address: fields.text("street_address"),
        street_address2: fields.text("street_address2"),
        city: fields.text("city"),
        county: with_county.then(|| fields.text("county")),
        state: fields.text("state"),
        zip: fields.text("zip"),
        country: fields.text("country"),
    }
}
