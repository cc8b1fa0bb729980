//! Why the books refuse a request, in the words of the gateway's error body.

use std::fmt::Display;

use serde::Serialize;

/// The simulator's word for a refusal; over HTTP it is the `$dataCode` of the error body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub enum Code {
    /// More is settled than is due, or more reopened than was paid.
    AmountExceedsDue,
    /// The company's administrator refused this program.
    AuthorizationDenied,
    /// The company's administrator has not approved this program yet.
    AuthorizationPending,
    /// The day lies in no open accounting period.
    ClosedPeriod,
    /// Somebody has the company open in single-user mode.
    CompanyLocked,
    /// The customer is on hold: no more invoices for him.
    CreditHold,
    /// The number or id is taken.
    DuplicateValue,
    /// Rows of one transaction differ in what has to be equal.
    HeaderDiffers,
    /// A value the books cannot take.
    InvalidValue,
    /// No licence seat is free.
    LicenceUnavailable,
    /// The body is not JSON, or the file is no text of rows and columns.
    MalformedBody,
    /// A value that has to be there is not.
    MissingValue,
    /// There is no such resource or record.
    NotFound,
    /// Somebody else has the record open.
    RecordInUse,
    /// A text is longer than its column.
    TextTooLong,
    /// There were too many calls.
    TooManyCalls,
    /// The API key is missing or unknown.
    Unauthorized,
    /// Debits and credits differ, or a sum is not the sum of its parts.
    Unbalanced,
    /// There is no such account.
    UnknownAccount,
    /// A column that files of this kind do not have.
    UnknownColumn,
    /// There is no such customer.
    UnknownCustomer,
    /// The customer has no such invoice, credit memo or open credit.
    UnknownInvoice,
    /// There is no such item.
    UnknownItem,
    /// The customer has no such receipt.
    UnknownReceipt,
    /// The body has a media type that is not read.
    UnsupportedMediaType,
    /// The rows of a transaction are not as many as its `Number of Distributions`.
    WrongDistributionCount,
    /// A row has not as many cells as the template has columns.
    WrongNumberOfColumns,
}

/// One entry of an error body: what is wrong, and with which property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Problem {
    #[serde(rename = "$severity")]
    severity: &'static str,
    #[serde(rename = "$dataCode")]
    pub(super) code: Code,
    #[serde(rename = "$message")]
    pub(super) message: String,
    #[serde(rename = "$source")]
    pub(super) source: String,
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

    pub(super) fn not_found(what: &str, id: &str) -> Self {
        Self::new(404, Code::NotFound, &"", format!("There is no {what} {id}."))
    }

    /// A change of what cannot be changed.
    pub(super) fn fixed(source: &'static str) -> Self {
        Self::new(422, Code::InvalidValue, &source, format!("{source} cannot be changed."))
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
