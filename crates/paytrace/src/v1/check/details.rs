//! What may go along with every check.
//!
//! Source: PayTrace help, "API process check" of the older interface; v1's names for cards are taken.

use paysage_money::Money;

use crate::limits;
use crate::{Address, CustomerReferenceId, Description, Email, Error, InvoiceId, Outgoing};

/// What may go along with a check sale, hold or refund.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Details {
    pub(super) invoice_id: Option<InvoiceId>,
    pub(super) customer_reference_id: Option<CustomerReferenceId>,
    pub(super) description: Option<Description>,
    pub(super) tax_amount: Option<Money>,
    pub(super) email: Option<Email>,
    pub(super) billing_address: Address,
    pub(super) shipping_address: Address,
}

impl Details {
    pub(super) fn add_to(&self, outgoing: Outgoing) -> Result<Outgoing, Error> {
        let tax = self.tax_amount.map(|tax| limits::not_negative("tax amount", tax)).transpose()?;
        let reference = self.customer_reference_id.as_ref().map(CustomerReferenceId::as_str);
        Ok(outgoing
            .with_some("invoice_id", self.invoice_id.as_ref().map(InvoiceId::as_str))
            .with_some("customer_reference_id", reference)
            .with_some("description", self.description.as_ref().map(Description::as_str))
            .with_some("tax_amount", tax.map(|tax| tax.to_string()))
            .with_some("email", self.email.as_ref().map(Email::as_str))
            .with_some("billing_address", limits::address("billing address", &self.billing_address)?)
            .with_some("shipping_address", limits::address("shipping address", &self.shipping_address)?))
    }
}

/// Gives a check call with a field `details` its setters.
macro_rules! check_setters {
    ($call:ident) => {
        $crate::setters::payment_setters!($call);

        impl $call {
            /// Says how much of the amount is tax; checked when it is sent: US dollars, not below 0.00.
            #[must_use]
            pub fn with_tax_amount(mut self, tax: ::paysage_money::Money) -> Self {
                self.details.tax_amount = Some(tax);
                self
            }

            /// Has PayTrace mail a receipt.
            #[must_use]
            pub fn with_email(mut self, email: $crate::Email) -> Self {
                self.details.email = Some(email);
                self
            }
        }
    };
}

pub(super) use check_setters;
