//! Level 3 data of v1: what goes out, and what an answer means.

use paytrace::v1::level_three::{
    CommodityCode, CustomerTaxId, ItemDescription, LevelThreeMastercard, LevelThreeVisa, MastercardLine,
    MerchantTaxId, ProductId, Quantity, Rate, Side, UnitCost, UnitOfMeasure, VisaLine,
};
use paytrace::{Address, CustomerReferenceId, InvoiceId, Operation, Outcome, RawReply};
use serde_json::json;

use crate::v1_charge::{sent, transaction, usd};

fn rate(text: &str) -> Rate {
    text.parse().unwrap()
}

fn destination(country: &str) -> Address {
    Address { zip: Some("94948".into()), country: Some(country.into()), ..Address::default() }
}

fn visa_line() -> VisaLine {
    let description = ItemDescription::new("Office chair").unwrap();
    let quantity = Quantity::parse("2.5").unwrap();
    VisaLine::new(description, quantity, UnitCost::parse("39.9999").unwrap(), usd("100"))
}

fn mastercard_line() -> MastercardLine {
    let description = ItemDescription::new("Office chair").unwrap();
    MastercardLine::new(description, Quantity::parse("1").unwrap(), UnitCost::parse("5").unwrap(), usd("5"))
}

#[test]
fn all_that_visa_takes_is_sent_exactly() {
    let line = visa_line()
        .with_product_id(ProductId::new("CH-1").unwrap())
        .with_unit_of_measure(UnitOfMeasure::new("PCE").unwrap())
        .with_discount_amount(usd("0.27"))
        .with_additional_tax_amount(usd("0.4"))
        .with_additional_tax_rate(rate("0.01"))
        .with_commodity_code(CommodityCode::new("56112104").unwrap());
    let call = LevelThreeVisa::new(transaction())
        .with_invoice_id(InvoiceId::new("INV-1").unwrap())
        .with_customer_reference_id(CustomerReferenceId::new("PO-1").unwrap())
        .with_tax_amount(usd("4.99"))
        .with_national_tax_amount(usd("1.72"))
        .with_freight_amount(usd("0.75"))
        .with_duty_amount(usd("0.32"))
        .with_additional_tax_amount(usd("0.4"))
        .with_additional_tax_rate(rate("8.25"))
        .with_source_zip("94947")
        .with_shipping_address(destination("US"))
        .with_merchant_tax_id(MerchantTaxId::new("3456defg").unwrap())
        .with_customer_tax_id(CustomerTaxId::new("3456defh").unwrap())
        .with_commodity_code(CommodityCode::new("4321").unwrap())
        .with_discount_amount(usd("0.99"))
        .with_line(line)
        .with_line(visa_line());
    let body = json!({"transaction_id": 100_000_001, "invoice_id": "INV-1", "customer_reference_id": "PO-1",
        "tax_amount": "4.99", "national_tax_amount": "1.72", "freight_amount": "0.75", "duty_amount": "0.32",
        "additional_tax_amount": "0.40", "additional_tax_rate": "8.25", "source_address": {"zip": "94947"},
        "shipping_address": {"zip": "94948", "country": "US"}, "merchant_tax_id": "3456defg",
        "customer_tax_id": "3456defh", "commodity_code": "4321", "discount_amount": "0.99", "line_items": [
            {"description": "Office chair", "quantity": "2.5", "unit_cost": "39.9999", "amount": "100.00",
             "product_id": "CH-1", "unit_of_measure": "PCE", "discount_amount": "0.27",
             "additional_tax_amount": "0.40", "additional_tax_rate": "0.01", "commodity_code": "56112104"},
            {"description": "Office chair", "quantity": "2.5", "unit_cost": "39.9999", "amount": "100.00"}]});
    assert_eq!(sent(&call), ("/v1/level_three/visa".to_owned(), body));
}

#[test]
fn all_that_mastercard_takes_is_sent_exactly() {
    let line = mastercard_line()
        .with_merchant_tax_id(MerchantTaxId::new("3456defg").unwrap())
        .with_side(Side::Credit)
        .with_discount_rate(rate("10"))
        .with_discount_included(true)
        .with_tax_included(false)
        .with_additional_tax_included(true);
    let call = LevelThreeMastercard::new(transaction())
        .with_tax_exempt()
        .with_additional_tax_included(false)
        .with_line(line)
        .with_line(mastercard_line().with_side(Side::Debit));
    let body = json!({"transaction_id": 100_000_001, "tax_amount": "-1", "additional_tax_included": false,
        "line_items": [
            {"description": "Office chair", "quantity": "1", "unit_cost": "5", "amount": "5.00",
             "merchant_tax_id": "3456defg", "debit_or_credit": "C", "discount_rate": "10",
             "discount_included": true, "tax_included": false, "additional_tax_included": true},
            {"description": "Office chair", "quantity": "1", "unit_cost": "5", "amount": "5.00",
             "debit_or_credit": "D"}]});
    assert_eq!(sent(&call), ("/v1/level_three/mastercard".to_owned(), body));
}

#[test]
fn each_limit_is_named_with_the_line_it_is_in() {
    let bare = || LevelThreeVisa::new(transaction());
    let call = || bare().with_line(visa_line());
    let cases = [
        (bare(), "level 3 data must have at least one line item; add it with with_line"),
        (call().with_duty_amount(usd("-1")), "duty amount must not be less than 0.00"),
        (
            call().with_line(visa_line().with_discount_amount(usd("-0.01"))),
            "line item 2: discount amount must not be less than 0.00",
        ),
        (
            call().with_shipping_address(destination("USA")),
            "shipping address: the country must have two letters (ISO 3166), such as US",
        ),
        (call().with_source_zip(" "), "source ZIP is blank"),
    ];
    for (call, message) in cases {
        assert_eq!(call.outgoing().unwrap_err().to_string(), message);
    }
    assert!(LevelThreeMastercard::new(transaction()).with_tax_exempt().outgoing().is_err());
    assert!(ItemDescription::new("x".repeat(36)).is_err());
    assert!(ProductId::new("x".repeat(13)).is_err());
    for code in ["12", "1234567890123", "12-34"] {
        assert!(CommodityCode::new(code).is_err(), "{code}");
    }
    assert!(UnitOfMeasure::new("per hour").is_err());
}

#[test]
fn each_brand_knows_its_own_codes() {
    let visa = LevelThreeVisa::new(transaction());
    let mastercard = LevelThreeMastercard::new(transaction());
    let outcomes = |body: &str| {
        let raw = RawReply::new(200, body.to_owned());
        (
            visa.reply(&raw).map(drop).map_err(|error| error.outcome()),
            mastercard.reply(&raw).map(drop).map_err(|error| error.outcome()),
        )
    };
    let (good, doubt) = (Ok(()), Err(Outcome::Unknown));
    assert_eq!(outcomes(r#"{"success":true,"response_code":170}"#), (good, good));
    assert_eq!(outcomes(r#"{"success":true,"response_code":171}"#), (doubt, good));
    assert_eq!(outcomes(r#"{"success":false,"response_code":170}"#), (doubt, doubt));
    assert_eq!(outcomes(r#"{"success":true,"response_code":170,"transaction_id":5}"#), (doubt, doubt));
}
