//! `POST /v1/batches/export_one`.

use std::num::NonZeroU32;

use paysage_money::Money;

use super::export::{Batch, amount_in, count_in};
use crate::limits;
use crate::refusal::unreadable;
use crate::v1::answer::Answer;
use crate::wire::object::{self, Slot};
use crate::wire::scalar::{self, Problem};
use crate::{Effect, Endpoint, Error, ErrorKind, Operation, Outcome, Outgoing, RawReply};

/// Reads one batch with its figures by card brand: the latest, or the latest with a given number.
///
/// Numbers have one to three digits and are used again: compare the time with the one you mean.
///
/// # Refused with
/// No code of its own is documented; besides, what every call can be refused with ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// The path and the key `batch.number` from a public connector; the break-down by brand from PayTrace help, "API
/// export single batch" of the older interface; read 2026-11. PayTrace does not document how v1 names the figures
/// of a brand: both `visa_sales_count` and an object `visa` with `sales_count` are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchByNumber {
    batch_number: Option<NonZeroU32>,
}

/// A batch and its break-down.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchDetails {
    /// The batch as a whole.
    pub batch: Batch,
    /// Its figures by card brand; brands of which the answer says nothing are left out.
    pub brands: Vec<BrandTotals>,
}

/// What a batch holds of one card brand. What PayTrace left out is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BrandTotals {
    /// The brand.
    pub brand: CardBrand,
    /// How many sales.
    pub sales_count: Option<u64>,
    /// The sum of the sales.
    pub sales_amount: Option<Money>,
    /// How many refunds.
    pub refund_count: Option<u64>,
    /// The sum of the refunds.
    pub refund_amount: Option<Money>,
}

/// The card brands by which PayTrace breaks a batch down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CardBrand {
    /// Visa.
    Visa,
    /// Mastercard.
    Mastercard,
    /// American Express.
    Amex,
    /// Discover.
    Discover,
    /// Diners Club.
    Diners,
    /// JCB.
    Jcb,
    /// Cards of one merchant or chain (`PRIVATE`).
    PrivateLabel,
}

impl BatchByNumber {
    /// Reads the latest batch.
    ///
    /// PayTrace's documents also speak of "currently pending settlement details" here; an answer without a batch
    /// number is refused as unreadable.
    pub fn latest() -> Self {
        Self { batch_number: None }
    }

    /// Reads the batch with this number.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the number is not from 1 to 999.
    pub fn new(batch_number: u32) -> Result<Self, Error> {
        Ok(Self { batch_number: Some(limits::batch_number(batch_number)?) })
    }
}

impl Operation for BatchByNumber {
    type Reply = BatchDetails;
    const NAME: &'static str = "batch.export_one";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/batches/export_one");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT).with_some("batch_number", self.batch_number.map(NonZeroU32::get)))
    }

    fn reply(&self, raw: &RawReply) -> Result<BatchDetails, Error> {
        let answer = Answer::read(raw)?;
        if (answer.success, answer.code) != (true, 1) {
            return Err(answer.unexpected());
        }
        let ([batch], _) = object::read(str::from_utf8(&raw.body).unwrap_or_default(), &["batch"]);
        let text = scalar::object(batch).ok().flatten().ok_or_else(unreadable)?;
        let details = BatchDetails::read(text).map_err(|_| {
            let message = "the batch in PayTrace's answer has no number, or a time, count or amount that cannot be \
                           read exactly; look the batch up in PayTrace";
            Error::new(ErrorKind::Unreadable, Outcome::Nothing, message)
        })?;
        if self.batch_number.is_some_and(|asked| asked.get() != details.batch.number) {
            let message = "PayTrace's answer speaks of another batch than the call";
            return Err(Error::new(ErrorKind::Unreadable, Outcome::Nothing, message));
        }
        Ok(details)
    }
}

