//! Finds the rows of an export in bytes that come in pieces, in memory that does not grow with the export.

use std::collections::VecDeque;

use super::envelope::ExportEnvelope;
use super::lexer::{DEPTH_LIMIT, Lexer, Lost};
use super::row::{ROW_LIMIT, RawRow, RowBuffer};
#[cfg(feature = "client")]
use crate::operation::Dialect;

/// The most an answer may hold besides its rows, in bytes.
const ENVELOPE_LIMIT: usize = 64 * 1024;

/// Why a body is no whole export. Rows handed out before are only a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScanError {
    /// The body is no JSON.
    #[error("the export is damaged: byte {at} cannot stand there in JSON; export again")]
    NotJson {
        /// How many bytes were read up to the place.
        at: u64,
    },
    /// The body is JSON, but not the gateway's answer to an export.
    #[error("the body is no export: it has no success, response_code and list of rows")]
    NotAnExport,
    /// The body is the gateway's complaint about the token.
    #[error("PayTrace refused the access token (invalid_token); sign in again and repeat the export")]
    TokenRefused,
    /// The body stops before its end.
    #[error("the export was cut off after {rows} whole rows and {at} bytes; export again")]
    Cut {
        /// How many bytes came.
        at: u64,
        /// How many rows were whole.
        rows: u64,
    },
    /// Something stands behind the end of the body.
    #[error("the export has something behind its end, at byte {at}; export again")]
    Trailing {
        /// How many bytes were read up to the place.
        at: u64,
    },
    /// The list of rows stands twice in the body.
    #[error("the export has two lists of rows, the second at byte {at}; export again")]
    TwoLists {
        /// How many bytes were read up to the place.
        at: u64,
    },
    /// A value is nested too deeply to be followed.
    #[error("the export is nested deeper than {limit} levels, which no export is; export again")]
    TooDeep {
        /// The deepest nesting allowed.
        limit: u32,
    },
    /// What stands around the rows is no valid JSON, or has a key twice.
    #[error("the export is damaged around its rows; export again")]
    DamagedEnvelope,
    /// What stands around the rows is too long to be an envelope.
    #[error("the export has more than {limit} bytes besides its rows, which no export has; export again")]
    EnvelopeTooLarge {
        /// The most that is allowed, in bytes.
        limit: usize,
    },
}

/// Finds the rows of `{"success":true,"response_code":1,…,"transactions":[{…},…]}`, in pieces of any size.
///
/// Other keys may stand before or behind the list. Memory is bounded by the largest piece and one row. A row of
/// more than 64 KiB is skipped and handed out cut, so that it can be reported; the scan goes on behind it.
///
/// Until [`RowScanner::finish`] has said so, the rows are not known to be all, nor the answer to be a success.
///
/// ```
/// use paytrace::export::RowScanner;
///
/// # fn main() -> Result<(), paytrace::export::ScanError> {
/// let mut scanner = RowScanner::new("transactions");
/// scanner.push(br#"{"success":true,"response_code":1,"transac"#)?;
/// scanner.push(br#"tions":[{"transaction_id":1},{"transaction_id":2}]}"#)?;
/// let mut rows = Vec::new();
/// while let Some(row) = scanner.next_row() {
///     rows.push(row.into_bytes());
/// }
/// assert_eq!(rows, [br#"{"transaction_id":1}"#, br#"{"transaction_id":2}"#]);
/// assert!(scanner.finish()?.is_success());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct RowScanner {
    list: &'static str,
    state: State,
    lexer: Lexer,
    /// Bytes consumed so far.
    at: u64,
    /// The answer's text without its rows.
    envelope: Vec<u8>,
    key: Vec<u8>,
    row: RowBuffer,
    rows: u64,
    listed: bool,
    ready: VecDeque<RawRow>,
    failed: Option<ScanError>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Key,
    InKey,
    Colon,
    Value,
    InValue,
    AfterValue,
    /// At an element of the list; the list may end here only when it is the first.
    Element {
        first: bool,
    },
    InElement,
    AfterElement,
    End,
}

impl RowScanner {
    /// Looks for the list under the key `list` (`transactions`).
    pub fn new(list: &'static str) -> Self {
        Self {
            list,
            state: State::Start,
            lexer: Lexer::default(),
            at: 0,
            envelope: Vec::new(),
            key: Vec::new(),
            row: RowBuffer::new(ROW_LIMIT),
            rows: 0,
            listed: false,
            ready: VecDeque::new(),
            failed: None,
        }
    }

    /// Keeps rows of up to `bytes` whole; 64 KiB unless set.
    #[must_use]
    pub fn with_row_limit(mut self, bytes: usize) -> Self {
        self.row = RowBuffer::new(bytes);
        self
    }

    /// A scanner of the list that holds a dialect's transactions.
    #[cfg(feature = "client")]
    pub(crate) fn of(dialect: Dialect) -> Self {
        Self::new(match dialect {
            Dialect::V1 => "transactions",
            Dialect::V3 => "data",
        })
    }

