//! Exports as PayTrace writes them, of any length, and a transport that answers with one.
#![expect(clippy::arithmetic_side_effects, reason = "small numbers made of a row's number")]

use std::fmt;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use chrono::NaiveDate;
use futures_util::{StreamExt, stream};
use paytrace::transport::BodyStream;
use paytrace::v1::export::ByDateRange;
use paytrace::{Client, Credentials, ExportStream, Failure as TransportFailure, Reply, Request, Transport};

use crate::result::Failure;

const HEAD: &str = concat!(
    r#"{"success":true,"response_code":1,"status_message":"Your export was successfully completed.","#,
    r#""transactions":["#
);
const TAIL: &str = r#"],"external_transaction_id":""}"#;

/// The pieces of an export of so many rows, each as large as asked for but for the last; made as they are taken.
#[derive(Debug)]
pub struct Pieces {
    rows: u64,
    made: u64,
    size: usize,
    buffer: BytesMut,
    ended: bool,
}

impl Pieces {
    pub fn new(rows: u64, size: usize) -> Self {
        Self { rows, made: 0, size: size.max(1), buffer: BytesMut::from(HEAD), ended: false }
    }
}

impl Iterator for Pieces {
    type Item = Bytes;

    fn next(&mut self) -> Option<Bytes> {
        while self.buffer.len() < self.size && !self.ended {
            if self.made == self.rows {
                self.buffer.extend_from_slice(TAIL.as_bytes());
                self.ended = true;
            } else {
                let comma = if self.made == 0 { "" } else { "," };
                self.buffer.extend_from_slice(comma.as_bytes());
                self.buffer.extend_from_slice(row(self.made).as_bytes());
                self.made += 1;
            }
        }
        let piece = self.buffer.split_to(self.size.min(self.buffer.len()));
        (!piece.is_empty()).then(|| piece.freeze())
    }
}

/// One row with all keys of the vendor's example, in its order and in its mixture of numbers and texts.
fn row(number: u64) -> String {
    let cents = number * 104_729 % 50_000 + 100;
    let amount = match cents % 100 {
        0 => (cents / 100).to_string(),
        part => format!("{}.{part:02}", cents / 100).trim_end_matches('0').to_owned(),
    };
    let (day, hour, minute) = (number % 30 + 1, number % 11 + 1, number % 60);
    let kind = if number % 20 == 7 { "REFUND" } else { "SALE" };
    let batch = format!("GB{}", number % 900 + 1);
    let settled_at = format!("6/{day}/2026 8:13:45 PM");
    let (code, message, approval, settled) = match number % 25 {
        3 => ("N", "Declined", "", ""),
        4 | 5 => ("Y", "Pending Settlement", "TAS456", ""),
        _ => (batch.as_str(), batch.as_str(), "TAS456", settled_at.as_str()),
    };
    let said = if approval.is_empty() {
        "  EXPIRED CARD - Expired card"
    } else {
        "  NO  MATCH - Approved and completed"
    };
    let name = if number % 50 == 9 { r#"Jos\u00e9 \"Pepe\" Núñez"# } else { "Mark Smith" };
    let tax = if number.is_multiple_of(3) { "8.10" } else { "" };
    format!(
        concat!(
            r#"{{"transaction_id":{id},"credit_card":{{"masked_number":"************{last:04}","#,
            r#""expiration_month":{month},"expiration_year":{year}}},"transaction_type":"{kind}","description":"","#,
            r#""amount":{amount},"invoice_id":"inv{number}","shipping_address":{{"name":"","street_address":"","#,
            r#""street_address2":"","city":"","county":"","state":"","zip":"","country":""}},"billing_address":"#,
            r#"{{"name":"{name}","street_address":"8320 E. West St.","street_address2":"","city":"Spokane","#,
            r#""state":"WA","zip":"85284","country":"US"}},"receipt_emailed_to":"","tax_amount":"{tax}","#,
            r#""customer_reference_id":"PO{number}","approval_code":"{approval}","approval_message":"{said}","#,
            r#""avs_response":"No Match","csc_response":"Match","status_code":"{code}","#,
            r#""status_message":"{message}","created":{{"through":"API","at":"6/{day}/2026 {hour}:{minute:02}:30 PM","#,
            r#""by":"sandbox123","from_ip":"64.106.246.164"}},"settled":"{settled}","customer_id":"C{customer}","#,
            r#""discretionary_data":{{}}}}"#,
        ),
        id = 300_000_001 + number,
        last = number % 10_000,
        month = number % 12 + 1,
        year = number % 7 + 26,
        customer = number % 33_000,
        kind = kind,
        amount = amount,
        number = number,
        name = name,
        tax = tax,
        approval = approval,
        said = said,
        code = code,
        message = message,
        day = day,
        hour = hour,
        minute = minute,
        settled = settled,
    )
}

/// Answers every call but that for a token with an export, in this process.
pub struct InProcess<F>(pub F);

impl<F, I> InProcess<F>
where
    F: Fn() -> I + Send + Sync + 'static,
    I: Iterator<Item = Bytes> + Send + 'static,
{
    /// The client's stream over the export.
    pub async fn export(self) -> Result<ExportStream, Failure> {
        let credentials = Credentials::new("bench", "password", "integrator");
        let client = Client::builder("http://127.0.0.1".parse()?, credentials)
            .with_transport(std::sync::Arc::new(self))
            .build()?;
        let day = |day| NaiveDate::from_ymd_opt(2026, 6, day).unwrap_or_default();
        Ok(client.export(&ByDateRange::new(day(1), day(30))?).await?)
    }
}

impl<F> fmt::Debug for InProcess<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("InProcess").finish_non_exhaustive()
    }
}

#[async_trait]
impl<F, I> Transport for InProcess<F>
where
    F: Fn() -> I + Send + Sync,
    I: Iterator<Item = Bytes> + Send + 'static,
{
    async fn exchange(&self, request: Request) -> Result<Reply, TransportFailure> {
        if request.path == "/oauth/token" {
            return Ok(Reply::whole(
                200,
                r#"{"access_token":"a:b:c","token_type":"Bearer","expires_in":7200}"#,
            ));
        }
        let body: BodyStream = stream::iter((self.0)().map(Ok)).boxed();
        Ok(Reply { status: 200, headers: Vec::new(), body })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_make_one_export_that_reads_without_a_bad_row() {
        let pieces: Vec<Bytes> = Pieces::new(500, 1_000).collect();
        assert!(pieces.iter().rev().skip(1).all(|piece| piece.len() == 1_000));
        let body: serde_json::Value = serde_json::from_slice(&pieces.concat()).unwrap();
        let rows = body["transactions"].as_array().unwrap();
        assert_eq!(rows.len(), 500);
        for row in rows {
            assert_eq!(row.as_object().unwrap().len(), 21);
            paytrace::Transaction::from_json(row.to_string().as_bytes()).unwrap();
        }
    }
}
