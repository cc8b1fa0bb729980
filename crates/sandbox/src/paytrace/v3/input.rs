//! The members of a v3 request, checked one by one; everything wrong is collected with its path.

use std::cell::RefCell;

use chrono::NaiveDate;
use paysage_money::{Currency, Money, wire};
use serde_json::{Map, Value};

use super::problem::{Flaw, Problem};
use crate::paytrace::{MERCHANT_ID, row};

/// How long an encrypted value is: one block of a 2048-bit key in base64, give or take line ends.
const SEALED: std::ops::RangeInclusive<usize> = 329..=359;

/// What was found wrong with a request so far.
#[derive(Debug, Default)]
pub(super) struct Flaws(RefCell<Vec<Flaw>>);

impl Flaws {
    pub(super) fn add(&self, flaw: Flaw) {
        self.0.borrow_mut().push(flaw);
    }

    /// Goes on only when nothing is wrong.
    pub(super) fn none(&self) -> Result<(), Problem> {
        match self.0.take() {
            flaws if flaws.is_empty() => Ok(()),
            flaws => Err(Problem::Invalid(flaws)),
        }
    }
}

/// One JSON object of a request, or its query, with the path that leads to it. Unknown members are ignored.
#[derive(Debug, Clone)]
pub(super) struct Input<'a> {
    members: Option<&'a Map<String, Value>>,
    place: String,
    flaws: &'a Flaws,
}

impl<'a> Input<'a> {
    pub(super) fn new(value: &'a Value, place: &str, flaws: &'a Flaws) -> Self {
        Self { members: value.as_object(), place: place.to_owned(), flaws }
    }

    pub(super) fn place(&self, name: &str) -> String {
        format!("{}/{name}", self.place)
    }

    /// Notes that a member breaks a rule.
    pub(super) fn wrong(&self, name: &str, detail: impl Into<String>) {
        self.flaws.add(Flaw::constraint(self.place(name), detail));
    }

    /// Notes what the gateway itself refuses, with its number.
    pub(super) fn refused(&self, number: u32, name: &str, detail: &str) {
        self.flaws.add(Flaw::new(&number.to_string(), self.place(name), detail));
    }

    fn missing(&self, name: &str) {
        self.flaws.add(Flaw::required(self.place(name)));
    }

    fn wrong_type(&self, name: &str, detail: &str) {
        self.flaws.add(Flaw::wrong_type(self.place(name), detail));
    }

