//! A transaction as a line of CSV.

use paytrace::{Status, Transaction};

/// The head line.
pub const COLUMNS: [&str; 16] = [
    "transaction_id",
    "kind",
    "amount",
    "currency",
    "tax_amount",
    "state",
    "batch",
    "created_at",
    "settled_at",
    "customer_id",
    "invoice_id",
    "customer_reference_id",
    "description",
    "billing_name",
    "card",
    "approval_code",
];

/// The cells in the order of [`COLUMNS`]; what PayTrace left blank is blank. Times are the gateway's, without a zone.
pub fn cells(transaction: &Transaction) -> [String; 16] {
    let text = |text: &Option<Box<str>>| text.as_deref().unwrap_or_default().to_owned();
    let (state, batch) = state(&transaction.status);
    [
        transaction.id.to_string(),
        transaction.kind.to_string(),
        transaction.amount.to_string(),
        transaction.amount.currency().to_string(),
        transaction.tax_amount.map(|tax| tax.to_string()).unwrap_or_default(),
        state.to_owned(),
        batch.to_owned(),
        transaction.created_at.to_string(),
        transaction.settled_at.map(|at| at.to_string()).unwrap_or_default(),
        text(&transaction.customer_id),
        text(&transaction.invoice_id),
        text(&transaction.customer_reference_id),
        text(&transaction.description),
        text(&transaction.billing_address.name),
        transaction.card.as_ref().map(|card| card.masked_number.to_string()).unwrap_or_default(),
        text(&transaction.approval_code),
    ]
}

/// The state in one word, and the batch of a settled transaction. A code that is not known stays as it came.
fn state(status: &Status) -> (&str, &str) {
    match status {
        Status::Settled { batch } => ("settled", batch.as_deref().unwrap_or_default()),
        Status::PendingSettlement => ("pending", ""),
        Status::AuthorizedOnly => ("authorized", ""),
        Status::Voided => ("voided", ""),
        Status::Declined => ("declined", ""),
        Status::Other(code) => (code, ""),
        _ => ("not settling", ""),
    }
}
