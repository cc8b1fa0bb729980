//! What keeps a settled record from becoming documents.

use paysage_money::{MoneyError, TextError};
use sage50::DocumentError;

/// Why a settled record cannot become documents as it is.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unfit {
    /// A text of the record that Sage 50 does not take.
    #[error("{field}: {cause}")]
    Field { field: &'static str, cause: TextError },
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error("amount {0}")]
    Money(#[from] MoneyError),
    #[error("tax_amount is larger than amount")]
    TaxAboveAmount,
}

/// The text of a record's field that the company's edition of Sage 50 takes as `what`: not blank, at most `limit` characters. Nothing is cut.
pub(crate) fn short<'a>(
    field: &'static str,
    what: &'static str,
    text: &'a str,
    limit: usize,
) -> Result<&'a str, Unfit> {
    named(field, paysage_money::check_text(what, text, limit))?;
    Ok(text)
}

/// Names the record's field whose text was refused.
pub(crate) fn named<T>(field: &'static str, result: Result<T, TextError>) -> Result<T, Unfit> {
    result.map_err(|cause| Unfit::Field { field, cause })
}
