//! Every call of the client, once. The table of the docs, the canary and the day at the simulator go through this list.

mod canary;
#[cfg(all(feature = "http", feature = "raw-card-data", feature = "encryption"))]
mod day;
pub mod list;
mod secret;
mod table;

use std::fmt::Write;

use async_trait::async_trait;
use futures_util::StreamExt;
use paytrace::{
    Client, Dialect, Effect, Endpoint, Error, Export, ExportRow, Operation, Outgoing, RawReply, RowScanner,
};

/// A call whose types do not matter any more.
#[async_trait]
pub trait Call: Send + Sync {
    fn name(&self) -> &'static str;
    fn endpoint(&self) -> Endpoint;
    fn effect(&self) -> Effect;
    /// The type with the modules it stands in.
    fn type_path(&self) -> &'static str;
    /// The type's own name, as the source has it.
    fn type_name(&self) -> &'static str {
        self.type_path().rsplit("::").next().unwrap_or_default()
    }
    fn debug(&self) -> String;
    fn outgoing(&self) -> Result<Outgoing, Error>;
    /// What an answer becomes, as `Debug` shows it; `None` when it is no answer of success.
    fn answered(&self, raw: &RawReply) -> Option<String>;
    /// Sends it, and gives what came as `Debug` shows it.
    async fn send(&self, client: &Client) -> Result<String, Error>;
}

/// A call with one answer.
pub struct Sent<O>(pub O);

/// A call that answers with rows.
pub struct Streamed<E>(pub E);

#[async_trait]
impl<O> Call for Sent<O>
where
    O: Operation + std::fmt::Debug + Send + Sync,
    O::Reply: std::fmt::Debug + Send,
{
    fn name(&self) -> &'static str {
        O::NAME
    }

    fn endpoint(&self) -> Endpoint {
        O::ENDPOINT
    }

    fn effect(&self) -> Effect {
        O::EFFECT
    }

    fn type_path(&self) -> &'static str {
        std::any::type_name::<O>()
    }

    fn debug(&self) -> String {
        format!("{:?}", self.0)
    }

    fn outgoing(&self) -> Result<Outgoing, Error> {
        self.0.outgoing()
    }

    fn answered(&self, raw: &RawReply) -> Option<String> {
        self.0.reply(raw).ok().map(|reply| format!("{reply:?}"))
    }

    async fn send(&self, client: &Client) -> Result<String, Error> {
        client.send(&self.0).await.map(|reply| format!("{reply:?}"))
    }
}

#[async_trait]
impl<E> Call for Streamed<E>
where
    E: Export + std::fmt::Debug + Send + Sync,
{
    fn name(&self) -> &'static str {
        E::NAME
    }

    fn endpoint(&self) -> Endpoint {
        E::ENDPOINT
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn type_path(&self) -> &'static str {
        std::any::type_name::<E>()
    }

    fn debug(&self) -> String {
        format!("{:?}", self.0)
    }

    fn outgoing(&self) -> Result<Outgoing, Error> {
        self.0.outgoing()
    }

    fn answered(&self, raw: &RawReply) -> Option<String> {
        let dialect = E::ENDPOINT.dialect();
        let mut scanner = RowScanner::new(if dialect == Dialect::V1 { "transactions" } else { "data" });
        scanner.push(&raw.body).ok()?;
        let mut rows = String::new();
        while let Some(row) = scanner.next_row() {
            let _ = writeln!(rows, "{:?}", ExportRow::read_as(dialect, row));
        }
        scanner.finish().ok()?.is_success().then_some(rows)
    }

    async fn send(&self, client: &Client) -> Result<String, Error> {
        let mut rows = client.export(&self.0).await?;
        let mut shown = format!("{rows:?}");
        while let Some(row) = rows.next().await {
            let _ = write!(shown, "\n{:?}", row?);
        }
        Ok(shown)
    }
}
