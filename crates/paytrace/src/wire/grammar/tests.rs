use proptest::prelude::*;
use serde::de::IgnoredAny;

use super::*;

fn accepts(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    cursor.value().and_then(|_| cursor.end()).is_ok()
}

#[test]
fn a_value_ends_where_its_grammar_says() {
    let cases = [
        (r#" {"a":[1,{"b":"]}\""}],"c":{}} ,"#, r#"{"a":[1,{"b":"]}\""}],"c":{}}"#),
        ("-0.5e+7]", "-0.5e+7"),
        ("[ ]x", "[ ]"),
        ("\"\\u00e9é\"true", "\"\\u00e9é\""),
        ("nullx", "null"),
    ];
    for (text, value) in cases {
        assert_eq!(Cursor::new(text).value(), Ok(value), "{text}");
    }
}

#[test]
fn what_json_forbids_is_refused() {
    for text in [
        "",
        " ",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "nul",
        "tru",
        "{",
        "[",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "[1}",
        "{\"a\":1]",
        "\"",
        "\"\\x\"",
        "\"\\u00g0\"",
        "\"\\u00",
        "\"a\nb\"",
        "\"\u{0}\"",
        "1 1",
        "]",
    ] {
        assert!(!accepts(text), "{text}");
    }
}

#[test]
fn nesting_ends_at_the_limit() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(accepts(&nested(129)), "128 open brackets around an empty one");
    assert!(!accepts(&nested(130)));
    assert!(!accepts(&"[".repeat(100_000)));
}

#[test]
fn every_byte_is_found_at_every_place() {
    for byte in 0..=u8::MAX {
        for place in 0..20 {
            let mut bytes = [b'a'; 20];
            bytes[place] = byte;
            let ends = matches!(byte, b'"' | b'\\' | 0..=0x1f);
            assert_eq!(plain(&bytes), if ends { place } else { 20 }, "{byte} at {place}");
            assert_eq!(is_plain_ascii(&bytes), !ends && byte < 0x7f, "{byte} at {place}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn any_text_is_judged_as_serde_json_judges_it(text in r#"[{}\[\]",:\\u019aeE+\-. \ntrufalsé]{0,24}"#) {
        prop_assert_eq!(accepts(&text), serde_json::from_str::<IgnoredAny>(&text).is_ok());
    }

    #[test]
    fn a_damaged_row_is_judged_as_serde_json_judges_it(place in 0_usize..120, with in r#"[{}\[\]",:\\u0e.\-x\n]?"#) {
        let row = r#"{"id":79388123,"amount":-110.5e2,"a":{"n":"J\u00f3 \"x\" \\","l":[true,false,null,[],{}]},"t":""}"#;
        let place = place.min(row.len());
        let end = place.saturating_add(1).min(row.len());
        let damaged = format!("{}{with}{}", &row[..place], &row[end..]);
        prop_assert_eq!(accepts(&damaged), serde_json::from_str::<IgnoredAny>(&damaged).is_ok(), "{}", damaged);
    }
}
