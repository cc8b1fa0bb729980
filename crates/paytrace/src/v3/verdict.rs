//! What `data` says about a request to move money: `response_code`, and what the card's bank said.

use super::answer::{Answer, unexpected};
use crate::model::is_masked;
use crate::operation::RawReply;
use crate::refusal::{declined_with_approval, unreadable};
use crate::wire::object::{self, Slot};
use crate::wire::scalar;
use crate::{
    Approval, CaptureAnswer, CustomerNumber, Decline, Error, ErrorKind, Outcome, RefundAnswer, SaleAnswer,
    TransactionId, VoidAnswer, redact,
};

/// The data of an answer that carries a code.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    pub(super) code: Option<i64>,
    pub(super) transaction_id: Option<TransactionId>,
    pub(super) customer_id: Option<CustomerNumber>,
    pub(super) customer_label: Option<Box<str>>,
    approval_code: Option<Box<str>>,
    approval_message: Option<Box<str>>,
    avs_response: Option<Box<str>>,
    csc_response: Option<Box<str>>,
    masked_card_number: Option<Box<str>>,
}

const KEYS: [&str; 9] = [
    "response_code",
    "transaction_id",
    "approval_code",
    "approval_message",
    "avs_response",
    "csc_response",
    "masked_card_number",
    "customer_id",
    "customer_label",
];

impl Verdict {
    /// Reads the envelope and its data.
    pub(super) fn read(raw: &RawReply) -> Result<Self, Error> {
        Self::of(Answer::read(raw)?.data)
    }

    /// Reads the data alone.
    pub(super) fn of(data: &str) -> Result<Self, Error> {
        let (slots, flaw) = object::read(data, &KEYS);
        if flaw.is_some() {
            return Err(unreadable());
        }
        let [code, id, approval, message, avs, csc, card, customer, label] = slots;
        let read = |slot| scalar::owned(slot).ok().flatten();
        Ok(Self {
            code: code_in(code)?,
            transaction_id: read(id).and_then(|id| id.parse().ok()),
            customer_id: read(customer).and_then(|id| id.parse().ok()),
            customer_label: read(label),
            approval_code: read(approval).map(redact::card_numbers_in),
            approval_message: read(message).map(scalar::collapse).map(redact::card_numbers_in),
            avs_response: read(avs).map(redact::card_numbers_in),
            csc_response: read(csc).map(redact::card_numbers_in),
            masked_card_number: read(card).filter(|number| is_masked(number)),
        })
    }

    /// Reads the answer to a call that moves no money and is done by one code only; without a code the envelope's
    /// success counts, and without data (`null`, or no such member) there is nothing but it.
    pub(super) fn done_by(code: i64, raw: &RawReply) -> Result<Option<Self>, Error> {
        let data = Answer::read(raw)?.data;
        if is_nothing(data) {
            return Ok(None);
        }
        let verdict = Self::of(data)?;
        match verdict.code {
            Some(other) if other != code => Err(unexpected(Some(other))),
            _ => Ok(Some(verdict)),
        }
    }

    /// What became of a sale or an authorization.
    pub(super) fn sale(self) -> Result<SaleAnswer, Error> {
        match self.code {
            Some(101) => self.approval().map(SaleAnswer::Approved),
            Some(102) => self.clean_decline().map(SaleAnswer::Declined),
            Some(103) => Ok(SaleAnswer::AutoVoided(self.decline())),
            code => Err(unexpected(code)),
        }
    }

    /// What became of a refund.
    pub(super) fn refund(self) -> Result<RefundAnswer, Error> {
        match self.code {
            Some(106) => self.approval().map(RefundAnswer::Refunded),
            Some(102 | 107) => self.clean_decline().map(RefundAnswer::NotRefunded),
            code => Err(unexpected(code)),
        }
    }

