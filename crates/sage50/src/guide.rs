//! How to get into a company's books, page by page: which door, how to set it up, and what to do in doubt.

#[doc = include_str!("guide/doors.md")]
pub mod doors {}

#[doc = include_str!("guide/lost_answers.md")]
pub mod lost_answers {}

#[cfg(feature = "client")]
#[doc = include_str!("guide/gateway.md")]
pub mod gateway {}

#[cfg(feature = "files")]
#[doc = include_str!("guide/at_the_screen.md")]
pub mod at_the_screen {}
