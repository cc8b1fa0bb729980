//! Posting: what is sent, and what every answer means.

use std::time::Duration;

use paysage_money::{Currency, Money};
use sage50::rest::{ApiKey, RestDoor};
use sage50::{
    Books, CustomerId, Description, Error, ErrorKind, GlAccount, Invoice, InvoiceLine, Outcome, Posted,
    Reference, SageDetail, SaleHead,
};
use serde_json::json;
use wiremock::matchers::{any, body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::fixture::{KEY, all, door, door_with_timeout, invoice, receipt};

/// Posts a receipt to a server that gives this answer, and checks that it saw exactly one request.
async fn answered(answer: ResponseTemplate) -> Result<Posted, Error> {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).expect(1).mount(&server).await;
    door(&server.uri()).post(&receipt()).await
}

#[tokio::test]
async fn every_kind_is_posted_with_its_path_headers_and_exact_body() {
    for (document, to, body) in all() {
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .and(path(to))
            .and(header("authorization", format!("Bearer {KEY}")))
            .and(header("content-type", "application/json"))
            .and(header("accept", "application/json"))
            .and(body_json(&body))
            .respond_with(ResponseTemplate::new(201).set_body_json(json!({"key": "b1c0"})))
            .expect(1)
            .mount(&server)
            .await;
        let posted = door(&server.uri()).post(&document).await.unwrap();
        assert_eq!(posted, Posted::in_books("b1c0"), "{to}");
        let request = &server.received_requests().await.unwrap()[0];
        assert!(request.headers.get("x-business").is_none());
        assert!(request.url.query().is_none());
    }
}

#[tokio::test]
async fn the_business_and_a_path_prefix_of_the_address_are_kept() {
    let server = MockServer::start().await;
    Mock::given(path("/gate/v1/invoices"))
        .and(header("x-business", "acme-books"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"key": "b1c0"})))
        .expect(1)
        .mount(&server)
        .await;
    let address = format!("{}/gate/", server.uri()).parse().unwrap();
    let door = RestDoor::builder(address, ApiKey::new(KEY)).with_business("acme-books").build().unwrap();
    door.post(&invoice()).await.unwrap();
}

#[tokio::test]
async fn a_document_of_another_currency_is_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(500)).expect(0).mount(&server).await;
    let amount = Money::from_minor(100, Currency::Cad);
    let line =
        InvoiceLine::new(GlAccount::new("40000").unwrap(), amount, Description::new("x").unwrap()).unwrap();
    let head = SaleHead::new(
        Reference::new("PT1").unwrap(),
        CustomerId::new("ACME-001").unwrap(),
        "2026-07-01".parse().unwrap(),
        GlAccount::new("11000").unwrap(),
    );
    let foreign = Invoice::new(head, vec![line]);
    let error = door(&server.uri()).post(&foreign.unwrap().into()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::Nothing));
}

#[tokio::test]
async fn a_refusal_is_reported_once_with_its_reasons_and_never_repeated() {
    let cases = [
        (409, "DuplicateValue", ErrorKind::Duplicate, Some(SageDetail::Duplicate)),
        (422, "AmountExceedsDue", ErrorKind::Invalid, Some(SageDetail::AmountMismatch)),
        (422, "CreditHold", ErrorKind::Invalid, Some(SageDetail::CreditHold)),
        (422, "UnknownInvoice", ErrorKind::NotFound, Some(SageDetail::UnknownInvoice)),
        (422, "ClosedPeriod", ErrorKind::ClosedPeriod, Some(SageDetail::ClosedPeriod)),
        (401, "Unauthorized", ErrorKind::Auth, None),
        (403, "AuthorizationPending", ErrorKind::Permission, Some(SageDetail::AuthorizationPending)),
        (423, "RecordInUse", ErrorKind::Locked, Some(SageDetail::RecordInUse)),
        (503, "LicenseNotAvailable", ErrorKind::Locked, Some(SageDetail::LicenceSeats)),
    ];
    for (status, code, kind, sage) in cases {
        let body = json!([{"$severity": "error", "$dataCode": code, "$message": "text", "$source": "field"}]);
        let error = answered(ResponseTemplate::new(status).set_body_json(body)).await.unwrap_err();
        let outcome = if status < 500 { Outcome::Nothing } else { Outcome::Unknown };
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{status} {code}");
        assert_eq!(error.sage(), sage, "{status} {code}");
        assert_eq!(error.is_retryable(), status == 423, "{status} {code}");
        let detail = error.detail().unwrap();
        assert_eq!((detail.code.as_deref(), detail.field.as_deref()), (Some(code), Some("field")));
    }
}

