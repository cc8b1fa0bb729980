//! Secrets show up nowhere but on the wire: not in any call, reply, error, span, event or recorded line.

mod answers;
mod wire;

use std::error::Error as StdError;
use std::sync::Arc;

use paytrace::{Client, Credentials, Error, ExportRow, MerchantId, RawReply, Recorder, RowScanner};

use self::wire::{Answer, Answering, Lines};
use super::list::all;
use super::{Call, secret};

/// All that one call let out, by where it did.
#[derive(Default)]
struct Seen(Vec<(&'static str, String)>);

impl Seen {
    fn add(&mut self, place: &'static str, text: impl Into<String>) {
        self.0.push((place, text.into()));
    }

    fn add_error(&mut self, error: &Error) {
        self.add("the error", format!("{error} {error:?} {error:#?}"));
        let mut source = error.source();
        while let Some(cause) = source {
            self.add("a cause", format!("{cause} {cause:?}"));
            source = cause.source();
        }
    }

    /// What shows a secret, and where.
    fn leaks(&self, what: &str) -> Vec<String> {
        let mut leaks = Vec::new();
        for (place, text) in &self.0 {
            for hidden in secret::ALL.into_iter().filter(|hidden| text.contains(hidden)) {
                leaks.push(format!("{what}: {place} shows {hidden}: {text}"));
            }
        }
        leaks
    }
}

/// Sends `call` to something that gives this answer to all but the token call; gives all that was let out.
async fn sent(call: &dyn Call, answer: &Answer) -> (Seen, bool) {
    let (record, traced) = (Lines::default(), Lines::default());
    let transport = Arc::new(Answering::new(answer.clone()));
    let recorder = Recorder::new(transport.clone(), record.clone());
    let credentials = Credentials::new(secret::USER, secret::PASSWORD, secret::INTEGRATOR);
    let client = Client::builder("https://api.paytrace.com".parse().unwrap(), credentials)
        .with_transport(Arc::new(recorder))
        .with_merchant_id(MerchantId::new(8_675_309).unwrap())
        .build()
        .unwrap();
    let mut seen = Seen::default();
    let subscriber = traced.subscriber();
    let result = {
        let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
        call.send(&client).await
    };
    match &result {
        Ok(reply) => seen.add("the reply", reply.clone()),
        Err(error) => seen.add_error(error),
    }
    seen.add("the client", format!("{client:?} {client:#?}"));
    assert!(traced.text().contains(call.name()), "{} is not traced", call.name());
    seen.add("the trace", traced.text());
    assert!(record.text().contains("\"path\""), "{} is not recorded", call.name());
    if answer.is_recorded_clean() {
        seen.add("the record", record.text());
    }
    let text = record.text();
    for (line, sent) in text.lines().zip(transport.secrets_known()) {
        for hidden in sent {
            assert!(!line.contains(hidden), "{}: the record repeats {hidden}: {line}", call.name());
        }
    }
    assert_eq!(text.lines().count(), transport.secrets_known().len());
    (seen, result.is_ok())
}

#[test]
fn no_call_shows_its_secrets() {
    let mut leaks = Vec::new();
    for call in all() {
        let outgoing = call.outgoing().unwrap();
        let mut seen = Seen::default();
        seen.add("Debug", call.debug());
        seen.add("Outgoing", format!("{outgoing:?} {outgoing:#?}"));
        leaks.extend(seen.leaks(call.name()));
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn the_secrets_are_on_the_wire() {
    let sent: String = all().iter().filter_map(|call| wire::body_of(&**call)).collect();
    let [hpf, key, encrypted] = [secret::HPF_TOKEN, secret::ENC_KEY, secret::ENCRYPTED];
    for part in [hpf, key, encrypted, secret::ACCOUNT, secret::NEW_PASSWORD] {
        assert!(sent.contains(part), "no call sends {part}");
    }
    #[cfg(feature = "raw-card-data")]
    for part in [secret::CARD, secret::CSC, "CANARY/TRACK"] {
        assert!(sent.contains(part), "no call sends {part}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_success_that_echoes_secrets_shows_them() {
    let mut leaks = Vec::new();
    for call in all() {
        let successes = answers::successes(&*call);
        assert!(!successes.is_empty(), "{} understands none of the answers", call.name());
        for body in successes {
            let (seen, is_done) = sent(&*call, &Answer::named(200, body.clone())).await;
            assert!(is_done, "{}: {body}", call.name());
            leaks.extend(seen.leaks(&format!("{} {:?}", call.name(), call.endpoint().dialect())));
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn no_failure_that_echoes_secrets_shows_them() {
    let mut leaks = Vec::new();
    for call in all() {
        for answer in answers::failures(call.endpoint().dialect()) {
            let (seen, is_done) = sent(&*call, &answer).await;
            // A ping asks no more than that something answers.
            assert!(!is_done || call.name() == "ping", "{} took {answer:?}", call.name());
            leaks.extend(seen.leaks(&format!("{} {:?} {answer:?}", call.name(), call.endpoint().dialect())));
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn what_is_kept_of_answers_and_of_credentials_shows_nothing() {
    let row = format!(
        r#"{{"transaction_id":1,"description":"{card}","csc":"{csc}","credit_card":{{"number":"{card}"}}}}"#,
        card = secret::CARD,
        csc = secret::CSC,
    );
    let mut scanner = RowScanner::new("transactions");
    scanner
        .push(format!(r#"{{"success":true,"response_code":1,"transactions":[{row}]}}"#).as_bytes())
        .unwrap();
    let raw = scanner.next_row().unwrap();
    let mut seen = Seen::default();
    seen.add("the scanner", format!("{scanner:?}"));
    seen.add("the raw row", format!("{raw:?}"));
    let row = ExportRow::read(raw);
    seen.add("the row", format!("{row:?} {}", row.redacted()));
    seen.add("the raw answer", format!("{:?}", RawReply::new(200, secret::ALL.join(" "))));
    let credentials = Credentials::new(secret::USER, secret::PASSWORD, secret::INTEGRATOR);
    seen.add("the credentials", format!("{credentials:?} {credentials:#?}"));
    let leaks = seen.leaks("kept");
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}
