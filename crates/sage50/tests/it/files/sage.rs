//! Files as Sage itself writes and takes them (all names and amounts are invented): read whole, and written again from
//! the same documents column for column. Every cell that differs is named here, with the reason.

use std::collections::BTreeMap;

use sage50::files::{
    DateFormat, Export, FileKind, ImportRun, Layout, PeriodAnchor, Profile, TaxAgency, Template, read_chart,
};
use sage50::model::{
    AccountType, CustomFieldLabel, Document, GlAccount, PaymentMethod, SalesTaxId, TaxAgencyId,
};
use serde_json::{Value, json};

use super::fixture;

/// The company of these files, its templates with the columns of Sage's own exports.
fn profile() -> Profile {
    let account = |id: &str| GlAccount::new(id).unwrap();
    let anchor = PeriodAnchor { month: "2026-06-01".parse().unwrap(), period: 34 };
    let agency = TaxAgency { id: TaxAgencyId::new("GASTATE").unwrap(), payable: account("23100") };
    let labels = ["Second Contact", "Reference", "Mailing List?", "Multiple Sites?"];
    let labels = labels.map(|label| CustomFieldLabel::new(label).unwrap());
    let customers = Template::new(Layout::CustomersExport).unwrap().with_custom_fields(labels).unwrap();
    let layouts =
        [Layout::SalesFull, Layout::ReceiptsExport, Layout::Payments, Layout::Journal, Layout::Adjustments];
    let templates = layouts.map(|layout| Template::new(layout).unwrap());
    let profile = Profile::new(account("11000"), anchor)
        .unwrap()
        .with_method(PaymentMethod::new("PayTrace").unwrap(), account("10600"))
        .with_sales_tax(SalesTaxId::new("GATAX").unwrap(), vec![agency]);
    let templates = templates.into_iter().chain([customers]);
    templates.fold(profile, |profile, template| {
        profile.with_template(template.with_dates(DateFormat::TwoDigitYear))
    })
}

/// The import list of the sales journal, which has no headings.
fn of_59() -> Profile {
    let template = Template::new(Layout::SalesImport).unwrap().without_headings();
    profile().with_template(template.with_dates(DateFormat::TwoDigitYear))
}

