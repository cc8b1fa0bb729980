//! The operations by their paths.

/// One operation of PayTrace's v1 API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    Ping,
    CustomerCreate,
    CustomerCreateFromTransaction,
    SaleKeyed,
    SaleByCustomer,
    AuthorizationKeyed,
    AuthorizationByCustomer,
    Capture,
    Refund,
    Void,
    Settle,
    ExportById,
    ExportByDateRange,
    Batches,
    OneBatch,
    BatchTransactions,
}

impl Call {
    pub(super) fn from_path(path: &str) -> Option<Call> {
        Some(match path {
            "/v1/ping" => Call::Ping,
            "/v1/customer/create" => Call::CustomerCreate,
            "/v1/customer/create_from_transaction" => Call::CustomerCreateFromTransaction,
            "/v1/transactions/sale/keyed" => Call::SaleKeyed,
            "/v1/transactions/sale/by_customer" => Call::SaleByCustomer,
            "/v1/transactions/authorization/keyed" => Call::AuthorizationKeyed,
            "/v1/transactions/authorization/by_customer" => Call::AuthorizationByCustomer,
            "/v1/transactions/authorization/capture" => Call::Capture,
            "/v1/transactions/refund/for_transaction" => Call::Refund,
            "/v1/transactions/void" => Call::Void,
            "/v1/transactions/settle" => Call::Settle,
            "/v1/transactions/export/by_id" => Call::ExportById,
            "/v1/transactions/export/by_date_range" => Call::ExportByDateRange,
            "/v1/batches/export" => Call::Batches,
            "/v1/batches/export_one" => Call::OneBatch,
            "/v1/batches/transaction_list" => Call::BatchTransactions,
            _ => return None,
        })
    }

    /// Whether its answers, errors included, carry `external_transaction_id`.
    pub(super) fn has_external_id(self) -> bool {
        !matches!(
            self,
            Call::Ping
                | Call::CustomerCreate
                | Call::CustomerCreateFromTransaction
                | Call::Void
                | Call::Settle
                | Call::Batches
                | Call::OneBatch
        )
    }
}
