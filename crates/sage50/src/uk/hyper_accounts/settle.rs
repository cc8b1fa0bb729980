//! Documents that settle others: booked first, then allocated, then read back.

use paysage_money::Money;
use serde_json::Value;

use super::allocation::{self, Part, Source, Sum};
use super::answer::Effect;
use super::door::HyperAccountsDoor;
use super::header::AuditHeader;
use super::outgoing;
use super::search::{Filter, quotable};
use super::unverified::CREDITS;
use crate::books::Posted;
use crate::error::{Detail, Error, ErrorKind, Outcome, SageDetail};
use crate::model::{
    AmountsDue, CreditMemo, Document, DocumentError, PurchaseOrderNumber, Receipt, Reference,
};

const TRANSACTION: &str = "/api/transactionPost";
pub(super) const BATCH: &str = "/api/batchtransactionPost";

/// An allocation to be made: of the transaction with this number, so much, to the invoice.
pub(super) struct Step<'a> {
    pub(super) transaction: u64,
    pub(super) sum: Sum<'a>,
}

/// What was booked when something after it failed.
pub(super) struct Booked<'a> {
    pub(super) key: &'a str,
    /// Everything that is to be allocated, and how much of it is.
    pub(super) sums: Vec<Sum<'a>>,
    pub(super) done: usize,
}

impl HyperAccountsDoor {
    pub(super) async fn post_receipt(&self, document: &Document, receipt: &Receipt) -> Result<Posted, Error> {
        let parts = allocation::plan(receipt)?;
        let cash = outgoing::receipt(receipt, &self.ledger)?;
        let discount = outgoing::discount(receipt, &self.ledger)?;
        self.check_open(document).await?;
        // A payment that finds no invoice would be booked a second time by its allocation.
        let credits = self.check_due(receipt).await?;
        let key = self.post_numbered(TRANSACTION, &cash).await?;
        let sums = parts.iter().map(|part| (part.invoice, part.amount)).collect();
        let mut booked = Booked { key: &key, sums, done: 0 };
        let all = self.settle_receipt(receipt, &parts, discount, (&credits, &mut booked)).await;
        all.map_err(|error| booked.but(&error))?;
        self.confirm(document, Some(&key)).await
    }

