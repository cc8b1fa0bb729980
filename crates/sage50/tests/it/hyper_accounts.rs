//! The `HyperAccounts` door against an API that keeps books of its own.

mod fake;
mod money_back;
mod posting;
mod reading;
mod receipts;
mod script;
mod turn;
mod wire;

use std::time::Duration;

use chrono::NaiveDate;
use paysage_money::{Currency, Money};
use sage50::uk::hyper_accounts::{AuthToken, HyperAccountsDoor};
use sage50::uk::{Department, Ledger, TaxCode, UserName};
use sage50::{
    Address, AddressLine, City, Contact, Country, CreditMemo, Customer, CustomerDetails, CustomerId,
    CustomerName, Description, Document, Email, FirstName, GlAccount, Invoice, InvoiceDetails, InvoiceLine,
    JournalEntry, JournalLine, LastName, PaymentHead, PaymentMethod, Phone, Receipt, ReceiptLine, Reference,
    SaleHead, TaxAgencyId, TaxType, Tender, Terms, WebSite, Zip,
};

use self::fake::Fake;

/// The token no log, error or `Debug` may show.
const TOKEN: &str = "canary-token-7d1e";

fn ledger() -> Ledger {
    let mut ledger = Ledger::new(account("1100"), account("2200"));
    ledger.department = Department::new(2).unwrap();
    ledger.user_name = Some(UserName::new("PAYTRACE").unwrap());
    ledger.tax_codes.by_type.insert(TaxType::new(5).unwrap(), TaxCode::new(5).unwrap());
    ledger
}

fn door(fake: &Fake) -> HyperAccountsDoor {
    let token = AuthToken::new(TOKEN);
    HyperAccountsDoor::builder(fake.address(), token, ledger())
        .with_timeout(Duration::from_millis(500))
        .build()
        .unwrap()
}

fn gbp(text: &str) -> Money {
    Money::parse(text, Currency::Gbp).unwrap()
}

fn account(text: &str) -> GlAccount {
    GlAccount::new(text).unwrap()
}

fn reference(text: &str) -> Reference {
    Reference::new(text).unwrap()
}

fn text(text: &str) -> Description {
    Description::new(text).unwrap()
}

fn june(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
}

fn acme() -> CustomerId {
    CustomerId::new("ACME001").unwrap()
}

fn sale(number: &str) -> SaleHead {
    SaleHead::new(reference(number), acme(), june(3), account("1100"))
}

fn lines(net: &str, vat: &str) -> Vec<InvoiceLine> {
    let tax = InvoiceLine::new(account("2200"), gbp(vat), text("VAT")).unwrap();
    vec![
        InvoiceLine::new(account("4000"), gbp(net), text("Blue widget")).unwrap(),
        tax.with_sales_tax_of(TaxAgencyId::new("T1").unwrap()),
    ]
}

fn invoice_of(number: &str, net: &str, vat: &str) -> Document {
    let details = InvoiceDetails { due: Some(june(30)), ..InvoiceDetails::default() };
    Invoice::new(sale(number), lines(net, vat)).unwrap().with_details(details).unwrap().into()
}

fn invoice() -> Document {
    invoice_of("INV-1", "250.00", "50.00")
}

fn credit_memo() -> Document {
    CreditMemo::new(sale("CN-1"), lines("100.00", "20.00")).unwrap().into()
}

fn journal() -> Document {
    let lines = vec![
        JournalLine::debit(account("1200"), gbp("475.79")).unwrap().with_description(text("Settlement net")),
        JournalLine::debit(account("7901"), gbp("14.21")).unwrap(),
        JournalLine::credit(account("1201"), gbp("490.00")).unwrap(),
    ];
    JournalEntry::new(reference("SET-1"), june(5), lines).unwrap().with_description(text("Settlement")).into()
}

fn receipt_of(number: &str, lines: Vec<ReceiptLine>) -> Receipt {
    let tender = Tender::new(account("1200"), PaymentMethod::new("Card").unwrap());
    Receipt::new(PaymentHead::new(reference(number), acme(), june(4), tender), lines, Some(account("4009")))
        .unwrap()
}

fn settles(invoice: &str, amount: &str) -> ReceiptLine {
    ReceiptLine::invoice(reference(invoice), gbp(amount))
}

fn customer() -> Customer {
    let mut address = Address::new(AddressLine::new("1 High Street").unwrap());
    address.city = Some(City::new("Leeds").unwrap());
    address.zip = Some(Zip::new("LS1 1AA").unwrap());
    address.country = Some(Country::new("GB").unwrap());
    let contact = Contact {
        first: Some(FirstName::new("Ann").unwrap()),
        last: Some(LastName::new("Example").unwrap()),
        ..Contact::default()
    };
    let details = CustomerDetails {
        terms: Some(Terms::Days { due: 30, discount: None }),
        web_site: Some(WebSite::new("acme.example").unwrap()),
        ..CustomerDetails::default()
    };
    Customer::new(acme(), CustomerName::new("Acme Widgets Ltd").unwrap())
        .with_billing(address)
        .with_contact(contact)
        .with_email(Email::new("ap@acme.example").unwrap())
        .with_phone(Phone::new("0113 496 0100").unwrap())
        .with_details(details)
}
