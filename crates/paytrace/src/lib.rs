//! Typed client for the PayTrace payment gateway, in both of its dialects.
//!
//! A call is a value ([`v1`], [`v3`]); [`Client::send`] carries it out, and [`Client::export`] gives the rows of an
//! export as they come. Calls, answers and records need no network and no async runtime: both halves of a call are
//! pure functions.
//!
//! ```
//! use futures_util::StreamExt;
//! use paytrace::v1::export::ByDateRange;
//! use paytrace::{Client, Credentials, Error, SecretString};
//!
//! async fn read_june(client: &Client) -> Result<u32, Error> {
//!     let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 6, day).unwrap_or_default();
//!     let mut rows = client.export(&ByDateRange::new(day(1), day(30))?).await?;
//!     let mut settled = 0;
//!     while let Some(row) = rows.next().await {
//!         // An error here means that the export is not complete.
//!         match row?.content {
//!             Ok(transaction) if transaction.status.moved_money() == Some(true) => settled += 1,
//!             Ok(_) => {}
//!             Err(bad) => eprintln!("{:?} cannot be read: {bad}", bad.id),
//!         }
//!     }
//!     Ok(settled)
//! }
//!
//! # use std::sync::Arc;
//! # #[derive(Debug)]
//! # struct Fake;
//! # #[async_trait::async_trait]
//! # impl paytrace::Transport for Fake {
//! #     async fn exchange(&self, out: paytrace::Request) -> Result<paytrace::Reply, paytrace::Failure> {
//! #         let body = if out.path == "/oauth/token" { r#"{"access_token":"t","expires_in":7200}"# } else {
//! #             r#"{"success":true,"response_code":1,"transactions":[{"transaction_id":1,"transaction_type":"SALE",
//! #             "amount":"19.99","status_code":"GB571","created":{"at":"6/10/2026 4:06:30 PM"}}]}"# };
//! #         Ok(paytrace::Reply::whole(200, body))
//! #     }
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let credentials = Credentials::new("api-user", SecretString::from("password"), "IntegratorId");
//! let client = Client::builder("https://api.paytrace.com".parse()?, credentials)
//! #   .with_transport(Arc::new(Fake))
//!     .build()?;
//! assert_eq!(read_june(&client).await?, 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Choosing a call
//! | you have | you want | call |
//! |---|---|---|
//! | a customer in PayTrace's vault | to take money | [`v1::sale::SaleByCustomer`] |
//! | a card typed into your web page | to take money without touching the card | [`v1::sale::SaleProtected`], with a token of Protect.js |
//! | the same | to keep the card for later | [`v1::customer::CreateCustomerProtected`], or the sale that does both |
//! | an order that ships later | to hold now and take at shipping | [`v1::authorization::AuthorizationByCustomer`], then [`v1::authorization::Capture`] |
//! | a sale of today | to undo it | [`v1::transaction::Void`]: nothing is settled yet |
//! | a settled sale | to give money back, all or part | [`v1::refund::RefundForTransaction`] |
//! | a bank account | to debit it, with an idempotency key | the calls of [`v3::check`] |
//! | a plan | to charge every month | [`v1::recurrence`] |
//! | a lost answer to a payment by card | to know what became of it | [`Client::look_up`], in the export of either dialect |
//! | a lost answer to a check (ACH) | the same | [`v3::check::ReadCheckByKey`]; a look-up never sees checks |
//! | a day | to know what happened | [`v1::export::ByDateRange`], or [`Client::export_by_day`] for a long range |
//!
//! Two dialects exist. **v1** is the older one, which every account has; its customers are named by the merchant's own
//! id. **v3** is the newer one; it has real-time records, batches of many payments in one call and ACH with idempotency
//! keys, names customers by PayTrace's number, and wants the merchant's number (`ClientBuilder::with_merchant_id`). One
//! [`Client`] speaks both, with one set of [`Credentials`]. [All calls](operations) are listed with their paths.
//!
//! # Money is never charged twice by this crate
//! PayTrace has no idempotency key for cards. A call that moves money goes out once; its error says by
//! [`Error::outcome`] whether it took effect, took none, or whether nobody knows. Only a call that PayTrace turned away
//! because of its token, and so did not carry out, is sent a second time. Answers are decided by codes together with the
//! verdict, never by wording; an answer that contradicts itself is doubt, not success.
//!
//! # When the answer is lost
//! After [`Outcome::Unknown`] wait, then look the payment up by your own invoice id; repeat only what is certainly not
//! there. So set an invoice id on every payment, and use it once.
//!
//! A [`Lookup`] reads the exports of card payments, v1's unless [`Lookup::with_dialect`] says v3's. **Checks (ACH) are not
//! in them**: a check is never found that way, and that it is not found means nothing. Find one of v3 by its idempotency
//! key ([`v3::check::ReadCheckByKey`]), one of v1 in PayTrace's Virtual Terminal.
//!
//! ```
//! # #[cfg(feature = "client")] {
//! use paytrace::v1::sale::SaleByCustomer;
//! use paytrace::{Client, Error, Finding, Lookup, Outcome, SaleAnswer};
//!
//! async fn pay(client: &Client, sale: &SaleByCustomer, lookup: &Lookup) -> Result<(), Error> {
//!     match client.send(sale).await {
//!         Ok(SaleAnswer::Approved(approval)) => println!("paid: {}", approval.transaction_id),
//!         Ok(SaleAnswer::Declined(_) | SaleAnswer::AutoVoided(_)) => println!("not paid: ask for another card"),
//!         Err(error) if error.outcome() == Outcome::Nothing => println!("nothing happened: {error}"),
//!         // Not at once: after the quiet time that the module `lookup` speaks of.
//!         Err(_) => match client.look_up(lookup).await?.finding {
//!             Finding::Found(transaction) => println!("paid after all: {}", transaction.id),
//!             Finding::NotFound => println!("not there yet: look again before any repeat"),
//!             Finding::Several { .. } | Finding::CannotTell { .. } => println!("a person must look at it"),
//!         },
//!     }
//!     Ok(())
//! }
//! # let _ = pay; }
//! ```
//!
//! # Testing
//! - Without a network: call `outgoing` and `reply` of a call yourself; both are pure.
//! - With a fake: implement [`Transport`], one method, and give it to the builder.
//! - Against a gateway: `paysage-sandbox` simulates PayTrace over HTTP, both dialects, with declines, settlement, lost
//!   and late answers. Nothing of the client changes but the base address.
//!
//! # Logs
//! Every call has one `tracing` span with the call's name, its status, its outcome and how long it took; never a body, a
//! header, a name or a card. Who must keep every exchange gives the builder a sink (`ClientBuilder::with_recorder`):
//! a [`Recorder`] writes them there as JSON Lines without card numbers and secrets.
//!
//! # Features
//! - `rustls-ring` (default): HTTPS with `rustls` and the `ring` provider, which becomes the process's default
//!   when there is none.
//! - `rustls-aws-lc`: the same with `aws-lc-rs`, which takes longer to build.
//! - `http`: HTTP without TLS, which the client allows to loopback addresses only.
//! - `raw-card-data`: calls that carry a raw card number. They put your program into the full scope of PCI DSS.
//! - `encryption`: encrypting bank account numbers (with `raw-card-data`, cards too) with PayTrace's public key.
//!
//! - `client`: the client over a [`Transport`] of yours, without any HTTP; part of all of the above but the last two.
//!
//! Without any of these there are models, calls as pure data, and [`RowScanner`], and no async crate.

