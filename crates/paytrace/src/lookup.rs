//! What became of a payment whose answer was lost.
//!
//! PayTrace has no idempotency key for cards. After an error whose [`outcome`](crate::Error::outcome) is
//! [`Unknown`](crate::Outcome::Unknown) the payment has to be looked for by the merchant's own invoice id, and sent
//! again only when it is certain that there is nothing. [`Lookup`] says what to look for, [`Search`] compares rows,
//! and `Client::look_up` reads them.
//!
//! # When "not found" may be believed
//! [`Finding::NotFound`] is about what PayTrace shows *now*. A call that timed out can still be on its way: it may be
//! applied after the time-out, and show up later still, since exports "may be slightly time delayed" (North's words;
//! no figure is documented). So:
//!
//! 1. let a quiet time pass after the attempt: the client's time limit, and then some minutes at least;
//! 2. look twice, some minutes apart, and believe only two answers of `NotFound`;
//! 3. meanwhile send nothing else with the same invoice id and amount.
//!
//! `CannotTell` is never "not found": a row that may be the payment could not be read, or has the invoice id and another
//! amount or kind, and a person has to look. Use an invoice id for one payment only, or name the payments you know
//! already by [`Lookup::with_known`].
//!
//! # What counts as the payment
//! The record need not show what was asked for: a surcharge or a tip makes the amount larger, a partial approval makes
//! it smaller, a captured hold shows as a sale. So a charge (sale, authorization, forced or stored sale) with the invoice
//! id is never passed over for its amount or its kind: unless it is exactly what is looked for, it makes the answer
//! `CannotTell`. The same holds for a refund with the invoice id when a refund is looked for. Three sorts of records are
//! passed over whatever their invoice id is:
//!
//! - what was declined or voided, since no money moves by it;
//! - a refund when a charge is looked for, and a charge when a refund is: money went the other way, so it cannot be the
//!   attempt, and every refund has its sale beside it;
//! - what [`Lookup::with_known`] names.
//!
//! # Checks are not seen
//! Checks (ACH) have ids and records of their own, and no export of cards shows them: **a look-up of a check is always
//! "not found", and means nothing**. Find a check of v3 by its idempotency key
//! ([`ReadCheckByKey`](crate::v3::check::ReadCheckByKey)) or in [`ListChecks`](crate::v3::check::ListChecks); v1 has no
//! documented way, so look in PayTrace's Virtual Terminal.

#[cfg(feature = "client")]
mod client;
mod invoice;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use chrono::{DateTime, Days, Utc};
use paysage_money::Money;

use crate::export::DayRange;
use crate::limits;
use crate::wire::{object, scalar};
use crate::{
    BadRow, Dialect, Error, ExportRow, InvoiceId, Status, Transaction, TransactionId, TransactionType,
};

/// How many transactions or rows an answer holds at most of each sort.
pub const LIST_LIMIT: usize = 16;

/// What kind of card payment was attempted. Checks (ACH) have none: a [`Lookup`] never sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttemptKind {
    /// A sale.
    Sale,
    /// An authorization. Once captured it can show as a sale like every other: a sale with its invoice id makes the
    /// answer [`Finding::CannotTell`].
    Authorization,
    /// A refund. PayTrace does not document whether a refund shows the invoice id of its sale: one of the same amount
    /// without an invoice id makes the answer [`Finding::CannotTell`].
    Refund,
}

/// A payment by card to look for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Lookup {
    invoice_id: InvoiceId,
    amount: Money,
    kind: AttemptKind,
    attempted_at: DateTime<Utc>,
    known: BTreeSet<TransactionId>,
    accepts_part: bool,
    dialect: Dialect,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LookupAnswer {
    /// Whether there is a transaction that holds or moves money.
    pub finding: Finding,
    /// Attempts with the same invoice id, amount and kind that the bank declined; [`LIST_LIMIT`] at most.
    pub declined: Vec<Transaction>,
    /// The same that were approved and then voided, by PayTrace itself or by someone; [`LIST_LIMIT`] at most.
    pub voided: Vec<Transaction>,
}

/// Whether the payment is there.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// There is none, as far as PayTrace shows it now. See the [module](self) for when to believe it.
    NotFound,
    /// There is exactly one.
    Found(Box<Transaction>),
    /// There is more than one: an invoice id was used twice, or the customer was charged twice.
    Several {
        /// The first of them, [`LIST_LIMIT`] at most.
        first: Vec<Transaction>,
        /// How many there are.
        count: u64,
    },
    /// None was found, but one of these may be it.
    CannotTell {
        /// Rows that cannot be read, and whose readable fields do not speak against it; [`LIST_LIMIT`] at most.
        unreadable: Vec<BadRow>,
        /// Transactions with the invoice id, or one of the same letters and digits, that are not exactly what is looked
        /// for: another amount, or another kind of charge. Refunds of the same amount without an invoice id, when a
        /// refund is looked for. [`LIST_LIMIT`] at most.
        similar: Vec<Transaction>,
    },
}

