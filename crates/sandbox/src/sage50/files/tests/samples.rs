//! Files with all their columns as Sage 50 writes them, in and out again.

use super::*;

const CHART: &str = include_str!("samples/CHART.CSV");
const CUSTOMER: &str = include_str!("samples/CUSTOMER.CSV");
const SALES: &str = include_str!("samples/SALES.CSV");
const SALES_59: &str = include_str!("samples/SALES59.CSV");
const ORDERS: &str = include_str!("samples/SO.CSV");
const RECEIPTS: &str = include_str!("samples/RECEIPTS.CSV");
const PAYMENTS: &str = include_str!("samples/PAYMENTS.CSV");
const GENERAL: &str = include_str!("samples/GENERAL.CSV");
const ADJUST: &str = include_str!("samples/ADJUST.CSV");

/// Everything the files name, and the customers of the receipts.
fn ready() -> Company {
    let mut books = company();
    take(&mut books, FileKind::Customers, &customers(&[("GAMMA01", "Gamma LLC")]));
    take(&mut books, FileKind::Chart, CHART);
    books
}

#[test]
fn the_files_of_a_day_go_in_and_the_books_show_them() {
    let mut books = ready();
    let report = books.import(FileKind::Customers, CUSTOMER.as_bytes(), &Template::from_headings(), today());
    assert!(report.is_clean(), "{report:#?}");
    let acme = books.customers.at(books.customers.first("ACME01").unwrap()).unwrap();
    assert_eq!(acme.details().unwrap().custom_fields, [("Second Contact".into(), "Bob".into())]);
    take(&mut books, FileKind::SalesOrders, ORDERS);
    take(&mut books, FileKind::Sales, SALES);
    take(&mut books, FileKind::Receipts, RECEIPTS);
    take(&mut books, FileKind::Payments, PAYMENTS);
    take(&mut books, FileKind::GeneralJournal, GENERAL);
    take(&mut books, FileKind::Adjustments, ADJUST);
    assert_eq!(["INV-10001", "CM-10001"].map(|reference| due(&books, reference)), [0, 0]);
    assert_eq!(books.prepayments(books.customers.first("GAMMA01").unwrap()).count(), 1);
    assert_eq!(balance(&books, "10600"), "-12.00", "265 + 150 + 75 + 94 - 106 - 490");
}

#[test]
fn the_59_columns_without_headings_book_what_the_74_do() {
    let mut wide = ready();
    take(&mut wide, FileKind::Sales, SALES);
    let mut narrow = ready();
    let report = narrow.import(FileKind::Sales, SALES_59.as_bytes(), &Template::sales_of_59(), today());
    assert!(report.is_clean(), "{report:#?}");
    assert_eq!(wide.trial_balance(), narrow.trial_balance());
    let standard = Template::standard(FileKind::Sales);
    assert_eq!(wide.export(FileKind::Sales, &standard), narrow.export(FileKind::Sales, &standard));
}

/// The cells of a column in what the books export.
fn column(books: &Company, kind: FileKind, name: &str) -> Vec<String> {
    let bytes = books.export(kind, &Template::standard(kind));
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let place = reader.headers().unwrap().iter().position(|heading| heading == name).unwrap();
    reader.records().map(|row| row.unwrap()[place].to_owned()).collect()
}

#[test]
fn an_export_has_the_computed_columns_and_what_the_rows_said() {
    let mut books = ready();
    take(&mut books, FileKind::Sales, SALES);
    take(&mut books, FileKind::Receipts, RECEIPTS);
    take(&mut books, FileKind::Payments, PAYMENTS);
    let due = column(&books, FileKind::Sales, "Accounts Receivable Amount");
    assert_eq!(due, ["265.00", "265.00", "265.00", "-106.00", "-106.00", "100.00", "50.00", "200.00"]);
    let numbers = column(&books, FileKind::Sales, "Invoice/CM Distribution");
    assert_eq!(numbers, ["1", "2", "0", "1", "0", "1", "1", "1"]);
    assert_eq!(column(&books, FileKind::Sales, "Date")[..4], ["6/3/26", "6/3/26", "6/3/26", "6/10/26"]);
    let cash = column(&books, FileKind::Receipts, "Cash Amount");
    assert_eq!(cash, ["265.00", "150.00", "150.00", "75.00", "94.00", "94.00"]);
    assert_eq!(column(&books, FileKind::Receipts, "Prepayment")[2..4], ["FALSE", "TRUE"]);
    assert_eq!(column(&books, FileKind::Receipts, "Description")[3], "Prepayment on SO-77");
    assert_eq!(column(&books, FileKind::Payments, "Description"), ["Refund CM-10002"]);
    assert_eq!(column(&books, FileKind::Payments, "Cash Amount"), ["-106.00"]);
    for (kind, columns) in [
        (FileKind::Chart, 4),
        (FileKind::Customers, 61),
        (FileKind::SalesOrders, 45),
        (FileKind::Sales, 74),
        (FileKind::Receipts, 59),
        (FileKind::Payments, 49),
        (FileKind::GeneralJournal, 14),
        (FileKind::Adjustments, 17),
    ] {
        let text = books.export(kind, &Template::standard(kind));
        let headings = text.split(|byte| *byte == b'\r').next().unwrap();
        assert_eq!(headings.split(|byte| *byte == b',').count(), columns, "{kind:?}");
    }
}

#[test]
fn texts_are_in_windows_1252() {
    let mut books = company();
    let text = customers(&[("CAFE", "Café")]);
    let template = Template::standard(FileKind::Customers);
    let bytes: Vec<u8> = text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    assert!(books.import(FileKind::Customers, &bytes, &template, today()).is_clean());
    let cafe = books.customers.at(books.customers.first("CAFE").unwrap()).unwrap();
    assert_eq!(cafe.head(1), "Café");
    let exported = books.export(FileKind::Customers, &template);
    assert!(exported.windows(4).any(|bytes| bytes == b"Caf\xe9"));
}
