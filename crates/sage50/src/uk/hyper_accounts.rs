//! The `HyperAccounts` door: the REST API that runs on a Sage 50 UK machine and books through Sage's own interface.
//!
//! Every answer is an envelope `{success, code, response | results, message}`. Of a customer or product that is
//! changed, a property that is left away stays as it is and an empty text clears it. (`HyperAccounts` v1,
//! sage-50-accounts-api-v1-docs.hyperext.com, collection of release 1.25.)
//!
//! | Document | Call | Looked up by |
//! |---|---|---|
//! | customer | `POST`, `PATCH /api/customer/` | account reference |
//! | product | `POST`, `PATCH /api/product` | stock code |
//! | invoice, credit memo | `POST /api/batchtransactionPost`, type SI or SC | its reference in the audit trail |
//! | receipt | `POST /api/transactionPost`, type SA, then `/api/allocatePaymentOnAccount` per invoice | as above |
//! | journal entry | `POST /api/journal` | as above |
//!
//! Invoices are booked straight into the ledger and not as documents of Sage's invoicing module, whose numbers Sage
//! gives out itself, so that no look-up by our reference would find them. Sales orders, refunds, chargebacks,
//! discounts, credits used in receipts, lines with items and stock adjustments are
//! [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) and never sent.
//!
//! What this door adds because the API has it not:
//! - Before a transaction is posted, the company's lock date is read: a day up to it is
//!   [`ErrorKind::ClosedPeriod`](crate::ErrorKind::ClosedPeriod), because Sage gives no warning.
//! - Before a receipt is posted, the outstanding amount of each of its invoices is checked, because the API books
//!   another payment on account when it finds no invoice to allocate to.
//! - A receipt that is booked and not wholly allocated ends with
//!   [`Outcome::Happened`](crate::Outcome::Happened), never with success;
//!   [`HyperAccountsDoor::allocate`] completes it.
//! - The API refuses a second call of a sort while one runs, so a door and its clones make one call at a time.
//! - References with an apostrophe are refused: the API passes them to the database as they are.

mod answer;
mod builder;
mod door;
mod header;
mod look_up;
mod number;
mod outgoing;
mod product;
mod receipt;
mod search;

pub use self::builder::{AuthToken, HyperAccountsDoorBuilder};
pub use self::door::HyperAccountsDoor;
