//! The parameters of a list: filters and paging, read strictly.

use chrono::NaiveDate;

use super::fields::civil_date;
use super::problem::{Code, Problems, Refusal};

/// The four kinds of records that can be created and listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resource {
    Customers,
    Invoices,
    Payments,
    JournalEntries,
}

impl Resource {
    pub(super) const ALL: [Self; 4] = [Self::Customers, Self::Invoices, Self::Payments, Self::JournalEntries];

    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Customers => "/v1/customers",
            Self::Invoices => "/v1/invoices",
            Self::Payments => "/v1/payments",
            Self::JournalEntries => "/v1/journal_entries",
        }
    }

    const fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Customers => &["customer"],
            Self::Invoices => &["invoice", "credit_memo"],
            Self::Payments => &["receipt", "refund"],
            Self::JournalEntries => &["journal_entry"],
        }
    }

    fn has(self, filter: &str) -> bool {
        match filter {
            "customerId" => self != Self::JournalEntries,
            "referenceNumber" | "from_date" | "to_date" => self != Self::Customers,
            _ => true,
        }
    }
}

/// The longest page, in items.
pub(super) const LONGEST_PAGE: usize = 200;
/// The length of a page nobody asked a length for, as in Sage's other APIs.
const USUAL_PAGE: usize = 20;

/// What a list asks for.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) customer: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) kind: Option<&'static str>,
    pub(super) from: Option<NaiveDate>,
    pub(super) to: Option<NaiveDate>,
    /// Counts from 1.
    pub(super) page: usize,
    pub(super) items_per_page: usize,
    /// Whether all attributes are wanted, not only the head of each record.
    pub(super) all: bool,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            customer: None,
            reference: None,
            kind: None,
            from: None,
            to: None,
            page: 1,
            items_per_page: USUAL_PAGE,
            all: false,
        }
    }
}

impl Query {
    /// Reads the parameters; one that is unknown, repeated or of no use for `resource` is refused.
    pub(super) fn read(resource: Resource, pairs: &[(String, String)]) -> Result<Self, Refusal> {
        let mut query = Self::default();
        let mut problems = Problems::default();
        let mut seen: Vec<&str> = Vec::with_capacity(pairs.len());
        for (name, value) in pairs {
            let taken = resource.has(name) && !seen.contains(&name.as_str());
            if !taken || query.take(resource, name, value).is_none() {
                let message = format!("{name} is no parameter of this list, or its value cannot be used.");
                problems.add(Code::InvalidValue, name, message);
            }
            seen.push(name);
        }
        problems.or(query)
    }

    fn take(&mut self, resource: Resource, name: &str, value: &str) -> Option<()> {
        match name {
            "customerId" => self.customer = Some(value.to_owned()),
            "referenceNumber" => self.reference = Some(value.to_owned()),
            "kind" => self.kind = Some(resource.kinds().iter().find(|kind| **kind == value)?),
            "from_date" => self.from = Some(civil_date(value)?),
            "to_date" => self.to = Some(civil_date(value)?),
            "page" => self.page = positive(value)?,
            // A longer page than the longest is cut, and `$itemsPerPage` tells so.
            "items_per_page" => self.items_per_page = positive(value)?.min(LONGEST_PAGE),
            "attributes" if value == "all" => self.all = true,
            _ => return None,
        }
        Some(())
    }

    /// Whether a row of this kind and day is asked for.
    pub(super) fn takes(&self, kind: &str, date: Option<NaiveDate>) -> bool {
        self.kind.is_none_or(|wanted| wanted == kind)
            && self.from.is_none_or(|from| date.is_some_and(|date| date >= from))
            && self.to.is_none_or(|to| date.is_some_and(|date| date <= to))
    }
}

fn positive(text: &str) -> Option<usize> {
    text.parse().ok().filter(|number| *number > 0)
}
