//! The `HyperAccounts` door itself, and [`Books`].

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;
use tracing::field::Empty;
use url::Url;

use super::answer::{Effect, unusable};
use super::builder::{AuthToken, HyperAccountsDoorBuilder};
use super::call::Turn;
use super::header::AuditHeader;
use super::look_up::only_page;
use super::search::{Filter, Row};
use super::{customer, journal, order, outgoing, product, stock};
use crate::books::{Books, Capabilities, List, Page, Posted};
use crate::error::{Error, ErrorKind, Outcome, SageDetail};
use crate::model::{
    Account, AccountType, AmountsDue, Document, Found, Invoice, Kind, Product, PurchaseOrderNumber,
    Reference, SalesOrder, same_reference,
};
use crate::rest::exchange::observed;
use crate::rest::{Header, Method, Transport, scalar};
use crate::uk::Ledger;

const CUSTOMER: &str = "/api/customer/";
const PRODUCT: &str = "/api/product";

/// The door to `HyperAccounts` in front of one Sage 50 UK company.
///
/// Reads are repeated up to three times; posts are sent once and never repeated. Clones share their connections and
/// take turns, a document for all of its calls: the API runs one call of a sort at a time.
///
/// ```no_run
/// use sage50::uk::Ledger;
/// use sage50::uk::hyper_accounts::{AuthToken, HyperAccountsDoor};
/// use sage50::{Books, Document, GlAccount};
///
/// # #[cfg(feature = "http")]
/// # async fn example(document: Document) -> Result<(), Box<dyn std::error::Error>> {
/// let ledger = Ledger::new(GlAccount::new("1100")?, GlAccount::new("2200")?);
/// let address = "https://sage.example.co.uk".parse()?;
/// let door = HyperAccountsDoor::builder(address, AuthToken::new("token"), ledger).build()?;
/// println!("{:?}", door.post(&document).await?);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct HyperAccountsDoor {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) headers: Arc<[Header]>,
    pub(super) timeout: Duration,
    pub(super) ledger: Arc<Ledger>,
    pub(super) turn: Turn,
}

impl HyperAccountsDoor {
    /// Settings of a door to the API at `base_url`, which is `https` unless it is on this machine.
    pub fn builder(base_url: Url, token: AuthToken, ledger: Ledger) -> HyperAccountsDoorBuilder {
        HyperAccountsDoorBuilder::new(base_url, token, ledger)
    }

    pub(super) async fn headers(&self, filters: &[Filter]) -> Result<Vec<AuditHeader>, Error> {
        let rows = self.search("/api/search/auditHeaders", filters).await?;
        rows.iter().map(|row| AuditHeader::read(Row(row), self.ledger.currency)).collect()
    }

    /// Refuses a day that the company locked, which Sage itself books without a word.
    pub(super) async fn check_open(&self, document: &Document) -> Result<(), Error> {
        let Some(date) = document.date() else { return Ok(()) };
        let company = self.get("/api/company").await?.response;
        let unclear = "the company's lock date cannot be read, so no day is known to be open";
        let locked = Row(&company).day("lockDate").ok().filter(|_| company.is_object());
        match locked.ok_or_else(|| unusable(unclear, Effect::Reads))? {
            Some(locked) if date <= locked => Err(Error::own(
                SageDetail::ClosedPeriod,
                format_args!("{date} lies in what the company locked up to {locked}"),
            )),
            _ => Ok(()),
        }
    }

