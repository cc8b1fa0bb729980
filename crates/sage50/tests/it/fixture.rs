//! Documents and a door.

use std::time::Duration;

use paysage_money::{Currency, Money};
use sage50::rest::{ApiKey, RestDoor};
use sage50::{
    Address, AddressLine, AdjustmentReason, Applied, AuthorizationCode, CardDetails, Chargeback, City,
    Contact, Country, CreditMemo, CreditMemoDetails, Customer, CustomerDetails, CustomerId, CustomerName,
    DepositTicketId, Description, Direction, DiscountTerms, Document, Email, FirstName, GlAccount, Goods,
    Invoice, InvoiceDetails, InvoiceLine, ItemAccounts, ItemClass, ItemDescription, ItemId, JournalEntry,
    JournalLine, LastFour, LastName, OrderNumber, PaymentHead, PaymentMethod, Phone, Price, Product,
    PurchaseOrderNumber, Receipt, ReceiptLine, Reference, Refund, SaleHead, SalesOrder, SalesOrderDetails,
    State, StockAdjustment, TaxAgencyId, TaxType, Tender, Terms, TermsText, Zip,
};
use serde_json::{Value, json};

/// The key no log, error or `Debug` may show.
pub(crate) const KEY: &str = "canary-key-5f0c";

pub(crate) fn door(address: &str) -> RestDoor {
    door_with_timeout(address, Duration::from_secs(10))
}

pub(crate) fn door_with_timeout(address: &str, timeout: Duration) -> RestDoor {
    RestDoor::builder(address.parse().unwrap(), ApiKey::new(KEY)).with_timeout(timeout).build().unwrap()
}

pub(crate) fn usd(text: &str) -> Money {
    Money::parse(text, Currency::Usd).unwrap()
}

fn reference(text: &str) -> Reference {
    Reference::new(text).unwrap()
}

fn account(text: &str) -> GlAccount {
    GlAccount::new(text).unwrap()
}

fn acme() -> CustomerId {
    CustomerId::new("ACME-001").unwrap()
}

fn day() -> chrono::NaiveDate {
    "2026-07-01".parse().unwrap()
}

fn line(number: &str, amount: &str, text: &str) -> InvoiceLine {
    InvoiceLine::new(account(number), usd(amount), Description::new(text).unwrap()).unwrap()
}

pub(crate) fn customer() -> Document {
    let mut address = Address::new(AddressLine::new("1 Main Street").unwrap());
    address.line2 = Some(AddressLine::new("Suite 2").unwrap());
    address.city = Some(City::new("Springfield").unwrap());
    address.state = Some(State::new("IL").unwrap());
    address.zip = Some(Zip::new("62701").unwrap());
    address.country = Some(Country::new("US").unwrap());
    Customer::new(acme(), CustomerName::new("Acme Widgets Inc").unwrap())
        .with_contact(Contact {
            first: Some(FirstName::new("Ada").unwrap()),
            last: Some(LastName::new("Müller").unwrap()),
            ..Contact::default()
        })
        .with_billing(address.clone())
        .with_shipping(Address::new(AddressLine::new("2 Dock Road").unwrap()))
        .with_email(Email::new("ada@acme.example").unwrap())
        .with_phone(Phone::new("555 0100").unwrap())
        .with_details(CustomerDetails {
            terms: Some(Terms::Days { due: 30, discount: None }),
            since: Some("2020-01-31".parse().unwrap()),
            ..CustomerDetails::default()
        })
        .into()
}

fn sale(number: &str) -> SaleHead {
    SaleHead::new(reference(number), acme(), day(), account("11000"))
}

pub(crate) fn invoice() -> Document {
    let price = Price { quantity: "2".parse().unwrap(), unit_price: "617.25".parse().unwrap() };
    let goods = Goods {
        item: Some(ItemId::new("W9").unwrap()),
        price: Some(price),
        tax_type: Some(TaxType::REGULAR),
    };
    let lines = vec![
        line("40000", "1234.50", "Widget \"9\"").with_goods(goods).unwrap(),
        line("23100", "0.05", "Tax").with_sales_tax_of(TaxAgencyId::new("IL").unwrap()),
        line("23100", "0.01", "Tax").with_sales_tax(),
    ];
    let discount = DiscountTerms { amount: usd("24.69"), date: "2026-07-11".parse().unwrap() };
    let details = InvoiceDetails {
        due: Some("2026-07-31".parse().unwrap()),
        terms: Some(TermsText::new("2% 10, Net 30").unwrap()),
        discount: Some(discount),
        customer_purchase_order: Some(PurchaseOrderNumber::new("PO 7").unwrap()),
        order_number: Some(OrderNumber::new("SO-9").unwrap()),
        ..InvoiceDetails::default()
    };
    Invoice::new(sale("PT100000001"), lines).unwrap().with_details(details).unwrap().into()
}

