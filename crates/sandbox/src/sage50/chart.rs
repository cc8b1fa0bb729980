//! The chart of accounts, and which accounts a document may post to.

use std::fmt::Display;

use serde::Serialize;

use super::problem::{Code, Problems};

/// An account's place in the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AccountPlace(u8);

impl AccountPlace {
    pub(super) fn position(self) -> usize {
        usize::from(self.0)
    }
}

/// The control account of the customers' ledger: only invoices, credit memos and payments post to it.
const RECEIVABLE: &str = "Accounts Receivable";

/// One account of the chart.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Account {
    #[serde(rename = "accountId")]
    pub(super) id: &'static str,
    description: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    pub(super) inactive: bool,
}

/// Id, description and type of every account of the sandbox company.
const ACCOUNTS: [(&str, &str, &str); 14] = [
    ("10200", "Checking Account", "Cash"),
    ("10300", "Card Deposits in Transit", "Cash"),
    ("11000", "Accounts Receivable", RECEIVABLE),
    ("12000", "Inventory", "Inventory"),
    ("23100", "Sales Tax Payable", "Other Current Liabilities"),
    ("39003", "Common Stock", "Equity-doesn't close"),
    ("39005", "Retained Earnings", "Equity-Retained Earnings"),
    ("40000", "Sales", "Income"),
    ("40500", "Shipping Charges Reimbursed", "Income"),
    ("48000", "Sales Returns and Allowances", "Income"),
    ("49000", "Sales Discounts", "Income"),
    ("50000", "Cost of Sales", "Cost of Sales"),
    ("57500", "Merchant Fees", "Expenses"),
    ("58000", "Chargebacks", "Expenses"),
];

/// The accounts of the company.
#[derive(Debug, Clone)]
pub(super) struct Chart(Vec<Account>);

impl Default for Chart {
    fn default() -> Self {
        let account = |&(id, description, kind): &(&'static str, &'static str, &'static str)| Account {
            id,
            description,
            kind,
            inactive: false,
        };
        Self(ACCOUNTS.iter().map(account).collect())
    }
}

impl Chart {
    pub(super) fn accounts(&self) -> &[Account] {
        &self.0
    }

    pub(super) fn id(&self, place: AccountPlace) -> &'static str {
        self.0.get(place.position()).map_or("", |account| account.id)
    }

    /// Marks an account (in)active; `false` if there is no such account.
    pub(super) fn set_inactive(&mut self, id: &str, inactive: bool) -> bool {
        let found = self.0.iter_mut().find(|account| account.id == id);
        found.map(|account| account.inactive = inactive).is_some()
    }

    /// The account customers' debts stand on, as `receivableAccount` names it.
    pub(super) fn receivable(
        &self,
        id: &str,
        source: &dyn Display,
        problems: &mut Problems,
    ) -> Option<AccountPlace> {
        self.pick(id, true, source, problems)
    }

    /// Any account but the control account.
    pub(super) fn postable(
        &self,
        id: &str,
        source: &dyn Display,
        problems: &mut Problems,
    ) -> Option<AccountPlace> {
        self.pick(id, false, source, problems)
    }

    fn pick(
        &self,
        id: &str,
        control: bool,
        source: &dyn Display,
        problems: &mut Problems,
    ) -> Option<AccountPlace> {
        let found = self.0.iter().zip(0..).find(|(account, _)| account.id == id);
        let Some((account, position)) = found else {
            problems.add(
                Code::UnknownAccount,
                source,
                format!("There is no account {id} in the chart of accounts."),
            );
            return None;
        };
        let why = if account.inactive {
            "is inactive"
        } else if control && account.kind != RECEIVABLE {
            "is no Accounts Receivable account"
        } else if !control && account.kind == RECEIVABLE {
            "is the control account of the customers' ledger"
        } else {
            return Some(AccountPlace(position));
        };
        problems.add(Code::InvalidValue, source, format!("Account {id} {why}."));
        None
    }
}
