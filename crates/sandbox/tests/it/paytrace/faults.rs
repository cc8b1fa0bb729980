use std::time::{Duration, Instant};

use paysage_sandbox::fault::Fault;
use paysage_sandbox::paytrace::PayTraceSimulator;

use super::{Desk, SALE, sale};

/// Sends one sale into `fault` and one behind it; gives the first answer and how many sales the account then has
/// besides the second.
async fn meet(fault: Fault) -> (Desk, reqwest::Result<reqwest::Response>, usize) {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    desk.create_customer().await;
    desk.simulator.faults().script("POST", "/v1/transactions/sale", vec![Some(fault), None]);
    let answer = desk.send(SALE, &sale()).await;
    let applied = desk.all_rows().await.len();
    assert_eq!(desk.call(SALE, &sale()).await.0, 200);
    assert_eq!(desk.simulator.faults().hits("POST", SALE), 2);
    assert_eq!(desk.simulator.faults().remaining(), 0);
    (desk, answer, applied)
}

#[tokio::test]
async fn a_lost_request_closes_the_connection_and_is_not_applied() {
    let (_desk, answer, applied) = meet(Fault::LostRequest).await;
    assert!(answer.unwrap_err().is_request());
    assert_eq!(applied, 0);
}

#[tokio::test]
async fn a_lost_answer_closes_the_connection_without_a_byte_and_is_applied() {
    let (_desk, answer, applied) = meet(Fault::LostAnswer).await;
    let error = answer.unwrap_err();
    assert!(error.is_request() && error.status().is_none(), "{error:?}");
    assert_eq!(applied, 1);
}

#[tokio::test]
async fn a_late_request_is_applied_after_its_connection_is_gone() {
    let (desk, answer, applied) = meet(Fault::AppliedLate(Duration::from_millis(600))).await;
    assert!(answer.unwrap_err().is_request());
    assert_eq!(applied, 0);
    let deadline = Instant::now() + Duration::from_secs(10);
    while desk.all_rows().await.len() < 2 {
        assert!(Instant::now() < deadline, "the late sale never came");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn an_error_before_is_not_applied_and_an_error_after_is() {
    let (_desk, answer, applied) = meet(Fault::ErrorBefore(503)).await;
    assert_eq!((answer.unwrap().status().as_u16(), applied), (503, 0));
    let (_desk, answer, applied) = meet(Fault::ErrorAfter(500)).await;
    assert_eq!((answer.unwrap().status().as_u16(), applied), (500, 1));
}

#[tokio::test]
async fn a_rate_limit_says_when_to_come_back() {
    let (_desk, answer, applied) = meet(Fault::RateLimited { retry_after_s: 7 }).await;
    let answer = answer.unwrap();
    assert_eq!((answer.status().as_u16(), applied), (429, 0));
    assert_eq!(answer.headers()["retry-after"], "7");
}

#[tokio::test]
async fn a_page_of_html_comes_in_place_of_the_answer() {
    let (_desk, answer, applied) = meet(Fault::HtmlPage(200)).await;
    let answer = answer.unwrap();
    assert_eq!((answer.status().as_u16(), applied), (200, 0));
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    assert!(answer.text().await.unwrap().starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn a_cut_body_breaks_off_halfway_and_is_applied() {
    let (_desk, answer, applied) = meet(Fault::CutBody).await;
    let mut answer = answer.unwrap();
    assert_eq!((answer.status().as_u16(), applied), (200, 1));
    let announced: usize = answer.headers()["content-length"].to_str().unwrap().parse().unwrap();
    let mut received = 0;
    let end = loop {
        match answer.chunk().await {
            Ok(Some(piece)) => received += piece.len(),
            end => break end,
        }
    };
    assert!(end.is_err());
    assert_eq!(received, announced / 2);
}

#[tokio::test]
async fn a_handler_that_has_begun_ends_even_when_the_client_hangs_up() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    desk.create_customer().await;
    desk.simulator.faults().set_latency(Duration::from_millis(400));
    let hung_up = tokio::time::timeout(Duration::from_millis(100), desk.send(SALE, &sale())).await;
    assert!(hung_up.is_err());
    tokio::time::sleep(Duration::from_millis(500)).await;
    desk.simulator.faults().set_latency(Duration::ZERO);
    assert_eq!(desk.all_rows().await.len(), 1);
}

#[tokio::test]
async fn latency_holds_every_answer_back() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    desk.simulator.faults().set_latency(Duration::from_millis(150));
    let start = Instant::now();
    desk.all_rows().await;
    assert!(start.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn scripts_are_used_up_in_order_and_only_by_their_own_paths() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    let faults = desk.simulator.faults();
    faults.script("post", "/v1/ping", vec![None, Some(Fault::ErrorBefore(502))]);
    faults.script("POST", "/v1", vec![Some(Fault::ErrorBefore(504))]);
    faults.script("GET", "/v1", vec![Some(Fault::ErrorBefore(505))]);
    let mut seen = Vec::new();
    for path in ["/v1/ping", "/v1/transactions/settle", "/v1/ping", "/v1/ping"] {
        seen.push(desk.send(path, &serde_json::json!({})).await.unwrap().status().as_u16());
    }
    assert_eq!(seen, [200, 504, 502, 200]);
    assert_eq!((faults.remaining(), faults.hits("POST", "/v1"), faults.hits("GET", "")), (1, 4, 0));
}

#[tokio::test]
async fn a_dropped_server_frees_its_port() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    let address = desk.server.address();
    drop(desk.server);
    let deadline = Instant::now() + Duration::from_secs(10);
    while std::net::TcpStream::connect(address).is_ok() {
        assert!(Instant::now() < deadline, "the port is still open");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn latency_can_be_set_for_one_route() {
    let desk = Desk::open(PayTraceSimulator::new()).await;
    desk.create_customer().await;
    desk.simulator.faults().set_latency_of("post", SALE, Duration::from_millis(300));
    let (slow, quick) = (Instant::now(), desk.send("/v1/ping", &serde_json::json!({})).await);
    assert!(quick.unwrap().status().is_success() && slow.elapsed() < Duration::from_millis(300));
    let slow = Instant::now();
    assert_eq!(desk.call(SALE, &sale()).await.0, 200);
    assert!(slow.elapsed() >= Duration::from_millis(300));
}
