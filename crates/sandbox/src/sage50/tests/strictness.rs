//! What a body must and must not have.

use super::*;

fn minimal(resource: Resource) -> Value {
    match resource {
        Resource::Customers => json!({"customerId": "NEW", "name": "New Customer"}),
        Resource::Products => json!({"itemId": "W-9", "description": "Widget", "class": "stock"}),
        Resource::SalesOrders => {
            let mut order = invoice("SO-9", "10.00");
            order.as_object_mut().unwrap().remove("kind");
            order
        }
        Resource::StockAdjustments => json!({
            "referenceNumber": "A-9", "transactionDate": "2026-03-09", "itemId": "W-1", "direction": "increase",
            "quantity": "2.5", "sourceAccount": "50000",
        }),
        Resource::Invoices => invoice("I-9", "10.00"),
        Resource::Payments => receipt("R-9", &[("I-1", "1.00")], "1.00"),
        Resource::JournalEntries => journal_entry(
            "J-9",
            &json!([{"account": "10200", "debit": "1.00"}, {"account": "10300", "credit": "1.00"}]),
        ),
    }
}

/// Sets a property by a path such as `lines[0].amount`, `null` removing it.
fn set(body: &mut Value, path: &str, value: Value) {
    let pointer = format!("/{}", path.replace("].", "/").replace(['[', '.'], "/"));
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap()[name] = value;
}

fn ready() -> Company {
    let mut books = Company::new();
    post(&mut books, Resource::Invoices, &invoice("I-1", "50.00"));
    post(&mut books, Resource::Products, &json!({"itemId": "W-1", "description": "W", "class": "stock"}));
    books
}

#[test]
fn a_minimal_body_of_each_resource_is_taken() {
    for resource in Resource::ALL {
        post(&mut ready(), resource, &minimal(resource));
    }
}

#[test]
fn every_required_property_is_missed_by_name() {
    let required: [(Resource, &[&str]); 7] = [
        (Resource::Customers, &["customerId", "name"]),
        (
            Resource::Invoices,
            &[
                "kind",
                "referenceNumber",
                "customerId",
                "transactionDate",
                "receivableAccount",
                "lines",
                "lines[0].account",
                "lines[0].amount",
                "lines[0].description",
            ],
        ),
        (
            Resource::Payments,
            &[
                "kind",
                "referenceNumber",
                "customerId",
                "transactionDate",
                "cashAccount",
                "paymentMethod",
                "amount",
                "applies",
                "applies[0].referenceNumber",
                "applies[0].amount",
            ],
        ),
        (
            Resource::JournalEntries,
            &["referenceNumber", "transactionDate", "lines", "lines[0].account", "lines[0].debit"],
        ),
        (Resource::Products, &["itemId", "description", "class"]),
        (
            Resource::SalesOrders,
            &["referenceNumber", "customerId", "transactionDate", "receivableAccount", "lines"],
        ),
        (
            Resource::StockAdjustments,
            &["referenceNumber", "transactionDate", "itemId", "direction", "quantity", "sourceAccount"],
        ),
    ];
    for (resource, paths) in required {
        for path in paths {
            let mut body = minimal(resource);
            set(&mut body, path, Value::Null);
            let problems = refused(&mut ready(), resource, &body);
            assert_eq!(problems, only(Code::MissingValue, path), "{resource:?}");
        }
    }
}

#[test]
fn an_unknown_property_is_refused_by_name_at_every_depth() {
    let mut books = ready();
    for resource in Resource::ALL {
        let body = with(minimal(resource), "referenceNo", json!("x"));
        assert_eq!(refused(&mut books, resource, &body), only(Code::InvalidValue, "referenceNo"));
    }
    let nested = [
        (
            Resource::Customers,
            "billingAddress",
            json!({"line1": "1 Main St", "town": "Springfield"}),
            "billingAddress.town",
        ),
        (
            Resource::Invoices,
            "lines",
            json!([{"account": "40000", "amount": "1", "description": "x", "desc": "y"}]),
            "lines[0].desc",
        ),
        (
            Resource::Payments,
            "paymentDetails",
            json!({"lastFour": "1111", "cvv": "999"}),
            "paymentDetails.cvv",
        ),
    ];
    for (resource, name, value, path) in nested {
        let body = with(minimal(resource), name, value);
        assert_eq!(refused(&mut books, resource, &body), only(Code::InvalidValue, path));
    }
}

