use super::*;
use crate::ExportRow;
use proptest::prelude::*;

/// Rows with everything that could mislead a scanner, keys before and behind the list, blanks anywhere.
const BODY: &str = concat!(
    "\r\n{ \"status_message\" : \"a \\\"]}\\\\\" , \"extra\" : { \"transactions\" : [ {\"not\":\"this\"} ] } ,\"success\":true,",
    "\"trans\\u0061ctions\"\t:\n[ {\"a\":\"]}\\\"{[\"} ,{},{\"b\":[[{\"c\":\"\\\\\"}]]},7 ,null,\"x,y\" , [1,2],",
    "true,{\"d\":\"\u{e9}\u{20ac}\"}\n ] , \"response_code\":1 , \"external_transaction_id\":\"\" }\n"
);

const ROWS: [&str; 9] = [
    r#"{"a":"]}\"{["}"#,
    "{}",
    r#"{"b":[[{"c":"\\"}]]}"#,
    "7",
    "null",
    "\"x,y\"",
    "[1,2]",
    "true",
    "{\"d\":\"\u{e9}\u{20ac}\"}",
];

fn scan(pieces: &[&[u8]]) -> (Vec<Vec<u8>>, Result<ExportEnvelope, ScanError>) {
    let mut scanner = RowScanner::new("transactions");
    let mut rows = Vec::new();
    let mut pushed = Ok(());
    for piece in pieces {
        pushed = pushed.and_then(|()| scanner.push(piece));
        while let Some(row) = scanner.next_row() {
            rows.push(row.into_bytes());
        }
    }
    (rows, pushed.and_then(|()| scanner.finish()))
}

fn whole(body: &str) -> Result<ExportEnvelope, ScanError> {
    scan(&[body.as_bytes()]).1
}

#[test]
fn rows_and_envelope_are_found_in_one_piece() {
    let (rows, envelope) = scan(&[BODY.as_bytes()]);
    assert_eq!(rows, ROWS.map(|row| row.as_bytes().to_vec()));
    let envelope = envelope.expect("a whole export");
    assert!(envelope.is_success());
    assert_eq!(envelope.rows, 9);
    assert_eq!(envelope.status_message.as_deref(), Some("a \"]}\\"));
}

#[test]
fn every_two_pieces_and_single_bytes_give_the_same() {
    for cut in 0..=BODY.len() {
        let (head, tail) = BODY.as_bytes().split_at(cut);
        let (rows, envelope) = scan(&[head, tail]);
        assert_eq!(rows, ROWS.map(|row| row.as_bytes().to_vec()), "cut at {cut}");
        assert!(envelope.expect("whole").is_success(), "cut at {cut}");
    }
    let bytes: Vec<&[u8]> = BODY.as_bytes().chunks(1).collect();
    assert_eq!(scan(&bytes).0.len(), ROWS.len());
}

#[test]
fn a_body_cut_anywhere_is_an_error() {
    let end = BODY.trim_end().len();
    for cut in 0..end {
        let (rows, envelope) = scan(&[&BODY.as_bytes()[..cut]]);
        assert!(matches!(envelope, Err(ScanError::Cut { .. })), "cut at {cut}: {envelope:?}");
        assert!(ROWS.iter().zip(&rows).all(|(row, found)| row.as_bytes() == found), "cut at {cut}");
    }
}

