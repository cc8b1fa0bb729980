//! Why a request was refused: PayTrace's numbered errors.
//!
//! Numbers below 9000 and their texts are as recorded from PayTrace. The vendor's full list is not public, so
//! refusals nobody recorded have numbers from 9001 up, which PayTrace does not use, and the simulator's own words.

use std::collections::BTreeMap;

/// One or more numbered errors, as in the `errors` member of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal(BTreeMap<u32, Vec<String>>);

impl Refusal {
    pub(super) fn new(number: u32, text: impl Into<String>) -> Self {
        Self(BTreeMap::from([(number, vec![text.into()])]))
    }

    /// PayTrace reports everything wrong with a request at once.
    pub(super) fn and(mut self, other: Self) -> Self {
        for (number, texts) in other.0 {
            self.0.entry(number).or_default().extend(texts);
        }
        self
    }

    pub(super) fn errors(&self) -> &BTreeMap<u32, Vec<String>> {
        &self.0
    }

    pub(super) fn customer_not_found(id: &str) -> Self {
        Self::new(30, format!("Customer ID, {id}, was not found or is incomplete."))
    }

    pub(super) fn card_number() -> Self {
        Self::new(35, "Please provide a valid Credit Card Number.")
    }

    pub(super) fn expiration_month() -> Self {
        Self::new(43, "Please provide a valid Expiration Month.")
    }

    /// The number is PayTrace's; its text was not recorded.
    pub(super) fn expiration_year() -> Self {
        Self::new(44, "Please provide a valid Expiration Year.")
    }

    pub(super) fn transaction_id() -> Self {
        Self::new(58, "Please provide a valid Transaction ID.")
    }

    pub(super) fn customer_not_unique() -> Self {
        Self::new(171, "Please provide a unique customer ID.")
    }

    /// The two spaces before "Please" are PayTrace's.
    pub(super) fn not_settled() -> Self {
        Self::new(
            817,
            "The Transaction ID that you provided could not be refunded. \
             Only settled transactions can be refunded.  Please try to void the transaction instead.",
        )
    }

    pub(super) fn permission() -> Self {
        Self::new(981, "Log in failed for insufficient permissions.")
    }

    pub(super) fn amount() -> Self {
        Self::new(9001, "Please provide a valid Amount: positive, at most two decimals and 12 characters.")
    }

    pub(super) fn not_voidable() -> Self {
        Self::new(9002, "Only unsettled transactions that are not voided or declined can be voided.")
    }

    pub(super) fn not_capturable() -> Self {
        Self::new(9003, "Only authorizations that are not captured, voided or declined can be captured.")
    }

    pub(super) fn more_than_authorized() -> Self {
        Self::new(9004, "The amount must not be more than the authorized amount.")
    }

    pub(super) fn more_than_refundable() -> Self {
        Self::new(9005, "The amount must not be more than what is left to refund.")
    }

    pub(super) fn date(field: &str) -> Self {
        Self::new(9006, format!("Please provide a valid {field} as MM/DD/YYYY."))
    }

    pub(super) fn date_order() -> Self {
        Self::new(9006, "Please provide an end_date that is not before the start_date.")
    }

    pub(super) fn customer_id() -> Self {
        Self::new(9007, "Please provide a customer ID of at most 50 characters.")
    }

    pub(super) fn billing_name() -> Self {
        Self::new(9008, "Please provide a billing name of at most 50 characters.")
    }

    pub(super) fn batch_number() -> Self {
        Self::new(9009, "Please provide a valid Batch Number.")
    }

    pub(super) fn body_is_no_json_object() -> Self {
        Self::new(9010, "The request body is not a JSON object.")
    }

    pub(super) fn ids_exhausted() -> Self {
        Self::new(9011, "The simulator has no free transaction id or room for a row left.")
    }

    pub(super) fn security_code() -> Self {
        Self::new(9012, "Please provide the card's security code.")
    }

    pub(super) fn swipe() -> Self {
        Self::new(9013, "Please provide valid swipe data: track 1 or track 2.")
    }

    pub(super) fn encryption(name: &str) -> Self {
        Self::new(9014, format!("The value of {name} was not encrypted with the gateway's public key."))
    }

    pub(super) fn protect_token() -> Self {
        Self::new(9015, "Please provide a valid hpf_token with its enc_key; they are good for one use.")
    }

    pub(super) fn client_key() -> Self {
        Self::new(9016, "Please provide a valid clientKey.")
    }

    pub(super) fn not_adjustable() -> Self {
        Self::new(9017, "Only unsettled sales, authorizations and refunds can be adjusted.")
    }

    pub(super) fn more_than_adjustable() -> Self {
        Self::new(9018, "The amount must not be more than 30 % above the authorized amount.")
    }

    pub(super) fn email() -> Self {
        Self::new(9019, "Please provide a valid email address.")
    }

    pub(super) fn signature() -> Self {
        Self::new(9020, "Please provide image_data in base64 and its image_type.")
    }

    pub(super) fn no_level_three() -> Self {
        Self::new(
            9021,
            "Level 3 data can be added only to approved, unsettled sales with a card of the brand.",
        )
    }

    pub(super) fn line_items() -> Self {
        Self::new(9022, "Please provide valid line_items.")
    }

    pub(super) fn level_three_number(name: &str) -> Self {
        Self::new(9023, format!("Please provide a valid {name}."))
    }

    pub(super) fn days() -> Self {
        Self::new(9024, "Please provide a valid number of days.")
    }

    pub(super) fn transaction_type() -> Self {
        Self::new(9025, "Please provide a valid transaction_type.")
    }
}
