//! What invoices and credit memos still hold open.

use std::collections::BTreeMap;

use paysage_money::Money;

use super::Reference;
use super::document::folded;
use crate::error::{Error, SageDetail};

/// What is still open of invoices and credit memos, as the books say: of an invoice what is owed, of a credit memo
/// what is unused. References are told apart as Sage does, without regard to case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AmountsDue(BTreeMap<String, Money>);

impl AmountsDue {
    /// Nothing known yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes what is open of an invoice or credit memo; a later word replaces an earlier one.
    pub fn insert(&mut self, reference: &Reference, open: Money) {
        self.0.insert(folded(reference.as_str()), open);
    }

    /// What is open of an invoice or credit memo; `None` when the books hold none with this reference.
    pub fn get(&self, reference: &Reference) -> Option<Money> {
        self.0.get(&folded(reference.as_str())).copied()
    }

    /// Checks that what is asked of each reference, all its parts together, is open there.
    pub(super) fn check<'a>(
        &self,
        parts: impl IntoIterator<Item = (&'a Reference, Money)>,
    ) -> Result<(), Error> {
        let mut asked: BTreeMap<String, Money> = BTreeMap::new();
        for (reference, part) in parts {
            let sum = asked.entry(folded(reference.as_str())).or_insert(Money::zero(part.currency()));
            *sum = sum.checked_add(part).map_err(|error| Error::own(SageDetail::Validation, error))?;
            let due = self.get(reference).ok_or_else(|| {
                Error::own(SageDetail::UnknownInvoice, format_args!("{reference} is not in the books"))
            })?;
            let rest = due.checked_sub(*sum).map_err(|error| Error::own(SageDetail::Validation, error))?;
            if rest.is_negative() {
                return Err(Error::own(
                    SageDetail::AmountMismatch,
                    format_args!("{sum} {} is applied to {reference}, of which {due} is due", due.currency()),
                ));
            }
        }
        Ok(())
    }
}

impl<'a> FromIterator<(&'a Reference, Money)> for AmountsDue {
    fn from_iter<I: IntoIterator<Item = (&'a Reference, Money)>>(items: I) -> Self {
        let mut due = Self::new();
        for (reference, open) in items {
            due.insert(reference, open);
        }
        due
    }
}
