//! Sage's finer reasons beneath the classes of errors.

use std::fmt;

use crate::error::ErrorKind;

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
}

impl SageDetail {
    /// The class it belongs to.
    pub const fn kind(self) -> ErrorKind {
        match self {
            Self::Duplicate => ErrorKind::Duplicate,
            // A credit hold concerns one customer, never the connection.
            Self::Validation | Self::CreditHold | Self::AmountMismatch => ErrorKind::Invalid,
            Self::ClosedPeriod => ErrorKind::ClosedPeriod,
            Self::UnknownCustomer | Self::UnknownAccount | Self::UnknownInvoice | Self::UnknownItem => {
                ErrorKind::NotFound
            }
            Self::AuthorizationPending | Self::AuthorizationDenied => ErrorKind::Permission,
            Self::CompanyLocked | Self::RecordInUse | Self::LicenceSeats => ErrorKind::Locked,
            Self::CallRate => ErrorKind::RateLimited,
        }
    }

    /// What a person can do about it.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Duplicate => "look the reference up in Sage 50 and compare customer, date and amount",
            Self::Validation => "correct what is named here; its limits stand in the documentation",
            Self::ClosedPeriod => "open the period in Sage 50, or book on a day within the open fiscal years",
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
        }
    }

    /// The reason that a code names: a gateway's codes, and the names of the exceptions of Sage's own SDK, with or
    /// without `Exception` and `Problem` at their end.
    pub fn of_code(code: &str) -> Option<Self> {
        let code = code.to_lowercase();
        Some(match code.trim_end_matches("exception").trim_end_matches("problem") {
            "duplicatevalue" => Self::Duplicate,
            "invalidvalue" | "missingvalue" | "validation" | "toolong" | "unbalanced" => Self::Validation,
            "closedperiod" => Self::ClosedPeriod,
            "unknowncustomer" => Self::UnknownCustomer,
            "unknownaccount" => Self::UnknownAccount,
            "unknowninvoice" | "unknownreceipt" => Self::UnknownInvoice,
            "unknownitem" | "unknownproduct" => Self::UnknownItem,
            "credithold" => Self::CreditHold,
            "amountexceedsdue" | "amountmismatch" => Self::AmountMismatch,
            "authorizationpending" => Self::AuthorizationPending,
            "authorizationdenied" | "inadequatepermission" => Self::AuthorizationDenied,
            "companylocked" | "companyexclusiveaccess" | "companysharedaccess" => Self::CompanyLocked,
            "recordinuse" => Self::RecordInUse,
            "licensenotavailable" | "licenceunavailable" => Self::LicenceSeats,
            _ => return None,
        })
    }

    /// The reason that a text gives away, for gateways that send no codes.
    pub fn of_message(message: &str) -> Option<Self> {
        let message = message.to_lowercase();
        if message.contains("duplicate reference number") {
            return Some(Self::Duplicate);
        }
        match message.strip_prefix("access: ")?.trim() {
            "pending" | "none" => Some(Self::AuthorizationPending),
            "companylocked" => Some(Self::CompanyLocked),
            _ => Some(Self::AuthorizationDenied),
        }
    }
}

/// In plain words, e.g. `the customer is on credit hold`.
impl fmt::Display for SageDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Duplicate => "the reference is taken",
            Self::Validation => "a field is refused",
            Self::ClosedPeriod => "the day is not open",
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
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_messages_of_gateways_and_of_the_sdk_are_understood() {
        let codes = [
            ("DuplicateValueProblem", Some(SageDetail::Duplicate)),
            ("RecordInUseException", Some(SageDetail::RecordInUse)),
            ("LicenseNotAvailableException", Some(SageDetail::LicenceSeats)),
            ("CreditHold", Some(SageDetail::CreditHold)),
            ("AmountExceedsDue", Some(SageDetail::AmountMismatch)),
            ("UnknownAccount", Some(SageDetail::UnknownAccount)),
            ("Whatever", None),
            ("", None),
        ];
        for (code, reason) in codes {
            assert_eq!(SageDetail::of_code(code), reason, "{code}");
        }
        let messages = [
            ("Access: Pending", Some(SageDetail::AuthorizationPending)),
            ("Access: Denied", Some(SageDetail::AuthorizationDenied)),
            ("Access: CompanyLocked", Some(SageDetail::CompanyLocked)),
            ("Duplicate reference number PT1.", Some(SageDetail::Duplicate)),
            ("no", None),
        ];
        for (message, reason) in messages {
            assert_eq!(SageDetail::of_message(message), reason, "{message}");
        }
    }

    #[test]
    fn a_credit_hold_stops_one_document_and_not_the_connection() {
        assert_eq!(SageDetail::CreditHold.kind(), ErrorKind::Invalid);
        assert_eq!(SageDetail::AuthorizationPending.kind(), ErrorKind::Permission);
    }
}
