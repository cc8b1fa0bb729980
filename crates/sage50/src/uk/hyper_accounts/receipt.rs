//! Receipts: the cash on account first, then its allocation to invoices.

use std::collections::BTreeMap;

use paysage_money::Money;

use super::answer::Effect;
use super::door::HyperAccountsDoor;
use super::header::AuditHeader;
use super::outgoing;
use super::search::Filter;
use crate::books::Posted;
use crate::error::{Detail, Error, ErrorKind, Outcome};
use crate::model::{AmountsDue, DocumentError, Receipt, Reference};

impl HyperAccountsDoor {
    pub(super) async fn post_receipt(&self, receipt: &Receipt) -> Result<Posted, Error> {
        let body = outgoing::receipt(receipt, &self.ledger)?;
        // A payment that finds no invoice would be booked a second time by its allocation.
        receipt.check_against(&self.due_of(receipt).await?)?;
        let key = self.post_transaction("/api/transactionPost", &body).await?;
        let partial = |error: Error, allocated: &[&Reference]| partial(&error, &key, receipt, allocated);
        if receipt.settles().next().is_some() {
            let payment = self.payment(receipt).await.map_err(|error| partial(error, &[]))?;
            if *payment.header != *key {
                return Err(partial(conflict("another payment has this reference"), &[]));
            }
            self.allocate_all(receipt, &payment, &key).await?;
        }
        Ok(Posted::in_books(key))
    }

    /// Allocates a receipt that is booked and not allocated, e.g. after an [`Outcome::Happened`].
    ///
    /// Does nothing when it is allocated already. One that is allocated in part, or stands twice in the books, is
    /// [`ErrorKind::Conflict`]: which invoice got which part, only a person in Sage can see.
    pub async fn allocate(&self, receipt: &Receipt) -> Result<(), Error> {
        outgoing::receipt(receipt, &self.ledger)?;
        let payment = self.payment(receipt).await?;
        let settled = settled(receipt)?;
        let whole = payment.gross == Some(receipt.amount());
        let rest = receipt.amount().checked_sub(settled).ok();
        match payment.outstanding {
            Some(open) if whole && Some(open) == rest => Ok(()),
            Some(open) if whole && open == receipt.amount() => {
                receipt.check_against(&self.due_of(receipt).await?)?;
                self.allocate_all(receipt, &payment, &payment.header).await
            }
            _ => Err(conflict("the payment is allocated in part, or is of another amount")),
        }
    }

    async fn allocate_all(&self, receipt: &Receipt, payment: &AuditHeader, key: &str) -> Result<(), Error> {
        let account = receipt.head().customer.as_str();
        let mut parts: Vec<(&Reference, Money)> = Vec::new();
        for (reference, amount) in receipt.settles() {
            match parts.iter_mut().find(|(known, _)| *known == reference) {
                Some((_, sum)) => *sum = sum.checked_add(amount).map_err(DocumentError::from)?,
                None => parts.push((reference, amount)),
            }
        }
        let mut allocated: Vec<&Reference> = Vec::with_capacity(parts.len());
        let Some(transaction) = payment.transaction else {
            return Err(partial(
                &conflict("the payment has no transaction number"),
                key,
                receipt,
                &allocated,
            ));
        };
        for (reference, amount) in parts {
            let body = outgoing::allocation(account, transaction, reference.as_str(), amount);
            let answer = self.write("/api/allocatePaymentOnAccount", &body).await;
            let done = answer.and_then(|answer| match answer.response.as_bool() {
                Some(true) => Ok(()),
                _ => Err(conflict("the answer does not say that it is allocated")),
            });
            done.map_err(|error| partial(&error, key, receipt, &allocated))?;
            allocated.push(reference);
        }
        // The API books another payment when it finds no invoice, and answers with success: look.
        let after = self.payment(receipt).await.map_err(|error| partial(&error, key, receipt, &allocated))?;
        let rest = receipt.amount().checked_sub(settled(receipt)?).ok();
        if after.outstanding != rest || rest.is_none() {
            let error = conflict("the payment is not allocated as its answers said");
            return Err(partial(&error, key, receipt, &[]));
        }
        Ok(())
    }

    /// The one payment on account with the receipt's reference and customer.
    async fn payment(&self, receipt: &Receipt) -> Result<AuditHeader, Error> {
        let (reference, account) = (receipt.head().reference.as_str(), receipt.head().customer.as_str());
        let filters =
            [Filter::is("INV_REF", reference), Filter::is("ACCOUNT_REF", account), Filter::types(&["SA"])];
        let mut rows = self.headers(&filters).await?;
        rows.retain(|row| !row.deleted && &*row.kind == "SA" && row.is(reference, Some(account)));
        let Some(payment) = rows.pop() else {
            return Err(Error::new(ErrorKind::NotFound, Outcome::Nothing)
                .with_problem("the books hold no payment on account with this reference"));
        };
        if rows.is_empty() { Ok(payment) } else { Err(conflict("several payments have this reference")) }
    }

    /// What is outstanding of the customer's invoices that a receipt settles.
    async fn due_of(&self, receipt: &Receipt) -> Result<AmountsDue, Error> {
        let account = receipt.head().customer.as_str();
        let mut due = BTreeMap::new();
        for (reference, _) in receipt.settles() {
            if !due.contains_key(reference) {
                let open = self.outstanding(reference, &["SI"], Some(account)).await?;
                due.extend(open.map(|open| (reference, open)));
            }
        }
        Ok(due.into_iter().collect())
    }
}

fn settled(receipt: &Receipt) -> Result<Money, Error> {
    let parts = receipt.settles().map(|(_, amount)| amount);
    Ok(Money::sum(parts, receipt.amount().currency()).map_err(DocumentError::from)?)
}

fn conflict(problem: &'static str) -> Error {
    Error::new(ErrorKind::Conflict, Effect::Reads.if_sent()).with_problem(problem)
}

/// The cash is booked; what is missing stands in the details.
fn partial(cause: &Error, key: &str, receipt: &Receipt, allocated: &[&Reference]) -> Error {
    let missing = receipt.settles().map(|(reference, _)| reference);
    let missing = missing.filter(|reference| !allocated.contains(reference));
    let names =
        |references: Vec<&str>| if references.is_empty() { "none".to_owned() } else { references.join(", ") };
    let words = format!(
        "the receipt is booked as {key}; allocated: {}; not, or not surely, allocated: {}",
        names(allocated.iter().map(|reference| reference.as_str()).collect()),
        names(missing.map(Reference::as_str).collect()),
    );
    let mut details = vec![Detail { code: None, message: words.into(), field: None }];
    details.extend(cause.details().iter().cloned());
    let mut error = Error::new(cause.kind(), Outcome::Happened)
        .with_problem("the receipt is booked, but not allocated to every invoice it settles")
        .with_details(details);
    if let Some(status) = cause.status() {
        error = error.with_status(status);
    }
    match cause.sage() {
        Some(sage) => error.with_sage(sage),
        None => error,
    }
}
