//! Looking for a payment whose answer was lost.

use paysage_money::{Currency, Money};
use paytrace::lookup::{AttemptKind, Finding, Lookup};
use paytrace::{ErrorKind, InvoiceId};
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
async fn a_find_by_the_filter_is_enough_and_compared_exactly() {
    let script = Script::signed_in([answer(&[row(1, "INV-10", PENDING), row(2, "INV-1", PENDING)])]);
    let answer = script.client().look_up(&lookup()).await.unwrap();
    assert!(matches!(&answer.finding, Finding::Found(found) if found.id.get() == 2), "{answer:?}");
    assert_eq!(
        script.body(1),
        json!({"start_date": "06/09/2026", "end_date": "06/12/2026", "including_text": "INV-1",
            "integrator_id": "integrator01"})
    );
    assert_eq!(script.paths()[1..], ["/v1/transactions/export/by_date_range"]);
}

#[tokio::test]
async fn nothing_is_believed_of_the_filter_alone() {
    let declined = row(3, "INV-1", ("N", "Declined"));
    let script = Script::signed_in([
        answer(std::slice::from_ref(&declined)),
        answer(&[declined.clone(), row(2, "INV-1", PENDING)]),
    ]);
    let found = script.client().look_up(&lookup()).await.unwrap();
    assert!(matches!(&found.finding, Finding::Found(found) if found.id.get() == 2), "{found:?}");
    assert_eq!(found.declined.len(), 1);
    assert_eq!(script.body(2).get("including_text"), None);

    let script = Script::signed_in([answer(&[]), answer(&[declined, row(4, "INV-2", PENDING)])]);
    let nothing = script.client().look_up(&lookup()).await.unwrap();
    assert_eq!((nothing.finding, nothing.declined.len()), (Finding::NotFound, 1));
}

#[tokio::test]
async fn an_account_that_refuses_the_filter_is_read_without_it() {
    let refused = r#"{"success":false,"response_code":1,"errors":{"999":["x"]}}"#;
    let script = Script::signed_in([Step::Answer(400, refused), answer(&[row(2, "INV-1", PENDING)])]);
    let found = script.client().look_up(&lookup()).await.unwrap();
    assert!(matches!(found.finding, Finding::Found(_)));
}

#[tokio::test(start_paused = true)]
async fn a_row_that_cannot_be_read_or_a_cut_export_is_not_nothing() {
    let mut bad = row(5, "INV-1", PENDING);
    bad["created"]["at"] = "soon".into();
    let script = Script::signed_in([answer(&[]), answer(&[bad])]);
    let open = script.client().look_up(&lookup()).await.unwrap();
    assert!(
        matches!(&open.finding, Finding::CannotTell { unreadable, .. } if unreadable.len() == 1),
        "{open:?}"
    );

    let cut = Step::Pieces(vec![r#"{"success":true,"response_code":1,"transactions":["#.into()], false);
    let script = Script::signed_in([answer(&[]), cut]);
    assert_eq!(script.client().look_up(&lookup()).await.unwrap_err().kind(), ErrorKind::NoAnswer);
    let script = Script::signed_in(vec![Step::Lost; 4]);
    assert_eq!(script.client().look_up(&lookup()).await.unwrap_err().kind(), ErrorKind::NoAnswer);
}
