//! The calls of the v3 dialect ("Trace API", North's B2B API), one file each.
//!
//! v3 names customers by PayTrace's number where v1 names them by the merchant's own id (here the label), and most
//! calls need the merchant's number: give it to the client once, with `ClientBuilder::with_merchant_id`.

pub(crate) mod answer;
