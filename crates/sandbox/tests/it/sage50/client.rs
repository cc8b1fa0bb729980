//! The project's own client against the simulator, which shares none of its codecs.

use chrono::NaiveDate;
use paysage_money::{Currency, Money};
use paysage_sandbox::fault::Fault;
use paysage_sandbox::sage50::{Approval, CreditStatus};
use sage50::{
    Address, AddressLine, ApiKey, Applied, Books, CreditMemo, CreditMemoDetails, Customer, CustomerId,
    CustomerName, DepositTicketId, Description, Document, ErrorKind, GlAccount, Invoice, InvoiceLine,
    JournalEntry, JournalLine, Kind, List, Outcome, PaymentHead, PaymentMethod, Receipt, Reference, Refund,
    RestDoor, SageDetail, SaleHead, Tender,
};

use super::{API_KEY, Desk};

pub(super) fn door(desk: &Desk) -> RestDoor {
    let url = desk.server.url().parse().unwrap();
    RestDoor::builder(url, ApiKey::new(API_KEY)).build().unwrap()
}

fn money(cents: i64) -> Money {
    Money::from_minor(cents, Currency::Usd)
}

fn reference(text: &str) -> Reference {
    Reference::new(text).unwrap()
}

fn account(id: &str) -> GlAccount {
    GlAccount::new(id).unwrap()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 9).unwrap()
}

pub(super) fn batch() -> Document {
    let lines = vec![
        JournalLine::debit(account("10200"), money(6_800)).unwrap(),
        JournalLine::debit(account("57500"), money(200)).unwrap(),
        JournalLine::credit(account("10300"), money(7_000)).unwrap(),
    ];
    Document::JournalEntry(JournalEntry::new(reference("BATCH 12"), day(), lines).unwrap())
}

/// One document of each kind, in an order the books take.
fn documents() -> [Document; 6] {
    let id = || CustomerId::new("CEDAR-HVAC").unwrap();
    let line = |cents| {
        let description = Description::new("Goods & \"more\"").unwrap();
        vec![InvoiceLine::new(account("40000"), money(cents), description).unwrap()]
    };
    let tender = || {
        let ticket = DepositTicketId::new("B12-20260309").unwrap();
        Tender::new(account("10300"), PaymentMethod::new("Visa").unwrap()).with_deposit_ticket(ticket)
    };
    let sale = |number| SaleHead::new(reference(number), id(), day(), account("11000"));
    let payment = |number| PaymentHead::new(reference(number), id(), day(), tender());
    let details = CreditMemoDetails { applies_to: Some(reference("PT 1+&")), ..CreditMemoDetails::default() };
    let address = Address::new(AddressLine::new("1 Main St").unwrap());
    let customer = Customer::new(id(), CustomerName::new("Cedar HVAC").unwrap()).with_billing(address);
    let invoice = Invoice::new(sale("PT 1+&"), line(10_000));
    let receipt = Receipt::of_invoice(payment("PT1"), reference("PT 1+&"), money(10_000));
    let memo = CreditMemo::new(sale("CM1"), line(3_000));
    let refund = Refund::new(payment("PT2"), vec![Applied::new(reference("CM1"), money(3_000)).unwrap()]);
    [
        Document::Customer(customer),
        Document::Invoice(invoice.unwrap()),
        Document::Receipt(receipt.unwrap()),
        Document::CreditMemo(memo.unwrap().with_details(details)),
        Document::Refund(refund.unwrap().with_original(reference("PT1"))),
        batch(),
    ]
}

#[tokio::test]
async fn every_kind_of_document_is_posted_and_found_equal() {
    let desk = Desk::open().await;
    let door = door(&desk);
    for document in documents() {
        let posted = door.post(&document).await.unwrap();
        let found = door.find(&document).await.unwrap();
        assert_eq!(found.len(), 1, "{document:?}");
        assert_eq!((Some(&*found[0].key), found[0].kind), (posted.key(), document.kind()));
        assert_eq!(document.compare(&found[0]), [], "{document:?}");
        let page = door.list(&List::new(document.kind()).between(day(), day())).await.unwrap();
        assert!(page.items.iter().any(|item| Some(&*item.key) == posted.key()), "{document:?}");
    }
    assert_eq!(desk.simulator.posts(), 6);
}

#[tokio::test]
async fn what_the_gateway_declares_about_duplicates_is_what_it_does() {
    let desk = Desk::open().await;
    let door = door(&desk);
    let capabilities = door.capabilities().await.unwrap();
    for document in documents() {
        door.post(&document).await.unwrap();
        let again = door.post(&document).await;
        let duplicate = again.as_ref().is_err_and(|error| error.kind() == ErrorKind::Duplicate);
        let declared = capabilities.refuses_duplicate_reference(document.kind());
        assert_eq!(duplicate, declared, "{document:?}");
        if document.kind() == Kind::JournalEntry {
            assert_eq!(door.find(&document).await.unwrap().len(), 2);
        }
    }
}

