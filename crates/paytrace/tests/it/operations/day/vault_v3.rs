//! v3's vault of customers, which is v1's.

use paysage_sandbox::paytrace::TestCard;
use paytrace::v3::customer::{
    CreateCustomerFromCheck, CreateCustomerFromTransaction, CreateCustomerProtected, DeleteCustomer,
    ExportCustomers, ListCustomers, ReadBankAccount, ReadCustomer,
};
use paytrace::v3::sale::SaleProtected;
use paytrace::{CustomerNumber, Email};

use super::{Day, address, checks_v3, customer, usd};

/// The number of the customer with this label.
pub async fn number_of(day: &Day, label: &str) -> CustomerNumber {
    let found = day.send(&ExportCustomers::all().with_customer_id(customer(label))).await;
    let [Ok(profile)] = found.as_slice() else { panic!("{label}: {found:?}") };
    assert_eq!(profile.customer_id.as_deref(), Some(label));
    profile.number
}

pub async fn fill(day: &Day) {
    let token = day.protected(TestCard::MASTERCARD);
    let grace = CreateCustomerProtected::new(customer("grace"), token);
    let grace = grace.with_billing_address(address("Grace Hopper"));
    let grace = day.send(&grace.with_email(Email::new("grace@example.com").unwrap())).await;
    assert_eq!(grace.number, number_of(day, "grace").await);
    let profile = day.send(&ReadCustomer::new(grace.number)).await.unwrap().unwrap();
    assert_eq!(profile.customer_id.as_deref(), Some("grace"));
    assert_eq!(profile.email.as_deref(), Some("grace@example.com"));
    assert_eq!(profile.billing_address, address("Grace Hopper"));
    assert_eq!(profile.card.unwrap().masked_number.as_ref(), "************0057");

    let amount = usd("111.00");
    let sale = SaleProtected::new(amount, day.protected(TestCard::VISA)).unwrap();
    let sale = day.approved(amount, &sale.with_billing_address(address("Hedy Lamarr"))).await;
    let hedy = CreateCustomerFromTransaction::new(customer("hedy"), sale.transaction_id);
    let hedy = day.send(&hedy).await;
    assert_eq!(hedy.number, number_of(day, "hedy").await);

    // v1's customers are the same ones.
    let first = day.send(&ListCustomers::new().with_limit(2).unwrap()).await;
    let second = day.send(&ListCustomers::new().with_offset(first.next_offset().unwrap())).await;
    let found = first.items.iter().chain(&second.items);
    let labels: Vec<_> = found.map(|item| item.as_ref().unwrap().customer_id.as_deref().unwrap()).collect();
    assert_eq!(labels, ["ada", "carl", "dora", "bob", "emmy", "fred", "grace", "hedy"]);
    assert_eq!(second.next_offset(), None);
}

/// Customers with bank accounts.
pub async fn accounts(day: &Day) {
    let check = checks_v3::latest(day).await;
    let ida = CreateCustomerFromCheck::new(customer("ida"), check);
    let ida = day.send(&ida.with_billing_address(address("Ida Rhodes"))).await;
    let account = day.send(&ReadBankAccount::new(ida.number)).await.unwrap();
    assert_eq!((account.number, account.customer_id.as_deref()), (ida.number, Some("ida")));
    let account = account.bank_account.unwrap();
    assert_eq!(account.masked_number.as_ref(), "*****6789");
    assert_eq!(account.routing_number.as_deref(), Some("325070760"));
    let without = number_of(day, "grace").await;
    assert_eq!(day.send(&ReadBankAccount::new(without)).await, None);
}

pub async fn clear(day: &Day) {
    let number = number_of(day, "grace").await;
    day.send(&DeleteCustomer::new(number)).await;
    assert_eq!(day.send(&ReadCustomer::new(number)).await, None);
}
