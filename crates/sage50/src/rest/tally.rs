//! Counting the pages of a list: complete, or an error.

use super::envelope::Slice;
use super::outgoing::ITEMS_PER_PAGE;

/// The most pages of one look-up; a look-up that needs more asks a gateway that ignores its filters.
const MOST_PAGES: u32 = 50;

/// The entries of a list, page by page.
#[derive(Debug)]
pub(super) struct Tally<T> {
    items: Vec<T>,
    total: Option<u64>,
    page: u32,
}

/// Why a list is not complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Incomplete {
    #[error("it does not say whether the list is complete")]
    Unsaid,
    #[error("the list has fewer entries than it says")]
    TooFew,
    #[error("the list has more entries than it says")]
    TooMany,
    #[error("the list changed while it was read")]
    Changed,
    #[error("the list has too many pages for a look-up")]
    TooManyPages,
}

impl<T> Tally<T> {
    /// Nothing read yet.
    pub(super) fn new() -> Self {
        Self { items: Vec::new(), total: None, page: 1 }
    }

    /// The page to ask for now.
    pub(super) fn page(&self) -> u32 {
        self.page
    }

    /// Takes the page that was asked for; says whether the list is complete.
    pub(super) fn take(&mut self, slice: Slice<T>) -> Result<bool, Incomplete> {
        if slice.page.is_some_and(|page| page != u64::from(self.page)) {
            // Behind the end the server repeats the last page: what is missing by now does not come.
            return Err(Incomplete::TooFew);
        }
        let first = self.page == 1;
        if !first && slice.total != self.total {
            return Err(Incomplete::Changed);
        }
        self.total = slice.total;
        let got = slice.items.len();
        self.items.extend(slice.items);
        let Some(total) = self.total else {
            return if first && !slice.more && !fills_a_page(got) {
                Ok(true)
            } else {
                Err(Incomplete::Unsaid)
            };
        };
        let have = u64::try_from(self.items.len()).unwrap_or(u64::MAX);
        if have > total {
            return Err(Incomplete::TooMany);
        }
        if have == total {
            return if slice.more { Err(Incomplete::TooMany) } else { Ok(true) };
        }
        if got == 0 {
            return Err(Incomplete::TooFew);
        }
        if self.page >= MOST_PAGES {
            return Err(Incomplete::TooManyPages);
        }
        self.page = self.page.saturating_add(1);
        Ok(false)
    }

    /// The entries, once the list is complete.
    pub(super) fn into_items(self) -> Vec<T> {
        self.items
    }
}

/// A full page without a count may be all or only the beginning.
pub(super) fn fills_a_page(items: usize) -> bool {
    u32::try_from(items).is_ok_and(|items| items == ITEMS_PER_PAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice(items: &[u8], total: Option<u64>, page: Option<u64>, more: bool) -> Slice<u8> {
        Slice { items: items.to_vec(), total, page, per_page: None, more }
    }

    #[test]
    fn pages_are_read_until_the_count_is_reached() {
        let mut tally = Tally::new();
        assert_eq!(tally.take(slice(&[1, 2], Some(3), Some(1), true)), Ok(false));
        assert_eq!(tally.page(), 2);
        assert_eq!(tally.take(slice(&[3], Some(3), Some(2), false)), Ok(true));
        assert_eq!(tally.into_items(), [1, 2, 3]);
        assert_eq!(Tally::<u8>::new().take(slice(&[], Some(0), Some(1), false)), Ok(true));
    }

    #[test]
    fn a_first_page_that_does_not_add_up_is_refused() {
        let cases = [
            (slice(&[1], Some(0), None, false), Incomplete::TooMany),
            (slice(&[1], Some(1), None, true), Incomplete::TooMany),
            (slice(&[], Some(1), None, false), Incomplete::TooFew),
            (slice(&[], Some(0), Some(2), false), Incomplete::TooFew),
            (slice(&[1], None, None, true), Incomplete::Unsaid),
            (slice(&[0; 200], None, None, false), Incomplete::Unsaid),
        ];
        for (slice, expected) in cases {
            assert_eq!(Tally::new().take(slice), Err(expected));
        }
        assert_eq!(Tally::new().take(slice(&[1], None, None, false)), Ok(true));
    }

    #[test]
    fn a_second_page_that_does_not_fit_the_first_is_refused() {
        let cases = [
            (slice(&[1, 2], Some(3), Some(1), false), Incomplete::TooFew),
            (slice(&[3], Some(4), Some(2), false), Incomplete::Changed),
            (slice(&[3], None, Some(2), false), Incomplete::Changed),
            (slice(&[3, 4], Some(3), Some(2), false), Incomplete::TooMany),
            (slice(&[], Some(3), Some(2), false), Incomplete::TooFew),
        ];
        for (second, expected) in cases {
            let mut tally = Tally::new();
            assert_eq!(tally.take(slice(&[1, 2], Some(3), Some(1), true)), Ok(false));
            assert_eq!(tally.take(second), Err(expected));
        }
    }

    #[test]
    fn a_list_without_end_ends() {
        let mut tally = Tally::new();
        let verdict = loop {
            let page = u64::from(tally.page());
            match tally.take(slice(&[1], Some(u64::MAX), Some(page), true)) {
                Ok(false) => {}
                other => break other,
            }
        };
        assert_eq!(verdict, Err(Incomplete::TooManyPages));
    }
}
