//! The contract of `Books`, kept by the REST door in front of the simulator.

use std::sync::{Arc, Mutex};

use paysage_money::Currency;
use paysage_sandbox::sage50::{API_KEY, BUSINESS, CLIENT_ID};
use sage50::contract::{self, Company};
use sage50::rest::ClientCredentials;
use sage50::{Books, CustomerId, GlAccount, ItemId, PaymentMethod, RestDoor};

use super::Desk;
use super::client::{batch, door};

fn company(entries: u32) -> Company {
    let account = |id| GlAccount::new(id).unwrap();
    Company {
        currency: Currency::Usd,
        customer: CustomerId::new("ACME-001").unwrap(),
        receivable: account("11000"),
        income: account("40000"),
        cash: account("10200"),
        expense: account("57500"),
        payment_method: PaymentMethod::new("Visa").unwrap(),
        item: Some(ItemId::new("WIDGET").unwrap()),
        open_day: "2026-03-09".parse().unwrap(),
        closed_day: "1989-12-31".parse().unwrap(),
        entries,
    }
}

/// Runs the suite; each case has a company of its own, which lives as long as the suite.
async fn run(entries: u32, door_to: impl Fn(&Desk) -> RestDoor) {
    let desks = Arc::new(Mutex::new(Vec::new()));
    let fresh = || async {
        let desk = Desk::open().await;
        assert!(desk.add_widget());
        let door = door_to(&desk);
        desks.lock().unwrap().push(desk);
        door
    };
    contract::books(&company(entries), fresh).await;
}

fn door_with_tokens(desk: &Desk) -> RestDoor {
    let url = format!("{}/oauth/token", desk.server.url()).parse().unwrap();
    let tokens = ClientCredentials::at(&url, CLIENT_ID, API_KEY).unwrap();
    let base = desk.server.url().parse().unwrap();
    RestDoor::builder_with_tokens(base, Arc::new(tokens)).with_business(BUSINESS).build().unwrap()
}

#[tokio::test]
async fn the_rest_door_keeps_the_contract() {
    // More than the door asks for per page.
    run(201, door).await;
}

#[tokio::test]
async fn the_rest_door_keeps_the_contract_with_tokens() {
    run(3, door_with_tokens).await;
}

#[tokio::test]
async fn the_rest_door_keeps_the_contract_in_front_of_a_gateway_that_queues() {
    run(3, |desk| {
        desk.simulator.set_queues(true);
        door(desk)
    })
    .await;
}

#[tokio::test]
async fn a_call_whose_token_ran_out_is_made_with_a_new_one_and_books_once() {
    let desk = Desk::open().await;
    let door = door_with_tokens(&desk);
    door.capabilities().await.unwrap();
    desk.simulator.forget_tokens();
    door.post(&batch()).await.unwrap();
    assert_eq!(desk.simulator.posts(), 1);
    assert_eq!(desk.simulator.faults().hits("POST", "/oauth/token"), 2);
}
