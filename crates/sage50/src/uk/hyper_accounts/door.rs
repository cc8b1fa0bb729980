//! The `HyperAccounts` door itself: calls, and [`Books`].

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use paysage_money::Money;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tracing::field::Empty;
use url::Url;

use super::answer::{self, Answer, Effect, unusable};
use super::builder::{AuthToken, HyperAccountsDoorBuilder};
use super::header::AuditHeader;
use super::look_up::only_page;
use super::search::{Filter, Row, quotable};
use super::{outgoing, product};
use crate::books::{Books, Capabilities, List, Page, Posted};
use crate::error::{Error, ErrorKind, Outcome, SageDetail};
use crate::model::{
    Account, AccountType, AmountsDue, Customer, Document, Edition, Found, Kind, Product, Reference,
    same_reference,
};
use crate::rest::exchange::{exchange, observed, repeated};
use crate::rest::{Header, Method, Request, Transport, scalar};
use crate::uk::Ledger;

/// The door to `HyperAccounts` in front of one Sage 50 UK company.
///
/// Reads are repeated up to three times; posts are sent once and never repeated. Clones share their connections and
/// take turns: the API runs one call of a sort at a time.
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
    pub(super) turn: Arc<Mutex<()>>,
}

impl HyperAccountsDoor {
    /// Settings of a door to the API at `base_url`, which is `https` unless it is on this machine.
    pub fn builder(base_url: Url, token: AuthToken, ledger: Ledger) -> HyperAccountsDoorBuilder {
        HyperAccountsDoorBuilder::new(base_url, token, ledger)
    }

    /// Makes one call, once.
    async fn call(
        &self,
        method: Method,
        path: Cow<'static, str>,
        body: Bytes,
        effect: Effect,
    ) -> Result<Answer, Error> {
        let request = Request { method, path, headers: Arc::clone(&self.headers), body };
        let _turn = self.turn.lock().await;
        let reply = exchange(&*self.transport, self.timeout, request, effect.if_sent()).await?;
        answer::read(&reply, effect)
    }

    async fn get(&self, path: &'static str) -> Result<Answer, Error> {
        repeated(|| self.call(Method::Get, path.into(), Bytes::new(), Effect::Reads)).await
    }

    /// Searches, which the API does by POST; the rows are all there are, for it has no pages.
    pub(super) async fn search(&self, path: &'static str, filters: &[Filter]) -> Result<Vec<Value>, Error> {
        let body = Bytes::from(json!(filters).to_string());
        let answer = repeated(|| self.call(Method::Post, path.into(), body.clone(), Effect::Reads)).await?;
        answer.results.ok_or_else(|| unusable("it holds no results", Effect::Reads))
    }

    /// Posts, once.
    pub(super) async fn write(&self, path: &'static str, body: &Value) -> Result<Answer, Error> {
        self.call(Method::Post, path.into(), body.to_string().into(), Effect::Writes).await
    }

    /// Posts a transaction; the answer is the number of its header.
    pub(super) async fn post_transaction(&self, path: &'static str, body: &Value) -> Result<Box<str>, Error> {
        let answer = self.write(path, body).await?;
        let key = scalar::key(Some(&answer.response));
        key.ok_or_else(|| unusable("it names no header number", Effect::Writes))
    }

    pub(super) async fn headers(&self, filters: &[Filter]) -> Result<Vec<AuditHeader>, Error> {
        let rows = self.search("/api/search/auditHeaders", filters).await?;
        rows.iter().map(|row| AuditHeader::read(Row(row), self.ledger.currency)).collect()
    }

    /// What is outstanding of the one transaction of these types with a reference; `None` when there is none.
    pub(super) async fn outstanding(
        &self,
        reference: &Reference,
        types: &[&str],
        account: Option<&str>,
    ) -> Result<Option<Money>, Error> {
        let reference = quotable("reference", reference.as_str())?;
        let mut filters = vec![Filter::is("INV_REF", reference), Filter::types(types)];
        filters.extend(account.map(|account| Filter::is("ACCOUNT_REF", account)));
        let mut rows = self.headers(&filters).await?;
        rows.retain(|row| !row.deleted && types.contains(&&*row.kind) && row.is(reference, account));
        match &*rows {
            [] => Ok(None),
            [row] => row
                .outstanding
                .map(Some)
                .ok_or_else(|| unusable("it does not say what is outstanding", Effect::Reads)),
            _ => {
                Err(unusable("several have the reference, so what is outstanding is unclear", Effect::Reads))
            }
        }
    }

