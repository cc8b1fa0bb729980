//! Books that lose requests and answers, apply late, show late, and take receipts twice; and the witness of it all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use sage50::{
    Account, Books, Capabilities, Document, Error, ErrorKind, Found, Kind, List, Outcome, Page, Posted,
};
use tokio::time::{Instant, sleep};

use super::chance::Chance;
use super::world::{LATE_APPLY, Mutant, READ_LAG, TIMEOUT, World};

/// What stands in the books.
#[derive(Debug, Clone)]
pub struct Entry {
    pub key: Box<str>,
    pub document: Document,
    visible_from: Duration,
}

/// One call that arrived.
#[derive(Debug)]
struct Call {
    at: Duration,
    document: Document,
    /// The caller was told that nothing was applied.
    excused: bool,
    outcome: Option<Result<Box<str>, ErrorKind>>,
}

#[derive(Debug, Default)]
struct State {
    calm: bool,
    entries: Vec<Entry>,
    /// Calls that will be applied, by the moment, and how long the document then stays unseen.
    coming: BTreeMap<(Duration, usize), Duration>,
    calls: Vec<Call>,
    /// Customers a call is under way for.
    busy: BTreeSet<Box<str>>,
    violations: Vec<String>,
    look_ups: u64,
}

/// The books; clones share them.
#[derive(Debug, Clone)]
pub struct StormyBooks {
    world: Arc<World>,
    started: Instant,
    state: Arc<Mutex<State>>,
}

/// How a call goes on.
#[derive(Debug, Clone, Copy)]
enum Answer {
    /// What became of it.
    Truth,
    /// Doubt.
    Doubt(ErrorKind),
    /// Not applied, and it says so.
    No(ErrorKind, Option<Duration>),
}

struct Fate {
    apply_after: Option<Duration>,
    answer_after: Duration,
    answer: Answer,
}

/// Marks a customer as being called for, until the call ends or is dropped.
struct Busy<'a>(&'a StormyBooks, Box<str>);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.with(|state| state.busy.remove(&self.1));
    }
}

fn name(document: &Document) -> String {
    format!("{} {}", document.kind(), document.reference().to_uppercase())
}

fn refuses_twice(kind: Kind) -> bool {
    matches!(kind, Kind::Customer | Kind::Invoice | Kind::CreditMemo)
}

impl State {
    /// Applies what is due, in order.
    fn settle(&mut self, now: Duration) {
        while let Some((&(at, call), &lag)) = self.coming.first_key_value().filter(|((at, _), _)| *at <= now)
        {
            self.coming.remove(&(at, call));
            let document = self.calls[call].document.clone();
            let there = self.entries.iter().any(|entry| name(&entry.document) == name(&document));
            let outcome = if there && refuses_twice(document.kind()) {
                Err(ErrorKind::Duplicate)
            } else {
                if there {
                    self.violations.push(format!("{} stands in the books twice", name(&document)));
                }
                let key: Box<str> = format!("key-{call}").into();
                self.entries.push(Entry { key: key.clone(), document, visible_from: at + lag });
                Ok(key)
            };
            self.calls[call].outcome = Some(outcome);
        }
    }

    fn stands(&self, kind: Kind, reference: &str) -> bool {
        let fits = |entry: &Entry| {
            entry.document.kind() == kind && entry.document.reference().eq_ignore_ascii_case(reference)
        };
        self.entries.iter().any(fits)
    }

    /// What no call may do, whatever the world is like.
    fn judge(&mut self, document: &Document, now: Duration) {
        let name = name(document);
        let surprise = TIMEOUT + LATE_APPLY + READ_LAG;
        let early = self
            .calls
            .iter()
            .any(|call| !call.excused && now < call.at + surprise && self::name(&call.document) == name);
        if early {
            self.violations.push(format!("{name} sent again while the first call could still take effect"));
        }
        let customer = document.customer().map(|id| id.as_str().to_uppercase()).unwrap_or_default();
        let mut before = Vec::new();
        match document {
            Document::Invoice(_) | Document::CreditMemo(_) => before.push((Kind::Customer, customer.clone())),
            Document::Receipt(_) => before.push((Kind::Invoice, document.reference().replace("-R", "-I"))),
            Document::Refund(_) => before.push((Kind::CreditMemo, document.reference().replace("-F", "-C"))),
            _ => {}
        }
        for (kind, reference) in before {
            if !self.stands(kind, &reference) {
                self.violations.push(format!("{name} sent before {kind} {reference} stood"));
            }
        }
        if self.busy.contains(customer.as_str()) {
            self.violations.push(format!("{name} sent while another call for its customer was under way"));
        }
    }
}

