use paysage_money::Currency;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::model::sample::{document, money};
use crate::model::{
    Applied, CreditMemoDetails, Description, DiscountTerms, DocumentError, GlAccount, InvoiceDetails,
    InvoiceLine, JournalLine, PaymentHead, PaymentMethod, Reference, SalesOrderDetails, StockLevel, Tender,
};

/// The entry of a document in books that write customers in capitals.
fn mirror(document: &Document) -> Found {
    let customer = document.customer().map(|customer| customer.as_str().to_ascii_uppercase().into());
    Found { customer, ..Found::of(document, "k") }
}

proptest! {
    #[test]
    fn a_stored_document_reads_back_as_the_same_document(document in document()) {
        let stored = serde_json::to_string(&document).unwrap();
        let back: Document = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(&back, &document);
        prop_assert_eq!(back.amount(), document.amount());
        prop_assert_eq!(serde_json::to_string(&back).unwrap(), stored);
        let value: Value = serde_json::to_value(&document).unwrap();
        prop_assert_eq!(&value["kind"], document.kind().as_str());
    }

    #[test]
    fn a_document_is_equal_to_its_own_entry_and_to_no_entry_without_amount(document in document()) {
        let found = mirror(&document);
        prop_assert_eq!(document.compare(&found), []);
        let blind = Found { date: None, amount: None, stock: None, ..found };
        let unseen = document.compare(&blind).into_iter().map(|difference| difference.field).collect::<Vec<_>>();
        let expected: &[&str] = match document.kind() {
            Kind::Customer | Kind::Product => &[],
            Kind::StockAdjustment => &["date", "item", "change"],
            _ => &["date", "amount"],
        };
        prop_assert_eq!(unseen, expected);
    }
}

fn stored_invoice() -> Value {
    let line = |minor: &str| json!({"account": "40000", "amount": {"amount": minor, "currency": "USD"}, "description": "Widget"});
    let mut taxed = line("0.01");
    taxed["content"] = json!({"sales_tax": {"agency": "IL"}});
    let mut priced = line("19.99");
    priced["content"] = json!({"goods": {"item": "W1", "tax_type": 1,
        "price": {"quantity": "2", "unit_price": "9.995"}}});
    json!({"kind": "invoice",
           "head": {"reference": "PT1", "customer": "ACME-001", "date": "2026-07-01", "receivable": "11000"},
           "details": {"due": "2026-07-31", "sales_tax_id": "ILTAX",
                       "discount": {"amount": {"amount": "0.40", "currency": "USD"}, "date": "2026-07-11"}},
           "lines": [priced, taxed]})
}

fn invoice() -> Document {
    serde_json::from_value(stored_invoice()).unwrap()
}

#[test]
fn the_stored_form_is_the_documented_one() {
    assert_eq!(serde_json::to_value(invoice()).unwrap(), stored_invoice());
    assert_eq!(invoice().amount(), Some(money(2000)));
}

#[test]
fn every_difference_is_named_with_both_sides() {
    let found = Found {
        key: "k".into(),
        kind: Kind::CreditMemo,
        reference: "PT2".into(),
        customer: None,
        date: NaiveDate::from_ymd_opt(2026, 7, 2),
        amount: Some(Money::from_minor(2000, Currency::Cad)),
        stock: None,
        status: Some("Voided".into()),
        voided: true,
        incomplete: None,
        booking: Booking::default(),
    };
    let differences = invoice().compare(&found);
    let rows = differences.iter().map(|row| (row.field, &*row.ours, &*row.theirs)).collect::<Vec<_>>();
    assert_eq!(
        rows,
        [
            ("kind", "invoice", "credit memo"),
            ("reference", "PT1", "PT2"),
            ("customer", "ACME-001", "not given"),
            ("date", "2026-07-01", "2026-07-02"),
            ("amount", "20.00 USD", "20.00 CAD"),
            ("status", "posted", "voided"),
        ]
    );
}

