//! Receipts, refunds and chargebacks as the gateway answers them.

use chrono::NaiveDate;
use serde::Serialize;

use super::super::company::{Cents, Company};
use super::super::open_items::OpenItem;
use super::super::register::{Place, Row};
use super::{Effect, Line, Payment, PaymentKind};

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
            amount_due: self.prepaid(payment),
            status: if payment.voided { "voided" } else { "posted" },
            details: all.then(|| self.payment_details(payment)),
        })
    }

    fn payment_details<'a>(&'a self, payment: &'a Payment) -> Rest<'a> {
        let (code, last_four) = (payment.texts.some(4), payment.texts.some(5));
        let lines = payment.lines.iter().enumerate();
        Rest {
            cash_account: self.chart.id(payment.cash_account),
            payment_method: payment.texts.some(1),
            deposit_ticket_id: payment.deposit_ticket(),
            original_reference: payment.texts.some(3),
            discount_account: payment.discount_account.map(|account| self.chart.id(account)),
            payment_details: (code.is_some() || last_four.is_some())
                .then_some(CardView { authorization_code: code, last_four }),
            applies: lines.map(|(position, line)| self.line_view(payment, position, line)).collect(),
        }
    }

    fn line_view<'a>(&'a self, payment: &'a Payment, position: usize, line: &'a Line) -> LineView<'a> {
        let mut view = LineView {
            amount: Some(Cents(line.amount.saturating_abs())),
            discount: (line.discount != 0).then_some(Cents(line.discount)),
            ..LineView::default()
        };
        match &line.effect {
            Effect::Settle { target, .. } => {
                view.reference_number = Some(self.target_reference(*target));
                // What payments of its kind settle usually needs no type.
                let used = payment.kind == PaymentKind::Receipt && line.amount < 0;
                view.kind = used.then_some("credit_used");
            }
            Effect::Reopen { sale, .. } => view.reference_number = self.sales.at(*sale).map(Row::reference),
            Effect::Sale { account, goods } => {
                let item = goods.as_ref().and_then(|goods| self.items.at(goods.item?));
                view.kind = Some("direct_sale");
                view.account = Some(self.chart.id(*account));
                view.description = Some(payment.description(position));
                view.item_id = item.map(Row::reference);
            }
            Effect::OnAccount { .. } => {
                view.kind = Some("prepayment");
                view.description = Some(payment.description(position));
            }
        }
        view
    }

    /// What is left of the prepayments of a receipt; `None` when it has none.
    fn prepaid(&self, payment: &Payment) -> Option<Cents> {
        let left = payment.lines.iter().filter_map(|line| match line.effect {
            Effect::OnAccount { item: Some(item), .. } => self.open_items.at(item).map(OpenItem::due),
            _ => None,
        });
        left.reduce(i64::saturating_add).map(Cents)
    }
}

/// A receipt, refund or chargeback as the gateway answers it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::sage50) struct PaymentView<'a> {
    key: String,
    kind: &'static str,
    reference_number: &'a str,
    customer_id: &'a str,
    transaction_date: NaiveDate,
    amount: Cents,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount_due: Option<Cents>,
    status: &'static str,
    #[serde(flatten)]
    details: Option<Rest<'a>>,
}

/// The rest, for who asks for `attributes=all`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rest<'a> {
    cash_account: &'static str,
    payment_method: Option<&'a str>,
    deposit_ticket_id: Option<&'a str>,
    original_reference: Option<&'a str>,
    discount_account: Option<&'static str>,
    payment_details: Option<CardView<'a>>,
    applies: Vec<LineView<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CardView<'a> {
    authorization_code: Option<&'a str>,
    last_four: Option<&'a str>,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct LineView<'a> {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Cents>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount: Option<Cents>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_id: Option<&'a str>,
}