#[test]
fn every_text_has_the_limit_of_sage_50() {
    let limits: [(Resource, &[(&str, usize)]); 7] = [
        (
            Resource::Customers,
            &[
                ("customerId", 20),
                ("name", 39),
                ("firstName", 15),
                ("lastName", 20),
                ("email", 64),
                ("phone", 20),
                ("title", 25),
                ("companyName", 39),
                ("accountNumber", 20),
                ("customerType", 8),
                ("salesTaxId", 8),
                ("webSite", 100),
            ],
        ),
        (Resource::Products, &[("itemId", 20), ("description", 30), ("salesDescription", 160)]),
        (
            Resource::SalesOrders,
            &[("referenceNumber", 20), ("customerPurchaseOrder", 20), ("shipVia", 20), ("terms", 20)],
        ),
        (Resource::StockAdjustments, &[("referenceNumber", 20), ("reason", 30)]),
        (
            Resource::Invoices,
            &[
                ("referenceNumber", 20),
                ("customerPurchaseOrder", 20),
                ("orderNumber", 20),
                ("terms", 20),
                ("shipVia", 20),
                ("salesTaxId", 8),
                ("lines[0].description", 160),
            ],
        ),
        (Resource::Payments, &[("referenceNumber", 20), ("paymentMethod", 20), ("depositTicketId", 13)]),
        (
            Resource::JournalEntries,
            &[("referenceNumber", 20), ("description", 160), ("lines[1].description", 160)],
        ),
    ];
    for (resource, texts) in limits {
        for (path, limit) in texts {
            let mut body = minimal(resource);
            // Characters count, not bytes.
            set(&mut body, path, json!("é".repeat(*limit)));
            post(&mut ready(), resource, &body);
            for unusable in ["é".repeat(limit + 1), "  ".into(), String::new(), "a\tb".into()] {
                set(&mut body, path, json!(unusable));
                let problems = refused(&mut ready(), resource, &body);
                assert_eq!(problems, only(Code::InvalidValue, path), "{resource:?} {unusable:?}");
            }
            set(&mut body, path, json!(7));
            assert_eq!(refused(&mut ready(), resource, &body), only(Code::InvalidValue, path));
        }
    }
}

#[test]
fn every_line_of_an_address_has_the_limit_of_sage_50() {
    let limits = [("line1", 30), ("line2", 30), ("city", 20), ("state", 2), ("zip", 12), ("country", 15)];
    for list in ["billingAddress", "shippingAddress"] {
        for (part, limit) in limits {
            let mut address = json!({"line1": "1 Main St"});
            address[part] = json!("x".repeat(limit));
            let body = with(minimal(Resource::Customers), list, address.clone());
            let saved = post(&mut ready(), Resource::Customers, &body);
            assert_eq!(saved[list], address);
            address[part] = json!("x".repeat(limit + 1));
            let body = with(minimal(Resource::Customers), list, address);
            let problems = refused(&mut ready(), Resource::Customers, &body);
            assert_eq!(problems, only(Code::InvalidValue, &format!("{list}.{part}")));
        }
    }
}

#[test]
fn a_customer_id_has_no_wildcards_and_no_blank_at_its_edges() {
    for id in ["A*", "A?", "A+B", " A", "A "] {
        let body = json!({"customerId": id, "name": "x"});
        let problems = refused(&mut ready(), Resource::Customers, &body);
        assert_eq!(problems, only(Code::InvalidValue, "customerId"), "{id:?}");
    }
}

#[test]
fn numbers_have_no_blanks_at_their_edges() {
    let cases = [
        (Resource::Invoices, "referenceNumber"),
        (Resource::Invoices, "lines[0].account"),
        (Resource::Payments, "referenceNumber"),
        (Resource::Payments, "applies[0].referenceNumber"),
        (Resource::JournalEntries, "referenceNumber"),
    ];
    for (resource, path) in cases {
        let mut body = minimal(resource);
        set(&mut body, path, json!("40000 "));
        let problems = refused(&mut ready(), resource, &body);
        assert_eq!(problems, only(Code::InvalidValue, path));
    }
}

