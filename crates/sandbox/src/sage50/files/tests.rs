//! Files as Sage 50 would read and write them; every name and amount is invented.

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::sage50::company::Company;
use crate::sage50::customers::CreditStatus;
use crate::sage50::items::NewItem;

mod refusals;
mod samples;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 15).unwrap()
}

/// A company with the customers `ACME01` and `BETA01`, the item `WIDGET-1` of cost 40.00, and some accounts more.
fn company() -> Company {
    let mut books = Company::new();
    let chart = "Account ID,Account Description,Account Type,Inactive\r\n\
        10600,PayTrace Deposits in Transit,0,FALSE\r\n40100,Installation,21,FALSE\r\n\
        50500,Shrinkage,23,FALSE\r\n65100,Card Processing Fees,24,FALSE\r\n";
    take(&mut books, FileKind::Chart, chart);
    take(
        &mut books,
        FileKind::Customers,
        &customers(&[("ACME01", "Acme Widgets Inc"), ("BETA01", "Beta Supply")]),
    );
    let widget = NewItem {
        id: "WIDGET-1".into(),
        description: "Blue widget".into(),
        class: 1,
        unit_cost: Some(Decimal::from(40)),
        ..NewItem::default()
    };
    books.create_item(&widget).unwrap();
    books.posts = 0;
    books
}

fn customers(rows: &[(&str, &str)]) -> String {
    let rows = rows.iter().map(|(id, name)| vec![("Customer ID", *id), ("Customer Name", name)]);
    file(FileKind::Customers, &rows.collect::<Vec<_>>())
}

/// A file with all columns; each row has the cells named and nothing in the others.
fn file(kind: FileKind, rows: &[Vec<(&str, &str)>]) -> String {
    let columns = kind.columns();
    let mut text = columns.join(",") + "\r\n";
    for row in rows {
        for (name, _) in row {
            assert!(columns.contains(name), "{name}");
        }
        let cells = columns
            .iter()
            .map(|column| row.iter().find(|(name, _)| name == column).map_or("", |(_, cell)| *cell));
        text += &(cells.collect::<Vec<_>>().join(",") + "\r\n");
    }
    text
}

fn import(books: &mut Company, kind: FileKind, text: &str) -> ImportReport {
    let report = books.import(kind, text.as_bytes(), &Template::standard(kind), today());
    assert_whole(books);
    report
}

/// Imports a file that has to go in whole.
fn take(books: &mut Company, kind: FileKind, text: &str) {
    let report = import(books, kind, text);
    assert!(report.is_clean(), "{report:#?}");
}

fn assert_whole(books: &Company) {
    crate::sage50::tests::assert_whole(books);
}

fn due(books: &Company, reference: &str) -> i64 {
    books.sales.at(books.sales.first(reference).unwrap()).unwrap().due()
}

fn balance(books: &Company, account: &str) -> String {
    let balances = books.trial_balance();
    balances.iter().find(|balance| balance.account == account).unwrap().balance.to_string()
}

/// The rows of one invoice of 200.00 goods, 50.00 work and 15.00 tax; a credit memo with `memo`.
fn sale<'a>(reference: &'a str, memo: bool) -> Vec<Vec<(&'a str, &'a str)>> {
    let head = |rest: &[(&'a str, &'a str)]| {
        let mut row = vec![
            ("Customer ID", "ACME01"),
            ("Invoice/CM #", reference),
            ("Credit Memo", if memo { "TRUE" } else { "FALSE" }),
            ("Date", "6/3/26"),
            ("Accounts Receivable Account", "11000"),
            ("Sales Tax ID", "GATAX"),
            ("Number of Distributions", "3"),
        ];
        row.extend_from_slice(rest);
        row
    };
    let sign = |plus: &'a str, minus: &'a str| if memo { minus } else { plus };
    vec![
        head(&[
            ("Invoice/CM Distribution", "1"),
            ("Quantity", sign("2.00", "-2.00")),
            ("Item ID", "WIDGET-1"),
            ("Description", "Blue widget"),
            ("G/L Account", "40000"),
            ("Unit Price", "100.00"),
            ("Tax Type", "1"),
            ("Amount", sign("-200.00", "200.00")),
        ]),
        head(&[
            ("Invoice/CM Distribution", "2"),
            ("Quantity", sign("1.00", "-1.00")),
            ("Description", "Installation"),
            ("G/L Account", "40100"),
            ("Unit Price", "50.00"),
            ("Tax Type", "1"),
            ("Amount", sign("-50.00", "50.00")),
        ]),
        head(&[
            ("Invoice/CM Distribution", "0"),
            ("Description", "State of Georgia"),
            ("G/L Account", "23100"),
            ("Tax Type", "0"),
            ("Amount", sign("-15.00", "15.00")),
            ("Sales Tax Agency ID", "GASTATE"),
        ]),
    ]
}

