//! Serves a router on an address until the handle is dropped.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::fault::ConnectionLost;

/// A running HTTP/1.1 server; dropping it closes its port and its connections.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    accepting: JoinHandle<Infallible>,
}

impl Server {
    /// The address it listens on, with the port that was really bound.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address as a URL without a path, such as `http://127.0.0.1:7101`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Serves `router` on `address` in the background; port 0 takes any free port.
///
/// Must be called inside a Tokio runtime. Answers that [`crate::fault::Faults`] declares lost close the connection
/// without a byte.
///
/// # Errors
/// Those of binding the address, such as a port in use.
pub async fn serve(router: Router, address: SocketAddr) -> io::Result<Server> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    let accepting = tokio::spawn(accept(listener, router));
    Ok(Server { address, accepting })
}

async fn accept(listener: TcpListener, router: Router) -> Infallible {
    // Aborting this task drops the set, and with it every connection.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, router.clone()));
                }
                // Out of file handles, or the peer is gone already: neither is a reason to stop or to spin.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse(stream: TcpStream, router: Router) {
    // Without this small answers wait for the peer's delayed acknowledgement; a failure costs time only.
    let _ = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let answer = router.call(request.map(Body::new));
        async move {
            match answer.await {
                Ok(answer) => keep_or_lose(answer),
                Err(never) => match never {},
            }
        }
    });
    // A connection that ends in an error has nobody left to tell.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// An error from the service makes hyper close the connection without an answer.
fn keep_or_lose(answer: Response) -> io::Result<Response> {
    if answer.extensions().get::<ConnectionLost>().is_some() {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    Ok(answer)
}
