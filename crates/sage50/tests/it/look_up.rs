//! Reading: finding, listing, counting, repeating.

use sage50::{Account, Books, Error, ErrorKind, Found, Kind, List, Outcome, Page};
use serde_json::{Value, json};
use wiremock::matchers::{any, header, method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::fixture::{KEY, all, door, receipt, usd};

fn item(key: &str) -> Value {
    json!({"key": key, "kind": "receipt", "referenceNumber": "PT100000003", "customerId": "ACME-001",
        "transactionDate": "2026-07-01", "amount": "1235.00", "status": "posted"})
}

fn found(key: &str) -> Found {
    Found {
        key: key.into(),
        kind: Kind::Receipt,
        reference: "PT100000003".into(),
        customer: Some("ACME-001".into()),
        date: Some("2026-07-01".parse().unwrap()),
        amount: Some(usd("1235.00")),
        stock: None,
        status: Some("posted".into()),
        voided: false,
        incomplete: None,
        booking: sage50::Booking::default(),
    }
}

fn page(total: u64, page: u64, items: &[Value]) -> Value {
    json!({"$total": total, "$page": page, "$itemsPerPage": 2, "$next": null, "$items": items})
}

/// Serves these pages, 200 each; a page behind the end is the last one again.
async fn serve(pages: &[Value]) -> MockServer {
    let server = MockServer::start().await;
    for (index, body) in pages.iter().enumerate() {
        Mock::given(query_param("page", (index + 1).to_string()))
            .respond_with(ResponseTemplate::new(200).set_body_json(body))
            .mount(&server)
            .await;
    }
    if let Some(last) = pages.last() {
        Mock::given(any())
            .respond_with(ResponseTemplate::new(200).set_body_json(last))
            .with_priority(9)
            .mount(&server)
            .await;
    }
    server
}

async fn find_in(pages: &[Value]) -> Result<Vec<Found>, Error> {
    let server = serve(pages).await;
    door(&server.uri()).find(&receipt()).await
}

#[tokio::test]
async fn every_kind_is_looked_up_by_its_reference_at_its_path_whoever_the_customer_is() {
    for (document, at, body) in all() {
        let server = MockServer::start().await;
        let filter = if document.kind() == Kind::Customer { "customerId" } else { "referenceNumber" };
        let mut mock = Mock::given(method("GET"))
            .and(path(at))
            .and(header("authorization", format!("Bearer {KEY}")))
            .and(header("cache-control", "no-cache"))
            .and(query_param(filter, document.reference()))
            .and(query_param("page", "1"))
            .and(query_param("items_per_page", "200"));
        mock = match document.kind() {
            Kind::Customer | Kind::JournalEntry | Kind::SalesOrder | Kind::StockAdjustment => {
                mock.and(query_param_is_missing("kind"))
            }
            kind => mock.and(query_param("kind", kind.as_str())).and(query_param_is_missing("customerId")),
        };
        let mut entry = item("b1");
        entry["kind"] = document.kind().as_str().into();
        entry["referenceNumber"] = document.reference().into();
        entry["amount"] = document.amount().map(|amount| amount.to_string()).into();
        for (field, value) in body.as_object().unwrap() {
            entry[field] = value.clone();
        }
        let answer = page(1, 1, &[entry]);
        mock.respond_with(ResponseTemplate::new(200).set_body_json(answer)).expect(1).mount(&server).await;
        let entries = door(&server.uri()).find(&document).await.unwrap();
        assert_eq!(entries.len(), 1, "{at}");
        assert_eq!(document.compare(&entries[0]), [], "{at}");
    }
}

#[tokio::test]
async fn all_pages_are_read_and_counted() {
    let pages = [page(3, 1, &[item("a"), item("b")]), page(3, 2, &[item("c")])];
    assert_eq!(find_in(&pages).await.unwrap(), [found("a"), found("b"), found("c")]);
    assert_eq!(find_in(&[page(0, 1, &[])]).await.unwrap(), []);
    assert_eq!(find_in(&[json!([item("a")])]).await.unwrap(), [found("a")]);
    assert_eq!(find_in(&[json!({"items": []})]).await.unwrap(), []);
}

#[tokio::test]
async fn a_look_up_that_may_have_missed_an_entry_is_an_error_and_no_answer() {
    let cases = [
        ("the last page again", vec![page(3, 1, &[item("a"), item("b")])]),
        (
            "the last page again, unnumbered",
            vec![
                json!({"$total": 4, "$items": [item("a"), item("b")]}),
                json!({"$total": 4, "$items": [item("a"), item("b")]}),
            ],
        ),
        ("fewer than said", vec![page(1, 1, &[])]),
        ("more than said", vec![page(1, 1, &[item("a"), item("b")])]),
        ("a next page beyond the count", vec![json!({"$total": 1, "$next": "/x", "$items": [item("a")]})]),
        ("no count but a next page", vec![json!({"$next": "/x", "$items": [item("a")]})]),
        ("a full page without count", vec![json!(vec![item("a"); 200])]),
        ("changed between pages", vec![page(3, 1, &[item("a"), item("b")]), page(4, 2, &[item("c")])]),
        ("an entry without key", vec![page(1, 1, &[json!({"referenceNumber": "PT100000003"})])]),
        ("an entry without reference", vec![page(1, 1, &[json!({"key": "a"})])]),
        (
            "an entry of unknown kind",
            vec![page(1, 1, &[json!({"key": "a", "kind": "barter", "referenceNumber": "PT100000003"})])],
        ),
        ("a failure beside an empty list", vec![json!({"success": false, "$total": 0, "$items": []})]),
        ("an object without list", vec![json!({"$total": 0})]),
        ("the error of another gateway", vec![json!({"error": "Access: Pending"})]),
    ];
    for (what, pages) in cases {
        let error = find_in(&pages).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Nothing), "{what}");
    }
}

