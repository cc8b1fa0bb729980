//! What `sage_files_write` and `sage_files_read` share: a company, a day's documents, and the floor.

mod day;
pub mod floor;

use std::time::Duration;

use sage50::files::{DateFormat, FileError, Layout, PeriodAnchor, Profile, TaxAgency, Template};
use sage50::model::{
    Account, AccountType, Document, GlAccount, OpenPeriods, PaymentMethod, SalesTaxId, TaxAgencyId,
};

use crate::result::{Failure, ratio};

const RECEIVABLE: &str = "11000";
const CARD_MONEY: &str = "10600";
const DISCOUNTS: &str = "49000";
const FEES: &str = "65100";
const TAX: &str = "VATAX";
const TAX_AGENCY: &str = "VASTATE";
const TAX_OWED: &str = "23100";
const METHODS: [&str; 3] = ["PayTrace", "Visa", "Check"];

/// The documents, in the order in which they were made.
pub fn documents(count: usize) -> Result<Vec<Document>, Failure> {
    day::documents(count)
}

/// A company whose every check is on: open days, chart of accounts, payment methods, sales tax.
pub fn profile() -> Result<Profile, Failure> {
    let anchor = PeriodAnchor { month: "2026-01-01".parse()?, period: 1 };
    let agency = TaxAgency { id: TaxAgencyId::new(TAX_AGENCY)?, payable: GlAccount::new(TAX_OWED)? };
    let mut profile = Profile::new(GlAccount::new(RECEIVABLE)?, anchor)?
        .with_open_periods(OpenPeriods::new("2026-01-01".parse()?, "2027-12-31".parse()?)?)
        .with_chart(&chart())
        .with_sales_tax(SalesTaxId::new(TAX)?, vec![agency]);
    for method in METHODS {
        profile = profile.with_method(PaymentMethod::new(method)?, GlAccount::new(CARD_MONEY)?);
    }
    Ok(profile)
}

/// The same company with the columns that Sage exports, some of which Sage fills by itself.
pub fn exporting(profile: Profile) -> Result<Profile, FileError> {
    let template = |layout| Ok::<_, FileError>(Template::new(layout)?.with_dates(DateFormat::TwoDigitYear));
    let mut sales =
        template(Layout::SalesFull)?.with_constant("Customer Name", "Cedar Heating & Cooling Inc")?;
    for (column, text) in [
        ("Ship to Name", "Cedar Heating & Cooling Inc"),
        ("Ship to Address-Line One", "8320 E. West St."),
        ("Ship to City", "Spokane"),
        ("Ship to State", "WA"),
        ("Ship to Zipcode", "85284"),
        ("Ship to Country", "USA"),
    ] {
        sales = sales.with_constant(column, text)?;
    }
    let receipts = template(Layout::ReceiptsExport)?;
    let receipts = receipts.with_constant("Customer Name", "Cedar Heating & Cooling Inc")?;
    let journal = template(Layout::Journal)?;
    Ok(profile.with_template(sales).with_template(receipts).with_template(journal))
}

fn chart() -> Vec<Account> {
    let account = |id: u32| Account {
        id: id.to_string().into(),
        description: "Account".into(),
        kind: AccountType::Income,
        inactive: false,
    };
    (10_000..=70_000).step_by(100).map(account).collect()
}

/// Records per second, in thousandths of a record.
pub fn per_second(records: u64, time: Duration) -> u128 {
    ratio(u128::from(records).saturating_mul(1_000_000_000), time.as_nanos())
}
