//! A server that lies, stalls, floods or babbles: every call ends with a typed error, and money moves once at most.

#[cfg(feature = "http")]
mod server;
mod sweep;

use bytes::Bytes;
use paytrace::v1::export::ById;
use paytrace::{ErrorKind, Outcome, SaleAnswer, TransactionId};

use crate::money::sale;
use crate::script::{Script, Step};

fn read() -> ById {
    ById::new(TransactionId::new(100_000_001).unwrap())
}

fn body(text: impl Into<Bytes>) -> Step {
    Step::Pieces(vec![text.into()], false)
}

/// Answers that no decoder may be fooled by, for every call.
fn unreadable() -> Vec<(&'static str, Bytes)> {
    let text = |text: &'static str| Bytes::from_static(text.as_bytes());
    vec![
        ("empty", text("")),
        ("a word", text("true")),
        ("a number beyond all", text("1e400")),
        ("a list", text(r#"[{"success":true,"response_code":101,"transaction_id":100000001}]"#)),
        (
            "a string with JSON in it",
            text(r#""{\"success\":true,\"response_code\":101,\"transaction_id\":1}""#),
        ),
        ("two values", text(r#"{"success":true,"response_code":101,"transaction_id":1}{}"#)),
        ("a key twice", text(r#"{"success":true,"response_code":101,"success":true,"transaction_id":1}"#)),
        ("an escaped key twice", text(r#"{"success":true,"response_code":101,"succ\u0065ss":false}"#)),
        ("a code twice", text(r#"{"success":true,"response_code":1,"response_code":101,"transactions":[]}"#)),
        ("a code beyond all", text(r#"{"success":true,"response_code":1e400,"transactions":[]}"#)),
        ("a code with decimals", text(r#"{"success":true,"response_code":101.5,"transactions":[]}"#)),
        ("a code in an object", text(r#"{"success":true,"response_code":{"is":1},"transactions":[]}"#)),
        ("success as text", text(r#"{"success":"true","response_code":101,"transactions":[]}"#)),
        ("success as number", text(r#"{"success":1,"response_code":1,"transactions":[]}"#)),
        ("nothing said", text("{}")),
        ("nulls", text(r#"{"success":null,"response_code":null,"transactions":null}"#)),
        (
            "no UTF-8",
            Bytes::from_static(
                b"{\"success\":true,\"response_code\":101,\"transaction_id\":1,\"a\":\"\xff\"}",
            ),
        ),
        (
            "half a character pair",
            text(r#"{"success":true,"response_code":101,"\ud800":1,"transaction_id":1}"#),
        ),
        ("UTF-16", Bytes::from_static(b"\xff\xfe{\0}\0")),
        ("a comma too many", text(r#"{"success":true,"response_code":101,"transaction_id":1,}"#)),
        ("a comment", text(r#"{"success":true,/**/"response_code":101,"transaction_id":1}"#)),
        ("not a number", text(r#"{"success":true,"response_code":NaN}"#)),
        ("a page", text("<!doctype html><title>success: true, response_code: 101</title>")),
        ("zeros", Bytes::from_static(&[0; 4096])),
    ]
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_cannot_be_read_leaves_a_sale_in_doubt_and_a_read_without_effect() {
    for (what, answer) in unreadable() {
        let script = Script::signed_in([body(answer.clone())]);
        let error = script.client().send(&sale()).await.expect_err(what);
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Unreadable, Outcome::Unknown),
            "{what}: {error}"
        );
        assert_eq!(script.paths().len(), 2, "{what}: sent once");

        // A read of which nothing came is tried again like one that broke off.
        let script = Script::signed_in((0..4).map(|_| body(answer.clone())));
        let error = script.client().send(&read()).await.expect_err(what);
        let is_passing = error.kind() == ErrorKind::NoAnswer && answer.is_empty();
        assert!(is_passing || error.kind() == ErrorKind::Unreadable, "{what}: {error:?}");
        assert_eq!(
            (error.outcome(), script.paths().len()),
            (Outcome::Nothing, if is_passing { 5 } else { 2 }),
            "{what}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn json_that_is_cut_is_doubt_for_a_sale_and_tried_again_for_a_read() {
    let whole =
        r#"{"success":true,"response_code":101,"transaction_id":100000001,"transactions":[{"a":"\"b"}]}"#;
    for end in 1..whole.len() {
        let cut = Bytes::copy_from_slice(&whole.as_bytes()[..end]);
        let script = Script::signed_in([body(cut.clone())]);
        let error = script.client().send(&sale()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown), "{end}");
        assert_eq!(script.paths().len(), 2, "{end}");

        let script = Script::signed_in((0..4).map(|_| body(cut.clone())));
        let error = script.client().send(&read()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::NoAnswer, Outcome::Nothing), "{end}");
        assert_eq!(script.paths().len(), 5, "{end}");
    }
}

#[tokio::test(start_paused = true)]
async fn nesting_without_end_neither_overflows_the_stack_nor_takes_for_ever() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for is_closed in [true, false] {
            let depth = 200_000;
            let end = if is_closed { format!("1{}}}", close.repeat(depth)) } else { String::new() };
            let nested =
                format!("{{\"success\":true,\"response_code\":101,\"a\":{}{end}", open.repeat(depth));
            let script = Script::signed_in([body(nested.clone())]);
            let error = script.client().send(&sale()).await.unwrap_err();
            // A whole answer that is merely strange says that the sale was approved, yet names none.
            let known = [Outcome::Unknown, Outcome::Happened].contains(&error.outcome());
            assert!(known && error.kind() == ErrorKind::Unreadable, "{open} {is_closed}: {error:?}");
            assert_eq!(script.paths().len(), 2);
            let script = Script::signed_in([body(nested)]);
            let error = script.client().send(&read()).await.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Nothing), "{open}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_approval_whose_id_cannot_be_read_has_happened_and_is_not_repeated() {
    for id in ["1e400", "1.5", "-1", "0", "null", "[1]", "\"x\"", "99999999999999999999", "true"] {
        let answer = format!(r#"{{"success":true,"response_code":101,"transaction_id":{id}}}"#);
        let script = Script::signed_in([body(answer)]);
        let error = script.client().send(&sale()).await.expect_err(id);
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Unreadable, Outcome::Happened),
            "{id}: {error}"
        );
        assert_eq!(script.paths().len(), 2, "{id}");
    }
}

#[tokio::test(start_paused = true)]
async fn numbers_as_text_are_understood_since_paytrace_mixes_them() {
    let answer = r#"{"success":true,"response_code":"101","transaction_id":"100000001","approval_code":77}"#;
    let script = Script::signed_in([body(answer)]);
    let SaleAnswer::Approved(approval) = script.client().send(&sale()).await.unwrap() else {
        panic!("code 101 is an approval");
    };
    assert_eq!(approval.transaction_id.get(), 100_000_001);
    assert_eq!(approval.approval_code.as_deref(), Some("77"));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_drips_for_ever_is_given_up_in_time() {
    use async_trait::async_trait;
    use futures_util::StreamExt;
    use paytrace::{Client, Credentials, Failure, Reply, Request, Transport};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    /// Signs in, and answers with a blank every second, for ever.
    #[derive(Debug, Default)]
    struct Drip(AtomicUsize);
    #[async_trait]
    impl Transport for Drip {
        async fn exchange(&self, request: Request) -> Result<Reply, Failure> {
            if request.path == "/oauth/token" {
                return Ok(Reply::whole(200, crate::script::TOKEN));
            }
            self.0.fetch_add(1, Ordering::Relaxed);
            let mut reply = Reply::whole(200, "");
            reply.body = futures_util::stream::repeat(())
                .then(|()| async {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    Ok(Bytes::from_static(b" "))
                })
                .boxed();
            Ok(reply)
        }
    }

    let drip = Arc::new(Drip::default());
    let credentials = Credentials::new("api@user", "secret", "integrator01");
    let client = Client::builder("https://api.paytrace.com".parse().unwrap(), credentials)
        .with_transport(Arc::<Drip>::clone(&drip))
        .build()
        .unwrap();
    let start = tokio::time::Instant::now();
    let error = client.send(&sale()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::NoAnswer, Outcome::Unknown));
    assert_eq!((start.elapsed().as_secs(), drip.0.load(Ordering::Relaxed)), (60, 1));
    let error = client.send(&read()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::NoAnswer, Outcome::Nothing));
    assert_eq!(drip.0.load(Ordering::Relaxed), 5, "three repeats");
}
