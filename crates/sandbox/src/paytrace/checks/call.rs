//! The v1 operations on checks by their paths.

/// What is done, and with whose account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::paytrace) enum CheckCall {
    SaleByAccount,
    SaleByCustomer,
    HoldByAccount,
    HoldByCustomer,
    Fund,
    Void,
    Hold,
    RefundByTransaction,
    RefundByAccount,
    RefundByCustomer,
}

impl CheckCall {
    pub(in crate::paytrace) fn from_path(path: &str) -> Option<CheckCall> {
        Some(match path.strip_prefix("/v1/checks/")? {
            "sale/by_account" => CheckCall::SaleByAccount,
            "sale/by_customer" => CheckCall::SaleByCustomer,
            "hold/by_account" => CheckCall::HoldByAccount,
            "hold/by_customer" => CheckCall::HoldByCustomer,
            "manage/fund" => CheckCall::Fund,
            "manage/void" => CheckCall::Void,
            "manage/hold" => CheckCall::Hold,
            "refund/by_transaction" => CheckCall::RefundByTransaction,
            "refund/by_account" => CheckCall::RefundByAccount,
            "refund/by_customer" => CheckCall::RefundByCustomer,
            _ => return None,
        })
    }
}
