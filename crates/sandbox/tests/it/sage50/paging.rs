//! Lists: filters, pages, and what they show.

use std::time::Duration;

use super::*;

/// Posts invoices `N000`, `N001`, … on consecutive days from 2026-01-01, every third to the other customer.
async fn filled(count: u32) -> Desk {
    let desk = Desk::open().await;
    for number in 0..count {
        let mut body = invoice(&format!("N{number:03}"), "1.00");
        body["transactionDate"] = json!(format!("2026-01-{:02}", number % 28 + 1));
        if number % 3 == 0 {
            body["customerId"] = json!("BAYSIDE");
        }
        assert_eq!(desk.post("/v1/invoices", &body).await.0, StatusCode::CREATED);
    }
    desk
}

#[tokio::test]
async fn pages_follow_each_other_and_the_last_is_repeated_past_the_end() {
    let desk = filled(7).await;
    let mut path = Some("/v1/invoices?items_per_page=3&kind=invoice".to_owned());
    let mut pages = Vec::new();
    while let Some(next) = path {
        let (_, page) = desk.get(&next).await;
        assert_eq!((&page["$total"], &page["$itemsPerPage"]), (&json!(7), &json!(3)));
        pages.push((page["$page"].as_u64().unwrap(), page["$items"].as_array().unwrap().len()));
        path = page["$next"].as_str().map(str::to_owned);
    }
    assert_eq!(pages, [(1, 3), (2, 3), (3, 1)]);
    let (_, last) = desk.get("/v1/invoices?items_per_page=3&page=3").await;
    let (_, beyond) = desk.get("/v1/invoices?items_per_page=3&page=99").await;
    assert_eq!(last, beyond, "its $page tells that it is page 3");
}

#[tokio::test]
async fn a_page_has_at_most_200_items_and_20_when_nothing_is_asked() {
    let desk = filled(205).await;
    for (query, count) in [("?items_per_page=500", 200), ("?items_per_page=200&page=2", 5), ("", 20)] {
        let references = desk.references(&format!("/v1/invoices{query}")).await;
        assert_eq!(references.len(), count, "{query}");
    }
}

#[tokio::test]
async fn an_empty_list_is_one_empty_page() {
    let desk = Desk::open().await;
    let (status, page) = desk.get("/v1/payments?page=4").await;
    let expected = json!({"$total": 0, "$page": 1, "$itemsPerPage": 20, "$next": null, "$items": []});
    assert_eq!((status, page), (StatusCode::OK, expected));
}

#[tokio::test]
async fn filters_narrow_the_list_together() {
    let desk = filled(9).await;
    let mut memo = invoice("C1", "1.00");
    memo["kind"] = json!("credit_memo");
    desk.post("/v1/invoices", &memo).await;
    let cases: [(&str, &[&str]); 8] = [
        ("referenceNumber=n004", &["N004"]),
        ("referenceNumber=N004&customerId=BAYSIDE", &[]),
        ("customerId=bayside", &["N000", "N003", "N006"]),
        ("customerId=NOBODY", &[]),
        ("kind=credit_memo", &["C1"]),
        ("referenceNumber=C1&kind=invoice", &[]),
        ("from_date=2026-01-02&to_date=2026-01-04", &["N001", "N002", "N003"]),
        ("from_date=2026-01-07&kind=invoice&customerId=ACME-001", &["N007", "N008"]),
    ];
    for (query, expected) in cases {
        assert_eq!(desk.references(&format!("/v1/invoices?{query}")).await, expected, "{query}");
    }
}

#[tokio::test]
async fn a_reference_with_blanks_and_signs_is_found() {
    let desk = Desk::open().await;
    let reference = "A&B =50% +é";
    desk.post("/v1/invoices", &invoice(reference, "1.00")).await;
    let path = "/v1/invoices?referenceNumber=A%26B%20%3D50%25%20%2B%C3%A9&page=1";
    assert_eq!(desk.references(path).await, [reference]);
}

