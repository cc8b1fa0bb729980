#![expect(clippy::arithmetic_side_effects, reason = "test code")]

use chrono::NaiveDate;
use paysage_money::{Currency, Money};
use proptest::prelude::*;

use super::*;
use crate::model::{
    Applied, CreditMemo, CreditMemoDetails, Customer, CustomerId, CustomerName, DepositTicketId, Description,
    Document, GlAccount, Goods, Invoice, InvoiceDetails, InvoiceLine, ItemId, JournalEntry, JournalLine,
    PaymentHead, Price, PurchaseOrderNumber, Receipt, ReceiptLine, Reference, Refund, SaleHead, TaxAgencyId,
    TaxType, Tender, TermsText,
};
use crate::text_file::LeftOut;
use crate::uk::{Department, Ledger, TaxCode, UserName};

const HEADING: &str = "Type,Account Reference,Nominal A/C Ref,Department Code,Date,Reference,Details,Net Amount,\
    Tax Code,Tax Amount,Exchange Rate,Extra Reference,User Name,Project Refn,Cost Code Refn\r\n";
const ROWS: &str = "SI,ACME001,4000,0,03/06/2026,INV10001,Blue widget,250.00,T1,50.00,1.000000,,PAYTRACE,,\r\n\
    SA,ACME001,1200,0,04/06/2026,PT105968532,PayTrace receipt,300.00,T9,0.00,1.000000,INV10001,PAYTRACE,,\r\n\
    SC,ACME001,4000,0,10/06/2026,CN10001,Return blue widget,100.00,T1,20.00,1.000000,INV10001,PAYTRACE,,\r\n\
    JD,,1200,0,05/06/2026,PTSET0604,Settlement net,475.79,T9,0.00,1.000000,,PAYTRACE,,\r\n\
    JD,,7901,0,05/06/2026,PTSET0604,Settlement fees,14.21,T9,0.00,1.000000,,PAYTRACE,,\r\n\
    JC,,1201,0,05/06/2026,PTSET0604,Settlement clearing,490.00,T9,0.00,1.000000,,PAYTRACE,,\r\n";

fn gbp(text: &str) -> Money {
    Money::parse(text, Currency::Gbp).unwrap()
}

fn account(text: &str) -> GlAccount {
    GlAccount::new(text).unwrap()
}

fn text(text: &str) -> Description {
    Description::new(text).unwrap()
}

fn reference(text: &str) -> Reference {
    Reference::new(text).unwrap()
}

fn june(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
}

fn profile() -> AuditTrailProfile {
    let method = PaymentMethod::new("PayTrace receipt").unwrap();
    let mut profile = AuditTrailProfile::new(Ledger::new(account("1100"), account("2200")), method);
    profile.ledger.user_name = Some(UserName::new("PAYTRACE").unwrap());
    profile.ledger.tax_codes.by_type.insert(TaxType::new(5).unwrap(), TaxCode::new(5).unwrap());
    profile.ledger.tax_codes.by_type.insert(TaxType::new(2).unwrap(), TaxCode::new(0).unwrap());
    profile
}

fn sale(number: &str, day: u32) -> SaleHead {
    SaleHead::new(reference(number), CustomerId::new("ACME001").unwrap(), june(day), account("1100"))
}

fn line(words: &str, amount: &str) -> InvoiceLine {
    InvoiceLine::new(account("4000"), gbp(amount), text(words)).unwrap()
}

fn typed(words: &str, amount: &str, tax_type: u8) -> InvoiceLine {
    let tax_type = Some(TaxType::new(tax_type).unwrap());
    line(words, amount).with_goods(Goods { tax_type, ..Goods::default() }).unwrap()
}

fn vat(code: &str, amount: &str) -> InvoiceLine {
    let line = InvoiceLine::new(account("2200"), gbp(amount), text(&format!("VAT {code}"))).unwrap();
    line.with_sales_tax_of(TaxAgencyId::new(code).unwrap())
}

