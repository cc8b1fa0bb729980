//! A part of a list: v3's lists come in pages by `limit` and `offset`.

use super::answer::{Answer, elements};
use super::fields::Fields;
use crate::refusal::unreadable;
use crate::{Error, Outgoing, RawReply};

/// A part of a list that has too many items for one answer.
///
/// A list can change between two pages: read it again from the start when what counts is that nothing is missed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items, in the gateway's order.
    pub items: Vec<T>,
    /// How many items the whole list has, when the gateway says so.
    pub total: Option<u64>,
    /// How many items stand before this page.
    pub offset: u64,
    /// How many items were asked for at most.
    pub limit: u32,
}

impl<T> Page<T> {
    /// Where the next page begins; `None` on the last page.
    ///
    /// Without a total from the gateway the list ends with a page without items only: PayTrace can give fewer than
    /// were asked for. A total that is smaller than the page itself counts as none.
    pub fn next_offset(&self) -> Option<u64> {
        let count = u64::try_from(self.items.len()).ok()?;
        let next = self.offset.checked_add(count).filter(|_| count > 0)?;
        let has_more = self.total.filter(|total| *total >= count).is_none_or(|total| next < total);
        has_more.then_some(next)
    }
}

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paging {
    limit: u32,
    offset: u64,
}

const KEYS: [&str; 4] = ["items", "total", "limit", "offset"];

impl Paging {
    pub(super) const fn first(limit: u32) -> Self {
        Self { limit, offset: 0 }
    }

    pub(super) fn with_limit(self, limit: u32, most: u32) -> Result<Self, Error> {
        if !(1..=most).contains(&limit) {
            return Err(Error::invalid(format!("the limit of a page must be from 1 to {most}")));
        }
        Ok(Self { limit, ..self })
    }

    pub(super) const fn with_offset(self, offset: u64) -> Self {
        Self { offset, ..self }
    }

    pub(super) fn in_query(self, outgoing: Outgoing) -> Outgoing {
        outgoing.with_query("limit", self.limit.to_string()).with_query("offset", self.offset.to_string())
    }

    pub(super) fn in_body(self, outgoing: Outgoing) -> Outgoing {
        outgoing.with("limit", self.limit).with("offset", self.offset)
    }

    /// Reads a page: `{"items":[…],"total":…}`, or the list alone.
    pub(super) fn read<T>(self, raw: &RawReply, read: impl Fn(&str) -> T) -> Result<Page<T>, Error> {
        let data = Answer::read(raw)?.data;
        let (items, total) = if data.starts_with('{') {
            let fields = Fields::read(data, &KEYS).map_err(|_| unreadable())?;
            let total = fields.value("total").map_err(|_| unreadable())?;
            (fields.nested("items").ok_or_else(unreadable)?, total)
        } else {
            (data, None)
        };
        let items = elements(items).ok_or_else(unreadable)?.into_iter().map(read).collect();
        Ok(Page { items, total, offset: self.offset, limit: self.limit })
    }
}

/// Gives a call with a field `paging` its setters.
macro_rules! paging_setters {
    ($call:ident, $most:literal) => {
        impl $call {
            #[doc = concat!("Asks for at most this many items, 1 to ", stringify!($most), ".")]
            ///
            /// # Errors
            /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the number is out of range.
            pub fn with_limit(mut self, limit: u32) -> Result<Self, $crate::Error> {
                self.paging = self.paging.with_limit(limit, $most)?;
                Ok(self)
            }

            /// Passes over this many items, usually a page's [`next_offset`](crate::v3::Page::next_offset).
            #[must_use]
            pub fn with_offset(mut self, offset: u64) -> Self {
                self.paging = self.paging.with_offset(offset);
                self
            }
        }
    };
}

pub(super) use paging_setters;

#[cfg(test)]
mod tests {
    use super::*;

    fn page(data: &str, paging: Paging) -> Result<Page<String>, Error> {
        let raw = RawReply::new(200, format!(r#"{{"status":"success","status_code":200,"data":{data}}}"#));
        paging.read(&raw, str::to_owned)
    }

    #[test]
    fn pages_follow_each_other_until_the_total() {
        let paging = Paging::first(2);
        let first = page(r#"{"items":[1,2],"total":3,"limit":2,"offset":0}"#, paging).expect("a page");
        assert_eq!((first.items.len(), first.next_offset()), (2, Some(2)));
        let last = page(r#"{"items":[3],"total":"3"}"#, paging.with_offset(2)).expect("a page");
        assert_eq!((last.items.len(), last.next_offset()), (1, None));
    }

    #[test]
    fn without_a_total_only_a_page_without_items_is_the_last() {
        let paging = Paging::first(2);
        assert_eq!(page("[1,2]", paging).expect("a page").next_offset(), Some(2));
        assert_eq!(page("[1]", paging).expect("a page").next_offset(), Some(1));
        assert_eq!(page(r#"{"items":[1],"limit":1}"#, paging).expect("a page").next_offset(), Some(1));
        assert_eq!(page(r#"{"items":[1,2],"total":1}"#, paging).expect("a page").next_offset(), Some(2));
        assert_eq!(page("null", paging).expect("a page").next_offset(), None);
        assert_eq!(page(r#"{"items":[],"total":9}"#, paging).expect("a page").next_offset(), None);
    }

    #[test]
    fn what_is_no_page_is_refused() {
        for data in ["{}", "7", r#"{"items":7}"#, r#"{"items":[],"total":"many"}"#] {
            assert!(page(data, Paging::first(2)).is_err(), "{data}");
        }
        assert!(Paging::first(2).with_limit(0, 30).is_err() && Paging::first(2).with_limit(31, 30).is_err());
    }
}
