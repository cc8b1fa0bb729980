//! Where one JSON value ends, in bytes that come in pieces.

use crate::wire::grammar::plain;

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
        loop {
            if self.in_string {
                rest = self.string(rest);
            }
            if self.depth == 0 && !self.in_string && rest.len() < piece.len() {
                return Ok((piece.len().saturating_sub(rest.len()), true));
            }
            if rest.is_empty() {
                return Ok((piece.len(), false));
            }
            rest = self.structure(rest, piece.len())?;
        }
    }

    /// Goes to the end of a string, or of the piece.
    fn string<'p>(&mut self, mut rest: &'p [u8]) -> &'p [u8] {
        while !rest.is_empty() {
            let place = if self.escaped { 0 } else { plain(rest) };
            let byte = rest.get(place);
            rest = after(rest, place);
            if std::mem::take(&mut self.escaped) {
                continue;
            }
            match byte {
                Some(b'"') => {
                    self.in_string = false;
                    return rest;
                }
                Some(b'\\') => self.escaped = true,
                // The end of the piece, or a control character, on which the row's reader will have its say.
                _ => {}
            }
        }
        rest
    }

    /// Goes over what stands between strings, up to a string or the end of the value or of the piece.
    fn structure<'p>(&mut self, mut rest: &'p [u8], total: usize) -> Result<&'p [u8], Lost> {
        while let Some((byte, left)) = rest.split_first() {
            rest = left;
            match byte {
                b'"' => {
                    self.in_string = true;
                    break;
                }
                b'{' | b'[' => {
                    if self.depth == DEPTH_LIMIT {
                        return Err(Lost::TooDeep);
                    }
                    self.depth = self.depth.saturating_add(1);
                    self.kinds = self.kinds.wrapping_shl(1) | u64::from(*byte == b'[');
                }
                b'}' | b']' => {
                    if self.kinds & 1 != u64::from(*byte == b']') {
                        return Err(Lost::Mismatch(total.saturating_sub(left.len())));
                    }
                    self.depth = self.depth.saturating_sub(1);
                    self.kinds = self.kinds.wrapping_shr(1);
                    if self.depth == 0 {
                        break;
                    }
                }
                _ => {}
            }
        }
        Ok(rest)
    }
}

fn after(bytes: &[u8], place: usize) -> &[u8] {
    bytes.get(place.saturating_add(1)..).unwrap_or_default()
}

fn ends_scalar(byte: u8) -> bool {
    matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n')
}