    async fn settle_receipt(
        &self,
        receipt: &Receipt,
        parts: &[Part<'_>],
        discount: Option<Value>,
        (credits, booked): (&[AuditHeader], &mut Booked<'_>),
    ) -> Result<(), Error> {
        let head = (receipt.head().reference.as_str(), receipt.head().customer.as_str());
        let discount = match discount {
            Some(body) => {
                let key = self.post_numbered(BATCH, &body).await?;
                Some(self.transaction(head, "SC", &key).await?)
            }
            None => None,
        };
        let of_cash = parts.iter().any(|part| part.source == Source::Cash);
        let cash = if of_cash { Some(self.transaction(head, "SA", booked.key).await?) } else { None };
        let mut steps = Vec::with_capacity(parts.len());
        for part in parts {
            let transaction = match part.source {
                Source::Cash => cash,
                Source::Discount => discount,
                Source::Credit(reference) => credits
                    .iter()
                    .find(|row| row.is(reference.as_str(), None))
                    .and_then(|row| row.transaction),
            };
            let transaction = transaction.ok_or_else(no_number)?;
            steps.push(Step { transaction, sum: (part.invoice, part.amount) });
        }
        self.allocate_all(head.1, &steps, booked).await
    }

    pub(super) async fn post_credit_memo(
        &self,
        document: &Document,
        memo: &CreditMemo,
    ) -> Result<Posted, Error> {
        let extras = outgoing::SaleExtras {
            due: None,
            purchase_order: memo.details().customer_purchase_order.as_ref().map(PurchaseOrderNumber::as_str),
        };
        let sale = (outgoing::SALES_CREDIT, memo.head());
        let body = outgoing::sale(sale, memo.lines(), extras, &self.ledger)?;
        self.check_open(document).await?;
        let Some(invoice) = &memo.details().applies_to else {
            return Ok(Posted::in_books(self.post_numbered(BATCH, &body).await?));
        };
        let (reference, account) = (memo.head().reference.as_str(), memo.head().customer.as_str());
        let row = self.open_item(invoice, &["SI"], Some(account)).await?;
        let due = row.ok_or_else(|| unknown(invoice))?.still_open()?;
        // As much as the invoice still owes; the rest of the memo stays open.
        let part =
            if due.checked_sub(memo.total()).is_ok_and(Money::is_negative) { due } else { memo.total() };
        let key = self.post_numbered(BATCH, &body).await?;
        let sums = if part.is_positive() { vec![(invoice, part)] } else { Vec::new() };
        let mut booked = Booked { key: &key, sums, done: 0 };
        let all = async {
            if part.is_positive() {
                let transaction = self.transaction((reference, account), "SC", &key).await?;
                self.allocate_all(account, &[Step { transaction, sum: (invoice, part) }], &mut booked)
                    .await?;
            }
            Ok(())
        };
        let all = all.await;
        all.map_err(|error| booked.but(&error))?;
        self.confirm(document, Some(&key)).await
    }

    /// Allocates a receipt that is booked and not allocated, e.g. after an [`Outcome::Happened`].
    ///
    /// Does nothing when it is allocated already. One that is allocated in part, that uses credits, whose discount is
    /// not booked, or that stands twice in the books is [`ErrorKind::Conflict`]: which invoice got which part, only
    /// a person in Sage can see.
    pub async fn allocate(&self, receipt: &Receipt) -> Result<(), Error> {
        self.for_document().await?.allocate_once(receipt).await
    }

    async fn allocate_once(&self, receipt: &Receipt) -> Result<(), Error> {
        let document = Document::Receipt(receipt.clone());
        self.check(&document)?;
        let parts = allocation::plan(receipt)?;
        outgoing::receipt(receipt, &self.ledger)?;
        let (reference, account) = (receipt.head().reference.as_str(), receipt.head().customer.as_str());
        let mut rows = self.rows_of(reference, account).await?;
        rows.retain(|row| !row.deleted);
        let (discounts, payments): (Vec<_>, Vec<_>) = rows.into_iter().partition(AuditHeader::is_discount);
        let payments: Vec<_> = payments.into_iter().filter(|row| &*row.kind == "SA").collect();
        let payment = match &*payments {
            [] => {
                return Err(Error::new(ErrorKind::NotFound, Outcome::Nothing)
                    .with_problem("the books hold no payment on account with this reference"));
            }
            [payment] => payment,
            _ => return Err(conflict("several payments have this reference")),
        };
        let found = self.find_all(&document).await?;
        if found.iter().any(|entry| document.compare(entry).is_empty()) {
            return Ok(());
        }
        let kept = allocation::discount(receipt)?;
        let untouched =
            |row: &AuditHeader, amount| row.gross == Some(amount) && row.outstanding == Some(amount);
        let discount = match &*discounts {
            [] if kept.is_zero() => None,
            [one] if untouched(one, kept) => one.transaction,
            _ => return Err(conflict("the discount is not booked, or allocated already")),
        };
        let uses_credits = parts.iter().any(|part| matches!(part.source, Source::Credit(_)));
        if uses_credits || !untouched(payment, receipt.amount()) {
            return Err(conflict("the payment is allocated in part, uses credits, or is of another amount"));
        }
        self.check_due(receipt).await?;
        let sums = parts.iter().map(|part| (part.invoice, part.amount)).collect();
        let mut booked = Booked { key: &payment.header, sums, done: 0 };
        let mut steps = Vec::with_capacity(parts.len());
        for part in &parts {
            let number = if part.source == Source::Discount { discount } else { payment.transaction };
            steps.push(Step { transaction: number.ok_or_else(no_number)?, sum: (part.invoice, part.amount) });
        }
        let all = self.allocate_all(account, &steps, &mut booked).await;
        all.map_err(|error| booked.but(&error))?;
        self.confirm(&document, Some(&payment.header)).await.map(drop)
    }

    pub(super) async fn allocate_all(
        &self,
        account: &str,
        steps: &[Step<'_>],
        booked: &mut Booked<'_>,
    ) -> Result<(), Error> {
        for step in steps {
            let (invoice, amount) = step.sum;
            let body = outgoing::allocation(account, step.transaction, invoice.as_str(), amount);
            let answer = self.write("/api/allocatePaymentOnAccount", &body).await?;
            if answer.response.as_bool() != Some(true) {
                return Err(conflict("the answer does not say that it is allocated"));
            }
            booked.done = booked.done.saturating_add(1);
        }
        Ok(())
    }

    /// The number by which a transaction that was just booked is allocated.
    async fn transaction(
        &self,
        (reference, account): (&str, &str),
        kind: &str,
        key: &str,
    ) -> Result<u64, Error> {
        let rows = self.rows_of(reference, account).await?;
        let row = rows.into_iter().find(|row| !row.deleted && &*row.kind == kind && *row.header == *key);
        row.and_then(|row| row.transaction).ok_or_else(no_number)
    }

    /// The credits and payments of a customer with a reference.
    pub(super) async fn rows_of(&self, reference: &str, account: &str) -> Result<Vec<AuditHeader>, Error> {
        let filters = [
            Filter::is("INV_REF", reference),
            Filter::is("ACCOUNT_REF", account),
            Filter::types(&["SA", "SC", "SR"]),
        ];
        let mut rows = self.headers(&filters).await?;
        rows.retain(|row| row.is(reference, Some(account)));
        Ok(rows)
    }

    /// The transactions of these types with a reference that can be settled.
    pub(super) async fn open_items(
        &self,
        reference: &Reference,
        types: &[&str],
        account: Option<&str>,
    ) -> Result<Vec<AuditHeader>, Error> {
        let reference = quotable("reference", reference.as_str())?;
        let mut filters = vec![Filter::is("INV_REF", reference), Filter::types(types)];
        filters.extend(account.map(|account| Filter::is("ACCOUNT_REF", account)));
        let mut rows = self.headers(&filters).await?;
        rows.retain(|row| {
            let asked = types.contains(&&*row.kind) && row.is(reference, account);
            asked && !row.deleted && !row.is_discount()
        });
        Ok(rows)
    }

    /// The one among them; `None` when there is none.
    ///
    /// # Errors
    /// Several: the API allocates by reference, so it is the document's concern and not the connection's.
    pub(super) async fn open_item(
        &self,
        reference: &Reference,
        types: &[&str],
        account: Option<&str>,
    ) -> Result<Option<AuditHeader>, Error> {
        let mut rows = self.open_items(reference, types, account).await?;
        if rows.len() > 1 {
            let words = format_args!(
                "{} entries have the reference {reference}, so what is outstanding of it is unclear; \
                 give all but one another reference in Sage 50",
                rows.len()
            );
            return Err(Error::own(SageDetail::AmountMismatch, words));
        }
        Ok(rows.pop())
    }

    /// Checks a receipt against what its invoices and credits hold open, and gives the credits.
    async fn check_due(&self, receipt: &Receipt) -> Result<Vec<AuditHeader>, Error> {
        let account = receipt.head().customer.as_str();
        let (mut due, mut credits) = (AmountsDue::new(), Vec::new());
        for (reference, _) in allocation::invoices(receipt)? {
            if let Some(row) = self.open_item(reference, &["SI"], Some(account)).await? {
                due.insert(reference, row.still_open()?);
            }
        }
        for (reference, _) in allocation::credits(receipt)? {
            if due.get(reference).is_some() {
                return Err(Error::unsupported(
                    "an invoice and a credit of one reference cannot be told apart",
                ));
            }
            if let Some(row) = self.open_item(reference, CREDITS, Some(account)).await? {
                due.insert(reference, row.still_open()?);
                credits.push(row);
            }
        }
        receipt.check_against(&due)?;
        Ok(credits)
    }

    /// Reads back what was booked: success only when it stands there as the document says.
    pub(super) async fn confirm(&self, document: &Document, key: Option<&str>) -> Result<Posted, Error> {
        let happened = |error: &Error| {
            Error::new(error.kind(), Outcome::Happened)
                .with_problem("it is booked, and could not be read back")
                .with_details(error.details().to_vec())
        };
        let mut found = self.find_all(document).await.map_err(|error| happened(&error))?;
        found.retain(|entry| key.is_none_or(|key| *entry.key == *key));
        if let Some(entry) = found.iter().rev().find(|entry| document.compare(entry).is_empty()) {
            return Ok(Posted::in_books(entry.key.clone()));
        }
        let Some(entry) = found.last() else {
            return Err(Error::new(ErrorKind::Unreadable, Outcome::Unknown)
                .with_problem("its answer says that it is booked, and the books do not show it yet"));
        };
        let differences = document.compare(entry);
        let words = differences.iter().map(|one| format!("{}: {}, not {}", one.field, one.theirs, one.ours));
        let details = words.map(|words| Detail { code: None, message: words.into(), field: None });
        Err(Error::new(ErrorKind::Conflict, Outcome::Happened)
            .with_problem("it is booked, and does not stand in the books as it was sent")
            .with_details(details.collect()))
    }
}

impl Booked<'_> {
    /// The document is booked; what is missing stands in the details.
    pub(super) fn but(&self, cause: &Error) -> Error {
        let (done, missing) = self.sums.split_at_checked(self.done).unwrap_or_default();
        let names = |sums: &[Sum<'_>]| {
            let names = sums.iter().map(|(reference, amount)| format!("{reference} {amount}"));
            let names = names.collect::<Vec<_>>();
            if names.is_empty() { "none".to_owned() } else { names.join(", ") }
        };
        let words = format!(
            "it is booked as {}; allocated: {}; not, or not surely, allocated: {}",
            self.key,
            names(done),
            names(missing),
        );
        let mut details = vec![Detail { code: None, message: words.into(), field: None }];
        details.extend(cause.details().iter().cloned());
        let mut error = Error::new(cause.kind(), Outcome::Happened)
            .with_problem("it is booked, but not allocated to everything it settles")
            .with_details(details);
        if let Some(status) = cause.status() {
            error = error.with_status(status);
        }
        match cause.sage() {
            Some(sage) => error.with_sage(sage),
            None => error,
        }
    }
}

fn conflict(problem: &'static str) -> Error {
    Error::new(ErrorKind::Conflict, Effect::Reads.if_sent()).with_problem(problem)
}

pub(super) fn no_number() -> Error {
    conflict("a transaction to be allocated has no number, or is not in the books")
}

pub(super) fn unknown(reference: &Reference) -> Error {
    Error::own(SageDetail::UnknownInvoice, format_args!("{reference} is not in the books"))
}

/// A sum that documents of one currency always have.
pub(super) fn less(one: Money, other: Money) -> Result<Money, Error> {
    Ok(one.checked_sub(other).map_err(DocumentError::from)?)
}
