//! Every fault in every booking of every document: a success stands in the books, and nothing is ever sent twice.

use std::time::Duration;

use paysage_sandbox::fault::Fault;
use sage50::{
    Applied, Chargeback, CreditMemo, Direction, JournalEntry, JournalLine, ReceiptLine, Refund, SalesOrder,
    StockAdjustment,
};

use super::*;

const BATCH: &str = "/api/batchtransactionPost";
const ALLOCATE: &str = "/api/allocatePaymentOnAccount";

fn text(words: &str) -> Description {
    Description::new(words).unwrap()
}

fn sale(number: &str) -> SaleHead {
    SaleHead::new(reference(number), acme(), day(), account("11000"))
}

fn goods(pence: i64) -> Vec<InvoiceLine> {
    vec![InvoiceLine::new(account("40000"), gbp(pence), text("Goods")).unwrap()]
}

/// A document and the paths it books by, each with how often.
fn documents() -> Vec<(Document, Vec<(&'static str, usize)>)> {
    let mixed = vec![
        ReceiptLine::Invoice { reference: reference("INV-1"), amount: gbp(1000), discount: Some(gbp(20)) },
        ReceiptLine::CreditUsed { reference: reference("CN-1"), amount: gbp(100) },
        ReceiptLine::Prepayment { amount: gbp(50), description: text("Deposit") },
    ];
    let refund = Refund::new(payment("RF-1"), vec![Applied::new(reference("CN-1"), gbp(300)).unwrap()]);
    let back = Chargeback::new(payment("CB-1"), reference("RC-8"), reference("INV-8"), gbp(500));
    let entry = vec![
        JournalLine::debit(account("57500"), gbp(100)).unwrap(),
        JournalLine::credit(account("10200"), gbp(100)).unwrap(),
    ];
    let adjustment = StockAdjustment {
        reference: reference("ADJ-1"),
        date: day(),
        item: ItemId::new("WIDGET").unwrap(),
        direction: Direction::Decrease,
        quantity: "2.5".parse().unwrap(),
        source_account: account("50000"),
        unit_cost: None,
        reason: None,
    };
    vec![
        (invoice("INV-9", 100), vec![(BATCH, 1)]),
        (
            Receipt::new(payment("RC-1"), mixed, Some(account("49000"))).unwrap().into(),
            vec![("/api/transactionPost", 1), (BATCH, 1), (ALLOCATE, 3)],
        ),
        (refund.unwrap().into(), vec![(BATCH, 1), (ALLOCATE, 1)]),
        (back.unwrap().into(), vec![(BATCH, 1)]),
        (JournalEntry::new(reference("JE-1"), day(), entry).unwrap().into(), vec![("/api/journal", 1)]),
        (SalesOrder::new(sale("SO-1"), goods(100)).unwrap().into(), vec![("/api/salesOrder/", 1)]),
        (adjustment.into(), vec![("/api/stock", 1)]),
    ]
}

#[tokio::test]
async fn a_success_stands_in_the_books_and_nothing_is_sent_twice_whatever_fails() {
    let faults = [
        Fault::LostRequest,
        Fault::LostAnswer,
        Fault::AppliedLate(Duration::from_millis(30)),
        Fault::ErrorBefore(503),
        Fault::ErrorAfter(500),
        Fault::RateLimited { retry_after_s: 1 },
        Fault::CutBody,
        Fault::HtmlPage(200),
    ];
    for (document, paths) in documents() {
        for (path, times) in &paths {
            for (fault, place) in
                faults.into_iter().flat_map(|fault| (0..*times).map(move |place| (fault, place)))
            {
                let desk = Desk::open(Currency::Gbp).await;
                desk.door.post(&invoice("INV-1", 1000)).await.unwrap();
                let memo = CreditMemo::new(sale("CN-1"), goods(300)).unwrap();
                desk.door.post(&memo.into()).await.unwrap();
                desk.door.post(&invoice("INV-8", 500)).await.unwrap();
                desk.door.post(&receipt("RC-8", "INV-8", 500).into()).await.unwrap();
                let before = paths.iter().map(|(path, _)| desk.hits(path)).collect::<Vec<_>>();
                let mut script = vec![None; place];
                script.push(Some(fault));
                desk.simulator.faults().script("POST", path, script);
                let case = format!("{fault:?} in {path} {place} of {document:?}");
                let error = desk.door.post(&document).await.expect_err(&case);
                assert!(
                    error.outcome() != Outcome::Nothing || matches!(fault, Fault::RateLimited { .. }),
                    "{case}"
                );
                for ((path, times), before) in paths.iter().zip(before) {
                    assert!(desk.hits(path) - before <= *times, "sent again: {path}, {case}");
                }
                tokio::time::sleep(Duration::from_millis(60)).await;
                assert_eq!(desk.out_of_balance(), 0, "{case}");
                let found = desk.door.find(&document).await.unwrap();
                assert!(found.len() <= 1, "{case}");
                let whole = found.first().is_some_and(|entry| document.compare(entry).is_empty());
                let done = matches!(
                    fault,
                    Fault::LostAnswer | Fault::ErrorAfter(_) | Fault::CutBody | Fault::AppliedLate(_)
                );
                // What failed last in the books, and was done all the same, left the document whole.
                let last = paths.last().is_some_and(|(last, times)| last == path && place + 1 == *times);
                assert_eq!(whole, done && last, "{case}");
            }
        }
    }
}

#[tokio::test]
async fn a_refund_or_chargeback_that_is_posted_again_is_refused_and_stands_once() {
    let back = Chargeback::new(payment("CB-1"), reference("RC-1"), reference("INV-1"), gbp(500)).unwrap();
    let refund = Refund::new(payment("RF-1"), vec![Applied::new(reference("CN-1"), gbp(300)).unwrap()]);
    for document in [Document::from(back), refund.unwrap().into()] {
        let desk = Desk::open(Currency::Gbp).await;
        desk.door.post(&invoice("INV-1", 1000)).await.unwrap();
        desk.door.post(&receipt("RC-1", "INV-1", 1000).into()).await.unwrap();
        desk.door.post(&CreditMemo::new(sale("CN-1"), goods(300)).unwrap().into()).await.unwrap();
        desk.simulator.faults().script("POST", BATCH, vec![Some(Fault::LostAnswer)]);
        assert_eq!(desk.door.post(&document).await.unwrap_err().outcome(), Outcome::Unknown);
        let sent = desk.hits(BATCH);
        let error = desk.door.post(&document).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Duplicate, Outcome::Nothing));
        assert_eq!((desk.hits(BATCH), desk.door.find(&document).await.unwrap().len()), (sent, 1));
    }
}

#[tokio::test]
async fn a_document_that_names_an_invoice_which_stands_twice_is_refused_for_itself_alone() {
    let desk = Desk::open(Currency::Gbp).await;
    // Sage 50 UK takes both.
    for number in ["INV-1", "INV-1", "INV-2"] {
        desk.door.post(&invoice(number, 1000)).await.unwrap();
    }
    let error = desk.door.post(&receipt("RC-1", "INV-1", 1000).into()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::Nothing));
    assert_eq!(desk.hits("/api/transactionPost"), 0);
    desk.door.post(&receipt("RC-2", "INV-2", 1000).into()).await.unwrap();
}
