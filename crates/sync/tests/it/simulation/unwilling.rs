//! Books that say no to one document, again and again: it ends with a person, and everything else goes on.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use paysage_mapping::Profile;
use paysage_sync::ledger::{Posting, PostingQuery, PostingState};
use paysage_sync::{Engine, Ledger, Ports};
use sage50::{
    Account, Books, Capabilities, Detail, Document, Error, ErrorKind, Found, Kind, List, Outcome, Page,
    Posted, SageDetail,
};

use super::books::StormyBooks;
use super::gateway::days;
use super::world::{READ_LAG, World};
use super::{Stage, fair_world};

/// What the books answer to a call about the chosen document, the `n`-th of its sort from 1, if not the truth.
type Whim = fn(u32) -> Option<Error>;

/// Fair books but for the first receipt that comes.
#[derive(Debug)]
struct Unwilling {
    books: StormyBooks,
    post: Whim,
    find: Whim,
    chosen: Mutex<Option<Box<str>>>,
    posts: Mutex<Vec<Duration>>,
    finds: Mutex<Vec<Duration>>,
    /// When the last post of another document was taken.
    others: Mutex<Duration>,
}

impl Unwilling {
    fn is_chosen(&self, document: &Document) -> bool {
        let mut chosen = self.chosen.lock().unwrap();
        document.kind() == Kind::Receipt
            && **chosen.get_or_insert_with(|| document.reference().into()) == *document.reference()
    }

    fn whim(&self, whim: Whim, times: &Mutex<Vec<Duration>>) -> Result<(), Error> {
        let mut times = times.lock().unwrap();
        times.push(self.books.now());
        whim(u32::try_from(times.len()).unwrap()).map_or(Ok(()), Err)
    }
}

#[async_trait]
impl Books for Unwilling {
    async fn capabilities(&self) -> Result<Capabilities, Error> {
        self.books.capabilities().await
    }

    async fn post(&self, document: &Document) -> Result<Posted, Error> {
        if self.is_chosen(document) {
            self.whim(self.post, &self.posts)?;
            return self.books.post(document).await;
        }
        let taken = self.books.post(document).await;
        *self.others.lock().unwrap() = self.books.now();
        taken
    }

    async fn find(&self, document: &Document) -> Result<Vec<Found>, Error> {
        if self.is_chosen(document) {
            self.whim(self.find, &self.finds)?;
        }
        self.books.find(document).await
    }

    async fn list(&self, query: &List) -> Result<Page, Error> {
        self.books.list(query).await
    }

    async fn accounts(&self) -> Result<Vec<Account>, Error> {
        self.books.accounts().await
    }
}

/// What became of the chosen receipt, and when it was posted and looked up.
struct Tale {
    chosen: Posting,
    posts: Vec<Duration>,
    finds: Vec<Duration>,
    /// How long the pass took to post everything else.
    others: Duration,
}

/// One pass over a fair world; everything but the chosen receipt is confirmed.
async fn pass(post: Whim, find: Whim) -> Tale {
    pass_in(fair_world(), post, find).await
}

async fn pass_in(world: World, post: Whim, find: Whim) -> Tale {
    let stage = Stage::new(world);
    let books = Arc::new(Unwilling {
        books: stage.books.clone(),
        post,
        find,
        chosen: Mutex::default(),
        posts: Mutex::default(),
        finds: Mutex::default(),
        others: Mutex::default(),
    });
    tokio::time::sleep(super::LAST_CAPTURE + super::STORM).await;
    let ports = Ports {
        gateway: Arc::<super::StormyGateway>::clone(&stage.gateway),
        books: Arc::<Unwilling>::clone(&books),
        ledger: Arc::<super::MemoryLedger>::clone(&stage.ledger),
    };
    let engine = Engine::connect(ports, Profile::default(), stage.settings(1)).await.unwrap();
    let began = stage.books.now();
    engine.run(days().first, days().last).await.unwrap();
    let all = PostingQuery::State { state: None, after: 0, limit: 10_000 };
    let (chosen, others): (Vec<Posting>, Vec<Posting>) =
        stage.ledger.postings(all).await.unwrap().into_iter().partition(|one| books.is_chosen(&one.document));
    assert!(others.len() > 5, "too small a world");
    for other in others {
        assert_eq!(other.state, PostingState::Confirmed, "{other:?}");
    }
    assert_eq!(stage.books.violations(), Vec::<String>::new());
    let [chosen] = <[Posting; 1]>::try_from(chosen).unwrap();
    let times = |times: &Mutex<Vec<Duration>>| times.lock().unwrap().clone();
    let others = books.others.lock().unwrap().checked_sub(began).unwrap();
    Tale { chosen, posts: times(&books.posts), finds: times(&books.finds), others }
}

fn pauses(times: &[Duration]) -> Vec<Duration> {
    times.windows(2).map(|pair| pair[1].checked_sub(pair[0]).unwrap()).collect()
}

fn lost(call: u32) -> Option<Error> {
    (call == 1).then(|| Error::new(ErrorKind::Transport, Outcome::Unknown))
}

fn unknown_invoice() -> Error {
    let detail = Detail {
        code: Some("UnknownInvoice".into()),
        message: "There is no such invoice.".into(),
        field: Some("applies[0].referenceNumber".into()),
    };
    Error::new(ErrorKind::NotFound, Outcome::Nothing)
        .with_sage(SageDetail::UnknownInvoice)
        .with_details(vec![detail])
}

