//! The one writer: gathers the commits of many workers into one transaction, so that one sync serves them all.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use paysage_sync::ledger::{Claim, LedgerError, LedgerErrorKind, Op, StoreTime};
use sqlx::SqliteConnection;
use tokio::sync::{Notify, mpsc, oneshot};

use super::apply::{self, Ends, Refusal};
use super::claim::{self, Leases};
use super::clock::Clock;

/// Requests taken into one transaction.
const GROUP: usize = 256;
/// Requests that wait before callers do.
const QUEUE: usize = 1_024;

type Reply<T> = oneshot::Sender<Result<T, LedgerError>>;

enum Request {
    Commit(Vec<Op>, Reply<()>),
    Claim(Claim, Reply<Leases>),
}

/// The handle that workers share. The task ends when the last handle is gone.
#[derive(Debug)]
pub(super) struct Writer {
    requests: mpsc::Sender<Request>,
    changed: Arc<Notify>,
}

impl Writer {
    pub(super) async fn start(
        mut connection: SqliteConnection,
        company: i64,
        clock: Clock,
        path: PathBuf,
    ) -> Result<Self, sqlx::Error> {
        let (requests, inbox) = mpsc::channel(QUEUE);
        let changed = Arc::new(Notify::new());
        let ends = apply::ends(&mut connection, company).await?;
        let task = Task { connection, company, clock, path, ends, changed: Arc::clone(&changed) };
        tokio::spawn(task.run(inbox));
        Ok(Self { requests, changed })
    }

    pub(super) async fn commit(&self, ops: Vec<Op>) -> Result<(), LedgerError> {
        self.ask(|reply| Request::Commit(ops, reply)).await
    }

    pub(super) async fn claim(&self, claim: Claim) -> Result<Leases, LedgerError> {
        self.ask(|reply| Request::Claim(claim, reply)).await
    }

    /// Until something was planned or given back, at the latest after `limit`.
    pub(super) async fn wait(&self, limit: Duration) {
        // The deadline is the net under a notification that came just before we listened.
        let _ = tokio::time::timeout(limit, self.changed.notified()).await;
    }

    async fn ask<T>(&self, request: impl FnOnce(Reply<T>) -> Request) -> Result<T, LedgerError> {
        let gone = || LedgerError::new(LedgerErrorKind::Unavailable, "the ledger's writer has stopped");
        let (reply, answer) = oneshot::channel();
        self.requests.send(request(reply)).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

struct Task {
    connection: SqliteConnection,
    company: i64,
    clock: Clock,
    path: PathBuf,
    ends: Ends,
    changed: Arc<Notify>,
}

impl Task {
    async fn run(mut self, mut inbox: mpsc::Receiver<Request>) {
        let mut group = Vec::with_capacity(GROUP);
        while inbox.recv_many(&mut group, GROUP).await > 0 {
            let mut commits = Vec::new();
            let mut claims = Vec::new();
            for request in group.drain(..) {
                match request {
                    Request::Commit(ops, reply) => commits.push((ops, reply)),
                    Request::Claim(claim, reply) => claims.push((claim, reply)),
                }
            }
            self.commit_all(commits).await;
            for (claim, reply) in claims {
                let answer = self.claim(&claim).await;
                // A caller that went away lets its lease run out.
                let _ = reply.send(answer);
            }
        }
    }

    /// All commits in one transaction; when one of them is refused, each in a transaction of its own, so that a
    /// refusal touches nobody else.
    async fn commit_all(&mut self, commits: Vec<(Vec<Op>, Reply<()>)>) {
        if commits.is_empty() {
            return;
        }
        let wakes =
            commits.iter().flat_map(|(ops, _)| ops).any(|op| matches!(op, Op::Plan(_) | Op::Release { .. }));
        let (ops, replies): (Vec<Vec<Op>>, Vec<Reply<()>>) = commits.into_iter().unzip();
        let all: Vec<&Op> = ops.iter().flatten().collect();
        let together = self.commit(&all).await;
        if ops.len() == 1 || !matches!(together, Err(Failure::Refused(_))) {
            let outcome = together.map_err(|failure| self.error(failure));
            for reply in replies {
                let _ = reply.send(outcome.as_ref().copied().map_err(again));
            }
        } else {
            for (ops, reply) in ops.iter().zip(replies) {
                let alone: Vec<&Op> = ops.iter().collect();
                let outcome = self.commit(&alone).await.map_err(|failure| self.error(failure));
                let _ = reply.send(outcome);
            }
        }
        if wakes {
            self.changed.notify_waiters();
        }
    }

    async fn commit(&mut self, ops: &[&Op]) -> Result<(), Failure> {
        let now = self.clock.now();
        self.begin().await?;
        let result = apply::apply(&mut self.connection, self.company, now, &self.ends, ops).await;
        match result {
            Ok(ends) => {
                self.end("COMMIT").await.map_err(Failure::Unknown)?;
                self.ends = ends;
                Ok(())
            }
            Err(refusal) => {
                self.end("ROLLBACK").await.map_err(Failure::Store)?;
                Err(match refusal {
                    Refusal::LostLease => Failure::Refused(LedgerErrorKind::LostLease),
                    Refusal::Stale => Failure::Refused(LedgerErrorKind::Stale),
                    Refusal::Store(error) => Failure::Store(error),
                })
            }
        }
    }

    async fn claim(&mut self, claim: &Claim) -> Result<Leases, LedgerError> {
        let now: StoreTime = self.clock.now();
        self.begin().await.map_err(|failure| self.error(failure))?;
        match claim::lease(&mut self.connection, self.company, now, claim).await {
            Ok(lanes) => {
                self.end("COMMIT").await.map_err(|error| self.error(Failure::Unknown(error)))?;
                Ok(lanes)
            }
            Err(error) => {
                self.end("ROLLBACK").await.map_err(|error| self.error(Failure::Store(error)))?;
                Err(self.error(Failure::Store(error)))
            }
        }
    }

    async fn begin(&mut self) -> Result<(), Failure> {
        self.end("BEGIN IMMEDIATE").await.map_err(Failure::Store)
    }

    async fn end(&mut self, statement: &'static str) -> Result<(), sqlx::Error> {
        sqlx::query(statement).execute(&mut self.connection).await.map(|_| ())
    }

    fn error(&self, failure: Failure) -> LedgerError {
        match failure {
            Failure::Refused(LedgerErrorKind::LostLease) => LedgerError::new(
                LedgerErrorKind::LostLease,
                "another worker holds the lane, or the posting moved on",
            ),
            Failure::Refused(kind) => LedgerError::new(kind, "a record or cursor changed since it was read"),
            Failure::Store(error) => super::unavailable(&self.path, "cannot be written", error),
            Failure::Unknown(error) => LedgerError::new(
                LedgerErrorKind::OutcomeUnknown,
                format!(
                    "{} may not have been written ({error}); start again to read what stands",
                    self.path.display()
                ),
            )
            .with_source(error),
        }
    }
}

enum Failure {
    /// A fence, state, digest or cursor is not what the caller said.
    Refused(LedgerErrorKind),
    /// Nothing was kept.
    Store(sqlx::Error),
    /// The end of the transaction failed.
    Unknown(sqlx::Error),
}

/// The same error for each of several callers.
fn again(error: &LedgerError) -> LedgerError {
    LedgerError::new(error.kind(), error.to_string())
}
