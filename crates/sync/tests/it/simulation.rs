//! The whole engine in virtual time, in worlds made from seeds: everything fails, workers die at any moment, and
//! then nothing fails any more and everything must be right.
//!
//! A world that goes wrong is played again with `PAYSAGE_SIM_SEED=<seed>`; `PAYSAGE_SIM_WORLDS=<count>` plays more of
//! them than a test run has time for.

mod books;
mod chance;
mod gateway;
mod store;
mod unwilling;
mod verdict;
mod world;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use paysage_mapping::Profile;
use paysage_sync::{Engine, EngineError, Ledger, MemoryLedger, Ports, Settings};
use tokio::time::{sleep, timeout};

use books::StormyBooks;
use chance::Chance;
use gateway::{StormyGateway, days};
use store::StormyLedger;
use world::{LAST_CAPTURE, LEASE, Mutant, STORM, TIMEOUT, World};

/// How long everything may take when nothing fails any more.
const CALM: Duration = Duration::from_hours(1);

/// What a world was like.
#[derive(Debug, Default)]
struct Tale {
    wrong: Vec<String>,
    documents: u64,
    posts: u64,
    look_ups: u64,
    claims: u64,
    crashes: u64,
    cuts: u64,
    virtual_time: Duration,
}

/// Everything that outlives a worker.
#[derive(Clone)]
struct Stage {
    world: Arc<World>,
    books: StormyBooks,
    gateway: Arc<StormyGateway>,
    ledger: Arc<MemoryLedger>,
    claims: Arc<AtomicU64>,
    crashes: Arc<AtomicU64>,
}

impl Stage {
    fn new(world: World) -> Self {
        let world = Arc::new(world);
        let books = StormyBooks::new(Arc::clone(&world));
        Self {
            gateway: Arc::new(StormyGateway::new(Arc::clone(&world), books.clone())),
            books,
            world,
            ledger: Arc::new(MemoryLedger::new()),
            claims: Arc::default(),
            crashes: Arc::default(),
        }
    }

    fn settings(&self, worker: u64) -> Settings {
        let mut settings = Settings::default();
        settings.worker = format!("worker-{worker}").into();
        (settings.timeout, settings.lease) = (TIMEOUT, LEASE);
        if self.world.mutant == Mutant::NoQuietTime {
            settings.lease = TIMEOUT * 6 / 5;
        }
        settings.depth = 6;
        settings.concurrency = self.world.concurrency;
        settings
    }

    /// One pass of a worker in its `life`-th life.
    async fn pass(&self, worker: u64, life: u64) -> Result<(), EngineError> {
        let (ledger, world) = (Arc::clone(&self.ledger), Arc::clone(&self.world));
        let store = Arc::new(StormyLedger::new(ledger, world, self.books.clone(), (worker, life)));
        let ports = Ports {
            gateway: Arc::<StormyGateway>::clone(&self.gateway),
            books: Arc::new(self.books.clone()),
            ledger: Arc::<StormyLedger>::clone(&store),
        };
        let counted = Counted(&store, &self.claims);
        let engine = Engine::connect(ports, Profile::default(), self.settings(worker)).await?;
        let result = engine.run(days().first, days().last).await;
        drop(counted);
        result
    }

    /// Lives, dies at any moment, and lives again, until the storm is over.
    async fn worker(&self, worker: u64) {
        let mut chance = Chance::of(self.world.seed, ("worker", worker));
        let mut life = 0;
        while self.books.now() < STORM {
            life += 1;
            let death = chance.span(self.world.crash_every * 2).min(STORM.saturating_sub(self.books.now()));
            // Dropping the pass drops its tasks: nothing of it goes on.
            if timeout(death, self.pass(worker, life)).await.is_err() {
                self.crashes.fetch_add(1, Ordering::Relaxed);
            }
            sleep(chance.millis(1, 2_000)).await;
        }
    }

    async fn play(self) -> Tale {
        let second = async {
            if self.world.workers > 1 {
                self.worker(2).await;
            }
        };
        tokio::join!(self.worker(1), second);
        self.books.calm();
        // Every transaction comes to its end before the last passes.
        sleep(LAST_CAPTURE).await;
        let mut tale = Tale::default();
        // What was refused by passing causes may still rest: a pass that gives up is followed by another.
        let ended = timeout(CALM, async {
            let mut life = 1_000;
            while let Err(error) = self.pass(1, life).await {
                life += 1;
                assert!(matches!(error, EngineError::Stalled { .. }), "nothing fails any more: {error}");
            }
        });
        if ended.await.is_err() {
            let summary = self.ledger.summary().await.unwrap();
            tale.wrong.push(format!("not done an hour after the storm: {:?}", summary.postings));
        }
        tale.virtual_time = self.books.now();
        // Nothing may arrive after everything was said to be done.
        sleep(Duration::from_mins(1)).await;
        tale.wrong.extend(verdict::judge(&self.books, &self.gateway, &self.ledger).await);
        tale.documents = u64::try_from(self.books.entries().len()).unwrap();
        (tale.posts, tale.look_ups) = self.books.counts();
        tale.claims = self.claims.load(Ordering::Relaxed);
        tale.crashes = self.crashes.load(Ordering::Relaxed);
        tale.cuts = self.gateway.cuts.load(Ordering::Relaxed);
        tale
    }
}

/// Adds a life's claims to the world's, however it ends.
struct Counted<'a>(&'a StormyLedger, &'a AtomicU64);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.1.fetch_add(self.0.claims.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

