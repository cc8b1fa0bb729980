//! Tokens of v3: a space of their own, client credentials and refresh tokens.

use std::collections::HashMap;

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::json;

use super::answer::Answer;
use super::input::{Flaws, Input};
use super::problem::{Flaw, Problem};
use crate::paytrace::USERNAME;

/// How long an access token is good, in seconds. Integrations reckon with 900; the vendor states no number.
const LIFETIME_S: u32 = 900;

/// How long a refresh token is good, in seconds; not on record.
const REFRESH_LIFETIME_S: u32 = 86_400;

/// The tokens that were given out and have not expired.
#[derive(Debug, Default)]
pub(in crate::paytrace) struct Tokens {
    access: HashMap<String, NaiveDateTime>,
    refresh: HashMap<String, NaiveDateTime>,
    given: u64,
}

impl Tokens {
    pub(super) fn grant(
        &mut self,
        input: &Input<'_>,
        flaws: &Flaws,
        (password, now): (&str, NaiveDateTime),
    ) -> Result<Answer, Problem> {
        let grant = input.required("grant_type", usize::MAX);
        let secret = |name: &str| input.required(name, usize::MAX);
        match grant.as_str() {
            "client_credentials" => {
                let (id, given) = (secret("client_id"), secret("client_secret"));
                flaws.none()?;
                if id != USERNAME || given != password {
                    return Err(Problem::unauthorized("Invalid client credentials"));
                }
            }
            "refresh_token" => {
                let token = secret("refresh_token");
                flaws.none()?;
                // Good once: the answer brings its successor.
                if self.refresh.remove(&token).is_none_or(|expiry| expiry <= now) {
                    return Err(Problem::unauthorized("Invalid refresh token"));
                }
            }
            _ => {
                flaws.none()?;
                let detail = "permitted: client_credentials, refresh_token";
                return Err(Flaw::constraint(input.place("grant_type"), detail).into());
            }
        }
        self.give(now)
    }

    fn give(&mut self, now: NaiveDateTime) -> Result<Answer, Problem> {
        let behind = |seconds: u32| {
            let expiry = now.checked_add_signed(TimeDelta::seconds(seconds.into()));
            expiry.ok_or(Problem::Refused { status: 503, message: "The clock is out of range.".to_owned() })
        };
        let (expiry, refresh_expiry) = (behind(LIFETIME_S)?, behind(REFRESH_LIFETIME_S)?);
        self.access.retain(|_, expiry| *expiry > now);
        self.refresh.retain(|_, expiry| *expiry > now);
        self.given = self.given.wrapping_add(1);
        let (moment, given) = (now.and_utc().timestamp(), self.given);
        let (access, refresh) = (
            format!("paysage-v3.access.{moment}.{given:08}"),
            format!("paysage-v3.refresh.{moment}.{given:08}"),
        );
        let answer = Answer::created(&json!({
            "access_token": access, "refresh_token": refresh, "token_type": "Bearer",
            "expires_in": LIFETIME_S, "refresh_expires_in": REFRESH_LIFETIME_S,
        }));
        self.access.insert(access, expiry);
        self.refresh.insert(refresh, refresh_expiry);
        Ok(answer)
    }

    pub(super) fn is_valid(&self, token: &str, now: NaiveDateTime) -> bool {
        self.access.get(token).is_some_and(|expiry| *expiry > now)
    }

    /// Makes every access token invalid; refresh tokens stay good.
    pub(in crate::paytrace) fn revoke_all(&mut self) {
        self.access.clear();
    }
}
