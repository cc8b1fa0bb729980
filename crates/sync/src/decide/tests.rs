#![expect(clippy::arithmetic_side_effects, reason = "test code")]

use paysage_money::{Currency, Money};
use sage50::{
    Customer, CustomerId, CustomerName, Document, Error, GlAccount, JournalEntry, JournalLine, Reference,
};

use super::*;
use crate::ledger::{LaneKey, PostingKey, RecordKey};

const TIMING: Timing = Timing {
    timeout: Duration::from_secs(1),
    late_apply: Duration::from_secs(10),
    read_lag: Duration::from_secs(5),
    lease: Duration::from_secs(4),
};

fn at(seconds: i64) -> StoreTime {
    StoreTime::from_millis(seconds * 1_000)
}

fn journal() -> Document {
    let account = |text: &str| GlAccount::new(text).unwrap();
    let amount = Money::from_minor(500, Currency::Usd);
    let lines = vec![
        JournalLine::debit(account("10200"), amount).unwrap(),
        JournalLine::credit(account("10300"), amount).unwrap(),
    ];
    let date = chrono::NaiveDate::from_ymd_opt(2026, 6, 10).unwrap();
    Document::JournalEntry(JournalEntry::new(Reference::new("PT1-S").unwrap(), date, lines).unwrap())
}

fn posting(state: PostingState, sent_at: Option<StoreTime>) -> Posting {
    Posting {
        seq: 1,
        key: PostingKey::new("journal_entry/PT1-S").unwrap(),
        record: RecordKey::new("T1").unwrap(),
        lane: LaneKey::new("A").unwrap(),
        after: None,
        document: journal(),
        state,
        attempt: u32::from(sent_at.is_some()),
        sent_at,
        not_before: None,
        absent_since: None,
        remote_key: None,
        trouble: None,
    }
}

fn found(amount: i64) -> Found {
    Found { amount: Some(Money::from_minor(amount, Currency::Usd)), ..Found::of(&journal(), "guid") }
}

fn confirming() -> Capabilities {
    Capabilities { confirms_posting: true, ..Capabilities::default() }
}

#[test]
fn a_document_in_doubt_is_left_alone_for_the_whole_quiet_time() {
    let doubt = posting(PostingState::InFlight, Some(at(100)));
    assert_eq!(next(&doubt, at(100), &TIMING), Next::Wait(at(120)));
    assert_eq!(next(&doubt, at(119), &TIMING), Next::Wait(at(120)));
    assert_eq!(next(&doubt, at(120), &TIMING), Next::Probe);
    assert_eq!(next(&posting(PostingState::Planned, None), at(0), &TIMING), Next::Send);
    let paused = Posting { not_before: Some(at(5)), ..posting(PostingState::Planned, None) };
    assert_eq!(next(&paused, at(4), &TIMING), Next::Wait(at(5)));
    assert_eq!(next(&paused, at(5), &TIMING), Next::Send);
}

#[test]
fn only_what_was_absent_twice_a_read_lag_apart_is_sent_again() {
    let doubt = posting(PostingState::InFlight, Some(at(100)));
    let first = after_probe(&doubt, Sighting::Absent, (at(119), at(120)), &TIMING, &confirming())
        .expect("looked up once only");
    assert_eq!((first.state, first.absent_since), (PostingState::InFlight, Some(at(120))));
    assert_eq!(first.not_before, Some(at(125)));
    let again = Posting { absent_since: first.absent_since, ..doubt };
    assert!(
        after_probe(&again, Sighting::Absent, (at(124), at(126)), &TIMING, &confirming()).is_some(),
        "too early"
    );
    assert_eq!(after_probe(&again, Sighting::Absent, (at(125), at(126)), &TIMING, &confirming()), None);
}

#[test]
fn what_is_found_is_compared_before_it_is_believed() {
    let doubt = posting(PostingState::InFlight, Some(at(100)));
    assert_eq!(sight(&doubt, &[]), Sighting::Absent);
    assert_eq!(sight(&doubt, &[found(500)]), Sighting::There("guid".into()));
    let wrong = |sighting| match sighting {
        Sighting::Wrong(state, reason) => (state, reason.into_string()),
        other => panic!("{other:?}"),
    };
    let (state, reason) = wrong(sight(&doubt, &[found(501)]));
    assert_eq!(state, PostingState::Conflict);
    assert!(reason.contains("amount") && reason.contains("5.00") && reason.contains("5.01"), "{reason}");
    let (state, reason) = wrong(sight(&doubt, &[found(500), found(500)]));
    assert_eq!(state, PostingState::Parked);
    assert!(reason.contains("2 times"), "{reason}");
    let (state, _) = wrong(sight(&doubt, &[Found { voided: true, ..found(500) }]));
    assert_eq!(state, PostingState::Conflict, "a person voided it: never posted again");
    let there =
        after_probe(&doubt, Sighting::There("guid".into()), (at(120), at(120)), &TIMING, &confirming())
            .expect("a change");
    assert_eq!((there.state, there.remote_key.as_deref()), (PostingState::Confirmed, Some("guid")));
}