#[tokio::test(start_paused = true)]
async fn a_look_up_that_never_says_anything_leaves_its_document_to_a_person_and_stops_nobody_else() {
    let unreadable = |_| {
        let detail = Detail { code: None, message: "deposit".into(), field: Some("kind".into()) };
        Some(Error::new(ErrorKind::Unreadable, Outcome::Nothing).with_details(vec![detail]))
    };
    let tale = pass(lost, unreadable).await;
    assert_eq!((tale.chosen.state, tale.posts.len(), tale.finds.len()), (PostingState::Parked, 1, 6));
    let trouble = tale.chosen.trouble.unwrap();
    assert!(trouble.contains("look-up 6 failed") && trouble.ends_with("kind: deposit"), "{trouble}");
    let pauses = pauses(&tale.finds);
    assert!(pauses.is_sorted() && pauses[4] > pauses[0] * 8, "growing: {pauses:?}");
}

#[tokio::test(start_paused = true)]
async fn a_look_up_that_fails_for_long_is_tried_more_and_more_seldom_until_it_is_answered() {
    let away = |call| (call < 7).then(|| Error::new(ErrorKind::Unavailable, Outcome::Nothing));
    let tale = pass(lost, away).await;
    assert_eq!((tale.chosen.state, tale.posts.len()), (PostingState::Confirmed, 2));
    let pauses = pauses(&tale.finds[..7]);
    assert!(pauses.is_sorted() && pauses[5] > pauses[0] * 16, "growing: {pauses:?}");
}

#[tokio::test(start_paused = true)]
async fn a_receipt_whose_invoice_is_not_seen_yet_waits_for_the_read_lag() {
    let tale = pass(|call| (call <= 2).then(unknown_invoice), |_| None).await;
    assert_eq!((tale.chosen.state, tale.chosen.attempt), (PostingState::Confirmed, 3));
    let pauses = pauses(&tale.posts);
    assert!(pauses.len() == 2 && pauses.iter().all(|pause| *pause >= READ_LAG), "{pauses:?}");
}

#[tokio::test(start_paused = true)]
async fn a_receipt_whose_invoice_is_never_seen_is_rejected_with_the_reason() {
    let tale = pass(|_| Some(unknown_invoice()), |_| None).await;
    assert_eq!((tale.chosen.state, tale.posts.len()), (PostingState::Rejected, 5));
    let trouble = tale.chosen.trouble.unwrap();
    assert!(trouble.starts_with("tried 5 times") && trouble.ends_with("no such invoice."), "{trouble}");
}

#[tokio::test(start_paused = true)]
async fn a_conflict_that_nothing_explains_is_tried_thrice_with_the_quiet_time_between() {
    let conflict = |_| Some(Error::new(ErrorKind::Conflict, Outcome::Nothing).with_status(409));
    let tale = pass(conflict, |_| None).await;
    assert_eq!((tale.chosen.state, tale.posts.len()), (PostingState::Rejected, 3));
    assert!(pauses(&tale.posts).iter().all(|pause| *pause >= super::world::LATE_APPLY));
    let trouble = tale.chosen.trouble.unwrap();
    assert!(trouble.contains("409") && trouble.contains("a look-up shows no such document"), "{trouble}");
}

#[tokio::test(start_paused = true)]
async fn a_record_in_use_waits_for_its_own_customer_alone_and_burns_no_attempt() {
    let in_use = |call| {
        let error = Error::new(ErrorKind::Locked, Outcome::Nothing).with_sage(SageDetail::RecordInUse);
        (call <= 6).then_some(error)
    };
    let tale = pass(in_use, |_| None).await;
    assert_eq!((tale.chosen.state, tale.chosen.attempt), (PostingState::Confirmed, 1));
    let pauses = pauses(&tale.posts);
    assert!(pauses.is_sorted() && pauses[5] > pauses[0] * 16, "growing: {pauses:?}");
}

/// Two hundred sales, of which the first receipt is posted like this, one call or two at a time.
async fn among_many(concurrency: u32, post: Whim) -> Tale {
    let world = World { customers: 200, transactions: 200, concurrency, ..fair_world() };
    pass_in(world, post, |_| None).await
}

#[tokio::test(start_paused = true)]
async fn a_post_that_never_gets_a_clear_answer_is_parked_and_holds_up_nobody() {
    let unreadable = |_| {
        let detail = Detail { code: None, message: "two invoices".into(), field: None };
        Some(Error::new(ErrorKind::Unreadable, Outcome::Nothing).with_details(vec![detail]))
    };
    for concurrency in [1, 2] {
        let tale = among_many(concurrency, unreadable).await;
        assert_eq!((tale.chosen.state, tale.chosen.attempt), (PostingState::Parked, 0), "{concurrency}");
        assert_eq!(tale.posts.len(), 6, "{concurrency}");
        let trouble = tale.chosen.trouble.unwrap();
        assert!(trouble.starts_with("turned away 6 times") && trouble.ends_with("two invoices"), "{trouble}");
        let healthy = among_many(concurrency, |_| None).await;
        let late = tale.others.saturating_sub(healthy.others);
        assert!(late < Duration::from_secs(3), "{concurrency}: the others are {late:?} late");
    }
}

#[tokio::test(start_paused = true)]
async fn books_that_are_away_for_one_document_alone_hold_up_nobody_else() {
    let away = |call| (call < 7).then(|| Error::new(ErrorKind::Unavailable, Outcome::Nothing));
    for concurrency in [1, 2] {
        let tale = among_many(concurrency, away).await;
        assert_eq!((tale.chosen.state, tale.chosen.attempt), (PostingState::Confirmed, 1), "{concurrency}");
        let pauses = pauses(&tale.posts);
        assert!(pauses.is_sorted() && pauses[5] > pauses[0] * 10, "growing: {pauses:?}");
        let healthy = among_many(concurrency, |_| None).await;
        let late = tale.others.saturating_sub(healthy.others);
        assert!(late < Duration::from_secs(3), "{concurrency}: the others are {late:?} late");
    }
}
