//! Posting and changing.

use super::sample::reference;
use super::{Case, Company, Trial};
use crate::error::{ErrorKind, Outcome, SageDetail};
use crate::model::{Document, GlAccount, Kind};

pub(super) const CASES: &[(&str, Case)] = &[
    ("a document of every kind is posted once and found equal", |trial| Box::pin(found_equal(trial))),
    ("what is refused as a duplicate is what the door declares", |trial| Box::pin(duplicates(trial))),
    ("an unknown account is refused and nothing booked", |trial| Box::pin(unknown_account(trial))),
    ("a day in a closed period is refused and nothing booked", |trial| Box::pin(closed_period(trial))),
    ("a receipt above what is due is refused and nothing booked", |trial| Box::pin(above_due(trial))),
    ("what is due follows what is booked", |trial| Box::pin(due(trial))),
    ("a change shows, and makes no second entry", |trial| Box::pin(update(trial))),
    ("what the door cannot do it says before anything is sent", |trial| Box::pin(unsupported(trial))),
];

async fn found_equal(trial: &Trial) {
    for document in trial.company.every_kind(trial.can.can_adjust_stock) {
        let posted = trial.post(&document).await;
        if !trial.can.can_read {
            continue;
        }
        trial.settle().await;
        let found = trial.door.find(&document).await.unwrap();
        assert_eq!(found.len(), 1, "{document:?}");
        for entry in &found {
            assert_eq!(document.compare(entry), [], "{document:?}");
            if trial.can.assigns_keys && trial.can.confirms_posting {
                assert_eq!(posted.key(), Some(&*entry.key), "{document:?}");
            }
        }
    }
}

async fn duplicates(trial: &Trial) {
    let documents = trial.company.every_kind(trial.can.can_adjust_stock);
    // All of them first: a receipt of an invoice that stands twice in the books would not be clear.
    for document in &documents {
        trial.post(document).await;
    }
    trial.settle().await;
    for document in documents {
        // What settles something cannot come twice for another reason: it is used up.
        if matches!(document.kind(), Kind::Receipt | Kind::Refund | Kind::Chargeback) {
            continue;
        }
        let again = trial.door.post(&document).await;
        if trial.can.refuses_duplicate_reference(document.kind()) {
            let error = again.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Duplicate, Outcome::Nothing));
        } else {
            again.unwrap();
        }
        if trial.can.can_read {
            let expected = if trial.can.refuses_duplicate_reference(document.kind()) { 1 } else { 2 };
            assert_eq!(trial.count(&document).await, expected, "{document:?}");
        }
    }
}

/// Posts what must be refused, and gives why.
async fn refused(trial: &Trial, document: &Document) -> (ErrorKind, Option<SageDetail>) {
    let error = trial.door.post(document).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Nothing, "{document:?}");
    if trial.can.can_read {
        assert_eq!(trial.count(document).await, 0, "{document:?}");
    }
    (error.kind(), error.sage())
}

async fn unknown_account(trial: &Trial) {
    let account = GlAccount::new("CT-NONE").unwrap();
    let document = trial.company.invoice_to("CT-INV", &account);
    assert_eq!(refused(trial, &document).await.0, ErrorKind::NotFound);
}

async fn closed_period(trial: &Trial) {
    let closed = trial.company.closed_day;
    for document in
        [trial.company.invoice_on("CT-INV", 100, closed), trial.company.journal_on("CT-JE", 100, closed)]
    {
        assert_eq!(refused(trial, &document).await.0, ErrorKind::ClosedPeriod, "{document:?}");
    }
}

async fn above_due(trial: &Trial) {
    trial.post(&trial.company.invoice("CT-INV", 1000)).await;
    let above = trial.company.receipt("CT-RC", "CT-INV", 1001);
    if trial.can.can_tell_due {
        let why = refused(trial, &above).await;
        assert_eq!(why, (ErrorKind::Invalid, Some(SageDetail::AmountMismatch)));
    }
    trial.post(&trial.company.receipt("CT-RC", "CT-INV", 1000)).await;
}

async fn due(trial: &Trial) {
    if !trial.can.can_tell_due {
        return;
    }
    trial.post(&trial.company.invoice("CT-INV", 1000)).await;
    let (invoice, nothing) = (reference("CT-INV"), reference("CT-NOTHING"));
    for (paid, left) in [(0, 1000), (400, 600), (600, 0)] {
        if paid > 0 {
            trial.post(&trial.company.receipt("CT-RC", "CT-INV", paid)).await;
        }
        trial.settle().await;
        let due = trial.door.due(&[invoice.clone(), nothing.clone()]).await.unwrap();
        assert_eq!(due.get(&invoice), Some(trial.company.money(left)));
        assert_eq!(due.get(&nothing), None);
    }
}

async fn update(trial: &Trial) {
    if !trial.can.can_update {
        return;
    }
    let customer = Document::from(Company::customer("Before"));
    let missing = trial.door.update(&customer).await.unwrap_err();
    assert_eq!((missing.kind(), missing.outcome()), (ErrorKind::NotFound, Outcome::Nothing));
    trial.post(&customer).await;
    trial.door.update(&Company::customer("After").into()).await.unwrap();
    trial.post(&trial.company.invoice("CT-INV", 1000)).await;
    let changed = trial.company.invoice("CT-INV", 1200);
    trial.settle().await;
    let updated = trial.door.update(&changed).await;
    if trial.can.can_read {
        assert_eq!(trial.count(&customer).await, 1);
    }
    // A door need not be able to change every kind.
    if let Err(error) = updated {
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unsupported, Outcome::Nothing));
    } else if trial.can.can_read {
        let found = trial.door.find(&changed).await.unwrap();
        assert_eq!(found.iter().map(|entry| changed.compare(entry)).collect::<Vec<_>>(), [[]]);
    }
}

async fn unsupported(trial: &Trial) {
    let says = |error: crate::Error| {
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unsupported, Outcome::Nothing));
    };
    if !trial.can.can_update {
        says(trial.door.update(&Company::customer("Changed").into()).await.unwrap_err());
    }
    if !trial.can.can_read {
        says(trial.door.find(&trial.company.invoice("CT-INV", 100)).await.unwrap_err());
    }
    let entry = trial.company.journal("CT-JE", 100);
    says(trial.door.update(&entry).await.unwrap_err());
}
