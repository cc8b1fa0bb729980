//! The documents of the fixtures.

use paysage_money::{Currency, Money};
use sage50::model::*;

fn usd(text: &str) -> Money {
    Money::parse(text, Currency::Usd).unwrap()
}

fn account(id: &str) -> GlAccount {
    GlAccount::new(id).unwrap()
}

fn reference(text: &str) -> Reference {
    Reference::new(text).unwrap()
}

fn description(text: &str) -> Description {
    Description::new(text).unwrap()
}

fn line(id: &str, amount: &str, text: &str) -> InvoiceLine {
    InvoiceLine::new(account(id), usd(amount), description(text)).unwrap()
}

fn gadget(quantity: &str, price: &str, tax_type: Option<u8>, text: &str) -> InvoiceLine {
    let price = Price { quantity: quantity.parse().unwrap(), unit_price: price.parse().unwrap() };
    let amount = price.amount(Currency::Usd).unwrap();
    let tax_type = tax_type.map(|number| TaxType::new(number).unwrap());
    let goods = Goods { item: Some(ItemId::new("GADGET").unwrap()), price: Some(price), tax_type };
    InvoiceLine::new(account("40000"), amount, description(text)).unwrap().with_goods(goods).unwrap()
}

fn sale_head(number: &str, date: &str) -> SaleHead {
    let customer = CustomerId::new("NORD-1").unwrap();
    SaleHead::new(reference(number), customer, date.parse().unwrap(), account("11000"))
}

fn payment_head(number: &str, date: &str, ticket: Option<&str>) -> PaymentHead {
    let mut tender = Tender::new(account("10500"), PaymentMethod::new("Card").unwrap());
    tender.deposit_ticket = ticket.map(|ticket| DepositTicketId::new(ticket).unwrap());
    PaymentHead::new(reference(number), CustomerId::new("NORD-1").unwrap(), date.parse().unwrap(), tender)
}

const TICKET: Option<&str> = Some("B17-20260703");

pub(crate) fn journal() -> Document {
    let lines = vec![
        JournalLine::debit(account("10100"), usd("97.05"))
            .unwrap()
            .with_description(description("Bank, net")),
        JournalLine::debit(account("61000"), usd("2.95")).unwrap(),
        JournalLine::credit(account("10500"), usd("100.00")).unwrap(),
    ];
    let entry = JournalEntry::new(reference("JE-900"), "2026-07-14".parse().unwrap(), lines).unwrap();
    entry.with_description(description("Batch 900, Café")).into()
}

pub(crate) fn invoice() -> Document {
    let lines = vec![
        gadget("2.5", "40", Some(2), "Pipe 2\" long"),
        line("40100", "55.00", "Set-up, on site"),
        line("23000", "9.30", "Virginia").with_sales_tax_of(TaxAgencyId::new("VASTATE").unwrap()),
    ];
    let details = InvoiceDetails {
        due: Some("2026-08-01".parse().unwrap()),
        terms: Some(TermsText::new("2% 10, Net 30").unwrap()),
        discount: Some(DiscountTerms { amount: usd("3.10"), date: "2026-07-12".parse().unwrap() }),
        ship_via: Some(ShipVia::new("Courier").unwrap()),
        customer_purchase_order: Some(PurchaseOrderNumber::new("PO-77").unwrap()),
        order_number: Some(OrderNumber::new("SO-88").unwrap()),
        sales_tax_id: Some(SalesTaxId::new("VATAX").unwrap()),
    };
    let invoice = Invoice::new(sale_head("INV-501", "2026-07-02"), lines).unwrap();
    invoice.with_details(details).unwrap().into()
}

/// Names no sales tax and no agency: the profile has only one that fits.
pub(crate) fn credit_memo() -> Document {
    let lines = vec![gadget("1", "40", None, "Gadget"), line("23000", "2.40", "Virginia").with_sales_tax()];
    let details = CreditMemoDetails {
        applies_to: Some(reference("INV-501")),
        order_number: Some(OrderNumber::new("SO-88").unwrap()),
        ..CreditMemoDetails::default()
    };
    CreditMemo::new(sale_head("CM-601", "2026-07-20"), lines).unwrap().with_details(details).into()
}