/// A brand's key for an object, and its keys beside the batch's own.
static BRANDS: [(CardBrand, [&str; 5]); 7] = [
    (
        CardBrand::Visa,
        ["visa", "visa_sales_count", "visa_sales_amount", "visa_refund_count", "visa_refund_amount"],
    ),
    (
        CardBrand::Mastercard,
        [
            "mastercard",
            "mastercard_sales_count",
            "mastercard_sales_amount",
            "mastercard_refund_count",
            "mastercard_refund_amount",
        ],
    ),
    (
        CardBrand::Amex,
        ["amex", "amex_sales_count", "amex_sales_amount", "amex_refund_count", "amex_refund_amount"],
    ),
    (
        CardBrand::Discover,
        [
            "discover",
            "discover_sales_count",
            "discover_sales_amount",
            "discover_refund_count",
            "discover_refund_amount",
        ],
    ),
    (
        CardBrand::Diners,
        [
            "diners",
            "diners_sales_count",
            "diners_sales_amount",
            "diners_refund_count",
            "diners_refund_amount",
        ],
    ),
    (CardBrand::Jcb, ["jcb", "jcb_sales_count", "jcb_sales_amount", "jcb_refund_count", "jcb_refund_amount"]),
    (
        CardBrand::PrivateLabel,
        [
            "private",
            "private_sales_count",
            "private_sales_amount",
            "private_refund_count",
            "private_refund_amount",
        ],
    ),
];

const FIGURES: [&str; 4] = ["sales_count", "sales_amount", "refund_count", "refund_amount"];

impl BatchDetails {
    fn read(text: &str) -> Result<Self, Problem> {
        let batch = Batch::read(text.as_bytes())?;
        let brands = BRANDS.iter().map(|(brand, keys)| BrandTotals::read(text, *brand, keys));
        Ok(Self { batch, brands: brands.filter_map(Result::transpose).collect::<Result<_, _>>()? })
    }
}

impl BrandTotals {
    fn read(text: &str, brand: CardBrand, keys: &'static [&'static str; 5]) -> Result<Option<Self>, Problem> {
        let ([nested, mut sales, mut sales_sum, mut refunds, mut refund_sum], _) = object::read(text, keys);
        if let Some(nested) = scalar::object(nested)? {
            let (slots, flaw) = object::read(nested, &FIGURES);
            if flaw.is_some() {
                return Err("is no object with each key once");
            }
            [sales, sales_sum, refunds, refund_sum] = slots;
        }
        if [sales, sales_sum, refunds, refund_sum] == [Slot::Absent; 4] {
            return Ok(None);
        }
        Ok(Some(Self {
            brand,
            sales_count: count_in(sales)?,
            sales_amount: amount_in(sales_sum)?,
            refund_count: count_in(refunds)?,
            refund_amount: amount_in(refund_sum)?,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use paysage_money::Currency;

    fn read(call: BatchByNumber, batch: &str) -> Result<BatchDetails, Error> {
        let body = format!(r#"{{"success":true,"response_code":1,"status_message":"x","batch":{batch}}}"#);
        call.reply(&RawReply::new(200, body))
    }

    #[test]
    fn a_batch_is_broken_down_by_brand_however_the_figures_stand() {
        let batch = r#"{"number":571,"when":"6/10/2026 8:13:45 PM","net_amount":"30.00",
            "visa_sales_count":2,"visa_sales_amount":"40.00","amex":{"refund_count":"1","refund_amount":10}}"#;
        let details = read(BatchByNumber::new(571).expect("a number"), batch).expect("a batch");
        assert_eq!((details.batch.number, details.batch.net_amount.map(Money::minor)), (571, Some(3000)));
        let [visa, amex] = details.brands.as_slice() else { panic!("{details:?}") };
        let usd = |minor| Some(Money::from_minor(minor, Currency::Usd));
        assert_eq!((visa.brand, visa.sales_count, visa.sales_amount), (CardBrand::Visa, Some(2), usd(4000)));
        assert_eq!((visa.refund_count, visa.refund_amount), (None, None));
        assert_eq!(
            (amex.brand, amex.refund_count, amex.refund_amount),
            (CardBrand::Amex, Some(1), usd(1000))
        );
    }

    #[test]
    fn what_is_not_the_batch_asked_for_or_not_exact_is_no_batch() {
        for batch in [
            r#"{"number":572}"#,
            r#"{"when":""}"#,
            r#"{"number":571,"visa_sales_amount":1.005}"#,
            r#"{"number":571,"jcb":{"sales_count":-1}}"#,
            r#"{"number":571,"number":571}"#,
            r#"{"number":571,"visa":7}"#,
            "[]",
            "null",
        ] {
            let error = read(BatchByNumber::new(571).expect("a number"), batch).expect_err(batch);
            assert_eq!(error.kind(), ErrorKind::Unreadable, "{batch}");
        }
        assert!(BatchByNumber::new(0).is_err() && BatchByNumber::new(u32::MAX).is_err());
        assert_eq!(read(BatchByNumber::latest(), r#"{"number":572}"#).expect("the latest").brands, []);
    }
}
