use super::*;
use serde_json::{Value, json};

/// The vendor's example, with the types it shows.
fn row() -> Value {
    json!({
        "transaction_id": 79_388_123,
        "credit_card": {"masked_number": "************5454", "expiration_month": 12, "expiration_year": 20},
        "transaction_type": "SALE",
        "description": "",
        "amount": 110,
        "invoice_id": "inv1234",
        "shipping_address": {"name": " ", "county": "King", "zip": 85284},
        "billing_address": {"name": "Steve Smith", "street_address": "8320 E. West St.", "city": "Spokane",
            "state": "WA", "zip": "05284", "country": ""},
        "receipt_emailed_to": "",
        "tax_amount": "8.10",
        "customer_reference_id": "PO123456",
        "approval_code": "VTLMC1",
        "approval_message": "  EXACT   MATCH - Approved and completed",
        "avs_response": "Full Exact Match",
        "csc_response": "Match",
        "status_code": "GB571",
        "status_message": "GB571",
        "created": {"through": "API", "at": "4/10/2015 4:06:30 PM", "by": "sandbox123", "from_ip": "64.106.246.164"},
        "settled": "4/10/2015 8:13:45 PM",
        "customer_id": "",
        "discretionary_data": {"hair_color": ["red"]}
    })
}

fn with(field: &str, value: Value) -> Vec<u8> {
    let mut row = row();
    let mut place = &mut row;
    for key in field.split('.') {
        place = &mut place[key];
    }
    *place = value;
    row.to_string().into_bytes()
}

/// The row with a field's value replaced by text that need not be what `serde_json` would write.
fn with_text(field: &str, text: &str) -> Vec<u8> {
    let raw = String::from_utf8(with(field, json!("PLACE"))).expect("text");
    raw.replace("\"PLACE\"", text).into_bytes()
}

#[test]
fn the_vendors_example_is_read_whole() {
    let read = decode(row().to_string().as_bytes()).expect("a transaction");
    assert_eq!(read.id.get(), 79_388_123);
    assert_eq!(read.kind, TransactionType::Sale);
    assert_eq!(read.amount, Money::from_minor(11_000, Currency::Usd));
    assert_eq!(read.tax_amount, Some(Money::from_minor(810, Currency::Usd)));
    assert_eq!(read.status, Status::Settled { batch: Some("571".into()) });
    assert_eq!(read.created_at.to_string(), "2015-04-10 16:06:30");
    assert_eq!(read.settled_at.map(|time| time.to_string()), Some("2015-04-10 20:13:45".into()));
    assert_eq!(read.customer_id, None);
    assert_eq!(read.invoice_id.as_deref(), Some("inv1234"));
    assert_eq!(read.description, None);
    assert_eq!(read.billing_address.zip.as_deref(), Some("05284"));
    assert_eq!(read.billing_address.country, None);
    assert_eq!(read.shipping_address.name, None);
    assert_eq!(read.shipping_address.zip.as_deref(), Some("85284"));
    assert_eq!(read.email, None);
    assert_eq!(read.approval_message.as_deref(), Some("EXACT MATCH - Approved and completed"));
    let card = read.card.expect("a card");
    assert_eq!(&*card.masked_number, "************5454");
    assert_eq!((card.expiration_month, card.expiration_year), (Some(12), Some(2020)));
}

#[test]
fn amounts_are_exact_whatever_their_type() {
    for (text, minor) in [
        ("0.29", 29),
        ("\"0.29\"", 29),
        ("110", 11_000),
        ("2.5", 250),
        ("\"2.50\"", 250),
        ("0", 0),
        ("999999999.99", 99_999_999_999),
        ("8192.10", 819_210),
        ("\" 19.99 \"", 1999),
    ] {
        let read = decode(&with_text("amount", text)).expect(text);
        assert_eq!(read.amount.minor(), minor, "{text}");
    }
}

