//! What the text files of the UK and Canadian editions share: whole records or none, Windows-1252, CRLF.

use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;
use encoding_rs::WINDOWS_1252;
use paysage_money::{Currency, Money, MoneyError};

use crate::model::{Document, Edition, Kind};

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

/// A document that was not written, with the reason and what a person can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// Its kind.
    pub kind: Kind,
    /// Its reference.
    pub reference: Box<str>,
    /// Why it was not written.
    pub reason: String,
    /// What a person can do.
    pub fix: &'static str,
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} is not in the file: {}; {}", self.kind, self.reference, self.reason, self.fix)
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
    pub reason: String,
    /// What a person can do.
    pub fix: &'static str,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, reference {:?}: {}; {}", self.line, self.reference, self.reason, self.fix)
    }
}

/// Why one record is not written or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stop {
    pub(crate) reason: String,
    pub(crate) fix: &'static str,
}

pub(crate) const AT_ITS_SOURCE: &str = "correct it at its source";
pub(crate) const ASK_FOR_A_NEW_FILE: &str = "ask for the file again, untouched by any other program";

impl Stop {
    pub(crate) fn new(reason: impl fmt::Display, fix: &'static str) -> Self {
        Self { reason: reason.to_string(), fix }
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
    pub(crate) fn take(
        &mut self,
        document: &Document,
        write: impl FnOnce(&mut Record) -> Result<(), Stop>,
    ) {
        let (kind, reference) = (document.kind(), document.reference());
        match self.record(document, write) {
            Ok((bytes, left_out)) => {
                self.written.bytes.extend(bytes);
                self.written.documents = self.written.documents.saturating_add(1);
                let left_out = left_out.into_iter();
                self.written
                    .left_out
                    .extend(left_out.map(|what| LeftOut { kind, reference: reference.into(), what }));
            }
            Err(Stop { reason, fix }) => {
                self.written.blocked.push(Blocked { kind, reference: reference.into(), reason, fix });
            }
        }
    }

    fn record(
        &mut self,
        document: &Document,
        write: impl FnOnce(&mut Record) -> Result<(), Stop>,
    ) -> Result<(Vec<u8>, Vec<&'static str>), Stop> {
        self.edition.check(document).map_err(of_problems)?;
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

fn of_problems(problems: Vec<crate::model::Problem>) -> Stop {
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
    let strange = |letter: &char| WINDOWS_1252.encode(letter.encode_utf8(&mut [0; 4])).2;
    let letter = text.chars().find(strange).unwrap_or_default();
    Err(Stop::new(
        format_args!("{letter:?} is in none of Sage's files, which are Windows-1252"),
        "write it with other letters at its source",
    ))
}

/// The text of a file: Windows-1252, or UTF-8 or UTF-16 behind its mark.
pub(crate) fn decode(bytes: &[u8]) -> String {
    WINDOWS_1252.decode(bytes).0.into_owned()
}

/// A text that no spreadsheet runs as a formula, which would change what Sage gets when a file is looked at in one.
pub(crate) fn plain(text: &str) -> Result<&str, Stop> {
    if text.starts_with(['=', '+', '-', '@']) {
        return Err(Stop::new(
            format_args!("{text:?} begins as a formula does, and a spreadsheet would run it"),
            "let the text begin with a letter or digit",
        ));
    }
    Ok(text)
}

/// Whether a spreadsheet made this of a long number, e.g. `1.05969E+08`.
pub(crate) fn is_mangled(text: &str) -> bool {
    text.split_once("E+").is_some_and(|(digits, power)| {
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.starts_with(|first: char| first.is_ascii_digit())
            && digits.split('.').all(is_number)
            && is_number(power)
    })
}

/// Splits an amount by weights, to the cent: what division leaves over goes to the largest remainders, and among
/// equal ones to the earlier. The parts add up to the amount. Weights of zero altogether give all to the first.
pub(crate) fn split(amount: Money, weights: &[Money]) -> Result<Vec<Money>, MoneyError> {
    let total: i128 = weights.iter().map(|weight| i128::from(weight.minor())).sum();
    let whole = i128::from(amount.minor());
    let mut parts = Vec::with_capacity(weights.len());
    for (place, weight) in weights.iter().enumerate() {
        let weighted = whole.checked_mul(i128::from(weight.minor())).ok_or(MoneyError::OutOfRange)?;
        let (part, rest) = match (weighted.checked_div(total), weighted.checked_rem(total)) {
            (Some(part), Some(rest)) => (part, rest),
            _ => (0, 0),
        };
        parts.push((place, part, rest));
    }
    let given = parts.iter().map(|(_, part, _)| *part).sum::<i128>();
    let left = usize::try_from(whole.saturating_sub(given)).map_err(|_| MoneyError::OutOfRange)?;
    parts.sort_by_key(|(place, _, rest)| (std::cmp::Reverse(*rest), *place));
    if total == 0 {
        if let Some(first) = parts.first_mut() {
            first.1 = whole;
        }
    } else {
        parts.iter_mut().take(left).for_each(|part| part.1 = part.1.saturating_add(1));
    }
    parts.sort_by_key(|(place, ..)| *place);
    let money = |part| i64::try_from(part).map(|minor| Money::from_minor(minor, amount.currency()));
    parts.into_iter().map(|(_, part, _)| money(part).map_err(|_| MoneyError::OutOfRange)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn gbp(minor: i64) -> Money {
        Money::from_minor(minor, Currency::Gbp)
    }

    #[test]
    fn what_division_leaves_over_goes_to_the_largest_remainders() {
        let parts = |amount, weights: &[i64]| {
            let weights = weights.iter().copied().map(gbp).collect::<Vec<_>>();
            split(gbp(amount), &weights).unwrap().into_iter().map(Money::minor).collect::<Vec<_>>()
        };
        assert_eq!(parts(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(parts(100, &[1, 2, 4]), [14, 29, 57]);
        assert_eq!(parts(5, &[0, 0]), [5, 0]);
        assert_eq!(parts(0, &[3, 4]), [0, 0]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_are_within_a_cent_of_their_share(
            amount in 0_i64..1_000_000_000,
            weights in vec(1_i64..1_000_000_000, 1..20),
        ) {
            let money = weights.iter().copied().map(gbp).collect::<Vec<_>>();
            let parts = split(gbp(amount), &money).unwrap();
            prop_assert_eq!(Money::sum(parts.iter().copied(), Currency::Gbp), Ok(gbp(amount)));
            let total = i128::from(weights.iter().sum::<i64>());
            for (part, weight) in parts.iter().zip(weights) {
                let off = i128::from(part.minor()) * total - i128::from(amount) * i128::from(weight);
                prop_assert!(off.abs() < total);
            }
        }
    }

    #[test]
    fn what_a_spreadsheet_does_to_numbers_is_known() {
        for mangled in ["1.05969E+08", "1E+05", "12.5E+10"] {
            assert!(is_mangled(mangled), "{mangled}");
        }
        for fine in ["INV-1", "E+1", "1E5", "1.E+5", "RE+1", "1E+", "12E+1A", ""] {
            assert!(!is_mangled(fine), "{fine}");
        }
    }

    #[test]
    fn a_letter_outside_windows_1252_is_named() {
        assert_eq!(encode("Łódź").unwrap_err().reason, "'Ł' is in none of Sage's files, which are Windows-1252");
        assert_eq!(encode("£ é €").unwrap(), b"\xa3 \xe9 \x80");
        assert_eq!(decode(b"\xa3 \xe9 \x80"), "£ é €");
        assert_eq!(decode("\u{feff}Łódź".as_bytes()), "Łódź");
    }
}
