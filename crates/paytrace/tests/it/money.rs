//! Calls that move money: carried out once, or doubt is said.

use paysage_money::{Currency, Money};
use paytrace::v1::authorization::{AuthorizationByCustomer, Capture};
use paytrace::v1::customer::CreateCustomerFromTransaction;
use paytrace::v1::refund::RefundForTransaction;
use paytrace::v1::sale::SaleByCustomer;
use paytrace::v1::transaction::{Settle, Void};
use paytrace::{CustomerId, Email, ErrorKind, InvoiceId, Operation, Outcome, SaleAnswer, TransactionId};
use serde_json::json;

use crate::script::{OTHER_TOKEN, Script, Step};

pub fn sale() -> SaleByCustomer {
    let amount = Money::from_minor(1999, Currency::Usd);
    SaleByCustomer::new(amount, CustomerId::new("ACME-001").unwrap())
        .unwrap()
        .with_invoice_id(InvoiceId::new("INV-1").unwrap())
}

const APPROVED: &str =
    r#"{"success":true,"response_code":101,"transaction_id":100000001,"approval_code":"TAS1"}"#;

#[tokio::test(start_paused = true)]
async fn a_sale_whose_answer_is_lost_is_not_repeated() {
    let doubts = [
        Step::Lost,
        Step::Silent,
        Step::Pieces(vec![r#"{"success":true,"respon"#.into()], true),
        Step::Pieces(vec![r#"{"success":true,"respon"#.into()], false),
        Step::Stalled(vec![r#"{"success":true,"respon"#.into()]),
        Step::Answer(500, "oops"),
        Step::Answer(502, APPROVED_NOT),
        Step::Answer(301, ""),
    ];
    for doubt in doubts {
        let script = Script::signed_in([doubt.clone()]);
        let error = script.client().send(&sale()).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{doubt:?}");
        assert!(!error.is_retryable(), "{doubt:?}");
        assert!(error.to_string().contains("before any repeat"), "{error}");
        assert_eq!(script.paths().len(), 2, "{doubt:?}");
    }
}

const APPROVED_NOT: &str = "<html>approved</html>";

#[tokio::test(start_paused = true)]
async fn a_sale_that_was_not_sent_or_was_turned_away_did_not_happen_and_is_not_repeated_by_the_client() {
    let cases = [
        (Step::NotSent, ErrorKind::NotSent),
        (Step::AnswerWith(429, "", ("Retry-After", "9")), ErrorKind::RateLimited),
    ];
    for (step, kind) in cases {
        let script = Script::signed_in([step]);
        let error = script.client().send(&sale()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::Nothing));
        assert!(error.is_retryable());
        assert_eq!(script.paths().len(), 2);
    }
}

#[tokio::test]
async fn a_sale_says_what_it_must() {
    let script = Script::signed_in([Step::Answer(200, APPROVED)]);
    let sale = sale()
        .with_email(Email::new("a@b.example").unwrap())
        .with_tax_amount(Money::from_minor(150, Currency::Usd));
    let answer = script.client().send(&sale).await.unwrap();
    assert!(matches!(answer, SaleAnswer::Approved(approval) if approval.transaction_id.get() == 100_000_001));
    assert_eq!(
        script.body(1),
        json!({"amount": "19.99", "customer_id": "ACME-001", "invoice_id": "INV-1", "email": "a@b.example",
            "tax_amount": "1.50", "integrator_id": "integrator01"})
    );
    assert_eq!(script.header(1, "authorization").as_deref(), Some("Bearer tok:en_1"));
    assert_eq!(script.header(1, "content-type").as_deref(), Some("application/json"));
}

#[tokio::test]
async fn a_sale_is_repeated_exactly_once_after_a_refused_token() {
    let refused = Step::Answer(401, r#"{"error":"invalid_token"}"#);
    let script =
        Script::signed_in([refused.clone(), Step::Answer(200, OTHER_TOKEN), Step::Answer(200, APPROVED)]);
    script.client().send(&sale()).await.unwrap();
    assert_eq!(script.header(1, "authorization").as_deref(), Some("Bearer tok:en_1"));
    assert_eq!(script.header(3, "authorization").as_deref(), Some("Bearer tok:en_2"));

    let script = Script::signed_in([refused.clone(), Step::Answer(200, OTHER_TOKEN), refused]);
    let error = script.client().send(&sale()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Auth, Outcome::Nothing));
    assert_eq!(script.paths().len(), 4);
}

#[tokio::test]
async fn a_sale_that_may_have_been_made_goes_out_once_even_with_status_401() {
    let doubts = [
        (401, r#"{"status":"success","data":{"response_code":101,"transaction_id":"5"}}"#),
        (401, r#"{"error":"invalid_token","transaction_id":5}"#),
        (401, r#"{"message":"Unauthorized"}"#),
        (401, r#"{"success":true,"respon"#),
        (401, ""),
        (401, "<html>invalid_token</html>"),
        (401, "Approved transaction_id=5"),
        (401, r#"<?xml version="1.0"?><error>invalid_token</error>"#),
        (500, r#"{"error":"invalid_token"}"#),
        (200, r#"{"error":"invalid_token"}"#),
    ];
    for (status, doubt) in doubts {
        let answers =
            [Step::Answer(status, doubt), Step::Answer(200, OTHER_TOKEN), Step::Answer(200, APPROVED)];
        let script = Script::signed_in(answers);
        let client = script.client();
        let error = client.send(&sale()).await.unwrap_err();
        assert_eq!((error.outcome(), script.paths().len()), (Outcome::Unknown, 2), "{status} {doubt}");
        client.send(&sale()).await.unwrap();
        assert_eq!(
            script.header(3, "authorization").as_deref(),
            Some("Bearer tok:en_2"),
            "the token is not trusted"
        );
    }
}

#[tokio::test]
async fn a_read_is_sent_again_after_any_401() {
    let pong = r#"{"success":true,"response_code":1,"batches":[]}"#;
    let odd = Step::Answer(401, r#"{"message":"Unauthorized"}"#);
    let script = Script::signed_in([odd, Step::Answer(200, OTHER_TOKEN), Step::Answer(200, pong)]);
    let day = chrono::NaiveDate::from_ymd_opt(2026, 6, 10).unwrap();
    let call = paytrace::v1::batch::BatchesByDate::new(day, day).unwrap();
    assert_eq!(script.client().send(&call).await.unwrap().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_changes_something_is_never_repeated() {
    let call = paytrace::v1::transaction::EmailReceipt::new(
        TransactionId::new(5).unwrap(),
        Email::new("a@b.example").unwrap(),
    );
    for step in [Step::NotSent, Step::Lost, Step::Answer(502, ""), Step::Answer(429, "")] {
        let script = Script::signed_in([step.clone()]);
        script.client().send(&call).await.unwrap_err();
        assert_eq!(script.paths().len(), 2, "{step:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn doubt_after_a_renewed_token_is_still_doubt() {
    let refused = Step::Answer(401, r#"{"error":"invalid_token"}"#);
    let script = Script::signed_in([refused, Step::Answer(200, OTHER_TOKEN), Step::Lost]);
    let error = script.client().send(&sale()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
}

#[test]
fn each_call_has_the_path_and_the_body_of_the_documentation() {
    let id = TransactionId::new(100_000_001).unwrap();
    let part = Money::from_minor(5, Currency::Usd);
    let customer = || CustomerId::new("C1").unwrap();
    let cases = [
        (
            AuthorizationByCustomer::new(Money::zero(Currency::Usd), customer()).unwrap().outgoing(),
            "/v1/transactions/authorization/by_customer",
            json!({"amount": "0.00", "customer_id": "C1"}),
        ),
        (
            Capture::new(id).outgoing(),
            "/v1/transactions/authorization/capture",
            json!({"transaction_id": 100_000_001}),
        ),
        (
            Capture::new(id).with_amount(part).unwrap().outgoing(),
            "/v1/transactions/authorization/capture",
            json!({"transaction_id": 100_000_001, "amount": "0.05"}),
        ),
        (
            RefundForTransaction::new(id).with_amount(part).unwrap().outgoing(),
            "/v1/transactions/refund/for_transaction",
            json!({"transaction_id": 100_000_001, "amount": "0.05"}),
        ),
        (Void::new(id).outgoing(), "/v1/transactions/void", json!({"transaction_id": 100_000_001})),
        (Settle::new().outgoing(), "/v1/transactions/settle", json!({})),
        (
            CreateCustomerFromTransaction::new(customer(), id).outgoing(),
            "/v1/customer/create_from_transaction",
            json!({"customer_id": "C1", "transaction_id": 100_000_001}),
        ),
    ];
    for (outgoing, path, body) in cases {
        let outgoing = outgoing.unwrap();
        assert_eq!(outgoing.endpoint().path(), path);
        assert_eq!(serde_json::Value::Object(outgoing.body().unwrap()), body, "{path}");
    }
}

#[test]
fn amounts_that_paytrace_would_not_take_are_refused_before_they_leave() {
    let id = TransactionId::new(1).unwrap();
    for minor in [0, -1, 100_000_000_000] {
        let amount = Money::from_minor(minor, Currency::Usd);
        assert!(SaleByCustomer::new(amount, CustomerId::new("C1").unwrap()).is_err(), "{minor}");
        assert!(Capture::new(id).with_amount(amount).is_err(), "{minor}");
        assert!(RefundForTransaction::new(id).with_amount(amount).is_err(), "{minor}");
    }
    let negative = Money::from_minor(-1, Currency::Usd);
    let error = sale().with_tax_amount(negative).outgoing().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::Nothing));
}
