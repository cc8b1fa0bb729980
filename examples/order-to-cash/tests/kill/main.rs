//! The worker killed (`kill -9`) a hundred times in the middle of its work, while answers are lost as well: at the
//! end every payment stands in the books exactly once.
//!
//! `cargo test -p order-to-cash --test kill -- --nocapture` shows the figures; `PAYSAGE_KILL_SEED` gives the same
//! payments, faults and waits again.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::arithmetic_side_effects,
    reason = "test code: an overflow or a missing value fails the test"
)]

mod books;
mod day;
mod moment;
mod random;
mod remains;
mod worker;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use chrono::Utc;
use paysage_sandbox::fault::Fault;
use paysage_sandbox::paytrace::PayTraceSimulator;
use paysage_sandbox::sage50::{LATE_APPLY_MS, Sage50Simulator};
use paysage_sandbox::server::{self, Server};
use paysage_sync::Ledger;
use paysage_sync::audit::{self, GENESIS};
use paysage_sync::ledger::{PostingQuery, PostingState, Summary};
use serde_json::Value;
use tempfile::TempDir;

use day::{Payment, Shop, What, dollars};
use moment::Moment;
use random::Random;
use remains::Table;
use worker::{Orders, Worker};

/// Kills of a working worker; at least 100 are promised.
const KILLS: u32 = 110;
/// After how many kills the next payments come in, if the work is not done before.
const DELIVERY_EVERY: u32 = 18;
/// Deliveries that there are at least, and at most: a fast machine needs more work to be killed in.
const DELIVERIES: [u32; 2] = [6, 30];
/// How long each request takes at the gateway, and at the books.
const LATENCY: [Duration; 2] = [Duration::from_millis(12), Duration::from_millis(10)];
/// What happens to posted documents, beside the kills: a late one just within what the gateway declares.
const FAULTS: [Fault; 5] = [
    Fault::LostAnswer,
    Fault::AppliedLate(Duration::from_millis(LATE_APPLY_MS - 10)),
    Fault::ErrorAfter(500),
    Fault::LostRequest,
    Fault::CutBody,
];
/// Where they happen, to one request in nine of the first thousand.
const FAULTY: [&str; 2] = ["/v1/payments", "/v1/invoices"];
const FAULTY_REQUESTS: usize = 1_000;
/// The longest all kills together may take.
const KILLING_LIMIT: Duration = Duration::from_mins(4);
/// The longest a run without kills may take.
const LIMIT: Duration = Duration::from_mins(2);

/// Both systems in this process, and what the worker is told about them.
struct Scene {
    random: Random,
    gateway: PayTraceSimulator,
    company: Sage50Simulator,
    _servers: [Server; 2],
    folder: TempDir,
    orders: Orders,
    /// What the gateway has.
    payments: Vec<Payment>,
    /// Where more come from.
    shop: Shop,
    faults: Vec<Vec<Option<Fault>>>,
}

impl Scene {
    async fn open(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let (gateway, company) = (PayTraceSimulator::new(), Sage50Simulator::new());
        let [gateway_latency, books_latency] = LATENCY;
        gateway.faults().set_latency(gateway_latency);
        company.faults().set_latency(books_latency);
        let mut step = || {
            let fault = FAULTS.get(usize::try_from(random.below(5)).unwrap()).copied();
            fault.filter(|_| random.below(9) == 0)
        };
        let faults: Vec<Vec<_>> =
            FAULTY.iter().map(|_| (0..FAULTY_REQUESTS).map(|_| step()).collect()).collect();
        for (path, steps) in FAULTY.into_iter().zip(&faults) {
            company.faults().script("POST", path, steps.clone());
        }
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let servers = [
            server::serve(gateway.router(), any).await.unwrap(),
            server::serve(company.router(), any).await.unwrap(),
        ];
        let [paytrace, sage50] = servers.each_ref().map(Server::url);
        let shop = Shop::open(Utc::now().date_naive());
        let folder = tempfile::tempdir().unwrap();
        let ledger = folder.path().join("books.ledger");
        let orders = Orders { ledger, since: shop.first_day().to_string(), paytrace, sage50 };
        let payments = Vec::new();
        Self { random, gateway, company, _servers: servers, folder, orders, payments, shop, faults }
    }

    /// New payments come in, and half of those that were pending settle.
    fn deliver(&mut self) {
        let delivery = self.shop.deliver(&mut self.random);
        let pending = self.payments.iter_mut().filter(|payment| payment.what == What::Pending);
        for payment in pending.step_by(2) {
            assert!(self.gateway.edit_row(payment.id, |row| payment.settle(row)));
        }
        self.gateway.load(day::export(&delivery).as_bytes()).unwrap();
        self.payments.extend(delivery);
    }

    /// Starts a worker, kills it, and looks at what it leaves; `false`: it had nothing left to do.
    async fn kill_one(&mut self, table: &mut Table) -> bool {
        let moment = Moment::pick(&mut self.random, table.kills());
        let systems = (&self.gateway.faults(), &self.company.faults());
        let mut worker = Worker::start(&self.orders, self.folder.path());
        moment.come(&mut worker, systems, &mut self.random).await;
        if !worker.kill() {
            table.ended += 1;
            return false;
        }
        let found = remains::read(&self.orders.ledger).await;
        self.check_remains(found.as_ref());
        table.add(moment, found.as_ref(), u64::try_from(self.payments.len()).unwrap())
    }

