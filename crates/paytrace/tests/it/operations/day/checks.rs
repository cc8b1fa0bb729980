//! v1's checks (ACH).

use paytrace::v1::check::{
    CheckAnswer, CheckFund, CheckHold, CheckHoldByAccount, CheckHoldByCustomer, CheckManageAnswer,
    CheckRefundAnswer, CheckRefundByAccount, CheckRefundByCustomer, CheckRefundByTransaction,
    CheckSaleByAccount, CheckSaleByCustomer, CheckVoid,
};
use paytrace::v3::check::{CheckStatus, ListChecks};
use paytrace::{CheckTransactionId, ErrorKind, Operation};

use super::vault::bank_account;
use super::{Day, address, customer, invoice, usd};

async fn processed<O: Operation<Reply = CheckAnswer>>(day: &Day, call: &O) -> CheckTransactionId {
    match day.send(call).await {
        CheckAnswer::Processed(check) => check.check_transaction_id,
        other @ CheckAnswer::NotProcessed(_) => panic!("{}: {other:?}", O::NAME),
    }
}

/// Where v3, which knows the same checks by other ids, says that the check with this invoice stands.
async fn status(day: &Day, invoice: &str) -> CheckStatus {
    let page = day.send(&ListChecks::new().with_search_term(invoice)).await;
    let [Ok(record)] = page.items.as_slice() else { panic!("{invoice}: {page:?}") };
    assert_eq!(record.invoice_id.as_deref(), Some(invoice));
    record.status.clone()
}

pub async fn debit(day: &Day) {
    let sale = CheckSaleByAccount::new(usd("21.00"), bank_account()).unwrap();
    let sale = sale.with_invoice_id(invoice("CHECK-SALE")).with_billing_address(address("Ada Lovelace"));
    let sale = processed(day, &sale).await;
    let answer = day.send(&CheckSaleByAccount::new(usd("0.29"), bank_account()).unwrap()).await;
    let CheckAnswer::NotProcessed(refused) = answer else { panic!("{answer:?}") };
    assert!(refused.check_transaction_id.is_some() && refused.ach_message.is_some(), "{refused:?}");
    let by_customer = CheckSaleByCustomer::new(usd("22.00"), customer("ada")).unwrap();
    let by_customer = processed(day, &by_customer.with_invoice_id(invoice("CHECK-VOID"))).await;
    assert_ne!(by_customer, sale);
    assert_eq!(day.send(&CheckVoid::new(by_customer)).await, CheckManageAnswer::Managed(by_customer));
    assert_eq!(status(day, "CHECK-VOID").await, CheckStatus::Voided);

    let hold = CheckHoldByAccount::new(usd("23.00"), bank_account()).unwrap();
    let hold = processed(day, &hold.with_invoice_id(invoice("CHECK-HOLD"))).await;
    let funded = CheckFund::new(hold).with_amount(usd("20.00")).unwrap();
    assert_eq!(day.send(&funded).await, CheckManageAnswer::Managed(hold));
    let hold = CheckHoldByCustomer::new(usd("24.00"), customer("ada")).unwrap();
    let hold = processed(day, &hold.with_invoice_id(invoice("CHECK-KEPT"))).await;
    day.send(&CheckFund::new(hold)).await;
    assert_eq!(day.send(&CheckHold::new(hold)).await, CheckManageAnswer::Managed(hold));
    let error = day.refused(&CheckHold::new(hold)).await;
    assert!(error.codes().contains_key("80"), "{error}");
}

/// After the days that checks take.
pub async fn refund(day: &Day) {
    day.pass_days(7);
    for funded in ["CHECK-SALE", "CHECK-HOLD"] {
        assert_eq!(status(day, funded).await, CheckStatus::Settled, "{funded}");
    }
    assert_eq!(status(day, "CHECK-KEPT").await, CheckStatus::Initiated);
    let sale = processed(day, &CheckSaleByCustomer::new(usd("25.00"), customer("ada")).unwrap()).await;
    let part = CheckRefundByTransaction::new(sale).with_amount(usd("5.00")).unwrap();
    let answer = day.send(&part).await;
    let CheckRefundAnswer::Refunded(refund) = answer else { panic!("{answer:?}") };
    assert_ne!(refund.check_transaction_id, sale);
    let too_much = CheckRefundByTransaction::new(sale).with_amount(usd("20.01")).unwrap();
    assert_eq!(day.refused(&too_much).await.kind(), ErrorKind::Rejected);
    let answer = day.send(&CheckRefundByAccount::new(usd("3.00"), bank_account()).unwrap()).await;
    assert!(matches!(answer, CheckRefundAnswer::Refunded(_)), "{answer:?}");
    let answer = day.send(&CheckRefundByCustomer::new(usd("4.00"), customer("ada")).unwrap()).await;
    assert!(matches!(answer, CheckRefundAnswer::Refunded(_)), "{answer:?}");
}
