//! What can go wrong, sorted by what the caller can do about it.

use std::borrow::Cow;
use std::fmt;
#[cfg(feature = "client")]
use std::sync::Arc;
use std::time::Duration;

use paysage_money::TextError;

use crate::model::DocumentError;
pub use crate::sage_detail::SageDetail;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a call failed: one value per decision of the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The document, the query or the settings are wrong: our own check, or status 400 or 422.
    Invalid,
    /// The books already hold this reference or customer id: look it up and compare.
    Duplicate,
    /// A customer, account or invoice named does not exist, or the address is wrong (404).
    NotFound,
    /// The API key is not accepted (401).
    Auth,
    /// The key is accepted but may not do this (403): a role, or an approval that an administrator must give.
    Permission,
    /// The date lies in a closed period or outside the open fiscal years.
    ClosedPeriod,
    /// The company is locked, a record is in use, or no licence seat is free (423): wait long, then try again.
    Locked,
    /// Too many calls (429): wait at least [`Error::retry_after`].
    RateLimited,
    /// The server failed or is away (5xx, 408).
    Unavailable,
    /// The answer cannot be read, is incomplete, or contradicts itself or the call.
    Unreadable,
    /// No connection, or it broke, or the time ran out.
    Transport,
    /// The server says that the call conflicts with the state of the books (409) and names no duplicate.
    Conflict,
    /// This door cannot do what was asked; nothing was sent.
    Unsupported,
}

/// Whether a failed call changed the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Nothing changed: the call was not sent, was refused, or only reads.
    Nothing,
    /// The books changed although the call failed. The REST door never claims this; doors that can prove it may.
    Happened,
    /// The books may or may not have changed: look up, never repeat.
    Unknown,
}

/// One reason as the server gave it, cleaned: no control characters, no long digit runs, at most 300 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// Sage's code, e.g. `UnknownAccount`.
    pub code: Option<Box<str>>,
    /// Sage's text.
    pub message: Box<str>,
    /// The field it is about, e.g. `lines[0].account`.
    pub field: Option<Box<str>>,
}

/// A failed call: [`kind`](Self::kind) says what to do, [`outcome`](Self::outcome) whether the books changed.
///
/// `Display` is in our own words; what the server said is in [`details`](Self::details), what went wrong beneath in
/// `source`. A call whose outcome is [`Outcome::Unknown`] must be looked up ([`Books::find`](crate::Books::find))
/// and never be repeated: Sage takes receipts and journal entries twice without complaint.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    outcome: Outcome,
    status: Option<u16>,
    problem: Option<Cow<'static, str>>,
    retry_after: Option<Duration>,
    sage: Option<SageDetail>,
    details: Vec<Detail>,
    source: Option<Source>,
}

impl Error {
    /// An error of a door: what went wrong, and whether the books changed.
    pub fn new(kind: ErrorKind, outcome: Outcome) -> Self {
        Self(Box::new(Inner {
            kind,
            outcome,
            status: None,
            problem: None,
            retry_after: None,
            sage: None,
            details: Vec::new(),
            source: None,
        }))
    }

    /// Our own check failed, before anything was sent; the words name fields, figures and limits, and are shown.
    pub fn own(sage: SageDetail, words: impl fmt::Display) -> Self {
        let words = words.to_string();
        let detail = Detail { code: None, message: words.clone().into(), field: None };
        let mut error = Self::new(sage.kind(), Outcome::Nothing).with_sage(sage).with_details(vec![detail]);
        error.0.problem = Some(Cow::Owned(words));
        error
    }

    /// The same failure, for another caller that waited for the same thing.
    #[cfg(feature = "client")]
    pub(crate) fn shared(failure: &Arc<Self>) -> Self {
        let Inner { kind, outcome, status, retry_after, sage, .. } = *failure.0;
        let mut error = Self::new(kind, outcome)
            .with_retry_after(retry_after)
            .with_details(failure.0.details.clone())
            .with_source(Arc::clone(failure));
        (error.0.status, error.0.sage) = (status, sage);
        error.0.problem.clone_from(&failure.0.problem);
        error
    }

    /// A door cannot do this; `what` it is stands in the message. Nothing was sent.
    pub fn unsupported(what: &'static str) -> Self {
        Self::new(ErrorKind::Unsupported, Outcome::Nothing).with_problem(what)
    }

    /// Adds Sage's finer reason.
    #[must_use]
    pub fn with_sage(mut self, sage: SageDetail) -> Self {
        self.0.sage = Some(sage);
        self
    }

    /// Says in a few words what exactly is wrong; shown by `Display`, so nothing secret.
    #[must_use]
    pub fn with_problem(mut self, problem: &'static str) -> Self {
        self.0.problem = Some(Cow::Borrowed(problem));
        self
    }

    /// Adds the HTTP status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// Adds how long the server asked to wait.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    /// Adds the reasons the server gave.
    #[must_use]
    pub fn with_details(mut self, details: Vec<Detail>) -> Self {
        self.0.details = details;
        self
    }

    /// Adds what went wrong beneath.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the books changed.
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Whether the same call may be made again, and may then succeed without anyone changing anything.
    ///
    /// Never when the outcome is not [`Outcome::Nothing`].
    pub fn is_retryable(&self) -> bool {
        self.0.outcome == Outcome::Nothing
            && matches!(
                self.0.kind,
                ErrorKind::Locked | ErrorKind::RateLimited | ErrorKind::Unavailable | ErrorKind::Transport
            )
    }

