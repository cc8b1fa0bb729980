//! Creating records, and what is refused.

use super::*;
use paysage_money::{Currency, Money};
use sage50::Kind;

#[tokio::test]
async fn a_sale_is_booked_paid_and_refunded() {
    let desk = Desk::open().await;
    let customer = json!({
        "customerId": "CEDAR-HVAC", "name": "Cedar HVAC", "firstName": "Ann", "lastName": "Lee",
        "billingAddress": {"line1": "1 Main St", "city": "Springfield", "state": "IL", "zip": "62701"},
    });
    let (status, saved) = desk.post("/v1/customers", &customer).await;
    assert_eq!((status, &saved["customerId"]), (StatusCode::CREATED, &json!("CEDAR-HVAC")));
    assert_eq!(saved["billingAddress"], customer["billingAddress"]);

    let mut sale = invoice("PT1", "100.00");
    sale["customerId"] = json!("cedar-hvac");
    assert_eq!(desk.post("/v1/invoices", &sale).await.0, StatusCode::CREATED);
    let mut paid = receipt("PT1", "PT1", "100.00");
    paid["customerId"] = json!("CEDAR-HVAC");
    let (status, saved) = desk.post("/v1/payments", &paid).await;
    assert_eq!((status, &saved["amount"]), (StatusCode::CREATED, &json!("100.00")));
    let (_, page) = desk.get("/v1/invoices?referenceNumber=pt1").await;
    assert_eq!(page["$items"][0]["status"], "paid");

    let mut memo = invoice("PT1-CM", "30.00");
    memo["customerId"] = json!("CEDAR-HVAC");
    memo["kind"] = json!("credit_memo");
    memo["appliesTo"] = json!("PT1");
    assert_eq!(desk.post("/v1/invoices", &memo).await.0, StatusCode::CREATED);
    let back = json!({
        "kind": "refund", "referenceNumber": "PT2", "customerId": "CEDAR-HVAC", "transactionDate": "2026-03-10",
        "cashAccount": "10300", "paymentMethod": "Visa", "amount": 30, "originalReference": "PT1",
        "applies": [{"referenceNumber": "PT1-CM", "amount": 30.0}],
    });
    assert_eq!(desk.post("/v1/payments", &back).await.0, StatusCode::CREATED);
    let batch = json!({
        "referenceNumber": "BATCH 12", "transactionDate": "2026-03-11", "description": "Card batch 12",
        "lines": [
            {"account": "10200", "debit": "67.97"}, {"account": "57500", "debit": "2.03", "description": "fee"},
            {"account": "10300", "credit": "70.00"},
        ],
    });
    let (status, saved) = desk.post("/v1/journal_entries", &batch).await;
    assert_eq!((status, &saved["total"]), (StatusCode::CREATED, &json!("70.00")));

    let (_, customers) = desk.get("/v1/customers?customerId=Cedar-HVAC").await;
    assert_eq!(customers["$items"][0]["balance"], "0.00");
    assert_eq!(desk.simulator.posts(), 6);
    let balances = desk.simulator.trial_balance();
    let shown: Vec<String> = balances
        .iter()
        .filter(|account| !account.balance.is_zero())
        .map(|account| format!("{} {}", account.account, account.balance))
        .collect();
    assert_eq!(shown, ["10200 67.97", "40000 -70.00", "57500 2.03"]);
    let sum = Money::sum(balances.iter().map(|account| account.balance), Currency::Usd);
    assert_eq!(sum, Ok(Money::zero(Currency::Usd)));
}

#[tokio::test]
async fn a_used_number_is_a_conflict_and_nothing_is_booked() {
    let desk = Desk::open().await;
    assert_eq!(desk.post("/v1/invoices", &invoice("PT1", "9.00")).await.0, StatusCode::CREATED);
    let (status, body) = desk.post("/v1/invoices", &invoice("pt1", "9.00")).await;
    assert_eq!((status, problem(&body)), (StatusCode::CONFLICT, ("DuplicateValue", "referenceNumber")));
    assert!(body[0]["$message"].as_str().unwrap().contains("duplicate reference number"));
    let (status, body) = desk.post("/v1/customers", &json!({"customerId": "bayside", "name": "x"})).await;
    assert_eq!((status, problem(&body)), (StatusCode::CONFLICT, ("DuplicateValue", "customerId")));
    assert_eq!(desk.simulator.posts(), 1);
}

#[tokio::test]
async fn a_receipt_with_a_used_number_is_booked_again() {
    let desk = Desk::open().await;
    desk.post("/v1/invoices", &invoice("PT1", "9.00")).await;
    let keys = [
        desk.post("/v1/payments", &receipt("R1", "PT1", "2.00")).await.1["key"].take(),
        desk.post("/v1/payments", &receipt("R1", "PT1", "2.00")).await.1["key"].take(),
    ];
    let (_, page) = desk.get("/v1/payments?referenceNumber=r1&kind=receipt&customerId=acme-001").await;
    assert_eq!(page["$total"], 2);
    assert_eq!([&page["$items"][0]["key"], &page["$items"][1]["key"]], [&keys[0], &keys[1]]);
    assert_ne!(keys[0], keys[1]);
}

#[tokio::test]
async fn a_misspelled_property_is_refused_by_name() {
    let desk = Desk::open().await;
    let mut body = invoice("PT1", "9.00");
    body["lines"][0]["salestax"] = json!(true);
    let (status, refusal) = desk.post("/v1/invoices", &body).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem(&refusal), ("InvalidValue", "lines[0].salestax"));
}

