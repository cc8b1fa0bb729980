//! `POST /v3/invoice`.

use chrono::NaiveDate;
use paysage_money::Money;
use url::Url;

use crate::limits;
use crate::refusal::unreadable;
use crate::v3::answer::{Answer, unexpected};
use crate::v3::details::number;
use crate::v3::fields::Fields;
use crate::v3::verdict::code_in;
use crate::{
    Effect, Endpoint, Error, ErrorKind, InvoiceId, MerchantIn, Method, Operation, Outcome, Outgoing, RawReply,
};

/// The most characters of a link.
const LINK_CHARACTERS: usize = 2083;

/// Makes an invoice with a page on which the customer pays it.
///
/// Nothing is paid by the call. PayTrace can post the result to an address of the merchant (a silent post), without a
/// signature: believe only what the transaction's own record says.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// The invoice may have been made, and PayTrace has no documented way to list invoices: look in the Virtual Terminal.
/// Two invoices with one number can both be paid.
///
/// # Source
/// North's B2B API specification 3.2.26, page `Invoice`, read 2026-11, as far as it can be read; 3.2.19 does not
/// have the call.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CreateInvoice {
    kind: InvoiceKind,
    amount: Option<Money>,
    invoice_id: Option<InvoiceId>,
    links: Vec<(&'static str, Url)>,
    switches: Vec<(&'static str, bool)>,
    expires: Option<NaiveDate>,
}

/// What is done when the customer fills in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InvoiceKind {
    /// `SALE`: takes the money.
    Sale,
    /// `AUTHORIZATION`: holds the money.
    Authorization,
    /// `CREATE_CUSTOMER`: keeps the card in the vault.
    CreateCustomer,
    /// `MODIFY_CUSTOMER`: changes the card in the vault.
    ModifyCustomer,
    /// `SALE_AND_CUSTOMER`: takes the money and keeps the card.
    SaleAndCustomer,
}

impl InvoiceKind {
    /// PayTrace's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sale => "SALE",
            Self::Authorization => "AUTHORIZATION",
            Self::CreateCustomer => "CREATE_CUSTOMER",
            Self::ModifyCustomer => "MODIFY_CUSTOMER",
            Self::SaleAndCustomer => "SALE_AND_CUSTOMER",
        }
    }
}

/// An invoice was made. PayTrace does not document the members of the answer: what is missing is `None`, yet never both.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvoiceCreated {
    /// PayTrace's id of the invoice.
    pub id: Option<Box<str>>,
    /// The page on which it is paid. Who has the address can pay, and see the invoice.
    pub payment_link: Option<Box<str>>,
}

impl CreateInvoice {
    /// Makes an invoice of this kind.
    pub fn new(kind: InvoiceKind) -> Self {
        Self { kind, amount: None, invoice_id: None, links: Vec::new(), switches: Vec::new(), expires: None }
    }

    /// Says how much is to be paid.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is below 0.00, not in US dollars, or has more
    /// than 12 characters.
    pub fn with_amount(mut self, amount: Money) -> Result<Self, Error> {
        self.amount = Some(limits::not_negative("invoice amount", amount)?);
        Ok(self)
    }

    /// Names the merchant's invoice, at most 50 characters.
    #[must_use]
    pub fn with_invoice_id(mut self, id: InvoiceId) -> Self {
        self.invoice_id = Some(id);
        self
    }

    /// Where PayTrace posts the result (`silent_post`), 1 to 2,083 characters.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the address is longer.
    pub fn with_silent_post(self, url: Url) -> Result<Self, Error> {
        self.with_link("silent_post", url)
    }

    /// Where the customer goes after an approval.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the address has more than 2,083 characters.
    pub fn with_approved_link(self, url: Url) -> Result<Self, Error> {
        self.with_link("payment_approved_link", url)
    }

    /// Where the customer goes after a decline.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the address has more than 2,083 characters.
    pub fn with_declined_link(self, url: Url) -> Result<Self, Error> {
        self.with_link("payment_declined_link", url)
    }

    /// Where the merchant's terms can be read.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the address has more than 2,083 characters.
    pub fn with_terms_link(self, url: Url) -> Result<Self, Error> {
        self.with_link("terms_conditions_link", url)
    }

