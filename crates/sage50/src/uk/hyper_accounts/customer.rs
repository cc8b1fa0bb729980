//! Customers.

use serde_json::{Map, Value, json};

use super::check::invalid;
use crate::error::Error;
use crate::model::{Address, Customer, Terms};

/// A new customer; what it does not say is left to Sage.
pub(super) fn body(customer: &Customer) -> Result<Value, Error> {
    let fields = customer_fields(customer)?;
    Ok(fields.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>().into())
}

/// A changed customer; what it does not say is cleared.
pub(super) fn changed(customer: &Customer) -> Result<Value, Error> {
    let fields = customer_fields(customer)?.into_iter();
    let cleared = |(name, value): (String, Value)| match value {
        // A number cannot be cleared; terms that are not said stay.
        Value::Null if name == "paymentDueDays" || name == "paymentDueFrom" => None,
        Value::Null => Some((name, "".into())),
        value => Some((name, value)),
    };
    Ok(fields.filter_map(cleared).collect::<Map<_, _>>().into())
}

/// Every field this door knows, `null` where the customer says nothing.
fn customer_fields(customer: &Customer) -> Result<Map<String, Value>, Error> {
    let details = &customer.details;
    let contact = customer.contact.as_ref();
    let nowhere = details.account_number.is_some()
        || details.customer_type.is_some()
        || details.sales_tax_id.is_some()
        || details.since.is_some()
        || !details.custom_fields.is_empty()
        || contact.is_some_and(|contact| contact.title.is_some() || contact.company.is_some());
    if nowhere {
        return Err(Error::unsupported(
            "it has no place for account number, type, sales tax id, custom fields, first day, title or company",
        ));
    }
    let days = match details.terms {
        None => None,
        Some(Terms::Days { due, discount: None }) => Some(due),
        Some(_) => return Err(Error::unsupported("it has no terms but days after the invoice")),
    };
    let contact = contact.map(|contact| {
        let first = contact.first.as_ref().map(crate::model::FirstName::as_str);
        let last = contact.last.as_ref().map(crate::model::LastName::as_str);
        first.into_iter().chain(last).collect::<Vec<_>>().join(" ")
    });
    let country = |address: Option<&Address>| address.and_then(|address| address.country.clone());
    let (home, delivery) = (country(customer.billing.as_ref()), country(customer.shipping.as_ref()));
    if delivery.is_some() && delivery != home {
        return Err(Error::unsupported("it keeps one country per customer"));
    }
    let is_code = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if let Some(country) = home.as_ref().filter(|country| !is_code(country.as_str())) {
        return Err(invalid(format_args!("country {country} is no code of two capitals such as GB")));
    }
    let fields = json!({
        "accountRef": customer.id.as_str(),
        "name": customer.name.as_str(),
        "contactName": contact,
        "telephone": customer.phone,
        "email": customer.email,
        "www": details.web_site,
        "countryCode": home,
        "paymentDueDays": days,
        "paymentDueFrom": days.map(|_| 0),
        "inactiveAccount": details.inactive,
    });
    let Value::Object(mut fields) = fields else { return Ok(Map::new()) };
    for (prefix, address) in [("address", &customer.billing), ("deliveryAddress", &customer.shipping)] {
        for (number, line) in (1_u8..).zip(address_lines(address.as_ref())) {
            fields.insert(format!("{prefix}{number}"), line);
        }
    }
    Ok(fields)
}

/// The five lines of an address: two of the street, city, county, postcode.
fn address_lines(address: Option<&Address>) -> [Value; 5] {
    let Some(address) = address else { return Default::default() };
    [
        json!(address.line1),
        json!(address.line2),
        json!(address.city),
        json!(address.state),
        json!(address.zip),
    ]
}
