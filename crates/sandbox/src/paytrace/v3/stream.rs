//! Long answers of v3, written piece by piece.

use std::convert::Infallible;

use axum::body::Body;

use crate::paytrace::PayTraceSimulator;
use crate::paytrace::export::Progress;
use crate::paytrace::reply::Selection;

/// Writes an export; the account is locked for one piece at a time.
pub(super) fn body(simulator: PayTraceSimulator, selection: Selection) -> Body {
    let progress = Progress::in_v3(selection);
    let pieces = futures_util::stream::unfold((simulator, progress), |(simulator, mut progress)| async {
        loop {
            let piece = simulator.with(|state| progress.next_piece(state))?;
            if !piece.is_empty() {
                return Some((Ok::<_, Infallible>(piece), (simulator, progress)));
            }
            // A filter may let nothing through for long: others get their turn.
            tokio::task::yield_now().await;
        }
    });
    Body::from_stream(pieces)
}
