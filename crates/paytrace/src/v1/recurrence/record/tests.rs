use super::*;
use crate::{ErrorKind, Outcome};

fn raw(body: &str) -> RawReply {
    RawReply::new(200, body.to_owned())
}

fn answer(list: &str) -> RawReply {
    raw(&format!(r#"{{"success":true,"response_code":155,"status_message":"x",{list}}}"#))
}

#[test]
fn schedules_are_read_and_a_bad_one_stops_no_other() {
    let raw = answer(
        r#""recurrences":[
        {"id":"12","customer_id":"C1","amount":19.99,"frequency":3,"start_date":"1/31/2026","next":"2/28/2026",
         "total_count":"999","current_count":1,"transaction_type":"Sale","type":"A","description":" gold "},
        {"id":13,"amount":1.005},{"id":0},{"amount":1},7,{"id":14,"start":"02/30/2026"},
        {"recurrence_id":15,"frequency":"Z","next_date":"3/1/2026 12:00:00 AM"}]"#,
    );
    let found = scheduled(&raw).expect("a list");
    let first = found[0].as_ref().expect("whole");
    assert_eq!((first.id.get(), first.customer_id.as_deref()), (12, Some("C1")));
    assert_eq!(first.amount, Some(Money::from_minor(1999, Currency::Usd)));
    assert_eq!(
        (&first.frequency, &first.charge),
        (&Some(Frequency::Monthly), &Some(RecurringCharge::CheckSale))
    );
    assert_eq!(first.start_date, NaiveDate::from_ymd_opt(2026, 1, 31));
    assert_eq!(first.next_date, NaiveDate::from_ymd_opt(2026, 2, 28));
    assert_eq!((first.total_count, first.current_count), (Some(PaymentCount::ENDLESS), Some(1)));
    assert_eq!(first.description.as_deref(), Some("gold"));
    let bad: Vec<_> = found.iter().map(|found| found.as_ref().err().map(|bad| &*bad.field)).collect();
    let start = Some("start");
    assert_eq!(bad, [None, Some("amount"), Some("id"), Some("id"), Some("record"), start, None]);
    let last = found[6].as_ref().expect("whole");
    assert_eq!(last.frequency, Some(Frequency::Other("Z".into())));
    assert_eq!(last.next_date, NaiveDate::from_ymd_opt(2026, 3, 1));
    assert_eq!(last.amount, None);
}

#[test]
fn the_latest_payment_comes_as_one_object_or_as_a_list() {
    let payment = r#"{"id":12,"customer_id":"C1","amount":"5","transaction_id":7,"approval_code":"TAS1",
        "when":"6/10/2026 8:13:45 PM","current_count":2,"total_count":12}"#;
    for list in [format!(r#""recurrence":{payment}"#), format!(r#""recurrences":[{payment}]"#)] {
        let found = approved(&answer(&list)).expect("one");
        let [Ok(payment)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(payment.transaction_id, TransactionId::new(7).ok());
        assert_eq!((payment.check_transaction_id, payment.current_count), (None, Some(2)));
        assert_eq!(payment.made_at.map(|time| time.to_string()), Some("2026-06-10 20:13:45".into()));
    }
}

#[test]
fn no_record_is_none_but_an_answer_without_a_place_for_records_is_no_export() {
    for list in [r#""recurrences":[]"#, r#""recurrence":null"#] {
        assert_eq!(scheduled(&answer(list)).expect("none"), []);
    }
    let error = scheduled(&answer(r#""x":1"#)).expect_err("no list");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown));
    let refused = raw(r#"{"success":false,"response_code":1,"errors":{"30":["x"]}}"#);
    assert_eq!(approved(&refused).expect_err("refused").kind(), ErrorKind::Rejected);
}
