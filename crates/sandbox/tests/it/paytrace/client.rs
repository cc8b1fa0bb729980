//! The typed client against the simulator: both must understand PayTrace alike.

use futures_util::StreamExt;
use paysage_money::{Currency, Money};
use paysage_sandbox::fault::Fault;
use paysage_sandbox::paytrace::{INTEGRATOR_ID, PASSWORD, PayTraceSimulator, USERNAME};
use paysage_sandbox::server::{self, Server};
use paytrace::v1::authorization::{AuthorizationByCustomer, Capture};
use paytrace::v1::batch::{BatchTransactions, BatchesByDate};
use paytrace::v1::export::{ByDateRange, ById};
use paytrace::v1::refund::RefundForTransaction;
use paytrace::v1::sale::SaleByCustomer;
use paytrace::v1::transaction::Void;
use paytrace::{
    Client, Credentials, CustomerId, Export, Outcome, RefundAnswer, SaleAnswer, SecretString, Status,
    Transaction,
};

async fn open() -> (PayTraceSimulator, Server, Client) {
    let simulator = PayTraceSimulator::with_day();
    let server = server::serve(simulator.router(), ([127, 0, 0, 1], 0).into()).await.unwrap();
    let credentials = Credentials::new(USERNAME, SecretString::from(PASSWORD), INTEGRATOR_ID);
    let client = Client::builder(server.url().parse().unwrap(), credentials).build().unwrap();
    (simulator, server, client)
}

fn usd(text: &str) -> Money {
    Money::parse(text, Currency::Usd).unwrap()
}

fn acme() -> CustomerId {
    CustomerId::new("ACME-001").unwrap()
}

async fn rows(client: &Client, export: &impl Export) -> Vec<Transaction> {
    let stream = client.export(export).await.unwrap();
    stream.map(|row| row.unwrap().content.unwrap()).collect().await
}

async fn whole_account(simulator: &PayTraceSimulator, client: &Client) -> Vec<Transaction> {
    let (first, last) = (simulator.first_day().unwrap(), simulator.last_day().unwrap());
    rows(client, &ByDateRange::new(first, last).unwrap()).await
}

#[tokio::test]
async fn the_client_reads_every_row_and_batch_of_the_built_in_day() {
    let (simulator, _server, client) = open().await;
    let all = whole_account(&simulator, &client).await;
    assert_eq!(all.len(), 15);
    let settled = all.iter().filter(|row| matches!(row.status, Status::Settled { .. })).count();
    let (first, last) = (simulator.first_day().unwrap(), simulator.last_day().unwrap());
    let batches = client.send(&BatchesByDate::new(first, last).unwrap()).await.unwrap();
    let counts: Vec<_> = batches.iter().map(|batch| batch.transaction_count.unwrap()).collect();
    assert_eq!((counts, settled), (vec![6, 5], 11));
    assert_eq!(batches[0].net_amount, Some(usd("1706.48")));
    let members = rows(&client, &BatchTransactions::new(batches[1].number).unwrap()).await;
    assert_eq!(members.len(), 5);
}

#[tokio::test]
async fn the_client_sells_declines_captures_refunds_and_voids() {
    let (simulator, _server, client) = open().await;
    let declined = client.send(&SaleByCustomer::new(usd("0.29"), acme()).unwrap()).await.unwrap();
    assert!(matches!(declined, SaleAnswer::Declined(_)), "{declined:?}");
    let hold = AuthorizationByCustomer::new(usd("10.00"), acme()).unwrap();
    let SaleAnswer::Approved(hold) = client.send(&hold).await.unwrap() else { panic!("no hold") };
    let id = hold.transaction_id;
    client.send(&Capture::new(id).with_amount(usd("9.50")).unwrap()).await.unwrap();
    simulator.settle_now();
    let refund = RefundForTransaction::new(id);
    let RefundAnswer::Refunded(refund) = client.send(&refund).await.unwrap() else { panic!("no refund") };
    client.send(&Void::new(refund.transaction_id)).await.unwrap();
    let voided = client.send(&ById::new(refund.transaction_id)).await.unwrap().unwrap().content.unwrap();
    assert_eq!((voided.amount, &voided.status), (usd("9.50"), &Status::Voided));
    let error = client.send(&Void::new(id)).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Nothing, "{error}");
}

#[tokio::test]
async fn a_sale_whose_answer_is_lost_is_not_repeated_and_a_stale_token_is_renewed() {
    let (simulator, _server, client) = open().await;
    let before = whole_account(&simulator, &client).await.len();
    simulator.revoke_tokens();
    simulator.faults().script("POST", super::SALE, vec![None, Some(Fault::LostAnswer)]);
    let error = client.send(&SaleByCustomer::new(usd("5.00"), acme()).unwrap()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    assert_eq!(whole_account(&simulator, &client).await.len(), before + 1);
}
