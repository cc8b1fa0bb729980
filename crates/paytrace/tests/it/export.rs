//! Exports: rows as they come, and complete or said not to be.

use std::time::Duration;

use bytes::Bytes;
use chrono::NaiveDate;
use futures_util::StreamExt;
use paytrace::v1::batch::{BatchTransactions, BatchesByDate};
use paytrace::v1::export::{ByDateRange, ById};
use paytrace::{CustomerId, Error, ErrorKind, ExportRow, ExportStream, Outcome, TransactionId};
use serde_json::json;

use crate::script::{OTHER_TOKEN, Script, Step};

fn june() -> ByDateRange {
    let day = |day| NaiveDate::from_ymd_opt(2026, 6, day).unwrap();
    ByDateRange::new(day(1), day(30)).unwrap()
}

fn row(id: i64) -> String {
    json!({"transaction_id": id, "transaction_type": "SALE", "amount": "1.50", "status_code": "Y",
        "created": {"at": "6/10/2026 1:02:03 PM"}})
    .to_string()
}

fn body(rows: &[String]) -> String {
    let rows = rows.join(",");
    format!(r#"{{"success":true,"response_code":1,"status_message":"x","transactions":[{rows}],"z":""}}"#)
}

fn pieces(body: &str, size: usize) -> Vec<Bytes> {
    body.as_bytes().chunks(size).map(Bytes::copy_from_slice).collect()
}

async fn all(mut stream: ExportStream) -> (Vec<ExportRow>, Option<Error>) {
    let mut rows = Vec::new();
    while let Some(item) = stream.next().await {
        match item {
            Ok(row) => rows.push(row),
            Err(error) => {
                assert!(stream.next().await.is_none(), "an error is the last item");
                return (rows, Some(error));
            }
        }
    }
    (rows, None)
}

#[tokio::test]
async fn rows_come_in_order_and_a_bad_one_stops_no_other() {
    let body = body(&[row(1), r#"{"transaction_id":2,"amount":"x"}"#.into(), "7".into(), row(4)]);
    for size in [1, 7, 100_000] {
        let script = Script::signed_in([Step::Pieces(pieces(&body, size), false)]);
        let stream = script.client().export(&june()).await.unwrap();
        let (rows, error) = all(stream).await;
        assert!(error.is_none(), "{error:?}");
        let ids: Vec<_> = rows
            .iter()
            .map(|row| match &row.content {
                Ok(read) => Ok(read.id.get()),
                Err(bad) => Err(bad.id.map(TransactionId::get)),
            })
            .collect();
        assert_eq!(ids, [Ok(1), Err(Some(2)), Err(None), Ok(4)]);
        assert_eq!(
            script.body(1),
            json!({"start_date": "06/01/2026", "end_date": "06/30/2026", "integrator_id": "integrator01"})
        );
    }
}

#[tokio::test]
async fn an_export_that_is_cut_or_fails_at_its_end_ends_with_an_error() {
    let whole = body(&[row(1), row(2)]);
    let cut = &whole[..whole.len() - 8];
    let failed = whole.replace("\"success\":true", "\"success\":false");
    let other = whole.replace("\"response_code\":1", "\"response_code\":102");
    let complains = whole.replace("\"z\":\"\"", "\"errors\":{\"9\":[\"x\"]}");
    let contradicts = whole.replace("\"z\":\"\"", "\"status\":\"error\"");
    let cases = [
        (Step::Pieces(pieces(cut, 50), false), ErrorKind::NoAnswer),
        (Step::Pieces(pieces(cut, 50), true), ErrorKind::NoAnswer),
        (Step::Pieces(pieces(&failed, 50), false), ErrorKind::Rejected),
        (Step::Pieces(pieces(&other, 50), false), ErrorKind::Unreadable),
        (Step::Pieces(pieces(&complains, 50), false), ErrorKind::Unreadable),
        (Step::Pieces(pieces(&contradicts, 50), false), ErrorKind::Unreadable),
        (Step::Pieces(pieces(&format!("{whole}{{}}"), 50), false), ErrorKind::Unreadable),
    ];
    for (step, kind) in cases {
        let script = Script::signed_in([step]);
        let (rows, error) = all(script.client().export(&june()).await.unwrap()).await;
        let error = error.unwrap();
        assert_eq!((rows.len(), error.kind(), error.outcome()), (2, kind, Outcome::Nothing));
    }
}

#[tokio::test(start_paused = true)]
async fn an_export_that_falls_silent_ends_with_an_error() {
    let whole = body(&[row(1), row(2)]);
    let script = Script::signed_in([Step::Stalled(pieces(&whole[..whole.len() - 5], 50))]);
    let (rows, error) = all(script.client().export(&june()).await.unwrap()).await;
    let error = error.unwrap();
    assert_eq!((rows.len(), error.kind()), (2, ErrorKind::NoAnswer));
    assert!(error.is_retryable());
}

#[tokio::test(start_paused = true)]
async fn a_slow_export_that_keeps_coming_is_not_cut_off() {
    let rows: Vec<String> = (1..=20).map(row).collect();
    let slow = futures_util::stream::iter(pieces(&body(&rows), 200)).then(|piece| async {
        tokio::time::sleep(Duration::from_secs(50)).await;
        Ok(piece)
    });
    let script = Script::signed_in([Step::Silent]);
    let client = paytrace::Client::builder(
        "https://api.paytrace.com".parse().unwrap(),
        paytrace::Credentials::new("u", "p", "i"),
    )
    .with_transport(std::sync::Arc::new(Slow(script, std::sync::Mutex::new(Some(slow.boxed())))))
    .build()
    .unwrap();
    let (rows, error) = all(client.export(&june()).await.unwrap()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(rows.len(), 20);
}

struct Slow(Script, std::sync::Mutex<Option<paytrace::transport::BodyStream>>);

impl std::fmt::Debug for Slow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Slow")
    }
}

#[async_trait::async_trait]
impl paytrace::Transport for Slow {
    async fn exchange(&self, request: paytrace::Request) -> Result<paytrace::Reply, paytrace::Failure> {
        if request.path == "/oauth/token" {
            return self.0.exchange(request).await;
        }
        let mut reply = paytrace::Reply::whole(200, "");
        reply.body = self.1.lock().unwrap().take().unwrap();
        Ok(reply)
    }
}

#[tokio::test(start_paused = true)]
async fn starting_an_export_is_repeated_for_passing_causes_and_waits_as_asked() {
    let begun = tokio::time::Instant::now();
    let whole = body(&[row(1)]);
    let script = Script::signed_in([
        Step::NotSent,
        Step::Answer(502, "<html>"),
        Step::AnswerWith(429, "", ("Retry-After", "30")),
        Step::Pieces(pieces(&whole, 50), false),
    ]);
    let (rows, error) = all(script.client().export(&june()).await.unwrap()).await;
    assert!(error.is_none() && rows.len() == 1);
    assert!(begun.elapsed() >= Duration::from_secs(30));

    let script = Script::signed_in(vec![Step::Lost; 4]);
    let error = script.client().export(&june()).await.unwrap_err();
    assert_eq!((error.kind(), script.paths().len()), (ErrorKind::NoAnswer, 5));
}

#[tokio::test]
async fn an_export_signs_in_again_once_and_is_refused_by_its_codes() {
    let refused = Step::Answer(401, r#"{"error":"invalid_token"}"#);
    let script = Script::signed_in([
        refused.clone(),
        Step::Answer(200, OTHER_TOKEN),
        Step::Pieces(pieces(&body(&[row(1)]), 50), false),
    ]);
    let (rows, error) = all(script.client().export(&june()).await.unwrap()).await;
    assert!(error.is_none() && rows.len() == 1);

    let script = Script::signed_in([refused.clone(), Step::Answer(200, OTHER_TOKEN), refused]);
    assert_eq!(script.client().export(&june()).await.unwrap_err().kind(), ErrorKind::Auth);

    let no = r#"{"success":false,"response_code":1,"errors":{"981":["Log in failed for insufficient permissions."]}}"#;
    let script = Script::signed_in([Step::Answer(400, no)]);
    assert_eq!(script.client().export(&june()).await.unwrap_err().kind(), ErrorKind::Permission);
}

#[tokio::test]
async fn an_export_beyond_the_limit_is_stopped() {
    let rows: Vec<String> = (1..=100).map(row).collect();
    let script = Script::signed_in([Step::Pieces(pieces(&body(&rows), 500), false)]);
    let client = paytrace::Client::builder(
        "https://api.paytrace.com".parse().unwrap(),
        paytrace::Credentials::new("u", "p", "i"),
    )
    .with_transport(std::sync::Arc::new(script))
    .with_export_limit(2000)
    .build()
    .unwrap();
    let (rows, error) = all(client.export(&june()).await.unwrap()).await;
    assert_eq!(error.unwrap().kind(), ErrorKind::TooLarge);
    assert!(!rows.is_empty() && rows.len() < 100);
}

#[tokio::test]
async fn one_transaction_is_found_or_not_known() {
    let id = |number| TransactionId::new(number).unwrap();
    let found: &'static str = body(&[row(6), row(5)]).leak();
    let unknown =
        r#"{"success":false,"response_code":1,"errors":{"58":["Please provide a valid Transaction ID."]}}"#;
    let empty: &'static str = body(&[]).leak();
    let script = Script::signed_in([
        Step::Answer(200, found),
        Step::Answer(400, unknown),
        Step::Answer(200, empty),
        Step::Answer(200, found),
    ]);
    let client = script.client();
    let row = client.send(&ById::new(id(5))).await.unwrap().unwrap();
    assert_eq!(row.content.unwrap().id, id(5));
    assert_eq!(client.send(&ById::new(id(5))).await.unwrap(), None);
    assert_eq!(client.send(&ById::new(id(5))).await.unwrap(), None);
    let error = client.send(&ById::new(id(9))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreadable);
    assert_eq!(script.paths()[1], "/v1/transactions/export/by_id");
    assert_eq!(script.body(1)["transaction_id"], 5);
}

#[tokio::test]
async fn batches_and_their_transactions_have_paths_of_their_own() {
    let batches = r#"{"success":true,"response_code":1,"batches":[{"number":571,"net_amount":"-3.00"}]}"#;
    let whole = body(&[row(1)]);
    let script = Script::signed_in([Step::Answer(200, batches), Step::Pieces(pieces(&whole, 50), false)]);
    let client = script.client();
    let day = NaiveDate::from_ymd_opt(2026, 6, 10).unwrap();
    let list = client.send(&BatchesByDate::new(day, day).unwrap()).await.unwrap();
    assert_eq!((list.len(), list[0].number), (1, 571));
    let stream = client.export(&BatchTransactions::new(571).unwrap()).await.unwrap();
    assert_eq!(all(stream).await.0.len(), 1);
    assert_eq!(script.paths()[1..], ["/v1/batches/export", "/v1/batches/transaction_list"]);
    assert_eq!(script.body(2), json!({"batch_number": 571, "integrator_id": "integrator01"}));
    assert!(BatchTransactions::new(u32::MAX).is_err());
    assert!(BatchTransactions::new(0).is_err() && BatchesByDate::new(day, day.pred_opt().unwrap()).is_err());
}

#[test]
fn a_filter_by_customer_goes_along() {
    use paytrace::Export;
    let outgoing = june().with_customer_id(CustomerId::new("C1").unwrap()).outgoing().unwrap();
    assert_eq!(outgoing.body().unwrap()["customer_id"], "C1");
}
