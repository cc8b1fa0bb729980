//! Receipts and refunds. Sage 50 accepts any number of payments with the same reference, and so do these books.

use chrono::NaiveDate;
use sage50::Kind;

use super::chart::AccountPlace;
use super::company::{Company, check_period, save};
use super::fields::item_path;
use super::key::key;
use super::ledger::Posting;
use super::problem::{Code, Problems, Refusal};
use super::register::{Place, Register, Row};
use super::sales::{Sale, SaleKind, checked_sum};
use super::texts::Texts;

mod request;
mod view;

pub(super) use request::NewPayment;

const REGISTER: u32 = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PaymentKind {
    Receipt,
    Refund,
}

impl PaymentKind {
    /// What a payment of this kind settles.
    const fn settles(self) -> SaleKind {
        match self {
            Self::Receipt => SaleKind::Invoice,
            Self::Refund => SaleKind::CreditMemo,
        }
    }
}

/// A receipt or refund on record.
#[derive(Debug, Clone)]
pub(super) struct Payment {
    pub(super) kind: PaymentKind,
    pub(super) voided: bool,
    cash_account: AccountPlace,
    pub(super) customer: Place,
    pub(super) date: NaiveDate,
    pub(super) amount: i64,
    pub(super) applies: Box<[Applied]>,
    /// Reference, payment method, deposit ticket, original, authorization code, last four digits.
    texts: Texts,
}

/// The part of a payment that settles one invoice or credit memo.
#[derive(Debug, Clone, Copy)]
pub(super) struct Applied {
    pub(super) sale: Place,
    pub(super) amount: i64,
}

impl Row for Payment {
    fn reference(&self) -> &str {
        self.texts.at(0)
    }

    fn customer(&self) -> Option<Place> {
        Some(self.customer)
    }

    fn kind_word(&self) -> &'static str {
        match self.kind {
            PaymentKind::Receipt => "receipt",
            PaymentKind::Refund => "refund",
        }
    }

    fn date(&self) -> Option<NaiveDate> {
        Some(self.date)
    }
}

impl Payment {
    pub(super) fn key(place: Place) -> String {
        key(REGISTER, place)
    }

    pub(super) const fn document_kind(&self) -> Kind {
        match self.kind {
            PaymentKind::Receipt => Kind::Receipt,
            PaymentKind::Refund => Kind::Refund,
        }
    }

    pub(super) fn deposit_ticket(&self) -> Option<&str> {
        self.texts.some(2)
    }

    /// `amount` with the sign it has on the cash account.
    pub(super) const fn received(&self, amount: i64) -> i64 {
        match self.kind {
            PaymentKind::Receipt => amount,
            PaymentKind::Refund => amount.wrapping_neg(),
        }
    }

    /// The entry of the payment in the general ledger.
    pub(super) fn entry(&self, sales: &Register<Sale>) -> Vec<Posting> {
        let settled = self.applies.iter().filter_map(|applied| {
            let receivable = sales.at(applied.sale)?.receivable;
            Some((receivable, self.received(applied.amount).wrapping_neg()))
        });
        std::iter::once((self.cash_account, self.received(self.amount))).chain(settled).collect()
    }
}

impl Company {
    pub(super) fn create_payment(&mut self, new: &NewPayment, today: NaiveDate) -> Result<Place, Refusal> {
        let payment = self.checked_payment(new, today)?;
        let change = payment.received(payment.amount).wrapping_neg();
        self.post(&payment.entry(&self.sales), payment.customer, change)?;
        for applied in &payment.applies {
            if let Some(sale) = self.sales.at_mut(applied.sale) {
                sale.settled = sale.settled.saturating_add(applied.amount);
            }
        }
        self.posts = self.posts.saturating_add(1);
        Ok(save(&mut self.payments, payment, self.read_lag))
    }

    fn checked_payment(&self, new: &NewPayment, today: NaiveDate) -> Result<Payment, Refusal> {
        let mut problems = Problems::default();
        check_period(new.date, today, &mut problems);
        let customer = self.known_customer(&new.customer, &mut problems);
        let cash_account = self.chart.postable(&new.cash_account, &"cashAccount", &mut problems);
        let applies = self.checked_applies(new, customer, &mut problems);
        let sum = checked_sum(new.applies.iter().map(|line| line.amount));
        if sum != Some(new.amount) {
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
            customer,
            date: new.date,
            amount: new.amount,
            applies: applies.into_boxed_slice(),
            texts: new.texts(),
        })
    }

    /// Finds what each line settles; together they must not exceed what is due.
    fn checked_applies(
        &self,
        new: &NewPayment,
        customer: Option<Place>,
        problems: &mut Problems,
    ) -> Vec<Applied> {
        let mut applies: Vec<Applied> = Vec::with_capacity(new.applies.len());
        for (position, line) in new.applies.iter().enumerate() {
            let Some(sale) = self.settleable(new.kind.settles(), &line.reference, customer) else {
                let what = match new.kind {
                    PaymentKind::Receipt => "invoice",
                    PaymentKind::Refund => "credit memo",
                };
                problems.add(
                    Code::UnknownInvoice,
                    &item_path("applies", position, "referenceNumber"),
                    format!("The customer has no {what} {}.", line.reference),
                );
                continue;
            };
            let earlier = applies
                .iter()
                .filter(|applied| applied.sale == sale)
                .fold(0_i64, |sum, applied| sum.saturating_add(applied.amount));
            let due = self.sales.at(sale).map_or(0, Sale::due);
            if line.amount > due.saturating_sub(earlier) {
                problems.add(
                    Code::AmountExceedsDue,
                    &item_path("applies", position, "amount"),
                    format!("{} has less than this amount due.", line.reference),
                );
            }
            applies.push(Applied { sale, amount: line.amount });
        }
        applies
    }
}
