//! The server both sides call: this program once more, so that its processor time is another process's.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::Ipv4Addr;
use std::process::{Child, Command, Stdio};

use axum::Router;
use axum::http::{HeaderMap, header};
use serde_json::Value;
use tokio::net::TcpListener;

use crate::result::Failure;

/// The server's process; ends with this value.
pub struct Server {
    process: Child,
    url: String,
}

impl Server {
    pub fn start(command: &str) -> Result<Self, Failure> {
        let program = std::env::current_exe()?;
        let mut process =
            Command::new(program).arg(command).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut url = String::new();
        let said = process.stdout.take().ok_or("the server has no output")?;
        BufReader::new(said).read_line(&mut url)?;
        Ok(Self { process, url: url.trim().to_owned() })
    }

    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its input's end is its sign to stop.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// Prints the server's address and answers until the input ends.
pub async fn serve(router: Router) -> Result<(), Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let mut out = std::io::stdout();
    writeln!(out, "http://{}", listener.local_addr()?)?;
    out.flush()?;
    let serving = tokio::spawn(axum::serve(listener, router).into_future());
    tokio::task::spawn_blocking(|| std::io::stdin().read(&mut [0])).await??;
    serving.abort();
    Ok(())
}

/// Whether a request is the one that both sides make: the same headers and body are part of the comparison.
pub fn expects(headers: &HeaderMap, bearer: &str, body: &[u8], expected: &Value) -> bool {
    let json = [header::ACCEPT, header::CONTENT_TYPE];
    json.iter().all(|name| headers.get(name).is_some_and(|value| value == "application/json"))
        && headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
            == Some(bearer)
        && serde_json::from_slice::<Value>(body).is_ok_and(|body| body == *expected)
}
