//! Takes card numbers and secrets out of texts before anyone keeps or prints them.

/// How many digits a card number has.
const SHORTEST: usize = 13;
const LONGEST: usize = 19;

/// Stands where a secret stood.
const GONE: &str = "\"[redacted]\"";

/// Keys whose whole value is a secret, besides all that begin with `encrypted_`.
const SECRET_KEYS: [&str; 13] = [
    "number",
    "csc",
    "swipe",
    "account_number",
    "direct_deposit_account",
    "password",
    "username",
    "integrator_id",
    "access_token",
    "refresh_token",
    "hpf_token",
    "enc_key",
    "authorization",
];

/// The text of a JSON value without secrets; text that is no JSON is treated as far as it goes.
pub(crate) fn json(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    let mut out = String::with_capacity(text.len());
    let mut rest: &str = &text;
    while let Some(first) = rest.chars().next() {
        let (token, left) = match first {
            '"' => split(rest, string_length(rest)),
            '0'..='9' | '-' => {
                split(rest, run_length(rest, |c| c.is_ascii_alphanumeric() || "+-.".contains(c)))
            }
            _ => split(
                rest,
                run_length(rest, |c| c != '"' && c != '-' && !c.is_ascii_digit()).max(first.len_utf8()),
            ),
        };
        rest = left;
        if first == '"' {
            let content = unescaped(token);
            let value = left.trim_start().strip_prefix(':').map(str::trim_start);
            match value.filter(|_| is_secret(&content)) {
                Some(value) => {
                    out.push_str(token);
                    out.push(':');
                    out.push_str(GONE);
                    rest = split(value, value_length(value)).1;
                }
                None => push_masked(&mut out, token, &content),
            }
        } else if first.is_ascii_digit() || first == '-' {
            match masked(token) {
                Some(short) => {
                    out.push('"');
                    out.push_str(&short);
                    out.push('"');
                }
                None => out.push_str(token),
            }
        } else {
            out.push_str(token);
        }
    }
    out
}

/// The same, cut at a character's end to at most `limit` bytes.
pub(crate) fn json_at_most(raw: &[u8], limit: usize) -> String {
    let mut text = json(raw);
    if text.len() > limit {
        let end = (0..=limit).rev().find(|place| text.is_char_boundary(*place));
        text.truncate(end.unwrap_or_default());
    }
    text
}

/// A free text with card numbers cut to their first six and last four digits.
pub(crate) fn card_numbers_in(text: Box<str>) -> Box<str> {
    match masked(&text) {
        Some(masked) => masked.into(),
        None => text,
    }
}

fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    SECRET_KEYS.contains(&key.as_str()) || key.starts_with("encrypted_")
}

/// Writes a string's token, masked; escapes are undone first so that they hide nothing.
fn push_masked(out: &mut String, token: &str, content: &str) {
    match masked(content) {
        Some(short) => out.push_str(&serde_json::Value::String(short).to_string()),
        None => out.push_str(token),
    }
}

/// The content of a string's token; a broken one is taken as it stands.
fn unescaped(token: &str) -> String {
    serde_json::from_str(token).unwrap_or_else(|_| token.trim_matches('"').to_owned())
}

fn split(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}

fn run_length(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// The length of the string's token at the start of the text, with its quotes.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (place, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return place.saturating_add(1),
            _ => {}
        }
    }
    text.len()
}

/// The length of the value at the start of the text, brackets and all.
fn value_length(text: &str) -> usize {
    let mut depth = 0_u32;
    let mut place = 0_usize;
    while let Some(rest) = text.get(place..).filter(|rest| !rest.is_empty()) {
        let step = match rest.chars().next().unwrap_or_default() {
            '"' => string_length(rest),
            '{' | '[' => {
                depth = depth.saturating_add(1);
                1
            }
            '}' | ']' | ',' if depth == 0 => return place,
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                1
            }
            other => other.len_utf8(),
        };
        place = place.saturating_add(step);
    }
    text.len()
}

