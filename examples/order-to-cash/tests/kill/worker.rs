//! The worker: the real program in a process of its own, to be killed.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// What a worker is started with each time.
pub struct Orders {
    pub ledger: PathBuf,
    pub since: String,
    pub paytrace: String,
    pub sage50: String,
}

pub struct Worker {
    child: Child,
    /// Kept in a file: a full pipe would stop the worker.
    stderr: PathBuf,
}

impl Worker {
    pub fn start(orders: &Orders, folder: &Path) -> Self {
        let stderr = folder.join("worker.stderr");
        let mut command = Command::new(env!("CARGO_BIN_EXE_order-to-cash"));
        for name in ["PAYTRACE_USERNAME", "PAYTRACE_PASSWORD", "PAYTRACE_INTEGRATOR_ID", "SAGE50_API_KEY"] {
            command.env_remove(name);
        }
        let child = command
            .arg("--ledger")
            .arg(&orders.ledger)
            .args(["--since", &orders.since, "--json"])
            .env("PAYTRACE_BASE_URL", &orders.paytrace)
            .env("SAGE50_BASE_URL", &orders.sage50)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(&stderr).unwrap())
            .spawn()
            .unwrap();
        Self { child, stderr }
    }

    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Kills it (SIGKILL on Unix) and tells whether that is what ended it; one that had ended by itself must have
    /// been content.
    pub fn kill(mut self) -> bool {
        // Of a process that has ended and was waited for this is an error, which the status explains.
        let _ = self.child.kill();
        let status = self.child.wait().unwrap();
        if status.code().is_none() {
            return true;
        }
        assert!(status.success(), "the worker ended by itself with {status}:\n{}", self.complaints());
        false
    }

    /// Lets it work to its end and gives its status and the line it printed.
    pub async fn finish(mut self, limit: Duration) -> (ExitStatus, String) {
        let started = Instant::now();
        while self.is_alive() {
            let waited = started.elapsed();
            assert!(waited < limit, "the worker still works after {waited:?}:\n{}", self.complaints());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let status = self.child.wait().unwrap();
        let mut line = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut line).unwrap();
        if !status.success() {
            line.push_str(&self.complaints());
        }
        (status, line)
    }

    fn complaints(&self) -> String {
        std::fs::read_to_string(&self.stderr).unwrap_or_default()
    }
}

impl Drop for Worker {
    /// A failed test leaves no process behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
