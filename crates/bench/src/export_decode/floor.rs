//! The floor of `export_decode`: the whole body at once into plain structs. No check, no digest, no money; all rows
//! are in memory together. It reads the fields that the client's rows have.

use serde::Deserialize;
use serde_json::Number;

use super::Found;
use crate::result::Failure;

#[derive(Deserialize)]
struct Export {
    success: bool,
    response_code: i64,
    transactions: Vec<Row>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the work")]
struct Row {
    transaction_id: i64,
    credit_card: Card,
    transaction_type: String,
    description: String,
    amount: Number,
    invoice_id: String,
    shipping_address: Address,
    billing_address: Address,
    receipt_emailed_to: String,
    tax_amount: String,
    customer_reference_id: String,
    approval_code: String,
    approval_message: String,
    status_code: String,
    status_message: String,
    created: Created,
    settled: String,
    customer_id: String,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the work")]
struct Card {
    masked_number: String,
    expiration_month: u8,
    expiration_year: u16,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the work")]
#[expect(clippy::struct_field_names, reason = "the vendor's names")]
struct Address {
    name: String,
    street_address: String,
    street_address2: String,
    city: String,
    county: Option<String>,
    state: String,
    zip: String,
    country: String,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the work")]
struct Created {
    at: String,
}

pub fn read(body: &[u8]) -> Result<Found, Failure> {
    let export: Export = serde_json::from_slice(body)?;
    if !export.success || export.response_code != 1 {
        return Err("the export says that it failed".into());
    }
    let mut found = Found::default();
    for row in &export.transactions {
        found.count(row.transaction_id, !row.approval_code.is_empty());
    }
    Ok(found)
}
