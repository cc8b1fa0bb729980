//! The customer of a record: its own, or the walk-in customer.

use paytrace::Transaction;
use sage50::{
    Address, AddressLine, City, Country, Customer, CustomerId, CustomerName, Email, Limits, State, Zip,
};

use crate::profile::Profile;
use crate::rule::Rule;
use crate::unfit::{Unfit, named, short};

/// The Sage 50 customer that a record's documents go to; `rules` learns what gave which field.
///
/// # Errors
/// A text that Sage 50 does not take. Nothing is cut: a person shortens it or the gateway's record is corrected.
pub(crate) fn customer(
    transaction: &Transaction,
    profile: &Profile,
    rules: &mut Vec<Rule>,
) -> Result<Customer, Unfit> {
    let Some(id) = &transaction.customer_id else {
        rules.push(Rule::new("customer", "the record names none: the walk-in customer"));
        return Ok(Customer::new(profile.walk_in.id.clone(), profile.walk_in.name.clone()));
    };
    let id = named("customer_id", CustomerId::new(id.clone()))?;
    rules.push(Rule::new("customer", "the record's customer_id"));
    let limits = profile.edition.limits();
    let billing = &transaction.billing_address;
    let shipping = &transaction.shipping_address;
    let name = billing.name.as_deref().or(shipping.name.as_deref()).unwrap_or(id.as_str());
    let name = short("billing_address.name", "customer name", name, limits.customer_name)?;
    let mut customer = Customer::new(id.clone(), named("billing_address.name", CustomerName::new(name))?);
    if let Some(address) = address(billing, limits)? {
        customer = customer.with_billing(address);
    }
    if let Some(address) = address(shipping, limits)? {
        customer = customer.with_shipping(address);
    }
    if let Some(email) = &transaction.email {
        customer = customer.with_email(named("receipt_emailed_to", Email::new(email.clone()))?);
    }
    Ok(customer)
}

/// An address with a street; one without is none for Sage 50, which has no place for a lone city.
fn address(from: &paytrace::Address, limits: &Limits) -> Result<Option<Address>, Unfit> {
    let Some(street) = &from.street_address else {
        return Ok(None);
    };
    let (first, second) = lines(street, from.street_address2.as_deref(), limits.address_line);
    let first = short("street_address", "address line", first, limits.address_line)?;
    let second =
        second.map(|text| short("street_address2", "address line", text, limits.address_line)).transpose()?;
    let city = from.city.as_deref().map(|text| short("city", "city", text, limits.city)).transpose()?;
    let state = from.state.as_deref().map(|text| short("state", "state", text, limits.state)).transpose()?;
    let mut address = Address::new(named("street_address", AddressLine::new(first))?);
    address.line2 = named("street_address2", second.map(AddressLine::new).transpose())?;
    address.city = named("city", city.map(City::new).transpose())?;
    address.state = named("state", state.map(State::new).transpose())?;
    address.zip = named("zip", from.zip.clone().map(Zip::new).transpose())?;
    address.country = named("country", from.country.clone().map(Country::new).transpose())?;
    Ok(Some(address))
}

/// A street longer than one line goes on in the second at a blank, when the second is free.
fn lines<'a>(street: &'a str, second: Option<&'a str>, limit: usize) -> (&'a str, Option<&'a str>) {
    if second.is_some() || street.chars().count() <= limit {
        return (street, second);
    }
    let fits = |at: &usize| street.get(..*at).is_some_and(|head| head.chars().count() <= limit);
    match street.match_indices(' ').map(|(at, _)| at).rfind(fits) {
        Some(at) => {
            let (head, tail) = street.split_at(at);
            (head.trim_end(), Some(tail.trim_start()))
        }
        None => (street, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_street_goes_on_in_a_free_second_line() {
        let street = "1200 North Industrial Boulevard Suite 4";
        assert_eq!(lines(street, None, 30), ("1200 North Industrial", Some("Boulevard Suite 4")));
        assert_eq!(
            lines(street, Some("Dock 2"), 30),
            (street, Some("Dock 2")),
            "a taken line is not touched"
        );
        assert_eq!(lines("1 Main Street", None, 30), ("1 Main Street", None));
        let unbroken = "x".repeat(31);
        assert_eq!(
            lines(&unbroken, None, 30),
            (unbroken.as_str(), None),
            "no blank to break at: refused later"
        );
    }
}
