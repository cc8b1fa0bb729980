//! Customers of the customer list.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    AccountNumber, AddressLine, City, CompanyName, ContactTitle, Country, CustomFields, CustomerId,
    CustomerName, CustomerType, Email, FirstName, LastName, Phone, SalesTaxId, State, Terms, WebSite, Zip,
};

/// The person bills go to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// First name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<FirstName>,
    /// Last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<LastName>,
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<ContactTitle>,
    /// The company the person works for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyName>,
}

/// An address as Sage keeps it: two lines, city, state, zip code, country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// First line.
    pub line1: AddressLine,
    /// Second line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line2: Option<AddressLine>,
    /// City.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<City>,
    /// State, two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zip: Option<Zip>,
    /// Country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
}

impl Address {
    /// An address of one line; the rest are plain fields.
    pub fn new(line1: AddressLine) -> Self {
        Self { line1, line2: None, city: None, state: None, zip: None, country: None }
    }
}

/// A customer of the customer list. Sage refuses a second one with the same id, whatever its case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Customer {
    /// The id that documents name the customer by.
    pub id: CustomerId,
    /// The name that Sage's lists and documents show.
    pub name: CustomerName,
    /// The person bills go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// Where bills go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billing: Option<Address>,
    /// Where goods go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Address>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// What else Sage keeps of the customer.
    #[serde(default, skip_serializing_if = "CustomerDetails::is_empty")]
    pub details: Box<CustomerDetails>,
}

/// What else Sage keeps of a customer. What is not set here is left to the defaults of the company.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerDetails {
    /// The number under which the customer keeps this company's account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_number: Option<AccountNumber>,
    /// When the customer has to pay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// The type by which reports group customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_type: Option<CustomerType>,
    /// The sales tax that sales to the customer are subject to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sales_tax_id: Option<SalesTaxId>,
    /// The company's own fields.
    #[serde(default, skip_serializing_if = "CustomFields::is_empty")]
    pub custom_fields: CustomFields,
    /// Web site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web_site: Option<WebSite>,
    /// The day the customer became one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// Whether nothing should be sold to the customer any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inactive: bool,
}

impl CustomerDetails {
    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Customer {
    /// A customer with id and name only.
    pub fn new(id: CustomerId, name: CustomerName) -> Self {
        Self {
            id,
            name,
            contact: None,
            billing: None,
            shipping: None,
            email: None,
            phone: None,
            details: Box::default(),
        }
    }

    /// Sets what else Sage keeps of the customer.
    #[must_use]
    pub fn with_details(mut self, details: CustomerDetails) -> Self {
        self.details = Box::new(details);
        self
    }

    /// Sets the person bills go to.
    #[must_use]
    pub fn with_contact(mut self, contact: Contact) -> Self {
        self.contact = Some(contact);
        self
    }

    /// Sets where bills go.
    #[must_use]
    pub fn with_billing(mut self, address: Address) -> Self {
        self.billing = Some(address);
        self
    }

    /// Sets where goods go.
    #[must_use]
    pub fn with_shipping(mut self, address: Address) -> Self {
        self.shipping = Some(address);
        self
    }

    /// Sets the e-mail address.
    #[must_use]
    pub fn with_email(mut self, email: Email) -> Self {
        self.email = Some(email);
        self
    }

    /// Sets the telephone number.
    #[must_use]
    pub fn with_phone(mut self, phone: Phone) -> Self {
        self.phone = Some(phone);
        self
    }
}
