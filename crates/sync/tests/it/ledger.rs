//! The memory ledger keeps the contract.

use paysage_sync::{MemoryLedger, contract};

#[tokio::test]
async fn memory_keeps_the_contract() {
    contract::ledger(|| async { MemoryLedger::new() }).await;
}
