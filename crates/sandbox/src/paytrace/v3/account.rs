//! Calls about the account itself: users, password, the card form's key, invoices that are e-mailed.

use chrono::NaiveDateTime;
use serde_json::{Value, json};

use super::Request;
use super::answer::Answer;
use super::gateway::member;
use super::input::{Flaws, Input};
use super::problem::Problem;
use super::uuid::{self, Kind};
use crate::paytrace::state::State;
use crate::paytrace::{MERCHANT_ID, USERNAME};

/// What an invoice may do once it is paid.
const INVOICE_TYPES: [&str; 5] =
    ["SALE", "AUTHORIZATION", "CREATE_CUSTOMER", "MODIFY_CUSTOMER", "SALE_AND_CUSTOMER"];
/// The most characters of a URL.
const LINK: usize = 2083;

impl State {
    pub(super) fn account_v3(
        &mut self,
        request: Request<'_>,
        path: &[&str],
        now: NaiveDateTime,
    ) -> Result<Answer, Problem> {
        match (request.method, path) {
            ("POST", ["payment-fields", "token"]) => {
                let asked = self.ask_v1_json("/v1/payment_fields/token/create", &json!({}), now);
                let answer = asked.map_err(|refused| refused.problem("body"))?;
                Ok(Answer::done(&json!({"clientKey": member(&answer, "clientKey")})))
            }
            ("GET", ["user", "self"]) => Ok(Answer::done(&user())),
            ("GET", ["users", "by-merchant-id", id]) => {
                let (path, flaws) = (json!({"merchant_id": id}), Flaws::default());
                Input::new(&path, "path", &flaws).merchant();
                flaws.none()?;
                Ok(Answer::done(&json!([user()])))
            }
            ("POST", ["password", "change"]) => self.change_password(request),
            ("POST", ["invoice"]) => self.invoice(request),
            _ => Err(Problem::not_found("Operation")),
        }
    }

    fn change_password(&mut self, request: Request<'_>) -> Result<Answer, Problem> {
        let (value, flaws) = (request.body()?, Flaws::default());
        let input = Input::new(&value, "body", &flaws);
        let (old, new) = (input.required("password", usize::MAX), input.required("new_password", 50));
        if !new.is_empty() && new.chars().count() < 8 {
            input.wrong("new_password", "ensure this value has at least 8 characters");
        }
        if !old.is_empty() && old != self.tokens.password() {
            input.wrong("password", "the password is not right");
        }
        flaws.none()?;
        self.tokens.set_password(&new);
        Ok(Answer::done(&json!({
            "response_code": 100, "response_message": "Your password was successfully updated.",
        })))
    }

    /// Sends nothing: the link leads nowhere, since the hosted page is not simulated.
    fn invoice(&mut self, request: Request<'_>) -> Result<Answer, Problem> {
        let (value, flaws) = (request.body()?, Flaws::default());
        let input = Input::new(&value, "body", &flaws);
        input.merchant();
        let kind = input.required_one_of("transaction_type", &INVOICE_TYPES);
        for link in ["silent_post", "terms_conditions_link", "payment_approved_link", "payment_declined_link"]
        {
            input.text(link, LINK);
        }
        input.one_of("return_method", &["HYPERLINK"]);
        input.amount("invoice_amount");
        let invoice_number = input.text("invoice_number", 50);
        let expire_at = input.text("expire_at", 50);
        flaws.none()?;
        self.v3.invoices = self.v3.invoices.saturating_add(1);
        let id = uuid::write(Kind::Invoice, self.v3.invoices);
        Ok(Answer::created(&json!({
            "invoice_id": id, "invoice_number": invoice_number, "transaction_type": kind,
            "invoice_amount": member(&value, "invoice_amount"),
            "payment_link": format!("https://pay.invalid/invoice/{id}"),
            "expire_at": (!expire_at.is_empty()).then_some(expire_at),
        })))
    }
}

/// The one user of the account; which members PayTrace shows is not on record.
fn user() -> Value {
    json!({
        "user_id": 1, "username": USERNAME, "merchant_id": MERCHANT_ID, "merchant_name": "Paysage Demo",
        "email": "demo@paysage.example", "is_api_user": true,
    })
}
