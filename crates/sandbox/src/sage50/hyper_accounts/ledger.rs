//! The audit trail: what is booked on customers and nominals, and how it is allocated.

use std::collections::HashMap;
use std::time::Instant;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::super::company::{Company, save};
use super::super::journal::{NewEntry, NewEntryLine};
use super::super::open_items::{OpenItem, Target};
use super::super::payments::{Effect, NewPayment, NewPaymentLine, Payment, PaymentDetails, PaymentKind};
use super::super::problem::{Problems, Refusal};
use super::super::register::{Place, Row};
use super::super::sales::{Line, NewLine, NewSale, Sale, SaleDetails, SaleKind};
use super::body::Fields;
use super::search::{day, pounds};
use super::{Answer, Answered, VAT, refuse};

const HEAD: [&str; 5] = ["type", "date", "invRef", "accountRef", "userName"];
const LINE: [&str; 7] =
    ["nominalCode", "details", "netAmount", "taxAmount", "taxCode", "deptNumber", "exRef"];
/// The registers of the audit trail.
const SALES: u64 = 1;
const PAYMENTS: u64 = 2;
const JOURNAL: u64 = 3;

/// The number of a transaction; a line of a journal entry is one of its own.
fn transaction(register: u64, place: Place, line: usize) -> u64 {
    let line = u64::try_from(line).unwrap_or_default();
    let ordinal = u64::from(place.ordinal()).saturating_mul(1_000);
    register.saturating_mul(10_000_000_000).saturating_add(ordinal).saturating_add(line)
}

/// The number that an answer names is another one than that of the transaction.
fn header(transaction: u64) -> u64 {
    transaction.saturating_add(500)
}

impl Company {
    pub(super) fn hyper_headers(&mut self) -> Vec<Value> {
        let (now, lag) = (Instant::now(), self.read_lag);
        let (sales, payments) = (self.sales.show(now, lag), self.payments.show(now, lag));
        let sales = self.sales.iter().filter(|(place, _)| place.is_before(sales));
        let payments = self.payments.iter().filter(|(place, _)| place.is_before(payments));
        let sales = sales.map(|(place, sale)| self.sale_row(place, sale));
        sales.chain(payments.map(|(place, payment)| self.payment_row(place, payment))).collect()
    }

    fn sale_row(&self, place: Place, sale: &Sale) -> Value {
        let tax = sale.lines.iter().filter(|line| line.sales_tax).map(|line| line.amount);
        let tax = tax.fold(0, i64::saturating_add);
        let number = transaction(SALES, place, 0);
        json!({
            "type": if sale.kind == SaleKind::Invoice { "SI" } else { "SC" },
            "accountRef": self.customer_id(sale.customer), "invRef": sale.reference(),
            "date": day(sale.date), "details": sale.description(0),
            "netAmount": pounds(sale.total.saturating_sub(tax)), "taxAmount": pounds(tax),
            "grossAmount": pounds(sale.total), "outstanding": pounds(sale.due()),
            "tranNumber": number, "headerNumber": header(number), "deletedFlag": u8::from(sale.voided),
        })
    }

    fn payment_row(&self, place: Place, payment: &Payment) -> Value {
        let open = self.on_account(payment).map(|(_, item)| item.due()).fold(0, i64::saturating_add);
        let all_open = payment.lines.iter().all(|line| matches!(line.effect, Effect::OnAccount { .. }));
        let number = transaction(PAYMENTS, place, 0);
        json!({
            "type": match payment.kind {
                PaymentKind::Receipt if all_open => "SA",
                PaymentKind::Receipt => "SR",
                PaymentKind::Refund | PaymentKind::Chargeback => "SP",
            },
            "accountRef": self.customer_id(payment.customer), "invRef": payment.reference(),
            "date": day(payment.date), "details": payment.method(),
            "netAmount": pounds(payment.amount), "taxAmount": pounds(0),
            "grossAmount": pounds(payment.amount), "outstanding": pounds(open),
            "bankCode": self.chart.id(payment.cash_account),
            "tranNumber": number, "headerNumber": header(number), "deletedFlag": u8::from(payment.voided),
        })
    }

    /// What a payment left on the customer's account.
    fn on_account(&self, payment: &Payment) -> impl Iterator<Item = (Place, &OpenItem)> {
        payment.lines.iter().filter_map(|line| match line.effect {
            Effect::OnAccount { item: Some(place), .. } => Some((place, self.open_items.at(place)?)),
            _ => None,
        })
    }

