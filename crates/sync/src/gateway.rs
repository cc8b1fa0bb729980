//! What the engine needs of a payment gateway.

use std::fmt::Debug;
use std::pin::Pin;

use async_trait::async_trait;
use chrono::NaiveDate;
use futures_core::Stream;
use futures_util::StreamExt;
use paytrace::v1::export::{ByDateRange, ById};
use paytrace::{Client, Error, ExportRow, TransactionId};

/// Rows of an export as they arrive. An `Err` ends it: the export was cut, and nothing may be concluded from
/// what is missing. The end of the stream without one means that it was complete.
pub type Rows = Pin<Box<dyn Stream<Item = Result<ExportRow, Error>> + Send>>;

/// The first and the last day of a window; both belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: NaiveDate,
    /// The last day, not before the first.
    pub last: NaiveDate,
}

/// A gateway that reports its transactions by the day they were created, and one by its number.
#[async_trait]
pub trait Gateway: Send + Sync + Debug {
    /// Every transaction created in the window, each as it stands now.
    async fn export(&self, days: Days) -> Result<Rows, Error>;

    /// The transaction of that number as it stands now; `None` when the gateway has none.
    async fn transaction(&self, id: TransactionId) -> Result<Option<ExportRow>, Error>;
}

/// PayTrace's v1 dialect.
#[async_trait]
impl Gateway for Client {
    async fn export(&self, days: Days) -> Result<Rows, Error> {
        let stream = Client::export(self, &ByDateRange::new(days.first, days.last)?).await?;
        Ok(stream.boxed())
    }

    async fn transaction(&self, id: TransactionId) -> Result<Option<ExportRow>, Error> {
        self.send(&ById::new(id)).await
    }
}
