use proptest::prelude::*;

use super::*;
use crate::model::{
    Address, AddressLine, City, Contact, Country, CreditMemo, CreditMemoDetails, Customer, CustomerId,
    CustomerName, Description, Document, Email, FirstName, Goods, Invoice, InvoiceDetails, LastName,
    OrderNumber, Phone, Price, Reference, SaleHead, State, TermsText, Zip,
};
use crate::text_file::LeftOut;
use paysage_money::Money;

const FILE: &str = "<Version>\r\n\"12001\",\"1\"\r\n</Version>\r\n\r\n<SalInvoice>\r\n\
    \"Acme Widgets Inc\",\"\",\"Ann Example\",\"1 Main Street\",\"\",\"Toronto\",\"ON\",\"M5V 1A1\",\"Canada\",\
    \"4165550100\",\"\",\"\",\"ap@acme.example\"\r\n\
    \"1\",\"\",\"INV-10001\",\"06-03-2026\",\"0\",\"\",\"226.00\",\"0.00\"\r\n\
    \"WIDGET-1\",\"2.0000\",\"100.0000\",\"200.00\",\"HST\",\"0\",\"1\",\"13.00\",\"26.00\"\r\n\
    </SalInvoice>\r\n";

fn cad(text: &str) -> Money {
    Money::parse(text, Currency::Cad).unwrap()
}

fn account(text: &str) -> GlAccount {
    GlAccount::new(text).unwrap()
}

fn tax(name: &str, agency: Option<&str>, rate: &str, number: &str) -> SalesTax {
    SalesTax {
        name: TaxName::new(name).unwrap(),
        agency: agency.map(|agency| TaxAgencyId::new(agency).unwrap()),
        rate: rate.parse().unwrap(),
        refundable: true,
        account: account(number),
    }
}

fn profile() -> SalesInvoiceProfile {
    let mut profile = SalesInvoiceProfile::new(account("1200"), account("4000"))
        .with_tax(tax("HST", None, "13", "2310"))
        .with_tax(tax("QST", Some("QC"), "9.975", "2320"));
    profile.exempt.push(TaxType::new(9).unwrap());
    profile.revenue_by_item.insert(ItemId::new("GADGET").unwrap(), account("4010"));
    profile
}

fn customer() -> Customer {
    let mut address = Address::new(AddressLine::new("1 Main Street").unwrap());
    address.city = Some(City::new("Toronto").unwrap());
    address.state = Some(State::new("ON").unwrap());
    address.zip = Some(Zip::new("M5V 1A1").unwrap());
    address.country = Some(Country::new("Canada").unwrap());
    let contact = Contact {
        first: Some(FirstName::new("Ann").unwrap()),
        last: Some(LastName::new("Example").unwrap()),
        ..Contact::default()
    };
    Customer::new(CustomerId::new("ACME").unwrap(), CustomerName::new("Acme Widgets Inc").unwrap())
        .with_contact(contact)
        .with_billing(address)
        .with_phone(Phone::new("4165550100").unwrap())
        .with_email(Email::new("ap@acme.example").unwrap())
}

fn head(reference: &str) -> SaleHead {
    let customer = CustomerId::new("ACME").unwrap();
    SaleHead::new(
        Reference::new(reference).unwrap(),
        customer,
        "2026-06-03".parse().unwrap(),
        account("1200"),
    )
}

fn goods(item: &str, number: &str, quantity: &str, price: &str, tax_type: Option<u8>) -> InvoiceLine {
    let price = Price { quantity: quantity.parse().unwrap(), unit_price: price.parse().unwrap() };
    let amount = price.amount(Currency::Cad).unwrap();
    let goods = Goods {
        item: Some(ItemId::new(item).unwrap()),
        price: Some(price),
        tax_type: tax_type.map(|number| TaxType::new(number).unwrap()),
    };
    InvoiceLine::new(account(number), amount, Description::new(item).unwrap())
        .unwrap()
        .with_goods(goods)
        .unwrap()
}

