//! Editions of Sage 50 and what each takes.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Document, JournalEntry, ReceiptLine};
#[cfg(feature = "client")]
use crate::error::{Error, SageDetail};

/// Which Sage 50 a company runs: three products that share a name and little else.
///
/// The types of this crate take what the widest edition takes; [`Edition::check`] finds what of a document the
/// company's own would cut or refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Edition {
    /// United States, formerly Peachtree.
    Us,
    /// United Kingdom and Ireland, formerly Line 50.
    Uk,
    /// Canada, formerly Simply Accounting.
    Canada,
}

/// The most characters an edition takes, of the fields in which editions differ.
///
/// Sources: US, the field tables of the import help; UK, the import field tables of excel2sage.co.uk and
/// makingithappen.co.uk; Canada, Sage's help on importing journal entries (2017) and its knowledge base
/// (240620224819187).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Customer id (UK: account reference).
    pub customer_id: usize,
    /// General ledger account (UK: nominal code).
    pub account: usize,
    /// Reference (Canada: source).
    pub reference: usize,
    /// Name of a customer.
    pub customer_name: usize,
    /// First name of a contact.
    pub first_name: usize,
    /// Last name of a contact.
    pub last_name: usize,
    /// First and last name of a contact together, with the blank between them.
    pub contact_name: usize,
    /// One line of an address.
    pub address_line: usize,
    /// City of an address.
    pub city: usize,
    /// State of an address (UK: county, Canada: province).
    pub state: usize,
    /// Telephone number.
    pub phone: usize,
    /// Description of a line of an invoice, credit memo or receipt (UK: details).
    pub line_description: usize,
    /// Description of a journal entry and its lines (UK: details, Canada: comment).
    pub journal_description: usize,
    /// Whether customer ids take only capitals, digits and some signs, and no blanks.
    pub plain_customer_ids: bool,
}

const US: Limits = Limits {
    customer_id: 20,
    account: 15,
    reference: 20,
    customer_name: 39,
    first_name: 15,
    last_name: 20,
    contact_name: 36,
    address_line: 30,
    city: 20,
    state: 2,
    phone: 20,
    line_description: 160,
    journal_description: 160,
    plain_customer_ids: false,
};

const UK: Limits = Limits {
    customer_id: 8,
    account: 8,
    reference: 30,
    customer_name: 60,
    first_name: 30,
    last_name: 30,
    contact_name: 30,
    address_line: 60,
    city: 60,
    state: 60,
    phone: 30,
    line_description: 60,
    journal_description: 60,
    plain_customer_ids: true,
};

const CANADA: Limits = Limits {
    customer_name: 52,
    first_name: 30,
    last_name: 30,
    contact_name: 30,
    address_line: 50,
    city: 35,
    state: 20,
    phone: 30,
    journal_description: 75,
    ..US
};

/// What of a document an edition does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field, e.g. `customer id` or `description of line 2`.
    pub field: String,
    /// What it holds.
    pub found: Box<str>,
    /// What the edition takes, as words: `at most 8 characters`.
    pub limit: String,
    /// What a person can do.
    pub remedy: &'static str,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is {:?}; {} are allowed: {}", self.field, self.found, self.limit, self.remedy)
    }
}

impl Edition {
    /// Its limits.
    pub const fn limits(self) -> &'static Limits {
        match self {
            Self::Us => &US,
            Self::Uk => &UK,
            Self::Canada => &CANADA,
        }
    }

    /// Refuses a document that this edition does not take, before it is sent.
    ///
    /// # Errors
    /// [`SageDetail::Validation`] with every field, its limit and the remedy.
    #[cfg(feature = "client")]
    pub(crate) fn accept(self, document: &Document) -> Result<(), Error> {
        self.check(document).map_err(|problems| {
            let problems = problems.iter().map(ToString::to_string).collect::<Vec<_>>();
            Error::own(SageDetail::Validation, problems.join(", and "))
        })
    }

    /// Finds everything in a document that this edition does not take; never cut, always refused.
    pub fn check(self, document: &Document) -> Result<(), Vec<Problem>> {
        let mut check = Check { limits: self.limits(), problems: Vec::new() };
        check.document(document);
        if check.problems.is_empty() { Ok(()) } else { Err(check.problems) }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Us => "Sage 50 US",
            Self::Uk => "Sage 50 UK",
            Self::Canada => "Sage 50 Canada",
        })
    }
}

struct Check {
    limits: &'static Limits,
    problems: Vec<Problem>,
}

const SHORTEN: &str = "shorten it at its source, or map it to a shorter one";

impl Check {
    fn text(&mut self, field: impl fmt::Display, text: &str, limit: usize) {
        // No text has more characters than bytes.
        if text.len() > limit && text.chars().count() > limit {
            self.problems.push(Problem {
                field: field.to_string(),
                found: text.into(),
                limit: format!("at most {limit} characters"),
                remedy: SHORTEN,
            });
        }
    }

    fn account(&mut self, field: impl fmt::Display, account: &str) {
        self.text(field, account, self.limits.account);
    }

    fn customer_id(&mut self, id: &str) {
        self.text("customer id", id, self.limits.customer_id);
        let plain = |letter: char| {
            letter.is_ascii_uppercase() || letter.is_ascii_digit() || "#_/!%&.-$()\",'".contains(letter)
        };
        if self.limits.plain_customer_ids && !id.chars().all(plain) {
            self.problems.push(Problem {
                field: "customer id".to_owned(),
                found: id.into(),
                limit: "only capitals, digits and # _ / ! % & . - $ ( ) \" , '".to_owned(),
                remedy: "map it to an account reference of capitals and digits",
            });
        }
    }

