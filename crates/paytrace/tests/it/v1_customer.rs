//! Customers of v1's vault: what goes out.

use paytrace::v1::customer::{
    CreateCustomer, CreateCustomerFromTransaction, CreateCustomerProtected, DeleteCustomer, ExportCustomers,
    ExportInactiveCustomers, UpdateCustomer, UpdateCustomerProtected,
};
use paytrace::{Address, BankAccount, BankAccountNumber, Email, ErrorKind, Operation, RoutingNumber};
use serde_json::{Value, json};

use crate::v1_charge::{card, customer, sent, token, transaction};

fn ann() -> Address {
    Address { name: Some("Ann Acme".into()), ..Address::default() }
}

fn account() -> BankAccount {
    let routing = RoutingNumber::new("325070760").unwrap();
    BankAccount::new(BankAccountNumber::new("7654321").unwrap(), routing)
}

fn email() -> Email {
    Email::new("a@b.example").unwrap()
}

fn sent_card() -> Value {
    json!({"encrypted_number": format!("{:A<344}", "SealedCard"), "expiration_month": "03", "expiration_year": "2031"})
}

#[test]
fn each_way_to_create_a_customer_has_its_path_and_its_body() {
    let sent_account = json!({"account_number": "7654321", "routing_number": "325070760"});
    let full = CreateCustomer::new(customer("C1"), card(), ann())
        .unwrap()
        .with_bank_account(account())
        .with_shipping_address(ann())
        .with_email(email())
        .with_phone("555-555-5555")
        .with_fax("(555)555-5556")
        .with_custom_field("hair_color", "red");
    let cases = [
        (
            sent(&full),
            "/v1/customer/create",
            json!({"customer_id": "C1", "credit_card": sent_card(), "check": sent_account,
                "billing_address": {"name": "Ann Acme"}, "shipping_address": {"name": "Ann Acme"},
                "email": "a@b.example", "phone": "555-555-5555", "fax": "(555)555-5556",
                "discretionary_data": {"hair_color": "red"}}),
        ),
        (
            sent(&CreateCustomer::of_bank_account(customer("C1"), account(), ann()).unwrap()),
            "/v1/customer/create",
            json!({"customer_id": "C1", "check": sent_account, "billing_address": {"name": "Ann Acme"}}),
        ),
        (
            sent(&CreateCustomerFromTransaction::new(customer("C1"), transaction()).with_email(email())),
            "/v1/customer/create_from_transaction",
            json!({"customer_id": "C1", "transaction_id": 100_000_001, "email": "a@b.example"}),
        ),
        (
            sent(&CreateCustomerProtected::new(customer("C1"), token()).with_billing_address(ann())),
            "/v1/customer/pt_protect_create",
            json!({"customer_id": "C1", "hpf_token": "canary-token", "enc_key": "canary-key",
                "billing_address": {"name": "Ann Acme"}}),
        ),
    ];
    for (call, path, body) in cases {
        assert_eq!(call, (path.to_owned(), body));
    }
}

#[test]
fn changes_and_deletions_have_their_paths_and_bodies() {
    let cases = [
        (
            sent(
                &UpdateCustomer::new(customer("C1"))
                    .with_new_id(customer("C2"))
                    .with_card(card())
                    .with_bank_account(account())
                    .with_phone("1"),
            ),
            "/v1/customer/update",
            json!({"customer_id": "C1", "new_id": "C2", "credit_card": sent_card(),
                "direct_deposit_account": "7654321", "transit_routing_number": "325070760", "phone": "1"}),
        ),
        (
            sent(&UpdateCustomerProtected::new(customer("C1"), token())),
            "/v1/customer/pt_protect_update",
            json!({"customer_id": "C1", "hpf_token": "canary-token", "enc_key": "canary-key"}),
        ),
        (sent(&DeleteCustomer::new(customer("C1"))), "/v1/customer/delete", json!({"customer_id": "C1"})),
    ];
    for (call, path, body) in cases {
        assert_eq!(call, (path.to_owned(), body));
    }
}

#[test]
fn exports_have_their_filters() {
    let all = ExportCustomers::new();
    let one = ExportCustomers::new()
        .with_customer_id(customer("C1"))
        .with_email(email())
        .with_user("api@user")
        .with_bin();
    let cases = [
        (sent(&all), "/v1/customer/export", json!({})),
        (
            sent(&one),
            "/v1/customer/export",
            json!({"customer_id": "C1", "email": "a@b.example", "user": "api@user", "include_bin": true}),
        ),
        (
            sent(&ExportInactiveCustomers::new(90).unwrap()),
            "/v1/customer/export_inactive",
            json!({"days": 90}),
        ),
    ];
    for (call, path, body) in cases {
        assert_eq!(call, (path.to_owned(), body));
    }
}

#[test]
fn what_paytrace_would_not_take_is_refused_before_it_leaves() {
    let nameless = CreateCustomer::new(customer("C1"), card(), Address::default()).unwrap_err();
    assert_eq!(nameless.kind(), ErrorKind::Invalid);
    assert!(CreateCustomer::of_bank_account(customer("C1"), account(), Address::default()).is_err());
    assert!(UpdateCustomer::new(customer("C1")).outgoing().is_err(), "changes nothing");
    let long = UpdateCustomer::new(customer("C1")).with_fax("1".repeat(21));
    let message = long.outgoing().unwrap_err().to_string();
    assert_eq!(message, "fax number has 21 characters; at most 20 are allowed");
    assert!(ExportCustomers::new().with_user("").outgoing().is_err());
    for days in [0, 3661] {
        assert!(ExportInactiveCustomers::new(days).is_err(), "{days}");
    }
}

#[test]
fn no_debug_text_shows_a_card_an_account_or_a_token() {
    let create = CreateCustomer::new(customer("C1"), card(), ann()).unwrap().with_bank_account(account());
    let update = UpdateCustomerProtected::new(customer("C1"), token());
    let shown = format!("{create:?} {update:?} {:?}", create.outgoing().unwrap());
    for secret in ["Sealed", "7654321", "canary"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
