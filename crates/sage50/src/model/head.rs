//! The heads that documents share.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{CustomerId, DepositTicketId, GlAccount, PaymentMethod, Reference};

/// The head of an order, invoice or credit memo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaleHead {
    /// Its number.
    pub reference: Reference,
    /// The customer who owes it, or is owed it.
    pub customer: CustomerId,
    /// The day it is booked on.
    pub date: NaiveDate,
    /// The accounts receivable account.
    pub receivable: GlAccount,
}

impl SaleHead {
    /// The head of an order, invoice or credit memo on the accounts receivable account `receivable`.
    pub fn new(reference: Reference, customer: CustomerId, date: NaiveDate, receivable: GlAccount) -> Self {
        Self { reference, customer, date, receivable }
    }
}

/// The head of a receipt, refund or chargeback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentHead {
    /// Its reference.
    pub reference: Reference,
    /// The customer who paid, or got the money back.
    pub customer: CustomerId,
    /// The day it is booked on.
    pub date: NaiveDate,
    /// Where the money lies and how it came or went.
    pub tender: Tender,
}

impl PaymentHead {
    /// The head of a receipt, refund or chargeback.
    pub fn new(reference: Reference, customer: CustomerId, date: NaiveDate, tender: Tender) -> Self {
        Self { reference, customer, date, tender }
    }
}

/// Where the money of a payment lies and how it came or went.
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
