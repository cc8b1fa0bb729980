//! The person at the screen, played by a simulator of Sage 50.

use std::path::Path;

use paysage_sandbox::sage50::{FileKind as Sage, Sage50Simulator, Template};
use sage50::files::{FileKind, Manifest};

use crate::company::Failure;

/// Imports the files of a run in the manifest's order, each with the template that has its columns.
pub fn import(
    sage: &Sage50Simulator,
    folder: &Path,
    manifest: &Manifest,
    forget: Option<&str>,
) -> Result<(), Failure> {
    for file in &manifest.files {
        if forget == Some(&*file.name) {
            eprintln!("forgot {}", file.name);
            continue;
        }
        let bytes = std::fs::read(folder.join(&*file.name))?;
        let template = Template::of(file.columns.iter().map(|column| &**column), file.headings);
        let report = sage.import(kind(file.kind)?, &bytes, &template);
        if let Some(problem) = &report.file {
            eprintln!("{}: Sage takes nothing of it: {problem}", file.name);
        }
        eprintln!("imported {}: {} booked", file.name, report.applied.len());
        for record in &report.refused {
            let problems: Vec<_> =
                record.problems.iter().map(|one| one.message.trim_end_matches('.').to_owned()).collect();
            eprintln!("imported {}: Sage refuses {}: {}", file.name, record.reference, problems.join("; "));
        }
    }
    Ok(())
}

/// Exports the lists and journals of a run, with all columns.
pub fn export(sage: &Sage50Simulator, folder: &Path, manifest: &Manifest) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)?;
    for file in &manifest.files {
        std::fs::write(folder.join(&*file.name), sage.export(kind(file.kind)?))?;
    }
    Ok(())
}

/// The simulator's word for a kind of file.
fn kind(kind: FileKind) -> Result<Sage, Failure> {
    Ok(match kind {
        FileKind::Customers => Sage::Customers,
        FileKind::Orders => Sage::SalesOrders,
        FileKind::Sales => Sage::Sales,
        FileKind::Receipts => Sage::Receipts,
        FileKind::Payments => Sage::Payments,
        FileKind::Journal => Sage::GeneralJournal,
        FileKind::Adjustments => Sage::Adjustments,
        other => return Err(format!("the simulator imports no {other}").into()),
    })
}