pub(crate) fn order() -> Document {
    let tax = line("23000", "6.02", "Virginia").with_sales_tax();
    let details = SalesOrderDetails {
        ship_by: Some("2026-07-09".parse().unwrap()),
        terms: Some(TermsText::new("Net 30").unwrap()),
        ship_via: Some(ShipVia::new("Courier").unwrap()),
        customer_purchase_order: Some(PurchaseOrderNumber::new("PO-77").unwrap()),
        sales_tax_id: Some(SalesTaxId::new("VATAX").unwrap()),
    };
    let lines = vec![tax, gadget("2.5", "40.125", None, "Gadget")];
    let order = SalesOrder::new(sale_head("SO-88", "2026-07-01"), lines).unwrap();
    order.with_details(details).unwrap().into()
}

/// With a discount, a credit used and a card.
pub(crate) fn receipt() -> Document {
    let lines = vec![
        ReceiptLine::Invoice {
            reference: reference("INV-501"),
            amount: usd("164.30"),
            discount: Some(usd("3.10")),
        },
        ReceiptLine::CreditUsed { reference: reference("CM-600"), amount: usd("40.00") },
    ];
    let card = CardDetails {
        authorization_code: Some(AuthorizationCode::new("A1B2").unwrap()),
        last4: Some(LastFour::new("4242").unwrap()),
    };
    let head = payment_head("RC-1", "2026-07-03", TICKET);
    Receipt::new(head, lines, Some(account("49000"))).unwrap().with_card(card).into()
}

pub(crate) fn prepayment() -> Document {
    let line = ReceiptLine::Prepayment { amount: usd("75.00"), description: description("Deposit on SO-88") };
    Receipt::new(payment_head("RC-2", "2026-07-04", TICKET), vec![line], None).unwrap().into()
}

pub(crate) fn direct_sale() -> Document {
    let sale = |id: &str, amount: &str, text: &str, item: Option<&str>| ReceiptLine::DirectSale {
        account: account(id),
        amount: usd(amount),
        description: description(text),
        item: item.map(|item| ItemId::new(item).unwrap()),
    };
    let lines = vec![
        sale("40000", "25.00", "Counter sale", Some("GADGET")),
        sale("40200", "5.50", "Gift wrap", None),
    ];
    Receipt::new(payment_head("RC-3", "2026-07-05", TICKET), lines, None).unwrap().into()
}

/// Of 4 July.
pub(crate) fn receipt_with_ticket(ticket: &str) -> Document {
    let line = ReceiptLine::invoice(reference("INV-501"), usd("10.00"));
    Receipt::new(payment_head("RC-6", "2026-07-04", Some(ticket)), vec![line], None).unwrap().into()
}

/// A receipt that sells on this account.
pub(crate) fn sale_on(id: &str) -> Document {
    let description = description("Counter sale");
    let line =
        ReceiptLine::DirectSale { account: account(id), amount: usd("25.00"), description, item: None };
    Receipt::new(payment_head("RC-7", "2026-07-05", TICKET), vec![line], None).unwrap().into()
}

/// A prepayment beside a settled invoice, which the cash receipts journal cannot say.
pub(crate) fn mixed_receipt() -> Document {
    let lines = vec![
        ReceiptLine::invoice(reference("INV-501"), usd("10.00")),
        ReceiptLine::Prepayment { amount: usd("75.00"), description: description("Deposit") },
    ];
    Receipt::new(payment_head("RC-5", "2026-07-04", TICKET), lines, None).unwrap().into()
}

pub(crate) fn chargeback() -> Document {
    let head = payment_head("CB-1", "2026-07-30", TICKET);
    Chargeback::new(head, reference("RC-1"), reference("INV-501"), usd("121.20")).unwrap().into()
}

