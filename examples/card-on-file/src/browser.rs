//! The customer's browser, as far as the simulator needs one.
//!
//! In a real shop this is Protect.js on PayTrace's own page in a frame: the card goes from there to PayTrace.

use paysage_sandbox::paytrace::TestCard;
use paytrace::{ClientKey, ProtectToken, SecretString};
use serde::Deserialize;
use serde_json::json;

use crate::gateway::Failure;

#[derive(Deserialize)]
struct Tokens {
    hpf_token: String,
    enc_key: String,
}

/// Types the sandbox's test card into the form that `key` opened.
pub async fn protect(simulator_url: &str, key: &ClientKey) -> Result<ProtectToken, Failure> {
    let card = TestCard::VISA;
    let form = json!({
        "clientKey": key.expose(),
        "number": card.number,
        "expiration_month": card.expiration_month,
        "expiration_year": card.expiration_year,
        "csc": card.security_code,
    });
    let browser = reqwest::Client::builder().no_proxy().build()?;
    let answer = browser.post(format!("{simulator_url}/sandbox/protect")).json(&form).send().await?;
    let tokens: Tokens = answer.error_for_status()?.json().await?;
    Ok(ProtectToken::new(SecretString::from(tokens.hpf_token), SecretString::from(tokens.enc_key))?)
}
