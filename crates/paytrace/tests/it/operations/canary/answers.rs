//! Answers that echo secrets at every place.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bytes::Bytes;
use paytrace::{Dialect, Effect, RawReply};
use serde_json::{Map, Value, json};

use super::wire::Answer;
use crate::operations::{Call, secret};

/// A text that a careless server may write anywhere.
const TEXT: &str = "card 4012000098765439 seen";

/// Every code by which PayTrace says that something was done, or declined.
const CODES: [i64; 27] = [
    1, 155, 100, 101, 102, 103, 106, 107, 109, 110, 112, 113, 120, 122, 124, 125, 149, 150, 151, 152, 160,
    161, 162, 170, 172, 175, 180,
];

/// Each secret under the names that it has in requests.
fn named() -> Map<String, Value> {
    let names = json!({
        "csc": secret::CSC, "swipe": secret::TRACK, "number": secret::CARD, "password": secret::PASSWORD,
        "new_password": secret::NEW_PASSWORD, "account_number": secret::ACCOUNT,
        "integrator_id": secret::INTEGRATOR, "access_token": secret::TOKEN, "hpf_token": secret::HPF_TOKEN,
        "enc_key": secret::ENC_KEY, "clientKey": secret::CLIENT_KEY, "client_id": secret::USER,
        "client_secret": secret::PASSWORD, "encrypted_number": secret::ENCRYPTED,
        "encrypted_csc": secret::ENCRYPTED, "encrypted_swipe": secret::ENCRYPTED, "emv_data": secret::EMV,
    });
    names.as_object().unwrap().clone()
}

fn with_secrets(mut value: Value) -> Value {
    let members = value.as_object_mut().unwrap();
    for (name, secret) in named() {
        members.entry(name).or_insert(secret);
    }
    value
}

fn address() -> Value {
    json!({
        "name": TEXT, "street_address": TEXT, "street": TEXT, "street_address2": TEXT, "street2": TEXT,
        "city": TEXT, "state": TEXT, "zip": TEXT, "postal_code": TEXT, "country": TEXT,
    })
}

/// The texts of records. The merchant's own ids are not among them: they must come back exact, since a program finds
/// its invoices by them, and one order number in ten passes for a card number.
const TEXTS: [&str; 18] = [
    "status_message",
    "description",
    "receipt_emailed_to",
    "email",
    "phone",
    "fax",
    "name",
    "approval_code",
    "approval_message",
    "routing_number",
    "billing_name",
    "shipping_name",
    "std_entry_class",
    "entry_method",
    "return_code",
    "return_reason",
    "merchant_name",
    "username",
];

/// A member of any list, with what every kind of record has. A bad one cannot be read.
fn record(id: &Value, is_bad: bool) -> Value {
    let (amount, masked) =
        if is_bad { (json!("x"), secret::CARD) } else { (json!(19.99), "************5439") };
    let card = json!({
        "number": secret::CARD, "masked_number": masked, "expiration_month": "12", "expiration_year": "30",
    });
    let account = json!({"account_number": secret::ACCOUNT, "routing_number": TEXT, "account_type": TEXT});
    let mut record = json!({
        "transaction_id": id, "transaction_type": "SALE", "amount": amount, "status_code": "Y",
        "created": {"at": "6/10/2026 4:06:30 PM", "by": TEXT, "from": TEXT}, "settled": "", "tax_amount": "",
        "credit_card": card, "card_masked": masked, "check": account, "ach": account,
        "account_masked": secret::ACCOUNT, "billing_address": address(), "shipping_address": address(),
        "discretionary_data": {(TEXT): TEXT}, "customer_id": 7, "customer_label": "ada", "id": 7, "frequency": "3",
        "start_date": "6/1/2026", "total_count": 3, "current_count": 1, "idempotency_key": "order-1000",
        "deposit_id": "20260603-D0001", "user_id": 1, "merchant_id": 8_675_309,
        "transaction_status": "SETTLED",
    });
    for name in TEXTS {
        record[name] = json!(TEXT);
    }
    with_secrets(record)
}

fn batch() -> Value {
    let mut batch = with_secrets(json!({
        "when": "6/10/2026 8:15:00 PM", "transaction_count": 1, "net_amount": 19.99, "sales_count": 1,
        "sales_amount": "19.99", "refund_count": 0, "refund_amount": 0,
    }));
    batch["number"] = json!(571);
    batch
}

/// The members of any single answer.
fn outcome(code: i64, id: &Value) -> Value {
    let mut outcome = record(id, false);
    let further = json!({
        "response_code": code, "response_message": TEXT, "external_transaction_id": TEXT,
        "masked_card_number": secret::CARD, "avs_response": TEXT, "csc_response": TEXT, "ach_code": TEXT,
        "ach_message": TEXT, "check_transaction_id": 900_001, "recurrence": {"id": 7, "description": TEXT},
        "payment_link": "https://pay.example.com/7", "invoice_id": "INV-1",
    });
    outcome.as_object_mut().unwrap().extend(further.as_object().unwrap().clone());
    outcome
}

fn v1(code: i64) -> Vec<Value> {
    let id = json!(79_388_123);
    let mut whole = outcome(code, &id);
    let lists = json!({
        "success": !matches!(code, 102 | 110 | 113 | 125), "status_message": TEXT, "customer_id": "ada",
        "transactions": [record(&id, false), record(&id, true)],
        "customers": [record(&id, false), record(&id, true)],
        "batches": [batch()], "batch": batch(),
    });
    let members = whole.as_object_mut().unwrap();
    members.extend(lists.as_object().unwrap().clone());
    let mut listed = whole.clone();
    let recurrences = json!([record(&id, false), record(&id, true)]);
    let members = listed.as_object_mut().unwrap();
    members.remove("recurrence");
    members.insert("recurrences".to_owned(), recurrences);
    vec![whole, listed]
}

