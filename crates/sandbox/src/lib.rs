//! Simulators of PayTrace and of a Sage 50 gateway, for tests and first steps.
//!
//! Each simulator is a value with shared state: take its [`axum::Router`], hand it to [`server::serve`], and talk
//! to the address with any HTTP client. Answers can be lost, late, cut or refused on purpose through
//! [`fault::Faults`]. The program `paysage-sandbox` serves both from the command line.
//!
//! Nothing here moves money, and no secret protects it: the credentials are public. Serve it on loopback only.

pub mod fault;
pub mod paytrace;
pub mod sage50;
pub mod server;
