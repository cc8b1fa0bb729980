//! A manifest against the bytes it describes, counted by a reader of its own.

use std::collections::BTreeMap;
use std::path::Path;

use encoding_rs::WINDOWS_1252;
use sage50::files::{FileKind, Manifest};
use sha2::{Digest, Sha256};

use super::cents;

/// Every figure of a manifest is that of the file on the disk.
pub(super) fn check(folder: &Path, manifest: &Manifest) {
    manifest.verify(folder).unwrap();
    for file in &manifest.files {
        let bytes = std::fs::read(folder.join(&*file.name)).unwrap();
        let digest = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
        assert_eq!(*file.sha256, *digest.concat());
        assert!(bytes.ends_with(b"\r\n") && !lone_line_feed(&bytes), "lines end with CR and LF");
        let rows = cells(&bytes);
        let columns: Vec<&str> = file.columns.iter().map(|column| &**column).collect();
        let values = if file.headings {
            assert_eq!(rows[0], columns);
            &rows[1..]
        } else {
            &rows[..]
        };
        assert_eq!(values.len(), file.rows);
        assert!(values.iter().all(|row| row.len() == columns.len()));
        let account = if file.kind == FileKind::Adjustments { "G/L Source Account" } else { "G/L Account" };
        let place = |name: &str| columns.iter().position(|column| *column == name);
        let (mut debits, mut credits, mut accounts) = (0, 0, BTreeMap::new());
        if let (Some(account), Some(amount)) = (place(account), place("Amount")) {
            for row in values {
                let minor: i64 = row[amount].replace('.', "").parse().unwrap();
                *(if minor < 0 { &mut credits } else { &mut debits }) += minor.abs();
                *accounts.entry(row[account].clone().into_boxed_str()).or_insert(0) += minor;
            }
        }
        assert_eq!((file.debits, file.credits), (cents(debits), cents(credits)), "{}", file.name);
        let accounts: BTreeMap<_, _> = accounts.into_iter().map(|(id, minor)| (id, cents(minor))).collect();
        assert_eq!(file.accounts, accounts, "{}", file.name);
    }
}

fn lone_line_feed(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| pair[1] == b'\n' && pair[0] != b'\r')
}

/// The cells of a file, headings included.
pub(super) fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = WINDOWS_1252.decode_without_bom_handling(bytes).0;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// A file of cells, as the writer would write them.
pub(super) fn file(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    WINDOWS_1252.encode(&text).0.into_owned()
}
