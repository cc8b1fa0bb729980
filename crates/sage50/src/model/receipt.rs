//! Receipts.

use paysage_money::{Money, MoneyError};
use serde::{Deserialize, Serialize};

use super::sales_line::count;
use super::{AmountsDue, CardDetails, Description, DocumentError, GlAccount, ItemId, PaymentHead, Reference};
use crate::error::Error;

/// The most lines of a receipt (distributions on accounts receivable of the cash receipts journal).
const MOST_LINES: usize = 154;

/// A line of a receipt; its amounts are above zero, and the variant says the direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReceiptLine {
    /// Settles an invoice, or a part of it.
    Invoice {
        /// The invoice.
        reference: Reference,
        /// How much of it is settled, the discount included.
        amount: Money,
        /// How much of that the customer keeps back as discount; at most the amount.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        discount: Option<Money>,
    },
    /// Uses up a credit of the customer: a credit memo or an earlier prepayment.
    CreditUsed {
        /// The credit memo, or the receipt of the prepayment.
        reference: Reference,
        /// How much of it is used.
        amount: Money,
    },
    /// A sale without invoice.
    DirectSale {
        /// The income account.
        account: GlAccount,
        /// What it brings.
        amount: Money,
        /// What was sold.
        description: Description,
        /// The item of the inventory.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        item: Option<ItemId>,
    },
    /// Money for an invoice that does not exist yet; it stays with the customer as a credit.
    Prepayment {
        /// How much.
        amount: Money,
        /// What it is for.
        description: Description,
    },
}

impl ReceiptLine {
    /// Settles `amount` of an invoice, without discount.
    pub fn invoice(reference: Reference, amount: Money) -> Self {
        Self::Invoice { reference, amount, discount: None }
    }

    /// The line's amount, above zero in every receipt.
    pub fn amount(&self) -> Money {
        match self {
            Self::Invoice { amount, .. }
            | Self::CreditUsed { amount, .. }
            | Self::DirectSale { amount, .. }
            | Self::Prepayment { amount, .. } => *amount,
        }
    }

    /// The discount kept back, when there is one.
    pub fn discount(&self) -> Option<Money> {
        match self {
            Self::Invoice { discount, .. } => *discount,
            _ => None,
        }
    }

    /// What the line adds to the cash received; credits used take away.
    fn cash(&self) -> Result<Money, MoneyError> {
        match self {
            Self::Invoice { amount, discount: Some(discount), .. } => amount.checked_sub(*discount),
            Self::CreditUsed { amount, .. } => amount.checked_neg(),
            _ => Ok(self.amount()),
        }
    }

    fn check(&self) -> Result<(), DocumentError> {
        let above_zero = |what, amount: Money| {
            if amount.is_positive() { Ok(()) } else { Err(DocumentError::NotAboveZero { what, amount }) }
        };
        above_zero("amount of a receipt's line", self.amount())?;
        if let Self::Invoice { reference, amount, discount: Some(discount) } = self {
            above_zero("discount of a receipt's line", *discount)?;
            if amount.checked_sub(*discount)?.is_negative() {
                let reference = reference.as_str().into();
                return Err(DocumentError::DiscountTooLarge { reference, discount: *discount, of: *amount });
            }
        }
        Ok(())
    }
}

/// A receipt: money came from the customer.
///
/// Its amount is the cash received: what is settled of invoices, less discounts, less credits used, plus direct
/// sales, plus prepayments. It balances by construction.
///
/// It may be zero only when credits used pay for what is settled: so an open credit memo is netted with an invoice, or
/// with the check by which its money went back (`RefundStyle::Payments` of the file door).
///
/// Sage takes a second receipt with the same reference without complaint, so a lost answer must be looked up by
/// reference, customer, amount and date, and never repeated.
///
/// ```
/// use paysage_money::{Currency, Money};
/// use sage50::model::{CustomerId, GlAccount, PaymentHead, PaymentMethod, Receipt, ReceiptLine, Reference, Tender};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let tender = Tender::new(GlAccount::new("10300")?, PaymentMethod::new("Credit Card")?);
/// let head = PaymentHead::new(Reference::new("PT1-R")?, CustomerId::new("ACME-001")?, "2026-07-01".parse()?, tender);
/// let usd = |text| Money::parse(text, Currency::Usd);
/// let lines = vec![
///     ReceiptLine::Invoice { reference: Reference::new("INV-1")?, amount: usd("100.00")?, discount: Some(usd("2.00")?) },
///     ReceiptLine::CreditUsed { reference: Reference::new("CM-1")?, amount: usd("30.00")? },
/// ];
/// let receipt = Receipt::new(head, lines, Some(GlAccount::new("49000")?))?;
/// assert_eq!(receipt.amount().to_string(), "68.00");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawReceipt")]
pub struct Receipt {
    head: PaymentHead,
    lines: Vec<ReceiptLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_account: Option<GlAccount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<CardDetails>,
    #[serde(skip)]
    amount: Money,
}

