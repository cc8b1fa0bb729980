//! Sales, authorizations and refunds of v1: what goes out, and what an answer means.

use paysage_money::{Currency, Money};
use paytrace::v1::authorization::{
    AuthorizationByCustomer, AuthorizationByTransaction, AuthorizationKeyed, AuthorizationProtected,
    AuthorizationProtectedCustomer, AuthorizationSwiped,
};
use paytrace::v1::refund::{RefundKeyed, RefundSwiped, RefundToCustomer};
use paytrace::v1::sale::{
    SaleByCustomer, SaleByTransaction, SaleKeyed, SaleProtected, SaleProtectedCustomer, SaleSwiped,
};
use paytrace::{
    Address, CustomerId, CustomerReferenceId, Description, Effect, Email, EncryptedCard, EncryptedSwipe,
    EncryptedValue, ErrorKind, InvoiceId, Method, Operation, Outcome, ProtectToken, RawReply, RefundAnswer,
    SaleAnswer, TransactionId,
};
use serde_json::{Value, json};

/// The path and the body of a call of v1.
pub fn sent(call: &impl Operation) -> (String, Value) {
    let outgoing = call.outgoing().unwrap();
    assert_eq!(outgoing.endpoint().method(), Method::Post);
    assert_eq!((outgoing.query(), outgoing.merchant()), (&[][..], None));
    (outgoing.path().to_owned(), Value::Object(outgoing.body().unwrap()))
}

pub fn usd(text: &str) -> Money {
    Money::parse(text, Currency::Usd).unwrap()
}

pub fn customer(id: &str) -> CustomerId {
    CustomerId::new(id).unwrap()
}

pub fn transaction() -> TransactionId {
    TransactionId::new(100_000_001).unwrap()
}

pub fn card() -> EncryptedCard {
    EncryptedCard::new(value("SealedCard"), 3, 2031).unwrap()
}

pub fn token() -> ProtectToken {
    ProtectToken::new("canary-token", "canary-key").unwrap()
}

/// As long as one block of PayTrace's key, beginning with a name.
fn sealed(name: &str) -> String {
    format!("{name:A<344}")
}

fn value(name: &str) -> EncryptedValue {
    EncryptedValue::new(sealed(name)).unwrap()
}

fn swipe() -> EncryptedSwipe {
    EncryptedSwipe::new(value("SealedSwipe"))
}

/// What the sources of a card add to the amount.
fn bodies() -> [Value; 6] {
    [
        json!({"amount": "1.50", "encrypted_csc": sealed("SealedCode"), "credit_card":
            {"encrypted_number": sealed("SealedCard"), "expiration_month": "03", "expiration_year": "2031"}}),
        json!({"amount": "1.50", "encrypted_swipe": sealed("SealedSwipe")}),
        json!({"amount": "1.50", "customer_id": "C1"}),
        json!({"amount": "1.50", "transaction_id": 100_000_001}),
        json!({"amount": "1.50", "hpf_token": "canary-token", "enc_key": "canary-key"}),
        json!({"amount": "1.50", "customer_id": "C1", "hpf_token": "canary-token", "enc_key": "canary-key"}),
    ]
}