    /// The lines of invoices, credit memos and journal entries.
    pub(super) fn hyper_splits(&mut self, extra: &HashMap<Place, Vec<Box<str>>>) -> Vec<Value> {
        let sales = self.sales.show(Instant::now(), self.read_lag);
        let sales = self.sales.iter().filter(|(place, _)| place.is_before(sales));
        let mut splits: Vec<Value> = sales.flat_map(|(place, sale)| self.sale_splits(place, sale)).collect();
        let shown = self.journal.show(Instant::now(), self.read_lag);
        let chart = &self.chart;
        let entries = self.journal.iter().filter(|(place, _)| place.is_before(shown));
        let lines = entries.flat_map(|(place, entry)| {
            entry.lines.iter().enumerate().map(move |(position, (account, amount))| {
                let number = transaction(JOURNAL, place, position);
                let words = extra.get(&place).and_then(|words| words.get(position));
                json!({
                    "type": if *amount < 0 { "JC" } else { "JD" },
                    "nominalCode": chart.id(*account), "invRef": entry.reference(),
                    "extraRef": words, "date": day(entry.date), "details": entry.description(position),
                    "netAmount": pounds(amount.saturating_abs()), "taxAmount": pounds(0),
                    "grossAmount": pounds(amount.saturating_abs()),
                    "transactionNumber": number, "headerNumber": header(number),
                    "deletedFlag": u8::from(entry.voided),
                })
            })
        });
        splits.extend(lines);
        splits
    }

    /// The lines of a sale; its VAT, which the company keeps on a line of its own, is shown with the first.
    fn sale_splits(&self, place: Place, sale: &Sale) -> Vec<Value> {
        let (tax, goods): (Vec<_>, Vec<_>) =
            sale.lines.iter().enumerate().partition(|(_, line)| line.sales_tax);
        let mut tax = tax.into_iter().map(|(_, line)| line.amount).fold(0, i64::saturating_add);
        let split = |(position, line): (usize, &Line)| {
            let tax = std::mem::take(&mut tax);
            json!({
                "type": if sale.kind == SaleKind::Invoice { "SI" } else { "SC" },
                "nominalCode": self.chart.id(line.account), "accountRef": self.customer_id(sale.customer),
                "invRef": sale.reference(), "date": day(sale.date), "details": sale.description(position),
                "netAmount": pounds(line.amount), "taxAmount": pounds(tax),
                "grossAmount": pounds(line.amount.saturating_add(tax)),
                "transactionNumber": transaction(SALES, place, position),
                "headerNumber": header(transaction(SALES, place, 0)), "deletedFlag": u8::from(sale.voided),
            })
        };
        goods.into_iter().map(split).collect()
    }

    pub(super) fn hyper_batch(&mut self, body: &[u8], today: NaiveDate) -> Answered {
        let mut fields = Fields::read(body, &[&HEAD[..], &["details", "dueDate", "Lines"]].concat())?;
        let kind = match fields.whole("type") {
            Some(1) => SaleKind::Invoice,
            Some(2) => SaleKind::CreditMemo,
            _ => return Err(refuse("There is no such type of transaction.")),
        };
        let (mut lines, mut tax) = (Vec::new(), 0_i64);
        for line in fields.list("Lines", &LINE)? {
            tax = tax.saturating_add(line.pence("taxAmount")?);
            lines.push(NewLine {
                account: line.text("nominalCode", 8)?.into(),
                amount: line.pence("netAmount")?,
                description: line.text("details", 60)?.into(),
                ..NewLine::default()
            });
        }
        if tax > 0 {
            let (account, description) = (VAT.into(), "VAT".into());
            lines.push(NewLine { account, amount: tax, description, sales_tax: true, goods: None });
        }
        let due_date = fields.some("dueDate").map(|_| fields.date("dueDate")).transpose()?;
        let new = NewSale {
            kind,
            reference: fields.text("invRef", 30)?.into(),
            customer: fields.text("accountRef", 8)?.into(),
            date: fields.date("date")?,
            receivable: self.chart.usual_receivable().map_or("", |place| self.chart.id(place)).into(),
            applies_to: None,
            lines,
            details: SaleDetails { due_date, ..SaleDetails::default() },
        };
        // Sage 50 UK takes a second one with the same reference.
        let sale = self.checked_sale(&new, today)?;
        self.check_credit(&sale)?;
        self.post(&sale.entry(), sale.customer, sale.owed(sale.total))?;
        self.posts = self.posts.saturating_add(1);
        let place = save(&mut self.sales, sale, self.read_lag);
        Ok(Answer::Response(header(transaction(SALES, place, 0)).into()))
    }

    pub(super) fn hyper_receipt(&mut self, body: &[u8], today: NaiveDate) -> Answered {
        let known = [&HEAD[..], &LINE[..6], &["bankCode"]].concat();
        let fields = Fields::read(body, &known)?;
        if fields.whole("type") != Some(4) {
            return Err(refuse("There is no such type of transaction."));
        }
        let place = self.receive(&fields, fields.text("bankCode", 8)?, fields.pence("netAmount")?, today)?;
        Ok(Answer::Response(header(transaction(PAYMENTS, place, 0)).into()))
    }

