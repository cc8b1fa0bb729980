//! Posting once: look first, and look again when nobody knows.

use sage50::{Books, Document, ErrorKind, Outcome, Posted};
use tokio::time::sleep;

use crate::company::{Company, Failure, words};

/// How a document came to be in the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It was there before.
    AlreadyThere,
    /// It was posted and confirmed.
    Posted,
    /// It was posted, nobody knew, and it was found.
    LookedUp,
}

impl How {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AlreadyThere => "already there",
            Self::Posted => "posted",
            Self::LookedUp => "looked up",
        }
    }
}

impl Company {
    /// Whether the document is in the books, once and as it should be.
    pub async fn has(&self, document: &Document) -> Result<bool, Failure> {
        let name = format!("{} {}", document.kind(), document.reference());
        let found = self.door.find(document).await;
        let found = found.map_err(|error| format!("{name} cannot be looked up: {}", words(&error)))?;
        let [entry] = found.as_slice() else {
            return if found.is_empty() {
                Ok(false)
            } else {
                Err(format!("{name} is there {} times: void all but one in Sage 50", found.len()).into())
            };
        };
        let differences = document.compare(entry);
        if let Some(one) = differences.first() {
            let (field, ours, theirs) = (one.field, &one.ours, &one.theirs);
            return Err(format!(
                "{name} is in the books with {field} {theirs} instead of {ours}: use another --number, or correct it in Sage 50"
            )
            .into());
        }
        Ok(true)
    }

    /// Posts a document that is not there, with one attempt.
    pub async fn post(&self, document: &Document) -> Result<How, Failure> {
        let name = format!("{} {}", document.kind(), document.reference());
        match self.door.post(document).await {
            Ok(Posted::InBooks { .. }) => Ok(How::Posted),
            Ok(Posted::Queued { manifest }) => {
                eprintln!("{name} waits at the gateway ({manifest})");
                self.look_up(document).await
            }
            Err(error) if error.outcome() != Outcome::Nothing => {
                eprintln!("{name}: the answer is lost: {error}");
                self.look_up(document).await
            }
            // Somebody made it since we looked.
            Err(error) if error.kind() == ErrorKind::Duplicate && self.has(document).await? => {
                Ok(How::AlreadyThere)
            }
            Err(error) => Err(format!("{name} was not posted: {}", words(&error)).into()),
        }
    }

    /// Looks, and looks first.
    pub async fn post_unless_there(&self, document: &Document) -> Result<How, Failure> {
        if self.has(document).await? { Ok(How::AlreadyThere) } else { self.post(document).await }
    }

    /// Waits until what was posted must show, and looks twice before it believes that there is nothing.
    async fn look_up(&self, document: &Document) -> Result<How, Failure> {
        let name = format!("{} {}", document.kind(), document.reference());
        for wait in [self.quiet(), self.read_lag()] {
            eprintln!("{name}: waiting {wait:.1?} before looking it up");
            sleep(wait).await;
            if self.has(document).await? {
                eprintln!("{name}: it is in the books, nothing is posted again");
                return Ok(How::LookedUp);
            }
        }
        Err(format!("{name} is not in the books, as far as the gateway shows them: run it again").into())
    }
}
