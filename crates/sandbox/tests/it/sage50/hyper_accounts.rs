//! The `HyperAccounts` door in front of the company as `HyperAccounts` shows it.

use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use paysage_money::{Currency, Money};
use paysage_sandbox::fault::Fault;
use paysage_sandbox::sage50::{API_KEY, Sage50Simulator};
use paysage_sandbox::server::{Server, serve};
use sage50::contract;
use sage50::uk::Ledger;
use sage50::uk::hyper_accounts::{AuthToken, HyperAccountsDoor};
use sage50::{
    Books, CustomerId, Description, Document, ErrorKind, GlAccount, Invoice, InvoiceLine, ItemId, Outcome,
    PaymentHead, PaymentMethod, Receipt, Reference, SaleHead, Tender,
};

mod faults;
mod property;

/// A served company and its door.
struct Desk {
    simulator: Sage50Simulator,
    door: HyperAccountsDoor,
    server: Server,
}

impl Desk {
    async fn open(currency: Currency) -> Self {
        let simulator = Sage50Simulator::new();
        assert!(simulator.add_stock_item("WIDGET", "Widget"));
        let server = serve(simulator.hyper_accounts_router(), ([127, 0, 0, 1], 0).into()).await.unwrap();
        let mut ledger = Ledger::new(account("11000"), account("23100"));
        ledger.currency = currency;
        let address = server.url().parse().unwrap();
        let door = HyperAccountsDoor::builder(address, AuthToken::new(API_KEY), ledger).build().unwrap();
        Self { simulator, door, server }
    }

    /// The sum of all balances, which is zero in books that balance.
    fn out_of_balance(&self) -> i64 {
        self.simulator.trial_balance().iter().map(|account| account.balance.minor()).sum()
    }

    /// How often a path was posted to.
    fn hits(&self, path: &str) -> usize {
        self.simulator.faults().hits("POST", path).try_into().unwrap()
    }

    async fn is_equal(&self, document: &Document) -> bool {
        let found = self.door.find(document).await.unwrap();
        found.len() == 1 && document.compare(&found[0]).is_empty()
    }
}

fn account(id: &str) -> GlAccount {
    GlAccount::new(id).unwrap()
}

fn reference(text: &str) -> Reference {
    Reference::new(text).unwrap()
}

fn acme() -> CustomerId {
    CustomerId::new("ACME-001").unwrap()
}

fn day() -> NaiveDate {
    "2026-03-09".parse().unwrap()
}

fn gbp(pence: i64) -> Money {
    Money::from_minor(pence, Currency::Gbp)
}

fn invoice(number: &str, pence: i64) -> Document {
    let head = SaleHead::new(reference(number), acme(), day(), account("11000"));
    let line = InvoiceLine::new(account("40000"), gbp(pence), Description::new("Goods").unwrap()).unwrap();
    Invoice::new(head, vec![line]).unwrap().into()
}

fn payment(number: &str) -> PaymentHead {
    let tender = Tender::new(account("10200"), PaymentMethod::new("Card").unwrap());
    PaymentHead::new(reference(number), acme(), day(), tender)
}

fn receipt(number: &str, invoice: &str, pence: i64) -> Receipt {
    Receipt::of_invoice(payment(number), reference(invoice), gbp(pence)).unwrap()
}

#[tokio::test]
async fn the_hyper_accounts_door_keeps_the_contract() {
    let company = contract::Company {
        currency: Currency::Gbp,
        customer: acme(),
        receivable: account("11000"),
        income: account("40000"),
        cash: account("10200"),
        expense: account("57500"),
        payment_method: PaymentMethod::new("Card").unwrap(),
        item: Some(ItemId::new("WIDGET").unwrap()),
        open_day: day(),
        closed_day: "1989-12-31".parse().unwrap(),
        entries: 30,
    };
    let desks = Arc::new(Mutex::new(Vec::new()));
    let fresh = || async {
        let desk = Desk::open(Currency::Gbp).await;
        let door = desk.door.clone();
        desks.lock().unwrap().push(desk);
        door
    };
    contract::books(&company, fresh).await;
    assert!(desks.lock().unwrap().iter().all(|desk| desk.out_of_balance() == 0));
}

#[tokio::test]
async fn a_lost_answer_is_doubt_and_the_look_up_shows_the_invoice_once() {
    let desk = Desk::open(Currency::Gbp).await;
    let faults = desk.simulator.faults();
    faults.script("POST", "/api/batchtransactionPost", vec![Some(Fault::LostAnswer)]);
    let error = desk.door.post(&invoice("PT1", 1000)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown));
    assert!(desk.is_equal(&invoice("PT1", 1000)).await);
    assert_eq!(faults.hits("POST", "/api/batchtransactionPost"), 1);
}

