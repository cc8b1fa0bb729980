//! A transaction as a line of CSV.

use paytrace::Transaction;

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
    let field = |field: &Option<Box<str>>| text(field.as_deref().unwrap_or_default());
    [
        transaction.id.to_string(),
        text(transaction.kind.as_str()),
        transaction.amount.to_string(),
        transaction.amount.currency().to_string(),
        transaction.tax_amount.map(|tax| tax.to_string()).unwrap_or_default(),
        text(transaction.status.as_str()),
        transaction.status.batch().unwrap_or_default().to_owned(),
        transaction.created_at.to_string(),
        transaction.settled_at.map(|at| at.to_string()).unwrap_or_default(),
        field(&transaction.customer_id),
        field(&transaction.invoice_id),
        field(&transaction.customer_reference_id),
        field(&transaction.description),
        field(&transaction.billing_address.name),
        transaction.card.as_ref().map(|card| text(&card.masked_number)).unwrap_or_default(),
        field(&transaction.approval_code),
    ]
}

/// A text behind an apostrophe when a spreadsheet would run it as a formula: anybody who pays can write into some of
/// these fields, and a formula can send the sheet away. Amounts and numbers are ours and stay as they are.
fn text(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("{guard}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_beginning_of_a_text_makes_it_a_formula() {
        for formula in ["=1", "+1", "-1", "@a", "\t=1", "\r=1"] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        for plain in ["", "a=1", "************5439", "STR/FWD", "'=1"] {
            assert_eq!(text(plain), plain);
        }
    }
}
