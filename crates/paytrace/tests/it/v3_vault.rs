//! Customers and recurrences in v3.

use paytrace::v3::check::CheckId;
use paytrace::v3::customer::{
    CreateCustomerFromCheck, CreateCustomerFromTransaction, CreateCustomerProtected, DeleteCustomer,
    ExportCustomers, ListCustomers, ReadBankAccount, ReadCustomer,
};
use paytrace::v3::recurrence::{CreateRecurrence, DeleteRecurrence};
use paytrace::{
    Address, CustomerId, CustomerReferenceId, Email, ErrorKind, Frequency, Operation, Outcome, PaymentCount,
    RecurrenceId, RecurringCharge,
};
use serde_json::json;

use crate::v1_charge::usd;
use crate::v3_card::{day, done, id, missing, number, refused, sent, token};

fn label() -> CustomerId {
    CustomerId::new("ada").unwrap()
}

#[test]
fn customers_are_created_with_what_is_known_of_them() {
    let address = Address { name: Some("Ada".into()), ..Address::default() };
    let call = CreateCustomerProtected::new(label(), token())
        .with_billing_address(address)
        .with_shipping_address(Address { city: Some("London".into()), ..Address::default() })
        .with_email(Email::new("a@b.example").unwrap())
        .with_phone("555-0100")
        .with_fax("555-0101")
        .with_customer_reference_id(CustomerReferenceId::new("PO-1").unwrap())
        .with_custom_field("hair", "red");
    let body = json!({
        "customer_label": "ada", "hpf_token": "hpf", "enc_key": "key", "email": "a@b.example", "phone": "555-0100",
        "fax": "555-0101", "customer_reference_id": "PO-1", "billing_name": "Ada",
        "shipping_address": {"city": "London"}, "discretionary_data": [{"hair": "red"}],
    });
    let to = "POST /v3/customer/create/pt-protect";
    let wanted = json!({"to": to, "merchant": "Body", "body": body});
    assert_eq!(sent(&call), ("customer.create_protected", wanted));
    let body = json!({"customer_label": "ada", "transaction_id": "5"});
    let wanted = json!({"to": "POST /v3/customer/create/by-transaction", "body": body});
    assert_eq!(
        sent(&CreateCustomerFromTransaction::new(label(), id(5))),
        ("customer.create_from_transaction", wanted)
    );
    let body = json!({"customer_label": "ada", "transaction_id": "6f96"});
    let wanted = json!({"to": "POST /v3/customer/ach/create/by-transaction", "body": body});
    let check = CheckId::new("6f96").unwrap();
    assert_eq!(sent(&CreateCustomerFromCheck::new(label(), check)), ("customer.create_from_check", wanted));
}

