//! What becomes of a check: codes 120, 122, 124 and 125.

use crate::operation::RawReply;
use crate::refusal::declined_with_approval;
use crate::v1::answer::Answer;
use crate::wire::object;
use crate::wire::scalar;
use crate::{CheckTransactionId, Error, ErrorKind, Outcome, redact};

/// The answer to a check sale or a check hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckAnswer {
    /// The check was accepted (code 120). The money is still to come, and the bank can return the check.
    Processed(CheckAccepted),
    /// It was not (code 125): an answer, like a card's decline.
    NotProcessed(CheckNotProcessed),
}

/// The answer to a refund by check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckRefundAnswer {
    /// The refund was accepted (code 122).
    Refunded(CheckAccepted),
    /// It was not (code 125).
    NotProcessed(CheckNotProcessed),
}

/// The answer to a call that funds, voids or holds a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckManageAnswer {
    /// Done (code 124); the id is the check's own.
    Managed(CheckTransactionId),
    /// Not done (code 125).
    NotManaged(CheckNotProcessed),
}

/// A check that PayTrace accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckAccepted {
    /// The number of the new check.
    pub check_transaction_id: CheckTransactionId,
    /// The processor's code, as it came.
    pub ach_code: Option<Box<str>>,
    /// What the processor said, with runs of blanks made one.
    pub ach_message: Option<Box<str>>,
}

/// A check that was not processed. PayTrace keeps a record of it all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckNotProcessed {
    /// The number of the record.
    pub check_transaction_id: Option<CheckTransactionId>,
    /// The processor's code, as it came; PayTrace publishes no list.
    pub ach_code: Option<Box<str>>,
    /// What the processor said, with runs of blanks made one.
    pub ach_message: Option<Box<str>>,
}

const KEYS: [&str; 3] = ["check_transaction_id", "ach_code", "ach_message"];

/// The envelope, and what the answers of checks add to it.
struct CheckEnvelope {
    answer: Answer,
    rest: CheckNotProcessed,
}

impl CheckEnvelope {
    fn read(raw: &RawReply) -> Result<Self, Error> {
        let answer = Answer::read(raw)?;
        // The envelope was read: the body is a whole object in UTF-8 without a key twice.
        let ([id, code, message], _) = object::read(str::from_utf8(&raw.body).unwrap_or_default(), &KEYS);
        let id = scalar::text(id).ok().flatten();
        let rest = CheckNotProcessed {
            check_transaction_id: id.and_then(|id| id.parse().ok()),
            ach_code: scalar::owned(code).ok().flatten().map(redact::card_numbers_in),
            ach_message: scalar::owned(message)
                .ok()
                .flatten()
                .map(scalar::collapse)
                .map(redact::card_numbers_in),
        };
        Ok(Self { answer, rest })
    }

    /// A check that was not processed; one with an approval code contradicts itself.
    fn turned_away(self) -> Result<CheckNotProcessed, Error> {
        if self.answer.has_approval_code() { Err(declined_with_approval()) } else { Ok(self.rest) }
    }

    /// The new check, which a good answer must name.
    fn accepted(self) -> Result<CheckAccepted, Error> {
        let CheckNotProcessed { check_transaction_id, ach_code, ach_message } = self.rest;
        let check_transaction_id = check_transaction_id.ok_or_else(|| {
            let message = "PayTrace accepted the check, but its answer names no check";
            Error::new(ErrorKind::Unreadable, Outcome::Happened, message)
        })?;
        Ok(CheckAccepted { check_transaction_id, ach_code, ach_message })
    }
}

/// Reads the answer to a check sale or hold.
pub(super) fn sale(raw: &RawReply) -> Result<CheckAnswer, Error> {
    let envelope = CheckEnvelope::read(raw)?;
    match (envelope.answer.success, envelope.answer.code) {
        (true, 120) => envelope.accepted().map(CheckAnswer::Processed),
        (_, 125) => envelope.turned_away().map(CheckAnswer::NotProcessed),
        _ => Err(envelope.answer.unexpected()),
    }
}

/// Reads the answer to a refund by check.
pub(super) fn refund(raw: &RawReply) -> Result<CheckRefundAnswer, Error> {
    let envelope = CheckEnvelope::read(raw)?;
    match (envelope.answer.success, envelope.answer.code) {
        (true, 122) => envelope.accepted().map(CheckRefundAnswer::Refunded),
        (_, 125) => envelope.turned_away().map(CheckRefundAnswer::NotProcessed),
        _ => Err(envelope.answer.unexpected()),
    }
}

