//! One sample of every call of v1.

use paytrace::v1::authorization::{
    AuthorizationByCustomer, AuthorizationByTransaction, AuthorizationKeyed, AuthorizationProtected,
    AuthorizationProtectedCustomer, AuthorizationSwiped, Capture,
};
use paytrace::v1::batch::{BatchByNumber, BatchTransactions, BatchesByDate};
use paytrace::v1::check::{
    CheckFund, CheckHold, CheckHoldByAccount, CheckHoldByCustomer, CheckRefundByAccount,
    CheckRefundByCustomer, CheckRefundByTransaction, CheckSaleByAccount, CheckSaleByCustomer, CheckVoid,
};
use paytrace::v1::customer::{
    CreateCustomer, CreateCustomerFromTransaction, CreateCustomerProtected, DeleteCustomer, ExportCustomers,
    ExportInactiveCustomers, UpdateCustomer, UpdateCustomerProtected,
};
use paytrace::v1::export::{ByDateRange, ById};
use paytrace::v1::level_three::{
    ItemDescription, LevelThreeMastercard, LevelThreeVisa, MastercardLine, Quantity, UnitCost, VisaLine,
};
use paytrace::v1::payment_fields::CreateToken;
use paytrace::v1::ping::Ping;
use paytrace::v1::recurrence::{
    CreateRecurrence, DeleteRecurrence, ExportApprovedRecurrence, ExportScheduledRecurrences,
    UpdateRecurrence,
};
use paytrace::v1::refund::{RefundForTransaction, RefundKeyed, RefundSwiped, RefundToCustomer};
use paytrace::v1::sale::{
    SaleByCustomer, SaleByTransaction, SaleKeyed, SaleProtected, SaleProtectedCustomer, SaleSwiped,
};
use paytrace::v1::transaction::{AdjustAmount, AttachSignature, EmailReceipt, ImageType, Settle, Void};
use paytrace::{CheckTransactionId, Email, Frequency, RecurrenceId};

use super::{Call, address, customer, day, id, sent, streamed, usd};
use crate::operations::secret;

pub fn all() -> Vec<Box<dyn Call>> {
    [sales(), authorizations(), refunds(), transactions(), customers(), checks(), recurrences(), others()]
        .into_iter()
        .flatten()
        .collect()
}

fn sales() -> Vec<Box<dyn Call>> {
    let amount = usd("19.99");
    let keyed = SaleKeyed::new(amount, secret::card()).unwrap();
    vec![
        sent(SaleByCustomer::new(amount, customer()).unwrap().with_security_code(secret::security_code())),
        sent(SaleByTransaction::new(amount, id()).unwrap()),
        sent(keyed.with_security_code(secret::security_code()).with_billing_address(address())),
        sent(SaleProtected::new(amount, secret::protect_token()).unwrap()),
        sent(SaleProtectedCustomer::new(amount, customer(), secret::protect_token()).unwrap()),
        sent(SaleSwiped::new(amount, secret::swipe()).unwrap()),
    ]
}

fn authorizations() -> Vec<Box<dyn Call>> {
    let amount = usd("19.99");
    let keyed = AuthorizationKeyed::new(amount, secret::card()).unwrap();
    vec![
        sent(AuthorizationByCustomer::new(amount, customer()).unwrap()),
        sent(AuthorizationByTransaction::new(amount, id()).unwrap()),
        sent(keyed.with_security_code(secret::security_code())),
        sent(AuthorizationProtected::new(amount, secret::protect_token()).unwrap()),
        sent(AuthorizationProtectedCustomer::new(amount, customer(), secret::protect_token()).unwrap()),
        sent(AuthorizationSwiped::new(amount, secret::swipe()).unwrap()),
        sent(Capture::new(id())),
    ]
}

