//! Rows on their way into one statement: a JSON array of arrays, written as they come.

use serde::Serialize;

/// A JSON array of rows and their number.
#[derive(Debug, Default)]
pub(super) struct Rows {
    json: Vec<u8>,
    count: u64,
}

impl Rows {
    pub(super) fn of<R: Serialize>(rows: impl IntoIterator<Item = R>) -> Result<Self, sqlx::Error> {
        let mut all = Self::default();
        rows.into_iter().try_for_each(|row| all.push(&row))?;
        Ok(all)
    }

    /// Adds a row: a tuple, which JSON writes as an array.
    pub(super) fn push(&mut self, row: &impl Serialize) -> Result<(), sqlx::Error> {
        self.json.push(if self.count == 0 { b'[' } else { b',' });
        self.count = self.count.saturating_add(1);
        serde_json::to_writer(&mut self.json, row).map_err(unencoded)
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn into_json(mut self) -> String {
        self.json.push(b']');
        // What serde_json writes is UTF-8.
        String::from_utf8(self.json).unwrap_or_default()
    }
}

pub(super) fn unencoded(error: serde_json::Error) -> sqlx::Error {
    sqlx::Error::Encode(error.into())
}
