//! The arithmetic of a reconciliation: pure, fed by three readers.

use std::collections::HashMap;

use paysage_mapping::{ReferenceKind, reference, transaction_of};
use paysage_money::{Currency, Money, MoneyError};
use paytrace::TransactionId;

use super::{Difference, Report, money};
use crate::ledger::RecordKey;

/// Everything the three sides said. Amounts are kept as minor units: a million transactions fit in some 100 MB.
#[derive(Debug)]
pub(super) struct Tally {
    currency: Currency,
    /// Per transaction: its stake, and whether it is pending. Reported twice: the last report counts.
    gateway: HashMap<TransactionId, (i64, bool)>,
    /// Rows without a readable number.
    nameless: HashMap<RecordKey, Money>,
    waiting: Vec<Money>,
    vanished: Vec<RecordKey>,
    /// Transactions that wait; their stakes are not expected in the books.
    held: HashMap<TransactionId, i64>,
    ledger: HashMap<(TransactionId, ReferenceKind), i64>,
    books: HashMap<(TransactionId, ReferenceKind), Stands>,
}

#[derive(Debug, Default)]
struct Stands {
    times: u32,
    sum: i64,
    unreadable: bool,
}

impl Tally {
    pub(super) fn new(currency: Currency) -> Self {
        Self {
            currency,
            gateway: HashMap::new(),
            nameless: HashMap::new(),
            waiting: Vec::new(),
            vanished: Vec::new(),
            held: HashMap::new(),
            ledger: HashMap::new(),
            books: HashMap::new(),
        }
    }

    /// A row of the fresh export.
    pub(super) fn reported(&mut self, id: TransactionId, stake: Money, pending: bool) {
        self.gateway.insert(id, (stake.minor(), pending));
    }

    /// A row of the fresh export without a readable number.
    pub(super) fn reported_nameless(&mut self, key: RecordKey, stake: Money) {
        self.nameless.insert(key, stake);
    }

    /// A record of the ledger that waits for a person.
    pub(super) fn waits(&mut self, id: TransactionId, stake: Money) {
        self.waiting.push(stake);
        self.held.insert(id, stake.minor());
    }

    /// A row without a number that waits; it counts while the gateway still reports it.
    pub(super) fn waits_nameless(&mut self, key: RecordKey, stake: Money) {
        if self.nameless.contains_key(&key) {
            self.waiting.push(stake);
        } else {
            self.vanished.push(key);
        }
    }

    /// A confirmed posting of the ledger.
    pub(super) fn confirmed(&mut self, reference: &str, amount: Money) {
        if let Some(document) = transaction_of(reference) {
            self.ledger.insert(document, amount.minor());
        }
    }

    /// A document that stands in Sage 50; other people's are none of our business.
    pub(super) fn stands(&mut self, reference: &str, amount: Option<Money>) {
        let Some(document) = transaction_of(&reference.to_uppercase()) else {
            return;
        };
        let stands = self.books.entry(document).or_default();
        stands.times = stands.times.saturating_add(1);
        match amount.and_then(|amount| stands.sum.checked_add(amount.minor())) {
            Some(sum) => stands.sum = sum,
            None => stands.unreadable = true,
        }
    }

    pub(super) fn report(self) -> Result<Report, MoneyError> {
        let currency = self.currency;
        let exported = self.gateway.values().map(|(stake, _)| money(*stake, currency));
        let gateway = Money::sum(exported.chain(self.nameless.values().copied()), currency)?;
        let waiting = Money::sum(self.waiting.iter().copied(), currency)?;
        let ledger = net(self.ledger.iter().map(|((_, kind), amount)| (*kind, *amount)), currency)?;
        let sage50 = net(self.books.iter().map(|((_, kind), stands)| (*kind, stands.sum)), currency)?;
        let mut differences = self.against_gateway();
        differences.extend(self.against_books());
        differences.sort();
        if differences.is_empty() {
            // Nothing differs one by one, and yet a sum may: a row without a number, for example.
            let expected = gateway.checked_sub(waiting)?;
            differences.extend(unequal("gateway less waiting, and ledger", expected, ledger));
            differences.extend(unequal("ledger and Sage 50", ledger, sage50));
        }
        let pending = self.gateway.values().filter(|(_, pending)| *pending).count();
        let transactions = self.gateway.len().saturating_add(self.nameless.len());
        Ok(Report {
            transactions: u64::try_from(transactions).unwrap_or(u64::MAX),
            pending: u64::try_from(pending).unwrap_or(u64::MAX),
            gateway,
            waiting,
            ledger,
            sage50,
            differences,
            vanished: self.vanished,
        })
    }