    /// How long the server asked to wait, at most a day.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The HTTP status, when there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The finer reason: Sage's own where it is known, otherwise what kind and outcome alone tell, e.g.
    /// [`SageDetail::Transport`] or [`SageDetail::UnknownOutcome`].
    pub fn sage(&self) -> Option<SageDetail> {
        self.0.sage.or_else(|| SageDetail::of_kind(self.0.kind, self.0.outcome))
    }

    /// The first reason the server gave.
    pub fn detail(&self) -> Option<&Detail> {
        self.0.details.first()
    }

    /// Every reason the server gave.
    pub fn details(&self) -> &[Detail] {
        &self.0.details
    }

    /// What a person can do about it.
    pub fn remedy(&self) -> &'static str {
        let doubt = (self.0.outcome != Outcome::Nothing).then_some(SageDetail::UnknownOutcome);
        if let Some(sage) = doubt.or_else(|| self.sage()) {
            return sage.remedy();
        }
        match self.0.kind {
            ErrorKind::Auth => "check the API key of the gateway in front of Sage 50",
            ErrorKind::Permission => SageDetail::AuthorizationDenied.remedy(),
            ErrorKind::Locked => "end single-user mode, close the record, or free a licence seat in Sage 50",
            ErrorKind::Unavailable => {
                "check the gateway in front of Sage 50 and the Sage 50 machine, then try again"
            }
            ErrorKind::Unreadable => {
                "check that the address is the gateway's and that its version fits this one"
            }
            ErrorKind::Conflict => "look the reference up in Sage 50, compare, and decide by hand",
            ErrorKind::Unsupported => "use a door whose capabilities include it, or do it in Sage 50 by hand",
            _ => SageDetail::Validation.remedy(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.kind {
            ErrorKind::Invalid => "sage 50 cannot take this",
            ErrorKind::Duplicate => "sage 50 already has this reference",
            ErrorKind::NotFound => "sage 50 does not know what the call names",
            ErrorKind::Auth => "sage 50 refused the API key",
            ErrorKind::Permission => "sage 50 does not permit this",
            ErrorKind::ClosedPeriod => "the date lies in a closed period of sage 50",
            ErrorKind::Locked => "sage 50 is locked or the record is in use",
            ErrorKind::RateLimited => "sage 50 was called too often",
            ErrorKind::Unavailable => "sage 50 is not available",
            ErrorKind::Unreadable => "the answer of sage 50 cannot be used",
            ErrorKind::Transport => "no answer from sage 50",
            ErrorKind::Conflict => "the call conflicts with the books of sage 50",
            ErrorKind::Unsupported => "this door into sage 50 cannot do that",
        })?;
        if let Some(problem) = &self.0.problem {
            write!(f, ": {problem}")?;
        }
        if let Some(status) = self.0.status {
            write!(f, " (status {status})")?;
        }
        write!(f, "; {}", self.remedy())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("outcome", &self.0.outcome)
            .field("status", &self.0.status)
            .field("problem", &self.0.problem)
            .field("retry_after", &self.0.retry_after)
            .field("sage", &self.0.sage)
            .field("details", &self.0.details)
            .field("source", &self.0.source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| {
            let source: &(dyn std::error::Error + 'static) = source;
            source
        })
    }
}

/// A text that does not fit: [`ErrorKind::Invalid`], nothing sent.
impl From<TextError> for Error {
    fn from(error: TextError) -> Self {
        Self::own(SageDetail::Validation, error)
    }
}

/// A document that cannot be built: [`ErrorKind::Invalid`], nothing sent.
impl From<DocumentError> for Error {
    fn from(error: DocumentError) -> Self {
        Self::own(SageDetail::Validation, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CustomerId;

    #[test]
    fn a_text_that_does_not_fit_is_named_with_length_limit_and_remedy() {
        let error = Error::from(CustomerId::new("x".repeat(27)).unwrap_err());
        assert_eq!(
            error.to_string(),
            "sage 50 cannot take this: customer id has 27 characters; at most 20 are allowed; correct what is \
             named here; its limits stand in the documentation"
        );
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::Nothing));
    }

    #[test]
    fn the_finer_reason_gives_the_remedy_unless_there_is_doubt() {
        let refused = Error::new(ErrorKind::Invalid, Outcome::Nothing).with_sage(SageDetail::CreditHold);
        assert_eq!(refused.remedy(), SageDetail::CreditHold.remedy());
        let doubt = Error::new(ErrorKind::Invalid, Outcome::Unknown).with_sage(SageDetail::CreditHold);
        assert!(doubt.remedy().ends_with("do not post it again"));
        let cannot = Error::unsupported("it cannot post products");
        assert_eq!((cannot.kind(), cannot.outcome()), (ErrorKind::Unsupported, Outcome::Nothing));
        assert!(!cannot.is_retryable());
    }

    #[test]
    fn only_a_call_that_changed_nothing_may_be_made_again() {
        let kinds = [ErrorKind::Locked, ErrorKind::RateLimited, ErrorKind::Unavailable, ErrorKind::Transport];
        for kind in kinds {
            assert!(Error::new(kind, Outcome::Nothing).is_retryable(), "{kind:?}");
            for outcome in [Outcome::Unknown, Outcome::Happened] {
                let error = Error::new(kind, outcome);
                assert!(!error.is_retryable(), "{kind:?} {outcome:?}");
                assert!(error.to_string().ends_with("do not post it again"));
            }
        }
        for kind in [ErrorKind::Invalid, ErrorKind::Duplicate, ErrorKind::Auth, ErrorKind::Unreadable] {
            assert!(!Error::new(kind, Outcome::Nothing).is_retryable(), "{kind:?}");
        }
    }
}
