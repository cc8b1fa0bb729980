//! The floor of `sage_files_write` and `sage_files_read`: the `csv` crate over the same columns, untyped. No check, no
//! document, no total, no hash; cells are bytes of Windows-1252 as they stand in the files.

use csv::{ByteRecord, ReaderBuilder, Terminator, WriterBuilder};

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

/// What a reader found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cells {
    /// Records, headings not counted.
    pub records: u64,
    /// The bytes of all cells.
    pub bytes: u64,
}

/// Reads a file record by record into one that is used again, and looks at each cell.
pub fn read(file: &[u8]) -> Result<Cells, Failure> {
    let mut reader = ReaderBuilder::new().from_reader(file);
    let (mut record, mut found) = (ByteRecord::new(), Cells::default());
    while reader.read_byte_record(&mut record)? {
        found.records = found.records.saturating_add(1);
        for cell in &record {
            found.bytes = found.bytes.saturating_add(u64::try_from(cell.len())?);
        }
    }
    Ok(found)
}
