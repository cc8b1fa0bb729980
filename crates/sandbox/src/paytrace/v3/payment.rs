//! ACH payments of v3, the only call with an idempotency key.

use chrono::NaiveDateTime;
use paysage_money::Money;
use serde_json::{Value, json};

use super::Request;
use super::answer::Answer;
use super::input::{Flaws, Input};
use super::problem::{Flaw, Problem};
use super::uuid::{self, Kind};
use crate::paytrace::checks::bank::{AccountType, Bank};
use crate::paytrace::checks::{Check, DECLINE, Direction, Order, Status};
use crate::paytrace::encryption;
use crate::paytrace::state::State;

const ENTRY_CLASSES: [&str; 4] = ["CCD", "PPD", "WEB", "TEL"];
const KEY: usize = 50;
const TEXT: usize = 50;
const DESCRIPTION: usize = 255;
/// The amount at which the real sandbox's quirk is shown: accepted, and answered as if it were not.
const QUIRK_CENTS: i64 = 422;

/// Whose account is debited: the account, the customer's number, the name.
type Account = (Bank, Option<i64>, String);

impl State {
    pub(super) fn pay_by_check(
        &mut self,
        request: Request<'_>,
        now: NaiveDateTime,
    ) -> Result<Answer, Problem> {
        let (value, flaws) = (request.body()?, Flaws::default());
        let input = Input::new(&value, "body", &flaws);
        input.merchant();
        let key = input.text("idempotency_key", KEY);
        let entry_class = input.required_one_of("std_entry_class", &ENTRY_CLASSES);
        let amount = input.required_amount("amount");
        if amount.is_some_and(Money::is_zero) {
            input.wrong("amount", "ensure this value is greater than 0");
        }
        let invoice = input.text("invoice_number", TEXT);
        let description = input.text("description", DESCRIPTION);
        flaws.none()?;
        // A key that was seen before answers for the first request, whatever this one says.
        if let Some(check) = self.checks.of_key(&key) {
            return accepted(check);
        }
        let account = self.account_asked(&input);
        flaws.none()?;
        let (Some((bank, customer, billing_name)), Some(amount)) = (account, amount) else {
            return Err(Flaw::required("body/bank_account").into());
        };
        let order = Order {
            direction: Direction::Debit,
            amount,
            bank,
            customer,
            billing_name,
            invoice,
            description,
            entry_class,
            entry_method: "API",
            key: (!key.is_empty()).then_some(key),
        };
        accepted(self.make_check(order, Status::Initiated, now))
    }

    /// The account of a request; what is wrong with it is noted.
    fn account_asked(&self, input: &Input<'_>) -> Option<Account> {
        if let Some(number) = input.whole("customer_id").filter(|_| !input.has("bank_account")) {
            let account = self.label(number).and_then(|label| self.account_of(&label).ok());
            if account.is_none() {
                input.wrong("customer_id", "customer not found, or without a bank account");
            }
            return account;
        }
        let given = input.required_object("bank_account");
        if given.is_absent() {
            return None;
        }
        let sealed = given.required_sealed("account_number");
        let routing = given.required("routing_number", 9);
        let savings = given.one_of("account_type", &["CHECKING", "SAVINGS"]) == "SAVINGS";
        let account = encryption::decrypt(&sealed).unwrap_or_default();
        let bank = match Bank::new(&account, &routing) {
            Ok(bank) if savings => Bank { account_type: AccountType::Savings, ..bank },
            Ok(bank) => bank,
            Err(refusal) => {
                for (code, texts) in refusal.errors() {
                    let name = if *code == 45 { "account_number" } else { "routing_number" };
                    for text in texts {
                        given.refused(*code, name, text);
                    }
                }
                return None;
            }
        };
        let owner = input.whole("customer_id");
        if owner.is_some_and(|number| self.label(number).is_none()) {
            input.wrong("customer_id", "customer not found");
        }
        Some((bank, owner, input.text("billing_name", TEXT)))
    }
}

/// The answer to a payment, each time its key is sent.
///
/// PayTrace's sandbox has been seen to answer 422 for a payment that it accepted; here one amount does.
fn accepted(check: &Check) -> Result<Answer, Problem> {
    if check.order.amount.minor() == QUIRK_CENTS {
        return Err(Flaw::constraint("path/record_id", "value is not a valid record id").into());
    }
    let is_declined = check.status == Status::Declined;
    let (code, message) = if is_declined {
        (125, "Your check was NOT successfully processed.")
    } else {
        (120, "Your check was successfully processed.")
    };
    let mut data = json!({
        "response_code": code, "response_message": message,
        "transaction_id": uuid::write(Kind::Check, check.id),
        "transaction_status": if is_declined { Status::Declined } else { Status::Initiated }.word(),
        "amount": super::number_of(check.order.amount), "idempotency_key": check.order.key,
    });
    if let Some(data) = data.as_object_mut().filter(|_| is_declined) {
        let (ach_code, ach_message) = DECLINE;
        data.insert("ach_code".to_owned(), json!(ach_code));
        data.insert("ach_message".to_owned(), Value::from(ach_message));
    }
    Ok(Answer::created(&data))
}
