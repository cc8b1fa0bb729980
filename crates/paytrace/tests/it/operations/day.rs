//! A merchant's fortnight at the simulator: every call of both dialects, sent by the real client over HTTP, in a
//! state in which it succeeds.
#![expect(clippy::panic, clippy::arithmetic_side_effects, reason = "test code")]

mod account;
mod cards;
mod cards_v3;
mod checks;
mod checks_v3;
mod exports;
mod followups;
mod vault;
mod vault_v3;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};
use futures_util::StreamExt;
use paysage_money::{Currency, Money};
use paysage_sandbox::paytrace::{
    INTEGRATOR_ID, MERCHANT_ID, PASSWORD, PayTraceSimulator, TestCard, USERNAME,
};
use paysage_sandbox::server::{self, Server};
use paytrace::card::{Card, CardNumber, CardSecurityCode};
use paytrace::{
    Address, Approval, Client, Credentials, CustomerId, Dialect, Error, Export, InvoiceId, MerchantId,
    Operation, ProtectToken, SaleAnswer, SecretString, Transaction, TransactionId,
};

/// A call that was tried: its dialect's number, so that it can be ordered, and its name.
pub type Done = BTreeSet<(u8, &'static str)>;

pub fn key(dialect: Dialect, name: &'static str) -> (u8, &'static str) {
    (if dialect == Dialect::V1 { 1 } else { 3 }, name)
}

/// Goes through all of it; gives the calls that succeeded.
pub async fn whole() -> Done {
    let day = Day::open().await;
    account::open(&day).await;
    vault::fill(&day).await;
    cards::sell(&day).await;
    cards::hold(&day).await;
    cards_v3::sell(&day).await;
    cards_v3::hold(&day).await;
    vault_v3::fill(&day).await;
    checks::debit(&day).await;
    checks_v3::pay(&day).await;
    vault_v3::accounts(&day).await;
    followups::before_settlement(&day).await;
    exports::same_by_both(&day).await;
    followups::settle(&day).await;
    followups::refund(&day).await;
    followups::refund_v3(&day).await;
    account::recur(&day).await;
    exports::batches(&day).await;
    checks::refund(&day).await;
    checks_v3::deposits(&day).await;
    vault::clear(&day).await;
    vault_v3::clear(&day).await;
    exports::same_by_both(&day).await;
    account::close(&day).await;
    day.done.into_inner().unwrap()
}

/// The account, a client of it, and what was done so far.
struct Day {
    simulator: PayTraceSimulator,
    server: Server,
    client: Client,
    done: Mutex<Done>,
    /// The transactions that were made, with the amounts that their rows must have.
    made: Mutex<BTreeMap<TransactionId, Money>>,
    first: NaiveDate,
}

impl Day {
    /// Nine o'clock on a Monday, so that neither nights nor weekends come in between.
    async fn open() -> Self {
        let simulator = PayTraceSimulator::new();
        let now = simulator.now();
        let mut monday = now.date() + Days::new(1);
        while monday.weekday() != Weekday::Mon {
            monday = monday + Days::new(1);
        }
        simulator.advance(monday.and_hms_opt(9, 0, 0).unwrap() - now);
        let server = server::serve(simulator.router(), ([127, 0, 0, 1], 0).into()).await.unwrap();
        let client = client(&server, PASSWORD);
        let (done, made) = (Mutex::default(), Mutex::default());
        Self { simulator, server, client, done, made, first: monday }
    }

    /// Sends a call that must succeed.
    async fn send<O: Operation>(&self, call: &O) -> O::Reply {
        match self.client.send(call).await {
            Ok(reply) => {
                self.done.lock().unwrap().insert(key(O::ENDPOINT.dialect(), O::NAME));
                reply
            }
            Err(error) => panic!("{} {:?}: {error} {:?}", O::NAME, O::ENDPOINT.dialect(), error.codes()),
        }
    }

    /// Sends a call that must fail.
    async fn refused<O: Operation<Reply: std::fmt::Debug>>(&self, call: &O) -> Error {
        self.client.send(call).await.expect_err(O::NAME)
    }

    /// Sends a sale or an authorization that must be approved, and remembers its amount.
    async fn approved<O>(&self, amount: Money, call: &O) -> Approval
    where
        O: Operation<Reply = SaleAnswer>,
    {
        match self.send(call).await {
            SaleAnswer::Approved(approval) => {
                self.made(approval.transaction_id, amount);
                approval
            }
            other => panic!("{}: {other:?}", O::NAME),
        }
    }

    /// Remembers what a transaction's row must say.
    fn made(&self, id: TransactionId, amount: Money) {
        self.made.lock().unwrap().insert(id, amount);
    }

    /// All rows of an export, which must all be readable.
    async fn rows<E: Export>(&self, export: &E) -> BTreeMap<TransactionId, Transaction> {
        let mut stream = self.client.export(export).await.unwrap();
        let mut rows = BTreeMap::new();
        while let Some(row) = stream.next().await {
            let row = row.unwrap().content.unwrap();
            assert!(rows.insert(row.id, row).is_none(), "{} gives a row twice", E::NAME);
        }
        self.done.lock().unwrap().insert(key(E::ENDPOINT.dialect(), E::NAME));
        rows
    }

    fn today(&self) -> NaiveDate {
        self.simulator.now().date()
    }

    fn pass_days(&self, days: i64) {
        self.simulator.advance(TimeDelta::days(days));
    }

    /// What the page's card form gives for a card.
    fn protected(&self, card: TestCard<'_>) -> ProtectToken {
        let (token, key) = self.simulator.protect(&card);
        ProtectToken::new(token, key).unwrap()
    }
}

fn client(server: &Server, password: &str) -> Client {
    let credentials = Credentials::new(USERNAME, SecretString::from(password), INTEGRATOR_ID);
    Client::builder(server.url().parse().unwrap(), credentials)
        .with_merchant_id(MerchantId::new(MERCHANT_ID).unwrap())
        .without_rate_limit()
        .build()
        .unwrap()
}

fn usd(text: &str) -> Money {
    Money::parse(text, Currency::Usd).unwrap()
}

fn customer(id: &str) -> CustomerId {
    CustomerId::new(id).unwrap()
}

fn invoice(id: &str) -> InvoiceId {
    InvoiceId::new(id).unwrap()
}

fn card(card: TestCard<'_>) -> Card {
    let number = CardNumber::new(card.number.to_owned()).unwrap();
    Card::new(number, card.expiration_month, card.expiration_year).unwrap()
}

fn code(card: TestCard<'_>) -> CardSecurityCode {
    CardSecurityCode::new(card.security_code.to_owned()).unwrap()
}

/// Both tracks of the Visa card.
fn swipe() -> paytrace::Swipe {
    let tracks = "%B4012000098765439^LOVELACE/ADA^30121010000000?;4012000098765439=30121010000000?";
    paytrace::card::CardSwipe::new(tracks).unwrap().into()
}

/// The address that the sandbox's bank knows.
fn address(name: &str) -> Address {
    Address {
        name: Some(name.into()),
        street_address: Some("8320 E. West St.".into()),
        city: Some("Mesa".into()),
        state: Some("AZ".into()),
        zip: Some("85284".into()),
        ..Address::default()
    }
}
