//! The reasons of a plan.

use std::borrow::Cow;
use std::fmt;

/// One reason of a plan: which part of it, and what decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The part: `customer`, `kind`, `date`, `lines` …
    pub part: &'static str,
    /// What decided, in plain words.
    pub because: Cow<'static, str>,
}

impl Rule {
    pub(crate) fn new(part: &'static str, because: impl Into<Cow<'static, str>>) -> Self {
        Self { part, because: because.into() }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.part, self.because)
    }
}
