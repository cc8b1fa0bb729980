//! Customers in PayTrace's vault, which keeps their cards and bank accounts.
//!
//! v3 names a customer by a number of its own ([`CustomerNumber`]); the merchant's own id, by which v1 names the
//! customer, is v3's label.

mod bank_account;
mod create_from_check;
mod create_from_transaction;
mod create_protected;
mod delete;
mod export;
mod list;
mod profile;
mod read;

pub(in crate::v3) use bank_account::last_four;
pub use bank_account::{CustomerBankAccount, MaskedBankAccount, ReadBankAccount};
pub use create_from_check::CreateCustomerFromCheck;
pub use create_from_transaction::CreateCustomerFromTransaction;
pub use create_protected::CreateCustomerProtected;
pub use delete::{CustomerDeleted, DeleteCustomer};
pub use export::ExportCustomers;
pub use list::{CustomerSummary, ListCustomers};
pub use profile::CustomerProfile;
pub use read::ReadCustomer;

use super::details::{Side, phone, with_address};
use super::verdict::Verdict;
use crate::{
    Address, CustomerId, CustomerNumber, CustomerReferenceId, Email, Error, ErrorKind, Outcome, Outgoing,
    RawReply,
};

/// A customer was created (code 160).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomerCreated {
    /// PayTrace's number of the customer.
    pub number: CustomerNumber,
    /// The merchant's own id of the customer, as asked for.
    pub customer_id: CustomerId,
}

impl CustomerCreated {
    fn read(raw: &RawReply, asked: &CustomerId) -> Result<Self, Error> {
        let verdict = Verdict::done_by(160, raw)?;
        let label = verdict.as_ref().and_then(|verdict| verdict.customer_label.as_deref());
        if label.is_some_and(|label| label != asked.as_str().trim()) {
            let message = "PayTrace's answer speaks of another customer than the call";
            return Err(Error::new(ErrorKind::Unreadable, Outcome::Unknown, message));
        }
        let number = verdict.and_then(|verdict| verdict.customer_id).ok_or_else(|| {
            let message = "PayTrace created the customer, but its answer has no number; find it by its label";
            Error::new(ErrorKind::Unreadable, Outcome::Happened, message)
        })?;
        Ok(Self { number, customer_id: asked.clone() })
    }
}

/// What may go along when a customer is created.
#[derive(Debug, Clone, Default, PartialEq)]
struct Profile {
    billing_address: Address,
    shipping_address: Address,
    email: Option<Email>,
    phone: Option<Box<str>>,
    fax: Option<Box<str>>,
    customer_reference_id: Option<CustomerReferenceId>,
    custom_fields: crate::custom_fields::CustomFields,
}

impl Profile {
    fn add_to(&self, outgoing: Outgoing) -> Result<Outgoing, Error> {
        let reference = self.customer_reference_id.as_ref().map(CustomerReferenceId::as_str);
        let outgoing = outgoing
            .with_some("email", self.email.as_ref().map(Email::as_str))
            .with_some("phone", phone(self.phone.as_deref())?)
            .with_some("fax", phone(self.fax.as_deref())?)
            .with_some("customer_reference_id", reference);
        let outgoing = with_address(outgoing, Side::Billing, &self.billing_address)?;
        let outgoing = with_address(outgoing, Side::Shipping, &self.shipping_address)?;
        self.custom_fields.add_list_to(outgoing)
    }
}

/// Gives a call with a field `profile` its setters.
macro_rules! profile_setters {
    ($call:ident) => {
        impl $call {
            /// Says where the customer is billed; without it PayTrace takes what it knows.
            #[must_use]
            pub fn with_billing_address(mut self, address: $crate::Address) -> Self {
                self.profile.billing_address = address;
                self
            }

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
            pub fn with_phone(mut self, phone: impl Into<Box<str>>) -> Self {
                self.profile.phone = Some(phone.into());
                self
            }

            /// Keeps the customer's fax number, at most 20 characters; checked when it is sent.
            #[must_use]
            pub fn with_fax(mut self, fax: impl Into<Box<str>>) -> Self {
                self.profile.fax = Some(fax.into());
                self
            }

            /// Keeps the customer's own reference.
            #[must_use]
            pub fn with_customer_reference_id(mut self, id: $crate::CustomerReferenceId) -> Self {
                self.profile.customer_reference_id = Some(id);
                self
            }

            /// Sets one of the merchant's own fields (`discretionary_data`), by the name it has in PayTrace.
            ///
            /// Name and value have at most 255 characters each; checked when they are sent. Put no card number into it.
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

use profile_setters;
