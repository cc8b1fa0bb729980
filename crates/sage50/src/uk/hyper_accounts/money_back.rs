//! Refunds and chargebacks: money that left the bank again, each a debit of the customer's.

use paysage_money::Money;

use super::allocation;
use super::door::HyperAccountsDoor;
use super::header::AuditHeader;
use super::outgoing;
use super::search::{Filter, Row};
use super::settle::{BATCH, Booked, Step, less, no_number, unknown};
use super::unverified::CREDITS;
use crate::books::Posted;
use crate::error::{Error, SageDetail};
use crate::model::{AmountsDue, Booking, Chargeback, Document, DocumentError, Reference, Refund};

/// What a look-up shows where the account of a booking should stand, and does not.
const NO_ACCOUNT: &str = "no account that is shown";

impl HyperAccountsDoor {
    /// A refund: the money as a debit of the customer's, then the credits allocated to it.
    pub(super) async fn post_refund(&self, document: &Document, refund: &Refund) -> Result<Posted, Error> {
        let body = outgoing::refund(refund, &self.ledger)?;
        self.check_open(document).await?;
        let (own, account) = (&refund.head().reference, refund.head().customer.as_str());
        self.check_unused(own, account).await?;
        let paid = allocation::merged(refund.applies().iter().map(|part| (part.reference(), part.amount())))?;
        let (mut due, mut steps) = (AmountsDue::new(), Vec::with_capacity(paid.len()));
        for (reference, amount) in paid {
            if let Some(row) = self.open_item(reference, CREDITS, Some(account)).await? {
                due.insert(reference, row.still_open()?);
                let transaction = row.transaction.ok_or_else(no_number)?;
                steps.push(Step { transaction, sum: (own, amount) });
            }
        }
        refund.check_against(&due)?;
        let key = self.post_numbered(BATCH, &body).await?;
        let mut booked = Booked { key: &key, sums: steps.iter().map(|step| step.sum).collect(), done: 0 };
        let all = self.allocate_all(account, &steps, &mut booked).await;
        all.map_err(|error| booked.but(&error))?;
        self.confirm(document, Some(&key)).await
    }

    /// A chargeback: the money as a debit of the customer's, which stands open in the invoice's place.
    pub(super) async fn post_chargeback(
        &self,
        document: &Document,
        back: &Chargeback,
    ) -> Result<Posted, Error> {
        let body = outgoing::chargeback(back, &self.ledger)?;
        self.check_open(document).await?;
        self.check_unused(&back.head().reference, back.head().customer.as_str()).await?;
        self.check_brought(back).await?;
        let key = self.post_numbered(BATCH, &body).await?;
        self.confirm(document, Some(&key)).await
    }

    /// Refuses a reference under which the customer's ledger holds an invoice, refund or chargeback already: a first
    /// booking whose answer was lost is known by it whatever its details say by now, and credits are allocated by it.
    async fn check_unused(&self, own: &Reference, account: &str) -> Result<(), Error> {
        if self.open_items(own, &["SI"], Some(account)).await?.is_empty() {
            return Ok(());
        }
        let words = format_args!("{own} is an invoice, refund or chargeback of the customer already");
        Err(Error::own(SageDetail::Duplicate, words))
    }

    /// Refuses a chargeback of more than its receipt brought, less what was charged back of it before.
    async fn check_brought(&self, back: &Chargeback) -> Result<(), Error> {
        let (original, account) = (back.original(), back.head().customer.as_str());
        let filters = [
            Filter::is("INV_REF", original.as_str()),
            Filter::is("ACCOUNT_REF", account),
            Filter::types(&["SA", "SR"]),
        ];
        let mut receipts = self.headers(&filters).await?;
        receipts.retain(|row| !row.deleted && row.is(original.as_str(), Some(account)));
        if receipts.is_empty() {
            return Err(unknown(original));
        }
        let mut filters = vec![Filter::is("ACCOUNT_REF", account), Filter::types(&["SI"])];
        // None was charged back before it came.
        let first = receipts.iter().map(|row| row.date).min().flatten();
        filters.extend(first.map(|day| Filter::from("DATE", day)));
        let earlier = self.headers(&filters).await?;
        let earlier = earlier.iter().filter(|row| !row.deleted && row.charges_back(original.as_str()));
        let Some(earlier) = earlier.map(|row| row.gross).collect::<Option<Vec<_>>>() else {
            let words = format_args!("the books do not say how much of {original} was charged back before");
            return Err(Error::own(SageDetail::AmountMismatch, words));
        };
        let all = earlier.into_iter().chain([back.amount()]);
        let all = Money::sum(all, back.amount().currency()).map_err(DocumentError::from)?;
        let covers = |row: &AuditHeader| {
            row.gross.is_some_and(|gross| less(gross, all).is_ok_and(|rest| !rest.is_negative()))
        };
        if receipts.iter().any(covers) {
            return Ok(());
        }
        let words = format_args!("{all}, all its chargebacks, is more than the receipt {original} brought");
        Err(Error::own(SageDetail::AmountMismatch, words))
    }

    /// The accounts that refunds and chargebacks under a reference were taken from; a row alone does not say it.
    pub(super) async fn bookings(
        &self,
        reference: &str,
        rows: &[AuditHeader],
    ) -> Result<Vec<Booking>, Error> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let filters = [Filter::is("INV_REF", reference), Filter::types(&["SI"])];
        let splits = self.search("/api/searchSplit", &filters).await?;
        let account = |header: &AuditHeader| {
            let own = splits
                .iter()
                .map(Row)
                .filter(|split| split.text("headerNumber") == Some(header.header.clone()));
            let mut accounts = own.map(|split| split.text("nominalCode")).collect::<Vec<_>>();
            accounts.sort_unstable();
            accounts.dedup();
            let shown = accounts.into_iter().map(|one| one.unwrap_or_else(|| NO_ACCOUNT.into()));
            let shown = shown.collect::<Vec<Box<str>>>().join(", ");
            if shown.is_empty() { NO_ACCOUNT.into() } else { shown.into() }
        };
        Ok(rows.iter().map(|row| Booking { account: Some(account(row)), ..Booking::default() }).collect())
    }
}
