//! What is read: the company's rules, and the day's documents.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use sage50::files::{FileError, PeriodAnchor, Profile, TaxAgency};
use sage50::model::{Document, GlAccount, PaymentMethod, SalesTaxId, TaxAgencyId};
use serde::Deserialize;
use serde_json::Value;

/// Why there is no result: one sentence that says what to do.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The company of the simulator.
const COMPANY: &[u8] = include_bytes!("../company.json");
/// The day that comes with the example.
const DAY: &[u8] = include_bytes!("../day.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Company {
    receivable: GlAccount,
    period: Period,
    payment_methods: BTreeMap<PaymentMethod, GlAccount>,
    sales_taxes: BTreeMap<SalesTaxId, Vec<Agency>>,
}

/// A month and the number Sage's exports give as its Transaction Period.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Period {
    month: NaiveDate,
    number: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Agency {
    agency: TaxAgencyId,
    payable: GlAccount,
}

/// The rules by which files are written and read.
pub fn profile(path: Option<&Path>) -> Result<Profile, Failure> {
    let company: Company = parsed(path, COMPANY)?;
    let anchor = PeriodAnchor { month: company.period.month, period: company.period.number };
    let mut profile = Profile::new(company.receivable, anchor).map_err(|error| told(&error))?;
    for (method, account) in company.payment_methods {
        profile = profile.with_method(method, account);
    }
    for (id, agencies) in company.sales_taxes {
        let agencies = agencies.into_iter().map(|one| TaxAgency { id: one.agency, payable: one.payable });
        profile = profile.with_sales_tax(id, agencies.collect());
    }
    Ok(profile)
}

/// A document that was not written.
pub struct Blocked {
    /// What it is called.
    pub document: String,
    /// Why it was not written, and what to do.
    pub why: String,
}

/// The documents of a day; one that is none is blocked.
pub fn documents(path: Option<&Path>) -> Result<Vec<Result<Document, Blocked>>, Failure> {
    let values: Vec<Value> = parsed(path, DAY)?;
    let document = |(place, value): (usize, Value)| {
        let text = |pointer| value.pointer(pointer).and_then(Value::as_str);
        let reference = ["/reference", "/head/reference", "/id"].into_iter().find_map(text);
        let kind = text("/kind").unwrap_or("document").replace('_', " ");
        let document = match reference {
            Some(reference) => format!("{kind} {reference}"),
            None => format!("{kind}, the {}th of the file", place.saturating_add(1)),
        };
        Document::deserialize(&value).map_err(|error| Blocked { document, why: error.to_string() })
    };
    Ok(values.into_iter().enumerate().map(document).collect())
}

fn parsed<T: for<'de> Deserialize<'de>>(path: Option<&Path>, own: &[u8]) -> Result<T, Failure> {
    let Some(path) = path else { return Ok(serde_json::from_slice(own)?) };
    let bytes =
        std::fs::read(path).map_err(|error| format!("{} cannot be read ({error})", path.display()))?;
    let wrong =
        |error| format!("{}: {error}; compare it with the file that comes with the example", path.display());
    Ok(serde_json::from_slice(&bytes).map_err(wrong)?)
}

/// An error of files with its cause, and what to do.
pub fn told(error: &FileError) -> String {
    let cause = std::error::Error::source(error).map_or_else(String::new, |cause| format!(" ({cause})"));
    format!("{error}{cause}; {}", error.remedy())
}
