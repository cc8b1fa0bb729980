//! Calls about the account itself, and recurring payments.

use paysage_sandbox::paytrace::{MERCHANT_ID, PASSWORD, TestCard, USERNAME};
use paytrace::encryption::PublicKey;
use paytrace::v1::recurrence::{
    CreateRecurrence, DeleteRecurrence, ExportApprovedRecurrence, ExportScheduledRecurrences,
    UpdateRecurrence,
};
use paytrace::{ErrorKind, Frequency, MerchantId, PaymentCount, RecurringCharge, TransactionType, v1, v3};

use super::{Day, client, customer, usd};

pub async fn open(day: &Day) {
    day.send(&v1::ping::Ping::new()).await;
    let first = day.send(&v1::payment_fields::CreateToken::new()).await;
    let second = day.send(&v3::payment_fields::CreateToken::new()).await;
    assert_ne!(first.expose(), second.expose());
    let user = day.send(&v3::user::ReadSelf::new()).await;
    assert_eq!(user.merchant_id, Some(MerchantId::new(MERCHANT_ID).unwrap()));
    assert_eq!(user.username.as_deref(), Some(USERNAME));
    let users = day.send(&v3::user::UsersOfMerchant::new()).await;
    assert_eq!(users, [Ok(user)]);
    let invoice = v3::invoice::CreateInvoice::new(v3::invoice::InvoiceKind::Sale);
    let invoice = invoice.with_amount(usd("12.00")).unwrap().with_invoice_id(super::invoice("LINK-1"));
    let created = day.send(&invoice).await;
    let (id, link) = (created.id.unwrap(), created.payment_link.unwrap());
    assert!(link.ends_with(&*id), "{link} {id}");
}

/// The gateway's key, as a program gets it.
pub async fn public_key(day: &Day) -> PublicKey {
    let pem = day.send(&v3::encryption::ReadPublicKey::new()).await;
    let key = PublicKey::from_pem(pem.as_str()).unwrap();
    let encrypted = key.encrypt_security_code(&super::code(TestCard::VISA)).unwrap();
    let again = key.encrypt_security_code(&super::code(TestCard::VISA)).unwrap();
    assert_eq!(format!("{encrypted:?}"), format!("{again:?}"));
    key
}

/// Weekly payments by v1 and monthly ones by v3 that the clock makes.
pub async fn recur(day: &Day) {
    let start = day.today() + chrono::Days::new(1);
    let weekly = CreateRecurrence::new(customer("ada"), usd("15.00"), Frequency::Weekly, start).unwrap();
    let weekly = weekly.with_total_count(PaymentCount::times(2).unwrap());
    let id = day.send(&weekly).await.recurrence_id;
    day.send(&UpdateRecurrence::new(id).with_amount(usd("16.00")).unwrap()).await;
    let scheduled = day.send(&ExportScheduledRecurrences::by_id(id)).await;
    let [Ok(one)] = scheduled.as_slice() else { panic!("{scheduled:?}") };
    assert_eq!((one.id, one.amount, one.next_date), (id, Some(usd("16.00")), Some(start)));
    assert_eq!((one.current_count, one.frequency.clone()), (Some(0), Some(Frequency::Weekly)));
    assert_eq!(one.charge, Some(RecurringCharge::CardSale));
    let number = super::vault_v3::number_of(day, "ada").await;
    let count = PaymentCount::times(1).unwrap();
    let single =
        v3::recurrence::CreateRecurrence::new(number, usd("17.00"), Frequency::Monthly, start, count);
    let single = day.send(&single.unwrap()).await.id;
    assert_ne!(single, id);

    day.pass_days(2);
    let rows = day.rows(&v1::export::ByDateRange::new(start, start).unwrap()).await;
    let amounts: Vec<_> = rows.values().map(|row| (row.kind.clone(), row.amount)).collect();
    assert_eq!(amounts, [(TransactionType::Sale, usd("16.00")), (TransactionType::Sale, usd("17.00"))]);
    for row in rows.values() {
        assert_eq!(row.customer_id.as_deref(), Some("ada"));
        day.made(row.id, row.amount);
    }
    let approved = day.send(&ExportApprovedRecurrence::new(customer("ada"))).await;
    let [Ok(latest)] = approved.as_slice() else { panic!("{approved:?}") };
    assert!(rows.contains_key(&latest.transaction_id.unwrap()), "{latest:?}");
    assert_eq!(latest.current_count, Some(1));
    day.send(&DeleteRecurrence::new(id)).await;
    day.send(&v3::recurrence::DeleteRecurrence::new(single)).await;
    let left = day.send(&ExportScheduledRecurrences::by_customer(customer("ada"))).await;
    assert!(left.is_empty(), "{left:?}");
}

/// A new password opens the account, the old one does not any more.
pub async fn close(day: &Day) {
    let new = "paysage-demo-2";
    day.send(&v3::user::ChangePassword::new(PASSWORD, new).unwrap()).await;
    let ping = v3::user::ReadSelf::new();
    client(&day.server, new).send(&ping).await.unwrap();
    let error = client(&day.server, PASSWORD).send(&ping).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth, "{error}");
}
