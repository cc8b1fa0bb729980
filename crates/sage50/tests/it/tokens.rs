//! `OAuth2`: tokens that run out.

use std::sync::Arc;

use sage50::rest::{ClientCredentials, RestDoor};
use sage50::{Books, ErrorKind, Outcome, Posted};
use serde_json::json;
use wiremock::matchers::{body_string_contains, header, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::fixture::receipt;

const SECRET: &str = "canary-secret-77";

/// A gateway that gives the tokens `t1`, `t2`, … and takes only `accepted`.
async fn serve(accepted: &str) -> (MockServer, RestDoor) {
    let server = MockServer::start().await;
    for number in 1..=3 {
        let token = json!({"access_token": format!("t{number}"), "token_type": "Bearer", "expires_in": 300});
        Mock::given(path("/oauth/token"))
            .and(body_string_contains(SECRET))
            .respond_with(ResponseTemplate::new(200).set_body_json(token))
            .up_to_n_times(1)
            .mount(&server)
            .await;
    }
    Mock::given(path("/v1/payments"))
        .and(header("authorization", format!("Bearer {accepted}")))
        .and(header("x-business", "acme-books"))
        .respond_with(ResponseTemplate::new(201).set_body_json(json!({"key": "b1c0"})))
        .mount(&server)
        .await;
    Mock::given(path("/v1/payments")).respond_with(ResponseTemplate::new(401)).mount(&server).await;
    let url = format!("{}/oauth/token", server.uri()).parse().unwrap();
    let tokens = ClientCredentials::at(&url, "client", SECRET).unwrap();
    let builder = RestDoor::builder_with_tokens(server.uri().parse().unwrap(), Arc::new(tokens));
    let door = builder.with_business("acme-books").build().unwrap();
    assert!(!format!("{door:?}").contains(SECRET));
    (server, door)
}

async fn requests(server: &MockServer, at: &str) -> usize {
    server.received_requests().await.unwrap().iter().filter(|request| request.url.path() == at).count()
}

#[tokio::test]
async fn a_token_is_got_once_and_used_for_every_call() {
    let (server, door) = serve("t1").await;
    for _ in 0..3 {
        assert_eq!(door.post(&receipt()).await.unwrap(), Posted::in_books("b1c0"));
    }
    assert_eq!((requests(&server, "/oauth/token").await, requests(&server, "/v1/payments").await), (1, 3));
}

#[tokio::test]
async fn a_token_that_ran_out_is_renewed_once_and_the_refused_call_made_again() {
    let (server, door) = serve("t2").await;
    assert_eq!(door.post(&receipt()).await.unwrap(), Posted::in_books("b1c0"));
    assert_eq!((requests(&server, "/oauth/token").await, requests(&server, "/v1/payments").await), (2, 2));
}

#[tokio::test]
async fn a_gateway_that_refuses_the_renewed_token_too_has_refused() {
    let (server, door) = serve("none of them").await;
    let error = door.post(&receipt()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Auth, Outcome::Nothing));
    assert_eq!((requests(&server, "/oauth/token").await, requests(&server, "/v1/payments").await), (2, 2));
}

#[tokio::test]
async fn the_wait_for_a_token_is_part_of_the_calls_own_time_out() {
    let server = MockServer::start().await;
    let late = ResponseTemplate::new(200).set_delay(std::time::Duration::from_secs(20));
    Mock::given(path("/oauth/token")).respond_with(late).mount(&server).await;
    Mock::given(path("/v1/payments")).respond_with(ResponseTemplate::new(201)).expect(0).mount(&server).await;
    let url = format!("{}/oauth/token", server.uri()).parse().unwrap();
    let tokens = Arc::new(ClientCredentials::at(&url, "client", SECRET).unwrap());
    let door = RestDoor::builder_with_tokens(server.uri().parse().unwrap(), tokens)
        .with_timeout(std::time::Duration::from_millis(200))
        .build()
        .unwrap();
    let (first, second) = (receipt(), receipt());
    let both = async { tokio::join!(door.post(&first), door.post(&second)) };
    let told = tokio::time::timeout(std::time::Duration::from_secs(10), both).await.expect("in time");
    for error in [told.0.unwrap_err(), told.1.unwrap_err()] {
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Nothing), "{error}");
    }
}
