//! Exports, batches, invoices, users and keys in v3.

use paytrace::v3::batch::{BatchByNumber, BatchTransactions, BatchesByDate};
use paytrace::v3::encryption::ReadPublicKey;
use paytrace::v3::export::{ByDateRange, ById};
use paytrace::v3::invoice::{CreateInvoice, InvoiceKind};
use paytrace::v3::payment_fields::CreateToken;
use paytrace::v3::user::{ChangePassword, ReadSelf, UsersOfMerchant};
use paytrace::{CustomerId, ErrorKind, Export, InvoiceId, MerchantId, Operation, Outcome};
use serde_json::json;

use crate::v1_charge::usd;
use crate::v3_card::{day, done, id, missing, refused, sent, shown};

const ROW: &str = r#"{"transaction_id":"5","transaction_type":"SALE","amount":80.55,"status_code":"Y",
    "created":{"at":"6/10/2026 4:06:30 PM"},"customer_id":7,"customer_label":"ada"}"#;

#[test]
fn exports_have_their_paths_and_days() {
    let call = ByDateRange::new(day(1), day(30)).unwrap();
    let call = call.with_customer_id(CustomerId::new("ada").unwrap()).with_including_text("INV-1").with_bin();
    let body = json!({"start_date": "06/01/2026", "end_date": "06/30/2026", "customer_label": "ada",
        "including_text": "INV-1", "include_bin": true});
    let wanted = json!({"to": "POST /v3/transactions/export/by-date", "body": body});
    assert_eq!((ByDateRange::NAME, shown(&call.outgoing().unwrap())), ("export.by_date_range", wanted));
    let call = BatchTransactions::new(571).unwrap();
    let wanted = json!({"to": "POST /v3/batch/export/transactions", "body": {"batch_number": 571}});
    assert_eq!(
        (BatchTransactions::NAME, shown(&call.outgoing().unwrap())),
        ("batch.transaction_list", wanted)
    );
    assert!(BatchTransactions::new(1000).is_err() && BatchByNumber::numbered(u32::MAX).is_err());
    assert!(BatchTransactions::new(0).is_err() && ByDateRange::new(day(2), day(1)).is_err());
}

#[test]
fn one_transaction_is_exported_alone_or_in_a_list() {
    let call = ById::new(id(5));
    assert_eq!(sent(&call), ("export.by_id", json!({"to": "POST /v3/transaction/export/5"})));
    for data in [ROW.to_owned(), format!("[{ROW}]")] {
        let row = call.reply(&done(&data)).unwrap().unwrap();
        assert_eq!(row.content.unwrap().customer_id.as_deref(), Some("ada"));
    }
    assert!(call.reply(&missing()).unwrap().is_none());
    assert!(call.reply(&done("[]")).unwrap().is_none());
    assert_eq!(ById::new(id(6)).reply(&done(ROW)).unwrap_err().kind(), ErrorKind::Unreadable);
}

