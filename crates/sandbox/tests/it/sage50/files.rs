//! The two halves of the file door: what `sage50` writes goes into the simulator, what the simulator exports comes
//! back, and both have to be the same documents and the same books.
//!
//! Writer and importer share no code: the writer's templates are `sage50`'s, the importer's columns the simulator's.
#![expect(clippy::panic, reason = "test code")]

use std::path::Path;

use chrono::{NaiveDate, Utc};
use paysage_money::{Currency, Money};
use paysage_sandbox::sage50::{self as sim, ImportReport, Sage50Simulator};
use sage50::files::{
    Confirmation, DateFormat, Export, Exports, FileKind, ImportRun, Layout, Manifest, PeriodAnchor, Profile,
    RefundStyle, TaxAgency, Template,
};
use sage50::model::{CustomFieldLabel, GlAccount, PaymentMethod, SalesTaxId, TaxAgencyId};

mod carried;
mod control;
mod day;
mod door;
mod examples;
mod faults;
mod ledger;
mod round_trip;
mod swapped;

/// The labels of the company's own fields; one is called as a column of another file, one needs quotes.
const LABELS: [&str; 3] = ["PayTrace id", "Reference", "Größe, \"mm\""];
/// The columns of the sales journal that the Pro edition does not have.
const NOT_IN_PRO: [&str; 5] =
    ["U/M ID", "U/M No. of Stocking Units", "Stocking Quantity", "Stocking Unit Price", "Retainage Percent"];

/// The columns of the sales journal's files, ours and Sage's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SalesColumns {
    Full74,
    Pro69,
    Import59,
}

/// The columns of the cash receipts journal's files, ours and Sage's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReceiptsColumns {
    Export59,
    Peachtree43,
    Import42,
}

/// The days of the company's two fiscal years.
const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
const LAST: NaiveDate = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();

/// How the company's files look.
#[derive(Debug, Clone, Copy)]
struct Setup {
    sales: SalesColumns,
    receipts: ReceiptsColumns,
    headings: bool,
    dates: DateFormat,
    refunds: RefundStyle,
    orders_by_line: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            sales: SalesColumns::Import59,
            receipts: ReceiptsColumns::Import42,
            headings: true,
            dates: DateFormat::FourDigitYear,
            refunds: RefundStyle::Payments,
            orders_by_line: false,
        }
    }
}

impl Setup {
    /// The rules that documents are written by, and files without headings are read by.
    fn profile(self) -> Profile {
        let sales = match self.sales {
            SalesColumns::Full74 => Layout::SalesFull,
            SalesColumns::Pro69 => Layout::SalesPro,
            SalesColumns::Import59 => Layout::SalesImport,
        };
        let receipts = match self.receipts {
            ReceiptsColumns::Export59 => Layout::ReceiptsExport,
            ReceiptsColumns::Peachtree43 => Layout::ReceiptsPeachtree2008,
            ReceiptsColumns::Import42 => Layout::ReceiptsImport,
        };
        let layouts = [
            Layout::CustomersImport,
            Layout::Orders,
            sales,
            receipts,
            Layout::Payments,
            Layout::Journal,
            Layout::Adjustments,
        ];
        let anchor = PeriodAnchor { month: "2026-01-15".parse().unwrap(), period: 25 };
        let mut profile = Profile::new(account("11000"), anchor).unwrap().with_refunds(self.refunds);
        for layout in layouts {
            let mut template = Template::new(layout).unwrap().with_dates(self.dates);
            if layout == Layout::CustomersImport {
                template = template.with_custom_fields(labels()).unwrap();
            }
            // The others are set up from the headings of the first file.
            if !self.headings && has_own_columns(layout) {
                template = template.without_headings();
            }
            profile = profile.with_template(template);
        }
        if self.orders_by_line {
            profile = profile.with_orders_billed_by_line();
        }
        let agency =
            |id: &str, payable| TaxAgency { id: TaxAgencyId::new(id).unwrap(), payable: account(payable) };
        profile
            .with_method(PaymentMethod::new("Card").unwrap(), account("10300"))
            .with_method(PaymentMethod::new("Chèque, bank").unwrap(), account("10200"))
            .with_sales_tax(SalesTaxId::new("ONE").unwrap(), vec![agency("STATE", "23100")])
            .with_sales_tax(
                SalesTaxId::new("TWO").unwrap(),
                vec![agency("COUNTY", "23100"), agency("CITY", "23200")],
            )
    }

