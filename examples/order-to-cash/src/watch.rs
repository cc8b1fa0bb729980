//! Progress on stderr while the engine works.

use std::sync::Arc;
use std::time::Duration;

use paysage_sync::Engine;
use tokio::task::JoinHandle;

/// Often enough to see that it lives, seldom enough to read.
const EVERY: Duration = Duration::from_secs(1);

/// A line each second until it is stopped.
pub struct Watch {
    engine: Arc<Engine>,
    task: JoinHandle<()>,
}

/// Starts to watch.
pub fn start(engine: Arc<Engine>) -> Watch {
    let watched = Arc::clone(&engine);
    let task = tokio::spawn(async move {
        loop {
            tokio::time::sleep(EVERY).await;
            say(&watched);
        }
    });
    Watch { engine, task }
}

impl Watch {
    /// Ends it with one last line.
    pub fn stop(self) {
        self.task.abort();
        say(&self.engine);
    }
}

fn say(engine: &Engine) {
    let progress = engine.progress();
    let doubts = match progress.doubts() {
        0 => String::new(),
        doubts => format!(", {doubts} answers in doubt (looked up before anything is repeated)"),
    };
    eprintln!(
        "{} rows read, {} transactions to post, {} documents posted{doubts}",
        progress.rows(),
        progress.planned(),
        progress.posted()
    );
}
