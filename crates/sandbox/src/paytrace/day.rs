//! The built-in day of a small, invented merchant, made through the simulator's own operations.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde_json::{Value, json};

use super::call::Call;
use super::charge::{Kind, Source};
use super::reply::Reply;
use super::state::State;

/// Ids, names and streets of the merchant's customers.
const CUSTOMERS: [(&str, &str, &str); 4] = [
    ("ACME-001", "Acme Widgets Inc", "12 Foundry Road"),
    ("BAYSIDE", "Bayside Cafe", "3 Harbor Walk"),
    ("CEDAR-HVAC", "Cedar Heating and Air", "840 Cedar Avenue"),
    ("DUNES-SPA", "Dunes Day Spa", "77 Dune Crescent"),
];

/// Hour and minute.
type Time = (u32, u32);

struct Merchant<'a> {
    state: &'a mut State,
    day: NaiveDate,
}

/// Fills an empty account: yesterday with two settlements, and one sale of this moment that is still pending.
pub(super) fn play(state: &mut State, now: NaiveDateTime) {
    let day = now.date().checked_sub_signed(TimeDelta::days(1)).unwrap_or(now.date());
    let mut merchant = Merchant { state, day };
    merchant.open_vault();
    let (captured_later, refunds) = merchant.morning();
    merchant.settle_at((12, 0));
    merchant.afternoon(&captured_later, &refunds);
    merchant.settle_at((20, 13));
    let body = json!({"customer_id": "ACME-001", "amount": "57.20", "invoice_id": "INV-1012"});
    merchant.state.apply(Call::Charge(Kind::Sale, Source::ByCustomer), body.to_string().as_bytes(), now);
}

impl Merchant<'_> {
    fn open_vault(&mut self) {
        for (id, name, street) in CUSTOMERS {
            let body = json!({
                "customer_id": id,
                "credit_card": card(),
                "billing_address": {
                    "name": name, "street_address": street, "city": "Spokane", "state": "WA", "zip": "99201",
                    "country": "US",
                },
            });
            self.at((8, 30), Call::CustomerCreate, &body);
        }
    }

    /// Gives the authorization to capture, and the sales to refund with the amounts.
    fn morning(&mut self) -> (Value, [(Value, Option<&'static str>); 2]) {
        let acme = json!({
            "customer_id": "ACME-001", "amount": "110.00", "tax_amount": "8.10", "invoice_id": "INV-1001",
            "customer_reference_id": "PO-7731", "description": "Widgets, two boxes",
            "email": "accounts@acme-widgets.example",
        });
        self.at((9, 2), Call::Charge(Kind::Sale, Source::ByCustomer), &acme);
        self.sale((9, 15), "BAYSIDE", "42.50", Some("INV-1002"));
        self.sale((9, 40), "CEDAR-HVAC", "1249.99", Some("INV-1003"));
        let walk_in = json!({
            "amount": "19.99", "invoice_id": "INV-1004", "credit_card": card(), "csc": "999",
            "billing_address": {"name": "Robin Sample", "street_address": "8320 E. West St.", "zip": "85284"},
        });
        self.at((10, 5), Call::Charge(Kind::Sale, Source::Keyed), &walk_in);
        self.sale((10, 10), "BAYSIDE", "0.29", Some("INV-1005"));
        let hold = json!({"customer_id": "ACME-001", "amount": "300.00", "invoice_id": "INV-1006"});
        self.at((10, 30), Call::Charge(Kind::Authorization, Source::ByCustomer), &hold);
        let hold = json!({"customer_id": "DUNES-SPA", "amount": "500.00", "invoice_id": "INV-1007"});
        let captured_later = self.at((10, 45), Call::Charge(Kind::Authorization, Source::ByCustomer), &hold);
        let mistake = self.sale((11, 0), "BAYSIDE", "75.00", Some("INV-1008"));
        self.at((11, 4), Call::Void, &json!({"transaction_id": mistake}));
        let returned = self.sale((11, 20), "ACME-001", "64.00", Some("INV-1009"));
        let partly_returned = self.sale((11, 40), "DUNES-SPA", "220.00", Some("INV-1010"));
        (captured_later, [(returned, None), (partly_returned, Some("45.50"))])
    }

    fn afternoon(&mut self, captured_later: &Value, refunds: &[(Value, Option<&str>)]) {
        let part = json!({"transaction_id": captured_later, "amount": "350.25"});
        self.at((12, 40), Call::Capture, &part);
        for (sale, amount) in refunds {
            let body = match amount {
                Some(amount) => json!({"transaction_id": sale, "amount": amount}),
                None => json!({"transaction_id": sale}),
            };
            self.at((13, 5), Call::Refund, &body);
        }
        self.sale((14, 0), "BAYSIDE", "15.75", None);
        self.sale((16, 30), "CEDAR-HVAC", "89.00", Some("INV-1011"));
    }

    fn settle_at(&mut self, time: Time) {
        self.at(time, Call::Settle, &json!({}));
    }

    fn sale(&mut self, time: Time, customer: &str, amount: &str, invoice: Option<&str>) -> Value {
        let mut body = json!({"customer_id": customer, "amount": amount});
        if let (Some(invoice), Some(members)) = (invoice, body.as_object_mut()) {
            members.insert("invoice_id".to_owned(), json!(invoice));
        }
        self.at(time, Call::Charge(Kind::Sale, Source::ByCustomer), &body)
    }

    /// Does one call at a time of the day; gives the transaction id of the answer.
    fn at(&mut self, (hour, minute): Time, call: Call, body: &Value) -> Value {
        let time = NaiveTime::from_hms_opt(hour, minute, 45).unwrap_or(NaiveTime::MIN);
        let reply = self.state.apply(call, body.to_string().as_bytes(), self.day.and_time(time));
        let Reply::Json { body, .. } = reply else {
            return Value::Null;
        };
        let answer: Option<Value> = serde_json::from_slice(&body).ok();
        answer.and_then(|answer| answer.get("transaction_id").cloned()).unwrap_or_default()
    }
}

fn card() -> Value {
    json!({"number": "4012000098765439", "expiration_month": "12", "expiration_year": "2030"})
}