impl Lookup {
    /// Looks for a payment of `amount` with `invoice_id` that was attempted at a moment of this machine's clock.
    ///
    /// The moment only chooses the days that are read; a clock that is wrong by minutes does no harm.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is below 0.00, not in US dollars, or has more
    /// than 12 characters.
    pub fn new(
        invoice_id: InvoiceId,
        amount: Money,
        kind: AttemptKind,
        attempted_at: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let amount = limits::not_negative("amount", amount)?;
        let (known, accepts_part, dialect) = (BTreeSet::new(), false, Dialect::V1);
        Ok(Self { invoice_id, amount, kind, attempted_at, known, accepts_part, dialect })
    }

    /// Passes over transactions that are known to belong to other attempts.
    #[must_use]
    pub fn with_known(mut self, ids: impl IntoIterator<Item = TransactionId>) -> Self {
        self.known.extend(ids);
        self
    }

    /// Takes smaller amounts too, for calls that let the bank approve a part.
    #[must_use]
    pub fn with_partial_approval(mut self) -> Self {
        self.accepts_part = true;
        self
    }

    /// Says in which dialect's export `Client::look_up` reads; v1's unless set.
    ///
    /// Both show the payments of either dialect. An account that has one dialect only needs that one; v3's export names
    /// the invoice `invoice_id` or `invoice_number`, and both are read.
    #[must_use]
    pub fn with_dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// The days to read: wherever the gateway's zone is, a payment of the attempt, or one that was applied hours late,
    /// is within them, even if PayTrace leaves out the last day.
    pub fn days(&self) -> DayRange {
        let day = self.attempted_at.date_naive();
        DayRange {
            first: day.checked_sub_days(Days::new(1)).unwrap_or(day),
            last: day.checked_add_days(Days::new(2)).unwrap_or(day),
        }
    }

    /// Starts to compare rows.
    pub fn search(&self) -> Search<'_> {
        Search {
            lookup: self,
            found: Bounded::default(),
            similar: Bounded::default(),
            declined: Bounded::default(),
            voided: Bounded::default(),
            unreadable: Bounded::default(),
        }
    }

    fn fits_amount(&self, amount: Money) -> bool {
        let is_part = || amount.is_positive() && amount.checked_cmp(self.amount) == Ok(Ordering::Less);
        amount == self.amount || (self.accepts_part && is_part())
    }

    /// Whether a record can be of the attempted kind; a word that nobody knows can.
    fn fits_kind(&self, kind: &TransactionType) -> Fit {
        match (kind, self.kind) {
            (TransactionType::Other(_), _)
            | (TransactionType::Sale | TransactionType::StoreAndForward, AttemptKind::Sale)
            | (
                TransactionType::Authorization | TransactionType::StoreAndForward,
                AttemptKind::Authorization,
            )
            | (TransactionType::Refund, AttemptKind::Refund) => Fit::Same,
            (TransactionType::Void | TransactionType::Refund, _) | (_, AttemptKind::Refund) => Fit::Other,
            _ => Fit::Related,
        }
    }

    fn compare_invoice(&self, found: Option<&str>) -> Likeness {
        let asked = self.invoice_id.as_str().trim();
        match found.map(str::trim) {
            Some(found) if found == asked => Likeness::Same,
            Some(found) if invoice::are_alike(found, asked) => Likeness::Similar,
            None if self.kind == AttemptKind::Refund => Likeness::Unsaid,
            _ => Likeness::Other,
        }
    }

    /// Whether nothing that can be read of a bad row speaks against it. A row of a decline or a void moves no money.
    fn may_be(&self, bad: &BadRow, row: &ExportRow) -> bool {
        let known = bad.id.is_some_and(|id| self.known.contains(&id));
        let idle = matches!(bad.status, Some(Status::Declined | Status::Voided));
        let other = bad.kind.as_ref().is_some_and(|kind| self.fits_kind(kind) == Fit::Other);
        let fits_amount = || bad.amount.is_none_or(|amount| self.fits_amount(amount));
        !known
            && !idle
            && !other
            && match self.invoice_of_bad(row) {
                Likeness::Same | Likeness::Similar => true,
                Likeness::Unsaid => fits_amount(),
                Likeness::Other => false,
            }
    }

    /// v3 has two words for the invoice.
    fn invoice_of_bad(&self, row: &ExportRow) -> Likeness {
        let text = str::from_utf8(row.raw()).unwrap_or_default();
        let ([id, number], flaw) = object::read(text, &["invoice_id", "invoice_number"]);
        // A row that is damaged as a whole proves nothing by what is missing from it.
        let (Ok(id), Ok(number), None) = (scalar::text(id), scalar::text(number), flaw) else {
            return Likeness::Unsaid;
        };
        let of = |found: Option<&str>| self.compare_invoice(found);
        match (id.as_deref(), number.as_deref()) {
            (None, found) | (found, None) => of(found),
            (id, number) => match of(id) {
                Likeness::Other => of(number),
                like => like,
            },
        }
    }
}