/// Reads the answer to a call about the check `asked`.
pub(super) fn managed(raw: &RawReply, asked: CheckTransactionId) -> Result<CheckManageAnswer, Error> {
    let envelope = CheckEnvelope::read(raw)?;
    match (envelope.answer.success, envelope.answer.code) {
        (true, 124) if envelope.rest.check_transaction_id.is_none_or(|id| id == asked) => {
            Ok(CheckManageAnswer::Managed(asked))
        }
        (true, 124) => {
            let message = "PayTrace's answer speaks of another check than the call";
            Err(Error::new(ErrorKind::Unreadable, Outcome::Unknown, message))
        }
        (_, 125) => envelope.turned_away().map(CheckManageAnswer::NotManaged),
        _ => Err(envelope.answer.unexpected()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(status: u16, body: &str) -> RawReply {
        RawReply::new(status, body.to_owned())
    }

    fn id(number: i64) -> CheckTransactionId {
        CheckTransactionId::new(number).expect("positive")
    }

    #[test]
    fn a_check_is_accepted_by_code_and_success_together() {
        let body = r#"{"success":true,"response_code":120,"check_transaction_id":"981619","ach_code":0,
            "ach_message":"  CHECK  ACCEPTED"}"#;
        for status in [200, 400] {
            let answer = sale(&raw(status, body)).expect("an answer");
            let CheckAnswer::Processed(check) = answer else { panic!("{answer:?}") };
            assert_eq!((check.check_transaction_id, check.ach_code.as_deref()), (id(981_619), Some("0")));
            assert_eq!(check.ach_message.as_deref(), Some("CHECK ACCEPTED"));
        }
    }

    #[test]
    fn a_check_that_is_not_processed_is_an_answer_with_its_reason() {
        let body = r#"{"success":false,"response_code":125,"check_transaction_id":5,"ach_code":101,"ach_message":"no"}"#;
        let reason = CheckNotProcessed {
            check_transaction_id: Some(id(5)),
            ach_code: Some("101".into()),
            ach_message: Some("no".into()),
        };
        let raw = raw(400, body);
        assert_eq!(sale(&raw).expect("an answer"), CheckAnswer::NotProcessed(reason.clone()));
        assert_eq!(refund(&raw).expect("an answer"), CheckRefundAnswer::NotProcessed(reason.clone()));
        assert_eq!(managed(&raw, id(5)).expect("an answer"), CheckManageAnswer::NotManaged(reason));
    }

    #[test]
    fn an_accepted_check_without_a_number_has_happened() {
        for (code, read) in [
            (120, sale(&raw(200, r#"{"success":true,"response_code":120}"#)).err()),
            (
                122,
                refund(&raw(200, r#"{"success":true,"response_code":122,"check_transaction_id":0}"#)).err(),
            ),
        ] {
            assert_eq!(read.map(|error| error.outcome()), Some(Outcome::Happened), "{code}");
        }
    }

    #[test]
    fn an_answer_of_another_call_is_doubt() {
        for body in [
            r#"{"success":true,"response_code":101,"transaction_id":5}"#,
            r#"{"success":true,"response_code":121,"check_transaction_id":5}"#,
            r#"{"success":false,"response_code":120,"check_transaction_id":5}"#,
            r#"{"success":true,"response_code":122,"check_transaction_id":5}"#,
            r#"{"success":true,"response_code":120,"check_transaction_id":5,"check_transaction_id":6}"#,
            r#"{"success":true,"response_code":120,"check_transac"#,
        ] {
            assert_eq!(sale(&raw(200, body)).expect_err(body).outcome(), Outcome::Unknown, "{body}");
        }
        let other = r#"{"success":true,"response_code":124,"check_transaction_id":6}"#;
        assert_eq!(managed(&raw(200, other), id(5)).expect_err("another check").outcome(), Outcome::Unknown);
        let none = r#"{"success":true,"response_code":124}"#;
        assert_eq!(managed(&raw(200, none), id(5)).expect("done"), CheckManageAnswer::Managed(id(5)));
    }

    #[test]
    fn a_check_that_is_not_processed_and_has_an_approval_code_is_doubt() {
        let raw = raw(
            200,
            r#"{"success":false,"response_code":125,"check_transaction_id":5,"approval_code":"A1"}"#,
        );
        let outcomes = [sale(&raw).map(|_| ()), refund(&raw).map(|_| ()), managed(&raw, id(5)).map(|_| ())];
        for outcome in outcomes {
            assert_eq!(outcome.map_err(|error| error.outcome()), Err(Outcome::Unknown));
        }
    }

    #[test]
    fn a_refused_check_says_what_to_correct() {
        let body = r#"{"success":false,"response_code":1,"errors":{"45":["x"],"46":["y"],"80":["z"]}}"#;
        let error = sale(&raw(400, body)).expect_err("refused");
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Rejected, Outcome::Nothing));
        let text = error.to_string();
        for part in ["45: correct the bank account", "46: correct the routing", "80: the check"] {
            assert!(text.contains(part), "{text}");
        }
    }
}
