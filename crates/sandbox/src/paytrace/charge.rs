//! Sales and authorizations, keyed or with a customer's card.

use chrono::NaiveDateTime;
use paysage_money::Money;
use serde_json::json;
use serde_json::value::RawValue;

use super::USERNAME;
use super::card::Card;
use super::fields::Fields;
use super::refusal::Refusal;
use super::reply::{Envelope, Reply};
use super::row::{self, Address, Created, NewRow, RowCard};
use super::state::State;
use super::vault;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Sale,
    Authorization,
}

/// What is charged, once everything about the request is known to be right.
struct Charge {
    kind: Kind,
    amount: Money,
    tax_amount: String,
    card: Card,
    customer_id: String,
    billing: Address,
    shipping: Address,
}

/// How the card's bank answered.
struct Verdict {
    approved: bool,
    message: &'static str,
    avs: &'static str,
    csc: &'static str,
}

impl State {
    pub(super) fn charge_keyed(
        &mut self,
        kind: Kind,
        body: Fields<'_>,
        now: NaiveDateTime,
    ) -> Result<Reply, Refusal> {
        let amounts = amounts(kind, body);
        let card = Card::read(body.object("credit_card"));
        let ((amount, tax_amount), card) = match (amounts, card) {
            (Ok(amounts), Ok(card)) => (amounts, card),
            (Err(amount), Err(card)) => return Err(card.and(amount)),
            (Err(refusal), _) | (_, Err(refusal)) => return Err(refusal),
        };
        let masked = card.with_crosses();
        let charge = Charge {
            kind,
            amount,
            tax_amount,
            card,
            customer_id: String::new(),
            billing: vault::address(body.object("billing_address"), false),
            shipping: vault::address(body.object("shipping_address"), true),
        };
        self.run(charge, body, now, Some(&masked))
    }

    pub(super) fn charge_customer(
        &mut self,
        kind: Kind,
        body: Fields<'_>,
        now: NaiveDateTime,
    ) -> Result<Reply, Refusal> {
        let id = body.text("customer_id");
        let customer = self.customers.get(&id).ok_or_else(|| Refusal::customer_not_found(&id))?;
        let (amount, tax_amount) = amounts(kind, body)?;
        let given_or = |name: &str, kept: &Address| match body.object(name) {
            given if given.is_absent() => kept.clone(),
            given => vault::address(given, kept.county.is_some()),
        };
        let charge = Charge {
            kind,
            amount,
            tax_amount,
            card: customer.card.clone().ok_or_else(|| Refusal::customer_not_found(&id))?,
            billing: given_or("billing_address", &customer.billing),
            shipping: given_or("shipping_address", &customer.shipping),
            customer_id: id,
        };
        self.run(charge, body, now, None)
    }

    fn run(
        &mut self,
        charge: Charge,
        body: Fields<'_>,
        now: NaiveDateTime,
        masked: Option<&str>,
    ) -> Result<Reply, Refusal> {
        let id = self.free_id()?;
        let verdict = judge(&charge, body);
        let approval_code = if verdict.approved { approval_code(id) } else { String::new() };
        let row = new_row(id, charge, body, &verdict, (&approval_code, now))?;
        self.keep(row, now)?;
        let (code, message) = if verdict.approved {
            (101, "Your transaction was successfully approved.")
        } else {
            (102, "Your transaction was not approved.")
        };
        let envelope = Envelope {
            transaction_id: Some(id),
            approval_code: Some(&approval_code),
            approval_message: Some(verdict.message),
            avs_response: Some(verdict.avs),
            csc_response: Some(verdict.csc),
            external_transaction_id: Some(""),
            masked_card_number: masked,
            ..Envelope::new(verdict.approved, code, message)
        };
        Ok(Reply::json(if verdict.approved { 200 } else { 400 }, &envelope))
    }
}

/// The amount and the tax text: a sale must move money, an authorization may only verify a card.
fn amounts(kind: Kind, body: Fields<'_>) -> Result<(Money, String), Refusal> {
    let amount = body.amount("amount")?.ok_or_else(Refusal::amount)?;
    if kind == Kind::Sale && amount.is_zero() {
        return Err(Refusal::amount());
    }
    // -1 means exempt of tax.
    if body.text("tax_amount") == "-1" {
        return Ok((amount, "-1".to_owned()));
    }
    let tax = body.amount("tax_amount")?;
    Ok((amount, tax.map(|tax| tax.to_string()).unwrap_or_default()))
}

fn judge(charge: &Charge, body: Fields<'_>) -> Verdict {
    let declined = match charge.amount.minor() {
        29 => Some("  EXPIRED CARD - Expired card"),
        112 => Some("    DECLINE - Do not honor"),
        _ => None,
    };
    if let Some(message) = declined {
        return Verdict { approved: false, message, avs: "", csc: "" };
    }
    let csc = if body.has("csc") { "Match" } else { "" };
    let at_the_test_address =
        charge.billing.street_address == "8320 E. West St." && charge.billing.zip == "85284";
    let (message, avs) = if at_the_test_address {
        ("EXACT MATCH - Approved and completed", "Full Exact Match")
    } else {
        ("  NO  MATCH - Approved and completed", "No Match")
    };
    Verdict { approved: true, message, avs, csc }
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
    let (status_code, status_message) = match (verdict.approved, charge.kind) {
        (false, _) => ("N", "Declined"),
        (true, Kind::Authorization) => ("N", "Authorization Only"),
        (true, Kind::Sale) => ("Y", "Pending Settlement"),
    };
    let row = NewRow {
        transaction_id: id,
        credit_card: RowCard {
            masked_number: charge.card.with_stars(),
            expiration_month: charge.card.expiration_month,
            expiration_year: charge.card.expiration_year,
        },
        transaction_type: match charge.kind {
            Kind::Sale => "SALE",
            Kind::Authorization => "AUTHORIZATION",
        },
        description: body.text("description"),
        amount: RawValue::from_string(row::number(charge.amount)).map_err(|_| Refusal::amount())?,
        invoice_id: body.text("invoice_id"),
        shipping_address: charge.shipping,
        billing_address: charge.billing,
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
        customer_id: charge.customer_id,
        discretionary_data: body.value("discretionary_data").unwrap_or_else(|| json!({})),
    };
    serde_json::to_vec(&row).map_err(|_| Refusal::body_is_no_json_object())
}

/// Who made a row of the simulator's own, and when.
pub(super) fn created(now: NaiveDateTime) -> Created {
    Created { through: "API", at: row::moment_text(now), by: USERNAME, from_ip: "127.0.0.1" }
}
