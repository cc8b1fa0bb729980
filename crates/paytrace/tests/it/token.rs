//! Signing in.

use std::time::Duration;

use futures_util::future::join_all;
use paytrace::v1::transaction::Settle;
use paytrace::v3::user::{ReadSelf, UsersOfMerchant};
use paytrace::{ErrorKind, Outcome};

use crate::script::{OTHER_TOKEN, Script, Step, TOKEN};

const SETTLED: Step = Step::Answer(200, r#"{"success":true,"response_code":175}"#);
const REFUSED: &str =
    r#"{"error":"invalid_grant","error_description":"The provided authorization grant is invalid."}"#;

#[tokio::test(start_paused = true)]
async fn many_calls_at_once_sign_in_once() {
    let script = Script::signed_in(vec![SETTLED; 8]).with_token_delay(Duration::from_millis(300));
    let client = script.client();
    let call = Settle::new();
    for answer in join_all((0..8).map(|_| client.send(&call))).await {
        answer.unwrap();
    }
    let tokens = script.paths().iter().filter(|path| **path == "/oauth/token").count();
    assert_eq!((tokens, script.paths().len()), (1, 9));
}

#[tokio::test(start_paused = true)]
async fn a_client_that_was_told_its_merchant_later_shares_the_token() {
    let user = Step::Answer(200, r#"{"status":"success","data":{"merchant_id":"4242"}}"#);
    let users = Step::Answer(200, r#"{"status":"success","data":[]}"#);
    let token = r#"{"status":"success","data":{"access_token":"t","expires_in":7200}}"#;
    let script = Script::new([Step::Answer(200, token), user, users]);
    let client = script.client();
    let error = client.send(&UsersOfMerchant::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::Nothing));
    let merchant = client.send(&ReadSelf::new()).await.unwrap().merchant_id.unwrap();
    client.with_merchant_id(merchant).send(&UsersOfMerchant::new()).await.unwrap();
    assert_eq!(script.paths(), ["/v3/token", "/v3/user/self", "/v3/users/by-merchant-id/4242"]);
    assert!(client.send(&UsersOfMerchant::new()).await.is_err(), "the first client is as it was");
}

#[tokio::test(start_paused = true)]
async fn many_calls_at_once_try_a_wrong_password_once() {
    for status in [400, 401] {
        let script =
            Script::new([Step::Answer(status, REFUSED)]).with_token_delay(Duration::from_millis(300));
        let client = script.client();
        let call = Settle::new();
        for answer in join_all((0..8).map(|_| client.send(&call))).await {
            let error = answer.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Auth, Outcome::Nothing));
            assert_eq!(
                error.to_string(),
                "PayTrace refused the user name or password (invalid_grant); check the API user's credentials"
            );
        }
        assert_eq!(script.paths(), ["/oauth/token"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_five_minutes_before_its_end() {
    let script =
        Script::new([Step::Answer(200, TOKEN), SETTLED, SETTLED, Step::Answer(200, OTHER_TOKEN), SETTLED]);
    let client = script.client();
    client.send(&Settle::new()).await.unwrap();
    tokio::time::advance(Duration::from_secs(7200 - 301)).await;
    client.send(&Settle::new()).await.unwrap();
    tokio::time::advance(Duration::from_secs(2)).await;
    client.send(&Settle::new()).await.unwrap();
    assert_eq!(script.header(2, "authorization").as_deref(), Some("Bearer tok:en_1"));
    assert_eq!(script.header(4, "authorization").as_deref(), Some("Bearer tok:en_2"));
}

#[tokio::test(start_paused = true)]
async fn the_password_goes_out_as_a_form_with_every_character_encoded() {
    let script = Script::signed_in([SETTLED]);
    script.client().send(&Settle::new()).await.unwrap();
    assert_eq!(script.header(0, "content-type").as_deref(), Some("application/x-www-form-urlencoded"));
    assert_eq!(script.text(0), "grant_type=password&username=api%40user&password=pa%26ss%2Bword%21");
}

#[tokio::test(start_paused = true)]
async fn signing_in_is_tried_again_after_a_passing_failure_before_a_sale_goes_out() {
    let script =
        Script::new([Step::NotSent, Step::Lost, Step::Answer(503, ""), Step::Answer(200, TOKEN), SETTLED]);
    script.client().send(&Settle::new()).await.unwrap();

    let script = Script::new(vec![Step::Lost; 4]);
    let error = script.client().send(&Settle::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::NoAnswer, Outcome::Nothing));
    assert_eq!(script.paths(), ["/oauth/token"; 4]);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_holds_no_token_is_not_taken_for_one() {
    for (status, body, kind) in [
        (200, "<html>", ErrorKind::Unreadable),
        (404, "", ErrorKind::Unreadable),
        (200, "{}", ErrorKind::Unreadable),
        (200, r#"{"access_token":""}"#, ErrorKind::Unreadable),
        (200, r#"{"access_token":"a b"}"#, ErrorKind::Unreadable),
        (200, r#"{"access_token":"a","access_token":"b"}"#, ErrorKind::Unreadable),
        (400, r#"{"access_token":"a"}"#, ErrorKind::Unreadable),
        (400, r#"{"error":"invalid_client"}"#, ErrorKind::Auth),
    ] {
        let script = Script::new([Step::Answer(status, body)]);
        let error = script.client().send(&Settle::new()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::Nothing), "{status} {body}");
        assert_eq!(script.paths(), ["/oauth/token"], "{body}");
    }
}
