//! The v1 envelope: `success` with `response_code`, never the wording and never the status alone.
//!
//! Source: PayTrace's v1 sample code and answers recorded against its sandbox. A refusal comes with a status other
//! than 200 *and* a JSON body; `success: true` alone can still be "approved, then voided" (103) or "not refunded"
//! (107). So the body is read before the status counts, and only the pairs a call knows are believed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::error::shown;
use crate::export::errors_in;
use crate::model::is_masked;
use crate::operation::RawReply;
use crate::refusal::{by_status, declined_with_approval, is_filled, unreadable};
use crate::wire::object::{self, Slot};
use crate::wire::scalar;
use crate::{Approval, Decline, Error, ErrorKind, Outcome, RefundAnswer, SaleAnswer, TransactionId, redact};

type Errors = BTreeMap<Box<str>, Vec<Box<str>>>;

/// What every answer has, and what the answers of transactions add.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) success: bool,
    pub(crate) code: i64,
    pub(crate) transaction_id: Option<TransactionId>,
    pub(crate) customer_id: Option<Box<str>>,
    approval_code: Option<Box<str>>,
    approval_message: Option<Box<str>>,
    avs_response: Option<Box<str>>,
    csc_response: Option<Box<str>>,
    pub(crate) masked_card_number: Option<Box<str>>,
    errors: Errors,
    /// Whether the status, an id or an approval code speaks against an error that did nothing.
    may_have_worked: bool,
}

/// In the order of recorded answers; two of them are passed over, but known so that they cost nothing.
const KEYS: [&str; 13] = [
    "success",
    "response_code",
    "status_message",
    "transaction_id",
    "approval_code",
    "approval_message",
    "avs_response",
    "csc_response",
    "external_transaction_id",
    "masked_card_number",
    "customer_id",
    "errors",
    "check_transaction_id",
];

impl Answer {
    /// Reads the envelope of an answer.
    ///
    /// # Errors
    /// The body is no envelope: a page of a proxy, cut off, contradictory. Whether the call took effect is then
    /// unknown, except for status 429.
    pub(crate) fn read(raw: &RawReply) -> Result<Self, Error> {
        let damaged = || by_status(raw).unwrap_or_else(unreadable);
        let text = str::from_utf8(&raw.body).map_err(|_| damaged())?;
        let (slots, flaw) = object::read(text, &KEYS);
        if flaw.is_some() {
            return Err(damaged());
        }
        let [success, code, _, id, approval, message, avs, csc, _, card, customer, errors, check] = slots;
        let success = match success {
            Slot::Raw("true") => true,
            Slot::Raw("false") => false,
            _ => return Err(damaged()),
        };
        let number = scalar::text(code).ok().flatten();
        let code = number.and_then(|code| code.parse().ok()).ok_or_else(damaged)?;
        if success && is_filled(errors) {
            return Err(contradicted(code).with_codes(errors_in(errors)));
        }
        let id_slot = id;
        let id = scalar::text(id).ok().flatten();
        let read = |slot| scalar::owned(slot).ok().flatten();
        Ok(Self {
            success,
            code,
            transaction_id: id.and_then(|id| id.parse().ok()),
            customer_id: read(customer),
            approval_code: read(approval).map(redact::card_numbers_in),
            approval_message: read(message).map(scalar::collapse).map(redact::card_numbers_in),
            avs_response: read(avs).map(redact::card_numbers_in),
            csc_response: read(csc).map(redact::card_numbers_in),
            masked_card_number: read(card).filter(|number| is_masked(number)),
            errors: errors_in(errors),
            may_have_worked: raw.status >= 500 || [id_slot, approval, check].into_iter().any(is_filled),
        })
    }

    /// The error of an answer whose code is none this call knows.
    pub(crate) fn unexpected(self) -> Error {
        let error = judged(self.success, self.code, self.errors);
        if self.may_have_worked { error.with_outcome(Outcome::Unknown) } else { error }
    }

    /// The transaction an answer speaks of, which must be the one that was asked for.
    pub(crate) fn same_transaction(&self, asked: TransactionId) -> Result<TransactionId, Error> {
        match self.transaction_id {
            None => Ok(asked),
            Some(id) if id == asked => Ok(asked),
            Some(_) => Err(Error::new(
                ErrorKind::Unreadable,
                Outcome::Unknown,
                "PayTrace's answer speaks of another transaction than the call",
            )),
        }
    }
}

