use std::collections::VecDeque;
use std::sync::Mutex;

use super::*;
use crate::model::{Customer, CustomerId, CustomerName};
use crate::rest::transport::Failure;

/// Gives these answers in order, then none for ever; keeps what it was asked.
#[derive(Debug)]
struct Script {
    answers: Mutex<VecDeque<Result<Reply, Failure>>>,
    asked: Mutex<Vec<(Method, String)>>,
}

#[async_trait]
impl Transport for Script {
    async fn exchange(&self, request: Request) -> Result<Reply, Failure> {
        self.asked.lock().unwrap().push((request.method, request.path.into_owned()));
        let answer = self.answers.lock().unwrap().pop_front();
        match answer {
            Some(answer) => answer,
            None => std::future::pending().await,
        }
    }
}

fn door(answers: Vec<Result<Reply, Failure>>) -> (RestDoor, Arc<Script>) {
    let script = Arc::new(Script { answers: Mutex::new(answers.into()), asked: Mutex::default() });
    let transport: Arc<dyn Transport> = Arc::<Script>::clone(&script);
    let address = "https://sage.example.com".parse().unwrap();
    let door = RestDoor::builder(address, ApiKey::new("key")).with_transport(transport).build().unwrap();
    (door, script)
}

fn customer() -> Document {
    Customer::new(CustomerId::new("ACME-001").unwrap(), CustomerName::new("Acme").unwrap()).into()
}

fn broken(make: fn(Box<dyn std::error::Error + Send + Sync>) -> Failure) -> Failure {
    make("broken".into())
}

#[tokio::test(start_paused = true)]
async fn a_transport_that_never_answers_is_left_after_the_timeout_and_not_asked_again() {
    let (door, script) = door(Vec::new());
    let start = tokio::time::Instant::now();
    let error = door.post(&customer()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown));
    assert_eq!(start.elapsed().as_secs(), 30);
    assert_eq!(*script.asked.lock().unwrap(), [(Method::Post, "/v1/customers".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn what_the_transport_says_decides_the_outcome_of_a_post() {
    let cases = [
        (broken(Failure::NotSent), ErrorKind::Transport, Outcome::Nothing),
        (broken(Failure::NoAnswer), ErrorKind::Transport, Outcome::Unknown),
        (Failure::TooLarge { limit: 1 }, ErrorKind::Unreadable, Outcome::Unknown),
    ];
    for (failure, kind, outcome) in cases {
        let (door, script) = door(vec![Err(failure)]);
        let error = door.post(&customer()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, outcome));
        assert_eq!(script.asked.lock().unwrap().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_outlasts_three_failures_of_any_sort() {
    let mut limited = Reply::new(429, "");
    limited.retry_after = Some("2".into());
    let answers = vec![
        Err(broken(Failure::NotSent)),
        Err(broken(Failure::NoAnswer)),
        Ok(limited),
        Ok(Reply::new(200, r#"{"$total":0,"$page":1,"$items":[]}"#)),
    ];
    let (door, script) = door(answers);
    let start = tokio::time::Instant::now();
    assert_eq!(door.find(&customer()).await.unwrap(), []);
    assert!(start.elapsed() >= Duration::from_secs(2), "the server's wish is honoured");
    let asked = (Method::Get, "/v1/customers?customerId=ACME-001&page=1&items_per_page=200".to_owned());
    assert_eq!(*script.asked.lock().unwrap(), vec![asked; 4]);
}

#[tokio::test(start_paused = true)]
async fn a_read_that_must_wait_too_long_is_given_back_at_once() {
    let mut limited = Reply::new(429, "");
    limited.retry_after = Some("60".into());
    let (door, script) = door(vec![Ok(limited)]);
    let error = door.find(&customer()).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_mins(1)));
    assert_eq!(script.asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn an_answer_is_never_quoted_by_an_error() {
    let quoting = [r#""4111111111111111""#, r#"{"key":"b1","customerId":"4111111111111111"}"#];
    for body in quoting {
        let (door, _) = door(vec![Ok(Reply::new(201, body))]);
        let error = door.post(&customer()).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        let mut shown = format!("{error} {error:?}");
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            shown.push_str(&error.to_string());
            cause = error.source();
        }
        assert!(!shown.contains("4111"), "{shown}");
    }
}
