//! What Level 3 data says of the whole sale, for both brands.

use paysage_money::Money;

use crate::v1::tax::Tax;
use crate::{Address, CustomerReferenceId, Error, InvoiceId, Outgoing, limits};

/// The most characters of a ZIP code, as in addresses.
const ZIP_CHARACTERS: usize = 50;

/// What is said of the whole sale.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Header {
    pub(super) invoice_id: Option<InvoiceId>,
    pub(super) customer_reference_id: Option<CustomerReferenceId>,
    pub(super) tax: Option<Tax>,
    pub(super) national_tax_amount: Option<Money>,
    pub(super) freight_amount: Option<Money>,
    pub(super) duty_amount: Option<Money>,
    pub(super) additional_tax_amount: Option<Money>,
    pub(super) source_zip: Option<Box<str>>,
    pub(super) shipping_address: Address,
}

impl Header {
    pub(super) fn add_to(&self, outgoing: Outgoing) -> Result<Outgoing, Error> {
        let tax = self.tax.map(|tax| tax.sent("tax amount")).transpose()?;
        let source = self.source_zip.as_deref().map(|zip| {
            paysage_money::check_text("source ZIP", zip, ZIP_CHARACTERS)
                .map(|()| serde_json::json!({ "zip": zip }))
        });
        if let Some(country) = &self.shipping_address.country
            && (country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_alphabetic()))
        {
            return Err(Error::invalid(
                "shipping address: the country must have two letters (ISO 3166), such as US",
            ));
        }
        let reference = self.customer_reference_id.as_ref().map(CustomerReferenceId::as_str);
        Ok(outgoing
            .with_some("invoice_id", self.invoice_id.as_ref().map(InvoiceId::as_str))
            .with_some("customer_reference_id", reference)
            .with_some("tax_amount", tax)
            .with_some("national_tax_amount", amount("national tax amount", self.national_tax_amount)?)
            .with_some("freight_amount", amount("freight amount", self.freight_amount)?)
            .with_some("duty_amount", amount("duty amount", self.duty_amount)?)
            .with_some("additional_tax_amount", amount("additional tax amount", self.additional_tax_amount)?)
            .with_some("source_address", source.transpose()?)
            .with_some("shipping_address", limits::address("shipping address", &self.shipping_address)?))
    }
}

/// An amount that may be nothing, as it is sent.
pub(super) fn amount(what: &'static str, amount: Option<Money>) -> Result<Option<String>, Error> {
    amount.map(|amount| limits::not_negative(what, amount).map(|amount| amount.to_string())).transpose()
}

/// Gives a call with a field `header` its setters. Amounts are checked when they are sent.
macro_rules! header_setters {
    ($call:ident) => {
        impl $call {
            /// Names the merchant's invoice, in place of the sale's.
            #[must_use]
            pub fn with_invoice_id(mut self, id: $crate::InvoiceId) -> Self {
                self.header.invoice_id = Some(id);
                self
            }

            /// Names the customer's own reference, such as a purchase order number, in place of the sale's.
            #[must_use]
            pub fn with_customer_reference_id(mut self, id: $crate::CustomerReferenceId) -> Self {
                self.header.customer_reference_id = Some(id);
                self
            }

            /// Says how much of the amount is local tax: US dollars, not below 0.00.
            #[must_use]
            pub fn with_tax_amount(mut self, tax: ::paysage_money::Money) -> Self {
                self.header.tax = Some($crate::v1::tax::Tax::Amount(tax));
                self
            }

            /// Says that the customer is exempt from tax, in place of a tax amount.
            #[must_use]
            pub fn with_tax_exempt(mut self) -> Self {
                self.header.tax = Some($crate::v1::tax::Tax::Exempt);
                self
            }

            /// Says how much of the amount is national tax: US dollars, not below 0.00.
            #[must_use]
            pub fn with_national_tax_amount(mut self, tax: ::paysage_money::Money) -> Self {
                self.header.national_tax_amount = Some(tax);
                self
            }

            /// Says how much of the amount is freight: US dollars, not below 0.00.
            #[must_use]
            pub fn with_freight_amount(mut self, freight: ::paysage_money::Money) -> Self {
                self.header.freight_amount = Some(freight);
                self
            }

            /// Says how much of the amount is import duty: US dollars, not below 0.00.
            #[must_use]
            pub fn with_duty_amount(mut self, duty: ::paysage_money::Money) -> Self {
                self.header.duty_amount = Some(duty);
                self
            }

            /// Says how much tax on freight or other services there is: US dollars, not below 0.00.
            #[must_use]
            pub fn with_additional_tax_amount(mut self, tax: ::paysage_money::Money) -> Self {
                self.header.additional_tax_amount = Some(tax);
                self
            }

            /// Says from which ZIP code the goods are sent.
            #[must_use]
            pub fn with_source_zip(mut self, zip: impl Into<Box<str>>) -> Self {
                self.header.source_zip = Some(zip.into());
                self
            }

            /// Says where the goods go; ZIP and country count, the country as two letters.
            #[must_use]
            pub fn with_shipping_address(mut self, address: $crate::Address) -> Self {
                self.header.shipping_address = address;
                self
            }
        }
    };
}

pub(super) use header_setters;
