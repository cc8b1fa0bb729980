//! What narrows an export down.

use crate::{CustomerId, Outgoing, TransactionId};

/// Which transactions an export holds. PayTrace's words mix kinds and states.
///
/// Source: a public connector's list of the filter's values, read 2026-11; `FORCE` from the older interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransactionFilter {
    /// `SALE`.
    Sale,
    /// `AUTHORIZATION`.
    Authorization,
    /// `STR/FWD`: stored to be sent later.
    StoreAndForward,
    /// `REFUND`.
    Refund,
    /// `VOID`.
    Void,
    /// `FORCE`: sales approved outside the gateway.
    Force,
    /// `SETTLED`: whose batch has settled. PayTrace does not document whether the days of an export then are the
    /// days of settlement.
    Settled,
    /// `PENDING`: that settle with the next batch.
    Pending,
    /// `DECLINED`.
    Declined,
}

impl TransactionFilter {
    /// PayTrace's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sale => "SALE",
            Self::Authorization => "AUTHORIZATION",
            Self::StoreAndForward => "STR/FWD",
            Self::Refund => "REFUND",
            Self::Void => "VOID",
            Self::Force => "FORCE",
            Self::Settled => "SETTLED",
            Self::Pending => "PENDING",
            Self::Declined => "DECLINED",
        }
    }
}

paysage_money::text_newtype! {
    /// A text that records of an export must hold (`including_text`).
    ///
    /// PayTrace does not document which fields are searched, nor whether case and parts of words count: what comes is
    /// to be compared, and what does not come proves nothing. The limit is this crate's.
    pub struct IncludingText("text to look for", 255);
}

/// The filters that all exports of transactions share.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Filters {
    pub(super) transaction_id: Option<TransactionId>,
    pub(super) transaction_type: Option<TransactionFilter>,
    pub(super) customer_id: Option<CustomerId>,
    pub(super) including_text: Option<IncludingText>,
    pub(super) include_bin: bool,
}

impl Filters {
    pub(super) fn add_to(&self, outgoing: Outgoing) -> Outgoing {
        outgoing
            .with_some("transaction_id", self.transaction_id.map(TransactionId::get))
            .with_some("transaction_type", self.transaction_type.map(TransactionFilter::as_str))
            .with_some("customer_id", self.customer_id.as_ref().map(CustomerId::as_str))
            .with_some("including_text", self.including_text.as_ref().map(IncludingText::as_str))
            .with_some("include_bin", self.include_bin.then_some(true))
    }
}

/// Gives an export with a field `filters` the setters that all share.
macro_rules! filter_setters {
    ($export:ident) => {
        impl $export {
            /// Only transactions of this kind or state.
            #[must_use]
            pub fn with_transaction_type(mut self, kind: super::TransactionFilter) -> Self {
                self.filters.transaction_type = Some(kind);
                self
            }

            /// Only transactions of one customer of the vault.
            #[must_use]
            pub fn with_customer_id(mut self, id: $crate::CustomerId) -> Self {
                self.filters.customer_id = Some(id);
                self
            }

            /// Only transactions that hold a text somewhere.
            #[must_use]
            pub fn with_including_text(mut self, text: super::IncludingText) -> Self {
                self.filters.including_text = Some(text);
                self
            }

            /// Shows the first six digits of card numbers too, beside the last four (`include_bin`).
            #[must_use]
            pub fn with_bin(mut self) -> Self {
                self.filters.include_bin = true;
                self
            }
        }
    };
}

pub(super) use filter_setters;
