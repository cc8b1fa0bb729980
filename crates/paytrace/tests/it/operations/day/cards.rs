//! v1's sales and authorizations.

use paysage_sandbox::paytrace::TestCard;
use paytrace::v1::authorization::{
    AuthorizationByCustomer, AuthorizationByTransaction, AuthorizationKeyed, AuthorizationProtected,
    AuthorizationProtectedCustomer, AuthorizationSwiped, Capture,
};
use paytrace::v1::sale::{
    SaleByCustomer, SaleByTransaction, SaleKeyed, SaleProtected, SaleProtectedCustomer, SaleSwiped,
};
use paytrace::{CaptureAnswer, SaleAnswer};

use super::{Day, address, card, code, customer, invoice, swipe, usd};

pub async fn sell(day: &Day) {
    let amount = usd("19.99");
    let keyed = SaleKeyed::new(amount, card(TestCard::VISA)).unwrap().with_invoice_id(invoice("V1-KEYED"));
    let keyed = keyed.with_security_code(code(TestCard::VISA)).with_billing_address(address("Ada Lovelace"));
    let keyed = day.approved(amount, &keyed).await;
    assert_eq!(keyed.avs_response.as_deref(), Some("Full Exact Match"));
    assert_eq!(keyed.csc_response.as_deref(), Some("Match"));
    assert_eq!(keyed.masked_card_number.as_deref(), Some("xxxxxxxxxxxx5439"));
    assert!(keyed.approval_code.is_some());

    let amount = usd("50.00");
    let by_customer = SaleByCustomer::new(amount, customer("ada")).unwrap();
    let by_customer = by_customer.with_invoice_id(invoice("V1-CUSTOMER")).with_tax_amount(usd("3.50"));
    day.approved(amount, &by_customer.with_description("a year of tea".parse().unwrap())).await;
    let amount = usd("5.00");
    let again = SaleByTransaction::new(amount, keyed.transaction_id).unwrap();
    day.approved(amount, &again).await;
    let amount = usd("7.00");
    day.approved(amount, &SaleProtected::new(amount, day.protected(TestCard::VISA)).unwrap()).await;
    let amount = usd("8.00");
    let token = day.protected(TestCard::MASTERCARD);
    let new = SaleProtectedCustomer::new(amount, customer("bob"), token).unwrap();
    day.approved(amount, &new.with_billing_address(address("Bob Noyce"))).await;
    let amount = usd("9.00");
    let swiped = day.approved(amount, &SaleSwiped::new(amount, swipe()).unwrap()).await;
    assert_ne!(swiped.transaction_id, keyed.transaction_id);
    turned_down(day).await;
}

/// What the bank or the merchant's own settings do not let through.
async fn turned_down(day: &Day) {
    let amount = usd("1.12");
    let answer = day.send(&SaleKeyed::new(amount, card(TestCard::VISA)).unwrap()).await;
    let SaleAnswer::Declined(decline) = answer else { panic!("{answer:?}") };
    assert_eq!(decline.approval_message.as_deref(), Some("DECLINE - Do not honor"));
    day.made(decline.transaction_id.unwrap(), amount);
    day.simulator.set_security_code_required(true);
    let amount = usd("4.00");
    let wrong = SaleKeyed::new(amount, card(TestCard::VISA)).unwrap();
    let answer = day.send(&wrong.with_security_code(code(TestCard::AMEX))).await;
    let SaleAnswer::AutoVoided(decline) = answer else { panic!("{answer:?}") };
    assert_eq!(decline.csc_response.as_deref(), Some("No Match"));
    day.made(decline.transaction_id.unwrap(), amount);
    day.simulator.set_security_code_required(false);
    let error = day.refused(&SaleByCustomer::new(amount, customer("nobody")).unwrap()).await;
    assert!(error.codes().contains_key("30"), "{error}");
}

pub async fn hold(day: &Day) {
    let amount = usd("30.00");
    let keyed = AuthorizationKeyed::new(amount, card(TestCard::VISA)).unwrap();
    let keyed = day.approved(amount, &keyed.with_invoice_id(invoice("V1-HOLD"))).await.transaction_id;
    let amount = usd("31.00");
    day.approved(amount, &AuthorizationByCustomer::new(amount, customer("ada")).unwrap()).await;
    let amount = usd("32.00");
    day.approved(amount, &AuthorizationByTransaction::new(amount, keyed).unwrap()).await;
    let amount = usd("33.00");
    let token = day.protected(TestCard::AMEX);
    day.approved(amount, &AuthorizationProtected::new(amount, token).unwrap()).await;
    let amount = usd("34.00");
    let token = day.protected(TestCard::VISA);
    let new = AuthorizationProtectedCustomer::new(amount, customer("emmy"), token).unwrap();
    day.approved(amount, &new.with_billing_address(address("Emmy Noether"))).await;
    let amount = usd("35.00");
    day.approved(amount, &AuthorizationSwiped::new(amount, swipe()).unwrap()).await;

    let too_much = Capture::new(keyed).with_amount(usd("30.01")).unwrap();
    assert!(!day.refused(&too_much).await.codes().is_empty());
    let captured = day.send(&Capture::new(keyed).with_amount(usd("25.00")).unwrap()).await;
    assert_eq!(captured, CaptureAnswer::Captured(keyed));
    day.made(keyed, usd("25.00"));
}
