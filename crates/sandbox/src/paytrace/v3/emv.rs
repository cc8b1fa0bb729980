//! The chip's data objects, as far as a sale needs them.

use serde_json::{Value, json};

use super::input::Input;

/// One data object: its tag and its value.
type Object<'a> = (u16, &'a [u8]);

/// The application's primary account number.
const NUMBER: u16 = 0x5A;
/// What the magnetic stripe's second track would hold.
const TRACK_2: u16 = 0x57;
/// The expiration as YYMMDD.
const EXPIRATION: u16 = 0x5F24;

/// Reads `emv_data`, data objects in hexadecimal; what is wrong with it is noted.
pub(super) fn card(input: &Input<'_>) -> Option<Value> {
    let text = input.required("emv_data", 4096);
    if text.is_empty() {
        return None;
    }
    let card = bytes(&text).and_then(|bytes| read(&bytes));
    if card.is_none() {
        input.wrong("emv_data", "the data objects do not hold a card number and its expiration");
    }
    card
}

fn read(bytes: &[u8]) -> Option<Value> {
    let objects = objects(bytes)?;
    let digits =
        |wanted: u16| objects.iter().find(|(tag, _)| *tag == wanted).map(|(_, value)| hexadecimal(value));
    let track = digits(TRACK_2);
    let track = track.as_deref().and_then(|track| track.split_once('D'));
    let number = digits(NUMBER).map(|digits| digits.trim_end_matches('F').to_owned());
    let number = number.or_else(|| track.map(|(number, _)| number.to_owned()))?;
    let expiration = digits(EXPIRATION).or_else(|| track.map(|(_, rest)| rest.to_owned()))?;
    Some(json!({
        "number": number,
        "expiration_year": expiration.get(..2)?,
        "expiration_month": expiration.get(2..4)?,
    }))
}

/// All data objects; `None` when a length leads beyond the end.
fn objects(mut rest: &[u8]) -> Option<Vec<Object<'_>>> {
    let mut objects = Vec::new();
    while let Some((first, behind)) = rest.split_first() {
        let (tag, behind) = if first & 0x1F == 0x1F {
            let (second, behind) = behind.split_first()?;
            (u16::from_be_bytes([*first, *second]), behind)
        } else {
            (u16::from(*first), behind)
        };
        let (length, behind) = match behind.split_first()? {
            (0x81, behind) => behind.split_first()?,
            (length, behind) if *length < 0x80 => (length, behind),
            _ => return None,
        };
        let (value, behind) = behind.split_at_checked(usize::from(*length))?;
        objects.push((tag, value));
        rest = behind;
    }
    Some(objects)
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    let pairs = (0..text.len()).step_by(2).map(|at| text.get(at..at.saturating_add(2)));
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

fn hexadecimal(bytes: &[u8]) -> String {
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    nibbles
        .filter_map(|nibble| char::from_digit(nibble.into(), 16))
        .map(|digit| digit.to_ascii_uppercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_read_from_its_number_or_from_its_track() {
        let expected =
            json!({"number": "4012000098765439", "expiration_year": "30", "expiration_month": "12"});
        let number = bytes("5A0840120000987654395F24033012319F02060000000012349F1A020840").unwrap();
        assert_eq!(read(&number), Some(expected.clone()));
        let track = bytes("57134012000098765439D30122010000000000000F").unwrap();
        assert_eq!(read(&track), Some(expected));
    }

    #[test]
    fn broken_data_objects_hold_no_card() {
        for broken in
            ["5A08401200009876543", "5A0940120000987654395F2403301231", "9F", "5F2403301231", "5A82000140"]
        {
            assert_eq!(bytes(broken).and_then(|bytes| read(&bytes)), None, "{broken}");
        }
    }
}
