//! The floor of `sage_files_write` and `sage_files_read`: the `csv` crate over the same columns, untyped. No check, no
//! document, no total, no hash.
//!
//! The writer has its cells ready, as bytes of Windows-1252. The reader leaves what ours leaves, the whole file's cells
//! in memory as text, but all of them and none looked at; the memory is made during the measure, as ours is.

use csv::{ByteRecord, ReaderBuilder, StringRecord, Terminator, WriterBuilder};
use encoding_rs::WINDOWS_1252;

use crate::result::Failure;

/// The records of a file, its headings among them, each with its cells ready to be written.
pub fn records(file: &[u8]) -> Result<Vec<ByteRecord>, Failure> {
    let reader = ReaderBuilder::new().has_headers(false).from_reader(file);
    Ok(reader.into_byte_records().collect::<Result<_, _>>()?)
}

/// The same as rows of cells.
pub fn rows(records: &[ByteRecord]) -> Vec<Vec<&[u8]>> {
    records.iter().map(|record| record.iter().collect()).collect()
}

/// Writes rows of prepared cells.
pub fn write(rows: &[Vec<&[u8]>]) -> Result<Vec<u8>, Failure> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.into_inner().map_err(csv::IntoInnerError::into_error)?)
}

/// Reads a file as a careful program without types would: decodes it once, and keeps every cell as text.
pub fn read(file: &[u8]) -> Result<Vec<StringRecord>, Failure> {
    let (text, _, _) = WINDOWS_1252.decode(file);
    let reader = ReaderBuilder::new().from_reader(text.as_bytes());
    Ok(reader.into_records().collect::<Result<_, _>>()?)
}