/// How a record's type fits what was attempted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Same,
    /// Another kind of charge than the attempted one. PayTrace can show the attempt so, as a captured hold as a sale.
    Related,
    Other,
}

/// How a record's invoice id is like the one that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    Same,
    /// It may have been written differently on its way.
    Similar,
    /// It cannot be read, or is missing where PayTrace may leave it out: the amount has to tell.
    Unsaid,
    Other,
}

/// Compares rows with a [`Lookup`], in memory that does not grow.
#[derive(Debug, Clone)]
pub struct Search<'a> {
    lookup: &'a Lookup,
    found: Bounded<Transaction>,
    similar: Bounded<Transaction>,
    declined: Bounded<Transaction>,
    voided: Bounded<Transaction>,
    unreadable: Bounded<BadRow>,
}

impl Search<'_> {
    /// Takes one row of an export.
    pub fn add(&mut self, row: &ExportRow) {
        let lookup = self.lookup;
        match &row.content {
            Ok(transaction) => self.add_transaction(transaction),
            Err(bad) if lookup.may_be(bad, row) => self.unreadable.push(bad, |_| false),
            Err(_) => {}
        }
    }

    fn add_transaction(&mut self, found: &Transaction) {
        let lookup = self.lookup;
        let same = |kept: &Transaction| kept.id == found.id;
        let invoice = lookup.compare_invoice(found.invoice_id.as_deref());
        if lookup.known.contains(&found.id) || invoice == Likeness::Other {
            return;
        }
        let kind = lookup.fits_kind(&found.kind);
        let fits_amount = lookup.fits_amount(found.amount);
        let is_exact = fits_amount && kind == Fit::Same && invoice == Likeness::Same;
        if found.status == Status::Voided || found.kind == TransactionType::Void {
            let is_kind = kind != Fit::Other || found.kind == TransactionType::Void;
            if fits_amount && is_kind && invoice == Likeness::Same {
                self.voided.push(found, same);
            }
        } else if found.status == Status::Declined {
            if is_exact {
                self.declined.push(found, same);
            }
        } else if is_exact {
            self.found.push(found, same);
        } else if kind != Fit::Other && (fits_amount || invoice != Likeness::Unsaid) {
            self.similar.push(found, same);
        }
    }

    /// The answer, once **all** rows of a complete export were taken.
    pub fn finish(self) -> LookupAnswer {
        let Bounded { first, count } = self.found;
        let finding = match (<[Transaction; 1]>::try_from(first), count) {
            (Ok([transaction]), 1) => Finding::Found(Box::new(transaction)),
            (Ok([transaction]), count) => Finding::Several { first: vec![transaction], count },
            (Err(first), count) if count > 0 => Finding::Several { first, count },
            _ if self.unreadable.count > 0 || self.similar.count > 0 => {
                Finding::CannotTell { unreadable: self.unreadable.first, similar: self.similar.first }
            }
            _ => Finding::NotFound,
        };
        LookupAnswer { finding, declined: self.declined.first, voided: self.voided.first }
    }
}

/// The first of many, and how many there are.
#[derive(Debug, Clone)]
struct Bounded<T> {
    first: Vec<T>,
    count: u64,
}

impl<T> Default for Bounded<T> {
    fn default() -> Self {
        Self { first: Vec::new(), count: 0 }
    }
}

impl<T: Clone> Bounded<T> {
    /// Takes one more, unless it is one of the kept again.
    fn push(&mut self, item: &T, same: impl Fn(&T) -> bool) {
        if self.first.iter().any(same) {
            return;
        }
        self.count = self.count.saturating_add(1);
        if self.first.len() < LIST_LIMIT {
            self.first.push(item.clone());
        }
    }
}

#[cfg(test)]
mod tests;
