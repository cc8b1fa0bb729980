//! Customers in PayTrace's vault, which keeps their cards.

#[cfg(feature = "raw-card-data")]
mod create;
mod create_from_transaction;

#[cfg(feature = "raw-card-data")]
pub use create::CreateCustomer;
pub use create_from_transaction::CreateCustomerFromTransaction;

use super::answer::Answer;
use crate::{CustomerId, Error, ErrorKind, Outcome, RawReply};

/// A customer was created (code 160).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomerCreated {
    /// The customer's id, as asked for.
    pub customer_id: CustomerId,
}

impl CustomerCreated {
    fn read(raw: &RawReply, asked: &CustomerId) -> Result<Self, Error> {
        let answer = Answer::read(raw)?;
        match (answer.success, answer.code) {
            (true, 160) if answer.customer_id.as_deref().is_none_or(|id| id == asked.as_str().trim()) => {
                Ok(Self { customer_id: asked.clone() })
            }
            (true, 160) => {
                let message = "PayTrace's answer speaks of another customer than the call";
                Err(Error::new(ErrorKind::Unreadable, Outcome::Unknown, message))
            }
            _ => Err(answer.unexpected()),
        }
    }
}
