//! Customers of the vault: an id of the merchant's choosing, a card, addresses.

mod change;
mod export;

use chrono::NaiveDateTime;
use serde_json::{Value, json};

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
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) fax: String,
    /// The merchant's own fields, an object.
    pub(super) discretionary_data: Value,
    pub(super) created: NaiveDateTime,
    pub(super) last_transaction: Option<NaiveDateTime>,
    pub(super) last_check: Option<NaiveDateTime>,
}

impl Customer {
    /// What a request says of a customer besides the card and the bank account.
    fn read(body: Fields<'_>, now: NaiveDateTime) -> Result<Customer, Refusal> {
        let billing = address(body.object("billing_address"), false);
        billing_name(&billing)?;
        Ok(Customer {
            number: 0,
            card: None,
            bank: None,
            billing,
            shipping: address(body.object("shipping_address"), true),
            email: body.text("email"),
            phone: body.text("phone"),
            fax: body.text("fax"),
            discretionary_data: body.value("discretionary_data").unwrap_or_else(|| json!({})),
            created: now,
            last_transaction: None,
            last_check: None,
        })
    }

    /// The customer that a charge of `card` makes.
    pub(super) fn of_charge(card: &Card, body: Fields<'_>, now: NaiveDateTime) -> Result<Customer, Refusal> {
        let customer = Customer::read(body, now)?;
        Ok(Customer { card: Some(card.clone()), last_transaction: Some(now), ..customer })
    }
}

impl State {
    pub(super) fn create_customer(&mut self, body: Fields<'_>, now: NaiveDateTime) -> Result<Reply, Refusal> {
        let id = self.new_customer_id(body);
        let bank = Bank::is_given(body).then(|| Self::bank(body)).transpose();
        let without_card = Bank::is_given(body) && body.object("credit_card").is_absent();
        let card = (!without_card).then(|| Card::read(body.object("credit_card"))).transpose();
        let customer = Customer::read(body, now);
        let wrong = [id.as_ref().err(), card.as_ref().err(), bank.as_ref().err(), customer.as_ref().err()];
        if let Some(refusal) = wrong.into_iter().flatten().cloned().reduce(Refusal::and) {
            return Err(refusal);
        }
        let (id, card, bank) = (id?, card?, bank?);
        let masked = card.as_ref().map(Card::with_crosses);
        Ok(self.keep_customer(&id, Customer { card, bank, ..customer? }, masked.as_deref()))
    }

    pub(super) fn create_customer_from_transaction(
        &mut self,
        body: Fields<'_>,
        now: NaiveDateTime,
    ) -> Result<Reply, Refusal> {
        let id = self.new_customer_id(body)?;
        let (position, transaction_id, _) = self.named(body)?;
        let row: Option<Value> = self.rows.text(position).and_then(|row| serde_json::from_slice(row).ok());
        let row = row.ok_or_else(Refusal::transaction_id)?;
        // A transaction whose card cannot be read offers nothing to keep.
        let card = self.card_of(transaction_id, Fields::of(&row)).ok_or_else(Refusal::transaction_id)?;
        let mut known = row;
        for name in ["billing_address", "shipping_address", "email", "phone", "fax", "discretionary_data"] {
            if let (Some(value), Some(known)) = (body.member(name), known.as_object_mut()) {
                known.insert(name.to_owned(), value.clone());
            }
        }
        let customer = Customer::read(Fields::of(&known), now)?;
        Ok(self.keep_customer(&id, Customer { card: Some(card), ..customer }, None))
    }

    /// A customer whose card Protect.js took.
    pub(super) fn create_protected_customer(
        &mut self,
        body: Fields<'_>,
        now: NaiveDateTime,
    ) -> Result<Reply, Refusal> {
        let id = self.new_customer_id(body);
        let customer = Customer::read(body, now);
        let card = self.protected_card(body);
        let wrong = [id.as_ref().err(), card.as_ref().err(), customer.as_ref().err()];
        if let Some(refusal) = wrong.into_iter().flatten().cloned().reduce(Refusal::and) {
            return Err(refusal);
        }
        let (card, _) = card?;
        Ok(self.keep_customer(&id?, Customer { card: Some(card), ..customer? }, None))
    }

    /// A customer with the account that a check was drawn on.
    pub(super) fn create_customer_of_check(
        &mut self,
        body: Fields<'_>,
        bank: Bank,
        now: NaiveDateTime,
    ) -> Result<Reply, Refusal> {
        let id = self.new_customer_id(body)?;
        let customer = Customer::read(body, now)?;
        Ok(self.keep_customer(&id, Customer { bank: Some(bank), ..customer }, None))
    }

    pub(super) fn new_customer_id(&self, body: Fields<'_>) -> Result<String, Refusal> {
        let id = body.text("customer_id");
        if id.is_empty() || id.chars().count() > TEXT_LIMIT {
            return Err(Refusal::customer_id());
        }
        if self.customers.contains_key(&id) {
            return Err(Refusal::customer_not_unique());
        }
        Ok(id)
    }

    fn keep_customer(&mut self, id: &str, customer: Customer, masked: Option<&str>) -> Reply {
        let name = &customer.billing.name;
        let message = format!("The customer profile for {id}/{name} was successfully created");
        let envelope = Envelope {
            customer_id: Some(id),
            masked_card_number: masked,
            ..Envelope::new(true, 160, &message)
        };
        let reply = Reply::json(200, &envelope);
        self.put_customer(id, customer);
        reply
    }

    /// Keeps a new customer under a number of its own.
    pub(super) fn put_customer(&mut self, id: &str, customer: Customer) {
        let number = self.next_customer_number();
        self.customers.insert(id.to_owned(), Customer { number, ..customer });
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
