//! The v1 operations on recurrences by their paths.

/// One operation on recurrences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::paytrace) enum RecurrenceCall {
    Create,
    Update,
    Delete,
    ExportApproved,
    ExportScheduled,
}

impl RecurrenceCall {
    pub(in crate::paytrace) fn from_path(path: &str) -> Option<RecurrenceCall> {
        Some(match path.strip_prefix("/v1/recurrence/")? {
            "create" => RecurrenceCall::Create,
            "update" => RecurrenceCall::Update,
            "delete" => RecurrenceCall::Delete,
            "export_approved" => RecurrenceCall::ExportApproved,
            "export_scheduled" => RecurrenceCall::ExportScheduled,
            _ => return None,
        })
    }
}