fn paid(number: &str, day: u32, lines: Vec<ReceiptLine>) -> Receipt {
    let tender = Tender::new(account("1200"), PaymentMethod::new("PayTrace receipt").unwrap());
    let head = PaymentHead::new(reference(number), CustomerId::new("ACME001").unwrap(), june(day), tender);
    Receipt::new(head, lines, Some(account("4009"))).unwrap()
}

/// A receipt that names no discount account, as a file's does.
fn plain(receipt: &Receipt) -> Document {
    Receipt::new(receipt.head().clone(), receipt.lines().to_vec(), None).unwrap().into()
}

fn documents() -> Vec<Document> {
    let memo = CreditMemoDetails { applies_to: Some(reference("INV10001")), ..CreditMemoDetails::default() };
    let journal = vec![
        JournalLine::debit(account("1200"), gbp("475.79")).unwrap().with_description(text("Settlement net")),
        JournalLine::debit(account("7901"), gbp("14.21")).unwrap().with_description(text("Settlement fees")),
        JournalLine::credit(account("1201"), gbp("490.00"))
            .unwrap()
            .with_description(text("Settlement clearing")),
    ];
    vec![
        Invoice::new(sale("INV10001", 3), vec![line("Blue widget", "250.00"), vat("T1", "50.00")])
            .unwrap()
            .into(),
        plain(&paid("PT105968532", 4, vec![ReceiptLine::invoice(reference("INV10001"), gbp("300.00"))])),
        CreditMemo::new(sale("CN10001", 10), vec![line("Return blue widget", "100.00"), vat("T1", "20.00")])
            .unwrap()
            .with_details(memo)
            .into(),
        JournalEntry::new(reference("PTSET0604"), june(5), journal).unwrap().into(),
    ]
}

#[test]
fn every_cell_of_every_kind_is_as_sage_takes_it_and_reads_back() {
    let written = write(&documents(), &profile());
    assert_eq!((written.documents, written.blocked, written.left_out), (4, vec![], vec![]));
    assert_eq!(String::from_utf8(written.bytes).unwrap(), format!("{HEADING}{ROWS}"));
    for text in [format!("{HEADING}{ROWS}"), ROWS.to_owned(), ROWS.replace(',', ", ").replace("\r\n", "\n")] {
        let read = read(text.as_bytes(), &profile());
        assert_eq!((read.documents, read.refused), (documents(), vec![]));
    }
    let bare = AuditTrailProfile { heading: false, ..profile() };
    assert_eq!(write(&documents(), &bare).bytes, ROWS.as_bytes());
    assert!(write(&[], &profile()).bytes.is_empty());
}

#[test]
fn vat_of_several_codes_is_split_to_the_penny() {
    let lines = vec![
        line("a, with comma", "10.01"),
        line("b \"quoted\"", "10.01"),
        typed("c", "7.00", 5),
        typed("d", "3.00", 2),
        vat("T1", "4.01"),
        vat("T5", "0.35"),
    ];
    let document = Document::from(Invoice::new(sale("INV-2", 3), lines).unwrap());
    let mut bare = AuditTrailProfile { heading: false, ..profile() };
    bare.ledger.user_name = None;
    let written = write(std::slice::from_ref(&document), &bare);
    let expected = "SI,ACME001,4000,0,03/06/2026,INV-2,\"a, with comma\",10.01,T1,2.01,1.000000,,,,\r\n\
        SI,ACME001,4000,0,03/06/2026,INV-2,\"b \"\"quoted\"\"\",10.01,T1,2.00,1.000000,,,,\r\n\
        SI,ACME001,4000,0,03/06/2026,INV-2,c,7.00,T5,0.35,1.000000,,,,\r\n\
        SI,ACME001,4000,0,03/06/2026,INV-2,d,3.00,T0,0.00,1.000000,,,,\r\n";
    assert_eq!(String::from_utf8(written.bytes.clone()).unwrap(), expected);
    assert_eq!(read(&written.bytes, &profile()).documents, [document]);
}

