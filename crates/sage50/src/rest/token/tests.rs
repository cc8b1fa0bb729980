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
