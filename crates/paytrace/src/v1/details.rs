//! What may go along with every sale, authorization and refund of a card.
//!
//! Source: PayTrace's v1 sample code and its older interface's "data definitions", read 2026-11. `return_clr` is not
//! offered: PayTrace does not document what it adds to an answer.

use paysage_money::Money;

use super::tax::Tax;
use crate::custom_fields::CustomFields;
use crate::keyed::SecurityCode;
use crate::limits;
use crate::{Address, CustomerReferenceId, Description, Email, Error, InvoiceId, Outgoing};

/// The most characters of the name on the card's statement that are sent. PayTrace documents no limit.
const TRADE_NAME_CHARACTERS: usize = 50;

/// What may go along with a sale, an authorization or a refund.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Details {
    pub(super) invoice_id: Option<InvoiceId>,
    pub(super) customer_reference_id: Option<CustomerReferenceId>,
    pub(super) description: Option<Description>,
    pub(super) tax: Option<Tax>,
    pub(super) freight_amount: Option<Money>,
    pub(super) email: Option<Email>,
    pub(super) billing_address: Address,
    pub(super) shipping_address: Address,
    pub(super) trade_name: Option<Box<str>>,
    pub(super) accepts_part: bool,
    pub(super) custom_fields: CustomFields,
}

impl Details {
    pub(super) fn add_to(&self, outgoing: Outgoing) -> Result<Outgoing, Error> {
        let tax = self.tax.map(|tax| tax.sent("tax amount")).transpose()?;
        let freight = self.freight_amount.map(|freight| limits::not_negative("freight amount", freight));
        let freight = freight.transpose()?;
        if let Some(name) = &self.trade_name {
            paysage_money::check_text("trade name", name, TRADE_NAME_CHARACTERS)?;
        }
        let reference = self.customer_reference_id.as_ref().map(CustomerReferenceId::as_str);
        let outgoing = outgoing
            .with_some("invoice_id", self.invoice_id.as_ref().map(InvoiceId::as_str))
            .with_some("customer_reference_id", reference)
            .with_some("description", self.description.as_ref().map(Description::as_str))
            .with_some("tax_amount", tax)
            .with_some("freight_amount", freight.map(|freight| freight.to_string()))
            .with_some("email", self.email.as_ref().map(Email::as_str))
            .with_some("billing_address", limits::address("billing address", &self.billing_address)?)
            .with_some("shipping_address", limits::address("shipping address", &self.shipping_address)?)
            .with_some("custom_dba", self.trade_name.as_deref())
            .with_some("enable_partial_authentication", self.accepts_part.then_some(true));
        self.custom_fields.add_object_to(outgoing)
    }
}

/// Adds the security code of a call that has one.
pub(super) fn with_security_code(outgoing: Outgoing, code: Option<&SecurityCode>) -> Outgoing {
    match code {
        Some(code) => code.add_to(outgoing),
        None => outgoing,
    }
}

/// Gives a call with a field `details` its setters.
macro_rules! detail_setters {
    ($call:ident) => {
        $crate::setters::payment_setters!($call);

        impl $call {
            /// Says how much of the amount is tax; checked when it is sent: US dollars, not below 0.00.
            #[must_use]
            pub fn with_tax_amount(mut self, tax: ::paysage_money::Money) -> Self {
                self.details.tax = Some($crate::v1::tax::Tax::Amount(tax));
                self
            }

            /// Says that the customer is exempt from tax, in place of a tax amount.
            #[must_use]
            pub fn with_tax_exempt(mut self) -> Self {
                self.details.tax = Some($crate::v1::tax::Tax::Exempt);
                self
            }

            /// Says how much of the amount is freight; checked when it is sent: US dollars, not below 0.00.
            #[must_use]
            pub fn with_freight_amount(mut self, freight: ::paysage_money::Money) -> Self {
                self.details.freight_amount = Some(freight);
                self
            }

            /// Has PayTrace mail a receipt.
            #[must_use]
            pub fn with_email(mut self, email: $crate::Email) -> Self {
                self.details.email = Some(email);
                self
            }

            /// Has the card's statement show this name in place of the merchant's (`custom_dba`), at most 50
            /// characters; checked when it is sent. Processors that cannot do it ignore it.
            #[must_use]
            pub fn with_trade_name(mut self, name: impl Into<Box<str>>) -> Self {
                self.details.trade_name = Some(name.into());
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

/// Gives a sale or an authorization with a field `details` the setter for partial approvals.
macro_rules! part_setter {
    ($call:ident) => {
        impl $call {
            /// Lets the bank approve a part of the amount, where the card holds less
            /// (`enable_partial_authentication`).
            ///
            /// PayTrace does not document how the answer names the part: after an approval read the transaction by
            /// its id, and count the amount found there.
            #[must_use]
            pub fn with_partial_approval(mut self) -> Self {
                self.details.accepts_part = true;
                self
            }
        }
    };
}

/// Gives a call with a field `security_code` its setter.
macro_rules! security_code_setter {
    ($call:ident) => {
        impl $call {
            /// Adds the card's security code, encrypted or with the feature `raw-card-data` in clear; merchants
            /// can make it required.
            #[must_use]
            pub fn with_security_code(mut self, code: impl Into<$crate::SecurityCode>) -> Self {
                self.security_code = Some(code.into());
                self
            }
        }
    };
}

pub(super) use {detail_setters, part_setter, security_code_setter};
