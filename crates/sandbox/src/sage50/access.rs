//! What keeps a program out: a locked company, records in use, licence seats, a missing approval.

use super::company::Company;
use super::problem::{Code, Refusal};
use super::register::same;

/// Whether the company's administrator has approved the program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Approval {
    /// Nobody has decided yet.
    Pending,
    /// It may come in.
    #[default]
    Granted,
    /// It may not.
    Denied,
}

/// Who is let in, and to what.
#[derive(Debug, Clone, Default)]
pub(super) struct Access {
    /// Whether someone has the company open for himself alone.
    pub(super) locked: bool,
    /// `None`: as many as anybody wants.
    pub(super) free_seats: Option<u32>,
    pub(super) approval: Approval,
    /// Kind and reference of the records that somebody has open at the screen.
    in_use: Vec<(&'static str, Box<str>)>,
}

impl Access {
    pub(super) fn set_in_use(&mut self, kind: &'static str, reference: &str, in_use: bool) {
        self.in_use.retain(|(other, record)| *other != kind || !same(record, reference));
        if in_use {
            self.in_use.push((kind, reference.into()));
        }
    }
}

impl Company {
    /// Lets a program into the company, or says what keeps it out.
    pub(super) fn admit(&self) -> Result<(), Refusal> {
        let refuse = |status, code, message: &str| Err(Refusal::new(status, code, &"", message));
        match self.access.approval {
            Approval::Granted => {}
            Approval::Pending => {
                let message = "The company's administrator has not approved this program yet.";
                return refuse(403, Code::AuthorizationPending, message);
            }
            Approval::Denied => {
                let message = "The company's administrator refused this program.";
                return refuse(403, Code::AuthorizationDenied, message);
            }
        }
        if self.access.locked {
            let message = "Another user has the company open in single-user mode.";
            return refuse(423, Code::CompanyLocked, message);
        }
        if self.access.free_seats == Some(0) {
            return refuse(503, Code::LicenceUnavailable, "No licence seat is free.");
        }
        Ok(())
    }

    /// Checks that nobody has the record open at the screen; credit memos count as invoices here.
    pub(super) fn check_free(&self, kind: &'static str, reference: &str) -> Result<(), Refusal> {
        let taken = |(other, record): &(&'static str, Box<str>)| *other == kind && same(record, reference);
        if self.access.in_use.iter().any(taken) {
            let message = format!("Another user has {reference} open.");
            return Err(Refusal::new(423, Code::RecordInUse, &"", message));
        }
        Ok(())
    }
}
