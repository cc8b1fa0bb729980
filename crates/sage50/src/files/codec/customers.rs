//! The customer list.

use rust_decimal::Decimal;

use super::{Desk, Entry};
use crate::files::cell;
use crate::files::column::Column;
use crate::files::error::{RowProblem, Stop};
use crate::files::row::Row;
use crate::files::table::View;
use crate::model::{
    Address, Contact, CustomFieldLabel, CustomFieldText, CustomFields, Customer, CustomerDetails, Document,
    EarlyPayment, Found, Kind, Percent, Terms,
};

/// Two lines, city, state, zip code, country.
const BILLING: [Column; 6] = [
    Column::BillLine1,
    Column::BillLine2,
    Column::BillCity,
    Column::BillState,
    Column::BillZip,
    Column::BillCountry,
];
const SHIPPING: [Column; 6] = [
    Column::ShipLine1,
    Column::ShipLine2,
    Column::ShipCity,
    Column::ShipState,
    Column::ShipZip,
    Column::ShipCountry,
];

pub(super) fn write<'a>(customer: &'a Customer, desk: Desk<'a>) -> Result<Vec<Row<'a>>, Stop> {
    let details = &*customer.details;
    let mut row = Row::new(desk.template);
    row.text(Column::CustomerId, customer.id.as_str())?;
    row.text(Column::CustomerName, customer.name.as_str())?;
    row.flag(Column::Inactive, details.inactive)?;
    if let Some(contact) = &customer.contact {
        if contact.title.is_some() || contact.company.is_some() {
            return Err(Stop::new(
                "its contact has a title or a company, for which the customer list has no column",
                "leave them away, or put them into a custom field",
            ));
        }
        row.text_if(Column::BillFirst, contact.first.as_ref())?;
        row.text_if(Column::BillLast, contact.last.as_ref())?;
    }
    write_address(&mut row, BILLING, customer.billing.as_ref())?;
    write_address(&mut row, SHIPPING, customer.shipping.as_ref())?;
    row.text_if(Column::Email, customer.email.as_ref())?;
    row.text_if(Column::Telephone, customer.phone.as_ref())?;
    row.text_if(Column::AccountNumber, details.account_number.as_ref())?;
    row.text_if(Column::CustomerType, details.customer_type.as_ref())?;
    row.text_if(Column::WebSite, details.web_site.as_ref())?;
    row.date_if(Column::CustomerSince, details.since)?;
    if let Some(id) = &details.sales_tax_id {
        desk.profile.check_sales_tax_id(id)?;
        row.text(Column::BillTax, id.as_str())?;
    }
    write_terms(&mut row, details.terms)?;
    for (label, text) in details.custom_fields.iter() {
        row.custom(label.as_str(), text.as_str())?;
    }
    Ok(vec![row])
}

fn write_address<'a>(
    row: &mut Row<'a>,
    columns: [Column; 6],
    address: Option<&'a Address>,
) -> Result<(), Stop> {
    let Some(address) = address else {
        return Ok(());
    };
    let [line1, line2, city, state, zip, country] = columns;
    row.text(line1, address.line1.as_str())?;
    row.text_if(line2, address.line2.as_ref())?;
    row.text_if(city, address.city.as_ref())?;
    row.text_if(state, address.state.as_ref())?;
    row.text_if(zip, address.zip.as_ref())?;
    row.text_if(country, address.country.as_ref())
}

/// Without terms the customer has the company's standard terms.
fn write_terms(row: &mut Row<'_>, terms: Option<Terms>) -> Result<(), Stop> {
    let Some(terms) = terms else {
        row.repeat(Column::StandardTerms, cell::flag(true));
        return Ok(());
    };
    row.flag(Column::StandardTerms, false)?;
    let early = match terms {
        Terms::CashOnDelivery => return row.flag(Column::CashOnDelivery, true),
        Terms::Prepaid => return row.flag(Column::Prepaid, true),
        Terms::Days { due, discount } => {
            row.count(Column::DueDays, due.into())?;
            discount
        }
        Terms::MonthEnd { discount } => {
            row.flag(Column::DueMonthEnd, true)?;
            discount
        }
    };
    if let Some(early) = early {
        row.count(Column::DiscountDays, early.days.into())?;
        let mut percent = early.percent.value();
        percent.rescale(5);
        row.put(Column::DiscountPercent, percent.to_string().into())?;
    }
    Ok(())
}