    /// What was confirmed stands in the books, and nothing stands there without its intent in the ledger.
    fn check_remains(&self, found: Option<&Summary>) {
        let count = |state| found.and_then(|found| found.postings.get(&state)).copied().unwrap_or(0);
        let (confirmed, in_flight) = (count(PostingState::Confirmed), count(PostingState::InFlight));
        let stand = self.company.posts();
        assert!(
            (confirmed..=confirmed + in_flight).contains(&stand),
            "{stand} records in Sage 50, but {confirmed} confirmed and {in_flight} in flight"
        );
        let stopped: Vec<_> = PostingState::ALL.iter().filter(|state| state.is_stopped()).collect();
        assert!(stopped.iter().all(|state| count(**state) == 0), "stopped postings: {found:?}");
    }

    /// A run without kills: the books tie out, and the line it prints says what the payments say.
    async fn run_to_the_end(&self) {
        let (status, line) = Worker::start(&self.orders, self.folder.path()).finish(LIMIT).await;
        assert!(status.success(), "{status}: {line}");
        let printed: Value = serde_json::from_str(&line).unwrap();
        let net: i64 = self.payments.iter().map(Payment::stake).sum();
        let pending = self.payments.iter().filter(|payment| payment.what == What::Pending).count();
        let number = |pointer| printed.pointer(pointer).unwrap().to_string();
        let text = |pointer| printed.pointer(pointer).unwrap().as_str().unwrap();
        assert_eq!(number("/transactions"), self.payments.len().to_string());
        assert_eq!(number("/pending"), pending.to_string());
        for pointer in ["/differences", "/held", "/dead_letters"] {
            assert_eq!(number(pointer), "0", "{pointer}");
        }
        for pointer in ["/totals/gateway", "/totals/ledger", "/totals/sage50"] {
            assert_eq!(text(pointer), dollars(net), "{pointer}");
        }
        assert_eq!(text("/totals/waiting"), dollars(0));
    }

    /// The ledger at the end: everything confirmed, and the audit chain whole.
    async fn check_ledger(&self) {
        let ledger = remains::open(&self.orders.ledger).await;
        let summary = ledger.summary().await.unwrap();
        let confirmed: Vec<PostingState> = summary.postings.keys().copied().collect();
        assert_eq!(confirmed, [PostingState::Confirmed]);
        let total: u64 = summary.postings.values().sum();
        assert_eq!(total, self.company.posts());
        let entries = ledger.audit(0, u32::MAX).await.unwrap();
        let (_, last) = audit::verify((GENESIS, 0), &entries).unwrap();
        let postings = ledger.postings(PostingQuery::State { state: None, after: 0, limit: u32::MAX }).await;
        let attempts = postings.unwrap().iter().map(|posting| posting.attempt).max().unwrap();
        println!(
            "{total} documents confirmed, at most {attempts} attempts, {last} links of the audit chain hold"
        );
    }

    /// How often each fault happened to a request.
    fn faults_met(&self) -> [usize; 5] {
        let met = |fault| {
            let at = |(path, steps): (&str, &Vec<Option<Fault>>)| {
                let seen = usize::try_from(self.company.faults().hits("POST", path)).unwrap();
                steps.iter().take(seen).filter(|step| **step == Some(fault)).count()
            };
            FAULTY.into_iter().zip(&self.faults).map(at).sum()
        };
        FAULTS.map(met)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_killed_a_hundred_times_posts_every_payment_exactly_once() {
    let seed = seed();
    println!("PAYSAGE_KILL_SEED={seed}");
    let started = Instant::now();
    let mut scene = Scene::open(seed).await;
    let mut table = Table::default();
    scene.deliver();
    let [least, most] = DELIVERIES;
    let (mut deliveries, mut due) = (1, DELIVERY_EVERY);
    while table.kills() < KILLS {
        assert!(started.elapsed() < KILLING_LIMIT, "too slow: only {} kills", table.kills());
        let worked = scene.kill_one(&mut table).await;
        if !worked || table.kills() >= due {
            assert!(deliveries < most, "the work was done after {} kills", table.kills());
            scene.deliver();
            (deliveries, due) = (deliveries + 1, table.kills() + DELIVERY_EVERY);
        }
    }
    let killing = started.elapsed();
    for _ in deliveries..least {
        scene.deliver();
    }
    let posted = scene.company.posts();
    scene.run_to_the_end().await;
    print!("{table}");
    println!("{posted} of {} records posted between the kills", scene.company.posts());
    println!("faults met: {:?}", FAULTS.iter().zip(scene.faults_met()).collect::<Vec<_>>());

    assert_eq!(books::faults(&scene.company, &scene.payments), Vec::<String>::new());
    scene.check_ledger().await;
    let posted = scene.company.posts();
    scene.run_to_the_end().await;
    assert_eq!(scene.company.posts(), posted, "one more run posts nothing");
    for state in [PostingState::Planned, PostingState::InFlight, PostingState::Confirmed] {
        assert!(table.found(state) > 0, "no kill found a posting {state}");
    }
    for moment in Moment::ALL {
        assert!(table.kills_at(moment) > 0, "no kill while {}", moment.name());
    }
    assert!(scene.faults_met().iter().all(|met| *met > 0), "a fault never happened");
    println!("{} payments, {killing:.1?} of kills, {:.1?} in all", scene.payments.len(), started.elapsed());
}

#[expect(clippy::disallowed_methods, reason = "a test reads which payments, faults and waits to repeat")]
fn seed() -> u64 {
    match std::env::var("PAYSAGE_KILL_SEED") {
        Ok(given) => given.parse().expect("PAYSAGE_KILL_SEED is a whole number"),
        Err(_) => SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos().into(),
    }
}
