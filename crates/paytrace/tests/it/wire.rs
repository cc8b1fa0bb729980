//! The transport over real HTTP.

use std::time::Duration;

use paytrace::v1::transaction::Settle;
use paytrace::{Client, Credentials, ErrorKind, Outcome};
use wiremock::matchers::{body_json, body_string, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::money::sale;

async fn signed_in() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/oauth/token"))
        .and(header("content-type", "application/x-www-form-urlencoded"))
        .and(body_string("grant_type=password&username=api%40user&password=secret"))
        .respond_with(ResponseTemplate::new(200).set_body_string(crate::script::TOKEN))
        .expect(1)
        .mount(&server)
        .await;
    server
}

fn client(url: &str, timeout: Duration) -> Client {
    let credentials = Credentials::new("api@user", "secret", "integrator01");
    Client::builder(url.parse().unwrap(), credentials).with_timeout(timeout).build().unwrap()
}

#[test]
fn plain_http_is_for_this_machine_only() {
    let credentials = Credentials::new("u", "p", "i");
    let error = Client::builder("http://api.paytrace.com".parse().unwrap(), credentials).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("must begin with https://"), "{error}");
    let blank = Credentials::new(" ", "p", "i");
    let error = Client::builder("http://127.0.0.1:1".parse().unwrap(), blank).build().unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Configuration, "user name is blank"));
}

const SALE: &str = "/v1/transactions/sale/by_customer";

#[tokio::test]
async fn a_sale_goes_out_as_the_documentation_says() {
    let server = signed_in().await;
    Mock::given(method("POST"))
        .and(path(SALE))
        .and(header("authorization", "Bearer tok:en_1"))
        .and(header("content-type", "application/json"))
        .and(body_json(
            serde_json::json!({"amount": "19.99", "customer_id": "ACME-001", "invoice_id": "INV-1",
            "integrator_id": "integrator01"}),
        ))
        .respond_with(
            ResponseTemplate::new(200)
                .set_body_string(r#"{"success":true,"response_code":101,"transaction_id":100000001}"#),
        )
        .expect(1)
        .mount(&server)
        .await;
    let answer = client(&server.uri(), Duration::from_secs(5)).send(&sale()).await.unwrap();
    assert_eq!(answer.approval().unwrap().transaction_id.get(), 100_000_001);
}

#[tokio::test]
async fn a_sale_that_times_out_goes_out_once() {
    let server = signed_in().await;
    Mock::given(path(SALE))
        .respond_with(ResponseTemplate::new(200).set_delay(Duration::from_secs(1)))
        .expect(1)
        .mount(&server)
        .await;
    let error = client(&server.uri(), Duration::from_millis(200)).send(&sale()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::NoAnswer, Outcome::Unknown));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = signed_in().await;
    Mock::given(path(SALE))
        .respond_with(ResponseTemplate::new(307).insert_header("location", "/elsewhere"))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path("/elsewhere")).respond_with(ResponseTemplate::new(200)).expect(0).mount(&server).await;
    let error = client(&server.uri(), Duration::from_secs(5)).send(&sale()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown));
}

#[tokio::test]
async fn a_refused_connection_sends_nothing() {
    // A listener that is bound and never accepts has a port; once dropped, nobody answers there.
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = client(&format!("http://{address}"), Duration::from_secs(5));
    let error = client.send(&Settle::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::NotSent, Outcome::Nothing));
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn an_answer_that_is_cut_leaves_the_outcome_unknown() {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let mut answers = vec![
            format!("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{{\"succ"),
            format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{}",
                crate::script::TOKEN.len(),
                crate::script::TOKEN
            ),
        ];
        let mut requests = 0;
        while let Some(answer) = answers.pop() {
            let (mut stream, _) = listener.accept().unwrap();
            let mut buffer = [0; 4096];
            let read = stream.read(&mut buffer).unwrap();
            assert!(read > 0);
            requests += 1;
            // Each answer closes its connection, the second one before its end.
            stream.write_all(answer.as_bytes()).unwrap();
        }
        requests
    });
    let error = client(&format!("http://{address}"), Duration::from_secs(5)).send(&sale()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::NoAnswer, Outcome::Unknown));
    assert_eq!(server.join().unwrap(), 2);
}
