//! What answers about customers mean.

use super::*;
use crate::{Address, BadRecord, MaskedCard, Operation};

fn id(text: &str) -> CustomerId {
    CustomerId::new(text).expect("an id")
}

fn raw(body: &str) -> RawReply {
    RawReply::new(200, body.to_owned())
}

fn records(list: &str) -> Vec<Result<CustomerRecord, BadRecord>> {
    let body = format!(r#"{{"success":true,"response_code":1,"customers":[{list}]}}"#);
    ExportCustomers::new().reply(&raw(&body)).expect("a list")
}

#[test]
fn a_customer_is_created_when_code_and_id_say_so() {
    let read = |body: &str| CustomerCreated::read(&raw(body), &id("C1"));
    let whole = read(
        r#"{"success":true,"response_code":160,"customer_id":"C1","masked_card_number":"xxxxxxxxxxxx5439"}"#,
    );
    let created =
        CustomerCreated { customer_id: id("C1"), masked_card_number: Some("xxxxxxxxxxxx5439".into()) };
    assert_eq!(whole.expect("created"), created);
    let bare = read(r#"{"success":true,"response_code":160}"#).expect("created");
    assert_eq!(bare.masked_card_number, None);
    let unmasked = r#"{"success":true,"response_code":160,"masked_card_number":"4012000098765439"}"#;
    assert_eq!(read(unmasked).expect("created").masked_card_number, None);
    for body in [
        r#"{"success":true,"response_code":160,"customer_id":"C2"}"#,
        r#"{"success":true,"response_code":161,"customer_id":"C1"}"#,
        r#"{"success":false,"response_code":160,"customer_id":"C1"}"#,
    ] {
        assert_eq!(read(body).expect_err(body).outcome(), Outcome::Unknown, "{body}");
    }
    let taken = read(r#"{"success":false,"response_code":1,"errors":{"171":["taken"]}}"#).expect_err("taken");
    assert_eq!((taken.kind(), taken.outcome()), (ErrorKind::Rejected, Outcome::Nothing));
}

#[test]
fn after_a_rename_the_customer_has_the_new_id_whichever_the_answer_names() {
    let update = UpdateCustomer::new(id("C1")).with_new_id(id("C2"));
    for named in ["C1", "C2"] {
        let body = format!(r#"{{"success":true,"response_code":161,"customer_id":"{named}"}}"#);
        assert_eq!(update.reply(&raw(&body)).expect("renamed").customer_id, id("C2"));
    }
    let other = r#"{"success":true,"response_code":161,"customer_id":"C3"}"#;
    assert_eq!(update.reply(&raw(other)).expect_err("another").outcome(), Outcome::Unknown);
    let deleted = DeleteCustomer::new(id("C1")).reply(&raw(r#"{"success":true,"response_code":162}"#));
    assert_eq!(deleted.expect("deleted"), CustomerDeleted);
    let gone = r#"{"success":false,"response_code":1,"errors":{"30":["not found"]}}"#;
    assert_eq!(
        DeleteCustomer::new(id("C1")).reply(&raw(gone)).expect_err("gone").kind(),
        ErrorKind::Rejected
    );
}

#[test]
fn a_record_is_read_with_all_it_has() {
    let list = r#"{"customer_id":"C1","credit_card":{"masked_number":"************5439","expiration_month":"3",
        "expiration_year":31},"check":{"account_number":"123456789","routing_number":325070760},
        "billing_address":{"name":"Ann Acme","zip":"01234"},"shipping_address":{"county":"Kent"},
        "email":"a@b.example","phone":5555555555,"fax":"","created":{"at":"2/7/2014 5:02:08 PM","by":"demo"},
        "discretionary_data":{"hair_color":"red","age":7,"blank":"","list":[1],"note":"4012000098765439"},
        "last_transaction":"3/1/2026 9:00:00 AM","last_check":"","new":{}}"#;
    let record = records(list).remove(0).expect("a record");
    let time = |text: &str| text.parse::<chrono::NaiveDateTime>().expect("a time");
    let fields = [("age", "7"), ("hair_color", "red"), ("note", "401200…5439")];
    let expected = CustomerRecord {
        customer_id: id("C1"),
        card: Some(MaskedCard {
            masked_number: "************5439".into(),
            expiration_month: Some(3),
            expiration_year: Some(2031),
        }),
        bank_account: Some(MaskedBankAccount {
            masked_number: "*****6789".into(),
            routing_number: Some("325070760".into()),
        }),
        billing_address: Address {
            name: Some("Ann Acme".into()),
            zip: Some("01234".into()),
            ..Address::default()
        },
        shipping_address: Address { county: Some("Kent".into()), ..Address::default() },
        email: Some("a@b.example".into()),
        phone: Some("5555555555".into()),
        fax: None,
        created_at: Some(time("2014-02-07T17:02:08")),
        created_by: Some("demo".into()),
        custom_fields: fields.map(|(name, value)| (name.into(), value.into())).into(),
        last_transaction_at: Some(time("2026-03-01T09:00:00")),
        last_check_at: None,
    };
    assert_eq!(record, expected);
}

#[test]
fn of_a_bank_account_at_most_four_digits_are_kept_and_never_all() {
    let cases = [
        ("123456789", "*****6789"),
        ("*****6789", "*****6789"),
        ("12345", "*2345"),
        ("1234", "*234"),
        ("7", "*"),
        ("12-34-5678", "******5678"),
        ("12345ü", "**345*"),
    ];
    for (number, masked) in cases {
        for list in [
            format!(r#"{{"customer_id":"C1","check":{{"account_number":"{number}"}}}}"#),
            format!(r#"{{"customer_id":"C1","check":{{"direct_deposit_account":"{number}"}}}}"#),
            format!(r#"{{"customer_id":"C1","direct_deposit_account":"{number}"}}"#),
        ] {
            let record = records(&list).remove(0).expect("a record");
            assert_eq!(
                record.bank_account.map(|account| account.masked_number),
                Some(masked.into()),
                "{list}"
            );
        }
    }
}

#[test]
fn a_bad_record_spoils_no_other_and_shows_no_number() {
    let list = r#"{"customer_id":"C1"},
        {"customer_id":""},
        {"customer_id":"C2","credit_card":{"masked_number":"4012000098765439"}},
        {"customer_id":"C3","check":{"account_number":"123456789"},"created":"today"},
        {"customer_id":"C4","email":"a","email":"b"},
        7,
        {"customer_id":"C5","discretionary_data":[]}"#;
    let read = records(list);
    let fields: Vec<Option<&str>> =
        read.iter().map(|record| record.as_ref().err().map(|bad| &*bad.field)).collect();
    let expected = [
        None,
        Some("customer_id"),
        Some("credit_card.masked_number"),
        Some("created"),
        Some("email"),
        Some("record"),
        None,
    ];
    assert_eq!(fields, expected);
    let shown = format!("{read:?}");
    assert!(!shown.contains("123456789") && !shown.contains("4012000098765439"), "{shown}");
}

#[test]
fn a_list_that_is_cut_or_refused_is_no_list() {
    let read = |status, body: &str| {
        let answer =
            ExportInactiveCustomers::new(30).expect("days").reply(&RawReply::new(status, body.to_owned()));
        answer.expect_err(body).kind()
    };
    let cut = r#"{"success":true,"response_code":1,"customers":[{"customer_id":"C1"}"#;
    assert_eq!(read(200, cut), ErrorKind::NoAnswer);
    let refused = r#"{"success":false,"response_code":1,"errors":{"981":["no"]}}"#;
    assert_eq!(read(400, refused), ErrorKind::Permission);
    assert_eq!(read(503, "busy"), ErrorKind::Unavailable);
    assert_eq!(read(200, r#"{"success":true,"response_code":1}"#), ErrorKind::Unreadable);
}
