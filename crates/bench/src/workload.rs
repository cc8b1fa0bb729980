//! Invented sales: the same ones each time.
#![expect(clippy::arithmetic_side_effects, reason = "dates within one month of 2026")]

use chrono::{Duration, NaiveDate, NaiveDateTime};
use serde_json::json;

/// One settled sale.
#[derive(Debug, Clone)]
pub struct Sale {
    pub id: usize,
    pub customer: usize,
    pub cents: usize,
    pub at: NaiveDateTime,
}

impl Sale {
    pub fn customer_id(&self) -> String {
        format!("C{:06}", self.customer)
    }

    pub fn amount(&self) -> String {
        format!("{}.{:02}", self.cents / 100, self.cents % 100)
    }
}

/// `count` sales of `customers` customers over thirty days of June 2026.
pub fn sales(count: usize, customers: usize) -> Vec<Sale> {
    let start = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap_or_default().and_time(chrono::NaiveTime::MIN);
    let customers = customers.max(1);
    (0..count)
        .map(|number| {
            // Every customer once, then in an order that looks like none.
            let scattered = number.wrapping_mul(7_919).wrapping_add(number / 3);
            let customer =
                if number < customers { number } else { scattered.checked_rem(customers).unwrap_or(0) };
            let minute = number.saturating_mul(30 * 24 * 60).checked_div(count).unwrap_or(0);
            Sale {
                id: number.saturating_add(300_000_001),
                customer,
                cents: number.wrapping_mul(104_729).checked_rem(50_000).unwrap_or(0).saturating_add(100),
                at: start + Duration::minutes(i64::try_from(minute).unwrap_or(0)),
            }
        })
        .collect()
}

/// The sales as a PayTrace export.
pub fn export(sales: &[Sale]) -> String {
    let mut body = String::from(r#"{"success":true,"response_code":1,"transactions":["#);
    for (number, sale) in sales.iter().enumerate() {
        if number > 0 {
            body.push(',');
        }
        let blank = json!({"name": "", "street_address": "", "street_address2": "", "city": "", "state": "", "zip": "",
            "country": ""});
        let row = json!({
            "transaction_id": sale.id, "transaction_type": "SALE", "amount": sale.amount(), "description": "",
            "credit_card": {"masked_number": "************5439", "expiration_month": 12, "expiration_year": 29},
            "invoice_id": format!("web-{}", sale.id), "customer_reference_id": "", "tax_amount": "",
            "billing_address": {"name": format!("Customer {}", sale.customer), "street_address": "8320 E. West St.",
                "street_address2": "", "city": "Spokane", "state": "WA", "zip": "85284", "country": "US"},
            "shipping_address": blank, "receipt_emailed_to": "", "approval_code": "TAS456",
            "approval_message": "EXACT MATCH - Approved and completed", "avs_response": "Full Exact Match",
            "csc_response": "Match", "status_code": "GB571", "status_message": "GB571",
            "created": {"through": "API", "at": sale.at.format("%-m/%-d/%Y %-I:%M:%S %p").to_string(),
                "by": "demo@paysage", "from_ip": "127.0.0.1"},
            "settled": sale.at.format("%-m/%-d/%Y 8:13:45 PM").to_string(), "customer_id": sale.customer_id(),
        });
        body.push_str(&row.to_string());
    }
    body.push_str(r#"],"external_transaction_id":""}"#);
    body
}
