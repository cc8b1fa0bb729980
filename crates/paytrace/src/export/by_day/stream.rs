//! The windows of a long export, one after the other, as one stream.

use std::error::Error as StdError;
use std::fmt;
use std::num::NonZeroU16;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use chrono::NaiveDate;
use futures_core::Stream;

use super::{ByDays, DayRange, Windows};
use crate::export::{ExportRow, ExportStream};
use crate::{Client, Error, ErrorKind, Outcome};

impl Client {
    /// Runs an export of many days as consecutive exports of `days_at_once` days, and gives one stream of rows.
    ///
    /// Each of them is started, repeated and timed out like every export; memory does not grow. They run one after
    /// the other in the order of the days. Each asks for a day more on both sides, and gives the rows that show one of
    /// its own days as the day they were made on: PayTrace does not say whether the last day of a range is included,
    /// nor by which day it chooses. So no row is lost, and none given twice, as long as that day is at most one off
    /// from the day that is shown, and a row that shows a day outside the range is not given. A row whose day cannot
    /// be read is given by each that sees it, and can be of a day just outside the range; its digest is the same each
    /// time.
    ///
    /// The days around are read again and again: few days at once mean more rows on the wire.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the export's days cannot be split, see
    /// [`ByDays::of_days`]. Everything else comes by the stream.
    pub fn export_by_day<E>(&self, export: &E, days_at_once: NonZeroU16) -> Result<DayStream, Error>
    where
        E: ByDays + Clone + Send + Sync + 'static,
    {
        let range = export.day_range();
        export.of_days(range.with_days_around())?;
        let (client, export) = (self.clone(), export.clone());
        let open = move |window: DayRange| -> Opening {
            let client = client.clone();
            let part = export.of_days(window.with_days_around());
            Box::pin(async move { client.export(&part?).await })
        };
        Ok(DayStream {
            open: Box::new(open),
            windows: Windows::new(range, days_at_once),
            state: State::Between,
            complete_through: None,
        })
    }
}

type Opening = Pin<Box<dyn Future<Output = Result<ExportStream, Error>> + Send>>;

/// The rows of a long export, day by day; see [`Client::export_by_day`].
///
/// **The export is complete only when the stream ends without an error.** An error is the last item, and says which
/// days are complete.
pub struct DayStream {
    open: Box<dyn Fn(DayRange) -> Opening + Send>,
    windows: Windows,
    state: State,
    complete_through: Option<NaiveDate>,
}

enum State {
    Between,
    Opening(DayRange, Opening),
    Reading(DayRange, Box<ExportStream>),
    Over,
}

/// Why a long export stopped, and how far it came.
#[derive(Debug, Clone)]
pub struct DaysError {
    days: DayRange,
    complete_through: Option<NaiveDate>,
    error: Error,
}

impl fmt::Display for DaysError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the export of {} failed: {}; ", self.days, self.error)?;
        match self.complete_through {
            Some(day) => write!(f, "the days through {day} are complete"),
            None => f.write_str("no day is complete"),
        }
    }
}

impl StdError for DaysError {
    /// The cause of [`DaysError::error`], whose own words are part of this one's.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}

impl DaysError {
    /// The days whose export failed; some of their rows may have been given.
    pub fn days(&self) -> DayRange {
        self.days
    }

    /// The last of the days whose rows have all been given; `None` when there is none.
    pub fn complete_through(&self) -> Option<NaiveDate> {
        self.complete_through
    }

    /// The day with which to start the export again.
    pub fn resume_from(&self) -> NaiveDate {
        self.days.first
    }

    /// What a caller can decide by; that of the export that failed.
    pub fn kind(&self) -> ErrorKind {
        self.error.kind()
    }

    /// Always [`Outcome::Nothing`]: an export changes nothing.
    pub fn outcome(&self) -> Outcome {
        self.error.outcome()
    }

    /// What went wrong.
    pub fn error(&self) -> &Error {
        &self.error
    }
}

impl From<DaysError> for Error {
    fn from(error: DaysError) -> Self {
        error.error
    }
}

impl DayStream {
    /// The last of the days whose rows have all been given so far; `None` when there is none.
    ///
    /// Complete means that PayTrace gave all it had to give: rows of a day that is not over come later, and rows
    /// change until their status is final.
    pub fn complete_through(&self) -> Option<NaiveDate> {
        self.complete_through
    }

    fn fail(&mut self, days: DayRange, error: Error) -> Poll<Option<Result<ExportRow, DaysError>>> {
        self.state = State::Over;
        Poll::Ready(Some(Err(DaysError { days, complete_through: self.complete_through, error })))
    }
}

impl Stream for DayStream {
    type Item = Result<ExportRow, DaysError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match &mut this.state {
                State::Between => match this.windows.next() {
                    Some(window) => this.state = State::Opening(window, (this.open)(window)),
                    None => this.state = State::Over,
                },
                State::Opening(window, opening) => {
                    let window = *window;
                    match ready!(opening.as_mut().poll(cx)) {
                        Ok(rows) => this.state = State::Reading(window, Box::new(rows)),
                        Err(error) => return this.fail(window, error),
                    }
                }
                State::Reading(window, rows) => {
                    let window = *window;
                    match ready!(Pin::new(&mut **rows).poll_next(cx)) {
                        Some(Ok(row)) if window.gives(&row) => return Poll::Ready(Some(Ok(row))),
                        Some(Ok(_)) => {}
                        Some(Err(error)) => return this.fail(window, error),
                        None => {
                            this.complete_through = Some(window.last);
                            this.state = State::Between;
                        }
                    }
                }
                State::Over => return Poll::Ready(None),
            }
        }
    }
}

impl fmt::Debug for DayStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DayStream")
            .field("windows", &self.windows)
            .field("complete_through", &self.complete_through)
            .finish_non_exhaustive()
    }
}
