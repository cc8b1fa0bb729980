use paysage_money::Currency;

use super::*;

fn payment() -> CheckPayment {
    let key = IdempotencyKey::new("order-17").expect("a key");
    let customer = CustomerNumber::new(7).expect("positive");
    CheckPayment::from_customer(Money::from_minor(1999, Currency::Usd), EntryClass::Web, customer, key)
        .expect("a payment")
}

fn read(status: u16, body: &str) -> Result<CheckPaymentAnswer, Error> {
    payment().reply(&RawReply::new(status, body.to_owned()))
}

fn data(data: &str) -> Result<CheckPaymentAnswer, Error> {
    read(201, &format!(r#"{{"status":"success","status_code":201,"data":{data}}}"#))
}

#[test]
fn a_check_is_accepted_with_its_id() {
    let accepted = [
        r#"{"response_code":120,"transaction_id":"6f9619ff-8b86","transaction_status":"INITIATED","amount":19.99}"#,
        r#"{"transaction_id":"6f9619ff-8b86","transaction_status":"INITIATED"}"#,
    ];
    for text in accepted {
        let CheckPaymentAnswer::Accepted(check) = data(text).expect(text) else { panic!("{text}") };
        assert_eq!((check.check_id.as_str(), check.status), ("6f9619ff-8b86", Some(CheckStatus::Initiated)));
    }
}

#[test]
fn a_check_that_is_turned_away_is_an_answer() {
    let declined = [
        r#"{"response_code":125,"transaction_id":"6f96","transaction_status":"DECLINED","ach_code":0,"ach_message":"no"}"#,
        r#"{"response_code":125}"#,
        r#"{"transaction_id":"6f96","transaction_status":"NSF_DECLINED"}"#,
    ];
    for text in declined {
        assert!(matches!(data(text), Ok(CheckPaymentAnswer::Declined(_))), "{text}");
    }
}

#[test]
fn what_contradicts_itself_or_says_nothing_is_doubt() {
    let cases = [
        (
            r#"{"response_code":120,"transaction_id":"6f96","transaction_status":"DECLINED"}"#,
            Outcome::Unknown,
        ),
        (
            r#"{"response_code":125,"transaction_id":"6f96","transaction_status":"INITIATED"}"#,
            Outcome::Unknown,
        ),
        (r#"{"response_code":120,"transaction_id":"6f96","transaction_status":"FAILED"}"#, Outcome::Unknown),
        (r#"{"transaction_id":"6f96","transaction_status":"TECHNICAL_ERROR"}"#, Outcome::Unknown),
        (r#"{"response_code":125,"transaction_status":"ERROR"}"#, Outcome::Unknown),
        (r#"{"response_code":[125],"transaction_id":"6f96"}"#, Outcome::Unknown),
        (r#"{"response_code":120,"transaction_id":"6f96","amount":20}"#, Outcome::Unknown),
        (r#"{"response_code":120,"transaction_id":"6f96","amount":"much"}"#, Outcome::Unknown),
        (r#"{"response_code":120,"transaction_id":"6f96","idempotency_key":"order-18"}"#, Outcome::Unknown),
        (r#"{"response_code":1,"transaction_id":"6f96"}"#, Outcome::Unknown),
        (r#"{"response_code":120}"#, Outcome::Happened),
        ("{}", Outcome::Unknown),
        ("[]", Outcome::Unknown),
    ];
    for (text, outcome) in cases {
        assert_eq!(data(text).expect_err(text).outcome(), outcome, "{text}");
    }
}

#[test]
fn the_refusal_that_comes_for_accepted_checks_is_doubt_with_advice() {
    let refused = |field: &str| {
        format!(
            r#"{{"status":"error","status_code":422,"data":[{{"detail":"value is not a valid uuid","type":"VALIDATION",
            "code":"TYPE","field":"{field}"}}]}}"#
        )
    };
    let error = read(422, &refused("path/record_id")).expect_err("refused");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Rejected, Outcome::Unknown));
    assert!(error.to_string().contains("idempotency key"), "{error}");
    assert!(error.codes().contains_key("path/record_id"));
    let error = read(422, &refused("body/amount")).expect_err("refused");
    assert_eq!(error.outcome(), Outcome::Nothing);
}
