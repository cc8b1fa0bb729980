//! Reading `.IMP` files.

use chrono::NaiveDate;
use paysage_money::Money;
use rust_decimal::Decimal;

use super::SalesInvoiceProfile;
use crate::canada::not_taken;
use crate::model::{
    CreditMemo, CreditMemoDetails, Customer, Description, Document, Goods, Invoice, InvoiceDetails,
    InvoiceLine, ItemId, OrderNumber, Price, Quantity, Reference, SaleHead, UnitPrice,
};
use crate::text_file::{
    ASK_FOR_A_NEW_FILE, AT_ITS_SOURCE, ReadBack, Refused, Stop, cells, decode, is_mangled,
};

/// Reads the sales invoices of a file; `customers` says which customer has which name. Other blocks are skipped.
///
/// A line's text is its item, and every tax is one line behind the goods: the file says no more.
pub fn read(bytes: &[u8], customers: &[Customer], profile: &SalesInvoiceProfile) -> ReadBack {
    let text = decode(bytes);
    let mut read = ReadBack::default();
    let mut block: Option<Block<'_>> = None;
    for (number, line) in (1_u64..).zip(text.lines()) {
        let line = line.trim();
        if line.eq_ignore_ascii_case("<SalInvoice>") {
            // The block before it, if any, was not closed.
            take(&mut read, block.replace(Block { number, lines: Vec::new() }), |_| Err(cut()));
        } else if line.eq_ignore_ascii_case("</SalInvoice>") {
            take(&mut read, block.take(), |block| document(block, customers, profile));
        } else if let Some(block) = &mut block
            && !line.is_empty()
            && !line.starts_with("<!")
        {
            block.lines.push(line);
        }
    }
    take(&mut read, block, |_| Err(cut()));
    read
}

fn cut() -> Stop {
    Stop::new("the block is not closed: the file was cut", ASK_FOR_A_NEW_FILE)
}

struct Block<'a> {
    number: u64,
    lines: Vec<&'a str>,
}

