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

proptest::proptest! {
    #[test]
    fn no_input_breaks_it(raw in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
        json(&raw);
    }

    #[test]
    fn a_card_number_never_survives(before in "[ -~]{0,20}", after in "[ -~]{0,20}") {
        let quoted = serde_json::Value::String(format!("{before}x4012000098765439x{after}")).to_string();
        let text = json(quoted.as_bytes());
        proptest::prop_assert!(!text.contains("4012000098765439"), "{}", text);
    }
}
