//! The same over real connections.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use paytrace::v1::batch::BatchTransactions;
use paytrace::{Client, ClientBuilder, Credentials, ErrorKind, Outcome};

use super::read;
use crate::money::sale;
use crate::script::TOKEN;

type Answer = Arc<dyn Fn(&mut TcpStream) -> io::Result<()> + Send + Sync>;

/// Signs everyone in, and gives every other request the same bad answer.
struct Server {
    url: String,
    connections: Arc<AtomicUsize>,
    calls: Arc<AtomicUsize>,
}

impl Server {
    fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { url, connections: Arc::default(), calls: Arc::default() };
        let (connections, calls) = (Arc::clone(&server.connections), Arc::clone(&server.calls));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                connections.fetch_add(1, Ordering::SeqCst);
                let (answer, calls) = (Arc::clone(&answer), Arc::clone(&calls));
                // Once the client has had enough it closes the connection, and writing fails.
                std::thread::spawn(move || drop(serve(&mut stream.unwrap(), &answer, &calls)));
            }
        });
        server
    }

    /// Answers with bytes that never change, and closes the connection.
    fn saying(answer: impl Into<Vec<u8>>) -> Self {
        let answer: Vec<u8> = answer.into();
        Self::start(Arc::new(move |stream| stream.write_all(&answer)))
    }

    fn builder(&self, time: Duration) -> ClientBuilder {
        let credentials = Credentials::new("api@user", "secret", "integrator01");
        Client::builder(self.url.parse().unwrap(), credentials).with_timeout(time).with_read_timeout(time)
    }

    fn client(&self) -> Client {
        self.builder(AMPLE).build().unwrap()
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

const AMPLE: Duration = Duration::from_mins(1);

fn serve(stream: &mut TcpStream, answer: &Answer, calls: &AtomicUsize) -> io::Result<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    let is_whole = |request: &[u8]| {
        let text = String::from_utf8_lossy(request).to_ascii_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
        let length = head.split("\r\n").find_map(|line| line.strip_prefix("content-length: "));
        body.len() >= length.map_or(0, |length| length.parse().unwrap())
    };
    while !is_whole(&request) {
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            read => request.extend_from_slice(&buffer[..read]),
        }
    }
    if request.starts_with(b"POST /oauth/token ") {
        let length = TOKEN.len();
        return write!(
            stream,
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{TOKEN}"
        );
    }
    calls.fetch_add(1, Ordering::SeqCst);
    answer(stream)
}

const REDIRECTS: [&str; 5] = [
    "301 Moved Permanently",
    "302 Found",
    "303 See Other",
    "307 Temporary Redirect",
    "308 Permanent Redirect",
];

#[tokio::test]
async fn no_redirect_carries_credentials_or_a_sale_to_another_host() {
    let other = Server::saying("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    for status in REDIRECTS {
        let to = format!(
            "HTTP/1.1 {status}\r\nlocation: {}/x\r\nconnection: close\r\ncontent-length: 5\r\n\r\nmoved",
            other.url
        );
        let server = Server::saying(to.clone());
        let error = server.client().send(&sale()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown), "{status}");
        assert_eq!(server.calls(), 1);
        let error = server.client().send(&read()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Nothing), "{status}");
        assert_eq!(server.calls(), 2);

        // Signing in is redirected too: the password stays here.
        let gate = wiremock::MockServer::start().await;
        let moved = wiremock::ResponseTemplate::new(status[..3].parse::<u16>().unwrap());
        wiremock::Mock::given(wiremock::matchers::path("/oauth/token"))
            .respond_with(moved.insert_header("location", format!("{}/oauth/token", other.url)))
            .expect(1)
            .mount(&gate)
            .await;
        let credentials = Credentials::new("api@user", "secret", "integrator01");
        let client = Client::builder(gate.uri().parse().unwrap(), credentials).build().unwrap();
        let error = client.send(&sale()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Nothing), "{status}");
    }
    assert_eq!(other.connections.load(Ordering::SeqCst), 0);
}

fn ok(head: &str, body: &[u8]) -> Vec<u8> {
    [b"HTTP/1.1 200 OK\r\nconnection: close\r\n", head.as_bytes(), b"\r\n", body].concat()
}

/// Gzip of `blocks` times 258 zero bytes, 13 bits each: less than a hundredth of what it unpacks to.
fn gzip_of_zeros(blocks: usize) -> Vec<u8> {
    // One final block of fixed codes: a zero byte, then "258 bytes from one byte back" again and again.
    let mut bits: Vec<bool> = [true, true, false].into();
    let code = |bits: &mut Vec<bool>, value: u32, width: u32| {
        bits.extend((0..width).rev().map(|place| value >> place & 1 == 1));
    };
    code(&mut bits, 0b0011_0000, 8);
    for _ in 0..blocks {
        code(&mut bits, 0b1100_0101, 8);
        code(&mut bits, 0, 5);
    }
    code(&mut bits, 0, 7);
    let packed = bits.chunks(8).map(|byte| byte.iter().rev().fold(0, |all, bit| all << 1 | u8::from(*bit)));
    [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3].into_iter().chain(packed).collect()
}

