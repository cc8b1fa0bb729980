//! The body of a journal entry.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use super::{Amount, Each};
use crate::model::{Description, JournalEntry, JournalLine, Side};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct JournalBody<'a> {
    reference_number: &'a str,
    transaction_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    lines: Each<'a, JournalLine>,
}

pub(super) fn body(entry: &JournalEntry) -> JournalBody<'_> {
    JournalBody {
        reference_number: entry.reference().as_str(),
        transaction_date: entry.date(),
        description: entry.description().map(Description::as_str),
        lines: Each(entry.lines()),
    }
}

#[derive(Serialize)]
struct JournalLineBody<'a> {
    account: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    debit: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
}

impl Serialize for Each<'_, JournalLine> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|line| {
            let on = |side| (line.side() == side).then(|| Amount(line.amount()));
            JournalLineBody {
                account: line.account().as_str(),
                debit: on(Side::Debit),
                credit: on(Side::Credit),
                description: line.description().map(Description::as_str),
            }
        }))
    }
}