    fn document(&mut self, document: &Document) {
        if let Some(id) = document.customer() {
            self.customer_id(id.as_str());
        }
        if !document.kind().is_record() {
            self.text("reference", document.reference(), self.limits.reference);
        }
        if let Some(head) = document.sale_head() {
            self.account("receivable account", head.receivable.as_str());
        }
        if let Some(head) = document.payment_head() {
            self.account("cash account", head.tender.cash_account.as_str());
        }
        match document {
            Document::Customer(customer) => self.customer(customer),
            Document::SalesOrder(order) => self.sale_lines(order.lines()),
            Document::Invoice(invoice) => self.sale_lines(invoice.lines()),
            Document::CreditMemo(memo) => {
                let invoice = memo.details().applies_to.as_ref().map(super::Reference::as_str);
                self.text("invoice of the credit memo", invoice.unwrap_or_default(), self.limits.reference);
                self.sale_lines(memo.lines());
            }
            Document::Receipt(receipt) => self.receipt(receipt),
            Document::JournalEntry(entry) => self.journal(entry),
            Document::Product(product) => {
                let accounts = product.accounts();
                let all = [&accounts.sales, &accounts.inventory, &accounts.cost_of_sales];
                for account in all.into_iter().flatten() {
                    self.account("account of the item", account.as_str());
                }
            }
            Document::StockAdjustment(adjustment) => {
                self.account("source account", adjustment.source_account.as_str());
            }
            Document::Refund(refund) => {
                let original = refund.original().map(super::Reference::as_str);
                self.text("original receipt", original.unwrap_or_default(), self.limits.reference);
                for (number, part) in (1_usize..).zip(refund.applies()) {
                    self.text(
                        format_args!("credit memo of part {number}"),
                        part.reference().as_str(),
                        self.limits.reference,
                    );
                }
            }
            Document::Chargeback(chargeback) => {
                self.text("original receipt", chargeback.original().as_str(), self.limits.reference);
                self.text("invoice", chargeback.invoice().as_str(), self.limits.reference);
            }
        }
    }

    fn customer(&mut self, customer: &super::Customer) {
        self.text("customer name", customer.name.as_str(), self.limits.customer_name);
        if let Some(contact) = &customer.contact {
            let first = contact.first.as_ref().map(super::FirstName::as_str);
            let last = contact.last.as_ref().map(super::LastName::as_str);
            self.text("first name", first.unwrap_or_default(), self.limits.first_name);
            self.text("last name", last.unwrap_or_default(), self.limits.last_name);
            let whole = first.into_iter().chain(last).collect::<Vec<_>>().join(" ");
            self.text("contact", &whole, self.limits.contact_name);
        }
        let phone = customer.phone.as_ref().map(super::Phone::as_str);
        self.text("phone", phone.unwrap_or_default(), self.limits.phone);
        let addresses = [("billing address", &customer.billing), ("shipping address", &customer.shipping)];
        for (field, address) in addresses {
            let Some(address) = address else { continue };
            for line in [Some(&address.line1), address.line2.as_ref()].into_iter().flatten() {
                self.text(field, line.as_str(), self.limits.address_line);
            }
            let city = address.city.as_ref().map(super::City::as_str);
            self.text(format_args!("city of the {field}"), city.unwrap_or_default(), self.limits.city);
            let state = address.state.as_ref().map(super::State::as_str);
            self.text(format_args!("state of the {field}"), state.unwrap_or_default(), self.limits.state);
        }
    }

    fn sale_lines(&mut self, lines: &[super::InvoiceLine]) {
        for (number, line) in (1_usize..).zip(lines) {
            self.line(number, line.account().as_str(), line.description().as_str());
        }
    }

    fn line(&mut self, number: usize, account: &str, description: &str) {
        self.account(format_args!("account of line {number}"), account);
        self.text(format_args!("description of line {number}"), description, self.limits.line_description);
    }

    fn receipt(&mut self, receipt: &super::Receipt) {
        if let Some(account) = receipt.discount_account() {
            self.account("discount account", account.as_str());
        }
        for (number, line) in (1_usize..).zip(receipt.lines()) {
            match line {
                ReceiptLine::DirectSale { account, description, .. } => {
                    self.line(number, account.as_str(), description.as_str());
                }
                ReceiptLine::Prepayment { description, .. } => {
                    let field = format_args!("description of line {number}");
                    self.text(field, description.as_str(), self.limits.line_description);
                }
                ReceiptLine::Invoice { reference, .. } | ReceiptLine::CreditUsed { reference, .. } => {
                    let field = format_args!("reference of line {number}");
                    self.text(field, reference.as_str(), self.limits.reference);
                }
            }
        }
    }

    fn journal(&mut self, entry: &JournalEntry) {
        let limit = self.limits.journal_description;
        if let Some(description) = entry.description() {
            self.text("description", description.as_str(), limit);
        }
        for (number, line) in (1_usize..).zip(entry.lines()) {
            self.account(format_args!("account of line {number}"), line.account().as_str());
            if let Some(description) = line.description() {
                self.text(format_args!("description of line {number}"), description.as_str(), limit);
            }
        }
    }
}

#[cfg(test)]
mod tests;
