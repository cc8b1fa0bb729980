//! Where one JSON value ends, in bytes that come in pieces.

use memchr::memchr2;

/// The deepest nesting followed; the bits of [`Lexer::kinds`].
pub(super) const DEPTH_LIMIT: u32 = 64;

/// Why a value cannot be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    /// A bracket closes what it did not open, after so many bytes of the piece.
    Mismatch(usize),
    /// More than [`DEPTH_LIMIT`] levels.
    TooDeep,
}

/// Follows strings and brackets of one value; what stands between them is not judged.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lexer {
    depth: u32,
    /// One bit for each open bracket, the innermost lowest: 1 is a list.
    kinds: u64,
    in_string: bool,
    escaped: bool,
    scalar: bool,
}

impl Lexer {
    /// Starts at a value's first byte, which [`Lexer::run`] must be given too.
    pub(super) fn at(first: u8) -> Self {
        Self { scalar: !matches!(first, b'"' | b'{' | b'['), ..Self::default() }
    }

    /// How many bytes of the piece belong to the value, and whether it ends there.
    pub(super) fn run(&mut self, piece: &[u8]) -> Result<(usize, bool), Lost> {
        if self.scalar {
            let end = piece.iter().position(|byte| ends_scalar(*byte));
            return Ok((end.unwrap_or(piece.len()), end.is_some()));
        }
        let mut rest = piece;
        while !rest.is_empty() {
            rest = if self.in_string { self.string(rest) } else { self.structure(rest, piece.len())? };
            if self.depth == 0 && !self.in_string {
                return Ok((piece.len().saturating_sub(rest.len()), true));
            }
        }
        Ok((piece.len(), false))
    }

    fn string<'p>(&mut self, rest: &'p [u8]) -> &'p [u8] {
        if self.escaped {
            self.escaped = false;
            return after(rest, 0);
        }
        let Some(place) = memchr2(b'"', b'\\', rest) else {
            return &[];
        };
        if rest.get(place) == Some(&b'"') {
            self.in_string = false;
        } else {
            self.escaped = true;
        }
        after(rest, place)
    }

    fn structure<'p>(&mut self, rest: &'p [u8], total: usize) -> Result<&'p [u8], Lost> {
        let found =
            rest.iter().enumerate().find(|(_, byte)| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']'));
        let Some((place, byte)) = found else {
            return Ok(&[]);
        };
        let left = after(rest, place);
        let list = u64::from(matches!(byte, b'[' | b']'));
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => {
                if self.depth == DEPTH_LIMIT {
                    return Err(Lost::TooDeep);
                }
                self.depth = self.depth.saturating_add(1);
                self.kinds = self.kinds.wrapping_shl(1) | list;
            }
            _ => {
                if self.kinds & 1 != list {
                    return Err(Lost::Mismatch(total.saturating_sub(left.len())));
                }
                self.depth = self.depth.saturating_sub(1);
                self.kinds = self.kinds.wrapping_shr(1);
            }
        }
        Ok(left)
    }
}

fn after(bytes: &[u8], place: usize) -> &[u8] {
    bytes.get(place.saturating_add(1)..).unwrap_or_default()
}

fn ends_scalar(byte: u8) -> bool {
    matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n')
}
