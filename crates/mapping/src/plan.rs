//! [`plan`]: one record in, one decision out.

use std::fmt;

use paysage_money::Money;
use paytrace::{BadRow, Status, Transaction, TransactionType};
use sage50::Document;

use crate::profile::Profile;
use crate::rule::Rule;
use crate::stake::{stake, stake_of_bad_row};
use crate::{customer, documents};

/// What a record becomes, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The decision.
    pub decision: Decision,
    /// The money the record stands for in the gateway's net settled total.
    pub stake: Money,
    /// Which rule gave what; never empty.
    pub rules: Vec<Rule>,
}

/// What is to be done with a record.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Decision {
    /// Post these, in this order; each stands behind the one before.
    Post(Vec<Document>),
    /// Nothing yet: it has not settled. It is read again until it has.
    Wait,
    /// Nothing: it moved no money.
    Nothing(Silence),
    /// A person must decide; the text says about what and how to help.
    Hold(Box<str>),
    /// It cannot become a document at all.
    Reject(Box<str>),
}

/// Why a record that can be read gives no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Silence {
    /// The card's bank said no.
    Declined,
    /// It was taken back before it settled.
    Voided,
    /// A hold on the card that was not captured; it may still be.
    AuthorizedOnly,
    /// The gateway says it will not settle, without saying why; it may change.
    NotSettling,
    /// An amount of zero.
    ZeroAmount,
}

impl Silence {
    /// One plain sentence.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Declined => "declined: no money moved",
            Self::Voided => "voided before settlement: no money moved",
            Self::AuthorizedOnly => "authorization only: no money moved unless it is captured",
            Self::NotSettling => "not settling: no money moved",
            Self::ZeroAmount => "an amount of zero: no money moved",
        }
    }
}

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Decides what one record becomes in Sage 50.
///
/// Settled sales and captures become customer, invoice and receipt; settled refunds become customer, credit memo
/// and the money paid back. What moved no money gives no document. Whatever is not known for certain is held.
pub fn plan(transaction: &Transaction, profile: &Profile) -> Plan {
    let mut rules = Vec::new();
    let decision = decide(transaction, profile, &mut rules);
    Plan { decision, stake: stake(transaction), rules }
}

/// Decides about a row of an export, whether or not it can be read as a transaction.
///
/// One that cannot is rejected: its reason names field, limit and remedy, and its stake counts whatever of its amount,
/// type and status can be read.
pub fn plan_row(row: &Result<Transaction, BadRow>, profile: &Profile) -> Plan {
    match row {
        Ok(transaction) => plan(transaction, profile),
        Err(bad) => Plan {
            decision: Decision::Reject(bad.to_string().into()),
            stake: stake_of_bad_row(bad),
            rules: vec![Rule::new("row", "it cannot be read as a transaction")],
        },
    }
}

fn decide(transaction: &Transaction, profile: &Profile, rules: &mut Vec<Rule>) -> Decision {
    let status = match &transaction.status {
        Status::Settled { .. } => return settled(transaction, profile, rules),
        Status::PendingSettlement => {
            rules.push(Rule::new("status", "pending settlement"));
            return Decision::Wait;
        }
        Status::Declined => Silence::Declined,
        Status::Voided => Silence::Voided,
        Status::AuthorizedOnly => Silence::AuthorizedOnly,
        Status::NotSettling => Silence::NotSettling,
        Status::Other(word) => {
            rules.push(Rule::new("status", "not a status the gateway documents"));
            return Decision::Hold(
                format!(
                    "status_code: {word:?} is not known (known: GB and a batch number, Settled, Y, N), so it is not \
                     certain whether money moved; look the transaction up in the gateway"
                )
                .into(),
            );
        }
    };
    rules.push(Rule::new("status", status.as_str()));
    Decision::Nothing(status)
}

fn settled(transaction: &Transaction, profile: &Profile, rules: &mut Vec<Rule>) -> Decision {
    rules.push(Rule::new("status", "settled"));
    if transaction.amount.is_zero() {
        rules.push(Rule::new("amount", "zero"));
        return Decision::Nothing(Silence::ZeroAmount);
    }
    let make = match &transaction.kind {
        TransactionType::Sale
        | TransactionType::Force
        | TransactionType::StoreAndForward
        | TransactionType::Authorization => documents::sale,
        TransactionType::Refund => documents::refund,
        other @ (TransactionType::Void | TransactionType::Other(_)) => {
            rules.push(Rule::new("kind", "not a type that moves money in a known direction"));
            return Decision::Hold(
                format!(
                    "transaction_type: {:?} has settled, but whether it took or gave money is not known; look the \
                     transaction up in the gateway",
                    other.as_str()
                )
                .into(),
            );
        }
    };
    rules.push(Rule::new("kind", transaction.kind.as_str().to_owned()));
    let customer = match customer::customer(transaction, profile, rules) {
        Ok(customer) => customer,
        Err(error) => return hold(&error),
    };
    match make(transaction, profile, customer, rules) {
        Ok(documents) => Decision::Post(documents),
        Err(error) => hold(&error),
    }
}

fn hold(error: &dyn std::error::Error) -> Decision {
    Decision::Hold(format!("{error}; nothing is cut: shorten or correct it in the gateway's record").into())
}

#[cfg(test)]
mod tests;
