//! Bank accounts: what makes one valid, and what is kept of it.

use serde::Serialize;

use crate::paytrace::fields::Fields;
use crate::paytrace::refusal::Refusal;

/// The most digits of an account number.
const ACCOUNT_DIGITS: usize = 17;

/// What the simulator keeps of a bank account: the number itself is dropped as soon as it is checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::paytrace) struct Bank {
    pub(in crate::paytrace) account_masked: String,
    pub(in crate::paytrace) routing_number: String,
    pub(in crate::paytrace) account_type: AccountType,
}

/// The kind of a bank account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(in crate::paytrace) enum AccountType {
    Checking,
    Savings,
}

impl Bank {
    /// Checks both numbers, reporting everything wrong at once.
    pub(in crate::paytrace) fn new(account: &str, routing: &str) -> Result<Bank, Refusal> {
        let wrong = [
            (!is_account_number(account)).then(Refusal::checking_account),
            (!is_routing_number(routing)).then(Refusal::routing_number),
        ];
        if let Some(refusal) = wrong.into_iter().flatten().reduce(Refusal::and) {
            return Err(refusal);
        }
        Ok(Bank {
            account_masked: masked(account),
            routing_number: routing.to_owned(),
            account_type: AccountType::Checking,
        })
    }

    /// Whether a request names a bank account in one of the ways v1 has for it.
    pub(in crate::paytrace) fn is_given(body: Fields<'_>) -> bool {
        !body.object("check").is_absent()
            || body.has("direct_deposit_account")
            || body.has("transit_routing_number")
    }

    /// The two numbers as v1 sends them, either in `check` or beside the other members of a customer.
    pub(in crate::paytrace) fn numbers(body: Fields<'_>) -> (String, String) {
        let check = body.object("check");
        if check.is_absent() {
            return (body.text("direct_deposit_account"), body.text("transit_routing_number"));
        }
        let either = |name: &str, other: &str| {
            if check.has(name) { check.text(name) } else { check.text(other) }
        };
        (
            either("account_number", "direct_deposit_account"),
            either("routing_number", "transit_routing_number"),
        )
    }
}

fn masked(account: &str) -> String {
    // Of a short number less than all digits must be left to be seen.
    let shown = account.len().saturating_sub(1).min(4);
    let hidden = account.len().saturating_sub(shown);
    format!("{}{}", "*".repeat(hidden), account.get(hidden..).unwrap_or_default())
}

fn is_account_number(text: &str) -> bool {
    (1..=ACCOUNT_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Nine digits whose sum, weighted 3, 7, 1, is a multiple of ten: the check of the American Bankers Association.
fn is_routing_number(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == 9) else {
        return false;
    };
    let sum = digits
        .iter()
        .zip([3_u32, 7, 1].into_iter().cycle())
        .fold(0_u32, |sum, (digit, weight)| sum.saturating_add(digit.saturating_mul(weight)));
    sum > 0 && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routing_numbers_pass_the_bankers_checksum() {
        for good in ["325070760", "021000021", "122105155"] {
            assert!(is_routing_number(good), "{good}");
        }
        for bad in ["325070761", "000000000", "32507076", "3250707600", "32507076x", ""] {
            assert!(!is_routing_number(bad), "{bad}");
        }
    }

    #[test]
    fn an_account_keeps_its_last_digits_only_and_both_faults_are_named_at_once() {
        let bank = Bank::new("123456789", "325070760").unwrap();
        assert_eq!(bank.account_masked, "*****6789");
        assert_eq!(Bank::new("12", "325070760").unwrap().account_masked, "*2");
        assert_eq!(Bank::new("1", "325070760").unwrap().account_masked, "*");
        let both = Refusal::checking_account().and(Refusal::routing_number());
        assert_eq!(Bank::new("", "1"), Err(both));
        assert_eq!(Bank::new("123456789012345678", "325070760"), Err(Refusal::checking_account()));
        assert_eq!(Bank::new("12a", "325070760"), Err(Refusal::checking_account()));
    }
}
