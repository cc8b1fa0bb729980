//! `GET /v3/customer/ach/{customer_id}`.

use crate::refusal::unreadable;
use crate::v3::answer::Answer;
use crate::v3::fields::{Bad, Fields, required};
use crate::{CustomerNumber, Effect, Endpoint, Error, Method, Operation, Outgoing, RawReply};

/// Reads what the vault shows of a customer's bank account; `None` when PayTrace says that there is none (status 404).
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.1, page `CustomerProfileVault`, read 2026-11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadBankAccount {
    customer: CustomerNumber,
}

/// A customer with the bank account the vault keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomerBankAccount {
    /// PayTrace's number of the customer.
    pub number: CustomerNumber,
    /// The merchant's own id of the customer (v3's label).
    pub customer_id: Option<Box<str>>,
    /// The customer's name.
    pub name: Option<Box<str>>,
    /// The account; `None` when the answer shows none.
    pub bank_account: Option<MaskedBankAccount>,
}

/// What the vault shows of a bank account.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MaskedBankAccount {
    /// The account number with its last four digits at most, and never with all of them. PayTrace does not document
    /// its mask; what it shows beyond them is masked here.
    pub masked_number: Box<str>,
    /// The routing number, as it came.
    pub routing_number: Option<Box<str>>,
    /// The kind of account in PayTrace's word, such as `CHECKING`.
    pub account_type: Option<Box<str>>,
}

const ACCOUNT: [&str; 4] = ["account_masked", "account_number", "routing_number", "account_type"];

impl MaskedBankAccount {
    /// Reads an account; `None` for an object without one.
    pub(super) fn read(text: &str) -> Result<Option<Self>, Bad> {
        let fields = Fields::read(text, &ACCOUNT)?;
        let Some(number) = fields.exact("account_masked").or_else(|| fields.exact("account_number")) else {
            return Ok(None);
        };
        Ok(Some(Self {
            masked_number: last_four(&number),
            routing_number: fields.text("routing_number")?,
            account_type: fields.text("account_type")?,
        }))
    }
}

/// An account's number with its last four digits at most, and never with all of them.
pub(crate) fn last_four(number: &str) -> Box<str> {
    let symbols = number.chars().count();
    let hidden = symbols.saturating_sub(symbols.saturating_sub(1).min(4));
    let shown = number.chars().skip(hidden).map(|symbol| if symbol.is_ascii_digit() { symbol } else { '*' });
    let masked: String = std::iter::repeat_n('*', hidden).chain(shown).collect();
    masked.into()
}

impl ReadBankAccount {
    /// Reads the account of the customer with PayTrace's number.
    pub fn new(customer: CustomerNumber) -> Self {
        Self { customer }
    }
}

const KEYS: [&str; 3] = ["customer_id", "customer_label", "name"];

impl CustomerBankAccount {
    fn read(text: &str) -> Result<Self, Bad> {
        let fields = Fields::read(text, &KEYS)?;
        Ok(Self {
            number: required(fields.value("customer_id")?, "customer_id")?,
            customer_id: fields.text("customer_label")?,
            name: fields.text("name")?,
            bank_account: MaskedBankAccount::read(text)?,
        })
    }
}

impl Operation for ReadBankAccount {
    type Reply = Option<CustomerBankAccount>;
    const NAME: &'static str = "customer.read_bank_account";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Get, "/v3/customer/ach/{customer_id}");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with_segment("customer_id", &self.customer.to_string()))
    }

    fn reply(&self, raw: &RawReply) -> Result<Option<CustomerBankAccount>, Error> {
        let Some(answer) = Answer::found(raw)? else {
            return Ok(None);
        };
        CustomerBankAccount::read(answer.data).map(Some).map_err(|_| unreadable())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_number_never_shows_whole() {
        let cases = [
            ("7654321", "***4321"),
            ("*****6789", "*****6789"),
            ("4321", "*321"),
            ("21", "*1"),
            ("1", "*"),
            ("", ""),
            ("AB-123-4", "****23*4"),
        ];
        for (number, masked) in cases {
            assert_eq!(&*last_four(number), masked, "{number}");
        }
    }
}