#[test]
fn each_breach_names_its_field() {
    let control = "\"a\\u0007b\"";
    let cases = [
        ("transaction_id", "0"),
        ("transaction_id", "-5"),
        ("transaction_id", "7.5"),
        ("transaction_id", "7e3"),
        ("transaction_id", "\"\""),
        ("transaction_id", "null"),
        ("transaction_id", "true"),
        ("transaction_id", "[7]"),
        ("transaction_id", "9223372036854775808"),
        ("transaction_id", "\"79 388\""),
        ("amount", "-0.01"),
        ("amount", "1.005"),
        ("amount", "1e2"),
        ("amount", "\"1,000.00\""),
        ("amount", "\"$5\""),
        ("amount", "1000000000.00"),
        ("amount", "1234567890123456789"),
        ("amount", "null"),
        ("amount", "\"\""),
        ("amount", "{}"),
        ("amount", "false"),
        ("tax_amount", "\"-2\""),
        ("tax_amount", "\"0.001\""),
        ("tax_amount", "\"none\""),
        ("transaction_type", "\"\""),
        ("transaction_type", "null"),
        ("transaction_type", "{}"),
        ("status_code", "\"\""),
        ("status_code", "null"),
        ("status_message", "[]"),
        ("created", "\"4/10/2015 4:06:30 PM\""),
        ("created.at", "\"\""),
        ("created.at", "\"4/10/15 4:06:30 PM\""),
        ("created.at", "\"2015-04-10T16:06:30Z\""),
        ("settled", "\"yesterday\""),
        ("customer_id", "{}"),
        ("invoice_id", control),
        ("description", "\"two\\nlines\""),
        ("description", "\"\\ud800\""),
        ("billing_address", "\"none\""),
        ("billing_address.city", control),
        ("shipping_address.zip", "[1]"),
        ("credit_card", "7"),
        ("credit_card.masked_number", "\"4012000098765439\""),
        ("credit_card.expiration_month", "13"),
        ("credit_card.expiration_year", "209"),
    ];
    for (field, text) in cases {
        let bad = decode(&with_text(field, text)).expect_err(text);
        assert_eq!(&*bad.field, field, "{text}: {bad}");
        assert!(!bad.problem.is_empty() && !bad.redacted.is_empty(), "{field} {text}");
    }
}

#[test]
fn what_is_absent_or_blank_is_nothing() {
    for (field, text) in [
        ("tax_amount", "\"\""),
        ("tax_amount", "-1"),
        ("tax_amount", "\"-1.00\""),
        ("settled", "\"\""),
        ("settled", "null"),
        ("credit_card", "null"),
        ("credit_card.masked_number", "\"\""),
        ("billing_address", "null"),
        ("billing_address.name", "null"),
        ("approval_message", "\"   \""),
    ] {
        decode(&with_text(field, text)).expect(field);
    }
    let least = br#"{"transaction_id":"7","transaction_type":"refund","amount":"1","status_code":"Y",
        "created":{"at":"1/2/2026 3:04:05 AM"},"new_key":{"a":[]}}"#;
    let read = decode(least).expect("the least there must be");
    assert_eq!((read.id.get(), read.kind, read.card), (7, TransactionType::Refund, None));
}

#[test]
fn what_can_be_read_of_a_bad_row_is_kept() {
    let bad = decode(&with_text("created.at", "\"2015\"")).expect_err("no time");
    assert_eq!(bad.id.map(TransactionId::get), Some(79_388_123));
    assert_eq!(bad.amount, Some(Money::from_minor(11_000, Currency::Usd)));
    assert_eq!(bad.kind, Some(TransactionType::Sale));
    assert_eq!(bad.status, Some(Status::Settled { batch: Some("571".into()) }));

    let bad = decode(&with_text("amount", "1e9")).expect_err("no amount");
    assert_eq!((bad.amount, bad.id.is_some(), bad.status.is_some()), (None, true, true));
}

