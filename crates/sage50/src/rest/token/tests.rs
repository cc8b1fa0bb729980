use std::collections::VecDeque;

use super::*;
use crate::rest::transport::Reply;

/// Gives these answers in order; keeps the bodies it was sent.
#[derive(Debug)]
struct Script {
    answers: std::sync::Mutex<VecDeque<Reply>>,
    asked: std::sync::Mutex<Vec<String>>,
}

#[async_trait]
impl Transport for Script {
    async fn exchange(&self, request: Request) -> Result<Reply, Failure> {
        assert_eq!((request.method, &*request.path), (Method::Post, "/oauth/token"));
        self.asked.lock().unwrap().push(String::from_utf8(request.body.to_vec()).unwrap());
        let answer = self.answers.lock().unwrap().pop_front();
        answer.ok_or_else(|| Failure::NoAnswer("no more answers".into()))
    }
}

fn source(answers: &[(u16, &'static str)]) -> (ClientCredentials, Arc<Script>) {
    let answers = answers.iter().map(|(status, body)| Reply::new(*status, *body)).collect();
    let asked = std::sync::Mutex::default();
    let script = Arc::new(Script { answers: std::sync::Mutex::new(answers), asked });
    let transport: Arc<dyn Transport> = Arc::<Script>::clone(&script);
    (ClientCredentials::new(transport, "/oauth/token", "id", "s&cret").with_scope("books"), script)
}

#[tokio::test(start_paused = true)]
async fn a_token_is_kept_until_shortly_before_its_end() {
    let (source, script) =
        source(&[(200, r#"{"access_token":"a","expires_in":300}"#), (200, r#"{"access_token":"b"}"#)]);
    for _ in 0..2 {
        assert_eq!(source.token().await.unwrap().expose(), "a");
        tokio::time::sleep(Duration::from_secs(260)).await;
    }
    assert_eq!(source.token().await.unwrap().expose(), "b");
    let asked = script.asked.lock().unwrap();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0], "grant_type=client_credentials&client_id=id&client_secret=s%26cret&scope=books");
}

#[tokio::test]
async fn a_token_is_renewed_once_for_all_callers_that_were_refused() {
    let (source, script) = source(&[(200, r#"{"access_token":"a"}"#), (200, r#"{"access_token":"b"}"#)]);
    let refused = source.token().await.unwrap();
    for _ in 0..2 {
        assert_eq!(source.renew(&refused).await.unwrap().expose(), "b");
    }
    assert_eq!(script.asked.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_token_that_is_not_given_says_why_and_shows_no_secret() {
    let cases = [
        ((400, r#"{"error":"invalid_client"}"#), ErrorKind::Auth),
        ((401, ""), ErrorKind::Auth),
        ((500, ""), ErrorKind::Unavailable),
        ((200, "{}"), ErrorKind::Unreadable),
        ((200, "no"), ErrorKind::Unreadable),
        ((200, r#"{"access_token":" "}"#), ErrorKind::Auth),
    ];
    for (answer, kind) in cases {
        let (source, _) = source(&[answer]);
        let error = source.token().await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::Nothing), "{answer:?}");
        assert!(!format!("{source:?} {error:?} {error}").contains("s&cret"));
    }
    let (source, _) = source(&[]);
    assert_eq!(source.token().await.unwrap_err().kind(), ErrorKind::Transport);
}

/// Answers after a while, and counts how often it was asked.
#[derive(Debug)]
struct Slow {
    after: Duration,
    answer: (u16, &'static str),
    asked: AtomicU64,
}

#[async_trait]
impl Transport for Slow {
    async fn exchange(&self, _request: Request) -> Result<Reply, Failure> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(self.after).await;
        Ok(Reply::new(self.answer.0, self.answer.1))
    }
}

fn slow(after: Duration, answer: (u16, &'static str)) -> (Arc<ClientCredentials>, Arc<Slow>) {
    let slow = Arc::new(Slow { after, answer, asked: AtomicU64::new(0) });
    let transport: Arc<dyn Transport> = Arc::<Slow>::clone(&slow);
    (Arc::new(ClientCredentials::new(transport, "/oauth/token", "id", "secret")), slow)
}

/// What so many callers at once are told, and when the last one knew.
async fn together(source: &Arc<ClientCredentials>, patience: Duration) -> (Vec<ErrorKind>, Duration) {
    let started = Instant::now();
    let callers = (0..20).map(|number: u64| {
        let source = Arc::clone(source);
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(number)).await;
            match tokio::time::timeout(patience, source.token()).await {
                Ok(Ok(token)) => panic!("{token:?}"),
                Ok(Err(error)) => error.kind(),
                Err(_) => ErrorKind::Transport,
            }
        })
    });
    let mut told = Vec::new();
    for caller in callers.collect::<Vec<_>>() {
        told.push(caller.await.unwrap());
    }
    (told, started.elapsed())
}

#[tokio::test(start_paused = true)]
async fn callers_that_wait_for_one_sign_in_share_its_failure() {
    let cases = [
        (Duration::from_secs(5), (503, ""), ErrorKind::Unavailable, Duration::from_secs(6)),
        (Duration::from_secs(5), (401, ""), ErrorKind::Auth, Duration::from_secs(6)),
        // No answer at all: the limit of the request is everybody's.
        (Duration::from_hours(1), (200, ""), ErrorKind::Transport, Duration::from_secs(31)),
    ];
    for (after, answer, kind, limit) in cases {
        let (source, server) = slow(after, answer);
        let (told, took) = together(&source, Duration::from_mins(1)).await;
        assert_eq!(told, [kind; 20]);
        assert_eq!(server.asked.load(Ordering::Relaxed), 1, "one sign-in for all");
        assert!(took < limit, "{took:?}");
        // Who comes later asks anew.
        assert_eq!(source.token().await.unwrap_err().kind(), kind);
        assert_eq!(server.asked.load(Ordering::Relaxed), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_gives_up_leaves_no_queue_of_sign_ins_behind() {
    let (source, server) = slow(Duration::from_secs(20), (200, "{}"));
    let (told, took) = together(&source, Duration::from_secs(10)).await;
    assert_eq!((told, server.asked.load(Ordering::Relaxed)), (vec![ErrorKind::Transport; 20], 1));
    assert!(took < Duration::from_secs(11), "{took:?}");
}

#[tokio::test]
async fn a_shared_failure_says_what_the_first_one_said() {
    let (source, _) = source(&[(503, r#"{"error":"Access: Pending"}"#)]);
    let error = source.token().await.unwrap_err();
    assert_eq!((error.status(), error.details().len()), (Some(503), 1));
    assert_eq!(error.sage(), Some(crate::error::SageDetail::AuthorizationPending));
}
