//! Reading the days around an attempt.

use futures_util::TryStreamExt;

use super::{Lookup, LookupAnswer};
use crate::v1::export::ByDateRange;
use crate::{Client, Error};

impl Client {
    /// Looks for a payment whose answer was lost, in v1's export of the days around the attempt.
    ///
    /// All rows of the days are read, one by one: PayTrace does not document how its filter compares texts, so that
    /// a filtered export could hide the payment, or a second one. See [`lookup`](crate::lookup) for when
    /// [`Finding::NotFound`](crate::lookup::Finding::NotFound) may be believed, and for how long to wait.
    ///
    /// # Errors
    /// The days could not be read completely: nothing is known, look again.
    pub async fn look_up(&self, lookup: &Lookup) -> Result<LookupAnswer, Error> {
        let days = lookup.days();
        let mut rows = self.export(&ByDateRange::new(days.first, days.last)?).await?;
        let mut search = lookup.search();
        while let Some(row) = rows.try_next().await? {
            search.add(&row);
        }
        Ok(search.finish())
    }
}