#[test]
fn each_source_of_a_card_has_its_path_and_its_body() {
    let (amount, code) = (usd("1.5"), || value("SealedCode"));
    let sales = [
        sent(&SaleKeyed::new(amount, card()).unwrap().with_security_code(code())),
        sent(&SaleSwiped::new(amount, swipe()).unwrap()),
        sent(&SaleByCustomer::new(amount, customer("C1")).unwrap()),
        sent(&SaleByTransaction::new(amount, transaction()).unwrap()),
        sent(&SaleProtected::new(amount, token()).unwrap()),
        sent(&SaleProtectedCustomer::new(amount, customer("C1"), token()).unwrap()),
    ];
    let holds = [
        sent(&AuthorizationKeyed::new(amount, card()).unwrap().with_security_code(code())),
        sent(&AuthorizationSwiped::new(amount, swipe()).unwrap()),
        sent(&AuthorizationByCustomer::new(amount, customer("C1")).unwrap()),
        sent(&AuthorizationByTransaction::new(amount, transaction()).unwrap()),
        sent(&AuthorizationProtected::new(amount, token()).unwrap()),
        sent(&AuthorizationProtectedCustomer::new(amount, customer("C1"), token()).unwrap()),
    ];
    let sources = ["keyed", "swiped", "by_customer", "by_transaction", "pt_protect", "pt_protect_customer"];
    for (kind, calls) in [("sale", sales), ("authorization", holds)] {
        for ((call, source), body) in calls.into_iter().zip(sources).zip(bodies()) {
            assert_eq!(call, (format!("/v1/transactions/{kind}/{source}"), body));
        }
    }
    let [keyed, swiped, to_customer, ..] = bodies();
    let refunds = [
        (sent(&RefundKeyed::new(amount, card()).unwrap().with_security_code(code())), "keyed", keyed),
        (sent(&RefundSwiped::new(amount, swipe()).unwrap()), "swiped", swiped),
        (sent(&RefundToCustomer::new(amount, customer("C1")).unwrap()), "to_customer", to_customer),
    ];
    for (call, source, body) in refunds {
        assert_eq!(call, (format!("/v1/transactions/refund/{source}"), body));
    }
}

#[test]
fn what_goes_along_with_a_sale_is_sent_by_its_name() {
    let address = Address { name: Some("Ann Acme".into()), zip: Some("01234".into()), ..Address::default() };
    let sale = SaleByTransaction::new(usd("10"), transaction())
        .unwrap()
        .with_invoice_id(InvoiceId::new("INV-1").unwrap())
        .with_customer_reference_id(CustomerReferenceId::new("PO-1").unwrap())
        .with_description(Description::new("Chairs").unwrap())
        .with_tax_amount(usd("0.8"))
        .with_freight_amount(usd("3"))
        .with_email(Email::new("a@b.example").unwrap())
        .with_billing_address(address.clone())
        .with_shipping_address(Address { county: Some("Kent".into()), ..address })
        .with_trade_name("Acme Chairs")
        .with_partial_approval()
        .with_custom_field("hair_color", "red")
        .with_custom_field("hair_color", "grey");
    let body = json!({"amount": "10.00", "transaction_id": 100_000_001, "invoice_id": "INV-1",
        "customer_reference_id": "PO-1", "description": "Chairs", "tax_amount": "0.80", "freight_amount": "3.00",
        "email": "a@b.example", "billing_address": {"name": "Ann Acme", "zip": "01234"},
        "shipping_address": {"name": "Ann Acme", "zip": "01234", "county": "Kent"}, "custom_dba": "Acme Chairs",
        "enable_partial_authentication": true, "discretionary_data": {"hair_color": "grey"}});
    assert_eq!(sent(&sale).1, body);
    assert_eq!(sent(&sale.with_tax_exempt()).1["tax_amount"], "-1");
}

#[test]
fn limits_are_named_before_anything_is_sent() {
    let sale = || SaleProtected::new(usd("1"), token()).unwrap();
    let cases = [
        (sale().with_tax_amount(usd("-0.01")), "tax amount must not be less than 0.00"),
        (sale().with_freight_amount(usd("-1")), "freight amount must not be less than 0.00"),
        (sale().with_trade_name("x".repeat(51)), "trade name has 51 characters; at most 50 are allowed"),
        (sale().with_custom_field(" ", "x"), "name of a custom field is blank"),
    ];
    for (sale, message) in cases {
        let error = sale.outgoing().unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::Nothing));
        assert_eq!(error.to_string(), message);
    }
    let nothing = Money::zero(Currency::Usd);
    assert!(SaleKeyed::new(nothing, card()).is_err());
    assert!(RefundKeyed::new(nothing, card()).is_err());
    assert!(AuthorizationKeyed::new(nothing, card()).is_ok(), "0.00 verifies a card");
    assert!(AuthorizationSwiped::new(usd("-0.01"), swipe()).is_err());
}

