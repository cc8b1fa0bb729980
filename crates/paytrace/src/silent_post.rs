//! Silent posts: what PayTrace's hosted checkout sends to a shop's address after a payment.
//!
//! **A silent post proves nothing.** It has no signature, no secret and no event id: anyone who knows the address can
//! send one, and PayTrace documents no repeat when one is lost. Take it as a hint that there may be something to
//! read: fetch the transaction by its id with [`ById`](crate::v1::export::ById), compare order and amount there, and
//! believe only that. It never fires for calls of the API, the Virtual Terminal, settlements, refunds or recurring
//! payments, so polling stays necessary.
//!
//! Source: PayTrace help, "handling silent post response", read 2026-11. The format of the posts that v3's invoices
//! send is not documented; it may differ.

use std::borrow::Cow;
use std::fmt;

use crate::{TransactionId, redact};

/// The most bytes of a post that are read.
pub const BODY_LIMIT: usize = 16 * 1024;

/// The most pairs a post may have; PayTrace documents ten.
pub const PAIR_LIMIT: usize = 64;

/// The most characters of one value; PayTrace's own fields have at most 255.
pub const VALUE_LIMIT: usize = 1024;

/// The most characters of a key.
const KEY_LIMIT: usize = 64;

/// The form's field that holds the pairs.
const FIELD: &str = "parmList";

/// What an unsigned post claims. Nothing of it is to be believed before it was read from PayTrace itself.
///
/// `Debug` shows ids and the names of further keys, not what else was claimed.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hint {
    /// `ORDERID`: the shop's own order number.
    pub order_id: Option<Box<str>>,
    /// `TRANSACTIONID`: what to fetch.
    pub transaction_id: Option<TransactionId>,
    /// `CUSTOMERID`: the vault's customer that was created or changed.
    pub customer_id: Option<Box<str>>,
    /// `APPCODE`: the bank's approval code; blank when declined.
    pub approval_code: Option<Box<str>>,
    /// `APPMSG`: what the processor said, with runs of blanks made one.
    pub approval_message: Option<Box<str>>,
    /// `AVSRESPONSE`: whether street and ZIP are the card holder's, as a phrase.
    pub avs_response: Option<Box<str>>,
    /// `CSCRESPONSE`: whether the security code is right, as a phrase.
    pub csc_response: Option<Box<str>>,
    /// Every other pair in its order (`EMAIL`, `CANAME`, `EXPRMONTH` and what may come); runs of digits that can be
    /// card numbers are masked.
    pub other: Vec<(Box<str>, Box<str>)>,
}

/// Why a body is no silent post. Holds no text of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HintError {
    /// The body is too large.
    #[error("the silent post has {found} bytes; at most {BODY_LIMIT} are read")]
    TooLarge {
        /// How many it has.
        found: usize,
    },
    /// The form has no field `parmList`, or has it twice.
    #[error("the body is no silent post: its form must have the field parmList once")]
    NoList,
    /// A percent sign without two hexadecimal digits behind it.
    #[error("the silent post has a broken percent-encoding at byte {at} of its field")]
    BrokenEncoding {
        /// Where the percent sign stands in the encoded value.
        at: usize,
    },
    /// The decoded text is not UTF-8.
    #[error("the silent post is not UTF-8")]
    NotUtf8,
    /// A pair without `~` between key and value, or with a blank or overlong key.
    #[error("pair {place} of the silent post is no KEY~VALUE")]
    BadPair {
        /// Its place, from 1.
        place: usize,
    },
    /// There are too many pairs.
    #[error("the silent post has more than {PAIR_LIMIT} pairs")]
    TooManyPairs,
    /// A value is too long.
    #[error("the value of pair {place} of the silent post has more than {VALUE_LIMIT} characters")]
    ValueTooLong {
        /// Its place, from 1.
        place: usize,
    },
    /// A value holds a control character.
    #[error("the value of pair {place} of the silent post holds a control character")]
    Control {
        /// Its place, from 1.
        place: usize,
    },
    /// A key stands twice.
    #[error("the key of pair {place} of the silent post stands twice")]
    Twice {
        /// The place of the second one, from 1.
        place: usize,
    },
    /// `TRANSACTIONID` is no whole number above 0.
    #[error("the silent post's TRANSACTIONID is no whole number above 0")]
    BadId,
    /// There is neither order, nor transaction, nor customer.
    #[error("the silent post names neither an order, nor a transaction, nor a customer")]
    NamesNothing,
}

impl Hint {
    /// Reads the body of the post, a form `parmList=…`. Never panics, whatever the bytes.
    ///
    /// ```
    /// use paytrace::silent_post::Hint;
    ///
    /// # fn main() -> Result<(), paytrace::silent_post::HintError> {
    /// let hint = Hint::from_form(b"parmList=ORDERID%7E123456%7CTRANSACTIONID%7E62279788%7CAPPCODE%7ETAS456%7C")?;
    /// assert_eq!(hint.order_id.as_deref(), Some("123456"));
    /// assert!(hint.claims_approval());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The body breaks the format or a limit; see [`HintError`]. Answer such a post with a client error and forget it.
    pub fn from_form(body: &[u8]) -> Result<Self, HintError> {
        if body.len() > BODY_LIMIT {
            return Err(HintError::TooLarge { found: body.len() });
        }
        let mut lists = body.split(|byte| *byte == b'&').filter_map(|field| {
            let (name, value) = split_once(field, b'=')?;
            name.eq_ignore_ascii_case(FIELD.as_bytes()).then_some(value)
        });
        let (Some(list), None) = (lists.next(), lists.next()) else {
            return Err(HintError::NoList);
        };
        let list = String::from_utf8(decoded(list)?).map_err(|_| HintError::NotUtf8)?;
        Self::from_pairs(&list)
    }