impl Receipt {
    /// A receipt of at least one and at most 154 lines in one currency that brings cash, or nets credits with what they
    /// pay for.
    ///
    /// # Errors
    /// An amount of a line or a discount that is zero or less, a discount above its line's amount or without
    /// `discount_account`, or lines that together bring no cash although no credit is used, or less than none.
    pub fn new(
        head: PaymentHead,
        lines: Vec<ReceiptLine>,
        discount_account: Option<GlAccount>,
    ) -> Result<Self, DocumentError> {
        count("receipt", "lines", lines.len(), MOST_LINES)?;
        let mut amount: Option<Money> = None;
        for line in &lines {
            line.check()?;
            let cash = line.cash()?;
            amount = Some(match amount {
                Some(sum) => sum.checked_add(cash)?,
                None => cash,
            });
        }
        // There is at least one line.
        let amount = amount.ok_or(DocumentError::ZeroTotal { document: "receipt" })?;
        if amount.is_negative() || (amount.is_zero() && !nets(&lines)) {
            return Err(DocumentError::NotAboveZero { what: "cash of the receipt", amount });
        }
        if discount_account.is_none() && lines.iter().any(|line| line.discount().is_some()) {
            return Err(DocumentError::NoDiscountAccount);
        }
        Ok(Self { head, lines, discount_account, card: None, amount })
    }

    /// The common case: cash that settles `amount` of one invoice.
    pub fn of_invoice(head: PaymentHead, invoice: Reference, amount: Money) -> Result<Self, DocumentError> {
        Self::new(head, vec![ReceiptLine::invoice(invoice, amount)], None)
    }

    /// Adds what is kept of the card that paid.
    #[must_use]
    pub fn with_card(mut self, card: CardDetails) -> Self {
        self.card = Some(card);
        self
    }

    /// Checks that no more is settled of an invoice than is due, and no more used of a credit than it holds.
    ///
    /// Several lines on one reference count together.
    ///
    /// # Errors
    /// [`SageDetail::AmountMismatch`](crate::SageDetail::AmountMismatch) with the figures, or
    /// [`SageDetail::UnknownInvoice`](crate::SageDetail::UnknownInvoice) when the books do not hold the reference.
    pub fn check_against(&self, due: &AmountsDue) -> Result<(), Error> {
        due.check(self.settles())
    }

    /// Every reference that it settles or uses up, with the amount; a reference may come more than once.
    pub fn settles(&self) -> impl Iterator<Item = (&Reference, Money)> {
        self.lines.iter().filter_map(|line| match line {
            ReceiptLine::Invoice { reference, amount, .. }
            | ReceiptLine::CreditUsed { reference, amount } => Some((reference, *amount)),
            ReceiptLine::DirectSale { .. } | ReceiptLine::Prepayment { .. } => None,
        })
    }

    /// Reference, customer, day and tender.
    pub fn head(&self) -> &PaymentHead {
        &self.head
    }

    /// Its lines, 1 to 154.
    pub fn lines(&self) -> &[ReceiptLine] {
        &self.lines
    }

    /// The account that discounts are booked on.
    pub fn discount_account(&self) -> Option<&GlAccount> {
        self.discount_account.as_ref()
    }

    /// What is kept of the card that paid, when known.
    pub fn card(&self) -> Option<&CardDetails> {
        self.card.as_ref()
    }

    /// The cash received; zero when credits pay for all that is settled.
    pub fn amount(&self) -> Money {
        self.amount
    }
}

/// Whether credits are used to settle something.
fn nets(lines: &[ReceiptLine]) -> bool {
    let has = |wanted: fn(&ReceiptLine) -> bool| lines.iter().any(wanted);
    has(|line| matches!(line, ReceiptLine::CreditUsed { .. }))
        && has(|line| matches!(line, ReceiptLine::Invoice { .. }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReceipt {
    head: PaymentHead,
    lines: Vec<ReceiptLine>,
    discount_account: Option<GlAccount>,
    card: Option<CardDetails>,
}

impl TryFrom<RawReceipt> for Receipt {
    type Error = DocumentError;

    fn try_from(raw: RawReceipt) -> Result<Self, DocumentError> {
        let receipt = Self::new(raw.head, raw.lines, raw.discount_account)?;
        Ok(Self { card: raw.card, ..receipt })
    }
}

#[cfg(test)]
mod tests;
