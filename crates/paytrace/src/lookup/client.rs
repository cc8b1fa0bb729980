//! Reading the days around an attempt.

use futures_util::TryStreamExt;

use super::{Lookup, LookupAnswer};
use crate::{Client, Dialect, Error, v1, v3};

impl Client {
    /// Looks for a payment by card whose answer was lost, in the export of the days around the attempt.
    ///
    /// It reads v1's export unless [`Lookup::with_dialect`] says v3's. Checks (ACH) are in neither.
    ///
    /// All rows of the days are read, one by one: PayTrace does not document how its filter compares texts, so that
    /// a filtered export could hide the payment, or a second one. See [`lookup`](crate::lookup) for when
    /// [`Finding::NotFound`](crate::lookup::Finding::NotFound) may be believed, and for how long to wait.
    ///
    /// # Errors
    /// The days could not be read completely: nothing is known, look again.
    pub async fn look_up(&self, lookup: &Lookup) -> Result<LookupAnswer, Error> {
        let days = lookup.days();
        let (first, last) = (days.first, days.last);
        let mut rows = match lookup.dialect {
            Dialect::V1 => self.export(&v1::export::ByDateRange::new(first, last)?).await?,
            Dialect::V3 => self.export(&v3::export::ByDateRange::new(first, last)?).await?,
        };
        let mut search = lookup.search();
        while let Some(row) = rows.try_next().await? {
            search.add(&row);
        }
        Ok(search.finish())
    }
}
