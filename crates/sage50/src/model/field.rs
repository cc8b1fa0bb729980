//! The text fields of Sage 50 with their limits, counted in characters.
//!
//! A type takes what the widest of the three editions takes. What the company's own edition takes is checked by
//! [`Edition::check`](super::Edition::check), which every door does before it sends or writes.
//!
//! The limits of the US stand in the field tables of the import and export help (help-sage50.na.sage.com, pages
//! `IEFIELDS_Customer_List`, `IEFIELDS_Sales_Journal`, `IEFIELDS_Cash_Receipts_Journal`, `IEFIELDS_General_Journal`,
//! `IEFIELDS_Inventory_Item_List` of 2017 and 2019). Where Sage publishes none there, the limit is ours, and the
//! type says so.
//!
//! Every type refuses a blank text, control characters and a text that is too long. Those that Sage looks things
//! up by also refuse blanks at the edges, because Sage trims them and a look-up would then miss the entry.

use paysage_money::text_newtype;

fn trimmed(text: &str) -> Result<(), &'static str> {
    if text.trim() == text { Ok(()) } else { Err("must not begin or end with a blank") }
}

fn four_digits(text: &str) -> Result<(), &'static str> {
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(())
    } else {
        Err("must be exactly four digits")
    }
}

text_newtype! {
    /// Reference of a transaction: at most 30 characters (US and Canada 20), no blanks at the edges.
    ///
    /// Sage refuses a second invoice or credit memo with the same reference, but takes any number of receipts and
    /// journal entries with the same one.
    pub struct Reference("reference", 30, trimmed);
}

text_newtype! {
    /// Id of a general ledger account: at most 15 characters, no blanks at the edges.
    pub struct GlAccount("general ledger account", 15, trimmed);
}

text_newtype! {
    /// Name of a customer as Sage's lists show it: at most 60 characters (US 39, Canada 52).
    pub struct CustomerName("customer name", 60);
}

text_newtype! {
    /// First name of a contact: at most 30 characters (US 15; UK and Canada 30 with the last name).
    pub struct FirstName("first name", 30);
}

text_newtype! {
    /// Last name of a contact: at most 30 characters (US 20; UK and Canada 30 with the first name).
    pub struct LastName("last name", 30);
}

text_newtype! {
    /// One of the two lines of an address: at most 60 characters (US 30, Canada 50).
    pub struct AddressLine("address line", 60);
}

text_newtype! {
    /// City of an address: at most 60 characters (US 20, Canada 35).
    pub struct City("city", 60);
}

text_newtype! {
    /// State of an address: in the US its postal code of 2 characters, in Canada the province (20), in the UK the county
    /// (60).
    pub struct State("state", 60);
}

text_newtype! {
    /// Postal code of an address: at most 12 characters.
    pub struct Zip("zip code", 12);
}

text_newtype! {
    /// Country of an address: at most 15 characters.
    pub struct Country("country", 15);
}

text_newtype! {
    /// Description of a line: at most 160 characters.
    pub struct Description("description", 160);
}

text_newtype! {
    /// Number of the customer's own purchase order: at most 20 characters (a limit of ours).
    pub struct PurchaseOrderNumber("purchase order number", 20);
}

text_newtype! {
    /// Number of the order an invoice bills: at most 20 characters.
    pub struct OrderNumber("order number", 20);
}

text_newtype! {
    /// Deposit ticket: at most 13 characters, no blanks at the edges.
    ///
    /// Receipts with equal tickets stand as one line in Sage's account reconciliation, so each settlement batch
    /// has a ticket of its own.
    pub struct DepositTicketId("deposit ticket id", 13, trimmed);
}

text_newtype! {
    /// Payment method of a receipt: at most 20 characters; must exist in the company's receipt defaults.
    pub struct PaymentMethod("payment method", 20, trimmed);
}

text_newtype! {
    /// Telephone number, as free text: at most 30 characters (US 20).
    pub struct Phone("phone", 30);
}

text_newtype! {
    /// E-mail address as Sage keeps it, unchecked beyond its length: at most 64 characters (a limit of ours).
    pub struct Email("e-mail", 64);
}

text_newtype! {
    /// Authorization code of a card payment: at most 20 characters (a limit of ours).
    pub struct AuthorizationCode("authorization code", 20);
}

text_newtype! {
    /// The last four digits of a card number: exactly four digits, so that no longer part of one fits.
    pub struct LastFour("last four digits of the card", 4, four_digits);
}

text_newtype! {
    /// Id of an item of the inventory: at most 20 characters, no blanks at the edges.
    pub struct ItemId("item id", 20, trimmed);
}

text_newtype! {
    /// Short description of an item, as item lists show it: at most 30 characters.
    pub struct ItemDescription("item description", 30);
}

text_newtype! {
    /// Id of a sales tax, which is a set of tax agencies: at most 8 characters, no blanks at the edges.
    pub struct SalesTaxId("sales tax id", 8, trimmed);
}

text_newtype! {
    /// Id of a sales tax agency: at most 8 characters, no blanks at the edges.
    pub struct TaxAgencyId("sales tax agency id", 8, trimmed);
}

text_newtype! {
    /// Terms as an invoice prints them, e.g. `2% 10, Net 30 Days`: at most 20 characters (a limit of ours).
    pub struct TermsText("terms", 20);
}

text_newtype! {
    /// How goods are shipped: at most 20 characters.
    pub struct ShipVia("ship via", 20);
}

text_newtype! {
    /// Why stock is adjusted: at most 30 characters.
    pub struct AdjustmentReason("reason to adjust", 30);
}

text_newtype! {
    /// Title of a contact, e.g. `Dr`: at most 25 characters (a limit of ours).
    pub struct ContactTitle("contact title", 25);
}

text_newtype! {
    /// Company of a contact: at most 39 characters, as the customer's name (a limit of ours).
    pub struct CompanyName("company name", 39);
}

text_newtype! {
    /// Number under which the customer keeps this company's account: at most 20 characters (a limit of ours).
    pub struct AccountNumber("account number", 20);
}

text_newtype! {
    /// Type of a customer, by which reports group: at most 8 characters.
    pub struct CustomerType("customer type", 8);
}

text_newtype! {
    /// Web site of a customer: at most 100 characters (a limit of ours).
    pub struct WebSite("web site", 100);
}

text_newtype! {
    /// Label of one of a company's custom fields: at most 30 characters, no blanks at the edges (a limit of ours).
    pub struct CustomFieldLabel("label of a custom field", 30, trimmed);
}

text_newtype! {
    /// Content of a custom field: at most 30 characters (a limit of ours).
    pub struct CustomFieldText("custom field", 30);
}

#[cfg(test)]
mod tests;
