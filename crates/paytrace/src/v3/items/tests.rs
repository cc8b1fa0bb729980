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
        // Without names the place counts when all say the same.
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
        // And when they do not, nothing can be told.
        (format!(r#"[{done},{{"status":"perhaps"}},{done}]"#), [false, false, false]),
        (format!(r#"[{done},{{"status":"success","response_code":113}},{done}]"#), [false, false, false]),
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
fn one_result_among_problems_keeps_the_call_from_being_refused_as_a_whole() {
    let problem = r#"{"detail":"d","field":"body/batch_items/1/transaction_id","code":58}"#;
    let done = r#"{"status":"success","original_transaction_id":"1","response_code":112}"#;
    let outcomes = |data: String| {
        let body = format!(r#"{{"status":"error","status_code":422,"data":[{data}]}}"#);
        let items = read(422, &body).expect("results");
        items.into_iter().map(|(_, result)| result.map(|_| ())).collect::<Vec<_>>()
    };
    let unknown = Err(Outcome::Unknown);
    assert_eq!(outcomes(format!("{done},{problem}")), [Ok(()), unknown, unknown]);
    for part in [r#"{"response_code":112}"#, r#"{"transaction_id":"9"}"#, r#"{"status":"perhaps"}"#, "7"] {
        assert_eq!(outcomes(format!("{problem},{part},{problem}")), [unknown; 3], "{part}");
    }
    let nameless = r#"{"status":"success","response_code":112}"#;
    assert_eq!(outcomes([nameless; 3].join(",")), [unknown; 3], "an error whose items are successes");
}

#[test]
fn an_item_is_refused_only_by_an_error_that_names_its_cause_and_speaks_of_no_work() {
    let outcome = |members: &str| {
        let item = format!(r#"{{"status":"error","original_transaction_id":"1"{members}}}"#);
        let body = format!(r#"{{"status":"success","status_code":200,"data":[{item}]}}"#);
        let items = read(200, &body).expect("results");
        items.into_iter().next().map(|(_, result)| result.expect_err("an error"))
    };
    for members in [
        r#","code":"58""#,
        r#","code":58,"transaction_id":1,"response_code":"1""#,
        r#","field":"body/batch_items/0/amount","transaction_id":"","approval_code":"""#,
    ] {
        assert_eq!(outcome(members), Some(Outcome::Nothing), "{members}");
    }
    for members in [
        "",
        r#","detail":"refused","field":"x""#,
        r#","code":"58","response_code":112"#,
        r#","code":"58","transaction_id":"7""#,
        r#","code":"58","approval_code":"TAS1""#,
    ] {
        assert_eq!(outcome(members), Some(Outcome::Unknown), "{members}");
    }
}

#[test]
fn a_call_names_each_of_up_to_a_hundred_transactions_once() {
    assert!(FollowUps::new([]).is_err());
    assert!(FollowUps::new([(id(1), None), (id(1), None)]).is_err());
    assert!(FollowUps::new((1..=101).map(|number| (id(number), None))).is_err());
    assert!(FollowUps::new((1..=100).map(|number| (id(number), None))).is_ok());
}
