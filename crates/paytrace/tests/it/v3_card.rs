//! Cards in v3: sales, authorizations, refunds, and what follows on them.

use chrono::NaiveDate;
use paytrace::v3::authorization::{
    AuthorizationByCustomer, AuthorizationKeyed, AuthorizationProtected, Captures,
};
use paytrace::v3::refund::{RefundKeyed, Refunds};
use paytrace::v3::sale::{SaleByCustomer, SaleKeyed, SaleProtected, SaleProtectedCustomer};
use paytrace::v3::transaction::{
    Capturable, OnFile, OnFileAnswer, ReadRecord, TransactionsOnFile, Voidable, Voids,
};
use paytrace::{
    Address, CustomerId, CustomerNumber, CustomerReferenceId, Description, Dialect, Effect, Email,
    EncryptedCard, EncryptedValue, Error, ErrorKind, InvoiceId, Operation, Outcome, Outgoing, ProtectToken,
    RawReply, RefundAnswer, SaleAnswer, TransactionId,
};
use serde_json::{Value, json};

use crate::v1_charge::usd;

/// What goes out, in short: method, path, and where there is one: merchant, query, body.
pub fn shown(outgoing: &Outgoing) -> Value {
    assert_eq!(outgoing.endpoint().dialect(), Dialect::V3);
    let mut shown = json!({"to": format!("{} {}", outgoing.endpoint().method().as_str(), outgoing.path())});
    if let Some(merchant) = outgoing.merchant() {
        shown["merchant"] = json!(format!("{merchant:?}"));
    }
    if !outgoing.query().is_empty() {
        shown["query"] = outgoing.query().iter().map(|(name, value)| json!([name, value])).collect();
    }
    if let Some(body) = outgoing.body() {
        shown["body"] = Value::Object(body.clone());
    }
    shown
}

/// The same of a call, with its name.
pub fn sent<O: Operation>(call: &O) -> (&'static str, Value) {
    (O::NAME, shown(&call.outgoing().unwrap()))
}

