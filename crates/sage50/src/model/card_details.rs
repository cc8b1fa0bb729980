//! What a receipt keeps of a card.

use serde::{Deserialize, Serialize};

use super::{AuthorizationCode, LastFour};

/// What may be kept of the card that paid: never its number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardDetails {
    /// The processor's authorization code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_code: Option<AuthorizationCode>,
    /// The last four digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last4: Option<LastFour>,
}
