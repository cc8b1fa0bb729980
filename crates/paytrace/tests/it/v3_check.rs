//! Checks (ACH) and their deposits in v3.

use paytrace::v3::check::{
    CheckDate, CheckId, CheckPayment, CheckStatus, ChecksOfKey, EntryClass, IdempotencyKey, ListChecks,
    ReadCheck, ReadCheckByKey,
};
use paytrace::v3::deposit::{DepositId, DepositTransactions, SearchDeposits};
use paytrace::{
    AccountType, Address, Description, Email, EncryptedBankAccount, EncryptedValue, ErrorKind, InvoiceId,
    Operation, RawReply, RoutingNumber,
};
use serde_json::json;

use crate::v1_charge::usd;
use crate::v3_card::{day, done, missing, number, sent};

fn key() -> IdempotencyKey {
    IdempotencyKey::new("order 17/2").unwrap()
}

fn sealed() -> String {
    format!("{:A<344}", "Sealed")
}

#[test]
fn a_payment_carries_its_key_and_its_source() {
    let account = EncryptedBankAccount::new(
        EncryptedValue::new(sealed()).unwrap(),
        RoutingNumber::new("325070760").unwrap(),
        AccountType::Savings,
    );
    let call = CheckPayment::from_account(usd("19.99"), EntryClass::Ppd, account, key())
        .unwrap()
        .with_invoice_id(InvoiceId::new("INV-1").unwrap())
        .with_description(Description::new("a book").unwrap())
        .with_email(Email::new("a@b.example").unwrap())
        .with_billing_address(Address { name: Some("Ada".into()), ..Address::default() })
        .with_shipping_address(Address { city: Some("London".into()), ..Address::default() });
    assert_eq!(call.key(), &key());
    let body = json!({
        "amount": 19.99, "std_entry_class": "PPD", "idempotency_key": "order 17/2", "invoice_number": "INV-1",
        "bank_account": {"account_number": sealed(), "routing_number": "325070760", "account_type": "SAVINGS"},
        "description": "a book", "billing_email": "a@b.example", "billing_name": "Ada",
        "shipping_address": {"city": "London"},
    });
    let wanted = json!({"to": "POST /v3/checks/payment", "merchant": "Body", "body": body});
    assert_eq!(sent(&call), ("check.payment", wanted));
    assert!(!format!("{call:?}").contains("Sealed"), "{call:?}");
    let call = CheckPayment::from_customer(usd("1.00"), EntryClass::Web, number(7), key()).unwrap();
    let body = json!({"amount": 1.0, "std_entry_class": "WEB", "idempotency_key": "order 17/2",
        "customer_id": 7, "is_aof": true});
    assert_eq!(sent(&call).1["body"], body);
    let nothing = CheckPayment::from_customer(usd("0.00"), EntryClass::Web, number(7), key());
    assert_eq!(nothing.unwrap_err().kind(), ErrorKind::Invalid);
    assert!(IdempotencyKey::new("k".repeat(51)).is_err());
}

const RECORD: &str = r#"{"transaction_id":"6f96","transaction_status":"SETTLED","amount":19.99,
    "idempotency_key":"order 17/2"}"#;

#[test]
fn a_payment_is_looked_up_by_its_key() {
    let call = ReadCheckByKey::new(key());
    let wanted = json!({"to": "GET /v3/checks/transactions/idempotency-keys/order%2017%2F2"});
    assert_eq!(sent(&call), ("check.by_key", wanted));
    for data in [RECORD.to_owned(), format!("[{RECORD}]")] {
        let ChecksOfKey::One(record) = call.reply(&done(&data)).unwrap() else { panic!("{data}") };
        let record = record.unwrap();
        assert_eq!((record.check_id.as_str(), record.status), ("6f96", CheckStatus::Settled));
    }
    assert_eq!(call.reply(&missing()).unwrap(), ChecksOfKey::None);
    let other = RECORD.replace("order 17/2", "order 18");
    for data in [other.clone(), format!("[{RECORD},{other}]")] {
        assert_eq!(call.reply(&done(&data)).unwrap_err().kind(), ErrorKind::Unreadable, "{data}");
    }
}

