//! Changing entries, queued documents, and what else a gateway may be able to do.

use sage50::{Books, Changes, ErrorKind, Kind, Outcome, Posted, Reference};
use serde_json::{Value, json};
use wiremock::matchers::{any, body_json, body_partial_json, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::fixture::{
    all, credit_memo, customer, door, invoice, journal_entry, product, receipt, receipt_of_everything,
    sales_order, usd,
};

async fn answering(status: u16, body: Value) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_json(body);
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

#[tokio::test]
async fn customers_orders_invoices_and_products_are_changed_by_put_with_the_same_body() {
    let body = |document| all().into_iter().find(|(own, ..)| *own == document).unwrap().2;
    let product_body = json!({"itemId": "W9", "description": "Widget", "class": "master_stock",
        "salesAccount": "40000", "price": "19.5"});
    let cases = [
        (customer(), "/v1/customers", body(customer())),
        (sales_order(), "/v1/sales_orders", body(sales_order())),
        (invoice(), "/v1/invoices", body(invoice())),
        (product(), "/v1/products", product_body),
    ];
    for (document, to, body) in cases {
        let server = MockServer::start().await;
        Mock::given(method("PUT"))
            .and(path(to))
            .and(body_json(&body))
            .respond_with(ResponseTemplate::new(200).set_body_json(json!({"key": "b1c0"})))
            .expect(1)
            .mount(&server)
            .await;
        assert_eq!(door(&server.uri()).update(&document).await.unwrap(), Posted::in_books("b1c0"));
    }
}

#[tokio::test]
async fn what_the_contract_does_not_change_or_create_is_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(500)).expect(0).mount(&server).await;
    let door = door(&server.uri());
    for document in [credit_memo(), receipt(), journal_entry()] {
        let error = door.update(&document).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unsupported, Outcome::Nothing));
    }
    assert_eq!(door.post(&product()).await.unwrap_err().kind(), ErrorKind::Unsupported);
}

#[tokio::test]
async fn a_change_whose_answer_says_nothing_is_in_doubt() {
    for (status, kind, outcome) in [
        (404, ErrorKind::NotFound, Outcome::Nothing),
        (423, ErrorKind::Locked, Outcome::Nothing),
        (500, ErrorKind::Unavailable, Outcome::Unknown),
        (200, ErrorKind::Unreadable, Outcome::Unknown),
    ] {
        let server = answering(status, json!({})).await;
        let error = door(&server.uri()).update(&invoice()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{status}");
        assert_eq!(server.received_requests().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn every_line_of_a_receipt_goes_out_with_its_type() {
    let (receipt, applies) = receipt_of_everything();
    let server = MockServer::start().await;
    Mock::given(body_partial_json(json!({"amount": "14.00", "applies": applies})))
        .respond_with(ResponseTemplate::new(201).set_body_json(json!({"key": "b1c0"})))
        .expect(1)
        .mount(&server)
        .await;
    door(&server.uri()).post(&receipt).await.unwrap();
}

#[tokio::test]
async fn an_accepted_document_is_queued_and_not_in_the_books() {
    let server = answering(202, json!({"manifest": "import-7", "referenceNumber": "PT100000003"})).await;
    let posted = door(&server.uri()).post(&receipt()).await.unwrap();
    assert_eq!(posted, Posted::Queued { manifest: "import-7".into() });
}

#[tokio::test]
async fn a_gateway_that_confirms_no_posting_is_not_believed_to_have_booked() {
    let server = answering(200, json!({"key": "b1c0", "confirmsPosting": false})).await;
    let door = door(&server.uri());
    assert_eq!(door.post(&receipt()).await.unwrap(), Posted::in_books("b1c0"));
    assert!(!door.capabilities().await.unwrap().confirms_posting);
    let queued = Posted::Queued { manifest: "b1c0".into() };
    assert_eq!(door.clone().post(&receipt()).await.unwrap(), queued, "also through a clone");
    assert_eq!(door.update(&invoice()).await.unwrap(), queued);
}

#[tokio::test]
async fn what_is_due_is_read_of_invoices_and_of_prepayments() {
    let server = MockServer::start().await;
    let page = |items: Value| json!({"$total": items.as_array().unwrap().len(), "$items": items});
    let entry = |reference, due: Value, status| {
        json!({"key": "k", "kind": "invoice", "referenceNumber": reference,
        "amountDue": due, "status": status})
    };
    for (at, reference, items) in [
        ("/v1/invoices", "I1", json!([entry("i1", json!("5.00"), "partial")])),
        ("/v1/invoices", "I2", json!([entry("I2", json!("5.00"), "voided")])),
        ("/v1/invoices", "I3", json!([])),
        ("/v1/payments", "I3", json!([entry("I3", json!(7), "posted")])),
        ("/v1/invoices", "I4", json!([])),
        ("/v1/payments", "I4", json!([entry("I4", json!(null), "posted")])),
        ("/v1/invoices", "I5", json!([entry("I5", json!(null), "open")])),
    ] {
        Mock::given(path(at))
            .and(query_param("referenceNumber", reference))
            .respond_with(ResponseTemplate::new(200).set_body_json(page(items)))
            .mount(&server)
            .await;
    }
    let references = ["I1", "I2", "I3", "I4"].map(|text| Reference::new(text).unwrap());
    let door = door(&server.uri());
    let due = door.due(&references).await.unwrap();
    let shown = references.iter().map(|reference| due.get(reference)).collect::<Vec<_>>();
    assert_eq!(shown, [Some(usd("5.00")), Some(usd("0.00")), Some(usd("7.00")), None]);
    let unsaid = door.due(&[Reference::new("I5").unwrap()]).await.unwrap_err();
    assert_eq!(unsaid.kind(), ErrorKind::Unreadable);
}

#[tokio::test]
async fn products_and_changes_are_read_page_by_page() {
    let server = MockServer::start().await;
    let product =
        json!({"key": "k1", "itemId": "W9", "description": "Widget", "class": 1, "quantityOnHand": "3"});
    let changed =
        json!({"key": "k2", "referenceNumber": "J1", "transactionDate": "2026-07-01", "total": "5.00"});
    for (at, item, filter) in [
        ("/v1/products", product, ("page", "2")),
        ("/v1/journal_entries", changed, ("updated_or_created_since", "2026-07-01T00:00:00Z")),
    ] {
        let page =
            json!({"$total": 401, "$page": 2, "$itemsPerPage": 200, "$next": "/next", "$items": [item]});
        Mock::given(path(at))
            .and(query_param(filter.0, filter.1))
            .respond_with(ResponseTemplate::new(200).set_body_json(page))
            .mount(&server)
            .await;
    }
    let door = door(&server.uri());
    let products = door.products(2).await.unwrap();
    assert_eq!((products.items[0].id().as_str(), products.next, products.total), ("W9", Some(3), 401));
    let since = "2026-07-01T00:00:00Z".parse().unwrap();
    let query = Changes::new(Kind::JournalEntry, since).with_page(2);
    let since_then = door.changed_since(&query).await.unwrap();
    assert_eq!((&*since_then.items[0].reference, since_then.next), ("J1", Some(3)));
    assert_eq!(door.products(0).await.unwrap_err().kind(), ErrorKind::Invalid);
}