    async fn post_once(&self, document: &Document) -> Result<Posted, Error> {
        self.check(document)?;
        match document {
            Document::Customer(customer) => {
                let body = customer::body(customer)?;
                self.check_new(document).await?;
                self.write_record(Method::Post, CUSTOMER, &body, document).await
            }
            Document::Product(item) => {
                let body = product::body(item)?;
                self.check_new(document).await?;
                self.write_record(Method::Post, PRODUCT, &body, document).await
            }
            Document::SalesOrder(order) => self.post_order(document, order).await,
            Document::Invoice(invoice) => self.post_invoice(document, invoice).await,
            Document::CreditMemo(memo) => self.post_credit_memo(document, memo).await,
            Document::Receipt(receipt) => self.post_receipt(document, receipt).await,
            Document::Refund(refund) => self.post_refund(document, refund).await,
            Document::Chargeback(chargeback) => self.post_chargeback(document, chargeback).await,
            Document::JournalEntry(entry) => {
                let body = journal::body(entry, &self.ledger)?;
                self.check_open(document).await?;
                self.write("/api/journal", &body).await?;
                // Its answer gives the entry no number.
                self.confirm(document, None).await
            }
            Document::StockAdjustment(adjustment) => {
                let body = stock::body(adjustment)?;
                self.check_open(document).await?;
                if self.write("/api/stock", &body).await?.response.as_bool() != Some(true) {
                    return Err(unusable("it does not say that the stock moved", Effect::Writes));
                }
                self.confirm(document, None).await
            }
        }
    }

    async fn post_invoice(&self, document: &Document, invoice: &Invoice) -> Result<Posted, Error> {
        let details = invoice.details();
        let order = details.customer_purchase_order.as_ref().map(PurchaseOrderNumber::as_str);
        let extras = outgoing::SaleExtras { due: details.due, purchase_order: order };
        let sale = (outgoing::SALES_INVOICE, invoice.head());
        let body = outgoing::sale(sale, invoice.lines(), extras, &self.ledger)?;
        self.check_open(document).await?;
        Ok(Posted::in_books(self.post_numbered("/api/batchtransactionPost", &body).await?))
    }

    async fn post_order(&self, document: &Document, order: &SalesOrder) -> Result<Posted, Error> {
        order::check(order, &self.ledger)?;
        let body = order::body(order, &self.ledger, &self.rates().await?)?;
        self.check_open(document).await?;
        let key = self.post_numbered("/api/salesOrder/", &body).await?;
        self.confirm(document, Some(&key)).await
    }

    /// Whether the API would overwrite a customer or product is not documented: look first.
    async fn check_new(&self, document: &Document) -> Result<(), Error> {
        if self.find_all(document).await?.is_empty() {
            return Ok(());
        }
        Err(Error::own(SageDetail::Duplicate, format_args!("{} is in the books", document.reference())))
    }

    async fn write_record(
        &self,
        method: Method,
        path: &'static str,
        body: &Value,
        document: &Document,
    ) -> Result<Posted, Error> {
        let answer = self.call(method, path.into(), body.to_string().into(), Effect::Writes).await?;
        let key = scalar::key(Some(&answer.response));
        let key = key.filter(|key| same_reference(document.reference(), key));
        let key = key.ok_or_else(|| unusable("it is about another customer or product", Effect::Writes))?;
        Ok(Posted::in_books(key))
    }

    async fn update_once(&self, document: &Document) -> Result<Posted, Error> {
        self.check(document)?;
        let (path, body) = match document {
            Document::Customer(customer) => (CUSTOMER, customer::changed(customer)?),
            Document::Product(item) => (PRODUCT, product::body(item)?),
            _ => return Err(Error::unsupported("it changes customers and products only")),
        };
        // Whether the API would make a new one is not documented.
        if self.find_all(document).await?.is_empty() {
            return Err(Error::new(ErrorKind::NotFound, Outcome::Nothing)
                .with_problem("the books hold no such customer or product"));
        }
        self.write_record(Method::Patch, path, &body, document).await
    }

    async fn company_can(&self) -> Result<Capabilities, Error> {
        let status = self.get("/api/status").await?.response;
        // Sage's own interface books, the database interface reads.
        let (books, reads) = (Row(&status).flag("sdoStatusOk"), Row(&status).flag("odbcStatusOk"));
        Ok(Capabilities {
            can_read: reads,
            // What is changed is looked up first.
            can_update: books && reads,
            assigns_keys: true,
            confirms_posting: true,
            can_adjust_stock: books && reads,
            can_tell_due: reads,
            can_list_products: reads,
            refuses_duplicates: [Kind::Customer, Kind::Product].into(),
            company: Row(&status).text("companyName"),
            posts_at_once: Some(NonZeroUsize::MIN),
            longest_post: Some(self.longest_post()),
            ..Capabilities::default()
        })
    }
}