#[test]
fn batches_are_read_one_and_by_date() {
    let latest = BatchByNumber::latest();
    assert_eq!(sent(&latest), ("batch.export_one", json!({"to": "POST /v3/batch/export"})));
    let numbered = BatchByNumber::numbered(571).unwrap();
    assert_eq!(sent(&numbered).1["body"], json!({"batch_number": 571}));
    let batch = r#"{"number":571,"when":"6/10/2026 8:13:45 PM","transaction_count":3,"net_amount":-1.5}"#;
    let read = numbered.reply(&done(batch)).unwrap().unwrap();
    assert_eq!((read.number, read.net_amount), (571, Some(usd("-1.50"))));
    assert!(latest.reply(&missing()).unwrap().is_none());
    assert_eq!(
        BatchByNumber::numbered(7).unwrap().reply(&done(batch)).unwrap_err().kind(),
        ErrorKind::Unreadable
    );
    let by_date = BatchesByDate::new(day(1), day(2)).unwrap();
    let body = json!({"start_date": "06/01/2026", "end_date": "06/02/2026"});
    assert_eq!(
        sent(&by_date),
        ("batch.export", json!({"to": "POST /v3/batch/export/by-date", "body": body}))
    );
    let batches = by_date.reply(&done(&format!(r#"[{batch},{{"net_amount":1}}]"#))).unwrap();
    assert!(batches[0].is_ok() && batches[1].is_err());
}

#[test]
fn an_invoice_says_what_is_to_be_paid_and_where_to_go() {
    let link = |path: &str| format!("https://shop.example/{path}").parse().unwrap();
    let call = CreateInvoice::new(InvoiceKind::SaleAndCustomer)
        .with_amount(usd("19.99"))
        .and_then(|call| call.with_silent_post(link("post")))
        .and_then(|call| call.with_approved_link(link("thanks")))
        .and_then(|call| call.with_declined_link(link("sorry")))
        .and_then(|call| call.with_terms_link(link("terms")))
        .unwrap()
        .with_invoice_id(InvoiceId::new("INV-1").unwrap())
        .with_email_required(true)
        .with_billing_address_required(false)
        .with_security_code_required(true)
        .with_amount_editable(false)
        .with_expiry(day(30));
    let body = json!({
        "transaction_type": "SALE_AND_CUSTOMER", "invoice_amount": 19.99, "invoice_number": "INV-1",
        "silent_post": "https://shop.example/post", "payment_approved_link": "https://shop.example/thanks",
        "payment_declined_link": "https://shop.example/sorry", "terms_conditions_link": "https://shop.example/terms",
        "email_required": true, "billing_address_required": false, "csc_required": true, "is_amount_editable": false,
        "expire_at": "2026-06-30",
    });
    let wanted = json!({"to": "POST /v3/invoice", "merchant": "Body", "body": body});
    assert_eq!(sent(&call), ("invoice.create", wanted));
    let made =
        call.reply(&done(r#"{"invoice_id":"6f96","payment_link":"https://pay.invalid/6f96"}"#)).unwrap();
    assert_eq!(made.payment_link.as_deref(), Some("https://pay.invalid/6f96"));
    let long = CreateInvoice::new(InvoiceKind::Sale).with_silent_post(link(&"x".repeat(2083)));
    assert_eq!(long.unwrap_err().kind(), ErrorKind::Invalid);
}

#[test]
fn users_tell_the_merchants_number() {
    assert_eq!(sent(&ReadSelf::new()), ("user.self", json!({"to": "GET /v3/user/self"})));
    let user = r#"{"user_id":1,"username":"api","merchant_id":"4242","is_api_user":true,"roles":[]}"#;
    let read = ReadSelf::new().reply(&done(user)).unwrap();
    assert_eq!((read.merchant_id, read.is_api_user), (MerchantId::new(4242).ok(), Some(true)));
    let wanted = json!({"to": "GET /v3/users/by-merchant-id/{merchant_id}", "merchant": "Path"});
    assert_eq!(sent(&UsersOfMerchant::new()), ("user.by_merchant", wanted));
    let users = UsersOfMerchant::new().reply(&done(&format!(r#"[{user},{{"merchant_id":0}}]"#))).unwrap();
    assert!(users[0].is_ok());
    assert_eq!(&*users[1].as_ref().unwrap_err().field, "merchant_id");
}

#[test]
fn a_password_is_changed_or_the_field_is_named() {
    let call = ChangePassword::new("old-password", "new-password").unwrap();
    let body = json!({"password": "old-password", "new_password": "new-password"});
    assert_eq!(
        sent(&call),
        ("user.change_password", json!({"to": "POST /v3/password/change", "body": body}))
    );
    assert!(call.reply(&done(r#"{"response_code":100}"#)).is_ok());
    let error = call.reply(&refused("CONSTRAINT", "body/password")).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Rejected, Outcome::Nothing));
}

#[test]
fn keys_are_fetched_for_the_browser() {
    let wanted = json!({"to": "POST /v3/payment-fields/token"});
    assert_eq!(sent(&CreateToken::new()), ("payment_fields.create_token", wanted));
    let key = CreateToken::new().reply(&done(r#"{"clientKey":"k-1"}"#)).unwrap();
    assert_eq!(key.expose(), "k-1");
    assert_eq!(CreateToken::new().reply(&done("{}")).unwrap_err().kind(), ErrorKind::Unreadable);
    let wanted = json!({"to": "GET /v3/e2ee/public-key.pem"});
    assert_eq!(sent(&ReadPublicKey::new()), ("encryption.public_key", wanted));
}
