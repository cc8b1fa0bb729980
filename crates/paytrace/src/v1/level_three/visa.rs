//! `POST /v1/level_three/visa`.

use paysage_money::Money;
use serde_json::Value;

use super::header::{Header, amount, header_setters};
use super::item::{Item, item_setters};
use super::{CommodityCode, CustomerTaxId, LevelThreeAdded, MerchantTaxId, Rate, lines, put};
use crate::{Effect, Endpoint, Error, Operation, Outgoing, RawReply, TransactionId};

/// Adds Level 3 data to an approved sale with a Visa card that is not settled yet.
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
/// PayTrace help, "Adding Level 3 Data Visa", read 2026-11.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LevelThreeVisa {
    transaction_id: TransactionId,
    header: Header,
    merchant_tax_id: Option<MerchantTaxId>,
    customer_tax_id: Option<CustomerTaxId>,
    commodity_code: Option<CommodityCode>,
    discount_amount: Option<Money>,
    additional_tax_rate: Option<Rate>,
    lines: Vec<VisaLine>,
}

/// One line item of a sale with a Visa card.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct VisaLine {
    item: Item,
    commodity_code: Option<CommodityCode>,
}

impl LevelThreeVisa {
    /// Adds data to this sale; say what by the setters.
    pub fn new(transaction_id: TransactionId) -> Self {
        Self {
            transaction_id,
            header: Header::default(),
            merchant_tax_id: None,
            customer_tax_id: None,
            commodity_code: None,
            discount_amount: None,
            additional_tax_rate: None,
            lines: Vec::new(),
        }
    }

    /// Names the merchant to the tax office.
    #[must_use]
    pub fn with_merchant_tax_id(mut self, id: MerchantTaxId) -> Self {
        self.merchant_tax_id = Some(id);
        self
    }

    /// Names the customer to the tax office.
    #[must_use]
    pub fn with_customer_tax_id(mut self, id: CustomerTaxId) -> Self {
        self.customer_tax_id = Some(id);
        self
    }

    /// Says what kind of goods the sale is about.
    #[must_use]
    pub fn with_commodity_code(mut self, code: CommodityCode) -> Self {
        self.commodity_code = Some(code);
        self
    }

    /// Says how much discount there is on the sale: US dollars, not below 0.00; checked when it is sent.
    #[must_use]
    pub fn with_discount_amount(mut self, discount: Money) -> Self {
        self.discount_amount = Some(discount);
        self
    }

    /// Says at which rate the additional tax was reckoned.
    #[must_use]
    pub fn with_additional_tax_rate(mut self, rate: Rate) -> Self {
        self.additional_tax_rate = Some(rate);
        self
    }

    /// Adds a line item.
    #[must_use]
    pub fn with_line(mut self, line: VisaLine) -> Self {
        self.lines.push(line);
        self
    }
}

header_setters!(LevelThreeVisa);

impl VisaLine {
    fn of(item: Item) -> Self {
        Self { item, commodity_code: None }
    }

    /// Says what kind of goods the line is about.
    #[must_use]
    pub fn with_commodity_code(mut self, code: CommodityCode) -> Self {
        self.commodity_code = Some(code);
        self
    }

    fn sent(&self) -> Result<Value, Error> {
        let mut sent = self.item.members()?;
        put(&mut sent, "commodity_code", self.commodity_code.as_ref().map(CommodityCode::as_str));
        Ok(Value::Object(sent))
    }
}

item_setters!(VisaLine);

impl Operation for LevelThreeVisa {
    type Reply = LevelThreeAdded;
    const NAME: &'static str = "level_three.visa";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/level_three/visa");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with("transaction_id", self.transaction_id.get())
            .with_some("merchant_tax_id", self.merchant_tax_id.as_ref().map(MerchantTaxId::as_str))
            .with_some("customer_tax_id", self.customer_tax_id.as_ref().map(CustomerTaxId::as_str))
            .with_some("commodity_code", self.commodity_code.as_ref().map(CommodityCode::as_str))
            .with_some("discount_amount", amount("discount amount", self.discount_amount)?)
            .with_some("additional_tax_rate", self.additional_tax_rate.as_ref().map(Rate::as_str))
            .with("line_items", lines(&self.lines, VisaLine::sent)?);
        self.header.add_to(outgoing)
    }

    fn reply(&self, raw: &RawReply) -> Result<LevelThreeAdded, Error> {
        LevelThreeAdded::read(raw, self.transaction_id, &[170])
    }
}
