//! The payments: invented, and known here independently of whatever the engine makes of them.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde_json::{Value, json};

use crate::random::Random;

/// Customers, each with a payment in the first delivery.
const CUSTOMERS: u64 = 400;
/// Payments of the days before today.
const EARLIER: u64 = 480;
/// Payments of each later delivery.
const DELIVERY: u64 = 160;
/// How many days before today the first payment was made.
const DAYS_BACK: u64 = 30;
/// Sage 50's customer for payments that name none.
const WALK_IN: &str = "CARD-SALES";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Sale,
    Refund,
    Declined,
    Pending,
}

#[derive(Debug, Clone)]
pub struct Payment {
    pub id: i64,
    pub what: What,
    pub cents: i64,
    /// Part of `cents`.
    pub tax: i64,
    customer: Option<u64>,
    at: NaiveDateTime,
}

/// Where payments come from: first those of the past month, then some of today each time.
pub struct Shop {
    today: NaiveDate,
    sold: i64,
}

impl Shop {
    pub const fn open(today: NaiveDate) -> Self {
        Self { today, sold: 0 }
    }

    pub fn first_day(&self) -> NaiveDate {
        self.today.checked_sub_days(Days::new(DAYS_BACK)).unwrap()
    }

    /// The next delivery of payments.
    pub fn deliver(&mut self, random: &mut Random) -> Vec<Payment> {
        if self.sold > 0 {
            let payment = |_| {
                let customer = random.below(CUSTOMERS);
                self.payment(random, customer, self.today)
            };
            return (0..DELIVERY).map(payment).collect();
        }
        let earlier = |number: u64| {
            let day = self.first_day().checked_add_days(Days::new(number * DAYS_BACK / EARLIER)).unwrap();
            self.payment(random, number % CUSTOMERS, day)
        };
        (0..EARLIER).map(earlier).collect()
    }

    fn payment(&mut self, random: &mut Random, customer: u64, day: NaiveDate) -> Payment {
        self.sold += 1;
        let cents = i64::try_from(100 + random.below(50_000)).unwrap();
        let what = match random.below(100) {
            0..84 => What::Sale,
            84..92 => What::Refund,
            92..97 => What::Declined,
            _ => What::Pending,
        };
        let minute = i64::try_from(random.below(24 * 60)).unwrap();
        Payment {
            id: 500_000_000 + self.sold,
            what,
            cents,
            tax: if random.percent(20) { cents / 12 } else { 0 },
            customer: (!random.percent(2)).then_some(customer),
            at: day.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute),
        }
    }
}

/// Payments as PayTrace exports them.
pub fn export(payments: &[Payment]) -> String {
    let rows: Vec<Value> = payments.iter().map(Payment::row).collect();
    json!({"success": true, "response_code": 1, "transactions": rows, "external_transaction_id": ""})
        .to_string()
}

impl Payment {
    pub fn date(&self) -> NaiveDate {
        self.at.date()
    }

    /// Its part of the net settled total, in cents.
    pub const fn stake(&self) -> i64 {
        match self.what {
            What::Sale => self.cents,
            What::Refund => -self.cents,
            What::Declined | What::Pending => 0,
        }
    }

    /// The customer it is booked for in Sage 50.
    pub fn customer(&self) -> String {
        self.customer.map_or_else(|| WALK_IN.to_owned(), |number| format!("K{number:04}"))
    }

    /// What changes in the gateway when a pending sale settles.
    pub fn settle(&mut self, row: &mut Value) {
        self.what = What::Sale;
        let settled = self.row();
        for name in ["status_code", "status_message", "settled"] {
            row.as_object_mut().unwrap().insert(name.to_owned(), settled.get(name).unwrap().clone());
        }
    }

    fn row(&self) -> Value {
        let blank = json!({"name": "", "street_address": "", "street_address2": "", "city": "", "state": "", "zip": "",
            "country": ""});
        let address = json!({"name": format!("Buyer {}", self.customer()), "street_address": "8320 E. West St.",
            "street_address2": "", "city": "Spokane", "state": "WA", "zip": "85284", "country": "US"});
        let settled = self.at.format("%-m/%-d/%Y 11:59:45 PM").to_string();
        let (code, message, settled) = match self.what {
            What::Sale | What::Refund => ("GB571", "GB571", settled),
            What::Declined => ("N", "Declined", String::new()),
            What::Pending => ("Y", "Pending Settlement", String::new()),
        };
        let amount: Value = serde_json::from_str(&dollars(self.cents)).unwrap();
        json!({
            "transaction_id": self.id, "transaction_type": if self.what == What::Refund { "REFUND" } else { "SALE" },
            "amount": amount, "description": "",
            "credit_card": {"masked_number": "************5439", "expiration_month": 12, "expiration_year": 29},
            "invoice_id": format!("web-{}", self.id), "customer_reference_id": "",
            "tax_amount": if self.tax > 0 { dollars(self.tax) } else { String::new() },
            "billing_address": address, "shipping_address": blank, "receipt_emailed_to": "",
            "approval_code": "TAS456", "approval_message": "EXACT MATCH - Approved and completed",
            "avs_response": "Full Exact Match", "csc_response": "Match", "status_code": code,
            "status_message": message,
            "created": {"through": "API", "at": self.at.format("%-m/%-d/%Y %-I:%M:%S %p").to_string(),
                "by": "demo@paysage", "from_ip": "127.0.0.1"},
            "settled": settled, "customer_id": self.customer.map_or_else(String::new, |_| self.customer()),
        })
    }
}

/// Cents as plain text.
pub fn dollars(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}
