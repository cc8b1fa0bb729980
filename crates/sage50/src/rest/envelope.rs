//! Lists: `{"$total", "$page", "$itemsPerPage", "$next", "$items"}`, `{"items"}` or a bare array.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::json::{self, NotJson};
use super::scalar;

/// One page of a list, as far as the server told.
#[derive(Debug)]
pub(super) struct Slice<T> {
    pub(super) items: Vec<T>,
    /// How many entries there are on all pages.
    pub(super) total: Option<u64>,
    /// Which page this is; behind the end it is the last one again.
    pub(super) page: Option<u64>,
    /// How many entries a full page has.
    pub(super) per_page: Option<u64>,
    /// The server names a next page.
    pub(super) more: bool,
}

/// Why a body is no list.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotAList {
    #[error(transparent)]
    Json(#[from] NotJson),
    #[error("it has no list of entries")]
    NoItems,
    #[error("it has a list and says that the call failed")]
    Failed,
    #[error("its count, page or page size is no whole number")]
    Count,
}

#[derive(Deserialize)]
struct Envelope<T> {
    #[serde(rename = "$items", alias = "items")]
    items: Option<Vec<T>>,
    #[serde(rename = "$total", alias = "total")]
    total: Option<Value>,
    #[serde(rename = "$page", alias = "page")]
    page: Option<Value>,
    #[serde(rename = "$itemsPerPage", alias = "itemsPerPage")]
    per_page: Option<Value>,
    #[serde(rename = "$next", alias = "next")]
    next: Option<Value>,
    success: Option<Value>,
    error: Option<Value>,
    #[serde(rename = "$problems")]
    problems: Option<Vec<Value>>,
}

/// Reads one page. An empty list beside a word of failure is a failure: "nothing found" is what lets a document
/// be posted, so it must be said plainly.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<Slice<T>, NotAList> {
    if body.trim_ascii_start().first() == Some(&b'[') {
        let items = json::read(body)?;
        return Ok(Slice { items, total: None, page: None, per_page: None, more: false });
    }
    let envelope: Envelope<T> = json::read(body)?;
    let failed = envelope.success.is_some_and(|success| success != Value::Bool(true))
        || envelope.error.is_some()
        || envelope.problems.is_some_and(|problems| !problems.is_empty());
    if failed {
        return Err(NotAList::Failed);
    }
    Ok(Slice {
        items: envelope.items.ok_or(NotAList::NoItems)?,
        total: count(envelope.total)?,
        page: count(envelope.page)?,
        per_page: count(envelope.per_page)?,
        more: envelope.next.is_some_and(|next| next != Value::Bool(false) && next != ""),
    })
}

fn count(value: Option<Value>) -> Result<Option<u64>, NotAList> {
    let Some(value) = value else { return Ok(None) };
    scalar::count(Some(&value)).map(Some).ok_or(NotAList::Count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_numbers(json: &str) -> Result<Slice<u8>, NotAList> {
        read(json.as_bytes())
    }

    #[test]
    fn every_shape_of_a_list_is_read() {
        let full = read_numbers(r#"{"$total":"3","$page":1,"$itemsPerPage":2,"$next":"/x","$items":[1,2]}"#)
            .unwrap();
        assert_eq!(
            (full.items, full.total, full.page, full.per_page),
            (vec![1, 2], Some(3), Some(1), Some(2))
        );
        assert!(full.more);
        for json in
            [r#"{"items":[1]}"#, " [1]", r#"{"$items":[1],"$next":null}"#, r#"{"$items":[1],"$next":""}"#]
        {
            let slice = read_numbers(json).unwrap();
            assert_eq!((slice.items, slice.total, slice.more), (vec![1], None, false), "{json}");
        }
    }

    #[test]
    fn an_answer_that_is_no_plain_list_never_reads_as_an_empty_one() {
        for json in [
            "",
            "{}",
            "null",
            "[",
            "\"[]\"",
            r#"{"$items":null,"$total":0}"#,
            r#"{"success":false,"message":"busy","$items":[]}"#,
            r#"{"success":"false","$items":[]}"#,
            r#"{"error":"Access: Pending","$items":[]}"#,
            r#"{"$problems":[{"dataPath":"x","message":"y"}],"$items":[]}"#,
            r#"{"$items":[],"items":[1]}"#,
            r#"{"$items":[],"$total":-1}"#,
            r#"{"$items":[],"$total":"none"}"#,
            r#"{"$items":[],"$page":1.5}"#,
            r#"{"$items":[]} trailing"#,
            "<html>[]</html>",
        ] {
            assert!(read_numbers(json).is_err(), "{json}");
        }
    }
}