#[test]
fn an_invalid_document_cannot_be_read_either() {
    let cents = |text: &str| json!({"amount": text, "currency": "USD"});
    let breaks = [
        ("no lines", "/lines", json!([])),
        ("a negative line", "/lines/1/amount/amount", json!("-1.00")),
        ("two currencies", "/lines/1/amount/currency", json!("CAD")),
        ("half a cent", "/lines/1/amount/amount", json!("1.005")),
        ("an amount that is a number", "/lines/1/amount/amount", json!(1)),
        ("a long reference", "/head/reference", json!("x".repeat(31))),
        ("a wild customer id", "/head/customer", json!("A*")),
        ("no such day", "/head/date", json!("2026-02-30")),
        ("another kind", "/kind", json!("receipt")),
        ("an unknown kind", "/kind", json!("prepayment")),
        ("an amount that is not its price", "/lines/0/amount/amount", json!("19.98")),
        ("a price of another quantity", "/lines/0/content/goods/price/quantity", json!("3")),
        ("a quantity that is a number", "/lines/0/content/goods/price/quantity", json!(2)),
        ("a tax type there is not", "/lines/0/content/goods/tax_type", json!(0)),
        ("a long agency", "/lines/1/content/sales_tax/agency", json!("x".repeat(9))),
        ("a long sales tax", "/details/sales_tax_id", json!("x".repeat(9))),
        ("a discount above the total", "/details/discount/amount", cents("20.01")),
        ("no discount", "/details/discount/amount", cents("0.00")),
    ];
    for (what, at, value) in breaks {
        let mut stored = stored_invoice();
        *stored.pointer_mut(at).unwrap() = value;
        assert!(serde_json::from_value::<Document>(stored).is_err(), "{what}");
    }
    for at in [
        "",
        "/head",
        "/details",
        "/details/discount",
        "/lines/0",
        "/lines/0/content/goods",
        "/lines/1/content/sales_tax",
    ] {
        let mut stored = stored_invoice();
        stored.pointer_mut(at).unwrap()["newer"] = json!("1");
        assert!(serde_json::from_value::<Document>(stored).is_err(), "a field of a newer version at {at:?}");
    }
    let mut stored = stored_invoice();
    for index in 0..2 {
        stored["lines"][index]["amount"]["amount"] = json!("0.00");
        stored["lines"][index].as_object_mut().unwrap().remove("content");
    }
    let error = serde_json::from_value::<Document>(stored).unwrap_err();
    assert_eq!(error.to_string(), "the total of the invoice is zero");
}

#[test]
fn a_journal_entry_balances() {
    let account = || GlAccount::new("10200").unwrap();
    let reference = || Reference::new("PT1").unwrap();
    let date = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    let debit = |minor| JournalLine::debit(account(), money(minor)).unwrap();
    let credit = |minor| JournalLine::credit(account(), money(minor)).unwrap();
    let entry = |lines| JournalEntry::new(reference(), date, lines).map_err(|error| error.to_string());
    assert_eq!(
        entry(vec![debit(100), credit(99)]).unwrap_err(),
        "the journal entry does not balance: debits 1.00, credits 0.99"
    );
    assert_eq!(entry(vec![debit(0), credit(0)]).unwrap_err(), "the total of the journal entry is zero");
    assert_eq!(entry(vec![debit(1)]).unwrap_err(), "journal entry has 1 lines; it needs at least 2");
    let many = (0..561).map(|_| debit(0)).collect();
    assert_eq!(entry(many).unwrap_err(), "journal entry has 561 lines; Sage 50 allows 560");
    let foreign = JournalLine::credit(account(), Money::from_minor(100, Currency::Cad)).unwrap();
    assert!(entry(vec![debit(100), foreign]).is_err());
    assert!(entry(vec![debit(100), credit(60), credit(40)]).is_ok());
}

#[test]
fn a_stock_adjustment_is_told_apart_by_item_and_change() {
    let stored = json!({"kind": "stock_adjustment", "reference": "A1", "date": "2026-07-01", "item": "Widget",
        "direction": "decrease", "quantity": "3", "source_account": "50000", "reason": "broken"});
    let adjustment: Document = serde_json::from_value(stored.clone()).unwrap();
    assert_eq!(serde_json::to_value(&adjustment).unwrap(), stored);
    let fields = |item: &str, change: &str| {
        let change: StockLevel = change.parse().unwrap();
        let stock = Some(StockChange { item: item.into(), change });
        let found = Found { stock, ..Found::of(&adjustment, "k") };
        adjustment.compare(&found).into_iter().map(|row| (row.field, row.theirs)).collect::<Vec<_>>()
    };
    assert_eq!(fields("WIDGET", "-3"), []);
    assert_eq!(fields("Widget", "3"), [("change", "3".to_owned())]);
    assert_eq!(fields("Gadget", "-2"), [("item", "Gadget".to_owned()), ("change", "-2".to_owned())]);
    for (at, wrong) in [
        ("/quantity", json!("0")),
        ("/quantity", json!("-3")),
        ("/direction", json!("sideways")),
        ("/reason", json!("x".repeat(31))),
        ("/item", json!("x".repeat(21))),
    ] {
        let mut broken = stored.clone();
        *broken.pointer_mut(at).unwrap() = wrong;
        assert!(serde_json::from_value::<Document>(broken).is_err(), "{at}");
    }
}

