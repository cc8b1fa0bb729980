//! What the books keep besides amounts: who may come in, what is in use, open credits, changes of records.

use super::*;
use crate::sage50::access::Approval;
use crate::sage50::customers::NewCustomer;
use crate::sage50::payments::{NewPayment, NewPaymentLine, PaymentDetails, PaymentKind};
use crate::sage50::problem::Refusal;
use Resource::{Invoices, Payments};
use sage50::Kind;

fn payment(kind: PaymentKind, reference: &str, amount: i64, lines: Vec<NewPaymentLine>) -> NewPayment {
    NewPayment {
        kind,
        reference: reference.into(),
        customer: "ACME-001".into(),
        date: today(),
        cash_account: "10300".into(),
        amount,
        lines,
        discount_account: None,
        details: PaymentDetails::default(),
    }
}

fn on_account(amount: i64) -> NewPaymentLine {
    NewPaymentLine::OnAccount { receivable: None, amount, description: "ahead".into() }
}

fn pays(reference: &str, amount: i64) -> NewPaymentLine {
    NewPaymentLine::Invoice { reference: reference.into(), amount, discount: 0 }
}

fn uses(reference: &str, amount: i64) -> NewPaymentLine {
    NewPaymentLine::CreditUsed { reference: reference.into(), amount }
}

fn book(books: &mut Company, new: &NewPayment) -> Result<(), Vec<Code>> {
    let booked = books.create_payment(new, today()).map(|_| ());
    assert_whole(books);
    booked.map_err(|refusal| codes(&refusal))
}

fn codes(refusal: &Refusal) -> Vec<Code> {
    refusal.codes().into_iter().map(|(code, _)| code).collect()
}

#[test]
fn who_is_kept_out_is_told_why() {
    let mut books = Company::new();
    let status = |books: &Company| books.admit().map_err(|refusal| (refusal.status(), codes(&refusal)));
    assert_eq!(status(&books), Ok(()));
    books.access.free_seats = Some(0);
    assert_eq!(status(&books), Err((503, vec![Code::LicenceUnavailable])));
    books.access.locked = true;
    assert_eq!(status(&books), Err((423, vec![Code::CompanyLocked])));
    books.access.approval = Approval::Pending;
    assert_eq!(status(&books), Err((403, vec![Code::AuthorizationPending])));
    books.access.approval = Approval::Denied;
    assert_eq!(status(&books), Err((403, vec![Code::AuthorizationDenied])));
}

#[test]
fn a_record_that_somebody_has_open_is_neither_paid_nor_changed() {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("I-1", "100.00"));
    books.access.set_in_use("invoice", "i-1", true);
    books.access.set_in_use("customer", "ACME-001", true);
    let paid = payment(PaymentKind::Receipt, "R-1", 100, vec![pays("I-1", 100)]);
    assert_eq!(book(&mut books, &paid), Err(vec![Code::RecordInUse]));
    let renamed = NewCustomer::named("acme-001", "Acme, renamed");
    assert_eq!(
        books.update_customer(&renamed).map_err(|refusal| codes(&refusal)),
        Err(vec![Code::RecordInUse])
    );
    books.access.set_in_use("invoice", "I-1", false);
    books.access.set_in_use("customer", "acme-001", false);
    assert_eq!(book(&mut books, &paid), Ok(()));
    books.update_customer(&renamed).unwrap();
    let acme = books.customers.at(books.customers.first("ACME-001").unwrap()).unwrap();
    assert_eq!((acme.head(0), acme.head(1), acme.balance), ("ACME-001", "Acme, renamed", 9_900));
}

