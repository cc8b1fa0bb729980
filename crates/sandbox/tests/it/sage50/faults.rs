//! What goes wrong on the way.

use std::time::Duration;

use paysage_sandbox::fault::Fault;

use super::*;

async fn after(fault: Fault) -> (Desk, reqwest::Result<Response>) {
    let desk = Desk::open().await;
    desk.simulator.faults().script("POST", "/v1/invoices", vec![Some(fault)]);
    let answer = desk.send("/v1/invoices", &invoice("PT1", "1.00")).await;
    (desk, answer)
}

#[tokio::test]
async fn a_lost_answer_leaves_the_invoice_in_the_books() {
    let (desk, answer) = after(Fault::LostAnswer).await;
    assert!(answer.is_err());
    assert_eq!(desk.references("/v1/invoices?referenceNumber=PT1").await, ["PT1"]);
    assert_eq!(desk.post("/v1/invoices", &invoice("PT1", "1.00")).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_lost_request_books_nothing() {
    let (desk, answer) = after(Fault::LostRequest).await;
    assert!(answer.is_err());
    assert_eq!(desk.simulator.posts(), 0);
    assert_eq!(desk.post("/v1/invoices", &invoice("PT1", "1.00")).await.0, StatusCode::CREATED);
    assert_eq!(desk.simulator.faults().hits("POST", "/v1/invoices"), 2);
}

#[tokio::test]
async fn a_late_request_is_booked_after_its_connection_is_gone() {
    let (desk, answer) = after(Fault::AppliedLate(Duration::from_millis(150))).await;
    assert!(answer.is_err());
    assert_eq!(desk.simulator.posts(), 0);
    for _ in 0..100 {
        if desk.simulator.posts() > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(desk.references("/v1/invoices?referenceNumber=PT1").await, ["PT1"]);
}

#[tokio::test]
async fn an_error_after_the_fact_hides_a_booked_invoice() {
    for (fault, posts) in [(Fault::ErrorAfter(500), 1), (Fault::ErrorBefore(503), 0)] {
        let (desk, answer) = after(fault).await;
        assert!(answer.unwrap().status().is_server_error());
        assert_eq!(desk.simulator.posts(), posts);
    }
}
