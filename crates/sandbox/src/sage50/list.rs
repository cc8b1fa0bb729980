//! Lists of records, page by page.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::company::Company;
use super::query::{LONGEST_PAGE, Query, Resource};
use super::register::{Place, Register, Row, same};
use super::request::to_json;

/// One page as the gateway answers it.
#[derive(Debug, Serialize)]
struct PageView<T> {
    #[serde(rename = "$total")]
    total: usize,
    #[serde(rename = "$page")]
    page: usize,
    #[serde(rename = "$itemsPerPage")]
    items_per_page: usize,
    #[serde(rename = "$next")]
    next: Option<String>,
    #[serde(rename = "$items")]
    items: Vec<T>,
}

/// The rows of one page, by their places.
#[derive(Debug, PartialEq, Eq)]
struct Window {
    total: usize,
    page: usize,
    last: bool,
    places: Vec<Place>,
}

impl Company {
    /// The JSON of a page; `raw` is the query as it was sent, from which the address of the next page is made.
    pub(super) fn list(&mut self, resource: Resource, query: &Query, raw: &str, now: Instant) -> Vec<u8> {
        let lag = self.read_lag;
        let next = |window: &Window| (!window.last).then(|| next_page(resource, raw, window.page));
        let owner = self.owner(query);
        match resource {
            Resource::Customers => {
                let window = window(&mut self.customers, query, Owner::Anyone, now, lag);
                page(next(&window), &window, query, |place| self.customer_view(place, query.all))
            }
            Resource::Products => {
                let window = window(&mut self.items, query, Owner::Anyone, now, lag);
                page(next(&window), &window, query, |place| self.item_view(place))
            }
            Resource::SalesOrders => {
                let window = window(&mut self.orders, query, owner, now, lag);
                page(next(&window), &window, query, |place| self.order_view(place, query.all))
            }
            Resource::Invoices => {
                let window = window(&mut self.sales, query, owner, now, lag);
                page(next(&window), &window, query, |place| self.sale_view(place, query.all))
            }
            Resource::Payments => {
                let window = window(&mut self.payments, query, owner, now, lag);
                page(next(&window), &window, query, |place| self.payment_view(place, query.all))
            }
            Resource::JournalEntries => {
                let window = window(&mut self.journal, query, Owner::Anyone, now, lag);
                page(next(&window), &window, query, |place| self.journal_view(place, query.all))
            }
            Resource::StockAdjustments => {
                let window = window(&mut self.adjustments, query, Owner::Anyone, now, lag);
                page(next(&window), &window, query, |place| self.adjustment_view(place, query.all))
            }
        }
    }

    fn owner(&self, query: &Query) -> Owner {
        match query.customer.as_deref() {
            None => Owner::Anyone,
            Some(id) => self.customers.first(id).map_or(Owner::Nobody, Owner::Customer),
        }
    }
}

/// Whose rows are asked for.
#[derive(Debug, Clone, Copy)]
enum Owner {
    Anyone,
    /// A customer who does not exist.
    Nobody,
    Customer(Place),
}

fn window<R: Row>(
    register: &mut Register<R>,
    query: &Query,
    owner: Owner,
    now: Instant,
    lag: Duration,
) -> Window {
    let visible = register.show(now, lag);
    let reference = query.reference.as_deref();
    let register = &*register;
    let wanted = |row: &R| {
        let belongs = match owner {
            Owner::Anyone => true,
            Owner::Nobody => false,
            Owner::Customer(customer) => row.customer() == Some(customer),
        };
        belongs
            && reference.is_none_or(|reference| same(row.reference(), reference))
            && query.takes(row.kind_word(), row.date())
    };
    let found = match (reference, owner) {
        (Some(reference), _) => Some(register.by_reference(reference)),
        (None, Owner::Customer(customer)) => Some(register.by_customer(customer)),
        (None, _) => None,
    };
    let recent = |place: &Place| query.since.is_none_or(|since| register.changed(*place) >= Some(since));
    let Some(found) = found else {
        let rows = register.iter().take(visible);
        let places = rows.filter(|(_, row)| wanted(row)).map(|(place, _)| place);
        return cut(places.filter(recent), query);
    };
    let shown = found.into_iter().filter(|place| place.is_before(visible));
    cut(shown.filter(|place| register.at(*place).is_some_and(wanted)).filter(recent), query)
}

/// Cuts the asked page out of all matching rows; a page past the end is the last page again.
fn cut(matching: impl Iterator<Item = Place> + Clone, query: &Query) -> Window {
    let total = matching.clone().count();
    let pages = total.div_ceil(query.items_per_page).max(1);
    let page = query.page.min(pages);
    let before = page.saturating_sub(1).saturating_mul(query.items_per_page);
    Window {
        total,
        page,
        last: page == pages,
        places: matching.skip(before).take(query.items_per_page).collect(),
    }
}

fn page<T: Serialize>(
    next: Option<String>,
    window: &Window,
    query: &Query,
    view: impl Fn(Place) -> Option<T>,
) -> Vec<u8> {
    to_json(&PageView {
        total: window.total,
        page: window.page,
        items_per_page: query.items_per_page,
        next,
        items: window.places.iter().copied().filter_map(view).collect(),
    })
}

/// The JSON of a list that is never longer than one page.
pub(super) fn only_page<T: Serialize>(items: &[T]) -> Vec<u8> {
    to_json(&PageView {
        total: items.len(),
        page: 1,
        items_per_page: LONGEST_PAGE,
        next: None,
        items: items.iter().collect(),
    })
}

fn next_page(resource: Resource, raw: &str, page: usize) -> String {
    let filters = raw.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("page="));
    let mut path = format!("{}?page={}", resource.path(), page.saturating_add(1));
    for filter in filters {
        path.push('&');
        path.push_str(filter);
    }
    path
}
