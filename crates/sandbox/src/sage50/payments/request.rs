//! The body of `POST /v1/payments`.

use chrono::NaiveDate;

use super::super::fields::{self, Fields};
use super::super::problem::Refusal;
use super::super::texts::Texts;
use super::PaymentKind;

/// The most distributions a receipt has in Sage 50.
const LINES: usize = 154;

/// A receipt or refund as a request gives it.
#[derive(Debug)]
pub(in crate::sage50) struct NewPayment {
    pub(super) kind: PaymentKind,
    reference: Box<str>,
    pub(super) customer: Box<str>,
    pub(super) date: NaiveDate,
    pub(super) cash_account: Box<str>,
    payment_method: Box<str>,
    deposit_ticket: Option<Box<str>>,
    pub(super) amount: i64,
    pub(super) applies: Vec<NewApplied>,
    original: Option<Box<str>>,
    card: Option<Card>,
}

#[derive(Debug)]
pub(super) struct NewApplied {
    pub(super) reference: Box<str>,
    pub(super) amount: i64,
}

#[derive(Debug)]
struct Card {
    authorization_code: Option<Box<str>>,
    last_four: Option<Box<str>>,
}

impl NewPayment {
    pub(in crate::sage50) fn read(body: &[u8]) -> Result<Self, Refusal> {
        fields::read(body, |fields| {
            let kind = kind(fields);
            if kind == PaymentKind::Receipt && fields.has("originalReference") {
                fields.invalid("originalReference", "belongs to refunds only");
            }
            Self {
                kind,
                reference: fields.id("referenceNumber", 20),
                customer: fields.id("customerId", 20),
                date: fields.date("transactionDate"),
                cash_account: fields.id("cashAccount", 15),
                payment_method: fields.text("paymentMethod", 20),
                deposit_ticket: fields.optional_text("depositTicketId", 13),
                amount: fields.positive_amount("amount"),
                applies: fields.list("applies", 1..=LINES, |line| NewApplied {
                    reference: line.id("referenceNumber", 20),
                    amount: line.positive_amount("amount"),
                }),
                original: fields.optional_id("originalReference", 20),
                card: fields.object("paymentDetails", card),
            }
        })
    }

    pub(super) fn texts(&self) -> Texts {
        let card = self.card.as_ref();
        let optional = [
            self.deposit_ticket.as_deref(),
            self.original.as_deref(),
            card.and_then(|card| card.authorization_code.as_deref()),
            card.and_then(|card| card.last_four.as_deref()),
        ];
        let required = [&*self.reference, &*self.payment_method];
        Texts::pack(required.into_iter().chain(optional.map(Option::unwrap_or_default)))
    }
}

fn kind(fields: &mut Fields<'_>) -> PaymentKind {
    match &*fields.text("kind", 20) {
        "refund" => PaymentKind::Refund,
        // A missing or unusable kind has been noted.
        "receipt" | "" => PaymentKind::Receipt,
        _ => {
            fields.invalid("kind", "must be receipt or refund");
            PaymentKind::Receipt
        }
    }
}

fn card(fields: &mut Fields<'_>) -> Card {
    let last_four = fields.optional_text("lastFour", 4);
    let digits = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if last_four.as_deref().is_some_and(|text| !digits(text)) {
        fields.invalid("lastFour", "must be the last four digits of the card");
    }
    Card { authorization_code: fields.optional_text("authorizationCode", 20), last_four }
}