#[test]
fn no_debug_text_of_a_charge_shows_what_pays() {
    let code = value("SealedCode");
    let shown = format!(
        "{:?} {:?} {:?} {:?}",
        SaleKeyed::new(usd("1"), card()).unwrap().with_security_code(code),
        RefundSwiped::new(usd("1"), swipe()).unwrap(),
        AuthorizationProtected::new(usd("1"), token()).unwrap(),
        SaleProtected::new(usd("1"), token()).unwrap().outgoing().unwrap(),
    );
    for secret in ["Sealed", "canary"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn the_pair_of_success_and_code_decides_whether_money_moved() {
    let read =
        |body: &str| SaleSwiped::new(usd("1"), swipe()).unwrap().reply(&RawReply::new(200, body.to_owned()));
    let approved = read(r#"{"success":true,"response_code":101,"transaction_id":"7"}"#).unwrap();
    assert!(matches!(approved, SaleAnswer::Approved(approval) if approval.transaction_id.get() == 7));
    let declined = read(r#"{"success":false,"response_code":102,"transaction_id":8}"#).unwrap();
    assert!(matches!(declined, SaleAnswer::Declined(_)));
    let voided = read(r#"{"success":true,"response_code":103,"transaction_id":9}"#).unwrap();
    assert!(matches!(voided, SaleAnswer::AutoVoided(_)));
    for body in [
        r#"{"success":false,"response_code":101,"transaction_id":7}"#,
        r#"{"success":true,"response_code":106,"transaction_id":7}"#,
        r#"{"success":true,"response_code":1}"#,
    ] {
        assert_eq!(read(body).unwrap_err().outcome(), Outcome::Unknown, "{body}");
    }
    let nameless = read(r#"{"success":true,"response_code":101}"#).unwrap_err();
    assert_eq!(nameless.outcome(), Outcome::Happened);

    let refund = RefundToCustomer::new(usd("1"), customer("C1")).unwrap();
    let read = |body: &str| refund.reply(&RawReply::new(200, body.to_owned()));
    let refunded = read(r#"{"success":true,"response_code":106,"transaction_id":7}"#).unwrap();
    assert!(matches!(refunded, RefundAnswer::Refunded(_)));
    let kept = read(r#"{"success":true,"response_code":107,"transaction_id":7}"#).unwrap();
    assert!(matches!(kept, RefundAnswer::NotRefunded(_)));
    let denied = read(r#"{"success":false,"response_code":1,"errors":{"981":["no"]}}"#).unwrap_err();
    assert_eq!((denied.kind(), denied.outcome()), (ErrorKind::Permission, Outcome::Nothing));
}

#[test]
fn every_charge_moves_money() {
    const EFFECTS: [Effect; 5] = [
        SaleSwiped::EFFECT,
        SaleProtectedCustomer::EFFECT,
        AuthorizationByTransaction::EFFECT,
        AuthorizationProtectedCustomer::EFFECT,
        RefundKeyed::EFFECT,
    ];
    assert_eq!(EFFECTS, [Effect::MovesMoney; 5]);
}

#[cfg(feature = "raw-card-data")]
#[test]
fn a_card_in_clear_goes_out_by_other_names_and_is_shown_by_no_debug() {
    use paytrace::card::{Card, CardNumber, CardSecurityCode, CardSwipe};
    let card = Card::new(CardNumber::new("4012000098765439").unwrap(), 12, 2030).unwrap();
    let refund =
        RefundKeyed::new(usd("2"), card).unwrap().with_security_code(CardSecurityCode::new("9997").unwrap());
    let tracks = ";4012000098765439=3012?";
    let swiped = SaleSwiped::new(usd("2"), CardSwipe::new(tracks).unwrap()).unwrap();
    assert_eq!(
        sent(&refund).1,
        json!({"amount": "2.00", "csc": "9997", "credit_card":
            {"number": "4012000098765439", "expiration_month": "12", "expiration_year": "2030"}})
    );
    assert_eq!(sent(&swiped).1, json!({"amount": "2.00", "swipe": tracks}));
    let shown = format!("{refund:?} {swiped:?}");
    assert!(!shown.contains("4012") && !shown.contains("9997"), "{shown}");
}
