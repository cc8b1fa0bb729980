//! A billing or shipping address.

/// An address of a record; what the gateway left blank is `None`.
///
/// The gateway's fields take 50 characters each. Billing addresses have no county. In records, runs of digits that
/// can be card numbers are masked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Address {
    /// The person's or the company's name.
    pub name: Option<Box<str>>,
    /// Street and number.
    pub street_address: Option<Box<str>>,
    /// Suite, floor or the like.
    pub street_address2: Option<Box<str>>,
    /// City.
    pub city: Option<Box<str>>,
    /// County; shipping addresses only.
    pub county: Option<Box<str>>,
    /// State or province, usually as two letters.
    pub state: Option<Box<str>>,
    /// ZIP or postal code, always text (leading zeros count).
    pub zip: Option<Box<str>>,
    /// Country, usually as two letters.
    pub country: Option<Box<str>>,
}

impl Address {
    /// Whether nothing at all is given.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
