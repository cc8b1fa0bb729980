//! Every call of documents of more than one booking, written by hand, and answers that are not what they should be.

use std::time::Duration;

use sage50::uk::hyper_accounts::{AuthToken, HyperAccountsDoor};
use sage50::{
    Applied, Books, Chargeback, CreditMemo, CreditMemoDetails, Direction, Document, ErrorKind, ItemId,
    Outcome, PaymentHead, PaymentMethod, Posted, ReceiptLine, Refund, SageDetail, SalesOrder,
    StockAdjustment, Tender,
};
use serde_json::{Value, json};

use super::script::{Exchange, Script, answers, lists, says};
use super::{TOKEN, account, acme, gbp, june, ledger, lines, receipt_of, reference, sale};

const COMPANY: (&str, &str) = ("GET", "/api/company");
const HEADERS: (&str, &str) = ("POST", "/api/search/auditHeaders");
const SPLITS: (&str, &str) = ("POST", "/api/searchSplit");
const BATCH: (&str, &str) = ("POST", "/api/batchtransactionPost");
const TRANSACTION: (&str, &str) = ("POST", "/api/transactionPost");
const ALLOCATE: (&str, &str) = ("POST", "/api/allocatePaymentOnAccount");
const ORDER: (&str, &str) = ("POST", "/api/salesOrder/");
const STOCK: (&str, &str) = ("POST", "/api/stock");

fn door(script: &Script) -> HyperAccountsDoor {
    let built = HyperAccountsDoor::builder(script.address(), AuthToken::new(TOKEN), ledger());
    built.with_timeout(Duration::from_secs(5)).build().unwrap()
}

fn open_company() -> Exchange {
    answers(COMPANY, Value::Null, &json!({"lockDate": "31/05/2026 00:00:00"}))
}

fn is(field: &str, value: &str) -> Value {
    json!({"field": field, "type": "eq", "value": value})
}

fn any_of(types: &str) -> Value {
    json!({"field": "TYPE", "type": "in", "value": types})
}

/// The search for what can be settled under a reference.
fn search(reference: &str, types: Value, account: bool) -> Value {
    let mut filters = vec![is("INV_REF", reference), types];
    if account {
        filters.push(is("ACCOUNT_REF", "ACME001"));
    }
    filters.into()
}

/// The search for the bookings of a customer under a reference.
fn own(reference: &str, types: &str) -> Value {
    json!([is("INV_REF", reference), is("ACCOUNT_REF", "ACME001"), any_of(types)])
}

/// A row: type, reference, details, gross, outstanding, number of the header (that of the transaction is 1000 more).
fn row((kind, name, details): (&str, &str, &str), gross: &str, open: &str, number: u64) -> Value {
    let amount = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    json!({
        "type": kind, "accountRef": "ACME001", "invRef": name, "date": "04/06/2026 00:00:00",
        "details": details, "netAmount": amount(gross), "taxAmount": 0, "grossAmount": amount(gross),
        "outstanding": amount(open), "tranNumber": number + 1000, "headerNumber": number, "deletedFlag": 0,
    })
}

/// The search for the lines of a refund or chargeback, and that one stands on an account.
fn on_account(reference: &str, number: u64, nominal: &str) -> Exchange {
    let split = json!({"type": "SI", "headerNumber": number, "nominalCode": nominal});
    lists(SPLITS, search(reference, is("TYPE", "SI"), false), &json!([split]))
}

/// The body of a booking of one line between the customer and an account.
fn moved(kind: u8, name: &str, details: &str, nominal: &str, amount: &Value) -> Value {
    json!({
        "type": kind, "date": "04/06/2026", "invRef": name, "accountRef": "ACME001", "details": details,
        "userName": "PAYTRACE",
        "Lines": [{"nominalCode": nominal, "details": details, "netAmount": amount, "taxAmount": 0.0,
            "taxCode": 9, "deptNumber": 2}],
    })
}

fn allocation(transaction: u64, name: &str, amount: &str) -> Value {
    json!({
        "accountRef": "ACME001", "paymentTransactionNumber": transaction, "invRef": name, "amount": amount,
    })
}

fn payment(number: &str) -> PaymentHead {
    let tender = Tender::new(account("1200"), PaymentMethod::new("Card").unwrap());
    PaymentHead::new(reference(number), acme(), june(4), tender)
}

