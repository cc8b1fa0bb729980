//! Sage's finer reasons beneath the classes of errors.

use std::fmt;

use crate::error::{ErrorKind, Outcome};

/// Why exactly Sage, or our own check on its behalf, says no; beneath the [`ErrorKind`] that decides what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SageDetail {
    /// The reference or id is taken.
    Duplicate,
    /// A field's content is refused; [`Detail::field`](crate::Detail::field) names it.
    Validation,
    /// The day lies in a closed period or outside the open fiscal years.
    ClosedPeriod,
    /// Something that the call names is not there, or its address is wrong.
    NotFound,
    /// No such customer.
    UnknownCustomer,
    /// No such account.
    UnknownAccount,
    /// No such invoice or credit memo.
    UnknownInvoice,
    /// No such item.
    UnknownItem,
    /// Sage holds back documents of this customer: over the credit limit, or on hold always.
    CreditHold,
    /// More is applied than is due, or the invoice is settled already.
    AmountMismatch,
    /// An administrator has not approved the connection yet; each new version of a connector needs it again.
    AuthorizationPending,
    /// An administrator refused the connection, or its user lacks the right.
    AuthorizationDenied,
    /// Somebody holds the company in single-user mode.
    CompanyLocked,
    /// Somebody has the record open.
    RecordInUse,
    /// Every licence seat is taken, often by sessions that crashed.
    LicenceSeats,
    /// Too many calls.
    CallRate,
    /// The gateway was not reached, or gave no whole answer; nothing changed.
    Transport,
    /// Whether the books changed is not known: no whole answer, an answer that contradicts itself, or a failure of the
    /// server behind which the document may stand all the same.
    UnknownOutcome,
}

impl SageDetail {
    /// The class it belongs to.
    pub const fn kind(self) -> ErrorKind {
        match self {
            Self::Duplicate => ErrorKind::Duplicate,
            // A credit hold concerns one customer, never the connection.
            Self::Validation | Self::CreditHold | Self::AmountMismatch => ErrorKind::Invalid,
            Self::ClosedPeriod => ErrorKind::ClosedPeriod,
            Self::NotFound
            | Self::UnknownCustomer
            | Self::UnknownAccount
            | Self::UnknownInvoice
            | Self::UnknownItem => ErrorKind::NotFound,
            Self::AuthorizationPending | Self::AuthorizationDenied => ErrorKind::Permission,
            Self::CompanyLocked | Self::RecordInUse | Self::LicenceSeats => ErrorKind::Locked,
            Self::CallRate => ErrorKind::RateLimited,
            // A doubt comes with every kind; most often there is no answer.
            Self::Transport | Self::UnknownOutcome => ErrorKind::Transport,
        }
    }

