use proptest::prelude::*;

use super::*;

#[test]
fn card_numbers_are_cut_and_other_numbers_stay() {
    let cases = [
        (r#"{"a":"4012000098765439"}"#, r#"{"a":"401200…5439"}"#),
        (r#"{"a":4012000098765439}"#, r#"{"a":"401200…5439"}"#),
        (r#"{"a":-4012000098765439}"#, r#"{"a":"-401200…5439"}"#),
        (r#"{"a":"\u0034012000098765439"}"#, r#"{"a":"401200…5439"}"#),
        (r#"{"a":"card 4012 0000 9876 5439 ok"}"#, r#"{"a":"card 401200…5439 ok"}"#),
        (r#"{"a":"12 3714-496353-92376 9997"}"#, r#"{"a":"12 371449…2376 9997"}"#),
        (r#"{"a":"x4012000098765439y 371449635392376"}"#, r#"{"a":"x401200…5439y 371449…2376"}"#),
        (r#"{"a":"4012.0000.9876.5439"}"#, r#"{"a":"401200…5439"}"#),
        (r#"{"a":"4012  0000  9876  5439"}"#, r#"{"a":"401200…5439"}"#),
        ("{\"a\":\"4012\u{a0}0000\u{a0}9876\u{a0}5439\"}", r#"{"a":"401200…5439"}"#),
        (r#"{"a":"40120000 98765439"}"#, r#"{"a":"401200…5439"}"#),
        (r#"{"a":"order 12345678 98765439"}"#, r#"{"a":"order 12345678 98765439"}"#),
        (r#"{"4012000098765439":1}"#, r#"{"401200…5439":1}"#),
        (r#"{"a":"4012000098765438"}"#, r#"{"a":"4012000098765438"}"#),
        (r#"{"a":"0000000000000000", "b": 79388123}"#, r#"{"a":"0000000000000000", "b": 79388123}"#),
        (r#"{"a":"401200009876","b":1.5}"#, r#"{"a":"401200009876","b":1.5}"#),
        (r#"{"a":"４０１２００００９８７６５４３９"}"#, r#"{"a":"401200…5439"}"#),
        (r#"{"a":"٤٠١٢ ٠٠٠٠ ٩٨٧٦ ٥٤٣٩"}"#, r#"{"a":"401200…5439"}"#),
        (r#"{"a":"\uff14012000098765439"}"#, r#"{"a":"401200…5439"}"#),
        ("{\"a\":\"4012\u{200b}0000\u{2011}9876\u{3000}5439\"}", r#"{"a":"401200…5439"}"#),
        (r#"{"a":"40120000987654391230"}"#, r#"{"a":"401200…1230"}"#),
        (r#"{"a":"4012000098765439123"}"#, r#"{"a":"401200…9123"}"#),
        (r#"{"a":[1, 4.012000098765439e15]}"#, r#"{"a":[1, "401200…5439e15"]}"#),
        ("<p>Card 4012 0000 9876 5439,", "<p>Card \"401200…5439\","),
        (r#"{"a":"\q\u0034012000098765439"}"#, r#"{"a":"q401200…5439"}"#),
    ];
    for (raw, clean) in cases {
        assert_eq!(json(raw.as_bytes()), clean);
    }
}

#[test]
fn secrets_are_replaced_whatever_their_shape() {
    let cases = [
        (r#"{"csc":"999","b":1}"#, r#"{"csc":"[redacted]","b":1}"#),
        (r#"{"csc" : 999 }"#, r#"{"csc":"[redacted]"}"#),
        (r#"{"number":{"a":["}"]},"b":1}"#, r#"{"number":"[redacted]","b":1}"#),
        (r#"{"encrypted_number":"MII\"B","b":1}"#, r#"{"encrypted_number":"[redacted]","b":1}"#),
        (r#"{"\u0063sc":"999"}"#, r#"{"\u0063sc":"[redacted]"}"#),
        (r#"{"PassWord":"x"#, r#"{"PassWord":"[redacted]""#),
        (r#"{"a":"csc","masked_number":"xxxx1"}"#, r#"{"a":"csc","masked_number":"xxxx1"}"#),
        (r#"{"clientKey":"k","DDA":12345,"c":1}"#, r#"{"clientKey":"[redacted]","DDA":"[redacted]","c":1}"#),
        (r#"{"Client-Secret":"k"}"#, r#"{"Client-Secret":"[redacted]"}"#),
        (r#"{"image_data":null}"#, r#"{"image_data":"[redacted]"}"#),
        (
            r#"{"batch":{"number":571},"card":{"number":1234}}"#,
            r#"{"batch":{"number":571},"card":{"number":"[redacted]"}}"#,
        ),
        (r#"{"a":"{\"csc\":\"999\",\"b\":[1]}"}"#, r#"{"a":"{\"csc\":\"[redacted]\",\"b\":[1]}"}"#),
        (r#"{"a":"[\"{\\\"csc\\\":999}\"]"}"#, r#"{"a":"[\"{\\\"csc\\\":\\\"[redacted]\\\"}\"]"}"#),
    ];
    for (raw, clean) in cases {
        assert_eq!(json(raw.as_bytes()), clean);
    }
}

#[test]
fn a_card_within_a_longer_run_of_digits_is_cut_too() {
    let text = json(br#""999994012000098765439999999""#);
    assert!(!text.contains("4012000098765439"), "{text}");
}

#[test]
fn text_that_is_no_json_keeps_its_end_and_its_limit() {
    assert_eq!(json(b"<html>\"\xff 4012000098765439"), "<html>\"\u{fffd} 401200…5439\"");
    assert_eq!(json_at_most("ääää".as_bytes(), 5), "ää");
}

#[test]
fn what_a_cut_went_through_is_left_out() {
    let cases = [
        (r#"{"a":"x","b":"4012000098"#, r#"{"a":"x","b":[cut]"#),
        (r#"{"a":"x","b":4012000098"#, r#"{"a":"x","b":[cut]"#),
        (r#"{"a":"x","csc":"9"#, r#"{"a":"x","csc":"[redacted]""#),
        (r#"{"a":"x","b":["#, r#"{"a":"x","b":["#),
        (r#"{"a":"x""#, r#"{"a":"x""#),
        ("4012 0000 9876", "[cut]"),
    ];
    for (raw, clean) in cases {
        assert_eq!(json_head(raw.as_bytes()), clean);
    }
}

/// Every one of these takes minutes when some part of it is looked at again for each other part.
#[test]
fn the_time_it_takes_grows_with_the_length_only() {
    const BYTES: usize = 100_000;
    let repeated = [
        "7",
        "12345 ",
        "1 ",
        "x4012000098765439",
        "4012000098765439,",
        "\"",
        "\\",
        "\\\"",
        "{",
        "[",
        "{\"a\":",
        "{\"number\":",
        "\"a\" ",
        "\"a\":",
        "\"{\\\"",
        "４",
        "\u{200b}",
        "[\"[\\\"",
        "&4012000098765439=%",
        "/%",
    ];
    for part in repeated {
        let text = part.repeat(BYTES / part.len());
        let quoted = format!("\"{text}\"");
        let escaped = serde_json::Value::from(text.clone()).to_string();
        for text in [&text, &quoted, &escaped] {
            assert!(!json(text.as_bytes()).contains("4012000098765439"));
        }
        for clean in [form(&text, false), path(&text)] {
            assert!(!clean.contains("4012000098765439"));
        }
    }
}

/// The runs of digits in a text, as values.
fn runs(text: &str) -> Vec<Vec<u8>> {
    text.split(|c| digits::value(c).is_none())
        .map(|run| run.chars().filter_map(digits::value).collect())
        .collect()
}

/// Every text in a value: keys, strings, and numbers as they are written.
fn texts(value: &serde_json::Value) -> Vec<String> {
    use serde_json::Value;
    match value {
        Value::Object(members) => {
            members.iter().flat_map(|(key, value)| [vec![key.clone()], texts(value)].concat()).collect()
        }
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

/// Digits that pass the Luhn check, in pieces as people, scripts and escapes write them.
fn card_text() -> impl Strategy<Value = String> {
    let digit = 0..10_u8;
    (proptest::collection::vec(digit, 12..25), 0..5_u8, "[ -~]{0,6}").prop_map(
        |(mut digits, style, around)| {
            let last = (0..10).find(|last| {
                let all: Vec<u8> = digits.iter().copied().chain([*last]).collect();
                cards::passes_luhn(&all)
            });
            digits.push(last.unwrap_or(1));
            let write = |digit: u8| match style {
                0 => char::from_digit(u32::from(digit), 10).unwrap(),
                1 => char::from_u32(0xFF10 + u32::from(digit)).unwrap(),
                _ => char::from_u32(0x660 + u32::from(digit)).unwrap(),
            };
            let card: String = digits.into_iter().map(write).collect();
            format!("{around}{card}{around}")
        },
    )
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let text = prop_oneof![card_text(), "[ -~]{0,20}", "[0-9 .\\\\\"{}:,-]{0,40}", "\\PC{0,10}"];
    let key = prop_oneof![
        Just("csc".to_owned()),
        Just("clientKey".to_owned()),
        Just("number".to_owned()),
        text.clone()
    ];
    let leaf = prop_oneof![
        text.prop_map(serde_json::Value::from),
        any::<u64>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, move |inner| {
        let within = inner.clone().prop_map(|inner| serde_json::Value::from(inner.to_string()));
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(serde_json::Value::from),
            proptest::collection::btree_map(key.clone(), inner, 0..5)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            within,
        ]
    })
}

proptest::proptest! {
    #[test]
    fn json_stays_json_and_no_value_keeps_a_card_number(value in any_json(), pretty in any::<bool>()) {
        let raw = if pretty { format!("{value:#}") } else { value.to_string() };
        let clean = json(raw.as_bytes());
        let read: serde_json::Value = serde_json::from_str(&clean).expect("valid JSON");
        for run in texts(&read).iter().flat_map(|text| runs(text)) {
            let is_card = (13..=19).contains(&run.len()) && cards::passes_luhn(&run);
            prop_assert!(!is_card, "{:?} of {} in {}", run, raw, clean);
            prop_assert!(run.len() <= 19 || run.iter().all(|digit| *digit == 0), "{}", clean);
        }
    }

    #[test]
    fn a_secret_is_gone_wherever_it_stands(before in any_json(), after in any_json(), deep in 0..4_u8) {
        let mut value = serde_json::json!({"a": before, "enc_key": ["s3cr3t-canary", after], "b": {"x": 1}});
        for _ in 0..deep {
            value = serde_json::json!({"a": value.to_string()});
        }
        let clean = json(value.to_string().as_bytes());
        prop_assert!(!clean.contains("s3cr3t-canary"), "{}", clean);
    }

    #[test]
    fn no_input_breaks_it(raw in proptest::collection::vec(any::<u8>(), 0..200)) {
        json(&raw);
    }

    #[test]
    fn a_card_number_never_survives(before in "[ -~]{0,20}", after in "[ -~]{0,20}") {
        let quoted = serde_json::Value::String(format!("{before}x4012000098765439x{after}")).to_string();
        let text = json(quoted.as_bytes());
        prop_assert!(!text.contains("4012000098765439"), "{}", text);
    }
}
