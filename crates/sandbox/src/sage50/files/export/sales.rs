//! The sales journal and the sales orders journal.

use rust_decimal::Decimal;

use super::super::super::company::Company;
use super::super::super::goods::Goods;
use super::super::super::orders::Order;
use super::super::super::register::{Place, Row as _};
use super::super::super::sales::{Line, Sale, SaleKind};
use super::Row;

impl Company {
    pub(super) fn export_sales(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (place, sale) in self.sales.iter() {
            let head = self.sale_head(place, sale);
            // Sage numbers the lines; rows of sales tax have the number 0.
            let mut number = 0_usize;
            for (position, line) in sale.lines.iter().enumerate() {
                if !line.sales_tax {
                    number = number.saturating_add(1);
                }
                let mut row = head.clone();
                row.count("Invoice/CM Distribution", if line.sales_tax { 0 } else { number });
                self.sale_line_cells(&mut row, sale, line);
                row.text("Description", sale.description(position));
                rows.push(row);
            }
        }
        rows
    }

    fn sale_head(&self, place: Place, sale: &Sale) -> Row {
        let mut row = Row::default();
        let customer = self.customers.at(sale.customer);
        let applied = sale.applied_to.and_then(|(invoice, _)| self.sales.at(invoice));
        row.text("Customer ID", self.customer_id(sale.customer))
            .text("Customer Name", customer.map_or("", |customer| customer.head(1)))
            .text("Invoice/CM #", sale.reference())
            .text("Apply to Invoice Number", applied.map_or("", |invoice| invoice.reference()))
            .flag("Credit Memo", sale.kind == SaleKind::CreditMemo)
            .date("Date", Some(sale.date))
            .some("Customer PO", sale.texts.some(1))
            .some("Ship Via", sale.texts.some(4))
            .date("Date Due", sale.due_date)
            .money("Discount Amount", sale.discount.map_or(0, |(amount, _)| amount))
            .date("Discount Date", sale.discount.map(|(_, date)| date))
            .some("Displayed Terms", sale.texts.some(3))
            .text("Accounts Receivable Account", self.chart.id(sale.receivable))
            .money("Accounts Receivable Amount", sale.owed(sale.total))
            .some("Sales Tax ID", sale.texts.some(5))
            .count("Number of Distributions", sale.lines.len())
            .some("SO/Proposal Number", sale.order_number())
            .flag("Apply To Sales Order", sale.order_number().is_some_and(|number| self.has_order(number)))
            .text("Transaction Period", self.number_of_period(sale.date))
            .count("Transaction Number", place.ordinal())
            .some("Return Authorization", sale.texts.some(6));
        if sale.voided {
            row.count("Voided by Transaction", place.ordinal());
        }
        row
    }

    fn has_order(&self, number: &str) -> bool {
        self.orders.first(number).is_some()
    }

    fn sale_line_cells(&self, row: &mut Row, sale: &Sale, line: &Line) {
        let times = Decimal::from(sale.owed(1));
        let signed = |goods: &Goods| goods.quantity.unwrap_or_default().saturating_mul(times);
        row.text("G/L Account", self.chart.id(line.account))
            .money("Amount", sale.owed(line.amount).wrapping_neg());
        // A line of goods is taxable unless it says otherwise.
        row.count("Tax Type", u8::from(!line.sales_tax));
        let Some(goods) = line.goods.as_deref() else {
            return;
        };
        row.number("Quantity", signed(goods)).number("Stocking Quantity", signed(goods));
        self.goods_cells(row, goods);
        if let Some(taken) = goods.taken {
            row.money("Cost of Sales Amount", sale.owed(taken.cost));
        }
    }

    /// Item, price, tax type and agency.
    pub(super) fn goods_cells(&self, row: &mut Row, goods: &Goods) {
        let item = goods.item.and_then(|place| self.items.at(place));
        let price = goods.unit_price.unwrap_or_default();
        row.text("Item ID", item.map_or("", |item| &*item.id))
            .number("Unit Price", price)
            .number("Stocking Unit Price", price)
            .some("Sales Tax Agency ID", goods.agency.as_deref());
        if let Some(code) = goods.tax_type {
            row.count("Tax Type", code);
        }
    }

    pub(super) fn export_orders(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (_, order) in self.orders.iter() {
            let head = self.order_head(order);
            let mut number = 0_usize;
            for line in &order.lines {
                if !line.sales_tax {
                    number = number.saturating_add(1);
                }
                let mut row = head.clone();
                row.count("SO/Proposal Distribution", if line.sales_tax { 0 } else { number })
                    .text("Description", &*line.description)
                    .text("G/L Account", self.chart.id(line.account))
                    .count("Tax Type", u8::from(!line.sales_tax))
                    .money("Amount", line.amount.wrapping_neg());
                if let Some(goods) = line.goods.as_deref() {
                    let quantity = goods.quantity.unwrap_or_default();
                    row.number("Quantity", quantity).number("Stocking Quantity", quantity);
                    self.goods_cells(&mut row, goods);
                }
                rows.push(row);
            }
        }
        rows
    }

    fn order_head(&self, order: &Order) -> Row {
        let mut row = Row::default();
        row.text("Customer ID", self.customer_id(order.customer))
            .text("Sales Order/Proposal #", order.reference())
            .date("Date", Some(order.date))
            .date("Ship By", order.ship_by)
            .flag("Closed", order.is_closed())
            .some("Customer PO", order.purchase_order.as_deref())
            .some("Ship Via", order.ship_via.as_deref())
            .some("Displayed Terms", order.terms.as_deref())
            .text(
                "Accounts Receivable Account",
                order.receivable.map_or("", |account| self.chart.id(account)),
            )
            .some("Sales Tax ID", order.sales_tax_id.as_deref())
            .count("Number of Distributions", order.lines.len());
        row
    }
}
