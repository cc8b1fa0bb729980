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

#[test]
fn every_answer_has_one_meaning() {
    let sent = intent(&posting(PostingState::Planned, None), at(100));
    assert_eq!((sent.state, sent.attempt, sent.sent_at), (PostingState::InFlight, 1, Some(at(100))));
    let answer = |kind, outcome| after_post(&sent, &Err(Error::new(kind, outcome)), at(101), &TIMING);
    let state = |answer| match answer {
        Answer::Change(change) | Answer::Pause(change, _) | Answer::Locked(change) => change.state,
        Answer::Taken => panic!("taken"),
    };
    let there = after_post(&sent, &Ok(Posted::in_books("guid")), at(101), &TIMING);
    assert_eq!(state(there), PostingState::Confirmed);
    // Whatever its words: without certainty it stays in flight.
    for kind in [ErrorKind::Unavailable, ErrorKind::Transport, ErrorKind::Unreadable, ErrorKind::Invalid] {
        let doubt = answer(kind, Outcome::Unknown);
        let Answer::Change(change) = doubt else { panic!("{kind:?}") };
        assert_eq!((change.state, change.not_before), (PostingState::InFlight, Some(at(120))), "{kind:?}");
    }
    assert!(
        matches!(answer(ErrorKind::NotFound, Outcome::Nothing), Answer::Locked(_)),
        "no such path: the address"
    );
    for kind in [ErrorKind::Invalid, ErrorKind::Conflict, ErrorKind::ClosedPeriod] {
        assert_eq!(state(answer(kind, Outcome::Nothing)), PostingState::Rejected, "{kind:?}");
    }
    for kind in [ErrorKind::RateLimited, ErrorKind::Transport, ErrorKind::Locked, ErrorKind::Unreadable] {
        let Answer::Pause(change, pause) = answer(kind, Outcome::Nothing) else { panic!("{kind:?}") };
        assert_eq!((change.state, change.attempt), (PostingState::Planned, 0), "{kind:?}: no attempt burned");
        assert!(!pause.is_zero());
    }
    assert!(matches!(answer(ErrorKind::Auth, Outcome::Nothing), Answer::Locked(_)));
    assert_eq!(answer(ErrorKind::Duplicate, Outcome::Nothing), Answer::Taken);
}

#[test]
fn what_waits_in_a_queue_is_in_flight_until_a_look_up_shows_it_and_never_sent_again() {
    let sent = intent(&posting(PostingState::Planned, None), at(100));
    let queued = Ok(Posted::Queued { manifest: "import-7.json".into() });
    let Answer::Change(change) = after_post(&sent, &queued, at(101), &TIMING) else { panic!("a change") };
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
    let Answer::Change(change) = after_post(&sent, &lost, at(101), &TIMING) else { panic!("a change") };
    assert_eq!(change.state, PostingState::Parked);
}

#[test]
fn pauses_double_up_to_five_minutes() {
    assert_eq!(backoff(1), Duration::from_millis(500));
    assert_eq!(backoff(3), Duration::from_secs(2));
    assert_eq!(backoff(60), Duration::from_mins(5));
}
