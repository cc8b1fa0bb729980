//! `POST /v1/level_three/mastercard`.

use serde_json::Value;

use super::header::{Header, header_setters};
use super::item::{Item, item_setters};
use super::{LevelThreeAdded, MerchantTaxId, Rate, lines, put};
use crate::{Effect, Endpoint, Error, Operation, Outgoing, RawReply, TransactionId};

/// Adds Level 3 data to an approved sale with a Mastercard that is not settled yet.
///
/// Give it at least one line: without one it is refused before it is sent. PayTrace does not document how many lines it takes.
///
/// # Refused with
/// `58`: PayTrace does not know the transaction; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// The data may have been added; no call of the API shows it. Sent again it overwrites what was said of the sale;
/// PayTrace does not document whether its lines would then stand twice.
///
/// # Source
/// Answers recorded against PayTrace's sandbox; PayTrace's gem for its older interface, which lists code 171 beside
/// 170; read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LevelThreeMastercard {
    transaction_id: TransactionId,
    header: Header,
    additional_tax_included: Option<bool>,
    lines: Vec<MastercardLine>,
}

/// Whether a line item costs the customer something or gives something back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// `D`: it costs.
    Debit,
    /// `C`: it gives back.
    Credit,
}

/// One line item of a sale with a Mastercard.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MastercardLine {
    item: Item,
    merchant_tax_id: Option<MerchantTaxId>,
    side: Option<Side>,
    discount_rate: Option<Rate>,
    discount_included: Option<bool>,
    tax_included: Option<bool>,
    additional_tax_included: Option<bool>,
}

impl LevelThreeMastercard {
    /// Adds data to this sale; say what by the setters.
    pub fn new(transaction_id: TransactionId) -> Self {
        Self { transaction_id, header: Header::default(), additional_tax_included: None, lines: Vec::new() }
    }

    /// Says whether the additional tax is within the sale's amount.
    #[must_use]
    pub fn with_additional_tax_included(mut self, included: bool) -> Self {
        self.additional_tax_included = Some(included);
        self
    }

    /// Adds a line item.
    #[must_use]
    pub fn with_line(mut self, line: MastercardLine) -> Self {
        self.lines.push(line);
        self
    }
}

header_setters!(LevelThreeMastercard);

impl Side {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Debit => "D",
            Self::Credit => "C",
        }
    }
}

impl MastercardLine {
    fn of(item: Item) -> Self {
        Self {
            item,
            merchant_tax_id: None,
            side: None,
            discount_rate: None,
            discount_included: None,
            tax_included: None,
            additional_tax_included: None,
        }
    }

    /// Names the merchant to the tax office.
    #[must_use]
    pub fn with_merchant_tax_id(mut self, id: MerchantTaxId) -> Self {
        self.merchant_tax_id = Some(id);
        self
    }

    /// Says whether the line costs something or gives something back.
    #[must_use]
    pub fn with_side(mut self, side: Side) -> Self {
        self.side = Some(side);
        self
    }

    /// Says at which rate the line's discount was reckoned.
    #[must_use]
    pub fn with_discount_rate(mut self, rate: Rate) -> Self {
        self.discount_rate = Some(rate);
        self
    }

    /// Says whether the discount is already taken off the line's amount.
    #[must_use]
    pub fn with_discount_included(mut self, included: bool) -> Self {
        self.discount_included = Some(included);
        self
    }

    /// Says whether tax is within the line's amount.
    #[must_use]
    pub fn with_tax_included(mut self, included: bool) -> Self {
        self.tax_included = Some(included);
        self
    }

    /// Says whether the additional tax is within the line's amount.
    #[must_use]
    pub fn with_additional_tax_included(mut self, included: bool) -> Self {
        self.additional_tax_included = Some(included);
        self
    }

    fn sent(&self) -> Result<Value, Error> {
        let mut sent = self.item.members()?;
        put(&mut sent, "merchant_tax_id", self.merchant_tax_id.as_ref().map(MerchantTaxId::as_str));
        put(&mut sent, "debit_or_credit", self.side.map(Side::as_str));
        put(&mut sent, "discount_rate", self.discount_rate.as_ref().map(Rate::as_str));
        put(&mut sent, "discount_included", self.discount_included);
        put(&mut sent, "tax_included", self.tax_included);
        put(&mut sent, "additional_tax_included", self.additional_tax_included);
        Ok(Value::Object(sent))
    }
}

item_setters!(MastercardLine);

impl Operation for LevelThreeMastercard {
    type Reply = LevelThreeAdded;
    const NAME: &'static str = "level_three.mastercard";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/level_three/mastercard");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with("transaction_id", self.transaction_id.get())
            .with_some("additional_tax_included", self.additional_tax_included)
            .with("line_items", lines(&self.lines, MastercardLine::sent)?);
        self.header.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<LevelThreeAdded, Error> {
        LevelThreeAdded::read(raw, self.transaction_id, &[170, 171])
    }
}
