//! The processor time this process has used, in user and system mode, all threads together.

use std::time::Duration;

use crate::result::Failure;

/// Since the process began; finer than a microsecond.
#[cfg(unix)]
pub fn time() -> Result<Duration, Failure> {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Ok(Duration::new(u64::try_from(now.tv_sec)?, u32::try_from(now.tv_nsec)?))
}

/// There is no such clock here.
#[cfg(not(unix))]
pub fn time() -> Result<Duration, Failure> {
    Err("processor time is measured on Unix only".into())
}

/// What `work` used.
pub fn used<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<(T, Duration), Failure> {
    let before = time()?;
    let done = work()?;
    Ok((done, time()?.saturating_sub(before)))
}
