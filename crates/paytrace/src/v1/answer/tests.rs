use super::*;

use crate::v1::authorization::Capture;
use crate::v1::refund::RefundForTransaction;
use crate::v1::transaction::Void;
use crate::{CaptureAnswer, Operation, VoidAnswer};

fn raw(status: u16, body: &str) -> RawReply {
    RawReply::new(status, body.to_owned())
}

fn id(number: i64) -> TransactionId {
    TransactionId::new(number).expect("positive")
}

#[test]
fn a_sale_is_approved_by_code_and_success_together_whatever_the_status() {
    let body = r#"{"success":true,"response_code":101,"status_message":"not approved","transaction_id":"79388123",
        "approval_code":"TAS123","approval_message":"  NO  MATCH - Approved and completed","csc_response":""}"#;
    for status in [200, 400, 500] {
        let answer = sale(&raw(status, body)).expect("an approval");
        let approval = answer.approval().expect("an approval");
        assert_eq!(approval.transaction_id, id(79_388_123));
        assert_eq!(approval.approval_message.as_deref(), Some("NO MATCH - Approved and completed"));
        assert_eq!(approval.csc_response, None);
    }
}

#[test]
fn declined_and_taken_back_are_answers() {
    let declined = r#"{"success":false,"response_code":102,"transaction_id":5,"approval_code":"",
        "approval_message":"  EXPIRED CARD - Expired card"}"#;
    let SaleAnswer::Declined(decline) = sale(&raw(400, declined)).expect("a decline") else {
        panic!("not declined");
    };
    assert_eq!(decline.transaction_id, Some(id(5)));
    assert_eq!(decline.approval_message.as_deref(), Some("EXPIRED CARD - Expired card"));
    let voided = r#"{"success":true,"response_code":103,"transaction_id":6}"#;
    let voided = sale(&raw(200, voided)).expect("an answer");
    assert!(matches!(voided, SaleAnswer::AutoVoided(_)), "{voided:?}");
}

