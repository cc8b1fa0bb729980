//! One sample of every call of v3.

use paytrace::v3::authorization::{
    AuthorizationByCustomer, AuthorizationKeyed, AuthorizationProtected, Captures,
};
use paytrace::v3::batch::{BatchByNumber, BatchTransactions, BatchesByDate};
use paytrace::v3::check::{
    CheckId, CheckPayment, EntryClass, IdempotencyKey, ListChecks, ReadCheck, ReadCheckByKey,
};
use paytrace::v3::customer::{
    CreateCustomerFromCheck, CreateCustomerFromTransaction, CreateCustomerProtected, DeleteCustomer,
    ExportCustomers, ListCustomers, ReadBankAccount, ReadCustomer,
};
use paytrace::v3::deposit::{DepositId, DepositTransactions, SearchDeposits};
use paytrace::v3::encryption::ReadPublicKey;
use paytrace::v3::export::{ByDateRange, ById};
use paytrace::v3::invoice::{CreateInvoice, InvoiceKind};
use paytrace::v3::payment_fields::CreateToken;
use paytrace::v3::recurrence::{CreateRecurrence, DeleteRecurrence};
use paytrace::v3::refund::{RefundKeyed, Refunds};
use paytrace::v3::sale::{SaleByCustomer, SaleKeyed, SaleProtected, SaleProtectedCustomer};
use paytrace::v3::transaction::{Capturable, OnFile, ReadRecord, TransactionsOnFile, Voidable, Voids};
use paytrace::v3::user::{ChangePassword, ReadSelf, UsersOfMerchant};
use paytrace::{
    AccountType, CustomerNumber, EncryptedBankAccount, Frequency, PaymentCount, RecurrenceId, RoutingNumber,
};

use super::{Call, address, customer, day, id, sent, streamed, usd};
use crate::operations::secret;

pub fn all() -> Vec<Box<dyn Call>> {
    [cards(), follow_ups(), customers(), checks(), others()].into_iter().flatten().collect()
}

fn number() -> CustomerNumber {
    CustomerNumber::new(7).unwrap()
}

fn cards() -> Vec<Box<dyn Call>> {
    let amount = usd("19.99");
    let sale = SaleKeyed::new(amount, secret::encrypted_card()).unwrap();
    let hold = AuthorizationKeyed::new(amount, secret::encrypted_card()).unwrap();
    let refund = RefundKeyed::new(amount, secret::encrypted_card()).unwrap();
    let by_customer = SaleByCustomer::new(amount, number()).unwrap();
    vec![
        sent(by_customer.with_security_code(secret::encrypted()).unwrap()),
        #[cfg(feature = "raw-card-data")]
        sent(
            paytrace::v3::sale::SaleEmv::new(amount, paytrace::v3::sale::EmvData::new(secret::EMV).unwrap())
                .unwrap(),
        ),
        sent(sale.with_security_code(secret::encrypted()).unwrap().with_billing_address(address())),
        sent(SaleProtected::new(amount, secret::protect_token()).unwrap()),
        sent(SaleProtectedCustomer::new(amount, secret::protect_token(), customer()).unwrap()),
        sent(AuthorizationByCustomer::new(amount, number()).unwrap()),
        sent(hold.with_security_code(secret::encrypted()).unwrap()),
        sent(AuthorizationProtected::new(amount, secret::protect_token()).unwrap()),
        sent(refund.with_security_code(secret::encrypted()).unwrap()),
    ]
}

fn follow_ups() -> Vec<Box<dyn Call>> {
    vec![
        sent(Captures::new([id()]).unwrap()),
        sent(Refunds::of_amounts([(id(), Some(usd("5.00")))]).unwrap()),
        sent(TransactionsOnFile::new([OnFile::sale(usd("19.99"), number()).unwrap()]).unwrap()),
        sent(Capturable::new()),
        sent(Voidable::new()),
        sent(ReadRecord::new(id())),
        sent(Voids::new([id()]).unwrap()),
    ]
}

fn customers() -> Vec<Box<dyn Call>> {
    vec![
        sent(ReadBankAccount::new(number())),
        sent(CreateCustomerFromCheck::new(customer(), check())),
        sent(CreateCustomerFromTransaction::new(customer(), id())),
        sent(CreateCustomerProtected::new(customer(), secret::protect_token())),
        sent(DeleteCustomer::new(number())),
        sent(ExportCustomers::all().with_customer_id(customer())),
        sent(ListCustomers::new()),
        sent(ReadCustomer::new(number())),
    ]
}

fn check() -> CheckId {
    CheckId::new("7c9e6679-7425-40de-944b-e07fc1f90ae7").unwrap()
}

fn checks() -> Vec<Box<dyn Call>> {
    let key = || IdempotencyKey::new("order-1000").unwrap();
    let routing = RoutingNumber::new("325070760").unwrap();
    let account = EncryptedBankAccount::new(secret::encrypted(), routing, AccountType::Checking);
    let deposit = DepositId::new("20260603-D0001").unwrap();
    vec![
        sent(ReadCheckByKey::new(key())),
        sent(ListChecks::new()),
        sent(CheckPayment::from_account(usd("19.99"), EntryClass::Web, account, key()).unwrap()),
        sent(ReadCheck::new(check())),
        sent(SearchDeposits::new()),
        sent(DepositTransactions::new(deposit)),
    ]
}

fn others() -> Vec<Box<dyn Call>> {
    let amount = usd("19.99");
    let count = PaymentCount::times(3).unwrap();
    let recurrence = CreateRecurrence::new(number(), amount, Frequency::Monthly, day(1), count).unwrap();
    vec![
        sent(BatchesByDate::new(day(1), day(30)).unwrap()),
        sent(BatchByNumber::latest()),
        streamed(BatchTransactions::new(571).unwrap()),
        sent(ReadPublicKey::new()),
        streamed(ByDateRange::new(day(1), day(30)).unwrap()),
        sent(ById::new(id())),
        sent(CreateInvoice::new(InvoiceKind::Sale).with_amount(amount).unwrap()),
        sent(CreateToken::new()),
        sent(recurrence),
        sent(DeleteRecurrence::new(RecurrenceId::new(7).unwrap())),
        sent(UsersOfMerchant::new()),
        sent(ChangePassword::new(secret::PASSWORD, secret::NEW_PASSWORD).unwrap()),
        sent(ReadSelf::new()),
    ]
}
