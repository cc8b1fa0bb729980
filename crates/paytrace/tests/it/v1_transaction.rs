//! What v1 does with transactions once they are made: what goes out, and what an answer means.

use paytrace::v1::payment_fields::CreateToken;
use paytrace::v1::transaction::{AdjustAmount, AttachSignature, EmailReceipt, ImageType};
use paytrace::{Email, ErrorKind, Operation, Outcome, RawReply};
use serde_json::json;

use crate::v1_charge::{sent, transaction, usd};

#[test]
fn each_call_has_its_path_and_its_body() {
    let email = Email::new("a@b.example").unwrap();
    let image = AttachSignature::new(transaction(), [0xFF, 0xFE, 0xFD, 0x00], ImageType::Png).unwrap();
    let cases = [
        (
            sent(&AdjustAmount::new(transaction(), usd("12.3")).unwrap()),
            "/v1/transactions/adjust_amount",
            json!({"transaction_id": 100_000_001, "amount": "12.30"}),
        ),
        (
            sent(&EmailReceipt::new(transaction(), email)),
            "/v1/transactions/email_receipt",
            json!({"transaction_id": 100_000_001, "email": "a@b.example"}),
        ),
        (
            sent(&image),
            "/v1/transactions/attach_signature",
            json!({"transaction_id": 100_000_001, "image_data": "//79AA==", "image_type": "PNG"}),
        ),
        (sent(&CreateToken::new()), "/v1/payment_fields/token/create", json!({})),
    ];
    for (call, path, body) in cases {
        assert_eq!(call, (path.to_owned(), body));
    }
}

#[test]
fn what_paytrace_would_not_take_is_refused_before_it_leaves() {
    for amount in ["0", "-1", "1000000000"] {
        assert_eq!(AdjustAmount::new(transaction(), usd(amount)).unwrap_err().kind(), ErrorKind::Invalid);
    }
    let attach = |bytes: usize, word: &str| {
        AttachSignature::new(transaction(), vec![7; bytes], ImageType::Other(word.into()))
    };
    assert!(attach(512 * 1024, "TIFF").is_ok());
    for (bytes, word) in
        [(0, "TIFF"), (512 * 1024 + 1, "TIFF"), (1, ""), (1, "image/png"), (1, "ABCDEFGHIJK")]
    {
        assert_eq!(attach(bytes, word).unwrap_err().kind(), ErrorKind::Invalid, "{bytes} {word}");
    }
    let shown = format!("{:?}", attach(3, "TIFF").unwrap());
    assert!(!shown.contains('7') && shown.contains("bytes: 3"), "{shown}");
}

#[test]
fn only_the_code_of_the_call_and_its_own_transaction_are_success() {
    let adjust = AdjustAmount::new(transaction(), usd("1")).unwrap();
    let email = EmailReceipt::new(transaction(), Email::new("a@b.example").unwrap());
    let attach = AttachSignature::new(transaction(), [1], ImageType::Jpeg).unwrap();
    let reply = |success: bool, code: u32, id: u32| {
        let body = json!({"success": success, "response_code": code, "transaction_id": id});
        RawReply::new(200, body.to_string())
    };
    let outcomes = |raw: &RawReply| {
        [
            adjust.reply(raw).map(drop).map_err(|error| error.outcome()),
            email.reply(raw).map(drop).map_err(|error| error.outcome()),
            attach.reply(raw).map(drop).map_err(|error| error.outcome()),
        ]
    };
    let doubt = Err(Outcome::Unknown);
    let cases = [
        (reply(true, 180, 100_000_001), [Ok(()), doubt, doubt]),
        (reply(true, 149, 100_000_001), [doubt, Ok(()), doubt]),
        (reply(true, 172, 100_000_001), [doubt, doubt, Ok(())]),
        (reply(false, 180, 100_000_001), [doubt; 3]),
        (reply(true, 180, 5), [doubt; 3]),
        (reply(true, 149, 5), [doubt; 3]),
        (reply(true, 172, 5), [doubt; 3]),
    ];
    for (raw, expected) in cases {
        assert_eq!(outcomes(&raw), expected, "{:?}", raw.body);
    }
    let refused = r#"{"success":false,"response_code":1,"errors":{"58":["no such transaction"]}}"#;
    assert_eq!(outcomes(&RawReply::new(400, refused)), [Err(Outcome::Nothing); 3]);
}
