use paysage_money::Currency;
use proptest::prelude::*;

use super::*;
use crate::model::sample::{document, money};
use crate::model::{
    Applied, Chargeback, CreditMemoDetails, CustomerId, Description, Found, Invoice, JournalLine,
    PaymentHead, PaymentMethod, Reference, Refund, SaleHead, SalesOrder, Tender,
};

fn account(text: &str) -> GlAccount {
    GlAccount::new(text).unwrap()
}

fn reference(text: &str) -> Reference {
    Reference::new(text).unwrap()
}

fn sale() -> SaleHead {
    let day = "2026-07-01".parse().unwrap();
    SaleHead::new(reference("PT1"), CustomerId::new("ACME").unwrap(), day, account("11000"))
}

fn payment(cash: &str) -> PaymentHead {
    let tender = Tender::new(account(cash), PaymentMethod::new("Card").unwrap());
    PaymentHead::new(
        reference("PT2"),
        CustomerId::new("ACME").unwrap(),
        "2026-07-01".parse().unwrap(),
        tender,
    )
}

fn lines(lines: &[(&str, i64)]) -> Vec<InvoiceLine> {
    let text = || Description::new("x").unwrap();
    lines.iter().map(|(id, cents)| InvoiceLine::new(account(id), money(*cents), text()).unwrap()).collect()
}

fn invoice(on: &[(&str, i64)]) -> Document {
    Invoice::new(sale(), lines(on)).unwrap().into()
}

fn memo(on: &[(&str, i64)], invoice: Option<&str>) -> Document {
    let details = CreditMemoDetails { applies_to: invoice.map(reference), ..CreditMemoDetails::default() };
    CreditMemo::new(sale(), lines(on)).unwrap().with_details(details).into()
}

fn settling(invoice: &str, cents: i64, discount: Option<i64>) -> ReceiptLine {
    let discount = discount.map(money);
    ReceiptLine::Invoice { reference: reference(invoice), amount: money(cents), discount }
}

fn receipt(cash: &str, lines: Vec<ReceiptLine>, discounts: Option<&str>) -> Document {
    Receipt::new(payment(cash), lines, discounts.map(account)).unwrap().into()
}

fn journal(on: &[(&str, i64)]) -> Document {
    let line = |(id, cents): &(&str, i64)| {
        let side = if *cents < 0 { Side::Credit } else { Side::Debit };
        JournalLine::new(account(id), side, money(cents.abs())).unwrap()
    };
    let lines = on.iter().map(line).collect();
    JournalEntry::new(reference("PT3"), "2026-07-01".parse().unwrap(), lines).unwrap().into()
}

