//! The REST door: every entry is looked up first, posted once, and looked up again when nobody knows.

use std::time::Duration;

use sage50::{Books, Document, ErrorKind, Outcome, Posted};
use tokio::time::sleep;

use crate::gateway::{Company, PATIENCE, words};
use crate::notes::Notes;
use crate::report::How;

/// Why an entry is not in the books, as far as anyone knows; `over` when the next would fare no better.
pub struct Stop {
    pub what: String,
    pub over: bool,
}

/// Posts entries to one company.
pub struct Poster {
    pub company: Company,
    pub notes: Option<Notes>,
}

impl Poster {
    pub async fn bring(&mut self, document: &Document) -> Result<How, Stop> {
        let quiet = self.company.quiet();
        let rest = self
            .notes
            .as_ref()
            .map_or(Duration::ZERO, |notes| notes.rest(document.reference(), PATIENCE, quiet));
        if self.has(document).await? {
            return Ok(How::AlreadyThere);
        }
        if !rest.is_zero() {
            eprintln!("{}: sent by an earlier run, waiting {rest:.1?} for it to show", document.reference());
            sleep(rest).await;
            if self.has(document).await? {
                return Ok(How::AlreadyThere);
            }
        }
        if let Some(notes) = &mut self.notes {
            let unwritten = |error| Stop {
                what: format!("it could not be noted, so it was not sent ({error})"),
                over: true,
            };
            notes.note(document.reference()).map_err(unwritten)?;
        }
        match self.company.door.post(document).await {
            Ok(Posted::InBooks { .. }) => Ok(How::Posted),
            Ok(Posted::Queued { .. }) => self.look_up(document).await,
            Err(error) if error.outcome() != Outcome::Nothing => {
                eprintln!("{}: the answer is lost", document.reference());
                self.look_up(document).await
            }
            Err(error) => Err(stop(&error)),
        }
    }

    /// Whether it is in the books, once and as it should be.
    async fn has(&self, document: &Document) -> Result<bool, Stop> {
        let found = self.company.door.find(document).await.map_err(|error| stop(&error))?;
        let different = |what| Stop { what, over: false };
        match found.as_slice() {
            [] => Ok(false),
            [entry] => match document.compare(entry).first() {
                None => Ok(true),
                Some(one) => Err(different(format!(
                    "the books have it with {} {} instead of {}; correct one of them, or use another reference",
                    one.field, one.theirs, one.ours
                ))),
            },
            several => Err(different(format!(
                "the books have {} entries with its reference; void all but one in Sage 50",
                several.len()
            ))),
        }
    }

    /// Waits until what was sent must show, and looks twice before it believes that there is nothing.
    async fn look_up(&self, document: &Document) -> Result<How, Stop> {
        for wait in [self.company.quiet(), self.company.read_lag()] {
            eprintln!("{}: waiting {wait:.1?} before looking it up", document.reference());
            sleep(wait).await;
            if self.has(document).await? {
                return Ok(How::LookedUp);
            }
        }
        Err(Stop { what: "it was sent and does not show; run it again".to_owned(), over: false })
    }
}

fn stop(error: &sage50::Error) -> Stop {
    use ErrorKind::{Auth, Locked, Permission, RateLimited, Transport, Unavailable};
    let over = matches!(error.kind(), Auth | Locked | Permission | RateLimited | Transport | Unavailable);
    Stop { what: words(error), over }
}
