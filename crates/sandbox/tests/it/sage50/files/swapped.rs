//! A column in the wrong place: what is written has to be refused, or come back as something else.

use paysage_sandbox::sage50::{self as sim, Sage50Simulator};
use sage50::files::{Export, FileKind, ImportRun, Layout, Manifest, Profile, Template};
use sage50::model::Document;

use super::carried::carried;
use super::ledger::Costs;
use super::{Setup, company, control, examples, sage};

/// A run and the bytes of its files, in the manifest's order.
struct Run {
    manifest: Manifest,
    files: Vec<Vec<u8>>,
}

impl Run {
    fn write(profile: &Profile) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let written = ImportRun::write(folder.path(), profile, &examples::run()).unwrap();
        assert_eq!(written.blocked, []);
        let manifest = written.manifest.unwrap();
        let bytes = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
        let files = manifest.files.iter().map(|file| bytes(&file.name)).collect();
        Self { manifest, files }
    }

    fn of(&self, kind: FileKind) -> &[u8] {
        &self.files[self.manifest.files.iter().position(|file| file.kind == kind).unwrap()]
    }
}

/// Whether a company that has its templates from `right` sees that a file of this kind is not as it should be: it
/// refuses some of it, or what it exports is not what was written.
fn shows(right: &Profile, run: &Run, kind: FileKind, bytes: &[u8]) -> bool {
    let company = company();
    for (file, straight) in run.manifest.files.iter().zip(&run.files) {
        let bytes = if file.kind == kind { bytes } else { straight };
        let columns: Vec<&str> = right.template(file.kind).unwrap().headings().collect();
        if !company.import(sage(file.kind), bytes, &sim::Template::of(columns, true)).is_clean() {
            return true;
        }
        if file.kind == kind {
            break;
        }
    }
    !has_all(&company, right, run, kind)
}

/// Whether the export of a journal gives back every document of the run.
fn has_all(company: &Sage50Simulator, right: &Profile, run: &Run, kind: FileKind) -> bool {
    let export = Export::read(kind, &company.export(sage(kind)), right).unwrap();
    let mut costs = Costs::new();
    run.manifest.documents().filter(|(own, _)| *own == kind).all(|(_, planned)| {
        let document: Document = carried(&planned.document, &mut costs);
        export.entries().iter().any(|entry| entry.document.as_ref() == Ok(&document))
    })
}

/// Templates with all columns of each journal.
fn right() -> Profile {
    let all = [Layout::ReceiptsExport, Layout::SalesFull].map(|layout| Template::new(layout).unwrap());
    all.into_iter().fold(Setup::default().profile(), Profile::with_template)
}

/// Columns of which no document says anything: they count again what others say, or how documents stand in the file.
const SAID_ELSEWHERE: [&str; 9] = [
    "Transaction Period",
    "Transaction Number",
    "Stocking Quantity",
    "Stocking Unit Price",
    "U/M No. of Stocking Units",
    "Accounts Receivable Amount",
    "Cash Amount",
    "Amount Adjusted",
    "SO/Proposal Distribution",
];

/// What stands in a cell of which no document says anything.
const NOTHING: [&str; 5] = ["", "FALSE", "0", "0.00", "{00000000-0000-0000-0000-000000000000}"];

#[test]
fn two_columns_that_changed_places_are_refused_or_come_back_as_something_else() {
    let right = right();
    let run = Run::write(&right);
    let (mut shown, mut silent) = (0, Vec::new());
    for file in &run.manifest.files {
        let rows = control::cells(run.of(file.kind));
        assert!(!shows(&right, &run, file.kind, &control::file(&rows)), "{}", file.name);
        for place in 1..file.columns.len() {
            let pair = [&*file.columns[place - 1], &*file.columns[place]];
            let mut swapped = rows.clone();
            swapped[1..].iter_mut().for_each(|row| row.swap(place - 1, place));
            let says = |at: usize| {
                let column = &*file.columns[at];
                // The lines of a receipt have no tax type in our documents.
                let elsewhere = SAID_ELSEWHERE.contains(&column)
                    || file.kind == FileKind::Receipts && column == "Tax Type";
                !elsewhere && rows[1..].iter().any(|row| !NOTHING.contains(&&*row[at]))
            };
            if swapped == rows || !says(place - 1) && !says(place) {
                continue;
            }
            if shows(&right, &run, file.kind, &control::file(&swapped)) {
                shown += 1;
            } else {
                silent.push(format!("{}: {} and {}", file.name, pair[0], pair[1]));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
    assert!(shown > 100, "{shown}");
}

#[test]
fn a_template_with_two_columns_in_the_wrong_order_is_found_in_what_it_writes() {
    let right = right();
    let run = Run::write(&right);
    let cases = [
        (Layout::Orders, "Customer PO", "Ship Via"),
        (Layout::SalesFull, "Date", "Ship By"),
        (Layout::SalesFull, "Unit Price", "Amount"),
        (Layout::SalesFull, "Item ID", "Description"),
        (Layout::ReceiptsExport, "Cash Account", "Discount Account"),
        (Layout::ReceiptsExport, "Invoice Paid", "Reference"),
        (Layout::Payments, "Check Number", "Description"),
        (Layout::Journal, "Reference", "Description"),
        (Layout::Adjustments, "Quantity", "Amount"),
    ];
    for (layout, one, other) in cases {
        let headings = layout.columns().map(|heading| match heading {
            heading if heading == one => other,
            heading if heading == other => one,
            heading => heading,
        });
        let wrong = Template::of_columns(layout, headings).unwrap();
        let written = Run::write(&right.clone().with_template(wrong));
        assert!(shows(&right, &run, layout.kind(), written.of(layout.kind())), "{one} and {other}");
    }
}