impl StormyBooks {
    pub fn new(world: Arc<World>) -> Self {
        Self { world, started: Instant::now(), state: Arc::default() }
    }

    /// From now on nothing fails.
    pub fn calm(&self) {
        self.with(|state| state.calm = true);
    }

    pub fn is_calm(&self) -> bool {
        self.with(|state| state.calm)
    }

    pub fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// Everything that stands in the books, when nothing is under way any more.
    pub fn entries(&self) -> Vec<Entry> {
        let now = self.now();
        self.with(|state| {
            state.settle(now);
            state.entries.clone()
        })
    }

    pub fn violations(&self) -> Vec<String> {
        self.with(|state| state.violations.clone())
    }

    /// How many posts and look-ups arrived.
    pub fn counts(&self) -> (u64, u64) {
        self.with(|state| (u64::try_from(state.calls.len()).unwrap(), state.look_ups))
    }

    /// Whether these books refuse the document for good.
    pub fn refuses(&self, document: &Document) -> bool {
        let kind = document.kind();
        let mut chance = Chance::of(self.world.seed, ("refused", document.reference()));
        matches!(kind, Kind::Invoice | Kind::CreditMemo) && chance.permille(self.world.refused)
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn fate(&self, document: &Document, times: usize, calm: bool) -> Fate {
        let world = &self.world;
        let mut chance = Chance::of(world.seed, ("post", document.reference(), times));
        let soon = chance.millis(5, 60);
        let answer_after = soon + chance.millis(1, 60);
        let truth = Fate { apply_after: Some(soon), answer_after, answer: Answer::Truth };
        let timed_out = || Answer::Doubt(ErrorKind::Transport);
        if calm {
            return if self.refuses(document) { refusal(answer_after) } else { truth };
        }
        let mut draws = [
            world.lost_request,
            world.lost_answer,
            world.applied_late,
            world.error_before,
            world.error_after,
            world.rate_limited,
            world.not_sent,
        ]
        .into_iter();
        let mut hit = || draws.next().is_some_and(|rate| chance.permille(rate));
        let (none, some) = (None, Some(soon));
        let fate = |apply_after, answer_after, answer| Fate { apply_after, answer_after, answer };
        let (lost_request, lost_answer, late, before, after, limited, unsent) =
            (hit(), hit(), hit(), hit(), hit(), hit(), hit());
        // Who waits for an answer that never comes waits the whole time-out, or is cut off before.
        let waited = if chance.permille(500) { TIMEOUT } else { answer_after };
        let later = TIMEOUT + chance.span(LATE_APPLY);
        if unsent {
            fate(none, chance.millis(0, 20), Answer::No(ErrorKind::Transport, None))
        } else if lost_request {
            fate(none, waited, timed_out())
        } else if limited {
            let wait = chance.permille(500).then(|| chance.millis(100, 3_000));
            fate(none, answer_after, Answer::No(ErrorKind::RateLimited, wait))
        } else if before {
            fate(none, answer_after, Answer::Doubt(ErrorKind::Unavailable))
        } else if self.refuses(document) {
            refusal(answer_after)
        } else if late {
            fate(Some(later), waited, timed_out())
        } else if lost_answer {
            fate(some, waited, timed_out())
        } else if after {
            fate(some, answer_after, Answer::Doubt(ErrorKind::Unavailable))
        } else {
            truth
        }
    }

    /// The call arrives: what will become of it is decided now, whether or not the caller lives to hear it.
    fn arrive(&self, document: &Document) -> (usize, Fate) {
        let now = self.now();
        self.with(|state| {
            state.settle(now);
            state.judge(document, now);
            let call = state.calls.len();
            let times = state.calls.iter().filter(|call| name(&call.document) == name(document)).count();
            let fate = self.fate(document, times, state.calm);
            let mut chance = Chance::of(self.world.seed, ("lag", document.reference(), times));
            if let Some(after) = fate.apply_after {
                state.coming.insert((now + after, call), chance.span(self.world.lag));
            }
            let document = document.clone();
            state.calls.push(Call { at: now, document, excused: false, outcome: None });
            (call, fate)
        })
    }

    fn answer(&self, call: usize, answer: Answer) -> Result<Posted, Error> {
        let now = self.now();
        self.with(|state| {
            state.settle(now);
            let (kind, wait) = match answer {
                Answer::Doubt(kind) => return Err(Error::new(kind, Outcome::Unknown)),
                Answer::No(kind, wait) => (kind, wait),
                Answer::Truth => match state.calls[call].outcome.clone().unwrap() {
                    Ok(key) => return Ok(Posted::InBooks { key }),
                    Err(kind) => (kind, None),
                },
            };
            state.calls[call].excused = true;
            Err(Error::new(kind, Outcome::Nothing).with_retry_after(wait))
        })
    }

    fn found(&self, fits: impl Fn(&Document) -> bool) -> Vec<Found> {
        let now = self.now();
        self.with(|state| {
            state.settle(now);
            let visible = state.entries.iter().filter(|entry| entry.visible_from <= now);
            visible.filter(|entry| fits(&entry.document)).map(found).collect()
        })
    }
}

fn refusal(answer_after: Duration) -> Fate {
    Fate { apply_after: None, answer_after, answer: Answer::No(ErrorKind::ClosedPeriod, None) }
}

fn found(entry: &Entry) -> Found {
    Found::of(&entry.document, entry.key.clone())
}

#[async_trait]
impl Books for StormyBooks {
    async fn capabilities(&self) -> Result<Capabilities, Error> {
        let honest = self.world.mutant != Mutant::NoQuietTime;
        Ok(Capabilities {
            can_read: true,
            confirms_posting: true,
            refuses_duplicates: Kind::ALL.into_iter().filter(|kind| refuses_twice(*kind)).collect(),
            late_apply: Some(if honest { LATE_APPLY } else { Duration::ZERO }),
            read_lag: Some(if honest { READ_LAG } else { Duration::ZERO }),
            ..Capabilities::default()
        })
    }