pub(super) fn read(view: &View<'_>) -> Result<Entry, RowProblem> {
    let id = view.id(Column::CustomerId)?.trim();
    if id.is_empty() {
        return Err(view.problem("Customer ID is blank"));
    }
    let inactive = view.flag(Column::Inactive)?;
    Ok(Entry {
        found: Found {
            key: Box::default(),
            kind: Kind::Customer,
            reference: id.into(),
            customer: Some(id.into()),
            date: None,
            amount: None,
            stock: None,
            status: inactive.then(|| "inactive".into()),
            voided: false,
            incomplete: None,
            booking: crate::model::Booking::default(),
        },
        booked: Vec::new(),
        document: document(view).map(Document::from),
        line: view.number,
    })
}

fn document(view: &View<'_>) -> Result<Customer, RowProblem> {
    let contact = Contact {
        first: view.text(Column::BillFirst)?,
        last: view.text(Column::BillLast)?,
        title: None,
        company: None,
    };
    let mut customer = Customer::new(view.need(Column::CustomerId)?, view.need(Column::CustomerName)?);
    customer.contact = (contact != Contact::default()).then_some(contact);
    customer.billing = read_address(view, BILLING)?;
    customer.shipping = read_address(view, SHIPPING)?;
    customer.email = view.text(Column::Email)?;
    customer.phone = view.text(Column::Telephone)?;
    Ok(customer.with_details(CustomerDetails {
        account_number: view.text(Column::AccountNumber)?,
        terms: read_terms(view)?,
        customer_type: view.text(Column::CustomerType)?,
        sales_tax_id: view.text(Column::BillTax)?,
        custom_fields: read_custom(view)?,
        web_site: view.text(Column::WebSite)?,
        since: view.read(Column::CustomerSince, cell::read_date)?,
        inactive: view.flag(Column::Inactive)?,
    }))
}

fn read_address(view: &View<'_>, columns: [Column; 6]) -> Result<Option<Address>, RowProblem> {
    if columns.into_iter().all(|column| view.get(column).trim().is_empty()) {
        return Ok(None);
    }
    let [line1, line2, city, state, zip, country] = columns;
    Ok(Some(Address {
        line1: view.need(line1)?,
        line2: view.text(line2)?,
        city: view.text(city)?,
        state: view.text(state)?,
        zip: view.text(zip)?,
        country: view.text(country)?,
    }))
}

fn read_terms(view: &View<'_>) -> Result<Option<Terms>, RowProblem> {
    if view.flag(Column::StandardTerms)? || !view.has(Column::StandardTerms) {
        return Ok(None);
    }
    if view.flag(Column::CashOnDelivery)? {
        return Ok(Some(Terms::CashOnDelivery));
    }
    if view.flag(Column::Prepaid)? {
        return Ok(Some(Terms::Prepaid));
    }
    let days = |column| {
        view.read(column, |text| u16::try_from(cell::read_count(text)?).map_err(|_| "is too large".into()))
    };
    let (discount_days, percent) =
        (days(Column::DiscountDays)?, view.read(Column::DiscountPercent, cell::read_number)?);
    let discount = if discount_days == 0 && percent == Decimal::ZERO {
        None
    } else {
        let percent = Percent::new(percent).map_err(|error| view.problem(error))?;
        Some(EarlyPayment { days: discount_days, percent })
    };
    Ok(Some(if view.flag(Column::DueMonthEnd)? {
        Terms::MonthEnd { discount }
    } else {
        Terms::Days { due: days(Column::DueDays)?, discount }
    }))
}

fn read_custom(view: &View<'_>) -> Result<CustomFields, RowProblem> {
    let mut fields = CustomFields::new();
    for (label, text) in view.custom().filter(|(_, text)| !text.trim().is_empty()) {
        let label = CustomFieldLabel::new(label).map_err(|error| view.problem(error))?;
        let text = CustomFieldText::new(text).map_err(|error| view.problem(error))?;
        fields = fields.with(label, text).map_err(|error| view.problem(error))?;
    }
    Ok(fields)
}