    /// Every transaction's stake against what the ledger confirmed of it (or holds back).
    fn against_gateway(&self) -> Vec<Difference> {
        let confirmed = |id| {
            let receipt = self.ledger.get(&(id, ReferenceKind::Receipt)).copied().unwrap_or(0);
            let refund = self.ledger.get(&(id, ReferenceKind::Refund)).copied().unwrap_or(0);
            receipt.saturating_sub(refund)
        };
        let reported = self.gateway.iter().filter_map(|(id, (stake, _))| {
            let ours = confirmed(*id).saturating_add(self.held.get(id).copied().unwrap_or(0));
            let words = || format!("gateway {}, ledger {}", self.money(*stake), self.money(ours));
            (*stake != ours)
                .then(|| Difference { subject: format!("transaction {id}").into(), words: words().into() })
        });
        let unreported = self.ledger.keys().filter_map(|(id, kind)| {
            let paid = matches!(kind, ReferenceKind::Receipt | ReferenceKind::Refund);
            (paid && !self.gateway.contains_key(id)).then(|| Difference {
                subject: format!("transaction {id}").into(),
                words: format!("gateway does not report it, ledger {}", self.money(confirmed(*id))).into(),
            })
        });
        reported.chain(unreported).collect()
    }

    /// Every confirmed document against what stands in Sage 50, both ways.
    fn against_books(&self) -> Vec<Difference> {
        let say = |(id, kind): (TransactionId, ReferenceKind), words: String| Difference {
            subject: reference(id, kind).map_or_else(|_| id.to_string().into(), |text| text.as_str().into()),
            words: words.into(),
        };
        let ours = self.ledger.iter().filter_map(|(document, amount)| match self.books.get(document) {
            None => Some(say(*document, format!("ledger {}, not in Sage 50", self.money(*amount)))),
            Some(stands) if stands.times > 1 => {
                Some(say(*document, format!("{} times in Sage 50, planned once", stands.times)))
            }
            Some(stands) if stands.unreadable || stands.sum != *amount => Some(say(
                *document,
                format!("ledger {}, Sage 50 {}", self.money(*amount), self.money(stands.sum)),
            )),
            Some(_) => None,
        });
        let theirs = self.books.iter().filter(|(document, _)| !self.ledger.contains_key(document)).map(
            |(document, stands)| {
                say(*document, format!("Sage 50 {}, not in the ledger", self.money(stands.sum)))
            },
        );
        ours.chain(theirs).collect()
    }

    fn money(&self, minor: i64) -> Money {
        money(minor, self.currency)
    }
}

/// Receipts less refunds.
fn net(amounts: impl Iterator<Item = (ReferenceKind, i64)>, currency: Currency) -> Result<Money, MoneyError> {
    let mut total = Money::zero(currency);
    for (kind, amount) in amounts {
        total = match kind {
            ReferenceKind::Receipt => total.checked_add(money(amount, currency))?,
            ReferenceKind::Refund => total.checked_sub(money(amount, currency))?,
            _ => total,
        };
    }
    Ok(total)
}

fn unequal(subject: &str, one: Money, other: Money) -> Option<Difference> {
    (one != other).then(|| Difference { subject: subject.into(), words: format!("{one}, {other}").into() })
}

#[cfg(test)]
mod tests;