    async fn post(&self, document: &Document) -> Result<Posted, Error> {
        let (call, fate) = self.arrive(document);
        let customer: Box<str> = document.customer().unwrap().as_str().to_uppercase().into();
        self.with(|state| state.busy.insert(customer.clone()));
        let busy = Busy(self, customer);
        sleep(fate.answer_after).await;
        drop(busy);
        self.answer(call, fate.answer)
    }

    async fn find(&self, document: &Document) -> Result<Vec<Found>, Error> {
        // Read at the start of the call, so that what is applied meanwhile is missed.
        let found = self.found(|one| name(one) == name(document));
        let (calm, number) = self.with(|state| {
            state.look_ups += 1;
            (state.calm, state.look_ups)
        });
        let mut chance = Chance::of(self.world.seed, ("find", number));
        sleep(chance.millis(5, 200)).await;
        if calm || !chance.permille(self.world.look_up) {
            return Ok(found);
        }
        if self.world.mutant == Mutant::BlindLookUps {
            return Ok(Vec::new());
        }
        let kinds = [ErrorKind::Transport, ErrorKind::Unavailable, ErrorKind::Unreadable];
        Err(Error::new(kinds[usize::try_from(chance.between(0, 2)).unwrap()], Outcome::Nothing))
    }

    async fn list(&self, query: &List) -> Result<Page, Error> {
        let items = self.found(|one| one.kind() == query.kind);
        Ok(Page { total: u64::try_from(items.len()).unwrap(), items, next: None })
    }

    async fn accounts(&self) -> Result<Vec<Account>, Error> {
        let account = |id: &sage50::GlAccount| Account {
            id: id.as_str().into(),
            description: "".into(),
            kind: "".into(),
            inactive: false,
        };
        Ok(paysage_mapping::Profile::default().accounts().map(account).into())
    }
}
