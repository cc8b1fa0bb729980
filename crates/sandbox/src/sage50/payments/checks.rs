//! What a payment has to be before it is booked.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::chart::AccountPlace;
use super::super::company::Company;
use super::super::fields::item_path;
use super::super::open_items::Target;
use super::super::problem::{Code, Problems, Refusal};
use super::super::register::{Place, Row};
use super::super::sales::{Sale, SaleKind};
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
        let mut left = Left::new();
        let mut lines = Vec::with_capacity(new.lines.len());
        for (position, line) in new.lines.iter().enumerate() {
            if let NewPaymentLine::Invoice { reference, .. } | NewPaymentLine::CreditUsed { reference, .. } =
                line
            {
                self.check_free("invoice", reference)?;
            }
            lines.extend(self.checked_line(line, position, (new.kind, customer), &mut left, &mut problems));
        }
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

    /// A chargeback that names a receipt has to name one of the customer's.
    fn check_original(&self, new: &NewPayment, customer: Option<Place>, problems: &mut Problems) {
        let (PaymentKind::Chargeback, Some(reference)) = (new.kind, new.details.original.as_deref()) else {
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

    fn checked_line(
        &self,
        line: &NewPaymentLine,
        position: usize,
        (kind, customer): (PaymentKind, Option<Place>),
        left: &mut Left,
        problems: &mut Problems,
    ) -> Option<Line> {
        match line {
            NewPaymentLine::Invoice { reference, amount, discount } => {
                if *discount < 0 || discount > amount {
                    let source = item_path(LIST, position, "discount");
                    problems.add(Code::InvalidValue, &source, "The discount is more than the amount.");
                }
                let target = self.found_target(reference, position, (customer, false), problems)?;
                self.take_from(target, *amount, position, left, problems);
                let receivable = self.target_receivable(target)?;
                Some(Line {
                    effect: Effect::Settle { target, receivable },
                    amount: *amount,
                    discount: *discount,
                })
            }
            NewPaymentLine::CreditUsed { reference, amount } => {
                let target = self.found_target(reference, position, (customer, true), problems)?;
                self.take_from(target, *amount, position, left, problems);
                let receivable = self.target_receivable(target)?;
                let amount = amount.checked_neg()?;
                Some(Line { effect: Effect::Settle { target, receivable }, amount, discount: 0 })
            }
            NewPaymentLine::Reopened { reference, amount } => {
                self.reopened(reference, *amount, (position, customer), left, problems)
            }
            NewPaymentLine::DirectSale { account, amount, goods, .. } => {
                let source = item_path(LIST, position, "account");
                let account = self.chart.postable(account, &source, problems);
                let goods = self.checked_goods(goods.as_ref(), LIST, position, problems);
                Some(Line { effect: Effect::Sale { account: account?, goods }, amount: *amount, discount: 0 })
            }
            NewPaymentLine::OnAccount { receivable, .. } => {
                let source = item_path(LIST, position, "account");
                let receivable = match receivable.as_deref() {
                    Some(id) => self.chart.receivable(id, &source, problems),
                    None => self.chart.usual_receivable(),
                };
                let (effect, amount) =
                    (Effect::OnAccount { receivable: receivable?, item: None }, line.cash(kind)?);
                Some(Line { effect, amount, discount: 0 })
            }
        }
    }

    fn found_target(
        &self,
        reference: &str,
        position: usize,
        (customer, credit): (Option<Place>, bool),
        problems: &mut Problems,
    ) -> Option<Target> {
        let found = self.target(reference, customer, credit);
        if found.is_none() {
            let what = if credit { "credit memo or open prepayment" } else { "invoice" };
            let message = format!("The customer has no {what} {reference}.");
            let source = item_path(LIST, position, "referenceNumber");
            problems.add(Code::UnknownInvoice, &source, message);
        }
        found
    }

    /// Takes `amount` from what the earlier lines have left of the amount due.
    fn take_from(
        &self,
        target: Target,
        amount: i64,
        position: usize,
        left: &mut Left,
        problems: &mut Problems,
    ) {
        let due = left.entry(target).or_insert_with(|| self.target_due(target));
        if amount > *due {
            let message = format!("{} has less than this amount due.", self.target_reference(target));
            problems.add(Code::AmountExceedsDue, &item_path(LIST, position, "amount"), message);
        }
        *due = due.saturating_sub(amount);
    }

    fn reopened(
        &self,
        reference: &str,
        amount: i64,
        (position, customer): (usize, Option<Place>),
        left: &mut Left,
        problems: &mut Problems,
    ) -> Option<Line> {
        let Some(place) = self.settleable(SaleKind::Invoice, reference, customer) else {
            let source = item_path(LIST, position, "referenceNumber");
            let message = format!("The customer has no invoice {reference}.");
            problems.add(Code::UnknownInvoice, &source, message);
            return None;
        };
        let sale = self.sales.at(place)?;
        let paid = left.entry(Target::Sale(place)).or_insert(sale.settled);
        if amount > *paid {
            let message = format!("Less than this has been paid on {}.", sale.reference());
            problems.add(Code::AmountExceedsDue, &item_path(LIST, position, "amount"), message);
        }
        *paid = paid.saturating_sub(amount);
        let effect = Effect::Reopen { sale: place, receivable: sale.receivable };
        Some(Line { effect, amount: amount.checked_neg()?, discount: 0 })
    }
}
