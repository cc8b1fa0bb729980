//! v3's checks (ACH) and the deposits they are booked in.

use paysage_money::{Currency, Money};
use paytrace::v3::check::{
    CheckId, CheckPayment, CheckPaymentAnswer, CheckRecord, CheckStatus, ChecksOfKey, EntryClass,
    IdempotencyKey, ListChecks, ReadCheck, ReadCheckByKey,
};
use paytrace::v3::deposit::{DepositTransactions, SearchDeposits};
use paytrace::{AccountType, Outcome};

use super::vault::bank_account;
use super::{Day, account, address, invoice, usd, vault_v3};

fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

/// A payment from the account of all examples, encrypted.
async fn payment(day: &Day, amount: &str, name: &str) -> CheckPayment {
    let account = account::public_key(day).await;
    let account = account.encrypt_bank_account(&bank_account(), AccountType::Savings).unwrap();
    let payment = CheckPayment::from_account(usd(amount), EntryClass::Web, account, key(name)).unwrap();
    payment.with_invoice_id(invoice(name)).with_billing_address(address("Ida Rhodes"))
}

async fn accepted(day: &Day, payment: &CheckPayment) -> CheckId {
    match day.send(payment).await {
        CheckPaymentAnswer::Accepted(check) => check.check_id,
        other @ CheckPaymentAnswer::Declined(_) => panic!("{other:?}"),
    }
}

/// The one check of a key.
async fn of_key(day: &Day, name: &str) -> CheckRecord {
    match day.send(&ReadCheckByKey::new(key(name))).await {
        ChecksOfKey::One(record) => record.unwrap(),
        other => panic!("{other:?}"),
    }
}

pub async fn pay(day: &Day) {
    let first = payment(day, "121.00", "pay-1").await;
    let id = accepted(day, &first).await;
    assert_eq!(accepted(day, &first).await, id, "the same key is the same payment");
    let record = day.send(&ReadCheck::new(id.clone())).await.unwrap().unwrap();
    assert_eq!((record.amount, &record.status), (usd("121.00"), &CheckStatus::Initiated));
    assert_eq!(record.idempotency_key.as_deref(), Some("pay-1"));
    assert_eq!(record.masked_account_number.as_deref(), Some("*****6789"));
    assert_eq!(day.send(&ReadCheckByKey::new(key("pay-1"))).await, ChecksOfKey::One(Box::new(Ok(record))));
    assert_eq!(day.send(&ReadCheckByKey::new(key("pay-0"))).await, ChecksOfKey::None);

    let declined = day.send(&payment(day, "0.29", "pay-2").await).await;
    let CheckPaymentAnswer::Declined(declined) = declined else { panic!("{declined:?}") };
    assert_eq!(declined.status, Some(CheckStatus::Declined));
    let error = day.refused(&payment(day, "4.22", "pay-3").await).await;
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    let found = of_key(day, "pay-3").await;
    assert_eq!((found.amount, found.status), (usd("4.22"), CheckStatus::Initiated));
    let returning = accepted(day, &payment(day, "1.25", "pay-4").await).await;
    assert_ne!(returning, id);
    let ada = vault_v3::number_of(day, "ada").await;
    let on_file = CheckPayment::from_customer(usd("122.00"), EntryClass::Ppd, ada, key("pay-5")).unwrap();
    let on_file = accepted(day, &on_file).await;
    let record = day.send(&ReadCheck::new(on_file)).await.unwrap().unwrap();
    assert_eq!((record.customer, record.customer_id.as_deref()), (Some(ada), Some("ada")));
}

/// The check of the first payment.
pub async fn latest(day: &Day) -> CheckId {
    of_key(day, "pay-1").await.check_id
}

/// Each deposit is the sum of its checks; a check that came back is in two.
pub async fn deposits(day: &Day) {
    let returned = of_key(day, "pay-4").await;
    assert_eq!(returned.status, CheckStatus::Returned);
    assert!(returned.return_code.is_some() && returned.returned_at.is_some(), "{returned:?}");
    let settled = day.send(&ListChecks::new().with_status(CheckStatus::Settled)).await;
    assert!(settled.items.len() >= 4, "{settled:?}");

    let search = SearchDeposits::new().with_days(day.first, day.today()).unwrap();
    let deposits = day.send(&search).await;
    assert!(!deposits.items.is_empty());
    let mut members = 0;
    for deposit in deposits.items {
        let deposit = deposit.unwrap();
        let of_deposit = day.send(&DepositTransactions::new(deposit.deposit_id.clone())).await;
        let counts = [deposit.debit_count, deposit.credit_count, deposit.return_count];
        let count: u64 = counts.into_iter().flatten().sum();
        assert_eq!(u64::try_from(of_deposit.items.len()).unwrap(), count, "{deposit:?}");
        let amounts = of_deposit.items.iter().map(|check| check.as_ref().unwrap().amount);
        let turned_over = Money::sum(amounts, Currency::Usd).unwrap();
        let parts = [deposit.debit_amount, deposit.credit_amount, deposit.return_amount];
        let said = Money::sum(parts.into_iter().flatten(), Currency::Usd).unwrap();
        assert_eq!(turned_over, said, "{deposit:?}");
        members += count;
    }
    assert!(members >= 5, "{members}");
}
