//! The bodies of receipts, refunds and chargebacks.

use chrono::NaiveDate;
use paysage_money::Money;
use serde::Serialize;

use super::Amount;
use crate::model::{
    AuthorizationCode, CardDetails, Chargeback, DepositTicketId, GlAccount, ItemId, Kind, LastFour,
    PaymentHead, Receipt, ReceiptLine, Reference, Refund,
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

/// A line; without `type` it settles what payments of its kind settle: an invoice, or of a refund a credit memo.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AppliedBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'a str>,
    amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_id: Option<&'a str>,
}

impl<'a> AppliedBody<'a> {
    fn settling(reference: &'a Reference, amount: Money) -> Self {
        Self { reference_number: Some(reference.as_str()), ..Self::of(None, amount) }
    }

    fn of(r#type: Option<&'static str>, amount: Money) -> Self {
        Self {
            r#type,
            reference_number: None,
            account: None,
            amount: Amount(amount),
            discount: None,
            description: None,
            item_id: None,
        }
    }
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

pub(super) fn receipt(receipt: &Receipt) -> PaymentBody<'_> {
    PaymentBody {
        applies: receipt.lines().iter().map(line).collect(),
        discount_account: receipt.discount_account().map(GlAccount::as_str),
        payment_details: receipt.card().map(payment_details),
        ..payment(Kind::Receipt, receipt.head(), receipt.amount())
    }
}

fn line(line: &ReceiptLine) -> AppliedBody<'_> {
    match line {
        ReceiptLine::Invoice { reference, amount, discount } => {
            AppliedBody { discount: discount.map(Amount), ..AppliedBody::settling(reference, *amount) }
        }
        ReceiptLine::CreditUsed { reference, amount } => {
            AppliedBody { r#type: Some("credit_used"), ..AppliedBody::settling(reference, *amount) }
        }
        ReceiptLine::DirectSale { account, amount, description, item } => AppliedBody {
            account: Some(account.as_str()),
            description: Some(description.as_str()),
            item_id: item.as_ref().map(ItemId::as_str),
            ..AppliedBody::of(Some("direct_sale"), *amount)
        },
        ReceiptLine::Prepayment { amount, description } => AppliedBody {
            description: Some(description.as_str()),
            ..AppliedBody::of(Some("prepayment"), *amount)
        },
    }
}

fn payment_details(card: &CardDetails) -> PaymentDetails<'_> {
    PaymentDetails {
        authorization_code: card.authorization_code.as_ref().map(AuthorizationCode::as_str),
        last_four: card.last4.as_ref().map(LastFour::as_str),
    }
}

pub(super) fn refund(refund: &Refund) -> PaymentBody<'_> {
    let applies = refund.applies().iter().map(|part| AppliedBody::settling(part.reference(), part.amount()));
    PaymentBody {
        applies: applies.collect(),
        original_reference: refund.original().map(Reference::as_str),
        ..payment(Kind::Refund, refund.head(), refund.amount())
    }
}

/// The one line names the invoice that is open again.
pub(super) fn chargeback(chargeback: &Chargeback) -> PaymentBody<'_> {
    PaymentBody {
        applies: vec![AppliedBody::settling(chargeback.invoice(), chargeback.amount())],
        original_reference: Some(chargeback.original().as_str()),
        ..payment(Kind::Chargeback, chargeback.head(), chargeback.amount())
    }
}
