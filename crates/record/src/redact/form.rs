//! Forms, queries and paths, whose secrets are percent-encoded.

use std::borrow::Cow;

use super::{CUT, GONE, NESTED, cards, is_secret_key, redacted, squeezed};

/// A form or a query without the values of secrets, and without the whole value where a card number is in it.
///
/// Of a form that `is_cut` the last pair is left out, since half a secret is one.
pub fn form(text: &str, is_cut: bool) -> String {
    let (kept, end) = match (is_cut, text.rsplit_once('&')) {
        (false, _) => (text, None),
        (true, Some((kept, _))) => (kept, Some(CUT)),
        (true, None) => return CUT.to_owned(),
    };
    let pairs = kept.split('&').map(pair).chain(end.map(Cow::Borrowed));
    pairs.collect::<Vec<_>>().join("&")
}

/// A path without the segments that have a card number in them.
pub fn path(text: &str) -> String {
    let segments = text.split('/').map(|segment| if is_clean(&decoded(segment)) { segment } else { GONE });
    segments.collect::<Vec<_>>().join("/")
}

fn pair(pair: &str) -> Cow<'_, str> {
    let (raw_key, value) = pair.split_once('=').unwrap_or((pair, ""));
    let key = decoded(raw_key);
    if !is_clean(&key) {
        Cow::Borrowed(GONE)
    } else if !value.is_empty() && (is_secret_key(&squeezed(&key)) || !is_clean(&decoded(value))) {
        Cow::Owned(format!("{raw_key}={GONE}"))
    } else {
        Cow::Borrowed(pair)
    }
}

/// Whether a text holds neither a card number nor JSON with secrets.
fn is_clean(text: &str) -> bool {
    let may_be_json = text.trim_start().starts_with(['{', '[']);
    cards::find(text).is_empty() && !(may_be_json && redacted(text, false, NESTED) != text)
}

/// Percent-encoded text as it was.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return Cow::Borrowed(text);
    }
    // A `=` in front makes all of it one value, also when it has a `=` of its own.
    let whole = format!("={}", text.replace('&', "%26"));
    let value = url::form_urlencoded::parse(whole.as_bytes()).next().map(|(_, value)| value.into_owned());
    Cow::Owned(value.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_and_the_rest_stays_as_it_was() {
        let cases = [
            ("", ""),
            (
                "grant_type=password&username=api%40user&password=p%26ss%2Bw=ord",
                "grant_type=password&username=[redacted]&password=[redacted]",
            ),
            (
                "client_id=u&client%5Fsecret=s&a=%20b",
                "client_id=[redacted]&client%5Fsecret=[redacted]&a=%20b",
            ),
            ("text=4012+0000-9876%205439&limit=30", "text=[redacted]&limit=30"),
            ("text=%34012000098765439", "text=[redacted]"),
            ("4012000098765439", "[redacted]"),
            ("4012000098765439=1&password", "[redacted]&password"),
            ("a=%7B%22csc%22%3A%22999%22%7D&b=%7B%22x%22%3A1%7D", "a=[redacted]&b=%7B%22x%22%3A1%7D"),
            ("a==&=b&&%FF=%", "a==&=b&&%FF=%"),
        ];
        for (raw, clean) in cases {
            assert_eq!(form(raw, false), clean);
        }
    }

    #[test]
    fn a_cut_form_loses_its_last_pair() {
        assert_eq!(form("a=1&passwo", true), "a=1&[cut]");
        assert_eq!(form("text=40120000987", true), "[cut]");
    }

    #[test]
    fn a_path_keeps_its_shape() {
        assert_eq!(path("/v3/customer/17/password"), "/v3/customer/17/password");
        assert_eq!(path("/v3/x/4012%20000098765439%20/y"), "/v3/x/[redacted]/y");
        assert_eq!(path("/v3/x/a&b=%34012000098765439"), "/v3/x/[redacted]");
    }
}