fn tax_line(name: &str, number: &str, amount: &str) -> InvoiceLine {
    let line = InvoiceLine::new(account(number), cad(amount), Description::new(name).unwrap()).unwrap();
    if name == "QST" {
        line.with_sales_tax_of(TaxAgencyId::new("QC").unwrap())
    } else {
        line.with_sales_tax()
    }
}

fn invoice(reference: &str, lines: Vec<InvoiceLine>) -> Document {
    Invoice::new(head(reference), lines).unwrap().into()
}

use crate::model::InvoiceLine;

fn simple() -> Document {
    invoice("INV-10001", vec![goods("WIDGET-1", "4000", "2", "100", None), tax_line("HST", "2310", "26.00")])
}

#[test]
fn an_invoice_is_written_cell_by_cell_and_reads_back() {
    let written = write(&[simple()], &[customer()], &profile());
    assert_eq!(String::from_utf8(written.bytes).unwrap(), FILE);
    assert_eq!((written.documents, written.blocked, written.left_out), (1, vec![], vec![]));
    let read = read(FILE.as_bytes(), &[customer()], &profile());
    assert_eq!((read.documents, read.refused), (vec![simple()], vec![]));
}

#[test]
fn a_credit_memo_is_an_invoice_below_zero_and_taxes_are_split_to_the_cent() {
    let lines = vec![
        goods("WIDGET-1", "4000", "1", "10.01", None),
        goods("GADGET", "4010", "3", "0.33", None),
        goods("BOOK", "4000", "0.5", "20", Some(9)),
        tax_line("QST", "2320", "1.10"),
    ];
    let details = CreditMemoDetails {
        order_number: Some(OrderNumber::new("SO-7").unwrap()),
        ..CreditMemoDetails::default()
    };
    let memo = Document::from(CreditMemo::new(head("CM-1"), lines).unwrap().with_details(details));
    let written = write(std::slice::from_ref(&memo), &[customer()], &profile());
    let text = String::from_utf8(written.bytes.clone()).unwrap();
    let lines = text.lines().skip(6).collect::<Vec<_>>();
    assert_eq!(
        lines,
        [
            "\"3\",\"SO-7\",\"CM-1\",\"06-03-2026\",\"0\",\"\",\"-22.10\",\"0.00\"",
            "\"WIDGET-1\",\"-1.0000\",\"10.0100\",\"-10.01\",\"QST\",\"0\",\"1\",\"9.975\",\"-1.00\"",
            "\"GADGET\",\"-3.0000\",\"0.3300\",\"-0.99\",\"QST\",\"0\",\"1\",\"9.975\",\"-0.10\"",
            "\"BOOK\",\"-0.5000\",\"20.0000\",\"-10.00\"",
            "</SalInvoice>",
        ]
    );
    let read = read(&written.bytes, &[customer()], &profile());
    assert_eq!(read.refused, []);
    // The file does not say which tax type left a line untaxed.
    assert!(memo.compare(&crate::model::Found::of(&read.documents[0], "1")).is_empty());
}

#[test]
fn what_cannot_be_written_whole_is_blocked_and_the_good_ones_go() {
    let plain = |number: &str| {
        InvoiceLine::new(account(number), cad("5.00"), Description::new("work").unwrap()).unwrap()
    };
    let widget = || goods("WIDGET-1", "4000", "1", "5", None);
    let mut elsewhere = head("RECEIVABLE");
    elsewhere.receivable = account("1201");
    let mut stranger = head("STRANGER");
    stranger.customer = CustomerId::new("OTHER").unwrap();
    let documents = [
        invoice("NO ITEM", vec![plain("4000")]),
        invoice("ACCOUNT", vec![goods("GADGET", "4000", "1", "5", None)]),
        Invoice::new(elsewhere, vec![widget()]).unwrap().into(),
        Invoice::new(stranger, vec![widget()]).unwrap().into(),
        invoice("TAX", vec![widget(), tax_line("HST", "2311", "1.00")]),
        invoice("UNTAXED", vec![goods("B", "4000", "1", "5", Some(9)), tax_line("HST", "2310", "1.00")]),
        invoice("FINE", vec![goods("B", "4000", "0.00005", "100000", None)]),
        simple(),
    ];
    let written = write(&documents, &[customer()], &profile());
    let reasons =
        written.blocked.iter().map(|blocked| format!("{} {}", blocked.document.reference(), blocked.reason));
    assert_eq!(
        reasons.collect::<Vec<_>>(),
        [
            "NO ITEM line 1 has no item, or no quantity and price",
            "ACCOUNT line 1 is booked on 4000, and Sage books GADGET on 4010",
            "RECEIVABLE it is booked on 1201, and Sage books it on 1200",
            "STRANGER the name of customer OTHER is not known",
            "TAX tax is booked on 2311, and Sage books HST on 2310",
            "UNTAXED it has sales tax and no line that is taxed",
            "FINE the quantity 0.00005 has more than four decimals",
        ]
    );
    assert_eq!(String::from_utf8(written.bytes).unwrap(), FILE);
}

