//! The floor of `end_to_end`: reqwest, bodies made beforehand, no ledger, no types, no second look.
#![expect(clippy::arithmetic_side_effects, reason = "dates within one month of 2026")]

use std::collections::BTreeMap;

use std::sync::Arc;

use chrono::NaiveDate;
use futures_util::StreamExt;
use futures_util::stream;
use paysage_sandbox::paytrace::{INTEGRATOR_ID, PASSWORD, USERNAME};
use paysage_sandbox::sage50::API_KEY;
use serde_json::{Value, json};

use crate::result::Failure;
use crate::workload::Sale;

/// Requests of one customer, in order.
type Lane = Vec<(&'static str, Vec<u8>)>;

/// Every body, ready to be sent.
pub struct Work {
    exports: Vec<Value>,
    lanes: Vec<Lane>,
}

impl Work {
    /// As many exports as the engine asked for, which together read every day, and every document.
    pub fn prepare(sales: &[Sale], exports: u64, days: (NaiveDate, NaiveDate)) -> Self {
        let count = i64::try_from(exports.max(1)).unwrap_or(1);
        let span = (days.1 - days.0).num_days().saturating_add(1);
        let day = |number: i64| {
            let offset = span.saturating_mul(number).checked_div(count).unwrap_or(0);
            days.0 + chrono::Duration::days(offset)
        };
        let exports = (0..count)
            .map(|number| {
                let last = (day(number.saturating_add(1)) - chrono::Duration::days(1)).max(day(number));
                json!({"integrator_id": INTEGRATOR_ID, "start_date": day(number).format("%m/%d/%Y").to_string(),
                    "end_date": last.format("%m/%d/%Y").to_string()})
            })
            .collect();
        let mut lanes: BTreeMap<usize, Lane> = BTreeMap::new();
        for sale in sales {
            let lane = lanes.entry(sale.customer).or_insert_with(|| vec![("/v1/customers", customer(sale))]);
            lane.push(("/v1/invoices", invoice(sale)));
            lane.push(("/v1/payments", payment(sale)));
        }
        Self { exports, lanes: lanes.into_values().collect() }
    }
}

fn customer(sale: &Sale) -> Vec<u8> {
    let address = json!({"line1": "8320 E. West St.", "city": "Spokane", "state": "WA", "zip": "85284", "country": "US"});
    let name = format!("Customer {}", sale.customer);
    json!({"customerId": sale.customer_id(), "name": name, "billingAddress": address})
        .to_string()
        .into_bytes()
}

fn invoice(sale: &Sale) -> Vec<u8> {
    let line = json!({"account": "40000", "amount": sale.amount(), "description": format!("PayTrace sale {}", sale.id)});
    json!({"kind": "invoice", "referenceNumber": format!("PT{}-I", sale.id), "customerId": sale.customer_id(),
        "transactionDate": sale.at.date(), "orderNumber": format!("web-{}", sale.id), "receivableAccount": "11000",
        "lines": [line]})
    .to_string()
    .into_bytes()
}

fn payment(sale: &Sale) -> Vec<u8> {
    let applied = json!({"referenceNumber": format!("PT{}-I", sale.id), "amount": sale.amount()});
    json!({"kind": "receipt", "referenceNumber": format!("PT{}-R", sale.id), "customerId": sale.customer_id(),
        "transactionDate": sale.at.date(), "cashAccount": "10300", "paymentMethod": "PayTrace",
        "depositTicketId": sale.at.format("571-%Y%m%d").to_string(), "amount": sale.amount(), "applies": [applied],
        "paymentDetails": {"authorizationCode": "TAS456", "lastFour": "5439"}})
    .to_string()
    .into_bytes()
}

/// One token, the exports, and every customer's requests in order, `concurrency` customers at a time. Reading and
/// posting run side by side, as the engine's do.
pub async fn run(paytrace: &str, sage50: &str, work: Work, concurrency: usize) -> Result<(), Failure> {
    let client = reqwest::Client::builder().no_proxy().tcp_nodelay(true).build()?;
    let read = read(client.clone(), paytrace.to_owned(), work.exports);
    let post = post(client, sage50, work.lanes, concurrency);
    let (read, posted) = tokio::join!(tokio::spawn(read), post);
    read??;
    posted
}

async fn read(client: reqwest::Client, paytrace: String, exports: Vec<Value>) -> Result<(), Failure> {
    let form = [("grant_type", "password"), ("username", USERNAME), ("password", PASSWORD)];
    let token: Value =
        client.post(format!("{paytrace}/oauth/token")).form(&form).send().await?.json().await?;
    let token = token.get("access_token").and_then(Value::as_str).ok_or("no token")?;
    for export in exports {
        let url = format!("{paytrace}/v1/transactions/export/by_date_range");
        let mut body = client
            .post(url)
            .bearer_auth(token)
            .json(&export)
            .send()
            .await?
            .error_for_status()?
            .bytes_stream();
        while let Some(piece) = body.next().await {
            piece?;
        }
    }
    Ok(())
}

async fn post(
    client: reqwest::Client,
    sage50: &str,
    lanes: Vec<Lane>,
    concurrency: usize,
) -> Result<(), Failure> {
    let urls =
        ["/v1/customers", "/v1/invoices", "/v1/payments"].map(|path| (path, format!("{sage50}{path}")));
    let urls = Arc::new(BTreeMap::from(urls));
    let mut running = stream::iter(lanes.into_iter().map(|lane| {
        let (client, urls) = (client.clone(), Arc::clone(&urls));
        tokio::spawn(async move {
            for (path, body) in lane {
                let url = urls.get(path).ok_or("an unknown path")?;
                let request =
                    client.post(url).bearer_auth(API_KEY).header("content-type", "application/json");
                request.body(body).send().await?.error_for_status()?.bytes().await?;
            }
            Ok::<(), Failure>(())
        })
    }))
    .buffer_unordered(concurrency);
    while let Some(lane) = running.next().await {
        lane??;
    }
    Ok(())
}
