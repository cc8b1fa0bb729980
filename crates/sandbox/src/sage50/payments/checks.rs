//! What a payment has to be before it is booked.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::chart::AccountPlace;
use super::super::company::Company;
use super::super::fields::item_path;
use super::super::open_items::Target;
use super::super::problem::{Code, Problems, Refusal};
use super::super::register::{Place, Row};
use super::super::sales::SaleKind;
use super::{Effect, Line, NewPayment, NewPaymentLine, Payment, PaymentKind};

/// The list of the request that has the lines.
const LIST: &str = "applies";

/// What is left of each thing the earlier lines of a payment settle or reopen.
type Left = BTreeMap<Target, i64>;

impl Company {
    pub(super) fn checked_payment(&self, new: &NewPayment, today: NaiveDate) -> Result<Payment, Refusal> {
        let mut problems = Problems::default();
        self.periods.check(new.date, today, &mut problems);
        let customer = self.known_customer(&new.customer, &mut problems);
        let cash_account = self.chart.postable(&new.cash_account, &"cashAccount", &mut problems);
        let discount_account = self.discount_account(new, &mut problems);
        self.check_original(new, customer, &mut problems);
        let mut check = Check { books: self, kind: new.kind, customer, left: Left::new(), problems };
        let mut lines = Vec::with_capacity(new.lines.len());
        for (position, line) in new.lines.iter().enumerate() {
            if let NewPaymentLine::Invoice { reference, .. } | NewPaymentLine::CreditUsed { reference, .. } =
                line
            {
                self.check_free("invoice", reference)?;
            }
            lines.extend(check.line(line, position));
        }
        let mut problems = check.problems;
        let sum = new.lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.cash(new.kind)?));
        let signed = if new.kind == PaymentKind::Receipt { new.amount } else { new.amount.wrapping_neg() };
        if sum != Some(signed) {
            let message = "The amount is not the sum of what is applied.";
            problems.add(Code::Unbalanced, &"amount", message);
        }
        let (Some(customer), Some(cash_account)) = (customer, cash_account) else {
            return Err(problems.refusal());
        };
        problems.or(Payment {
            kind: new.kind,
            voided: false,
            by_check: new.details.by_check,
            cash_account,
            discount_account,
            customer,
            date: new.date,
            amount: new.amount,
            lines: lines.into_boxed_slice(),
            texts: new.texts(),
        })
    }

    fn discount_account(&self, new: &NewPayment, problems: &mut Problems) -> Option<AccountPlace> {
        let takes = new
            .lines
            .iter()
            .any(|line| matches!(line, NewPaymentLine::Invoice { discount, .. } if *discount != 0));
        match new.discount_account.as_deref() {
            Some(id) => self.chart.postable(id, &"discountAccount", problems),
            None if takes => {
                let message = "A line takes a discount: the discount account is required.";
                problems.add(Code::MissingValue, &"discountAccount", message);
                None
            }
            None => None,
        }
    }

    /// A refund or chargeback that names a receipt has to name one of the customer's.
    fn check_original(&self, new: &NewPayment, customer: Option<Place>, problems: &mut Problems) {
        let Some(reference) = new.details.original.as_deref() else {
            return;
        };
        let his = |payment: &Payment| {
            payment.kind == PaymentKind::Receipt
                && !payment.voided
                && customer.is_none_or(|customer| payment.customer == customer)
        };
        let places = self.payments.by_reference(reference);
        if !places.into_iter().any(|place| self.payments.at(place).is_some_and(his)) {
            let message = format!("The customer has no receipt {reference}.");
            problems.add(Code::UnknownReceipt, &"originalReference", message);
        }
    }
}

/// The lines of a payment, checked one after the other.
struct Check<'b> {
    books: &'b Company,
    kind: PaymentKind,
    customer: Option<Place>,
    left: Left,
    problems: Problems,
}

impl Check<'_> {
    fn line(&mut self, line: &NewPaymentLine, position: usize) -> Option<Line> {
        match line {
            NewPaymentLine::Invoice { reference, amount, discount } => {
                if *discount < 0 || discount > amount {
                    self.add(
                        Code::InvalidValue,
                        position,
                        "discount",
                        "The discount is more than the amount.",
                    );
                }
                let effect = self.settling(reference, *amount, position, false)?;
                Some(Line { effect, amount: *amount, discount: *discount })
            }
            NewPaymentLine::CreditUsed { reference, amount } => {
                let effect = self.settling(reference, *amount, position, true)?;
                Some(Line { effect, amount: amount.checked_neg()?, discount: 0 })
            }
            NewPaymentLine::Reopened { reference, amount } => self.reopened(reference, *amount, position),
            NewPaymentLine::DirectSale { account, amount, goods, .. } => {
                let (books, problems) = (self.books, &mut self.problems);
                let account = books.chart.postable(account, &item_path(LIST, position, "account"), problems);
                let goods = books.checked_goods(goods.as_ref(), LIST, position, problems);
                Some(Line { effect: Effect::Sale { account: account?, goods }, amount: *amount, discount: 0 })
            }
            NewPaymentLine::OnAccount { receivable, .. } => {
                let source = item_path(LIST, position, "account");
                let receivable = match receivable.as_deref() {
                    Some(id) => self.books.chart.receivable(id, &source, &mut self.problems),
                    None => self.books.chart.usual_receivable(),
                };
                let effect = Effect::OnAccount { receivable: receivable?, item: None };
                Some(Line { effect, amount: line.cash(self.kind)?, discount: 0 })
            }
        }
    }

    /// Finds what is settled, and takes the amount from what the earlier lines have left of it.
    fn settling(&mut self, reference: &str, amount: i64, position: usize, credit: bool) -> Option<Effect> {
        let Some(target) = self.books.target(reference, self.customer, credit) else {
            let what = if credit { "credit memo or open prepayment" } else { "invoice" };
            let message = format!("The customer has no {what} {reference}.");
            self.add(Code::UnknownInvoice, position, "referenceNumber", message);
            return None;
        };
        if !self.take(target, self.books.target_due(target), amount) {
            let message = format!("{} has less than this amount due.", self.books.target_reference(target));
            self.add(Code::AmountExceedsDue, position, "amount", message);
        }
        let receivable = self.books.target_receivable(target)?;
        Some(Effect::Settle { target, receivable })
    }

    fn reopened(&mut self, reference: &str, amount: i64, position: usize) -> Option<Line> {
        let Some(place) = self.books.settleable(SaleKind::Invoice, reference, self.customer) else {
            let message = format!("The customer has no invoice {reference}.");
            self.add(Code::UnknownInvoice, position, "referenceNumber", message);
            return None;
        };
        let sale = self.books.sales.at(place)?;
        if !self.take(Target::Sale(place), sale.settled, amount) {
            let message = format!("Less than this has been paid on {}.", sale.reference());
            self.add(Code::AmountExceedsDue, position, "amount", message);
        }
        let effect = Effect::Reopen { sale: place, receivable: sale.receivable };
        Some(Line { effect, amount: amount.checked_neg()?, discount: 0 })
    }

    /// Takes an amount from what is left of `all`; `false` if that is less.
    fn take(&mut self, target: Target, all: i64, amount: i64) -> bool {
        let left = self.left.entry(target).or_insert(all);
        let enough = amount <= *left;
        *left = left.saturating_sub(amount);
        enough
    }

    fn add(&mut self, code: Code, position: usize, name: &str, message: impl Into<String>) {
        self.problems.add(code, &item_path(LIST, position, name), message);
    }
}
