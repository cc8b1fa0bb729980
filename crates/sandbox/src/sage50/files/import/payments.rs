//! The cash receipts journal, and refunds in the payments journal. A negative amount lowers what the customer owes.

use chrono::NaiveDate;

use super::super::super::company::Company;
use super::super::super::goods::NewGoods;
use super::super::super::payments::{NewPayment, NewPaymentLine, PaymentDetails, PaymentKind};
use super::super::super::problem::{Code, Problems, Refusal};
use super::super::super::sales::SaleKind;
use super::{Record, negated, refused, tax_type};

/// The most distributions of a receipt.
const LINES: usize = 154;

impl Company {
    pub(super) fn import_receipt(&mut self, record: &Record<'_>, today: NaiveDate) -> Result<(), Refusal> {
        if record.flag(0, "Vendor Receipt") {
            return Err(refused(Code::InvalidValue, "Vendor Receipt", "Vendors are not kept."));
        }
        if record.rows().len() > LINES {
            let message = format!("A receipt has at most {LINES} distributions.");
            return Err(refused(Code::InvalidValue, "Number of Distributions", message));
        }
        check_total_paid(record)?;
        let cash = record.rows().try_fold(0_i64, |sum, row| {
            let discount = record.money(row, "Discount Amount").checked_abs()?;
            sum.checked_sub(record.money(row, "Amount"))?.checked_sub(discount)
        });
        let cash = cash.ok_or(Refusal::out_of_range("Amount"))?;
        let mut lines = Vec::new();
        for row in record.rows() {
            lines.push(self.receipt_line(record, row, cash >= 0)?);
        }
        let reopens = lines.iter().any(|line| matches!(line, NewPaymentLine::Reopened { .. }));
        let kind = match (cash >= 0, reopens) {
            (true, _) => PaymentKind::Receipt,
            (false, true) => PaymentKind::Chargeback,
            (false, false) => PaymentKind::Refund,
        };
        let card = record.text(0, "Last Known CC Number");
        let digits = card.char_indices().rev().nth(3).and_then(|(at, _)| card.get(at..));
        let new = NewPayment {
            kind,
            reference: record.reference().into(),
            customer: record.text(0, "Customer ID").into(),
            date: record.date("Date"),
            cash_account: record.text(0, "Cash Account").into(),
            amount: cash.saturating_abs(),
            lines,
            discount_account: record.some(0, "Discount Account"),
            details: PaymentDetails {
                payment_method: record.some(0, "Payment Method"),
                deposit_ticket: record.some(0, "Deposit Ticket ID"),
                original: None,
                authorization_code: record.some(0, "Card/Check Auth. Code"),
                last_four: digits.map(Box::from),
                receipt_number: record.some(0, "Receipt Number"),
                by_check: false,
                line_notes: notes(record),
            },
        };
        self.create_payment(&new, today).map(|_| ())
    }

    fn receipt_line(
        &self,
        record: &Record<'_>,
        row: usize,
        comes_in: bool,
    ) -> Result<NewPaymentLine, Refusal> {
        let signed = record.money(row, "Amount");
        let (account, description) =
            (record.text(row, "G/L Account"), record.text(row, "Description").into());
        let in_amount = negated(signed)?;
        if let Some(reference) = record.some(row, "Invoice Paid") {
            self.check_receivable(account)?;
            let discount = record.money(row, "Discount Amount").saturating_abs();
            let customer = self.customers.first(record.text(row, "Customer ID"));
            let invoice = self.settleable(SaleKind::Invoice, &reference, customer).is_some();
            return Ok(if signed < 0 {
                NewPaymentLine::Invoice { reference, amount: in_amount, discount }
            } else if invoice {
                NewPaymentLine::Reopened { reference, amount: signed }
            } else {
                NewPaymentLine::CreditUsed { reference, amount: signed }
            });
        }
        if record.flag(row, "Prepayment") || self.is_receivable(account) {
            self.check_receivable(account)?;
            let amount = if comes_in { in_amount } else { signed };
            return Ok(NewPaymentLine::OnAccount { receivable: Some(account.into()), amount, description });
        }
        let quantity = record.number(row, "Quantity");
        let goods = NewGoods {
            item: record.some(row, "Item ID"),
            quantity: (!quantity.is_zero()).then_some(quantity),
            unit_price: (!quantity.is_zero()).then(|| record.number(row, "Unit Price")),
            tax_type: tax_type(record, row)?,
            agency: record.some(row, "Sales Tax Agency ID"),
        };
        let account = account.into();
        Ok(NewPaymentLine::DirectSale { account, amount: in_amount, description, goods: Some(goods) })
    }

    pub(super) fn import_payment(&mut self, record: &Record<'_>, today: NaiveDate) -> Result<(), Refusal> {
        if !record.flag(0, "Customer Payment") {
            let message = "Vendors are not kept: only payments to customers are taken.";
            return Err(refused(Code::InvalidValue, "Customer Payment", message));
        }
        let mut lines = Vec::new();
        let mut total = 0_i64;
        for row in record.rows() {
            let amount = record.money(row, "Amount");
            let account = record.text(row, "G/L Account");
            if amount <= 0 {
                return Err(refused(Code::InvalidValue, "Amount", "A payment's amounts are above zero."));
            }
            self.check_receivable(account)?;
            total = total.checked_add(amount).ok_or(Refusal::out_of_range("Amount"))?;
            lines.push(match record.some(row, "Invoice Paid") {
                Some(reference) => NewPaymentLine::CreditUsed { reference, amount },
                None => NewPaymentLine::OnAccount {
                    receivable: Some(account.into()),
                    amount,
                    description: record.text(row, "Description").into(),
                },
            });
        }
        let new = NewPayment {
            kind: PaymentKind::Refund,
            reference: record.reference().into(),
            customer: record.text(0, "Vendor ID").into(),
            date: record.date("Date"),
            cash_account: record.text(0, "Cash Account").into(),
            amount: total,
            lines,
            discount_account: None,
            details: PaymentDetails {
                payment_method: record.some(0, "Memo"),
                by_check: true,
                line_notes: notes(record),
                ..PaymentDetails::default()
            },
        };
        self.create_payment(&new, today).map(|_| ())
    }

    fn is_receivable(&self, account: &str) -> bool {
        self.chart.receivable(account, &"G/L Account", &mut Problems::default()).is_some()
    }

    /// Rows on the customer's account have the receivable account.
    fn check_receivable(&self, account: &str) -> Result<(), Refusal> {
        let mut problems = Problems::default();
        self.chart.receivable(account, &"G/L Account", &mut problems);
        problems.or(())
    }
}

/// The head says what the rows on invoices and credits add up to; it may say nothing where there are none.
fn check_total_paid(record: &Record<'_>) -> Result<(), Refusal> {
    const COLUMN: &str = "Total Paid on Invoice(s)";
    let mut applied = record.rows().filter(|row| !record.text(*row, "Invoice Paid").is_empty()).peekable();
    if record.text(0, COLUMN).is_empty() {
        let message = "It is required where invoices are paid.";
        let missing = applied.peek().map(|_| refused(Code::MissingValue, COLUMN, message));
        return missing.map_or(Ok(()), Err);
    }
    let sum = applied.map(|row| record.money(row, "Amount")).try_fold(0_i64, i64::checked_add);
    if sum == Some(record.money(0, COLUMN)) {
        return Ok(());
    }
    Err(refused(Code::Unbalanced, COLUMN, "It is not the sum of the rows on invoices and credits."))
}

fn notes(record: &Record<'_>) -> Vec<Box<str>> {
    record.rows().map(|row| record.text(row, "Description").into()).collect()
}
