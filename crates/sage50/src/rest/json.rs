//! Reading JSON without repeating any of it in an error.

use serde::de::DeserializeOwned;

/// A body that is not the JSON it should be. It says where and not what: the parser's own words may quote the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not the JSON of this call (line {line}, column {column})")]
pub(crate) struct NotJson {
    line: usize,
    column: usize,
}

/// Reads a whole body.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, NotJson> {
    serde_json::from_slice(body).map_err(|error| NotJson { line: error.line(), column: error.column() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_says_where_and_quotes_nothing() {
        let error = read::<u8>(b"\"4111111111111111\"").unwrap_err();
        assert_eq!(error.to_string(), "it is not the JSON of this call (line 1, column 18)");
    }
}