fn head() -> SaleHead {
    serde_json::from_value(stored_invoice()["head"].clone()).unwrap()
}

fn line(minor: i64) -> InvoiceLine {
    let (account, text) = (GlAccount::new("40000").unwrap(), Description::new("Widget").unwrap());
    InvoiceLine::new(account, money(minor), text).unwrap()
}

type Make = fn(Vec<InvoiceLine>) -> Result<Document, DocumentError>;

#[test]
fn sales_have_1_to_154_lines_and_a_total() {
    let words = |made: Result<Document, DocumentError>| made.map(|_| ()).map_err(|error| error.to_string());
    let make: [(&str, Make); 3] = [
        ("invoice", |lines| Invoice::new(head(), lines).map(Document::from)),
        ("credit memo", |lines| CreditMemo::new(head(), lines).map(Document::from)),
        ("sales order", |lines| SalesOrder::new(head(), lines).map(Document::from)),
    ];
    for (kind, make) in make {
        let refused = |text: &str| Err(format!("{kind}{text}"));
        assert_eq!(words(make(vec![line(1); 154])), Ok(()));
        assert_eq!(words(make(vec![line(1); 155])), refused(" has 155 lines; Sage 50 allows 154"));
        assert_eq!(words(make(Vec::new())), refused(" has 0 lines; it needs at least 1"));
        assert_eq!(words(make(vec![line(0)])), Err(format!("the total of the {kind} is zero")));
    }
}

#[test]
fn details_must_fit_the_document() {
    let invoice = || Invoice::new(head(), vec![line(1000)]).unwrap();
    let discount = |minor| {
        let discount = Some(DiscountTerms { amount: money(minor), date: head().date });
        let details = InvoiceDetails { discount, ..InvoiceDetails::default() };
        invoice().with_details(details).map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(discount(1000), Ok(()));
    assert_eq!(
        discount(1001).unwrap_err(),
        "the discount on PT1 is 10.01, which is more than the 10.00 it is taken from"
    );
    assert_eq!(discount(0).unwrap_err(), "the discount of the invoice is 0.00; it must be above zero");
    let order = |ship_by| {
        let details = SalesOrderDetails { ship_by, ..SalesOrderDetails::default() };
        SalesOrder::new(head(), vec![line(1000)]).unwrap().with_details(details)
    };
    assert!(order(Some(head().date)).is_ok());
    assert!(matches!(order(head().date.pred_opt()), Err(DocumentError::ShipsTooEarly { .. })));
    let details = CreditMemoDetails { applies_to: Some(head().reference), ..CreditMemoDetails::default() };
    let memo = CreditMemo::new(head(), vec![line(1)]).unwrap().with_details(details.clone());
    assert_eq!(memo.details(), &details);
}

#[test]
fn money_that_goes_back_is_more_than_nothing() {
    let tender = Tender::new(GlAccount::new("10300").unwrap(), PaymentMethod::new("Card").unwrap());
    let head = || {
        let SaleHead { reference, customer, date, .. } = head();
        PaymentHead::new(reference, customer, date, tender.clone())
    };
    let reference = || Reference::new("PT1").unwrap();
    let part = |minor| Applied::new(reference(), money(minor));
    assert_eq!(part(0).unwrap_err().to_string(), "the applied part is 0.00; it must be above zero");
    assert!(part(-1).is_err());
    let refund =
        |parts: usize| Refund::new(head(), vec![part(1).unwrap(); parts]).map(|refund| refund.amount());
    assert_eq!(refund(154), Ok(money(154)));
    assert!(matches!(refund(155), Err(DocumentError::TooManyLines { limit: 154, .. })));
    assert!(matches!(refund(0), Err(DocumentError::TooFewLines { .. })));
    let chargeback = |minor| Chargeback::new(head(), reference(), reference(), money(minor));
    assert_eq!(chargeback(1).map(|chargeback| chargeback.amount()), Ok(money(1)));
    assert_eq!(
        chargeback(0).unwrap_err().to_string(),
        "the amount of the chargeback is 0.00; it must be above zero"
    );
}