    fn with_link(mut self, field: &'static str, url: Url) -> Result<Self, Error> {
        if url.as_str().chars().count() > LINK_CHARACTERS {
            return Err(Error::invalid(format!(
                "{field} must not have more than 2083 characters; shorten it"
            )));
        }
        self.links.push((field, url));
        Ok(self)
    }

    /// Whether the customer must give an e-mail address.
    #[must_use]
    pub fn with_email_required(self, required: bool) -> Self {
        self.with_switch("email_required", required)
    }

    /// Whether the customer must give a billing address.
    #[must_use]
    pub fn with_billing_address_required(self, required: bool) -> Self {
        self.with_switch("billing_address_required", required)
    }

    /// Whether the customer must give the card's security code.
    #[must_use]
    pub fn with_security_code_required(self, required: bool) -> Self {
        self.with_switch("csc_required", required)
    }

    /// Whether the customer may pay another amount.
    #[must_use]
    pub fn with_amount_editable(self, editable: bool) -> Self {
        self.with_switch("is_amount_editable", editable)
    }

    fn with_switch(mut self, field: &'static str, on: bool) -> Self {
        self.switches.push((field, on));
        self
    }

    /// The last day on which it can be paid, sent as `2026-03-31`. PayTrace does not document the format.
    #[must_use]
    pub fn with_expiry(mut self, day: NaiveDate) -> Self {
        self.expires = Some(day);
        self
    }
}

const KEYS: [&str; 3] = ["response_code", "invoice_id", "payment_link"];

impl Operation for CreateInvoice {
    type Reply = InvoiceCreated;
    const NAME: &'static str = "invoice.create";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/invoice");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let mut outgoing = Outgoing::to(Self::ENDPOINT)
            .with_merchant(MerchantIn::Body)
            .with("transaction_type", self.kind.as_str())
            .with_some("invoice_amount", self.amount.map(number))
            .with_some("invoice_number", self.invoice_id.as_ref().map(InvoiceId::as_str))
            .with_some("expire_at", self.expires.map(|day| day.to_string()));
        for (field, url) in &self.links {
            outgoing = outgoing.with(*field, url.as_str());
        }
        for (field, on) in &self.switches {
            outgoing = outgoing.with(*field, *on);
        }
        Ok(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<InvoiceCreated, Error> {
        let fields = Fields::read(Answer::read(raw)?.data, &KEYS).map_err(|_| unreadable())?;
        // No code is documented for this call. v3 says declines as successes with a code, so that one is doubt here.
        if let Some(code) = code_in(fields.slot("response_code"))? {
            return Err(unexpected(Some(code)));
        }
        let exact = |key| fields.exact(key).map(Box::from);
        let created = InvoiceCreated { id: exact("invoice_id"), payment_link: exact("payment_link") };
        if created.id.is_none() && created.payment_link.is_none() {
            let message = "PayTrace's answer names no invoice and no page to pay it on";
            return Err(Error::new(ErrorKind::Unreadable, Outcome::Unknown, message));
        }
        Ok(created)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invoice_is_made_only_when_the_answer_names_it() {
        let read = |data: &str| {
            let body = format!(r#"{{"status":"success","status_code":201,"data":{data}}}"#);
            let reply = CreateInvoice::new(InvoiceKind::Sale).reply(&RawReply::new(201, body));
            let named = |made: InvoiceCreated| (made.id.is_some(), made.payment_link.is_some());
            reply.map(named).map_err(|error| (error.kind(), error.outcome()))
        };
        assert_eq!(read(r#"{"invoice_id":"7","payment_link":"https://pay.example/7"}"#), Ok((true, true)));
        assert_eq!(read(r#"{"response_code":null,"invoice_id":7}"#), Ok((true, false)));
        for doubtful in [
            r#"{"response_code":777}"#,
            r#"{"response_code":1e400}"#,
            r#"{"response_code":102,"invoice_id":"7"}"#,
            r#"{"response_code":777,"response_code":777,"invoice_id":"7"}"#,
            r#"{"invoice_id":[7],"payment_link":" "}"#,
            "{}",
            "null",
            "[]",
        ] {
            assert_eq!(read(doubtful), Err((ErrorKind::Unreadable, Outcome::Unknown)), "{doubtful}");
        }
    }
}
