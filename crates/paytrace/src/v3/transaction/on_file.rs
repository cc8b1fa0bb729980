//! `POST /v3/card/batch/transactions`.

use paysage_money::Money;
use serde_json::{Map, Value, json};

use crate::limits;
use crate::refusal::unreadable;
use crate::v3::details::number;
use crate::v3::items::{check_count, places_count, results, unsaid};
use crate::{
    CustomerNumber, Description, Effect, Endpoint, Error, InvoiceId, MerchantIn, Method, Operation, Outgoing,
    RawReply, RefundAnswer, SaleAnswer,
};

/// Runs up to 100 transactions on cards kept in the vault.
///
/// Some can be done while others are declined or refused; an error of the call itself is about all of them. The
/// results name no transaction that was asked for, and PayTrace does not document that they come in the order asked.
/// So several are believed only when all have the same code; else each is an error with the outcome
/// [`Unknown`](crate::Outcome::Unknown). Even then the ids can stand at each other's places: export the day for the id
/// of each invoice. Send one at a time where each answer counts.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Any of them may have been made. Export the day and look for each invoice id you set and its amount, and send only
/// those again of which it is certain that there is nothing.
///
/// # Source
/// North's B2B API specification 3.1, page `MultipleTransactions`, read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TransactionsOnFile {
    items: Vec<OnFile>,
}

/// One transaction on a card kept in the vault.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct OnFile {
    kind: Kind,
    amount: Money,
    customer: CustomerNumber,
    invoice_id: Option<InvoiceId>,
    description: Option<Description>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sale,
    Authorization,
    Refund,
}

/// What became of one of the transactions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnFileAnswer {
    /// Of a sale or an authorization.
    Sale(SaleAnswer),
    /// Of a refund.
    Refund(RefundAnswer),
}

impl OnFile {
    /// Takes `amount`, now.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is not above 0.00, not in US dollars, or has
    /// more than 12 characters.
    pub fn sale(amount: Money, customer: CustomerNumber) -> Result<Self, Error> {
        Ok(Self::new(Kind::Sale, limits::positive("amount", amount)?, customer))
    }

    /// Holds `amount`; 0.00 checks the card only.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the amount is below 0.00, not in US dollars, or has more
    /// than 12 characters.
    pub fn authorization(amount: Money, customer: CustomerNumber) -> Result<Self, Error> {
        Ok(Self::new(Kind::Authorization, limits::not_negative("amount", amount)?, customer))
    }

    /// Gives `amount` without naming a sale; the permission for it is off by default.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): as for [`OnFile::sale`].
    pub fn refund(amount: Money, customer: CustomerNumber) -> Result<Self, Error> {
        Ok(Self::new(Kind::Refund, limits::positive("amount", amount)?, customer))
    }

    fn new(kind: Kind, amount: Money, customer: CustomerNumber) -> Self {
        Self { kind, amount, customer, invoice_id: None, description: None }
    }

    /// Names the merchant's invoice. **Set it**: after a lost answer the payment is looked up by it.
    #[must_use]
    pub fn with_invoice_id(mut self, id: InvoiceId) -> Self {
        self.invoice_id = Some(id);
        self
    }

    /// Adds a free text.
    #[must_use]
    pub fn with_description(mut self, text: Description) -> Self {
        self.description = Some(text);
        self
    }

    fn as_item(&self) -> Value {
        let kind = match self.kind {
            Kind::Sale => "sale",
            Kind::Authorization => "auth-only",
            Kind::Refund => "refund",
        };
        let mut item = Map::from_iter([
            ("transaction_type".to_owned(), json!(kind)),
            ("amount".to_owned(), number(self.amount)),
            ("customer_id".to_owned(), json!(self.customer.get())),
        ]);
        if let Some(id) = &self.invoice_id {
            item.insert("invoice_number".to_owned(), json!(id.as_str()));
        }
        if let Some(text) = &self.description {
            item.insert("description".to_owned(), json!(text.as_str()));
        }
        Value::Object(item)
    }
}

impl TransactionsOnFile {
    /// Runs these.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): none, or more than 100.
    pub fn new(items: impl IntoIterator<Item = OnFile>) -> Result<Self, Error> {
        let items: Vec<OnFile> = items.into_iter().collect();
        check_count(items.len())?;
        Ok(Self { items })
    }
}

impl Operation for TransactionsOnFile {
    type Reply = Vec<Result<OnFileAnswer, Error>>;
    const NAME: &'static str = "transaction.on_file";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/card/batch/transactions");
    const EFFECT: Effect = Effect::MovesMoney;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let items: Value = self.items.iter().map(OnFile::as_item).collect();
        Ok(Outgoing::to(Self::ENDPOINT).with_merchant(MerchantIn::Body).with("batch_items", items))
    }

    /// Results are told apart by their places only, so a list of another length says nothing.
    fn reply(&self, raw: &RawReply) -> Result<Vec<Result<OnFileAnswer, Error>>, Error> {
        let found = results(raw)?;
        if found.len() != self.items.len() {
            return Err(unreadable());
        }
        let in_order = places_count(&found);
        let read = found.into_iter().zip(&self.items).map(|(found, asked)| {
            let verdict = if in_order { found.verdict? } else { return Err(unsaid()) };
            match asked.kind {
                Kind::Sale | Kind::Authorization => verdict.sale().map(OnFileAnswer::Sale),
                Kind::Refund => verdict.refund().map(OnFileAnswer::Refund),
            }
        });
        Ok(read.collect())
    }
}
