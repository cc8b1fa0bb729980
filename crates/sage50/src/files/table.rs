//! Tables: a file's text taken apart into cells, as tolerantly as is safe.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

use super::cell::{self, Unread};
use super::column::Column;
use super::error::{FileError, RowProblem};
use super::layout::FileKind;
use super::template::Template;

/// A file's rows; cells that need no unquoting lie in the file's text.
pub(super) struct Table<'t> {
    slots: Vec<Option<usize>>,
    custom: Vec<(Box<str>, usize)>,
    pub(super) rows: Vec<Line<'t>>,
}

/// One row and the line it begins on.
pub(super) struct Line<'t> {
    pub(super) number: usize,
    cells: Vec<Cow<'t, str>>,
}

/// The text of a file: Windows-1252 as Sage writes it, or UTF-8 when it says so by its first bytes.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, FileError> {
    match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(utf8) => std::str::from_utf8(utf8).map(Cow::Borrowed).map_err(|_| FileError::NotText),
        None => Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0),
    }
}

impl<'t> Table<'t> {
    /// Takes a text apart. Headings are looked for; without them the cells stand as in the template.
    pub(super) fn read(kind: FileKind, text: &'t str, template: &Template) -> Result<Self, FileError> {
        if text.trim().is_empty() {
            return Err(FileError::Empty { kind });
        }
        if !text.ends_with(['\n', '\r']) {
            return Err(FileError::Cut { line: text.lines().count() });
        }
        let (first, _, _) = strict(text).unwrap_or_else(|| tolerant(text));
        if let Some(table) = headed(kind, &first, template)? {
            return table.fill(text, first.len(), true);
        }
        let custom =
            template.custom_fields().filter_map(|label| Some((label.into(), template.custom_slot(label)?)));
        let slots = Column::ALL.iter().map(|column| template.slot(*column)).collect();
        let table = Self { slots, custom: custom.collect(), rows: Vec::new() };
        table.fill(text, template.headings().len(), false)
    }

    fn fill(mut self, text: &'t str, width: usize, mut skip: bool) -> Result<Self, FileError> {
        let (mut rest, mut number) = (text, 1_usize);
        while !rest.is_empty() {
            let (cells, lines, tail) = match strict(rest) {
                Some(row) if row.0.len() == width => row,
                _ => tolerant(rest),
            };
            let is_blank = cells.len() == 1 && cells.first().is_some_and(|cell| cell.trim().is_empty());
            if !is_blank && !skip {
                if cells.len() != width {
                    return Err(FileError::Width { line: number, found: cells.len(), expected: width });
                }
                self.rows.push(Line { number, cells });
            }
            skip = false;
            number = number.saturating_add(lines);
            rest = tail;
        }
        Ok(self)
    }

    pub(super) fn view<'a>(&'a self, line: &'a Line<'t>) -> View<'a> {
        View { slots: &self.slots, custom: &self.custom, number: line.number, cells: &line.cells }
    }
}

/// The table under a line of headings; `None` when the line is none.
fn headed<'t>(
    kind: FileKind,
    first: &[Cow<'_, str>],
    template: &Template,
) -> Result<Option<Table<'t>>, FileError> {
    let place = |heading: &str| first.iter().position(|cell| cell.trim() == heading);
    let required = kind.required();
    // A line of values holds no heading but by accident.
    let found = required.iter().filter(|heading| place(heading).is_some()).count();
    if found < 2 {
        return Ok(None);
    }
    if let Some(column) = required.iter().find(|heading| place(heading).is_none()) {
        return Err(FileError::MissingColumn { kind, column });
    }
    let is_custom = |heading: &str| template.custom_slot(heading).is_some();
    let slot = |column: &Column| {
        first
            .iter()
            .position(|cell| Column::of_heading(cell.trim()) == Some(*column) && !is_custom(cell.trim()))
    };
    let custom = template.custom_fields().filter_map(|label| Some((label.into(), place(label)?)));
    Ok(Some(Table {
        slots: Column::ALL.iter().map(slot).collect(),
        custom: custom.collect(),
        rows: Vec::new(),
    }))
}

type Cells<'t> = (Vec<Cow<'t, str>>, usize, &'t str);

/// One row with its quotes in order, the lines it takes, and the rest; `None` when they are not.
fn strict(text: &str) -> Option<Cells<'_>> {
    let (mut cells, mut rest, mut lines) = (Vec::new(), text, 1_usize);
    loop {
        let (cell, tail) = match rest.strip_prefix('"') {
            None => plain(rest),
            Some(body) => {
                let (cell, tail) = quoted(body)?;
                lines = lines.saturating_add(cell.bytes().filter(|byte| *byte == b'\n').count());
                (cell, tail)
            }
        };
        cells.push(cell);
        match tail.strip_prefix(',') {
            Some(next) => rest = next,
            None => return Some((cells, lines, after_break(tail))),
        }
    }
}

