//! Rows for the cases.

use std::time::Duration;

use chrono::NaiveDate;
use paysage_money::{Currency, Money};
use sage50::{
    Customer, CustomerId, CustomerName, Description, Document, GlAccount, Invoice, InvoiceLine, PaymentHead,
    PaymentMethod, Receipt, Reference, SaleHead, Tender,
};

use crate::ledger::{
    Change, Claim, ClaimedLane, LaneKey, Ledger, LedgerErrorKind, NewPosting, Op, Posting, PostingKey,
    PostingState, Record, RecordKey, RecordState, StoreTime,
};

/// How long leases of the cases last: far longer than any case takes.
pub(super) const LEASE: Duration = Duration::from_mins(10);

/// A value whose text is known to fit.
fn fit<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => unreachable!("a sample that does not fit: {error:?}"),
    }
}

pub(super) fn record(number: u32, state: RecordState) -> Record {
    Record {
        key: record_key(number),
        digest: [1; 32],
        state,
        reason: "for the case".into(),
        watched: state == RecordState::Pending,
        day: NaiveDate::from_ymd_opt(2026, 6, 10),
        stake: Money::from_minor(1999, Currency::Usd),
        payload: (state == RecordState::Dead).then(|| "{}".into()),
    }
}

pub(super) fn record_key(number: u32) -> RecordKey {
    fit(RecordKey::new(format!("T{number}")))
}

pub(super) fn key(text: &str) -> PostingKey {
    fit(PostingKey::new(text))
}

/// The customer, invoice and receipt of one sale, chained, in the lane of `customer`.
pub(super) fn sale(number: u32, customer: &str) -> Vec<NewPosting> {
    let id = fit(CustomerId::new(customer));
    let date = NaiveDate::from_ymd_opt(2026, 6, 10).unwrap_or_default();
    let amount = Money::from_minor(1999, Currency::Usd);
    let account = |text: &str| fit(GlAccount::new(text));
    let reference = |letter: &str| fit(Reference::new(format!("PT{number}-{letter}")));
    let line = fit(InvoiceLine::new(account("40000"), amount, fit(Description::new("A sale"))));
    let tender = Tender::new(account("10300"), fit(PaymentMethod::new("PayTrace")));
    let sale = SaleHead::new(reference("I"), id.clone(), date, account("11000"));
    let payment = PaymentHead::new(reference("R"), id.clone(), date, tender);
    let documents = [
        (
            format!("customer/{customer}"),
            Document::Customer(Customer::new(id, fit(CustomerName::new(customer)))),
        ),
        (format!("invoice/PT{number}-I"), Document::Invoice(fit(Invoice::new(sale, vec![line])))),
        (
            format!("receipt/PT{number}-R"),
            Document::Receipt(fit(Receipt::of_invoice(payment, reference("I"), amount))),
        ),
    ];
    let mut after = None;
    documents
        .into_iter()
        .map(|(text, document)| NewPosting {
            after: after.replace(key(&text)),
            key: key(&text),
            record: record_key(number),
            lane: fit(LaneKey::new(customer)),
            document,
        })
        .collect()
}

/// Remembers and plans sales.
pub(super) async fn plan(ledger: &dyn Ledger, sales: &[(u32, &str)]) {
    let mut ops = Vec::new();
    for (number, customer) in sales {
        ops.push(Op::Remember { record: record(*number, RecordState::Planned), expect: None });
        ops.extend(sale(*number, customer).into_iter().map(Op::Plan));
    }
    assert!(ledger.commit(ops).await.is_ok(), "sales can be planned");
}

pub(super) async fn claim(ledger: &dyn Ledger, lanes: u32) -> Vec<ClaimedLane> {
    claim_for(ledger, lanes, LEASE).await
}

pub(super) async fn claim_for(ledger: &dyn Ledger, lanes: u32, lease: Duration) -> Vec<ClaimedLane> {
    match ledger.claim(Claim { worker: "case".into(), lanes, depth: 16, lease }).await {
        Ok(lanes) => lanes,
        Err(error) => unreachable!("claiming works: {error}"),
    }
}

/// A move of a claimed posting, which stands in flight, to `state`.
pub(super) fn shift(lane: &ClaimedLane, posting: &Posting, state: PostingState) -> Op {
    shift_from(lane, posting, PostingState::InFlight, state, None)
}

pub(super) fn shift_from(
    lane: &ClaimedLane,
    posting: &Posting,
    from: PostingState,
    state: PostingState,
    not_before: Option<StoreTime>,
) -> Op {
    let to = Change { state, not_before, ..Change::of(posting) };
    Op::Move { posting: posting.key.clone(), fence: lane.fence.clone(), from, to }
}

/// Commits and gives the kind of the refusal.
pub(super) async fn refused(ledger: &dyn Ledger, ops: Vec<Op>) -> Option<LedgerErrorKind> {
    ledger.commit(ops).await.err().map(|error| error.kind())
}

pub(super) async fn commit(ledger: &dyn Ledger, ops: Vec<Op>) {
    if let Err(error) = ledger.commit(ops).await {
        unreachable!("the commit is in order: {error}");
    }
}