/// A good answer with this data.
pub fn done(data: &str) -> RawReply {
    RawReply::new(200, format!(r#"{{"status":"success","status_code":200,"data":{data}}}"#))
}

/// A refusal about one field.
pub fn refused(code: &str, field: &str) -> RawReply {
    let body = json!({"status": "error", "status_code": 422, "data":
        [{"detail": "no", "type": "VALIDATION", "code": code, "field": field}]});
    RawReply::new(422, body.to_string())
}

/// An answer with status 404.
pub fn missing() -> RawReply {
    RawReply::new(404, r#"{"status":"error","status_code":404,"message":"not found"}"#)
}

pub fn number(number: i64) -> CustomerNumber {
    CustomerNumber::new(number).unwrap()
}

pub fn id(number: i64) -> TransactionId {
    TransactionId::new(number).unwrap()
}

pub fn token() -> ProtectToken {
    ProtectToken::new("hpf", "key").unwrap()
}

pub fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
}

fn card() -> EncryptedCard {
    EncryptedCard::new(EncryptedValue::new("C".repeat(344)).unwrap(), 3, 2031).unwrap()
}

fn code() -> EncryptedValue {
    EncryptedValue::new("c".repeat(344)).unwrap()
}

#[test]
fn each_source_of_a_card_has_its_path_and_its_body() {
    let csc = "c".repeat(344);
    let card_sent =
        json!({"encrypted_number": "C".repeat(344), "expiration_month": 3, "expiration_year": 2031});
    let keyed = json!({"amount": 1.5, "card": card_sent, "csc": csc});
    let protected = json!({"amount": 1.5, "hpf_token": "hpf", "enc_key": "key"});
    let mut kept = protected.clone();
    kept["create_customer"] = json!(true);
    kept["customer_label"] = json!("ada");
    let amount = usd("1.50");
    let cases = [
        (
            sent(&SaleKeyed::new(amount, card()).unwrap().with_security_code(code()).unwrap()),
            ("sale.keyed", "/v3/card/sale/keyed", keyed.clone()),
        ),
        (
            sent(&SaleProtected::new(amount, token()).unwrap()),
            ("sale.protected", "/v3/card/sale/pt-protect", protected.clone()),
        ),
        (
            sent(&SaleProtectedCustomer::new(amount, token(), CustomerId::new("ada").unwrap()).unwrap()),
            ("sale.protected_customer", "/v3/card/sale/pt-protect/customer/", kept),
        ),
        (
            sent(&SaleByCustomer::new(amount, number(7)).unwrap()),
            ("sale.by_customer", "/v3/card/sale/customer/7", json!({"amount": 1.5})),
        ),
        (
            sent(&AuthorizationKeyed::new(amount, card()).unwrap().with_security_code(code()).unwrap()),
            ("authorization.keyed", "/v3/card/authorize/keyed", keyed.clone()),
        ),
        (
            sent(&AuthorizationProtected::new(amount, token()).unwrap()),
            ("authorization.protected", "/v3/card/authorize/pt-protect", protected),
        ),
        (
            sent(
                &AuthorizationByCustomer::new(amount, number(7)).unwrap().with_security_code(code()).unwrap(),
            ),
            (
                "authorization.by_customer",
                "/v3/card/authorize/customer/7",
                json!({"amount": 1.5, "csc": csc}),
            ),
        ),
        (
            sent(&RefundKeyed::new(amount, card()).unwrap().with_security_code(code()).unwrap()),
            ("refund.keyed", "/v3/card/refund-auth/keyed", keyed),
        ),
    ];
    for ((name, sent), (wanted_name, path, body)) in cases {
        assert_eq!(name, wanted_name);
        assert_eq!(sent, json!({"to": format!("POST {path}"), "merchant": "Body", "body": body}));
    }
}

#[cfg(feature = "raw-card-data")]
#[test]
fn a_chip_that_was_read_goes_out_as_its_tags() {
    use paytrace::v3::sale::{EmvData, SaleEmv};
    let sale = SaleEmv::new(usd("2.00"), EmvData::new("5A0840120000").unwrap()).unwrap();
    let body = json!({"amount": 2.0, "emv_data": "5A0840120000"});
    let wanted = json!({"to": "POST /v3/card/sale/emv", "merchant": "Body", "body": body});
    assert_eq!(sent(&sale), ("sale.emv", wanted));
    assert!(!format!("{sale:?}").contains("4012"), "{sale:?}");
}

#[test]
fn all_that_may_go_along_has_its_place() {
    let address = Address {
        name: Some("Ada".into()),
        street_address: Some("12 St".into()),
        zip: Some("01234".into()),
        ..Address::default()
    };
    let shipping = Address { county: Some("York".into()), ..Address::default() };
    let sale = SaleByCustomer::new(usd("10.00"), number(7))
        .unwrap()
        .with_invoice_id(InvoiceId::new("INV-1").unwrap())
        .with_customer_reference_id(CustomerReferenceId::new("PO-1").unwrap())
        .with_description(Description::new("a book").unwrap())
        .with_tax_amount(usd("0.80"))
        .with_email(Email::new("a@b.example").unwrap())
        .with_phone("555-0100")
        .with_billing_address(address)
        .with_shipping_address(shipping)
        .with_custom_field("hair", "red")
        .with_custom_field("eyes", "blue");
    let (_, sent) = sent(&sale);
    assert_eq!(
        sent["body"],
        json!({
            "amount": 10.0, "invoice_number": "INV-1", "customer_reference_id": "PO-1", "description": "a book",
            "tax_amount": "0.80", "billing_email": "a@b.example", "billing_phone": "555-0100",
            "billing_name": "Ada", "billing_address": {"street": "12 St", "postal_code": "01234"},
            "shipping_address": {"county": "York"}, "discretionary_data": [{"eyes": "blue"}, {"hair": "red"}],
        })
    );
}

#[test]
fn what_cannot_be_sent_is_refused_before() {
    let invalid = [
        SaleKeyed::new(usd("0.00"), card()).map(drop),
        AuthorizationKeyed::new(usd("-0.01"), card()).map(drop),
        RefundKeyed::new(usd("0.00"), card()).map(drop),
        Captures::of_amounts([(id(1), Some(usd("0.00")))]).map(drop),
        Refunds::new([id(1), id(1)]).map(drop),
        Voids::new([]).map(drop),
        TransactionsOnFile::new([]).map(drop),
        OnFile::refund(usd("0.00"), number(1)).map(drop),
        SaleKeyed::new(usd("1.00"), card())
            .and_then(|sale| sale.with_security_code(EncryptedValue::new("c".repeat(360))?))
            .map(drop),
        SaleByCustomer::new(usd("1.00"), number(1))
            .and_then(|sale| sale.with_phone("1".repeat(21)).outgoing())
            .map(drop),
        Capturable::new().with_limit(51).map(drop),
        Voidable::new().with_days(day(2), day(1)).map(drop),
    ];
    for (place, result) in invalid.into_iter().enumerate() {
        assert_eq!(result.map_err(|error| error.kind()), Err(ErrorKind::Invalid), "case {place}");
    }
    assert!(AuthorizationKeyed::new(usd("0.00"), card()).is_ok());
}

#[test]
fn calls_for_many_name_each_item() {
    let captures = Captures::of_amounts([(id(1), None), (id(2), Some(usd("3.10")))]).unwrap();
    let items = json!([{"transaction_id": "1"}, {"transaction_id": "2", "amount": 3.1}]);
    let body = |items: Value| json!({"batch_items": items});
    let wanted =
        |path: &str, items| json!({"to": format!("POST {path}"), "merchant": "Body", "body": body(items)});
    assert_eq!(sent(&captures), ("authorization.capture", wanted("/v3/card/batch/capture", items)));
    let refunds = Refunds::new([id(1)]).unwrap();
    let items = json!([{"transaction_id": "1"}]);
    assert_eq!(sent(&refunds), ("refund.for_transaction", wanted("/v3/card/batch/refund", items.clone())));
    let voids = Voids::new([id(1)]).unwrap();
    assert_eq!(sent(&voids), ("transaction.void", wanted("/v3/card/batch/void", items)));
    let invoice = InvoiceId::new("INV-1").unwrap();
    let on_file = TransactionsOnFile::new([
        OnFile::sale(usd("1.00"), number(7)).unwrap().with_invoice_id(invoice),
        OnFile::authorization(usd("0.00"), number(8)).unwrap(),
        OnFile::refund(usd("2.00"), number(9)).unwrap().with_description(Description::new("sorry").unwrap()),
    ]);
    let items = json!([
        {"transaction_type": "sale", "amount": 1.0, "customer_id": 7, "invoice_number": "INV-1"},
        {"transaction_type": "auth-only", "amount": 0.0, "customer_id": 8},
        {"transaction_type": "refund", "amount": 2.0, "customer_id": 9, "description": "sorry"},
    ]);
    assert_eq!(
        sent(&on_file.unwrap()),
        ("transaction.on_file", wanted("/v3/card/batch/transactions", items))
    );
}

#[test]
fn new_transactions_on_file_are_told_apart_only_when_all_say_the_same() {
    let sale = |amount| OnFile::sale(usd(amount), number(7)).unwrap();
    let two = TransactionsOnFile::new([sale("1.00"), sale("0.29")]).unwrap();
    let one = TransactionsOnFile::new([sale("1.00")]).unwrap();
    let refund = TransactionsOnFile::new([OnFile::refund(usd("2.00"), number(9)).unwrap()]).unwrap();
    let [approved, other, declined, refunded, refused] = [
        r#"{"status":"success","response_code":101,"transaction_id":"11","approval_code":"T1"}"#,
        r#"{"status":"success","response_code":101,"transaction_id":"12","approval_code":"T2"}"#,
        r#"{"status":"success","response_code":102,"transaction_id":"12"}"#,
        r#"{"status":"success","response_code":106,"transaction_id":"13"}"#,
        r#"{"status":"error","response_code":1,"code":"30","detail":"no","field":"body/batch_items/1/customer_id"}"#,
    ];
    let read =
        |call: &TransactionsOnFile, items: &[&str]| call.reply(&done(&format!("[{}]", items.join(","))));
    let results = read(&two, &[approved, other]).unwrap();
    assert!(
        matches!(&results[0], Ok(OnFileAnswer::Sale(SaleAnswer::Approved(sale))) if sale.transaction_id == id(11))
    );
    assert!(matches!(&results[1], Ok(OnFileAnswer::Sale(SaleAnswer::Approved(_)))));
    for second in [declined, refused, refunded] {
        for results in [read(&two, &[approved, second]).unwrap(), read(&two, &[second, approved]).unwrap()] {
            let outcomes = results.iter().map(|result| result.as_ref().unwrap_err().outcome());
            assert!(outcomes.eq([Outcome::Unknown; 2]), "{second}");
        }
    }
    let results = read(&one, &[declined]).unwrap();
    assert!(matches!(&results[0], Ok(OnFileAnswer::Sale(SaleAnswer::Declined(_)))));
    let results = read(&refund, &[refunded]).unwrap();
    assert!(matches!(&results[0], Ok(OnFileAnswer::Refund(RefundAnswer::Refunded(_)))));
    for results in [read(&one, &[refused]).unwrap(), read(&two, &[refused, refused]).unwrap()] {
        let error = results.last().unwrap().as_ref().unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Rejected, Outcome::Nothing));
    }
    let short = read(&two, &[approved]).unwrap_err();
    assert_eq!((short.kind(), short.outcome()), (ErrorKind::Unreadable, Outcome::Unknown));
}

