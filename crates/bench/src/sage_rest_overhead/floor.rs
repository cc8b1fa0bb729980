//! The floor of `sage_rest_overhead`: `reqwest` and `serde_json`, nothing else. No time limit, no check of the invoice
//! before it leaves, no comparison with the answer.

use chrono::NaiveDate;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};

use super::server::{API_KEY, INVOICES_PATH, USER_AGENT};
use super::{Line, Sale};
use crate::result::Failure;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewInvoice<'a> {
    kind: &'a str,
    reference_number: &'a str,
    customer_id: &'a str,
    transaction_date: NaiveDate,
    order_number: &'a str,
    receivable_account: &'a str,
    lines: [NewLine<'a>; 2],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewLine<'a> {
    account: &'a str,
    amount: &'a str,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sales_tax: Option<bool>,
}

impl<'a> NewLine<'a> {
    fn of(line: &'a Line, sales_tax: Option<bool>) -> Self {
        Self { account: line.account, amount: line.amount, description: line.description, sales_tax }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "reading them is the work")]
pub struct Answer {
    pub key: String,
    pub kind: String,
    pub reference_number: String,
    pub customer_id: String,
    pub transaction_date: NaiveDate,
    pub total: String,
    pub amount_due: String,
    pub status: String,
}

pub struct BareClient {
    http: reqwest::Client,
    invoices: String,
}

impl BareClient {
    pub fn new(url: &str) -> Result<Self, Failure> {
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let http = reqwest::Client::builder().no_proxy().tcp_nodelay(true).default_headers(headers);
        let http = http.user_agent(USER_AGENT).build()?;
        Ok(Self { http, invoices: format!("{url}{INVOICES_PATH}") })
    }

    pub async fn post(&self, sale: &Sale) -> Result<Answer, Failure> {
        let invoice = NewInvoice {
            kind: "invoice",
            reference_number: sale.reference,
            customer_id: sale.customer,
            transaction_date: sale.date,
            order_number: sale.order,
            receivable_account: sale.receivable,
            lines: [NewLine::of(&sale.goods, None), NewLine::of(&sale.tax, Some(true))],
        };
        let request = self.http.post(&self.invoices).bearer_auth(API_KEY).json(&invoice);
        let body = request.send().await?.error_for_status()?.bytes().await?;
        Ok(serde_json::from_slice(&body)?)
    }
}
