//! The body of a receipt, refund or chargeback.

use super::super::fields::{self, Fields};
use super::super::goods::NewGoods;
use super::super::problem::Refusal;
use super::PaymentKind;
use super::draft::{NewPayment, NewPaymentLine, PaymentDetails};

/// The most distributions a receipt has in Sage 50.
const LINES: usize = 154;

#[derive(Debug, Default)]
struct Card {
    authorization_code: Option<Box<str>>,
    last_four: Option<Box<str>>,
}

impl NewPayment {
    pub(in crate::sage50) fn read(body: &[u8]) -> Result<Self, Refusal> {
        fields::read(body, |fields| {
            let kind = kind(fields);
            if kind == PaymentKind::Receipt && fields.has("originalReference") {
                fields.invalid("originalReference", "belongs to refunds and chargebacks only");
            }
            let reference = fields.id("referenceNumber", 20);
            let customer = fields.id("customerId", 20);
            let date = fields.date("transactionDate");
            let cash_account = fields.id("cashAccount", 15);
            let payment_method = Some(fields.text("paymentMethod", 20));
            let deposit_ticket = fields.optional_text("depositTicketId", 13);
            let amount = fields.amount("amount");
            let lines = fields.list("applies", 1..=LINES, |line| applied(kind, line));
            if amount == Some(0) && !nets(kind, &lines) {
                fields.invalid(
                    "amount",
                    "must be above zero, unless credits pay for all that a receipt settles",
                );
            }
            let original = match kind {
                PaymentKind::Chargeback => Some(fields.id("originalReference", 20)),
                _ => fields.optional_id("originalReference", 20),
            };
            let discount_account = fields.optional_id("discountAccount", 15);
            let card = fields.object("paymentDetails", card).unwrap_or_default();
            Self {
                kind,
                reference,
                customer,
                date,
                cash_account,
                amount: amount.unwrap_or_default(),
                lines,
                discount_account,
                details: PaymentDetails {
                    payment_method,
                    deposit_ticket,
                    original,
                    authorization_code: card.authorization_code,
                    last_four: card.last_four,
                    ..PaymentDetails::default()
                },
            }
        })
    }
}

/// Whether credits are used to settle something.
fn nets(kind: PaymentKind, lines: &[NewPaymentLine]) -> bool {
    let has = |wanted: fn(&NewPaymentLine) -> bool| lines.iter().any(wanted);
    kind == PaymentKind::Receipt
        && has(|line| matches!(line, NewPaymentLine::CreditUsed { .. }))
        && has(|line| matches!(line, NewPaymentLine::Invoice { .. }))
}

/// A line by its type; without one it settles what payments of its kind settle.
fn applied(kind: PaymentKind, line: &mut Fields<'_>) -> NewPaymentLine {
    let given = if line.has("type") { line.text("type", 20) } else { Box::default() };
    line.skip(&["type"]);
    let amount = line.positive_amount("amount");
    match (kind, &*given) {
        (PaymentKind::Receipt, "" | "invoice") => {
            let discount = if line.has("discount") { line.positive_amount("discount") } else { 0 };
            line.skip(&["discount"]);
            NewPaymentLine::Invoice { reference: line.id("referenceNumber", 20), amount, discount }
        }
        (PaymentKind::Receipt | PaymentKind::Refund, "" | "credit_used") => {
            NewPaymentLine::CreditUsed { reference: line.id("referenceNumber", 20), amount }
        }
        (PaymentKind::Chargeback, "" | "invoice") => {
            NewPaymentLine::Reopened { reference: line.id("referenceNumber", 20), amount }
        }
        (PaymentKind::Receipt, "direct_sale") => NewPaymentLine::DirectSale {
            account: line.id("account", 15),
            amount,
            description: line.text("description", 160),
            goods: line
                .optional_id("itemId", 20)
                .map(|item| NewGoods { item: Some(item), ..NewGoods::default() }),
        },
        (PaymentKind::Receipt, "prepayment") => {
            NewPaymentLine::OnAccount { receivable: None, amount, description: line.text("description", 160) }
        }
        _ => {
            line.invalid("type", "is no type of line of this kind of payment");
            line.skip(&["referenceNumber", "account", "description", "itemId", "discount"]);
            NewPaymentLine::CreditUsed { reference: Box::default(), amount }
        }
    }
}

fn kind(fields: &mut Fields<'_>) -> PaymentKind {
    match &*fields.text("kind", 20) {
        "refund" => PaymentKind::Refund,
        "chargeback" => PaymentKind::Chargeback,
        // A missing or unusable kind has been noted.
        "receipt" | "" => PaymentKind::Receipt,
        _ => {
            fields.invalid("kind", "must be receipt, refund or chargeback");
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
