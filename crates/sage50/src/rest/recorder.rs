//! Keeps a redacted line of every exchange with the gateway.

use std::io::Write;
use std::sync::Arc;

use async_trait::async_trait;
use paysage_record::{End, Log};

use super::transport::{Failure, Reply, Request, Transport};

/// A [`Transport`] that writes every exchange of another one as a line of JSON, without secrets.
///
/// The line is written when the exchange is over, also when the caller gives up. API keys and tokens are gone from it,
/// and of card numbers the first six and last four digits are left. Customers' names and addresses are **not** taken
/// out. [`Log`] describes the line and what it costs.
///
/// ```
/// use std::sync::Arc;
///
/// use sage50::rest::{ApiKey, Recorder, RestDoor, Transport};
///
/// # fn door(transport: Arc<dyn Transport>, file: std::fs::File) -> Result<RestDoor, sage50::Error> {
/// let recorder = Recorder::new(transport, file);
/// RestDoor::builder("https://sage.example.com".parse().unwrap(), ApiKey::new("key"))
///     .with_transport(Arc::new(recorder))
///     .build()
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Recorder {
    inner: Arc<dyn Transport>,
    log: Log,
}

impl Recorder {
    /// Records what goes through `transport` into `sink`: a file, a pipe, a `Vec<u8>` behind a lock.
    pub fn new(transport: Arc<dyn Transport>, sink: impl Write + Send + 'static) -> Self {
        Self { inner: transport, log: Log::new(sink) }
    }

    /// How many bytes of each body are kept; 64 KiB unless set. 0 keeps lengths only.
    #[must_use]
    pub fn with_body_limit(mut self, bytes: usize) -> Self {
        self.log = self.log.with_body_limit(bytes);
        self
    }

    /// How many lines the sink failed to take.
    pub fn lost(&self) -> u64 {
        self.log.lost()
    }
}

#[async_trait]
impl Transport for Recorder {
    async fn exchange(&self, request: Request) -> Result<Reply, Failure> {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let pairs = request.headers.iter().map(|header| (header.name(), header.value()));
        // Dropped with this future when the caller gives up, and written by that.
        let line = self.log.begin(request.method.as_str(), path, query);
        let mut exchange = line.with_request(pairs, &request.body);
        let answer = self.inner.exchange(request).await;
        match &answer {
            Ok(reply) => {
                let pairs = [("retry-after", &reply.retry_after), ("date", &reply.date)];
                let pairs = pairs.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
                exchange.answered(reply.status, pairs);
                exchange.passed(&reply.body);
                exchange.end(End::Whole);
            }
            Err(Failure::NotSent(_)) => exchange.end(End::NotSent),
            Err(_) => exchange.end(End::NoAnswer),
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::{ApiKey, RestDoor};
    use crate::{Books, List, model::Kind};
    use std::sync::Mutex;

    #[derive(Debug)]
    struct Gateway(u16);

    #[async_trait]
    impl Transport for Gateway {
        async fn exchange(&self, _: Request) -> Result<Reply, Failure> {
            match self.0 {
                0 => Err(Failure::NotSent("refused".into())),
                1 => Err(Failure::NoAnswer("reset".into())),
                2 => std::future::pending().await,
                status => Ok(Reply::new(status, r#"{"message":"card 4012000098765439 is unknown"}"#)),
            }
        }
    }

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn every_exchange_is_a_line_without_the_key_however_it_ends() {
        for (gateway, failure, status) in [
            (0, Some("not_sent"), None),
            (1, Some("no_answer"), None),
            (2, Some("given_up"), None),
            (422, None, Some(422)),
        ] {
            let lines = Lines::default();
            let recorder = Recorder::new(Arc::new(Gateway(gateway)), lines.clone());
            let door =
                RestDoor::builder("https://sage.example".parse().unwrap(), ApiKey::new("secret-key-1"))
                    .with_transport(Arc::new(recorder))
                    .build()
                    .unwrap();
            door.list(&List::new(Kind::Invoice)).await.unwrap_err();
            let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
            assert!(!text.contains("secret-key-1") && !text.contains("4012000098765439"), "{text}");
            let line: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
            assert_eq!((&line["method"], &line["path"]), (&"GET".into(), &"/v1/invoices".into()), "{text}");
            assert_eq!(line.get("failure").and_then(serde_json::Value::as_str), failure, "{text}");
            let seen = line.get("answer").and_then(|answer| answer["status"].as_u64());
            assert_eq!(seen, status, "{text}");
        }
    }
}