#[test]
fn several_invoices_and_a_prepayment_are_one_receipt_on_account() {
    let lines = vec![
        ReceiptLine::invoice(reference("INV-1"), gbp("10.00")),
        ReceiptLine::invoice(reference("INV-2"), gbp("20.00")),
        ReceiptLine::Prepayment { amount: gbp("5.00"), description: text("Deposit for July") },
    ];
    let document = plain(&paid("PT1", 4, lines));
    let written = write(std::slice::from_ref(&document), &profile());
    let text = String::from_utf8(written.bytes.clone()).unwrap();
    let last = "SA,ACME001,1200,0,04/06/2026,PT1,Deposit for July,5.00,T9,0.00,1.000000,,PAYTRACE,,";
    assert_eq!((text.lines().count(), text.lines().next_back()), (4, Some(last)));
    assert_eq!(read(&written.bytes, &profile()).documents, [document]);
}

fn reasons_of(documents: &[Document]) -> Vec<String> {
    let blocked = write(documents, &profile()).blocked;
    blocked.iter().map(|blocked| format!("{} {}", blocked.document.reference(), blocked.reason)).collect()
}

fn invoice_of(number: &str, lines: Vec<InvoiceLine>) -> Document {
    Invoice::new(sale(number, 3), lines).unwrap().into()
}

#[test]
fn invoices_that_sage_would_book_otherwise_are_blocked() {
    let item = Goods { item: Some(ItemId::new("W1").unwrap()), ..Goods::default() };
    let unnamed = || vat("T1", "1.00").with_sales_tax();
    let mut elsewhere = sale("DEBTORS", 3);
    elsewhere.receivable = account("1101");
    let mut lower = sale("LOWER", 3);
    lower.customer = CustomerId::new("acme 1").unwrap();
    let long = "x".repeat(61);
    let wrong_vat = InvoiceLine::new(account("2201"), gbp("1.00"), text("VAT")).unwrap().with_sales_tax();
    let documents = [
        Invoice::new(elsewhere, vec![line("a", "1.00")]).unwrap().into(),
        Invoice::new(lower, vec![line("a", "1.00")]).unwrap().into(),
        invoice_of("ITEM", vec![line("a", "1.00").with_goods(item).unwrap()]),
        invoice_of("VAT", vec![line("a", "1.00"), wrong_vat]),
        invoice_of("TYPE", vec![typed("a", "1.00", 7)]),
        invoice_of("AGENCY", vec![line("a", "1.00"), vat("HMRC", "1.00")]),
        invoice_of("WHICH", vec![line("a", "1.00"), typed("b", "1.00", 5), unnamed()]),
        invoice_of("NONE", vec![typed("a", "1.00", 2), vat("T1", "1.00")]),
        invoice_of("LONG", vec![line(&long, "1.00")]),
        invoice_of("FORMULA", vec![line("@SUM(A1)", "1.00")]),
        invoice_of("LETTER", vec![line("Łódź", "1.00")]),
        invoice_of("ACCOUNT", vec![InvoiceLine::new(account("400000000"), gbp("1.00"), text("a")).unwrap()]),
    ];
    let expected = [
        "DEBTORS it books what customers owe on 1101, and Sage does on 1100",
        "LOWER customer id is \"acme 1\", of which only capitals, digits and # _ / ! % & . - $ ( ) \" , ' are allowed",
        "ITEM item W1 would stay in stock, which the audit trail does not move",
        "VAT it books VAT on 2201, and Sage does on 2200",
        "TYPE the profile has no tax code for tax type 7",
        "AGENCY sales tax agency HMRC is no tax code such as T1",
        "WHICH a tax line does not say to which of several tax codes it belongs",
        "NONE it has tax of T1 and no line with that code",
        &format!("LONG description of line 1 is {long:?}, of which at most 60 characters are allowed"),
        "FORMULA \"@SUM(A1)\" begins as a formula does, and a spreadsheet would run it",
        "LETTER 'Ł' is in none of Sage's files, which are Windows-1252",
        "ACCOUNT account of line 1 is \"400000000\", of which at most 8 characters are allowed",
    ];
    assert_eq!(reasons_of(&documents), expected);
}

