use paytrace::RowScanner;
use serde_json::json;

use super::*;
use crate::ledger::PostingState;

fn rows(rows: &[serde_json::Value]) -> Vec<ExportRow> {
    let body = json!({"success": true, "response_code": 1, "transactions": rows}).to_string();
    let mut scanner = RowScanner::new("transactions");
    scanner.push(body.as_bytes()).expect("json");
    let mut read = Vec::new();
    while let Some(row) = scanner.next_row() {
        read.push(ExportRow::read(row));
    }
    read
}

fn sale(amount: &str, status: &str) -> serde_json::Value {
    json!({"transaction_id": 100_000_042, "transaction_type": "SALE", "amount": amount, "customer_id": "Cedar",
        "status_code": status, "status_message": status, "created": {"at": "6/10/2026 4:06:30 PM"}, "settled": ""})
}

fn one(row: serde_json::Value) -> Draft {
    let rows = rows(&[row]);
    draft(&rows[0], Keys::default().key(&rows[0]), &Profile::default())
}

fn stored(draft: &Draft) -> Vec<Posting> {
    draft
        .postings
        .iter()
        .zip(1..)
        .map(|(new, seq)| Posting {
            seq,
            key: new.key.clone(),
            record: new.record.clone(),
            lane: new.lane.clone(),
            after: new.after.clone(),
            document: new.document.clone(),
            state: PostingState::Confirmed,
            attempt: 1,
            sent_at: None,
            not_before: None,
            absent_since: None,
            remote_key: None,
            trouble: None,
        })
        .collect()
}

#[test]
fn a_settled_sale_is_planned_in_its_customers_lane_each_document_behind_the_one_before() {
    let draft = one(sale("19.99", "GB1"));
    assert_eq!(draft.record.state, RecordState::Planned);
    assert!(!draft.record.watched && draft.record.payload.is_none());
    let chain: Vec<_> = draft
        .postings
        .iter()
        .map(|posting| {
            (posting.key.as_str(), posting.after.as_ref().map(PostingKey::as_str), posting.lane.as_str())
        })
        .collect();
    assert_eq!(
        chain,
        [
            ("customer/CEDAR", None, "CEDAR"),
            ("invoice/PT100000042-I", Some("customer/CEDAR"), "CEDAR"),
            ("receipt/PT100000042-R", Some("invoice/PT100000042-I"), "CEDAR"),
        ]
    );
}

#[test]
fn what_is_not_final_is_watched_and_what_a_person_needs_is_kept_redacted() {
    let pending = one(sale("19.99", "Y"));
    assert_eq!((pending.record.state, pending.record.watched), (RecordState::Pending, true));
    let held = one(sale("19.99", "ZZ9"));
    assert_eq!((held.record.state, held.record.watched), (RecordState::Held, true));
    assert!(held.record.payload.is_some());
    let mut bad = sale("-1", "GB1");
    bad["description"] = "card 4111 1111 1111 1111".into();
    let dead = one(bad);
    assert_eq!((dead.record.state, dead.record.key.as_str()), (RecordState::Dead, "T100000042"));
    assert!(dead.record.reason.contains("amount"), "{}", dead.record.reason);
    let payload = dead.record.payload.expect("kept");
    assert!(payload.contains("1111") && !payload.contains("4111 1111 1111 1111"), "{payload}");
}

#[test]
fn rows_without_a_number_are_told_apart_by_content_and_order() {
    let mut nameless = sale("5.00", "GB1");
    nameless.as_object_mut().expect("an object").remove("transaction_id");
    let mut other = nameless.clone();
    other["amount"] = "6.00".into();
    let read = rows(&[nameless.clone(), nameless.clone(), other]);
    let keys = |read: &[ExportRow]| {
        let mut keys = Keys::default();
        read.iter().map(|row| keys.key(row).to_string()).collect::<Vec<_>>()
    };
    let first = keys(&read);
    assert_eq!(first.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    assert_eq!(first, keys(&read), "the same window gives the same keys");
}

#[test]
fn a_row_reported_again_changes_nothing_unless_its_documents_would() {
    let before = one(sale("19.99", "GB1"));
    let mut same = sale("19.99", "GB1");
    same["created"]["by"] = "someone".into();
    let again = redraft(one(same), &before.record, &stored(&before));
    assert_eq!((again.record.state, again.postings.len()), (RecordState::Planned, 0));
    assert_ne!(again.record.digest, before.record.digest);
    let changed = redraft(one(sale("20.00", "GB1")), &before.record, &stored(&before));
    assert_eq!((changed.record.state, changed.postings.len()), (RecordState::Disputed, 0));
    assert!(changed.record.reason.contains("19.99") && changed.record.reason.contains("20.00"));
    let voided = redraft(one(sale("19.99", "N")), &before.record, &stored(&before));
    assert_eq!(voided.record.state, RecordState::Disputed);
    let back = redraft(one(sale("19.99", "GB1")), &voided.record, &stored(&before));
    assert_eq!(back.record.state, RecordState::Planned, "as it was: no dispute any more");
}