#[tokio::test]
async fn a_second_invoice_of_a_number_is_refused_and_the_look_up_tells_whether_it_is_the_same() {
    let desk = Desk::open().await;
    let door = door(&desk);
    let [customer, invoice, ..] = documents();
    door.post(&customer).await.unwrap();
    door.post(&invoice).await.unwrap();
    let booked = desk.simulator.documents().len();
    let head =
        SaleHead::new(reference("pt 1+&"), CustomerId::new("CEDAR-HVAC").unwrap(), day(), account("11000"));
    let line = InvoiceLine::new(account("40000"), money(9_999), Description::new("Other goods").unwrap());
    let other = Document::Invoice(Invoice::new(head, vec![line.unwrap()]).unwrap());
    for (document, differs) in [(&invoice, false), (&other, true)] {
        let refused = door.post(document).await.unwrap_err();
        assert_eq!((refused.kind(), refused.outcome()), (ErrorKind::Duplicate, Outcome::Nothing));
        assert_eq!(refused.sage(), Some(SageDetail::Duplicate));
        let found = door.find(document).await.unwrap();
        let [found] = &found[..] else { panic!("one entry: {found:?}") };
        let fields: Vec<_> = document.compare(found).into_iter().map(|difference| difference.field).collect();
        assert_eq!(!fields.is_empty(), differs, "{fields:?}");
        assert_eq!(fields.contains(&"amount"), differs, "{fields:?}");
    }
    assert_eq!(desk.simulator.documents().len(), booked, "nothing was booked a second time");
}

#[tokio::test]
async fn what_people_do_at_the_screen_is_a_detail_of_its_own() {
    let desk = Desk::open().await;
    let door = door(&desk);
    let [customer, invoice, receipt, ..] = documents();
    door.post(&customer).await.unwrap();
    assert!(desk.simulator.set_credit("CEDAR-HVAC", CreditStatus::AlwaysHold, money(0)));
    let held = door.post(&invoice).await.unwrap_err();
    assert_eq!((held.sage(), held.outcome()), (Some(SageDetail::CreditHold), Outcome::Nothing));
    assert!(desk.simulator.set_credit("CEDAR-HVAC", CreditStatus::NoLimit, money(0)));
    door.post(&invoice).await.unwrap();
    desk.simulator.set_in_use(Kind::Invoice, "PT 1+&", true);
    let busy = door.post(&receipt).await.unwrap_err();
    assert_eq!((busy.sage(), busy.outcome()), (Some(SageDetail::RecordInUse), Outcome::Nothing));
    desk.simulator.set_in_use(Kind::Invoice, "PT 1+&", false);
    desk.simulator.set_approval(Approval::Denied);
    let denied = door.post(&receipt).await.unwrap_err();
    assert_eq!(
        (denied.sage(), denied.kind()),
        (Some(SageDetail::AuthorizationDenied), ErrorKind::Permission)
    );
    assert!([held, busy, denied].iter().all(|error| !error.remedy().is_empty()));
    desk.simulator.set_approval(Approval::Granted);
    door.post(&receipt).await.unwrap();
}

#[tokio::test]
async fn a_lost_answer_is_unknown_to_the_client_and_found_by_looking_it_up() {
    let desk = Desk::open().await;
    let door = door(&desk);
    let faults = desk.simulator.faults();
    for (fault, booked) in
        [(Fault::LostAnswer, 1), (Fault::CutBody, 2), (Fault::LostRequest, 2), (Fault::ErrorAfter(500), 3)]
    {
        faults.script("POST", "/v1/journal_entries", vec![Some(fault)]);
        let error = door.post(&batch()).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{fault:?}");
        assert_eq!(door.find(&batch()).await.unwrap().len(), booked, "{fault:?}");
    }
    assert_eq!(faults.hits("POST", "/v1/journal_entries"), 4, "posts are never repeated");
}

#[tokio::test]
async fn a_locked_company_is_told_apart_from_a_refusal() {
    let desk = Desk::open().await;
    desk.simulator.set_locked(true);
    let error = door(&desk).post(&batch()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Locked, Outcome::Nothing));
}

#[tokio::test]
async fn the_chart_of_accounts_is_read_whole() {
    let desk = Desk::open().await;
    assert!(desk.simulator.set_account_inactive("12000", true));
    let accounts = door(&desk).accounts().await.unwrap();
    let inactive: Vec<&str> =
        accounts.iter().filter(|account| account.inactive).map(|account| &*account.id).collect();
    assert_eq!((accounts.len(), inactive), (14, vec!["12000"]));
}
