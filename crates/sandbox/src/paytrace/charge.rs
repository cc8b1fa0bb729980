//! Charges: sales, authorizations and refunds of a card, wherever the card comes from.

mod payer;
mod verdict;

use chrono::NaiveDateTime;
use paysage_money::Money;
use serde_json::json;
use serde_json::value::RawValue;

use super::USERNAME;
use super::fields::Fields;
use super::refusal::Refusal;
use super::reply::{Envelope, Reply};
use super::row::{self, Created, NewRow, RowCard};
use super::state::State;
use super::vault::Customer;
use payer::Payer;
use verdict::{Outcome, Verdict};

pub(super) use payer::Source;

/// What a charge does with the card's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Sale,
    Authorization,
    /// A refund without a sale it belongs to.
    Refund,
}

/// What is charged, once everything about the request is known to be right.
struct Charge {
    kind: Kind,
    amount: Money,
    tax_amount: String,
    payer: Payer,
}

/// A charge that was made, whatever came of it.
struct Charged {
    id: i64,
    approval_code: String,
    verdict: Verdict,
}

impl State {
    pub(super) fn charge(
        &mut self,
        (kind, source): (Kind, Source),
        body: Fields<'_>,
        now: NaiveDateTime,
    ) -> Result<Reply, Refusal> {
        if kind == Kind::Refund && !self.settings.unreferenced_refunds {
            return Err(Refusal::permission());
        }
        let amounts = amounts(kind, body);
        let payer = self.payer(source, body);
        let ((amount, tax_amount), payer) = match (amounts, payer) {
            (Ok(amounts), Ok(payer)) => (amounts, payer),
            (Err(amount), Err(payer)) => return Err(payer.and(amount)),
            (Err(refusal), _) | (_, Err(refusal)) => return Err(refusal),
        };
        self.check_security_code(kind, source, &payer)?;
        let customer = match source {
            Source::PtProtectCustomer => Some(Customer::of_charge(&payer.card, body, now)?),
            _ => None,
        };
        let new_id = customer.is_some().then(|| payer.customer_id.clone());
        let masked = (source == Source::Keyed).then(|| payer.card.with_crosses());
        let charged = self.run(Charge { kind, amount, tax_amount, payer }, body, now)?;
        let customer = customer.filter(|_| charged.verdict.outcome == Outcome::Approved);
        let new_id = new_id.filter(|_| customer.is_some());
        if let (Some(id), Some(customer)) = (&new_id, customer) {
            self.put_customer(id, customer);
        }
        let bare = kind == Kind::Refund && source != Source::Keyed;
        Ok(answer(kind, &charged, (masked.as_deref(), new_id.as_deref()), bare))
    }

    fn run(&mut self, charge: Charge, body: Fields<'_>, now: NaiveDateTime) -> Result<Charged, Refusal> {
        let id = self.free_id()?;
        let must_match = self.settings.security_code_required;
        let verdict = verdict::judge(charge.kind, charge.amount, &charge.payer, must_match);
        let declined = verdict.outcome == Outcome::Declined;
        let approval_code = if declined { String::new() } else { approval_code(id) };
        let (card, customer_id) = (charge.payer.card.clone(), charge.payer.customer_id.clone());
        let row = new_row(id, charge, body, &verdict, (&approval_code, now))?;
        self.keep(row, now)?;
        self.cards.insert(id, card);
        if let Some(customer) = self.customers.get_mut(&customer_id) {
            customer.last_transaction = Some(now);
        }
        Ok(Charged { id, approval_code, verdict })
    }
}