/// One row of a receipt; `rest` has what differs.
fn receipt<'a>(
    reference: &'a str,
    count: &'a str,
    total: &'a str,
    rest: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut row = vec![
        ("Deposit Ticket ID", "PT-20260604"),
        ("Customer ID", "ACME01"),
        ("Reference", reference),
        ("Date", "6/4/26"),
        ("Payment Method", "PayTrace"),
        ("Cash Account", "10600"),
        ("Total Paid on Invoice(s)", total),
        ("Number of Distributions", count),
        ("G/L Account", "11000"),
    ];
    for cell in rest {
        row.retain(|(name, _)| *name != cell.0);
        row.push(*cell);
    }
    row
}

#[test]
fn an_invoice_file_posts_lines_tax_and_the_cost_of_its_goods() {
    let mut books = company();
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("INV-1", false)));
    assert_eq!((due(&books, "INV-1"), books.posts), (26_500, 0));
    let balances = ["11000", "40000", "40100", "23100", "50000", "12000"].map(|id| balance(&books, id));
    assert_eq!(balances, ["265.00", "-200.00", "-50.00", "-15.00", "80.00", "-80.00"]);
    let widget = books.items.at(books.items.first("widget-1").unwrap()).unwrap();
    assert_eq!(widget.on_hand(None), Some(Decimal::from(-2)));
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("CM-1", true)));
    let balances = ["11000", "40000", "40100", "23100", "50000", "12000"].map(|id| balance(&books, id));
    assert_eq!(balances, ["0.00"; 6]);
}

#[test]
fn receipts_pay_invoices_use_credits_keep_prepayments_and_take_discounts() {
    let mut books = company();
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("INV-1", false)));
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("INV-2", false)));
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("CM-1", true)));
    let rows = [
        receipt(
            "PT1",
            "1",
            "0.00",
            &[("Prepayment", "TRUE"), ("Amount", "-75.00"), ("Description", "On SO-7")],
        ),
        // 265.00, of which 5.00 is a discount, less 75.00 prepaid.
        receipt(
            "PT2",
            "2",
            "-190.00",
            &[
                ("Invoice Paid", "INV-1"),
                ("Amount", "-265.00"),
                ("Discount Amount", "5.00"),
                ("Discount Account", "49000"),
            ],
        ),
        receipt(
            "PT2",
            "2",
            "-190.00",
            &[("Invoice Paid", "PT1"), ("Amount", "75.00"), ("Discount Account", "49000")],
        ),
        receipt("PT3", "3", "-200.00", &[("Invoice Paid", "INV-2"), ("Amount", "-265.00")]),
        receipt("PT3", "3", "-200.00", &[("Invoice Paid", "CM-1"), ("Amount", "65.00")]),
        receipt(
            "PT3",
            "3",
            "-200.00",
            &[("G/L Account", "65100"), ("Amount", "6.00"), ("Description", "fee")],
        ),
    ];
    take(&mut books, FileKind::Receipts, &file(FileKind::Receipts, &rows));
    assert_eq!(["INV-1", "INV-2", "CM-1"].map(|reference| due(&books, reference)), [0, 0, 20_000]);
    assert_eq!(
        ["10600", "49000", "65100", "11000"].map(|id| balance(&books, id)),
        ["454.00", "5.00", "6.00", "-200.00"]
    );
    let tickets = books.deposit_tickets();
    let ticket = &tickets[0];
    assert_eq!((tickets.len(), &*ticket.id, ticket.references.len()), (1, "PT-20260604", 3));
    assert_eq!(ticket.total.to_string(), "454.00");
}