fn refunds() -> Vec<Box<dyn Call>> {
    let amount = usd("19.99");
    let keyed = RefundKeyed::new(amount, secret::card()).unwrap();
    vec![
        sent(RefundForTransaction::new(id())),
        sent(keyed.with_security_code(secret::security_code())),
        sent(RefundSwiped::new(amount, secret::swipe()).unwrap()),
        sent(RefundToCustomer::new(amount, customer()).unwrap()),
    ]
}

fn transactions() -> Vec<Box<dyn Call>> {
    vec![
        sent(AdjustAmount::new(id(), usd("21.99")).unwrap()),
        sent(AttachSignature::new(id(), secret::CARD.as_bytes(), ImageType::Png).unwrap()),
        sent(EmailReceipt::new(id(), Email::new("ada@example.com").unwrap())),
        sent(Settle::new()),
        sent(Void::new(id())),
        sent(LevelThreeMastercard::new(id()).with_line(MastercardLine::new(
            tea(),
            quantity(),
            price(),
            usd("19.99"),
        ))),
        sent(LevelThreeVisa::new(id()).with_line(VisaLine::new(tea(), quantity(), price(), usd("19.99")))),
    ]
}

fn tea() -> ItemDescription {
    ItemDescription::new("tea").unwrap()
}

fn quantity() -> Quantity {
    Quantity::parse("1").unwrap()
}

fn price() -> UnitCost {
    UnitCost::parse("19.99").unwrap()
}

fn customers() -> Vec<Box<dyn Call>> {
    let create = CreateCustomer::new(customer(), secret::card(), address()).unwrap();
    let update = UpdateCustomer::new(customer()).with_card(secret::card());
    vec![
        sent(create.with_bank_account(secret::bank_account())),
        sent(CreateCustomerFromTransaction::new(customer(), id())),
        sent(CreateCustomerProtected::new(customer(), secret::protect_token())),
        sent(DeleteCustomer::new(customer())),
        sent(ExportCustomers::new()),
        sent(ExportInactiveCustomers::new(30).unwrap()),
        sent(update.with_bank_account(secret::bank_account())),
        sent(UpdateCustomerProtected::new(customer(), secret::protect_token())),
    ]
}

fn checks() -> Vec<Box<dyn Call>> {
    let (amount, check) = (usd("19.99"), CheckTransactionId::new(900_001).unwrap());
    vec![
        sent(CheckFund::new(check)),
        sent(CheckHold::new(check)),
        sent(CheckHoldByAccount::new(amount, secret::bank_account()).unwrap()),
        sent(CheckHoldByCustomer::new(amount, customer()).unwrap()),
        sent(CheckRefundByAccount::new(amount, secret::bank_account()).unwrap()),
        sent(CheckRefundByCustomer::new(amount, customer()).unwrap()),
        sent(CheckRefundByTransaction::new(check)),
        sent(CheckSaleByAccount::new(amount, secret::bank_account()).unwrap()),
        sent(CheckSaleByCustomer::new(amount, customer()).unwrap()),
        sent(CheckVoid::new(check)),
    ]
}

fn recurrences() -> Vec<Box<dyn Call>> {
    let recurrence = RecurrenceId::new(7).unwrap();
    vec![
        sent(CreateRecurrence::new(customer(), usd("19.99"), Frequency::Monthly, day(1)).unwrap()),
        sent(DeleteRecurrence::new(recurrence)),
        sent(ExportApprovedRecurrence::new(customer())),
        sent(ExportScheduledRecurrences::by_id(recurrence)),
        sent(UpdateRecurrence::new(recurrence).with_amount(usd("21.99")).unwrap()),
    ]
}

fn others() -> Vec<Box<dyn Call>> {
    vec![
        streamed(BatchTransactions::new(571).unwrap()),
        sent(BatchByNumber::latest()),
        sent(BatchesByDate::new(day(1), day(30)).unwrap()),
        streamed(ByDateRange::new(day(1), day(30)).unwrap()),
        sent(ById::new(id())),
        sent(CreateToken::new()),
        sent(Ping::new()),
    ]
}
