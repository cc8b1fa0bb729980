//! Sales and authorizations of v3, and the members all of them share.

use chrono::NaiveDateTime;
use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::gateway::{id_text, member};
use super::input::{Flaws, Input};
use super::problem::Problem;
use super::{Request, emv};
use crate::paytrace::row::{self, quoted};
use crate::paytrace::state::State;

/// The most characters of names, invoice numbers and references.
const TEXT: usize = 50;
const DESCRIPTION: usize = 255;
const PHONE: usize = 20;

/// Where the card of a charge comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'a> {
    Keyed,
    Protected,
    ProtectedForCustomer,
    Customer(&'a str),
    Emv,
}

impl Source<'_> {
    fn v1_word(self) -> &'static str {
        match self {
            Source::Keyed | Source::Emv => "keyed",
            Source::Protected => "pt_protect",
            Source::ProtectedForCustomer => "pt_protect_customer",
            Source::Customer(_) => "by_customer",
        }
    }
}

impl State {
    /// `kind` is v1's word: `sale`, `authorization` or `refund`.
    pub(super) fn charge_v3(
        &mut self,
        kind: &str,
        source: Source<'_>,
        request: Request<'_>,
        now: NaiveDateTime,
    ) -> Result<Answer, Problem> {
        let value = request.body()?;
        let flaws = Flaws::default();
        let input = Input::new(&value, "body", &flaws);
        input.merchant();
        let mut body = shared(&input);
        let label = self.put_card(&input, source, &mut body)?;
        let owner = input.whole("customer_id").filter(|_| !matches!(source, Source::Customer(_)));
        let owner = owner.map(|number| self.label(number).ok_or(number)).transpose();
        if owner.is_err() {
            input.wrong("customer_id", "customer not found");
        }
        flaws.none()?;
        let path = format!("/v1/transactions/{kind}/{}", source.v1_word());
        let asked = self.ask_v1_json(&path, &Value::Object(body), now);
        let answer = asked.map_err(|refused| refused.problem("body"))?;
        if let (Ok(Some(owner)), Some(id)) = (owner, member(&answer, "transaction_id").as_i64()) {
            self.put_owner(id, &owner);
        }
        let mut data = outcome(&answer);
        if let Some(label) = label {
            data.insert("customer_id".to_owned(), json!(self.number(&label)));
            data.insert("customer_label".to_owned(), json!(label));
        }
        Ok(Answer::done(&Value::Object(data)))
    }

    /// Puts the card into a v1 body; gives the label of a customer that is to be made.
    fn put_card(
        &self,
        input: &Input<'_>,
        source: Source<'_>,
        body: &mut Map<String, Value>,
    ) -> Result<Option<String>, Problem> {
        match source {
            Source::Keyed => {
                let card = input.required_object("card");
                let card = if card.is_absent() { Value::Null } else { sealed_card(&card) };
                body.insert("credit_card".to_owned(), card);
            }
            Source::Emv => {
                if let Some(card) = emv::card(input) {
                    body.insert("credit_card".to_owned(), card);
                }
            }
            Source::Protected => put_protected(input, body),
            Source::ProtectedForCustomer => {
                put_protected(input, body);
                if input.value("create_customer").is_some_and(|wanted| *wanted != Value::Bool(true)) {
                    input.wrong("create_customer", "ensure this value is true");
                }
                let label = input.required("customer_label", TEXT);
                body.insert("customer_id".to_owned(), json!(label));
                return Ok(Some(label));
            }
            Source::Customer(number) => {
                let label = self.label_of_path(number)?;
                body.insert("customer_id".to_owned(), json!(label));
            }
        }
        Ok(None)
    }

    /// Writes the customer whose card was keyed anew into the transaction's row.
    fn put_owner(&mut self, id: i64, label: &str) {
        let Some(position) = self.rows.of_id(id).last().copied() else {
            return;
        };
        let changes = [("customer_id", quoted(label))];
        if let Some(changed) = self.rows.text(position).and_then(|text| row::with_changes(text, &changes)) {
            self.rows.replace(position, changed);
        }
    }
}