    /// Takes the next piece; rows that it makes whole come out of [`RowScanner::next_row`].
    ///
    /// # Errors
    /// What the bytes so far already prove wrong. After an error the scanner gives the same error for ever; the
    /// rows it found before it can still be taken.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), ScanError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let mut rest = piece;
        while !rest.is_empty() {
            match self.step(rest) {
                Ok(used) => {
                    self.at = self.at.saturating_add(length(used));
                    rest = rest.get(used..).unwrap_or_default();
                }
                Err(error) => {
                    self.failed = Some(error);
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// The error that ended the scan, if one did.
    pub fn failed(&self) -> Option<ScanError> {
        self.failed
    }

    /// The next whole row, in the order of the body.
    pub fn next_row(&mut self) -> Option<RawRow> {
        self.ready.pop_front()
    }

    /// Ends the body and reads what stood around the rows.
    ///
    /// # Errors
    /// The body was cut off, damaged, or is no answer to an export. An answer that is an export's but says that it
    /// failed is no error here: see [`ExportEnvelope::is_success`].
    pub fn finish(self) -> Result<ExportEnvelope, ScanError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if self.state != State::End {
            return Err(ScanError::Cut { at: self.at, rows: self.rows });
        }
        ExportEnvelope::read(&self.envelope, self.rows, self.listed)
    }

    /// Consumes at least one byte or changes the state.
    fn step(&mut self, rest: &[u8]) -> Result<usize, ScanError> {
        match self.state {
            State::InKey | State::InValue | State::InElement => self.follow(rest),
            _ => {
                let blanks = rest.iter().take_while(|byte| is_blank(**byte)).count();
                match rest.get(blanks) {
                    Some(byte) if blanks == 0 => self.structure(*byte),
                    _ => Ok(blanks),
                }
            }
        }
    }

    /// Goes on within a key, a value or a row.
    fn follow(&mut self, rest: &[u8]) -> Result<usize, ScanError> {
        let (used, done) = self.lexer.run(rest).map_err(|lost| match lost {
            Lost::Mismatch(place) => self.damaged(place.saturating_sub(1)),
            Lost::TooDeep => ScanError::TooDeep { limit: DEPTH_LIMIT },
        })?;
        let text = rest.get(..used).unwrap_or_default();
        if self.state == State::InElement {
            self.row.push(text);
        } else {
            self.keep(text)?;
        }
        match self.state {
            State::InKey => {
                self.key.extend_from_slice(text);
                if done {
                    self.state = State::Colon;
                }
            }
            State::InElement if done => {
                self.ready.push_back(self.row.take());
                self.rows = self.rows.saturating_add(1);
                self.state = State::AfterElement;
            }
            State::InValue if done => self.state = State::AfterValue,
            _ => {}
        }
        Ok(used)
    }

    /// Takes one byte that is no blank, between values.
    fn structure(&mut self, byte: u8) -> Result<usize, ScanError> {
        let next = match (self.state, byte) {
            (State::Start, b'{') | (State::AfterValue, b',') => State::Key,
            (State::Start, _) => return Err(ScanError::NotAnExport),
            (State::Key, b'"') => {
                self.key.clear();
                self.lexer = Lexer::at(byte);
                self.state = State::InKey;
                return Ok(0);
            }
            (State::Key | State::AfterValue, b'}') => State::End,
            (State::Colon, b':') => State::Value,
            (State::Value, _) => return self.value(byte),
            (State::Element { first: true } | State::AfterElement, b']') => {
                self.keep(b"null")?;
                self.state = State::AfterValue;
                return Ok(1);
            }
            (State::Element { .. }, first) if starts_value(first) => {
                self.lexer = Lexer::at(first);
                self.state = State::InElement;
                return Ok(0);
            }
            (State::AfterElement, b',') => {
                self.state = State::Element { first: false };
                return Ok(1);
            }
            (State::End, _) => return Err(ScanError::Trailing { at: self.at }),
            _ => return Err(self.damaged(0)),
        };
        self.keep(&[byte])?;
        self.state = next;
        Ok(1)
    }

    /// Starts the value of a top-level key.
    fn value(&mut self, first: u8) -> Result<usize, ScanError> {
        let key = serde_json::from_slice::<String>(&self.key).map_err(|_| self.damaged(0))?;
        if key == self.list {
            if self.listed {
                return Err(ScanError::TwoLists { at: self.at });
            }
            self.listed = true;
            match first {
                b'[' => {
                    self.state = State::Element { first: true };
                    return Ok(1);
                }
                b'n' => {}
                _ => return Err(ScanError::NotAnExport),
            }
        }
        if !starts_value(first) {
            return Err(self.damaged(0));
        }
        self.lexer = Lexer::at(first);
        self.state = State::InValue;
        Ok(0)
    }

    fn keep(&mut self, text: &[u8]) -> Result<(), ScanError> {
        let kept = self.envelope.len().saturating_add(text.len());
        if kept > ENVELOPE_LIMIT {
            return Err(ScanError::EnvelopeTooLarge { limit: ENVELOPE_LIMIT });
        }
        self.envelope.extend_from_slice(text);
        Ok(())
    }

    fn damaged(&self, offset: usize) -> ScanError {
        ScanError::NotJson { at: self.at.saturating_add(length(offset)) }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn starts_value(byte: u8) -> bool {
    matches!(byte, b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')
}

pub(super) fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