pub(crate) fn credit_memo() -> Document {
    let details =
        CreditMemoDetails { applies_to: Some(reference("PT100000001")), ..CreditMemoDetails::default() };
    let lines = vec![line("48000", "5.00", "Back")];
    CreditMemo::new(sale("PT100000002"), lines).unwrap().with_details(details).into()
}

fn payment(number: &str) -> PaymentHead {
    PaymentHead::new(reference(number), acme(), day(), tender())
}

fn tender() -> Tender {
    Tender::new(account("10300"), PaymentMethod::new("Credit Card").unwrap())
        .with_deposit_ticket(DepositTicketId::new("571-20260701").unwrap())
}

pub(crate) fn receipt() -> Document {
    let lines = vec![
        ReceiptLine::invoice(reference("PT100000001"), usd("1234.56")),
        ReceiptLine::Invoice {
            reference: reference("PT100000000"),
            amount: usd("0.54"),
            discount: Some(usd("0.10")),
        },
    ];
    Receipt::new(payment("PT100000003"), lines, Some(account("49000")))
        .unwrap()
        .with_card(CardDetails {
            authorization_code: Some(AuthorizationCode::new("TAS010").unwrap()),
            last4: Some(LastFour::new("5439").unwrap()),
        })
        .into()
}

pub(crate) fn refund() -> Document {
    let applies = vec![Applied::new(reference("PT100000002"), usd("5.00")).unwrap()];
    Refund::new(payment("PT100000004"), applies).unwrap().with_original(reference("PT100000003")).into()
}

pub(crate) fn journal_entry() -> Document {
    let lines = vec![
        JournalLine::debit(account("10200"), usd("97.10")).unwrap(),
        JournalLine::debit(account("57500"), usd("2.90"))
            .unwrap()
            .with_description(Description::new("Fees of batch 571").unwrap()),
        JournalLine::credit(account("10300"), usd("100.00")).unwrap(),
    ];
    JournalEntry::new(reference("PTB571"), day(), lines)
        .unwrap()
        .with_description(Description::new("Settlement batch 571").unwrap())
        .into()
}

pub(crate) fn sales_order() -> Document {
    let details =
        SalesOrderDetails { ship_by: Some("2026-07-03".parse().unwrap()), ..SalesOrderDetails::default() };
    let order = SalesOrder::new(sale("SO-9"), vec![line("40000", "12.00", "Widget")]).unwrap();
    order.with_details(details).unwrap().into()
}

pub(crate) fn chargeback() -> Document {
    let head = payment("PT100000003CB");
    let (original, invoice) = (reference("PT100000003"), reference("PT100000001"));
    Chargeback::new(head, original, invoice, usd("1234.56")).unwrap().into()
}

pub(crate) fn stock_adjustment() -> Document {
    let adjustment = StockAdjustment {
        reference: reference("ADJ1"),
        date: day(),
        item: ItemId::new("W9").unwrap(),
        direction: Direction::Decrease,
        quantity: "2.5".parse().unwrap(),
        source_account: account("50000"),
        unit_cost: None,
        reason: Some(AdjustmentReason::new("Broken").unwrap()),
    };
    adjustment.into()
}

/// A receipt with a line of every type.
pub(crate) fn receipt_of_everything() -> (Document, Value) {
    let text = |text| Description::new(text).unwrap();
    let lines = vec![
        ReceiptLine::invoice(reference("INV1"), usd("10.00")),
        ReceiptLine::CreditUsed { reference: reference("CM1"), amount: usd("4.00") },
        ReceiptLine::DirectSale {
            account: account("40000"),
            amount: usd("3.00"),
            description: text("Counter"),
            item: Some(ItemId::new("W9").unwrap()),
        },
        ReceiptLine::Prepayment { amount: usd("5.00"), description: text("Deposit") },
    ];
    let body = json!([
        {"referenceNumber": "INV1", "amount": "10.00"},
        {"type": "credit_used", "referenceNumber": "CM1", "amount": "4.00"},
        {"type": "direct_sale", "account": "40000", "amount": "3.00", "description": "Counter", "itemId": "W9"},
        {"type": "prepayment", "amount": "5.00", "description": "Deposit"}]);
    (Receipt::new(payment("R1"), lines, None).unwrap().into(), body)
}

pub(crate) fn product() -> Document {
    let accounts = ItemAccounts { sales: Some(account("40000")), ..ItemAccounts::default() };
    let (id, text) = (ItemId::new("W9").unwrap(), ItemDescription::new("Widget").unwrap());
    let product = Product::new(id, text, ItemClass::MasterStock, accounts).unwrap();
    // What is on hand is read and never written.
    product.with_price("19.5".parse().unwrap()).with_quantity_on_hand("7".parse().unwrap()).into()
}

