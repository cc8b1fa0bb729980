//! `POST /v3/card/sale/emv`; feature `raw-card-data`.

use std::fmt;

use paysage_money::Money;
use secrecy::{ExposeSecret, SecretString};

use crate::limits;
use crate::v3::details::{Details, detail_setters, number};
use crate::v3::verdict;
use crate::{Effect, Endpoint, Error, MerchantIn, Method, Operation, Outgoing, RawReply, SaleAnswer};

/// The most hexadecimal digits taken; the data of a chip has some hundred.
const LONGEST: usize = 8192;

/// What a terminal read from a card's chip: EMV tags as hexadecimal text. Holds the card number.
///
/// Never printed, and wiped when dropped.
#[derive(Clone)]
pub struct EmvData(SecretString);

impl EmvData {
    /// Takes an even number of hexadecimal digits, at most 8,192.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), without the text.
    pub fn new(hex: impl Into<SecretString>) -> Result<Self, Error> {
        let hex = hex.into();
        let text = hex.expose_secret();
        let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if text.is_empty() || text.len() > LONGEST || !text.len().is_multiple_of(2) || !is_hex {
            return Err(Error::invalid("EMV data must be pairs of hexadecimal digits, at most 8192 digits"));
        }
        Ok(Self(hex))
    }
}

impl fmt::Debug for EmvData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmvData([redacted])")
    }
}

/// Takes `amount` from a card whose chip was read by a terminal, now.
///
/// PayTrace does not document the fields where we can read them: the tags go as `emv_data`.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// The error's outcome is [`Unknown`](crate::Outcome::Unknown), and the sale may have been made. PayTrace has no
/// idempotency key for cards: export the day, look for the invoice id you set and the amount, and repeat only when it
/// is certain that there is nothing.
///
/// # Source
/// North's B2B API specification 3.2, page `EMV`, read 2026-11; its field tables are not public.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SaleEmv {
    amount: Money,
    emv_data: EmvData,
    details: Details,
}

impl SaleEmv {
    /// A sale of `amount` to the card a terminal read.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or has
    /// more than 12 characters.
    pub fn new(amount: Money, emv_data: EmvData) -> Result<Self, Error> {
        Ok(Self { amount: limits::positive("amount", amount)?, emv_data, details: Details::default() })
    }
}

detail_setters!(SaleEmv);

impl Operation for SaleEmv {
    type Reply = SaleAnswer;
    const NAME: &'static str = "sale.emv";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/card/sale/emv");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with_merchant(MerchantIn::Body)
            .with("amount", number(self.amount))
            .with("emv_data", self.emv_data.0.expose_secret());
        self.details.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<SaleAnswer, Error> {
        verdict::sale(raw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_pairs_of_hexadecimal_digits_is_refused_without_its_text() {
        for text in ["", "5A0", "5G", &"AA".repeat(4097)] {
            let error = EmvData::new(text.to_owned()).expect_err("no EMV data").to_string();
            assert!(text.is_empty() || !error.contains(text), "{error}");
        }
        assert_eq!(format!("{:?}", EmvData::new("5a08").expect("pairs")), "EmvData([redacted])");
    }
}