/// Answers that end the exchange by what they are.
fn floods() -> Vec<(&'static str, Answer, ErrorKind)> {
    let bomb = gzip_of_zeros(400_000);
    let bomb = ok(&format!("content-encoding: gzip\r\ncontent-length: {}\r\n", bomb.len()), &bomb);
    let endless = |head: &'static str, piece: Vec<u8>| -> Answer {
        Arc::new(move |stream| {
            stream.write_all(head.as_bytes())?;
            loop {
                stream.write_all(&piece)?;
            }
        })
    };
    let once = |answer: Vec<u8>| -> Answer { Arc::new(move |stream| stream.write_all(&answer)) };
    let body = b"{\"success\":true,\"response_code\":101,\"transaction_id\":1}";
    let header = format!("x-padding: {}\r\n", "x".repeat(1024 * 1024));
    let headers = (0..5000).map(|number| format!("x-{number}: 1\r\n")).collect::<Vec<_>>().concat();
    let blanks = [b"10000\r\n".as_slice(), &vec![b' '; 0x1_0000], b"\r\n"].concat();
    vec![
        ("a gzip bomb", once(bomb), ErrorKind::Unreadable),
        (
            "an endless body",
            endless("HTTP/1.1 200 OK\r\n\r\n{\"a\":\"", vec![b'x'; 65_536]),
            ErrorKind::TooLarge,
        ),
        (
            "endless chunks",
            endless("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", blanks),
            ErrorKind::TooLarge,
        ),
        ("an endless head", endless("HTTP/1.1 200 OK\r\nx: ", vec![b'x'; 65_536]), ErrorKind::NoAnswer),
        ("a huge header", once(ok(&header, body)), ErrorKind::NoAnswer),
        ("too many headers", once(ok(&headers, body)), ErrorKind::NoAnswer),
        ("another protocol", once(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()), ErrorKind::NoAnswer),
        ("nothing at all", once(Vec::new()), ErrorKind::NoAnswer),
        ("a body cut short", once(ok("content-length: 1000\r\n", body)), ErrorKind::NoAnswer),
        (
            "a length beyond all",
            once(ok("content-length: 18446744073709551616\r\n", body)),
            ErrorKind::NoAnswer,
        ),
        ("two lengths", once(ok("content-length: 5\r\ncontent-length: 50\r\n", body)), ErrorKind::NoAnswer),
        ("a broken chunk", once(ok("transfer-encoding: chunked\r\n", b"zz\r\n{}")), ErrorKind::NoAnswer),
    ]
}

#[tokio::test]
async fn a_flood_ends_with_a_typed_error_and_no_second_sale() {
    let cases = floods().into_iter().map(|(what, answer, kind)| async move {
        let server = Server::start(Arc::clone(&answer));
        let error = server.client().send(&sale()).await.expect_err(what);
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::Unknown), "{what}: {error:?}");
        assert_eq!(server.calls(), 1, "{what}: sent once");

        let server = Server::start(answer);
        let error = server.client().send(&read()).await.expect_err(what);
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::Nothing), "{what}: {error:?}");
        let attempts = if kind == ErrorKind::NoAnswer { 4 } else { 1 };
        assert_eq!(server.calls(), attempts, "{what}: tried again when it can pass by itself");
    });
    futures_util::future::join_all(cases).await;
}

#[tokio::test]
async fn a_server_that_drips_is_given_up_in_time() {
    let drip = |head: &'static str, drop: &'static str| -> Answer {
        Arc::new(move |stream| {
            stream.write_all(head.as_bytes())?;
            stream.set_read_timeout(Some(Duration::from_millis(20)))?;
            loop {
                stream.write_all(drop.as_bytes())?;
                // Waits, and notices that the client has hung up.
                if let Ok(0) = stream.read(&mut [0; 16]) {
                    return Ok(());
                }
            }
        })
    };
    let cases = [
        ("the head", drip("HTTP/1.1 200 OK\r\nx-a: ", "x")),
        ("the body", drip("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n", " ")),
        ("promises", drip("", "HTTP/1.1 100 Continue\r\n\r\n")),
    ];
    for (what, answer) in cases {
        let server = Server::start(answer);
        let client = server.builder(Duration::from_millis(400)).with_read_timeout(AMPLE).build().unwrap();
        let error = client.send(&sale()).await.expect_err(what);
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::NoAnswer, Outcome::Unknown), "{what}");
        assert_eq!(server.calls(), 1, "{what}");
    }
}

#[tokio::test]
async fn an_export_without_end_stops_at_its_limit_and_a_row_without_end_takes_no_memory() {
    let piece = vec![b'x'; 65_536];
    let begin = "HTTP/1.1 200 OK\r\n\r\n{\"success\":true,\"response_code\":1,\"transactions\":[{\"a\":\"";
    let server = Server::start(Arc::new(move |stream| {
        stream.write_all(begin.as_bytes())?;
        loop {
            stream.write_all(&piece)?;
        }
    }));
    let client = server.builder(AMPLE).with_export_limit(4 * 1024 * 1024).build().unwrap();
    let mut rows = client.export(&BatchTransactions::new(571).unwrap()).await.unwrap();
    let error = rows.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::TooLarge, Outcome::Nothing), "{error}");
    assert!(rows.next().await.is_none());
    assert_eq!(server.calls(), 1);
}
