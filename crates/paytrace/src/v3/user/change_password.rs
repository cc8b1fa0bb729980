//! `POST /v3/password/change`.

use secrecy::{ExposeSecret, SecretString};

use crate::v3::verdict::Verdict;
use crate::{Effect, Endpoint, Error, Method, Operation, Outgoing, RawReply};

/// The most characters of a password.
const LONGEST: usize = 50;

/// Changes the password of the user the client signs in as.
///
/// The client goes on with the password it was built with: build another one with the new password. Both passwords
/// are never printed, and wiped when dropped; the body of a request under way holds them in clear.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Sign in with the new password; when PayTrace refuses it, the old one still holds.
///
/// # Source
/// North's B2B API specification 3.2, page `UserManagement`, read 2026-11; the code is the older interface's.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ChangePassword {
    password: SecretString,
    new_password: SecretString,
}

/// The password is changed (code 100).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PasswordChanged;

impl ChangePassword {
    /// From the old password to the new one; at most 50 characters each.
    ///
    /// PayTrace's own rules for new passwords are not documented where we can read them; it says so when one breaks
    /// them.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), without the texts: one is blank, longer than 50 characters,
    /// or holds a control character; both are the same.
    pub fn new(
        password: impl Into<SecretString>,
        new_password: impl Into<SecretString>,
    ) -> Result<Self, Error> {
        let call = Self { password: password.into(), new_password: new_password.into() };
        paysage_money::check_text("the password", call.password.expose_secret(), LONGEST)?;
        paysage_money::check_text("the new password", call.new_password.expose_secret(), LONGEST)?;
        if call.password.expose_secret() == call.new_password.expose_secret() {
            return Err(Error::invalid("the new password must not be the old one"));
        }
        Ok(call)
    }
}

impl Operation for ChangePassword {
    type Reply = PasswordChanged;
    const NAME: &'static str = "user.change_password";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/password/change");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("password", self.password.expose_secret())
            .with("new_password", self.new_password.expose_secret()))
    }

    fn reply(&self, raw: &RawReply) -> Result<PasswordChanged, Error> {
        Verdict::done_by(100, raw).map(|_| PasswordChanged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_checked_and_never_shown() {
        for (old, new) in [("", "b"), ("a", " "), ("a", "a"), ("a", &"b".repeat(51)), ("a\n", "b")] {
            let error = ChangePassword::new(old.to_owned(), new.to_owned()).expect_err(new).to_string();
            assert!(!error.contains("bbb"), "{error}");
        }
        let call = ChangePassword::new("old-canary", "new-canary").expect("two passwords");
        assert!(!format!("{call:?}").contains("canary"), "{call:?}");
        assert!(!format!("{:?}", call.outgoing()).contains("canary"));
    }
}
