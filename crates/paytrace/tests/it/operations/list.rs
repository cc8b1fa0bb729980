//! One sample of every call. Their secrets are those of [`secret`](super::secret).

mod v1;
mod v3;

use chrono::NaiveDate;
use paysage_money::{Currency, Money};
use paytrace::{Address, CustomerId, Export, Operation, TransactionId};

use super::{Call, Sent, Streamed};

/// All of them, in the order of the sources.
pub fn all() -> Vec<Box<dyn Call>> {
    let mut calls = v1::all();
    calls.extend(v3::all());
    calls
}

fn sent<O>(call: O) -> Box<dyn Call>
where
    O: Operation + std::fmt::Debug + Send + Sync + 'static,
    O::Reply: std::fmt::Debug + Send,
{
    Box::new(Sent(call))
}

fn streamed<E>(call: E) -> Box<dyn Call>
where
    E: Export + std::fmt::Debug + Send + Sync + 'static,
{
    Box::new(Streamed(call))
}

fn usd(text: &str) -> Money {
    Money::parse(text, Currency::Usd).unwrap()
}

fn id() -> TransactionId {
    TransactionId::new(79_388_123).unwrap()
}

fn customer() -> CustomerId {
    CustomerId::new("ada").unwrap()
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
}

fn address() -> Address {
    Address {
        name: Some("Ada Lovelace".into()),
        street_address: Some("12 St. James Square".into()),
        city: Some("Mesa".into()),
        zip: Some("85284".into()),
        country: Some("US".into()),
        ..Address::default()
    }
}