#[test]
fn a_negative_receipt_opens_an_invoice_again_or_pays_a_credit_memo_out() {
    let mut books = company();
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("INV-1", false)));
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("CM-1", true)));
    let rows = [
        receipt("PT1", "1", "-265.00", &[("Invoice Paid", "INV-1"), ("Amount", "-265.00")]),
        receipt("PT1NSF", "1", "265.00", &[("Invoice Paid", "INV-1"), ("Amount", "265.00")]),
        receipt("REFPT1", "1", "100.00", &[("Invoice Paid", "CM-1"), ("Amount", "100.00")]),
    ];
    take(&mut books, FileKind::Receipts, &file(FileKind::Receipts, &rows));
    assert_eq!(["INV-1", "CM-1"].map(|reference| due(&books, reference)), [26_500, 16_500]);
    let kinds = books.payments.iter().map(|(_, payment)| payment.document_kind().as_str());
    assert_eq!(kinds.collect::<Vec<_>>(), ["receipt", "chargeback", "refund"]);
    let more = [receipt("PT2NSF", "1", "0.01", &[("Invoice Paid", "INV-1"), ("Amount", "0.01")])];
    let report = import(&mut books, FileKind::Receipts, &file(FileKind::Receipts, &more));
    assert_eq!(report.refused[0].problems[0].code, Code::AmountExceedsDue, "nothing is paid any more");
}

#[test]
fn a_refund_by_check_waits_until_a_receipt_of_nothing_nets_it_with_the_credit_memo() {
    let mut books = company();
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("CM-1", true)));
    let check = vec![
        ("Vendor ID", "ACME01"),
        ("Check Number", "REF1"),
        ("Date", "6/12/26"),
        ("Memo", "Card refund"),
        ("Cash Account", "10600"),
        ("Customer Payment", "TRUE"),
        ("Number of Distributions", "1"),
        ("Description", "Refund CM-1"),
        ("G/L Account", "11000"),
        ("Amount", "265.00"),
    ];
    take(&mut books, FileKind::Payments, &file(FileKind::Payments, &[check]));
    assert_eq!((due(&books, "CM-1"), balance(&books, "11000")), (26_500, "0.00".into()));
    let net = [
        receipt("NET1", "2", "0.00", &[("Invoice Paid", "REF1"), ("Amount", "-265.00")]),
        receipt("NET1", "2", "0.00", &[("Invoice Paid", "CM-1"), ("Amount", "265.00")]),
    ];
    take(&mut books, FileKind::Receipts, &file(FileKind::Receipts, &net));
    assert_eq!(due(&books, "CM-1"), 0);
    assert_eq!(balance(&books, "10600"), "-265.00");
}

#[test]
fn an_order_closes_when_invoices_have_billed_it() {
    let mut books = company();
    let order = vec![
        ("Customer ID", "ACME01"),
        ("Sales Order/Proposal #", "SO-77"),
        ("Date", "6/1/2026"),
        ("Ship By", "6/8/2026"),
        ("Number of Distributions", "1"),
        ("SO/Proposal Distribution", "1"),
        ("Quantity", "3.00"),
        ("Item ID", "WIDGET-1"),
        ("G/L Account", "40000"),
        ("Unit Price", "100.00"),
        ("Amount", "-300.00"),
    ];
    take(&mut books, FileKind::SalesOrders, &file(FileKind::SalesOrders, &[order]));
    let closed = |books: &Company| books.orders.iter().all(|(_, order)| order.is_closed());
    assert_eq!((closed(&books), balance(&books, "40000")), (false, "0.00".into()));
    let mut rows = sale("INV-1", false);
    for row in &mut rows {
        row.push(("SO/Proposal Number", "SO-77"));
    }
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &rows));
    assert!(!closed(&books), "265.00 of 300.00");
    let mut rows = sale("INV-2", false);
    for row in &mut rows {
        row.push(("SO/Proposal Number", "SO-77"));
    }
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &rows));
    assert!(closed(&books));
    assert_eq!(books.void(sage50::Kind::Invoice, "INV-2"), Some(()));
    assert!(!closed(&books), "a void invoice bills nothing");
}

