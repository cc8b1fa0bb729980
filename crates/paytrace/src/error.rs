//! What went wrong, what to do about it, and whether the call may have happened all the same.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// What a caller can decide by; one kind per decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value breaks a limit of PayTrace; found before anything was sent. Correct the value.
    Invalid,
    /// The client is set up wrongly (address, credentials' form, TLS). Correct the set-up.
    Configuration,
    /// PayTrace refused the user name, the password or the token. Check the API user.
    Auth,
    /// The API user lacks a permission (error 981; status 403 in v3). Have it switched on.
    Permission,
    /// PayTrace refused the request; [`Error::codes`] say why. Correct the request.
    Rejected,
    /// Too many requests (status 429). Wait; see [`Error::retry_after`].
    RateLimited,
    /// PayTrace or something before it failed (status 5xx).
    Unavailable,
    /// The answer is not what PayTrace documents: no JSON, a value missing, contradictory codes.
    Unreadable,
    /// The answer is larger than the client allows.
    TooLarge,
    /// The request did not leave: name not found, connection refused, TLS failed, no connection in time.
    NotSent,
    /// The request left, but no whole answer came: time ran out, the connection broke.
    NoAnswer,
}

/// Whether a call that failed took effect at PayTrace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It took no effect. Reads are always here.
    Nothing,
    /// It took effect, although its answer cannot be used: look the transaction up.
    Happened,
    /// Nobody knows: look the transaction up by your own reference. **Never repeat the call blindly.**
    Unknown,
}

/// The error of every call of this crate.
///
/// Its text (`Display`) holds nothing from a request, and from an answer only numbers of errors and paths of fields: no
/// card, no name, no secret. [`Error::codes`], which `Debug` shows too, has PayTrace's own texts.
///
/// Decide by [`Error::kind`] for what to correct and by [`Error::outcome`] for whether money may have moved.
#[derive(Debug, Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    outcome: Outcome,
    message: Cow<'static, str>,
    codes: BTreeMap<Box<str>, Vec<Box<str>>>,
    retry_after: Option<Duration>,
    request_id: Option<Box<str>>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
    #[cfg(feature = "client")]
    repeats_spent: bool,
}

impl Error {
    /// What a caller can decide by.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the call took effect at PayTrace.
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Whether the same call can help later and can do no harm: a passing cause, and no effect so far.
    pub fn is_retryable(&self) -> bool {
        let passing = matches!(
            self.kind(),
            ErrorKind::RateLimited | ErrorKind::Unavailable | ErrorKind::NotSent | ErrorKind::NoAnswer
        );
        passing && self.outcome() == Outcome::Nothing
    }

    /// How long PayTrace asked to wait, however long that is.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// What PayTrace calls the exchange that failed, when it says so; quote it to PayTrace's support.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// PayTrace's error codes with their texts; filled when PayTrace refused the request.
    ///
    /// v1 has numbers for codes (`58`), v3 the paths of fields (`body/amount`).
    ///
    /// The texts are PayTrace's own. Card numbers in them are cut to their first six and last four digits; whatever
    /// else PayTrace repeats of the request stands in them, as ids, names, or the number of a bank account. Show
    /// [`Error`] itself to people, keep these texts where such data may be kept, and decide by the codes: the wording
    /// changes.
    pub fn codes(&self) -> &BTreeMap<Box<str>, Vec<Box<str>>> {
        &self.0.codes
    }

    /// The error followed by PayTrace's own texts of [`Error::codes`], for who may read those.
    ///
    /// They can name the merchant's own ids, and whatever else PayTrace repeats of a request.
    ///
    /// ```
    /// # use paytrace::{Operation, RawReply, TransactionId, v1::transaction::Void};
    /// let answer = r#"{"success":false,"response_code":1,"errors":{"58":["Please provide a valid Transaction ID."]}}"#;
    /// let error = Void::new(TransactionId::new(7).unwrap()).reply(&RawReply::new(400, answer)).unwrap_err();
    /// assert_eq!(
    ///     error.in_full().to_string(),
    ///     "PayTrace refused the request (error 58: the transaction id does not exist); PayTrace says: \
    ///      Please provide a valid Transaction ID.",
    /// );
    /// ```
    pub fn in_full(&self) -> impl fmt::Display {
        fmt::from_fn(move |f| {
            fmt::Display::fmt(self, f)?;
            let mut texts = self.codes().values().flatten();
            let Some(first) = texts.next() else { return Ok(()) };
            write!(f, "; PayTrace says: {first}")?;
            texts.try_for_each(|text| write!(f, " {text}"))
        })
    }