fn refund() -> Document {
    let parts = vec![Applied::new(reference("CN-1"), gbp("120.00")).unwrap()];
    Refund::new(payment("RF-1"), parts).unwrap().with_original(reference("PT1")).into()
}

fn stock_out() -> Document {
    let adjustment = StockAdjustment {
        reference: reference("ADJ-1"),
        date: june(4),
        item: ItemId::new("W1").unwrap(),
        direction: Direction::Decrease,
        quantity: "2.5".parse().unwrap(),
        unit_cost: Some("1.25".parse().unwrap()),
        reason: Some("Broken".parse().unwrap()),
        source_account: account("5200"),
    };
    adjustment.into()
}

fn order() -> Document {
    SalesOrder::new(sale("SO-1"), lines("100.00", "20.00")).unwrap().into()
}

const NET: &str = "100.0";

/// Up to the posting of a refund.
fn before_refund() -> Vec<Exchange> {
    vec![
        open_company(),
        lists(HEADERS, search("RF-1", is("TYPE", "SI"), true), &json!([])),
        lists(
            HEADERS,
            search("CN-1", any_of("('SC','SA')"), true),
            &json!([row(("SC", "CN-1", "Blue widget"), "120.0", "120.0", 602)]),
        ),
    ]
}

fn refunded(open: &str) -> Vec<Exchange> {
    let row = row(("SI", "RF-1", "Refund: Card PT1"), "120.0", open, 603);
    vec![
        answers(BATCH, moved(1, "RF-1", "Refund: Card PT1", "1200", &json!(120.0)), &json!(603)),
        answers(ALLOCATE, allocation(1602, "RF-1", "120.00"), &json!(true)),
        lists(HEADERS, search("RF-1", is("TYPE", "SI"), false), &json!([row])),
        on_account("RF-1", 603, "1200"),
    ]
}

#[tokio::test]
async fn a_refund_is_a_debit_from_the_bank_to_which_its_credits_are_allocated() {
    let script = Script::play([before_refund(), refunded("0")].into_iter().flatten().collect()).await;
    assert_eq!(door(&script).post(&refund()).await.unwrap(), Posted::in_books("603"));
}

#[tokio::test]
async fn a_refund_that_the_api_says_it_allocated_and_did_not_is_no_success() {
    let script = Script::play([before_refund(), refunded("120.0")].into_iter().flatten().collect()).await;
    let error = door(&script).post(&refund()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Conflict, Outcome::Happened));
    let words = "status: booked, and the credits it pays out are not allocated to it, not posted";
    assert_eq!(&*error.detail().unwrap().message, words);
}

#[tokio::test]
async fn a_refund_of_more_than_its_credit_holds_or_of_a_used_reference_is_not_sent() {
    let credit = |open: &str| json!([row(("SC", "CN-1", "Blue widget"), "120.0", open, 602)]);
    for (answer, sage) in
        [(credit("119.99"), SageDetail::AmountMismatch), (json!([]), SageDetail::UnknownInvoice)]
    {
        let script = Script::play(vec![
            open_company(),
            lists(HEADERS, search("RF-1", is("TYPE", "SI"), true), &json!([])),
            lists(HEADERS, search("CN-1", any_of("('SC','SA')"), true), &answer),
        ])
        .await;
        let error = door(&script).post(&refund()).await.unwrap_err();
        assert_eq!((error.sage(), error.outcome()), (Some(sage), Outcome::Nothing));
    }
    let used = json!([row(("SI", "RF-1", "Blue widget"), "1.0", "1.0", 7)]);
    let script =
        Script::play(vec![open_company(), lists(HEADERS, search("RF-1", is("TYPE", "SI"), true), &used)])
            .await;
    let error = door(&script).post(&refund()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Duplicate, Outcome::Nothing));
}

fn chargeback(amount: &str) -> Document {
    let (receipt, invoice) = (reference("PT1"), reference("INV-1"));
    Chargeback::new(payment("CB-1"), receipt, invoice, gbp(amount)).unwrap().into()
}

/// Up to the posting of a chargeback: its own reference, its receipt, and what was charged back of it before.
fn before_chargeback(receipts: &Value, earlier: &Value) -> Vec<Exchange> {
    let since = json!({"field": "DATE", "type": "gte", "value": "04/06/2026"});
    let mut exchanges = vec![
        open_company(),
        lists(HEADERS, search("CB-1", is("TYPE", "SI"), true), &json!([])),
        lists(HEADERS, own("PT1", "('SA','SR')"), receipts),
    ];
    if *receipts != json!([]) {
        exchanges.push(lists(
            HEADERS,
            json!([is("ACCOUNT_REF", "ACME001"), is("TYPE", "SI"), since]),
            earlier,
        ));
    }
    exchanges
}

