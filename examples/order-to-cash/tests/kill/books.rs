//! The books as they must stand, worked out from the payments alone, against the books as they do.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use paysage_sandbox::sage50::{BookedDocument, Sage50Simulator};
use sage50::Kind;

use crate::day::{Payment, What, dollars};

/// Customers that stand in a new simulated company.
const THERE_BEFORE: [&str; 2] = ["ACME-001", "BAYSIDE"];

#[derive(Debug, PartialEq, Eq)]
struct Entry {
    cents: i64,
    customer: String,
    date: Option<NaiveDate>,
    /// What is still to be paid; of invoices and credit memos.
    due: Option<i64>,
}

type Entries = BTreeMap<(Kind, String), Entry>;

/// Everything that is wrong with the books, in words.
pub fn faults(company: &Sage50Simulator, payments: &[Payment]) -> Vec<String> {
    let documents = company.documents();
    let (customers, documents): (Vec<_>, Vec<_>) =
        documents.iter().partition(|document| document.kind == Kind::Customer);
    let mut expected = expected(payments);
    let entries = expected.len();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for document in documents {
        let key = (document.kind, document.reference.to_string());
        let name = format!("{} {}", document.kind, document.reference);
        if !seen.insert(key.clone()) {
            wrong.push(format!("{name} stands there twice"));
            continue;
        }
        match expected.remove(&key) {
            None => wrong.push(format!("{name} comes from no payment")),
            Some(entry) if entry != found(document) => {
                wrong.push(format!("{name}: expected {entry:?}, found {:?}", found(document)));
            }
            Some(_) => {}
        }
    }
    wrong.extend(expected.keys().map(|(kind, reference)| format!("{kind} {reference} is missing")));
    let customers = customer_faults(&customers, payments, &mut wrong);
    let created = u64::try_from(entries + customers).unwrap();
    if company.posts() != created {
        wrong.push(format!("{} records were created, {created} are due", company.posts()));
    }
    balance_faults(company, payments, &mut wrong);
    wrong
}

fn found(document: &BookedDocument) -> Entry {
    Entry {
        cents: document.amount.minor(),
        customer: document.customer.as_deref().unwrap_or_default().to_owned(),
        date: document.date,
        due: document.due.map(paysage_money::Money::minor),
    }
}

/// A sale gives an invoice and the receipt that pays it, a refund a credit memo and the money paid back.
fn expected(payments: &[Payment]) -> Entries {
    let mut entries = Entries::new();
    for payment in payments {
        let (document, money) = match payment.what {
            What::Sale => ((Kind::Invoice, "I"), (Kind::Receipt, "R")),
            What::Refund => ((Kind::CreditMemo, "C"), (Kind::Refund, "F")),
            What::Declined | What::Pending => continue,
        };
        for ((kind, letter), due) in [(document, Some(0)), (money, None)] {
            let entry =
                Entry { cents: payment.cents, customer: payment.customer(), date: Some(payment.date()), due };
            entries.insert((kind, format!("PT{}-{letter}", payment.id)), entry);
        }
    }
    entries
}

/// Every customer with a document once, nobody else, and none owes anything; gives how many are due.
fn customer_faults(customers: &[&BookedDocument], payments: &[Payment], wrong: &mut Vec<String>) -> usize {
    let paid = payments.iter().filter(|payment| matches!(payment.what, What::Sale | What::Refund));
    let due: BTreeSet<String> = paid.map(Payment::customer).collect();
    let mut stand = BTreeSet::new();
    for customer in customers {
        let id = customer.reference.to_string();
        if !due.contains(&id) && !THERE_BEFORE.contains(&id.as_str()) {
            wrong.push(format!("customer {id} comes from no payment"));
        }
        if !customer.amount.is_zero() {
            wrong.push(format!("customer {id} has a balance of {}", customer.amount));
        }
        if !stand.insert(id.clone()) {
            wrong.push(format!("customer {id} stands there twice"));
        }
    }
    wrong.extend(due.difference(&stand).map(|id| format!("customer {id} is missing")));
    due.len()
}

/// The trial balance is zero, and each account holds what the payments put there.
fn balance_faults(company: &Sage50Simulator, payments: &[Payment], wrong: &mut Vec<String>) {
    let sum = |what: What, part: fn(&Payment) -> i64| -> i64 {
        payments.iter().filter(|payment| payment.what == what).map(part).sum()
    };
    let tax = sum(What::Refund, |refund| refund.tax) - sum(What::Sale, |sale| sale.tax);
    let expected = BTreeMap::from([
        ("10300", sum(What::Sale, |sale| sale.cents) - sum(What::Refund, |refund| refund.cents)),
        ("23100", tax),
        ("40000", -sum(What::Sale, |sale| sale.cents - sale.tax)),
        ("48000", sum(What::Refund, |refund| refund.cents - refund.tax)),
    ]);
    let balances = company.trial_balance();
    let total: i64 = balances.iter().map(|account| account.balance.minor()).sum();
    if total != 0 {
        wrong.push(format!("the trial balance is {}", dollars(total)));
    }
    for account in balances {
        let due = expected.get(account.account).copied().unwrap_or(0);
        if account.balance.minor() != due {
            wrong.push(format!("account {} has {}, due {}", account.account, account.balance, dollars(due)));
        }
    }
}
