//! Refusals of recurrences. None is on record, so all have numbers of the simulator's own.

use crate::paytrace::refusal::Refusal;

impl Refusal {
    pub(in crate::paytrace) fn recurrence_id() -> Self {
        Self::new(9050, "Please provide a valid Recurrence ID.")
    }

    pub(in crate::paytrace) fn nothing_approved() -> Self {
        Self::new(9051, "The customer has no approved recurring payment.")
    }

    pub(in crate::paytrace) fn frequency() -> Self {
        Self::new(9052, "Please provide a valid Frequency: 1, 2, 3, 4, 5, 6, 7, 8, 9 or A.")
    }

    pub(in crate::paytrace) fn start_date() -> Self {
        Self::new(9053, "Please provide a valid start_date as MM/DD/YYYY that is not in the past.")
    }

    pub(in crate::paytrace) fn total_count() -> Self {
        Self::new(9054, "Please provide a total_count from 1 to 998, or 999 for a schedule without end.")
    }

    pub(in crate::paytrace) fn recurrence_type() -> Self {
        Self::new(9055, "Please provide the transaction_type sale or authorization, and the type C or A.")
    }
}