/// What of `ours` is seen to differ when `theirs` stands in the books under its reference.
fn differences(ours: &Document, theirs: &Document) -> Vec<String> {
    let rows = ours.compare(&Found::of(theirs, "k")).into_iter();
    rows.map(|row| format!("{}: {} / {}", row.field, row.ours, row.theirs)).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table: some entries per kind")]
fn no_kind_is_confirmed_by_an_entry_of_the_same_sum_on_other_accounts_or_documents() {
    let order = |on: &[(&str, i64)]| Document::from(SalesOrder::new(sale(), lines(on)).unwrap());
    let refund = |memo: &str| {
        let applies = vec![Applied::new(reference(memo), money(500)).unwrap()];
        Document::from(Refund::new(payment("10300"), applies).unwrap())
    };
    let chargeback = |invoice: &str| {
        let back = Chargeback::new(payment("10300"), reference("PT1-R"), reference(invoice), money(500));
        Document::from(back.unwrap())
    };
    let other_receivable = {
        let head = SaleHead { receivable: account("11001"), ..sale() };
        Document::from(Invoice::new(head, lines(&[("40000", 500)])).unwrap())
    };
    let at_once = |account: &GlAccount| {
        let description = Description::new("x").unwrap();
        ReceiptLine::DirectSale { account: account.clone(), amount: money(500), description, item: None }
    };
    let kept = || ReceiptLine::Prepayment { amount: money(500), description: Description::new("x").unwrap() };
    let used = |memo: &str| {
        let credit = ReceiptLine::CreditUsed { reference: reference(memo), amount: money(500) };
        vec![settling("I1", 1000, None), credit]
    };
    let whole = |invoice| receipt("10300", vec![settling(invoice, 500, None)], None);
    let cases: Vec<(Document, Document, &[&str])> = vec![
        (
            invoice(&[("40000", 500)]),
            invoice(&[("40001", 500)]),
            &["account: 40000 with 5.00 / 40000 not at all", "account: 40001 not at all / 40001 with 5.00"],
        ),
        (
            invoice(&[("40000", 500), ("23100", 40)]),
            invoice(&[("40000", 490), ("23100", 50)]),
            &["account: 23100 with 0.40 / 23100 with 0.50", "account: 40000 with 5.00 / 40000 with 4.90"],
        ),
        (invoice(&[("40000", 500)]), other_receivable, &["account: 11000 / 11001"]),
        (
            order(&[("40000", 500)]),
            order(&[("40001", 500)]),
            &["account: 40000 with 5.00 / 40000 not at all", "account: 40001 not at all / 40001 with 5.00"],
        ),
        (
            memo(&[("48000", 500)], Some("I1")),
            memo(&[("48000", 500)], None),
            &["settled document: i1 with 5.00 / i1 not at all"],
        ),
        (
            whole("I1"),
            whole("I2"),
            &[
                "settled document: i1 with 5.00 / i1 not at all",
                "settled document: i2 not at all / i2 with 5.00",
            ],
        ),
        (whole("I1"), receipt("10200", vec![settling("I1", 500, None)], None), &["account: 10300 / 10200"]),
        (
            receipt("10300", vec![settling("I1", 300, None), settling("I2", 200, None)], None),
            receipt("10300", vec![settling("I1", 200, None), settling("I2", 300, None)], None),
            &[
                "settled document: i1 with 3.00 / i1 with 2.00",
                "settled document: i2 with 2.00 / i2 with 3.00",
            ],
        ),
        (
            receipt("10300", vec![settling("I1", 510, Some(10))], Some("49000")),
            receipt("10300", vec![settling("I1", 500, None)], None),
            &["settled document: i1 with 5.10 / i1 with 5.00", "discount: i1 with 0.10 / i1 not at all"],
        ),
        (
            receipt("10300", vec![settling("I1", 510, Some(10))], Some("49000")),
            receipt("10300", vec![settling("I1", 510, Some(10))], Some("49001")),
            &["discount account: 49000 / 49001"],
        ),
        (
            receipt("10300", used("C1"), None),
            receipt("10300", used("C2"), None),
            &["credit used: c1 with 5.00 / c1 not at all", "credit used: c2 not at all / c2 with 5.00"],
        ),
        (
            receipt("10300", vec![kept()], None),
            receipt("10300", vec![at_once(&account("40000"))], None),
            &[
                "prepayment: prepayment with 5.00 / prepayment not at all",
                "account: 40000 not at all / 40000 with 5.00",
            ],
        ),
        (
            refund("C1"),
            refund("C2"),
            &[
                "settled document: c1 with 5.00 / c1 not at all",
                "settled document: c2 not at all / c2 with 5.00",
            ],
        ),
        (
            chargeback("I1"),
            chargeback("I2"),
            &[
                "settled document: i1 with 5.00 / i1 not at all",
                "settled document: i2 not at all / i2 with 5.00",
            ],
        ),
        (
            journal(&[("10200", 500), ("10300", -500)]),
            journal(&[("10200", -500), ("10300", 500)]),
            &["account: 10200 with 5.00 / 10200 with -5.00", "account: 10300 with -5.00 / 10300 with 5.00"],
        ),
    ];
    for (ours, theirs, expected) in cases {
        assert_eq!(differences(&ours, &theirs), expected);
        assert_eq!(differences(&ours, &ours), Vec::<String>::new());
    }
}

#[test]
fn case_and_the_order_and_number_of_lines_do_not_matter_and_what_is_not_told_neither() {
    let ours = invoice(&[("4000A", 500), ("23100", 40)]);
    let split = invoice(&[("23100", 40), ("4000a", 200), ("4000A", 300), ("99999", 0)]);
    assert_eq!(differences(&ours, &split), Vec::<String>::new());
    let silent = Found { booking: Booking::default(), ..Found::of(&ours, "k") };
    assert_eq!(ours.compare(&silent), []);
    let unreadable = Booking { parts: Some(Vec::new()), ..Booking::default() };
    let unreadable = Found { booking: unreadable, ..Found::of(&ours, "k") };
    assert_eq!(ours.compare(&unreadable).len(), 2, "lines that cannot be read are equal to none");
    assert_eq!(money(1).currency(), Currency::Usd);
}

proptest! {
    #[test]
    fn the_booking_of_every_document_can_be_stored_and_is_its_own(document in document()) {
        let found = Found::of(&document, "k");
        let stored = serde_json::to_string(&found).unwrap();
        let back: Found = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(&back, &found);
        prop_assert_eq!(document.compare(&back), []);
    }
}
