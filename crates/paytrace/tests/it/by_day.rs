//! Long exports as windows of days, and the token that an export's body refuses.

use std::num::NonZeroU16;

use bytes::Bytes;
use chrono::NaiveDate;
use futures_util::StreamExt;
use paytrace::v1::export::{ByDateRange, TransactionFilter};
use paytrace::{CustomerId, DayStream, DaysError, Error, ErrorKind, ExportRow, Outcome};
use serde_json::json;

use crate::script::{OTHER_TOKEN, Script, Step};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
}

fn range(first: u32, last: u32) -> ByDateRange {
    ByDateRange::new(day(first), day(last)).unwrap()
}

fn row(id: u32, made_on: u32) -> String {
    json!({"transaction_id": id, "transaction_type": "SALE", "amount": "1.50", "status_code": "Y",
        "created": {"at": format!("6/{made_on}/2026 1:02:03 PM")}})
    .to_string()
}

/// The ids of the two rows of each day.
fn two(day: u32) -> [u32; 2] {
    let first = day.saturating_mul(10);
    [first, first.saturating_add(1)]
}

fn body(rows: &[String]) -> String {
    format!(r#"{{"success":true,"response_code":1,"transactions":[{}]}}"#, rows.join(","))
}

fn answer(rows: &[String]) -> Step {
    let pieces = body(rows).as_bytes().chunks(100).map(Bytes::copy_from_slice).collect();
    Step::Pieces(pieces, false)
}

fn id(row: &ExportRow) -> Option<i64> {
    match &row.content {
        Ok(transaction) => Some(transaction.id.get()),
        Err(bad) => bad.id.map(paytrace::TransactionId::get),
    }
}

async fn all(mut stream: DayStream) -> (Vec<Option<i64>>, Option<DaysError>, Option<NaiveDate>) {
    let mut ids = Vec::new();
    while let Some(item) = stream.next().await {
        match item {
            Ok(row) => ids.push(id(&row)),
            Err(error) => {
                assert!(stream.next().await.is_none(), "an error is the last item");
                return (ids, Some(error), stream.complete_through());
            }
        }
    }
    (ids, None, stream.complete_through())
}

/// What PayTrace would give for each window's request, whether or not it counts the last day in.
fn answers(windows: &[(u32, u32)], counts_last_day: bool) -> Vec<Step> {
    let windows = windows.iter().map(|(first, last)| {
        let last = last.saturating_add(u32::from(counts_last_day));
        let rows: Vec<String> =
            (first.saturating_sub(1)..=last).flat_map(|day| two(day).map(|id| row(id, day))).collect();
        answer(&rows)
    });
    windows.collect()
}

#[tokio::test]
async fn every_row_of_a_long_export_is_given_once_whether_or_not_the_last_day_counts() {
    let expected: Vec<_> = (3..=7).flat_map(two).map(|id| Some(i64::from(id))).collect();
    let each = [(3, 3), (4, 4), (5, 5), (6, 6), (7, 7)];
    let pairs = [(3, 4), (5, 6), (7, 7)];
    for (days, windows) in [(1, &each[..]), (2, &pairs[..]), (30, &[(3, 7)])] {
        for counts_last_day in [true, false] {
            let script = Script::signed_in(answers(windows, counts_last_day));
            let export = range(3, 7).with_customer_id(CustomerId::new("C1").unwrap());
            let stream = script.client().export_by_day(&export, NonZeroU16::new(days).unwrap()).unwrap();
            let (ids, error, complete) = all(stream).await;
            assert!(error.is_none(), "{error:?}");
            assert_eq!((ids, complete), (expected.clone(), Some(day(7))), "{days} {counts_last_day}");
            for (place, (first, last)) in (1..).zip(windows) {
                let body = script.body(place);
                assert_eq!(body["start_date"], format!("06/{:02}/2026", first.saturating_sub(1)));
                assert_eq!(body["end_date"], format!("06/{:02}/2026", last.saturating_add(1)));
                assert_eq!(body["customer_id"], "C1");
            }
        }
    }
}

#[tokio::test]
async fn a_row_whose_day_cannot_be_read_is_given_by_each_window_that_sees_it() {
    let lost = r#"{"transaction_id":9,"amount":"x","created":{"at":"soon"}}"#.to_owned();
    let script = Script::signed_in([
        answer(&[row(20, 2), row(30, 3), lost.clone(), row(40, 4)]),
        answer(&[row(30, 3), lost, row(40, 4), row(50, 5)]),
    ]);
    let stream = script.client().export_by_day(&range(3, 4), NonZeroU16::MIN).unwrap();
    let (ids, error, _) = all(stream).await;
    assert!(error.is_none());
    assert_eq!(ids, [Some(30), Some(9), Some(9), Some(40)]);
}

/// PayTrace's filter may go by another clock than the one it shows.
#[tokio::test]
async fn no_row_falls_between_two_windows_when_the_filters_day_is_one_off() {
    for shown_late in [true, false] {
        let shown =
            |chosen: u32| if shown_late { chosen.saturating_add(1) } else { chosen.saturating_sub(1) };
        let steps = (3..=5).map(|first: u32| {
            let chosen = first.saturating_sub(1)..=first.saturating_add(1);
            answer(&chosen.map(|day| row(day, shown(day))).collect::<Vec<_>>())
        });
        let script = Script::signed_in(steps);
        let stream = script.client().export_by_day(&range(3, 5), NonZeroU16::MIN).unwrap();
        let (ids, error, _) = all(stream).await;
        assert!(error.is_none());
        let expected = if shown_late { [2, 3, 4] } else { [4, 5, 6] };
        assert_eq!(ids, expected.map(Some), "{shown_late}");
    }
}

#[tokio::test]
async fn an_error_says_which_days_are_complete() {
    let whole = body(&[row(50, 5)]);
    let cut = Bytes::copy_from_slice(&whole.as_bytes()[..whole.len() - 2]);
    let refused = r#"{"success":false,"response_code":1,"errors":{"981":["x"]}}"#;
    let no_answer = "the connection broke before PayTrace's whole answer came";
    let denied = "the API user lacks a permission for this call (error 981); have it switched on in PayTrace";
    let cases = [
        (Step::Pieces(vec![cut], true), vec![Some(30), Some(40), Some(50)], ErrorKind::NoAnswer, no_answer),
        (Step::Answer(400, refused), vec![Some(30), Some(40)], ErrorKind::Permission, denied),
    ];
    for (step, rows, kind, why) in cases {
        let script = Script::signed_in([answer(&[row(30, 3)]), answer(&[row(40, 4)]), step]);
        let stream = script.client().export_by_day(&range(3, 7), NonZeroU16::MIN).unwrap();
        let (ids, error, complete) = all(stream).await;
        let error = error.unwrap();
        assert_eq!((ids, complete, error.complete_through()), (rows, Some(day(4)), Some(day(4))));
        assert_eq!((error.resume_from(), error.kind(), error.outcome()), (day(5), kind, Outcome::Nothing));
        assert_eq!(
            error.to_string(),
            format!("the export of 2026-06-05 failed: {why}; the days through 2026-06-04 are complete")
        );
        // A report that adds the causes to the text must not say the same twice.
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        assert_ne!(cause.as_deref(), Some(why));
        assert_eq!(Error::from(error).kind(), kind);
    }
    let script = Script::signed_in([Step::Answer(400, refused)]);
    let stream = script.client().export_by_day(&range(3, 7), NonZeroU16::new(2).unwrap()).unwrap();
    let error = all(stream).await.1.unwrap();
    assert_eq!(
        error.to_string(),
        format!("the export of 2026-06-03 to 2026-06-04 failed: {denied}; no day is complete")
    );
}

#[tokio::test]
async fn an_export_whose_filter_gives_days_another_meaning_is_not_split() {
    let settled = range(3, 7).with_transaction_type(TransactionFilter::Settled);
    let error = Script::signed_in([]).client().export_by_day(&settled, NonZeroU16::MIN).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
}

#[tokio::test]
async fn a_token_that_an_exports_good_answer_refuses_is_forgotten() {
    let complaint = r#"{"error":"invalid_token","error_description":"The access token expired"}"#;
    let script = Script::signed_in([
        Step::Answer(200, complaint),
        Step::Answer(200, OTHER_TOKEN),
        answer(&[row(30, 3)]),
        answer(&[row(30, 3)]),
    ]);
    let client = script.client();
    let error = client.export(&range(3, 3)).await.unwrap().next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    for _ in 0..2 {
        let rows: Vec<_> = client.export(&range(3, 3)).await.unwrap().collect().await;
        assert!(rows.len() == 1 && rows[0].is_ok());
    }
    assert_eq!(script.paths().iter().filter(|path| *path == "/oauth/token").count(), 2);
    assert_eq!(script.header(3, "authorization").as_deref(), Some("Bearer tok:en_2"));
}
