//! Protect.js, PayTrace's card form in the browser.

mod create_token;

pub use create_token::CreateToken;
