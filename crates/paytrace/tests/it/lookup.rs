//! Looking for a payment whose answer was lost.

use paysage_money::{Currency, Money};
use paytrace::lookup::{AttemptKind, Finding, Lookup};
use paytrace::{Dialect, ErrorKind, InvoiceId};
use serde_json::{Value, json};

use crate::script::{Script, Step};

fn lookup() -> Lookup {
    let at = "2026-06-10T23:30:00Z".parse().unwrap();
    let amount = Money::from_minor(1999, Currency::Usd);
    Lookup::new(InvoiceId::new("INV-1").unwrap(), amount, AttemptKind::Sale, at).unwrap()
}

fn row(id: i64, invoice: &str, status: (&str, &str)) -> Value {
    json!({"transaction_id": id, "transaction_type": "SALE", "amount": "19.99", "invoice_id": invoice,
        "status_code": status.0, "status_message": status.1, "created": {"at": "6/10/2026 4:06:30 PM"}})
}

const PENDING: (&str, &str) = ("Y", "Pending Settlement");

fn answer(rows: &[Value]) -> Step {
    let body = json!({"success": true, "response_code": 1, "transactions": rows}).to_string();
    Step::Pieces(vec![body.into()], false)
}

#[tokio::test]
async fn all_rows_of_the_days_are_read_and_compared_exactly() {
    let declined = row(3, "INV-1", ("N", "Declined"));
    let rows = [row(1, "INV-10", PENDING), row(2, "INV-1", PENDING), declined.clone()];
    let script = Script::signed_in([answer(&rows)]);
    let found = script.client().look_up(&lookup()).await.unwrap();
    assert!(matches!(&found.finding, Finding::Found(found) if found.id.get() == 2), "{found:?}");
    assert_eq!(found.declined.len(), 1);
    assert_eq!(
        script.body(1),
        json!({"start_date": "06/09/2026", "end_date": "06/12/2026", "integrator_id": "integrator01"})
    );
    assert_eq!(script.paths()[1..], ["/v1/transactions/export/by_date_range"]);

    let script = Script::signed_in([answer(&[declined, row(4, "INV-2", PENDING)])]);
    let nothing = script.client().look_up(&lookup()).await.unwrap();
    assert_eq!((nothing.finding, nothing.declined.len()), (Finding::NotFound, 1));
}

#[tokio::test]
async fn a_merchant_who_has_v3_only_is_looked_up_there() {
    let token = r#"{"status":"success","status_code":201,"data":{"access_token":"t","expires_in":900}}"#;
    let row = json!({"transaction_id": "2", "transaction_type": "SALE", "amount": 19.99, "invoice_number": "INV-1",
        "status_code": "Y", "status_message": "", "created": {"at": "6/10/2026 4:06:30 PM"}});
    let body = json!({"status": "success", "status_code": 200, "data": [row]}).to_string();
    let script = Script::new([Step::Answer(201, token), Step::Pieces(vec![body.into()], false)]);
    let found = script.client().look_up(&lookup().with_dialect(Dialect::V3)).await.unwrap();
    assert!(matches!(&found.finding, Finding::Found(found) if found.id.get() == 2), "{found:?}");
    assert_eq!(script.paths(), ["/v3/token", "/v3/transactions/export/by-date"]);
    assert_eq!(script.body(1), json!({"start_date": "06/09/2026", "end_date": "06/12/2026"}));
}

#[tokio::test]
async fn a_second_charge_is_seen_whatever_a_filter_would_show() {
    let script = Script::signed_in([answer(&[row(2, "INV-1", PENDING), row(3, "INV-1", PENDING)])]);
    let found = script.client().look_up(&lookup()).await.unwrap();
    assert!(matches!(&found.finding, Finding::Several { count: 2, .. }), "{found:?}");
    assert_eq!(script.body(1).get("including_text"), None);
}

#[tokio::test(start_paused = true)]
async fn a_row_that_cannot_be_read_or_a_cut_export_is_not_nothing() {
    let mut bad = row(5, "INV-1", PENDING);
    bad["created"]["at"] = "soon".into();
    let script = Script::signed_in([answer(&[bad])]);
    let open = script.client().look_up(&lookup()).await.unwrap();
    assert!(
        matches!(&open.finding, Finding::CannotTell { unreadable, .. } if unreadable.len() == 1),
        "{open:?}"
    );

    let cut = Step::Pieces(vec![r#"{"success":true,"response_code":1,"transactions":["#.into()], false);
    let script = Script::signed_in([cut]);
    assert_eq!(script.client().look_up(&lookup()).await.unwrap_err().kind(), ErrorKind::NoAnswer);
    let script = Script::signed_in(vec![Step::Lost; 4]);
    assert_eq!(script.client().look_up(&lookup()).await.unwrap_err().kind(), ErrorKind::NoAnswer);
}
