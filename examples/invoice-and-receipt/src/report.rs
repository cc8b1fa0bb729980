//! How the books stand in the end: a table for people, one line of JSON for programs.

use std::io::{self, Write};

use paysage_money::{Currency, Money};
use sage50::{Account, Books, Document, Kind};
use serde_json::{Value, json};

use crate::company::{Company, Failure, words};
use crate::posting::How;

/// The documents, and what the books say of them.
#[derive(Default)]
pub struct Report {
    documents: Vec<(Document, How)>,
    due: Option<Money>,
    /// Accounts that moved and their balances, debits positive; `None` where only Sage 50 itself can tell.
    balances: Option<Vec<(Account, Money)>>,
}

impl Report {
    pub fn add(&mut self, document: Document, how: How) {
        eprintln!("{} {}: {}", document.kind(), document.reference(), how.as_str());
        self.documents.push((document, how));
    }

    /// Reads what is due of the invoice, and the simulator's trial balance: no door reads balances.
    pub async fn read(&mut self, company: &Company) -> Result<(), Failure> {
        tokio::time::sleep(company.read_lag()).await;
        let invoices = self.documents.iter().map(|(document, _)| document);
        let invoice = invoices.filter(|document| document.kind() == Kind::Invoice);
        let heads = invoice.filter_map(Document::sale_head).map(|head| head.reference.clone());
        let references: Vec<_> = heads.collect();
        if company.can.can_tell_due {
            let due = company.door.due(&references).await.map_err(|error| words(&error))?;
            self.due = references.first().and_then(|reference| due.get(reference));
        }
        if let Some(simulator) = company.simulator() {
            let chart = company.door.accounts().await.map_err(|error| words(&error))?;
            let balances = simulator.trial_balance();
            let moved = chart.into_iter().filter_map(|account| {
                let one = balances.iter().find(|one| *one.account == *account.id)?;
                (!one.balance.is_zero()).then_some((account, one.balance))
            });
            self.balances = Some(moved.collect());
        }
        Ok(())
    }

    pub fn print(&self, as_json: bool) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        let printed = if as_json { writeln!(out, "{}", self.json()) } else { self.table(&mut out) };
        printed.map_err(|error| {
            format!("both are in the books, but the result cannot be shown ({error})").into()
        })
    }

    fn due_of(&self, document: &Document) -> Option<Money> {
        self.due.filter(|_| document.kind() == Kind::Invoice)
    }

    fn json(&self) -> Value {
        let text = |amount: Option<Money>| amount.map(|amount| amount.to_string());
        let documents = self.documents.iter().map(|(document, how)| {
            json!({
                "kind": document.kind().as_str(),
                "reference": document.reference(),
                "customer": document.customer().map(sage50::CustomerId::as_str),
                "date": document.date(),
                "amount": text(document.amount()),
                "due": text(self.due_of(document)),
                "how": how.as_str().replace(' ', "_"),
            })
        });
        let balances = self.balances.as_ref().map(|balances| {
            let accounts = balances.iter().map(|(account, balance)| {
                json!({ "account": account.id, "description": account.description, "balance": balance.to_string() })
            });
            accounts.collect::<Vec<_>>()
        });
        json!({ "documents": documents.collect::<Vec<_>>(), "trial_balance": balances })
    }

    fn table(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "{:<10}{:<22}{:<12}{:>12}{:>12}  How",
            "Document", "Reference", "Date", "Amount", "Due"
        )?;
        for (document, how) in &self.documents {
            let text = |amount: Option<Money>| amount.map_or_else(String::new, |amount| amount.to_string());
            let date = document.date().map_or_else(String::new, |date| date.to_string());
            let (kind, reference) = (document.kind(), document.reference());
            let (amount, due) = (text(document.amount()), text(self.due_of(document)));
            writeln!(out, "{kind:<10}{reference:<22}{date:<12}{amount:>12}{due:>12}  {}", how.as_str())?;
        }
        let Some(balances) = &self.balances else {
            return writeln!(out, "\nThe trial balance stands in Sage 50: no door reads balances.");
        };
        writeln!(out, "\n{:<8}{:<36}{:>12}{:>12}", "Account", "Trial balance", "Debit", "Credit")?;
        for (account, balance) in balances {
            let amount = balance.to_string();
            let (debit, credit) = amount.strip_prefix('-').map_or((&*amount, ""), |credit| ("", credit));
            let line = format!("{:<8}{:<36}{debit:>12}{credit:>12}", account.id, account.description);
            writeln!(out, "{}", line.trim_end())?;
        }
        let all = || balances.iter().map(|(_, balance)| *balance);
        let total = |side: fn(Money) -> bool| {
            Money::sum(all().filter(|one| side(*one)), Currency::Usd).map_err(io::Error::other)
        };
        let (debits, credits) = (total(Money::is_positive)?, total(Money::is_negative)?);
        let credits = credits.checked_neg().map_err(io::Error::other)?;
        writeln!(out, "{:<44}{debits:>12}{credits:>12}", "")
    }
}