fn documents(kind: FileKind, name: &str, profile: &Profile) -> Vec<Document> {
    let export = Export::read(kind, &fixture(name), profile).unwrap();
    assert_eq!(export.problems(), [], "{name}");
    export.entries().iter().map(|entry| entry.document.clone().unwrap()).collect()
}

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let text: String = bytes.iter().copied().map(char::from).collect();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The cells in which what we write differs from the file: heading, the file's cells, ours; each row once.
fn differences(kind: FileKind, name: &str, profile: &Profile) -> Vec<(String, Vec<(String, String)>)> {
    let folder = tempfile::tempdir().unwrap();
    let written = ImportRun::write(folder.path(), profile, &documents(kind, name, profile)).unwrap();
    assert_eq!(written.blocked, []);
    let theirs = cells(&fixture(name));
    let ours = cells(&std::fs::read(folder.path().join(kind.file_name())).unwrap());
    let shape = |rows: &[Vec<String>]| rows.iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(shape(&ours), shape(&theirs), "{name}");
    let template = profile.template(kind).unwrap();
    if template.has_headings() {
        assert_eq!(ours[0], theirs[0], "{name}");
    }
    let mut differing: BTreeMap<usize, Vec<(String, String)>> = BTreeMap::new();
    for (theirs, ours) in theirs.iter().zip(&ours) {
        for (place, pair) in theirs.iter().cloned().zip(ours.iter().cloned()).enumerate() {
            let pairs = if pair.0 == pair.1 { continue } else { differing.entry(place).or_default() };
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
    }
    let headings: Vec<_> = template.headings().collect();
    differing.into_iter().map(|(place, pairs)| (headings[place].to_owned(), pairs)).collect()
}

fn assert_differs(kind: FileKind, name: &str, profile: &Profile, expected: &[(&str, &[(&str, &str)])]) {
    let found = differences(kind, name, profile);
    let found: Vec<(&str, Vec<(&str, &str)>)> = found
        .iter()
        .map(|(heading, pairs)| {
            (&**heading, pairs.iter().map(|(theirs, ours)| (&**theirs, &**ours)).collect())
        })
        .collect();
    let expected: Vec<_> = expected.iter().map(|(heading, pairs)| (*heading, pairs.to_vec())).collect();
    assert_eq!(found, expected, "{name}");
}

fn usd(amount: &str) -> Value {
    json!({"amount": amount, "currency": "USD"})
}

fn assert_reads(kind: FileKind, name: &str, profile: &Profile, expected: &[Value]) {
    let expected: Vec<Document> =
        expected.iter().map(|value| serde_json::from_value(value.clone()).unwrap()).collect();
    assert_eq!(documents(kind, name, profile), expected, "{name}");
}

/// The invoice and the credit memo of both files of the sales journal.
fn sales() -> [Value; 2] {
    let widget = |quantity: &str, amount: &str| {
        json!({"account": "40000", "amount": usd(amount), "description": "Blue widget", "content": {"goods": {
            "item": "WIDGET-1", "price": {"quantity": quantity, "unit_price": "100"}, "tax_type": 1}}})
    };
    let work = json!({"account": "40100", "amount": usd("50.00"), "description": "Installation, on site",
        "content": {"goods": {"price": {"quantity": "1", "unit_price": "50"}, "tax_type": 1}}});
    let tax = |amount: &str| {
        json!({"account": "23100", "amount": usd(amount), "description": "State of Georgia",
            "content": {"sales_tax": {"agency": "GASTATE"}}})
    };
    let head = |number: &str, date: &str| json!({"reference": number, "customer": "ACME01", "date": date, "receivable": "11000"});
    [
        json!({"kind": "invoice", "head": head("INV-10001", "2026-06-03"),
            "details": {"due": "2026-07-03", "terms": "Net 30 Days", "sales_tax_id": "GATAX"},
            "lines": [widget("2", "200.00"), work, tax("15.00")]}),
        json!({"kind": "credit_memo", "head": head("CM-10001", "2026-06-10"),
            "details": {"sales_tax_id": "GATAX"}, "lines": [widget("1", "100.00"), tax("6.00")]}),
    ]
}

/// Where the goods go: an invoice here says nothing of it.
const SHIP_TO: [(&str, &[(&str, &str)]); 6] = [
    ("Ship to Name", &[("Acme Widgets Inc", "")]),
    ("Ship to Address-Line One", &[("1 Main Street", "")]),
    ("Ship to City", &[("Norcross", "")]),
    ("Ship to State", &[("GA", "")]),
    ("Ship to Zipcode", &[("30092", "")]),
    ("Ship to Country", &[("USA", "")]),
];
/// A credit memo here has no due date, no terms and no number of a return.
const OF_CREDIT_MEMOS: [(&str, &[(&str, &str)]); 3] = [
    ("Date Due", &[("7/3/26", "")]),
    ("Displayed Terms", &[("Net 30 Days", "")]),
    ("Return Authorization", &[("RMA-1", "")]),
];

#[test]
fn a_sales_journal_of_74_columns() {
    assert_reads(FileKind::Sales, "sage/SALES.CSV", &profile(), &sales());
    // Only exported.
    let name: (&str, &[(&str, &str)]) = ("Customer Name", &[("Acme Widgets Inc", "")]);
    let expected = [&[name][..], &SHIP_TO, &OF_CREDIT_MEMOS].concat();
    assert_differs(FileKind::Sales, "sage/SALES.CSV", &profile(), &expected);
}

#[test]
fn a_sales_journal_of_59_columns_without_headings() {
    assert_reads(FileKind::Sales, "sage/SALES.59.noheader.CSV", &of_59(), &sales());
    let expected = [&SHIP_TO[..], &OF_CREDIT_MEMOS].concat();
    assert_differs(FileKind::Sales, "sage/SALES.59.noheader.CSV", &of_59(), &expected);
}

#[test]
fn a_cash_receipts_journal_of_59_columns() {
    let receipt = |number: &str, customer: &str, date: &str, ticket: &str, lines: Value| {
        let tender = json!({"cash_account": "10600", "payment_method": "PayTrace", "deposit_ticket": ticket});
        json!({"kind": "receipt", "lines": lines,
            "head": {"reference": number, "customer": customer, "date": date, "tender": tender}})
    };
    let invoice =
        |number: &str, amount: &str| json!({"line": "invoice", "reference": number, "amount": usd(amount)});
    let credit = json!({"line": "credit_used", "reference": "CM-10001", "amount": usd("106.00")});
    let prepayment =
        json!({"line": "prepayment", "amount": usd("75.00"), "description": "Prepayment on SO-77"});
    let (june_4, june_12) = (("2026-06-04", "PT-20260604"), ("2026-06-12", "PT-20260612"));
    let expected = [
        receipt("PT105968532", "ACME01", june_4.0, june_4.1, json!([invoice("INV-10001", "265.00")])),
        receipt(
            "PT105968540",
            "BETA01",
            june_4.0,
            june_4.1,
            json!([invoice("INV-10002", "100.00"), invoice("INV-10003", "50.00")]),
        ),
        receipt("PT105968544", "GAMMA01", june_4.0, june_4.1, json!([prepayment])),
        receipt(
            "PT105970001",
            "ACME01",
            june_12.0,
            june_12.1,
            json!([invoice("INV-10004", "200.00"), credit]),
        ),
    ];
    assert_reads(FileKind::Receipts, "sage/RECEIPTS.CSV", &profile(), &expected);
    let names = [("Acme Widgets Inc", ""), ("Beta Supply", ""), ("Gamma LLC", "")];
    let expected: [(&str, &[(&str, &str)]); 3] = [
        // Sage takes it for payers that are no customers.
        ("Customer Name", &names),
        // Counts the transactions of the file.
        ("Transaction Number", &[("11", "1"), ("12", "2"), ("13", "3"), ("14", "4")]),
        // Sage gives it.
        ("Receipt Number", &[("501", ""), ("502", ""), ("503", ""), ("504", "")]),
    ];
    assert_differs(FileKind::Receipts, "sage/RECEIPTS.CSV", &profile(), &expected);
}

#[test]
fn a_payments_journal_with_a_refund() {
    let tender = json!({"cash_account": "10600", "payment_method": "PayTrace"});
    let head =
        json!({"reference": "REF105968533", "customer": "ACME01", "date": "2026-06-12", "tender": tender});
    let applies = json!([{"reference": "CM-10002", "amount": usd("106.00")}]);
    let expected = [json!({"kind": "refund", "head": head, "applies": applies})];
    assert_reads(FileKind::Payments, "sage/PAYMENTS.CSV", &profile(), &expected);
    let expected: [(&str, &[(&str, &str)]); 4] = [
        // A refund names the customer by id.
        ("Vendor Name", &[("Acme Widgets Inc", "")]),
        ("Check Name", &[("Acme Widgets Inc", "")]),
        // Here it says which receipt goes back, and this refund names none.
        ("Memo", &[("Card refund", "")]),
        ("Transaction Number", &[("41", "1")]),
    ];
    assert_differs(FileKind::Payments, "sage/PAYMENTS.CSV", &profile(), &expected);
}

#[test]
fn a_general_journal() {
    let line = |account: &str, side: &str, amount: &str, what: &str| {
        let description = format!("PayTrace settlement 2026-06-04 {what}");
        json!({"account": account, "side": side, "amount": usd(amount), "description": description})
    };
    let lines = [
        line("10200", "debit", "475.79", "net"),
        line("65100", "debit", "14.21", "processing fees"),
        line("10600", "credit", "490.00", "clearing"),
    ];
    let entry =
        json!({"kind": "journal_entry", "reference": "PTSET-20260604", "date": "2026-06-05", "lines": lines});
    assert_reads(FileKind::Journal, "sage/GENERAL.CSV", &profile(), &[entry]);
    let expected: [(&str, &[(&str, &str)]); 1] = [("Transaction Number", &[("21", "1")])];
    assert_differs(FileKind::Journal, "sage/GENERAL.CSV", &profile(), &expected);
}

#[test]
fn a_sales_orders_journal() {
    let line = json!({"account": "40000", "amount": usd("300.00"), "description": "Blue widget", "content": {"goods":
        {"item": "WIDGET-1", "price": {"quantity": "3", "unit_price": "100"}, "tax_type": 1}}});
    let head =
        json!({"reference": "SO-77", "customer": "ACME01", "date": "2026-06-01", "receivable": "11000"});
    let details = json!({"ship_by": "2026-06-08", "terms": "Net 30 Days"});
    let order = json!({"kind": "sales_order", "head": head, "details": details, "lines": [line]});
    assert_reads(FileKind::Orders, "sage/SO.CSV", &profile(), &[order]);
    // A line says how many units, not of which measure; Sage has that with the item.
    assert_differs(FileKind::Orders, "sage/SO.CSV", &profile(), &[("U/M ID", &[("Each", "")])]);
}

#[test]
fn an_inventory_adjustments_journal() {
    let adjustment = json!({"kind": "stock_adjustment", "reference": "ADJ-1", "date": "2026-06-11", "item": "WIDGET-1",
        "direction": "increase", "quantity": "1", "source_account": "50500", "unit_cost": "40",
        "reason": "Customer return restock"});
    assert_reads(FileKind::Adjustments, "sage/ADJUST.CSV", &profile(), &[adjustment]);
    let expected: [(&str, &[(&str, &str)]); 2] = [
        // Only exported: it is the item's.
        ("Inventory Account", &[("12000", "")]),
        ("Transaction Number", &[("31", "1")]),
    ];
    assert_differs(FileKind::Adjustments, "sage/ADJUST.CSV", &profile(), &expected);
}

#[test]
fn a_customer_list_with_the_companys_own_fields() {
    let billing = json!({"line1": "1 Main Street", "city": "Norcross", "state": "GA", "zip": "30092", "country": "USA"});
    let customer = json!({"kind": "customer", "id": "ACME01", "name": "Acme Widgets Inc", "billing": billing,
        "contact": {"first": "Ann", "last": "Example"}, "email": "ap@acme.example", "phone": "770-555-0100",
        "details": {"sales_tax_id": "GATAX", "since": "2026-06-01"}});
    assert_reads(FileKind::Customers, "sage/CUSTOMER.CSV", &profile(), &[customer]);
    let expected: [(&str, &[(&str, &str)]); 3] = [
        // What the company sets for its customers itself: a customer here has neither account nor credit limit.
        ("G/L Sales Account", &[("40000", "")]),
        // Sage exports the days of the standard terms, which the customer has.
        ("Due Days", &[("30", "0")]),
        ("Credit Limit", &[("2500.00", "0.00")]),
    ];
    assert_differs(FileKind::Customers, "sage/CUSTOMER.CSV", &profile(), &expected);
}

#[test]
fn a_chart_of_accounts() {
    let accounts = read_chart(&fixture("sage/CHART.CSV"), &profile()).unwrap();
    let accounts: Vec<_> =
        accounts.iter().map(|own| (&*own.id, &*own.description, own.kind.clone(), own.inactive)).collect();
    let expected = [
        ("10200", "Regular Checking Account", AccountType::Cash, false),
        ("10600", "PayTrace Deposits in Transit", AccountType::Cash, false),
        ("11000", "Accounts Receivable", AccountType::AccountsReceivable, false),
        ("23100", "Sales Tax Payable", AccountType::OtherCurrentLiabilities, false),
        ("40000", "Sales", AccountType::Income, false),
        ("65100", "Card Processing Fees", AccountType::Expenses, false),
    ];
    assert_eq!(accounts, expected);
    assert_eq!(profile().check_chart(&read_chart(&fixture("sage/CHART.CSV"), &profile()).unwrap()), []);
}
