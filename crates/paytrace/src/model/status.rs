//! Where a transaction stands.

use std::fmt;

/// Where a transaction stands, read from `status_code` and `status_message`.
///
/// The gateway documents three codes: `GB` with a batch number, `Y` and `N`. `N` covers what was voided, what was
/// declined and what is only authorized, so the message decides between these. A record changes with time:
/// authorization only, then pending, then settled. Read it again until [`Status::is_final`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Status {
    /// `GB571`, `GB` or `Settled`: the money moved.
    Settled {
        /// The batch number as text, when the code carries one. Numbers have one to three digits and are used
        /// again: together with the settlement time they name a batch, alone they do not.
        batch: Option<Box<str>>,
    },
    /// `Y`: approved; will settle with the next batch, usually the same evening.
    PendingSettlement,
    /// `N` with a message about an authorization: a hold that was not captured.
    AuthorizedOnly,
    /// `N` with a message about a void: taken back before settlement.
    Voided,
    /// `N` with a message about a decline: the card's bank said no.
    Declined,
    /// `N` with any other message: it moves no money as it stands, but what it is is not known.
    NotSettling,
    /// Any other status code, as it came.
    Other(Box<str>),
}

impl Status {
    /// Reads both fields of a record; neither case nor blanks around the code matter.
    ///
    /// When a message speaks of a void or a decline *and* an authorization (`Authorization Voided`), the later
    /// event counts; when it speaks of a void and a decline, it stays unknown.
    ///
    /// ```
    /// use paytrace::Status;
    ///
    /// assert_eq!(Status::read("GB571", "GB571"), Status::Settled { batch: Some("571".into()) });
    /// assert_eq!(Status::read("N", "Authorization Only"), Status::AuthorizedOnly);
    /// assert_eq!(Status::read("Q", ""), Status::Other("Q".into()));
    /// ```
    pub fn read(code: &str, message: &str) -> Self {
        let word = code.trim().to_ascii_uppercase();
        match word.as_str() {
            "Y" => return Self::PendingSettlement,
            "N" => return Self::of_message(message),
            _ => {}
        }
        if let Some(batch) = word.strip_prefix("GB").map(str::trim_start)
            && batch.bytes().all(|byte| byte.is_ascii_digit())
        {
            let batch = (!batch.is_empty()).then(|| batch.into());
            return Self::Settled { batch };
        }
        if word.starts_with("SETTLED") {
            return Self::Settled { batch: None };
        }
        Self::Other(code.trim().into())
    }

    fn of_message(message: &str) -> Self {
        let message = message.to_ascii_uppercase();
        match (message.contains("VOID"), message.contains("DECL")) {
            (true, false) => Self::Voided,
            (false, true) => Self::Declined,
            (false, false) if message.contains("AUTH") => Self::AuthorizedOnly,
            _ => Self::NotSettling,
        }
    }

    /// The status in an accountant's words, such as `pending settlement`; a code that is not known as it came.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Settled { .. } => "settled",
            Self::PendingSettlement => "pending settlement",
            Self::AuthorizedOnly => "authorized only",
            Self::Voided => "voided",
            Self::Declined => "declined",
            Self::NotSettling => "not settling",
            Self::Other(code) => code,
        }
    }

    /// The batch number of a settled transaction, when the code carries one.
    pub fn batch(&self) -> Option<&str> {
        match self {
            Self::Settled { batch } => batch.as_deref(),
            _ => None,
        }
    }

    /// Whether the record stays as it is: settled, voided or declined.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Settled { .. } | Self::Voided | Self::Declined)
    }

    /// Whether money moved: yes when settled, no in the other known states, `None` when the code is not known.
    pub fn moved_money(&self) -> Option<bool> {
        match self {
            Self::Settled { .. } => Some(true),
            Self::Other(_) => None,
            _ => Some(false),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_message_together_give_the_status() {
        let settled = |batch: Option<&str>| Status::Settled { batch: batch.map(Into::into) };
        let cases = [
            ("GB571", "GB571", settled(Some("571"))),
            (" gb7 ", "", settled(Some("7"))),
            ("GB", "", settled(None)),
            ("Settled", "", settled(None)),
            ("Y", "Pending Settlement", Status::PendingSettlement),
            ("N", "Authorization Only", Status::AuthorizedOnly),
            ("N", "VOIDED", Status::Voided),
            ("N", "Declined", Status::Declined),
            ("n", "authorization voided", Status::Voided),
            ("N", "Authorization Declined", Status::Declined),
            ("N", "Void declined", Status::NotSettling),
            ("N", "", Status::NotSettling),
            ("GBX1", "", Status::Other("GBX1".into())),
            ("P", "GB571", Status::Other("P".into())),
        ];
        for (code, message, status) in cases {
            assert_eq!(Status::read(code, message), status, "{code} {message}");
        }
    }

    #[test]
    fn a_status_is_told_in_an_accountants_words() {
        let told = |code, message| Status::read(code, message).to_string();
        assert_eq!(told("GB571", ""), "settled");
        assert_eq!(told("Y", ""), "pending settlement");
        assert_eq!(told("N", "Authorization Only"), "authorized only");
        assert_eq!(
            [told("N", "Voided"), told("N", "Declined"), told("N", "")],
            ["voided", "declined", "not settling"]
        );
        assert_eq!(told("GBX1", ""), "GBX1");
        assert_eq!(format!("{:>9}", Status::read("GB7", "")), "  settled");
        assert_eq!((Status::read("GB7", "").batch(), Status::read("GB", "").batch()), (Some("7"), None));
        assert_eq!(Status::read("Y", "").batch(), None);
    }

    #[test]
    fn only_what_cannot_change_is_final_and_only_settlement_moves_money() {
        let cases = [
            (Status::read("GB1", ""), true, Some(true)),
            (Status::PendingSettlement, false, Some(false)),
            (Status::AuthorizedOnly, false, Some(false)),
            (Status::Voided, true, Some(false)),
            (Status::Declined, true, Some(false)),
            (Status::NotSettling, false, Some(false)),
            (Status::Other("Q".into()), false, None),
        ];
        for (status, is_final, moved) in cases {
            assert_eq!((status.is_final(), status.moved_money()), (is_final, moved), "{status:?}");
        }
    }
}
