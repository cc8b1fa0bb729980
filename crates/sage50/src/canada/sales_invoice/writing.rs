//! Writing `.IMP` files.

use std::fmt::Write as _;

use paysage_money::Money;
use rust_decimal::Decimal;

use super::{SalesInvoiceProfile, SalesTax};
use crate::canada::quoted;
use crate::model::{
    Address, AddressLine, City, Country, Customer, Document, Edition, Email, FirstName, Goods, InvoiceLine,
    ItemId, LastName, LineContent, OrderNumber, Phone, Price, SaleHead, State, TaxAgencyId, Zip,
};
use crate::share::split;
use crate::text_file::{AT_ITS_SOURCE, Record, Records, Stop, Written};

const MAP_IT: &str = "correct the profile, or the account at its source";

/// Writes invoices and credit memos; `customers` must hold the customer of each. Other documents are blocked.
///
/// Sage takes a line's text, terms and due date from its own records of item and customer; what a document says of
/// them is [left out](crate::text_file::LeftOut).
pub fn write(documents: &[Document], customers: &[Customer], profile: &SalesInvoiceProfile) -> Written {
    let mut records = Records::new(Edition::Canada, profile.currency);
    for document in documents {
        records.take(document, |record| {
            let sale = sale(document, record)?;
            let customer = customers.iter().find(|customer| customer.id == sale.head.customer);
            let customer = customer.ok_or_else(|| {
                Stop::new(
                    format_args!("the name of customer {} is not known", sale.head.customer),
                    "give the customer along with its documents",
                )
            })?;
            write_sale(&sale, customer, profile, record)
        });
    }
    let (version, country) = (profile.version, profile.country);
    records.finish(&format!("<Version>\r\n\"{version}\",\"{country}\"\r\n</Version>\r\n"))
}

/// An invoice, or a credit memo to be turned around.
struct Sale<'a> {
    head: &'a SaleHead,
    order: &'a str,
    lines: &'a [InvoiceLine],
    total: Money,
    credit: bool,
}

fn sale<'a>(document: &'a Document, record: &mut Record) -> Result<Sale<'a>, Stop> {
    match document {
        Document::Invoice(invoice) => {
            let details = invoice.details();
            record.leave_out("due date", details.due.is_some());
            record.leave_out("terms", details.terms.is_some());
            record.leave_out("discount for early payment", details.discount.is_some());
            record.leave_out("ship via", details.ship_via.is_some());
            record.leave_out("purchase order number", details.customer_purchase_order.is_some());
            record.leave_out("sales tax id", details.sales_tax_id.is_some());
            let order = details.order_number.as_ref().map_or("", OrderNumber::as_str);
            let (head, lines, total) = (invoice.head(), invoice.lines(), invoice.total());
            Ok(Sale { head, order, lines, total, credit: false })
        }
        Document::CreditMemo(memo) => {
            let details = memo.details();
            record.leave_out("invoice it applies to", details.applies_to.is_some());
            record.leave_out("purchase order number", details.customer_purchase_order.is_some());
            record.leave_out("sales tax id", details.sales_tax_id.is_some());
            let order = details.order_number.as_ref().map_or("", OrderNumber::as_str);
            let (head, lines, total) = (memo.head(), memo.lines(), memo.total());
            Ok(Sale { head, order, lines, total, credit: true })
        }
        _ => Err(Stop::new(
            format_args!("a file of sales invoices takes no {}", document.kind()),
            "write journal entries as a general journal, and enter the rest in Sage by hand",
        )),
    }
}

fn write_sale(
    sale: &Sale<'_>,
    customer: &Customer,
    profile: &SalesInvoiceProfile,
    record: &mut Record,
) -> Result<(), Stop> {
    let head = sale.head;
    if head.receivable != profile.receivable {
        return Err(Stop::new(
            format_args!("it is booked on {}, and Sage books it on {}", head.receivable, profile.receivable),
            MAP_IT,
        ));
    }
    let goods = goods_of(sale, profile, record)?;
    let taxes = taxes_of(sale, &goods, profile)?;
    record.line("");
    record.line("<SalInvoice>");
    record.line(&customer_line(customer)?);
    let date = head.date.format("%m-%d-%Y");
    let (order, reference) = (quoted(sale.order)?, quoted(head.reference.as_str())?);
    let (count, total) = (goods.len(), signed(sale, sale.total)?);
    record.line(&format!("\"{count}\",{order},{reference},\"{date}\",\"0\",\"\",\"{total}\",\"0.00\""));
    for (place, line) in goods.iter().enumerate() {
        let parts = taxes.iter().map(|(tax, parts)| (*tax, parts.get(place).copied().flatten()));
        record.line(&goods_line(sale, line, parts)?);
    }
    record.line("</SalInvoice>");
    Ok(())
}