#[tokio::test]
async fn an_entry_of_unknown_kind_is_shown_to_the_person_who_must_find_out_what_it_is() {
    let mut deposit = item("b7");
    deposit["kind"] = "customer deposit".into();
    let error = find_in(&[page(1, 1, &[deposit])]).await.unwrap_err();
    let told = error.details().iter().map(|detail| (detail.field.as_deref().unwrap(), &*detail.message));
    let expected = [("kind", "customer deposit"), ("key", "b7"), ("referenceNumber", "PT100000003")];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn an_entry_on_another_account_or_invoice_is_found_and_not_equal() {
    let spread = |cash: &str, invoice: &str| {
        let mut entry = item("a");
        entry["cashAccount"] = cash.into();
        entry["discountAccount"] = "49000".into();
        entry["applies"] = json!([{"referenceNumber": invoice, "amount": "1234.56"},
            {"referenceNumber": "PT100000000", "amount": "0.54", "discount": "0.10"}]);
        page(1, 1, &[entry])
    };
    let cases: [(&str, &str, &[&str]); 3] = [
        ("10300", "PT100000001", &[]),
        ("10200", "PT100000001", &["account"]),
        ("10300", "PT100000009", &["settled document", "settled document"]),
    ];
    for (cash, invoice, expected) in cases {
        let entries = find_in(&[spread(cash, invoice)]).await.unwrap();
        let differences = receipt().compare(&entries[0]);
        let fields = differences.iter().map(|difference| difference.field).collect::<Vec<_>>();
        assert_eq!(fields, expected, "{cash} {invoice}");
    }
}

#[tokio::test]
async fn a_success_other_than_200_is_no_look_up() {
    for status in [203, 204, 206, 304] {
        let server = MockServer::start().await;
        let answer = ResponseTemplate::new(status).set_body_json(page(0, 1, &[]));
        Mock::given(any()).respond_with(answer).expect(1).mount(&server).await;
        let error = door(&server.uri()).find(&receipt()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Nothing), "{status}");
    }
}

#[tokio::test]
async fn entries_of_other_references_and_kinds_are_counted_but_not_found() {
    let mut other = item("b");
    other["referenceNumber"] = "PT1000000030".into();
    let mut refund = item("c");
    refund["kind"] = "refund".into();
    let mut lower = item("d");
    lower["referenceNumber"] = "pt100000003".into();
    let entries = find_in(&[page(4, 1, &[item("a"), other, refund, lower])]).await.unwrap();
    assert_eq!(entries.iter().map(|entry| &*entry.key).collect::<Vec<_>>(), ["a", "d"]);
}

