//! Receipts and refunds as the gateway answers them.

use chrono::NaiveDate;
use serde::Serialize;

use super::super::company::{Cents, Company};
use super::super::register::{Place, Row};
use super::{Applied, Payment};

impl Company {
    pub(in crate::sage50) fn payment_view(&self, place: Place, all: bool) -> Option<PaymentView<'_>> {
        let payment = self.payments.at(place)?;
        Some(PaymentView {
            key: Payment::key(place),
            kind: payment.kind_word(),
            reference_number: payment.reference(),
            customer_id: self.customer_id(payment.customer),
            transaction_date: payment.date,
            amount: Cents(payment.amount),
            status: if payment.voided { "voided" } else { "posted" },
            details: all.then(|| self.payment_details(payment)),
        })
    }

    fn payment_details<'a>(&'a self, payment: &'a Payment) -> Rest<'a> {
        let applied = |applied: &Applied| {
            Some(AppliedView {
                reference_number: self.sales.at(applied.sale)?.reference(),
                amount: Cents(applied.amount),
            })
        };
        let (code, last_four) = (payment.texts.some(4), payment.texts.some(5));
        Rest {
            cash_account: self.chart.id(payment.cash_account),
            payment_method: payment.texts.at(1),
            deposit_ticket_id: payment.deposit_ticket(),
            original_reference: payment.texts.some(3),
            payment_details: (code.is_some() || last_four.is_some())
                .then_some(CardView { authorization_code: code, last_four }),
            applies: payment.applies.iter().filter_map(applied).collect(),
        }
    }
}

/// A receipt or refund as the gateway answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::sage50) struct PaymentView<'a> {
    key: String,
    kind: &'static str,
    reference_number: &'a str,
    customer_id: &'a str,
    transaction_date: NaiveDate,
    amount: Cents,
    status: &'static str,
    #[serde(flatten)]
    details: Option<Rest<'a>>,
}

/// The rest, for who asks for `attributes=all`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rest<'a> {
    cash_account: &'static str,
    payment_method: &'a str,
    deposit_ticket_id: Option<&'a str>,
    original_reference: Option<&'a str>,
    payment_details: Option<CardView<'a>>,
    applies: Vec<AppliedView<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CardView<'a> {
    authorization_code: Option<&'a str>,
    last_four: Option<&'a str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct AppliedView<'a> {
    reference_number: &'a str,
    amount: Cents,
}
