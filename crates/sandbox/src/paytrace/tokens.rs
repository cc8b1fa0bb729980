//! Access tokens of the password grant, as PayTrace's OAuth server (Doorkeeper) gives them.

use std::collections::HashMap;

use chrono::{NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::reply::Reply;
use super::{PASSWORD, USERNAME};

/// How long a token is good, in seconds.
const LIFETIME_S: u32 = 7200;

/// The tokens that were given out and have not expired.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    expiry: HashMap<String, NaiveDateTime>,
    given: u64,
    /// The password, once it was changed.
    password: Option<String>,
}

/// The form of a token request.
#[derive(Deserialize)]
pub(super) struct TokenRequest {
    #[serde(default)]
    pub(super) grant_type: String,
    #[serde(default)]
    pub(super) username: String,
    #[serde(default)]
    pub(super) password: String,
}

#[derive(Serialize)]
struct TokenAnswer<'a> {
    access_token: &'a str,
    token_type: &'a str,
    expires_in: u32,
    created_at: i64,
}

#[derive(Serialize)]
struct OAuthError<'a> {
    error: &'a str,
    error_description: &'a str,
}

impl Tokens {
    pub(super) fn grant(&mut self, request: &TokenRequest, now: NaiveDateTime) -> Reply {
        if request.grant_type != "password" {
            return refused(
                400,
                "unsupported_grant_type",
                "The authorization grant type is not supported by the authorization server.",
            );
        }
        if request.username != USERNAME || request.password != self.password() {
            return refused(
                400,
                "invalid_grant",
                "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI \
                 used in the authorization request, or was issued to another client.",
            );
        }
        let Some(expiry) = now.checked_add_signed(TimeDelta::seconds(LIFETIME_S.into())) else {
            return refused(503, "temporarily_unavailable", "The clock is out of range.");
        };
        self.expiry.retain(|_, expiry| *expiry > now);
        self.given = self.given.wrapping_add(1);
        let created_at = now.and_utc().timestamp();
        let token = format!("paysage:sandbox_{created_at}:{:08}", self.given);
        let answer =
            TokenAnswer { access_token: &token, token_type: "Bearer", expires_in: LIFETIME_S, created_at };
        let reply = Reply::json(200, &answer);
        self.expiry.insert(token, expiry);
        reply
    }

    /// The API user's password, which is one for both dialects.
    pub(super) fn password(&self) -> &str {
        self.password.as_deref().unwrap_or(PASSWORD)
    }

    pub(super) fn set_password(&mut self, password: &str) {
        self.password = Some(password.to_owned());
    }

    pub(super) fn is_valid(&self, token: &str, now: NaiveDateTime) -> bool {
        self.expiry.get(token).is_some_and(|expiry| *expiry > now)
    }

    pub(super) fn revoke_all(&mut self) {
        self.expiry.clear();
    }
}

/// The answer to a request whose token is missing, unknown or expired.
pub(super) fn invalid_token() -> Reply {
    refused(401, "invalid_token", "The access token is invalid or has expired.")
}

/// The answer to a token request that is no form.
pub(super) fn invalid_request() -> Reply {
    refused(400, "invalid_request", "The request is missing a required parameter or is otherwise malformed.")
}

fn refused(status: u16, error: &str, error_description: &str) -> Reply {
    Reply::json(status, &OAuthError { error, error_description })
}
