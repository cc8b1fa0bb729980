//! `POST /v3/card/sale/pt-protect/customer/`.

use paysage_money::Money;

use crate::limits;
use crate::v3::details::{Details, detail_setters, number};
use crate::v3::verdict::Verdict;
use crate::{
    CustomerId, CustomerNumber, Effect, Endpoint, Error, MerchantIn, Method, Operation, Outcome, Outgoing,
    ProtectToken, RawReply, SaleAnswer,
};

/// Takes `amount` from a card that was typed into Protect.js, and keeps the card in the vault.
///
/// A new customer needs a name: give one with the billing address. PayTrace does not document whether the customer is
/// made when the sale is declined: look at
/// [`SaleWithCustomer::customer_number`]. Nor does it document whether the sale stands when the id is taken: that
/// error (171) has the outcome [`Unknown`](crate::Outcome::Unknown).
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// The error's outcome is [`Unknown`](crate::Outcome::Unknown): sale and customer may have been made. List the
/// customers by the label: when it is there, the sale was tried. Export the day for the invoice id you set and the
/// amount before any repeat; the token is good once, so a repeat needs a new one.
///
/// # Source
/// A published integration of v3, read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SaleProtectedCustomer {
    amount: Money,
    token: ProtectToken,
    customer_id: CustomerId,
    details: Details,
}

/// The answer to a sale that keeps its card.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SaleWithCustomer {
    /// What became of the sale.
    pub sale: SaleAnswer,
    /// PayTrace's number of the new customer, when the answer names one.
    pub customer_number: Option<CustomerNumber>,
}

impl SaleProtectedCustomer {
    /// A sale of `amount` to the card behind a token, kept as `customer_id` (v3's label).
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or has
    /// more than 12 characters.
    pub fn new(amount: Money, token: ProtectToken, customer_id: CustomerId) -> Result<Self, Error> {
        let amount = limits::positive("amount", amount)?;
        Ok(Self { amount, token, customer_id, details: Details::default() })
    }
}

detail_setters!(SaleProtectedCustomer);

impl Operation for SaleProtectedCustomer {
    type Reply = SaleWithCustomer;
    const NAME: &'static str = "sale.protected_customer";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/card/sale/pt-protect/customer/");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with_merchant(MerchantIn::Body)
            .with("amount", number(self.amount))
            .with("create_customer", true)
            .with("customer_label", self.customer_id.as_str());
        self.details.add_to(self.token.add_to(outgoing))
    }

    fn reply(&self, raw: &RawReply) -> Result<SaleWithCustomer, Error> {
        let verdict = Verdict::read(raw).map_err(|error| {
            let is_taken = error.codes().contains_key("171");
            if is_taken { error.with_outcome(Outcome::Unknown) } else { error }
        })?;
        let customer_number = verdict.customer_id;
        Ok(SaleWithCustomer { sale: verdict.sale()?, customer_number })
    }
}