fn v3(code: i64) -> Vec<Value> {
    let envelope =
        |data: Value| json!({"status": "success", "status_code": 200, "message": TEXT, "data": data});
    let mut bodies = Vec::new();
    let uuid = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    for (id, word) in [("79388123", "SETTLED"), (uuid, "INITIATED"), (uuid, "DECLINED")] {
        let id = json!(id);
        let mut one = outcome(code, &id);
        one["transaction_status"] = json!(word);
        one["status"] = json!("success");
        one["original_transaction_id"] = id.clone();
        let bad = record(&id, true);
        // No code is known for an invoice.
        let mut uncoded = one.clone();
        uncoded.as_object_mut().unwrap().remove("response_code");
        bodies.push(envelope(uncoded));
        bodies.push(envelope(one.clone()));
        bodies.push(envelope(json!([one, bad])));
        bodies.push(envelope(json!({"items": [one, bad], "total": 2})));
        bodies.push(envelope(json!([one])));
    }
    bodies.push(envelope(batch()));
    bodies.push(envelope(json!([batch()])));
    bodies
}

/// Answers that the call takes for a success, one for each thing that they become.
pub fn successes(call: &dyn Call) -> Vec<String> {
    if call.name() == "encryption.public_key" {
        let pem = "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkq\n-----END PUBLIC KEY-----\n";
        return vec![pem.to_owned()];
    }
    let of_dialect = if call.endpoint().dialect() == Dialect::V1 { &*V1 } else { &*V3 };
    let bodies =
        of_dialect.iter().filter(|(code, _)| call.effect() != Effect::Read || matches!(code, 1 | 155));
    let mut found = BTreeMap::new();
    for (_, body) in bodies {
        if let Some(reply) = call.answered(&RawReply::new(200, body.clone())) {
            found.entry(reply).or_insert_with(|| String::from_utf8(body.to_vec()).unwrap());
        }
    }
    found.into_values().collect()
}

/// The bodies of [`v1`] and [`v3`] with their codes.
static V1: LazyLock<Vec<(i64, Bytes)>> = LazyLock::new(|| bodies(v1));
static V3: LazyLock<Vec<(i64, Bytes)>> = LazyLock::new(|| bodies(v3));

fn bodies(make: fn(i64) -> Vec<Value>) -> Vec<(i64, Bytes)> {
    let of_code = |code| make(code).into_iter().map(move |body| (code, body.to_string().into()));
    CODES.into_iter().flat_map(of_code).collect()
}

/// v1's errors: what is echoed stands in the texts and as keys.
fn v1_errors(echoed: &[&str]) -> String {
    let mut errors = Map::from_iter([("35".to_owned(), json!(echoed)), ("58".to_owned(), json!([TEXT]))]);
    // A bare number of four digits as a key is a code for all that one can tell.
    for text in echoed.iter().filter(|text| **text != secret::CSC) {
        errors.insert((*text).to_owned(), json!(["no such field"]));
    }
    with_secrets(json!({
        "success": false, "response_code": 1, "status_message": echoed.join(" "), "errors": errors,
        "masked_card_number": secret::CARD, "approval_message": TEXT,
    }))
    .to_string()
}

/// v3's problems: what is echoed stands in the details, as fields, and as codes.
fn v3_problems(status: u16, echoed: &[&str]) -> String {
    let problems: Vec<Value> = echoed
        .iter()
        .map(|text| {
            let is_code = *text == secret::CSC;
            let (code, field) = if is_code { ("1", "body/csc") } else { (*text, *text) };
            with_secrets(json!({"code": code, "field": field, "detail": text}))
        })
        .chain([with_secrets(json!({"code": "35", "field": TEXT, "detail": TEXT}))])
        .collect();
    with_secrets(json!({
        "status": "error", "status_code": status, "message": echoed.join(" "), "data": problems,
    }))
    .to_string()
}

/// Everything that can go wrong, echoing secrets.
pub fn failures(dialect: Dialect) -> Vec<Answer> {
    let all = secret::ALL;
    let html = format!("<html><body>{} {}</body></html>", all.join(" "), secret::TRACK);
    let grant = json!({"error": "invalid_grant", "error_description": all.join(" ")}).to_string();
    let strange = json!({"what": all, "secrets": named()}).to_string();
    let make = if dialect == Dialect::V1 { v1 } else { v3 };
    vec![
        Answer::loud(400, v1_errors(&all)),
        Answer::named(400, v1_errors(&[secret::CARD])),
        Answer::loud(422, v3_problems(422, &all)),
        Answer::named(422, v3_problems(422, &[secret::CARD])),
        Answer::loud(403, v3_problems(403, &all)),
        Answer::named(404, html.clone()),
        Answer::named(500, html.clone()),
        Answer::loud(500, v1_errors(&all)),
        Answer::loud(429, v3_problems(429, &all)),
        Answer::loud(200, strange),
        Answer::Cut(200, make(101).remove(0).to_string()),
        Answer::NoToken(400, grant),
        Answer::NoToken(401, v3_problems(401, &all)),
        Answer::NoToken(200, html),
        Answer::TokenRefused,
        Answer::Lost,
        Answer::NotSent,
    ]
}