#[test]
fn a_document_its_door_would_take_twice_is_looked_up_before_its_first_sending() {
    let planned = posting(PostingState::Planned, None);
    let takes_twice = Capabilities::default();
    assert!(must_look_first(&planned, &takes_twice, None));
    let mut refuses = Capabilities::default();
    refuses.refuses_duplicates.insert(Kind::JournalEntry);
    assert!(!must_look_first(&planned, &refuses, None));
    let mut once = Capabilities::default();
    once.refuses_duplicates.insert(Kind::Invoice);
    assert!(must_look_first(&planned, &once, None), "nothing before it was made just now");
    assert!(!must_look_first(&planned, &once, Some(Kind::Invoice)), "its invoice is new, so it is");
    assert!(must_look_first(&planned, &once, Some(Kind::Customer)), "which this door would take twice");
    let sent = posting(PostingState::InFlight, Some(at(1)));
    assert!(!must_look_first(&sent, &takes_twice, None), "the doubt is looked up anyway");
    let customer = Customer::new(CustomerId::new("A").unwrap(), CustomerName::new("A").unwrap());
    let customer = Posting { document: Document::Customer(customer), ..planned };
    assert!(must_look_first(&customer, &takes_twice, None));
}

/// Turned away for the `times`-th time in a row, as everybody else; 0: it was not.
fn answer(sent: &Change, error: Error, times: u32) -> Answer {
    let turned_away = TurnedAway { connection: times, posting: times, unclear: times, others_pass: false };
    after_post(sent, &Err(error), at(101), &TIMING, (times > 0).then_some(turned_away))
}

fn sent_for_the(attempt: u32) -> Change {
    intent(&Posting { attempt: attempt - 1, ..posting(PostingState::Planned, None) }, at(100))
}

const KINDS: [ErrorKind; 13] = [
    ErrorKind::Invalid,
    ErrorKind::Duplicate,
    ErrorKind::NotFound,
    ErrorKind::Auth,
    ErrorKind::Permission,
    ErrorKind::ClosedPeriod,
    ErrorKind::Locked,
    ErrorKind::RateLimited,
    ErrorKind::Unavailable,
    ErrorKind::Unreadable,
    ErrorKind::Transport,
    ErrorKind::Conflict,
    ErrorKind::Unsupported,
];

#[test]
fn whatever_the_words_a_doubt_stays_in_flight_for_the_quiet_time() {
    let sent = sent_for_the(1);
    for kind in KINDS {
        for outcome in [Outcome::Unknown, Outcome::Happened] {
            let doubt = answer(&sent, Error::new(kind, outcome).with_sage(SageDetail::UnknownInvoice), 0);
            let Answer::Change(change) = doubt else { panic!("{kind:?}") };
            assert_eq!(
                (change.state, change.not_before),
                (PostingState::InFlight, Some(at(120))),
                "{kind:?}"
            );
            assert_eq!((change.attempt, change.sent_at), (1, sent.sent_at), "{kind:?}");
        }
    }
}