/// Plays one world from its beginning to its end.
fn play(seed: u64, mutant: Mutant) -> Tale {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async { Stage::new(World::of(seed, mutant)).play().await })
}

/// Plays many worlds, on two threads, until one goes wrong in a way that `stops`.
fn play_all(seeds: u64, mutant: Mutant, stops: impl Fn(&Tale) -> bool + Sync) -> Vec<(u64, Tale)> {
    let next = AtomicU64::new(0);
    let played = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds {
                        return;
                    }
                    let tale = play(seed, mutant);
                    if stops(&tale) {
                        next.store(seeds, Ordering::Relaxed);
                    }
                    played.lock().unwrap().push((seed, tale));
                }
            });
        }
    });
    played.into_inner().unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the way to play one world again, or many")]
fn chosen(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|number| number.parse().unwrap())
}

#[test]
fn in_every_world_each_sale_is_booked_exactly_once() {
    let seeds = chosen("PAYSAGE_SIM_WORLDS").unwrap_or(300);
    let tales = match chosen("PAYSAGE_SIM_SEED") {
        Some(seed) => vec![(seed, play(seed, Mutant::None))],
        None => play_all(seeds, Mutant::None, |tale| !tale.wrong.is_empty()),
    };
    let sum = |of: fn(&Tale) -> u64| tales.iter().map(|(_, tale)| of(tale)).sum::<u64>();
    println!(
        "{} worlds, {} documents, {} posts, {} look-ups, {} claims, {} crashes, {} cut exports, {} virtual seconds",
        tales.len(),
        sum(|tale| tale.documents),
        sum(|tale| tale.posts),
        sum(|tale| tale.look_ups),
        sum(|tale| tale.claims),
        sum(|tale| tale.crashes),
        sum(|tale| tale.cuts),
        sum(|tale| tale.virtual_time.as_secs()),
    );
    for (seed, tale) in &tales {
        assert!(
            tale.wrong.is_empty(),
            "PAYSAGE_SIM_SEED={seed}: {}\n{:?}",
            tale.wrong.join("\n"),
            World::of(*seed, Mutant::None)
        );
    }
    if tales.len() >= 300 {
        let storms = [sum(|tale| tale.crashes), sum(|tale| tale.look_ups), sum(|tale| tale.cuts)];
        assert!(storms.iter().all(|count| *count > 1_000), "a storm that is none: {storms:?}");
    }
}

/// The first seed, of so many, whose world shows that a defence is missing.
fn caught(mutant: Mutant, sign: &str) -> u64 {
    let seeds = 300;
    let shows = |tale: &Tale| tale.wrong.iter().any(|what| what.contains(sign));
    let tales = play_all(seeds, mutant, shows);
    let first = tales.iter().filter(|(_, tale)| shows(tale)).map(|(seed, _)| *seed).min();
    let Some(first) = first else { panic!("{mutant:?} was not noticed in {seeds} worlds") };
    println!("{mutant:?} was noticed in world {first}");
    first
}

#[test]
fn books_that_declare_no_delays_and_apply_late_are_noticed_by_a_double() {
    caught(Mutant::NoQuietTime, "stands in the books twice");
}

#[test]
fn a_ledger_that_forgets_intents_is_noticed_by_a_double() {
    caught(Mutant::ForgottenIntents, "stands in the books twice");
}

#[test]
fn a_look_up_that_takes_a_failure_for_nothing_is_noticed_by_a_double() {
    caught(Mutant::BlindLookUps, "stands in the books twice");
}

#[test]
fn a_worker_that_does_not_see_the_end_of_its_lease_is_noticed() {
    caught(Mutant::StoppedClock, "sent again while the first call could still take effect");
}

#[test]
fn the_same_seed_is_the_same_world() {
    for seed in 0..10 {
        let [one, other] = [play(seed, Mutant::None), play(seed, Mutant::None)];
        assert_eq!(
            (one.documents, one.posts, one.look_ups, one.claims, one.crashes, one.virtual_time),
            (other.documents, other.posts, other.look_ups, other.claims, other.crashes, other.virtual_time),
            "seed {seed}"
        );
    }
}

/// A world in which nothing fails but what the test says.
fn fair_world() -> World {
    World {
        lost_request: 0,
        lost_answer: 0,
        applied_late: 0,
        error_before: 0,
        error_after: 0,
        rate_limited: 0,
        not_sent: 0,
        look_up: 0,
        cut_export: 0,
        store: 0,
        pause: 0,
        refused: 0,
        workers: 1,
        ..World::of(1, Mutant::None)
    }
}

#[tokio::test(start_paused = true)]
async fn a_lane_in_its_quiet_time_is_left_alone_and_not_asked_for_again_and_again() {
    let stage = Stage::new(World { customers: 1, lost_answer: 1_000, ..fair_world() });
    // Dies while the first call is under way: its intents stand in the ledger, and nothing else does.
    let first_call = async {
        while stage.books.counts().0 == 0 {
            sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        ended = stage.pass(1, 1) => panic!("{ended:?}"),
        () = first_call => {}
    }
    stage.books.calm();
    stage.claims.store(0, Ordering::Relaxed);
    sleep(LEASE).await;
    assert!(
        timeout(Duration::from_secs(3), stage.pass(1, 2)).await.is_err(),
        "in doubt for longer than that"
    );
    let claims = stage.claims.load(Ordering::Relaxed);
    assert!(
        claims <= 20,
        "{claims} leases in three seconds of waiting, where four looks a second are enough"
    );
}