#[test]
fn an_empty_list_and_none_are_no_rows() {
    for list in ["[]", "[ \n]", "null"] {
        let body = format!(r#"{{"success":true,"response_code":1,"transactions":{list}}}"#);
        let envelope = whole(&body).expect(list);
        assert!(envelope.is_success() && envelope.rows == 0, "{list}");
    }
}

#[test]
fn an_export_that_failed_is_told_by_its_codes() {
    let body =
        r#"{"success":false,"response_code":1,"errors":{"58":["Please provide a valid Transaction ID."]}}"#;
    let envelope = whole(body).expect("an envelope");
    assert!(!envelope.is_success());
    assert!(envelope.errors.contains_key("58"));
    let odd = r#"{"success":true,"response_code":102,"transactions":[]}"#;
    assert!(!whole(odd).expect("an envelope").is_success());
}

#[test]
fn what_is_no_whole_export_is_refused() {
    let ok = r#""success":true,"response_code":1"#;
    let cases = [
        ("<html>".to_owned(), "NotAnExport"),
        ("[]".to_owned(), "NotAnExport"),
        ("{}".to_owned(), "NotAnExport"),
        (format!("{{{ok}}}"), "NotAnExport"),
        (format!("{{{ok},\"transactions\":{{}}}}"), "NotAnExport"),
        (format!("{{{ok},\"transactions\":\"[]\"}}"), "NotAnExport"),
        ("{\"transactions\":[]}".to_owned(), "NotAnExport"),
        (r#"{"success":1,"response_code":1,"transactions":[]}"#.to_owned(), "NotAnExport"),
        (r#"{"error":"invalid_token"}"#.to_owned(), "TokenRefused"),
        (format!("{{{ok},\"transactions\":[]}} x"), "Trailing"),
        (format!("{{{ok},\"transactions\":[]}}{{}}"), "Trailing"),
        (format!("{{{ok},\"transactions\":[],\"transactions\":[]}}"), "TwoLists"),
        (format!("{{{ok},\"transactions\":[{{}}{{}}]}}"), "NotJson"),
        (format!("{{{ok},\"transactions\":[,]}}"), "NotJson"),
        (format!("{{{ok},\"transactions\":[{{}},]}}"), "NotJson"),
        (format!("{{{ok},\"transactions\":[{{]}}"), "NotJson"),
        (format!("{{{ok},\"transactions\":[?]}}"), "NotJson"),
        (format!("{{{ok} \"transactions\":[]}}"), "NotJson"),
        (format!("{{{ok},\"transactions\" []}}"), "NotJson"),
        (format!("{{{ok},\"transactions\":[],}}"), "DamagedEnvelope"),
        (format!("{{{ok},\"success\":false,\"transactions\":[]}}"), "DamagedEnvelope"),
        (format!("{{{ok},\"a\":01,\"transactions\":[]}}"), "DamagedEnvelope"),
        (
            format!("{{{ok},\"a\":\"{}\",\"transactions\":[]}}", "x".repeat(ENVELOPE_LIMIT)),
            "EnvelopeTooLarge",
        ),
        (format!("{{{ok},\"transactions\":[{}", "[".repeat(65)), "TooDeep"),
        (String::new(), "Cut"),
        ("  ".to_owned(), "Cut"),
    ];
    for (body, name) in cases {
        let error = whole(&body).expect_err(name);
        assert!(format!("{error:?}").starts_with(name), "{error:?}, not {name}");
    }
}

#[test]
fn rows_before_a_damage_can_be_taken_and_the_error_stays() {
    let mut scanner = RowScanner::new("transactions");
    let body = br#"{"transactions":[{"a":1},{"b":2},?"#;
    let error = scanner.push(body).expect_err("damaged");
    assert_eq!(error, ScanError::NotJson { at: 33 });
    assert_eq!(scanner.next_row().map(RawRow::into_bytes), Some(br#"{"a":1}"#.to_vec()));
    assert_eq!(scanner.push(b"]}"), Err(error));
    assert_eq!(scanner.next_row().map(RawRow::into_bytes), Some(br#"{"b":2}"#.to_vec()));
    assert_eq!(scanner.finish(), Err(error));
}

#[test]
fn a_row_beyond_the_limit_is_handed_out_cut_and_the_scan_goes_on() {
    use sha2::{Digest, Sha256};
    let large = format!(r#"{{"transaction_id":5,"csc":"123","x":"{}"}}"#, "y".repeat(3 * ROW_LIMIT));
    let body = format!(r#"{{"success":true,"response_code":1,"transactions":[{large},{{"a":1}}]}}"#);
    for size in [1000, 70_000, body.len()] {
        let mut scanner = RowScanner::new("transactions");
        for piece in body.as_bytes().chunks(size) {
            scanner.push(piece).expect("sound");
        }
        let cut = scanner.next_row().expect("the large row");
        assert_eq!((cut.is_cut(), cut.bytes().len()), (true, ROW_LIMIT));
        assert_eq!(cut.length(), length(large.len()));
        let row = ExportRow::read(cut);
        assert_eq!(row.digest, <[u8; 32]>::from(Sha256::digest(&large)));
        let bad = row.content.expect_err("too large");
        assert_eq!((bad.id.map(crate::TransactionId::get), &*bad.field), (Some(5), "row"));
        assert!(!bad.redacted.contains("123"));
        assert_eq!(scanner.next_row().map(RawRow::into_bytes), Some(br#"{"a":1}"#.to_vec()));
        assert!(scanner.finish().expect("whole").is_success());
    }
}

proptest! {
    #[test]
    fn any_pieces_give_the_same_rows(cuts in proptest::collection::vec(0..BODY.len(), 0..12)) {
        let mut cuts = cuts;
        cuts.extend([0, BODY.len()]);
        cuts.sort_unstable();
        let pieces: Vec<&[u8]> = cuts.windows(2).map(|pair| &BODY.as_bytes()[pair[0]..pair[1]]).collect();
        let (rows, envelope) = scan(&pieces);
        prop_assert_eq!(rows, ROWS.map(|row| row.as_bytes().to_vec()));
        prop_assert!(envelope.is_ok());
    }

    #[test]
    fn a_changed_byte_never_makes_rows_out_of_nothing(place in 0..BODY.len(), byte in any::<u8>()) {
        let mut body = BODY.as_bytes().to_vec();
        body[place] = byte;
        let (rows, envelope) = scan(&[&body]);
        if let Ok(envelope) = envelope {
            prop_assert_eq!(envelope.rows, length(rows.len()));
        }
    }
}
