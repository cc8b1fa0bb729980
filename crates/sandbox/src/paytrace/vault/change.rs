//! Changes of customers: new cards and addresses, new ids, deletion.

use serde_json::Value;

use super::{Customer, TEXT_LIMIT, address, billing_name};
use crate::paytrace::card::Card;
use crate::paytrace::checks::bank::Bank;
use crate::paytrace::fields::Fields;
use crate::paytrace::refusal::Refusal;
use crate::paytrace::reply::{Envelope, Reply};
use crate::paytrace::row::Address;
use crate::paytrace::state::State;

impl State {
    /// Changes what the request names of a customer; `new_id` renames it.
    pub(in crate::paytrace) fn update_customer(&mut self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let card = body.object("credit_card");
        let card = (!card.is_absent()).then(|| Card::read(card)).transpose()?;
        let masked = card.as_ref().map(Card::with_crosses);
        self.change_customer(body, card, masked.as_deref())
    }

    /// The same, with a card that Protect.js took.
    pub(in crate::paytrace) fn update_protected_customer(
        &mut self,
        body: Fields<'_>,
    ) -> Result<Reply, Refusal> {
        self.known_customer(body)?;
        let (card, _) = self.protected_card(body)?;
        self.change_customer(body, Some(card), None)
    }

    fn change_customer(
        &mut self,
        body: Fields<'_>,
        card: Option<Card>,
        masked: Option<&str>,
    ) -> Result<Reply, Refusal> {
        let (id, mut customer) = self.known_customer(body)?;
        let new_id = self.new_id(body, &id)?;
        if card.is_some() {
            customer.card = card;
        }
        if Bank::is_given(body) {
            customer.bank = Some(Self::bank(body)?);
        }
        customer.billing = merged(&customer.billing, body.object("billing_address"));
        customer.shipping = merged(&customer.shipping, body.object("shipping_address"));
        billing_name(&customer.billing)?;
        for (name, kept) in
            [("email", &mut customer.email), ("phone", &mut customer.phone), ("fax", &mut customer.fax)]
        {
            if body.member(name).is_some() {
                *kept = body.text(name);
            }
        }
        if let (Value::Object(kept), Some(Value::Object(given))) =
            (&mut customer.discretionary_data, body.value("discretionary_data"))
        {
            kept.extend(given);
        }
        let message =
            format!("The customer profile for {new_id}/{} was successfully updated.", customer.billing.name);
        self.customers.remove(&id);
        self.customers.insert(new_id.clone(), customer);
        let envelope = Envelope {
            customer_id: Some(&new_id),
            masked_card_number: masked,
            ..Envelope::new(true, 161, &message)
        };
        Ok(Reply::json(200, &envelope))
    }

    /// Removes a customer; its transactions stay.
    pub(in crate::paytrace) fn delete_customer(&mut self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let (id, customer) = self.known_customer(body)?;
        self.customers.remove(&id);
        let message =
            format!("The customer profile for {id}/{} was successfully deleted.", customer.billing.name);
        let envelope = Envelope { customer_id: Some(&id), ..Envelope::new(true, 162, &message) };
        Ok(Reply::json(200, &envelope))
    }

    fn known_customer(&self, body: Fields<'_>) -> Result<(String, Customer), Refusal> {
        let id = body.text("customer_id");
        let customer = self.customers.get(&id).cloned();
        let customer = customer.ok_or_else(|| Refusal::customer_not_found(&id))?;
        Ok((id, customer))
    }

    fn new_id(&self, body: Fields<'_>, id: &str) -> Result<String, Refusal> {
        let new_id = body.text("new_id");
        match new_id.as_str() {
            "" => Ok(id.to_owned()),
            same if same == id => Ok(new_id),
            long if long.chars().count() > TEXT_LIMIT => Err(Refusal::customer_id()),
            taken if self.customers.contains_key(taken) => Err(Refusal::customer_not_unique()),
            _ => Ok(new_id),
        }
    }
}

/// The kept address with the parts that are given in place of the old ones.
fn merged(kept: &Address, given: Fields<'_>) -> Address {
    let new = address(given, kept.county.is_some());
    let part = |name: &str, new: String, kept: &str| {
        if given.member(name).is_some() { new } else { kept.to_owned() }
    };
    Address {
        name: part("name", new.name, &kept.name),
        street_address: part("street_address", new.street_address, &kept.street_address),
        street_address2: part("street_address2", new.street_address2, &kept.street_address2),
        city: part("city", new.city, &kept.city),
        county: kept.county.as_ref().map(|county| part("county", new.county.unwrap_or_default(), county)),
        state: part("state", new.state, &kept.state),
        zip: part("zip", new.zip, &kept.zip),
        country: part("country", new.country, &kept.country),
    }
}
