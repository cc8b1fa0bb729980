//! How the card's bank answers, by the amounts and addresses that PayTrace's sandbox answers by.

use paysage_money::Money;

use super::Kind;
use super::payer::Payer;
use crate::paytrace::followup::REFUSED_REFUND;

/// What becomes of a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Approved,
    Declined,
    /// Approved and voided at once, for the security code did not match.
    Voided,
}

/// How the card's bank answered.
pub(super) struct Verdict {
    pub(super) outcome: Outcome,
    pub(super) message: &'static str,
    pub(super) avs: &'static str,
    pub(super) csc: &'static str,
}

/// An approval whose security code does not match is voided where `code_must_match`.
pub(super) fn judge(kind: Kind, amount: Money, payer: &Payer, code_must_match: bool) -> Verdict {
    let declined = match (kind, amount.minor()) {
        (Kind::Sale | Kind::Authorization, 29) => Some("  EXPIRED CARD - Expired card"),
        (Kind::Refund, REFUSED_REFUND) | (Kind::Sale | Kind::Authorization, 112) => {
            Some("    DECLINE - Do not honor")
        }
        _ => None,
    };
    if let Some(message) = declined {
        return Verdict { outcome: Outcome::Declined, message, avs: "", csc: "" };
    }
    let csc = match payer.security_code.as_str() {
        "" => "",
        code if payer.card.has_security_code(code) => "Match",
        _ => "No Match",
    };
    let at_the_test_address =
        payer.billing.street_address == "8320 E. West St." && payer.billing.zip == "85284";
    let (message, avs) = if at_the_test_address {
        ("EXACT MATCH - Approved and completed", "Full Exact Match")
    } else {
        ("  NO  MATCH - Approved and completed", "No Match")
    };
    let voided = code_must_match && kind != Kind::Refund && csc == "No Match";
    let outcome = if voided { Outcome::Voided } else { Outcome::Approved };
    Verdict { outcome, message, avs, csc }
}