    pub(crate) fn new(kind: ErrorKind, outcome: Outcome, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            outcome,
            message: message.into(),
            codes: BTreeMap::new(),
            retry_after: None,
            request_id: None,
            source: None,
            #[cfg(feature = "client")]
            repeats_spent: false,
        }))
    }

    pub(crate) fn invalid(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Invalid, Outcome::Nothing, message)
    }

    pub(crate) fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.0.source = Some(Arc::new(source));
        self
    }

    pub(crate) fn with_codes(mut self, codes: BTreeMap<Box<str>, Vec<Box<str>>>) -> Self {
        self.0.codes = codes;
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    pub(crate) fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.0.outcome = outcome;
        self
    }
}

#[cfg(feature = "client")]
impl Error {
    pub(crate) fn configuration(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Configuration, Outcome::Nothing, message)
    }

    pub(crate) fn with_request_id(mut self, id: Option<&str>) -> Self {
        if self.0.request_id.is_none() {
            self.0.request_id = id.map(Box::from);
        }
        self
    }

    /// Marks that the repeats for this failure have been made already, by signing in.
    pub(crate) fn with_repeats_spent(mut self) -> Self {
        self.0.repeats_spent = true;
        self
    }

    pub(crate) fn are_repeats_spent(&self) -> bool {
        self.0.repeats_spent
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        match self.0.outcome {
            Outcome::Nothing => Ok(()),
            Outcome::Happened => {
                f.write_str("; it took effect: look the transaction up, do not repeat the call")
            }
            Outcome::Unknown => {
                f.write_str("; it may have taken effect: look it up by your own reference before any repeat")
            }
        }
    }
}

/// Shows no text of PayTrace's: an answer can echo what was sent.
impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: Vec<&str> = self.codes.keys().map(|code| shown(code).unwrap_or("unknown")).collect();
        f.debug_struct("Inner")
            .field("kind", &self.kind)
            .field("outcome", &self.outcome)
            .field("message", &self.message)
            .field("codes", &codes)
            .field("retry_after", &self.retry_after)
            .field("request_id", &self.request_id)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

/// A code that is a number or the path of a field, as PayTrace's are; any other can be anything.
pub(crate) fn shown(code: &str) -> Option<&str> {
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    let is_number = digits == code.len() && (1..=5).contains(&digits);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_/.-[]".contains(&byte);
    let place = code.split(['/', '.', '[']).next().unwrap_or_default();
    let is_path = matches!(place, "body" | "query" | "path" | "header")
        && code.len() <= 80
        && digits <= 6
        && code.bytes().all(plain);
    (is_number || is_path).then_some(code)
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}

impl From<paysage_money::TextError> for Error {
    fn from(error: paysage_money::TextError) -> Self {
        Self::invalid(error.to_string())
    }
}

impl From<crate::export::ScanError> for Error {
    fn from(error: crate::export::ScanError) -> Self {
        use crate::export::ScanError;
        let kind = match error {
            ScanError::TokenRefused => ErrorKind::Auth,
            ScanError::Cut { .. } => ErrorKind::NoAnswer,
            ScanError::EnvelopeTooLarge { .. } => ErrorKind::TooLarge,
            _ => ErrorKind::Unreadable,
        };
        Self::new(kind, Outcome::Nothing, error.to_string()).with_source(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_full_adds_what_paytrace_says_and_the_plain_text_does_not() {
        let error = Error::new(ErrorKind::Rejected, Outcome::Nothing, "refused");
        assert_eq!(error.in_full().to_string(), "refused");
        let texts =
            |code: &str, texts: &[&str]| (code.into(), texts.iter().map(|text| (*text).into()).collect());
        let codes = [texts("171", &["C-7 is taken."]), texts("35", &["No card.", "Again."])];
        let error = error.with_codes(codes.into()).with_outcome(Outcome::Unknown);
        assert!(!error.to_string().contains("C-7"));
        assert_eq!(
            error.in_full().to_string(),
            format!("{error}; PayTrace says: C-7 is taken. No card. Again.")
        );
    }
}