#[test]
fn amounts_are_exact_and_never_negative() {
    for amount in [json!("10"), json!(10), json!("10.000000"), json!(10.0)] {
        let mut body = minimal(Resource::Invoices);
        set(&mut body, "lines[0].amount", amount);
        assert_eq!(post(&mut ready(), Resource::Invoices, &body)["total"], "10.00");
    }
    let unusable =
        [json!("-1"), json!("1.005"), json!(1.005), json!("1,000"), json!("1e2"), json!(true), json!("")];
    for amount in unusable {
        let mut body = minimal(Resource::Invoices);
        set(&mut body, "lines[0].amount", amount.clone());
        let problems = refused(&mut ready(), Resource::Invoices, &body);
        assert!(problems.contains(&(Code::InvalidValue, "lines[0].amount".into())), "{amount}: {problems:?}");
    }
    let body = receipt("R-1", &[("I-1", "0.00")], "0.00");
    let problems = refused(&mut ready(), Resource::Payments, &body);
    let both = [(Code::InvalidValue, "applies[0].amount".into()), (Code::InvalidValue, "amount".into())];
    assert_eq!(problems, both);
}

#[test]
fn dates_are_civil_dates_with_all_their_zeros() {
    for date in ["2026-3-9", "03/09/2026", "2026-02-30", "2026-03-09T00:00:00Z", "+026-03-09", ""] {
        let body = with(minimal(Resource::Invoices), "transactionDate", json!(date));
        let problems = refused(&mut ready(), Resource::Invoices, &body);
        assert_eq!(problems, only(Code::InvalidValue, "transactionDate"), "{date:?}");
    }
}

#[test]
fn the_number_of_lines_has_the_limits_of_sage_50() {
    let cases = [
        (Resource::Invoices, "lines", 1, 154),
        (Resource::Payments, "applies", 1, 154),
        (Resource::JournalEntries, "lines", 2, 560),
    ];
    for (resource, list, least, most) in cases {
        for count in [least - 1, most + 1] {
            let lines = vec![json!({}); count];
            let body = with(minimal(resource), list, json!(lines));
            assert_eq!(refused(&mut ready(), resource, &body), only(Code::InvalidValue, list));
        }
        for unusable in [json!("x"), json!({}), json!([1, 2])] {
            let problems = refused(&mut ready(), resource, &with(minimal(resource), list, unusable));
            assert!(problems.iter().all(|problem| problem == &(Code::InvalidValue, list.into())));
        }
    }
}

#[test]
fn one_answer_names_everything_that_is_wrong() {
    let body = json!({"customerId": "A*", "name": "x".repeat(40), "fax": "1"});
    let problems = refused(&mut ready(), Resource::Customers, &body);
    let sources: Vec<&str> = problems.iter().map(|(_, source)| source.as_str()).collect();
    assert_eq!(sources, ["customerId", "name", "fax"]);
}

#[test]
fn properties_of_another_kind_are_refused() {
    let mut books = ready();
    let body = with(invoice("I-2", "1.00"), "appliesTo", json!("I-1"));
    assert_eq!(refused(&mut books, Resource::Invoices, &body), only(Code::InvalidValue, "appliesTo"));
    let body = with(minimal(Resource::Payments), "originalReference", json!("R-1"));
    assert_eq!(refused(&mut books, Resource::Payments, &body), only(Code::InvalidValue, "originalReference"));
    for resource in [Resource::Invoices, Resource::Payments] {
        let body = with(minimal(resource), "kind", json!("journal_entry"));
        assert_eq!(refused(&mut books, resource, &body), only(Code::InvalidValue, "kind"));
    }
    for last_four in ["12", "12a4", "１２３４"] {
        let body = with(minimal(Resource::Payments), "paymentDetails", json!({"lastFour": last_four}));
        let problems = refused(&mut books, Resource::Payments, &body);
        assert_eq!(problems, only(Code::InvalidValue, "paymentDetails.lastFour"));
    }
}

#[test]
fn a_body_that_is_no_object_is_malformed() {
    for body in ["", "{", "[]", "7", "{\"a\":1}x"] {
        let refusal = Request::read(Resource::Customers, body.as_bytes()).unwrap_err();
        assert_eq!((refusal.status(), refusal.codes()), (400, vec![(Code::MalformedBody, "")]), "{body}");
    }
}
