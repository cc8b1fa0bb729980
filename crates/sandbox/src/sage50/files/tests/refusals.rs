//! What Sage 50 refuses, record by record or whole.

use super::*;

/// The only problem of the only record, which changed nothing.
fn refused(books: &mut Company, kind: FileKind, text: &str) -> (Code, String) {
    let before = (books.documents(), books.trial_balance());
    let report = import(books, kind, text);
    assert_eq!(before, (books.documents(), books.trial_balance()));
    assert!(report.applied.is_empty() && report.file.is_none(), "{report:#?}");
    let problems: Vec<_> = report.refused.iter().flat_map(|record| &record.problems).collect();
    assert_eq!(problems.len(), 1, "{report:#?}");
    (problems[0].code, problems[0].column.to_string())
}

fn changed<'a>(
    mut rows: Vec<Vec<(&'a str, &'a str)>>,
    row: usize,
    column: &'a str,
    cell: &'a str,
) -> Vec<Vec<(&'a str, &'a str)>> {
    rows[row].retain(|(name, _)| *name != column);
    rows[row].push((column, cell));
    rows
}

fn everywhere<'a>(
    rows: Vec<Vec<(&'a str, &'a str)>>,
    column: &'a str,
    cell: &'a str,
) -> Vec<Vec<(&'a str, &'a str)>> {
    (0..rows.len()).fold(rows, |rows, row| changed(rows, row, column, cell))
}

#[test]
fn an_invoice_that_sage_would_not_take_is_refused_by_its_column() {
    let mut books = company();
    let rows = || sale("INV-1", false);
    let long = "x".repeat(161);
    let cases = [
        (everywhere(rows(), "Customer ID", "NOBODY"), Code::UnknownCustomer, "Customer ID"),
        (
            everywhere(rows(), "Accounts Receivable Account", "99"),
            Code::UnknownAccount,
            "Accounts Receivable Account",
        ),
        (
            everywhere(rows(), "Accounts Receivable Account", "10200"),
            Code::InvalidValue,
            "Accounts Receivable Account",
        ),
        (everywhere(rows(), "Date", "6/3/1989"), Code::ClosedPeriod, "Date"),
        (
            everywhere(rows(), "Number of Distributions", "4"),
            Code::WrongDistributionCount,
            "Number of Distributions",
        ),
        (everywhere(rows(), "Quote", "TRUE"), Code::InvalidValue, "Quote"),
        (
            everywhere(rows(), "Apply to Invoice Number", "INV-0"),
            Code::InvalidValue,
            "Apply to Invoice Number",
        ),
        (changed(rows(), 1, "Date Due", "7/3/26"), Code::HeaderDiffers, "Date Due"),
        (changed(rows(), 1, "G/L Account", "99"), Code::UnknownAccount, "G/L Account"),
        (changed(rows(), 1, "G/L Account", "11000"), Code::InvalidValue, "G/L Account"),
        (changed(rows(), 1, "G/L Account", ""), Code::MissingValue, "G/L Account"),
        (changed(rows(), 0, "Item ID", "WIDGET-2"), Code::UnknownItem, "Item ID"),
        (changed(rows(), 0, "Amount", "-200.01"), Code::InvalidValue, "Amount"),
        (changed(rows(), 0, "Amount", "200.00"), Code::InvalidValue, "Amount"),
        (changed(rows(), 0, "Amount", "-1E+02"), Code::InvalidValue, "Amount"),
        (changed(rows(), 0, "Quantity", "-2.00"), Code::InvalidValue, "Quantity"),
        (changed(rows(), 0, "Quantity", "two"), Code::InvalidValue, "Quantity"),
        (changed(rows(), 2, "Tax Type", "1"), Code::InvalidValue, "Tax Type"),
        (changed(rows(), 1, "Description", &long), Code::TextTooLong, "Description"),
    ];
    for (rows, code, column) in cases {
        let text = file(FileKind::Sales, &rows);
        assert_eq!(refused(&mut books, FileKind::Sales, &text), (code, column.to_owned()), "{text}");
    }
}

#[test]
fn a_used_number_is_refused_on_invoices_and_orders_but_taken_on_receipts_and_entries() {
    let mut books = company();
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("INV-1", false)));
    for memo in [false, true] {
        let text = file(FileKind::Sales, &sale("inv-1", memo));
        assert_eq!(refused(&mut books, FileKind::Sales, &text).0, Code::DuplicateValue);
    }
    let row = receipt("CASH", "1", "-1.00", &[("Invoice Paid", "INV-1"), ("Amount", "-1.00")]);
    let text = file(FileKind::Receipts, &[row.clone(), row]);
    take(&mut books, FileKind::Receipts, &text);
    assert_eq!((books.payments.iter().count(), due(&books, "INV-1")), (2, 26_300));
}

