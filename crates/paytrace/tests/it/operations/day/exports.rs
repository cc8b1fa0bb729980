//! What both dialects say of the same transactions.

use std::collections::BTreeMap;

use paysage_money::{Currency, Money};
use paytrace::{Status, Transaction, TransactionId, TransactionType, v1, v3};

use super::Day;

/// Everything that was made is in both exports, with the amounts it must have, and no more; the sums agree.
pub async fn same_by_both(day: &Day) {
    let (from, to) = (day.first, day.today());
    let first = day.rows(&v1::export::ByDateRange::new(from, to).unwrap()).await;
    let third = day.rows(&v3::export::ByDateRange::new(from, to).unwrap()).await;
    assert_eq!(first.len(), third.len());
    for (id, row) in &first {
        assert_eq!(row, &third[id]);
    }
    assert_eq!(net(&first), net(&third));
    let amounts: BTreeMap<TransactionId, Money> = first.iter().map(|(id, row)| (*id, row.amount)).collect();
    assert_eq!(amounts, *day.made.lock().unwrap());

    let (id, row) = first.first_key_value().unwrap();
    for found in [
        day.send(&v1::export::ById::new(*id)).await.unwrap(),
        day.send(&v3::export::ById::new(*id)).await.unwrap(),
    ] {
        assert_eq!(found.content.as_ref().unwrap(), row);
    }
    let unknown = TransactionId::new(1).unwrap();
    assert_eq!(day.send(&v1::export::ById::new(unknown)).await, None);
    assert_eq!(day.send(&v3::export::ById::new(unknown)).await, None);
}

/// What came in less what went out of all that settled.
fn net(rows: &BTreeMap<TransactionId, Transaction>) -> Money {
    let settled = rows.values().filter(|row| matches!(row.status, Status::Settled { .. }));
    let signed = settled.map(|row| {
        if row.kind == TransactionType::Refund { row.amount.checked_neg().unwrap() } else { row.amount }
    });
    Money::sum(signed, Currency::Usd).unwrap()
}

/// Each batch is the sum of its transactions, and both dialects have the same batches.
pub async fn batches(day: &Day) {
    let (from, to) = (day.first, day.today());
    let first = day.send(&v1::batch::BatchesByDate::new(from, to).unwrap()).await;
    let third = day.send(&v3::batch::BatchesByDate::new(from, to).unwrap()).await;
    let third: Vec<_> = third.into_iter().map(Result::unwrap).collect();
    assert_eq!(first, third);
    assert!(first.len() >= 3, "{first:?}");
    let latest = day.send(&v3::batch::BatchByNumber::latest()).await;
    assert_eq!(latest.as_ref(), first.last());
    assert_eq!(latest, Some(day.send(&v1::batch::BatchByNumber::latest()).await.batch));
    for batch in &first {
        let named = day.send(&v3::batch::BatchByNumber::numbered(batch.number).unwrap()).await;
        assert_eq!(named.as_ref(), Some(batch));
        let details = day.send(&v1::batch::BatchByNumber::new(batch.number).unwrap()).await;
        assert_eq!(details.batch, *batch);
        let sum = |of: fn(&v1::batch::BrandTotals) -> Option<Money>| {
            Money::sum(details.brands.iter().filter_map(of), Currency::Usd).ok()
        };
        assert_eq!(sum(|brand| brand.sales_amount), batch.sales_amount, "{details:?}");
        assert_eq!(sum(|brand| brand.refund_amount), batch.refund_amount, "{details:?}");
        let rows = day.rows(&v1::batch::BatchTransactions::new(batch.number).unwrap()).await;
        assert_eq!(rows, day.rows(&v3::batch::BatchTransactions::new(batch.number).unwrap()).await);
        assert_eq!(batch.transaction_count, Some(u64::try_from(rows.len()).unwrap()));
        assert_eq!(batch.net_amount, Some(net(&rows)), "{batch:?}");
    }
    let all = day.rows(&v1::export::ByDateRange::new(from, to).unwrap()).await;
    let sums = first.iter().filter_map(|batch| batch.net_amount);
    assert_eq!(Money::sum(sums, Currency::Usd).unwrap(), net(&all));
}
