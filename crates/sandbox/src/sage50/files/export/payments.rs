//! The cash receipts journal, and refunds in the payments journal.

use super::super::super::company::Company;
use super::super::super::deposits::short_date;
use super::super::super::open_items::Target;
use super::super::super::payments::{Effect, Line, Payment};
use super::super::super::register::{Place, Row as _};
use super::Row;

impl Company {
    /// Receipts; refunds and chargebacks are receipts of negative amount.
    pub(super) fn export_receipts(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (place, payment) in self.live_payments(false) {
            let head = self.receipt_head(place, payment);
            for (position, line) in payment.lines.iter().enumerate() {
                let mut row = head.clone();
                self.receipt_line_cells(&mut row, line);
                row.text("Description", payment.description(position));
                rows.push(row);
            }
        }
        rows
    }

    fn live_payments(&self, by_check: bool) -> impl Iterator<Item = (Place, &Payment)> {
        self.payments.iter().filter(move |(_, payment)| !payment.voided && payment.by_check == by_check)
    }

    fn receipt_head(&self, place: Place, payment: &Payment) -> Row {
        let mut row = Row::default();
        let applied = |line: &&Line| matches!(line.effect, Effect::Settle { .. } | Effect::Reopen { .. });
        let applied =
            payment.lines.iter().filter(applied).fold(0_i64, |sum, line| sum.saturating_sub(line.amount));
        let prepaid = payment.lines.iter().any(|line| matches!(line.effect, Effect::OnAccount { .. }));
        let customer = self.customers.at(payment.customer);
        let ticket = payment.deposit_ticket().map_or_else(|| short_date(payment.date), str::to_owned);
        row.text("Deposit Ticket ID", ticket)
            .text("Customer ID", self.customer_id(payment.customer))
            .text("Customer Name", customer.map_or("", |customer| customer.head(1)))
            .text("Reference", payment.reference())
            .date("Date", Some(payment.date))
            .text("Payment Method", payment.method())
            .text("Cash Account", self.chart.id(payment.cash_account))
            .money("Cash Amount", payment.received(payment.amount))
            .money("Total Paid on Invoice(s)", applied)
            .text("Discount Account", payment.discount_account.map_or("", |account| self.chart.id(account)))
            .flag("Prepayment", prepaid)
            .count("Number of Distributions", payment.lines.len())
            .text("Transaction Period", self.number_of_period(payment.date))
            .count("Transaction Number", place.ordinal())
            .some("Receipt Number", payment.texts.some(6))
            .some("Last Known CC Number", payment.texts.some(5))
            .some("Card/Check Auth. Code", payment.texts.some(4));
        row
    }

    fn receipt_line_cells(&self, row: &mut Row, line: &Line) {
        let target = match &line.effect {
            Effect::Settle { target, .. } => Some(*target),
            Effect::Reopen { sale, .. } => Some(Target::Sale(*sale)),
            Effect::Sale { .. } | Effect::OnAccount { .. } => None,
        };
        row.text("G/L Account", self.chart.id(line.account())).money("Amount", line.amount.wrapping_neg());
        if let Some(target) = target {
            row.text("Invoice Paid", self.target_reference(target))
                .money("Discount Amount", line.discount)
                .number("U/M No. of Stocking Units", rust_decimal::Decimal::ZERO);
            return;
        }
        row.count("Tax Type", 1);
        if let Effect::Sale { goods: Some(goods), .. } = &line.effect {
            let quantity = goods.quantity.unwrap_or_default();
            row.number("Quantity", quantity).number("Stocking Quantity", quantity);
            self.goods_cells(row, goods);
            row.money("Cost of Sales Amount", goods.taken.map_or(0, |taken| taken.cost));
        }
    }

    /// Refunds by check; the journal has no more than the memo for how they were paid.
    pub(super) fn export_payments(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (place, payment) in self.live_payments(true) {
            let customer = self.customers.at(payment.customer).map_or("", |customer| customer.head(1));
            let applied = |line: &&Line| matches!(line.effect, Effect::Settle { .. });
            let applied = payment.lines.iter().filter(applied);
            let applied = applied.fold(0_i64, |sum, line| sum.saturating_sub(line.amount));
            let mut head = Row::default();
            head.text("Vendor ID", self.customer_id(payment.customer))
                .text("Vendor Name", customer)
                .text("Check Name", customer)
                .text("Check Number", payment.reference())
                .date("Date", Some(payment.date))
                .text("Memo", payment.method())
                .text("Cash Account", self.chart.id(payment.cash_account))
                .money("Cash Amount", payment.received(payment.amount))
                .money("Total Paid on Invoice(s)", applied)
                .flag("Customer Payment", true)
                .count("Number of Distributions", payment.lines.len())
                .text("Transaction Period", self.number_of_period(payment.date))
                .count("Transaction Number", place.ordinal());
            for (position, line) in payment.lines.iter().enumerate() {
                let mut row = head.clone();
                if let Effect::Settle { target, .. } = line.effect {
                    row.text("Invoice Paid", self.target_reference(target));
                }
                row.text("Description", payment.description(position))
                    .text("G/L Account", self.chart.id(line.account()))
                    .money("Amount", line.amount.wrapping_neg());
                rows.push(row);
            }
        }
        rows
    }
}
