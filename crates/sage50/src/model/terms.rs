//! Payment terms of customers.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Percent;

/// When a customer has to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Terms {
    /// On delivery.
    CashOnDelivery,
    /// Before delivery.
    Prepaid,
    /// So many days after the invoice.
    Days {
        /// How many days.
        due: u16,
        /// What may be kept back for early payment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        discount: Option<EarlyPayment>,
    },
    /// At the end of the invoice's month.
    MonthEnd {
        /// What may be kept back for early payment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        discount: Option<EarlyPayment>,
    },
}

/// A discount for payment within some days of the invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlyPayment {
    /// Within how many days.
    pub days: u16,
    /// The share of the total that may be kept back.
    pub percent: Percent,
}

impl Terms {
    /// The day an invoice of `date` is due, which Sage does not compute for invoices from outside.
    ///
    /// `None` only at the end of the calendar.
    pub fn due(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::CashOnDelivery | Self::Prepaid => Some(date),
            Self::Days { due, .. } => date.checked_add_days(Days::new(due.into())),
            Self::MonthEnd { .. } => {
                date.with_day(1)?.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_due_follows_from_the_terms() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        assert_eq!(Terms::Days { due: 30, discount: None }.due(day(1, 31)), Some(day(3, 2)));
        assert_eq!(Terms::MonthEnd { discount: None }.due(day(2, 3)), Some(day(2, 28)));
        assert_eq!(Terms::MonthEnd { discount: None }.due(day(12, 31)), Some(day(12, 31)));
        assert_eq!(Terms::CashOnDelivery.due(day(2, 3)), Some(day(2, 3)));
        assert_eq!(Terms::Days { due: 1, discount: None }.due(NaiveDate::MAX), None);
    }
}