#[tokio::test]
async fn too_many_calls_say_how_long_to_wait_and_are_not_repeated() {
    let error = answered(ResponseTemplate::new(429).insert_header("retry-after", "7")).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::RateLimited, Outcome::Nothing));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn every_answer_that_leaves_doubt_is_unknown_and_never_repeated() {
    let ok = |body: &str| ResponseTemplate::new(201).set_body_raw(body.as_bytes(), "application/json");
    let doubtful = [
        ResponseTemplate::new(500),
        ResponseTemplate::new(503).insert_header("retry-after", "1"),
        ResponseTemplate::new(502).set_body_raw("<html>bad gateway</html>", "text/html"),
        ResponseTemplate::new(408),
        ResponseTemplate::new(202),
        ResponseTemplate::new(202).set_body_json(json!({"status": "queued"})),
        ResponseTemplate::new(202).set_body_json(json!({"manifest": "m", "amount": "1.00"})),
        ResponseTemplate::new(204),
        ok(""),
        ok("{}"),
        ok(r#"{"key":"b1"#),
        ok(r#"{"success":false,"message":"queued"}"#),
        ok(r#"{"key":"b1","amount":"1.00"}"#),
        ok(r#"{"key":"b1","referenceNumber":"PT9"}"#),
        ok("<html>signed in</html>"),
    ];
    for (index, answer) in doubtful.into_iter().enumerate() {
        let error = answered(answer).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "case {index}");
        assert!(!error.is_retryable(), "case {index}");
        assert!(error.to_string().contains("do not post it again"), "{error}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let server = MockServer::start().await;
        Mock::given(path("/elsewhere"))
            .respond_with(ResponseTemplate::new(201))
            .expect(0)
            .mount(&server)
            .await;
        Mock::given(path("/v1/payments"))
            .respond_with(ResponseTemplate::new(status).insert_header("location", "/elsewhere"))
            .expect(1)
            .mount(&server)
            .await;
        let error = door(&server.uri()).post(&receipt()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown), "{status}");
    }
}

#[tokio::test]
async fn a_receipt_whose_answer_takes_too_long_is_not_repeated() {
    let server = MockServer::start().await;
    let late =
        ResponseTemplate::new(201).set_body_json(json!({"key": "b1"})).set_delay(Duration::from_secs(5));
    Mock::given(any()).respond_with(late).expect(1).mount(&server).await;
    let door = door_with_timeout(&server.uri(), Duration::from_millis(100));
    let error = door.post(&receipt()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown));
    tokio::time::sleep(Duration::from_millis(300)).await;
}

#[tokio::test]
async fn an_answer_beyond_the_limit_is_not_read_to_its_end() {
    let huge = format!(r#"{{"key":"b1","note":"{}"}}"#, "x".repeat(9 * 1024 * 1024));
    let error =
        answered(ResponseTemplate::new(201).set_body_raw(huge, "application/json")).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown));
}

#[tokio::test]
async fn the_key_is_never_shown() {
    let server = MockServer::start().await;
    let body = json!({"error": "no access for card 4111111111111111"});
    Mock::given(any()).respond_with(ResponseTemplate::new(401).set_body_json(body)).mount(&server).await;
    let builder = RestDoor::builder(server.uri().parse().unwrap(), ApiKey::new(KEY));
    let settings = format!("{builder:?} {builder:#?}");
    let door = builder.build().unwrap();
    let error = door.post(&receipt()).await.unwrap_err();
    let shown = format!("{settings} {door:?} {door:#?} {error} {error:?} {error:#?}");
    assert!(shown.contains("[digits]"), "the reason is shown, but cleaned: {shown}");
    assert!(!shown.contains(KEY));
    assert!(!shown.contains("4111111111111111"));
}