#[test]
fn a_taken_label_leaves_the_sale_in_doubt() {
    let call = SaleProtectedCustomer::new(usd("1.00"), token(), CustomerId::new("ada").unwrap()).unwrap();
    let refused = |code: u32| {
        let data = format!(r#"[{{"code":"{code}","detail":"no","field":"body/customer_label"}}]"#);
        let body = format!(r#"{{"status":"error","status_code":422,"data":{data}}}"#);
        call.reply(&RawReply::new(422, body)).unwrap_err().outcome()
    };
    assert_eq!([refused(171), refused(35)], [Outcome::Unknown, Outcome::Nothing]);
}

#[test]
fn a_sale_that_keeps_its_card_tells_the_customers_number() {
    let call = SaleProtectedCustomer::new(usd("1.00"), token(), CustomerId::new("ada").unwrap()).unwrap();
    let made = call.reply(&done(r#"{"response_code":101,"transaction_id":"5","customer_id":7}"#)).unwrap();
    assert_eq!(made.customer_number, Some(number(7)));
    assert!(made.sale.approval().is_some());
    let declined = call.reply(&done(r#"{"response_code":102,"transaction_id":"5"}"#)).unwrap();
    assert_eq!(declined.customer_number, None);
}

#[test]
fn a_refund_without_its_permission_says_so() {
    let call = RefundKeyed::new(usd("1.00"), card()).unwrap();
    let body =
        r#"{"status":"error","status_code":403,"message":"Log in failed for insufficient permissions."}"#;
    let error = call.reply(&RawReply::new(403, body)).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Permission, Outcome::Nothing));
}

#[test]
fn records_are_asked_for_by_id_and_in_pages() {
    let record = json!({"to": "GET /v3/card/transaction/5", "merchant": "Query"});
    assert_eq!(sent(&ReadRecord::new(id(5))), ("transaction.record", record));
    let open = Capturable::new()
        .with_days(day(1), day(30))
        .unwrap()
        .with_search_term("ada")
        .with_invoice_id(InvoiceId::new("INV-1").unwrap())
        .with_limit(10)
        .unwrap()
        .with_offset(20);
    let query = json!([
        ["date_from", "06/01/2026"],
        ["date_to", "06/30/2026"],
        ["search_term", "ada"],
        ["order_id", "INV-1"],
        ["limit", "10"],
        ["offset", "20"]
    ]);
    let path = "GET /v3/card/transactions/capturable/{merchant_id}";
    assert_eq!(
        sent(&open),
        ("transaction.capturable", json!({"to": path, "merchant": "Path", "query": query}))
    );
    let path = "GET /v3/card/transactions/voidable/{merchant_id}";
    let query = json!([["limit", "50"], ["offset", "0"]]);
    assert_eq!(
        sent(&Voidable::new()),
        ("transaction.voidable", json!({"to": path, "merchant": "Path", "query": query}))
    );
}

const RECORD: &str = r#"{"transaction_id":"5","transaction_type":"SALE","amount":80.55,"status_code":"GB571",
    "status_message":"GB571","created":{"at":"6/10/2026 4:06:30 PM"},"transaction_status":"SETTLED",
    "requested_amount":80.55,"settle_amount":"80.55","batch_number":571}"#;

#[test]
fn a_record_is_the_row_and_what_v3_adds() {
    let record = ReadRecord::new(id(5)).reply(&done(RECORD)).unwrap().unwrap();
    assert_eq!(record.row.content.as_ref().unwrap().id, id(5));
    assert_eq!((record.status.as_deref(), record.batch_number), (Some("SETTLED"), Some(571)));
    assert_eq!((record.requested_amount, record.settle_amount), (Some(usd("80.55")), Some(usd("80.55"))));
    assert!(ReadRecord::new(id(5)).reply(&missing()).unwrap().is_none());
    let other = ReadRecord::new(id(6)).reply(&done(RECORD)).unwrap_err();
    assert_eq!(other.kind(), ErrorKind::Unreadable);
}

#[test]
fn one_bad_record_never_spoils_its_page() {
    let data = format!(
        r#"{{"items":[{RECORD},{{"transaction_id":"6","amount":1.005}}],"total":4,"limit":2,"offset":0}}"#
    );
    let page = Voidable::new().with_limit(2).unwrap().reply(&done(&data)).unwrap();
    assert!(page.items[0].row.content.is_ok());
    let bad = page.items[1].row.content.as_ref().unwrap_err();
    assert_eq!(bad.id, Some(id(6)));
    assert_eq!(page.next_offset(), Some(2));
}

#[test]
fn reads_are_reads_and_the_rest_moves_money() -> Result<(), Error> {
    fn effect<O: Operation>(_: &O) -> Effect {
        O::EFFECT
    }
    assert_eq!(effect(&ReadRecord::new(id(5))), Effect::Read);
    assert_eq!(effect(&Voidable::new()), Effect::Read);
    assert_eq!(effect(&SaleByCustomer::new(usd("1.00"), number(7))?), Effect::MovesMoney);
    assert_eq!(effect(&Captures::new([id(1)])?), Effect::MovesMoney);
    Ok(())
}