const BACK: &str = "Chargeback: PT1 INV-1";

fn charged_back(rows: &Value) -> Vec<Exchange> {
    vec![
        answers(BATCH, moved(1, "CB-1", BACK, "1200", &json!(300.0)), &json!(604)),
        lists(HEADERS, search("CB-1", is("TYPE", "SI"), false), rows),
    ]
}

#[tokio::test]
async fn a_chargeback_debits_the_customer_again_and_never_more_than_the_receipt_brought() {
    let paid = || json!([row(("SA", "PT1", "Card"), "300.0", "0", 603)]);
    let booked = row(("SI", "CB-1", BACK), "300.0", "300.0", 604);
    let mut elsewhere = row(("SI", "CB-1", "Widget"), "1.0", "0", 605);
    elsewhere["accountRef"] = json!("OTHER");
    let mut exchanges =
        before_chargeback(&paid(), &json!([row(("SI", "INV-1", "Widget"), "300.0", "0", 601)]));
    exchanges.extend(charged_back(&json!([booked.clone(), elsewhere.clone()])));
    exchanges.push(on_account("CB-1", 604, "1200"));
    exchanges.push(lists(HEADERS, search("CB-1", is("TYPE", "SI"), false), &json!([booked, elsewhere])));
    exchanges.push(on_account("CB-1", 604, "1200"));
    let script = Script::play(exchanges).await;
    assert_eq!(door(&script).post(&chargeback("300.00")).await.unwrap(), Posted::in_books("604"));
    let found = door(&script).find(&chargeback("300.00")).await.unwrap();
    assert_eq!(found.iter().map(|entry| chargeback("300.00").compare(entry)).collect::<Vec<_>>(), [vec![]]);
    for (rows, sage) in [(paid(), SageDetail::AmountMismatch), (json!([]), SageDetail::UnknownInvoice)] {
        let script = Script::play(before_chargeback(&rows, &json!([]))).await;
        let error = door(&script).post(&chargeback("300.01")).await.unwrap_err();
        assert_eq!((error.sage(), error.outcome()), (Some(sage), Outcome::Nothing));
    }
}

#[tokio::test]
async fn a_chargeback_that_does_not_stand_there_as_it_was_sent_is_no_success() {
    let paid = json!([row(("SA", "PT1", "Card"), "300.0", "0", 603)]);
    for (rows, account, expected) in [
        (
            json!([row(("SI", "CB-1", BACK), "30.0", "30.0", 604)]),
            Some("1200"),
            (ErrorKind::Conflict, Outcome::Happened),
        ),
        (
            json!([row(("SI", "CB-1", BACK), "300.0", "300.0", 604)]),
            Some("1230"),
            (ErrorKind::Conflict, Outcome::Happened),
        ),
        (json!([]), None, (ErrorKind::Unreadable, Outcome::Unknown)),
    ] {
        let mut exchanges = before_chargeback(&paid, &json!([]));
        exchanges.extend(charged_back(&rows));
        exchanges.extend(account.map(|account| on_account("CB-1", 604, account)));
        let script = Script::play(exchanges).await;
        let error = door(&script).post(&chargeback("300.00")).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), expected, "{rows}");
    }
}

/// A receipt of 300 of an invoice: 6 kept back, 100 of a credit, 194 and a deposit of 5 in cash.
fn mixed() -> Document {
    let settled = ReceiptLine::Invoice {
        reference: reference("INV-1"),
        amount: gbp("300.00"),
        discount: Some(gbp("6.00")),
    };
    let credit = ReceiptLine::CreditUsed { reference: reference("CN-1"), amount: gbp("100.00") };
    let kept = ReceiptLine::Prepayment { amount: gbp("5.00"), description: super::text("Deposit") };
    receipt_of("PT1", vec![settled, credit, kept]).into()
}

