//! What the text files of all editions share: a document whole or not at all, Windows-1252, no formulas; and what those
//! of the UK and Canada share beyond.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;
use encoding_rs::WINDOWS_1252;
use paysage_money::{Currency, MoneyError, TextError};

use crate::model::{Document, DocumentError, Edition, Kind, Problem};

/// A file's content and what did not get into it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The content: Windows-1252, lines ended by CR and LF; empty when every document was blocked.
    pub bytes: Vec<u8>,
    /// How many documents are in it, each whole.
    pub documents: usize,
    /// The documents that are not in it.
    pub blocked: Vec<Blocked>,
    /// What of the documents in it the format has no place for; none of it changes an amount or an account.
    pub left_out: Vec<LeftOut>,
}

/// A document that was not written, why, and what to do about it. The other documents were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// The document, whole.
    pub document: Box<Document>,
    /// Why it was not written.
    pub reason: Box<str>,
    /// What a person can do about it.
    pub fix: Box<str>,
}

/// E.g. `invoice INV-1 was not written: …; …`.
impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, reference) = (self.document.kind(), self.document.reference());
        write!(f, "{kind} {reference} was not written: {}; {}", self.reason, self.fix)
    }
}

/// Something a document says and the file does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The document's kind.
    pub kind: Kind,
    /// The document's reference.
    pub reference: Box<str>,
    /// What is left out, e.g. `deposit ticket`.
    pub what: &'static str,
}

/// The documents of a file and what of it is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadBack {
    /// The documents, in the order of the file.
    pub documents: Vec<Document>,
    /// The records that are no documents; nothing of them is among the documents.
    pub refused: Vec<Refused>,
}

/// A record of a file that cannot be read as a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its reference as it stands there.
    pub reference: Box<str>,
    /// Why it cannot be read.
    pub reason: Box<str>,
    /// What a person can do.
    pub fix: Cow<'static, str>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, reference {:?}: {}; {}", self.line, self.reference, self.reason, self.fix)
    }
}

/// Why one document is not written, or one record not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stop {
    pub(crate) reason: Box<str>,
    pub(crate) fix: Cow<'static, str>,
}

pub(crate) const AT_ITS_SOURCE: &str = "correct it at its source";
pub(crate) const ASK_FOR_A_NEW_FILE: &str = "ask for the file again, untouched by any other program";

impl Stop {
    pub(crate) fn new(reason: impl fmt::Display, fix: impl Into<Cow<'static, str>>) -> Self {
        Self { reason: reason.to_string().into(), fix: fix.into() }
    }

    /// The document it stops.
    pub(crate) fn of(self, document: &Document) -> Blocked {
        let fix = self.fix.into_owned().into();
        Blocked { document: Box::new(document.clone()), reason: self.reason, fix }
    }
}

impl From<DocumentError> for Stop {
    fn from(error: DocumentError) -> Self {
        Self::new(error, AT_ITS_SOURCE)
    }
}

impl From<TextError> for Stop {
    fn from(error: TextError) -> Self {
        Self::new(error, AT_ITS_SOURCE)
    }
}

impl From<MoneyError> for Stop {
    fn from(error: MoneyError) -> Self {
        Self::new(error, AT_ITS_SOURCE)
    }
}

/// One record while it is written.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) text: String,
    left_out: Vec<&'static str>,
}

impl Record {
    /// Notes something the format has no place for.
    pub(crate) fn leave_out(&mut self, what: &'static str, there_is_some: bool) {
        if there_is_some && !self.left_out.contains(&what) {
            self.left_out.push(what);
        }
    }

    /// Ends a line.
    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push_str("\r\n");
    }
}

/// Writes records one by one; each goes in whole or not at all.
#[derive(Debug)]
pub(crate) struct Records {
    edition: Edition,
    currency: Currency,
    seen: BTreeSet<(Kind, String, String, Option<NaiveDate>)>,
    written: Written,
}

impl Records {
    pub(crate) fn new(edition: Edition, currency: Currency) -> Self {
        Self { edition, currency, seen: BTreeSet::new(), written: Written::default() }
    }

    /// Writes a document by `write`, or notes why not.
    pub(crate) fn take(&mut self, document: &Document, write: impl FnOnce(&mut Record) -> Result<(), Stop>) {
        let (kind, reference) = (document.kind(), document.reference());
        match self.record(document, write) {
            Ok((bytes, left_out)) => {
                self.written.bytes.extend(bytes);
                self.written.documents = self.written.documents.saturating_add(1);
                let left_out = left_out.into_iter();
                self.written.left_out.extend(left_out.map(|what| LeftOut {
                    kind,
                    reference: reference.into(),
                    what,
                }));
            }
            Err(stop) => self.written.blocked.push(stop.of(document)),
        }
    }

    fn record(
        &mut self,
        document: &Document,
        write: impl FnOnce(&mut Record) -> Result<(), Stop>,
    ) -> Result<(Vec<u8>, Vec<&'static str>), Stop> {
        self.edition.check(document).map_err(|problems| of_problems(&problems))?;
        if let Some(amount) = document.amount().filter(|amount| amount.currency() != self.currency) {
            return Err(Stop::new(
                format_args!("it is in {} and the books are in {}", amount.currency(), self.currency),
                "book it in the currency of the books",
            ));
        }
        let mut record = Record::default();
        write(&mut record)?;
        let bytes = encode(&record.text)?;
        // Sage would merge two of the same name into one, or book both.
        let customer = document.customer().map_or("", |id| id.as_str()).to_lowercase();
        let name = (document.kind(), document.reference().to_lowercase(), customer, document.date());
        if !self.seen.insert(name) {
            return Err(Stop::new(
                "a document of this kind, reference, customer and day is in the file already",
                "remove the second one, or give it a reference of its own",
            ));
        }
        Ok((bytes, record.left_out))
    }