#[test]
fn every_refusal_has_one_meaning() {
    use PostingState::{InFlight, Planned, Rejected};
    let sent = sent_for_the(1);
    assert_eq!((sent.state, sent.attempt, sent.sent_at), (PostingState::InFlight, 1, Some(at(100))));
    let there = after_post(&sent, &Ok(Posted::in_books("guid")), at(101), &TIMING, None);
    let Answer::Change(there) = there else { panic!("{there:?}") };
    assert_eq!((there.state, there.remote_key.as_deref()), (PostingState::Confirmed, Some("guid")));
    for kind in KINDS {
        let answer = answer(&sent, Error::new(kind, Outcome::Nothing), 1);
        let meaning = match &answer {
            Answer::Taken(absent) => ("look", absent.state, absent.attempt),
            Answer::Change(change) => ("change", change.state, change.attempt),
            Answer::Pause(change, pause) => {
                assert_eq!(*pause, backoff(1));
                let later = at(101).after(backoff(1) + FIRST_PAUSE);
                assert_eq!(change.not_before, Some(later), "the others come first");
                ("pause", change.state, change.attempt)
            }
            Answer::Locked(change) => ("locked", change.state, change.attempt),
        };
        let expected = match kind {
            ErrorKind::Duplicate | ErrorKind::Conflict => ("look", InFlight, 1),
            ErrorKind::Invalid | ErrorKind::ClosedPeriod | ErrorKind::Unsupported => ("change", Rejected, 1),
            // The address is wrong, or nobody gets in: not the document's fault.
            ErrorKind::NotFound | ErrorKind::Auth | ErrorKind::Permission => ("locked", Planned, 1),
            // No attempt burned.
            _ => ("pause", Planned, 0),
        };
        assert_eq!(meaning, expected, "{kind:?}");
    }
}

#[test]
fn a_taken_reference_that_no_look_up_shows_is_in_doubt_twice_and_then_for_a_person() {
    let stopped =
        [(ErrorKind::Duplicate, PostingState::Parked), (ErrorKind::Conflict, PostingState::Rejected)];
    for (kind, state) in stopped {
        for (attempt, expected) in [(1, PostingState::InFlight), (2, PostingState::InFlight), (3, state)] {
            let Answer::Taken(absent) = answer(&sent_for_the(attempt), Error::new(kind, Outcome::Nothing), 0)
            else {
                panic!("{kind:?}")
            };
            assert_eq!((absent.state, absent.attempt), (expected, attempt), "{kind:?}");
            assert_eq!(absent.sent_at, Some(at(100)), "the quiet time counts from the call");
            assert!(absent.trouble.unwrap().contains("a look-up shows no such document"), "{kind:?}");
        }
    }
}

#[test]
fn what_sage_does_not_see_yet_is_awaited_and_then_refused_with_its_reasons() {
    let unseen = |sage, code: &str| {
        let detail = Detail {
            code: Some(code.into()),
            message: "There is no invoice PT1-I.".into(),
            field: Some("applies[0].referenceNumber".into()),
        };
        Error::new(ErrorKind::NotFound, Outcome::Nothing).with_sage(sage).with_details(vec![detail])
    };
    for sage in [SageDetail::UnknownInvoice, SageDetail::UnknownCustomer] {
        for attempt in 1..MOST_UNSEEN {
            let again = answer(&sent_for_the(attempt), unseen(sage, "UnknownInvoice"), 0);
            let Answer::Change(again) = again else { panic!("{again:?}") };
            assert_eq!((again.state, again.attempt), (PostingState::Planned, attempt), "{sage:?}");
            assert!(again.not_before >= Some(at(101).after(TIMING.read_lag)), "not before it can be seen");
        }
        let last = answer(&sent_for_the(MOST_UNSEEN), unseen(sage, "UnknownInvoice"), 0);
        let Answer::Change(last) = last else { panic!("{last:?}") };
        assert_eq!(last.state, PostingState::Rejected);
        let trouble = last.trouble.unwrap();
        assert!(trouble.starts_with("tried 5 times: "), "{trouble}");
        let reason = "UnknownInvoice: applies[0].referenceNumber: There is no invoice PT1-I.";
        assert!(trouble.ends_with(reason), "{trouble}");
    }
    // A company that is not there is nobody's document's fault, however many words are made about it.
    let company = answer(&sent_for_the(1), unseen(SageDetail::NotFound, "NotFound"), 0);
    assert!(matches!(company, Answer::Locked(change) if change.state == PostingState::Planned));
    // An account does not come by itself.
    let account = answer(&sent_for_the(1), unseen(SageDetail::UnknownAccount, "UnknownAccount"), 0);
    assert!(matches!(account, Answer::Change(change) if change.state == PostingState::Rejected));
}

#[test]
fn pauses_of_the_connection_grow_and_a_record_in_use_is_no_affair_of_others() {
    let locked = |sage| Error::new(ErrorKind::Locked, Outcome::Nothing).with_sage(sage);
    let pause = |times| match answer(&sent_for_the(1), locked(SageDetail::CompanyLocked), times) {
        Answer::Pause(_, pause) => pause,
        other => panic!("{other:?}"),
    };
    assert_eq!([1, 2, 3, 60].map(pause), [1, 2, 3, 60].map(backoff));
    let Answer::Change(own) = answer(&sent_for_the(1), locked(SageDetail::RecordInUse), 3) else {
        panic!("the connection pauses")
    };
    assert_eq!((own.state, own.attempt), (PostingState::Planned, 0));
    assert_eq!(own.not_before, Some(at(101).after(backoff(3))));
    let hour = Duration::from_hours(1);
    let asked = Error::new(ErrorKind::RateLimited, Outcome::Nothing).with_retry_after(Some(hour * 2));
    assert!(matches!(answer(&sent_for_the(1), asked, 1), Answer::Pause(_, pause) if pause == hour));
}

