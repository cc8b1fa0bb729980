//! What is written, cell by cell: the fixtures were made by hand from Sage's column lists.

use sage50::files::{Blocked, DateFormat, FileKind, ImportRun, Layout, Profile, Template};
use sage50::model::{Account, AccountType, Document, OpenPeriods};

use super::{documents, fixture, negative_receipts, profile};

/// Writes documents of one kind of file and gives the file's content.
fn written(kind: FileKind, profile: &Profile, documents: &[Document]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let written = ImportRun::write(folder.path(), profile, documents).unwrap();
    assert_eq!(written.blocked, []);
    readable(&std::fs::read(folder.path().join(kind.file_name())).unwrap())
}

/// One letter per byte, so that differences can be read.
fn readable(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn blocked(profile: &Profile, document: Document) -> Blocked {
    let folder = tempfile::tempdir().unwrap();
    let written = ImportRun::write(folder.path(), profile, &[document]).unwrap();
    assert_eq!(written.manifest, None);
    assert_eq!(super::names(folder.path()), [""; 0]);
    written.blocked.into_iter().next().unwrap()
}

#[test]
fn every_cell_of_every_kind_of_file_is_as_written_by_hand() {
    let cases: [(FileKind, &str, Vec<Document>); 7] = [
        (FileKind::Customers, "CUSTOMER.CSV", vec![documents::customer(), documents::plain_customer()]),
        (FileKind::Orders, "SO.CSV", vec![documents::order()]),
        (FileKind::Sales, "SALES.CSV", vec![documents::invoice(), documents::credit_memo()]),
        (
            FileKind::Receipts,
            "RECEIPTS.CSV",
            vec![
                documents::receipt(),
                documents::prepayment(),
                documents::direct_sale(),
                documents::chargeback(),
            ],
        ),
        (FileKind::Payments, "PAYMENTS.CSV", vec![documents::refund()]),
        (FileKind::Journal, "GENERAL.CSV", vec![documents::journal()]),
        (FileKind::Adjustments, "ADJUST.CSV", vec![documents::adjustment()]),
    ];
    for (kind, name, documents) in cases {
        assert_eq!(written(kind, &profile(), &documents), readable(&fixture(name)), "{name}");
    }
}

#[test]
fn refunds_of_a_batch_are_negative_receipts_when_the_profile_says_so() {
    let file = written(FileKind::Receipts, &negative_receipts(), &[documents::batch_refund()]);
    assert_eq!(file, readable(&fixture("RECEIPTS.refund.CSV")));
    let blocked = blocked(&profile(), documents::batch_refund());
    assert_eq!(
        blocked.to_string(),
        "refund RF-1 was not written: it belongs to the deposit ticket B17-20260703, and the payments journal has \
         no tickets; let the profile book refunds as negative receipts"
    );
}

#[test]
fn the_layouts_of_other_editions_are_written_column_for_column() {
    let sales = [documents::invoice(), documents::credit_memo()];
    let full = profile().with_template(Template::new(Layout::SalesFull).unwrap());
    assert_eq!(written(FileKind::Sales, &full, &sales), readable(&fixture("SALES.74.CSV")));
    let pro =
        Template::new(Layout::SalesPro).unwrap().without_headings().with_dates(DateFormat::TwoDigitYear);
    let pro = profile().with_template(pro);
    assert_eq!(written(FileKind::Sales, &pro, &sales), readable(&fixture("SALES.69.noheader.CSV")));
    let receipts =
        [documents::receipt(), documents::prepayment(), documents::direct_sale(), documents::chargeback()];
    let whole = profile().with_template(Template::new(Layout::ReceiptsExport).unwrap());
    assert_eq!(written(FileKind::Receipts, &whole, &receipts), readable(&fixture("RECEIPTS.59.CSV")));
    let old = profile().with_template(Template::new(Layout::ReceiptsPeachtree2008).unwrap());
    assert_eq!(written(FileKind::Receipts, &old, &receipts[1..]), readable(&fixture("RECEIPTS.43.CSV")));
    let stopped = blocked(&old, documents::receipt());
    assert!(stopped.reason.contains("no column \"Last Known CC Number\""), "{stopped}");
}

#[test]
fn an_invoice_bills_its_order_line_by_line_when_the_profile_says_so() {
    let file = written(FileKind::Sales, &profile().with_orders_billed_by_line(), &[documents::invoice()]);
    let marked = readable(&fixture("SALES.CSV"))
        .replace(",1,0,FALSE,FALSE,2.50,SO-88,GADGET,,0,", ",1,0,TRUE,FALSE,2.50,SO-88,GADGET,,1,")
        .replace(",2,0,FALSE,FALSE,0.00,SO-88,,,0,", ",2,0,TRUE,FALSE,0.00,SO-88,,,2,");
    let marked: Vec<_> = marked.split_inclusive('\n').take(4).collect();
    assert_eq!(file, marked.concat());
}

#[test]
fn what_files_cannot_say_is_blocked_with_reason_and_fix() {
    let closed = OpenPeriods::new("2026-01-01".parse().unwrap(), "2027-12-31".parse().unwrap()).unwrap();
    let closed = closed.with_closed_month("2026-07-01".parse().unwrap());
    let narrow = Template::chosen(Layout::SalesImport, &[]).unwrap();
    let account = |inactive| Account {
        id: "11000".into(),
        description: "Accounts receivable".into(),
        kind: AccountType::AccountsReceivable,
        inactive,
    };
    let cases = [
        (profile(), documents::mixed_receipt(), "it holds a prepayment among other lines"),
        (
            profile().with_open_periods(closed),
            documents::journal(),
            "2026-07-14 lies in 2026-07, which is closed",
        ),
        (profile().with_template(narrow), documents::invoice(), "has no column \"Date Due\""),
        (profile().with_chart(&[account(false)]), documents::invoice(), "has no account 40000"),
        (profile().with_chart(&[account(true)]), documents::invoice(), "account 11000 is inactive"),
        (profile(), documents::invoice_saying("INV-1", "=1+1"), "which a spreadsheet would run as a formula"),
        (profile(), documents::invoice_saying("INV-1", "-5 degrees"), "begins with -"),
        (profile(), documents::invoice_saying("INV-1", "Łódź"), "'Ł', which Sage's character set"),
        (profile(), documents::invoice_saying("1.05E+11", "x"), "would come back as another text"),
        (profile(), documents::receipt_with_ticket("7/4/26"), "its deposit ticket is its day"),
        (profile(), documents::receipt_with_ticket("07/04/2026"), "its deposit ticket is its day"),
        (profile(), documents::sale_on("11000"), "a row on accounts receivable is a prepayment"),
    ];
    for (profile, document, reason) in cases {
        let blocked = blocked(&profile, document);
        assert!(blocked.reason.contains(reason), "{blocked}");
        assert!(!blocked.fix.is_empty());
    }
}

#[test]
fn a_template_knows_its_columns_and_keeps_those_it_needs() {
    let unknown = Template::chosen(Layout::SalesPro, &["Retainage Percent"]).unwrap_err();
    assert_eq!(unknown.to_string(), "the sales journal has no column \"Retainage Percent\"");
    let twice = ["Date", "Reference", "Number of Distributions", "G/L Account", "Amount", "Date"];
    let twice = Template::of_columns(Layout::Journal, twice).unwrap_err();
    assert_eq!(twice.to_string(), "the column \"Date\" of the general journal stands twice");
    let missing = Template::of_columns(Layout::Journal, ["Date", "Reference"]).unwrap_err();
    assert_eq!(missing.to_string(), "the general journal lacks the column \"Number of Distributions\"");
    let counts = Layout::ALL.map(|layout| Template::new(layout).unwrap().headings().count());
    assert_eq!(counts, [61, 31, 45, 74, 69, 59, 59, 43, 42, 49, 14, 17, 4]);
    let constant = Template::of_import(FileKind::Sales).unwrap();
    let constant = constant.with_constant("Sales Representative ID", "WEB").unwrap();
    let file = written(
        FileKind::Sales,
        &profile().with_template(constant),
        &[documents::invoice_saying("INV-1", "Service")],
    );
    assert!(file.contains(",,,WEB,11000,"), "{file}");
}

#[test]
fn accounts_of_the_profile_that_the_chart_lacks_are_named() {
    let account = |id: &str, inactive| Account {
        id: id.into(),
        description: "x".into(),
        kind: AccountType::Cash,
        inactive,
    };
    let missing = profile().check_chart(&[account("11000", false), account("10500", true)]);
    let missing: Vec<_> = missing.iter().map(sage50::model::GlAccount::as_str).collect();
    assert_eq!(missing, ["10500", "23000"]);
}