    /// The file, headed by `heading` when there is anything in it.
    pub(crate) fn finish(mut self, heading: &str) -> Written {
        if self.written.documents > 0 {
            self.written.bytes.splice(0..0, heading.bytes());
        }
        self.written
    }
}

/// What an edition does not take of a document.
pub(crate) fn of_problems(problems: &[Problem]) -> Stop {
    let fix = problems.first().map_or(AT_ITS_SOURCE, |problem| problem.remedy);
    let problems = problems.iter().map(|problem| {
        format!("{} is {:?}, of which {} are allowed", problem.field, problem.found, problem.limit)
    });
    Stop::new(problems.collect::<Vec<_>>().join(", and "), fix)
}

/// The text in Windows-1252.
fn encode(text: &str) -> Result<Vec<u8>, Stop> {
    let (bytes, _, unmappable) = WINDOWS_1252.encode(text);
    if !unmappable {
        return Ok(bytes.into_owned());
    }
    let letter = unmappable_in(text).unwrap_or_default();
    Err(Stop::new(
        format_args!("{letter:?} is in none of Sage's files, which are Windows-1252"),
        "write it with other letters at its source",
    ))
}

/// The first character that Windows-1252 lacks.
pub(crate) fn unmappable_in(text: &str) -> Option<char> {
    let strange = |letter: &char| WINDOWS_1252.encode(letter.encode_utf8(&mut [0; 4])).2;
    if text.is_ascii() { None } else { text.chars().find(strange) }
}

/// The text of a file: Windows-1252, or UTF-8 or UTF-16 behind its mark.
pub(crate) fn decode(bytes: &[u8]) -> String {
    WINDOWS_1252.decode(bytes).0.into_owned()
}

/// The cells of a line: blanks around them are dropped, quotes around them too, and a quote within counts double.
///
/// What follows a closing quote up to the comma is kept, so that a quote somebody forgot to double loses nothing.
pub(crate) fn cells(line: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut rest = Some(line);
    while let Some(text) = rest {
        let text = text.trim_start_matches([' ', '\t']);
        let mut cell = String::new();
        let mut tail = text;
        if let Some(mut quoted) = text.strip_prefix('"') {
            loop {
                let (before, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                cell.push_str(before);
                let Some(more) = after.strip_prefix('"') else {
                    tail = after;
                    break;
                };
                cell.push('"');
                quoted = more;
            }
        }
        let (end, next) = tail.split_once(',').map_or((tail, None), |(end, next)| (end, Some(next)));
        cell.push_str(end.trim_end());
        cells.push(cell);
        rest = next;
    }
    cells
}

/// A text that no spreadsheet runs as a formula, which would change what Sage gets when a file is looked at in one.
pub(crate) fn plain(text: &str) -> Result<&str, Stop> {
    if formula_sign(text).is_some() {
        return Err(Stop::new(
            format_args!("{text:?} begins as a formula does, and a spreadsheet would run it"),
            "let the text begin with a letter or digit",
        ));
    }
    Ok(text)
}

/// The sign by which a spreadsheet takes a text for a formula; blanks in front do not stop every one of them.
pub(crate) fn formula_sign(text: &str) -> Option<char> {
    text.trim_start().chars().next().filter(|first| "=+-@".contains(*first))
}

/// Whether a spreadsheet made this of a long number, e.g. `1.05969E+08`.
pub(crate) fn is_mangled(text: &str) -> bool {
    text.split_once("E+").is_some_and(|(digits, power)| {
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.split('.').all(is_number) && is_number(power)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_into_cells_whoever_wrote_it() {
        let cases: [(&str, &[&str]); 7] = [
            ("a,b", &["a", "b"]),
            (" a , \"b, c\" ,", &["a", "b, c", ""]),
            ("\"say \"\"hi\"\"\",x", &["say \"hi\"", "x"]),
            ("\"\",\"\"", &["", ""]),
            ("\"open, to the end", &["open, to the end"]),
            ("\"a\"b,c", &["ab", "c"]),
            ("", &[""]),
        ];
        for (line, expected) in cases {
            assert_eq!(cells(line), expected, "{line}");
        }
    }

    #[test]
    fn what_a_spreadsheet_does_to_numbers_is_known() {
        for mangled in ["1.05969E+08", "1E+05", "12.5E+10"] {
            assert!(is_mangled(mangled), "{mangled}");
        }
        for fine in ["INV-1", "E+1", "1E5", "1.E+5", "RE+1", "1E+", "12E+1A", ".5E+1", ""] {
            assert!(!is_mangled(fine), "{fine}");
        }
    }

    #[test]
    fn a_formula_is_known_with_blanks_in_front_too() {
        for formula in ["=1+1", "+1", "-5", "@cmd", " =1", "-"] {
            assert!(plain(formula).is_err(), "{formula}");
        }
        for fine in ["a=1", "1-2", ""] {
            assert_eq!(plain(fine), Ok(fine));
        }
    }

    #[test]
    fn a_letter_outside_windows_1252_is_named() {
        assert_eq!(
            &*encode("Łódź").unwrap_err().reason,
            "'Ł' is in none of Sage's files, which are Windows-1252"
        );
        assert_eq!(encode("£ é €").unwrap(), b"\xa3 \xe9 \x80");
        assert_eq!(decode(b"\xa3 \xe9 \x80"), "£ é €");
        assert_eq!(decode("\u{feff}Łódź".as_bytes()), "Łódź");
    }
}
