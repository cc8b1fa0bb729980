//! Why the books refuse a request, in the words of the gateway's error body.

use std::fmt::Display;

use serde::Serialize;

/// The gateway's word for a refusal (`$dataCode`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) enum Code {
    AmountExceedsDue,
    ClosedPeriod,
    CompanyLocked,
    DuplicateValue,
    InvalidValue,
    MalformedBody,
    MissingValue,
    NotFound,
    Unauthorized,
    Unbalanced,
    UnknownAccount,
    UnknownCustomer,
    UnknownInvoice,
    UnsupportedMediaType,
}

/// One entry of an error body: what is wrong, and with which property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Problem {
    #[serde(rename = "$severity")]
    severity: &'static str,
    #[serde(rename = "$dataCode")]
    code: Code,
    #[serde(rename = "$message")]
    message: String,
    #[serde(rename = "$source")]
    source: String,
}

/// The problems found so far in one request.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    pub(super) fn add(&mut self, code: Code, source: &dyn Display, message: impl Into<String>) {
        self.0.push(Problem { severity: "error", code, message: message.into(), source: source.to_string() });
    }

    /// Gives `value` if nothing was wrong.
    pub(super) fn or<T>(self, value: T) -> Result<T, Refusal> {
        if self.0.is_empty() { Ok(value) } else { Err(self.refusal()) }
    }

    pub(super) fn refusal(self) -> Refusal {
        Refusal { status: 422, problems: self.0 }
    }
}

/// A request that changed nothing, with its HTTP status and the body that says why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    status: u16,
    problems: Vec<Problem>,
}

impl Refusal {
    pub(super) fn new(status: u16, code: Code, source: &dyn Display, message: impl Into<String>) -> Self {
        let mut problems = Problems::default();
        problems.add(code, source, message);
        Self { status, problems: problems.0 }
    }

    /// The record exists already: `what` is the vendor's word for the number that is taken.
    pub(super) fn duplicate(source: &'static str, what: &str) -> Self {
        Self::new(409, Code::DuplicateValue, &source, format!("The record was not saved: duplicate {what}."))
    }

    /// A sum would leave the range in which the books are exact.
    pub(super) fn out_of_range(source: &'static str) -> Self {
        Self::new(422, Code::InvalidValue, &source, "The amount is too large for the books.")
    }

    pub(super) const fn status(&self) -> u16 {
        self.status
    }

    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Code and property of every entry, for tests.
    #[cfg(test)]
    pub(super) fn codes(&self) -> Vec<(Code, &str)> {
        self.problems.iter().map(|problem| (problem.code, problem.source.as_str())).collect()
    }
}
