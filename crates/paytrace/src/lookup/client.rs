//! Reading the days around an attempt.

use futures_util::TryStreamExt;

use super::{Finding, Lookup, LookupAnswer};
use crate::v1::export::{ByDateRange, IncludingText};
use crate::{Client, Error, ErrorKind};

impl Client {
    /// Looks for a payment whose answer was lost, in v1's export of the days around the attempt.
    ///
    /// Asks for the rows that hold the invoice id first. PayTrace does not document how it compares texts, so only a
    /// find counts there; otherwise all rows of the days are read, one by one. See [`lookup`](crate::lookup) for when
    /// [`Finding::NotFound`] may be believed, and for how long to wait.
    ///
    /// # Errors
    /// The days could not be read completely: nothing is known, look again.
    pub async fn look_up(&self, lookup: &Lookup) -> Result<LookupAnswer, Error> {
        let days = lookup.days();
        let all = ByDateRange::new(days.first, days.last)?;
        if let Ok(text) = IncludingText::new(lookup.invoice_id.as_str()) {
            match self.compare(lookup, &all.clone().with_including_text(text)).await {
                Ok(answer) if matches!(answer.finding, Finding::Found(_) | Finding::Several { .. }) => {
                    return Ok(answer);
                }
                // An account on which the filter fails can still be read without it.
                Err(error) if !matches!(error.kind(), ErrorKind::Rejected | ErrorKind::Unreadable) => {
                    return Err(error);
                }
                Ok(_) | Err(_) => {}
            }
        }
        self.compare(lookup, &all).await
    }

    async fn compare(&self, lookup: &Lookup, export: &ByDateRange) -> Result<LookupAnswer, Error> {
        let mut rows = self.export(export).await?;
        let mut search = lookup.search();
        while let Some(row) = rows.try_next().await? {
            search.add(&row);
        }
        Ok(search.finish())
    }
}
