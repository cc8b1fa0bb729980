//! Every call against every sort of answer that no server should send: what is not said is not believed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use paytrace::{
    Client, Credentials, Dialect, Effect, Error, ErrorKind, Failure, MerchantId, Outcome, Reply, Request,
    Transport,
};

use crate::operations::{Call, list};

const STATUSES: [u16; 14] = [200, 201, 204, 302, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503];

/// Signs everyone in, and gives one answer to all other calls.
#[derive(Debug)]
struct One {
    status: u16,
    body: Bytes,
    calls: AtomicUsize,
}

#[async_trait]
impl Transport for One {
    async fn exchange(&self, request: Request) -> Result<Reply, Failure> {
        let v3 = r#"{"status":"success","status_code":201,"data":{"access_token":"token","expires_in":900}}"#;
        Ok(match &*request.path {
            "/oauth/token" => Reply::whole(200, crate::script::TOKEN),
            "/v3/token" => Reply::whole(201, v3),
            _ => {
                self.calls.fetch_add(1, Ordering::Relaxed);
                Reply::whole(self.status, self.body.clone())
            }
        })
    }
}

/// What one call made of one answer.
struct Made {
    /// The case, for messages.
    case: String,
    effect: Effect,
    result: Result<String, Error>,
    requests: usize,
}

impl Made {
    async fn of(call: &dyn Call, what: &str, status: u16, body: &Bytes) -> Self {
        let one = Arc::new(One { status, body: body.clone(), calls: AtomicUsize::new(0) });
        let credentials = Credentials::new("api@user", "secret", "integrator01");
        let client = Client::builder("https://api.paytrace.com".parse().unwrap(), credentials)
            .with_transport(Arc::<One>::clone(&one))
            .with_merchant_id(MerchantId::new(8_675_309).unwrap())
            .without_rate_limit()
            .build()
            .unwrap();
        let result = call.send(&client).await;
        let case = format!("{} {:?}: {what} {status}", call.name(), call.endpoint().dialect());
        Self { case, effect: call.effect(), result, requests: one.calls.load(Ordering::Relaxed) }
    }

    /// What a call for many says about each item counts as the answer.
    fn is_done(&self) -> bool {
        self.result.as_ref().is_ok_and(|text| !text.starts_with('[') || text.contains("Ok("))
    }

    /// Whether it says, for the whole or for an item, that nothing happened.
    fn says_nothing_happened(&self) -> bool {
        match &self.result {
            Ok(text) => text.contains("outcome: Nothing"),
            Err(error) => error.outcome() == Outcome::Nothing,
        }
    }

    /// A write goes out once; a read is repeated a few times at most.
    fn is_bounded(&self) -> bool {
        if self.effect == Effect::Read { (1..=8).contains(&self.requests) } else { self.requests == 1 }
    }
}

fn text(text: &str) -> Bytes {
    Bytes::copy_from_slice(text.as_bytes())
}

