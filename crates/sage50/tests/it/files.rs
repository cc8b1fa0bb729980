//! The file door: files written and read, runs and their confirmation.
#![expect(clippy::unwrap_used, clippy::panic, reason = "test code")]

mod documents;
mod door;
mod read;
mod run;
mod sage;
mod write;

use std::path::{Path, PathBuf};

use sage50::files::{Export, FileKind, PeriodAnchor, Profile, RefundStyle, TaxAgency, Template};
use sage50::model::{CustomFieldLabel, GlAccount, PaymentMethod, SalesTaxId, TaxAgencyId};

/// The company of the fixtures.
fn profile() -> Profile {
    let account = |id: &str| GlAccount::new(id).unwrap();
    let anchor = PeriodAnchor { month: "2026-01-15".parse().unwrap(), period: 1 };
    let state = TaxAgency { id: TaxAgencyId::new("VASTATE").unwrap(), payable: account("23000") };
    let customers = Template::of_import(FileKind::Customers).unwrap();
    let customers = customers.with_custom_fields([CustomFieldLabel::new("PayTrace id").unwrap()]).unwrap();
    Profile::new(account("11000"), anchor)
        .unwrap()
        .with_method(PaymentMethod::new("Card").unwrap(), account("10500"))
        .with_sales_tax(SalesTaxId::new("VATAX").unwrap(), vec![state])
        .with_template(customers)
}

fn negative_receipts() -> Profile {
    profile().with_refunds(RefundStyle::NegativeReceipts)
}

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/files").join(name);
    std::fs::read(path).unwrap()
}

fn export(kind: FileKind, bytes: &[u8]) -> Export {
    Export::read(kind, bytes, &profile()).unwrap()
}

/// A fixture with a text replaced, which must be there.
fn changed(name: &str, from: &str, to: &str) -> Vec<u8> {
    let text: String = fixture(name).into_iter().map(char::from).collect();
    assert!(text.contains(from), "{from}");
    text.replace(from, to).chars().map(|character| u8::try_from(character).unwrap()).collect()
}

/// What lies in a folder, but for its lock, which stays there.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name != ".lock").collect();
    names.sort();
    names
}