fn take(
    read: &mut ReadBack,
    block: Option<Block<'_>>,
    document: impl FnOnce(&Block<'_>) -> Result<Document, Stop>,
) {
    let Some(block) = block else { return };
    match document(&block) {
        Ok(document) => read.documents.push(document),
        Err(Stop { reason, fix }) => {
            let head = block.lines.get(1).map(|line| cells(line)).unwrap_or_default();
            let reference = cell(&head, 2).into();
            read.refused.push(Refused { line: block.number, reference, reason, fix });
        }
    }
}

fn cell(cells: &[String], place: usize) -> &str {
    cells.get(place).map_or("", String::as_str)
}

fn document(
    block: &Block<'_>,
    customers: &[Customer],
    profile: &SalesInvoiceProfile,
) -> Result<Document, Stop> {
    let [customer, head, details @ ..] = &*block.lines else {
        return Err(Stop::new("it has no customer or no head", ASK_FOR_A_NEW_FILE));
    };
    let (customer, head) = (cells(customer), cells(head));
    let cell = |place| cell(&head, place);
    if cell(0).parse() != Ok(details.len()) {
        let words = format_args!("it says {:?} lines and has {}", cell(0), details.len());
        return Err(Stop::new(words, ASK_FOR_A_NEW_FILE));
    }
    if cell(4) != "0" || !money(profile, cell(7))?.is_zero() {
        return Err(Stop::new("it is paid already or has freight", "enter it in Sage by hand"));
    }
    let total = money(profile, cell(6))?;
    let credit = total.is_negative();
    let lines = lines(details, credit, profile)?;
    let sale = sale_head(&customer, &head, customers, profile)?;
    let order_number = Some(cell(1)).filter(|number| !number.is_empty()).map(OrderNumber::new).transpose()?;
    let document = if credit {
        let details = CreditMemoDetails { order_number, ..CreditMemoDetails::default() };
        Document::from(CreditMemo::new(sale, lines)?.with_details(details))
    } else {
        let details = InvoiceDetails { order_number, ..InvoiceDetails::default() };
        Document::from(Invoice::new(sale, lines)?.with_details(details)?)
    };
    if let Some(reason) = not_taken(&document) {
        return Err(Stop::new(reason, AT_ITS_SOURCE));
    }
    let total = if credit { total.checked_neg()? } else { total };
    if document.amount() != Some(total) {
        return Err(Stop::new(
            format_args!("its total is {total}, and its lines and taxes do not add up to it"),
            ASK_FOR_A_NEW_FILE,
        ));
    }
    Ok(document)
}

fn sale_head(
    customer: &[String],
    head: &[String],
    customers: &[Customer],
    profile: &SalesInvoiceProfile,
) -> Result<SaleHead, Stop> {
    let name = cell(customer, 0);
    let known = customers.iter().find(|known| known.name.as_str() == name);
    let customer = known.ok_or_else(|| {
        Stop::new(
            format_args!("no known customer is called {name:?}"),
            "give the customer along with the file",
        )
    })?;
    let (reference, date) = (cell(head, 2), cell(head, 3));
    if is_mangled(reference) {
        return Err(Stop::new("a spreadsheet shortened its number", ASK_FOR_A_NEW_FILE));
    }
    let date = NaiveDate::parse_from_str(date, "%m-%d-%Y")
        .map_err(|_| Stop::new(format_args!("{date:?} is no day, mm-dd-yyyy"), ASK_FOR_A_NEW_FILE))?;
    let reference = Reference::new(reference)?;
    Ok(SaleHead::new(reference, customer.id.clone(), date, profile.receivable.clone()))
}

/// The lines of goods, then one per tax.
fn lines(details: &[&str], credit: bool, profile: &SalesInvoiceProfile) -> Result<Vec<InvoiceLine>, Stop> {
    let mut lines = Vec::with_capacity(details.len());
    let mut taxes: Vec<(Box<str>, Money)> = Vec::new();
    for detail in details {
        let record = cells(detail);
        lines.push(goods(&record, credit, profile)?);
        let mut place = 4_usize;
        while let Some(name) = record.get(place) {
            let at = |offset: usize| cell(&record, place.saturating_add(offset));
            if at(1) != "0" {
                return Err(Stop::new(format_args!("{name} is included in the price"), AT_ITS_SOURCE));
            }
            let part = unsigned(profile, at(4), credit)?;
            match taxes.iter_mut().find(|(known, _)| **known == **name) {
                Some((_, sum)) => *sum = sum.checked_add(part)?,
                None => taxes.push((name.as_str().into(), part)),
            }
            place = place.saturating_add(5);
        }
    }
    for (name, sum) in taxes {
        let tax = profile.taxes.iter().find(|tax| tax.name.as_str() == &*name).ok_or_else(|| {
            Stop::new(format_args!("no tax of the profile is called {name}"), "add it to the profile")
        })?;
        let line = InvoiceLine::new(tax.account.clone(), sum, Description::new(name)?)?;
        lines.push(match &tax.agency {
            Some(agency) => line.with_sales_tax_of(agency.clone()),
            None => line.with_sales_tax(),
        });
    }
    Ok(lines)
}

fn goods(record: &[String], credit: bool, profile: &SalesInvoiceProfile) -> Result<InvoiceLine, Stop> {
    let cell = |place| cell(record, place);
    let item = ItemId::new(cell(0))?;
    let mut quantity = decimal(cell(1))?;
    if credit {
        quantity.set_sign_negative(quantity.is_sign_positive());
    }
    let price = Price {
        quantity: Quantity::new(quantity).map_err(|error| Stop::new(error, AT_ITS_SOURCE))?,
        unit_price: UnitPrice::new(decimal(cell(2))?).map_err(|error| Stop::new(error, AT_ITS_SOURCE))?,
    };
    let (account, text) = (profile.revenue_of(&item).clone(), Description::new(item.as_str())?);
    let goods = Goods { item: Some(item), price: Some(price), tax_type: None };
    Ok(InvoiceLine::new(account, unsigned(profile, cell(3), credit)?, text)?.with_goods(goods)?)
}

/// An amount as documents have it, above zero also in a credit memo.
fn unsigned(profile: &SalesInvoiceProfile, text: &str, credit: bool) -> Result<Money, Stop> {
    let amount = money(profile, text)?;
    if credit { Ok(amount.checked_neg()?) } else { Ok(amount) }
}

fn money(profile: &SalesInvoiceProfile, text: &str) -> Result<Money, Stop> {
    Money::parse(text, profile.currency)
        .map_err(|error| Stop::new(format_args!("the amount {text:?}: {error}"), ASK_FOR_A_NEW_FILE))
}

fn decimal(text: &str) -> Result<Decimal, Stop> {
    Decimal::from_str_exact(text)
        .map_err(|_| Stop::new(format_args!("{text:?} is no number"), ASK_FOR_A_NEW_FILE))
}
