//! v1's vault of customers.

use paysage_sandbox::paytrace::TestCard;
use paytrace::v1::customer::{
    CreateCustomer, CreateCustomerFromTransaction, CreateCustomerProtected, CustomerRecord, DeleteCustomer,
    ExportCustomers, ExportInactiveCustomers, UpdateCustomer, UpdateCustomerProtected,
};
use paytrace::v1::sale::SaleKeyed;
use paytrace::{BadRecord, BankAccount, BankAccountNumber, Email, RoutingNumber};

use super::{Day, address, card, customer, usd};

pub fn bank_account() -> BankAccount {
    BankAccount::new(BankAccountNumber::new("123456789").unwrap(), RoutingNumber::new("325070760").unwrap())
}

fn ids(records: &[Result<CustomerRecord, BadRecord>]) -> Vec<&str> {
    records.iter().map(|record| record.as_ref().unwrap().customer_id.as_str()).collect()
}

/// `ada` has a card and a bank account, `carl` came from a sale, `dora` from the card form.
pub async fn fill(day: &Day) {
    let ada = CreateCustomer::new(customer("ada"), card(TestCard::VISA), address("Ada Lovelace")).unwrap();
    let ada = ada.with_bank_account(bank_account()).with_email(Email::new("ada@example.com").unwrap());
    let created = day.send(&ada.with_phone("480-555-0100").with_custom_field("tier", "gold")).await;
    assert_eq!(created.customer_id, customer("ada"));
    assert_eq!(created.masked_card_number.as_deref(), Some("xxxxxxxxxxxx5439"));
    let error = day
        .refused(&CreateCustomer::new(customer("ada"), card(TestCard::AMEX), address("Ada")).unwrap())
        .await;
    assert!(error.codes().contains_key("171"), "{error}");

    let amount = usd("6.00");
    let sale = SaleKeyed::new(amount, card(TestCard::DISCOVER)).unwrap();
    let sale = day.approved(amount, &sale.with_billing_address(address("Carl Gauss"))).await;
    day.send(&CreateCustomerFromTransaction::new(customer("carl"), sale.transaction_id)).await;
    let dora = CreateCustomerProtected::new(customer("dora-old"), day.protected(TestCard::AMEX));
    day.send(&dora.with_billing_address(address("Dora Maar"))).await;
    let renamed = UpdateCustomer::new(customer("dora-old")).with_new_id(customer("dora"));
    let renamed = day.send(&renamed.with_card(card(TestCard::DISCOVER)).with_fax("480-555-0199")).await;
    assert_eq!(renamed.customer_id, customer("dora"));
    day.send(&UpdateCustomerProtected::new(customer("dora"), day.protected(TestCard::MASTERCARD))).await;

    let all = day.send(&ExportCustomers::new()).await;
    assert_eq!(ids(&all), ["ada", "carl", "dora"]);
    let found = day.send(&ExportCustomers::new().with_customer_id(customer("ada"))).await;
    let [Ok(ada)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(ada.card.as_ref().unwrap().masked_number.as_ref(), "************5439");
    assert_eq!(ada.bank_account.as_ref().unwrap().masked_number.as_ref(), "*****6789");
    assert_eq!((ada.email.as_deref(), ada.phone.as_deref()), (Some("ada@example.com"), Some("480-555-0100")));
    assert_eq!(ada.custom_fields["tier"].as_ref(), "gold");
    assert_eq!(ada.billing_address, address("Ada Lovelace"));
    let dora = all[2].as_ref().unwrap();
    assert_eq!(dora.card.as_ref().unwrap().masked_number.as_ref(), "************0057");
    assert_eq!(dora.fax.as_deref(), Some("480-555-0199"));
}

/// Those who have bought nothing for a while go.
pub async fn clear(day: &Day) {
    day.pass_days(10);
    let idle = day.send(&ExportInactiveCustomers::new(9).unwrap()).await;
    let idle = ids(&idle);
    assert!(idle.contains(&"dora") && idle.contains(&"ada"), "{idle:?}");
    day.send(&DeleteCustomer::new(customer("dora"))).await;
    let error = day.refused(&DeleteCustomer::new(customer("dora"))).await;
    assert!(!error.codes().is_empty(), "{error}");
    let left = day.send(&ExportCustomers::new()).await;
    assert!(!ids(&left).contains(&"dora"));
}