    /// What became of the capture of `asked`.
    pub(super) fn capture(self, asked: TransactionId) -> Result<CaptureAnswer, Error> {
        match self.code {
            Some(112) => self.same_transaction(asked).map(CaptureAnswer::Captured),
            Some(102 | 113) => self.clean_decline().map(CaptureAnswer::NotCaptured),
            code => Err(unexpected(code)),
        }
    }

    /// What became of the void of `asked`.
    pub(super) fn void(self, asked: TransactionId) -> Result<VoidAnswer, Error> {
        match self.code {
            Some(109) => self.same_transaction(asked).map(VoidAnswer::Voided),
            Some(102 | 110) => self.clean_decline().map(VoidAnswer::NotVoided),
            code => Err(unexpected(code)),
        }
    }

    fn same_transaction(&self, asked: TransactionId) -> Result<TransactionId, Error> {
        if self.transaction_id.is_none_or(|id| id == asked) {
            return Ok(asked);
        }
        let message = "PayTrace's answer speaks of another transaction than the call";
        Err(Error::new(ErrorKind::Unreadable, Outcome::Unknown, message))
    }

    fn approval(self) -> Result<Approval, Error> {
        let transaction_id = self.transaction_id.ok_or_else(|| {
            let message = "PayTrace approved, but its answer names no transaction";
            Error::new(ErrorKind::Unreadable, Outcome::Happened, message)
        })?;
        Ok(Approval {
            transaction_id,
            approval_code: self.approval_code,
            approval_message: self.approval_message,
            avs_response: self.avs_response,
            csc_response: self.csc_response,
            masked_card_number: self.masked_card_number,
        })
    }

    /// A decline; one with an approval code contradicts itself.
    fn clean_decline(self) -> Result<Decline, Error> {
        if self.approval_code.is_none() { Ok(self.decline()) } else { Err(declined_with_approval()) }
    }

    fn decline(self) -> Decline {
        Decline {
            transaction_id: self.transaction_id,
            approval_message: self.approval_message,
            avs_response: self.avs_response,
            csc_response: self.csc_response,
            masked_card_number: self.masked_card_number,
        }
    }
}

/// A code that must be readable when it is there; `None` for what is absent or blank.
///
/// # Errors
/// It stands twice, or is no whole number: what became of the call is not known.
pub(super) fn code_in(slot: Slot<'_>) -> Result<Option<i64>, Error> {
    let code = scalar::text(slot).map_err(|_| unexpected(None))?;
    code.map(|code| code.parse().map_err(|_| unexpected(None))).transpose()
}

/// Whether an answer has no data at all.
pub(super) fn is_nothing(data: &str) -> bool {
    matches!(data, "" | "null")
}

