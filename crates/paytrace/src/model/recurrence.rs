//! Words of recurring payments, shared by both dialects.

use std::fmt;

use crate::Error;

/// How often a recurring payment is made.
///
/// Source: the codes of PayTrace's older interface (its Ruby library); v3's example has the same ones.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Frequency {
    /// `1`: once a year.
    Yearly,
    /// `8`: every six months.
    HalfYearly,
    /// `A`: every four months.
    Trimesterly,
    /// `2`: every three months.
    Quarterly,
    /// `9`: every two months.
    BiMonthly,
    /// `3`: every month.
    Monthly,
    /// `7`: on the 1st and the 15th of every month.
    TwiceMonthly,
    /// `4`: every two weeks.
    BiWeekly,
    /// `5`: every week.
    Weekly,
    /// `6`: every day.
    Daily,
    /// Any other code, as it came. Only answers have it: it cannot be sent.
    Other(Box<str>),
}

impl Frequency {
    /// All that are known.
    pub const KNOWN: [Self; 10] = [
        Self::Yearly,
        Self::HalfYearly,
        Self::Trimesterly,
        Self::Quarterly,
        Self::BiMonthly,
        Self::Monthly,
        Self::TwiceMonthly,
        Self::BiWeekly,
        Self::Weekly,
        Self::Daily,
    ];

    /// Reads PayTrace's code, in any case.
    pub fn read(code: &str) -> Self {
        let code = code.trim();
        let known = Self::KNOWN.into_iter().find(|known| known.as_str().eq_ignore_ascii_case(code));
        known.unwrap_or_else(|| Self::Other(code.into()))
    }

    /// PayTrace's code.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Yearly => "1",
            Self::HalfYearly => "8",
            Self::Trimesterly => "A",
            Self::Quarterly => "2",
            Self::BiMonthly => "9",
            Self::Monthly => "3",
            Self::TwiceMonthly => "7",
            Self::BiWeekly => "4",
            Self::Weekly => "5",
            Self::Daily => "6",
            Self::Other(code) => code,
        }
    }

    /// The code for a request.
    pub(crate) fn sendable(&self) -> Result<&str, Error> {
        match self {
            Self::Other(_) => {
                Err(Error::invalid("the frequency must be one that PayTrace documents, such as monthly"))
            }
            known => Ok(known.as_str()),
        }
    }
}

impl fmt::Display for Frequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How many payments a recurrence makes in all: 1 to 998, or endlessly many, which PayTrace writes as 999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PaymentCount(u16);

impl PaymentCount {
    /// Until the recurrence is deleted.
    pub const ENDLESS: Self = Self(999);

    /// So many payments.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): not from 1 to 998.
    pub fn times(payments: u16) -> Result<Self, Error> {
        if (1..=998).contains(&payments) {
            Ok(Self(payments))
        } else {
            Err(Error::invalid(
                "the number of payments must be from 1 to 998; for more, let the plan have no end, and delete it after the last",
            ))
        }
    }

    /// How many; `None` when there is no end.
    pub const fn limit(self) -> Option<u16> {
        if self.0 == Self::ENDLESS.0 { None } else { Some(self.0) }
    }

    /// The number as PayTrace has it: 999 means no end.
    pub const fn as_number(self) -> u16 {
        self.0
    }

    /// Reads PayTrace's number; `None` for what is none from 1 to 999.
    pub(crate) fn read(number: &str) -> Option<Self> {
        number.parse().ok().filter(|number| (1..=999).contains(number)).map(Self)
    }
}

/// What a recurrence does each time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RecurringCharge {
    /// A sale on the customer's card.
    CardSale,
    /// An authorization on the customer's card, to be captured by someone.
    CardAuthorization,
    /// A check (ACH debit) on the customer's bank account.
    CheckSale,
    /// Anything else, as the words came: `transaction_type`, a blank, `type`. Only answers have it: it cannot be sent.
    Other(Box<str>),
}

impl RecurringCharge {
    /// Reads `transaction_type` and `type`, in any case; without a `type` it is the card.
    pub fn read(transaction_type: &str, means: &str) -> Self {
        let (kind, means) = (transaction_type.trim(), means.trim());
        let is = |kind_word: &str, means_word: &str| {
            kind.eq_ignore_ascii_case(kind_word) && means.eq_ignore_ascii_case(means_word)
        };
        match () {
            () if is("sale", "C") || is("sale", "") => Self::CardSale,
            () if is("authorization", "C") || is("authorization", "") => Self::CardAuthorization,
            () if is("sale", "A") => Self::CheckSale,
            () => Self::Other(format!("{kind} {means}").into()),
        }
    }

    /// The words for a request: `transaction_type` and `type`.
    pub(crate) fn sendable(&self) -> Result<(&'static str, &'static str), Error> {
        match self {
            Self::CardSale => Ok(("sale", "C")),
            Self::CardAuthorization => Ok(("authorization", "C")),
            Self::CheckSale => Ok(("sale", "A")),
            Self::Other(_) => Err(Error::invalid(
                "the kind of charge must be one that PayTrace documents: a card sale, a card authorization or a check sale",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_read_as_it_is_written_and_unknown_ones_are_kept_but_not_sent() {
        for known in Frequency::KNOWN {
            assert_eq!(Frequency::read(known.as_str()), known);
            assert_eq!(known.sendable().expect("known"), known.to_string());
        }
        assert_eq!(Frequency::read(" a "), Frequency::Trimesterly);
        assert_eq!(Frequency::read("Z"), Frequency::Other("Z".into()));
        assert!(Frequency::read("Z").sendable().is_err());
    }

    #[test]
    fn a_count_is_one_to_998_or_endless() {
        for payments in [0, 999] {
            let error = PaymentCount::times(payments).expect_err("no count").to_string();
            assert!(error.ends_with("let the plan have no end, and delete it after the last"), "{error}");
        }
        assert_eq!(PaymentCount::times(998).expect("fits").limit(), Some(998));
        assert_eq!((PaymentCount::ENDLESS.limit(), PaymentCount::ENDLESS.as_number()), (None, 999));
        assert_eq!(PaymentCount::read("999"), Some(PaymentCount::ENDLESS));
        assert_eq!(
            (PaymentCount::read("1000"), PaymentCount::read("0"), PaymentCount::read("x")),
            (None, None, None)
        );
    }

    #[test]
    fn a_charge_is_read_from_both_words() {
        let charges =
            [RecurringCharge::CardSale, RecurringCharge::CardAuthorization, RecurringCharge::CheckSale];
        for charge in charges {
            let (kind, means) = charge.sendable().expect("known");
            assert_eq!(RecurringCharge::read(kind, means), charge);
        }
        assert_eq!(RecurringCharge::read("Sale", ""), RecurringCharge::CardSale);
        let odd = RecurringCharge::read("refund", "A");
        assert_eq!(odd, RecurringCharge::Other("refund A".into()));
        assert!(odd.sendable().is_err());
    }
}
