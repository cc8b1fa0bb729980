//! The recorder: a line for every exchange, however it ends, and no secret in any.

use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use paytrace::transport::Timeout;
use paytrace::v1::batch::BatchTransactions;
use paytrace::{Client, Credentials, ErrorKind, Method, Outcome, Recorder, Reply, Request, Transport};
use serde_json::{Value, json};

use crate::money::sale;
use crate::script::{PASSWORD, Script, Step};

const CARD: &str = "4012000098765439";

/// A sink whose content can be looked at, and which can be told to fail.
#[derive(Debug, Clone, Default)]
struct Sink(Arc<Mutex<SinkState>>);

#[derive(Debug, Default)]
struct SinkState {
    written: Vec<u8>,
    /// How many bytes the sink takes before it fails; `None` without end.
    room: Option<usize>,
}

impl Sink {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().written.clone()).unwrap()
    }

    fn lines(&self) -> Vec<Value> {
        assert!(self.text().is_empty() || self.text().ends_with('\n'));
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn set_room(&self, room: Option<usize>) {
        self.0.lock().unwrap().room = room;
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.0.lock().unwrap();
        let taken = state.room.map_or(bytes.len(), |room| room.min(bytes.len()));
        if taken == 0 && !bytes.is_empty() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        state.written.extend_from_slice(&bytes[..taken]);
        state.room = state.room.map(|room| room.saturating_sub(taken));
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn recorded(script: &Script) -> (Recorder, Sink) {
    let sink = Sink::default();
    (Recorder::new(Arc::new(script.clone()), sink.clone()), sink)
}

fn client(recorder: &Recorder) -> Client {
    let credentials = Credentials::new("api@user", PASSWORD, "integrator01");
    Client::builder("https://api.paytrace.com".parse().unwrap(), credentials)
        .with_transport(Arc::new(recorder.clone()))
        .build()
        .unwrap()
}

fn request(path: &'static str, body: &'static str) -> Request {
    Request {
        method: Method::Post,
        path: path.into(),
        query: String::new(),
        headers: vec![("content-type", "application/json".into())],
        body: body.into(),
        timeout: Timeout::Whole(Duration::from_secs(1)),
    }
}

/// Reads an answer to its end.
async fn drained(reply: Reply) -> Vec<Bytes> {
    reply.body.filter_map(|piece| std::future::ready(piece.ok())).collect().await
}

#[tokio::test(start_paused = true)]
async fn signing_in_and_a_sale_are_two_lines_without_secrets() {
    let answer = r#"{"success":true,"response_code":101,"transaction_id":100000001,
        "approval_message":"4012 0000 9876 5439","integrator_id":"integrator01"}"#;
    let answer = Step::AnswerWith(200, answer, ("X-Request-Id", "abc"));
    let (recorder, sink) = recorded(&Script::signed_in([answer]));
    client(&recorder).send(&sale()).await.unwrap();
    let mut lines = sink.lines();
    for line in &mut lines {
        let time = line.as_object_mut().unwrap().remove("time").unwrap();
        chrono::DateTime::parse_from_rfc3339(time.as_str().unwrap()).unwrap();
    }
    let [sign_in, sale] = lines.try_into().unwrap();
    assert_eq!(
        sign_in,
        json!({"method": "POST", "path": "/oauth/token", "duration_ms": 0,
            "request": {"headers": ["accept: */*", "content-type: application/x-www-form-urlencoded"],
                "bytes": 66, "body": "grant_type=password&username=[redacted]&password=[redacted]"},
            "answer": {"status": 200, "headers": [], "bytes": crate::script::TOKEN.len(),
                "body": r#"{"access_token":"[redacted]","token_type":"Bearer","expires_in":7200,"created_at":1733511471}"#}})
    );
    let sent: Value = serde_json::from_str(sale["request"]["body"].as_str().unwrap()).unwrap();
    assert_eq!(
        sent,
        json!({"amount": "19.99", "customer_id": "ACME-001", "invoice_id": "INV-1", "integrator_id": "[redacted]"})
    );
    assert_eq!(sale["path"], "/v1/transactions/sale/by_customer");
    assert_eq!(
        sale["request"]["headers"],
        json!(["accept: application/json", "authorization: [redacted]", "content-type: application/json"])
    );
    assert_eq!(sale["answer"]["headers"], json!(["X-Request-Id: abc"]));
    let got: Value = serde_json::from_str(sale["answer"]["body"].as_str().unwrap()).unwrap();
    assert_eq!(got["approval_message"], "401200…5439");
    assert_eq!((got["integrator_id"].as_str(), &sale["failure"]), (Some("[redacted]"), &Value::Null));
    for secret in [PASSWORD, "api@user", "api%40user", "integrator01", "tok:en_1", CARD, "9876 5439"] {
        assert!(!sink.text().contains(secret), "{secret} in {}", sink.text());
    }
    assert_eq!(recorder.lost(), 0);
}

#[tokio::test(start_paused = true)]
async fn however_an_exchange_ends_it_is_written() {
    let cases = [
        (Step::NotSent, "not_sent", None),
        (Step::Lost, "no_answer", None),
        (Step::Silent, "given_up", None),
        (Step::Pieces(vec![r#"{"success":true,"x":40120000"#.into()], true), "no_answer", Some(28)),
        (Step::Stalled(vec![r#"{"success":true,"x":"40120000"#.into()]), "given_up", Some(29)),
    ];
    for (step, failure, bytes) in cases {
        let (recorder, sink) = recorded(&Script::signed_in([step.clone()]));
        client(&recorder).send(&sale()).await.unwrap_err();
        let lines = sink.lines();
        assert_eq!(lines.len(), 2, "{step:?}");
        let line = &lines[1];
        assert_eq!(line["failure"], failure, "{step:?}");
        assert_eq!(line["answer"]["bytes"].as_u64(), bytes, "{step:?}");
        if bytes.is_some() {
            assert_eq!(line["answer"]["body"], r#"{"success":true,"x":[cut]"#, "half a number is left out");
        }
        // The recorder looks at the machine's clock, which the paused one does not move.
        assert!(line["duration_ms"].as_u64().is_some_and(|time| time < 60_000), "{step:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn of_a_long_export_the_first_part_is_kept_and_the_whole_length() {
    let row = r#"{"transaction_id":1,"transaction_type":"SALE","amount":"19.99","status_code":"GB571","csc":"999",
        "created":{"at":"6/10/2026 4:06:30 PM"}}"#;
    let begin = r#"{"success":true,"response_code":1,"transactions":["#;
    let rows = (1..5000).map(|_| Bytes::from(format!("{row},")));
    let pieces = [Bytes::from(begin)].into_iter().chain(rows).chain([Bytes::from(format!("{row}]}}"))]);
    let pieces: Vec<Bytes> = pieces.collect();
    let whole: usize = pieces.iter().map(Bytes::len).sum();
    let (recorder, sink) = recorded(&Script::signed_in([Step::Pieces(pieces, false)]));
    let rows = client(&recorder).export(&BatchTransactions::new(571).unwrap()).await.unwrap();
    assert_eq!(sink.lines().len(), 1, "an exchange is written when it is over");
    assert_eq!(rows.filter(|row| std::future::ready(row.is_ok())).count().await, 5000);
    let line = &sink.lines()[1];
    assert_eq!(
        (&line["answer"]["truncated"], line["answer"]["bytes"].as_u64()),
        (&true.into(), u64::try_from(whole).ok())
    );
    let body = line["answer"]["body"].as_str().unwrap();
    assert!((60_000..80_000).contains(&body.len()) && !body.contains("999\""), "{}", body.len());
    assert_eq!(line["failure"], Value::Null);
}

#[tokio::test(start_paused = true)]
async fn an_export_that_is_dropped_halfway_is_written() {
    let row = br#"{"success":true,"response_code":1,"transactions":[{"transaction_id":1},"#.as_slice();
    let pieces = vec![Bytes::from(row), Bytes::from(row), Bytes::from(row)];
    let (recorder, sink) = recorded(&Script::signed_in([Step::Pieces(pieces, false)]));
    let mut rows = client(&recorder).export(&BatchTransactions::new(571).unwrap()).await.unwrap();
    rows.next().await.unwrap().unwrap();
    drop(rows);
    let line = &sink.lines()[1];
    assert_eq!(
        (line["failure"].as_str(), line["answer"]["bytes"].as_u64()),
        (Some("given_up"), u64::try_from(row.len()).ok())
    );
}

#[tokio::test]
async fn paths_queries_and_bodies_of_every_kind_are_clean() {
    let text = Step::AnswerWith(200, "card 4012000098765439", ("content-type", "text/plain"));
    let cookie = Step::AnswerWith(200, "[1]", ("set-cookie", "session=s3cr3t"));
    let script =
        Script::new([text, cookie, Step::Answer(200, ""), Step::AnswerWith(200, "", ("Server", CARD))]);
    let (recorder, sink) = recorded(&script);
    let mut asked = request("/v3/customer/4012%3000098765439/x", "no JSON 4012000098765439");
    asked.query = "search=4012+0000+9876+5439&limit=30&client_secret=s3cr3t".into();
    asked.headers.push(("x-integrator-id", "s3cr3t".into()));
    drained(recorder.exchange(asked).await.unwrap()).await;
    let echo = r#"{"credit_card":{"number":"4012000098765439"},"csc":"s3cr3t","raw":"{\"csc\":\"s3cr3t\"}"}"#;
    for _ in 0..3 {
        drained(recorder.exchange(request("/x", echo)).await.unwrap()).await;
    }
    let lines = sink.lines();
    assert!(!sink.text().contains("s3cr3t") && !sink.text().contains(CARD), "{}", sink.text());
    assert_eq!(lines[0]["path"], "/v3/customer/[redacted]/x");
    assert_eq!(lines[0]["query"], "search=[redacted]&limit=30&client_secret=[redacted]");
    assert_eq!((&lines[0]["request"]["body"], &lines[0]["request"]["bytes"]), (&Value::Null, &24.into()));
    assert_eq!((&lines[0]["answer"]["body"], &lines[0]["answer"]["bytes"]), (&Value::Null, &21.into()));
    assert_eq!(lines[1]["answer"]["headers"], json!(["set-cookie: [redacted]"]));
    assert_eq!(
        lines[1]["request"]["body"],
        r#"{"credit_card":{"number":"[redacted]"},"csc":"[redacted]","raw":"{\"csc\":\"[redacted]\"}"}"#
    );
    assert_eq!(lines[3]["answer"]["headers"], json!(["Server: 401200…5439"]));
}

#[tokio::test]
async fn a_limit_of_nothing_keeps_lengths_only() {
    let (recorder, sink) = recorded(&Script::new([Step::Answer(200, r#"{"a":1}"#)]));
    let recorder = recorder.with_body_limit(0);
    drained(recorder.exchange(request("/x", r#"{"b":"c"}"#)).await.unwrap()).await;
    let line = &sink.lines()[0];
    assert_eq!(
        line["request"],
        json!({"headers": ["content-type: application/json"], "bytes": 9, "truncated": true})
    );
    assert_eq!(line["answer"], json!({"status": 200, "headers": [], "bytes": 7, "truncated": true}));
}

/// Counts warnings.
struct Warnings(Arc<AtomicUsize>);

impl tracing::Subscriber for Warnings {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        *metadata.level() <= tracing::Level::WARN
    }
    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, _: &tracing::Event<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}

#[tokio::test(start_paused = true)]
async fn the_builder_records_whatever_transport_it_has() {
    let approved = r#"{"success":true,"response_code":101,"transaction_id":100000001}"#;
    let script = Script::signed_in([Step::Answer(200, approved), Step::Answer(200, approved)]);
    let sink = Sink::default();
    let base = "https://api.paytrace.com".parse().unwrap();
    let client = Client::builder(base, Credentials::new("api@user", PASSWORD, "integrator01"))
        .with_recorder(sink.clone())
        .with_transport(Arc::new(script.clone()))
        .build()
        .unwrap();
    client.send(&sale()).await.unwrap();
    let paths: Vec<Value> = sink.lines().into_iter().map(|mut line| line["path"].take()).collect();
    assert_eq!(paths, script.paths());
    assert!(!sink.text().contains(PASSWORD) && !sink.text().contains("tok:en_1"), "{}", sink.text());
    assert_eq!(client.recorder().map(Recorder::lost), Some(0));
    sink.set_room(Some(0));
    client.send(&sale()).await.unwrap();
    assert_eq!(client.recorder().map(Recorder::lost), Some(1));
    assert!(Script::default().client().recorder().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_sink_that_fails_fails_no_call_and_is_told_once() {
    let warnings = Arc::new(AtomicUsize::new(0));
    let _guard = tracing::subscriber::set_default(Warnings(Arc::clone(&warnings)));
    let approved = r#"{"success":true,"response_code":101,"transaction_id":100000001}"#;
    let script = Script::signed_in([Step::Answer(200, approved), Step::Answer(200, approved), Step::Lost]);
    let (recorder, sink) = recorded(&script);
    let client = client(&recorder);
    sink.set_room(Some(40));
    client.send(&sale()).await.unwrap();
    client.send(&sale()).await.unwrap();
    let error = client.send(&sale()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::NoAnswer, Outcome::Unknown));
    assert_eq!((recorder.lost(), warnings.load(Ordering::Relaxed)), (4, 1));
    assert_eq!(sink.text().len(), 40);
}

#[tokio::test]
async fn after_a_line_that_was_written_in_part_the_next_one_begins_anew() {
    let answers = (0..3).map(|_| Step::Answer(200, "{}"));
    let (recorder, sink) = recorded(&Script::new(answers));
    for room in [Some(10), None, None] {
        sink.set_room(room);
        drained(recorder.exchange(request("/x", "{}")).await.unwrap()).await;
    }
    let text = sink.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((lines.len(), lines[0].len(), recorder.lost()), (3, 10, 1));
    for whole in &lines[1..] {
        let line: Value = serde_json::from_str(whole).unwrap();
        assert_eq!(line["path"], "/x");
    }
}