fn mixed_script(discount_open: &str, credit_open: &str) -> Vec<Exchange> {
    let both = "('SA','SC','SR')";
    let cash = json!({
        "type": 4, "date": "04/06/2026", "invRef": "PT1", "accountRef": "ACME001", "bankCode": "1200",
        "nominalCode": "1200", "details": "Card", "taxCode": 9, "netAmount": 199.0, "taxAmount": 0.0,
        "deptNumber": 2, "userName": "PAYTRACE",
    });
    let booked = |open: &str, discount: &str| {
        json!([
            row(("SA", "PT1", "Card"), "199.0", open, 610),
            row(("SC", "PT1", "Discount: PT1"), "6.0", discount, 611),
        ])
    };
    let invoice = |open: &str| json!([row(("SI", "INV-1", "Blue widget"), "300.0", open, 601)]);
    let credit = |open: &str| json!([row(("SC", "CN-1", "Blue widget"), "120.0", open, 602)]);
    vec![
        open_company(),
        lists(HEADERS, search("INV-1", is("TYPE", "SI"), true), &invoice("300.0")),
        lists(HEADERS, search("CN-1", any_of("('SC','SA')"), true), &credit("120.0")),
        answers(TRANSACTION, cash, &json!(610)),
        answers(BATCH, moved(2, "PT1", "Discount: PT1", "4009", &json!(6.0)), &json!(611)),
        lists(HEADERS, own("PT1", both), &booked("199.0", "6.0")),
        lists(HEADERS, own("PT1", both), &booked("199.0", "6.0")),
        answers(ALLOCATE, allocation(1611, "INV-1", "6.00"), &json!(true)),
        answers(ALLOCATE, allocation(1602, "INV-1", "100.00"), &json!(true)),
        answers(ALLOCATE, allocation(1610, "INV-1", "194.00"), &json!(true)),
        lists(HEADERS, search("PT1", any_of("('SA','SR')"), false), &booked("5.0", discount_open)),
        lists(HEADERS, own("PT1", both), &booked("5.0", discount_open)),
        lists(HEADERS, search("INV-1", is("TYPE", "SI"), true), &invoice("0")),
        lists(HEADERS, search("CN-1", any_of("('SC','SA')"), true), &credit(credit_open)),
    ]
}

#[tokio::test]
async fn a_receipt_with_discount_credit_and_deposit_is_booked_allocated_and_read_back() {
    let script = Script::play(mixed_script("0", "20.0")).await;
    assert_eq!(door(&script).post(&mixed()).await.unwrap(), Posted::in_books("610"));
}

#[tokio::test]
async fn a_receipt_whose_discount_or_credit_stayed_open_is_no_success() {
    let mut open_discount = mixed_script("6.0", "20.0");
    open_discount.truncate(12);
    for (exchanges, missing) in [
        (open_discount, "its discount of 6.00 is not, or not allocated"),
        (mixed_script("0", "120.0"), "not 100.00 of CN-1 is settled"),
    ] {
        let script = Script::play(exchanges).await;
        let error = door(&script).post(&mixed()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Conflict, Outcome::Happened));
        assert!(error.detail().unwrap().message.contains(missing), "{error:?}");
    }
}

#[tokio::test]
async fn a_discount_that_is_refused_after_the_cash_is_said_and_nothing_is_sent_again() {
    let refusal = r#"{"success":false,"code":400,"message":"Nominal 4009 does not exist"}"#;
    let mut exchanges = mixed_script("0", "0");
    exchanges.truncate(4);
    exchanges.push(says(BATCH, moved(2, "PT1", "Discount: PT1", "4009", &json!(6.0)), 200, refusal));
    let script = Script::play(exchanges).await;
    let error = door(&script).post(&mixed()).await.unwrap_err();
    let expected = (ErrorKind::NotFound, Outcome::Happened, Some(SageDetail::UnknownAccount));
    assert_eq!((error.kind(), error.outcome(), error.sage()), expected);
    let words = "it is booked as 610; allocated: none; not, or not surely, allocated: INV-1 6.00, INV-1 100.00, INV-1 194.00";
    assert_eq!(&*error.detail().unwrap().message, words);
}

