//! Rows of a file's text, taken apart into cells.

use std::borrow::Cow;

/// Takes the cells of a row as they are found.
pub(super) struct Cells<'r, 't> {
    taken: &'r mut Vec<Cow<'t, str>>,
    first: usize,
    kept: &'r [bool],
    keeps_others: bool,
    pub(super) found: usize,
    begins_blank: bool,
}

impl<'r, 't> Cells<'r, 't> {
    pub(super) fn new(taken: &'r mut Vec<Cow<'t, str>>, kept: &'r [bool], keeps_others: bool) -> Self {
        let first = taken.len();
        Self { taken, first, kept, keeps_others, found: 0, begins_blank: false }
    }

    /// Whether the next cell is kept.
    fn keeps_next(&self) -> bool {
        self.kept.get(self.found).copied().unwrap_or(self.keeps_others)
    }

    fn take(&mut self, cell: Cow<'t, str>) {
        if self.found == 0 {
            self.begins_blank = cell.trim().is_empty();
        }
        if self.keeps_next() {
            self.taken.push(cell);
        }
        self.found = self.found.saturating_add(1);
    }

    /// Takes the unquoted cells in front of a text, each with the comma behind it, and gives back the rest.
    fn take_plain(&mut self, text: &'t str) -> &'t str {
        let (words, last) = text.as_bytes().as_chunks();
        let (mut from, mut at) = (0_usize, 0_usize);
        for word in words {
            if !self.take_marked(text, marks(*word), at, &mut from) {
                return text.get(from..).unwrap_or_default();
            }
            at = at.saturating_add(word.len());
        }
        let mut word = [0; 8];
        for (place, byte) in word.iter_mut().zip(last) {
            *place = *byte;
        }
        self.take_marked(text, marks(word), at, &mut from);
        text.get(from..).unwrap_or_default()
    }

    /// Takes the cells that end in the word `at`, the first of which begins `from`; `false` where they end.
    #[inline]
    fn take_marked(&mut self, text: &'t str, mut marks: u64, at: usize, from: &mut usize) -> bool {
        while let Some(place) = marks.trailing_zeros().checked_div(8).filter(|_| marks > 0) {
            let place = at.saturating_add(usize::try_from(place).unwrap_or_default());
            marks &= marks.wrapping_sub(1);
            match text.as_bytes().get(place) {
                Some(b',') => {
                    if self.found == 0 || self.keeps_next() {
                        self.take(Cow::Borrowed(text.get(*from..place).unwrap_or_default()));
                    } else {
                        self.found = self.found.saturating_add(1);
                    }
                    *from = place.saturating_add(1);
                }
                // An inch mark.
                Some(b'"') if place > *from => {}
                _ => return false,
            }
        }
        true
    }

    /// Begins the row anew.
    pub(super) fn forget(&mut self) {
        self.taken.truncate(self.first);
        self.found = 0;
    }

    pub(super) fn is_blank(&self) -> bool {
        self.found == 1 && self.begins_blank
    }
}

/// The highest bit of each byte that is a comma, a quote or a line break; the first byte is the lowest.
#[inline]
fn marks(word: [u8; 8]) -> u64 {
    const LOW: u64 = u64::from_ne_bytes([0x7f; 8]);
    let word = u64::from_le_bytes(word);
    // The sums stay within their bytes, and have the highest bit where a byte is not the wanted one.
    let is = |byte: u8| {
        let other = word ^ u64::from_ne_bytes([byte; 8]);
        !(((other & LOW).wrapping_add(LOW)) | other | LOW)
    };
    is(b',') | is(b'"') | is(b'\r') | is(b'\n')
}

/// All cells of the first row, the lines it takes, and the rest.
pub(super) fn first_row(text: &str) -> (Vec<Cow<'_, str>>, usize, &str) {
    let mut cells = Vec::new();
    let mut row = Cells::new(&mut cells, &[], true);
    let (lines, tail) = strict(text, &mut row).unwrap_or_else(|| {
        row.forget();
        tolerant(text, &mut row)
    });
    (cells, lines, tail)
}

/// One row with its quotes in order: the lines it takes, and the rest; `None` when they are not.
pub(super) fn strict<'t>(text: &'t str, row: &mut Cells<'_, 't>) -> Option<(usize, &'t str)> {
    let (mut rest, mut lines) = (text, 1_usize);
    loop {
        rest = row.take_plain(rest);
        let (cell, tail) = match rest.strip_prefix('"') {
            None => plain(rest),
            Some(body) => {
                let (cell, tail) = quoted(body)?;
                lines = lines.saturating_add(cell.bytes().filter(|byte| *byte == b'\n').count());
                (cell, tail)
            }
        };
        row.take(cell);
        match tail.strip_prefix(',') {
            Some(next) => rest = next,
            None => return Some((lines, after_break(tail))),
        }
    }
}

