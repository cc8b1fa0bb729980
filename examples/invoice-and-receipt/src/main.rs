//! Posts an invoice and its receipt into Sage 50 through a REST gateway, each once, even when an answer is lost.
//!
//! What it shows: a customer is looked up, and made when there is none; the invoice is posted; the gateway is asked what
//! is due of it, and the receipt checked against that before it is sent. Sage 50 takes a receipt twice without complaint,
//! so a lost answer is never followed by a second post: the program waits as long as the gateway says that a post may
//! still take effect, looks the document up by its reference and compares it.
//!
//! Run it with nothing but Rust: `cargo run -p invoice-and-receipt -- --lose-answer`. It starts a simulator of Sage 50
//! unless `SAGE50_BASE_URL` points elsewhere; `--help` tells the rest.

mod company;
mod options;
mod posting;
mod report;

use std::process::ExitCode;

use chrono::{Local, NaiveDate};
use clap::Parser;
use paysage_sandbox::fault::Fault;
use sage50::{
    Books, Customer, Description, Document, Invoice, InvoiceLine, PaymentHead, Receipt, Reference, SaleHead,
    Tender,
};

use company::{Company, Failure, words};
use options::Options;
use report::Report;

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("invoice-and-receipt: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<(), Failure> {
    let now = Local::now();
    let number = options.number.clone().unwrap_or_else(|| now.format("%y%m%d-%H%M%S%3f").to_string());
    let date = options.date.unwrap_or(now.date_naive());
    let (invoice, receipt) = (invoice(options, &number, date)?, receipt(options, &number, date)?);
    let company = options.gateway.open().await?;
    if let Some(simulator) = company.simulator().filter(|_| options.lose_answer) {
        simulator.faults().script("POST", "/v1/invoices", vec![Some(Fault::LostAnswer)]);
        simulator.faults().script("POST", "/v1/payments", vec![Some(Fault::LostAnswer)]);
    }
    eprintln!("sale {number}: {} {} from {}", options.amount, options.amount.currency(), options.customer_id);
    if options.number.is_some() {
        // What an earlier run sent last may not show yet.
        eprintln!("waiting {:.1?} for what an earlier run may have sent", company.quiet());
        tokio::time::sleep(company.quiet()).await;
    }
    let posted = post(options, &company, invoice, receipt).await;
    let mut report =
        posted.map_err(|failure| format!("{failure} (to go on with this sale: --number {number})"))?;
    report.read(&company).await?;
    report.print(options.json)
}

/// Customer, invoice, receipt: each needs the one before.
async fn post(
    options: &Options,
    company: &Company,
    invoice: Invoice,
    receipt: Receipt,
) -> Result<Report, Failure> {
    let customer = Customer::new(options.customer_id.clone(), options.customer_name.clone());
    let (reference, receipt_document) = (invoice.head().reference.clone(), Document::from(receipt.clone()));
    let documents = [customer.into(), invoice.into()];
    let mut report = Report::default();
    for document in documents {
        let how = company.post_unless_there(&document).await?;
        report.add(document, how);
    }
    let how = if company.has(&receipt_document).await? {
        posting::How::AlreadyThere
    } else {
        if company.can.can_tell_due {
            let due = company.door.due(std::slice::from_ref(&reference)).await;
            let due = due.map_err(|error| words(&error))?;
            if let Some(amount) = due.get(&reference) {
                eprintln!("invoice {reference}: {amount} is due");
            }
            let refused = |error| format!("no receipt was posted: {}", words(&error));
            receipt.check_against(&due).map_err(refused)?;
        } else {
            eprintln!("this gateway cannot say what is due: the receipt goes unchecked");
        }
        company.post(&receipt_document).await?
    };
    report.add(receipt_document, how);
    Ok(report)
}

fn invoice(options: &Options, number: &str, date: NaiveDate) -> Result<Invoice, Failure> {
    let reference = Reference::new(format!("INV-{number}"))?;
    let head = SaleHead::new(reference, options.customer_id.clone(), date, options.receivable.clone());
    let line = InvoiceLine::new(options.income.clone(), options.amount, Description::new("Service call")?)?;
    Ok(Invoice::new(head, vec![line])?)
}

fn receipt(options: &Options, number: &str, date: NaiveDate) -> Result<Receipt, Failure> {
    let reference = Reference::new(format!("RCP-{number}"))?;
    let tender = Tender::new(options.cash.clone(), options.payment_method.clone());
    let head = PaymentHead::new(reference, options.customer_id.clone(), date, tender);
    let paid = options.pay.unwrap_or(options.amount);
    Ok(Receipt::of_invoice(head, Reference::new(format!("INV-{number}"))?, paid)?)
}
