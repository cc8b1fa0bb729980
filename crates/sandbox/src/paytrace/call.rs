//! The operations by their paths.

use super::charge::{Kind, Source};
use super::checks::CheckCall;
use super::recurrence::RecurrenceCall;

/// One operation of PayTrace's v1 API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    Ping,
    ClientKey,
    Charge(Kind, Source),
    Capture,
    Refund,
    Void,
    AdjustAmount,
    Settle,
    EmailReceipt,
    AttachSignature,
    LevelThreeVisa,
    LevelThreeMastercard,
    ExportById,
    ExportByDateRange,
    Batches,
    BatchByNumber,
    BatchTransactions,
    CustomerCreate,
    CustomerCreateFromTransaction,
    CustomerCreateProtected,
    CustomerUpdate,
    CustomerUpdateProtected,
    CustomerDelete,
    CustomerExport,
    CustomerExportInactive,
    Check(CheckCall),
    Recurrence(RecurrenceCall),
}

impl Call {
    pub(super) fn from_path(path: &str) -> Option<Call> {
        Some(match path {
            "/v1/ping" => Call::Ping,
            "/v1/payment_fields/token/create" => Call::ClientKey,
            "/v1/transactions/authorization/capture" => Call::Capture,
            "/v1/transactions/refund/for_transaction" => Call::Refund,
            "/v1/transactions/void" => Call::Void,
            "/v1/transactions/adjust_amount" => Call::AdjustAmount,
            "/v1/transactions/settle" => Call::Settle,
            "/v1/transactions/email_receipt" => Call::EmailReceipt,
            "/v1/transactions/attach_signature" => Call::AttachSignature,
            "/v1/level_three/visa" => Call::LevelThreeVisa,
            "/v1/level_three/mastercard" => Call::LevelThreeMastercard,
            "/v1/transactions/export/by_id" => Call::ExportById,
            "/v1/transactions/export/by_date_range" => Call::ExportByDateRange,
            "/v1/batches/export" => Call::Batches,
            "/v1/batches/export_one" => Call::BatchByNumber,
            "/v1/batches/transaction_list" => Call::BatchTransactions,
            "/v1/customer/create" => Call::CustomerCreate,
            "/v1/customer/create_from_transaction" => Call::CustomerCreateFromTransaction,
            "/v1/customer/pt_protect_create" => Call::CustomerCreateProtected,
            "/v1/customer/update" => Call::CustomerUpdate,
            "/v1/customer/pt_protect_update" => Call::CustomerUpdateProtected,
            "/v1/customer/delete" => Call::CustomerDelete,
            "/v1/customer/export" => Call::CustomerExport,
            "/v1/customer/export_inactive" => Call::CustomerExportInactive,
            _ => {
                let check = CheckCall::from_path(path).map(Call::Check);
                let other = check.or_else(|| RecurrenceCall::from_path(path).map(Call::Recurrence));
                return other.or_else(|| charge(path));
            }
        })
    }

    /// Whether its answers, errors included, carry `external_transaction_id`.
    pub(super) fn has_external_id(self) -> bool {
        matches!(
            self,
            Call::Charge(..)
                | Call::Capture
                | Call::Refund
                | Call::AdjustAmount
                | Call::ExportById
                | Call::ExportByDateRange
                | Call::BatchTransactions
        )
    }
}

fn charge(path: &str) -> Option<Call> {
    let (kind, source) = path.strip_prefix("/v1/transactions/")?.split_once('/')?;
    let kind = match kind {
        "sale" => Kind::Sale,
        "authorization" => Kind::Authorization,
        "refund" => Kind::Refund,
        _ => return None,
    };
    let source = match (kind, source) {
        (_, "keyed") => Source::Keyed,
        (_, "swiped") => Source::Swiped,
        (Kind::Refund, "to_customer") => Source::ByCustomer,
        (Kind::Refund, _) => return None,
        (_, "by_customer") => Source::ByCustomer,
        (_, "by_transaction") => Source::ByTransaction,
        (_, "pt_protect") => Source::PtProtect,
        (_, "pt_protect_customer") => Source::PtProtectCustomer,
        _ => return None,
    };
    Some(Call::Charge(kind, source))
}