fn goods_line<'a>(
    sale: &Sale<'_>,
    line: &GoodsLine<'_>,
    taxes: impl Iterator<Item = (&'a SalesTax, Option<Money>)>,
) -> Result<String, Stop> {
    let mut quantity = line.price.quantity.value();
    quantity.set_sign_negative(sale.credit);
    let quantity = decimals(quantity, "quantity")?;
    let price = decimals(line.price.unit_price.value(), "unit price")?;
    let (item, amount) = (quoted(line.item.as_str())?, signed(sale, line.amount)?);
    let mut text = format!("{item},\"{quantity}\",\"{price}\",\"{amount}\"");
    for (tax, part) in taxes {
        let Some(part) = part else { continue };
        let (name, refundable) = (quoted(tax.name.as_str())?, u8::from(tax.refundable));
        let (rate, part) = (rate(tax), signed(sale, part)?);
        // Writing to a text cannot fail.
        let _ = write!(text, ",{name},\"0\",\"{refundable}\",\"{rate}\",\"{part}\"");
    }
    Ok(text)
}

/// A line of goods, of which Sage needs item, quantity and price.
struct GoodsLine<'a> {
    item: &'a ItemId,
    price: Price,
    amount: Money,
    exempt: bool,
}

fn goods_of<'a>(
    sale: &Sale<'a>,
    profile: &SalesInvoiceProfile,
    record: &mut Record,
) -> Result<Vec<GoodsLine<'a>>, Stop> {
    let mut goods = Vec::with_capacity(sale.lines.len());
    for (number, line) in (1_usize..).zip(sale.lines) {
        let LineContent::Goods(Goods { item, price, tax_type }) = line.content() else { continue };
        let (Some(item), Some(price)) = (item, price) else {
            return Err(Stop::new(
                format_args!("line {number} has no item, or no quantity and price"),
                "name an item of the inventory and how many at what price",
            ));
        };
        let (account, revenue) = (line.account(), profile.revenue_of(item));
        if account != revenue {
            return Err(Stop::new(
                format_args!("line {number} is booked on {account}, and Sage books {item} on {revenue}"),
                MAP_IT,
            ));
        }
        record.leave_out("text of a line", line.description().as_str() != item.as_str());
        let exempt = tax_type.is_some_and(|kind| profile.exempt.contains(&kind));
        goods.push(GoodsLine { item, price: *price, amount: line.amount(), exempt });
    }
    Ok(goods)
}

/// Each tax of the document with its part of every line; exempt lines have none.
type Taxes<'a> = Vec<(&'a SalesTax, Vec<Option<Money>>)>;

fn taxes_of<'a>(
    sale: &Sale<'_>,
    goods: &[GoodsLine<'_>],
    profile: &'a SalesInvoiceProfile,
) -> Result<Taxes<'a>, Stop> {
    let mut sums: Vec<(&SalesTax, Money)> = Vec::new();
    for line in sale.lines.iter().filter(|line| line.sales_tax()) {
        let tax = tax_of(line, profile)?;
        match sums.iter_mut().find(|(known, _)| known.name == tax.name) {
            Some((_, sum)) => *sum = sum.checked_add(line.amount())?,
            None => sums.push((tax, line.amount())),
        }
    }
    let taxed = goods.iter().filter(|line| !line.exempt).map(|line| line.amount).collect::<Vec<_>>();
    if taxed.is_empty() && !sums.is_empty() {
        return Err(Stop::new("it has sales tax and no line that is taxed", AT_ITS_SOURCE));
    }
    let mut all = Vec::with_capacity(sums.len());
    for (tax, sum) in sums {
        let mut parts = split(sum, &taxed)?.into_iter();
        let of_line = |line: &GoodsLine<'_>| if line.exempt { None } else { parts.next() };
        all.push((tax, goods.iter().map(of_line).collect()));
    }
    Ok(all)
}

