//! A pause for the whole connection: when the other side asks for one, nobody calls.

use std::sync::Mutex;
use std::time::Duration;

use tokio::time::Instant;

/// Closed until a moment; also keeps the last trouble, for the sentence people read when nothing moves.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    inner: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    closed_until: Option<Instant>,
    trouble: Option<Box<str>>,
}

impl Gate {
    /// Closes for `pause`; a longer pause that is running stays.
    pub(crate) fn close(&self, pause: Duration) {
        let mut state = self.state();
        let until = Instant::now().checked_add(pause);
        state.closed_until = state.closed_until.max(until);
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