#[test]
fn a_row_that_is_no_object_or_not_whole_keeps_what_came_before_the_damage() {
    for raw in ["", "null", "7", "\"x\"", "[{}]", "{} {}", "{\"a\":1,}", "nul"] {
        let bad = decode(raw.as_bytes()).expect_err(raw);
        assert_eq!(&*bad.field, "row", "{raw}");
    }
    let cut = br#"{"transaction_id":7,"amount":"1.50","description":"a"#;
    let bad = decode(cut).expect_err("cut");
    assert_eq!(&*bad.field, "description");
    assert_eq!((bad.id.map(TransactionId::get), bad.amount.map(Money::minor)), (Some(7), Some(150)));
    let latin = b"{\"transaction_id\":7,\"amount\":1,\"description\":\"caf\xe9\"}";
    let bad = decode(latin).expect_err("not UTF-8");
    assert_eq!((&*bad.field, bad.id.map(TransactionId::get)), ("row", Some(7)));
}

#[test]
fn a_key_that_stands_twice_is_refused_and_believed_neither_time() {
    let cases = [
        (r#"{"amount":1,"transaction_id":7,"amount":2}"#, "amount"),
        (r#"{"transaction_id":7,"extra":1,"other":2,"extra":1}"#, "row"),
        (r#"{"transaction_id":7,"csc_response":"","csc_response":""}"#, "csc_response"),
        (r#"{"transaction_id":7,"amount":1,"\u0061mount":2}"#, "amount"),
    ];
    for (raw, field) in cases {
        let bad = decode(raw.as_bytes()).expect_err(raw);
        assert_eq!((&*bad.field, bad.amount), (field, None), "{raw}");
        assert_eq!(bad.id.map(TransactionId::get), Some(7), "{raw}");
    }
    let twice = with_text("created", r#"{"at":"4/10/2015 4:06:30 PM","at":"4/10/2015 4:06:30 PM"}"#);
    assert_eq!(&*decode(&twice).expect_err("twice").field, "created.at");
}

#[test]
fn a_row_beyond_the_limit_is_refused_and_its_head_is_read() {
    let fits = with("description", json!("x".repeat(60_000)));
    assert_eq!(decode(&fits).expect("fits").description.map(|text| text.len()), Some(60_000));
    let large = format!(r#"{{"transaction_id":7,"amount":1,"description":"{}"}}"#, "x".repeat(ROW_LIMIT));
    let bad = decode(large.as_bytes()).expect_err("too large");
    assert_eq!(&*bad.field, "row");
    assert!(bad.problem.contains("64 KiB"), "{bad}");
    assert_eq!((bad.id.map(TransactionId::get), bad.redacted.len()), (Some(7), 4096));
}

#[test]
fn no_card_number_comes_through() {
    let canary = "4012000098765439";
    for field in
        ["description", "credit_card.masked_number", "created.at", "invoice_id", "discretionary_data"]
    {
        let raw = with(field, json!(format!("{canary}\u{7}")));
        match decode(&raw) {
            Ok(read) => assert!(!format!("{read:?}").contains(canary), "{field}"),
            Err(bad) => assert!(!format!("{bad:?} {bad}").contains(canary), "{field}"),
        }
    }
    let read = decode(&with("description", json!(format!("card {canary}")))).expect("readable");
    assert_eq!(read.description.as_deref(), Some("card 401200…5439"));
}

proptest::proptest! {
    #[test]
    fn no_input_breaks_the_decoder(raw in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let _ = decode(&raw);
    }

    #[test]
    fn every_amount_in_cents_reads_back_exactly(minor in 0_i64..=99_999_999_999) {
        let amount = Money::from_minor(minor, Currency::Usd).to_string();
        for text in [amount.clone(), format!("\"{amount}\"")] {
            let read = decode(&with_text("amount", &text)).expect("exact");
            proptest::prop_assert_eq!(read.amount.minor(), minor);
        }
    }
}
