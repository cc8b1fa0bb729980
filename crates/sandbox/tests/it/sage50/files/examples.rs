//! One run of every kind of document, with every field of theirs filled in.

use sage50::model::*;

use super::{account, cents};

fn text<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

fn sale_head(number: &str, date: &str) -> SaleHead {
    SaleHead::new(text(number), text("NORD-1"), text(date), account("11000"))
}

fn payment_head(number: &str, date: &str, ticket: bool) -> PaymentHead {
    let mut tender = Tender::new(account("10300"), text("Card"));
    tender.deposit_ticket = ticket.then(|| text("B17-20260703"));
    PaymentHead::new(text(number), text("NORD-1"), text(date), tender)
}

fn widget(quantity: &str, price: &str) -> InvoiceLine {
    let price = Price { quantity: text(quantity), unit_price: text(price) };
    let goods =
        Goods { item: Some(text("WIDGET")), price: Some(price), tax_type: Some(TaxType::new(2).unwrap()) };
    let amount = price.amount(cents(0).currency()).unwrap();
    InvoiceLine::new(account("40000"), amount, text("Widget, 2\" wide")).unwrap().with_goods(goods).unwrap()
}

fn tax(minor: i64) -> InvoiceLine {
    InvoiceLine::new(account("23200"), cents(minor), text("City")).unwrap().with_sales_tax_of(text("CITY"))
}

pub(super) fn customer() -> Document {
    let address = |line: &str| Address {
        line2: Some(text("Suite 4")),
        city: Some(text("Norfolk")),
        state: Some(text("VA")),
        zip: Some(text("02350")),
        country: Some(text("USA")),
        ..Address::new(text(line))
    };
    let contact = Contact { first: Some(text("Ida")), last: Some(text("O'Hara")), ..Contact::default() };
    let early = EarlyPayment { days: 10, percent: text("2.5") };
    let fields = CustomFields::new().with(text("PayTrace id"), text("PT-77")).unwrap();
    let details = CustomerDetails {
        account_number: Some(text("0042")),
        terms: Some(Terms::Days { due: 30, discount: Some(early) }),
        customer_type: Some(text("RETAIL")),
        sales_tax_id: Some(text("TWO")),
        custom_fields: fields,
        web_site: Some(text("www.nord.example")),
        since: Some(text("2021-03-09")),
        inactive: true,
    };
    Customer::new(text("NORD-1"), text("Nordström, Inc"))
        .with_contact(contact)
        .with_billing(address("12 Mill Lane"))
        .with_shipping(address("Dock 9"))
        .with_email(text("ap@nord.example"))
        .with_phone(text("757-555-0142"))
        .with_details(details)
        .into()
}

pub(super) fn order() -> Document {
    let details = SalesOrderDetails {
        ship_by: Some(text("2026-07-09")),
        terms: Some(text("Net 30")),
        ship_via: Some(text("Courier")),
        customer_purchase_order: Some(text("PO-77")),
        sales_tax_id: Some(text("TWO")),
    };
    let order = SalesOrder::new(sale_head("SO-88", "2026-07-01"), vec![widget("2.5", "40.125"), tax(600)]);
    order.unwrap().with_details(details).unwrap().into()
}

/// Of 106.31.
pub(super) fn invoice() -> Document {
    let details = InvoiceDetails {
        due: Some(text("2026-08-01")),
        terms: Some(text("2% 10, Net 30")),
        discount: Some(DiscountTerms { amount: cents(310), date: text("2026-07-12") }),
        ship_via: Some(text("Courier")),
        customer_purchase_order: Some(text("PO-77")),
        order_number: Some(text("SO-88")),
        sales_tax_id: Some(text("TWO")),
    };
    let invoice = Invoice::new(sale_head("INV-501", "2026-07-02"), vec![widget("2.5", "40.125"), tax(600)]);
    invoice.unwrap().with_details(details).unwrap().into()
}

/// Of 42.40, and takes as much of the invoice.
pub(super) fn memo() -> Document {
    let details = CreditMemoDetails {
        applies_to: Some(text("INV-501")),
        customer_purchase_order: Some(text("PO-78")),
        order_number: Some(text("SO-88")),
        sales_tax_id: Some(text("TWO")),
    };
    let memo = CreditMemo::new(sale_head("CM-601", "2026-07-02"), vec![widget("1", "40"), tax(240)]);
    memo.unwrap().with_details(details).into()
}

/// Of 42.40, open.
pub(super) fn open_memo() -> Document {
    CreditMemo::new(sale_head("CM-602", "2026-07-20"), vec![widget("1", "40"), tax(240)]).unwrap().into()
}

/// Settles 60.00 of the invoice with 3.10 of discount and 5.00 of the prepayment, and sells something.
pub(super) fn receipt() -> Document {
    let lines = vec![
        ReceiptLine::Invoice { reference: text("INV-501"), amount: cents(6_000), discount: Some(cents(310)) },
        ReceiptLine::CreditUsed { reference: text("RC-2"), amount: cents(500) },
        ReceiptLine::DirectSale {
            account: account("40100"),
            amount: cents(1_250),
            description: text("Gift wrap"),
            item: Some(text("HOUR")),
        },
    ];
    let card = CardDetails { authorization_code: Some(text("A1B2")), last4: Some(text("4242")) };
    let head = payment_head("RC-1", "2026-07-03", true);
    Receipt::new(head, lines, Some(account("49000"))).unwrap().with_card(card).into()
}

pub(super) fn prepayment() -> Document {
    let line = ReceiptLine::Prepayment { amount: cents(7_500), description: text("Deposit on SO-88") };
    Receipt::new(payment_head("RC-2", "2026-07-03", true), vec![line], None).unwrap().into()
}

pub(super) fn chargeback() -> Document {
    let head = payment_head("CB-1", "2026-07-03", true);
    Chargeback::new(head, text("RC-1"), text("INV-501"), cents(6_000)).unwrap().into()
}

/// By the payments journal.
pub(super) fn refund() -> Document {
    let applied = Applied::new(text("CM-602"), cents(4_240)).unwrap();
    Refund::new(payment_head("RF-1", "2026-07-23", false), vec![applied])
        .unwrap()
        .with_original(text("RC-1"))
        .into()
}

pub(super) fn journal() -> Document {
    let lines = vec![
        JournalLine::debit(account("10200"), cents(9_705)).unwrap().with_description(text("Bank, net")),
        JournalLine::debit(account("57500"), cents(295)).unwrap(),
        JournalLine::credit(account("10300"), cents(10_000)).unwrap(),
    ];
    let entry = JournalEntry::new(text("JE-900"), text("2026-07-14"), lines).unwrap();
    entry.with_description(text("Batch 900, Café")).into()
}

pub(super) fn adjustment() -> Document {
    StockAdjustment {
        reference: text("ADJ-1"),
        date: text("2026-07-25"),
        item: text("WIDGET"),
        direction: Direction::Decrease,
        quantity: text("3"),
        source_account: account("50500"),
        unit_cost: Some(text("12.5")),
        reason: Some(text("Broken")),
    }
    .into()
}

/// All of them, in an order that no journal could book: what names another comes before it.
pub(super) fn run() -> Vec<Document> {
    vec![
        adjustment(),
        chargeback(),
        refund(),
        receipt(),
        prepayment(),
        memo(),
        open_memo(),
        invoice(),
        order(),
        customer(),
        journal(),
    ]
}
