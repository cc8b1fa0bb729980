//! Items of the inventory.

use serde::{Deserialize, Serialize};

use super::{Description, DocumentError, GlAccount, ItemDescription, ItemId, StockLevel, UnitPrice};

/// What sort of item a product is. The numbers are those of the item list's import file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ItemClass {
    /// Not kept in stock (0).
    NonStock,
    /// Kept in stock (1).
    Stock,
    /// Only a text for documents, without accounts (2).
    DescriptionOnly,
    /// Built of other items (3).
    Assembly,
    /// A service (4).
    Service,
    /// Labor (5).
    Labor,
    /// An activity, billed by time (6).
    Activity,
    /// A charge, billed by use (7).
    Charge,
    /// Bears the attributes of its substock items (8).
    MasterStock,
    /// One combination of attributes of a master stock item (9).
    Substock,
    /// Kept in stock by serial number (10).
    SerializedStock,
    /// Built of other items, kept by serial number (11).
    SerializedAssembly,
}

impl ItemClass {
    /// Every class, in the order of its number.
    pub const ALL: [Self; 12] = [
        Self::NonStock,
        Self::Stock,
        Self::DescriptionOnly,
        Self::Assembly,
        Self::Service,
        Self::Labor,
        Self::Activity,
        Self::Charge,
        Self::MasterStock,
        Self::Substock,
        Self::SerializedStock,
        Self::SerializedAssembly,
    ];

    /// The number in Sage's item list.
    pub const fn code(self) -> u8 {
        match self {
            Self::NonStock => 0,
            Self::Stock => 1,
            Self::DescriptionOnly => 2,
            Self::Assembly => 3,
            Self::Service => 4,
            Self::Labor => 5,
            Self::Activity => 6,
            Self::Charge => 7,
            Self::MasterStock => 8,
            Self::Substock => 9,
            Self::SerializedStock => 10,
            Self::SerializedAssembly => 11,
        }
    }

    /// The class of a number in Sage's item list.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// The accounts that an item moves, as far as they are set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemAccounts {
    /// Income of its sales.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sales: Option<GlAccount>,
    /// Its value in stock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inventory: Option<GlAccount>,
    /// Cost of what was sold of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_of_sales: Option<GlAccount>,
}

/// An item of the inventory.
///
/// Its quantity on hand is read and never written: stock changes by documents and by
/// [stock adjustments](super::StockAdjustment) only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawProduct")]
pub struct Product {
    id: ItemId,
    description: ItemDescription,
    class: ItemClass,
    accounts: ItemAccounts,
    #[serde(skip_serializing_if = "Option::is_none")]
    sales_description: Option<Description>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<UnitPrice>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    inactive: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity_on_hand: Option<StockLevel>,
}

impl Product {
    /// An item.
    ///
    /// # Errors
    /// Accounts of an item that is only a description.
    pub fn new(
        id: ItemId,
        description: ItemDescription,
        class: ItemClass,
        accounts: ItemAccounts,
    ) -> Result<Self, DocumentError> {
        if class == ItemClass::DescriptionOnly && accounts != ItemAccounts::default() {
            return Err(DocumentError::AccountsOfDescription { item: id.as_str().into() });
        }
        Ok(Self {
            id,
            description,
            class,
            accounts,
            sales_description: None,
            price: None,
            inactive: false,
            quantity_on_hand: None,
        })
    }

    /// Sets the description that sales documents print.
    #[must_use]
    pub fn with_sales_description(mut self, description: Description) -> Self {
        self.sales_description = Some(description);
        self
    }

    /// Sets the standard price (price level 1), in the currency of the books.
    #[must_use]
    pub fn with_price(mut self, price: UnitPrice) -> Self {
        self.price = Some(price);
        self
    }

    /// Marks it as no longer sold.
    #[must_use]
    pub fn with_inactive(mut self, inactive: bool) -> Self {
        self.inactive = inactive;
        self
    }

    /// Notes how much the books say is on hand; for doors that read.
    #[must_use]
    pub fn with_quantity_on_hand(mut self, quantity: StockLevel) -> Self {
        self.quantity_on_hand = Some(quantity);
        self
    }

    /// Its id, which documents name it by.
    pub fn id(&self) -> &ItemId {
        &self.id
    }

    /// Its short description.
    pub fn description(&self) -> &ItemDescription {
        &self.description
    }

    /// What sort of item it is.
    pub fn class(&self) -> ItemClass {
        self.class
    }

    /// The accounts it moves.
    pub fn accounts(&self) -> &ItemAccounts {
        &self.accounts
    }

    /// The description that sales documents print, when set.
    pub fn sales_description(&self) -> Option<&Description> {
        self.sales_description.as_ref()
    }

    /// The standard price, when set.
    pub fn price(&self) -> Option<UnitPrice> {
        self.price
    }

    /// Whether it is no longer sold.
    pub fn inactive(&self) -> bool {
        self.inactive
    }

    /// How much the books said is on hand; never written.
    pub fn quantity_on_hand(&self) -> Option<StockLevel> {
        self.quantity_on_hand
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProduct {
    id: ItemId,
    description: ItemDescription,
    class: ItemClass,
    accounts: ItemAccounts,
    sales_description: Option<Description>,
    price: Option<UnitPrice>,
    #[serde(default)]
    inactive: bool,
    quantity_on_hand: Option<StockLevel>,
}

impl TryFrom<RawProduct> for Product {
    type Error = DocumentError;

    fn try_from(raw: RawProduct) -> Result<Self, DocumentError> {
        let product = Self::new(raw.id, raw.description, raw.class, raw.accounts)?;
        Ok(Self {
            sales_description: raw.sales_description,
            price: raw.price,
            inactive: raw.inactive,
            quantity_on_hand: raw.quantity_on_hand,
            ..product
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_the_number_of_the_import_file() {
        for (index, class) in ItemClass::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(class.code()), index);
            assert_eq!(ItemClass::from_code(class.code()), Some(class));
        }
        assert_eq!(ItemClass::from_code(12), None);
    }

    #[test]
    fn a_mere_description_has_no_accounts() {
        let new = |class, accounts| {
            let (id, text) = (ItemId::new("NOTE").unwrap(), ItemDescription::new("Note").unwrap());
            Product::new(id, text, class, accounts)
        };
        let some = ItemAccounts { sales: Some(GlAccount::new("40000").unwrap()), ..ItemAccounts::default() };
        assert!(new(ItemClass::DescriptionOnly, ItemAccounts::default()).is_ok());
        assert!(new(ItemClass::Service, some.clone()).is_ok());
        assert_eq!(
            new(ItemClass::DescriptionOnly, some).unwrap_err().to_string(),
            "item NOTE is only a description and moves no accounts"
        );
    }
}
