//! What documents do to the accounts, worked out from the documents alone.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};
use sage50::model::*;

/// What a unit of each stocked item costs, as stock comes in.
#[derive(Debug, Clone)]
pub(super) struct Costs(BTreeMap<&'static str, Decimal>);

impl Costs {
    /// Those of a new company.
    pub(super) fn new() -> Self {
        Self(BTreeMap::from([("WIDGET", Decimal::new(425, 2)), ("GADGET", Decimal::ZERO)]))
    }

    /// What so much of an item is worth in cents; nothing for what is not kept in stock.
    fn worth(&self, item: &ItemId, quantity: Decimal) -> i64 {
        self.0.get(item.as_str()).map_or(0, |cost| rounded(quantity * cost))
    }

    /// The unit cost an adjustment is booked at, which is that of its item from then on when stock comes in.
    pub(super) fn of_adjustment(&mut self, adjustment: &StockAdjustment) -> Decimal {
        let known = self.0.get_mut(adjustment.item.as_str()).unwrap();
        let own = adjustment.unit_cost.map(UnitPrice::value).filter(|cost| !cost.is_zero());
        let cost = own.unwrap_or(*known);
        if adjustment.direction == Direction::Increase {
            *known = cost;
        }
        cost
    }
}

fn rounded(value: Decimal) -> i64 {
    let cents =
        (value * Decimal::ONE_HUNDRED).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    cents.try_into().unwrap()
}

/// The movement of each account in cents, debits positive; documents in the order in which they are booked.
pub(super) fn movements<'a>(documents: impl IntoIterator<Item = &'a Document>) -> BTreeMap<String, i64> {
    let mut books = Books { costs: Costs::new(), moved: BTreeMap::new() };
    for document in documents {
        books.book(document);
    }
    books.moved.retain(|_, sum| *sum != 0);
    books.moved
}

struct Books {
    costs: Costs,
    moved: BTreeMap<String, i64>,
}

impl Books {
    fn debit(&mut self, account: &str, minor: i64) {
        *self.moved.entry(account.to_owned()).or_default() += minor;
    }

    fn book(&mut self, document: &Document) {
        match document {
            Document::Customer(_) | Document::Product(_) | Document::SalesOrder(_) => {}
            Document::Invoice(invoice) => self.sale(invoice.head(), invoice.lines(), 1),
            Document::CreditMemo(memo) => self.sale(memo.head(), memo.lines(), -1),
            Document::Receipt(receipt) => self.receipt(receipt),
            Document::Refund(refund) => self.back(refund.head(), refund.amount().minor()),
            Document::Chargeback(chargeback) => self.back(chargeback.head(), chargeback.amount().minor()),
            Document::JournalEntry(entry) => {
                for line in entry.lines() {
                    let sign = if line.side() == Side::Debit { 1 } else { -1 };
                    self.debit(line.account().as_str(), sign * line.amount().minor());
                }
            }
            Document::StockAdjustment(adjustment) => {
                let cost = self.costs.of_adjustment(adjustment);
                let worth = rounded(adjustment.change().value() * cost);
                self.debit("12000", worth);
                self.debit(adjustment.source_account.as_str(), -worth);
            }
        }
    }

    fn sale(&mut self, head: &SaleHead, lines: &[InvoiceLine], sign: i64) {
        for line in lines {
            self.debit(head.receivable.as_str(), sign * line.amount().minor());
            self.debit(line.account().as_str(), -sign * line.amount().minor());
            if let LineContent::Goods(Goods { item: Some(item), price: Some(price), .. }) = line.content() {
                let cost = self.costs.worth(item, price.quantity.value());
                self.debit("50000", sign * cost);
                self.debit("12000", -sign * cost);
            }
        }
    }

    fn receipt(&mut self, receipt: &Receipt) {
        self.debit(receipt.head().tender.cash_account.as_str(), receipt.amount().minor());
        for line in receipt.lines() {
            let minor = line.amount().minor();
            match line {
                ReceiptLine::Invoice { .. } => {
                    self.debit("11000", -minor);
                    let off = line.discount().map_or(0, paysage_money::Money::minor);
                    self.debit("49000", off);
                }
                ReceiptLine::CreditUsed { .. } => self.debit("11000", minor),
                ReceiptLine::Prepayment { .. } => self.debit("11000", -minor),
                ReceiptLine::DirectSale { account, item, .. } => {
                    self.debit(account.as_str(), -minor);
                    let cost = item.as_ref().map_or(0, |item| self.costs.worth(item, Decimal::ONE));
                    self.debit("50000", cost);
                    self.debit("12000", -cost);
                }
            }
        }
    }

    fn back(&mut self, head: &PaymentHead, minor: i64) {
        self.debit("11000", minor);
        self.debit(head.tender.cash_account.as_str(), -minor);
    }
}