    /// What a person has set up at the Sage screen: Sage's own lists where there are such, else the columns of the
    /// first file.
    fn importer(self, kind: FileKind) -> sim::Template {
        let standard = sage(kind).columns();
        match kind {
            FileKind::Sales => match self.sales {
                SalesColumns::Full74 => sim::Template::of(standard, self.headings),
                SalesColumns::Pro69 => {
                    let pro = standard.into_iter().filter(|column| !NOT_IN_PRO.contains(column));
                    sim::Template::of(pro, self.headings)
                }
                SalesColumns::Import59 => columns_of_59(self.headings),
            },
            FileKind::Receipts => match self.receipts {
                ReceiptsColumns::Export59 => sim::Template::of(standard, self.headings),
                ReceiptsColumns::Peachtree43 => columns_of_43(self.headings),
                ReceiptsColumns::Import42 => sim::Template::from_headings(),
            },
            FileKind::Customers => sim::Template::from_headings(),
            _ => sim::Template::of(standard, self.headings),
        }
    }

    /// What a person ticks for an export: all columns, or those of the edition.
    fn exporter(self, kind: FileKind) -> sim::Template {
        match kind {
            FileKind::Customers => sim::Template::standard(sage(kind)),
            FileKind::Receipts if self.receipts == ReceiptsColumns::Import42 => {
                sim::Template::standard(sage(kind))
            }
            _ => self.importer(kind),
        }
    }
}

/// Whether Sage itself has a list of these very columns, so that a template needs no file to be set up from.
fn has_own_columns(layout: Layout) -> bool {
    !matches!(layout, Layout::CustomersImport | Layout::ReceiptsImport)
}

fn columns_of_59(headings: bool) -> sim::Template {
    let left_out = [
        "Customer Name",
        "Accounts Receivable Amount",
        "AR Date Cleared in Bank Rec",
        "GL Date Cleared in Bank Rec",
        "Inventory Account",
        "Inv Acnt Date Cleared In Bank Rec",
        "Cost of Sales Account",
        "COS Acnt Date Cleared In Bank Rec",
        "U/M ID",
        "U/M No. of Stocking Units",
        "Stocking Quantity",
        "Stocking Unit Price",
        "Cost of Sales Amount",
        "Receipt Number",
        "Retainage Percent",
    ];
    let all = sage(FileKind::Sales).columns().into_iter();
    sim::Template::of(all.filter(|column| !left_out.contains(column)), headings)
}

fn columns_of_43(headings: bool) -> sim::Template {
    let left_out = [
        "Disc Date Cleared In Bank Rec",
        "Stocking Quantity",
        "Serial Number",
        "U/M ID",
        "U/M No. of Stocking Units",
        "GL Date Cleared in Bank Rec",
        "Stocking Unit Price",
        "UPC / SKU",
        "Weight",
        "Inventory Account",
        "Inv Acnt Date Cleared In Bank Rec",
        "Cost of Sales Account",
        "COS Acnt Date Cleared In Bank Rec",
        "Cost of Sales Amount",
        "Credit Card Stored Reference",
        "Merchant ID",
    ];
    let renamed = |column| match column {
        "Sales Tax ID" => "Sales Tax Code",
        "Sales Tax Agency ID" => "Sales Tax Authority",
        "Last Known CC Number" => "Credit Card Number",
        "Last Known CC Expiration Date" => "Credit Card Expiration Date",
        other => other,
    };
    let all = sage(FileKind::Receipts).columns().into_iter();
    sim::Template::of(all.filter(|column| !left_out.contains(column)).map(renamed), headings)
}

