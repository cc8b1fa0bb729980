//! Connections that break, with a server of plain sockets that counts what it was sent.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sage50::{Books, ErrorKind, Outcome};

use crate::fixture::{door, door_with_timeout, receipt};

/// What the server does with the n-th request it reads, over all connections.
#[derive(Clone, Copy)]
enum Act {
    /// Sends these bytes and keeps the connection.
    Answer(&'static str),
    /// Sends these bytes, perhaps none, and closes.
    Close(&'static str),
}

const BOOKED: &str = "HTTP/1.1 201 Created\r\ncontent-length: 12\r\n\r\n{\"key\":\"b1\"}";

/// Serves the acts in order, the last one for ever; gives the address and the number of requests read so far.
fn serve(acts: &'static [Act]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&seen);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, counter) = (stream.unwrap(), Arc::clone(&counter));
            std::thread::spawn(move || connection(stream, acts, &counter));
        }
    });
    (address, seen)
}

fn connection(mut stream: TcpStream, acts: &[Act], seen: &AtomicUsize) {
    while read_request(&mut stream) {
        let number = seen.fetch_add(1, Ordering::SeqCst);
        match acts[number.min(acts.len() - 1)] {
            Act::Answer(bytes) => stream.write_all(bytes.as_bytes()).unwrap(),
            Act::Close(bytes) => {
                stream.write_all(bytes.as_bytes()).unwrap();
                return;
            }
        }
    }
}

/// Reads one whole request; false when the client closed.
fn read_request(stream: &mut TcpStream) -> bool {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .split("content-length: ")
                .nth(1)
                .map_or(0, |rest| rest.split("\r\n").next().unwrap().parse::<usize>().unwrap());
            if body.len() >= length {
                return true;
            }
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return false,
            Ok(count) => bytes.extend_from_slice(&piece[..count]),
        }
    }
}

#[tokio::test]
async fn a_receipt_whose_answer_is_lost_is_not_repeated() {
    let lost: [&'static [Act]; 5] = [
        &[Act::Close("")],
        &[Act::Close("HTTP/1.1 201")],
        &[Act::Close("HTTP/1.1 201 Created\r\ncontent-length: 12\r\n\r\n{\"key\":")],
        &[Act::Close("HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"key\r\n")],
        &[Act::Close("garbage\r\n\r\n")],
    ];
    for (index, acts) in lost.into_iter().enumerate() {
        let (address, seen) = serve(acts);
        let error = door(&address).post(&receipt()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown), "case {index}");
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(seen.load(Ordering::SeqCst), 1, "case {index}");
    }
}

#[tokio::test]
async fn a_receipt_lost_on_a_connection_that_was_used_before_is_not_repeated() {
    let (address, seen) = serve(&[Act::Answer(BOOKED), Act::Close(""), Act::Answer(BOOKED)]);
    let door = door(&address);
    door.post(&receipt()).await.unwrap();
    let error = door.post(&receipt()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown));
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(seen.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_body_that_ends_with_its_connection_must_still_be_whole() {
    let (address, _) = serve(&[Act::Close("HTTP/1.0 201 Created\r\n\r\n{\"key\":\"b1\"")]);
    let error = door(&address).post(&receipt()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown));
}

#[tokio::test]
async fn a_refusal_cut_off_is_in_doubt_rather_than_believed() {
    let (address, seen) = serve(&[Act::Close("HTTP/1.1 422 No\r\ncontent-length: 500\r\n\r\n[{")]);
    let error = door(&address).post(&receipt()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown));
    assert_eq!(seen.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_refused_connection_proves_that_nothing_was_sent() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = door(&format!("http://{closed}")).post(&receipt()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Nothing));
    assert!(error.is_retryable());
}

#[tokio::test]
async fn a_server_that_accepts_and_says_nothing_leaves_doubt() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let door = door_with_timeout(&address, Duration::from_millis(100));
    let error = door.post(&receipt()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown));
}

#[tokio::test]
async fn a_look_up_whose_answer_is_lost_is_repeated_until_one_is_whole() {
    const NONE: &str = "HTTP/1.1 200 OK\r\ncontent-length: 24\r\n\r\n{\"$total\":0,\"$items\":[]}";
    let (address, seen) = serve(&[
        Act::Close(""),
        Act::Close("HTTP/1.1 200 OK\r\ncontent-length: 24\r\n\r\n{"),
        Act::Answer(NONE),
    ]);
    assert_eq!(door(&address).find(&receipt()).await.unwrap(), []);
    assert_eq!(seen.load(Ordering::SeqCst), 3);
}
