//! The floor of `client_overhead`: `reqwest` and `serde_json`, nothing else. No time limit, no renewal of the token,
//! no judgement of the answer.

use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};

use super::server::{INTEGRATOR_ID, SALE_PATH, TOKEN_PATH};
use crate::result::Failure;

#[derive(Serialize)]
struct Sale<'a> {
    amount: &'a str,
    customer_id: &'a str,
    integrator_id: &'a str,
    invoice_id: &'a str,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the work")]
pub struct Answer {
    pub success: bool,
    pub response_code: i64,
    pub transaction_id: i64,
    pub approval_code: String,
    pub approval_message: String,
    pub avs_response: String,
    pub csc_response: String,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

pub struct BareClient {
    http: reqwest::Client,
    sale: String,
    token: String,
}

impl BareClient {
    pub async fn sign_in(url: &str) -> Result<Self, Failure> {
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let http =
            reqwest::Client::builder().no_proxy().tcp_nodelay(true).default_headers(headers).build()?;
        let form = [("grant_type", "password"), ("username", "bench"), ("password", "password")];
        let token: Token = http.post(format!("{url}{TOKEN_PATH}")).form(&form).send().await?.json().await?;
        Ok(Self { http, sale: format!("{url}{SALE_PATH}"), token: token.access_token })
    }

    pub async fn sell(&self, amount: &str, customer_id: &str, invoice_id: &str) -> Result<Answer, Failure> {
        let sale = Sale { amount, customer_id, integrator_id: INTEGRATOR_ID, invoice_id };
        let request = self.http.post(&self.sale).bearer_auth(&self.token).json(&sale);
        let body = request.send().await?.error_for_status()?.bytes().await?;
        Ok(serde_json::from_slice(&body)?)
    }
}