#[test]
fn a_sale_whose_answer_is_strange_has_an_unknown_outcome() {
    let strange = [
        (200, ""),
        (200, "<html>busy</html>"),
        (200, "null"),
        (200, "[]"),
        (302, ""),
        (404, "not found"),
        (200, r#"{"success":true,"response_code":101,"transaction_id":5"#),
        (200, r#"{"success":true,"response_code":101,"transaction_id":5}}"#),
        (200, r#"{"success":true,"response_code":101,"response_code":102,"transaction_id":5}"#),
        (200, r#"{"success":false,"response_code":101,"transaction_id":5}"#),
        (200, r#"{"success":"true","response_code":101,"transaction_id":5}"#),
        (200, r#"{"response_code":101,"transaction_id":5}"#),
        (200, r#"{"success":true}"#),
        (200, r#"{"success":true,"response_code":1}"#),
        (200, r#"{"success":true,"response_code":104,"transaction_id":5}"#),
        (200, r#"{"success":true,"response_code":"101.0","transaction_id":5}"#),
        (400, r#"{"success":false,"response_code":1}"#),
        (400, r#"{"success":false,"response_code":1,"errors":{}}"#),
        (400, r#"{"success":false,"response_code":999,"errors":{"35":["x"]}}"#),
        (500, "oops"),
        (503, ""),
    ];
    for (status, body) in strange {
        let error = sale(&raw(status, body)).expect_err(body);
        assert_eq!(error.outcome(), Outcome::Unknown, "{status} {body}");
        assert!(!error.is_retryable(), "{status} {body}");
    }
}

#[test]
fn an_approval_without_a_transaction_has_happened() {
    for body in [
        r#"{"success":true,"response_code":101}"#,
        r#"{"success":true,"response_code":101,"transaction_id":0}"#,
        r#"{"success":true,"response_code":101,"transaction_id":"x"}"#,
    ] {
        let error = sale(&raw(200, body)).expect_err(body);
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Happened), "{body}");
    }
}

#[test]
fn a_refusal_names_its_codes_and_nothing_happened() {
    let body = r#"{"success":false,"response_code":1,"status_message":"One or more errors has occurred.",
        "errors":{"35":["Please provide a valid Credit Card Number."],"43":["…4012000098765439…"]}}"#;
    let error = sale(&raw(400, body)).expect_err("refused");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Rejected, Outcome::Nothing));
    let codes: Vec<&str> = error.codes().keys().map(|code| &**code).collect();
    assert_eq!(codes, ["35", "43"]);
    assert!(!format!("{error:?} {error}").contains("4012000098765439"));
    assert_eq!(
        error.to_string(),
        "PayTrace refused the request (error 35: correct the card number; 43: correct the month of expiry)"
    );
}

#[test]
fn permission_and_log_in_have_kinds_of_their_own() {
    let cases = [
        (r#"{"981":["Log in failed for insufficient permissions."]}"#, ErrorKind::Permission),
        (r#"{"998":["Log in failed."]}"#, ErrorKind::Auth),
        (r#"{"12345":"text, not a list"}"#, ErrorKind::Rejected),
    ];
    for (errors, kind) in cases {
        let body = format!(r#"{{"success":false,"response_code":1,"errors":{errors}}}"#);
        let error = sale(&raw(400, &body)).expect_err(errors);
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::Nothing), "{errors}");
    }
}

#[test]
fn an_error_with_a_sign_of_work_is_doubt() {
    let outcome = |status: u16, members: &str| {
        let body = format!(r#"{{"success":false,"response_code":1,"errors":{{"35":["x"]}}{members}}}"#);
        sale(&raw(status, &body)).expect_err(members).outcome()
    };
    for members in [
        "",
        r#","transaction_id":0,"approval_code":" ","check_transaction_id":null"#,
        r#","external_transaction_id":"mine""#,
    ] {
        assert_eq!(outcome(400, members), Outcome::Nothing, "{members}");
    }
    for members in [
        r#","transaction_id":5"#,
        r#","transaction_id":"x""#,
        r#","check_transaction_id":"5""#,
        r#","approval_code":"TAS1""#,
    ] {
        assert_eq!(outcome(400, members), Outcome::Unknown, "{members}");
    }
    for status in [500, 502, 504] {
        assert_eq!(outcome(status, ""), Outcome::Unknown, "{status}");
    }
    let nameless = r#"{"success":false,"response_code":1,"errors":{"error":["x"]}}"#;
    assert_eq!(sale(&raw(400, nameless)).expect_err("refused").outcome(), Outcome::Unknown);
}

#[test]
fn a_taken_id_is_doubt_where_the_call_moves_money_before_it_makes_the_customer() {
    let body = |code: u32| {
        raw(400, &format!(r#"{{"success":false,"response_code":1,"errors":{{"{code}":["x"]}}}}"#))
    };
    for (code, outcome) in [(171, Outcome::Unknown), (35, Outcome::Nothing)] {
        let error = sale_and_customer(&body(code)).expect_err("refused");
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Rejected, outcome), "{code}");
    }
    assert_eq!(sale(&body(171)).expect_err("refused").outcome(), Outcome::Nothing);
}

#[test]
fn a_success_that_lists_errors_is_doubt() {
    for errors in [r#"{"35":["x"]}"#, r#"["x"]"#, r#""x""#, "true"] {
        let body = format!(r#"{{"success":true,"response_code":101,"transaction_id":5,"errors":{errors}}}"#);
        let error = sale(&raw(200, &body)).expect_err(errors);
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown), "{errors}");
    }
    for errors in ["null", "{}", "[]", r#""""#, "false"] {
        let body = format!(r#"{{"success":true,"response_code":101,"transaction_id":5,"errors":{errors}}}"#);
        assert!(matches!(sale(&raw(200, &body)), Ok(SaleAnswer::Approved(_))), "{errors}");
    }
}

#[test]
fn a_decline_with_an_approval_code_is_doubt() {
    let body = |code: i64, approval: &str| {
        let members = format!(r#""transaction_id":5,"approval_code":"{approval}""#);
        raw(200, &format!(r#"{{"success":true,"response_code":{code},{members}}}"#))
    };
    let outcomes = |approval: &str| {
        [
            sale(&body(102, approval)).map(|_| ()),
            refund(&body(107, approval)).map(|_| ()),
            Capture::new(id(5)).reply(&body(113, approval)).map(|_| ()),
            Void::new(id(5)).reply(&body(110, approval)).map(|_| ()),
        ]
        .map(|read| read.map_err(|error| error.outcome()))
    };
    assert_eq!(outcomes(" "), [Ok(()); 4]);
    assert_eq!(outcomes("TAS1"), [Err(Outcome::Unknown); 4]);
    assert!(matches!(sale(&body(103, "TAS1")), Ok(SaleAnswer::AutoVoided(_))), "approved, then voided");
}

#[test]
fn too_many_requests_is_a_refusal_and_a_server_failure_is_not() {
    let mut limited = raw(429, "slow down");
    limited.retry_after = Some(std::time::Duration::from_secs(7));
    let error = sale(&limited).expect_err("limited");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::RateLimited, Outcome::Nothing));
    assert_eq!(error.retry_after(), limited.retry_after);
    assert!(error.is_retryable());
    let error = sale(&raw(502, "<html>")).expect_err("failed");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unavailable, Outcome::Unknown));
}

#[test]
fn not_refunded_not_captured_and_not_voided_are_answers_even_with_success() {
    for success in [true, false] {
        let body = |code: i64| raw(200, &format!(r#"{{"success":{success},"response_code":{code}}}"#));
        let refund = RefundForTransaction::new(id(5)).reply(&body(107)).expect("an answer");
        assert!(matches!(refund, RefundAnswer::NotRefunded(_)), "{refund:?}");
        let capture = Capture::new(id(5)).reply(&body(113)).expect("an answer");
        assert!(matches!(capture, CaptureAnswer::NotCaptured(_)), "{capture:?}");
        let void = Void::new(id(5)).reply(&body(110)).expect("an answer");
        assert!(matches!(void, VoidAnswer::NotVoided(_)), "{void:?}");
    }
}

#[test]
fn an_answer_about_another_transaction_is_not_believed() {
    let body = raw(200, r#"{"success":true,"response_code":109,"transaction_id":6}"#);
    let error = Void::new(id(5)).reply(&body).expect_err("another transaction");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown));
    let body = raw(200, r#"{"success":true,"response_code":112,"transaction_id":5}"#);
    let captured = Capture::new(id(5)).reply(&body).expect("captured");
    assert_eq!(captured, CaptureAnswer::Captured(id(5)));
}