#[test]
fn money_that_no_import_allocates_is_blocked_with_advice() {
    let settle = |amount| ReceiptLine::invoice(reference("INV-1"), gbp(amount));
    let discount = ReceiptLine::Invoice {
        reference: reference("INV-1"),
        amount: gbp("10.00"),
        discount: Some(gbp("1.00")),
    };
    let credit = ReceiptLine::CreditUsed { reference: reference("CN-1"), amount: gbp("4.00") };
    let direct = ReceiptLine::DirectSale {
        account: account("4000"),
        amount: gbp("4.00"),
        description: text("counter"),
        item: None,
    };
    let head = paid("REFUND", 4, vec![settle("1.00")]).head().clone();
    let lines = vec![
        JournalLine::debit(account("1100"), gbp("1.00")).unwrap(),
        JournalLine::credit(account("4000"), gbp("1.00")).unwrap(),
    ];
    let customer = Customer::new(CustomerId::new("ACME001").unwrap(), CustomerName::new("Acme").unwrap());
    let documents = [
        paid("DISCOUNT", 4, vec![discount]).into(),
        paid("CREDIT", 4, vec![settle("10.00"), credit]).into(),
        paid("DIRECT", 4, vec![direct]).into(),
        Refund::new(head, vec![Applied::new(reference("CN-1"), gbp("1.00")).unwrap()]).unwrap().into(),
        JournalEntry::new(reference("CONTROL"), june(5), lines).unwrap().into(),
        customer.into(),
    ];
    let expected = [
        "DISCOUNT it takes a discount, and SD cannot be imported",
        "CREDIT it uses credit CN-1, and an import allocates nothing",
        "DIRECT it holds a sale without invoice, which is no receipt of a customer here",
        "REFUND the audit trail takes no refund",
        "CONTROL 1100 is the debtors control account, which only documents move",
        "ACME001 the audit trail takes no customer",
    ];
    assert_eq!(reasons_of(&documents), expected);
}

#[test]
fn what_the_rows_have_no_place_for_is_named() {
    let price = Price { quantity: "2".parse().unwrap(), unit_price: "5".parse().unwrap() };
    let priced = line("a", "10.00").with_goods(Goods { price: Some(price), ..Goods::default() }).unwrap();
    let details = InvoiceDetails {
        terms: Some(TermsText::new("Net 30").unwrap()),
        customer_purchase_order: Some(PurchaseOrderNumber::new("PO-1").unwrap()),
        ..InvoiceDetails::default()
    };
    let invoice = Invoice::new(sale("INV-3", 3), vec![priced]).unwrap().with_details(details).unwrap();
    let receipt = paid("PT3", 4, vec![ReceiptLine::invoice(reference("INV-3"), gbp("10.00"))]);
    let mut head = receipt.head().clone();
    head.tender = head.tender.with_deposit_ticket(DepositTicketId::new("571").unwrap());
    let receipt = Receipt::new(head, receipt.lines().to_vec(), None).unwrap();
    let written = write(&[invoice.into(), receipt.into()], &profile());
    let names = written.left_out.iter().map(|LeftOut { reference, what, .. }| format!("{reference} {what}"));
    assert_eq!(names.collect::<Vec<_>>(), ["INV-3 terms", "INV-3 quantity and price", "PT3 deposit ticket"]);
    let text = String::from_utf8(written.bytes).unwrap();
    assert!(text.contains(",T0,0.00,1.000000,PO-1,PAYTRACE,,\r\n"), "{text}");
}

