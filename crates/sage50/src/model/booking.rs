//! Where the money of a document goes: its accounts, and the documents it settles.

use std::collections::BTreeMap;
use std::fmt;

use paysage_money::{Money, MoneyError};
use serde::{Deserialize, Serialize};

use super::document::{Difference, folded};
use super::{CreditMemo, Document, GlAccount, InvoiceLine, JournalEntry, Receipt, ReceiptLine, Side};

/// Accounts and settled documents of an entry, as far as the books said; what they did not say is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Booking {
    /// The receivable account of an order, invoice or credit memo; the cash account of a payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Box<str>>,
    /// The account that discounts of a receipt are booked on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_account: Option<Box<str>>,
    /// What the lines do, each share once, none of zero, in order. An entry whose lines cannot be read exactly has
    /// no parts, which no document has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<Part>>,
}

/// A share of an entry's money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Whose share it is.
    pub share: Share,
    /// How much; of a journal entry below zero where the account is credited.
    pub amount: Money,
}

/// Whose a share of an entry's money is. Accounts and references are in small letters, as Sage does not tell case apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// An account's: income and tax of a sale, a direct sale of a receipt, both sides of a journal entry.
    Account(Box<str>),
    /// Settles this document, or opens it again; of a credit memo, the invoice it reduces.
    Settles(Box<str>),
    /// Discount on this invoice, part of what settles it.
    Discount(Box<str>),
    /// Uses up this credit of the customer.
    CreditUsed(Box<str>),
    /// Stays open as a prepayment.
    Prepayment,
}

impl Share {
    const fn field(&self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Settles(_) => "settled document",
            Self::Discount(_) => "discount",
            Self::CreditUsed(_) => "credit used",
            Self::Prepayment => "prepayment",
        }
    }
}

/// The account or reference, e.g. `40000`.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(name) | Self::Settles(name) | Self::Discount(name) | Self::CreditUsed(name) => {
                f.pad(name)
            }
            Self::Prepayment => f.pad("prepayment"),
        }
    }
}

/// Adds up shares; what has the same name is one.
#[derive(Debug, Default)]
pub(crate) struct Shares(BTreeMap<Share, Money>);

impl Shares {
    /// Adds a share named as it stands somewhere.
    pub(crate) fn add(
        &mut self,
        share: impl FnOnce(Box<str>) -> Share,
        name: &str,
        amount: Money,
    ) -> Result<(), MoneyError> {
        let share = share(folded(name).into());
        let sum = self.0.get(&share).map_or(Ok(amount), |sum| sum.checked_add(amount))?;
        self.0.insert(share, sum);
        Ok(())
    }

    /// All of them.
    pub(crate) fn parts(self) -> Vec<Part> {
        let parts = self.0.into_iter().filter(|(_, amount)| !amount.is_zero());
        parts.map(|(share, amount)| Part { share, amount }).collect()
    }
}

impl Booking {
    /// Of a document.
    pub(super) fn of(document: &Document) -> Self {
        let mut shares = Shares::default();
        // The total of a document fits, so its parts do.
        let parts = fill(document, &mut shares).is_ok().then(|| shares.parts());
        let head = document.sale_head().map(|head| &head.receivable);
        let account = head.or_else(|| document.payment_head().map(|head| &head.tender.cash_account));
        let discount_account = match document {
            Document::Receipt(receipt) => receipt.discount_account(),
            _ => None,
        };
        let id = |account: &GlAccount| account.as_str().into();
        Self {
            account: account.map(id),
            discount_account: discount_account.map(id),
            parts: parts.filter(|parts| !parts.is_empty()),
        }
    }

    /// Where `theirs`, as far as it says anything, differs.
    pub(crate) fn compare(&self, theirs: &Self) -> Vec<Difference> {
        let mut differences = Vec::new();
        let accounts = [
            ("account", &self.account, &theirs.account),
            ("discount account", &self.discount_account, &theirs.discount_account),
        ];
        for (field, ours, theirs) in accounts {
            if let (Some(ours), Some(theirs)) = (ours, theirs)
                && folded(ours) != folded(theirs)
            {
                differences.push(Difference { field, ours: ours.to_string(), theirs: theirs.to_string() });
            }
        }
        if let (Some(ours), Some(theirs)) = (&self.parts, &theirs.parts) {
            let missing = |parts: &[Part], other: &Part| !parts.contains(other);
            let ours_alone = ours.iter().filter(|part| missing(theirs, part));
            for part in ours_alone {
                let other = theirs.iter().find(|other| other.share == part.share);
                differences.push(difference(&part.share, Some(part), other));
            }
            for part in theirs.iter().filter(|part| !ours.iter().any(|one| one.share == part.share)) {
                differences.push(difference(&part.share, None, Some(part)));
            }
        }
        differences
    }
}

fn difference(share: &Share, ours: Option<&Part>, theirs: Option<&Part>) -> Difference {
    let words = |part: Option<&Part>| {
        part.map_or_else(|| format!("{share} not at all"), |part| format!("{share} with {}", part.amount))
    };
    Difference { field: share.field(), ours: words(ours), theirs: words(theirs) }
}

fn fill(document: &Document, shares: &mut Shares) -> Result<(), MoneyError> {
    match document {
        Document::SalesOrder(order) => goods(order.lines(), shares),
        Document::Invoice(invoice) => goods(invoice.lines(), shares),
        Document::CreditMemo(memo) => credit_memo(memo, shares),
        Document::Receipt(receipt) => lines_of(receipt, shares),
        Document::Refund(refund) => refund
            .applies()
            .iter()
            .try_for_each(|part| shares.add(Share::Settles, part.reference().as_str(), part.amount())),
        Document::Chargeback(back) => shares.add(Share::Settles, back.invoice().as_str(), back.amount()),
        Document::JournalEntry(entry) => journal(entry, shares),
        Document::Customer(_) | Document::Product(_) | Document::StockAdjustment(_) => Ok(()),
    }
}

fn goods(lines: &[InvoiceLine], shares: &mut Shares) -> Result<(), MoneyError> {
    lines.iter().try_for_each(|line| shares.add(Share::Account, line.account().as_str(), line.amount()))
}

fn credit_memo(memo: &CreditMemo, shares: &mut Shares) -> Result<(), MoneyError> {
    goods(memo.lines(), shares)?;
    match &memo.details().applies_to {
        Some(invoice) => shares.add(Share::Settles, invoice.as_str(), memo.total()),
        None => Ok(()),
    }
}

fn lines_of(receipt: &Receipt, shares: &mut Shares) -> Result<(), MoneyError> {
    for line in receipt.lines() {
        match line {
            ReceiptLine::Invoice { reference, amount, discount } => {
                shares.add(Share::Settles, reference.as_str(), *amount)?;
                if let Some(discount) = discount {
                    shares.add(Share::Discount, reference.as_str(), *discount)?;
                }
            }
            ReceiptLine::CreditUsed { reference, amount } => {
                shares.add(Share::CreditUsed, reference.as_str(), *amount)?;
            }
            ReceiptLine::DirectSale { account, amount, .. } => {
                shares.add(Share::Account, account.as_str(), *amount)?;
            }
            ReceiptLine::Prepayment { amount, .. } => shares.add(|_| Share::Prepayment, "", *amount)?,
        }
    }
    Ok(())
}

fn journal(entry: &JournalEntry, shares: &mut Shares) -> Result<(), MoneyError> {
    for line in entry.lines() {
        let amount = match line.side() {
            Side::Debit => line.amount(),
            Side::Credit => line.amount().checked_neg()?,
        };
        shares.add(Share::Account, line.account().as_str(), amount)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
