//! Typed client for Sage 50 companies: documents, and doors through which they get into the books.
//!
//! - [`model`]: customers, products, orders, invoices, credit memos, receipts, refunds, chargebacks, journal
//!   entries and stock adjustments as checked types, and [`Document`], the one type that is posted, stored and
//!   compared. A document that does not balance, or holds a text that no edition of Sage 50 takes, cannot be built, and
//!   cannot be read from JSON either. [`Edition::check`] finds what the company's own edition would cut or refuse,
//!   [`OpenPeriods`] what lies in a closed period.
//! - [`Books`]: what every door offers, with [`Capabilities`] that say what a door can do.
//! - [`rest`] (feature `client`): the door to a REST gateway in front of a Sage 50 machine. With the feature `http` (part
//!   of the default) it speaks HTTP by reqwest; without it, the door speaks through a [`Transport`] of yours.
//! - `files` (feature `files`): the door of Sage 50 US's own import and export files, with no gateway at all.
//! - `uk`: Sage 50 UK. A door to the `HyperAccounts` API (feature `client`), and the audit trail's import file
//!   (feature `files`).
//! - `canada` (feature `files`): the general journal's and the sales invoices' import files of Sage 50 Canada.
//! - [`guide`]: [which door to take](guide::doors), what to do with [lost answers](guide::lost_answers), and with their
//!   features how to set up a `gateway` and what a person does `at_the_screen`.
//!
//! # Which door
//!
//! | you have | take | it reads back | it confirms |
//! |---|---|---|---|
//! | Sage 50 US, and a program may run on its machine | `RestDoor`, and a gateway by the published contract | yes | yes |
//! | Sage 50 US, and a person at its screen | `FileDoor` | Sage's exports | when an export shows it |
//! | Sage 50 UK with `HyperAccounts` | `uk::hyper_accounts` | yes | yes |
//! | Sage 50 UK, and a person | `uk::audit_trail` | no | no |
//! | Sage 50 Canada, and a person | `canada` | no | no |
//!
//! [The page on doors](guide::doors) says what each can do, call by call and document by document.
//!
//! # An invoice, by any door
//!
//! ```
//! use paysage_money::{Currency, Money};
//! use sage50::model::{CustomerId, Description, Document, GlAccount, Invoice, InvoiceLine, Reference, SaleHead};
//! use sage50::{Books, Outcome, Posted};
//!
//! async fn invoice(books: &dyn Books) -> Result<(), Box<dyn std::error::Error>> {
//!     let amount = Money::parse("19.99", Currency::Usd)?;
//!     let line = InvoiceLine::new(GlAccount::new("40000")?, amount, Description::new("Widget")?)?;
//!     let (customer, receivable) = (CustomerId::new("ACME-001")?, GlAccount::new("11000")?);
//!     let head = SaleHead::new(Reference::new("INV-1001")?, customer, "2026-07-01".parse()?, receivable);
//!     let invoice = Document::from(Invoice::new(head, vec![line])?);
//!
//!     match books.post(&invoice).await {
//!         Ok(Posted::InBooks { key }) => println!("booked under {key}"),
//!         Ok(Posted::Queued { manifest }) => println!("waits in {manifest}"),
//!         Err(error) if error.outcome() == Outcome::Nothing => println!("not booked: {error}"),
//!         Err(error) => println!("nobody knows; look it up, do not post it again: {error}"),
//!     }
//!     Ok(())
//! }
//! ```
//!
//! Whole programs stand in the repository: `examples/invoice-and-receipt` (REST), `examples/import-files-for-a-day` and
//! `examples/journal-entries-from-csv` (both doors).
//!
//! # Money is never posted twice
//!
//! Sage 50 refuses a second invoice or credit memo with the same reference, but takes receipts, refunds and
//! journal entries any number of times, and none of its doors knows idempotency keys. So:
//!
//! - [`Books::post`] sends once. No layer below repeats a post: no retry, no redirect, no second connection.
//! - Every [`Error`] says by [`Error::outcome`] whether the books changed. Only a connection that was never
//!   made, our own check and a refusal (4xx) are `Nothing`. Everything else (a timeout, a reset, a cut body, a
//!   5xx, a redirect, a success without a key or about another document) is [`Outcome::Unknown`].
//! - After `Unknown`, wait the quiet time of the [`Capabilities`], then [`Books::find`] the document. `find`
//!   says "nothing" only when the list is complete and its count agrees; otherwise it is an error.
//! - [`Document::compare`] tells whether what was found is the document.
//!
//! [The page on lost answers](guide::lost_answers) has the steps, and the code.
//!
//! # Features
//!
//! | feature | adds | costs |
//! |---|---|---|
//! | `rustls-ring` (default) | `http`, TLS by rustls with `ring` | reqwest, rustls, ring; installs `ring` as the provider of the process when it has none |
//! | `rustls-aws-lc` | `http`, TLS by rustls with `aws-lc-rs` | as above; a longer build |
//! | `http` | `client` and the reqwest transport, without TLS unless one of the above adds it | reqwest |
//! | `client` | the REST door and the door of Sage 50 UK over a [`Transport`] of yours | tokio's timers |
//! | `contract` | the rules of [`Books`] as a suite to run a door of yours against | tokio's timers |
//! | `files` | the file door, and the files of Sage 50 UK and Canada | encoding_rs, sha2; no async runtime |

// Without the client its types are not there to be linked to.
#![cfg_attr(not(feature = "client"), doc = "", doc = "[`rest`]: #features", doc = "[`Transport`]: #features")]

pub mod books;
#[cfg(feature = "files")]
pub mod canada;
#[cfg(feature = "contract")]
pub mod contract;
pub mod error;
#[cfg(feature = "files")]
pub mod files;
pub mod guide;
pub mod model;
#[cfg(feature = "client")]
pub mod rest;
mod sage_detail;
#[cfg(any(feature = "client", feature = "files"))]
mod share;
#[cfg(feature = "files")]
pub mod text_file;
#[cfg(any(feature = "client", feature = "files"))]
pub mod uk;

pub use books::{Books, Capabilities, Changes, List, Page, Posted};
pub use error::{Detail, Error, ErrorKind, Outcome, SageDetail};
#[cfg(feature = "files")]
pub use files::FileDoor;
pub use model::*;
#[cfg(feature = "client")]
pub use rest::{ApiKey, RestDoor, RestDoorBuilder, Transport};
