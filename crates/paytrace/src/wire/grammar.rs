//! JSON's grammar over a text at hand: where its strings and values end. Builds nothing and copies nothing.

/// The deepest nesting followed; the bits of [`Open::kinds`].
const DEPTH_LIMIT: u32 = 128;

/// How many bytes are looked at together: most keys and texts of a row end within them.
const STEP: usize = 16;

const ONES: u128 = u128::from_le_bytes([0x01; STEP]);
const HIGH: u128 = u128::from_le_bytes([0x80; STEP]);

/// The text does not follow the grammar, or is nested too deeply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotJson;

/// A place in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Goes over blanks and one `byte`.
    pub(crate) fn take(&mut self, byte: u8) -> Result<(), NotJson> {
        if self.takes(byte) { Ok(()) } else { Err(NotJson) }
    }

    /// Goes over blanks, and over one `byte` if it stands behind them.
    pub(crate) fn takes(&mut self, byte: u8) -> bool {
        let found = self.token() == Some(byte);
        self.at = self.at.saturating_add(usize::from(found));
        found
    }

    /// Goes over blanks to the end of the text.
    pub(crate) fn end(&mut self) -> Result<(), NotJson> {
        if self.token().is_none() { Ok(()) } else { Err(NotJson) }
    }

    /// Goes over blanks and one string, and gives its text without the quotes, escapes as they stand.
    pub(crate) fn string(&mut self) -> Result<&'a str, NotJson> {
        self.take(b'"')?;
        let start = self.at;
        self.reach_quote()?;
        let text = self.text.get(start..self.at).ok_or(NotJson)?;
        self.take(b'"')?;
        Ok(text)
    }

    /// Within a string: goes to the quote that ends it.
    fn reach_quote(&mut self) -> Result<(), NotJson> {
        loop {
            match self.byte() {
                Some(b'"') => return Ok(()),
                Some(b'\\') => self.escape()?,
                Some(0x20..) => self.at = self.at.saturating_add(plain(self.rest())),
                _ => return Err(NotJson),
            }
        }
    }

    fn over_string(&mut self) -> Result<(), NotJson> {
        self.take(b'"')?;
        self.reach_quote()?;
        self.take(b'"')
    }

    /// Goes over blanks and over the string `text`, if it stands there without escapes.
    pub(crate) fn takes_string(&mut self, text: &str) -> bool {
        let found = self.token() == Some(b'"')
            && self
                .rest()
                .get(1..)
                .and_then(|rest| rest.strip_prefix(text.as_bytes()))
                .and_then(<[u8]>::first)
                == Some(&b'"');
        if found {
            self.at = self.at.saturating_add(text.len()).saturating_add(2);
        }
        found
    }

    /// Goes over blanks; whether `byte` stands behind them.
    pub(crate) fn is_at(&mut self, byte: u8) -> bool {
        self.token() == Some(byte)
    }

    /// Goes over blanks and what `read` goes over, and gives the text of the latter.
    pub(crate) fn span(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<(), NotJson>,
    ) -> Result<&'a str, NotJson> {
        self.token();
        let start = self.at;
        read(self)?;
        self.text.get(start..self.at).ok_or(NotJson)
    }

    /// Goes over blanks and one value, and gives its text.
    pub(crate) fn value(&mut self) -> Result<&'a str, NotJson> {
        let first = self.token();
        let start = self.at;
        if first == Some(b'"') {
            self.over_string()?;
            return self.text.get(start..self.at).ok_or(NotJson);
        }
        let mut open = Open::default();
        loop {
            let inside = self.begin(&mut open)?;
            if !inside {
                self.close(&mut open)?;
                if open.depth == 0 {
                    return self.text.get(start..self.at).ok_or(NotJson);
                }
            }
        }
    }

    /// Goes over a scalar or an empty bracket, or into a bracket that holds something.
    fn begin(&mut self, open: &mut Open) -> Result<bool, NotJson> {
        match self.token() {
            Some(b'"') => self.over_string().map(|()| false),
            Some(b'{') => {
                self.take(b'{')?;
                if self.takes(b'}') {
                    return Ok(false);
                }
                open.push(0)?;
                self.key().map(|()| true)
            }
            Some(b'[') => {
                self.take(b'[')?;
                if self.takes(b']') {
                    return Ok(false);
                }
                open.push(1).map(|()| true)
            }
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            _ => self.number(),
        }
    }

    /// Behind a value: goes over the brackets that end there, or over the comma to the next value.
    fn close(&mut self, open: &mut Open) -> Result<(), NotJson> {
        while open.depth > 0 {
            let list = open.kinds & 1 == 1;
            if self.takes(b',') {
                return if list { Ok(()) } else { self.key() };
            }
            self.take(if list { b']' } else { b'}' })?;
            open.pop();
        }
        Ok(())
    }

    fn key(&mut self) -> Result<(), NotJson> {
        self.over_string()?;
        self.take(b':')
    }

    fn word(&mut self, word: &str) -> Result<bool, NotJson> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(NotJson);
        }
        self.at = self.at.saturating_add(word.len());
        Ok(false)
    }

    fn number(&mut self) -> Result<bool, NotJson> {
        self.over(|byte| byte == b'-');
        let zero = self.over(|byte| byte == b'0');
        if self.digits() == zero {
            return Err(NotJson);
        }
        if self.over(|byte| byte == b'.') && !self.digits() {
            return Err(NotJson);
        }
        if self.over(|byte| matches!(byte, b'e' | b'E')) {
            self.over(|byte| matches!(byte, b'+' | b'-'));
            if !self.digits() {
                return Err(NotJson);
            }
        }
        Ok(false)
    }

    /// Goes over digits; whether there was one.
    fn digits(&mut self) -> bool {
        let start = self.at;
        while self.over(|byte| byte.is_ascii_digit()) {}
        self.at > start
    }

    fn over(&mut self, fits: impl Fn(u8) -> bool) -> bool {
        let found = self.byte().is_some_and(fits);
        self.at = self.at.saturating_add(usize::from(found));
        found
    }

    fn escape(&mut self) -> Result<(), NotJson> {
        let length = match self.rest() {
            [_, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
            [_, b'u', a, b, c, d, ..] if [a, b, c, d].into_iter().all(u8::is_ascii_hexdigit) => 6,
            _ => return Err(NotJson),
        };
        self.at = self.at.saturating_add(length);
        Ok(())
    }

    /// Goes over blanks; the byte behind them.
    fn token(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at = self.at.saturating_add(1),
                other => return other,
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }
}

