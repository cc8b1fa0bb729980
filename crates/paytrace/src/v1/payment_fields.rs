//! Protect.js: the card form in the browser, which keeps card numbers away from the program.

mod create_token;

pub use create_token::CreateToken;
