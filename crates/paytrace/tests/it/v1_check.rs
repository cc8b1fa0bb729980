//! Checks of v1: what goes out, and that an account number shows nowhere.

use paytrace::v1::check::{
    CheckAnswer, CheckFund, CheckHold, CheckHoldByAccount, CheckHoldByCustomer, CheckManageAnswer,
    CheckRefundAnswer, CheckRefundByAccount, CheckRefundByCustomer, CheckRefundByTransaction,
    CheckSaleByAccount, CheckSaleByCustomer, CheckVoid,
};
use paytrace::{
    Address, BankAccount, BankAccountNumber, CheckTransactionId, CustomerReferenceId, Description, Effect,
    Email, ErrorKind, InvoiceId, Operation, Outcome, RoutingNumber,
};
use serde_json::{Value, json};

use crate::script::{Script, Step};
use crate::v1_charge::{customer, sent, usd};

pub fn account() -> BankAccount {
    let routing = RoutingNumber::new("325070760").unwrap();
    BankAccount::new(BankAccountNumber::new("7654321").unwrap(), routing)
}

fn check() -> CheckTransactionId {
    CheckTransactionId::new(981_619).unwrap()
}

fn of_account() -> Value {
    json!({"amount": "1.50", "check": {"account_number": "7654321", "routing_number": "325070760"}})
}

#[test]
fn each_call_has_its_path_and_its_body() {
    let of_customer = || json!({"amount": "1.50", "customer_id": "C1"});
    let of_check = || json!({"check_transaction_id": 981_619});
    let part = json!({"check_transaction_id": 981_619, "amount": "0.50"});
    let (amount, half) = (usd("1.50"), usd("0.50"));
    let cases = [
        (sent(&CheckSaleByAccount::new(amount, account()).unwrap()), "sale/by_account", of_account()),
        (sent(&CheckSaleByCustomer::new(amount, customer("C1")).unwrap()), "sale/by_customer", of_customer()),
        (sent(&CheckHoldByAccount::new(amount, account()).unwrap()), "hold/by_account", of_account()),
        (sent(&CheckHoldByCustomer::new(amount, customer("C1")).unwrap()), "hold/by_customer", of_customer()),
        (sent(&CheckFund::new(check())), "manage/fund", of_check()),
        (sent(&CheckFund::new(check()).with_amount(half).unwrap()), "manage/fund", part.clone()),
        (sent(&CheckVoid::new(check())), "manage/void", of_check()),
        (sent(&CheckHold::new(check())), "manage/hold", of_check()),
        (sent(&CheckRefundByTransaction::new(check())), "refund/by_transaction", of_check()),
        (
            sent(&CheckRefundByTransaction::new(check()).with_amount(half).unwrap()),
            "refund/by_transaction",
            part,
        ),
        (sent(&CheckRefundByAccount::new(amount, account()).unwrap()), "refund/by_account", of_account()),
        (
            sent(&CheckRefundByCustomer::new(amount, customer("C1")).unwrap()),
            "refund/by_customer",
            of_customer(),
        ),
    ];
    for (sent, path, body) in cases {
        assert_eq!(sent, (format!("/v1/checks/{path}"), body));
    }
    assert_eq!(CheckSaleByAccount::EFFECT, Effect::MovesMoney);
}

#[test]
fn what_may_go_along_goes_along() {
    let address = Address { name: Some("Ann Acme".into()), ..Address::default() };
    let sale = CheckSaleByAccount::new(usd("1.50"), account())
        .unwrap()
        .with_invoice_id(InvoiceId::new("INV-1").unwrap())
        .with_customer_reference_id(CustomerReferenceId::new("PO-1").unwrap())
        .with_description(Description::new("chairs").unwrap())
        .with_tax_amount(usd("0.10"))
        .with_email(Email::new("a@b.example").unwrap())
        .with_billing_address(address.clone())
        .with_shipping_address(address);
    let mut body = of_account();
    let more = json!({"invoice_id": "INV-1", "customer_reference_id": "PO-1", "description": "chairs",
        "tax_amount": "0.10", "email": "a@b.example", "billing_address": {"name": "Ann Acme"},
        "shipping_address": {"name": "Ann Acme"}});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    assert_eq!(sent(&sale).1, body);
    let debug = format!("{sale:?} {:?}", sale.outgoing());
    assert!(!debug.contains("7654321"), "{debug}");
}

#[test]
fn amounts_are_checked() {
    let refused = [
        CheckSaleByAccount::new(usd("0"), account()).unwrap_err(),
        CheckHoldByCustomer::new(usd("-1"), customer("C1")).unwrap_err(),
        CheckFund::new(check()).with_amount(usd("0")).unwrap_err(),
        CheckRefundByTransaction::new(check()).with_amount(usd("9999999999.99")).unwrap_err(),
        CheckSaleByCustomer::new(usd("1"), customer("C1"))
            .unwrap()
            .with_tax_amount(usd("-1"))
            .outgoing()
            .unwrap_err(),
    ];
    for error in refused {
        assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_check_whose_answer_is_lost_is_not_repeated_and_answers_are_told_apart() {
    let sale = CheckSaleByAccount::new(usd("1.50"), account()).unwrap();
    let script = Script::signed_in([
        Step::Lost,
        Step::Answer(200, r#"{"success":true,"response_code":120,"check_transaction_id":981619}"#),
        Step::Answer(400, r#"{"success":false,"response_code":125,"ach_code":1,"ach_message":"no"}"#),
        Step::Answer(200, r#"{"success":true,"response_code":124,"check_transaction_id":981619}"#),
        Step::Answer(200, r#"{"success":true,"response_code":122,"check_transaction_id":981620}"#),
    ]);
    let client = script.client();
    let lost = client.send(&sale).await.unwrap_err();
    assert_eq!((lost.outcome(), script.paths().len()), (Outcome::Unknown, 2));
    let CheckAnswer::Processed(accepted) = client.send(&sale).await.unwrap() else { panic!("not processed") };
    assert_eq!(accepted.check_transaction_id, check());
    let CheckAnswer::NotProcessed(no) = client.send(&sale).await.unwrap() else { panic!("processed") };
    assert_eq!((no.ach_code.as_deref(), no.ach_message.as_deref()), (Some("1"), Some("no")));
    assert_eq!(client.send(&CheckVoid::new(check())).await.unwrap(), CheckManageAnswer::Managed(check()));
    let refund = client.send(&CheckRefundByTransaction::new(check())).await.unwrap();
    let CheckRefundAnswer::Refunded(refund) = refund else { panic!("{refund:?}") };
    assert_eq!(refund.check_transaction_id.get(), 981_620);
}
