//! The texts of Level 3 data.

paysage_money::text_newtype! {
    /// The merchant's code of a product.
    pub struct ProductId("product id", 12);
}

paysage_money::text_newtype! {
    /// What a line item sells, in words.
    pub struct ItemDescription("description of the line item", 35);
}

paysage_money::text_newtype! {
    /// The unit in which a line item is counted, as a code of UN/ECE Recommendation 20: `PCE`, `LBR`, `HUR`.
    pub struct UnitOfMeasure("unit of measure", 12, |text| {
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) { Ok(()) } else { Err("must be letters and digits") }
    });
}

paysage_money::text_newtype! {
    /// The international code of goods or services: 3 to 12 letters and digits; the merchant's bank has the list.
    pub struct CommodityCode("commodity code", 12, |text| {
        if text.len() >= 3 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Ok(())
        } else {
            Err("must be 3 to 12 letters and digits")
        }
    });
}

paysage_money::text_newtype! {
    /// The number by which the tax office knows the merchant.
    pub struct MerchantTaxId("merchant tax id", 20);
}

paysage_money::text_newtype! {
    /// The number by which the tax office knows the customer.
    pub struct CustomerTaxId("customer tax id", 13);
}
