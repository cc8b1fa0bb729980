//! Receipts, and what receipts and refunds share.

use chrono::NaiveDate;
use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::sales_line::total_of;
use super::{
    AuthorizationCode, CustomerId, DepositTicketId, DocumentError, GlAccount, LastFour, PaymentMethod,
    Reference,
};

/// The most invoices of a receipt (distributions on accounts receivable of the cash receipts journal).
const MOST_APPLIED: usize = 154;

/// Where the money of a receipt or refund lies and how it came or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tender {
    /// The cash account the money is booked on, e.g. card deposits in transit.
    pub cash_account: GlAccount,
    /// The payment method as the company's receipt defaults name it.
    pub payment_method: PaymentMethod,
    /// The deposit ticket; Sage takes the date when there is none, so unrelated receipts of a day would merge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit_ticket: Option<DepositTicketId>,
}

impl Tender {
    /// A tender without deposit ticket.
    pub fn new(cash_account: GlAccount, payment_method: PaymentMethod) -> Self {
        Self { cash_account, payment_method, deposit_ticket: None }
    }

    /// Sets the deposit ticket.
    #[must_use]
    pub fn with_deposit_ticket(mut self, ticket: DepositTicketId) -> Self {
        self.deposit_ticket = Some(ticket);
        self
    }
}

/// A part of a receipt's (or refund's) amount, above zero, and the invoice (or credit memo) it settles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawApplied")]
pub struct Applied {
    invoice: Reference,
    amount: Money,
}

impl Applied {
    /// Applies `amount`, which must be above zero, to the invoice or credit memo.
    pub fn new(invoice: Reference, amount: Money) -> Result<Self, DocumentError> {
        if amount.is_negative() {
            return Err(DocumentError::NegativeAmount { line: "applied part", amount });
        }
        if amount.is_zero() {
            return Err(DocumentError::ZeroApplied { reference: invoice.as_str().into() });
        }
        Ok(Self { invoice, amount })
    }

    /// The reference of the invoice (of a receipt) or credit memo (of a refund).
    pub fn invoice(&self) -> &Reference {
        &self.invoice
    }

    /// The amount applied, above zero.
    pub fn amount(&self) -> Money {
        self.amount
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawApplied {
    invoice: Reference,
    amount: Money,
}

impl TryFrom<RawApplied> for Applied {
    type Error = DocumentError;

    fn try_from(raw: RawApplied) -> Result<Self, DocumentError> {
        Self::new(raw.invoice, raw.amount)
    }
}

/// The sum of what is applied: at least one part, one currency.
pub(super) fn applied_total(document: &'static str, applies: &[Applied]) -> Result<Money, DocumentError> {
    total_of(document, "applied parts", MOST_APPLIED, applies.iter().map(|part| part.amount))
}

/// What may be kept of the card that paid: never its number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardDetails {
    /// The processor's authorization code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_code: Option<AuthorizationCode>,
    /// The last four digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last4: Option<LastFour>,
}

/// A receipt: money came from the customer and settles invoices; its amount is the sum applied.
///
/// Sage takes a second receipt with the same reference without complaint, so a lost answer must be looked up by
/// reference, customer, amount and date, and never repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawReceipt")]
pub struct Receipt {
    reference: Reference,
    customer: CustomerId,
    date: NaiveDate,
    tender: Tender,
    applies: Vec<Applied>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<CardDetails>,
    #[serde(skip)]
    amount: Money,
}

impl Receipt {
    /// A receipt applied to at least one and at most 154 invoices in one currency.
    pub fn new(
        reference: Reference,
        customer: CustomerId,
        date: NaiveDate,
        tender: Tender,
        applies: Vec<Applied>,
    ) -> Result<Self, DocumentError> {
        let amount = applied_total("receipt", &applies)?;
        Ok(Self { reference, customer, date, tender, applies, card: None, amount })
    }

    /// Adds what is kept of the card that paid.
    #[must_use]
    pub fn with_card(mut self, card: CardDetails) -> Self {
        self.card = Some(card);
        self
    }

    /// Its reference.
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The customer who paid.
    pub fn customer(&self) -> &CustomerId {
        &self.customer
    }

    /// The day it is booked on.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// Cash account, payment method and deposit ticket.
    pub fn tender(&self) -> &Tender {
        &self.tender
    }

    /// The invoices it settles, 1 to 154.
    pub fn applies(&self) -> &[Applied] {
        &self.applies
    }

    /// What is kept of the card that paid, when known.
    pub fn card(&self) -> Option<&CardDetails> {
        self.card.as_ref()
    }

    /// The sum applied, above zero.
    pub fn amount(&self) -> Money {
        self.amount
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReceipt {
    reference: Reference,
    customer: CustomerId,
    date: NaiveDate,
    tender: Tender,
    applies: Vec<Applied>,
    card: Option<CardDetails>,
}

impl TryFrom<RawReceipt> for Receipt {
    type Error = DocumentError;

    fn try_from(raw: RawReceipt) -> Result<Self, DocumentError> {
        let mut receipt = Self::new(raw.reference, raw.customer, raw.date, raw.tender, raw.applies)?;
        receipt.card = raw.card;
        Ok(receipt)
    }
}
