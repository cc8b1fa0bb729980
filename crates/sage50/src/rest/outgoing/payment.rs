//! The bodies of receipts and refunds.

use chrono::NaiveDate;
use paysage_money::Money;
use serde::Serialize;

use super::Amount;
use crate::model::{
    AuthorizationCode, CardDetails, DepositTicketId, GlAccount, Kind, LastFour, PaymentHead, Receipt,
    ReceiptLine, Reference, Refund,
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PaymentBody<'a> {
    kind: Kind,
    reference_number: &'a str,
    customer_id: &'a str,
    transaction_date: NaiveDate,
    cash_account: &'a str,
    payment_method: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    deposit_ticket_id: Option<&'a str>,
    amount: Amount,
    applies: Vec<AppliedBody<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_account: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_reference: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_details: Option<PaymentDetails<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AppliedBody<'a> {
    reference_number: &'a str,
    amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount: Option<Amount>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PaymentDetails<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_four: Option<&'a str>,
}

fn payment(kind: Kind, head: &PaymentHead, amount: Money) -> PaymentBody<'_> {
    PaymentBody {
        kind,
        reference_number: head.reference.as_str(),
        customer_id: head.customer.as_str(),
        transaction_date: head.date,
        cash_account: head.tender.cash_account.as_str(),
        payment_method: head.tender.payment_method.as_str(),
        deposit_ticket_id: head.tender.deposit_ticket.as_ref().map(DepositTicketId::as_str),
        amount: Amount(amount),
        applies: Vec::new(),
        discount_account: None,
        original_reference: None,
        payment_details: None,
    }
}

/// A receipt that settles invoices and does nothing else.
pub(super) fn receipt(receipt: &Receipt) -> PaymentBody<'_> {
    let applied = |line| match line {
        &ReceiptLine::Invoice { ref reference, amount, discount } => Some(AppliedBody {
            reference_number: reference.as_str(),
            amount: Amount(amount),
            discount: discount.map(Amount),
        }),
        _ => None,
    };
    PaymentBody {
        applies: receipt.lines().iter().filter_map(applied).collect(),
        discount_account: receipt.discount_account().map(GlAccount::as_str),
        payment_details: receipt.card().map(payment_details),
        ..payment(Kind::Receipt, receipt.head(), receipt.amount())
    }
}

fn payment_details(card: &CardDetails) -> PaymentDetails<'_> {
    PaymentDetails {
        authorization_code: card.authorization_code.as_ref().map(AuthorizationCode::as_str),
        last_four: card.last4.as_ref().map(LastFour::as_str),
    }
}

pub(super) fn refund(refund: &Refund) -> PaymentBody<'_> {
    let applies = refund.applies().iter().map(|part| AppliedBody {
        reference_number: part.reference().as_str(),
        amount: Amount(part.amount()),
        discount: None,
    });
    PaymentBody {
        applies: applies.collect(),
        original_reference: refund.original().map(Reference::as_str),
        ..payment(Kind::Refund, refund.head(), refund.amount())
    }
}
