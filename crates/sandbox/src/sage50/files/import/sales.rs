//! The sales journal and the sales orders journal. Amounts are credits of income: negative on invoices and orders,
//! positive on credit memos, whose quantities are negative.

use chrono::NaiveDate;

use super::super::super::company::Company;
use super::super::super::goods::NewGoods;
use super::super::super::orders::{NewOrder, NewOrderLine};
use super::super::super::problem::{Code, Refusal};
use super::super::super::sales::{NewLine, NewSale, SaleDetails, SaleKind};
use super::{Record, check_price, negated, refused, tax_type};

impl Company {
    pub(super) fn import_sale(&mut self, record: &Record<'_>, today: NaiveDate) -> Result<(), Refusal> {
        if record.flag(0, "Quote") {
            return Err(refused(Code::InvalidValue, "Quote", "Quotes are not kept."));
        }
        let memo = record.flag(0, "Credit Memo");
        let mut lines = Vec::new();
        for row in record.rows() {
            lines.push(self.read_sale_line(record, row, memo)?);
        }
        let order = record.rows().find_map(|row| record.some(row, "SO/Proposal Number"));
        let discount = record.money(0, "Discount Amount");
        let new = NewSale {
            kind: if memo { SaleKind::CreditMemo } else { SaleKind::Invoice },
            reference: record.reference().into(),
            customer: record.text(0, "Customer ID").into(),
            date: record.date("Date"),
            receivable: record.text(0, "Accounts Receivable Account").into(),
            applies_to: applies_to(record, memo)?,
            lines,
            details: SaleDetails {
                due_date: record.some_date("Date Due"),
                discount: record.some_date("Discount Date").map(|date| (discount, date)),
                purchase_order: record.some(0, "Customer PO"),
                order_number: order,
                terms: record.some(0, "Displayed Terms"),
                ship_via: record.some(0, "Ship Via"),
                sales_tax_id: record.some(0, "Sales Tax ID"),
                return_authorization: record.some(0, "Return Authorization"),
            },
        };
        self.create_sale(&new, today).map(|_| ())
    }

    fn read_sale_line(&self, record: &Record<'_>, row: usize, memo: bool) -> Result<NewLine, Refusal> {
        let signed = record.money(row, "Amount");
        let quantity = record.number(row, "Quantity");
        let wrong = if memo { quantity.is_sign_positive() } else { quantity.is_sign_negative() };
        if wrong && !quantity.is_zero() {
            let message = "Quantities are negative on credit memos and nowhere else.";
            return Err(refused(Code::InvalidValue, "Quantity", message));
        }
        check_price(record, row, "Unit Price", negated(signed)?)?;
        let sales_tax = record.text(row, "Invoice/CM Distribution") == "0";
        let agency = record.some(row, "Sales Tax Agency ID");
        let tax_type = tax_type(record, row)?;
        if sales_tax && tax_type.is_some_and(|code| code != 0) {
            let message = "A sales-tax row has tax type 0.";
            return Err(refused(Code::InvalidValue, "Tax Type", message));
        }
        let item = record.some(row, "Item ID");
        let unit_price = (!quantity.is_zero()).then(|| record.number(row, "Unit Price"));
        Ok(NewLine {
            account: self.line_account(record, row, item.as_deref()),
            amount: if memo { signed } else { negated(signed)? },
            description: record.text(row, "Description").into(),
            sales_tax,
            goods: Some(NewGoods {
                item,
                quantity: (!quantity.is_zero()).then(|| quantity.abs()),
                unit_price,
                tax_type: tax_type.filter(|_| !sales_tax),
                agency,
            }),
        })
    }

    /// The account of the row, or where it has none that of the item.
    fn line_account(&self, record: &Record<'_>, row: usize, item: Option<&str>) -> Box<str> {
        let usual = || item.and_then(|id| self.item(id)?.sales).map(|place| self.chart.id(place).into());
        record.some(row, "G/L Account").or_else(usual).unwrap_or_default()
    }

    pub(super) fn import_order(&mut self, record: &Record<'_>, today: NaiveDate) -> Result<(), Refusal> {
        if record.flag(0, "Proposal") {
            return Err(refused(Code::InvalidValue, "Proposal", "Proposals are not kept."));
        }
        let mut lines = Vec::new();
        for row in record.rows() {
            lines.push(self.read_order_line(record, row)?);
        }
        let new = NewOrder {
            number: record.reference().into(),
            customer: record.text(0, "Customer ID").into(),
            date: record.date("Date"),
            ship_by: record.some_date("Ship By"),
            receivable: record.some(0, "Accounts Receivable Account"),
            purchase_order: record.some(0, "Customer PO"),
            ship_via: record.some(0, "Ship Via"),
            terms: record.some(0, "Displayed Terms"),
            sales_tax_id: record.some(0, "Sales Tax ID"),
            lines,
            // Sage only exports whether an order is closed.
            closed: false,
        };
        self.create_order(&new, today).map(|_| ())
    }

    fn read_order_line(&self, record: &Record<'_>, row: usize) -> Result<NewOrderLine, Refusal> {
        let amount = negated(record.money(row, "Amount"))?;
        check_price(record, row, "Unit Price", amount)?;
        let (item, quantity) = (record.some(row, "Item ID"), record.number(row, "Quantity"));
        Ok(NewOrderLine {
            account: self.line_account(record, row, item.as_deref()),
            amount,
            description: record.text(row, "Description").into(),
            sales_tax: record.text(row, "SO/Proposal Distribution") == "0",
            goods: Some(NewGoods {
                item,
                quantity: (!quantity.is_zero()).then_some(quantity),
                unit_price: (!quantity.is_zero()).then(|| record.number(row, "Unit Price")),
                tax_type: tax_type(record, row)?,
                agency: record.some(row, "Sales Tax Agency ID"),
            }),
        })
    }
}

/// The invoice a credit memo names; an invoice names none.
fn applies_to(record: &Record<'_>, memo: bool) -> Result<Option<Box<str>>, Refusal> {
    let named = record.some(0, "Apply to Invoice Number");
    if named.is_some() && !memo {
        let message = "Only a credit memo is applied to an invoice.";
        return Err(refused(Code::InvalidValue, "Apply to Invoice Number", message));
    }
    Ok(named)
}