/// Each kind that is posted with the path it is posted to and the exact body.
#[expect(clippy::too_many_lines, reason = "a table: one entry per kind")]
pub(crate) fn all() -> [(Document, &'static str, Value); 9] {
    let tender =
        json!({"cashAccount": "10300", "paymentMethod": "Credit Card", "depositTicketId": "571-20260701"});
    let with_tender = |mut body: Value| {
        body.as_object_mut().unwrap().extend(tender.as_object().unwrap().clone());
        body
    };
    [
        (
            customer(),
            "/v1/customers",
            json!({"customerId": "ACME-001", "name": "Acme Widgets Inc", "firstName": "Ada", "lastName": "Müller",
                "email": "ada@acme.example", "phone": "555 0100",
                "billingAddress": {"line1": "1 Main Street", "line2": "Suite 2", "city": "Springfield",
                    "state": "IL", "zip": "62701", "country": "US"},
                "shippingAddress": {"line1": "2 Dock Road"}, "terms": {"type": "days", "dueDays": 30},
                "customerSince": "2020-01-31"}),
        ),
        (
            invoice(),
            "/v1/invoices",
            json!({"kind": "invoice", "referenceNumber": "PT100000001", "customerId": "ACME-001",
                "transactionDate": "2026-07-01", "dueDate": "2026-07-31", "terms": "2% 10, Net 30",
                "discountAmount": "24.69", "discountDate": "2026-07-11", "customerPurchaseOrder": "PO 7",
                "orderNumber": "SO-9", "receivableAccount": "11000", "lines": [
                    {"account": "40000", "amount": "1234.50", "description": "Widget \"9\"", "itemId": "W9",
                        "quantity": "2", "unitPrice": "617.25", "taxType": 1},
                    {"account": "23100", "amount": "0.05", "description": "Tax", "salesTax": true,
                        "salesTaxAgencyId": "IL"},
                    {"account": "23100", "amount": "0.01", "description": "Tax", "salesTax": true}]}),
        ),
        (
            credit_memo(),
            "/v1/invoices",
            json!({"kind": "credit_memo", "referenceNumber": "PT100000002", "customerId": "ACME-001",
                "transactionDate": "2026-07-01", "receivableAccount": "11000", "appliesTo": "PT100000001",
                "lines": [{"account": "48000", "amount": "5.00", "description": "Back"}]}),
        ),
        (
            receipt(),
            "/v1/payments",
            with_tender(
                json!({"kind": "receipt", "referenceNumber": "PT100000003", "customerId": "ACME-001",
                "transactionDate": "2026-07-01", "amount": "1235.00", "applies": [
                    {"referenceNumber": "PT100000001", "amount": "1234.56"},
                    {"referenceNumber": "PT100000000", "amount": "0.54", "discount": "0.10"}],
                "discountAccount": "49000",
                "paymentDetails": {"authorizationCode": "TAS010", "lastFour": "5439"}}),
            ),
        ),
        (
            refund(),
            "/v1/payments",
            with_tender(json!({"kind": "refund", "referenceNumber": "PT100000004", "customerId": "ACME-001",
                "transactionDate": "2026-07-01", "amount": "5.00", "originalReference": "PT100000003",
                "applies": [{"referenceNumber": "PT100000002", "amount": "5.00"}]})),
        ),
        (
            journal_entry(),
            "/v1/journal_entries",
            json!({"referenceNumber": "PTB571", "transactionDate": "2026-07-01",
                "description": "Settlement batch 571", "lines": [
                    {"account": "10200", "debit": "97.10"},
                    {"account": "57500", "debit": "2.90", "description": "Fees of batch 571"},
                    {"account": "10300", "credit": "100.00"}]}),
        ),
        (
            sales_order(),
            "/v1/sales_orders",
            json!({"referenceNumber": "SO-9", "customerId": "ACME-001", "transactionDate": "2026-07-01",
                "shipBy": "2026-07-03", "receivableAccount": "11000",
                "lines": [{"account": "40000", "amount": "12.00", "description": "Widget"}]}),
        ),
        (
            chargeback(),
            "/v1/payments",
            with_tender(json!({"kind": "chargeback", "referenceNumber": "PT100000003CB",
                "customerId": "ACME-001", "transactionDate": "2026-07-01", "amount": "1234.56",
                "originalReference": "PT100000003",
                "applies": [{"referenceNumber": "PT100000001", "amount": "1234.56"}]})),
        ),
        (
            stock_adjustment(),
            "/v1/stock_adjustments",
            json!({"referenceNumber": "ADJ1", "transactionDate": "2026-07-01", "itemId": "W9",
                "direction": "decrease", "quantity": "2.5", "sourceAccount": "50000", "reason": "Broken"}),
        ),
    ]
}
