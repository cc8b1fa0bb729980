//! v3's sales and authorizations.

use paysage_sandbox::paytrace::TestCard;
use paytrace::v3::authorization::{
    AuthorizationByCustomer, AuthorizationKeyed, AuthorizationProtected, Captures,
};
use paytrace::v3::sale::{EmvData, SaleByCustomer, SaleEmv, SaleKeyed, SaleProtected, SaleProtectedCustomer};
use paytrace::v3::transaction::{OnFile, OnFileAnswer, ReadRecord, TransactionsOnFile};
use paytrace::{CaptureAnswer, SaleAnswer, Status, TransactionId};

use super::{Day, account, address, card, code, customer, invoice, usd, vault_v3};

pub async fn sell(day: &Day) {
    let key = account::public_key(day).await;
    let amount = usd("119.99");
    let encrypted = key.encrypt_card(&card(TestCard::VISA)).unwrap();
    let security = key.encrypt_security_code(&code(TestCard::VISA)).unwrap();
    let keyed = SaleKeyed::new(amount, encrypted).unwrap().with_security_code(security).unwrap();
    let keyed = keyed.with_invoice_id(invoice("V3-KEYED")).with_billing_address(address("Ada Lovelace"));
    let keyed = day.approved(amount, &keyed).await;
    assert_eq!(keyed.avs_response.as_deref(), Some("Full Exact Match"));
    assert_eq!(keyed.csc_response.as_deref(), Some("Match"));

    let amount = usd("107.00");
    day.approved(amount, &SaleProtected::new(amount, day.protected(TestCard::VISA)).unwrap()).await;
    let amount = usd("108.00");
    let token = day.protected(TestCard::AMEX);
    let new = SaleProtectedCustomer::new(amount, token, customer("fred")).unwrap();
    let made = day.send(&new.with_billing_address(address("Fred Hoyle"))).await;
    let SaleAnswer::Approved(sale) = made.sale else { panic!("{made:?}") };
    day.made(sale.transaction_id, amount);
    assert_eq!(made.customer_number, Some(vault_v3::number_of(day, "fred").await));

    let number = vault_v3::number_of(day, "ada").await;
    let amount = usd("150.00");
    let by_customer = SaleByCustomer::new(amount, number).unwrap().with_invoice_id(invoice("V3-CUSTOMER"));
    let sale = day.approved(amount, &by_customer).await;
    let record = day.send(&ReadRecord::new(sale.transaction_id)).await.unwrap();
    let row = record.row.content.unwrap();
    assert_eq!((row.amount, row.customer_id.as_deref()), (amount, Some("ada")));
    assert_eq!((row.status, row.invoice_id.as_deref()), (Status::PendingSettlement, Some("V3-CUSTOMER")));
    assert_eq!(day.send(&ReadRecord::new(TransactionId::new(1).unwrap())).await, None);

    let amount = usd("109.00");
    let chip = EmvData::new("5A0840120000987654395F2403301231").unwrap();
    day.approved(amount, &SaleEmv::new(amount, chip).unwrap()).await;
    let amount = usd("0.29");
    let token = day.protected(TestCard::VISA);
    let answer = day.send(&SaleProtected::new(amount, token).unwrap()).await;
    let SaleAnswer::Declined(decline) = answer else { panic!("{answer:?}") };
    day.made(decline.transaction_id.unwrap(), amount);
}

pub async fn hold(day: &Day) {
    let key = account::public_key(day).await;
    let amount = usd("130.00");
    let encrypted = key.encrypt_card(&card(TestCard::MASTERCARD)).unwrap();
    let keyed = AuthorizationKeyed::new(amount, encrypted).unwrap().with_invoice_id(invoice("V3-HOLD"));
    let keyed = day.approved(amount, &keyed).await.transaction_id;
    let number = vault_v3::number_of(day, "ada").await;
    let amount = usd("131.00");
    let held = AuthorizationByCustomer::new(amount, number).unwrap();
    let held = day.approved(amount, &held).await.transaction_id;
    let amount = usd("132.00");
    let token = day.protected(TestCard::VISA);
    day.approved(amount, &AuthorizationProtected::new(amount, token).unwrap()).await;

    let unknown = TransactionId::new(1).unwrap();
    let items = [(keyed, Some(usd("125.00"))), (unknown, None), (held, None)];
    let results = day.send(&Captures::of_amounts(items).unwrap()).await;
    let [first, second, third] = results.as_slice() else { panic!("{results:?}") };
    assert_eq!(first.result.as_ref().unwrap(), &CaptureAnswer::Captured(keyed));
    assert_eq!(third.result.as_ref().unwrap(), &CaptureAnswer::Captured(held));
    let error = second.result.as_ref().unwrap_err();
    assert!(second.transaction_id == unknown && error.codes().contains_key("58"), "{error:?}");
    day.made(keyed, usd("125.00"));

    let items = [
        OnFile::sale(usd("140.00"), number).unwrap().with_invoice_id(invoice("V3-FILE")),
        OnFile::authorization(usd("141.00"), number).unwrap(),
    ];
    let answers = day.send(&TransactionsOnFile::new(items).unwrap()).await;
    for (answer, amount) in answers.into_iter().zip(["140.00", "141.00"]) {
        let answer = answer.unwrap();
        let OnFileAnswer::Sale(SaleAnswer::Approved(approval)) = answer else { panic!("{answer:?}") };
        day.made(approval.transaction_id, usd(amount));
    }
}
