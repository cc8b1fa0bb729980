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
const INVENTORY: &str = "Inventory";
const COST_OF_SALES: &str = "Cost of Sales";

/// One account of the chart.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Account {
    #[serde(rename = "accountId")]
    pub(super) id: &'static str,
    pub(super) description: Box<str>,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
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

/// The number that Sage's files have for each type of account, and the word the gateway has for it.
const TYPES: [(u8, &str); 18] = [
    (0, "Cash"),
    (1, RECEIVABLE),
    (2, INVENTORY),
    (3, "Receivable Retainage"),
    (4, "Other Current Assets"),
    (5, "Fixed Assets"),
    (6, "Accumulated Depreciation"),
    (8, "Other Assets"),
    (10, "Accounts Payable"),
    (11, "Payable Retainage"),
    (12, "Other Current Liabilities"),
    (14, "Long Term Liabilities"),
    (16, "Equity-doesn't close"),
    (18, "Equity-Retained Earnings"),
    (19, "Equity-gets closed"),
    (21, "Income"),
    (23, COST_OF_SALES),
    (24, "Expenses"),
];

/// The accounts of the company.
#[derive(Debug, Clone)]
pub(super) struct Chart(Vec<Account>);

impl Default for Chart {
    fn default() -> Self {
        let account = |&(id, description, kind): &(&'static str, &'static str, &'static str)| Account {
            id,
            description: description.into(),
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

    /// Adds an account, or changes description and type of the one with this id.
    ///
    /// `None`, with nothing changed: there is no such type, or the chart is full.
    pub(super) fn set(&mut self, id: &str, description: &str, code: u8) -> Option<()> {
        let (_, kind) = TYPES.iter().find(|(number, _)| *number == code)?;
        if let Some(account) = self.0.iter_mut().find(|account| account.id == id) {
            account.description = description.into();
            account.kind = kind;
            return Some(());
        }
        // Places are one byte.
        u8::try_from(self.0.len()).ok()?;
        // Ids are handed out as long as the program runs; a chart has at most 256 of 15 characters.
        let id: &'static str = Box::leak(Box::from(id));
        self.0.push(Account { id, description: description.into(), kind, inactive: false });
        Some(())
    }

    /// The number of an account's type in Sage's files.
    pub(super) fn type_code(account: &Account) -> u8 {
        TYPES.iter().find(|(_, word)| *word == account.kind).map_or(0, |(code, _)| *code)
    }

    /// The account that stands for its type where a document names none.
    fn usual(&self, kind: &str) -> Option<AccountPlace> {
        let mut accounts = self.0.iter().zip(0..);
        let found = accounts.find(|(account, _)| account.kind == kind && !account.inactive);
        found.map(|(_, position)| AccountPlace(position))
    }

    pub(super) fn usual_receivable(&self) -> Option<AccountPlace> {
        self.usual(RECEIVABLE)
    }

    pub(super) fn usual_inventory(&self) -> Option<AccountPlace> {
        self.usual(INVENTORY)
    }

    pub(super) fn usual_cost_of_sales(&self) -> Option<AccountPlace> {
        self.usual(COST_OF_SALES)
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