#[test]
fn only_paytraces_own_envelope_says_that_a_key_has_no_payment() {
    let call = ReadCheckByKey::new(key());
    let others = [
        RawReply::new(404, r#"{"message":"no Route matched with those values"}"#),
        RawReply::new(404, r#"{"status":"error","status_code":404,"data":{"transaction_id":"6f96"}}"#),
        RawReply::new(404, "not found"),
        done("[]"),
        done("null"),
    ];
    for raw in others {
        let reply = call.reply(&raw);
        assert!(reply.is_err(), "{raw:?} {reply:?}");
    }
    assert!(
        ReadCheck::new(CheckId::new("6f96").unwrap())
            .reply(&RawReply::new(404, r#"{"message":"x"}"#))
            .is_err()
    );
}

#[test]
fn several_payments_of_one_key_are_all_told_about() {
    let data = format!(r#"[{RECORD},{},{{"transaction_id":"6f98"}}]"#, RECORD.replace("6f96", "6f97"));
    let ChecksOfKey::Several(records) = ReadCheckByKey::new(key()).reply(&done(&data)).unwrap() else {
        panic!("several")
    };
    let ids: Vec<_> =
        records.iter().map(|record| record.as_ref().ok().map(|read| read.check_id.as_str())).collect();
    assert_eq!(ids, [Some("6f96"), Some("6f97"), None]);
}

#[test]
fn checks_are_read_by_id_and_in_pages() {
    let call = ReadCheck::new(CheckId::new("6f96").unwrap());
    assert_eq!(sent(&call), ("check.read", json!({"to": "GET /v3/checks/transactions/6f96"})));
    assert!(call.reply(&done(RECORD)).unwrap().unwrap().is_ok());
    assert!(call.reply(&missing()).unwrap().is_none());
    let list = ListChecks::new()
        .with_days(day(1), day(30), CheckDate::Settled)
        .unwrap()
        .with_status(CheckStatus::NsfDeclined)
        .with_customer(number(7))
        .with_search_term("ada");
    let query = json!([
        ["start_date", "2026-06-01"],
        ["end_date", "2026-06-30"],
        ["date_type", "SETTLED"],
        ["status", "NSF_DECLINED"],
        ["customer_id", "7"],
        ["search_term", "ada"],
        ["limit", "30"],
        ["offset", "0"]
    ]);
    let wanted = json!({"to": "GET /v3/checks/transactions", "merchant": "Query", "query": query});
    assert_eq!(sent(&list), ("check.list", wanted));
    assert_eq!(ListChecks::new().with_limit(31).unwrap_err().kind(), ErrorKind::Invalid);
    let data = format!(r#"{{"items":[{RECORD},{{"transaction_id":"6f97"}}],"total":40}}"#);
    let page = list.reply(&done(&data)).unwrap();
    assert!(page.items[0].is_ok() && page.items[1].is_err());
    assert_eq!(page.next_offset(), Some(2));
}

#[test]
fn deposits_and_their_checks_are_read_in_pages() {
    let id = DepositId::new("20260304-D0001").unwrap();
    let search = SearchDeposits::new().with_days(day(1), day(2)).unwrap().with_deposit_id(id.clone());
    let body = json!({"deposit_id": "20260304-D0001", "start_date": "2026-06-01", "end_date": "2026-06-02",
        "limit": 30, "offset": 0});
    let wanted = json!({"to": "POST /v3/checks/deposit/search", "merchant": "Body", "body": body});
    assert_eq!(sent(&search), ("deposit.search", wanted));
    let call = DepositTransactions::new(id).with_offset(30);
    let body = json!({"deposit_id": "20260304-D0001", "limit": 30, "offset": 30});
    let wanted = json!({"to": "POST /v3/checks/deposit/transactions", "merchant": "Body", "body": body});
    assert_eq!(sent(&call), ("deposit.transactions", wanted));
    let page = call.reply(&done(&format!(r#"{{"items":[{RECORD}],"total":31}}"#))).unwrap();
    assert_eq!((page.items.len(), page.next_offset()), (1, None));
}