/// The brackets that are open, one bit for each, the innermost lowest: 1 is a list.
#[derive(Default)]
struct Open {
    depth: u32,
    kinds: u128,
}

impl Open {
    fn push(&mut self, kind: u128) -> Result<(), NotJson> {
        if self.depth == DEPTH_LIMIT {
            return Err(NotJson);
        }
        self.depth = self.depth.saturating_add(1);
        self.kinds = self.kinds.wrapping_shl(1) | kind;
        Ok(())
    }

    fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.kinds = self.kinds.wrapping_shr(1);
    }
}

/// How many bytes come before a quote, a backslash or a control character.
pub(crate) fn plain(bytes: &[u8]) -> usize {
    let (steps, tail) = bytes.as_chunks::<STEP>();
    let mut before = 0_usize;
    for step in steps {
        let marks = ends(u128::from_le_bytes(*step));
        if marks != 0 {
            let place = marks.trailing_zeros() / u8::BITS;
            return before.saturating_add(usize::try_from(place).unwrap_or_default());
        }
        before = before.saturating_add(STEP);
    }
    let end = tail.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
    before.saturating_add(end.unwrap_or(tail.len()))
}

/// Whether all bytes are printable ASCII and none is a quote or a backslash.
pub(crate) fn is_plain_ascii(bytes: &[u8]) -> bool {
    let (steps, tail) = bytes.as_chunks::<STEP>();
    let odd = |step: &[u8; STEP]| {
        let step = u128::from_le_bytes(*step);
        ends(step) | (step & HIGH) | zeros(step ^ ONES.wrapping_mul(0x7f)) != 0
    };
    !steps.iter().any(odd)
        && tail.iter().all(|byte| matches!(byte, 0x20..=0x7e) && !matches!(byte, b'"' | b'\\'))
}

/// The high bit of the first byte that is a quote, a backslash or a control character; bits above it mean nothing.
fn ends(step: u128) -> u128 {
    let control = step.wrapping_sub(ONES.wrapping_mul(0x20)) & !step & HIGH;
    control | zeros(step ^ ONES.wrapping_mul(0x22)) | zeros(step ^ ONES.wrapping_mul(0x5c))
}

/// The high bit of the first byte that is zero; bits above it mean nothing.
fn zeros(step: u128) -> u128 {
    step.wrapping_sub(ONES) & !step & HIGH
}

#[cfg(test)]
mod tests;
