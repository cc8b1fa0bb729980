//! Customers in PayTrace's vault, which keeps their cards and bank accounts.

mod create;
mod create_from_transaction;
mod create_protected;
mod delete;
mod export;
mod export_inactive;
mod profile;
mod record;
mod update;
mod update_protected;

pub use create::CreateCustomer;
pub use create_from_transaction::CreateCustomerFromTransaction;
pub use create_protected::CreateCustomerProtected;
pub use delete::{CustomerDeleted, DeleteCustomer};
pub use export::ExportCustomers;
pub use export_inactive::ExportInactiveCustomers;
pub use record::{CustomerRecord, MaskedBankAccount};
pub use update::UpdateCustomer;
pub use update_protected::UpdateCustomerProtected;

use super::answer::Answer;
use crate::{CustomerId, Error, ErrorKind, Outcome, RawReply};

/// A customer was created (code 160).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomerCreated {
    /// The customer's id, as asked for.
    pub customer_id: CustomerId,
    /// The masked card number; only when the card was typed in.
    pub masked_card_number: Option<Box<str>>,
}

/// A customer was changed (code 161).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomerUpdated {
    /// The customer's id, the new one when it was renamed.
    pub customer_id: CustomerId,
    /// The masked card number; only when the card was typed in.
    pub masked_card_number: Option<Box<str>>,
}

impl CustomerCreated {
    fn read(raw: &RawReply, asked: &CustomerId) -> Result<Self, Error> {
        let answer = Answer::read(raw)?;
        match (answer.success, answer.code) {
            (true, 160) => {
                speaks_of(&answer, &[asked])?;
                Ok(Self { customer_id: asked.clone(), masked_card_number: answer.masked_card_number })
            }
            _ => Err(answer.unexpected()),
        }
    }
}

impl CustomerUpdated {
    /// Reads the answer to a change; after a rename PayTrace's answer can name either id.
    fn read(raw: &RawReply, asked: &CustomerId, renamed: Option<&CustomerId>) -> Result<Self, Error> {
        let answer = Answer::read(raw)?;
        match (answer.success, answer.code) {
            (true, 161) => {
                let now = renamed.unwrap_or(asked);
                speaks_of(&answer, &[asked, now])?;
                Ok(Self { customer_id: now.clone(), masked_card_number: answer.masked_card_number })
            }
            _ => Err(answer.unexpected()),
        }
    }
}

/// Checks that an answer that names a customer names one of these.
fn speaks_of(answer: &Answer, asked: &[&CustomerId]) -> Result<(), Error> {
    let named = answer.customer_id.as_deref();
    if named.is_none_or(|id| asked.iter().any(|asked| asked.as_str().trim() == id)) {
        return Ok(());
    }
    let message = "PayTrace's answer speaks of another customer than the call";
    Err(Error::new(ErrorKind::Unreadable, Outcome::Unknown, message))
}

#[cfg(test)]
mod tests;
