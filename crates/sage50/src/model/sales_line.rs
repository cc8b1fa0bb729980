//! Lines of orders, invoices and credit memos.

use paysage_money::Money;
use serde::{Deserialize, Serialize};

use super::{Description, DocumentError, GlAccount, ItemId, Price, TaxAgencyId, TaxType};

/// The most lines of an order, invoice or credit memo (distributions of the sales journal).
pub(super) const MOST_LINES: usize = 154;

/// One line of an order, invoice or credit memo: an amount of zero or more on an income (or tax) account.
///
/// ```
/// use paysage_money::Currency;
/// use sage50::model::{Description, GlAccount, Goods, InvoiceLine, Price};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let price = Price { quantity: "3".parse()?, unit_price: "19.99".parse()? };
/// let amount = price.amount(Currency::Usd)?;
/// let line = InvoiceLine::new(GlAccount::new("40000")?, amount, Description::new("Widget")?)?
///     .with_goods(Goods { price: Some(price), ..Goods::default() })?;
/// assert_eq!(line.amount().to_string(), "59.97");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawLine")]
pub struct InvoiceLine {
    account: GlAccount,
    amount: Money,
    description: Description,
    #[serde(skip_serializing_if = "LineContent::is_plain")]
    content: LineContent,
}

/// What a line is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LineContent {
    /// Goods or services.
    Goods(Goods),
    /// Sales tax: the line's account is the tax payable, its amount counts in the total.
    SalesTax {
        /// The agency that the tax goes to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agency: Option<TaxAgencyId>,
    },
}

impl LineContent {
    fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// Goods or services of which nothing more is said.
impl Default for LineContent {
    fn default() -> Self {
        Self::Goods(Goods::default())
    }
}

/// What is sold in a line, as far as it is said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goods {
    /// The item of the inventory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// How many at what price each; the line's amount must be exactly [`Price::amount`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// How the line is taxed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_type: Option<TaxType>,
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
        Ok(Self { account, amount, description, content: LineContent::default() })
    }

    /// Says what is sold.
    ///
    /// # Errors
    /// The amount is not quantity times unit price, rounded to the cent as [`Price::amount`] does.
    pub fn with_goods(mut self, goods: Goods) -> Result<Self, DocumentError> {
        if let Some(price) = goods.price {
            let expected = price.amount(self.amount.currency())?;
            if expected != self.amount {
                return Err(DocumentError::PriceMismatch { amount: self.amount, price, expected });
            }
        }
        self.content = LineContent::Goods(goods);
        Ok(self)
    }

    /// Makes the line one of sales tax: its account is the tax payable, its amount counts in the total.
    #[must_use]
    pub fn with_sales_tax(mut self) -> Self {
        self.content = LineContent::SalesTax { agency: None };
        self
    }

    /// Makes the line one of sales tax that goes to this agency.
    #[must_use]
    pub fn with_sales_tax_of(mut self, agency: TaxAgencyId) -> Self {
        self.content = LineContent::SalesTax { agency: Some(agency) };
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

    /// What the line is about.
    pub fn content(&self) -> &LineContent {
        &self.content
    }

    /// Whether the line is sales tax.
    pub fn sales_tax(&self) -> bool {
        matches!(self.content, LineContent::SalesTax { .. })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLine {
    account: GlAccount,
    amount: Money,
    description: Description,
    #[serde(default)]
    content: LineContent,
}

impl TryFrom<RawLine> for InvoiceLine {
    type Error = DocumentError;

    fn try_from(raw: RawLine) -> Result<Self, DocumentError> {
        let line = Self::new(raw.account, raw.amount, raw.description)?;
        match raw.content {
            LineContent::Goods(goods) => line.with_goods(goods),
            content @ LineContent::SalesTax { .. } => Ok(Self { content, ..line }),
        }
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
    count(document, lines, amounts.len(), limit)?;
    let Some(first) = amounts.clone().next() else {
        return Err(DocumentError::TooFewLines { document, lines, found: 0, least: 1 });
    };
    let total = Money::sum(amounts, first.currency())?;
    if total.is_zero() {
        return Err(DocumentError::ZeroTotal { document });
    }
    Ok(total)
}

/// Refuses more lines than Sage takes, and none at all.
pub(super) fn count(
    document: &'static str,
    lines: &'static str,
    found: usize,
    limit: usize,
) -> Result<(), DocumentError> {
    match found {
        0 => Err(DocumentError::TooFewLines { document, lines, found, least: 1 }),
        _ if found > limit => Err(DocumentError::TooManyLines { document, lines, found, limit }),
        _ => Ok(()),
    }
}