#[test]
fn a_prepayment_is_an_open_credit_until_a_receipt_uses_it() {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("I-1", "100.00"));
    let ahead = payment(PaymentKind::Receipt, "P-1", 3_000, vec![on_account(3_000)]);
    assert_eq!(book(&mut books, &ahead), Ok(()));
    assert_eq!(balance(&books, "11000"), "70.00");
    let more = payment(PaymentKind::Receipt, "R-1", 6_999, vec![pays("I-1", 10_000), uses("p-1", 3_001)]);
    assert_eq!(book(&mut books, &more), Err(vec![Code::AmountExceedsDue]));
    let paid = payment(PaymentKind::Receipt, "R-1", 7_000, vec![pays("I-1", 10_000), uses("P-1", 3_000)]);
    assert_eq!(book(&mut books, &paid), Ok(()));
    assert_eq!((due(&books, "I-1"), balance(&books, "10300")), ("0.00".into(), "100.00".into()));
    assert_eq!(books.void(Kind::Receipt, "P-1"), None, "it has been used");
    assert_eq!(books.edit_amount(Kind::Receipt, "P-1", 2_000), None);
    assert_eq!(books.void(Kind::Receipt, "R-1"), Some(()));
    assert_eq!(books.edit_amount(Kind::Receipt, "P-1", 2_000), Some(()));
    let customer = books.customers.first("ACME-001").unwrap();
    let open: Vec<_> = books.prepayments(customer).map(|(from, _, cents)| (from.to_owned(), cents)).collect();
    assert_eq!(open, [("P-1".to_owned(), 2_000)]);
    assert_eq!(books.void(Kind::Receipt, "P-1"), Some(()));
    assert_eq!((books.prepayments(customer).count(), balance(&books, "11000")), (0, "100.00".into()));
    assert_whole(&books);
}

#[test]
fn a_chargeback_opens_what_was_paid_and_no_more() {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("I-1", "100.00"));
    post(&mut books, Payments, &receipt("R-1", &[("I-1", "60.00")], "60.00"));
    let back = |original: &str, amount| {
        let line = NewPaymentLine::Reopened { reference: "I-1".into(), amount };
        let mut new = payment(PaymentKind::Chargeback, "R-1NSF", amount, vec![line]);
        new.details.original = Some(original.into());
        new
    };
    assert_eq!(book(&mut books, &back("R-2", 6_000)), Err(vec![Code::UnknownReceipt]));
    assert_eq!(book(&mut books, &back("R-1", 6_001)), Err(vec![Code::AmountExceedsDue]));
    assert_eq!(book(&mut books, &back("r-1", 6_000)), Ok(()));
    assert_eq!((due(&books, "I-1"), balance(&books, "10300")), ("100.00".into(), "0.00".into()));
    assert_eq!(books.void(Kind::Chargeback, "R-1NSF"), Some(()));
    assert_eq!(due(&books, "I-1"), "40.00");
    assert_whole(&books);
}

#[test]
fn discounts_and_direct_sales_have_their_accounts() {
    let mut books = Company::new();
    post(&mut books, Invoices, &invoice("I-1", "100.00"));
    let sale = |amount| NewPaymentLine::DirectSale {
        account: if amount > 0 { "40500".into() } else { "57500".into() },
        amount,
        description: "x".into(),
        goods: None,
    };
    let line = NewPaymentLine::Invoice { reference: "I-1".into(), amount: 10_000, discount: 200 };
    let mut new = payment(PaymentKind::Receipt, "R-1", 10_000, vec![line, sale(500), sale(-300)]);
    assert_eq!(book(&mut books, &new), Err(vec![Code::MissingValue]));
    new.discount_account = Some("49000".into());
    assert_eq!(book(&mut books, &new), Ok(()));
    let balances = ["10300", "49000", "40500", "57500", "11000"].map(|id| balance(&books, id));
    assert_eq!(balances, ["100.00", "2.00", "-5.00", "3.00", "0.00"]);
    assert_eq!(books.void(Kind::Receipt, "R-1"), Some(()));
    assert_eq!((balance(&books, "49000"), due(&books, "I-1")), ("0.00".into(), "100.00".into()));
}

#[test]
fn payments_without_a_ticket_share_the_line_of_their_day() {
    let mut books = Company::new();
    for (reference, amount) in [("P-1", 100), ("P-2", 200)] {
        assert_eq!(
            book(&mut books, &payment(PaymentKind::Receipt, reference, amount, vec![on_account(amount)])),
            Ok(())
        );
    }
    let mut batch = payment(PaymentKind::Receipt, "P-3", 400, vec![on_account(400)]);
    batch.details.deposit_ticket = Some("PT-7".into());
    assert_eq!(book(&mut books, &batch), Ok(()));
    let shown: Vec<String> = books
        .deposit_tickets()
        .iter()
        .map(|ticket| format!("{} {} {}", ticket.id, ticket.references.len(), ticket.total))
        .collect();
    assert_eq!(shown, ["3/10/26 2 3.00", "PT-7 1 4.00"]);
}
