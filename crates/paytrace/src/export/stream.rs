//! The rows of an export as they come over the network.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::Sleep;

use super::{ExportRow, RowScanner, ScanError};
use crate::auth::Token;
use crate::client::{broken, too_late};
use crate::operation::Dialect;
use crate::transport::BodyStream;
use crate::{Error, ErrorKind, Outcome};

/// How much of a piece is scanned at once, so that a large piece does not become as many rows in memory.
const STEP: usize = 64 * 1024;

/// The rows of an export, one by one.
///
/// **The export is complete only when the stream ends without an error.** When the answer was cut off, damaged, or
/// said at its end that the export failed, the last item is an error, and the rows before it are only a part.
/// A row that cannot be read is no error: its [`ExportRow::content`] says what is wrong.
pub struct ExportStream {
    body: BodyStream,
    token: Token,
    dialect: Dialect,
    idle: Duration,
    /// The end of the wait for the next piece; none while there is no need to wait.
    alarm: Option<Pin<Box<Sleep>>>,
    /// `None` once the body has ended.
    scanner: Option<RowScanner>,
    piece: Bytes,
    left: u64,
}

impl ExportStream {
    pub(crate) fn new(body: BodyStream, token: Token, dialect: Dialect, idle: Duration, limit: u64) -> Self {
        Self {
            body,
            token,
            dialect,
            idle,
            alarm: None,
            scanner: Some(RowScanner::of(dialect)),
            piece: Bytes::new(),
            left: limit,
        }
    }

    /// The next row without waiting: `None` when the body's next piece is needed.
    fn row_at_hand(&mut self) -> Result<Option<ExportRow>, Error> {
        let Some(scanner) = &mut self.scanner else {
            return Ok(None);
        };
        loop {
            if let Some(row) = scanner.next_row() {
                return Ok(Some(ExportRow::read_as(self.dialect, row)));
            }
            if let Some(error) = scanner.failed() {
                return Err(error.into());
            }
            if self.piece.is_empty() {
                return Ok(None);
            }
            let part = self.piece.split_to(self.piece.len().min(STEP));
            // Rows in front of a damage are whole and come first; the scanner remembers the error.
            let _ = scanner.push(&part);
        }
    }

    fn add(&mut self, piece: Bytes) -> Result<(), Error> {
        let size = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(size).ok_or_else(|| {
            let message = "the export is larger than the client allows; ask for fewer days at a time, or raise \
                           the limit with with_export_limit";
            Error::new(ErrorKind::TooLarge, Outcome::Nothing, message)
        })?;
        self.piece = piece;
        Ok(())
    }

    /// The body has ended: the verdict.
    fn verdict(&mut self) -> Result<(), Error> {
        let Some(scanner) = self.scanner.take() else {
            return Ok(());
        };
        let envelope = scanner.finish().inspect_err(|error| {
            // The complaint came with a good status, so nobody has noticed it yet.
            if matches!(error, ScanError::TokenRefused) {
                self.token.refuse();
            }
        })?;
        if envelope.is_success() { Ok(()) } else { Err(envelope.refused()) }
    }

    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        if let Poll::Ready(piece) = self.body.as_mut().poll_next(cx) {
            self.alarm = None;
            return Poll::Ready(piece.map(|piece| piece.map_err(broken)));
        }
        let idle = self.idle;
        let alarm = self.alarm.get_or_insert_with(|| Box::pin(tokio::time::sleep(idle)));
        match alarm.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Some(Err(too_late()))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn fail(&mut self, error: Error) -> Poll<Option<Result<ExportRow, Error>>> {
        self.scanner = None;
        self.piece.clear();
        Poll::Ready(Some(Err(error.with_outcome(Outcome::Nothing))))
    }
}

impl Stream for ExportStream {
    type Item = Result<ExportRow, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match this.row_at_hand() {
                Ok(Some(row)) => return Poll::Ready(Some(Ok(row))),
                Ok(None) => {}
                Err(error) => return this.fail(error),
            }
            if this.scanner.is_none() {
                return Poll::Ready(None);
            }
            let outcome = match std::task::ready!(this.poll_piece(cx)) {
                Some(piece) => piece.and_then(|piece| this.add(piece)),
                None => this.verdict(),
            };
            if let Err(error) = outcome {
                return this.fail(error);
            }
        }
    }
}

impl fmt::Debug for ExportStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExportStream").field("left", &self.left).finish_non_exhaustive()
    }
}
