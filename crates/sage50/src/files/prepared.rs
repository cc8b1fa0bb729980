//! Import files in memory: documents into bytes, with everything that is checked and counted on the way.

use std::collections::{BTreeMap, HashSet};
use std::hash::{Hash, Hasher};

use paysage_money::Money;

use super::by_reference;
use super::codec::{self, Booked, add};
use super::error::{Blocked, FileError, Stop};
use super::layout::FileKind;
use super::manifest::{ManifestDocument, ManifestFile, Totals, hash};
use super::profile::Profile;
use super::row::{Blank, Row};
use super::run::identity;
use super::sequence::in_sequence;
use super::template::Template;
use crate::model::Document;

/// The import files of some documents, in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared<'a> {
    /// The files, in the order in which they must be imported.
    pub files: Vec<ImportFile<'a>>,
    /// The documents that are in no file.
    pub blocked: Vec<Blocked>,
}

/// An import file in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFile<'a> {
    /// Its content: Windows-1252, lines ended by CR and LF.
    pub bytes: Vec<u8>,
    /// What the manifest says of it as a whole.
    content: ManifestFile,
    /// Its documents, and how many of the rows that book are theirs.
    documents: Vec<(&'a Document, usize)>,
    /// What the rows book on which account.
    booked: Vec<(&'a str, Money)>,
}

impl ImportFile<'_> {
    /// What the manifest says of the file; the documents are copied into it.
    pub fn manifest(&self) -> Result<ManifestFile, FileError> {
        let mut rest = self.booked.iter();
        let documents = self.documents.iter().map(|(document, rows)| {
            let mut booked = Booked::new();
            rest.by_ref().take(*rows).try_for_each(|(account, amount)| add(&mut booked, account, *amount))?;
            Ok(ManifestDocument { document: (*document).clone(), booked, given_up: false })
        });
        Ok(ManifestFile { documents: documents.collect::<Result<_, FileError>>()?, ..self.content.clone() })
    }

    /// The kind of file.
    pub fn kind(&self) -> FileKind {
        self.content.kind
    }

    /// How many rows it has, the headings not counted.
    pub fn rows(&self) -> usize {
        self.content.rows
    }

    /// Its documents, in its order.
    pub fn documents(&self) -> impl ExactSizeIterator<Item = &Document> {
        self.documents.iter().map(|(document, _)| *document)
    }
}

impl<'a> Prepared<'a> {
    pub(super) fn of(profile: &'a Profile, documents: &'a [Document]) -> Result<Self, FileError> {
        let (batches, mut blocked) = sort(documents, profile);
        let mut files = Vec::new();
        for (kind, batch) in batches {
            // Every profile has a template of every kind.
            let Some(template) = profile.template(kind) else { continue };
            files.extend(FileWriter::new(kind, template, profile).write(in_sequence(batch), &mut blocked)?);
        }
        Ok(Self { files, blocked })
    }
}

type Batches<'a> = BTreeMap<FileKind, Vec<&'a Document>>;

/// Sorts documents to their files; the order of the kinds is the order of import.
fn sort<'a>(documents: &'a [Document], profile: &Profile) -> (Batches<'a>, Vec<Blocked>) {
    let (mut batches, mut blocked) = (Batches::new(), Vec::new());
    let mut seen = HashSet::with_capacity(documents.len());
    for document in documents {
        let Some(kind) = codec::file_of(document, profile) else {
            let stop =
                Stop::new("items of the inventory are not imported", "create the item in Sage by hand");
            blocked.push(stop.of(document));
            continue;
        };
        if seen.insert(Once::new(document)) {
            batches.entry(kind).or_default().push(document);
        } else {
            let stop = Stop::new(
                "another document of this run has the same reference",
                "leave it out, or give it a reference of its own",
            );
            blocked.push(stop.of(document));
        }
    }
    (batches, blocked)
}

/// A document in a set that has each [`identity`] once.
struct Once<'a> {
    document: &'a Document,
    /// The same for the same identity: the identity itself is made only to compare documents of one hash.
    hash: u64,
}

impl<'a> Once<'a> {
    fn new(document: &'a Document) -> Self {
        let item = document.stock().map_or(0, |stock| by_reference::hash(&stock.item));
        Self { document, hash: by_reference::hash(document.reference()) ^ item.rotate_left(1) }
    }
}

impl Hash for Once<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl PartialEq for Once<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash && identity(self.document) == identity(other.document)
    }
}

impl Eq for Once<'_> {}

struct FileWriter<'a> {
    kind: FileKind,
    template: &'a Template,
    profile: &'a Profile,
    bytes: Vec<u8>,
    totals: Totals,
    booked: Vec<(&'a str, Money)>,
}

impl<'a> FileWriter<'a> {
    fn new(kind: FileKind, template: &'a Template, profile: &'a Profile) -> Self {
        let (bytes, booked) = (Vec::new(), Vec::new());
        Self { kind, template, profile, bytes, totals: Totals::new(profile.currency), booked }
    }

    /// The file and its bytes; `None` when every document is blocked.
    fn write(
        mut self,
        batch: Vec<&'a Document>,
        blocked: &mut Vec<Blocked>,
    ) -> Result<Option<ImportFile<'a>>, FileError> {
        let mut documents = Vec::with_capacity(batch.len());
        if self.template.has_headings() {
            Blank::of(self.template.headings()).write(&mut self.bytes);
        }
        for document in batch {
            let number = documents.len().saturating_add(1);
            match codec::rows(document, self.profile, self.template, number) {
                Ok(rows) => documents.push((document, self.rows(&rows)?)),
                Err(stop) => blocked.push(stop.of(document)),
            }
        }
        if documents.is_empty() {
            return Ok(None);
        }
        let Self { bytes, totals, booked, .. } = self;
        let content = ManifestFile {
            kind: self.kind,
            name: self.kind.file_name().into(),
            headings: self.template.has_headings(),
            columns: self.template.headings().map(Box::from).collect(),
            rows: totals.rows,
            debits: totals.debits,
            credits: totals.credits,
            accounts: totals.accounts,
            sha256: hash(&bytes),
            documents: Vec::new(),
        };
        Ok(Some(ImportFile { bytes, content, documents, booked }))
    }

    /// Writes the rows of a document, and says how many of them book.
    fn rows(&mut self, rows: &[Row<'a>]) -> Result<usize, FileError> {
        let before = self.booked.len();
        for row in rows {
            if let Some((account, amount)) = row.booked {
                self.totals.count(account, amount)?;
                self.booked.push((account, amount));
            }
            self.totals.rows = self.totals.rows.saturating_add(1);
            row.write(&mut self.bytes);
        }
        Ok(self.booked.len().saturating_sub(before))
    }
}