/// Two taxes that the federal agency gets on one account, and one that it gets on another.
fn federal() -> SalesInvoiceProfile {
    let of_cra = |name, rate, number| tax(name, Some("CRA"), rate, number);
    SalesInvoiceProfile::new(account("1200"), account("4000"))
        .with_tax(of_cra("GST", "5", "2310"))
        .with_tax(of_cra("HST", "13", "2310"))
        .with_tax(of_cra("LEVY", "1", "2330"))
}

fn federal_line(text: &str, number: &str, amount: &str) -> InvoiceLine {
    let line = InvoiceLine::new(account(number), cad(amount), Description::new(text).unwrap()).unwrap();
    line.with_sales_tax_of(TaxAgencyId::new("CRA").unwrap())
}

#[test]
fn taxes_that_share_agency_and_account_stay_apart() {
    let document = invoice(
        "INV-1",
        vec![
            goods("WIDGET-1", "4000", "1", "100", None),
            federal_line("HST", "2310", "13.00"),
            federal_line("gst", "2310", "5.00"),
            federal_line("anything", "2330", "1.00"),
        ],
    );
    let written = write(std::slice::from_ref(&document), &[customer()], &federal());
    assert_eq!(written.blocked, []);
    let text = String::from_utf8(written.bytes.clone()).unwrap();
    let taxes = "\"HST\",\"0\",\"1\",\"13.00\",\"13.00\",\"GST\",\"0\",\"1\",\"5.00\",\"5.00\",\
                 \"LEVY\",\"0\",\"1\",\"1.00\",\"1.00\"";
    assert!(text.contains(taxes), "{text}");
    let read = read(&written.bytes, &[customer()], &federal());
    assert_eq!(read.refused, []);
    let Document::Invoice(invoice) = &read.documents[0] else { panic!("{:?}", read.documents) };
    let amounts: Vec<String> = invoice.lines().iter().map(|line| line.amount().to_string()).collect();
    assert_eq!(amounts, ["100.00", "13.00", "5.00", "1.00"]);
}

#[test]
fn a_tax_that_cannot_be_told_from_another_is_blocked() {
    let widget = || goods("WIDGET-1", "4000", "1", "100", None);
    let taxed = |text, number| invoice("INV-1", vec![widget(), federal_line(text, number, "13.00")]);
    let reason = |document: Document, profile: &SalesInvoiceProfile| {
        let written = write(&[document], &[customer()], profile);
        assert_eq!((written.documents, written.blocked.len()), (0, 1));
        written.blocked[0].reason.to_string()
    };
    let expected =
        "GST and HST have the same agency and account, and the text \"tax\" of a line of tax names neither";
    assert_eq!(reason(taxed("tax", "2310"), &federal()), expected);
    assert_eq!(reason(taxed("HST", "2399"), &federal()), "tax is booked on 2399, and Sage books GST on 2310");
    let twice = federal().with_tax(tax("HST", Some("QC"), "9", "2320"));
    assert_eq!(reason(taxed("HST", "2310"), &twice), "several taxes of the profile are called HST");
}

