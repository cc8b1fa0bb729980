//! Texts that are sent, checked against PayTrace's limits.

paysage_money::text_newtype! {
    /// The merchant's own id of a customer in PayTrace's vault.
    ///
    /// Unique in the account (a second one is error 171), and it can be renamed: no key for ever.
    pub struct CustomerId("customer id", 50, visible);
}

paysage_money::text_newtype! {
    /// The merchant's invoice number on a transaction: the key to look a payment up by after a lost answer.
    pub struct InvoiceId("invoice id", 50, visible);
}

paysage_money::text_newtype! {
    /// The customer's own reference on a transaction, such as a purchase order number.
    pub struct CustomerReferenceId("customer reference id", 50, visible);
}

paysage_money::text_newtype! {
    /// A free text on a transaction. Put no card number into it.
    pub struct Description("description", 255);
}

paysage_money::text_newtype! {
    /// An e-mail address to which PayTrace mails the receipt: one `@` with something on either side, and no blanks.
    pub struct Email("e-mail address", 50, |text| {
        visible(text)?;
        let is_one = text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && !host.is_empty() && !host.contains('@')
        });
        if is_one && !text.contains(char::is_whitespace) {
            Ok(())
        } else {
            Err("must be one address such as ada@example.com, without blanks")
        }
    });
}

/// A rule of ids: what cannot be seen makes two ids of what people take for one, and can turn a line around.
pub(crate) fn visible(text: &str) -> Result<(), &'static str> {
    let is_hidden = |c: char| {
        matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    if !text.is_ascii() && text.contains(is_hidden) {
        return Err("must not hold invisible characters, such as U+202E or U+200B; remove them");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_shows_all_that_is_in_it() {
        for hidden in ['\u{202e}', '\u{200b}', '\u{2066}', '\u{feff}', '\u{ad}', '\u{2028}', '\u{e0041}'] {
            let text = format!("INV{hidden}1");
            assert_eq!(
                InvoiceId::new(&*text).expect_err("hidden").to_string(),
                "invoice id must not hold invisible characters, such as U+202E or U+200B; remove them",
            );
            assert!(CustomerId::new(&*text).is_err() && CustomerReferenceId::new(&*text).is_err());
            assert!(Email::new(format!("ada@{hidden}example.com")).is_err());
            assert!(crate::v3::check::IdempotencyKey::new(&*text).is_err());
        }
        for text in ["INV-1", "A & B 7", "caf\u{e9} \u{4e16}", "\u{645}\u{631}"] {
            assert!(InvoiceId::new(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn an_address_is_one_address() {
        for text in ["ada@example.com", "a@b", "ada+shop@example.com"] {
            assert!(Email::new(text).is_ok(), "{text}");
        }
        for text in ["@", "a@", "@b", "a b@c", "a@@b", "a@b@c", "a@b, c@d", "ada", "a@b\u{a0}"] {
            assert_eq!(
                Email::new(text).expect_err(text).to_string(),
                "e-mail address must be one address such as ada@example.com, without blanks",
            );
        }
    }
}