#[tokio::test]
async fn a_read_is_repeated_three_times_and_then_given_up() {
    for (status, kind) in [(429, ErrorKind::RateLimited), (503, ErrorKind::Unavailable)] {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(ResponseTemplate::new(status)).expect(4).mount(&server).await;
        let error = door(&server.uri()).find(&receipt()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome(), error.is_retryable()), (kind, Outcome::Nothing, true));
    }
}

#[tokio::test]
async fn a_read_recovers_when_the_server_does() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(500)).up_to_n_times(2).mount(&server).await;
    let whole = ResponseTemplate::new(200).set_body_json(page(1, 1, &[item("a")]));
    Mock::given(any()).respond_with(whole).expect(1).mount(&server).await;
    assert_eq!(door(&server.uri()).find(&receipt()).await.unwrap(), [found("a")]);
}

#[tokio::test]
async fn a_refused_read_is_not_repeated() {
    for (status, kind) in [(401, ErrorKind::Auth), (403, ErrorKind::Permission), (404, ErrorKind::NotFound)] {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(ResponseTemplate::new(status)).expect(1).mount(&server).await;
        assert_eq!(door(&server.uri()).find(&receipt()).await.unwrap_err().kind(), kind);
    }
}

#[tokio::test]
async fn a_list_is_walked_page_by_page_to_its_end() {
    let server = serve(&[page(3, 1, &[item("a"), item("b")]), page(3, 2, &[item("c")])]).await;
    let door = door(&server.uri());
    let query = List::new(Kind::Receipt);
    let first = door.list(&query).await.unwrap();
    assert_eq!(first, Page { items: vec![found("a"), found("b")], next: Some(2), total: 3 });
    let second = door.list(&query.clone().with_page(2)).await.unwrap();
    assert_eq!(second, Page { items: vec![found("c")], next: None, total: 3 });
    let behind = door.list(&query.clone().with_page(3)).await.unwrap();
    assert_eq!(behind, Page { items: Vec::new(), next: None, total: 3 });
    assert_eq!(door.list(&query.with_page(0)).await.unwrap_err().kind(), ErrorKind::Invalid);
}

#[tokio::test]
async fn a_list_asks_for_its_days_and_refuses_entries_of_another_kind() {
    let server = MockServer::start().await;
    Mock::given(path("/v1/payments"))
        .and(query_param("kind", "refund"))
        .and(query_param("from_date", "2026-07-01"))
        .and(query_param("to_date", "2026-07-31"))
        .respond_with(ResponseTemplate::new(200).set_body_json(page(1, 1, &[item("a")])))
        .expect(1)
        .mount(&server)
        .await;
    let query = List::new(Kind::Refund).between("2026-07-01".parse().unwrap(), "2026-07-31".parse().unwrap());
    let error = door(&server.uri()).list(&query).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreadable);
}

#[tokio::test]
async fn the_chart_of_accounts_is_read_whole() {
    let account =
        |id: &str| json!({"accountId": id, "description": "Sales", "type": "Income", "inactive": id == "2"});
    let server = serve(&[page(3, 1, &[account("1"), account("2")]), page(3, 2, &[account("3")])]).await;
    let accounts = door(&server.uri()).accounts().await.unwrap();
    let expected = ["1", "2", "3"].map(|id| Account {
        id: id.into(),
        description: "Sales".into(),
        kind: "Income".into(),
        inactive: id == "2",
    });
    assert_eq!(accounts, expected);
    assert_eq!(server.received_requests().await.unwrap()[0].url.path(), "/v1/accounts");
}

#[tokio::test]
async fn a_gateway_without_capabilities_is_taken_to_say_nothing_about_time_and_duplicates() {
    let server = MockServer::start().await;
    Mock::given(path("/v1/capabilities"))
        .respond_with(ResponseTemplate::new(404))
        .expect(1)
        .mount(&server)
        .await;
    let capabilities = door(&server.uri()).capabilities().await.unwrap();
    assert_eq!((capabilities.late_apply, capabilities.read_lag), (None, None));
    assert!(capabilities.refuses_duplicates.is_empty() && !capabilities.simulated);
}