/// Reads the answer to a sale or an authorization.
pub(super) fn sale(raw: &RawReply) -> Result<SaleAnswer, Error> {
    Verdict::read(raw)?.sale()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(data: &str) -> Verdict {
        Verdict::of(data).expect("data")
    }

    fn id(number: i64) -> TransactionId {
        TransactionId::new(number).expect("positive")
    }

    #[test]
    fn the_code_alone_decides_about_a_sale() {
        let approved = verdict(
            r#"{"response_code":101,"response_message":"declined","transaction_id":"100000001","approval_code":"TAS1",
            "approval_message":"  NO  MATCH - Approved","avs_response":"No Match","csc_response":"",
            "masked_card_number":"xxxxxxxxxxxx5439"}"#,
        );
        let SaleAnswer::Approved(approval) = approved.sale().expect("an answer") else { panic!("approved") };
        assert_eq!(approval.transaction_id, id(100_000_001));
        assert_eq!(approval.approval_message.as_deref(), Some("NO MATCH - Approved"));
        assert_eq!(approval.masked_card_number.as_deref(), Some("xxxxxxxxxxxx5439"));
        let declined = verdict(r#"{"response_code":"102","transaction_id":5}"#).sale();
        assert!(
            matches!(declined, Ok(SaleAnswer::Declined(decline)) if decline.transaction_id == Some(id(5)))
        );
        assert!(matches!(verdict(r#"{"response_code":103}"#).sale(), Ok(SaleAnswer::AutoVoided(_))));
    }

    #[test]
    fn an_unknown_code_is_doubt_and_an_approval_without_an_id_has_happened() {
        for data in [r#"{"response_code":1}"#, r#"{"response_code":167}"#, r#"{"transaction_id":"5"}"#, "{}"]
        {
            let error = verdict(data).sale().expect_err(data);
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown), "{data}");
        }
        let error = verdict(r#"{"response_code":101}"#).sale().expect_err("no id");
        assert_eq!(error.outcome(), Outcome::Happened);
        let error = Verdict::of(r#"{"response_code":1e400,"transaction_id":"5"}"#).expect_err("no code");
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown));
        assert!(Verdict::of("[]").is_err() && Verdict::of("null").is_err());
    }

    #[test]
    fn what_is_done_by_one_code_is_not_believed_of_damaged_data() {
        let read = |data: &str| {
            let body = format!(r#"{{"status":"success","status_code":200{data}}}"#);
            Verdict::done_by(162, &RawReply::new(200, body)).map(|_| ()).map_err(|error| error.outcome())
        };
        for data in ["", r#","data":null"#, r#","data":{}"#, r#","data":{"response_code":"162"}"#] {
            assert_eq!(read(data), Ok(()), "{data}");
        }
        let damaged = [
            r#"{"response_code":162,"response_code":162}"#,
            r#"{"response_code":1e400}"#,
            r#"{"response_code":162.0}"#,
            r#"{"response_code":true}"#,
            r#"{"response_code":{"is":162}}"#,
            r#"{"response_code":"done"}"#,
            r#"{"response_code":160}"#,
            "true",
            "7",
            r#""ok""#,
            "[]",
            "1e400",
        ];
        for data in damaged {
            assert_eq!(read(&format!(r#","data":{data}"#)), Err(Outcome::Unknown), "{data}");
        }
    }

    #[test]
    fn a_decline_with_an_approval_code_is_doubt() {
        let read = |code: i64, approval: &str| {
            verdict(&format!(
                r#"{{"response_code":{code},"transaction_id":"5","approval_code":"{approval}"}}"#
            ))
        };
        let outcomes = |approval: &str| {
            [
                read(102, approval).sale().map(|_| ()),
                read(107, approval).refund().map(|_| ()),
                read(113, approval).capture(id(5)).map(|_| ()),
                read(110, approval).void(id(5)).map(|_| ()),
            ]
            .map(|read| read.map_err(|error| error.outcome()))
        };
        assert_eq!(outcomes(" "), [Ok(()); 4]);
        assert_eq!(outcomes("TAS1"), [Err(Outcome::Unknown); 4]);
        assert!(matches!(read(103, "TAS1").sale(), Ok(SaleAnswer::AutoVoided(_))), "approved, then voided");
    }

    #[test]
    fn a_follow_up_must_speak_of_the_transaction_that_was_asked_for() {
        let data = r#"{"response_code":112,"transaction_id":"6"}"#;
        assert_eq!(verdict(data).capture(id(6)).expect("same"), CaptureAnswer::Captured(id(6)));
        assert_eq!(verdict(data).capture(id(7)).expect_err("another").outcome(), Outcome::Unknown);
        let data = r#"{"response_code":109,"transaction_id":"6"}"#;
        assert_eq!(verdict(data).void(id(6)).expect("same"), VoidAnswer::Voided(id(6)));
        assert!(matches!(verdict(r#"{"response_code":110}"#).void(id(6)), Ok(VoidAnswer::NotVoided(_))));
        assert!(matches!(verdict(r#"{"response_code":107}"#).refund(), Ok(RefundAnswer::NotRefunded(_))));
    }
}