    pub(super) fn value(&self, name: &str) -> Option<&'a Value> {
        self.members?.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.value(name).is_some_and(|value| value.as_str().is_none_or(|text| !text.trim().is_empty()))
    }

    /// The member as a text of at most `limit` characters, blank when it is missing.
    pub(super) fn text(&self, name: &str, limit: usize) -> String {
        let text = match self.value(name) {
            None => String::new(),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => {
                self.wrong_type(name, "str type expected");
                String::new()
            }
        };
        if text.chars().count() > limit {
            self.wrong(name, format!("ensure this value has at most {limit} characters"));
        }
        text
    }

    pub(super) fn required(&self, name: &str, limit: usize) -> String {
        let before = self.has(name);
        if !before {
            self.missing(name);
            return String::new();
        }
        self.text(name, limit)
    }

    /// The member as one of some words, compared as they stand; blank when it is missing.
    pub(super) fn one_of(&self, name: &str, words: &[&str]) -> String {
        let text = self.text(name, usize::MAX);
        if !text.is_empty() && !words.contains(&text.as_str()) {
            self.wrong(
                name,
                format!("value is not a valid enumeration member; permitted: {}", words.join(", ")),
            );
        }
        text
    }

    pub(super) fn required_one_of(&self, name: &str, words: &[&str]) -> String {
        if !self.has(name) {
            self.missing(name);
        }
        self.one_of(name, words)
    }

    /// The member as a whole number that is not negative.
    pub(super) fn whole(&self, name: &str) -> Option<i64> {
        if !self.has(name) {
            return None;
        }
        let number = self.text(name, usize::MAX).parse().ok().filter(|number: &i64| *number >= 0);
        if number.is_none() {
            self.wrong_type(name, "value is not a valid integer");
        }
        number
    }

    pub(super) fn required_whole(&self, name: &str) -> Option<i64> {
        if !self.has(name) {
            self.missing(name);
        }
        self.whole(name)
    }

    /// The member as an amount that is not negative and has at most two decimals.
    pub(super) fn amount(&self, name: &str) -> Option<Money> {
        let value = self.value(name)?;
        match wire::money(value, Currency::Usd) {
            Ok(amount) if amount.is_negative() => {
                self.wrong(name, "ensure this value is greater than or equal to 0");
                None
            }
            Ok(amount) => Some(amount),
            Err(_) => {
                self.wrong_type(name, "value is not a valid amount");
                None
            }
        }
    }

    pub(super) fn required_amount(&self, name: &str) -> Option<Money> {
        if !self.has(name) {
            self.missing(name);
            return None;
        }
        self.amount(name)
    }

    /// The merchant's number, which must be this account's.
    pub(super) fn merchant(&self) {
        if self.required_whole("merchant_id").is_some_and(|id| id != MERCHANT_ID) {
            self.wrong("merchant_id", "merchant is not accessible to this user");
        }
    }

    /// The merchant's number where it may be left out.
    pub(super) fn merchant_if_given(&self) {
        if self.has("merchant_id") {
            self.merchant();
        }
    }

    /// A day as `MM/DD/YYYY`, of eight to ten characters, or where `iso` as `YYYY-MM-DD` with or without a time.
    pub(super) fn day(&self, name: &str, iso: bool) -> Option<NaiveDate> {
        if !self.has(name) {
            return None;
        }
        let text = self.text(name, usize::MAX);
        let day = row::day(&text);
        let day = day.or_else(|| text.get(..10).filter(|_| iso)?.parse().ok());
        if day.is_none() {
            self.wrong_type(name, "invalid date format");
        }
        day
    }

    pub(super) fn required_day(&self, name: &str) -> Option<NaiveDate> {
        if !self.has(name) {
            self.missing(name);
        }
        self.day(name, false)
    }

    /// The member as an object; a missing or wrong one has no members.
    pub(super) fn object(&self, name: &str) -> Input<'a> {
        let value = self.value(name);
        if value.is_some_and(|value| !value.is_object()) {
            self.wrong_type(name, "value is not a valid dict");
        }
        let members = value.and_then(Value::as_object);
        Input { members, place: self.place(name), flaws: self.flaws }
    }

    pub(super) fn required_object(&self, name: &str) -> Input<'a> {
        if self.value(name).is_none() {
            self.missing(name);
        }
        self.object(name)
    }

    pub(super) fn is_absent(&self) -> bool {
        self.members.is_none()
    }

    /// The objects of a list of 1 to `limit`.
    pub(super) fn list(&self, name: &str, limit: usize) -> Vec<&'a Value> {
        match self.value(name) {
            None => self.missing(name),
            Some(Value::Array(items)) if (1..=limit).contains(&items.len()) => return items.iter().collect(),
            Some(Value::Array(_)) => self.wrong(name, format!("ensure this value has 1 to {limit} items")),
            Some(_) => self.wrong_type(name, "value is not a valid list"),
        }
        Vec::new()
    }

    /// An encrypted value, in `name` or in `encrypted_` + `name`; a plain one is refused.
    pub(super) fn sealed(&self, name: &str) -> String {
        let other = format!("encrypted_{name}");
        let name = if self.has(&other) { &other } else { name };
        let text = self.text(name, *SEALED.end());
        if !text.is_empty() && text.len() < *SEALED.start() {
            let least = SEALED.start();
            self.wrong(name, format!("ensure this value has at least {least} characters"));
        }
        text
    }

    pub(super) fn required_sealed(&self, name: &str) -> String {
        if !self.has(name) && !self.has(&format!("encrypted_{name}")) {
            self.missing(name);
        }
        self.sealed(name)
    }
}

/// Where a page begins and how long it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    limit: usize,
    offset: usize,
}

impl Page {
    /// Reads `limit` and `offset`; a limit of more than `most` is refused, not cut.
    pub(super) fn read(input: &Input<'_>, usual: usize, most: usize) -> Self {
        let number = |name: &str| input.whole(name).and_then(|number| usize::try_from(number).ok());
        let limit = number("limit").unwrap_or(usual);
        if limit < 1 || limit > most {
            input.wrong("limit", format!("ensure this value is between 1 and {most}"));
        }
        Self { limit, offset: number("offset").unwrap_or(0) }
    }

    /// A page that holds everything.
    pub(super) fn whole() -> Self {
        Self { limit: usize::MAX, offset: 0 }
    }

    /// The part of `all` that is on this page, with the figures a client pages by.
    pub(super) fn of<T>(self, all: Vec<T>, record: impl FnMut(T) -> Value) -> Value {
        let total = all.len();
        let items: Vec<Value> = all.into_iter().skip(self.offset).take(self.limit).map(record).collect();
        let limit = if self.limit == usize::MAX { total } else { self.limit };
        serde_json::json!({"items": items, "total": total, "limit": limit, "offset": self.offset})
    }
}
