//! The v1 operations on checks: those that make one.

use chrono::NaiveDateTime;
use paysage_money::Money;
use serde::Serialize;

use super::bank::Bank;
use super::{Check, CheckCall, Direction, Order, Status, life};
use crate::paytrace::fields::Fields;
use crate::paytrace::refusal::Refusal;
use crate::paytrace::reply::Reply;
use crate::paytrace::state::State;
use crate::paytrace::{encryption, vault};

/// The members of a v1 answer about a check.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    success: bool,
    response_code: u32,
    status_message: &'a str,
    check_transaction_id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    ach_code: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ach_message: Option<&'a str>,
}

/// The answer of an operation on the check with this id.
pub(super) fn done(code: u32, verb: &str, id: u64) -> Reply {
    let message = format!("Your check was successfully {verb}.");
    let answer = Answer {
        success: true,
        response_code: code,
        status_message: &message,
        check_transaction_id: id,
        ach_code: None,
        ach_message: None,
    };
    Reply::json(200, &answer)
}

/// The answer to a check that was just made.
fn made(check: &Check, (code, verb): (u32, &str)) -> Reply {
    if check.status != Status::Declined {
        return done(code, verb, check.id);
    }
    let (ach_code, ach_message) = life::DECLINE;
    let answer = Answer {
        success: false,
        response_code: 125,
        status_message: "Your check was NOT successfully processed.",
        check_transaction_id: check.id,
        ach_code: Some(ach_code),
        ach_message: Some(ach_message),
    };
    Reply::json(400, &answer)
}

impl State {
    pub(in crate::paytrace) fn check(
        &mut self,
        call: CheckCall,
        body: Fields<'_>,
        now: NaiveDateTime,
    ) -> Result<Reply, Refusal> {
        match call {
            CheckCall::SaleByAccount | CheckCall::SaleByCustomer => {
                self.order_check(call, body, Status::Initiated, now)
            }
            CheckCall::HoldByAccount | CheckCall::HoldByCustomer => {
                self.order_check(call, body, Status::Held, now)
            }
            CheckCall::RefundByAccount | CheckCall::RefundByCustomer => {
                if !self.settings.unreferenced_refunds {
                    return Err(Refusal::permission());
                }
                self.order_check(call, body, Status::Initiated, now)
            }
            CheckCall::Fund => self.fund_check(body, now),
            CheckCall::Void => self.void_check(body),
            CheckCall::Hold => self.hold_check(body),
            CheckCall::RefundByTransaction => self.refund_check(body, now),
        }
    }

    fn order_check(
        &mut self,
        call: CheckCall,
        body: Fields<'_>,
        status: Status,
        now: NaiveDateTime,
    ) -> Result<Reply, Refusal> {
        let by_customer = matches!(
            call,
            CheckCall::SaleByCustomer | CheckCall::HoldByCustomer | CheckCall::RefundByCustomer
        );
        let refunds = matches!(call, CheckCall::RefundByAccount | CheckCall::RefundByCustomer);
        let account = if by_customer {
            self.account_of(&body.text("customer_id"))
        } else {
            let billing_name = vault::address(body.object("billing_address"), false).name;
            Self::bank(body).map(|bank| (bank, None, billing_name))
        };
        let (amount, (bank, customer, billing_name)) = match (positive_amount(body), account) {
            (Ok(amount), Ok(account)) => (amount, account),
            (Err(amount), Err(account)) => return Err(account.and(amount)),
            (Err(refusal), _) | (_, Err(refusal)) => return Err(refusal),
        };
        let order = Order {
            direction: if refunds { Direction::Credit } else { Direction::Debit },
            amount,
            bank,
            customer,
            billing_name,
            invoice: body.text("invoice_id"),
            description: body.text("description"),
            entry_class: "WEB".to_owned(),
            entry_method: "API",
            key: None,
        };
        let check = self.make_check(order, status, now);
        Ok(made(check, if refunds { (122, "refunded") } else { (120, "processed") }))
    }

    /// Makes a check, and notes it as the latest of its customer.
    pub(in crate::paytrace) fn make_check(
        &mut self,
        order: Order,
        status: Status,
        now: NaiveDateTime,
    ) -> &Check {
        if let Some(number) = order.customer {
            let owner = self.customers.values_mut().find(|customer| customer.number == number);
            if let Some(customer) = owner {
                customer.last_check = Some(now);
            }
        }
        self.checks.make(order, status, now)
    }

    /// The bank account a v1 request names.
    pub(in crate::paytrace) fn bank(body: Fields<'_>) -> Result<Bank, Refusal> {
        let (account, routing) = Bank::numbers(body);
        let sealed = body.object("check").text("encrypted_account_number");
        let account =
            if sealed.is_empty() { account } else { encryption::decrypt(&sealed).unwrap_or_default() };
        Bank::new(&account, &routing)
    }

    /// The bank account of a customer, with the customer's number and billing name.
    pub(in crate::paytrace) fn account_of(
        &self,
        label: &str,
    ) -> Result<(Bank, Option<i64>, String), Refusal> {
        let customer = self.customers.get(label);
        let found = customer.and_then(|customer| {
            let bank = customer.bank.clone()?;
            Some((bank, Some(customer.number), customer.billing.name.clone()))
        });
        found.ok_or_else(|| Refusal::customer_not_found(label))
    }
}

pub(super) fn positive_amount(body: Fields<'_>) -> Result<Money, Refusal> {
    body.amount("amount")?.filter(|amount| amount.is_positive()).ok_or_else(Refusal::amount)
}