    /// What a person can do about it.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Duplicate => "look the reference up in Sage 50 and compare customer, date and amount",
            Self::Validation => "correct what is named here; its limits stand in the documentation",
            Self::ClosedPeriod => "open the period in Sage 50, or book on a day within the open fiscal years",
            Self::NotFound => "create what is missing in Sage 50, or correct its id or the address",
            Self::UnknownCustomer => "create the customer in Sage 50, or correct its id",
            Self::UnknownAccount => "create the account in Sage 50, or correct its id in the profile",
            Self::UnknownInvoice => "post the invoice or credit memo first, or correct the reference",
            Self::UnknownItem => "create the item in Sage 50, or correct its id",
            Self::CreditHold => {
                "raise the customer's credit limit or end the hold in Sage 50, then post again"
            }
            Self::AmountMismatch => "read the amount due in Sage 50, and apply no more than that",
            Self::AuthorizationPending => {
                "open the company in Sage 50 as administrator and approve the connection"
            }
            Self::AuthorizationDenied => {
                "approve the connection in Sage 50 as administrator and give its user full data access"
            }
            Self::CompanyLocked => "end single-user mode in Sage 50",
            Self::RecordInUse => "close the record in Sage 50",
            Self::LicenceSeats => "close a session, or restart the Sage 50 connection service to free seats",
            Self::CallRate => "wait as long as the server asks, then call less often",
            Self::Transport => "check address, network and certificate of the gateway in front of Sage 50",
            Self::UnknownOutcome => {
                "look the document up by its reference before anything else; do not post it again"
            }
        }
    }

    /// What kind and outcome alone tell, where nobody gave a finer reason.
    pub(crate) const fn of_kind(kind: ErrorKind, outcome: Outcome) -> Option<Self> {
        if !matches!(outcome, Outcome::Nothing) {
            return Some(Self::UnknownOutcome);
        }
        match kind {
            ErrorKind::Duplicate => Some(Self::Duplicate),
            ErrorKind::NotFound => Some(Self::NotFound),
            ErrorKind::ClosedPeriod => Some(Self::ClosedPeriod),
            ErrorKind::RateLimited => Some(Self::CallRate),
            ErrorKind::Transport => Some(Self::Transport),
            _ => None,
        }
    }

    /// The reason that a code names: a gateway's codes, and the names of the exceptions of Sage's own SDK, with or
    /// without `Exception` and `Problem` at their end.
    pub fn of_code(code: &str) -> Option<Self> {
        let code = code.to_lowercase();
        Some(match code.trim_end_matches("exception").trim_end_matches("problem") {
            "duplicatevalue" => Self::Duplicate,
            "invalidvalue" | "missingvalue" | "validation" | "toolong" | "texttoolong" | "unbalanced"
            | "malformedbody" => Self::Validation,
            "closedperiod" => Self::ClosedPeriod,
            "notfound" => Self::NotFound,
            "unknowncustomer" => Self::UnknownCustomer,
            "unknownaccount" => Self::UnknownAccount,
            "unknowninvoice" | "unknownreceipt" => Self::UnknownInvoice,
            "unknownitem" | "unknownproduct" => Self::UnknownItem,
            "credithold" => Self::CreditHold,
            "amountexceedsdue" | "amountmismatch" => Self::AmountMismatch,
            "authorizationpending" => Self::AuthorizationPending,
            "authorizationdenied"
            | "inadequatepermission"
            | "applicationidentifierexpired"
            | "applicationidentifierrejected"
            | "invalidapplicationidentifier" => Self::AuthorizationDenied,
            "companylocked" | "companyexclusiveaccess" | "companysharedaccess" => Self::CompanyLocked,
            "recordinuse" => Self::RecordInUse,
            "licensenotavailable" | "licenceunavailable" | "licenseunavailable" => Self::LicenceSeats,
            "toomanycalls" | "ratelimited" | "toomanyrequests" => Self::CallRate,
            _ => return None,
        })
    }

    /// The reason that a text gives away, for gateways that send no codes.
    pub fn of_message(message: &str) -> Option<Self> {
        let message = message.to_lowercase();
        let duplicate = ["duplicate reference", "duplicate invoice number", "duplicate customer id"];
        if duplicate.iter().any(|words| message.contains(words)) {
            return Some(Self::Duplicate);
        }
        if let Some(access) = message.strip_prefix("access: ") {
            return Some(match access.trim() {
                "pending" | "none" => Self::AuthorizationPending,
                "companylocked" => Self::CompanyLocked,
                _ => Self::AuthorizationDenied,
            });
        }
        if !["not found", "not exist", "no such"].iter().any(|words| message.contains(words)) {
            return None;
        }
        // "The customer has no such invoice" is about the invoice, and an "account" may be a customer's.
        let named = [
            ("invoice", Self::UnknownInvoice),
            ("receipt", Self::UnknownInvoice),
            ("customer", Self::UnknownCustomer),
            ("account", Self::UnknownAccount),
            ("item", Self::UnknownItem),
        ];
        named.into_iter().find(|(word, _)| message.contains(word)).map(|(_, sage)| sage)
    }
}

