//! How much memory of the process is resident, and the highest it was. Linux only: `/proc/self`.

use std::fs;

use crate::result::Failure;

/// Watches the resident memory from one moment to another, in KiB.
#[derive(Debug)]
pub struct Peak {
    idle: u64,
    highest: u64,
    /// Whether the system's own peak was set back, so that nothing between two looks is missed.
    kept: bool,
}

impl Peak {
    pub fn start() -> Result<Self, Failure> {
        let kept = fs::write("/proc/self/clear_refs", "5").is_ok();
        let idle = status("VmRSS:")?;
        Ok(Self { idle, highest: idle, kept })
    }

    /// Looks at the memory, when the system keeps no peak.
    pub fn look(&mut self) -> Result<(), Failure> {
        if !self.kept {
            self.highest = self.highest.max(status("VmRSS:")?);
        }
        Ok(())
    }

    /// The memory at the start, and the highest since.
    pub fn end(self) -> Result<(u64, u64), Failure> {
        let last = status(if self.kept { "VmHWM:" } else { "VmRSS:" })?;
        Ok((self.idle, self.highest.max(last)))
    }
}

/// A line of the process's status, in KiB.
fn status(key: &str) -> Result<u64, Failure> {
    let status = fs::read_to_string("/proc/self/status")
        .map_err(|_| "memory is measured on Linux only (/proc/self/status)")?;
    let line =
        status.lines().find_map(|line| line.strip_prefix(key)).ok_or("/proc/self/status has no such line")?;
    Ok(line.trim().trim_end_matches("kB").trim_end().parse()?)
}
