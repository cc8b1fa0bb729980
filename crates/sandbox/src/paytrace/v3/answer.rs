//! What v3 answers, before it becomes HTTP.

use serde::Serialize;
use serde_json::{Value, json};

use crate::paytrace::reply::Selection;

/// One answer: whole, or a list of rows to be streamed.
#[derive(Debug)]
pub(in crate::paytrace) enum Answer {
    Json { status: u16, body: Vec<u8> },
    Rows(Selection),
}

impl Answer {
    pub(super) fn json(status: u16, value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Answer::Json { status, body },
            // No value of this crate fails to serialize; should one, the client must not take it for a success.
            Err(_) => Answer::Json { status: 500, body: Vec::new() },
        }
    }

    /// `data` in the envelope of a success.
    pub(super) fn success(status: u16, data: &Value) -> Self {
        Self::json(status, &json!({"status": "success", "status_code": status, "data": data}))
    }

    pub(super) fn done(data: &Value) -> Self {
        Self::success(200, data)
    }

    pub(super) fn created(data: &Value) -> Self {
        Self::success(201, data)
    }
}
