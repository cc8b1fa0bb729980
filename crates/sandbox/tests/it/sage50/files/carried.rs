//! What a file, or Sage's export of it, does not carry of a document. All else has to come back as it was.

use chrono::Datelike;
use rust_decimal::Decimal;
use sage50::model::*;

use super::ledger::Costs;

/// The document as Sage's export must give it back: every difference to the original is one of those below.
///
/// - The lines of sales tax stand last.
/// - A line of goods without tax type has the profile's.
/// - A line of sales tax that names no agency has the one whose account it is, and a document with such lines and
///   without sales tax id the only one of the profile that they fit.
/// - A journal entry has no description; it stands on the lines that have none of their own.
/// - A journal line of zero is a debit.
/// - An account for discounts that no line takes is not there, and neither are card details that say nothing.
/// - Terms with a discount of nothing within no days have none.
/// - A stock adjustment without a unit cost, or with one of zero, has the cost of the item, if that is known.
///
/// Not carried either, and so not in these documents: title and company of a contact (such a customer is stopped), a
/// day before 1950 or after 2049 (exports have two digits of the year), and more than one unit of an item that a
/// receipt sells (the document has no quantity). Of ids the spelling in capitals or small letters is that of the record.
pub(super) fn carried(document: &Document, costs: &mut Costs) -> Document {
    match document.clone() {
        Document::SalesOrder(order) => {
            let (sales_tax_id, lines) = taxed(order.details().sales_tax_id.as_ref(), order.lines());
            let details = SalesOrderDetails { sales_tax_id, ..order.details().clone() };
            SalesOrder::new(order.head().clone(), lines).unwrap().with_details(details).unwrap().into()
        }
        Document::Invoice(invoice) => {
            let (sales_tax_id, lines) = taxed(invoice.details().sales_tax_id.as_ref(), invoice.lines());
            let details = InvoiceDetails { sales_tax_id, ..invoice.details().clone() };
            Invoice::new(invoice.head().clone(), lines).unwrap().with_details(details).unwrap().into()
        }
        Document::CreditMemo(memo) => {
            let (sales_tax_id, lines) = taxed(memo.details().sales_tax_id.as_ref(), memo.lines());
            let details = CreditMemoDetails { sales_tax_id, ..memo.details().clone() };
            CreditMemo::new(memo.head().clone(), lines).unwrap().with_details(details).into()
        }
        Document::Receipt(receipt) => {
            let discounted = receipt.lines().iter().any(|line| line.discount().is_some());
            let account = receipt.discount_account().filter(|_| discounted).cloned();
            let plain = Receipt::new(receipt.head().clone(), receipt.lines().to_vec(), account).unwrap();
            match receipt.card().filter(|card| **card != CardDetails::default()) {
                Some(card) => plain.with_card(card.clone()).into(),
                None => plain.into(),
            }
        }
        Document::JournalEntry(entry) => on_lines(&entry).into(),
        Document::Customer(mut customer) => {
            assert!(customer.details.since.is_none_or(|since| (1950..=2049).contains(&since.year())));
            customer.details.terms = customer.details.terms.map(without_nothing);
            customer.into()
        }
        Document::StockAdjustment(mut adjustment) => {
            let cost = costs.of_adjustment(&adjustment);
            adjustment.unit_cost = (!cost.is_zero()).then(|| UnitPrice::new(cost).unwrap());
            adjustment.into()
        }
        other => other,
    }
}

/// The lines as the journal has them, and the sales tax they belong to.
fn taxed(named: Option<&SalesTaxId>, lines: &[InvoiceLine]) -> (Option<SalesTaxId>, Vec<InvoiceLine>) {
    let (tax, goods): (Vec<_>, Vec<_>) = lines.iter().cloned().partition(InvoiceLine::sales_tax);
    let two = || SalesTaxId::new("TWO").unwrap();
    let id = named.cloned().or_else(|| (!tax.is_empty()).then(two));
    let agency = |line: &InvoiceLine| match line.account().as_str() {
        "23100" => "COUNTY",
        "23200" => "CITY",
        other => panic!("no agency has {other}"),
    };
    let goods = goods.into_iter().map(|line| {
        let LineContent::Goods(goods) = line.content().clone() else { panic!("goods") };
        let tax_type = goods.tax_type.or(Some(TaxType::REGULAR));
        line.with_goods(Goods { tax_type, ..goods }).unwrap()
    });
    let tax = tax.iter().map(|line| line.clone().with_sales_tax_of(TaxAgencyId::new(agency(line)).unwrap()));
    (id, goods.chain(tax).collect())
}

fn on_lines(entry: &JournalEntry) -> JournalEntry {
    let line = |line: &JournalLine| {
        let side = if line.amount().is_zero() { Side::Debit } else { line.side() };
        let plain = JournalLine::new(line.account().clone(), side, line.amount()).unwrap();
        match line.description().or(entry.description()) {
            Some(words) => plain.with_description(words.clone()),
            None => plain,
        }
    };
    JournalEntry::new(entry.reference().clone(), entry.date(), entry.lines().iter().map(line).collect())
        .unwrap()
}

fn without_nothing(terms: Terms) -> Terms {
    let says = |early: &EarlyPayment| early.days > 0 || early.percent.value() > Decimal::ZERO;
    match terms {
        Terms::Days { due, discount } => Terms::Days { due, discount: discount.filter(says) },
        Terms::MonthEnd { discount } => Terms::MonthEnd { discount: discount.filter(says) },
        other => other,
    }
}
