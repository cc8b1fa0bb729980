//! `POST /v3/checks/payment`.

use paysage_money::Money;

use super::{CheckId, CheckStatus, IdempotencyKey};
use crate::ach::EncryptedBankAccount;
use crate::limits;
use crate::v3::answer::{Answer, RECORD_ID, unexpected};
use crate::v3::details::{Details, number};
use crate::v3::fields::Fields;
use crate::{
    Address, CustomerNumber, Description, Effect, Email, Endpoint, Error, ErrorKind, InvoiceId, MerchantIn,
    Method, Operation, Outcome, Outgoing, RawReply,
};

/// Takes `amount` from a bank account.
///
/// The answer says that PayTrace took the check, not that the money came: read its record until it is settled, and for
/// some 60 days after that, in which a bank can still return it.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Look the payment up by its key ([`ReadCheckByKey`](super::ReadCheckByKey)). Only when it is certain that there is
/// none, and that the first can no longer arrive, send the same payment with the same key again: PayTrace does not
/// document that it debits once per key. PayTrace's sandbox was seen to answer "refused, `path/record_id`" (status 422) to a
/// check that it had accepted: that answer's error has the outcome [`Unknown`](crate::Outcome::Unknown), and is
/// cleared up the same way.
///
/// # Source
/// North's B2B API specification 3.1, page `ACHCheckProcessingApis`, and a published integration with its change
/// log; read 2026-11.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CheckPayment {
    amount: Money,
    entry_class: EntryClass,
    from: Payer,
    key: IdempotencyKey,
    details: Details,
}

#[derive(Debug, Clone)]
enum Payer {
    Account(EncryptedBankAccount),
    Customer(CustomerNumber),
}

/// How the account's holder agreed to the debit: Nacha's standard entry class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EntryClass {
    /// `CCD`: a company agreed in writing.
    Ccd,
    /// `PPD`: a person agreed in writing.
    Ppd,
    /// `WEB`: a person agreed on the internet.
    Web,
    /// `TEL`: a person agreed by telephone.
    Tel,
}

impl EntryClass {
    /// PayTrace's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ccd => "CCD",
            Self::Ppd => "PPD",
            Self::Web => "WEB",
            Self::Tel => "TEL",
        }
    }
}

/// The answer to a payment by check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckPaymentAnswer {
    /// PayTrace took the check (code 120).
    Accepted(CheckAccepted),
    /// The check was turned away (code 125): no money moves.
    Declined(CheckDeclined),
}

/// A check that PayTrace took.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckAccepted {
    /// Its id, to read its record by.
    pub check_id: CheckId,
    /// Where it stands, usually [`CheckStatus::Initiated`].
    pub status: Option<CheckStatus>,
}

/// A check that was turned away.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckDeclined {
    /// Its id, when it has a record.
    pub check_id: Option<CheckId>,
    /// Where it stands.
    pub status: Option<CheckStatus>,
    /// The processor's code.
    pub ach_code: Option<Box<str>>,
    /// What the processor said.
    pub ach_message: Option<Box<str>>,
}

impl CheckPayment {
    /// Takes `amount` from a bank account whose number was encrypted.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`]: the amount is not above 0.00, not in US dollars, or has more than 12 characters.
    pub fn from_account(
        amount: Money,
        entry_class: EntryClass,
        account: EncryptedBankAccount,
        key: IdempotencyKey,
    ) -> Result<Self, Error> {
        Self::new(amount, entry_class, Payer::Account(account), key)
    }

