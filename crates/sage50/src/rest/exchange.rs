//! What every door over a [`Transport`] does alike: one exchange with a time limit, repeats of reads, a span.

use std::time::Duration;

use tracing::Instrument;

use super::retry;
use super::transport::{Failure, Reply, Request, Transport};
use crate::error::{Error, ErrorKind, Outcome};

#[derive(Debug, thiserror::Error)]
#[error("no whole answer within {} ms", .0.as_millis())]
struct TimedOut(Duration);

/// Sends one request, once. `if_sent` says whether what was sent and not answered may have changed the books.
pub(crate) async fn exchange(
    transport: &dyn Transport,
    timeout: Duration,
    request: Request,
    if_sent: Outcome,
) -> Result<Reply, Error> {
    let answer = match tokio::time::timeout(timeout, transport.exchange(request)).await {
        Ok(answer) => answer,
        // Dropping the exchange closes its connection, but what was sent may have arrived.
        Err(_) => Err(Failure::NoAnswer(Box::new(TimedOut(timeout)))),
    };
    answer.map_err(|failure| failed(failure, if_sent))
}

/// Reads, with repeats of what time heals.
pub(crate) async fn repeated<T, F>(mut read: impl FnMut() -> F + Send) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>> + Send,
{
    let mut attempt = 0_u32;
    loop {
        let error = match read().await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        attempt = attempt.saturating_add(1);
        let Some(wait) = retry::wait_before(&error, attempt, retry::random_share()) else {
            return Err(error);
        };
        tokio::time::sleep(wait).await;
    }
}

/// Runs a call in its span and records how it failed.
pub(crate) async fn observed<T>(
    span: tracing::Span,
    call: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let result = call.instrument(span.clone()).await;
    if let Err(error) = &result {
        span.record("status", error.status());
        span.record("outcome", tracing::field::debug(error.outcome()));
    }
    result
}

fn failed(failure: Failure, if_sent: Outcome) -> Error {
    let (kind, outcome) = match failure {
        Failure::NotSent(_) => (ErrorKind::Transport, Outcome::Nothing),
        Failure::NoAnswer(_) => (ErrorKind::Transport, if_sent),
        Failure::TooLarge { .. } => (ErrorKind::Unreadable, if_sent),
    };
    Error::new(kind, outcome).with_source(failure)
}
