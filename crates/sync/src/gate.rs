//! A pause for the whole connection: when the other side asks for one, nobody calls. And how often in a row a call
//! said nothing, for pauses that grow.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use tokio::time::Instant;

use crate::ledger::PostingKey;

/// Closed until a moment; also keeps the last trouble, for the sentence people read when nothing moves.
///
/// What it counts lives as long as the engine: a new one begins with short pauses.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    inner: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    closed_until: Option<Instant>,
    /// How often it was closed since a call was last taken.
    closings: u32,
    trouble: Option<Box<str>>,
    /// How many posts were taken.
    taken: u64,
    /// Postings whose last post or look-up said nothing.
    silent: HashMap<(PostingKey, Call), Silent>,
}

/// What was asked about a posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Call {
    /// To post it.
    Post,
    /// To look it up.
    LookUp,
}

/// How often in a row a posting's calls said nothing.
#[derive(Debug, Default, Clone, Copy)]
struct Silent {
    times: u32,
    /// Those of them that no time heals.
    unclear: u32,
    /// How many posts had been taken at the first of them.
    taken_before: u64,
}

/// How often in a row a post was turned away, this time included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TurnedAway {
    /// Of the whole connection, whoever's it was; what was under way together counts once.
    pub(crate) connection: u32,
    /// Of this posting.
    pub(crate) posting: u32,
    /// Those of this posting that no time heals.
    pub(crate) unclear: u32,
    /// Others' posts were taken meanwhile, so the connection is not the cause.
    pub(crate) others_pass: bool,
}

impl TurnedAway {
    /// For the first time.
    pub(crate) const FIRST: Self = Self { connection: 1, posting: 1, unclear: 0, others_pass: false };
}

impl State {
    fn count(&mut self, posting: &PostingKey, call: Call, unclear: bool) -> Silent {
        let new = Silent { taken_before: self.taken, ..Silent::default() };
        let silent = self.silent.entry((posting.clone(), call)).or_insert(new);
        silent.times = silent.times.saturating_add(1);
        silent.unclear = silent.unclear.saturating_add(u32::from(unclear));
        *silent
    }
}

impl Gate {
    /// Closes for `pause`; a longer pause that is running stays.
    pub(crate) fn close(&self, pause: Duration) {
        let mut state = self.state();
        let now = Instant::now();
        // Calls that were under way together are turned away together, and count once.
        if state.closed_until.is_none_or(|until| until <= now) {
            state.closings = state.closings.saturating_add(1);
        }
        state.closed_until = state.closed_until.max(now.checked_add(pause));
    }

    /// A post was turned away, in a way that no time heals (`unclear`) or in another.
    pub(crate) fn turned_away(&self, posting: &PostingKey, unclear: bool) -> TurnedAway {
        // Of calls that were under way together, the first closes the gate.
        let closed = self.closed_for().is_some();
        let mut state = self.state();
        let silent = state.count(posting, Call::Post, unclear);
        TurnedAway {
            connection: state.closings.saturating_add(u32::from(!closed)).max(1),
            posting: silent.times,
            unclear: silent.unclear,
            others_pass: state.taken > silent.taken_before,
        }
    }

    /// A look-up said nothing: how often in a row, and how often of that in a way that no time heals (`unclear`).
    pub(crate) fn saw_nothing(&self, posting: &PostingKey, unclear: bool) -> (u32, u32) {
        let silent = self.state().count(posting, Call::LookUp, unclear);
        (silent.times, silent.unclear)
    }

    /// A posting that a person decides about begins anew when it comes again.
    pub(crate) fn forget(&self, posting: &PostingKey) {
        for call in [Call::Post, Call::LookUp] {
            self.state().silent.remove(&(posting.clone(), call));
        }
    }

    /// A call was answered.
    pub(crate) fn answered(&self, posting: &PostingKey, call: Call) {
        let mut state = self.state();
        if !state.silent.is_empty() {
            state.silent.remove(&(posting.clone(), call));
        }
        if call == Call::Post {
            state.closings = 0;
            state.taken = state.taken.saturating_add(1);
        }
    }

    /// How long it is still closed; `None` when it is open.
    pub(crate) fn closed_for(&self) -> Option<Duration> {
        let left = self.state().closed_until?.checked_duration_since(Instant::now())?;
        (!left.is_zero()).then_some(left)
    }

    /// Remembers what stood in the way.
    pub(crate) fn note(&self, trouble: impl Into<Box<str>>) {
        self.state().trouble = Some(trouble.into());
    }

    /// What stood in the way last.
    pub(crate) fn trouble(&self) -> Box<str> {
        self.state().trouble.clone().unwrap_or_else(|| "none was reported".into())
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u32) -> PostingKey {
        PostingKey::new(format!("receipt/PT{number}-R")).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn calls_turned_away_together_count_once_and_the_next_ones_more() {
        let gate = Gate::default();
        for round in 1..=4 {
            for number in 0..3 {
                // Each time others: no posting was turned away before.
                assert_eq!(gate.turned_away(&key(round * 10 + number), false).connection, round);
                gate.close(Duration::from_secs(u64::from(round)));
            }
            tokio::time::sleep(gate.closed_for().unwrap()).await;
        }
        gate.answered(&key(99), Call::Post);
        assert_eq!(gate.turned_away(&key(100), false).connection, 1, "the connection was fine");
    }

    #[tokio::test(start_paused = true)]
    async fn a_posting_that_is_turned_away_while_others_pass_is_told_from_a_bad_connection() {
        let gate = Gate::default();
        for times in 1..=2 {
            let alone = TurnedAway { connection: times, posting: times, unclear: times, others_pass: false };
            assert_eq!(gate.turned_away(&key(1), true), alone);
            gate.close(Duration::from_secs(1));
            tokio::time::sleep(gate.closed_for().unwrap()).await;
        }
        gate.answered(&key(2), Call::Post);
        let own = TurnedAway { connection: 1, posting: 3, unclear: 2, others_pass: true };
        assert_eq!(gate.turned_away(&key(1), false), own);
        gate.forget(&key(1));
        let anew = TurnedAway { connection: 1, posting: 1, unclear: 1, others_pass: false };
        assert_eq!(gate.turned_away(&key(1), true), anew);
    }

    #[tokio::test(start_paused = true)]
    async fn a_posting_that_says_nothing_counts_for_itself_until_it_is_answered() {
        let gate = Gate::default();
        for times in 1..=3 {
            assert_eq!(gate.saw_nothing(&key(1), times > 1), (times, times - 1));
        }
        assert_eq!(gate.saw_nothing(&key(2), true), (1, 1));
        gate.answered(&key(1), Call::Post);
        assert_eq!(gate.saw_nothing(&key(1), false), (4, 2), "a post is another matter");
        gate.answered(&key(1), Call::LookUp);
        assert_eq!(gate.saw_nothing(&key(1), true), (1, 1));
    }
}
