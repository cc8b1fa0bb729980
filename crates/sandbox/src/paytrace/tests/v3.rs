//! The v3 dialect, without HTTP.

mod account;
mod ach;
mod batch;
mod cards;
mod customers;
mod exports;

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs8::DecodePublicKey;
use serde_json::{Value, json};

use super::super::export::Progress;
use super::super::state::State;
use super::super::v3::{Answer, Request};
use super::super::{INTEGRATOR_ID, MERCHANT_ID, PASSWORD, USERNAME, encryption};
use super::{account, call, moment, visa};

/// A signed-in client of an account with the customer `C1`, whose number is 1.
struct Desk {
    state: State,
    token: String,
    day: u32,
}

impl Desk {
    fn open() -> Self {
        let mut desk = Self { state: account(), token: String::new(), day: 1 };
        desk.sign_in();
        desk
    }

    fn sign_in(&mut self) {
        let form = format!("grant_type=client_credentials&client_id={USERNAME}&client_secret={PASSWORD}");
        let (status, answer) = self.raw("POST", "token", form.as_bytes());
        assert_eq!(status, 201, "{answer}");
        self.token = answer["data"]["access_token"].as_str().unwrap().to_owned();
    }

    /// Status and answer of a request at ten o'clock of the desk's day in March 2026.
    fn raw(&mut self, method: &str, path: &str, body: &[u8]) -> (u16, Value) {
        self.with_headers(method, path, body, (Some(INTEGRATOR_ID), Some("true")))
    }

    fn with_headers(
        &mut self,
        method: &str,
        path: &str,
        body: &[u8],
        (integrator, permalinks): (Option<&str>, Option<&str>),
    ) -> (u16, Value) {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        let query: Value = pairs.map(|(name, value)| (name.into_owned(), json!(value))).collect();
        let query = if query.is_array() { json!({}) } else { query };
        let token = self.token.clone();
        let request =
            Request { method, path, query: &query, integrator, permalinks, bearer: Some(&token), body };
        match self.state.answer_v3(request, moment(self.day, 10)) {
            Answer::Json { status, body } => (status, serde_json::from_slice(&body).unwrap()),
            Answer::Rows(selection) => {
                let mut progress = Progress::in_v3(selection);
                let mut whole = Vec::new();
                while let Some(piece) = progress.next_piece(&self.state) {
                    whole.extend_from_slice(&piece);
                }
                (200, serde_json::from_slice(&whole).unwrap())
            }
        }
    }

    fn get(&mut self, path: &str) -> (u16, Value) {
        self.raw("GET", path, b"")
    }

    /// Posts a body with the merchant's number in it.
    fn post(&mut self, path: &str, mut body: Value) -> (u16, Value) {
        body["merchant_id"] = json!(MERCHANT_ID);
        self.raw("POST", path, body.to_string().as_bytes())
    }

    /// The `data` of a call that must be done.
    fn done(&mut self, path: &str, body: Value) -> Value {
        let (status, answer) = self.post(path, body);
        assert_eq!((status / 100, &answer["status"]), (2, &json!("success")), "{answer}");
        assert_eq!(answer["status_code"], status);
        answer["data"].clone()
    }

    /// The `data` of a `GET` that must be done.
    fn read(&mut self, path: &str) -> Value {
        let (status, answer) = self.get(path);
        assert_eq!((status, &answer["status"]), (200, &json!("success")), "{answer}");
        answer["data"].clone()
    }

    /// Field and code of everything that is wrong with a request.
    fn flaws(&mut self, path: &str, body: Value) -> Vec<(String, String)> {
        let (status, answer) = self.post(path, body);
        assert_eq!((status, &answer["status"]), (422, &json!("error")), "{answer}");
        let text = |flaw: &Value, name: &str| flaw[name].as_str().unwrap().to_owned();
        answer["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|flaw| (text(flaw, "field"), text(flaw, "code")))
            .collect()
    }

    fn sale(&mut self, amount: &str) -> String {
        let amount: Value = serde_json::from_str(amount).unwrap();
        let data = self.done("card/sale/customer/1", json!({"amount": amount, "invoice_number": "I-7"}));
        data["transaction_id"].as_str().unwrap().to_owned()
    }

    fn settle(&mut self) {
        call(&mut self.state, "/v1/transactions/settle", &json!({}), self.day);
    }
}

/// What a browser makes of a card number, a security code or an account number.
fn sealed(text: &str) -> String {
    let key = rsa::PublicKey::from_public_key_pem(&encryption::public_key_pem().unwrap()).unwrap();
    STANDARD.encode(key.pkcs1v15_encrypt(text.as_bytes()).unwrap())
}

fn sealed_card() -> Value {
    json!({"encrypted_number": sealed("4012000098765439"), "expiration_month": 12, "expiration_year": 2030})
}

/// Field and code of flaws, for comparing.
fn named(flaws: &[(&str, &str)]) -> Vec<(String, String)> {
    flaws.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
}

fn query(members: &[(&str, &str)]) -> String {
    let mut text = format!("?merchant_id={MERCHANT_ID}");
    for (name, value) in members {
        write!(text, "&{name}={value}").unwrap();
    }
    text
}
