//! Look-ups and lists.

use serde_json::Value;

use super::allocation;
use super::door::HyperAccountsDoor;
use super::header::{self, AuditHeader};
use super::search::{Filter, Row, quotable};
use super::unverified::{CREDITS, ORDER_REFERENCE, STOCK_CODE, STOCK_REFERENCE};
use crate::books::{List, Page};
use crate::error::{Error, ErrorKind, Outcome};
use crate::model::{Booking, CreditMemo, CustomerId, Document, Found, Kind, Receipt, same_reference};

impl HyperAccountsDoor {
    pub(super) async fn find_all(&self, document: &Document) -> Result<Vec<Found>, Error> {
        let kind = document.kind();
        let reference = quotable("reference", document.reference())?;
        let mut found = match document {
            Document::Customer(_) | Document::Product(_) => {
                self.records(kind, |field| Filter::is(field, reference)).await?
            }
            Document::SalesOrder(_) => self.orders(&[Filter::is(ORDER_REFERENCE, reference)]).await?,
            Document::StockAdjustment(adjustment) => {
                let item = quotable("item", adjustment.item.as_str())?;
                self.adjustments(&[Filter::is(STOCK_CODE, item), Filter::is(STOCK_REFERENCE, reference)])
                    .await?
            }
            Document::JournalEntry(_) => self.journal_entries(vec![Filter::is("INV_REF", reference)]).await?,
            _ => return self.find_settled(document, reference).await,
        };
        found.retain(|entry| same_reference(reference, &entry.reference));
        Ok(found)
    }

    /// Documents of the customers' ledger, each with what it has not settled of what it should.
    async fn find_settled(&self, document: &Document, reference: &str) -> Result<Vec<Found>, Error> {
        let kind = document.kind();
        let filters = [Filter::is("INV_REF", reference), Filter::types(header::types(kind))];
        let mut rows = self.headers(&filters).await?;
        let customer = document.customer().map(CustomerId::as_str);
        let back = matches!(kind, Kind::Refund | Kind::Chargeback);
        // Its details, by which a refund or chargeback is known, may have been worded otherwise since: whatever the
        // customer owes under its reference may be it.
        rows.retain(|row| {
            let own = row.document() == Some(kind) && row.is(reference, None);
            own || (back && row.is(reference, customer))
        });
        let bookings = if back { self.bookings(reference, &rows).await? } else { Vec::new() };
        let mut bookings = bookings.into_iter();
        let there = rows.iter().any(|row| !row.deleted);
        let around = match document {
            Document::Receipt(receipt) if there => self.around_receipt(receipt).await?,
            _ => None,
        };
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let own = match document {
                Document::Receipt(receipt) => short(row, receipt)?.or_else(|| around.clone()),
                Document::Refund(refund) if !row.has_settled(refund.amount()) => {
                    Some("booked, and the credits it pays out are not allocated to it".into())
                }
                Document::CreditMemo(memo) => self.around_memo(row, memo).await?,
                _ => None,
            };
            let shown = row.found(row.document().unwrap_or(kind));
            let booking = bookings.next().unwrap_or(shown.booking);
            found.push(Found { incomplete: own.filter(|_| !row.deleted), booking, ..shown });
        }
        Ok(found)
    }

    /// What a receipt has not settled of the invoices, credits and discounts it names, whatever else it did.
    async fn around_receipt(&self, receipt: &Receipt) -> Result<Option<Box<str>>, Error> {
        let (reference, account) = (receipt.head().reference.as_str(), receipt.head().customer.as_str());
        let kept = allocation::discount(receipt)?;
        if kept.is_positive() {
            let rows = self.rows_of(reference, account).await?;
            let whole = |row: &AuditHeader| {
                let all = row.gross == Some(kept) && row.has_settled(kept);
                !row.deleted && row.is_discount() && all
            };
            if !rows.iter().any(whole) {
                return Ok(Some(
                    format!("booked, and its discount of {kept} is not, or not allocated").into(),
                ));
            }
        }
        let invoices = allocation::invoices(receipt)?.into_iter().map(|sum| (sum, ["SI"].as_slice()));
        let credits = allocation::credits(receipt)?.into_iter().map(|sum| (sum, CREDITS));
        for ((reference, amount), types) in invoices.chain(credits) {
            let rows = self.open_items(reference, types, Some(account)).await?;
            // Where several have the reference, nothing tells which one is meant.
            if rows.is_empty() || !rows.iter().all(|row| row.has_settled(amount)) {
                return Ok(Some(format!("booked, and not {amount} of {reference} is settled").into()));
            }
        }
        Ok(None)
    }

    /// Whether a credit memo that names an invoice was allocated to it, as far as the invoice owed.
    async fn around_memo(&self, row: &AuditHeader, memo: &CreditMemo) -> Result<Option<Box<str>>, Error> {
        let Some(invoice) = &memo.details().applies_to else { return Ok(None) };
        if row.has_settled(memo.total()) {
            return Ok(None);
        }
        let rows = self.open_items(invoice, &["SI"], row.account.as_deref()).await?;
        let settled = |row: &AuditHeader| row.outstanding.is_some_and(|open| !open.is_positive());
        let paid = !rows.is_empty() && rows.iter().all(settled);
        Ok((!paid).then(|| format!("booked, and not allocated to {invoice}").into()))
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
                incomplete: None,
                booking: Booking::default(),
            })
        };
        rows.iter().map(found).collect()
    }

    pub(super) async fn list_all(&self, query: &List) -> Result<Page, Error> {
        let (from, to) = (query.from, query.to);
        let days = || {
            let from = from.map(|day| Filter::from("DATE", day));
            from.into_iter().chain(to.map(|day| Filter::to("DATE", day)))
        };
        let items = match query.kind {
            kind @ (Kind::Customer | Kind::Product) => {
                self.records(kind, |field| Filter::begins(field, "")).await?
            }
            Kind::SalesOrder => self.orders(&Self::ordered(from, to)).await?,
            Kind::StockAdjustment => self.adjustments(&Self::adjusted(from, to)).await?,
            Kind::JournalEntry => self.journal_entries(days().collect()).await?,
            kind => {
                let filters: Vec<_> =
                    std::iter::once(Filter::types(header::types(kind))).chain(days()).collect();
                let rows = self.headers(&filters).await?;
                rows.iter().filter(|row| row.document() == Some(kind)).map(|row| row.found(kind)).collect()
            }
        };
        only_page(items, query.page)
    }
}

/// What of the cash of a receipt is not allocated and should be.
fn short(row: &AuditHeader, receipt: &Receipt) -> Result<Option<Box<str>>, Error> {
    let due = super::settle::less(receipt.amount(), allocation::prepaid(receipt)?)?;
    if due.is_negative() || row.has_settled(due) {
        return Ok(None);
    }
    let open = row.outstanding.map_or_else(|| "an unknown part".to_owned(), |open| open.to_string());
    Ok(Some(format!("booked, and {open} of it not allocated").into()))
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
