//! The parameters of a list: filters and paging, read strictly.

use chrono::{DateTime, NaiveDate, Utc};

use super::fields::civil_date;
use super::problem::{Code, Problems, Refusal};

/// The kinds of records that stand at one path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resource {
    Customers,
    Products,
    SalesOrders,
    Invoices,
    Payments,
    JournalEntries,
    StockAdjustments,
}

impl Resource {
    pub(super) const ALL: [Self; 7] = [
        Self::Customers,
        Self::Products,
        Self::SalesOrders,
        Self::Invoices,
        Self::Payments,
        Self::JournalEntries,
        Self::StockAdjustments,
    ];

    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Customers => "/v1/customers",
            Self::Products => "/v1/products",
            Self::SalesOrders => "/v1/sales_orders",
            Self::Invoices => "/v1/invoices",
            Self::Payments => "/v1/payments",
            Self::JournalEntries => "/v1/journal_entries",
            Self::StockAdjustments => "/v1/stock_adjustments",
        }
    }

    /// Whether records are created by `POST`; items of the inventory are made at the screen.
    pub(super) const fn creates(self) -> bool {
        !matches!(self, Self::Products)
    }

    /// Whether records are changed by `PUT`.
    pub(super) const fn changes(self) -> bool {
        matches!(self, Self::Customers | Self::Products | Self::SalesOrders | Self::Invoices)
    }

    const fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Invoices => &["invoice", "credit_memo"],
            Self::Payments => &["receipt", "refund", "chargeback"],
            _ => &[],
        }
    }

    fn has(self, filter: &str) -> bool {
        let is_list = matches!(self, Self::Customers | Self::Products);
        match filter {
            "itemId" => self == Self::Products,
            "customerId" => !matches!(self, Self::Products | Self::JournalEntries | Self::StockAdjustments),
            "referenceNumber" | "from_date" | "to_date" => !is_list,
            "kind" => !self.kinds().is_empty(),
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
    /// A reference number; of customers and items their id.
    pub(super) reference: Option<String>,
    pub(super) kind: Option<&'static str>,
    pub(super) from: Option<NaiveDate>,
    pub(super) to: Option<NaiveDate>,
    pub(super) since: Option<DateTime<Utc>>,
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
            since: None,
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

    /// Reads the parameters of a list without filters, which is one page.
    pub(super) fn read_paging(pairs: &[(String, String)]) -> Result<(), Refusal> {
        let mut query = Self::default();
        let mut problems = Problems::default();
        for (name, value) in pairs {
            let paging = matches!(name.as_str(), "page" | "items_per_page");
            if !paging || query.take(Resource::Customers, name, value).is_none() {
                let message = format!("{name} is no parameter of this list, or its value cannot be used.");
                problems.add(Code::InvalidValue, name, message);
            }
        }
        problems.or(())
    }

    fn take(&mut self, resource: Resource, name: &str, value: &str) -> Option<()> {
        match name {
            "customerId" if resource != Resource::Customers => self.customer = Some(value.to_owned()),
            "customerId" | "itemId" | "referenceNumber" => self.reference = Some(value.to_owned()),
            "kind" => self.kind = Some(resource.kinds().iter().find(|kind| **kind == value)?),
            "from_date" => self.from = Some(civil_date(value)?),
            "to_date" => self.to = Some(civil_date(value)?),
            "updated_or_created_since" => {
                self.since = Some(DateTime::parse_from_rfc3339(value).ok()?.with_timezone(&Utc));
            }
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