#[async_trait]
impl Books for HyperAccountsDoor {
    /// Reads `/api/status`. How long effects take to show is not documented, so it is unknown here.
    async fn capabilities(&self) -> Result<Capabilities, Error> {
        let span = tracing::debug_span!("sage50.uk.capabilities", status = Empty, outcome = Empty);
        observed(span, self.company_can()).await
    }

    /// Reads the lock date, of what settles others also what they hold open, then posts once.
    ///
    /// A document of several bookings is read back at the end and is a success only when it stands there whole.
    /// All of it happens in one turn, within [`Capabilities::longest_post`]; a caller who gives up earlier can cut it
    /// in half.
    async fn post(&self, document: &Document) -> Result<Posted, Error> {
        let kind = document.kind().as_str();
        let span = tracing::debug_span!("sage50.uk.post", kind, status = Empty, outcome = Empty);
        observed(span, async { self.for_document().await?.post_once(document).await }).await
    }

    async fn update(&self, document: &Document) -> Result<Posted, Error> {
        let kind = document.kind().as_str();
        let span = tracing::debug_span!("sage50.uk.update", kind, status = Empty, outcome = Empty);
        observed(span, async { self.for_document().await?.update_once(document).await }).await
    }

    async fn find(&self, document: &Document) -> Result<Vec<Found>, Error> {
        let kind = document.kind().as_str();
        let span = tracing::debug_span!("sage50.uk.find", kind, status = Empty, outcome = Empty);
        observed(span, self.find_all(document)).await
    }

    async fn list(&self, query: &List) -> Result<Page, Error> {
        let (kind, page) = (query.kind.as_str(), query.page);
        let span = tracing::debug_span!("sage50.uk.list", kind, page, status = Empty, outcome = Empty);
        observed(span, self.list_all(query)).await
    }

    async fn accounts(&self) -> Result<Vec<Account>, Error> {
        let read = async {
            let rows = self.rows("/api/nominal/").await?;
            let account = |row: &Value| {
                let row = Row(row);
                // Sage numbers its types otherwise than the US edition and names them nowhere.
                let kind = row.text("type").map_or(Box::default(), |number| format!("type {number}").into());
                Ok(Account {
                    id: row.needed("accountRef")?,
                    description: row.text("name").unwrap_or_default(),
                    kind: AccountType::Other(kind),
                    inactive: row.flag("inactiveFlag"),
                })
            };
            rows.iter().map(account).collect()
        };
        observed(tracing::debug_span!("sage50.uk.accounts", status = Empty, outcome = Empty), read).await
    }

    /// One look-up per reference, over invoices, credits and receipts on account of every customer.
    ///
    /// Several with one reference, or one that does not say what is outstanding, are [`ErrorKind::Invalid`].
    async fn due(&self, references: &[Reference]) -> Result<AmountsDue, Error> {
        let read = async {
            let mut due = AmountsDue::new();
            for reference in references {
                if let Some(row) = self.open_item(reference, &["SI", "SC", "SA"], None).await? {
                    due.insert(reference, row.still_open()?);
                }
            }
            Ok(due)
        };
        observed(tracing::debug_span!("sage50.uk.due", status = Empty, outcome = Empty), read).await
    }

    /// Items whose texts are longer than this version takes are left out of the items, and counted in the total.
    async fn products(&self, page: u32) -> Result<Page<Product>, Error> {
        let read = async {
            let rows = self.search("/api/searchProduct", &[Filter::begins("STOCK_CODE", "")]).await?;
            let items = rows.iter().map(|row| product::read(Row(row))).collect::<Result<Vec<_>, _>>()?;
            let Page { items, next, total } = only_page(items, page)?;
            Ok(Page { items: items.into_iter().flatten().collect(), next, total })
        };
        observed(tracing::debug_span!("sage50.uk.products", page, status = Empty, outcome = Empty), read)
            .await
    }
}