#[tokio::test]
async fn a_credit_memo_is_allocated_to_the_invoice_it_names_as_far_as_that_owes() {
    let details = CreditMemoDetails { applies_to: Some(reference("INV-1")), ..CreditMemoDetails::default() };
    let memo = CreditMemo::new(sale("CN-2"), lines("100.00", "20.00")).unwrap().with_details(details);
    let document = Document::from(memo);
    let body = json!({
        "type": 2, "date": "03/06/2026", "invRef": "CN-2", "accountRef": "ACME001", "details": "Blue widget",
        "userName": "PAYTRACE",
        "Lines": [{"nominalCode": "4000", "details": "Blue widget", "netAmount": 100.0, "taxAmount": 20.0,
            "taxCode": 1, "deptNumber": 2}],
    });
    let memo_row = |open: &str| {
        let mut row = row(("SC", "CN-2", "Blue widget"), "120.0", open, 612);
        row["date"] = json!("03/06/2026");
        row["netAmount"] = serde_json::from_str(NET).unwrap();
        row["taxAmount"] = json!(20);
        json!([row])
    };
    let invoice = |open: &str| json!([row(("SI", "INV-1", "Blue widget"), "300.0", open, 601)]);
    let script = Script::play(vec![
        open_company(),
        lists(HEADERS, search("INV-1", is("TYPE", "SI"), true), &invoice("70.5")),
        answers(BATCH, body, &json!("612")),
        lists(HEADERS, own("CN-2", "('SA','SC','SR')"), &memo_row("120.0")),
        answers(ALLOCATE, allocation(1612, "INV-1", "70.50"), &json!(true)),
        lists(HEADERS, search("CN-2", is("TYPE", "SC"), false), &memo_row("49.5")),
        lists(HEADERS, search("INV-1", is("TYPE", "SI"), true), &invoice("0")),
        // Found later without its allocation, it is not what was posted.
        lists(HEADERS, search("CN-2", is("TYPE", "SC"), false), &memo_row("120.0")),
        lists(HEADERS, search("INV-1", is("TYPE", "SI"), true), &invoice("70.5")),
    ])
    .await;
    assert_eq!(door(&script).post(&document).await.unwrap(), Posted::in_books("612"));
    let found = door(&script).find(&document).await.unwrap();
    assert_eq!(document.compare(&found[0])[0].theirs, "booked, and not allocated to INV-1");
}

fn order_script(gross: &str) -> Vec<Exchange> {
    let body = json!({
        "customerAccountRef": "ACME001", "orderDate": "03/06/2026", "customerOrderNumber": "SO-1",
        "invoiceItems": [{"stockCode": "S1", "description": "Blue widget", "nominal": "4000", "taxCode": 1,
            "taxRate": 20, "quantity": 1, "unitPrice": 100.0, "departmentNumber": 2}],
    });
    let gross: Value = serde_json::from_str(gross).unwrap();
    let row = json!({
        "orderNumber": "17", "orderDate": "03/06/2026", "accountRef": "ACME001", "customerOrderNumber": "SO-1",
        "itemsGross": gross, "carrGross": 0, "orderOrQuote": "Sales Order", "dispatchStatus": "",
    });
    let quote = json!({"orderNumber": "18", "customerOrderNumber": "SO-1", "orderOrQuote": "Sales Quote"});
    vec![
        lists(
            ("GET", "/api/taxCode"),
            Value::Null,
            &json!([{"index": 0, "rate": 0.0}, {"index": 1, "rate": 20}]),
        ),
        open_company(),
        answers(ORDER, body, &json!(17)),
        lists(
            ("POST", "/api/searchSalesOrder"),
            json!([is("CUST_ORDER_NUMBER", "SO-1")]),
            &json!([row, quote]),
        ),
    ]
}

#[tokio::test]
async fn a_sales_order_stands_under_the_customers_order_number_and_is_read_back() {
    let script = Script::play(order_script("120.0")).await;
    assert_eq!(door(&script).post(&order()).await.unwrap(), Posted::in_books("17"));
    let script = Script::play(order_script("119.99")).await;
    let error = door(&script).post(&order()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Conflict, Outcome::Happened));
    assert_eq!(&*error.detail().unwrap().message, "amount: 119.99 GBP, not 120.00 GBP");
}

#[tokio::test]
async fn an_order_whose_vat_sage_would_reckon_otherwise_is_not_sent() {
    for (net, vat, rates, words) in [
        ("100.00", "19.99", json!([{"index": 1, "rate": 20}]), "Sage reckons 20 % of it by its code T1"),
        ("100.00", "20.00", json!([{"index": 0, "rate": 0}]), "the company has no tax code T1"),
    ] {
        let script = Script::play(vec![lists(("GET", "/api/taxCode"), Value::Null, &rates)]).await;
        let order = SalesOrder::new(sale("SO-1"), lines(net, vat)).unwrap();
        let error = door(&script).post(&order.into()).await.unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::Nothing));
    }
}

