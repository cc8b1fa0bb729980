//! Judges the end of a world by what the gateway reported and what stands in the books, not by what the engine says.

use std::collections::BTreeMap;
use std::sync::Arc;

use paysage_sync::ledger::{Posting, PostingQuery, PostingState, RecordQuery, RecordState};
use paysage_sync::reconcile::reconcile;
use paysage_sync::{Ledger, MemoryLedger, audit};
use sage50::Kind;

use super::books::StormyBooks;
use super::gateway::{StormyGateway, Transaction, days};

/// How often a document is sent before a person has to look.
const MOST_ATTEMPTS: u32 = 20;

/// Everything that is wrong, in plain words.
pub async fn judge(books: &StormyBooks, gateway: &StormyGateway, ledger: &Arc<MemoryLedger>) -> Vec<String> {
    let mut wrong = books.violations();
    let everything = PostingQuery::State { state: None, after: 0, limit: 100_000 };
    let postings = ledger.postings(everything).await.unwrap();
    let by_reference: BTreeMap<String, &Posting> =
        postings.iter().map(|one| (one.document.reference().to_uppercase(), one)).collect();
    let mut books_by_name: BTreeMap<(Kind, String), Vec<(i64, String)>> = BTreeMap::new();
    for entry in books.entries() {
        let document = entry.document;
        let customer = document.customer().unwrap().as_str().to_uppercase();
        let cents = document.amount().map_or(0, paysage_money::Money::minor);
        let name = (document.kind(), document.reference().to_uppercase());
        books_by_name.entry(name).or_default().push((cents, customer));
    }
    books_by_name.retain(|(kind, _), stands| {
        if *kind == Kind::Customer && stands.len() > 1 {
            wrong.push(format!("a customer stands {} times", stands.len()));
        }
        *kind != Kind::Customer
    });
    for transaction in &gateway.transactions {
        for (kind, reference) in documents_of(transaction) {
            let stands = books_by_name.remove(&(kind, reference.clone())).unwrap_or_default();
            let posting = by_reference.get(&reference).copied();
            wrong.extend(
                judge_document(transaction, posting, &stands, books)
                    .map(|what| format!("{kind} {reference}: {what}; {stands:?}, {posting:?}")),
            );
        }
    }
    wrong.extend(books_by_name.keys().map(|(kind, reference)| format!("{kind} {reference} has no source")));
    for state in [RecordState::Held, RecordState::Dead, RecordState::Disputed, RecordState::Pending] {
        let query = RecordQuery::State { state, after: None, limit: 100 };
        for record in ledger.records(query).await.unwrap() {
            wrong.push(format!("record {} is {state}: {}", record.key, record.reason));
        }
    }
    let chain = ledger.audit(0, u32::MAX).await.unwrap();
    wrong.extend(audit::verify((audit::GENESIS, 0), &chain).err().map(|broken| broken.to_string()));
    if !postings.iter().any(|one| one.state == PostingState::Parked) {
        let report = reconcile(gateway, &**ledger, books, days()).await.unwrap();
        wrong.extend(report.differences.iter().map(|one| format!("{}: {}", one.subject, one.words)));
    }
    wrong
}

fn documents_of(transaction: &Transaction) -> [(Kind, String); 2] {
    let id = transaction.id;
    if transaction.is_refund {
        [(Kind::CreditMemo, format!("PT{id}-C")), (Kind::Refund, format!("PT{id}-F"))]
    } else {
        [(Kind::Invoice, format!("PT{id}-I")), (Kind::Receipt, format!("PT{id}-R"))]
    }
}

fn judge_document(
    transaction: &Transaction,
    posting: Option<&Posting>,
    stands: &[(i64, String)],
    books: &StormyBooks,
) -> Option<&'static str> {
    let Some(cents) = transaction.cents() else {
        return (posting.is_some() || !stands.is_empty()).then_some("no money moved, and yet it was planned");
    };
    let Some(posting) = posting else { return Some("never planned") };
    let expected = [(i64::try_from(cents).unwrap(), transaction.customer.to_uppercase())];
    match posting.state {
        PostingState::Confirmed if stands == expected => None,
        PostingState::Confirmed => Some("confirmed, and does not stand there once with its amount"),
        PostingState::Rejected if books.refuses(&posting.document) && stands.is_empty() => {
            posting.trouble.is_none().then_some("rejected without a reason")
        }
        PostingState::Blocked if stands.is_empty() => None,
        PostingState::Parked if posting.attempt >= MOST_ATTEMPTS && stands.len() <= 1 => None,
        _ => Some("neither confirmed nor stopped with a true reason"),
    }
}
