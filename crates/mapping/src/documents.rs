//! The documents of a settled sale and of a settled refund.

use chrono::NaiveDate;
use paysage_money::Money;
use paytrace::{Status, Transaction};
use sage50::{
    Applied, AuthorizationCode, CardDetails, CreditMemo, CreditMemoDetails, Customer, CustomerId,
    DepositTicketId, Description, Document, GlAccount, Invoice, InvoiceDetails, InvoiceLine, LastFour,
    OrderNumber, PaymentHead, PurchaseOrderNumber, Receipt, Reference, Refund, SaleHead, Tender,
};

use crate::profile::Profile;
use crate::reference::{ReferenceKind, reference};
use crate::rule::Rule;
use crate::unfit::{Unfit, named};

/// What both documents of a record share.
struct Head {
    date: NaiveDate,
    purchase_order: Option<PurchaseOrderNumber>,
    order_number: Option<OrderNumber>,
    tender: Tender,
}

impl Head {
    fn sale(&self, number: Reference, customer: &CustomerId, profile: &Profile) -> SaleHead {
        SaleHead::new(number, customer.clone(), self.date, profile.receivable.clone())
    }

    fn payment(self, reference: Reference, customer: &CustomerId) -> PaymentHead {
        PaymentHead::new(reference, customer.clone(), self.date, self.tender)
    }
}

/// Customer, invoice and the receipt that pays it.
pub(crate) fn sale(
    transaction: &Transaction,
    profile: &Profile,
    customer: Customer,
    rules: &mut Vec<Rule>,
) -> Result<Vec<Document>, Unfit> {
    let head = head(transaction, profile, rules)?;
    let lines = lines(transaction, &profile.income, profile, rules)?;
    let number = named("transaction_id", reference(transaction.id, ReferenceKind::Invoice))?;
    let details = InvoiceDetails {
        customer_purchase_order: head.purchase_order.clone(),
        order_number: head.order_number.clone(),
        ..InvoiceDetails::default()
    };
    let invoice =
        Invoice::new(head.sale(number.clone(), &customer.id, profile), lines)?.with_details(details)?;
    let own = named("transaction_id", reference(transaction.id, ReferenceKind::Receipt))?;
    let mut receipt = Receipt::of_invoice(head.payment(own, &customer.id), number, transaction.amount)?;
    if let Some(card) = card(transaction)? {
        receipt = receipt.with_card(card);
    }
    Ok(vec![Document::Customer(customer), Document::Invoice(invoice), Document::Receipt(receipt)])
}

/// Customer, credit memo and the money that pays it out.
pub(crate) fn refund(
    transaction: &Transaction,
    profile: &Profile,
    customer: Customer,
    rules: &mut Vec<Rule>,
) -> Result<Vec<Document>, Unfit> {
    let head = head(transaction, profile, rules)?;
    let lines = lines(transaction, &profile.returns, profile, rules)?;
    let number = named("transaction_id", reference(transaction.id, ReferenceKind::CreditMemo))?;
    let details = CreditMemoDetails {
        customer_purchase_order: head.purchase_order.clone(),
        order_number: head.order_number.clone(),
        ..CreditMemoDetails::default()
    };
    let memo =
        CreditMemo::new(head.sale(number.clone(), &customer.id, profile), lines)?.with_details(details);
    let own = named("transaction_id", reference(transaction.id, ReferenceKind::Refund))?;
    let applies = vec![Applied::new(number, transaction.amount)?];
    let refund = Refund::new(head.payment(own, &customer.id), applies)?;
    Ok(vec![Document::Customer(customer), Document::CreditMemo(memo), Document::Refund(refund)])
}

fn head(transaction: &Transaction, profile: &Profile, rules: &mut Vec<Rule>) -> Result<Head, Unfit> {
    rules.push(Rule::new("date", "the day the transaction was made, in the gateway's own time"));
    let mut tender = Tender::new(profile.clearing.clone(), profile.payment_method.clone());
    if let Some(ticket) = deposit_ticket(transaction)? {
        rules.push(Rule::new("deposit ticket", "the settlement batch and its day"));
        tender = tender.with_deposit_ticket(ticket);
    }
    let purchase_order = transaction.customer_reference_id.clone().map(PurchaseOrderNumber::new).transpose();
    let order_number = transaction.invoice_id.clone().map(OrderNumber::new).transpose();
    Ok(Head {
        date: transaction.created_at.date(),
        purchase_order: named("customer_reference_id", purchase_order)?,
        order_number: named("invoice_id", order_number)?,
        tender,
    })
}

/// One line for what was sold, and one for the tax when the record carries it.
fn lines(
    transaction: &Transaction,
    account: &GlAccount,
    profile: &Profile,
    rules: &mut Vec<Rule>,
) -> Result<Vec<InvoiceLine>, Unfit> {
    let description = named("description", Description::new(describe(transaction)))?;
    let zero = Money::zero(transaction.amount.currency());
    let tax = transaction.tax_amount.unwrap_or(zero);
    let net = transaction.amount.checked_sub(tax)?;
    if net.is_negative() {
        return Err(Unfit::TaxAboveAmount);
    }
    let mut lines = vec![InvoiceLine::new(account.clone(), net, description)?];
    if tax.is_zero() {
        rules.push(Rule::new("lines", "one: the record carries no tax"));
    } else {
        rules.push(Rule::new("lines", "two: the record's tax_amount is part of its amount"));
        let description = named("tax_amount", Description::new("Sales tax"))?;
        lines.push(InvoiceLine::new(profile.sales_tax.clone(), tax, description)?.with_sales_tax());
    }
    Ok(lines)
}

/// The record's own description, or what it was; with the buyer's name when no customer of theirs will show it.
fn describe(transaction: &Transaction) -> String {
    let own = transaction.description.as_deref();
    let mut text = own.map_or_else(
        || format!("PayTrace {} {}", transaction.kind.as_str().to_lowercase(), transaction.id),
        str::to_owned,
    );
    if transaction.customer_id.is_none()
        && let Some(name) = &transaction.billing_address.name
    {
        text.push_str(", ");
        text.push_str(name);
    }
    text
}

/// One ticket per settlement batch: Sage 50 shows receipts of one ticket as one deposit. Batch numbers repeat, so
/// the day of settlement belongs to it.
fn deposit_ticket(transaction: &Transaction) -> Result<Option<DepositTicketId>, Unfit> {
    let (Status::Settled { batch: Some(batch) }, Some(at)) = (&transaction.status, transaction.settled_at)
    else {
        return Ok(None);
    };
    named("status_code", DepositTicketId::new(format!("{batch}-{}", at.format("%Y%m%d"))).map(Some))
}

/// What the receipt keeps of the card: approval code and last four digits, never more.
fn card(transaction: &Transaction) -> Result<Option<CardDetails>, Unfit> {
    let code = transaction.approval_code.clone().map(AuthorizationCode::new).transpose();
    let masked = transaction.card.as_ref().and_then(|card| last_four(&card.masked_number));
    let details = CardDetails {
        authorization_code: named("approval_code", code)?,
        last4: named("credit_card.masked_number", masked.map(LastFour::new).transpose())?,
    };
    Ok((details != CardDetails::default()).then_some(details))
}

fn last_four(masked: &str) -> Option<&str> {
    let start = masked.len().checked_sub(4)?;
    masked.get(start..).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}
