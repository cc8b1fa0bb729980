//! What the vault knows of a customer.

use super::bank_account::MaskedBankAccount;
use crate::export::{address_v3, card};
use crate::model::is_masked;
use crate::v3::fields::{Bad, Fields, bad_record, required};
use crate::{Address, BadRecord, CustomerNumber, MaskedCard};

/// A customer's profile in the vault.
///
/// PayTrace does not document the members where we can read them: what is missing is `None`. Texts are without card
/// numbers.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CustomerProfile {
    /// PayTrace's number of the customer.
    pub number: CustomerNumber,
    /// The merchant's own id of the customer (v3's label), which can be renamed.
    pub customer_id: Option<Box<str>>,
    /// The customer's name.
    pub name: Option<Box<str>>,
    /// The e-mail address.
    pub email: Option<Box<str>>,
    /// The phone number.
    pub phone: Option<Box<str>>,
    /// The fax number.
    pub fax: Option<Box<str>>,
    /// What the vault shows of the card.
    pub card: Option<MaskedCard>,
    /// What the vault shows of the bank account.
    pub bank_account: Option<MaskedBankAccount>,
    /// Where the customer is billed.
    pub billing_address: Address,
    /// Where the customer's goods go.
    pub shipping_address: Address,
}

const KEYS: [&str; 13] = [
    "customer_id",
    "customer_label",
    "name",
    "email",
    "phone",
    "fax",
    "card_masked",
    "credit_card",
    "ach",
    "billing_name",
    "billing_address",
    "shipping_name",
    "shipping_address",
];

impl CustomerProfile {
    pub(super) fn read(text: &str) -> Result<Self, BadRecord> {
        Self::of(text).map_err(|bad| bad_record(bad, text))
    }

    fn of(text: &str) -> Result<Self, Bad> {
        let fields = Fields::read(text, &KEYS)?;
        let address = |key, name| {
            let read = address_v3(key, fields.slot(key), name, fields.slot(name));
            read.map_err(|(_, problem)| (key, problem))
        };
        let billing_address = address("billing_address", "billing_name")?;
        let whole = card(fields.slot("credit_card")).map_err(|(_, problem)| ("credit_card", problem))?;
        let bank_account = fields.nested("ach").map(MaskedBankAccount::read).transpose();
        Ok(Self {
            number: required(fields.value("customer_id")?, "customer_id")?,
            customer_id: fields.text("customer_label")?,
            name: fields.text("name")?.or_else(|| billing_address.name.clone()),
            email: fields.text("email")?,
            phone: fields.text("phone")?,
            fax: fields.text("fax")?,
            card: match whole {
                Some(card) => Some(card),
                None => masked(&fields, "card_masked")?.map(|masked_number| MaskedCard {
                    masked_number,
                    expiration_month: None,
                    expiration_year: None,
                }),
            },
            bank_account: bank_account.map_err(|(_, problem)| ("ach", problem))?.flatten(),
            billing_address,
            shipping_address: address("shipping_address", "shipping_name")?,
        })
    }
}

/// A masked card number; one that shows too much is not kept.
pub(super) fn masked<const N: usize>(
    fields: &Fields<'_, N>,
    key: &'static str,
) -> Result<Option<Box<str>>, Bad> {
    let number = fields.text(key)?;
    if number.as_deref().is_some_and(|number| !is_masked(number)) {
        return Err((key, "shows more than the first six and last four digits; it is not kept"));
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_read_with_what_it_has() {
        let profile = CustomerProfile::read(
            r#"{"customer_id":7,"customer_label":"ada","name":"","card_masked":"************5439",
            "credit_card":{"masked_number":"************5439","expiration_month":12,"expiration_year":28},
            "billing_name":"Ada Lovelace","billing_address":{"street":"12 St","postal_code":"01234"},
            "email":"a@b.example",
            "ach":{"account_masked":"*****4321","routing_number":"325070760","account_type":"SAVINGS"},
            "shipping_name":"","shipping_address":{},"discretionary_data":[]}"#,
        )
        .expect("a profile");
        assert_eq!((profile.number.get(), profile.customer_id.as_deref()), (7, Some("ada")));
        assert_eq!(profile.name.as_deref(), Some("Ada Lovelace"));
        assert_eq!(profile.billing_address.zip.as_deref(), Some("01234"));
        assert_eq!(profile.card.and_then(|card| card.expiration_year), Some(2028));
        let bank = profile.bank_account.expect("a bank account");
        assert_eq!((&*bank.masked_number, bank.account_type.as_deref()), ("*****4321", Some("SAVINGS")));
        let bare =
            CustomerProfile::read(r#"{"customer_id":"7","card_masked":"xxxx5439"}"#).expect("a profile");
        assert_eq!(bare.card.map(|card| card.masked_number), Some("xxxx5439".into()));
    }

    #[test]
    fn no_number_in_clear_is_kept() {
        for text in [
            r#"{"customer_id":7,"card_masked":"4012000098765439"}"#,
            r#"{"customer_id":7,"credit_card":{"masked_number":"4012000098765439"}}"#,
        ] {
            let bad = CustomerProfile::read(text).expect_err(text);
            assert!(!format!("{bad:?}").contains("4012000098765439"), "{bad:?}");
        }
        let text = r#"{"customer_id":7,"ach":{"account_masked":"7654321","routing_number":"325070760"}}"#;
        let profile = CustomerProfile::read(text).expect("a profile");
        assert_eq!(profile.bank_account.map(|bank| bank.masked_number), Some("***4321".into()));
    }
}
