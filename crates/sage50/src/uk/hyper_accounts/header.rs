//! Rows of the audit trail that stand for one document each.

use chrono::NaiveDate;
use paysage_money::{Currency, Money};

use super::number;
use super::search::Row;
use crate::error::{Error, SageDetail};
use crate::model::{Booking, Found, Kind, same_reference};

/// How the details of our own bookings begin whose type alone does not tell what they are.
pub(super) const REFUND: &str = "Refund: ";
pub(super) const CHARGEBACK: &str = "Chargeback: ";
pub(super) const DISCOUNT: &str = "Discount: ";
/// What the details of invoices and credit memos may therefore not begin with.
pub(super) const MARKS: [&str; 3] = [REFUND, CHARGEBACK, DISCOUNT];

/// A row of the audit trail.
#[derive(Debug, Clone)]
pub(super) struct AuditHeader {
    pub(super) kind: Box<str>,
    pub(super) reference: Box<str>,
    pub(super) account: Option<Box<str>>,
    pub(super) date: Option<NaiveDate>,
    pub(super) gross: Option<Money>,
    pub(super) outstanding: Option<Money>,
    /// The number that an answer to a post names.
    pub(super) header: Box<str>,
    /// The number by which a payment is allocated.
    pub(super) transaction: Option<u64>,
    pub(super) deleted: bool,
    details: Box<str>,
    /// The bank account of a payment.
    bank: Option<Box<str>>,
}

/// The types of a kind of document in the audit trail; none when a row there is no document of its own.
pub(super) const fn types(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Invoice | Kind::Refund | Kind::Chargeback => &["SI"],
        Kind::CreditMemo => &["SC"],
        Kind::Receipt => &["SA", "SR"],
        _ => &[],
    }
}

impl AuditHeader {
    pub(super) fn read(row: Row<'_>, currency: Currency) -> Result<Self, Error> {
        let money = |field| number::money(row.value(field), currency);
        // Credits and receipts may be shown below zero; the type says the direction.
        let unsigned =
            |amount: Money| if amount.is_negative() { amount.checked_neg().ok() } else { Some(amount) };
        let kind = row.needed("type")?;
        let gross = money("grossAmount").filter(|gross| {
            let (net, tax) = (money("netAmount"), money("taxAmount"));
            net.zip(tax).is_none_or(|(net, tax)| net.checked_add(tax) == Ok(*gross))
        });
        let direct = &*kind == "SI";
        let payment = matches!(&*kind, "SA" | "SR");
        Ok(Self {
            gross: gross.and_then(|gross| if direct { Some(gross) } else { unsigned(gross) }),
            outstanding: money("outstanding").and_then(unsigned),
            kind,
            reference: row.text("invRef").unwrap_or_default(),
            account: row.text("accountRef"),
            date: row.date("date"),
            header: row.needed("headerNumber")?,
            transaction: row.needed("tranNumber")?.parse().ok(),
            deleted: row.flag("deletedFlag"),
            details: row.text("details").unwrap_or_default(),
            bank: row.text("bankCode").filter(|_| payment),
        })
    }

    pub(super) fn is(&self, reference: &str, account: Option<&str>) -> bool {
        let same = |text: &str| self.account.as_deref().is_some_and(|theirs| same_reference(text, theirs));
        same_reference(reference, &self.reference) && account.is_none_or(same)
    }

    /// Whether it is the discount of a receipt, which is no document of its own.
    pub(super) fn is_discount(&self) -> bool {
        &*self.kind == "SC" && self.details.starts_with(DISCOUNT)
    }

    /// What kind of document it is.
    pub(super) fn document(&self) -> Option<Kind> {
        match &*self.kind {
            "SI" if self.details.starts_with(REFUND) => Some(Kind::Refund),
            "SI" if self.details.starts_with(CHARGEBACK) => Some(Kind::Chargeback),
            "SI" => Some(Kind::Invoice),
            "SC" if !self.is_discount() => Some(Kind::CreditMemo),
            "SA" | "SR" => Some(Kind::Receipt),
            _ => None,
        }
    }

    /// What of it is not settled yet.
    ///
    /// # Errors
    /// An entry that does not say it: a document that settles it cannot be booked, others can.
    pub(super) fn still_open(&self) -> Result<Money, Error> {
        let unclear = || {
            let words = format_args!("the books do not say what is outstanding of {}", self.reference);
            Error::own(SageDetail::AmountMismatch, words)
        };
        self.outstanding.ok_or_else(unclear)
    }

    /// Whether it charges back the receipt with this reference, whatever invoice it names.
    pub(super) fn charges_back(&self, receipt: &str) -> bool {
        let named = self.details.strip_prefix(CHARGEBACK).filter(|_| &*self.kind == "SI");
        let same = |named: &str| same_reference(named, receipt);
        // The invoice stands behind the receipt, and may be left away.
        named.is_some_and(|named| {
            named
                .split_at_checked(receipt.len())
                .is_some_and(|(first, rest)| same(first) && (rest.is_empty() || rest.starts_with(' ')))
        })
    }

    /// Whether at least this much of it is allocated.
    pub(super) fn has_settled(&self, amount: Money) -> bool {
        let settled = self.gross.zip(self.outstanding).map(|(gross, open)| gross.checked_sub(open));
        let Some(Ok(settled)) = settled else { return false };
        settled.checked_sub(amount).is_ok_and(|rest| !rest.is_negative())
    }

    pub(super) fn found(&self, kind: Kind) -> Found {
        Found {
            key: self.header.clone(),
            kind,
            reference: self.reference.clone(),
            customer: self.account.clone(),
            date: self.date,
            amount: self.gross,
            stock: None,
            status: self.deleted.then(|| "Deleted".into()),
            voided: self.deleted,
            incomplete: None,
            booking: Booking { account: self.bank.clone(), ..Booking::default() },
        }
    }
}