/// The text with every card number cut, or `None` when it holds none.
///
/// A card number is 13 to 19 digits that pass the Luhn check: one run, three or more groups with single blanks or
/// hyphens between them, or any part of a run that is longer than a card number can be.
fn masked(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    if bytes.iter().filter(|byte| byte.is_ascii_digit()).count() < SHORTEST {
        return None;
    }
    let mut out = String::new();
    let mut copied = 0_usize;
    let mut place = 0_usize;
    while let Some(offset) = bytes.get(place..)?.iter().position(u8::is_ascii_digit) {
        let start = place.saturating_add(offset);
        let run = bytes.get(start..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if let Some((start, length)) = card_at(bytes, start, run) {
            let card = text.get(start..start.saturating_add(length))?;
            let digits: Vec<char> = card.chars().filter(char::is_ascii_digit).collect();
            out.push_str(text.get(copied..start)?);
            out.extend(digits.first_chunk::<6>()?);
            out.push('…');
            out.extend(digits.last_chunk::<4>()?);
            copied = start.saturating_add(length);
            place = copied;
        } else {
            place = start.saturating_add(run);
        }
    }
    if copied == 0 {
        return None;
    }
    out.push_str(text.get(copied..)?);
    Some(out)
}

/// Where a card number begins, and its length with separators, at a run of digits.
fn card_at(bytes: &[u8], start: usize, run: usize) -> Option<(usize, usize)> {
    let passes = |from: usize, length: usize| {
        let part = bytes.get(from..from.checked_add(length)?)?;
        passes_luhn(part).then_some((from, length))
    };
    if run > LONGEST {
        let last = start.saturating_add(run.saturating_sub(SHORTEST));
        return (start..=last).find_map(|from| {
            let left = start.saturating_add(run).saturating_sub(from);
            (SHORTEST..=LONGEST.min(left)).rev().find_map(|length| passes(from, length))
        });
    }
    if run >= SHORTEST
        && let Some(found) = passes(start, run)
    {
        return Some(found);
    }
    grouped(bytes, start).into_iter().rev().find_map(|length| passes(start, length))
}

/// How many bytes separate two groups of digits as people write card numbers: blanks (no-break ones too), hyphens,
/// points, slashes, at most two of them.
fn separator(bytes: &[u8]) -> Option<usize> {
    let one = |bytes: &[u8]| -> Option<usize> {
        match bytes {
            [b' ' | b'-' | b'.' | b'/' | b'_', ..] => Some(1),
            [0xC2, 0xA0, ..] => Some(2),
            _ => None,
        }
    };
    let first = one(bytes)?;
    Some(first.saturating_add(bytes.get(first..).and_then(one).unwrap_or(0)))
}

/// The lengths of groups of digits from `start` on that together have as many digits as a card: three groups or
/// more, or two that have 15 or 16 digits and begin as the brands' numbers do.
fn grouped(bytes: &[u8], start: usize) -> Vec<usize> {
    let (mut digits, mut groups, mut length) = (0_usize, 0_u32, 0_usize);
    let mut found = Vec::new();
    let mut rest = bytes.get(start..).unwrap_or_default();
    loop {
        let group = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        digits = digits.saturating_add(group);
        length = length.saturating_add(group);
        groups = groups.saturating_add(1);
        if group == 0 || digits > LONGEST {
            return found;
        }
        let branded = matches!(bytes.get(start), Some(b'3'..=b'6')) && matches!(digits, 15 | 16);
        if (groups >= 3 && digits >= SHORTEST) || (groups == 2 && branded) {
            found.push(length);
        }
        let behind = rest.get(group..).unwrap_or_default();
        let Some(width) = separator(behind) else { return found };
        rest = behind.get(width..).unwrap_or_default();
        length = length.saturating_add(width);
    }
}

/// The Luhn check over the digits; other bytes do not count.
fn passes_luhn(text: &[u8]) -> bool {
    let digits = text.iter().rev().filter(|byte| byte.is_ascii_digit());
    let mut sum = 0_u32;
    let mut any = 0_u32;
    for (place, digit) in digits.enumerate() {
        let value = u32::from(digit.wrapping_sub(b'0'));
        let doubled = value.saturating_mul(2);
        let counted = match (place % 2, value) {
            (0, _) => value,
            (_, 0..=4) => doubled,
            _ => doubled.saturating_sub(9),
        };
        sum = sum.saturating_add(counted);
        any |= value;
    }
    any != 0 && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests;