// Without the client its types are not there to be linked to.
#![cfg_attr(
    not(feature = "client"),
    doc = "",
    doc = "[`Client`]: #features",
    doc = "[`Client::send`]: #features",
    doc = "[`Client::export`]: #features",
    doc = "[`Client::export_by_day`]: #features",
    doc = "[`Client::look_up`]: #features",
    doc = "[`Credentials`]: #features",
    doc = "[`Transport`]: #features",
    doc = "[`Recorder`]: #features"
)]

mod ach;
#[cfg(feature = "client")]
mod auth;
#[cfg(feature = "raw-card-data")]
pub mod card;
#[cfg(feature = "client")]
mod client;
mod custom_fields;
mod encrypted;
#[cfg(feature = "encryption")]
pub mod encryption;
mod error;
pub mod export;
mod keyed;
mod limits;
pub mod lookup;
pub mod model;
mod operation;
#[cfg(doc)]
pub mod operations;
mod protect;
#[cfg(feature = "client")]
mod recorder;
mod refusal;
#[cfg(feature = "client")]
mod retry;
mod setters;
pub mod silent_post;
mod swipe;
#[cfg(feature = "client")]
pub mod transport;
pub mod v1;
pub mod v3;
mod wire;

use paysage_record::redact;

pub use ach::{AccountType, BankAccount, BankAccountNumber, EncryptedBankAccount, RoutingNumber};
#[cfg(feature = "client")]
pub use auth::Credentials;
#[cfg(feature = "client")]
pub use client::{Client, ClientBuilder};
pub use encrypted::{EncryptedCard, EncryptedSwipe, EncryptedValue};
pub use error::{Error, ErrorKind, Outcome};
#[cfg(feature = "client")]
pub use export::{DayStream, DaysError, ExportStream};
pub use export::{ExportRow, RowScanner};
pub use keyed::{KeyedCard, SecurityCode};
pub use lookup::{AttemptKind, Finding, Lookup, LookupAnswer};
pub use model::{
    Address, Approval, BadRecord, BadRow, CaptureAnswer, CheckTransactionId, CustomerId, CustomerNumber,
    CustomerReferenceId, Decline, Description, Email, Frequency, IdError, InvoiceId, MaskedCard, MerchantId,
    PaymentCount, RecurrenceId, RecurringCharge, RefundAnswer, SaleAnswer, Status, Transaction,
    TransactionId, TransactionType, VoidAnswer,
};
pub use operation::{Dialect, Effect, Endpoint, Export, MerchantIn, Method, Operation, Outgoing, RawReply};
pub use protect::{ClientKey, ProtectToken};
#[cfg(feature = "client")]
pub use recorder::Recorder;
pub use secrecy::SecretString;
pub use swipe::Swipe;
#[cfg(feature = "client")]
pub use transport::{Failure, Reply, Request, Transport};
