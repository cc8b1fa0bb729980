//! `POST /v3/checks/deposit/transactions`.

use super::DepositId;
use crate::v3::Page;
use crate::v3::check::CheckRecord;
use crate::v3::page::{Paging, paging_setters};
use crate::{BadRecord, Effect, Endpoint, Error, MerchantIn, Method, Operation, Outgoing, RawReply};

/// Lists the checks of a deposit, in pages of at most 30.
///
/// PayTrace documents that its ACH records come at most 30 at once; without a limit it gives 10 deposits.
///
/// # Refused with
/// A field that PayTrace does not take, by its path ([`v3`](crate::v3#what-is-refused)).
///
/// # If the answer is lost
/// Nothing has changed: ask again.
///
/// # Source
/// North's B2B API specification 3.1, page `ACHDepositDetails`, read 2026-11.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DepositTransactions {
    deposit_id: DepositId,
    paging: Paging,
}

impl DepositTransactions {
    /// Lists the checks of the deposit, from the first page on.
    pub fn new(deposit_id: DepositId) -> Self {
        Self { deposit_id, paging: Paging::first(30) }
    }
}

paging_setters!(DepositTransactions, 30);

impl Operation for DepositTransactions {
    type Reply = Page<Result<CheckRecord, BadRecord>>;
    const NAME: &'static str = "deposit.transactions";
    const ENDPOINT: Endpoint = Endpoint::v3(Method::Post, "/v3/checks/deposit/transactions");
    const EFFECT: Effect = Effect::Read;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        let outgoing = Outgoing::to(Self::ENDPOINT)
            .with_merchant(MerchantIn::Body)
            .with("deposit_id", self.deposit_id.as_str());
        Ok(self.paging.in_body(outgoing))
    }

    fn reply(&self, raw: &RawReply) -> Result<Page<Result<CheckRecord, BadRecord>>, Error> {
        self.paging.read(raw, CheckRecord::read)
    }
}
