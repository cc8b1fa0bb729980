use super::*;

fn read(status: u16, body: &str) -> Result<String, Error> {
    let raw = RawReply::new(status, body.to_owned());
    Answer::read(&raw).map(|answer| answer.data.to_owned())
}

#[test]
fn a_success_is_one_by_word_and_status() {
    let body = r#"{"status":"success","status_code":201,"data":{"a":1}}"#;
    assert_eq!(read(201, body).expect("good"), r#"{"a":1}"#);
    assert_eq!(read(200, r#"{"status":"success"}"#).expect("good"), "");
    assert_eq!(read(200, r#"{"status":"success","data":null,"errors":[]}"#).expect("good"), "null");
}

#[test]
fn an_answer_that_contradicts_itself_is_doubt() {
    let cases = [
        (200, r#"{"status":"error","data":[]}"#),
        (422, r#"{"status":"success","data":{}}"#),
        (200, r#"{"status":"success","status_code":422,"data":{}}"#),
        (200, r#"{"status":"success","status_code":[200],"data":{}}"#),
        (200, r#"{"status":"success","status_code":200,"data":{},"errors":[{"code":"58"}]}"#),
        (200, r#"{"status":"success","status":"error"}"#),
        (200, r#"{"success":true,"response_code":101}"#),
        (404, "<html>"),
        (200, ""),
    ];
    for (status, body) in cases {
        let error = read(status, body).expect_err(body);
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown), "{body}");
    }
}

#[test]
fn a_success_without_its_list_is_not_an_empty_list() {
    let list = |body: &str| {
        let raw = RawReply::new(200, body.to_owned());
        Answer::read(&raw).and_then(|answer| answer.list().map(|items| items.len()))
    };
    assert_eq!(list(r#"{"status":"success","data":null}"#).expect("an empty one"), 0);
    assert_eq!(list(r#"{"status":"success"}"#).expect_err("none").kind(), ErrorKind::Unreadable);
}

#[test]
fn a_refusal_names_fields_and_numbers_and_shows_no_text() {
    let body = r#"{"status":"error","status_code":422,"data":[
        {"detail":"card 4012000098765439 is bad","type":"VALIDATION","code":"35","field":"body/card/number"},
        {"detail":"too long","type":"VALIDATION","code":"CONSTRAINT","field":"header/X-Integrator-Id"},
        {"detail":"x","code":"REQUIRED","field":"what the customer typed"}]}"#;
    let error = read(422, body).expect_err("refused");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Rejected, Outcome::Nothing));
    let keys: Vec<&str> = error.codes().keys().map(|key| &**key).collect();
    assert_eq!(keys, ["35", "body/card/number", "header/X-Integrator-Id", "what the customer typed"]);
    assert_eq!(
        error.to_string(),
        "PayTrace refused the request (status 422): correct body/card/number (error 35), header/X-Integrator-Id, \
         an unnamed field"
    );
    assert!(!format!("{error:?}").contains("4012000098765439"));
}

#[test]
fn the_kind_follows_the_status_and_the_outcome_what_is_proven() {
    let message = r#"{"status":"error","status_code":0,"message":"text"}"#;
    let one = |field: &str, code: &str| {
        format!(
            r#"{{"status":"error","status_code":422,"data":[{{"detail":"d","code":"{code}","field":"{field}"}}]}}"#
        )
    };
    let cases = [
        (401, message.to_owned(), ErrorKind::Auth, Outcome::Nothing),
        (403, message.to_owned(), ErrorKind::Permission, Outcome::Nothing),
        (404, message.to_owned(), ErrorKind::Rejected, Outcome::Nothing),
        (404, r#"{"message":{"text":"none"}}"#.to_owned(), ErrorKind::Rejected, Outcome::Unknown),
        (403, r#"{"message":"Forbidden"}"#.to_owned(), ErrorKind::Permission, Outcome::Unknown),
        (422, message.to_owned(), ErrorKind::Rejected, Outcome::Unknown),
        (422, one("body/amount", "REQUIRED"), ErrorKind::Rejected, Outcome::Nothing),
        (422, one("header/X-Integrator-Id", "981"), ErrorKind::Permission, Outcome::Nothing),
        (422, one("path/record_id", "CONSTRAINT"), ErrorKind::Rejected, Outcome::Unknown),
        (429, message.to_owned(), ErrorKind::RateLimited, Outcome::Nothing),
        (503, message.to_owned(), ErrorKind::Unavailable, Outcome::Unknown),
    ];
    for (status, body, kind, outcome) in cases {
        let error = read(status, &body).expect_err(&body);
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{status} {body}");
    }
}

#[test]
fn only_a_refusal_that_names_its_cause_proves_that_nothing_was_done() {
    let named = r#"{"status":"error","data":[{"code":"REQUIRED","field":"body/amount"}]}"#;
    let numbered = r#"{"status":"error","data":[{"detail":"d","field":"","code":58}]}"#;
    for status in [400, 422] {
        for body in [named, numbered] {
            assert_eq!(read(status, body).expect_err(body).outcome(), Outcome::Nothing, "{status} {body}");
        }
        for data in
            ["null", "[]", "[{}]", "{}", r#"[{"field":"body"}]"#, r#"[{"field":"amount","code":"TYPE"}]"#]
        {
            let body = format!(r#"{{"status":"error","data":{data}}}"#);
            let wanted = if data.contains("body") { Outcome::Nothing } else { Outcome::Unknown };
            assert_eq!(read(status, &body).expect_err(&body).outcome(), wanted, "{status} {body}");
        }
    }
    for status in [402, 405, 408, 409, 413, 499] {
        let error = read(status, named).expect_err("refused");
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Rejected, Outcome::Unknown), "{status}");
    }
}

#[test]
fn an_error_with_a_code_or_an_id_is_doubt_whatever_its_status() {
    for data in [
        r#"{"response_code":101}"#,
        r#"{"transaction_id":"5"}"#,
        r#"[{"code":"58","field":"body/amount"},{"details":{"approval_code":"TAS1"}}]"#,
    ] {
        let body = format!(r#"{{"status":"error","data":{data}}}"#);
        for status in [400, 401, 403, 404, 422] {
            assert_eq!(read(status, &body).expect_err(&body).outcome(), Outcome::Unknown, "{status} {body}");
        }
    }
    let blank =
        r#"{"status":"error","data":[{"field":"body/amount","transaction_id":"","approval_code":null}]}"#;
    assert_eq!(read(422, blank).expect_err(blank).outcome(), Outcome::Nothing);
}

#[test]
fn what_does_not_exist_is_nothing_only_when_the_envelope_says_so() {
    let found = |status, body: &str| {
        let raw = RawReply::new(status, body.to_owned());
        Answer::found(&raw).map(|answer| answer.is_some())
    };
    assert!(!found(404, r#"{"status":"error","status_code":404,"message":"no"}"#).expect("nothing"));
    assert!(found(200, r#"{"status":"success","data":{}}"#).expect("something"));
    assert_eq!(found(404, "<html>").expect_err("a proxy").kind(), ErrorKind::Unreadable);
    assert_eq!(
        found(404, r#"{"message":"no Route matched"}"#).expect_err("a proxy").kind(),
        ErrorKind::Rejected
    );
    assert!(found(404, r#"{"status":"error","data":{"transaction_id":"5"}}"#).is_err());
    assert_eq!(found(403, r#"{"message":"no"}"#).expect_err("no right").kind(), ErrorKind::Permission);
}
