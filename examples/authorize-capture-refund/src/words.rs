//! States and refusals for people.

use paytrace::{Decline, Status};

/// What a state means.
pub fn state(status: &Status) -> String {
    match status {
        Status::AuthorizedOnly => "held, not taken".to_owned(),
        Status::PendingSettlement => "settles with the next batch".to_owned(),
        Status::Settled { batch: Some(batch) } => format!("settled in batch {batch}"),
        Status::Settled { batch: None } => "settled".to_owned(),
        other => format!("{other:?}"),
    }
}

/// Why it was declined.
pub fn said(decline: &Decline) -> &str {
    decline.approval_message.as_deref().unwrap_or("no reason given")
}