#[test]
fn what_sage_keeps_itself_is_left_out_by_name() {
    let details =
        InvoiceDetails { terms: Some(TermsText::new("Net 30").unwrap()), ..InvoiceDetails::default() };
    let lines = vec![goods("WIDGET-1", "4000", "2", "100", None)];
    let document = Invoice::new(head("A"), lines).unwrap().with_details(details).unwrap().into();
    let written = write(&[document], &[customer()], &profile());
    let kind = crate::model::Kind::Invoice;
    assert_eq!(written.left_out, [LeftOut { kind, reference: "A".into(), what: "terms" }]);
}

#[test]
fn a_broken_block_is_refused_and_the_others_are_read() {
    let cases = [
        ("\"1\",\"\",\"INV", "\"2\",\"\",\"INV", "it says \"2\" lines and has 1"),
        ("226.00", "227.00", "its total is 227.00"),
        ("\"200.00\"", "\"200.01\"", "200.01"),
        ("\"HST\"", "\"GST\"", "no tax of the profile is called GST"),
        ("\"HST\",\"0\"", "\"HST\",\"1\"", "HST is included in the price"),
        ("06-03-2026", "2026-06-03", "is no day, mm-dd-yyyy"),
        ("\"0\",\"\",\"226", "\"2\",\"1\",\"226", "it is paid already or has freight"),
        ("\"0.00\"", "\"9.00\"", "it is paid already or has freight"),
        ("Acme Widgets Inc", "Acme", "no known customer is called \"Acme\""),
        ("INV-10001", "1.05969E+08", "a spreadsheet shortened its number"),
        ("INV-10001", "INV-100010000000000000", "at most 20 characters are allowed"),
        ("\"2.0000\"", "\"two\"", "\"two\" is no number"),
        ("</SalInvoice>", "", "the block is not closed"),
    ];
    for (good, bad, reason) in cases {
        let text = format!("{}{FILE}", FILE.replace(good, bad));
        let read = read(text.as_bytes(), &[customer()], &profile());
        assert_eq!(read.documents, [simple()], "{reason}");
        assert_eq!(read.refused.len(), 1, "{reason}");
        assert!(read.refused[0].reason.contains(reason), "{reason}: {}", read.refused[0]);
        assert_eq!(read.refused[0].line, 5);
    }
}

#[test]
fn tags_of_any_case_comments_and_other_blocks_do_not_matter() {
    let text = FILE.replace("SalInvoice", "SALINVOICE").replace("\"1\",\"\"", "<! a comment\r\n\"1\",\"\"");
    let text = format!("<Customers>\r\n\"x\"\r\n</Customers>\r\n{text}");
    assert_eq!(read(text.as_bytes(), &[customer()], &profile()).documents, [simple()]);
    let cut = &FILE.as_bytes()[..FILE.len() - 20];
    assert_eq!(read(cut, &[customer()], &profile()).refused.len(), 1);
}

proptest! {
    #[test]
    fn an_invoice_reads_back_as_it_was_written(
        lines in proptest::collection::vec((1_i64..10_000_000, 1_i64..10_000_000), 1..20),
        tax in (0_i64..1_000_000, 0_i64..1_000_000),
        credit in any::<bool>(),
    ) {
        let number = |minor: i64| rust_decimal::Decimal::new(minor, 4).to_string();
        let cents = |minor: i64| Money::from_minor(minor, Currency::Cad).to_string();
        let mut all = lines
            .iter()
            .map(|(quantity, price)| goods("WIDGET-1", "4000", &number(*quantity), &number(*price), None))
            .collect::<Vec<_>>();
        all.push(tax_line("HST", "2310", &cents(tax.0)));
        all.push(tax_line("QST", "2320", &cents(tax.1)));
        let whole = if credit { CreditMemo::new(head("A"), all).map(Document::from) }
            else { Invoice::new(head("A"), all).map(Document::from) };
        let Ok(document) = whole else { return Ok(()) };
        let written = write(std::slice::from_ref(&document), &[customer()], &profile());
        let read = read(&written.bytes, &[customer()], &profile());
        prop_assert_eq!(read.refused, []);
        prop_assert_eq!(read.documents, [document]);
    }
}