/// The card as v1 takes it encrypted.
fn sealed_card(card: &Input<'_>) -> Value {
    json!({
        "encrypted_number": card.required_sealed("number"),
        "expiration_month": card.required("expiration_month", 2),
        "expiration_year": card.required("expiration_year", 4),
    })
}

pub(super) fn put_protected(input: &Input<'_>, body: &mut Map<String, Value>) {
    for name in ["hpf_token", "enc_key"] {
        body.insert(name.to_owned(), json!(input.required(name, usize::MAX)));
    }
}

/// The members of every charge, in v1's words.
pub(super) fn shared(input: &Input<'_>) -> Map<String, Value> {
    let mut body = Map::new();
    if let Some(amount) = input.required_amount("amount") {
        body.insert("amount".to_owned(), json!(amount.to_string()));
    }
    let texts = [
        ("invoice_id", "invoice_number", TEXT),
        ("description", "description", DESCRIPTION),
        ("customer_reference_id", "customer_reference_id", TEXT),
        ("email", "billing_email", TEXT),
    ];
    for (v1_name, name, limit) in texts {
        body.insert(v1_name.to_owned(), json!(input.text(name, limit)));
    }
    input.text("billing_phone", PHONE);
    if let Some(tax) = input.amount("tax_amount") {
        body.insert("tax_amount".to_owned(), json!(tax.to_string()));
    }
    if input.has("csc") || input.has("encrypted_csc") {
        body.insert("encrypted_csc".to_owned(), json!(input.sealed("csc")));
    }
    put_addresses(input, &mut body);
    put_custom_fields(input, &mut body);
    body
}

/// Addresses in v1's words. Pages and integrations show two shapes; both are read.
pub(super) fn put_addresses(input: &Input<'_>, body: &mut Map<String, Value>) {
    for which in ["billing", "shipping"] {
        let (field, name_field) = (format!("{which}_address"), format!("{which}_name"));
        let given = input.object(&field);
        let name = input.text(&name_field, TEXT);
        if given.is_absent() && name.is_empty() {
            continue;
        }
        let either = |name: &str, other: &str| {
            if given.has(name) { given.text(name, TEXT) } else { given.text(other, TEXT) }
        };
        let address = json!({
            "name": if name.is_empty() { given.text("name", TEXT) } else { name },
            "street_address": either("street", "street_address"),
            "street_address2": either("street2", "street_address2"),
            "city": given.text("city", TEXT), "county": given.text("county", TEXT),
            "state": given.text("state", TEXT), "zip": either("postal_code", "zip"),
            "country": given.text("country", TEXT),
        });
        body.insert(field, address);
    }
}

/// v3 lists the merchant's own fields where v1 has one object.
pub(super) fn put_custom_fields(input: &Input<'_>, body: &mut Map<String, Value>) {
    match input.value("discretionary_data") {
        None => {}
        Some(Value::Array(items)) => {
            let members: Map<String, Value> = items
                .iter()
                .filter_map(Value::as_object)
                .flatten()
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect();
            body.insert("discretionary_data".to_owned(), Value::Object(members));
        }
        Some(_) => input.wrong("discretionary_data", "value is not a valid list"),
    }
}

/// A v1 answer to a charge in v3's words; absent members stay absent.
pub(super) fn outcome(answer: &Value) -> Map<String, Value> {
    let mut data = Map::new();
    data.insert("response_code".to_owned(), member(answer, "response_code"));
    data.insert("response_message".to_owned(), member(answer, "status_message"));
    data.insert("transaction_id".to_owned(), id_text(answer, "transaction_id"));
    let same = [
        "approval_code",
        "approval_message",
        "avs_response",
        "csc_response",
        "external_transaction_id",
        "masked_card_number",
    ];
    for name in same {
        if let Some(value) = answer.get(name) {
            data.insert(name.to_owned(), value.clone());
        }
    }
    data
}
