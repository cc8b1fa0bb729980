//! Lines of invoices and credit memos.

use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::{Description, DocumentError, GlAccount};

/// The most lines of an invoice or credit memo (distributions of the sales journal).
pub(super) const MOST_LINES: usize = 154;

/// One line of an invoice or credit memo: an amount of zero or more on an income (or tax) account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawLine")]
pub struct InvoiceLine {
    account: GlAccount,
    amount: Money,
    description: Description,
    sales_tax: bool,
}

impl InvoiceLine {
    /// A line of goods or services.
    ///
    /// # Errors
    /// The amount is negative.
    pub fn new(account: GlAccount, amount: Money, description: Description) -> Result<Self, DocumentError> {
        if amount.is_negative() {
            return Err(DocumentError::NegativeAmount { line: "line", amount });
        }
        Ok(Self { account, amount, description, sales_tax: false })
    }

    /// Marks the line as sales tax: its account is the tax payable, its amount counts in the total.
    #[must_use]
    pub fn with_sales_tax(mut self) -> Self {
        self.sales_tax = true;
        self
    }

    /// The account the line is booked on.
    pub fn account(&self) -> &GlAccount {
        &self.account
    }

    /// The amount, zero or more.
    pub fn amount(&self) -> Money {
        self.amount
    }

    /// The description printed on the line.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// Whether the line is sales tax.
    pub fn sales_tax(&self) -> bool {
        self.sales_tax
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLine {
    account: GlAccount,
    amount: Money,
    description: Description,
    #[serde(default)]
    sales_tax: bool,
}

impl TryFrom<RawLine> for InvoiceLine {
    type Error = DocumentError;

    fn try_from(raw: RawLine) -> Result<Self, DocumentError> {
        let line = Self::new(raw.account, raw.amount, raw.description)?;
        Ok(if raw.sales_tax { line.with_sales_tax() } else { line })
    }
}

/// The total of the lines: at least one line, one currency, more than zero.
pub(super) fn total(document: &'static str, lines: &[InvoiceLine]) -> Result<Money, DocumentError> {
    total_of(document, "lines", MOST_LINES, lines.iter().map(|line| line.amount))
}

/// The sum of some amounts that make up a document, with the checks every document shares.
pub(super) fn total_of(
    document: &'static str,
    lines: &'static str,
    limit: usize,
    amounts: impl ExactSizeIterator<Item = Money> + Clone,
) -> Result<Money, DocumentError> {
    let found = amounts.len();
    if found > limit {
        return Err(DocumentError::TooManyLines { document, lines, found, limit });
    }
    let Some(first) = amounts.clone().next() else {
        return Err(DocumentError::TooFewLines { document, lines, found, least: 1 });
    };
    let total = Money::sum(amounts, first.currency())?;
    if total.is_zero() {
        return Err(DocumentError::ZeroTotal { document });
    }
    Ok(total)
}
