//! A payment as it is given, whichever door it comes through.

use chrono::NaiveDate;

use super::super::goods::NewGoods;
use super::super::texts::Texts;
use super::PaymentKind;

/// How many texts stand before the descriptions of the lines; see [`NewPayment::texts`].
pub(super) const HEAD_TEXTS: usize = 7;

/// A receipt, refund or chargeback as it is given; its amounts are zero or above.
#[derive(Debug)]
pub(in crate::sage50) struct NewPayment {
    pub(in crate::sage50) kind: PaymentKind,
    pub(in crate::sage50) reference: Box<str>,
    pub(in crate::sage50) customer: Box<str>,
    pub(in crate::sage50) date: NaiveDate,
    pub(in crate::sage50) cash_account: Box<str>,
    pub(in crate::sage50) amount: i64,
    pub(in crate::sage50) lines: Vec<NewPaymentLine>,
    /// Where discounts are booked; needed if a line takes one.
    pub(in crate::sage50) discount_account: Option<Box<str>>,
    pub(in crate::sage50) details: PaymentDetails,
}

/// What may be left out.
#[derive(Debug, Default)]
pub(in crate::sage50) struct PaymentDetails {
    pub(in crate::sage50) payment_method: Option<Box<str>>,
    pub(in crate::sage50) deposit_ticket: Option<Box<str>>,
    /// The receipt a refund or chargeback takes back.
    pub(in crate::sage50) original: Option<Box<str>>,
    pub(in crate::sage50) authorization_code: Option<Box<str>>,
    pub(in crate::sage50) last_four: Option<Box<str>>,
    pub(in crate::sage50) receipt_number: Option<Box<str>>,
    /// Whether a refund is a check of the payments journal; otherwise it is a receipt of negative amount.
    pub(in crate::sage50) by_check: bool,
    /// What a file says of the lines that settle or reopen something, by their position.
    pub(in crate::sage50) line_notes: Vec<Box<str>>,
}

/// One line of a payment.
#[derive(Debug, Clone)]
pub(in crate::sage50) enum NewPaymentLine {
    /// Settles an invoice; of `amount`, `discount` is not paid.
    Invoice { reference: Box<str>, amount: i64, discount: i64 },
    /// Uses up a credit memo or a prepayment.
    CreditUsed { reference: Box<str>, amount: i64 },
    /// Sells without an invoice; below zero it is a fee kept back.
    DirectSale { account: Box<str>, amount: i64, description: Box<str>, goods: Option<NewGoods> },
    /// Stays on the customer's account: of a receipt a prepayment, of a refund a debt until it is netted.
    OnAccount { receivable: Option<Box<str>>, amount: i64, description: Box<str> },
    /// Takes back what was paid on an invoice.
    Reopened { reference: Box<str>, amount: i64 },
}

impl NewPaymentLine {
    fn description(&self) -> &str {
        match self {
            Self::DirectSale { description, .. } | Self::OnAccount { description, .. } => description,
            Self::Invoice { .. } | Self::CreditUsed { .. } | Self::Reopened { .. } => "",
        }
    }

    /// What the line of a payment of this kind brings in; negative, what it takes out.
    pub(super) fn cash(&self, kind: PaymentKind) -> Option<i64> {
        match self {
            Self::Invoice { amount, discount, .. } => amount.checked_sub(*discount),
            Self::CreditUsed { amount, .. } | Self::Reopened { amount, .. } => amount.checked_neg(),
            Self::OnAccount { amount, .. } if kind != PaymentKind::Receipt => amount.checked_neg(),
            Self::DirectSale { amount, .. } | Self::OnAccount { amount, .. } => Some(*amount),
        }
    }
}

impl NewPayment {
    pub(super) fn texts(&self) -> Texts {
        let optional = [
            self.details.payment_method.as_deref(),
            self.details.deposit_ticket.as_deref(),
            self.details.original.as_deref(),
            self.details.authorization_code.as_deref(),
            self.details.last_four.as_deref(),
            self.details.receipt_number.as_deref(),
        ];
        let head = std::iter::once(&*self.reference).chain(optional.map(Option::unwrap_or_default));
        let notes = self.details.line_notes.iter().map(|note| &**note).chain(std::iter::repeat(""));
        let lines = self.lines.iter().zip(notes).map(|(line, note)| match line.description() {
            "" => note,
            own => own,
        });
        Texts::pack(head.chain(lines))
    }
}