    /// Takes `amount` from the bank account that the vault keeps of a customer (`is_aof`: account on file).
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`]: the amount is not above 0.00, not in US dollars, or has more than 12 characters.
    pub fn from_customer(
        amount: Money,
        entry_class: EntryClass,
        customer: CustomerNumber,
        key: IdempotencyKey,
    ) -> Result<Self, Error> {
        Self::new(amount, entry_class, Payer::Customer(customer), key)
    }

    fn new(amount: Money, entry_class: EntryClass, from: Payer, key: IdempotencyKey) -> Result<Self, Error> {
        let amount = limits::positive("amount", amount)?;
        Ok(Self { amount, entry_class, from, key, details: Details::default() })
    }

    /// The payment's key, to look it up by.
    pub fn key(&self) -> &IdempotencyKey {
        &self.key
    }

    /// Names the merchant's invoice, at most 50 characters.
    #[must_use]
    pub fn with_invoice_id(mut self, id: InvoiceId) -> Self {
        self.details.invoice_id = Some(id);
        self
    }

    /// Adds a free text.
    #[must_use]
    pub fn with_description(mut self, text: Description) -> Self {
        self.details.description = Some(text);
        self
    }

    /// Names the payer's e-mail address.
    #[must_use]
    pub fn with_email(mut self, email: Email) -> Self {
        self.details.email = Some(email);
        self
    }

    /// Names the payer and where the payer lives.
    #[must_use]
    pub fn with_billing_address(mut self, address: Address) -> Self {
        self.details.billing_address = address;
        self
    }

    /// Says where the goods go.
    #[must_use]
    pub fn with_shipping_address(mut self, address: Address) -> Self {
        self.details.shipping_address = address;
        self
    }
}

impl Operation for CheckPayment {
    type Reply = CheckPaymentAnswer;
    const NAME: &'static str = "check.payment";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/checks/payment");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with_merchant(MerchantIn::Body)
            .with("amount", number(self.amount))
            .with("std_entry_class", self.entry_class.as_str())
            .with("idempotency_key", self.key.as_str());
        let outgoing = match &self.from {
            Payer::Account(account) => outgoing.with("bank_account", account.in_v3()),
            Payer::Customer(customer) => outgoing.with("customer_id", customer.get()).with("is_aof", true),
        };
        self.details.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<CheckPaymentAnswer, Error> {
        let answer = Answer::read(raw).map_err(advised)?;
        let fields = Fields::read(answer.data, &KEYS).map_err(|_| unexpected(None))?;
        let code: Option<i64> = fields.value("response_code").map_err(|_| unexpected(None))?;
        self.check_same(&fields)?;
        let status = fields.text("transaction_status").ok().flatten().map(|word| CheckStatus::read(&word));
        let check_id = fields.exact("transaction_id").and_then(|id| CheckId::new(id).ok());
        let stands = status.as_ref().map(Standing::of);
        match (code, stands, check_id) {
            (Some(120), None | Some(Standing::UnderWay), None) => {
                let message = "PayTrace took the check, but its answer has no id; look it up by its key";
                Err(Error::new(ErrorKind::Unreadable, Outcome::Happened, message))
            }
            (Some(120) | None, None | Some(Standing::UnderWay), Some(check_id)) => {
                Ok(CheckPaymentAnswer::Accepted(CheckAccepted { check_id, status }))
            }
            (Some(125), None | Some(Standing::TurnedAway), check_id)
            | (None, Some(Standing::TurnedAway), check_id) => {
                let text = |key| fields.text(key).ok().flatten();
                let (ach_code, ach_message) = (text("ach_code"), text("ach_message"));
                Ok(CheckPaymentAnswer::Declined(CheckDeclined { check_id, status, ach_code, ach_message }))
            }
            _ => Err(unexpected(code)),
        }
    }
}

impl CheckPayment {
    /// Whether the answer speaks of this payment, as far as it says: under a key that was used before PayTrace can
    /// answer with what it did then.
    fn check_same(&self, fields: &Fields<'_, 7>) -> Result<(), Error> {
        let is_other_key = |key: &str| key != self.key.as_str().trim();
        let other_amount =
            fields.amount("amount").map_or(true, |found| found.is_some_and(|found| found != self.amount));
        if other_amount || fields.exact("idempotency_key").is_some_and(|key| is_other_key(&key)) {
            let message = "PayTrace's answer speaks of another amount or key than the call; look the payment up by its \
                           idempotency key (check.by_key)";
            return Err(Error::new(ErrorKind::Unreadable, Outcome::Unknown, message));
        }
        Ok(())
    }
}

/// What the status of a payment that was just made can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    UnderWay,
    TurnedAway,
    /// Something went wrong, and nobody says whether money moves.
    Doubtful,
}

impl Standing {
    fn of(status: &CheckStatus) -> Self {
        match status {
            _ if status.is_turned_away() => Self::TurnedAway,
            CheckStatus::Error
            | CheckStatus::TechnicalError
            | CheckStatus::Failed
            | CheckStatus::Voided
            | CheckStatus::Returned => Self::Doubtful,
            _ => Self::UnderWay,
        }
    }
}

const KEYS: [&str; 7] = [
    "response_code",
    "transaction_id",
    "transaction_status",
    "ach_code",
    "ach_message",
    "amount",
    "idempotency_key",
];

/// Says what to do about the refusal that is none.
fn advised(error: Error) -> Error {
    if !error.codes().contains_key(RECORD_ID) {
        return error;
    }
    let message = "PayTrace refused the check with path/record_id, which it also answers to checks that it accepted: \
                   look the payment up by its idempotency key (check.by_key)";
    Error::new(error.kind(), Outcome::Unknown, message).with_codes(error.codes().clone())
}

#[cfg(test)]
mod tests;
