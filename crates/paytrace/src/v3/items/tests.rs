use super::*;
use crate::CaptureAnswer;

fn id(number: i64) -> TransactionId {
    TransactionId::new(number).expect("positive")
}

fn asked() -> FollowUps {
    FollowUps::new([(id(1), None), (id(2), None), (id(3), None)]).expect("three items")
}

type Short = (i64, Result<CaptureAnswer, Outcome>);

/// Each item in short: done, or the outcome of its error.
fn read(status: u16, body: &str) -> Result<Vec<Short>, Error> {
    let raw = RawReply::new(status, body.to_owned());
    let items = asked().read(&raw, Verdict::capture)?;
    let short = |item: ItemResult<CaptureAnswer>| {
        (item.transaction_id.get(), item.result.map_err(|error| error.outcome()))
    };
    Ok(items.into_iter().map(short).collect())
}

#[test]
fn one_bad_item_never_hides_the_others() {
    let body = r#"{"status":"success","status_code":200,"data":[
        {"status":"success","original_transaction_id":"1","transaction_id":"1","response_code":112},
        {"status":"error","original_transaction_id":"2","transaction_id":"2","response_code":1,
         "detail":"not found","type":"VALIDATION","code":"58","field":"body/batch_items/1/transaction_id"},
        {"status":"success","original_transaction_id":"3","transaction_id":"3","response_code":113}]}"#;
    let items = read(200, body).expect("results");
    assert_eq!(items[0], (1, Ok(CaptureAnswer::Captured(id(1)))));
    assert_eq!(items[1], (2, Err(Outcome::Nothing)));
    assert!(matches!(items[2], (3, Ok(CaptureAnswer::NotCaptured(_)))));
    let raw = RawReply::new(200, body);
    let results = asked().read(&raw, Verdict::capture).expect("results");
    let error = results[1].result.as_ref().expect_err("refused");
    assert!(error.codes().contains_key("58"), "{error:?}");
}

#[test]
fn a_call_whose_items_are_all_refused_still_has_a_result_for_each() {
    let item = |id: u8| {
        format!(
            r#"{{"status":"error","original_transaction_id":"{id}","response_code":1,"detail":"d","code":"58",
            "field":"body/batch_items/0/transaction_id"}}"#
        )
    };
    let body =
        format!(r#"{{"status":"error","status_code":422,"data":[{},{},{}]}}"#, item(3), item(1), item(2));
    let outcomes: Vec<_> = read(422, &body).expect("results").into_iter().map(|(_, result)| result).collect();
    assert_eq!(outcomes, [Err(Outcome::Nothing), Err(Outcome::Nothing), Err(Outcome::Nothing)]);
}

#[test]
fn a_call_refused_as_a_whole_is_an_error() {
    let body = r#"{"status":"error","status_code":422,"data":[
        {"detail":"field required","type":"VALIDATION","code":"REQUIRED","field":"body/merchant_id"}]}"#;
    let error = read(422, body).expect_err("refused");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Rejected, Outcome::Nothing));
}

#[test]
fn what_the_answer_does_not_say_is_unknown() {
    let done = r#"{"status":"success","response_code":112}"#;
    let cases = [
        // Without names the place counts.
        (format!("[{done},{done},{done}]"), [true, true, true]),
        // Without names and with another number of items nothing can be told.
        (format!("[{done},{done}]"), [false, false, false]),
        // A name counts wherever it stands.
        (
            r#"[{"status":"success","original_transaction_id":"3","response_code":112}]"#.to_owned(),
            [false, false, true],
        ),
        // One that is named twice is told about by neither.
        (
            r#"[{"status":"success","original_transaction_id":"1","response_code":112},
                {"status":"error","original_transaction_id":"1","response_code":1},7]"#
                .to_owned(),
            [false, false, false],
        ),
        (format!(r#"[{done},{{"status":"perhaps"}},{done}]"#), [true, false, true]),
    ];
    for (data, done) in cases {
        let body = format!(r#"{{"status":"success","status_code":200,"data":{data}}}"#);
        let results = read(200, &body).expect("results");
        for ((asked, result), done) in results.into_iter().zip(done) {
            let wanted = if done { Ok(CaptureAnswer::Captured(id(asked))) } else { Err(Outcome::Unknown) };
            assert_eq!(result, wanted, "{data} {asked}");
        }
    }
    let empty = read(200, r#"{"status":"success","data":[]}"#).expect_err("no results");
    assert_eq!(empty.outcome(), Outcome::Unknown);
}

#[test]
fn a_call_names_each_of_up_to_a_hundred_transactions_once() {
    assert!(FollowUps::new([]).is_err());
    assert!(FollowUps::new([(id(1), None), (id(1), None)]).is_err());
    assert!(FollowUps::new((1..=101).map(|number| (id(number), None))).is_err());
    assert!(FollowUps::new((1..=100).map(|number| (id(number), None))).is_ok());
}
