//! Documents of every kind, small and with references of their own.

use chrono::NaiveDate;
use paysage_money::Money;

use super::{Company, Trial};
use crate::books::Posted;
use crate::model::{
    Applied, Chargeback, CreditMemo, Customer, CustomerId, CustomerName, Description, Direction, Document,
    GlAccount, Invoice, InvoiceLine, JournalEntry, JournalLine, PaymentHead, Receipt, ReceiptLine, Reference,
    Refund, SaleHead, SalesOrder, StockAdjustment, Tender,
};

pub(super) fn reference(text: &str) -> Reference {
    Reference::new(text).unwrap()
}

fn text(text: &str) -> Description {
    Description::new(text).unwrap()
}

impl Company {
    pub(super) fn money(&self, minor: i64) -> Money {
        Money::from_minor(minor, self.currency)
    }

    pub(super) fn customer(name: &str) -> Customer {
        Customer::new(CustomerId::new("CT-CUST").unwrap(), CustomerName::new(name).unwrap())
    }

    fn sale(&self, number: &str, day: NaiveDate) -> SaleHead {
        SaleHead::new(reference(number), self.customer.clone(), day, self.receivable.clone())
    }

    fn lines(&self, account: &GlAccount, minor: i64) -> Vec<InvoiceLine> {
        vec![InvoiceLine::new(account.clone(), self.money(minor), text("Contract")).unwrap()]
    }

    pub(super) fn invoice(&self, number: &str, minor: i64) -> Document {
        self.invoice_on(number, minor, self.open_day)
    }

    pub(super) fn invoice_on(&self, number: &str, minor: i64, day: NaiveDate) -> Document {
        Invoice::new(self.sale(number, day), self.lines(&self.income, minor)).unwrap().into()
    }

    pub(super) fn invoice_to(&self, number: &str, account: &GlAccount) -> Document {
        Invoice::new(self.sale(number, self.open_day), self.lines(account, 100)).unwrap().into()
    }

    fn payment(&self, number: &str) -> PaymentHead {
        let tender = Tender::new(self.cash.clone(), self.payment_method.clone());
        PaymentHead::new(reference(number), self.customer.clone(), self.open_day, tender)
    }

    pub(super) fn receipt(&self, number: &str, invoice: &str, minor: i64) -> Document {
        let head = self.payment(number);
        Receipt::of_invoice(head, reference(invoice), self.money(minor)).unwrap().into()
    }

    fn prepaid_receipt(&self, number: &str, invoice: &str, minor: i64) -> Document {
        let prepayment = ReceiptLine::Prepayment { amount: self.money(50), description: text("Deposit") };
        let lines = vec![ReceiptLine::invoice(reference(invoice), self.money(minor)), prepayment];
        Receipt::new(self.payment(number), lines, None).unwrap().into()
    }

    pub(super) fn journal(&self, number: &str, minor: i64) -> Document {
        self.journal_on(number, minor, self.open_day)
    }

    pub(super) fn journal_on(&self, number: &str, minor: i64, day: NaiveDate) -> Document {
        let lines = vec![
            JournalLine::debit(self.expense.clone(), self.money(minor)).unwrap(),
            JournalLine::credit(self.cash.clone(), self.money(minor)).unwrap(),
        ];
        JournalEntry::new(reference(number), day, lines).unwrap().into()
    }

    fn adjustment(&self) -> Option<Document> {
        let adjustment = StockAdjustment {
            reference: reference("CT-ADJ"),
            date: self.open_day,
            item: self.item.clone()?,
            direction: Direction::Increase,
            quantity: "2.5".parse().unwrap(),
            source_account: self.expense.clone(),
            unit_cost: Some("1.25".parse().unwrap()),
            reason: None,
        };
        Some(adjustment.into())
    }

    /// One document of every kind that is posted, in an order in which each finds what it names.
    pub(super) fn every_kind(&self, adjusts_stock: bool) -> Vec<Document> {
        let amount = self.money(300);
        let order = SalesOrder::new(self.sale("CT-SO", self.open_day), self.lines(&self.income, 1000));
        let memo = CreditMemo::new(self.sale("CT-CM", self.open_day), self.lines(&self.income, 300));
        let refund =
            Refund::new(self.payment("CT-RF"), vec![Applied::new(reference("CT-CM"), amount).unwrap()]);
        let back =
            Chargeback::new(self.payment("CT-CB"), reference("CT-RC"), reference("CT-INV"), self.money(1000));
        let mut documents = vec![
            Self::customer("Contract").into(),
            order.unwrap().into(),
            self.invoice("CT-INV", 1000),
            self.prepaid_receipt("CT-RC", "CT-INV", 1000),
            memo.unwrap().into(),
            refund.unwrap().with_original(reference("CT-RC")).into(),
            back.unwrap().into(),
            self.journal("CT-JE", 100),
        ];
        documents.extend(self.adjustment().filter(|_| adjusts_stock));
        documents
    }
}

impl Trial {
    /// Posts, and checks that the answer is what the door declares of its answers.
    pub(super) async fn post(&self, document: &Document) -> Posted {
        let posted = self.door.post(document).await.unwrap();
        let queued = matches!(posted, Posted::Queued { .. });
        assert_eq!(queued, !self.can.confirms_posting, "what a success means: {posted:?}");
        posted
    }

    /// How many entries of a document there are.
    pub(super) async fn count(&self, document: &Document) -> usize {
        self.settle().await;
        self.door.find(document).await.unwrap().len()
    }
}
