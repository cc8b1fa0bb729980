//! Looking up and listing.

use std::collections::BTreeSet;

use super::{Case, Company, Trial};
use crate::books::{Changes, List};
use crate::error::ErrorKind;
use crate::model::{Document, Kind};

pub(super) const CASES: &[(&str, Case)] = &[
    ("what is not there is not found", |trial| Box::pin(nothing(trial))),
    ("a reference is found whatever its case, and no other", |trial| Box::pin(references(trial))),
    ("a list is complete, page by page, and each entry comes once", |trial| Box::pin(pages(trial))),
    ("a list has the days it was asked for", |trial| Box::pin(days(trial))),
    ("what changed since a moment is listed", |trial| Box::pin(changes(trial))),
    ("the chart of accounts has the accounts of the company", |trial| Box::pin(accounts(trial))),
    ("products are listed with what is on hand", |trial| Box::pin(products(trial))),
];

async fn nothing(trial: &Trial) {
    if !trial.can.can_read {
        return;
    }
    for document in trial.company.every_kind(trial.can.can_adjust_stock) {
        assert_eq!(trial.door.find(&document).await.unwrap(), [], "{document:?}");
    }
}

async fn references(trial: &Trial) {
    if !trial.can.can_read {
        return;
    }
    for number in ["CT-a", "CT-a 1&+", "CT-aa"] {
        trial.post(&trial.company.invoice(number, 100)).await;
    }
    for number in ["CT-A", "ct-A 1&+", "Ct-aA"] {
        assert_eq!(trial.count(&trial.company.invoice(number, 100)).await, 1, "{number}");
    }
}

async fn pages(trial: &Trial) {
    if !trial.can.can_read {
        return;
    }
    for number in 0..trial.company.entries {
        trial.post(&trial.company.journal(&format!("CT-{number}"), 100)).await;
    }
    trial.settle().await;
    let day = trial.company.open_day;
    let mut query = List::new(Kind::JournalEntry).between(day, day);
    let (mut seen, mut read) = (BTreeSet::new(), 0);
    loop {
        let page = trial.door.list(&query).await.unwrap();
        assert_eq!(page.total, u64::from(trial.company.entries));
        read += page.items.len();
        seen.extend(page.items.into_iter().map(|entry| entry.reference));
        match page.next {
            Some(next) => query = query.with_page(next),
            None => break,
        }
    }
    let expected: BTreeSet<Box<str>> =
        (0..trial.company.entries).map(|number| format!("CT-{number}").into()).collect();
    assert_eq!((seen.len(), read), (expected.len(), expected.len()), "each once");
    assert_eq!(seen, expected);
    let past = trial.door.list(&query.with_page(10_000)).await.unwrap();
    assert!(past.items.is_empty() && past.next.is_none(), "nothing comes after the end");
}

async fn days(trial: &Trial) {
    if !trial.can.can_read {
        return;
    }
    let day = trial.company.open_day;
    let before = day.pred_opt().unwrap();
    trial.post(&trial.company.journal("CT-IN", 100)).await;
    trial.settle().await;
    let list = |from, to| List::new(Kind::JournalEntry).between(from, to);
    let within = trial.door.list(&list(day, day)).await.unwrap();
    assert_eq!(within.items.iter().map(|entry| &*entry.reference).collect::<Vec<_>>(), ["CT-IN"]);
    let earlier = trial.door.list(&list(before, before)).await.unwrap();
    assert!(earlier.items.iter().all(|entry| &*entry.reference != "CT-IN"));
    let zeroth = trial.door.list(&list(day, day).with_page(0)).await.unwrap_err();
    assert_eq!(zeroth.kind(), ErrorKind::Invalid);
}

async fn changes(trial: &Trial) {
    if !trial.can.can_list_changes {
        return;
    }
    let before = chrono::DateTime::from(std::time::SystemTime::now()) - chrono::TimeDelta::minutes(5);
    let after = before + chrono::TimeDelta::days(1);
    let customer = Document::from(Company::customer("Changed"));
    trial.post(&customer).await;
    trial.settle().await;
    let listed = |page: crate::Page| page.items.iter().any(|entry| &*entry.reference == "CT-CUST");
    assert!(listed(trial.door.changed_since(&Changes::new(Kind::Customer, before)).await.unwrap()));
    assert!(!listed(trial.door.changed_since(&Changes::new(Kind::Customer, after)).await.unwrap()));
}

async fn accounts(trial: &Trial) {
    if !trial.can.can_read {
        return;
    }
    let chart = trial.door.accounts().await.unwrap();
    let company = &trial.company;
    for account in [&company.receivable, &company.income, &company.cash, &company.expense] {
        let found = chart.iter().filter(|one| &*one.id == account.as_str()).count();
        assert_eq!(found, 1, "{account}");
    }
}

async fn products(trial: &Trial) {
    let Some(item) = trial.company.item.as_ref().filter(|_| trial.can.can_list_products) else {
        return;
    };
    let on_hand = async || {
        let page = trial.door.products(1).await.unwrap();
        page.items.iter().find(|product| product.id() == item).unwrap().quantity_on_hand().unwrap()
    };
    let before = on_hand().await.value();
    if let Some(Document::StockAdjustment(adjustment)) =
        trial.company.every_kind(trial.can.can_adjust_stock).pop()
    {
        let change = adjustment.change().value();
        trial.post(&adjustment.into()).await;
        trial.settle().await;
        assert_eq!(on_hand().await.value(), before + change);
    }
}