#[test]
fn a_new_customer_has_a_number_or_the_outcome_is_told() {
    let call = CreateCustomerFromTransaction::new(label(), id(5));
    let made = call.reply(&done(r#"{"response_code":160,"customer_id":7,"customer_label":"ada"}"#)).unwrap();
    assert_eq!((made.number, made.customer_id), (number(7), label()));
    assert_eq!(call.reply(&done(r#"{"customer_id":"7"}"#)).unwrap().number, number(7));
    let outcome = |data| call.reply(&done(data)).unwrap_err().outcome();
    assert_eq!(outcome(r#"{"response_code":160}"#), Outcome::Happened);
    assert_eq!(outcome(r#"{"response_code":1,"customer_id":7}"#), Outcome::Unknown);
    assert_eq!(outcome(r#"{"response_code":160,"customer_id":7,"customer_label":"bob"}"#), Outcome::Unknown);
    let taken = call.reply(&refused("171", "body/customer_label")).unwrap_err();
    assert_eq!((taken.kind(), taken.outcome()), (ErrorKind::Rejected, Outcome::Nothing));
    assert!(taken.codes().contains_key("171") && taken.codes().contains_key("body/customer_label"));
}

#[test]
fn customers_are_read_by_number_list_and_export() {
    assert_eq!(sent(&ReadCustomer::new(number(7))), ("customer.read", json!({"to": "GET /v3/customer/7"})));
    let wanted = json!({"to": "GET /v3/customer/ach/7"});
    assert_eq!(sent(&ReadBankAccount::new(number(7))), ("customer.read_bank_account", wanted));
    let list = ListCustomers::new().with_name_filter("ada").with_last_activity_days(30).with_card_numbers();
    let query = json!([
        ["name_filter", "ada"],
        ["last_activity_days", "30"],
        ["include_card_number", "true"],
        ["limit", "50"],
        ["offset", "0"]
    ]);
    assert_eq!(sent(&list), ("customer.list", json!({"to": "GET /v3/customer", "query": query})));
    let all = json!({"to": "GET /v3/customer/export"});
    assert_eq!(sent(&ExportCustomers::all()), ("customer.export", all));
    let some =
        ExportCustomers::all().with_customer_id(label()).with_email(Email::new("a@b.example").unwrap());
    let body = json!({"customer_label": "ada", "email": "a@b.example"});
    assert_eq!(sent(&some).1, json!({"to": "GET /v3/customer/export", "body": body}));
}

#[test]
fn one_bad_customer_never_spoils_the_rest() {
    let data = r#"[{"customer_id":7,"customer_label":"ada"},{"customer_label":"bob"},7]"#;
    let customers = ExportCustomers::all().reply(&done(data)).unwrap();
    assert_eq!(customers[0].as_ref().unwrap().number, number(7));
    assert_eq!(&*customers[1].as_ref().unwrap_err().field, "customer_id");
    assert_eq!(&*customers[2].as_ref().unwrap_err().field, "record");
    let data = r#"{"items":[{"customer_id":7,"customer_label":"ada","card_masked":"************5439"},
        {"customer_id":8,"card_masked":"4012000098765439"}],"total":2}"#;
    let page = ListCustomers::new().reply(&done(data)).unwrap();
    let first = page.items[0].as_ref().unwrap();
    assert_eq!(first.masked_card_number.as_deref(), Some("************5439"));
    let bad = page.items[1].as_ref().unwrap_err();
    assert!(!format!("{bad:?}").contains("4012000098765439"), "{bad:?}");
    assert!(ExportCustomers::all().reply(&done("null")).unwrap().is_empty());
}

#[test]
fn a_customer_that_is_not_there_is_none() {
    assert!(ReadCustomer::new(number(7)).reply(&missing()).unwrap().is_none());
    assert!(ReadBankAccount::new(number(7)).reply(&missing()).unwrap().is_none());
    let data = r#"{"customer_id":7,"name":"Ada","account_masked":"*****4321","routing_number":"325070760"}"#;
    let found = ReadBankAccount::new(number(7)).reply(&done(data)).unwrap().unwrap();
    assert_eq!(&*found.bank_account.unwrap().masked_number, "*****4321");
}

#[test]
fn a_customer_is_deleted_by_number() {
    let call = DeleteCustomer::new(number(7));
    assert_eq!(sent(&call), ("customer.delete", json!({"to": "DELETE /v3/customer/7"})));
    for data in [r#"{"response_code":162}"#, "null", "{}"] {
        assert!(call.reply(&done(data)).is_ok(), "{data}");
    }
    for data in ["[]", "true", r#""ok""#, r#"{"response_code":162,"response_code":162}"#] {
        assert_eq!(call.reply(&done(data)).unwrap_err().outcome(), Outcome::Unknown, "{data}");
    }
    assert_eq!(call.reply(&done(r#"{"response_code":1}"#)).unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(call.reply(&missing()).unwrap_err().kind(), ErrorKind::Rejected);
}

#[test]
fn recurrences_are_created_and_deleted() {
    let count = PaymentCount::times(12).unwrap();
    let call = CreateRecurrence::new(number(7), usd("10.00"), Frequency::Monthly, day(1), count)
        .unwrap()
        .with_charge(RecurringCharge::CheckSale)
        .unwrap();
    let recurrence = json!({"amount": 10.0, "frequency": "3", "start_date": "06/01/2026", "total_count": 12,
        "transaction_type": "sale", "type": "A"});
    let body = json!({"customer_id": 7, "recurrence": recurrence});
    assert_eq!(sent(&call), ("recurrence.create", json!({"to": "POST /v3/recurrence/create", "body": body})));
    let delete = DeleteRecurrence::new(RecurrenceId::new(12).unwrap());
    let body = json!({"recurrence": {"id": 12}});
    assert_eq!(sent(&delete), ("recurrence.delete", json!({"to": "DELETE /v3/recurrence", "body": body})));
    assert!(delete.reply(&done(r#"{"response_code":152,"recurrence":{"id":12}}"#)).is_ok());
    assert!(delete.reply(&done("null")).is_ok());
    let other = delete.reply(&done(r#"{"response_code":152,"recurrence":{"id":13}}"#)).unwrap_err();
    assert_eq!(other.outcome(), Outcome::Unknown);
    let odd = CreateRecurrence::new(number(7), usd("1.00"), Frequency::Other("Z".into()), day(1), count);
    assert_eq!(odd.unwrap_err().kind(), ErrorKind::Invalid);
}
