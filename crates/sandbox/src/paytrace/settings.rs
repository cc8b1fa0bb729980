//! What the merchant switched on, and what the API user may do.

use std::collections::BTreeSet;

/// The merchant's settings; a new account has PayTrace's defaults.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// Keyed cards need their security code, and approvals where it does not match are voided.
    pub(super) security_code_required: bool,
    /// Refunds without a sale, which PayTrace switches off by default.
    pub(super) unreferenced_refunds: bool,
    denied: BTreeSet<String>,
}

impl Settings {
    pub(super) fn deny(&mut self, path: &str) {
        self.denied.insert(path.to_owned());
    }

    pub(super) fn allow(&mut self, path: &str) {
        self.denied.remove(path);
    }

    pub(super) fn denies(&self, path: &str) -> bool {
        self.denied.contains(path)
    }
}
