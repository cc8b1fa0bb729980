//! Level 3 data: what purchasing cards want to know of a sale, for a lower fee.
//!
//! It is added to an approved sale with a Visa or a Mastercard that is not settled yet, by the call for its brand. It
//! overwrites what the sale said of the same fields; what is left out gets the merchant's defaults.
//!
//! Source: PayTrace help, "Adding Level 3 Data Visa", and the fields of its Virtual Terminal's pages "Enhanced Data"
//! and "Visa Level 2/3 Default Data", read 2026-11.

mod decimal;
mod header;
mod item;
mod mastercard;
mod text;
mod visa;

pub use decimal::{Quantity, Rate, UnitCost};
pub use mastercard::{LevelThreeMastercard, MastercardLine, Side};
pub use text::{CommodityCode, CustomerTaxId, ItemDescription, MerchantTaxId, ProductId, UnitOfMeasure};
pub use visa::{LevelThreeVisa, VisaLine};

use serde_json::{Map, Value};

use super::answer::Answer;
use crate::{Error, RawReply, TransactionId};

/// The data is added to the transaction (code 170).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LevelThreeAdded;

impl LevelThreeAdded {
    fn read(raw: &RawReply, asked: TransactionId, codes: &[i64]) -> Result<Self, Error> {
        let answer = Answer::read(raw)?;
        if answer.success && codes.contains(&answer.code) {
            answer.same_transaction(asked).map(|_| Self)
        } else {
            Err(answer.unexpected())
        }
    }
}

/// Adds a member that is given.
fn put(members: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        members.insert(name.to_owned(), value.into());
    }
}

/// The lines as they are sent, one at least; an error says in which line it is, counted from 1.
fn lines<T>(lines: &[T], sent: impl Fn(&T) -> Result<Value, Error>) -> Result<Value, Error> {
    if lines.is_empty() {
        return Err(Error::invalid("level 3 data must have at least one line item; add it with with_line"));
    }
    let mut list = Vec::new();
    for (number, line) in (1_usize..).zip(lines) {
        list.push(sent(line).map_err(|error| Error::invalid(format!("line item {number}: {error}")))?);
    }
    Ok(Value::Array(list))
}
