//! Customers of the vault in v3: known by a whole number, with the merchant's own id as label.

use chrono::{Days, NaiveDateTime};
use serde_json::{Map, Value, json};

use super::Request;
use super::answer::Answer;
use super::charge::{put_addresses, put_custom_fields, put_protected};
use super::gateway::{self, member};
use super::input::{Flaws, Input, Page};
use super::problem::{Flaw, Problem};
use super::record::{listed, put_address};
use super::uuid::{self, Kind};
use crate::paytrace::card::Card;
use crate::paytrace::fields::Fields;
use crate::paytrace::row::Address;
use crate::paytrace::state::State;
use crate::paytrace::vault::Customer;

/// The most customers of one answer.
const RECORDS: usize = 50;
/// The most characters of labels, names and e-mail addresses.
const TEXT: usize = 50;
const PHONE: usize = 20;

impl State {
    /// The number of the customer with this label.
    pub(super) fn number(&self, label: &str) -> Option<i64> {
        self.customers.get(label).map(|customer| customer.number)
    }

    /// The label of the customer with this number.
    pub(super) fn label(&self, number: i64) -> Option<String> {
        let found = self.customers.iter().find(|(_, customer)| customer.number == number);
        found.map(|(label, _)| label.clone())
    }

    pub(super) fn label_of_path(&self, number: &str) -> Result<String, Problem> {
        let Ok(number) = number.parse() else {
            return Err(Flaw::wrong_type("path/customer_id", "value is not a valid integer").into());
        };
        self.label(number).ok_or_else(|| Problem::not_found("Customer"))
    }

    pub(super) fn customers_v3(
        &mut self,
        request: Request<'_>,
        path: &[&str],
        now: NaiveDateTime,
    ) -> Result<Answer, Problem> {
        match (request.method, path) {
            ("GET", []) => self.customer_list(request, now),
            ("GET", ["export"]) => self.customer_export(request),
            ("GET", ["ach", number]) => self.customer_account(number),
            ("GET", [number]) => {
                let label = self.label_of_path(number)?;
                Ok(Answer::done(&self.profile(&label)))
            }
            ("POST", ["create", "pt-protect"]) => {
                self.customer_create(request, "/v1/customer/pt_protect_create", now)
            }
            ("POST", ["create", "by-transaction"]) => {
                self.customer_create(request, "/v1/customer/create_from_transaction", now)
            }
            ("POST", ["ach", "create", "by-transaction"]) => self.customer_of_check(request, now),
            ("DELETE", [number]) => self.customer_delete(number, now),
            _ => Err(Problem::not_found("Operation")),
        }
    }

    fn customer_list(&self, request: Request<'_>, now: NaiveDateTime) -> Result<Answer, Problem> {
        let flaws = Flaws::default();
        let query = Input::new(request.query, "query", &flaws);
        query.merchant_if_given();
        let page = Page::read(&query, RECORDS, RECORDS);
        let name = query.text("name_filter", TEXT).to_lowercase();
        let with_card = query.one_of("include_card_number", &["true", "false"]) == "true";
        let days = query.whole("last_activity_days").and_then(|days| u64::try_from(days).ok());
        flaws.none()?;
        let since = days.and_then(|days| now.checked_sub_days(Days::new(days)));
        let mut found = Vec::new();
        for label in self.labels() {
            if since
                .is_some_and(|since| self.customers.get(&label).is_some_and(|one| last_activity(one) < since))
            {
                continue;
            }
            let profile = self.profile(&label);
            let text =
                |member_name: &str| member(&profile, member_name).as_str().unwrap_or_default().to_lowercase();
            if !text("name").contains(&name) && !text("customer_label").contains(&name) {
                continue;
            }
            let mut item = Map::new();
            let names: &[&str] = &["customer_id", "customer_label", "name", "email"];
            for name in names.iter().chain(with_card.then_some(&"card_masked")) {
                item.insert((*name).to_owned(), member(&profile, name));
            }
            found.push(Value::Object(item));
        }
        Ok(Answer::done(&page.of(found, |item| item)))
    }

    fn customer_export(&self, request: Request<'_>) -> Result<Answer, Problem> {
        let (value, flaws) = (request.body()?, Flaws::default());
        let input = Input::new(&value, "body", &flaws);
        input.merchant_if_given();
        let label = input.text("customer_label", TEXT);
        let email = input.text("email", TEXT);
        flaws.none()?;
        let mut profiles = Vec::new();
        for found in self.labels() {
            let profile = self.profile(&found);
            let has_email = email.is_empty() || member(&profile, "email") == email.as_str();
            if has_email && (label.is_empty() || label == found) {
                profiles.push(profile);
            }
        }
        Ok(Answer::done(&Value::Array(profiles)))
    }

    fn customer_account(&self, number: &str) -> Result<Answer, Problem> {
        let label = self.label_of_path(number)?;
        let profile = self.profile(&label);
        let Value::Object(mut account) = member(&profile, "ach") else {
            return Err(Problem::not_found("ACH profile"));
        };
        for name in ["customer_id", "customer_label", "name"] {
            account.insert(name.to_owned(), member(&profile, name));
        }
        Ok(Answer::done(&Value::Object(account)))
    }

