//! Decides, without doing anything, what a PayTrace record becomes in Sage 50, and says why.
//!
//! [`plan`] is pure and total: every record gives documents, or the reason why there is none, or a question for
//! a person, or a rejection. It reads no clock, no file and no network, so the same record and the same
//! [`Profile`] always give the same plan: that is what makes planning twice harmless.
//!
//! ```
//! use paysage_mapping::{Decision, Profile, plan};
//! use paytrace::Transaction;
//!
//! let row = br#"{"transaction_id":100000042,"transaction_type":"SALE","amount":19.99,"customer_id":"CEDAR-HVAC",
//!     "billing_address":{"name":"Cedar Heating"},"status_code":"GB571","status_message":"GB571",
//!     "created":{"at":"6/10/2026 4:06:30 PM"},"settled":"6/10/2026 8:13:45 PM"}"#;
//! let transaction = Transaction::from_json(row).unwrap();
//! let plan = plan(&transaction, &Profile::default());
//! let Decision::Post(documents) = &plan.decision else { panic!("a settled sale is posted") };
//! let references: Vec<_> = documents.iter().map(|document| document.reference()).collect();
//! assert_eq!(references, ["CEDAR-HVAC", "PT100000042-I", "PT100000042-R"]);
//! ```

mod customer;
mod documents;
mod plan;
mod profile;
mod reference;
mod rule;
mod stake;
mod unfit;

pub use plan::{Decision, Plan, Silence, plan, plan_row};
pub use profile::{Profile, WalkIn};
pub use reference::{ReferenceKind, reference, transaction_of};
pub use rule::Rule;
pub use stake::{stake, stake_of_bad_row};