    /// Books cash that stays on account.
    fn receive(
        &mut self,
        fields: &Fields,
        bank: &str,
        amount: i64,
        today: NaiveDate,
    ) -> Result<Place, Refusal> {
        let method = fields.some("details").unwrap_or("Payment");
        let line = NewPaymentLine::OnAccount { receivable: None, amount, description: method.into() };
        let new = NewPayment {
            kind: PaymentKind::Receipt,
            reference: fields.text("invRef", 30)?.into(),
            customer: fields.text("accountRef", 8)?.into(),
            date: fields.some("date").map_or(Ok(today), |_| fields.date("date"))?,
            cash_account: bank.into(),
            amount,
            lines: vec![line],
            discount_account: None,
            details: PaymentDetails { payment_method: Some(method.into()), ..PaymentDetails::default() },
        };
        self.create_payment(&new, today)
    }

    pub(super) fn hyper_allocate(&mut self, body: &[u8], today: NaiveDate) -> Answered {
        let known = ["accountRef", "paymentTransactionNumber", "amount", "invRef"];
        let fields = Fields::read(body, &known)?;
        let (number, amount) = (fields.whole("paymentTransactionNumber"), fields.pence("amount")?);
        let mut problems = Problems::default();
        let Some(customer) = self.known_customer(fields.text("accountRef", 8)?, &mut problems) else {
            return Err(problems.refusal());
        };
        let (source, bank) = self
            .source(number, customer)
            .ok_or_else(|| refuse("There is no payment on account with this number."))?;
        let invoices = self.sales.by_reference(fields.text("invRef", 30)?).into_iter();
        let invoice = invoices.filter(|place| {
            let fits =
                |sale: &Sale| sale.kind == SaleKind::Invoice && !sale.voided && sale.customer == customer;
            self.sales.at(*place).is_some_and(fits)
        });
        let Some(invoice) = invoice.map(Target::Sale).next() else {
            // As the API does: another payment on account, and no word of it.
            self.receive(&fields, &bank, amount, today)?;
            return Ok(Answer::Response(true.into()));
        };
        if amount == 0 || amount > self.target_due(source) || amount > self.target_due(invoice) {
            return Err(refuse("The amount is more than is outstanding."));
        }
        self.settle(source, amount);
        self.settle(invoice, amount);
        Ok(Answer::Response(true.into()))
    }

    /// What is allocated: a receipt on account or a credit, with the account of its cash.
    fn source(&self, number: Option<u64>, customer: Place) -> Option<(Target, Box<str>)> {
        let number = number?;
        let payment = self.payments.iter().find(|(place, payment)| {
            transaction(PAYMENTS, *place, 0) == number && payment.customer == customer && !payment.voided
        });
        if let Some((_, payment)) = payment {
            let (item, _) = self.on_account(payment).next()?;
            return Some((Target::Open(item), self.chart.id(payment.cash_account).into()));
        }
        let credit = self.sales.iter().find(|(place, sale)| {
            let own = transaction(SALES, *place, 0) == number && sale.kind == SaleKind::CreditMemo;
            own && sale.customer == customer && !sale.voided
        });
        credit.map(|(place, _)| (Target::Sale(place), "10200".into()))
    }

    pub(super) fn hyper_journal(
        &mut self,
        body: &[u8],
        extra: &mut HashMap<Place, Vec<Box<str>>>,
        today: NaiveDate,
    ) -> Answered {
        let mut fields = Fields::read(body, &["date", "invRef", "accountRef", "splits"])?;
        let known = [&LINE[..6], &["type", "extraRef"]].concat();
        let (mut lines, mut words) = (Vec::new(), Vec::new());
        for split in fields.list("splits", &known)? {
            let amount = split.pence("netAmount")?;
            lines.push(NewEntryLine {
                account: split.text("nominalCode", 8)?.into(),
                amount: match split.whole("type") {
                    Some(15) => amount,
                    Some(16) => amount.saturating_neg(),
                    _ => return Err(refuse("There is no such type of split.")),
                },
                description: split.some("details").filter(|text| !text.is_empty()).map(Into::into),
            });
            words.push(split.some("extraRef").unwrap_or_default().into());
        }
        let (reference, date) = (fields.text("invRef", 30)?.into(), fields.date("date")?);
        let new = NewEntry { reference, date, description: None, lines };
        let place = self.create_journal_entry(&new, today)?;
        extra.insert(place, words);
        // Journal entries are booked line by line, so their answer names none.
        Ok(Answer::Response(0.into()))
    }
}