#[test]
fn a_document_that_fails_while_others_pass_pauses_its_own_customer_and_nobody_else() {
    let own = |error: Error, times| {
        let times = TurnedAway { connection: 1, posting: times, unclear: 0, others_pass: true };
        after_post(&sent_for_the(1), &Err(error), at(101), &TIMING, Some(times))
    };
    for kind in [ErrorKind::Unavailable, ErrorKind::Unreadable] {
        let error = || Error::new(kind, Outcome::Nothing);
        for times in [1, 2, 5, 100] {
            let Answer::Change(change) = own(error(), times) else {
                panic!("{kind:?}: the connection pauses")
            };
            let due = at(101).after(backoff(times) + FIRST_PAUSE);
            assert_eq!((change.state, change.attempt), (PostingState::Planned, 0));
            assert_eq!(change.not_before, Some(due), "{kind:?} {times}");
        }
        // Others are turned away now as well, or the books ask everybody to wait.
        let many = TurnedAway { connection: 2, posting: 9, unclear: 0, others_pass: true };
        let paused = after_post(&sent_for_the(1), &Err(error()), at(101), &TIMING, Some(many));
        assert!(matches!(paused, Answer::Pause(_, pause) if pause == backoff(2)), "{paused:?}");
        let asked = own(error().with_retry_after(Some(Duration::from_secs(9))), 1);
        assert!(matches!(asked, Answer::Pause(_, pause) if pause == Duration::from_secs(9)), "{asked:?}");
    }
    let limited = own(Error::new(ErrorKind::RateLimited, Outcome::Nothing), 7);
    assert!(matches!(limited, Answer::Pause(_, pause) if pause == backoff(1)), "{limited:?}");
}

#[test]
fn a_post_that_never_gets_a_clear_answer_is_parked_with_its_reason_and_no_attempt() {
    let detail = Detail { code: None, message: "twice".into(), field: Some("invRef".into()) };
    let unclear = |unclear, others_pass, kind| {
        let times = TurnedAway { connection: 1, posting: unclear + 3, unclear, others_pass };
        let error = Error::new(kind, Outcome::Nothing).with_details(vec![detail.clone()]);
        match after_post(&sent_for_the(1), &Err(error), at(101), &TIMING, Some(times)) {
            Answer::Change(change) | Answer::Pause(change, _) => change,
            other => panic!("{other:?}"),
        }
    };
    for (others_pass, most) in [(true, MOST_UNCLEAR), (false, MOST_UNCLEAR_OF_ALL)] {
        assert_eq!(unclear(most - 1, others_pass, ErrorKind::Unreadable).state, PostingState::Planned);
        let passes = unclear(most, others_pass, ErrorKind::Unavailable);
        assert_eq!(passes.state, PostingState::Planned, "what time heals is tried without end");
        let parked = unclear(most, others_pass, ErrorKind::Unreadable);
        assert_eq!((parked.state, parked.attempt, parked.not_before), (PostingState::Parked, 0, None));
        let trouble = parked.trouble.unwrap();
        let begin = format!("turned away {} times: ", most + 3);
        assert!(trouble.starts_with(&begin) && trouble.ends_with("invRef: twice"), "{trouble}");
    }
}

