//! Recurrences of v1, the ping and the filters of exports: what goes out.

use chrono::NaiveDate;
use paytrace::v1::batch::BatchByNumber;
use paytrace::v1::export::{ByDateRange, ById, IncludingText, TransactionFilter};
use paytrace::v1::ping::{Ping, Pong};
use paytrace::v1::recurrence::{
    CreateRecurrence, DeleteRecurrence, ExportApprovedRecurrence, ExportScheduledRecurrences,
    UpdateRecurrence,
};
use paytrace::{
    Description, ErrorKind, Export, Frequency, Operation, Outcome, PaymentCount, RawReply, RecurrenceId,
    RecurringCharge,
};
use serde_json::{Value, json};

use crate::script::{Script, Step};
use crate::v1_charge::{customer, sent, transaction, usd};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
}

fn id() -> RecurrenceId {
    RecurrenceId::new(12).unwrap()
}

fn create() -> CreateRecurrence {
    CreateRecurrence::new(customer("C1"), usd("19.99"), Frequency::Monthly, day(1)).unwrap()
}

#[test]
fn each_call_has_its_path_and_its_body() {
    let check = create()
        .with_total_count(PaymentCount::times(12).unwrap())
        .with_charge(RecurringCharge::CheckSale)
        .unwrap()
        .with_description(Description::new("gold").unwrap())
        .with_customer_receipt(true);
    let update = UpdateRecurrence::new(id())
        .with_amount(usd("5"))
        .unwrap()
        .with_frequency(Frequency::Trimesterly)
        .unwrap()
        .with_start_date(day(2))
        .unwrap()
        .with_total_count(PaymentCount::ENDLESS);
    let cases = [
        (
            sent(&create()),
            "create",
            json!({"customer_id": "C1", "recurrence": {"amount": "19.99", "frequency": "3",
                "start_date": "06/01/2026", "total_count": 999, "transaction_type": "sale", "type": "C"}}),
        ),
        (
            sent(&check),
            "create",
            json!({"customer_id": "C1", "recurrence": {"amount": "19.99", "frequency": "3",
                "start_date": "06/01/2026", "total_count": 12, "transaction_type": "sale", "type": "A",
                "description": "gold", "customer_receipt": true}}),
        ),
        (
            sent(&update),
            "update",
            json!({"recurrence": {"id": 12, "amount": "5.00", "frequency": "A", "start_date": "06/02/2026",
                "total_count": 999}}),
        ),
        (sent(&DeleteRecurrence::new(id())), "delete", json!({"recurrence": {"id": 12}})),
        (sent(&DeleteRecurrence::all_of(customer("C1"))), "delete", json!({"customer_id": "C1"})),
        (
            sent(&ExportApprovedRecurrence::new(customer("C1"))),
            "export_approved",
            json!({"customer_id": "C1"}),
        ),
        (
            sent(&ExportScheduledRecurrences::by_id(id())),
            "export_scheduled",
            json!({"recurrence": {"id": 12}}),
        ),
        (
            sent(&ExportScheduledRecurrences::by_customer(customer("C1"))),
            "export_scheduled",
            json!({"customer_id": "C1"}),
        ),
    ];
    for (sent, path, body) in cases {
        assert_eq!(sent, (format!("/v1/recurrence/{path}"), body));
    }
}

#[test]
fn what_paytrace_does_not_document_is_not_sent() {
    let odd = || Frequency::Other("Z".into());
    let refused = [
        CreateRecurrence::new(customer("C1"), usd("1"), odd(), day(1)).unwrap_err(),
        CreateRecurrence::new(customer("C1"), usd("0"), Frequency::Daily, day(1)).unwrap_err(),
        CreateRecurrence::new(customer("C1"), usd("1"), Frequency::Daily, NaiveDate::MAX).unwrap_err(),
        create().with_charge(RecurringCharge::Other("refund A".into())).unwrap_err(),
        UpdateRecurrence::new(id()).with_frequency(odd()).unwrap_err(),
        UpdateRecurrence::new(id()).outgoing().unwrap_err(),
    ];
    for error in refused {
        assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    }
}

