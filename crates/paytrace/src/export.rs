//! Exports: finding rows in a stream of bytes and reading them.
//!
//! [`RowScanner`] and [`ExportRow`] do no IO; [`ExportStream`] feeds them from the network.
#![cfg_attr(not(feature = "client"), doc = "", doc = "[`ExportStream`]: crate#features")]

mod by_day;
mod decode;
mod envelope;
mod lexer;
mod row;
mod scanner;
#[cfg(feature = "client")]
mod stream;

pub use by_day::{ByDays, DayRange};
#[cfg(feature = "client")]
pub use by_day::{DayStream, DaysError};
pub(crate) use decode::{Bad, address, address_v3, card, decode, decode_v3};
pub use envelope::ExportEnvelope;
pub(crate) use envelope::errors_in;
pub use row::{ExportRow, ROW_LIMIT, RawRow};
pub use scanner::{RowScanner, ScanError};
#[cfg(feature = "client")]
pub use stream::ExportStream;