#[tokio::test]
async fn parameters_that_cannot_be_used_are_refused_by_name() {
    let desk = Desk::open().await;
    let cases = [
        ("/v1/invoices?refernceNumber=1", "refernceNumber"),
        ("/v1/invoices?page=0", "page"),
        ("/v1/invoices?page=x", "page"),
        ("/v1/invoices?items_per_page=0", "items_per_page"),
        ("/v1/invoices?from_date=3/9/2026", "from_date"),
        ("/v1/invoices?kind=receipt", "kind"),
        ("/v1/invoices?page=1&page=2", "page"),
        ("/v1/invoices?attributes=some", "attributes"),
        ("/v1/customers?referenceNumber=1", "referenceNumber"),
        ("/v1/customers?from_date=2026-01-01", "from_date"),
        ("/v1/journal_entries?customerId=ACME-001", "customerId"),
    ];
    for (path, name) in cases {
        let (status, body) = desk.get(path).await;
        assert_eq!(
            (status, problem(&body)),
            (StatusCode::UNPROCESSABLE_ENTITY, ("InvalidValue", name)),
            "{path}"
        );
    }
}

#[tokio::test]
async fn all_attributes_show_what_a_record_holds() {
    let desk = Desk::open().await;
    let mut body = invoice("PT1", "9.00");
    body["dueDate"] = json!("2026-04-09");
    body["orderNumber"] = json!("O-7");
    desk.post("/v1/invoices", &body).await;
    desk.post("/v1/payments", &receipt("R1", "PT1", "4.00")).await;
    let (_, page) = desk.get("/v1/invoices?referenceNumber=PT1&attributes=all").await;
    let item = &page["$items"][0];
    assert_eq!((&item["dueDate"], &item["orderNumber"]), (&json!("2026-04-09"), &json!("O-7")));
    let line = json!({"account": "40000", "amount": "9.00", "description": "Goods", "salesTax": false});
    assert_eq!(item["lines"], json!([line]));
    let (_, page) = desk.get("/v1/payments?attributes=all").await;
    let item = &page["$items"][0];
    assert_eq!(item["applies"], json!([{"referenceNumber": "PT1", "amount": "4.00"}]));
    assert_eq!(item["paymentDetails"], json!({"authorizationCode": "TAS123", "lastFour": "1111"}));
    assert_eq!((&item["depositTicketId"], &item["originalReference"]), (&json!("B12"), &Value::Null));
    let lines = json!([
        {"account": "10200", "debit": "1.00"}, {"account": "10300", "credit": "1.00", "description": "x"},
    ]);
    let entry = json!({"referenceNumber": "J1", "transactionDate": "2026-03-09", "lines": lines.clone()});
    desk.post("/v1/journal_entries", &entry).await;
    let (_, page) = desk.get("/v1/journal_entries?attributes=all").await;
    assert_eq!(page["$items"][0]["lines"], lines);
}

#[tokio::test]
async fn a_new_record_stays_hidden_for_the_read_lag() {
    let desk = Desk::open().await;
    desk.post("/v1/invoices", &invoice("OLD", "1.00")).await;
    desk.simulator.set_read_lag(Duration::from_mins(1));
    desk.post("/v1/invoices", &invoice("NEW", "1.00")).await;
    assert!(desk.references("/v1/invoices?referenceNumber=NEW").await.is_empty());
    assert_eq!(desk.references("/v1/invoices?customerId=ACME-001").await, ["OLD"]);
    assert_eq!(desk.references("/v1/invoices").await, ["OLD"]);
    let (status, _) = desk.post("/v1/invoices", &invoice("NEW", "1.00")).await;
    assert_eq!(status, StatusCode::CONFLICT, "the books know it");
    desk.simulator.set_read_lag(Duration::ZERO);
    assert_eq!(desk.references("/v1/invoices").await, ["OLD", "NEW"]);
}
