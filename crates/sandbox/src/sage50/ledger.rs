//! The general ledger: a running balance per account, changed by balanced entries only.

use super::chart::AccountPlace;

/// An amount for an account: debit positive, credit negative.
pub(super) type Posting = (AccountPlace, i64);

/// Why an entry was not posted; nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unposted {
    /// Debits and credits differ.
    Unbalanced,
    /// A balance would leave the range in which it is exact.
    OutOfRange,
}

/// The balances, in cents; debit positive.
#[derive(Debug, Clone, Default)]
pub(super) struct Ledger(Vec<i64>);

impl Ledger {
    pub(super) fn new(accounts: usize) -> Self {
        Self(vec![0; accounts])
    }

    /// Posts an entry wholly or not at all.
    pub(super) fn post(&mut self, entry: &[Posting]) -> Result<(), Unposted> {
        let mut sum: i128 = 0;
        for (done, (account, amount)) in entry.iter().enumerate() {
            sum = sum.saturating_add(i128::from(*amount));
            let moved = self.0.get_mut(account.position()).and_then(|balance| {
                *balance = balance.checked_add(*amount)?;
                Some(())
            });
            if moved.is_none() {
                self.take_back(entry, done);
                return Err(Unposted::OutOfRange);
            }
        }
        if sum != 0 {
            self.take_back(entry, entry.len());
            return Err(Unposted::Unbalanced);
        }
        Ok(())
    }

    /// Undoes the first `done` postings: the exact reverse, so no balance can leave its range.
    fn take_back(&mut self, entry: &[Posting], done: usize) {
        for (account, amount) in entry.iter().take(done).rev() {
            if let Some(balance) = self.0.get_mut(account.position()) {
                *balance = balance.wrapping_sub(*amount);
            }
        }
    }

    /// Has a balance for every account of a chart that has grown.
    pub(super) fn grow(&mut self, accounts: usize) {
        self.0.resize(accounts.max(self.0.len()), 0);
    }

    pub(super) fn balances(&self) -> &[i64] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::chart::Chart;
    use super::super::problem::Problems;
    use super::*;

    fn account(id: &str) -> AccountPlace {
        Chart::default().postable(id, &"account", &mut Problems::default()).unwrap()
    }

    #[test]
    fn an_unbalanced_entry_changes_nothing() {
        let mut ledger = Ledger::new(14);
        let entry = [(account("10200"), 100), (account("40000"), -99)];
        assert_eq!(ledger.post(&entry), Err(Unposted::Unbalanced));
        assert_eq!(ledger.balances(), [0; 14]);
    }

    #[test]
    fn an_entry_that_would_overflow_a_balance_changes_nothing() {
        let mut ledger = Ledger::new(14);
        let entry = [(account("10200"), i64::MAX), (account("40000"), -i64::MAX)];
        assert_eq!(ledger.post(&entry), Ok(()));
        let before = ledger.balances().to_vec();
        let more = [(account("40000"), 1), (account("10200"), 1), (account("40000"), -2)];
        assert_eq!(ledger.post(&more), Err(Unposted::OutOfRange));
        assert_eq!(ledger.balances(), before);
    }
}