fn stock_script(response: &Value, movements: &Value) -> Vec<Exchange> {
    let body = json!({
        "stockCode": "W1", "quantity": 2.5, "type": 2, "date": "04/06/2026", "reference": "ADJ-1",
        "details": "Broken", "costPrice": 1.25,
    });
    let filters = json!([is("STOCK_CODE", "W1"), is("REFERENCE", "ADJ-1")]);
    vec![
        open_company(),
        answers(STOCK, body, response),
        lists(("POST", "/api/searchStock"), filters, movements),
    ]
}

fn movement(kind: &str, quantity: &str) -> Value {
    let quantity: Value = serde_json::from_str(quantity).unwrap();
    json!([{"tranNumber": 9, "stockCode": "W1", "date": "04/06/2026", "type": kind, "quantity": quantity,
        "reference": "ADJ-1"}])
}

#[tokio::test]
async fn a_stock_adjustment_is_a_success_only_when_the_stock_moved_as_asked() {
    for quantity in ["2.5", "-2.5", "2.4999999999999996"] {
        let script = Script::play(stock_script(&json!(true), &movement("AO", quantity))).await;
        assert_eq!(door(&script).post(&stock_out()).await.unwrap(), Posted::in_books("9"), "{quantity}");
    }
    let conflict = (ErrorKind::Conflict, Outcome::Happened);
    let unseen = (ErrorKind::Unreadable, Outcome::Unknown);
    for (movements, expected) in [
        (movement("AI", "2.5"), conflict),
        (movement("AO", "2.6"), conflict),
        (movement("GO", "2.5"), unseen),
        (json!([]), unseen),
    ] {
        let script = Script::play(stock_script(&json!(true), &movements)).await;
        let error = door(&script).post(&stock_out()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), expected, "{movements}");
    }
    for response in [json!(false), json!(null), json!("true"), json!(1)] {
        let mut exchanges = stock_script(&response, &json!([]));
        exchanges.truncate(2);
        let script = Script::play(exchanges).await;
        let error = door(&script).post(&stock_out()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), unseen, "{response}");
    }
}

#[tokio::test]
async fn what_needs_both_interfaces_of_sage_is_offered_only_while_both_run() {
    for (books, reads) in [(true, true), (true, false), (false, true)] {
        let status = json!({"companyName": "Test Co", "sdoStatusOk": books, "odbcStatusOk": reads});
        let script = Script::play(vec![answers(("GET", "/api/status"), Value::Null, &status)]).await;
        let can = door(&script).capabilities().await.unwrap();
        assert_eq!((can.can_update, can.can_adjust_stock), (books && reads, books && reads));
        assert_eq!((can.can_read, can.can_tell_due, can.can_list_products), (reads, reads, reads));
        assert!(can.confirms_posting && can.assigns_keys && !can.can_list_changes);
    }
}

#[tokio::test]
async fn a_hostile_answer_to_a_posting_is_never_a_success_and_never_repeated() {
    let hostile = [
        (200, String::new()),
        (200, "<html>ok</html>".to_owned()),
        (200, "[603]".to_owned()),
        (200, r#"{"success":true,"code":200,"response":null}"#.to_owned()),
        (200, r#"{"success":true,"code":200,"response":0}"#.to_owned()),
        (200, r#"{"success":true,"code":200,"response":{"number":603}}"#.to_owned()),
        (200, r#"{"success":true,"code":500,"response":603}"#.to_owned()),
        (200, format!(r#"{{"success":true,"code":200,"response":"{}"}}"#, "6".repeat(65))),
        (204, String::new()),
        (302, String::new()),
        (500, String::new()),
    ];
    for (status, answer) in hostile {
        let mut exchanges = before_refund();
        exchanges.push(says(
            BATCH,
            moved(1, "RF-1", "Refund: Card PT1", "1200", &json!(120.0)),
            status,
            &answer,
        ));
        let script = Script::play(exchanges).await;
        let error = door(&script).post(&refund()).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{status} {answer}");
        assert!(!error.is_retryable());
        let mut exchanges = order_script("120.0");
        exchanges.truncate(2);
        exchanges.push(says(ORDER, order_script("120.0").remove(2).body(), status, &answer));
        let script = Script::play(exchanges).await;
        assert_eq!(
            door(&script).post(&order()).await.unwrap_err().outcome(),
            Outcome::Unknown,
            "{status} {answer}"
        );
    }
}
