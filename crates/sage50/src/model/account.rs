//! Accounts of the chart of accounts.

use std::fmt;

/// An account of the chart of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id, as documents name it.
    pub id: Box<str>,
    /// What it is called.
    pub description: Box<str>,
    /// Its type.
    pub kind: AccountType,
    /// Nothing should be posted on it any more.
    pub inactive: bool,
}

macro_rules! account_types {
    ($($(#[$meta:meta])* $name:ident = $code:literal, $word:literal $(| $other:literal)*;)*) => {
        /// The type of an account, which says where it stands in the statements.
        ///
        /// The numbers are those of the chart of accounts' import file (Sage's help of 2019, page
        /// `IEFIELDS_Chart_of_Accounts`); Sage's own SDK numbers the same types otherwise.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum AccountType {
            $($(#[$meta])* $name,)*
            /// A type this version does not know, in the words of the books.
            Other(Box<str>),
        }

        impl AccountType {
            /// Every type this version knows, in the order of its number.
            pub const KNOWN: [Self; 18] = [$(Self::$name),*];

            /// The number in the import file; none for an unknown type.
            pub const fn code(&self) -> Option<u8> {
                match self {
                    $(Self::$name => Some($code),)*
                    Self::Other(_) => None,
                }
            }

            /// The words of Sage's screens, or those of the books for an unknown type.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $word,)*
                    Self::Other(word) => word,
                }
            }

            /// Every spelling that is read as a known type, without case and punctuation.
            fn spellings(&self) -> &'static [&'static str] {
                match self {
                    $(Self::$name => &[$word $(, $other)*],)*
                    Self::Other(_) => &[],
                }
            }
        }
    };
}

account_types! {
    /// Cash and bank accounts.
    Cash = 0, "Cash";
    /// What customers owe.
    AccountsReceivable = 1, "Accounts Receivable" | "Receivable";
    /// Goods in stock.
    Inventory = 2, "Inventory";
    /// What customers hold back until the end of a job.
    ReceivableRetainage = 3, "Receivable Retainage" | "Receivables Retainage";
    /// Other assets that turn into cash within a year.
    OtherCurrentAssets = 4, "Other Current Assets" | "OtherCurrentAsset";
    /// Buildings, machines and the like.
    FixedAssets = 5, "Fixed Assets" | "FixedAsset";
    /// What fixed assets have lost in value.
    AccumulatedDepreciation = 6, "Accumulated Depreciation";
    /// Other assets.
    OtherAssets = 8, "Other Assets";
    /// What is owed to vendors.
    AccountsPayable = 10, "Accounts Payable" | "Payable";
    /// What is held back from vendors until the end of a job.
    PayableRetainage = 11, "Payable Retainage" | "Payables Retainage";
    /// Other debts due within a year, e.g. sales tax.
    OtherCurrentLiabilities = 12, "Other Current Liabilities" | "OtherCurrentLiability";
    /// Debts due later than in a year.
    LongTermLiabilities = 14, "Long Term Liabilities" | "OtherLiability";
    /// Equity that stays from year to year.
    EquityDoesNotClose = 16, "Equity-doesn't close" | "Equity (does not close)" | "EquityNoClose";
    /// Profit of earlier years.
    RetainedEarnings = 18, "Equity-Retained Earnings" | "Retained Earnings";
    /// Equity that is closed with the year.
    EquityGetsClosed = 19, "Equity-gets closed" | "Equity (gets closed)" | "EquityClose";
    /// Income.
    Income = 21, "Income";
    /// Cost of what was sold.
    CostOfSales = 23, "Cost of Sales" | "CostSales";
    /// Other expenses.
    Expenses = 24, "Expenses" | "Expense";
}

fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl AccountType {
    /// The type of a number in the import file; a number this version does not know is kept as its text.
    pub fn from_code(code: u8) -> Self {
        let known = Self::KNOWN.into_iter().find(|kind| kind.code() == Some(code));
        known.unwrap_or_else(|| Self::Other(code.to_string().into()))
    }
}

/// Reads the words of Sage's screens or of its SDK, without regard to case and punctuation.
impl From<&str> for AccountType {
    fn from(text: &str) -> Self {
        let wanted = letters(text);
        let spelled = |kind: &Self| kind.spellings().iter().any(|word| letters(word) == wanted);
        Self::KNOWN.into_iter().find(spelled).unwrap_or_else(|| Self::Other(text.into()))
    }
}

impl fmt::Display for AccountType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_the_number_of_the_import_file_and_reads_back_from_its_words() {
        let codes = AccountType::KNOWN.iter().map(|kind| kind.code().unwrap()).collect::<Vec<_>>();
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 14, 16, 18, 19, 21, 23, 24]);
        for kind in AccountType::KNOWN {
            assert_eq!(AccountType::from_code(kind.code().unwrap()), kind);
            for word in kind.spellings() {
                assert_eq!(AccountType::from(*word), kind);
                assert_eq!(AccountType::from(&*word.to_uppercase()), kind);
            }
        }
    }

    #[test]
    fn an_unknown_type_keeps_its_words() {
        assert_eq!(AccountType::from("Crypto"), AccountType::Other("Crypto".into()));
        assert_eq!(AccountType::from("Crypto").to_string(), "Crypto");
        assert_eq!(AccountType::from_code(7), AccountType::Other("7".into()));
        assert_eq!(AccountType::from("").code(), None);
    }
}