/// In a batch of the processor.
pub(crate) fn batch_refund() -> Document {
    let applied = Applied::new(reference("CM-601"), usd("42.40")).unwrap();
    let refund = Refund::new(payment_head("RF-1", "2026-07-22", TICKET), vec![applied]).unwrap();
    refund.with_original(reference("RC-1")).into()
}

pub(crate) fn refund() -> Document {
    let applied = [("CM-601", "42.40"), ("CM-602", "8.00")];
    let applied = applied.map(|(memo, amount)| Applied::new(reference(memo), usd(amount)).unwrap());
    let refund = Refund::new(payment_head("RF-2", "2026-07-23", None), applied.into()).unwrap();
    refund.with_original(reference("RC-1")).into()
}

pub(crate) fn adjustment() -> Document {
    StockAdjustment {
        reference: reference("ADJ-1"),
        date: "2026-07-25".parse().unwrap(),
        item: ItemId::new("GADGET").unwrap(),
        direction: Direction::Decrease,
        quantity: "3".parse().unwrap(),
        source_account: account("50500"),
        unit_cost: Some("12.345".parse().unwrap()),
        reason: Some(AdjustmentReason::new("Broken").unwrap()),
    }
    .into()
}

pub(crate) fn customer() -> Document {
    let contact = Contact {
        first: Some(FirstName::new("Ida").unwrap()),
        last: Some(LastName::new("O'Hara").unwrap()),
        ..Contact::default()
    };
    let billing = Address {
        line2: Some(AddressLine::new("Suite 4").unwrap()),
        city: Some(City::new("Norfolk").unwrap()),
        state: Some(State::new("VA").unwrap()),
        zip: Some(Zip::new("23501").unwrap()),
        country: Some(Country::new("USA").unwrap()),
        ..Address::new(AddressLine::new("12 Mill Lane").unwrap())
    };
    let shipping = Address {
        city: Some(City::new("Suffolk").unwrap()),
        state: Some(State::new("VA").unwrap()),
        zip: Some(Zip::new("23432").unwrap()),
        ..Address::new(AddressLine::new("Dock 9").unwrap())
    };
    let early = EarlyPayment { days: 10, percent: "2.5".parse().unwrap() };
    let label = CustomFieldLabel::new("PayTrace id").unwrap();
    let details = CustomerDetails {
        account_number: Some(AccountNumber::new("0042").unwrap()),
        terms: Some(Terms::Days { due: 30, discount: Some(early) }),
        customer_type: Some(CustomerType::new("RETAIL").unwrap()),
        sales_tax_id: Some(SalesTaxId::new("VATAX").unwrap()),
        custom_fields: CustomFields::new().with(label, CustomFieldText::new("PT-77").unwrap()).unwrap(),
        web_site: Some(WebSite::new("www.nord.example").unwrap()),
        since: Some("2021-03-09".parse().unwrap()),
        inactive: false,
    };
    Customer::new(CustomerId::new("NORD-1").unwrap(), CustomerName::new("Nordström, Inc").unwrap())
        .with_contact(contact)
        .with_billing(billing)
        .with_shipping(shipping)
        .with_email(Email::new("ap@nord.example").unwrap())
        .with_phone(Phone::new("757-555-0142").unwrap())
        .with_details(details)
        .into()
}

pub(crate) fn plain_customer() -> Document {
    let details = CustomerDetails { inactive: true, ..CustomerDetails::default() };
    Customer::new(CustomerId::new("plain").unwrap(), CustomerName::new("Plain Co").unwrap())
        .with_details(details)
        .into()
}

/// An invoice like [`invoice`] whose first line says something else.
pub(crate) fn invoice_saying(number: &str, text: &str) -> Document {
    Invoice::new(sale_head(number, "2026-07-02"), vec![line("40100", "55.00", text)]).unwrap().into()
}