#[test]
fn a_receipt_that_sage_would_not_take_is_refused_by_its_column() {
    let mut books = company();
    take(&mut books, FileKind::Sales, &file(FileKind::Sales, &sale("INV-1", false)));
    let pays = |total, rest: &[(&'static str, &'static str)]| {
        let mut cells = vec![("Invoice Paid", "INV-1"), ("Amount", "-265.00")];
        cells.extend_from_slice(rest);
        receipt("PT1", "1", total, &cells)
    };
    let cases = [
        (pays("-265.00", &[("Customer ID", "NOBODY")]), Code::UnknownCustomer, "Customer ID"),
        (pays("-265.00", &[("Customer ID", "BETA01")]), Code::UnknownInvoice, "Invoice Paid"),
        (pays("-265.00", &[("Invoice Paid", "INV-9")]), Code::UnknownInvoice, "Invoice Paid"),
        (pays("-265.00", &[("Cash Account", "99")]), Code::UnknownAccount, "Cash Account"),
        (pays("-265.00", &[("G/L Account", "40000")]), Code::InvalidValue, "G/L Account"),
        (pays("265.00", &[]), Code::Unbalanced, "Total Paid on Invoice(s)"),
        (pays("", &[]), Code::MissingValue, "Total Paid on Invoice(s)"),
        (pays("-265.01", &[("Amount", "-265.01")]), Code::AmountExceedsDue, "Amount"),
        (pays("-265.00", &[("Discount Amount", "1.00")]), Code::MissingValue, "Discount Account"),
        (pays("-265.00", &[("Vendor Receipt", "TRUE")]), Code::InvalidValue, "Vendor Receipt"),
        (pays("-265.00", &[("Deposit Ticket ID", "PT-20260604-01")]), Code::TextTooLong, "Deposit Ticket ID"),
        (pays("-265.00", &[("Reference", "")]), Code::MissingValue, "Reference"),
        (pays("-265.00", &[("Prepayment", "maybe")]), Code::InvalidValue, "Prepayment"),
        (pays("-265.00", &[("Date", "2026-06-04")]), Code::InvalidValue, "Date"),
    ];
    for (row, code, column) in cases {
        let text = file(FileKind::Receipts, &[row]);
        assert_eq!(refused(&mut books, FileKind::Receipts, &text), (code, column.to_owned()), "{text}");
    }
}

#[test]
fn a_journal_entry_that_sage_would_not_take_is_refused_by_its_column() {
    let mut books = company();
    let entry = |count, credit, account, date| {
        let row = |account, amount| {
            vec![
                ("Date", date),
                ("Reference", "J1"),
                ("Number of Distributions", count),
                ("G/L Account", account),
                ("Amount", amount),
            ]
        };
        file(FileKind::GeneralJournal, &[row(account, "10.00"), row("10600", credit)])
    };
    let cases = [
        (entry("2", "-9.99", "10200", "6/5/26"), Code::Unbalanced, "Amount"),
        (entry("2", "-10.00", "99", "6/5/26"), Code::UnknownAccount, "G/L Account"),
        (entry("2", "-10.00", "11000", "6/5/26"), Code::InvalidValue, "G/L Account"),
        (entry("3", "-10.00", "10200", "6/5/26"), Code::WrongDistributionCount, "Number of Distributions"),
        (entry("2", "-10.00", "10200", "6/31/26"), Code::InvalidValue, "Date"),
    ];
    for (text, code, column) in cases {
        let report = import(&mut books, FileKind::GeneralJournal, &text);
        assert!(report.applied.is_empty(), "{text}");
        let problem = &report.refused[0].problems[0];
        assert_eq!((problem.code, &*problem.column), (code, column), "{text}");
    }
    take(&mut books, FileKind::GeneralJournal, &entry("2", "-10.00", "10200", "6/5/26"));
    books.periods.close(2026, 6);
    let text = entry("2", "-10.00", "10200", "6/5/26");
    assert_eq!(refused(&mut books, FileKind::GeneralJournal, &text), (Code::ClosedPeriod, "Date".into()));
}

