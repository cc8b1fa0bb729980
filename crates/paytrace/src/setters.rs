//! The setters that every payment has, whatever its dialect and its means.

/// Gives a call with a field `details` the setters of what names a payment and of its addresses.
macro_rules! payment_setters {
    ($call:ident) => {
        impl $call {
            /// Names the merchant's invoice, at most 50 characters. **Set it**: after a lost answer the payment is
            /// looked up by it.
            #[must_use]
            pub fn with_invoice_id(mut self, id: $crate::InvoiceId) -> Self {
                self.details.invoice_id = Some(id);
                self
            }

            /// Names the customer's own reference, such as a purchase order number.
            #[must_use]
            pub fn with_customer_reference_id(mut self, id: $crate::CustomerReferenceId) -> Self {
                self.details.customer_reference_id = Some(id);
                self
            }

            /// Adds a free text.
            #[must_use]
            pub fn with_description(mut self, text: $crate::Description) -> Self {
                self.details.description = Some(text);
                self
            }

            /// Says whose card or account it is and where they are billed; merchants can make street and ZIP
            /// required, and check processors can want the name.
            #[must_use]
            pub fn with_billing_address(mut self, address: $crate::Address) -> Self {
                self.details.billing_address = address;
                self
            }

            /// Says where the goods go.
            #[must_use]
            pub fn with_shipping_address(mut self, address: $crate::Address) -> Self {
                self.details.shipping_address = address;
                self
            }
        }
    };
}

pub(crate) use payment_setters;