    /// Our own checks, before anything is sent.
    fn check(&self, document: &Document) -> Result<(), Error> {
        if let Err(problems) = Edition::Uk.check(document) {
            let problems = problems.iter().map(ToString::to_string).collect::<Vec<_>>();
            return Err(Error::own(SageDetail::Validation, problems.join(", and ")));
        }
        if document.amount().is_some_and(|amount| amount.currency() != self.ledger.currency) {
            return Err(Error::new(ErrorKind::Invalid, Outcome::Nothing)
                .with_problem("the document is not in the currency of the books"));
        }
        quotable("reference", document.reference())?;
        if let Some(customer) = document.customer() {
            quotable("customer", customer.as_str())?;
        }
        Ok(())
    }

    /// Refuses a day that the company locked, which Sage itself books without a word.
    async fn check_open(&self, document: &Document) -> Result<(), Error> {
        let Some(date) = document.date() else { return Ok(()) };
        let company = self.get("/api/company").await?.response;
        match Row(&company).date("lockDate") {
            Some(locked) if date <= locked => Err(Error::own(
                SageDetail::ClosedPeriod,
                format_args!("{date} lies in what the company locked up to {locked}"),
            )),
            _ => Ok(()),
        }
    }

    async fn post_once(&self, document: &Document) -> Result<Posted, Error> {
        self.check(document)?;
        let ledger = &*self.ledger;
        let (path, body) = match document {
            Document::Invoice(invoice) => {
                let sale = (outgoing::SALES_INVOICE, invoice.head(), invoice.details().due);
                ("/api/batchtransactionPost", outgoing::sale(sale, invoice.lines(), ledger)?)
            }
            Document::CreditMemo(memo) => {
                let sale = (outgoing::SALES_CREDIT, memo.head(), None);
                ("/api/batchtransactionPost", outgoing::sale(sale, memo.lines(), ledger)?)
            }
            Document::JournalEntry(entry) => ("/api/journal", outgoing::journal(entry, ledger)?),
            Document::Receipt(receipt) => {
                outgoing::receipt(receipt, ledger)?;
                self.check_open(document).await?;
                return self.post_receipt(receipt).await;
            }
            Document::Customer(customer) => return self.post_customer(document, customer).await,
            Document::Product(item) => {
                let body = product::body(item)?;
                self.check_new(document).await?;
                return self.write_record(Method::Post, "/api/product", &body, document).await;
            }
            _ => return Err(Error::unsupported("it books no documents of this kind")),
        };
        self.check_open(document).await?;
        if document.kind() == Kind::JournalEntry {
            // The API gives journal entries no number.
            self.write(path, &body).await?;
            return Ok(Posted::in_books(document.reference()));
        }
        Ok(Posted::in_books(self.post_transaction(path, &body).await?))
    }

    async fn post_customer(&self, document: &Document, customer: &Customer) -> Result<Posted, Error> {
        let body = outgoing::customer(customer)?;
        self.check_new(document).await?;
        self.write_record(Method::Post, "/api/customer/", &body, document).await
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
            Document::Customer(customer) => ("/api/customer/", outgoing::changed_customer(customer)?),
            Document::Product(item) => ("/api/product", product::body(item)?),
            _ => return Err(Error::unsupported("it changes customers and products only")),
        };
        self.write_record(Method::Patch, path, &body, document).await
    }

    async fn company_can(&self) -> Result<Capabilities, Error> {
        let status = self.get("/api/status").await?.response;
        // Sage's own interface books, the database interface reads.
        let (books, reads) = (Row(&status).flag("sdoStatusOk"), Row(&status).flag("odbcStatusOk"));
        Ok(Capabilities {
            can_read: reads,
            can_update: books,
            assigns_keys: true,
            confirms_posting: true,
            can_tell_due: reads,
            can_list_products: reads,
            refuses_duplicates: [Kind::Customer, Kind::Product].into(),
            company: Row(&status).text("companyName"),
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

    /// Reads the lock date, of a receipt also what its invoices owe, then posts once.
    async fn post(&self, document: &Document) -> Result<Posted, Error> {
        let kind = document.kind().as_str();
        let span = tracing::debug_span!("sage50.uk.post", kind, status = Empty, outcome = Empty);
        observed(span, self.post_once(document)).await
    }

    async fn update(&self, document: &Document) -> Result<Posted, Error> {
        let kind = document.kind().as_str();
        let span = tracing::debug_span!("sage50.uk.update", kind, status = Empty, outcome = Empty);
        observed(span, self.update_once(document)).await
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
            let rows = self.get("/api/nominal/").await?.results;
            let rows = rows.ok_or_else(|| unusable("it holds no results", Effect::Reads))?;
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
    async fn due(&self, references: &[Reference]) -> Result<AmountsDue, Error> {
        let read = async {
            let mut due = AmountsDue::new();
            for reference in references {
                if let Some(open) = self.outstanding(reference, &["SI", "SC", "SA"], None).await? {
                    due.insert(reference, open);
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