fn plain(text: &str) -> (Cow<'_, str>, &str) {
    let end = text.bytes().position(|byte| matches!(byte, b',' | b'\r' | b'\n')).unwrap_or(text.len());
    let (cell, tail) = text.split_at(end);
    (Cow::Borrowed(cell), tail)
}

/// A quoted cell behind its first quote: doubled quotes within, and a separator or the end behind the last.
fn quoted(body: &str) -> Option<(Cow<'_, str>, &str)> {
    let (mut doubled, mut rest) = (String::new(), body);
    loop {
        let (part, tail) = rest.split_once('"')?;
        if let Some(next) = tail.strip_prefix('"') {
            doubled.push_str(part);
            doubled.push('"');
            rest = next;
        } else if !(tail.is_empty() || tail.starts_with([',', '\r', '\n'])) {
            return None;
        } else if doubled.is_empty() {
            return Some((Cow::Borrowed(part), tail));
        } else {
            doubled.push_str(part);
            return Some((Cow::Owned(doubled), tail));
        }
    }
}

fn after_break(text: &str) -> &str {
    text.strip_prefix("\r\n").or_else(|| text.strip_prefix(['\r', '\n'])).unwrap_or(text)
}

/// One line whose quotes are out of order, as Sage writes inch marks: a quote ends its cell only in front of a
/// separator, and a doubled one there is a mark and the end.
pub(super) fn tolerant<'t>(text: &'t str, row: &mut Cells<'_, 't>) -> (usize, &'t str) {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let (line, tail) = text.split_at(end);
    let mut rest = line;
    loop {
        let (cell, behind) = match rest.strip_prefix('"') {
            None => plain(rest),
            Some(body) => {
                let close = body.match_indices('"').map(|(at, _)| body.split_at(at));
                let mut close = close.map(|(cell, tail)| (cell, tail.strip_prefix('"').unwrap_or(tail)));
                let close = close.find(|(_, tail)| tail.is_empty() || tail.starts_with(','));
                match close {
                    Some((cell, tail)) => (Cow::Borrowed(cell), tail),
                    None => plain(rest),
                }
            }
        };
        row.take(cell);
        match behind.strip_prefix(',') {
            Some(next) => rest = next,
            None => return (1, after_break(tail)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells of a line, taken at once and each looked for by itself.
    #[test]
    fn a_mark_is_found_wherever_it_stands() {
        let lines = [
            "a,b,,c\n",
            ",,,,,,,,,,,,,,,,\r\n",
            "pipe 2\" x 6\",é,\u{2022}\u{20ac},b-a,-,+,\u{0},\u{7f}\r",
            "Café crème,\"a, \"\"b\"\"\",12345678901234567890,c\n",
            "\n",
            "no comma at all and longer than a word\r\n",
            "the end,without break",
        ];
        for line in lines {
            for shift in 0..9 {
                let text = format!("{}{line}second,row\n", "x".repeat(shift));
                let (cells, lines, rest) = first_row(&text);
                let expected = if line.starts_with("Café") {
                    let first = format!("{}Café crème", "x".repeat(shift));
                    vec![first, "a, \"b\"".into(), "12345678901234567890".into(), "c".into()]
                } else {
                    let line = text.split(['\r', '\n']).next().unwrap();
                    line.split(',').map(String::from).collect()
                };
                assert_eq!(cells, expected, "{text:?}");
                let rests = if line.ends_with("break") { "" } else { "second,row\n" };
                assert_eq!((lines, rest), (1, rests), "{text:?}");
            }
        }
    }
}
