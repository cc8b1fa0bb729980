//! Look-ups and lists.

use serde_json::Value;

use super::door::HyperAccountsDoor;
use super::header;
use super::search::{Filter, Row, quotable};
use crate::books::{List, Page};
use crate::error::{Error, ErrorKind, Outcome};
use crate::model::{Document, Found, Kind, same_reference};

impl HyperAccountsDoor {
    pub(super) async fn find_all(&self, document: &Document) -> Result<Vec<Found>, Error> {
        let kind = document.kind();
        let reference = quotable("reference", document.reference())?;
        match kind {
            Kind::Customer | Kind::Product => {
                let mut found = self.records(kind, |field| Filter::is(field, reference)).await?;
                found.retain(|entry| same_reference(reference, &entry.reference));
                Ok(found)
            }
            _ if header::types(kind).is_empty() => {
                Err(Error::unsupported("it holds no documents of this kind"))
            }
            _ => {
                let filters = [Filter::is("INV_REF", reference), Filter::types(header::types(kind))];
                let mut rows = self.headers(&filters).await?;
                rows.retain(|row| row.is(reference, None));
                Ok(header::found(&rows, kind))
            }
        }
    }

    /// The customers or products that a filter on their code finds.
    async fn records(
        &self,
        kind: Kind,
        filter: impl Fn(&'static str) -> Filter,
    ) -> Result<Vec<Found>, Error> {
        let (path, column, field) = match kind {
            Kind::Product => ("/api/searchProduct", "STOCK_CODE", "stockCode"),
            _ => ("/api/searchSalesLedger", "ACCOUNT_REF", "accountRef"),
        };
        let rows = self.search(path, &[filter(column)]).await?;
        let found = |row: &Value| {
            let key = Row(row).needed(field)?;
            let status = Row(row).text("accountStatusText");
            Ok(Found {
                reference: key.clone(),
                customer: Some(key.clone()).filter(|_| kind == Kind::Customer),
                key,
                kind,
                date: None,
                amount: None,
                stock: None,
                status,
                voided: false,
            })
        };
        rows.iter().map(found).collect()
    }

    pub(super) async fn list_all(&self, query: &List) -> Result<Page, Error> {
        let items = match query.kind {
            kind @ (Kind::Customer | Kind::Product) => {
                self.records(kind, |field| Filter::begins(field, "")).await?
            }
            kind if header::types(kind).is_empty() => {
                return Err(Error::unsupported("it holds no documents of this kind"));
            }
            kind => {
                let mut filters = vec![Filter::types(header::types(kind))];
                filters.extend(query.from.map(Filter::from));
                filters.extend(query.to.map(Filter::to));
                header::found(&self.headers(&filters).await?, kind)
            }
        };
        only_page(items, query.page)
    }
}

/// All rows as the first page; the API has no pages.
pub(super) fn only_page<T>(items: Vec<T>, page: u32) -> Result<Page<T>, Error> {
    let total = u64::try_from(items.len()).unwrap_or(u64::MAX);
    match page {
        0 => Err(Error::new(ErrorKind::Invalid, Outcome::Nothing).with_problem("pages count from 1")),
        1 => Ok(Page { items, next: None, total }),
        _ => Ok(Page { items: Vec::new(), next: None, total }),
    }
}
