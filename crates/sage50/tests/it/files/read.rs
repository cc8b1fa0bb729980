//! What is read: our own files, exports of any edition, and files that were spoilt.

use paysage_money::{Currency, Money};
use sage50::files::{Export, FileError, FileKind, read_chart};
use sage50::model::{AccountType, Document, Kind, ReceiptLine};

use super::{changed, documents, export, fixture, negative_receipts, profile};

fn only(kind: FileKind, bytes: &[u8]) -> sage50::files::Entry {
    let export = export(kind, bytes);
    assert_eq!(export.problems(), []);
    let [entry] = export.entries() else { panic!("one entry") };
    entry.clone()
}

#[test]
fn every_kind_of_file_is_read_as_the_documents_that_made_it() {
    let cases: [(FileKind, &str, Vec<Document>); 8] = [
        (FileKind::Orders, "SO.CSV", vec![documents::order()]),
        (FileKind::Customers, "CUSTOMER.CSV", vec![documents::customer(), documents::plain_customer()]),
        (FileKind::Sales, "SALES.CSV", vec![documents::invoice(), documents::credit_memo()]),
        (FileKind::Sales, "SALES.74.CSV", vec![documents::invoice(), documents::credit_memo()]),
        (
            FileKind::Receipts,
            "RECEIPTS.59.CSV",
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
        let export = export(kind, &fixture(name));
        assert_eq!(export.problems(), [], "{name}");
        assert_eq!(export.entries().len(), documents.len(), "{name}");
        for (entry, document) in export.entries().iter().zip(&documents) {
            assert_eq!(document.compare(&entry.found), [], "{name}");
            assert_eq!(entry.document.as_ref().unwrap().kind(), document.kind(), "{name}");
        }
    }
    let customers = export(FileKind::Customers, &fixture("CUSTOMER.CSV"));
    assert_eq!(customers.entries()[0].document, Ok(documents::customer()));
    let payments = only(FileKind::Payments, &fixture("PAYMENTS.CSV"));
    assert_eq!(payments.document, Ok(documents::refund()));
    let refund =
        Export::read(FileKind::Receipts, &fixture("RECEIPTS.refund.CSV"), &negative_receipts()).unwrap();
    assert_eq!(refund.entries()[0].document, Ok(documents::batch_refund()));
}

#[test]
fn a_file_without_headings_is_read_by_the_template() {
    use sage50::files::{Layout, Template};
    let profile = profile().with_template(Template::new(Layout::SalesPro).unwrap());
    let export = Export::read(FileKind::Sales, &fixture("SALES.69.noheader.CSV"), &profile).unwrap();
    assert_eq!(export.entries().len(), 2);
    assert_eq!(documents::invoice().compare(&export.entries()[0].found), []);
    // By another template the lines have another width.
    let wrong =
        Export::read(FileKind::Sales, &fixture("SALES.69.noheader.CSV"), &super::profile()).unwrap_err();
    assert_eq!(wrong.to_string(), "line 1 has 69 cells where 59 are expected");
}

#[test]
fn receipts_of_peachtree_2008_are_read() {
    let entry = only(FileKind::Receipts, &fixture("RECEIPTS.2008.CSV"));
    let Ok(Document::Receipt(receipt)) = entry.document else { panic!("a receipt") };
    assert!(
        matches!(receipt.lines(), [ReceiptLine::Invoice { reference, .. }] if reference.as_str() == "INV-9")
    );
    assert_eq!(entry.found.amount, Some(Money::parse("50.00", Currency::Usd).unwrap()));
}

#[test]
fn the_chart_of_accounts_is_read_whole_or_not_at_all() {
    let accounts = read_chart(&fixture("CHART.CSV"), &profile()).unwrap();
    assert_eq!(accounts.len(), 6);
    assert_eq!((&*accounts[0].id, &*accounts[0].description), ("10100", "Checking, main"));
    assert_eq!((&accounts[3].kind, accounts[5].inactive), (&AccountType::OtherCurrentLiabilities, true));
    let error = read_chart(&changed("CHART.CSV", "TRUE", "yes"), &profile()).unwrap_err();
    assert_eq!(error.to_string(), "line 7: Inactive is \"yes\" and neither TRUE nor FALSE");
}

#[test]
fn inch_marks_that_are_not_doubled_do_not_spoil_a_file() {
    let broken = changed("SALES.CSV", "\"Pipe 2\"\" long\"", "\"Ficus 22\" - 26\"\"");
    let export = export(FileKind::Sales, &broken);
    let Ok(Document::Invoice(invoice)) = &export.entries()[0].document else { panic!("an invoice") };
    assert_eq!(invoice.lines()[0].description().as_str(), "Ficus 22\" - 26\"");
    assert_eq!(invoice.lines()[1].description().as_str(), "Set-up, on site");
    assert_eq!(export.entries().len(), 2);
}

#[test]
fn distributions_out_of_order_and_with_gaps_are_read() {
    let file = String::from_utf8(fixture("SALES.CSV")).unwrap();
    let mut lines: Vec<String> = file.split_inclusive('\n').map(str::to_owned).collect();
    lines[1] = lines[1].replace(",3,1,0,FALSE", ",3,11,0,FALSE");
    lines.swap(1, 3);
    let export = export(FileKind::Sales, lines.concat().as_bytes());
    assert_eq!(export.problems(), []);
    let Ok(Document::Invoice(invoice)) = &export.entries()[0].document else { panic!("an invoice") };
    let texts: Vec<_> = invoice.lines().iter().map(|line| line.description().as_str()).collect();
    assert_eq!(texts, ["Set-up, on site", "Pipe 2\" long", "Virginia"]);
}

#[test]
fn a_discount_line_is_an_entry_though_no_document_can_say_it() {
    let file = changed(
        "SALES.CSV",
        "Set-up, on site\",40100,0.00,1,,0.00,-55.00",
        "Rebate\",40100,0.00,1,,0.00,5.00",
    );
    let export = export(FileKind::Sales, &file);
    let entry = &export.entries()[0];
    assert_eq!(entry.found.amount, Some(Money::parse("104.30", Currency::Usd).unwrap()));
    assert!(entry.document.as_ref().unwrap_err().what.contains("-5.00"));
}

#[test]
fn what_a_spreadsheet_mangled_is_named_and_the_other_records_go() {
    let cases = [
        ("7/2/2026", "46205", "line 2: Date is \"46205\", a spreadsheet's day number; export again"),
        ("7/2/2026", "2026-07-02", "line 2: Date is \"2026-07-02\" and no date such as 6/1/26"),
        (
            "INV-501,,",
            "1.05969E+11,,",
            "line 2: Invoice/CM # is \"1.05969E+11\", an id that a spreadsheet has turned into a number; export again",
        ),
        ("-55.00", "($55.00)", "line 3: Amount is \"($55.00)\" and no amount such as -12.34"),
        ("FALSE,FALSE,7/2", "no,FALSE,7/2", "line 2: Credit Memo is \"no\" and neither TRUE nor FALSE"),
    ];
    for (from, to, problem) in cases {
        let export = export(FileKind::Sales, &changed("SALES.CSV", from, to));
        let problems: Vec<_> = export.problems().iter().map(ToString::to_string).collect();
        assert_eq!(problems, [problem]);
        assert_eq!(export.entries().len(), 1);
        assert_eq!(export.entries()[0].found.kind, Kind::CreditMemo);
    }
}

#[test]
fn a_cut_file_is_refused_and_a_transaction_with_rows_missing_is_named() {
    let whole = fixture("SALES.CSV");
    let cut = Export::read(FileKind::Sales, &whole[..whole.len() - 9], &profile()).unwrap_err();
    assert!(matches!(cut, FileError::Cut { line: 6 }), "{cut}");
    let rows: Vec<_> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    let export = export(FileKind::Sales, &rows[..3].concat());
    assert_eq!(export.entries(), []);
    assert_eq!(export.problems()[0].to_string(), "line 2: the transaction has 2 of its 3 rows");
    assert!(matches!(
        Export::read(FileKind::Sales, b"", &profile()).unwrap_err(),
        FileError::Empty { kind: FileKind::Sales }
    ));
    let lacking = changed("GENERAL.CSV", "G/L Account", "Account");
    let lacking = Export::read(FileKind::Journal, &lacking, &profile()).unwrap_err();
    assert_eq!(lacking.to_string(), "the general journal lacks the column \"G/L Account\"");
    let narrow = changed("GENERAL.CSV", "97.05,,FALSE,7", "97.05,FALSE,7");
    let narrow = Export::read(FileKind::Journal, &narrow, &profile()).unwrap_err();
    assert_eq!(narrow.to_string(), "line 2 has 13 cells where 14 are expected");
}

#[test]
fn a_journal_that_does_not_balance_is_named() {
    let export = export(FileKind::Journal, &changed("GENERAL.CSV", "97.05", "97.50"));
    assert_eq!(export.entries(), []);
    assert_eq!(
        export.problems()[0].to_string(),
        "line 2: the entry does not balance: its rows add up to 0.45"
    );
}

#[test]
fn utf_8_with_its_mark_and_unknown_columns_are_read_and_a_false_mark_is_refused() {
    let text: String = fixture("GENERAL.CSV").into_iter().map(char::from).collect();
    let text = format!("\u{feff}{}", text.replace("\r\n", ",new\n").replacen(",new", ",Some New Column", 1));
    let entry = only(FileKind::Journal, text.as_bytes());
    let Ok(Document::JournalEntry(journal)) = entry.document else { panic!("an entry") };
    assert_eq!(journal.lines()[1].description().unwrap().as_str(), "Batch 900, Café");
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    bytes.extend(fixture("GENERAL.CSV"));
    assert!(matches!(Export::read(FileKind::Journal, &bytes, &profile()).unwrap_err(), FileError::NotText));
}
