//! Typed client for the PayTrace payment gateway, v1 ("JSON") API.
//!
//! A call is a value ([`v1`]); [`Client::send`] carries it out, and [`Client::export`] gives the rows of an export as
//! they come. [`model`] and [`export`] need no network: they read exported records from any bytes.
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
//! # Money is never charged twice by this crate
//! PayTrace has no idempotency key. A call that moves money goes out once; its error says by [`Error::outcome`]
//! whether it took effect, took none, or whether nobody knows. Only a call that PayTrace turned away because of
//! its token, and so did not carry out, is sent a second time. Answers are decided by `response_code` together with
//! `success`, never by wording; an answer that contradicts itself is doubt, not success.
//!
//! # Features
//! - `rustls-ring` (default): HTTPS with `rustls` and the `ring` provider, which becomes the process's default
//!   when there is none.
//! - `rustls-aws-lc`: the same with `aws-lc-rs`, which takes longer to build.
//! - `http`: HTTP without TLS, which the client allows to loopback addresses only.
//! - `raw-card-data`: calls that carry a raw card number. They put your program into the full scope of PCI DSS.
//! - `encryption`: encrypting bank account numbers (with `raw-card-data`, cards too) with PayTrace's public key.
//!
//! Without any of these there is no network: models, calls, [`RowScanner`] and [`Client`] over your own
//! [`Transport`].

mod ach;
#[cfg(feature = "client")]
mod auth;
#[cfg(feature = "raw-card-data")]
pub mod card;
#[cfg(feature = "client")]
mod client;
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
mod protect;
#[cfg(feature = "client")]
mod recorder;
mod redact;
mod refusal;
#[cfg(feature = "client")]
mod retry;
pub mod silent_post;
mod swipe;
#[cfg(feature = "client")]
pub mod transport;
pub mod v1;
pub mod v3;
mod wire;

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
pub use model::{Address, Approval, BadRecord, BadRow, CaptureAnswer, CheckTransactionId, CustomerId, CustomerNumber, CustomerReferenceId, Decline, Description, Email, Frequency, IdError, InvoiceId, MaskedCard, MerchantId, PaymentCount, RecurrenceId, RecurringCharge, RefundAnswer, SaleAnswer, Status, Transaction, TransactionId, TransactionType, VoidAnswer};
pub use keyed::{KeyedCard, SecurityCode};
pub use operation::{Dialect, Effect, Endpoint, Export, MerchantIn, Method, Operation, Outgoing, RawReply};
pub use protect::{ClientKey, ProtectToken};
#[cfg(feature = "client")]
pub use recorder::Recorder;
pub use secrecy::SecretString;
pub use swipe::Swipe;
#[cfg(feature = "client")]
pub use transport::{Failure, Reply, Request, Transport};