/// The one tax of the profile that a line of tax is: by agency and account, and where several share both, by the name
/// that the line's text gives. Two taxes never become one.
fn tax_of<'a>(line: &InvoiceLine, profile: &'a SalesInvoiceProfile) -> Result<&'a SalesTax, Stop> {
    let agency = match line.content() {
        LineContent::SalesTax { agency } => agency.as_ref(),
        LineContent::Goods(_) => None,
    };
    let of_agency: Vec<&SalesTax> =
        profile.taxes.iter().filter(|tax| tax.agency.as_ref() == agency).collect();
    let Some(first) = of_agency.first() else {
        let agency = agency.map_or("none", TaxAgencyId::as_str);
        return Err(Stop::new(
            format_args!("no tax of the profile has the agency {agency}"),
            "add it to the profile",
        ));
    };
    let account = line.account();
    let on_account: Vec<&SalesTax> =
        of_agency.iter().copied().filter(|tax| tax.account == *account).collect();
    let tax = match &*on_account {
        [] => {
            return Err(Stop::new(
                format_args!(
                    "tax is booked on {account}, and Sage books {} on {}",
                    first.name, first.account
                ),
                MAP_IT,
            ));
        }
        [tax] => *tax,
        [one, other, ..] => {
            let named =
                |tax: &&&SalesTax| tax.name.as_str().eq_ignore_ascii_case(line.description().as_str());
            *on_account.iter().find(named).ok_or_else(|| {
                Stop::new(
                    format_args!(
                        "{} and {} have the same agency and account, and the text {:?} of a line of tax names neither",
                        one.name,
                        other.name,
                        line.description().as_str()
                    ),
                    "give the taxes agencies of their own, or name the tax in the text of its line",
                )
            })?
        }
    };
    if profile.taxes.iter().filter(|other| other.name == tax.name).count() > 1 {
        return Err(Stop::new(
            format_args!("several taxes of the profile are called {}", tax.name),
            "spell each as Sage does",
        ));
    }
    Ok(tax)
}

fn customer_line(customer: &Customer) -> Result<String, Stop> {
    let document = Document::from(customer.clone());
    if let Err(problems) = Edition::Canada.check(&document) {
        let problems = problems.iter().map(ToString::to_string).collect::<Vec<_>>();
        return Err(Stop::new(problems.join(", and "), AT_ITS_SOURCE));
    }
    let contact = customer.contact.as_ref().map(|contact| {
        let first = contact.first.as_ref().map(FirstName::as_str);
        let last = contact.last.as_ref().map(LastName::as_str);
        first.into_iter().chain(last).collect::<Vec<_>>().join(" ")
    });
    let address = customer.billing.as_ref();
    let of = |part: fn(&Address) -> Option<&str>| address.and_then(part).unwrap_or_default();
    let cells = [
        customer.name.as_str(),
        "",
        contact.as_deref().unwrap_or_default(),
        of(|address| Some(address.line1.as_str())),
        of(|address| address.line2.as_ref().map(AddressLine::as_str)),
        of(|address| address.city.as_ref().map(City::as_str)),
        of(|address| address.state.as_ref().map(State::as_str)),
        of(|address| address.zip.as_ref().map(Zip::as_str)),
        of(|address| address.country.as_ref().map(Country::as_str)),
        customer.phone.as_ref().map_or("", Phone::as_str),
        "",
        "",
        customer.email.as_ref().map_or("", Email::as_str),
    ];
    let cells = cells.into_iter().map(quoted).collect::<Result<Vec<_>, _>>()?;
    Ok(cells.join(","))
}

fn signed(sale: &Sale<'_>, amount: Money) -> Result<Money, Stop> {
    if sale.credit { Ok(amount.checked_neg()?) } else { Ok(amount) }
}

/// With four decimals, as Sage keeps quantities and prices.
fn decimals(value: Decimal, what: &str) -> Result<String, Stop> {
    if value.scale() > 4 {
        return Err(Stop::new(format_args!("the {what} {value} has more than four decimals"), AT_ITS_SOURCE));
    }
    Ok(format!("{value:.4}"))
}

/// With the decimals it has, at least two.
fn rate(tax: &SalesTax) -> String {
    let rate = tax.rate.value();
    if rate.scale() > 2 { rate.to_string() } else { format!("{rate:.2}") }
}