fn plain(text: &str) -> (Cow<'_, str>, &str) {
    let end = text.bytes().position(|byte| matches!(byte, b',' | b'\r' | b'\n')).unwrap_or(text.len());
    let (cell, tail) = text.split_at(end);
    (Cow::Borrowed(cell), tail)
}

/// A quoted cell behind its first quote: doubled quotes within, and a separator or the end behind the last.
fn quoted(body: &str) -> Option<(Cow<'_, str>, &str)> {
    let (mut doubled, mut rest) = (String::new(), body);
    loop {
        let (part, tail) = rest.split_once('"')?;
        if let Some(next) = tail.strip_prefix('"') {
            doubled.push_str(part);
            doubled.push('"');
            rest = next;
        } else if !(tail.is_empty() || tail.starts_with([',', '\r', '\n'])) {
            return None;
        } else if doubled.is_empty() {
            return Some((Cow::Borrowed(part), tail));
        } else {
            doubled.push_str(part);
            return Some((Cow::Owned(doubled), tail));
        }
    }
}

fn after_break(text: &str) -> &str {
    text.strip_prefix("\r\n").or_else(|| text.strip_prefix(['\r', '\n'])).unwrap_or(text)
}

/// One line whose quotes are out of order, as Sage writes inch marks: a quote ends its cell only in front of a
/// separator, and a doubled one there is a mark and the end.
fn tolerant(text: &str) -> Cells<'_> {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let (line, tail) = text.split_at(end);
    let (mut cells, mut rest) = (Vec::new(), line);
    loop {
        let (cell, behind) = match rest.strip_prefix('"') {
            None => plain(rest),
            Some(body) => {
                let close = body.match_indices('"').map(|(at, _)| body.split_at(at));
                let mut close = close.map(|(cell, tail)| (cell, tail.strip_prefix('"').unwrap_or(tail)));
                let close = close.find(|(_, tail)| tail.is_empty() || tail.starts_with(','));
                match close {
                    Some((cell, tail)) => (Cow::Borrowed(cell), tail),
                    None => plain(rest),
                }
            }
        };
        cells.push(cell);
        match behind.strip_prefix(',') {
            Some(next) => rest = next,
            None => return (cells, 1, after_break(tail)),
        }
    }
}

/// A row, asked for by columns.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    slots: &'a [Option<usize>],
    custom: &'a [(Box<str>, usize)],
    pub(super) number: usize,
    cells: &'a [Cow<'a, str>],
}

impl<'a> View<'a> {
    /// A cell as it stands there; empty when the file does not have the column.
    pub(super) fn get(&self, column: Column) -> &'a str {
        let slot = self.slots.get(column.index()).copied().flatten();
        slot.and_then(|slot| self.cells.get(slot)).map_or("", |cell| cell)
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.slots.get(column.index()).copied().flatten().is_some()
    }

    pub(super) fn custom(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let cells = self.cells;
        self.custom.iter().filter_map(move |(label, slot)| Some((&**label, &**cells.get(*slot)?)))
    }

    /// A cell through one of the readers of cells.
    pub(super) fn read<T>(
        &self,
        column: Column,
        reader: impl FnOnce(&'a str) -> Result<T, Unread>,
    ) -> Result<T, RowProblem> {
        let heading = column.heading();
        reader(self.get(column)).map_err(|why| RowProblem::new(self.number, format_args!("{heading} {why}")))
    }

    /// An id, unharmed by spreadsheets.
    pub(super) fn id(&self, column: Column) -> Result<&'a str, RowProblem> {
        self.read(column, cell::read_id)
    }

    pub(super) fn flag(&self, column: Column) -> Result<bool, RowProblem> {
        self.read(column, cell::read_flag)
    }

    /// A checked text; `None` when the cell is blank.
    pub(super) fn text<T: std::str::FromStr<Err = paysage_money::TextError>>(
        &self,
        column: Column,
    ) -> Result<Option<T>, RowProblem> {
        let text = self.id(column)?;
        if text.trim().is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|error| RowProblem::new(self.number, error))
    }

    /// A checked text that must be there.
    pub(super) fn need<T: std::str::FromStr<Err = paysage_money::TextError>>(
        &self,
        column: Column,
    ) -> Result<T, RowProblem> {
        let missing = || RowProblem::new(self.number, format_args!("{} is blank", column.heading()));
        self.text(column)?.ok_or_else(missing)
    }

    pub(super) fn problem(&self, what: impl std::fmt::Display) -> RowProblem {
        RowProblem::new(self.number, what)
    }
}