#[test]
fn types_that_sage_does_not_import_are_refused_with_the_advice() {
    let cases = [
        ("SR", "SR cannot be imported", "import it as SA and allocate it in Sage (Customers, Allocate)"),
        ("PP", "PP cannot be imported", "import it as PA and allocate it in Sage (Suppliers, Allocate)"),
        ("SD", "SD cannot be imported", "import it as SC and allocate it in Sage (Customers, Allocate)"),
        ("PD", "PD cannot be imported", "import it as PC and allocate it in Sage (Suppliers, Allocate)"),
        ("PI", "PI is no document of a customer", "leave it to Sage's own import"),
        ("BR", "BR is no document of a customer", "leave it to Sage's own import"),
        (
            "XX",
            "\"XX\" is no type of the audit trail",
            "ask for the file again, untouched by any other program",
        ),
    ];
    for (kind, reason, fix) in cases {
        let read = read(ROWS.replacen("SA,", &format!("{kind},"), 1).as_bytes(), &profile());
        let refused = &read.refused[0];
        assert_eq!((&*refused.reason, &*refused.fix, refused.line), (reason, fix, 2));
        assert_eq!((read.refused.len(), read.documents.len()), (1, 3));
    }
}

#[test]
fn a_bad_row_refuses_its_document_whole_and_no_other() {
    let cases = [
        ("250.00", "-250.00", "below zero"),
        ("250.00", "250.001", "amount \"250.001\""),
        ("250.00", "", "amount \"\""),
        ("03/06/2026", "2026-06-03", "is no day"),
        ("03/06/2026", "31/06/2026", "is no day"),
        (",T1,50.00", ",1,50.00", "no tax code"),
        (",T1,50.00", ",T7,50.00", "no tax type for T7"),
        ("SI,ACME001", "SI,", "customer id is blank"),
        ("INV10001,Blue", "1.05969E+08,Blue", "spreadsheet"),
        ("INV10001,Blue", ",Blue", "reference is blank"),
        ("INV10001,Blue", "INV1000100000000000010000000000,Blue", "at most 30"),
        ("50.00,1.000000", "50.00,1.170000", "foreign currency"),
        ("250.00,T1", "250.00,T1,more,more", "17 columns"),
        ("475.79", "475.78", "does not balance"),
        ("475.79,T9,0.00", "475.79,T9,1.00", "carries VAT"),
        ("JD,,7901", "JD,,", "general ledger account is blank"),
        ("300.00,T9,0.00", "300.00,T9,1.00", "carries VAT"),
    ];
    for (good, bad, reason) in cases {
        let read = read(ROWS.replacen(good, bad, 1).as_bytes(), &profile());
        assert_eq!((read.documents.len(), read.refused.len()), (3, 1), "{reason} {:?}", read.refused);
        assert!(read.refused[0].reason.contains(reason), "{reason}: {}", read.refused[0]);
    }
}

#[test]
fn a_file_cut_anywhere_gives_whole_documents_or_names_what_is_missing() {
    let whole = read(ROWS.as_bytes(), &profile()).documents;
    for end in 0..ROWS.len() {
        let read = read(&ROWS.as_bytes()[..end], &profile());
        for document in &read.documents {
            assert!(whole.contains(document), "cut at {end}");
        }
    }
    let old = ROWS.replace("/2026", "/26").replace(",1.000000,,PAYTRACE,,", "");
    assert_eq!(read(old.as_bytes(), &profile()).documents.len(), 4, "two digits and fewer columns will do");
}