/// The simulator's word for a kind of file.
fn sage(kind: FileKind) -> sim::FileKind {
    match kind {
        FileKind::Customers => sim::FileKind::Customers,
        FileKind::Orders => sim::FileKind::SalesOrders,
        FileKind::Sales => sim::FileKind::Sales,
        FileKind::Receipts => sim::FileKind::Receipts,
        FileKind::Payments => sim::FileKind::Payments,
        FileKind::Journal => sim::FileKind::GeneralJournal,
        FileKind::Adjustments => sim::FileKind::Adjustments,
        FileKind::Chart => sim::FileKind::Chart,
        other => panic!("a kind of file these tests do not know: {other}"),
    }
}

/// A company whose two fiscal years are 2025 and 2026, with an item kept in stock at a cost of 4.25, one kept in
/// stock of which no cost is known, and one that is not kept in stock.
fn company() -> Sage50Simulator {
    let company = Sage50Simulator::new();
    company.set_fiscal_years(FIRST);
    let chart = "Account ID,Account Description,Account Type\r\n23200,City tax,12\r\n40100,Service,21\r\n\
        50500,Shrinkage,23\r\n";
    let chart = company.import(sim::FileKind::Chart, chart.as_bytes(), &sim::Template::from_headings());
    assert!(chart.is_clean(), "{chart:#?}");
    let cost = |cost: &str| cost.parse().unwrap();
    assert!(company.add_item("WIDGET", "Widget", true, cost("9"), cost("4.25")));
    assert!(company.add_item("GADGET", "Gadget", true, cost("9"), cost("0")));
    assert!(company.add_item("HOUR", "Work", false, cost("80"), cost("0")));
    company
}

fn labels() -> [CustomFieldLabel; 3] {
    LABELS.map(|label| CustomFieldLabel::new(label).unwrap())
}

fn account(id: &str) -> GlAccount {
    GlAccount::new(id).unwrap()
}

fn cents(minor: i64) -> Money {
    Money::from_minor(minor, Currency::Usd)
}

/// Takes every file of a run into the company, in the order of the manifest.
fn import(company: &Sage50Simulator, setup: Setup, folder: &Path, manifest: &Manifest) -> Vec<ImportReport> {
    let take = |file: &sage50::files::ManifestFile| {
        let bytes = std::fs::read(folder.join(&*file.name)).unwrap();
        company.import(sage(file.kind), &bytes, &setup.importer(file.kind))
    };
    manifest.files.iter().map(take).collect()
}

/// An export of a journal, read.
fn export(company: &Sage50Simulator, setup: Setup, kind: FileKind) -> Export {
    let bytes = company.export_with(sage(kind), &setup.exporter(kind));
    read(kind, &bytes, &setup.profile())
}

/// Reads an export of all days, made now.
fn read(kind: FileKind, bytes: &[u8], profile: &Profile) -> Export {
    let export = Export::read(kind, bytes, profile).unwrap().made_at(Utc::now());
    // The customer list has no days.
    if kind == FileKind::Customers { export } else { export.of_days(FIRST, LAST) }
}

fn as_utf8(bytes: &[u8]) -> Vec<u8> {
    let text = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0;
    format!("\u{feff}{text}").into_bytes()
}

/// Looks a run up in what the company exports now.
fn confirm(company: &Sage50Simulator, setup: Setup, folder: &Path, manifest: &Manifest) -> Confirmation {
    let mut exports = Exports::new();
    for file in &manifest.files {
        let bytes = company.export_with(sage(file.kind), &setup.exporter(file.kind));
        // A few columns that anybody fills in alike, and the export is the import file to the byte. Such a one is
        // refused; as UTF-8 it says the same and is another file.
        let own = std::fs::read(folder.join(&*file.name)).unwrap();
        let bytes = if bytes == own { as_utf8(&bytes) } else { bytes };
        exports.add(read(file.kind, &bytes, &setup.profile()));
    }
    ImportRun::confirm(folder, &exports).unwrap()
}
