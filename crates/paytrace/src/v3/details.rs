//! What may go along with every sale and authorization, in v3's words.
//!
//! Source: North's B2B API specification 3.1, page `SaleTransactions`, read 2026-11.

use paysage_money::Money;
use serde_json::{Map, Value};

use crate::custom_fields::CustomFields;
use crate::encrypted::EncryptedValue;
use crate::limits;
use crate::{Address, CustomerReferenceId, Description, Email, Error, InvoiceId, Outgoing};

/// The longest line of an address, in characters.
const ADDRESS_CHARACTERS: usize = 50;

/// The most characters of a phone number.
const PHONE_CHARACTERS: usize = 20;

/// What may go along with a sale or an authorization.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Details {
    pub(super) invoice_id: Option<InvoiceId>,
    pub(super) customer_reference_id: Option<CustomerReferenceId>,
    pub(super) description: Option<Description>,
    pub(super) tax_amount: Option<Money>,
    pub(super) email: Option<Email>,
    pub(super) phone: Option<Box<str>>,
    pub(super) billing_address: Address,
    pub(super) shipping_address: Address,
    pub(super) custom_fields: CustomFields,
}

impl Details {
    pub(super) fn add_to(&self, outgoing: Outgoing) -> Result<Outgoing, Error> {
        let tax = self.tax_amount.map(|tax| limits::not_negative("tax amount", tax)).transpose()?;
        let reference = self.customer_reference_id.as_ref().map(CustomerReferenceId::as_str);
        let outgoing = outgoing
            .with_some("invoice_number", self.invoice_id.as_ref().map(InvoiceId::as_str))
            .with_some("customer_reference_id", reference)
            .with_some("description", self.description.as_ref().map(Description::as_str))
            .with_some("tax_amount", tax.map(|tax| tax.to_string()))
            .with_some("billing_email", self.email.as_ref().map(Email::as_str))
            .with_some("billing_phone", phone(self.phone.as_deref())?);
        let outgoing = with_address(outgoing, Side::Billing, &self.billing_address)?;
        let outgoing = with_address(outgoing, Side::Shipping, &self.shipping_address)?;
        self.custom_fields.add_list_to(outgoing)
    }
}

/// Which address it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Billing,
    Shipping,
}

/// Adds an address as v3 takes it: the name beside it, and nothing that is not given.
pub(super) fn with_address(outgoing: Outgoing, side: Side, address: &Address) -> Result<Outgoing, Error> {
    let (what, name_field, field) = match side {
        Side::Billing => ("billing address", "billing_name", "billing_address"),
        Side::Shipping => ("shipping address", "shipping_name", "shipping_address"),
    };
    let check = |line: &'static str, text: &str| {
        paysage_money::check_text(line, text, ADDRESS_CHARACTERS)
            .map_err(|error| Error::invalid(format!("{what}: {error}")))
    };
    let lines = [
        ("street", &address.street_address),
        ("street2", &address.street_address2),
        ("city", &address.city),
        ("county", &address.county),
        ("state", &address.state),
        ("postal_code", &address.zip),
        ("country", &address.country),
    ];
    let mut sent = Map::new();
    for (line, text) in lines {
        let Some(text) = text else { continue };
        check(line, text)?;
        sent.insert(line.to_owned(), Value::from(&**text));
    }
    if let Some(name) = &address.name {
        check("name", name)?;
    }
    let sent = (!sent.is_empty()).then_some(Value::Object(sent));
    Ok(outgoing.with_some(name_field, address.name.as_deref()).with_some(field, sent))
}

/// Takes a phone number of at most 20 characters.
pub(super) fn phone(text: Option<&str>) -> Result<Option<&str>, Error> {
    if let Some(text) = text {
        paysage_money::check_text("phone number", text, PHONE_CHARACTERS)?;
    }
    Ok(text)
}

/// Takes a security code that PayTrace's key can have made: 329 to 359 characters.
pub(super) fn security_code(code: EncryptedValue) -> Result<EncryptedValue, Error> {
    if !(329..=359).contains(&code.length()) {
        return Err(Error::invalid(
            "the encrypted security code must have 329 to 359 characters; encrypt it with PayTrace's public key",
        ));
    }
    Ok(code)
}

/// An amount as v3 takes it: a JSON number.
///
/// At most eleven digits, so that the number is exact on every way through a reader.
pub(super) fn number(amount: Money) -> Value {
    let text = amount.to_string();
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

/// Gives a call with a field `details` its setters.
macro_rules! detail_setters {
    ($call:ident) => {
        $crate::setters::payment_setters!($call);

        impl $call {
            /// Says how much of the amount is tax.
            #[must_use]
            pub fn with_tax_amount(mut self, tax: ::paysage_money::Money) -> Self {
                self.details.tax_amount = Some(tax);
                self
            }

            /// Names the payer's e-mail address (`billing_email`).
            #[must_use]
            pub fn with_email(mut self, email: $crate::Email) -> Self {
                self.details.email = Some(email);
                self
            }

            /// Names the payer's phone number (`billing_phone`), at most 20 characters; checked when it is sent.
            #[must_use]
            pub fn with_phone(mut self, phone: impl Into<Box<str>>) -> Self {
                self.details.phone = Some(phone.into());
                self
            }

            /// Sets one of the merchant's own fields (`discretionary_data`), by the name it has in PayTrace.
            ///
            /// Name and value have at most 255 characters each; checked when they are sent. Put no card number
            /// into it.
            #[must_use]
            pub fn with_custom_field(
                mut self,
                name: impl Into<Box<str>>,
                value: impl Into<Box<str>>,
            ) -> Self {
                self.details.custom_fields.set(name.into(), value.into());
                self
            }
        }
    };
}

pub(super) use detail_setters;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Endpoint, Method};
    use paysage_money::Currency;

    #[test]
    fn an_amount_is_the_same_number_on_the_wire() {
        for minor in [1, 29, 10_010, 8055, 11_000, 99_999_999_999, 0] {
            let amount = Money::from_minor(minor, Currency::Usd);
            let read = paysage_money::wire::money(&number(amount), Currency::Usd);
            assert_eq!(read, Ok(amount), "{minor}");
            assert!(number(amount).is_number(), "{minor}");
        }
    }

    #[test]
    fn a_line_of_an_address_has_at_most_fifty_characters() {
        let to = || Outgoing::to(Endpoint::v3(Method::Post, "/v3/x"));
        let mut address = Address::default();
        assert_eq!(with_address(to(), Side::Shipping, &address).expect("nothing").body(), None);
        address.name = Some("x".repeat(51).into());
        let error = with_address(to(), Side::Billing, &address).expect_err("too long").to_string();
        assert_eq!(error, "billing address: name has 51 characters; at most 50 are allowed");
        assert!(phone(Some(&"1".repeat(21))).is_err());
    }
}