#[test]
fn a_look_up_that_never_gives_a_clear_answer_is_parked_with_its_reason() {
    let detail = Detail { code: None, message: "deposit".into(), field: Some("kind".into()) };
    let unreadable = Error::new(ErrorKind::Unreadable, Outcome::Nothing)
        .with_problem("an entry is of a kind this version does not know")
        .with_details(vec![detail]);
    for posting in [posting(PostingState::InFlight, Some(at(1))), posting(PostingState::Planned, None)] {
        for times in 1..MOST_UNCLEAR {
            let waits = after_failed_look(&posting, &unreadable, (times, times), at(100));
            let expected = Change {
                not_before: Some(at(100).after(backoff(times))),
                trouble: waits.trouble.clone(),
                ..Change::of(&posting)
            };
            assert_eq!(waits, expected, "nothing is concluded");
        }
        let parked = after_failed_look(&posting, &unreadable, (9, MOST_UNCLEAR), at(100));
        assert_eq!((parked.state, parked.attempt), (PostingState::Parked, posting.attempt));
        let trouble = parked.trouble.unwrap();
        assert!(trouble.starts_with("look-up 9 failed: ") && trouble.ends_with("kind: deposit"), "{trouble}");
        // What time heals is tried without end.
        let away = Error::new(ErrorKind::Unavailable, Outcome::Nothing);
        let waits = after_failed_look(&posting, &away, (1_000, 0), at(100));
        assert_eq!((waits.state, waits.not_before), (posting.state, Some(at(400))));
    }
}

#[test]
fn what_a_refused_key_is_answered_with_is_not_kept() {
    let echo = Detail { code: None, message: "key s3cret is unknown".into(), field: None };
    for kind in [ErrorKind::Auth, ErrorKind::Permission] {
        let error = Error::new(kind, Outcome::Nothing).with_details(vec![echo.clone()]);
        let Answer::Locked(change) = answer(&sent_for_the(1), error, 0) else { panic!("{kind:?}") };
        assert!(!change.trouble.unwrap().contains("s3cret"));
    }
}

#[test]
fn what_waits_in_a_queue_is_in_flight_until_a_look_up_shows_it_and_never_sent_again() {
    let sent = intent(&posting(PostingState::Planned, None), at(100));
    let queued = Ok(Posted::Queued { manifest: "import-7.json".into() });
    let Answer::Change(change) = after_post(&sent, &queued, at(101), &TIMING, None) else {
        panic!("a change")
    };
    assert_eq!((change.state, change.remote_key.as_deref()), (PostingState::InFlight, Some("import-7.json")));
    assert_eq!((change.not_before, change.attempt), (Some(at(120)), 1));
    assert!(change.trouble.as_deref().is_some_and(|text| text.contains("import-7.json")), "{change:?}");
    let waiting = Posting {
        trouble: change.trouble,
        remote_key: change.remote_key,
        ..posting(PostingState::InFlight, Some(at(100)))
    };
    let queue = Capabilities::default();
    let probed = |posting: &Posting, sighting, second| {
        // A gateway that says today that it confirms, or does not say, changes nothing of what it queued.
        let confirming = Capabilities { confirms_posting: true, ..Capabilities::default() };
        let looked = (at(second), at(second));
        if posting.remote_key.is_some() {
            let of_queue = after_probe(posting, Sighting::Absent, looked, &TIMING, &queue);
            assert_eq!(after_probe(posting, Sighting::Absent, looked, &TIMING, &confirming), of_queue);
        }
        after_probe(posting, sighting, looked, &TIMING, &queue)
    };
    for second in [120, 1_000, 1_000_000] {
        let seen_before = Posting { absent_since: Some(at(1)), ..waiting.clone() };
        for posting in [&waiting, &seen_before] {
            let change = probed(posting, Sighting::Absent, second).expect("never sent again");
            assert_eq!(
                (change.state, change.trouble.as_ref()),
                (PostingState::InFlight, waiting.trouble.as_ref())
            );
            assert_eq!(change.not_before, Some(at(second + 300)));
        }
    }
    let there = probed(&waiting, Sighting::There("guid".into()), 2_000).expect("a change");
    assert_eq!((there.state, there.remote_key.as_deref()), (PostingState::Confirmed, Some("guid")));
    let lost = Posting { trouble: None, remote_key: None, ..waiting };
    assert!(probed(&lost, Sighting::Absent, 120).is_some_and(|change| change.trouble.is_some()));
}

#[test]
fn doubts_without_end_are_parked() {
    let tired = Posting { attempt: MOST_ATTEMPTS - 1, ..posting(PostingState::InFlight, Some(at(1))) };
    let sent = intent(&tired, at(100));
    let lost = Err(Error::new(ErrorKind::Transport, Outcome::Unknown));
    let Answer::Change(change) = after_post(&sent, &lost, at(101), &TIMING, None) else { panic!("a change") };
    assert_eq!(change.state, PostingState::Parked);
}

#[test]
fn pauses_double_up_to_five_minutes() {
    assert_eq!(backoff(1), Duration::from_millis(500));
    assert_eq!(backoff(3), Duration::from_secs(2));
    assert_eq!(backoff(60), Duration::from_mins(5));
}