    fn customer_create(
        &mut self,
        request: Request<'_>,
        v1_path: &str,
        now: NaiveDateTime,
    ) -> Result<Answer, Problem> {
        let (value, flaws) = (request.body()?, Flaws::default());
        let input = Input::new(&value, "body", &flaws);
        let mut body = Map::new();
        if v1_path.ends_with("pt_protect_create") {
            input.merchant();
            put_protected(&input, &mut body);
        } else {
            input.merchant_if_given();
            body.insert("transaction_id".to_owned(), json!(input.required("transaction_id", TEXT)));
        }
        let label = profile_body(&input, &mut body);
        flaws.none()?;
        let asked = self.ask_v1_json(v1_path, &Value::Object(body), now);
        let answer = asked.map_err(|refused| refused.problem("body"))?;
        Ok(self.customer_created(&label, &answer))
    }

    /// Makes a customer of the account a check was drawn on.
    fn customer_of_check(&mut self, request: Request<'_>, now: NaiveDateTime) -> Result<Answer, Problem> {
        let (value, flaws) = (request.body()?, Flaws::default());
        let input = Input::new(&value, "body", &flaws);
        input.merchant_if_given();
        let id = input.required("transaction_id", TEXT);
        let mut body = Map::new();
        let label = profile_body(&input, &mut body);
        let check = uuid::read(Kind::Check, &id).and_then(|id| self.checks.of_id(id));
        if check.is_none() && !id.is_empty() {
            input.wrong("transaction_id", "transaction not found");
        }
        flaws.none()?;
        let order = check.map(|check| (check.order.bank.clone(), check.order.billing_name.clone()));
        let (bank, name) = order.ok_or_else(|| Problem::not_found("Transaction"))?;
        if !body.contains_key("billing_address") {
            body.insert("billing_address".to_owned(), json!({"name": name}));
        }
        let body = Value::Object(body);
        let made = self.create_customer_of_check(Fields::of(&body), bank, now);
        let answer = gateway::answered(made).map_err(|refused| refused.problem("body"))?;
        Ok(self.customer_created(&label, &answer))
    }

    /// The answer to a call that made a customer.
    pub(super) fn customer_created(&self, label: &str, answer: &Value) -> Answer {
        Answer::created(&json!({
            "response_code": member(answer, "response_code"),
            "response_message": member(answer, "status_message"),
            "customer_id": self.number(label), "customer_label": label,
        }))
    }

    fn customer_delete(&mut self, number: &str, now: NaiveDateTime) -> Result<Answer, Problem> {
        let label = self.label_of_path(number)?;
        let id = self.number(&label);
        let asked = self.ask_v1_json("/v1/customer/delete", &json!({"customer_id": label}), now);
        let answer = asked.map_err(|refused| refused.problem("path"))?;
        Ok(Answer::done(&json!({
            "response_code": member(&answer, "response_code"),
            "response_message": member(&answer, "status_message"),
            "customer_id": id, "customer_label": label,
        })))
    }

    /// A customer's whole profile.
    fn profile(&self, label: &str) -> Value {
        let Some(customer) = self.customers.get(label) else {
            return Value::Null;
        };
        let masked = customer.card.as_ref().map(Card::with_stars);
        let card = customer.card.as_ref().map(|card| {
            json!({
                "masked_number": card.with_stars(),
                "expiration_month": card.expiration_month, "expiration_year": card.expiration_year,
            })
        });
        let address = |address: &Address| serde_json::to_value(address).unwrap_or_default();
        let mut data = Map::new();
        put_address("billing", &address(&customer.billing), &mut data);
        put_address("shipping", &address(&customer.shipping), &mut data);
        let members = [
            ("customer_id", json!(customer.number)),
            ("customer_label", json!(label)),
            ("name", json!(customer.billing.name)),
            ("card_masked", json!(masked)),
            ("credit_card", json!(card)),
            ("ach", json!(customer.bank)),
            ("email", json!(customer.email)),
            ("phone", json!(customer.phone)),
            ("fax", json!(customer.fax)),
            ("discretionary_data", listed(customer.discretionary_data.clone())),
        ];
        data.extend(members.map(|(name, value)| (name.to_owned(), value)));
        Value::Object(data)
    }

    /// All labels in the order their customers were made.
    fn labels(&self) -> Vec<String> {
        let mut labels: Vec<(i64, &String)> =
            self.customers.iter().map(|(label, customer)| (customer.number, label)).collect();
        labels.sort_unstable();
        labels.into_iter().map(|(_, label)| label.clone()).collect()
    }
}

/// When a customer was made, or last paid.
fn last_activity(customer: &Customer) -> NaiveDateTime {
    let moments = [customer.last_transaction, customer.last_check].into_iter().flatten();
    moments.fold(customer.created, NaiveDateTime::max)
}

/// The members of a new profile in v1's words; gives the label.
pub(super) fn profile_body(input: &Input<'_>, body: &mut Map<String, Value>) -> String {
    let label = input.required("customer_label", TEXT);
    body.insert("customer_id".to_owned(), json!(label));
    for (name, limit) in [("email", TEXT), ("phone", PHONE), ("fax", PHONE)] {
        if input.has(name) {
            body.insert(name.to_owned(), json!(input.text(name, limit)));
        }
    }
    put_addresses(input, body);
    put_custom_fields(input, body);
    label
}