fn reply<O: Operation>(call: &O, body: &str) -> Result<O::Reply, paytrace::Error> {
    call.reply(&RawReply::new(200, body.to_owned()))
}

#[test]
fn answers_are_decided_by_code_and_name_the_recurrence() {
    let made = reply(&create(), r#"{"success":true,"response_code":150,"recurrence":{"id":"12"}}"#).unwrap();
    assert_eq!(made.recurrence_id, id());
    let nameless = reply(&create(), r#"{"success":true,"response_code":150}"#).unwrap_err();
    assert_eq!(nameless.outcome(), Outcome::Happened);
    let update = UpdateRecurrence::new(id());
    let changed = reply(&update, r#"{"success":true,"response_code":151,"recurrence":{"id":12}}"#).unwrap();
    assert_eq!(changed.recurrence_id, id());
    let other = r#"{"success":true,"response_code":151,"recurrence":{"id":13}}"#;
    assert_eq!(reply(&update, other).unwrap_err().outcome(), Outcome::Unknown);
    assert!(reply(&DeleteRecurrence::new(id()), r#"{"success":true,"response_code":152}"#).is_ok());
    let other = r#"{"success":true,"response_code":152,"recurrence":{"id":13}}"#;
    assert!(reply(&DeleteRecurrence::new(id()), other).is_err());
    assert!(reply(&DeleteRecurrence::all_of(customer("C1")), other).is_ok());
    for code in [151, 101] {
        let body = format!(r#"{{"success":true,"response_code":{code},"recurrence":{{"id":12}}}}"#);
        assert_eq!(reply(&create(), &body).unwrap_err().outcome(), Outcome::Unknown);
    }
}

#[tokio::test]
async fn a_ping_goes_out_with_a_token_and_nothing_else() {
    let script = Script::signed_in([Step::Answer(200, "")]);
    let _: Pong = script.client().send(&Ping::new()).await.unwrap();
    assert_eq!(script.paths()[1], "/v1/ping");
    assert_eq!(script.body(1), json!({"integrator_id": "integrator01"}));
}

#[test]
fn one_batch_is_asked_for_by_number_or_the_latest() {
    let path = "/v1/batches/export_one".to_owned();
    assert_eq!(sent(&BatchByNumber::latest()), (path.clone(), json!({})));
    assert_eq!(sent(&BatchByNumber::new(571).unwrap()), (path, json!({"batch_number": 571})));
}

#[test]
fn filters_go_along_in_paytraces_words() {
    let words = [
        (TransactionFilter::Sale, "SALE"),
        (TransactionFilter::Authorization, "AUTHORIZATION"),
        (TransactionFilter::StoreAndForward, "STR/FWD"),
        (TransactionFilter::Refund, "REFUND"),
        (TransactionFilter::Void, "VOID"),
        (TransactionFilter::Force, "FORCE"),
        (TransactionFilter::Settled, "SETTLED"),
        (TransactionFilter::Pending, "PENDING"),
        (TransactionFilter::Declined, "DECLINED"),
    ];
    let text = || IncludingText::new("INV-1").unwrap();
    for (kind, word) in words {
        let call = ById::new(transaction()).with_transaction_type(kind).with_including_text(text());
        let body = sent(&call.with_customer_id(customer("C1")).with_bin()).1;
        let expected = json!({"transaction_id": 100_000_001, "transaction_type": word, "including_text": "INV-1",
            "customer_id": "C1", "include_bin": true});
        assert_eq!(body, expected);
    }
    let range = ByDateRange::new(day(1), day(2))
        .unwrap()
        .with_transaction_id(transaction())
        .with_transaction_type(TransactionFilter::Refund)
        .with_including_text(text())
        .with_customer_id(customer("C1"))
        .with_bin();
    let outgoing = range.outgoing().unwrap();
    let expected = json!({"start_date": "06/01/2026", "end_date": "06/02/2026", "transaction_id": 100_000_001,
        "transaction_type": "REFUND", "including_text": "INV-1", "customer_id": "C1", "include_bin": true});
    assert_eq!(Value::Object(outgoing.body().unwrap()), expected);
}