#[tokio::test]
async fn an_invoice_that_is_applied_late_is_not_there_before_and_once_after() {
    let desk = Desk::open(Currency::Gbp).await;
    let late = Fault::AppliedLate(std::time::Duration::from_millis(150));
    desk.simulator.faults().script("POST", "/api/batchtransactionPost", vec![Some(late)]);
    let error = desk.door.post(&invoice("PT1", 1000)).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(desk.door.find(&invoice("PT1", 1000)).await.unwrap(), []);
    for _ in 0..100 {
        if desk.simulator.posts() > 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(desk.is_equal(&invoice("PT1", 1000)).await);
}

#[tokio::test]
async fn a_receipt_whose_allocation_is_lost_or_refused_is_never_confirmed_and_never_booked_again() {
    const ALLOCATE: &str = "/api/allocatePaymentOnAccount";
    for (fault, whole) in [
        (Fault::LostRequest, false),
        (Fault::ErrorBefore(500), false),
        (Fault::LostAnswer, true),
        (Fault::ErrorAfter(500), true),
        (Fault::HtmlPage(200), false),
    ] {
        let desk = Desk::open(Currency::Gbp).await;
        desk.door.post(&invoice("INV-1", 1000)).await.unwrap();
        desk.simulator.faults().script("POST", ALLOCATE, vec![Some(fault)]);
        let paid = receipt("PT1", "INV-1", 1000);
        let error = desk.door.post(&paid.clone().into()).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Happened, "{fault:?}");
        assert!(!error.is_retryable());
        let document = Document::from(paid.clone());
        let found = desk.door.find(&document).await.unwrap();
        let fields = document.compare(&found[0]).iter().map(|one| one.field).collect::<Vec<_>>();
        assert_eq!(fields, if whole { vec![] } else { vec!["status"] }, "{fault:?}");
        // What is missing can be made good, and what is there is left as it is.
        desk.door.allocate(&paid).await.unwrap();
        assert!(desk.is_equal(&document).await, "{fault:?}");
        assert_eq!(desk.simulator.faults().hits("POST", "/api/transactionPost"), 1);
        assert_eq!(desk.out_of_balance(), 0);
    }
}

#[tokio::test]
async fn a_receipt_that_a_person_allocated_elsewhere_is_no_confirmed_one() {
    let desk = Desk::open(Currency::Gbp).await;
    desk.door.post(&invoice("INV-1", 1000)).await.unwrap();
    let document = Document::from(receipt("PT1", "INV-1", 1000));
    desk.door.post(&document).await.unwrap();
    assert!(desk.is_equal(&document).await);
    // Another receipt of the same reference that settles nothing.
    let loose = sage50::ReceiptLine::Prepayment {
        amount: gbp(1000),
        description: Description::new("Deposit").unwrap(),
    };
    desk.door.post(&Receipt::new(payment("PT2"), vec![loose], None).unwrap().into()).await.unwrap();
    let claims = Document::from(receipt("PT2", "INV-1", 1000));
    let found = desk.door.find(&claims).await.unwrap();
    assert_eq!(claims.compare(&found[0]).iter().map(|one| one.field).collect::<Vec<_>>(), ["status"]);
}

/// Sends a body to the face itself.
async fn send(desk: &Desk, path: &str, token: &str, body: &serde_json::Value) -> (u16, serde_json::Value) {
    let client = reqwest::Client::new();
    let url = format!("{}{path}", desk.server.url());
    let answer = client.post(url).header("AuthToken", token).json(body).send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or_default())
}

#[tokio::test]
async fn the_face_is_strict_and_refuses_in_its_envelope() {
    let desk = Desk::open(Currency::Gbp).await;
    let allocation = serde_json::json!({
        "accountRef": "ACME-001", "paymentTransactionNumber": 7, "amount": "1.00", "invRef": "INV-1",
    });
    let path = "/api/allocatePaymentOnAccount";
    assert_eq!(send(&desk, path, "other", &allocation).await.0, 403);
    let mut misspelt = allocation.clone();
    misspelt["invref"] = "INV-1".into();
    for (path, body, code, words) in [
        (path, allocation, 400, "There is no payment on account with this number."),
        (path, misspelt, 400, "There is no property invref."),
        ("/api/refund", serde_json::json!({}), 404, "There is no such call."),
        (
            "/api/search/auditHeaders",
            serde_json::json!([{"field": "INV_REF", "type": "eq", "value": "O'NEIL"}]),
            400,
            "Syntax error in the query.",
        ),
    ] {
        let (status, answer) = send(&desk, path, API_KEY, &body).await;
        let expected = serde_json::json!({
            "success": false, "code": code, "response": null, "message": words,
        });
        assert_eq!((status, answer), (200, expected), "{path}");
    }
    assert_eq!(desk.simulator.posts(), 0);
}

#[tokio::test]
async fn a_company_that_is_locked_or_holds_a_customer_says_so_through_the_door() {
    let desk = Desk::open(Currency::Gbp).await;
    desk.simulator.set_fiscal_years("2026-01-01".parse().unwrap());
    let mut closed = invoice("PT1", 1000);
    if let Document::Invoice(old) = &closed {
        let mut head = old.head().clone();
        head.date = "2025-12-31".parse().unwrap();
        closed = Invoice::new(head, old.lines().to_vec()).unwrap().into();
    }
    assert_eq!(desk.door.post(&closed).await.unwrap_err().kind(), ErrorKind::ClosedPeriod);
    // A single closed month is no lock date, and Sage's own refusal is understood.
    desk.simulator.close_period(2026, 3);
    let error = desk.door.post(&invoice("PT1", 1000)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::ClosedPeriod, Outcome::Nothing));
    desk.simulator.reopen_period(2026, 3);
    desk.simulator.set_locked(true);
    assert_eq!(desk.door.find(&invoice("PT1", 1000)).await.unwrap_err().kind(), ErrorKind::Locked);
    desk.simulator.set_locked(false);
    assert_eq!(desk.simulator.posts(), 0);
    desk.door.post(&invoice("PT1", 1000)).await.unwrap();
    assert!(desk.simulator.void(sage50::Kind::Invoice, "PT1"));
    let found = desk.door.find(&invoice("PT1", 1000)).await.unwrap();
    assert!(found[0].voided && found[0].incomplete.is_none());
}
