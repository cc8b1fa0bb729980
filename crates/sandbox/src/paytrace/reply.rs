//! What the state machine answers, before it becomes HTTP.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::refusal::Refusal;
use super::rows::{Filter, Position};

/// One answer: whole, or a list of rows to be streamed.
#[derive(Debug)]
pub(super) enum Reply {
    Json { status: u16, body: Vec<u8> },
    Rows(Selection),
}

/// Which rows a streamed answer holds.
#[derive(Debug)]
pub(super) enum Selection {
    Created { from: NaiveDate, to: NaiveDate, filter: Filter },
    Listed { positions: Vec<Position>, filter: Filter },
}

impl Reply {
    pub(super) fn json(status: u16, value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Reply::Json { status, body },
            // No value of this crate fails to serialize; should one, the client must not take it for a success.
            Err(_) => Reply::Json { status: 500, body: Vec::new() },
        }
    }

    pub(super) fn refused(refusal: &Refusal, with_external_id: bool) -> Self {
        let envelope = Envelope {
            errors: Some(refusal.errors()),
            external_transaction_id: with_external_id.then_some(""),
            ..Envelope::new(false, 1, "One or more errors has occurred.")
        };
        Reply::json(400, &envelope)
    }
}

/// The members of a PayTrace answer, in its order; absent ones are not written.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Envelope<'a> {
    pub(super) success: bool,
    pub(super) response_code: u32,
    pub(super) status_message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) errors: Option<&'a BTreeMap<u32, Vec<String>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) transaction_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) approval_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) approval_message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) avs_response: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) csc_response: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) external_transaction_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) customer_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) masked_card_number: Option<&'a str>,
}

impl<'a> Envelope<'a> {
    pub(super) fn new(success: bool, response_code: u32, status_message: &'a str) -> Self {
        Self { success, response_code, status_message, ..Self::default() }
    }
}
