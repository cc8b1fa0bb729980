//! Why a v3 request was not done.

use serde::Serialize;
use serde_json::json;

use super::answer::Answer;

/// One thing wrong with a request, with the path of the field it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Flaw {
    pub(super) detail: String,
    #[serde(rename = "type")]
    kind: &'static str,
    pub(super) code: String,
    pub(super) field: String,
}

impl Flaw {
    pub(super) fn new(code: &str, field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), kind: "VALIDATION", code: code.to_owned(), field: field.into() }
    }

    /// A value that breaks a rule, in the words of the recorded answers where there are any.
    pub(super) fn constraint(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new("CONSTRAINT", field, detail)
    }

    pub(super) fn required(field: impl Into<String>) -> Self {
        Self::new("REQUIRED", field, "field required")
    }

    pub(super) fn wrong_type(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new("TYPE", field, detail)
    }
}

/// Everything that keeps a request from being done.
///
/// Only the 422 envelope is on record; the other statuses carry a `message`, which integrations fall back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    Invalid(Vec<Flaw>),
    Refused { status: u16, message: String },
}

impl Problem {
    pub(super) fn unauthorized(message: &str) -> Self {
        Self::Refused { status: 401, message: message.to_owned() }
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self::Refused { status: 404, message: format!("{what} not found") }
    }

    pub(super) fn answer(&self) -> Answer {
        match self {
            Problem::Invalid(flaws) => {
                Answer::json(422, &json!({"status": "error", "status_code": 422, "data": flaws}))
            }
            Problem::Refused { status, message } => {
                let body = json!({"status": "error", "status_code": status, "message": message});
                Answer::json(*status, &body)
            }
        }
    }
}

impl From<Flaw> for Problem {
    fn from(flaw: Flaw) -> Self {
        Problem::Invalid(vec![flaw])
    }
}
