//! The record of one card transaction.

use chrono::NaiveDateTime;
use paysage_money::Money;

use crate::{Address, BadRow, MaskedCard, Status, TransactionId, TransactionType};

/// One card transaction as the gateway's exports report it.
///
/// Texts are without blanks around them, and blank texts are `None`. Times are as the gateway gives them: local
/// to the gateway, without a zone.
///
/// Source: PayTrace help, "JSON export transaction by date range".
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Transaction {
    /// The gateway's number of the transaction.
    pub id: TransactionId,
    /// What kind of transaction it is; says whether money came in or went out.
    pub kind: TransactionType,
    /// The amount in US dollars, never negative (a refund's is positive too).
    pub amount: Money,
    /// The tax within the amount; `None` when blank or marked exempt (`-1`).
    pub tax_amount: Option<Money>,
    /// Where the transaction stands.
    pub status: Status,
    /// When it was made, in the gateway's time zone.
    pub created_at: NaiveDateTime,
    /// When its batch settled, in the gateway's time zone.
    pub settled_at: Option<NaiveDateTime>,
    /// The vault customer it was charged to. Chosen by the merchant; can be renamed.
    pub customer_id: Option<Box<str>>,
    /// The merchant's invoice number.
    pub invoice_id: Option<Box<str>>,
    /// The customer's own reference, such as a purchase order number.
    pub customer_reference_id: Option<Box<str>>,
    /// Free text; runs of digits that can be card numbers are masked.
    pub description: Option<Box<str>>,
    /// Where the card is billed.
    pub billing_address: Address,
    /// Where the goods go.
    pub shipping_address: Address,
    /// Where the receipt was mailed (`receipt_emailed_to`).
    pub email: Option<Box<str>>,
    /// What the record shows of the card.
    pub card: Option<MaskedCard>,
    /// The approval code of the card's bank; none when declined.
    pub approval_code: Option<Box<str>>,
    /// What the processor said, with runs of blanks made one: `EXPIRED CARD - Expired card`.
    pub approval_message: Option<Box<str>>,
    /// The status in words, from which [`Status`] was read.
    pub status_message: Option<Box<str>>,
}

impl Transaction {
    /// Reads one row of an export.
    ///
    /// # Errors
    /// A [`BadRow`] that names the first field that breaks a rule. The row must be a JSON object of at most 64 KiB
    /// in UTF-8 without duplicate keys; `transaction_id` a whole number above 0; `amount` exact, not negative, with
    /// at most two decimals and 12 characters; `transaction_type`, `status_code` and `created.at` given; times
    /// exactly `M/D/YYYY h:mm:ss AM`; texts without control characters; the card number masked. Numbers may stand
    /// as texts and texts as numbers. Keys not named here are ignored.
    ///
    /// ```
    /// use paytrace::Transaction;
    ///
    /// # fn main() -> Result<(), paytrace::BadRow> {
    /// let sale = Transaction::from_json(br#"{"transaction_id":79388123,"transaction_type":"SALE","amount":110,
    ///     "status_code":"GB571","status_message":"GB571","created":{"at":"4/10/2015 4:06:30 PM"}}"#)?;
    /// assert_eq!(sale.amount.to_string(), "110.00");
    /// # Ok(())
    /// # }
    /// ```
    #[expect(clippy::result_large_err, reason = "bad rows are rare, and a transaction is larger still")]
    pub fn from_json(raw: &[u8]) -> Result<Self, BadRow> {
        crate::export::decode(raw)
    }

    /// Reads one row of an export of v3, or one of its real-time records.
    ///
    /// v3 writes the id as text, the merchant's own id of the customer as `customer_label`, and addresses as
    /// `billing_name` with `billing_address{street, street2, city, state, postal_code, country}`; the rest is as in
    /// v1, and addresses in v1's words are read too. A row without `status_code` is judged by `transaction_status`.
    /// The invoice is read as `invoice_id` or `invoice_number`; two that differ are an error.
    ///
    /// # Errors
    /// A [`BadRow`] that names the first field that breaks a rule of [`Transaction::from_json`].
    ///
    /// ```
    /// use paytrace::Transaction;
    ///
    /// # fn main() -> Result<(), paytrace::BadRow> {
    /// let sale = Transaction::from_v3_json(br#"{"transaction_id":"79388123","transaction_type":"SALE","amount":110,
    ///     "status_code":"GB571","created":{"at":"4/10/2015 4:06:30 PM"},"customer_label":"ada","customer_id":7,
    ///     "billing_name":"Ada Lovelace","billing_address":{"street":"12 St. James Square","postal_code":"85284"}}"#)?;
    /// assert_eq!(sale.customer_id.as_deref(), Some("ada"));
    /// assert_eq!(sale.billing_address.zip.as_deref(), Some("85284"));
    /// # Ok(())
    /// # }
    /// ```
    #[expect(clippy::result_large_err, reason = "bad rows are rare, and a transaction is larger still")]
    pub fn from_v3_json(raw: &[u8]) -> Result<Self, BadRow> {
        crate::export::decode_v3(raw)
    }
}
