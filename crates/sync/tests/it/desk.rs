//! Both simulators over loopback HTTP, a ledger, and an engine that composes them with short times.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use chrono::{NaiveDate, NaiveDateTime};
use paysage_mapping::Profile;
use paysage_sandbox::fault::Fault;
use paysage_sandbox::paytrace::{INTEGRATOR_ID, PASSWORD, PayTraceSimulator, USERNAME};
use paysage_sandbox::sage50::{API_KEY, BookedDocument, Sage50Simulator};
use paysage_sandbox::server::{self, Server};
use paysage_sync::ledger::{Posting, PostingQuery, Record, RecordKey, RecordQuery};
use paysage_sync::reconcile::{Report, reconcile};
use paysage_sync::{Days, Engine, EngineError, Ledger, MemoryLedger, Ports, Settings, audit};
use paytrace::{Client, Credentials};
use sage50::rest::{ApiKey, RestDoor};
use sage50::{Books, Document, Kind};
use serde_json::{Value, json};

/// The day every row of these tests is created on.
pub const DAY: &str = "2026-06-10";

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// One row of the gateway, settled in batch 571.
pub fn sale(id: i64, customer: &str, amount: &str) -> Value {
    let at: NaiveDateTime = format!("{DAY}T09:30:00").parse().unwrap();
    json!({
        "transaction_id": id, "transaction_type": "SALE", "amount": amount, "tax_amount": "",
        "description": "", "invoice_id": format!("web-{id}"), "customer_id": customer,
        "billing_address": {"name": format!("The {customer} Company"), "street_address": ""},
        "status_code": "GB571", "status_message": "GB571",
        "created": {"at": at.format("%-m/%-d/%Y %-I:%M:%S %p").to_string()},
        "settled": at.format("%-m/%-d/%Y 8:13:45 PM").to_string(),
    })
}

/// The same row with another status.
pub fn with_status(mut row: Value, code: &str, message: &str) -> Value {
    row["status_code"] = code.into();
    row["status_message"] = message.into();
    if !code.starts_with("GB") {
        row["settled"] = "".into();
    }
    row
}

pub struct Desk {
    pub gateway: PayTraceSimulator,
    pub company: Sage50Simulator,
    pub ledger: Arc<MemoryLedger>,
    pub patience: Duration,
    servers: [Server; 2],
}

impl Desk {
    pub async fn open(rows: &[Value]) -> Self {
        let (gateway, company) = (PayTraceSimulator::new(), Sage50Simulator::new());
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let servers = [
            server::serve(gateway.router(), any).await.unwrap(),
            server::serve(company.router(), any).await.unwrap(),
        ];
        let desk = Self {
            gateway,
            company,
            ledger: Arc::new(MemoryLedger::new()),
            patience: Duration::from_secs(10),
            servers,
        };
        desk.load(rows);
        desk
    }

    pub fn load(&self, rows: &[Value]) {
        let export = json!({"success": true, "response_code": 1, "transactions": rows}).to_string();
        self.gateway.load(export.as_bytes()).unwrap();
    }

    /// What goes wrong with the next posts of a kind.
    pub fn script(&self, path: &str, steps: Vec<Option<Fault>>) {
        self.company.faults().script("POST", path, steps);
    }

    pub fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        (settings.timeout, settings.lease) = (Duration::from_millis(500), Duration::from_millis(900));
        settings.patience = self.patience;
        settings
    }

    pub fn door(&self) -> RestDoor {
        RestDoor::builder(self.servers[1].url().parse().unwrap(), ApiKey::new(API_KEY))
            .with_timeout(self.settings().timeout)
            .build()
            .unwrap()
    }

    pub fn client(&self) -> Client {
        let credentials = Credentials::new(USERNAME, PASSWORD, INTEGRATOR_ID);
        Client::builder(self.servers[0].url().parse().unwrap(), credentials).build().unwrap()
    }

    pub async fn engine(&self) -> Arc<Engine> {
        self.engine_with(Arc::new(self.door())).await
    }

    pub async fn engine_with(&self, books: Arc<dyn Books>) -> Arc<Engine> {
        let ports = Ports {
            gateway: Arc::new(self.client()),
            books,
            ledger: Arc::<MemoryLedger>::clone(&self.ledger),
        };
        Engine::connect(ports, Profile::default(), self.settings()).await.unwrap()
    }

    /// One pass over the day of the rows.
    pub async fn run(&self) -> Result<(), EngineError> {
        self.engine().await.run(day(DAY), day(DAY)).await
    }

    /// A second life of the same company with a ledger that knows nothing.
    pub fn forget(&mut self) {
        self.ledger = Arc::new(MemoryLedger::new());
    }

    /// The documents of a kind with this reference, voided ones included.
    pub fn booked(&self, kind: Kind, reference: &str) -> Vec<BookedDocument> {
        let fits = |one: &BookedDocument| one.kind == kind && one.reference.as_ref() == reference;
        self.company.documents().into_iter().filter(fits).collect()
    }

    /// Waits until a document stands in the books.
    pub async fn until_booked(&self, kind: Kind, reference: &str) {
        for _ in 0..2_000 {
            if !self.booked(kind, reference).is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("{kind} {reference} was never booked");
    }

    pub async fn postings(&self) -> Vec<Posting> {
        self.ledger.postings(PostingQuery::State { state: None, after: 0, limit: 10_000 }).await.unwrap()
    }

    pub async fn posting(&self, reference: &str) -> Posting {
        let all = self.postings().await;
        all.into_iter().find(|posting| posting.document.reference() == reference).unwrap()
    }

    pub async fn record(&self, id: i64) -> Record {
        let key = RecordKey::new(format!("T{id}")).unwrap();
        self.ledger.records(RecordQuery::Keys(vec![key])).await.unwrap().pop().unwrap()
    }

    pub async fn reconcile(&self) -> Report {
        let days = Days { first: day(DAY), last: day("2026-12-31") };
        reconcile(&self.client(), &*self.ledger, &self.door(), days).await.unwrap()
    }

    /// Every one of these sales has one invoice and one receipt of its amount, and all three sides agree.
    pub async fn assert_booked_once(&self, sales: &[(i64, &str)], context: &str) {
        self.assert_stands_once(sales, context);
        let report = self.reconcile().await;
        assert!(report.ties(), "{context}: {:?}", report.differences);
        let audit = self.ledger.audit(0, 10_000).await.unwrap();
        audit::verify((audit::GENESIS, 0), &audit).unwrap();
    }

    /// Every one of these sales has one invoice and one receipt of its amount, and the books balance.
    pub fn assert_stands_once(&self, sales: &[(i64, &str)], context: &str) {
        for (id, amount) in sales {
            for (kind, letter) in [(Kind::Invoice, 'I'), (Kind::Receipt, 'R')] {
                let booked = self.booked(kind, &format!("PT{id}-{letter}"));
                let amounts: Vec<_> = booked.iter().map(|one| one.amount.to_string()).collect();
                assert_eq!(amounts, [*amount], "{context}: {kind} of {id}");
            }
        }
        let balance: i64 = self.company.trial_balance().iter().map(|one| one.balance.minor()).sum();
        assert_eq!(balance, 0, "{context}: trial balance");
    }
}

/// The reference and the amount of a document, for lists.
pub fn named(document: &Document) -> String {
    format!("{} {}", document.kind(), document.reference())
}
