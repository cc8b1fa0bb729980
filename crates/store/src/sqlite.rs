//! The ledger in one SQLite file.

mod apply;
mod claim;
mod clock;
mod lock;
mod read;
mod writer;

use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use paysage_sync::ledger::{
    AuditEntry, Claim, ClaimedLane, CompanyId, Ledger, LedgerError, LedgerErrorKind, Op, Posting,
    PostingQuery, Record, RecordQuery, StoreTime, Summary,
};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};

use clock::Clock;
use lock::FileLock;
use writer::Writer;

/// Connections for reads; writes go through one of their own.
const READERS: u32 = 2;

/// A ledger in one SQLite file, for one process at a time.
///
/// ```no_run
/// # async fn open() -> Result<(), paysage_sync::LedgerError> {
/// use paysage_store::SqliteLedger;
/// use paysage_sync::ledger::CompanyId;
///
/// let company = CompanyId::new("acme").expect("a short name");
/// let ledger = SqliteLedger::open("books.ledger", &company).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct SqliteLedger {
    company: i64,
    path: PathBuf,
    readers: SqlitePool,
    writer: Writer,
    clock: Clock,
    _lock: FileLock,
}

impl SqliteLedger {
    /// Opens the file, makes it when there is none, and brings its tables up to date.
    ///
    /// # Errors
    /// [`LedgerErrorKind::InUse`] when another process has it open; [`LedgerErrorKind::Unavailable`] when the file
    /// cannot be opened or written, [`LedgerErrorKind::Corrupt`] when it is no ledger or of a newer version.
    pub async fn open(path: impl AsRef<Path>, company: &CompanyId) -> Result<Self, LedgerError> {
        let path = path.as_ref().to_path_buf();
        let lock = FileLock::take(&path)?;
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("wal_autocheckpoint", "10000")
            .pragma("temp_store", "MEMORY")
            .pragma("cache_size", "-8000")
            .disable_statement_logging();
        let unopened = |error: sqlx::Error| unavailable(&path, "cannot be opened", error);
        let foreign = || {
            let message = format!("{} is a database of another program; name another file", path.display());
            LedgerError::new(LedgerErrorKind::Corrupt, message)
        };
        if !is_ours(&path).await.map_err(unopened)? {
            return Err(foreign());
        }
        let mut connection = options.connect().await.map_err(unopened)?;
        sqlx::migrate!("migrations/sqlite").run(&mut connection).await.map_err(|error| {
            LedgerError::new(
                LedgerErrorKind::Corrupt,
                format!("{} is no ledger of this version; name another file", path.display()),
            )
            .with_source(error)
        })?;
        let company = company_row(&mut connection, company).await.map_err(unopened)?;
        let clock = Clock::start(&mut connection, company).await.map_err(unopened)?;
        let writer =
            Writer::start(connection, company, clock.clone(), path.clone()).await.map_err(unopened)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.read_only(true))
            .await
            .map_err(unopened)?;
        Ok(Self { company, path, readers, writer, clock, _lock: lock })
    }

    fn unread(&self) -> impl Fn(sqlx::Error) -> LedgerError + '_ {
        |error| unavailable(&self.path, "cannot be read", error)
    }
}

/// Marks a file as a ledger of this kind in SQLite's own header: `PaLe`.
const APPLICATION: i64 = 0x5061_4C65;

/// Whether the file is new, empty or a ledger; looked at before anything is changed in it.
async fn is_ours(path: &Path) -> Result<bool, sqlx::Error> {
    let mut plain = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .disable_statement_logging()
        .connect()
        .await?;
    let tables = sqlx::query("SELECT count(*) FROM sqlite_master").fetch_one(&mut plain).await?;
    let application = sqlx::query("PRAGMA application_id").fetch_one(&mut plain).await?;
    plain.close().await?;
    Ok(tables.try_get::<i64, _>(0)? == 0 || application.try_get::<i64, _>(0)? == APPLICATION)
}

async fn company_row(connection: &mut SqliteConnection, company: &CompanyId) -> Result<i64, sqlx::Error> {
    sqlx::query("INSERT INTO company (name) VALUES (?) ON CONFLICT DO NOTHING")
        .bind(company.as_str())
        .execute(&mut *connection)
        .await?;
    sqlx::query("SELECT id FROM company WHERE name = ?")
        .bind(company.as_str())
        .fetch_one(connection)
        .await?
        .try_get(0)
}

fn unavailable(path: &Path, what: &str, error: sqlx::Error) -> LedgerError {
    LedgerError::new(LedgerErrorKind::Unavailable, format!("{} {what} ({error})", path.display()))
        .with_source(error)
}

#[async_trait]
#[deny(clippy::missing_trait_methods)]
impl Ledger for SqliteLedger {
    async fn commit(&self, ops: Vec<Op>) -> Result<(), LedgerError> {
        self.writer.commit(ops).await
    }

    async fn claim(&self, claim: Claim) -> Result<Vec<ClaimedLane>, LedgerError> {
        let leases = self.writer.claim(claim).await?;
        leases.read(&self.readers, self.company).await.map_err(self.unread())
    }

    async fn records(&self, query: RecordQuery) -> Result<Vec<Record>, LedgerError> {
        read::records(&self.readers, self.company, query).await.map_err(self.unread())
    }

    async fn postings(&self, query: PostingQuery) -> Result<Vec<Posting>, LedgerError> {
        read::postings(&self.readers, self.company, query).await.map_err(self.unread())
    }

    async fn summary(&self) -> Result<Summary, LedgerError> {
        read::summary(&self.readers, self.company).await.map_err(self.unread())
    }

    async fn cursor(&self, name: &str) -> Result<Option<Box<str>>, LedgerError> {
        read::cursor(&self.readers, self.company, name).await.map_err(self.unread())
    }

    async fn audit(&self, after: u64, limit: u32) -> Result<Vec<AuditEntry>, LedgerError> {
        read::audit(&self.readers, self.company, after, limit).await.map_err(self.unread())
    }

    async fn now(&self) -> Result<StoreTime, LedgerError> {
        Ok(self.clock.now())
    }

    async fn wait(&self, limit: Duration) {
        self.writer.wait(limit).await;
    }
}
