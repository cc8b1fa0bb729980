//! What kind of transaction a record is.

use std::fmt;

/// The kind of a card transaction, as `transaction_type` says it.
///
/// An authorization that is captured keeps its record: the gateway may go on calling it an authorization
/// while its [`Status`](crate::Status) moves to pending and settled.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TransactionType {
    /// `SALE`: takes money.
    Sale,
    /// `AUTHORIZATION`: holds money; takes it only when captured.
    Authorization,
    /// `REFUND`: gives money back. The amount of the record is positive all the same.
    Refund,
    /// `VOID`: takes a transaction back before it settles.
    Void,
    /// `FORCE`: a sale approved outside the gateway.
    Force,
    /// `STR/FWD`: stored to be sent later.
    StoreAndForward,
    /// Any other word, as it came.
    Other(Box<str>),
}

impl TransactionType {
    /// Reads the gateway's word, in any case.
    pub fn read(word: &str) -> Self {
        let known =
            [Self::Sale, Self::Authorization, Self::Refund, Self::Void, Self::Force, Self::StoreAndForward];
        known
            .into_iter()
            .find(|kind| kind.as_str().eq_ignore_ascii_case(word))
            .unwrap_or_else(|| Self::Other(word.into()))
    }

    /// The gateway's word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Sale => "SALE",
            Self::Authorization => "AUTHORIZATION",
            Self::Refund => "REFUND",
            Self::Void => "VOID",
            Self::Force => "FORCE",
            Self::StoreAndForward => "STR/FWD",
            Self::Other(word) => word,
        }
    }
}

impl fmt::Display for TransactionType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_any_case_and_unknown_ones_are_kept() {
        assert_eq!(TransactionType::read("SALE"), TransactionType::Sale);
        assert_eq!(TransactionType::read("str/fwd"), TransactionType::StoreAndForward);
        assert_eq!(TransactionType::read("Cash Advance"), TransactionType::Other("Cash Advance".into()));
        assert_eq!(TransactionType::read("Cash Advance").as_str(), "Cash Advance");
    }
}
