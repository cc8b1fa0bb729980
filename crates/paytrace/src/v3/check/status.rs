//! Where a check stands.

use std::fmt;

/// Where a check stands, in v3's words.
///
/// Source: North's B2B API specification 3.1, page `ACHTransactionRecords`, read 2026-11; it does not document what
/// the words mean. A check that has settled can come back weeks later: none of these is final but those by which no
/// money ever moved.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CheckStatus {
    /// `INITIATED`: taken by PayTrace.
    Initiated,
    /// `ACCEPTED`.
    Accepted,
    /// `VOIDED`: taken back before it went to the bank.
    Voided,
    /// `ORIGINATED`: on its way to the bank.
    Originated,
    /// `SETTLED`.
    Settled,
    /// `PARTIALLY_SETTLED`.
    PartiallySettled,
    /// `ERROR`.
    Error,
    /// `DECLINED`.
    Declined,
    /// `NSF_DECLINED`: not sufficient funds.
    NsfDeclined,
    /// `REJECTED`.
    Rejected,
    /// `FAILED`.
    Failed,
    /// `VERIFYING`.
    Verifying,
    /// `RETURNED`: came back from the bank, maybe after it had settled.
    Returned,
    /// `TECHNICAL_ERROR`.
    TechnicalError,
    /// Any other word, as it came.
    Other(Box<str>),
}

impl CheckStatus {
    /// All that are known.
    pub const KNOWN: [Self; 14] = [
        Self::Initiated,
        Self::Accepted,
        Self::Voided,
        Self::Originated,
        Self::Settled,
        Self::PartiallySettled,
        Self::Error,
        Self::Declined,
        Self::NsfDeclined,
        Self::Rejected,
        Self::Failed,
        Self::Verifying,
        Self::Returned,
        Self::TechnicalError,
    ];

    /// Reads PayTrace's word, in any case.
    pub fn read(word: &str) -> Self {
        let word = word.trim();
        let known = Self::KNOWN.into_iter().find(|known| known.as_str().eq_ignore_ascii_case(word));
        known.unwrap_or_else(|| Self::Other(word.into()))
    }

    /// PayTrace's word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Initiated => "INITIATED",
            Self::Accepted => "ACCEPTED",
            Self::Voided => "VOIDED",
            Self::Originated => "ORIGINATED",
            Self::Settled => "SETTLED",
            Self::PartiallySettled => "PARTIALLY_SETTLED",
            Self::Error => "ERROR",
            Self::Declined => "DECLINED",
            Self::NsfDeclined => "NSF_DECLINED",
            Self::Rejected => "REJECTED",
            Self::Failed => "FAILED",
            Self::Verifying => "VERIFYING",
            Self::Returned => "RETURNED",
            Self::TechnicalError => "TECHNICAL_ERROR",
            Self::Other(word) => word,
        }
    }

    /// Whether the check was turned away, so that no money moves by it.
    pub fn is_turned_away(&self) -> bool {
        matches!(self, Self::Declined | Self::NsfDeclined | Self::Rejected)
    }
}

impl fmt::Display for CheckStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_it_is_written_and_unknown_ones_are_kept() {
        for known in CheckStatus::KNOWN {
            assert_eq!(CheckStatus::read(&known.to_string().to_lowercase()), known);
        }
        assert_eq!(CheckStatus::read(" HELD "), CheckStatus::Other("HELD".into()));
    }
}