    /// Reads the decoded pairs, `KEY~VALUE|KEY~VALUE|`, as a framework's form reader gives them.
    ///
    /// # Errors
    /// The text breaks the format or a limit.
    pub fn from_pairs(list: &str) -> Result<Self, HintError> {
        if list.len() > BODY_LIMIT {
            return Err(HintError::TooLarge { found: list.len() });
        }
        let mut hint = Self::empty();
        let mut seen: Vec<Box<str>> = Vec::new();
        for (place, pair) in (1..).zip(list.split('|').filter(|pair| !pair.trim().is_empty())) {
            if place > PAIR_LIMIT {
                return Err(HintError::TooManyPairs);
            }
            let (key, value) = pair.split_once('~').ok_or(HintError::BadPair { place })?;
            let key = key.trim();
            if key.is_empty() || key.chars().count() > KEY_LIMIT || key.chars().any(char::is_control) {
                return Err(HintError::BadPair { place });
            }
            if value.chars().count() > VALUE_LIMIT {
                return Err(HintError::ValueTooLong { place });
            }
            if value.chars().any(char::is_control) {
                return Err(HintError::Control { place });
            }
            let name: Box<str> = key.to_ascii_uppercase().into();
            if seen.contains(&name) {
                return Err(HintError::Twice { place });
            }
            hint.take(&name, value)?;
            seen.push(name);
        }
        let names_nothing =
            hint.order_id.is_none() && hint.transaction_id.is_none() && hint.customer_id.is_none();
        if names_nothing { Err(HintError::NamesNothing) } else { Ok(hint) }
    }

    /// Whether the post claims that the payment was approved: its approval code is not blank.
    pub fn claims_approval(&self) -> bool {
        self.approval_code.is_some()
    }

    fn empty() -> Self {
        Self {
            order_id: None,
            transaction_id: None,
            customer_id: None,
            approval_code: None,
            approval_message: None,
            avs_response: None,
            csc_response: None,
            other: Vec::new(),
        }
    }

    fn take(&mut self, key: &str, value: &str) -> Result<(), HintError> {
        let words: Vec<&str> = value.split_whitespace().collect();
        let text = Some(value.trim()).filter(|text| !text.is_empty());
        let kept = text.map(Box::from);
        match key {
            "ORDERID" => self.order_id = kept,
            "CUSTOMERID" => self.customer_id = kept,
            "TRANSACTIONID" => {
                self.transaction_id = text.map(str::parse).transpose().map_err(|_| HintError::BadId)?;
            }
            "APPCODE" => self.approval_code = text.map(clean),
            "APPMSG" => self.approval_message = text.map(|_| clean(&words.join(" "))),
            "AVSRESPONSE" => self.avs_response = text.map(clean),
            "CSCRESPONSE" => self.csc_response = text.map(clean),
            _ => self.other.push((clean(key), clean(value.trim()))),
        }
        Ok(())
    }
}

fn clean(text: &str) -> Box<str> {
    redact::card_numbers_in(text.into())
}

/// The bytes of a value of a form: `+` is a blank, `%7E` a byte.
fn decoded(value: &[u8]) -> Result<Vec<u8>, HintError> {
    let mut out = Vec::with_capacity(value.len());
    let mut at = 0_usize;
    while let Some(byte) = value.get(at) {
        let (decoded, width) = match byte {
            b'+' => (b' ', 1),
            b'%' => {
                let digits = value.get(at.saturating_add(1)..at.saturating_add(3));
                let byte = digits.and_then(|digits| match digits {
                    [high, low] => Some(nibble(*high)?.wrapping_shl(4) | nibble(*low)?),
                    _ => None,
                });
                (byte.ok_or(HintError::BrokenEncoding { at })?, 3)
            }
            other => (*other, 1),
        };
        out.push(decoded);
        at = at.saturating_add(width);
    }
    Ok(out)
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn split_once(field: &[u8], separator: u8) -> Option<(&[u8], &[u8])> {
    let place = memchr::memchr(separator, field)?;
    Some((field.get(..place)?, field.get(place.saturating_add(1)..)?))
}

impl fmt::Debug for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let others: Vec<Cow<'_, str>> = self.other.iter().map(|(key, _)| Cow::Borrowed(&**key)).collect();
        f.debug_struct("Hint")
            .field("order_id", &self.order_id)
            .field("transaction_id", &self.transaction_id)
            .field("customer_id", &self.customer_id)
            .field("claims_approval", &self.claims_approval())
            .field("other", &others)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