#[tokio::test]
async fn bodies_that_are_no_json_are_refused() {
    let desk = Desk::open().await;
    let cases = [
        ("application/json", "{\"kind\"", StatusCode::BAD_REQUEST, "MalformedBody"),
        ("text/plain", "{}", StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType"),
    ];
    for (media_type, body, expected, code) in cases {
        let request = desk.request(Method::POST, "/v1/invoices").header("content-type", media_type);
        let answer = request.body(body).send().await.unwrap();
        let status = answer.status();
        let body: Value = answer.json().await.unwrap();
        assert_eq!((status, problem(&body).0), (expected, code));
    }
}

#[tokio::test]
async fn nothing_is_shown_or_booked_without_the_key() {
    let desk = Desk::open().await;
    let paths = [
        "/v1/customers",
        "/v1/invoices",
        "/v1/payments",
        "/v1/journal_entries",
        "/v1/accounts",
        "/v1/capabilities",
    ];
    for path in paths {
        let url = format!("{}{path}", desk.server.url());
        for answer in [desk.client.get(&url), desk.client.get(&url).bearer_auth("paysage-demo-key2")] {
            let answer = answer.send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
            assert_eq!(problem(&answer.json().await.unwrap()).0, "Unauthorized");
        }
    }
    let url = format!("{}/v1/invoices", desk.server.url());
    let answer = desk.client.post(url).json(&invoice("PT1", "1.00")).send().await.unwrap();
    assert_eq!((answer.status(), desk.simulator.posts()), (StatusCode::UNAUTHORIZED, 0));
}

#[tokio::test]
async fn what_is_not_there_is_answered_in_the_gateways_own_shape() {
    let desk = Desk::open().await;
    let (status, body) = desk.get("/v1/vendors").await;
    assert_eq!((status, problem(&body).0), (StatusCode::NOT_FOUND, "NotFound"));
    let answer = desk.request(Method::DELETE, "/v1/invoices").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn the_chart_and_the_capabilities_are_told() {
    let desk = Desk::open().await;
    let (_, accounts) = desk.get("/v1/accounts?page=1&items_per_page=200").await;
    let items = accounts["$items"].as_array().unwrap();
    assert_eq!((items.len(), &accounts["$total"]), (14, &json!(14)));
    let expected = json!({
        "accountId": "11000", "description": "Accounts Receivable", "type": "Accounts Receivable", "inactive": false,
    });
    assert_eq!(items[2], expected);
    let (_, capabilities) = desk.get("/v1/capabilities").await;
    let expected = json!({
        "company": "Paysage Sandbox Company", "simulated": true, "canRead": true, "canUpdate": true,
        "assignsKeys": true, "confirmsPosting": true, "canAdjustStock": true, "canTellDue": true,
        "canListProducts": true, "canListChanges": true,
        "refusesDuplicateReference": ["invoice", "credit_memo", "sales_order", "customer"],
        "lateApplyMs": 150, "readLagMs": 100,
    });
    assert_eq!(capabilities, expected);
}

#[tokio::test]
async fn a_locked_company_answers_nobody_until_it_is_free() {
    let desk = Desk::open().await;
    desk.simulator.set_locked(true);
    let (status, body) = desk.post("/v1/invoices", &invoice("PT1", "1.00")).await;
    assert_eq!((status, problem(&body).0), (StatusCode::LOCKED, "CompanyLocked"));
    desk.simulator.set_locked(false);
    assert_eq!(desk.post("/v1/invoices", &invoice("PT1", "1.00")).await.0, StatusCode::CREATED);
}

#[tokio::test]
async fn an_edit_by_a_person_shows_in_the_next_read() {
    let desk = Desk::open().await;
    desk.post("/v1/invoices", &invoice("PT1", "9.00")).await;
    let edit = |cents| {
        let amount = Money::from_minor(cents, Currency::Usd);
        desk.simulator.edit_amount(Kind::Invoice, "PT1", amount)
    };
    assert_eq!((edit(0), edit(-1), edit(1000)), (false, false, true));
    let (_, page) = desk.get("/v1/invoices?referenceNumber=PT1").await;
    assert_eq!(
        (&page["$items"][0]["total"], &page["$items"][0]["amountDue"]),
        (&json!("10.00"), &json!("10.00"))
    );
    assert!(desk.simulator.void(Kind::Invoice, "PT1"));
    let (_, page) = desk.get("/v1/invoices?referenceNumber=PT1").await;
    assert_eq!(
        (&page["$items"][0]["status"], &page["$items"][0]["amountDue"]),
        (&json!("voided"), &json!("0.00"))
    );
}

#[tokio::test]
async fn the_snapshot_holds_what_was_booked() {
    let desk = Desk::open().await;
    let (_, saved) = desk.post("/v1/invoices", &invoice("PT1", "9.00")).await;
    desk.post("/v1/payments", &receipt("R1", "PT1", "4.00")).await;
    let documents = desk.simulator.documents();
    let ids: Vec<&str> = documents.iter().map(|document| &*document.reference).collect();
    assert_eq!(ids, ["ACME-001", "BAYSIDE", "PT1", "R1"]);
    let sale = &documents[2];
    assert_eq!((sale.kind, saved["key"].as_str()), (Kind::Invoice, Some(&*sale.key)));
    assert_eq!((sale.amount.minor(), sale.due.map(Money::minor)), (900, Some(500)));
    let lines: Vec<String> = sale
        .lines
        .iter()
        .map(|line| format!("{} {} {}", line.account, line.amount, line.description))
        .collect();
    assert_eq!(lines, ["11000 9.00 ", "40000 -9.00 Goods"]);
    assert_eq!(documents[3].deposit_ticket.as_deref(), Some("B12"));
    assert_eq!(documents[3].customer.as_deref(), Some("ACME-001"));
}