/// In plain words, e.g. `the customer is on credit hold`.
impl fmt::Display for SageDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Duplicate => "the reference is taken",
            Self::Validation => "a field is refused",
            Self::ClosedPeriod => "the day is not open",
            Self::NotFound => "something named is not there",
            Self::UnknownCustomer => "there is no such customer",
            Self::UnknownAccount => "there is no such account",
            Self::UnknownInvoice => "there is no such invoice or credit memo",
            Self::UnknownItem => "there is no such item",
            Self::CreditHold => "the customer is on credit hold",
            Self::AmountMismatch => "more is applied than is due",
            Self::AuthorizationPending => "the connection waits for approval",
            Self::AuthorizationDenied => "the connection is not approved",
            Self::CompanyLocked => "the company is locked",
            Self::RecordInUse => "the record is in use",
            Self::LicenceSeats => "no licence seat is free",
            Self::CallRate => "there were too many calls",
            Self::Transport => "there is no answer",
            Self::UnknownOutcome => "the books may have changed",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_messages_of_gateways_and_of_the_sdk_are_understood() {
        // Every code of the gateway's contract that is a reason and not a mere status, and the SDK's words for it.
        let codes: [(&[&str], Option<SageDetail>); 16] = [
            (&["DuplicateValue", "DuplicateValueProblem"], Some(SageDetail::Duplicate)),
            (
                &[
                    "InvalidValue",
                    "MissingValueProblem",
                    "ValidationException",
                    "Unbalanced",
                    "MalformedBody",
                ],
                Some(SageDetail::Validation),
            ),
            (&["ClosedPeriod"], Some(SageDetail::ClosedPeriod)),
            (&["NotFound"], Some(SageDetail::NotFound)),
            (&["UnknownCustomer"], Some(SageDetail::UnknownCustomer)),
            (&["UnknownAccount"], Some(SageDetail::UnknownAccount)),
            (&["UnknownInvoice", "UnknownReceipt"], Some(SageDetail::UnknownInvoice)),
            (&["UnknownItem"], Some(SageDetail::UnknownItem)),
            (&["CreditHold"], Some(SageDetail::CreditHold)),
            (&["AmountExceedsDue"], Some(SageDetail::AmountMismatch)),
            (&["AuthorizationPending"], Some(SageDetail::AuthorizationPending)),
            (
                &[
                    "AuthorizationDenied",
                    "InadequatePermissionException",
                    "ApplicationIdentifierRejectedException",
                ],
                Some(SageDetail::AuthorizationDenied),
            ),
            (&["CompanyLocked", "CompanyExclusiveAccessException"], Some(SageDetail::CompanyLocked)),
            (&["RecordInUse", "RecordInUseException"], Some(SageDetail::RecordInUse)),
            (&["LicenceUnavailable", "LicenseNotAvailableException"], Some(SageDetail::LicenceSeats)),
            (&["Whatever", "", "Exception"], None),
        ];
        for (codes, reason) in codes {
            for code in codes {
                assert_eq!(SageDetail::of_code(code), reason, "{code}");
            }
        }
        assert_eq!(SageDetail::of_code("TooManyCalls"), Some(SageDetail::CallRate));
        let messages = [
            ("Access: Pending", Some(SageDetail::AuthorizationPending)),
            ("Access: Denied", Some(SageDetail::AuthorizationDenied)),
            ("Access: CompanyLocked", Some(SageDetail::CompanyLocked)),
            ("Access: LoginRestricted", Some(SageDetail::AuthorizationDenied)),
            ("Duplicate reference number PT1.", Some(SageDetail::Duplicate)),
            ("The record was not saved: duplicate invoice number.", Some(SageDetail::Duplicate)),
            ("Customer ACME was not found", Some(SageDetail::UnknownCustomer)),
            ("The customer has no such invoice.", Some(SageDetail::UnknownInvoice)),
            ("G/L account 40000 does not exist", Some(SageDetail::UnknownAccount)),
            ("Not Found", None),
            ("no", None),
        ];
        for (message, reason) in messages {
            assert_eq!(SageDetail::of_message(message), reason, "{message}");
        }
    }

    #[test]
    fn what_nobody_explains_still_has_its_reason_and_remedy() {
        use crate::error::Error;
        let cases = [
            (ErrorKind::Transport, Outcome::Nothing, SageDetail::Transport),
            (ErrorKind::RateLimited, Outcome::Nothing, SageDetail::CallRate),
            (ErrorKind::NotFound, Outcome::Nothing, SageDetail::NotFound),
            (ErrorKind::Duplicate, Outcome::Nothing, SageDetail::Duplicate),
            (ErrorKind::ClosedPeriod, Outcome::Nothing, SageDetail::ClosedPeriod),
            (ErrorKind::Transport, Outcome::Unknown, SageDetail::UnknownOutcome),
            (ErrorKind::Unavailable, Outcome::Unknown, SageDetail::UnknownOutcome),
            (ErrorKind::Unreadable, Outcome::Unknown, SageDetail::UnknownOutcome),
        ];
        for (kind, outcome, sage) in cases {
            let error = Error::new(kind, outcome);
            assert_eq!((error.sage(), error.remedy()), (Some(sage), sage.remedy()), "{kind:?} {outcome:?}");
        }
        assert_eq!(Error::new(ErrorKind::Conflict, Outcome::Nothing).sage(), None);
        let finer = Error::new(ErrorKind::NotFound, Outcome::Nothing).with_sage(SageDetail::UnknownItem);
        assert_eq!(finer.sage(), Some(SageDetail::UnknownItem));
    }

    #[test]
    fn a_credit_hold_stops_one_document_and_not_the_connection() {
        assert_eq!(SageDetail::CreditHold.kind(), ErrorKind::Invalid);
        assert_eq!(SageDetail::AuthorizationPending.kind(), ErrorKind::Permission);
    }
}
