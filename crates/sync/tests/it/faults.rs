//! Whatever goes wrong with a post, every sale is booked once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
use paysage_sandbox::fault::Fault;
use paysage_sandbox::sage50::LATE_APPLY_MS;
use paysage_sync::EngineError;
use paysage_sync::ledger::PostingState;
use sage50::rest::RestDoor;
use sage50::{Account, Books, Capabilities, Document, Error, ErrorKind, Found, Kind, List, Page, Posted};

use crate::desk::{DAY, Desk, day, sale, with_status};

const SALES: [(i64, &str); 3] = [(1, "19.99"), (2, "250.00"), (3, "0.29")];
const PATHS: [&str; 3] = ["/v1/customers", "/v1/invoices", "/v1/payments"];

const FAULTS: [Fault; 11] = [
    Fault::LostRequest,
    Fault::LostAnswer,
    Fault::AppliedLate(Duration::from_millis(LATE_APPLY_MS)),
    Fault::ErrorBefore(500),
    Fault::ErrorAfter(500),
    // A conflict without a word: whether it is the document itself that is there, only a look-up shows.
    Fault::ErrorBefore(409),
    Fault::ErrorAfter(409),
    Fault::RateLimited { retry_after_s: 1 },
    Fault::CutBody,
    Fault::HtmlPage(502),
    Fault::HtmlPage(200),
];

async fn three_sales() -> Desk {
    let rows = SALES.map(|(id, amount)| sale(id, "DELTA", amount));
    Desk::open(&rows).await
}