#[test]
fn adjustments_move_stock_and_its_value() {
    let mut books = company();
    let adjustment = |reference, quantity, cost, amount| {
        vec![
            ("Item ID", "WIDGET-1"),
            ("Reference", reference),
            ("Date", "6/11/26"),
            ("Reason to Adjust", "Count"),
            ("Number of Distributions", "1"),
            ("G/L Source Account", "50500"),
            ("Unit Cost", cost),
            ("Quantity", quantity),
            ("Amount", amount),
        ]
    };
    let rows = [adjustment("A1", "10.00", "41.50", "-415.00"), adjustment("A2", "-1.00", "41.50", "41.50")];
    take(&mut books, FileKind::Adjustments, &file(FileKind::Adjustments, &rows));
    assert_eq!(["12000", "50500"].map(|id| balance(&books, id)), ["373.50", "-373.50"]);
    let widget = books.items.at(books.items.first("WIDGET-1").unwrap()).unwrap();
    let before = NaiveDate::from_ymd_opt(2026, 6, 10);
    assert_eq!((widget.on_hand(None), widget.on_hand(before)), (Some(Decimal::from(9)), Some(Decimal::ZERO)));
    assert_eq!(books.void(sage50::Kind::StockAdjustment, "A1"), Some(()));
    assert_eq!(balance(&books, "12000"), "-41.50");
}

/// What each kind of file exports.
fn exported(books: &Company) -> Vec<String> {
    let kinds = [
        FileKind::Chart,
        FileKind::Customers,
        FileKind::SalesOrders,
        FileKind::Sales,
        FileKind::Receipts,
        FileKind::Payments,
        FileKind::GeneralJournal,
        FileKind::Adjustments,
    ];
    let text = |kind| String::from_utf8(books.export(kind, &Template::standard(kind))).unwrap();
    kinds.map(text).to_vec()
}

#[derive(Debug, Clone)]
enum Act {
    Invoice(u8, i64),
    Memo(u8, i64, bool),
    Receipt { invoice: u8, credit: Option<u8>, cents: i64, prepaid: i64 },
    Back(u8, i64),
    Journal(i64, i64),
    Void(sage50::Kind, u8),
}

fn act() -> impl Strategy<Value = Act> {
    let (number, cents) = (0..4_u8, 1..900_i64);
    let kind = prop_oneof![
        Just(sage50::Kind::Invoice),
        Just(sage50::Kind::CreditMemo),
        Just(sage50::Kind::Receipt),
        Just(sage50::Kind::Refund),
        Just(sage50::Kind::Chargeback),
        Just(sage50::Kind::JournalEntry)
    ];
    prop_oneof![
        (number.clone(), cents.clone()).prop_map(|(number, cents)| Act::Invoice(number, cents)),
        (number.clone(), cents.clone(), any::<bool>())
            .prop_map(|(number, cents, applied)| Act::Memo(number, cents, applied)),
        (number.clone(), prop::option::of(number.clone()), cents.clone(), 0..300_i64)
            .prop_map(|(invoice, credit, cents, prepaid)| Act::Receipt { invoice, credit, cents, prepaid }),
        (number.clone(), cents.clone()).prop_map(|(number, cents)| Act::Back(number, cents)),
        (cents.clone(), cents).prop_map(|(debit, credit)| Act::Journal(debit, credit)),
        (kind, number).prop_map(|(kind, number)| Act::Void(kind, number)),
    ]
}

fn text(cents: i64) -> String {
    paysage_money::Money::from_minor(cents, crate::sage50::fields::CURRENCY).to_string()
}

/// Whether the books took it.
fn perform(books: &mut Company, act: &Act) -> bool {
    let (kind, rows): (_, Vec<Vec<(&str, String)>>) = match act {
        Act::Invoice(number, cents) => {
            (FileKind::Sales, vec![line(&format!("I{number}"), "FALSE", cents.wrapping_neg())])
        }
        Act::Memo(number, cents, applied) => {
            let mut row = line(&format!("C{number}"), "TRUE", *cents);
            if *applied {
                row.push(("Apply to Invoice Number", format!("I{number}")));
            }
            (FileKind::Sales, vec![row])
        }
        Act::Receipt { invoice, credit, cents, prepaid } => {
            let mut rows =
                vec![vec![("Invoice Paid", format!("I{invoice}")), ("Amount", text(cents.wrapping_neg()))]];
            if let Some(credit) = credit {
                rows.push(vec![("Invoice Paid", format!("C{credit}")), ("Amount", text(cents / 2))]);
            }
            if *prepaid > 0 {
                rows.push(vec![("G/L Account", "11000".into()), ("Amount", text(prepaid.wrapping_neg()))]);
            }
            (FileKind::Receipts, payment(&format!("R{invoice}"), rows))
        }
        Act::Back(number, cents) => {
            let rows = vec![vec![("Invoice Paid", format!("I{number}")), ("Amount", text(*cents))]];
            (FileKind::Receipts, payment(&format!("R{number}"), rows))
        }
        Act::Journal(debit, credit) => {
            let line = |account: &str, cents| {
                vec![
                    ("Date", "6/5/26".into()),
                    ("Reference", "J0".into()),
                    ("Number of Distributions", "2".into()),
                    ("G/L Account", account.to_owned()),
                    ("Amount", text(cents)),
                ]
            };
            (FileKind::GeneralJournal, vec![line("10200", *debit), line("10600", credit.wrapping_neg())])
        }
        Act::Void(kind, number) => {
            let letter = match kind {
                sage50::Kind::Invoice => "I",
                sage50::Kind::CreditMemo => "C",
                sage50::Kind::JournalEntry => "J",
                _ => "R",
            };
            return books.void(*kind, &format!("{letter}{number}")).is_some();
        }
    };
    let rows: Vec<Vec<(&str, &str)>> =
        rows.iter().map(|row| row.iter().map(|(name, cell)| (*name, cell.as_str())).collect()).collect();
    let text = file(kind, &rows);
    import(books, kind, &text).is_clean()
}

