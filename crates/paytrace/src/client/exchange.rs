//! One request and its answer, within the time and the size it may have.

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;

use crate::operation::RawReply;
use crate::transport::{BodyStream, Failure, Reply, Request, Transport};
use crate::{Error, ErrorKind, Outcome};

/// The most bytes of an answer that is no export: 8 MiB.
const ANSWER_LIMIT: usize = 8 * 1024 * 1024;

/// Sends a request and reads the whole answer.
pub(super) async fn whole(transport: &dyn Transport, request: Request) -> Result<RawReply, Error> {
    let time = request.timeout.duration();
    let work = async { collect(sent(transport, request).await?).await };
    tokio::time::timeout(time, work).await.map_err(|_| too_late())?
}

/// Sends a request and waits for the head of the answer.
pub(super) async fn head(transport: &dyn Transport, request: Request) -> Result<Reply, Error> {
    let time = request.timeout.duration();
    let reply = tokio::time::timeout(time, sent(transport, request)).await;
    reply.map_err(|_| too_late())?
}

async fn sent(transport: &dyn Transport, request: Request) -> Result<Reply, Error> {
    let reply = transport.exchange(request).await.map_err(failed)?;
    let span = tracing::Span::current();
    span.record("status", reply.status);
    if !span.is_disabled()
        && let Some(id) = request_id(&reply)
    {
        span.record("request_id", id);
    }
    Ok(reply)
}

/// What the other side calls this exchange, when it is a plain word of a sane length.
fn request_id(reply: &Reply) -> Option<&str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    reply.header("x-request-id").filter(|id| (1..=64).contains(&id.len()) && id.bytes().all(plain))
}

/// Reads the rest of an answer.
pub(super) async fn collect(reply: Reply) -> Result<RawReply, Error> {
    let retry_after = reply.retry_after();
    let request_id = request_id(&reply).map(Box::from);
    let mut pieces = reply.body;
    let first = pieces.next().await.transpose().map_err(broken)?.unwrap_or_default();
    check_size(first.len())?;
    let body = match pieces.next().await.transpose().map_err(broken)? {
        None => first,
        Some(second) => gathered(first, second, pieces).await?,
    };
    Ok(RawReply { status: reply.status, body, retry_after, request_id })
}

/// The pieces of an answer as one.
async fn gathered(first: Bytes, second: Bytes, mut rest: BodyStream) -> Result<Bytes, Error> {
    let mut body = BytesMut::from(first);
    let mut next = Some(second);
    while let Some(piece) = next {
        check_size(body.len().saturating_add(piece.len()))?;
        body.extend_from_slice(&piece);
        next = rest.next().await.transpose().map_err(broken)?;
    }
    Ok(body.freeze())
}

fn check_size(bytes: usize) -> Result<(), Error> {
    if bytes > ANSWER_LIMIT {
        let message = "the answer is larger than 8 MiB, which no answer of PayTrace is";
        return Err(Error::new(ErrorKind::TooLarge, Outcome::Unknown, message));
    }
    Ok(())
}

/// A request that has no answer.
fn failed(failure: Failure) -> Error {
    match failure {
        Failure::NotSent(_) => Error::new(
            ErrorKind::NotSent,
            Outcome::Nothing,
            "PayTrace cannot be reached; nothing was sent; check the address and the network",
        )
        .with_source(failure),
        Failure::NoAnswer(_) => broken(failure),
    }
}

/// An answer that broke off: whatever the transport says, the request had been sent.
pub(crate) fn broken(failure: Failure) -> Error {
    let message = "the connection broke before PayTrace's whole answer came";
    Error::new(ErrorKind::NoAnswer, Outcome::Unknown, message).with_source(failure)
}

/// Time ran out. Nobody knows how far the request got.
pub(crate) fn too_late() -> Error {
    let message = "PayTrace gave no whole answer in time";
    Error::new(ErrorKind::NoAnswer, Outcome::Unknown, message)
}