/// Approvals of the dialect, which others are made of.
fn approval(dialect: Dialect) -> String {
    let answer = r#""response_code":101,"transaction_id":100000001,"approval_code":"TAS1""#;
    match dialect {
        Dialect::V1 => format!(r#"{{"success":true,{answer}}}"#),
        Dialect::V3 => format!(r#"{{"status":"success","status_code":200,"data":{{{answer}}}}}"#),
    }
}

/// Bodies that say nothing in the words of the dialect.
fn meaningless(dialect: Dialect) -> Vec<(&'static str, Bytes)> {
    let approval = approval(dialect);
    let cut = |parts: usize| text(&approval[..approval.len().saturating_mul(parts) / 4]);
    let other = if dialect == Dialect::V1 { Dialect::V3 } else { Dialect::V1 };
    let utf8 = approval.replace("TAS1", "caf\u{e9}").into_bytes();
    let latin1: Vec<u8> = utf8.iter().copied().filter(|byte| *byte != 0xC3).collect();
    vec![
        ("empty", text("")),
        ("blank", text(" \r\n")),
        ("true", text("true")),
        ("null", text("null")),
        ("a number beyond all", text("1e400")),
        ("a string", text("\"ok\"")),
        ("an empty list", text("[]")),
        ("an empty object", text("{}")),
        ("an approval in a list", text(&format!("[{approval}]"))),
        ("an approval in a string", text(&serde_json::Value::from(&*approval).to_string())),
        ("two approvals", text(&format!("{approval}{approval}"))),
        ("an approval in the other dialect", text(&self::approval(other))),
        ("a page", text("<!doctype html><title>success: true, approved, transaction_id=5</title>")),
        ("plain text", text("Approved transaction_id=5")),
        ("XML", text("<?xml version=\"1.0\"?><error>invalid_token</error>")),
        ("another's error", text(r#"{"message":"Unauthorized"}"#)),
        ("a framework's error", text(r#"{"detail":[{"loc":["body","amount"],"msg":"x"}]}"#)),
        ("a code alone", text(r#"{"response_code":101,"transaction_id":100000001}"#)),
        ("success as text", text(r#"{"success":"true","response_code":101,"status":true,"data":{}}"#)),
        ("success as number", text(r#"{"success":1,"response_code":1,"status":1,"data":[]}"#)),
        ("nulls", text(r#"{"success":null,"response_code":null,"status":null,"data":null}"#)),
        (
            "a verdict twice",
            text(r#"{"success":true,"success":false,"status":"success","status":"error","response_code":1}"#),
        ),
        ("no UTF-8", latin1.into()),
        ("UTF-16", Bytes::from_static(b"\xff\xfe{\0}\0")),
        ("zeros", Bytes::from_static(&[0; 256])),
        ("cut early", cut(1)),
        ("cut in the middle", cut(2)),
        ("cut late", cut(3)),
    ]
}

#[tokio::test(start_paused = true)]
async fn what_says_nothing_is_never_a_success_and_never_proof_that_money_did_not_move() {
    for call in list::all() {
        // A ping asks no more than that something answers.
        let asks_nothing = call.name() == "ping";
        for (what, body) in meaningless(call.endpoint().dialect()) {
            for status in STATUSES {
                let made = Made::of(&*call, what, status, &body).await;
                let Made { case, result, .. } = &made;
                assert!(asks_nothing || result.is_err(), "{case}: {result:?}");
                assert!(made.is_bounded(), "{case}: {} requests", made.requests);
                if result.is_err() {
                    // Too many requests is the one status that a server says before it does anything.
                    let is_nothing = call.effect() == Effect::Read || status == 429;
                    assert!(is_nothing || !made.says_nothing_happened(), "{case}: {result:?}");
                    assert!(
                        call.effect() != Effect::Read || made.says_nothing_happened(),
                        "{case}: {result:?}"
                    );
                }
            }
        }
    }
}

/// Bodies that say success and then something that cannot be.
fn damaged(dialect: Dialect) -> Vec<(&'static str, Bytes)> {
    let codes = [
        ("a code nobody knows", r#""response_code":777,"#),
        ("a code nobody knows, as text", r#""response_code":"777","#),
        ("a code beyond all", r#""response_code":1e400,"#),
        ("a code with decimals", r#""response_code":101.5,"#),
        ("a code that is true", r#""response_code":true,"#),
        ("a code in an object", r#""response_code":{"is":101},"#),
        ("a code in a list", r#""response_code":[101],"#),
        ("a code in words", r#""response_code":"approved","#),
        ("a code twice", r#""response_code":101,"response_code":101,"#),
    ];
    let ids = r#""transaction_id":"100000001","check_transaction_id":7,"customer_id":7,"recurrence":{"id":7},
        "invoice_id":"7""#;
    let whole = |inner: String| match dialect {
        Dialect::V1 => text(&format!(r#"{{"success":true,{inner}}}"#)),
        Dialect::V3 => text(&format!(r#"{{"status":"success","status_code":200,"data":{{{inner}}}}}"#)),
    };
    let mut bodies: Vec<_> =
        codes.into_iter().map(|(what, code)| (what, whole(format!("{code}{ids}")))).collect();
    if dialect == Dialect::V3 {
        let of_data =
            |data: &str| text(&format!(r#"{{"status":"success","status_code":200,"data":{data}}}"#));
        let item = format!(r#"[{{"status":"success",{}{ids}}}]"#, codes[2].1);
        let data = ["true", "7", "\"ok\"", "1e400", "[]", "[null]", "[[]]", "[7]", &item];
        bodies.extend(data.map(|data| ("data of another kind", of_data(data))));
        bodies.push(("a success with a bad status in it", text(&approval(dialect).replace(":200", ":500"))));
    } else {
        bodies.push((
            "a success that lists errors",
            text(r#"{"success":true,"response_code":101,"errors":{"58":["x"]},"transaction_id":5}"#),
        ));
        bodies.push(("a failure that is approved", text(&approval(dialect).replace("true", "false"))));
    }
    bodies
}

#[tokio::test(start_paused = true)]
async fn a_success_that_cannot_be_is_doubt_for_every_call_that_changes_something() {
    for call in list::all() {
        for (what, body) in damaged(call.endpoint().dialect()) {
            for status in STATUSES {
                let made = Made::of(&*call, what, status, &body).await;
                let Made { case, result, .. } = &made;
                assert!(made.is_bounded(), "{case}: {} requests", made.requests);
                if call.effect() != Effect::Read {
                    assert!(!made.is_done(), "{case}: {result:?}");
                    assert!(!made.says_nothing_happened(), "{case}: {result:?}");
                }
            }
        }
        // What moves money has to name what it did.
        for body in [r#"{"status":"success","status_code":200}"#, r#"{"success":true,"data":null}"#] {
            let made = Made::of(&*call, "a bare success", 200, &text(body)).await;
            let is_vague = made.is_done() || made.says_nothing_happened();
            assert!(call.effect() != Effect::MovesMoney || !is_vague, "{}: {:?}", made.case, made.result);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn depth_and_size_without_end_are_an_error_of_every_call() {
    let start = [r#"{"success":true,"response_code":101,"#, r#"{"status":"success","status_code":200,"#];
    for call in list::all() {
        let start = start[usize::from(call.endpoint().dialect() == Dialect::V3)];
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let depth = 20_000;
            let (open, close) = (open.repeat(depth), close.repeat(depth));
            for body in [format!(r#"{start}"data":{open}"#), format!(r#"{start}"data":{open}1{close}}}"#)] {
                let made = Made::of(&*call, "depth", 200, &body.into()).await;
                let is_error = made.result.is_err() || call.name() == "ping" || !made.is_done();
                assert!(is_error && made.is_bounded(), "{}: {:?}", made.case, made.result);
                assert!(call.effect() == Effect::Read || !made.says_nothing_happened(), "{}", made.case);
            }
        }
    }
    let huge: Bytes = format!(r#"{}"a":"{}"}}"#, start[0], "x".repeat(9 << 20)).into();
    for call in list::all() {
        let made = Made::of(&*call, "size", 200, &huge).await;
        let Err(error) = &made.result else { panic!("{}: {:?}", made.case, made.result) };
        let is_export = call.type_path().contains("BatchTransactions") || call.name().starts_with("export.");
        assert!(is_export || error.kind() == ErrorKind::TooLarge, "{}: {error:?}", made.case);
        assert!(call.effect() == Effect::Read || error.outcome() != Outcome::Nothing, "{}", made.case);
        assert!(made.is_bounded(), "{}", made.case);
    }
}

#[tokio::test(start_paused = true)]
async fn only_paytraces_own_refusal_proves_that_nothing_happened() {
    let refusals = |dialect| match dialect {
        Dialect::V1 => [
            (400, r#"{"success":false,"response_code":1,"errors":{"58":["x"]}}"#, 1),
            (401, r#"{"error":"invalid_token","error_description":"expired"}"#, 2),
        ],
        Dialect::V3 => [
            (
                422,
                r#"{"status":"error","status_code":422,"data":[{"field":"body/amount","code":"CONSTRAINT"}]}"#,
                1,
            ),
            (401, r#"{"status":"error","status_code":401,"message":"expired"}"#, 2),
        ],
    };
    for call in list::all().into_iter().filter(|call| call.effect() == Effect::MovesMoney) {
        for (status, body, requests) in refusals(call.endpoint().dialect()) {
            let made = Made::of(&*call, body, status, &text(body)).await;
            let refused = made.result.as_ref().map_err(Error::outcome);
            assert_eq!((refused, made.requests), (Err(Outcome::Nothing), requests), "{}", made.case);
        }
    }
}
