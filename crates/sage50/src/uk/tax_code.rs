//! VAT codes.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use paysage_money::{Money, MoneyError};
use serde::{Deserialize, Serialize};

use crate::model::{InvoiceLine, LineContent, TaxAgencyId, TaxType};
use crate::share::split;

/// A VAT code of Sage 50 UK, `T0` to `T99`; what each means stands in the company's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TaxCode(u8);

/// A text or number that is no VAT code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no tax code; they are T0 to T99")]
pub struct UnknownTaxCode(Box<str>);

impl TaxCode {
    /// Checks and keeps the number behind the T.
    pub fn new(number: u8) -> Result<Self, UnknownTaxCode> {
        if number <= 99 { Ok(Self(number)) } else { Err(UnknownTaxCode(number.to_string().into())) }
    }

    /// The number behind the T.
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for TaxCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T{}", self.0)
    }
}

/// Reads `T1`, of either case.
impl FromStr for TaxCode {
    type Err = UnknownTaxCode;

    fn from_str(text: &str) -> Result<Self, UnknownTaxCode> {
        let unknown = || UnknownTaxCode(text.into());
        let digits = text.strip_prefix(['T', 't']).ok_or_else(unknown)?;
        let plain = digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| plain).ok_or_else(unknown)?;
        Self::new(number)
    }
}

impl From<TaxCode> for String {
    fn from(code: TaxCode) -> Self {
        code.to_string()
    }
}

impl TryFrom<String> for TaxCode {
    type Error = UnknownTaxCode;

    fn try_from(text: String) -> Result<Self, UnknownTaxCode> {
        text.parse()
    }
}

/// Which VAT code a line takes.
///
/// A line with a tax type takes the code of that type. A line without takes `taxed` when its document has sales
/// tax, `untaxed` when it has none. Receipts and journal entries take `outside`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxCodes {
    /// The codes of tax types.
    pub by_type: BTreeMap<TaxType, TaxCode>,
    /// The code of a line without tax type in a document with sales tax.
    pub taxed: TaxCode,
    /// The code of a line without tax type in a document without sales tax.
    pub untaxed: TaxCode,
    /// The code of what VAT has nothing to do with.
    pub outside: TaxCode,
}

/// As Sage sets a company up: T1 standard rate, T0 zero rate, T9 outside VAT.
impl Default for TaxCodes {
    fn default() -> Self {
        Self { by_type: BTreeMap::new(), taxed: TaxCode(1), untaxed: TaxCode(0), outside: TaxCode(9) }
    }
}

impl TaxCodes {
    /// The lines of an order, invoice or credit memo with their net, tax and code, the tax to the penny.
    ///
    /// A tax line belongs to the code its agency is called after (`T1`), and without agency to the only code that
    /// the lines have besides `untaxed` and `outside`. Its amount is split over the lines of the code by their net.
    pub(crate) fn rows<'a>(&self, lines: &'a [InvoiceLine]) -> Result<Vec<Row<'a>>, RowError> {
        let has_tax = lines.iter().any(InvoiceLine::sales_tax);
        let mut rows = Vec::with_capacity(lines.len());
        for line in lines {
            if let LineContent::Goods(goods) = line.content() {
                let code = match goods.tax_type {
                    Some(kind) => *self.by_type.get(&kind).ok_or(RowError::NoCode(kind))?,
                    None if has_tax => self.taxed,
                    None => self.untaxed,
                };
                let none = Money::zero(line.amount().currency());
                rows.push(Row { line, code, tax: none });
            }
        }
        for (code, sum) in self.taxes(lines, &rows)? {
            let nets = rows.iter().filter(|row| row.code == code).map(|row| row.line.amount());
            let nets = nets.collect::<Vec<_>>();
            if nets.is_empty() {
                return Err(RowError::NothingTaxed(code));
            }
            let parts = split(sum, &nets)?;
            for (row, part) in rows.iter_mut().filter(|row| row.code == code).zip(parts) {
                row.tax = part;
            }
        }
        Ok(rows)
    }

    fn taxes(&self, lines: &[InvoiceLine], rows: &[Row<'_>]) -> Result<BTreeMap<TaxCode, Money>, RowError> {
        let mut taxes: BTreeMap<TaxCode, Money> = BTreeMap::new();
        for line in lines {
            let LineContent::SalesTax { agency } = line.content() else { continue };
            let code = match agency {
                Some(agency) => agency.as_str().parse().map_err(|_| RowError::NoAgency(agency.clone()))?,
                None => self.only_code(rows)?,
            };
            let sum = taxes.entry(code).or_insert(Money::zero(line.amount().currency()));
            *sum = sum.checked_add(line.amount())?;
        }
        Ok(taxes)
    }

    fn only_code(&self, rows: &[Row<'_>]) -> Result<TaxCode, RowError> {
        let taxable = |code: &TaxCode| *code != self.untaxed && *code != self.outside;
        let mut codes = rows.iter().map(|row| row.code).filter(taxable);
        let first = codes.next().ok_or(RowError::NothingTaxed(self.taxed))?;
        if codes.any(|code| code != first) { Err(RowError::SeveralCodes) } else { Ok(first) }
    }
}

/// A line with its VAT.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) line: &'a InvoiceLine,
    pub(crate) code: TaxCode,
    pub(crate) tax: Money,
}

/// Why the VAT of a document cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RowError {
    #[error("the profile has no tax code for tax type {}", .0.number())]
    NoCode(TaxType),
    #[error("sales tax agency {0} is no tax code such as T1")]
    NoAgency(TaxAgencyId),
    #[error("a tax line does not say to which of several tax codes it belongs")]
    SeveralCodes,
    #[error("it has tax of {0} and no line with that code")]
    NothingTaxed(TaxCode),
    #[error(transparent)]
    Money(#[from] MoneyError),
}