impl Answer {
    pub(crate) fn into_approval(self) -> Result<Approval, Error> {
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

    /// Whether the answer has an approval code, which that of a decline must not have.
    pub(crate) fn has_approval_code(&self) -> bool {
        self.approval_code.is_some()
    }

    /// A decline; one with an approval code contradicts itself.
    pub(crate) fn into_clean_decline(self) -> Result<Decline, Error> {
        if self.has_approval_code() { Err(declined_with_approval()) } else { Ok(self.into_decline()) }
    }

    pub(crate) fn into_decline(self) -> Decline {
        Decline {
            transaction_id: self.transaction_id,
            approval_message: self.approval_message,
            avs_response: self.avs_response,
            csc_response: self.csc_response,
            masked_card_number: self.masked_card_number,
        }
    }
}

/// Reads the answer to a sale or an authorization.
pub(super) fn sale(raw: &RawReply) -> Result<SaleAnswer, Error> {
    let answer = Answer::read(raw)?;
    match (answer.success, answer.code) {
        (true, 101) => answer.into_approval().map(SaleAnswer::Approved),
        (_, 102) => answer.into_clean_decline().map(SaleAnswer::Declined),
        (_, 103) => Ok(SaleAnswer::AutoVoided(answer.into_decline())),
        _ => Err(answer.unexpected()),
    }
}

/// Reads the answer to a sale or an authorization that makes a customer too.
///
/// An id that is taken (171) can be the customer that the same call made: then the money was moved before.
pub(super) fn sale_and_customer(raw: &RawReply) -> Result<SaleAnswer, Error> {
    sale(raw).map_err(|error| {
        if error.codes().contains_key("171") { error.with_outcome(Outcome::Unknown) } else { error }
    })
}

/// Reads the answer to a refund.
pub(super) fn refund(raw: &RawReply) -> Result<RefundAnswer, Error> {
    let answer = Answer::read(raw)?;
    match (answer.success, answer.code) {
        (true, 106) => answer.into_approval().map(RefundAnswer::Refunded),
        (_, 107) => answer.into_clean_decline().map(RefundAnswer::NotRefunded),
        _ => Err(answer.unexpected()),
    }
}

/// The error of an answer with a bad status to a call that wants rows.
#[cfg(feature = "client")]
pub(crate) fn refusal(raw: &RawReply) -> Error {
    match Answer::read(raw) {
        Ok(answer) => by_status(raw).filter(|_| answer.success).unwrap_or_else(|| answer.unexpected()),
        Err(error) => error,
    }
}

/// The error of an answer that is a success and lists errors.
fn contradicted(code: i64) -> Error {
    let message = format!("PayTrace's answer is a success (code {code}) that lists errors");
    Error::new(ErrorKind::Unreadable, Outcome::Unknown, message)
}

/// The error of an envelope: a refusal with its codes, or a pair that no call knows.
pub(crate) fn judged(success: bool, code: i64, errors: Errors) -> Error {
    if success || code != 1 {
        let message =
            format!("PayTrace's answer (success {success}, code {code}) is none that this call knows");
        return Error::new(ErrorKind::Unreadable, Outcome::Unknown, message).with_codes(errors);
    }
    let is_number =
        |code: &str| (1..=5).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
    if !errors.keys().any(|code| is_number(code)) {
        let message = "PayTrace reports an error, but not which";
        return Error::new(ErrorKind::Rejected, Outcome::Unknown, message).with_codes(errors);
    }
    let has = |code: &str| errors.contains_key(code);
    let (kind, message): (_, Cow<'static, str>) = if has("981") {
        let message =
            "the API user lacks a permission for this call (error 981); have it switched on in PayTrace";
        (ErrorKind::Permission, message.into())
    } else if has("998") {
        let message = "PayTrace refused the API user (error 998); check the credentials";
        (ErrorKind::Auth, message.into())
    } else {
        (ErrorKind::Rejected, in_words(&errors).into())
    };
    Error::new(kind, Outcome::Nothing, message).with_codes(errors)
}

/// The codes with what to do about those that are known.
fn in_words(errors: &Errors) -> String {
    let parts = errors.keys().map(|code| {
        let code: &str = code;
        match code {
            "30" => "30: the customer does not exist or is incomplete".to_owned(),
            "35" => "35: correct the card number".to_owned(),
            "43" => "43: correct the month of expiry".to_owned(),
            "44" => "44: correct the year of expiry".to_owned(),
            "45" => "45: correct the bank account number".to_owned(),
            "46" => "46: correct the routing number".to_owned(),
            "58" => "58: the transaction id does not exist".to_owned(),
            "80" => "80: the check does not exist, or is voided or settled already".to_owned(),
            "171" => "171: the customer id is taken, choose another".to_owned(),
            "817" => "817: the transaction is not settled, void it instead of refunding it".to_owned(),
            // A code is a number; what is none is not shown, since it could be anything.
            other => shown(other).unwrap_or("unknown").to_owned(),
        }
    });
    let parts: Vec<String> = parts.collect();
    format!("PayTrace refused the request (error {})", parts.join("; "))
}

#[cfg(test)]
mod tests;
