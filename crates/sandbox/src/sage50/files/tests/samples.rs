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
