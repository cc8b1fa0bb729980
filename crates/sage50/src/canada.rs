//! Files that Sage 50 Canada (formerly Simply Accounting) imports.
//!
//! - [`general_journal`]: journal entries as a text file.
//! - [`sales_invoice`]: invoices and credit memos as an `.IMP` file.
//!
//! Sage 50 Canada has no web interface. A person imports both at the screen (File, Import/Export), and Sage takes
//! back a file whole or not at all. Nothing here confirms what Sage booked.

pub mod general_journal;
pub mod sales_invoice;

use crate::model::{Document, Edition};
use crate::text_file::{Stop, plain};

/// What of a document that was read Sage 50 Canada does not take; such a file is not one of its own.
fn not_taken(document: &Document) -> Option<String> {
    let problems = Edition::Canada.check(document).err()?;
    Some(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join(", and "))
}

/// A text in double quotes. The format knows no way to write a double quote within.
fn quoted(text: &str) -> Result<String, Stop> {
    if text.contains('"') {
        return Err(Stop::new(
            format_args!("{text:?} holds a double quote, with which Sage ends a text"),
            "write it without double quotes at its source",
        ));
    }
    Ok(format!("\"{}\"", plain(text)?))
}