#[test]
fn days_outside_the_two_fiscal_years_are_refused() {
    let mut books = company();
    books.periods =
        crate::sage50::periods::Periods::of_years_from(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap());
    for day in ["12/31/25", "1/1/28"] {
        let text = file(FileKind::Sales, &everywhere(sale("INV-1", false), "Date", day));
        assert_eq!(refused(&mut books, FileKind::Sales, &text), (Code::ClosedPeriod, "Date".into()));
    }
    let text = file(FileKind::Sales, &everywhere(sale("INV-1", false), "Date", "12/31/2027"));
    take(&mut books, FileKind::Sales, &text);
}

#[test]
fn one_bad_record_leaves_the_good_ones_of_its_file() {
    let mut books = company();
    let mut rows = sale("INV-1", false);
    rows.extend(everywhere(sale("INV-2", false), "Customer ID", "NOBODY"));
    rows.extend(sale("INV-3", false));
    let report = import(&mut books, FileKind::Sales, &file(FileKind::Sales, &rows));
    let applied: Vec<_> = report.applied.iter().map(|record| (record.row, &*record.reference)).collect();
    assert_eq!(applied, [(2, "INV-1"), (8, "INV-3")]);
    assert_eq!((report.refused[0].row, &*report.refused[0].reference), (5, "INV-2"));
}

#[test]
fn a_file_that_does_not_fit_its_template_is_refused_whole() {
    let mut books = company();
    let good = file(FileKind::Sales, &sale("INV-1", false));
    let cut = &good[..good.len() - 30];
    let code = |books: &mut Company, text: &str, template: &Template| {
        let report = books.import(FileKind::Sales, text.as_bytes(), template, today());
        assert!(report.applied.is_empty() && report.refused.is_empty());
        report.file.unwrap().code
    };
    let standard = Template::standard(FileKind::Sales);
    assert_eq!(code(&mut books, cut, &standard), Code::WrongNumberOfColumns);
    assert_eq!(code(&mut books, &good, &Template::sales_of_59()), Code::WrongNumberOfColumns);
    let renamed = good.replace("Invoice/CM #", "Invoice No");
    assert_eq!(code(&mut books, &renamed, &Template::from_headings()), Code::UnknownColumn);
    let few = Template::of(["Customer ID", "Date"], true);
    assert_eq!(code(&mut books, "a,b\r\nACME01,6/1/26\r\n", &few), Code::MissingValue);
    assert_eq!(books.sales.iter().count(), 0);
}

#[test]
fn columns_go_by_position_so_that_two_in_the_wrong_order_show() {
    let mut books = company();
    let good = file(FileKind::Sales, &sale("INV-1", false));
    let mut columns = FileKind::Sales.columns();
    let place = |name: &str| FileKind::Sales.columns().iter().position(|column| *column == name).unwrap();
    columns.swap(place("Quantity"), place("Unit Price"));
    columns.swap(place("Customer ID"), place("Invoice/CM #"));
    let template = Template::of(columns, true);
    let report = books.import(FileKind::Sales, good.as_bytes(), &template, today());
    assert!(report.applied.is_empty());
    assert!(report.refused[0].problems.iter().any(|problem| problem.code == Code::UnknownCustomer));
    // The same columns in another order are no problem where the template has that order.
    let report = books.import(FileKind::Sales, good.as_bytes(), &Template::from_headings(), today());
    assert!(report.is_clean(), "{report:#?}");
}

#[test]
fn a_customer_id_with_wildcards_or_a_name_too_long_is_refused() {
    let mut books = company();
    let cases = [
        ("A*", "x".to_owned(), Code::InvalidValue),
        ("A1", "x".repeat(40), Code::TextTooLong),
        ("", "x".to_owned(), Code::MissingValue),
    ];
    for (id, name, code) in cases {
        assert_eq!(refused(&mut books, FileKind::Customers, &customers(&[(id, &name)])).0, code);
    }
    take(
        &mut books,
        FileKind::Customers,
        &customers(&[("acme01", "Acme, renamed".split(',').next().unwrap())]),
    );
    let acme = books.customers.at(books.customers.first("ACME01").unwrap()).unwrap();
    assert_eq!((acme.head(0), acme.head(1)), ("ACME01", "Acme"));
}

#[test]
fn a_year_of_two_digits_is_one_of_1950_to_2049() {
    let day = |year| NaiveDate::from_ymd_opt(year, 3, 9);
    let read = ["3/9/26", "3/9/49", "3/9/50", "03/09/1949", "3/9/126"].map(cells::date);
    assert_eq!(read, [day(2026), day(2049), day(1950), day(1949), None]);
}
