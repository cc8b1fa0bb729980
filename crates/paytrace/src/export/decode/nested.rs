//! The objects inside a row: its addresses and its card.

use std::borrow::Cow;

use super::{Bad, flawed};
use crate::model::is_masked;
use crate::wire::object::{self, Slot};
use crate::wire::scalar;
use crate::{Address, MaskedCard, redact};

pub(super) const ADDRESS: [&str; 8] =
    ["name", "street_address", "street_address2", "city", "county", "state", "zip", "country"];

pub(crate) fn address(key: &'static str, slot: Slot<'_>) -> Result<Address, Bad> {
    let Some(text) = scalar::object(slot).map_err(|problem| (key.into(), problem))? else {
        return Ok(Address::default());
    };
    match object::read(text, &ADDRESS) {
        (slots, None) => address_of(key, slots),
        (_, Some(flaw)) => Err(flawed(key, &ADDRESS, flaw)),
    }
}

pub(super) fn address_of(key: &'static str, slots: [Slot<'_>; 8]) -> Result<Address, Bad> {
    let mut texts = [const { None }; 8];
    for ((slot, text), name) in slots.into_iter().zip(&mut texts).zip(ADDRESS) {
        let line = scalar::owned(slot).map_err(|problem| (format!("{key}.{name}").into(), problem))?;
        *text = line.map(redact::card_numbers_in);
    }
    let [name, street, street2, city, county, state, zip, nation] = texts;
    Ok(Address {
        name,
        street_address: street,
        street_address2: street2,
        city,
        county,
        state,
        zip,
        country: nation,
    })
}

pub(super) const CARD: [&str; 3] = ["masked_number", "expiration_month", "expiration_year"];

pub(crate) fn card(slot: Slot<'_>) -> Result<Option<MaskedCard>, Bad> {
    let Some(text) = scalar::object(slot).map_err(|problem| ("credit_card".into(), problem))? else {
        return Ok(None);
    };
    match object::read(text, &CARD) {
        (slots, None) => card_of(slots),
        (_, Some(flaw)) => Err(flawed("credit_card", &CARD, flaw)),
    }
}

pub(super) fn card_of([number, month, year]: [Slot<'_>; 3]) -> Result<Option<MaskedCard>, Bad> {
    let wrap = |problem| (Cow::Borrowed("credit_card.masked_number"), problem);
    let Some(masked_number) = scalar::owned(number).map_err(wrap)? else {
        return Ok(None);
    };
    if !is_masked(&masked_number) {
        return Err(wrap("shows more than the first six and last four digits; it is not kept"));
    }
    Ok(Some(MaskedCard {
        masked_number,
        expiration_month: month_of(month)?,
        expiration_year: year_of(year)?,
    }))
}

fn month_of(slot: Slot<'_>) -> Result<Option<u8>, Bad> {
    let wrap = |problem| (Cow::Borrowed("credit_card.expiration_month"), problem);
    let Some(text) = scalar::text(slot).map_err(wrap)? else {
        return Ok(None);
    };
    match text.parse::<u8>() {
        Ok(0) => Ok(None),
        Ok(month @ 1..=12) => Ok(Some(month)),
        _ => Err(wrap("is no month from 1 to 12")),
    }
}

fn year_of(slot: Slot<'_>) -> Result<Option<u16>, Bad> {
    let wrap = |problem| (Cow::Borrowed("credit_card.expiration_year"), problem);
    let Some(text) = scalar::text(slot).map_err(wrap)? else {
        return Ok(None);
    };
    match text.parse::<u16>() {
        Ok(0) => Ok(None),
        Ok(year @ 1..=99) => Ok(Some(year.saturating_add(2000))),
        Ok(year @ 1970..=2099) => Ok(Some(year)),
        _ => Err(wrap("is no year of two digits or from 1970 to 2099")),
    }
}
