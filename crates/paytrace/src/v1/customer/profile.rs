//! What the vault keeps of a customer besides the card and the bank account.
//!
//! Source: PayTrace help, "JSON create customer" and "JSON update customer", read 2026-11.

use crate::custom_fields::CustomFields;
use crate::limits;
use crate::{Address, Email, Error, Outgoing};

/// The most characters of a phone or fax number that are sent; v3's limit, PayTrace documents none for v1.
const PHONE_CHARACTERS: usize = 20;

/// What the vault keeps of a customer; what is not given is not sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Profile {
    pub(super) billing_address: Address,
    pub(super) shipping_address: Address,
    pub(super) email: Option<Email>,
    pub(super) phone: Option<Box<str>>,
    pub(super) fax: Option<Box<str>>,
    pub(super) custom_fields: CustomFields,
}

impl Profile {
    /// Whose billing address has a name, as PayTrace asks for.
    pub(super) fn named(billing_address: Address) -> Result<Self, Error> {
        if billing_address.name.is_none() {
            return Err(Error::invalid("the billing address of a customer must have a name"));
        }
        Ok(Self { billing_address, ..Self::default() })
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn add_to(&self, outgoing: Outgoing) -> Result<Outgoing, Error> {
        for (what, number) in [("phone number", &self.phone), ("fax number", &self.fax)] {
            if let Some(number) = number {
                paysage_money::check_text(what, number, PHONE_CHARACTERS)?;
            }
        }
        let outgoing = outgoing
            .with_some("billing_address", limits::address("billing address", &self.billing_address)?)
            .with_some("shipping_address", limits::address("shipping address", &self.shipping_address)?)
            .with_some("email", self.email.as_ref().map(Email::as_str))
            .with_some("phone", self.phone.as_deref())
            .with_some("fax", self.fax.as_deref());
        self.custom_fields.add_object_to(outgoing)
    }
}

/// Gives a call with a field `profile` its setters.
macro_rules! profile_setters {
    ($call:ident) => {
        impl $call {
            /// Says where the customer's goods go.
            #[must_use]
            pub fn with_shipping_address(mut self, address: $crate::Address) -> Self {
                self.profile.shipping_address = address;
                self
            }

            /// Keeps the customer's e-mail address.
            #[must_use]
            pub fn with_email(mut self, email: $crate::Email) -> Self {
                self.profile.email = Some(email);
                self
            }

            /// Keeps the customer's phone number, at most 20 characters; checked when it is sent.
            #[must_use]
            pub fn with_phone(mut self, number: impl Into<Box<str>>) -> Self {
                self.profile.phone = Some(number.into());
                self
            }

            /// Keeps the customer's fax number, at most 20 characters; checked when it is sent.
            #[must_use]
            pub fn with_fax(mut self, number: impl Into<Box<str>>) -> Self {
                self.profile.fax = Some(number.into());
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
                self.profile.custom_fields.set(name.into(), value.into());
                self
            }
        }
    };
}

/// Gives a call with a field `profile` and no billing address in `new` the setter for it.
macro_rules! billing_setter {
    ($call:ident, $(#[$doc:meta])+) => {
        impl $call {
            $(#[$doc])+
            #[must_use]
            pub fn with_billing_address(mut self, address: $crate::Address) -> Self {
                self.profile.billing_address = address;
                self
            }
        }
    };
}

pub(super) use {billing_setter, profile_setters};