fn line(reference: &str, memo: &str, cents: i64) -> Vec<(&'static str, String)> {
    vec![
        ("Customer ID", "ACME01".into()),
        ("Invoice/CM #", reference.into()),
        ("Credit Memo", memo.into()),
        ("Date", "6/3/26".into()),
        ("Accounts Receivable Account", "11000".into()),
        ("Number of Distributions", "1".into()),
        ("Invoice/CM Distribution", "1".into()),
        ("Quantity", if cents < 0 { "1.00".into() } else { "-1.00".into() }),
        ("Item ID", "WIDGET-1".into()),
        ("G/L Account", "40000".into()),
        ("Unit Price", text(cents.abs())),
        ("Amount", text(cents)),
    ]
}

fn payment(reference: &str, rows: Vec<Vec<(&'static str, String)>>) -> Vec<Vec<(&'static str, String)>> {
    let count = rows.len().to_string();
    let head = |mut row: Vec<(&'static str, String)>| {
        row.extend([
            ("Customer ID", "ACME01".to_owned()),
            ("Reference", reference.to_owned()),
            ("Date", "6/4/26".to_owned()),
            ("Cash Account", "10600".to_owned()),
            ("Number of Distributions", count.clone()),
        ]);
        if row.iter().all(|(name, _)| *name != "G/L Account") {
            row.push(("G/L Account", "11000".to_owned()));
        }
        row
    };
    rows.into_iter().map(head).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_files_bring_the_books_balance_and_a_refusal_changes_nothing(
        acts in prop::collection::vec(act(), 1..25),
    ) {
        let mut books = company();
        for act in &acts {
            let before = (books.documents(), books.trial_balance());
            if !perform(&mut books, act) {
                prop_assert_eq!(before, (books.documents(), books.trial_balance()));
            }
            assert_whole(&books);
        }
    }

    /// Files say neither that something is void nor how much a credit memo took of the invoice it names.
    #[test]
    fn what_is_exported_makes_the_same_books_when_it_is_imported(
        acts in prop::collection::vec(act().prop_filter("files cannot say it", |act| {
            !matches!(act, Act::Void(..) | Act::Memo(_, _, true))
        }), 1..25),
    ) {
        let mut books = company();
        for act in &acts {
            perform(&mut books, act);
        }
        let mut again = company();
        for kind in [FileKind::Sales, FileKind::Receipts, FileKind::Payments, FileKind::GeneralJournal] {
            let template = Template::standard(kind);
            let report = again.import(kind, &books.export(kind, &template), &template, today());
            prop_assert!(report.is_clean(), "{:?}", report);
        }
        prop_assert_eq!(exported(&books), exported(&again));
        prop_assert_eq!(books.trial_balance(), again.trial_balance());
    }
}

#[test]
fn credit_holds_stop_invoices_and_nothing_else() {
    let mut books = company();
    assert_eq!(books.set_credit("acme01", CreditStatus::HoldOverLimit, 26_500), Some(()));
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("INV-1", false)));
    let report = import(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("INV-2", false)));
    assert_eq!(report.refused[0].problems[0].code, Code::CreditHold);
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("CM-1", true)));
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("INV-2", false)));
    assert_eq!(books.set_credit("ACME01", CreditStatus::AlwaysHold, 0), Some(()));
    let report = import(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("INV-3", false)));
    assert_eq!(report.refused[0].problems[0].code, Code::CreditHold);
}