async fn survives(path: &str, fault: Fault, steps: Vec<Option<Fault>>) {
    let desk = three_sales().await;
    let context = format!("{fault:?} on {path}");
    let faults = steps.iter().flatten().count();
    let clean = if path == "/v1/customers" { 1 } else { SALES.len() };
    desk.script(path, steps);
    desk.run().await.unwrap_or_else(|error| panic!("{context}: {error}"));
    assert_eq!(desk.company.faults().remaining(), 0, "{context}: the fault was met");
    // What may still be under way has its time to arrive.
    tokio::time::sleep(Duration::from_millis(LATE_APPLY_MS * 2)).await;
    desk.assert_booked_once(&SALES, &context).await;
    let customers = desk.booked(Kind::Customer, "DELTA");
    assert_eq!(customers.len(), 1, "{context}");
    assert!(customers[0].amount.is_zero(), "{context}: the receipts pay the invoices");
    let applied =
        matches!(fault, Fault::LostAnswer | Fault::AppliedLate(_) | Fault::ErrorAfter(_) | Fault::CutBody);
    let sent = desk.company.faults().hits("POST", path);
    let expected = if applied { clean } else { clean + faults };
    assert_eq!(sent, u64::try_from(expected).unwrap(), "{context}: sent as often as needed and no more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_happens_to_a_post_each_sale_is_booked_once() {
    let cases = PATHS.iter().flat_map(|path| FAULTS.map(|fault| survives(path, fault, vec![Some(fault)])));
    join_all(cases).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faults_that_come_again_are_survived_as_well() {
    let cases = PATHS[1..].iter().flat_map(|path| {
        [Fault::LostRequest, Fault::ErrorBefore(503)].map(|fault| {
            let steps = vec![None, Some(fault), Some(fault)];
            survives(path, fault, steps)
        })
    });
    join_all(cases).await;
}

#[tokio::test]
async fn an_export_that_is_cut_is_read_again_and_loses_nothing() {
    let sales: Vec<(i64, &str)> = (1..=600).map(|id| (id, "10.00")).collect();
    let rows: Vec<_> = sales.iter().map(|(id, amount)| sale(*id, &format!("C{}", id % 40), amount)).collect();
    let desk = Desk::open(&rows).await;
    let export = "/v1/transactions/export/by_date_range";
    desk.gateway.faults().script("POST", export, vec![Some(Fault::CutBody), Some(Fault::CutBody)]);
    desk.run().await.unwrap();
    assert_eq!(desk.gateway.faults().hits("POST", export), 3);
    desk.assert_booked_once(&sales, "cut export").await;
}

#[tokio::test]
async fn an_export_that_is_always_cut_ends_the_pass_and_what_was_read_is_posted() {
    let rows: Vec<_> = (1..=600).map(|id| sale(id, "DELTA", "1.00")).collect();
    let desk = Desk::open(&rows).await;
    let export = "/v1/transactions/export/by_date_range";
    desk.gateway.faults().script("POST", export, vec![Some(Fault::CutBody); 4]);
    let result = desk.run().await;
    assert!(matches!(result, Err(EngineError::Gateway(_))), "{result:?}");
    assert_eq!(desk.engine().await.covered().await.unwrap(), None, "no day counts as read");
    let summary = paysage_sync::Ledger::summary(&*desk.ledger).await.unwrap();
    assert_eq!(summary.open(), 0, "what was decided before is posted all the same");
    let sales: Vec<(i64, &str)> = (1..=600).map(|id| (id, "1.00")).collect();
    desk.run().await.unwrap();
    desk.assert_booked_once(&sales, "after cut exports").await;
}

#[tokio::test]
async fn a_refused_document_stops_its_own_sale_and_nobody_elses() {
    let mut taxed = sale(2, "DELTA", "108.10");
    taxed["tax_amount"] = "8.10".into();
    let rows = [sale(1, "DELTA", "5.00"), taxed, sale(3, "DELTA", "6.00"), sale(4, "EAGLE", "7.00")];
    let desk = Desk::open(&rows).await;
    let engine = desk.engine().await;
    // While the engine is at work: before, it would have said so.
    assert!(desk.company.set_account_inactive("23100", true));
    engine.run(day(DAY), day(DAY)).await.unwrap();
    desk.assert_booked_once(&[(1, "5.00"), (3, "6.00"), (4, "7.00")], "one refused").await;
    let invoice = desk.posting("PT2-I").await;
    assert_eq!((invoice.state, invoice.attempt), (PostingState::Rejected, 1));
    assert!(invoice.trouble.is_some_and(|trouble| !trouble.is_empty()), "the reason is kept");
    assert_eq!(desk.posting("PT2-R").await.state, PostingState::Blocked);
    assert!(desk.booked(Kind::Receipt, "PT2-R").is_empty());
    assert_eq!(desk.reconcile().await.waiting.to_string(), "108.10");
    // Nothing changes by itself in another pass.
    let posts = desk.company.faults().hits("POST", "/v1/");
    engine.run(day(DAY), day(DAY)).await.unwrap();
    assert_eq!(desk.company.faults().hits("POST", "/v1/"), posts);
}

#[tokio::test]
async fn a_refused_customer_blocks_its_own_documents_also_those_that_come_later() {
    let desk = Desk::open(&[sale(1, "DELTA", "5.00"), sale(2, "EAGLE", "6.00")]).await;
    let steps = vec![Some(Fault::ErrorBefore(422)), Some(Fault::ErrorBefore(422))];
    desk.script("/v1/customers", steps);
    desk.run().await.unwrap();
    for reference in ["PT1-I", "PT1-R", "PT2-I", "PT2-R"] {
        assert_eq!(desk.posting(reference).await.state, PostingState::Blocked, "{reference}");
    }
    desk.load(&[sale(3, "DELTA", "7.00"), sale(4, "FINCH", "8.00")]);
    desk.run().await.unwrap();
    assert_eq!(desk.posting("PT3-I").await.state, PostingState::Blocked);
    assert_eq!(desk.posting("PT3-R").await.state, PostingState::Blocked);
    assert_eq!(desk.company.faults().hits("POST", "/v1/invoices"), 1);
    desk.assert_booked_once(&[(4, "8.00")], "two customers refused").await;
}

#[tokio::test]
async fn work_goes_on_when_a_locked_company_is_opened_again() {
    let desk = three_sales().await;
    let engine = desk.engine().await;
    desk.company.set_locked(true);
    let unlock = async {
        tokio::time::sleep(Duration::from_millis(1_800)).await;
        assert_eq!(desk.company.posts(), 0);
        desk.company.set_locked(false);
    };
    let (result, ()) = tokio::join!(engine.run(day(DAY), day(DAY)), unlock);
    result.unwrap();
    let refused = desk.company.faults().hits("POST", "/v1/customers");
    assert!((2..=12).contains(&refused), "with pauses: {refused} posts");
    assert_eq!(desk.posting("DELTA").await.attempt, 1, "what was never taken is no attempt");
    desk.assert_booked_once(&SALES, "locked").await;
}

#[tokio::test]
async fn a_company_that_stays_locked_ends_the_pass_with_what_stood_in_the_way() {
    let mut desk = three_sales().await;
    desk.patience = Duration::from_millis(100);
    let engine = desk.engine().await;
    desk.company.set_locked(true);
    let error = engine.run(day(DAY), day(DAY)).await.unwrap_err();
    let EngineError::Stalled { open, trouble, .. } = &error else { panic!("{error}") };
    assert_eq!(*open, 7);
    assert!(trouble.contains("locked"), "{trouble}");
    desk.company.set_locked(false);
    desk.run().await.unwrap();
    desk.assert_booked_once(&SALES, "locked for long").await;
}

#[tokio::test]
async fn a_key_that_is_refused_ends_the_pass_and_the_next_one_goes_on() {
    let desk = three_sales().await;
    desk.script("/v1/invoices", vec![None, Some(Fault::ErrorBefore(401))]);
    let error = desk.run().await.unwrap_err();
    let EngineError::Books(error) = &error else { panic!("{error}") };
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(desk.posting("PT1-R").await.state, PostingState::Confirmed, "what was done is kept");
    assert_eq!(desk.posting("PT2-I").await.state, PostingState::Planned);
    desk.run().await.unwrap();
    desk.assert_booked_once(&SALES, "key refused").await;
}

#[tokio::test]
async fn a_key_that_is_refused_to_a_look_up_ends_the_pass_as_well() {
    let desk = three_sales().await;
    desk.script("/v1/invoices", vec![Some(Fault::LostAnswer)]);
    let refused = vec![Some(Fault::ErrorBefore(401)); 100];
    desk.company.faults().script("GET", "/v1/invoices", refused);
    let error = desk.run().await.unwrap_err();
    let EngineError::Books(error) = &error else { panic!("{error}") };
    assert_eq!(error.kind(), ErrorKind::Auth);
}

#[tokio::test]
async fn a_pending_sale_beside_a_lost_answer_stays_pending() {
    let pending = with_status(sale(9, "DELTA", "3.00"), "Y", "Pending Settlement");
    let desk = Desk::open(&[sale(1, "DELTA", "19.99"), pending]).await;
    desk.script("/v1/payments", vec![Some(Fault::LostAnswer)]);
    desk.run().await.unwrap();
    desk.assert_booked_once(&[(1, "19.99")], "pending").await;
    assert_eq!(desk.reconcile().await.pending, 1);
}

/// A door that has long to wait before it sends its first receipt, as behind a queue or for a token.
#[derive(Debug)]
struct Dawdling(RestDoor, AtomicBool);

#[async_trait]
impl Books for Dawdling {
    async fn capabilities(&self) -> Result<Capabilities, Error> {
        self.0.capabilities().await
    }

    async fn post(&self, document: &Document) -> Result<Posted, Error> {
        if document.kind() == Kind::Receipt && !self.1.swap(true, Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_secs(3)).await;
        }
        self.0.post(document).await
    }

    async fn find(&self, document: &Document) -> Result<Vec<Found>, Error> {
        self.0.find(document).await
    }

    async fn list(&self, query: &List) -> Result<Page, Error> {
        self.0.list(query).await
    }

    async fn accounts(&self) -> Result<Vec<Account>, Error> {
        self.0.accounts().await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_door_has_not_sent_in_time_never_leaves() {
    let desk = Desk::open(&[sale(1, "DELTA", "19.99")]).await;
    let books = Arc::new(Dawdling(desk.door(), AtomicBool::new(false)));
    let engine = desk.engine_with(books).await;
    engine.run(day(DAY), day(DAY)).await.unwrap();
    // Longer than the door dawdled: a receipt still on its way would have come.
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(desk.company.faults().hits("POST", "/v1/payments"), 1);
    desk.assert_booked_once(&[(1, "19.99")], "a door that dawdles").await;
}