#[test]
fn codes_departments_and_names_have_their_limits() {
    assert_eq!("t05".parse::<TaxCode>().map(|code| code.to_string()).as_deref(), Ok("T5"));
    for wrong in ["T100", "1", "T", "T-1", "T+1", "TT1", ""] {
        assert!(wrong.parse::<TaxCode>().is_err(), "{wrong}");
    }
    assert!(TaxCode::new(99).is_ok() && TaxCode::new(100).is_err());
    assert!(Department::new(999).is_ok());
    assert_eq!(Department::new(1000).unwrap_err().to_string(), "department is 1000; it must be 0 to 999");
    assert!(UserName::new("x".repeat(32)).is_ok() && UserName::new("x".repeat(33)).is_err());
    for kind in EntryType::ALL {
        assert_eq!(kind.as_str().to_lowercase().parse(), Ok(*kind));
    }
}

fn words() -> impl Strategy<Value = Description> {
    crate::model::sample::text(40).prop_map(|words| text(&format!("x{words}")))
}

fn any_document() -> impl Strategy<Value = Document> {
    let line = (0_i64..1_000_000, words(), any::<bool>());
    let taxes = (1_i64..100_000, 1_i64..100_000);
    (proptest::collection::vec(line, 1..6), taxes, 1_u32..=30, 0_u8..3).prop_map(
        |(lines, (vat1, vat5), day, kind)| {
            let money = |minor: i64| Money::from_minor(minor, Currency::Gbp);
            let (number, total) = (format!("R{day}"), lines.iter().map(|(minor, ..)| minor + 1).sum::<i64>());
            if kind == 0 {
                let mut all = lines
                    .iter()
                    .map(|(minor, words, _)| {
                        let line = JournalLine::debit(account("7901"), money(minor + 1)).unwrap();
                        line.with_description(words.clone())
                    })
                    .collect::<Vec<_>>();
                all.push(JournalLine::credit(account("1201"), money(total)).unwrap());
                return JournalEntry::new(reference(&number), june(day), all).unwrap().into();
            }
            if kind == 1 {
                let lines = lines.into_iter().map(|(minor, description, settles)| {
                    let amount = money(minor + 1);
                    if settles {
                        ReceiptLine::invoice(reference("INV1"), amount)
                    } else {
                        ReceiptLine::Prepayment { amount, description }
                    }
                });
                return plain(&paid(&number, day, lines.collect()));
            }
            let reduced = lines.iter().any(|(.., reduced)| *reduced);
            let standard = lines.iter().any(|(.., reduced)| !*reduced);
            let mut all = Vec::new();
            // A code's tax stands where its first line does.
            let order = if lines[0].2 {
                [("T5", vat5, reduced), ("T1", vat1, standard)]
            } else {
                [("T1", vat1, standard), ("T5", vat5, reduced)]
            };
            for (minor, words, reduced) in lines {
                let line = InvoiceLine::new(account("4000"), money(minor), words).unwrap();
                let tax_type = reduced.then(|| TaxType::new(5).unwrap());
                all.push(line.with_goods(Goods { tax_type, ..Goods::default() }).unwrap());
            }
            for (code, minor, used) in order {
                all.extend(used.then(|| vat(code, &money(minor).to_string())));
            }
            Invoice::new(sale(&number, day), all).unwrap().into()
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_reads_back_equal(documents in proptest::collection::vec(any_document(), 1..8)) {
        let written = write(&documents, &profile());
        let read = read(&written.bytes, &profile());
        prop_assert_eq!(read.refused, []);
        prop_assert_eq!(read.documents.len(), written.documents);
        // Only a second document of the same name is not written.
        prop_assert!(written.blocked.iter().all(|blocked| blocked.reason.contains("is in the file already")));
        let mut left = documents.iter();
        for document in read.documents {
            prop_assert!(left.any(|ours| *ours == document), "{:?}", document);
        }
    }

    #[test]
    fn any_document_is_written_whole_or_blocked(document in crate::model::sample::document()) {
        let written = write(std::slice::from_ref(&document), &profile());
        prop_assert_eq!((written.documents, written.blocked.len()), (0, 1), "they are in dollars");
    }
}