/// The answer to a charge; a `bare` one says nothing of the bank's answer.
fn answer(
    kind: Kind,
    charged: &Charged,
    (masked, customer_id): (Option<&str>, Option<&str>),
    bare: bool,
) -> Reply {
    let (status, success, code, message) = match (kind, charged.verdict.outcome) {
        (Kind::Refund, Outcome::Declined) => (200, true, 107, "Your transaction was not refunded."),
        (Kind::Refund, _) => (200, true, 106, "Your transaction was successfully refunded."),
        (_, Outcome::Approved) => (200, true, 101, "Your transaction was successfully approved."),
        (_, Outcome::Declined) => (400, false, 102, "Your transaction was not approved."),
        (_, Outcome::Voided) => {
            (200, true, 103, "Your transaction was approved but voided: the security code did not match.")
        }
    };
    let of_bank = |text| (!bare).then_some(text);
    let envelope = Envelope {
        transaction_id: Some(charged.id),
        approval_code: of_bank(charged.approval_code.as_str()),
        approval_message: of_bank(charged.verdict.message),
        avs_response: of_bank(charged.verdict.avs),
        csc_response: of_bank(charged.verdict.csc),
        external_transaction_id: Some(""),
        customer_id,
        masked_card_number: masked,
        ..Envelope::new(success, code, message)
    };
    Reply::json(status, &envelope)
}

/// The amount and the tax text: an authorization may only verify a card, everything else must move money.
fn amounts(kind: Kind, body: Fields<'_>) -> Result<(Money, String), Refusal> {
    let amount = body.amount("amount")?.ok_or_else(Refusal::amount)?;
    if kind != Kind::Authorization && amount.is_zero() {
        return Err(Refusal::amount());
    }
    // -1 means exempt of tax.
    if body.text("tax_amount") == "-1" {
        return Ok((amount, "-1".to_owned()));
    }
    let tax = body.amount("tax_amount")?;
    Ok((amount, tax.map(|tax| tax.to_string()).unwrap_or_default()))
}

fn approval_code(id: i64) -> String {
    format!("TAS{:03}", id.rem_euclid(1000))
}

fn new_row(
    id: i64,
    charge: Charge,
    body: Fields<'_>,
    verdict: &Verdict,
    (approval_code, now): (&str, NaiveDateTime),
) -> Result<Vec<u8>, Refusal> {
    let (status_code, status_message) = match (verdict.outcome, charge.kind) {
        (Outcome::Declined, _) => ("N", "Declined"),
        (Outcome::Voided, _) => ("N", "Voided"),
        (Outcome::Approved, Kind::Authorization) => ("N", "Authorization Only"),
        (Outcome::Approved, Kind::Sale | Kind::Refund) => ("Y", "Pending Settlement"),
    };
    let payer = charge.payer;
    let row = NewRow {
        transaction_id: id,
        credit_card: RowCard {
            masked_number: payer.card.with_stars(),
            expiration_month: payer.card.expiration_month,
            expiration_year: payer.card.expiration_year,
        },
        transaction_type: match charge.kind {
            Kind::Sale => "SALE",
            Kind::Authorization => "AUTHORIZATION",
            Kind::Refund => "REFUND",
        },
        description: body.text("description"),
        amount: RawValue::from_string(row::number(charge.amount)).map_err(|_| Refusal::amount())?,
        invoice_id: body.text("invoice_id"),
        shipping_address: payer.shipping,
        billing_address: payer.billing,
        receipt_emailed_to: body.text("email"),
        tax_amount: charge.tax_amount,
        customer_reference_id: body.text("customer_reference_id"),
        approval_code,
        approval_message: verdict.message,
        avs_response: verdict.avs,
        csc_response: verdict.csc,
        status_code,
        status_message,
        created: created(now),
        settled: "",
        customer_id: payer.customer_id,
        discretionary_data: body.value("discretionary_data").unwrap_or_else(|| json!({})),
    };
    serde_json::to_vec(&row).map_err(|_| Refusal::body_is_no_json_object())
}

/// Who made a row of the simulator's own, and when.
pub(super) fn created(now: NaiveDateTime) -> Created {
    Created { through: "API", at: row::moment_text(now), by: USERNAME, from_ip: "127.0.0.1" }
}
