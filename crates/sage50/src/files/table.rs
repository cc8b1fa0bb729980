//! Tables: a file's text taken apart into cells, as tolerantly as is safe.

mod split;

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

use self::split::{Cells, first_row, strict, tolerant};
use super::cell::{self, Unread, trimmed};
use super::column::Column;
use super::error::{FileError, RowProblem};
use super::layout::FileKind;
use super::template::Template;

/// A file, read row by row. Of a row those cells are kept whose column this crate knows; what needs no unquoting lies
/// in the file's text.
pub(super) struct Table<'t> {
    /// Where the columns of [`Column::ALL`] stand among the kept cells of a row.
    slots: Vec<Option<usize>>,
    /// The same of custom fields.
    custom: Vec<(Box<str>, usize)>,
    /// Which columns of the file are kept.
    kept: Vec<bool>,
    /// What is not read yet, and the line it begins on.
    rest: &'t str,
    number: usize,
    /// The bytes of the text.
    length: usize,
}

/// Rows that were read together, and perhaps the one behind them.
#[derive(Default)]
pub(super) struct Page<'t> {
    cells: Vec<Cow<'t, str>>,
    /// The line that each row begins on, and where its cells begin.
    rows: Vec<(usize, usize)>,
    /// How many rows belong together.
    group: usize,
}

impl Page<'_> {
    /// Forgets the rows that belonged together.
    fn turn(&mut self) {
        let next = self.rows.get(self.group).copied();
        self.cells.drain(..next.map_or(self.cells.len(), |(_, first)| first));
        self.rows.clear();
        self.rows.extend(next.map(|(number, _)| (number, 0)));
        self.group = 0;
    }
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
        let (first, lines, tail) = first_row(text);
        if let Some(table) = headed(kind, &first, template)? {
            return Ok(Self { rest: tail, number: lines.saturating_add(1), length: text.len(), ..table });
        }
        let custom =
            template.custom_fields().filter_map(|label| Some((label.into(), template.custom_slot(label)?)));
        let slots = Column::ALL.iter().map(|column| template.slot(*column)).collect();
        Ok(Self {
            rest: text,
            length: text.len(),
            ..Self::of(slots, custom.collect(), template.headings().len())
        })
    }

    /// A table of so many columns, without text; `slots` and `custom` say where they stand there.
    fn of(mut slots: Vec<Option<usize>>, mut custom: Vec<(Box<str>, usize)>, width: usize) -> Self {
        let mut places = vec![None; width];
        for slot in slots.iter().flatten().chain(custom.iter().map(|(_, slot)| slot)) {
            if let Some(place) = places.get_mut(*slot) {
                *place = Some(0);
            }
        }
        for (number, place) in places.iter_mut().flatten().enumerate() {
            *place = number;
        }
        let place = |slot: usize| places.get(slot).copied().flatten();
        for slot in &mut slots {
            *slot = slot.and_then(place);
        }
        for (_, slot) in &mut custom {
            *slot = place(*slot).unwrap_or(usize::MAX);
        }
        let kept = places.iter().map(Option::is_some).collect();
        Self { slots, custom, kept, rest: "", number: 1, length: 0 }
    }

    /// How many bytes are read, and how many are left.
    pub(super) fn left(&self) -> (usize, usize) {
        (self.length.saturating_sub(self.rest.len()), self.rest.len())
    }

    /// Reads the next row that is not blank; `false` when there is none.
    fn next(&mut self, page: &mut Page<'t>) -> Result<bool, FileError> {
        let width = self.kept.len();
        while !self.rest.is_empty() {
            let first = page.cells.len();
            let mut row = Cells::new(&mut page.cells, &self.kept, false);
            let (lines, tail) = match strict(self.rest, &mut row) {
                Some(read) if row.found == width => read,
                _ => {
                    row.forget();
                    tolerant(self.rest, &mut row)
                }
            };
            let (line, found) = (self.number, row.found);
            self.number = line.saturating_add(lines);
            self.rest = tail;
            if row.is_blank() {
                row.forget();
            } else if found == width {
                page.rows.push((line, first));
                return Ok(true);
            } else {
                return Err(FileError::Width { line, found, expected: width });
            }
        }
        Ok(false)
    }

    /// Reads the next row and those behind it that are the same as it, at most as many as it says; none at the end.
    pub(super) fn group(
        &mut self,
        page: &mut Page<'t>,
        most: impl Fn(&View<'_>) -> usize,
        is_same: impl Fn(&View<'_>, &View<'_>) -> bool,
    ) -> Result<(), FileError> {
        page.turn();
        if page.rows.is_empty() && !self.next(page)? {
            return Ok(());
        }
        let most = self.views(page).next().map_or(0, |first| most(&first));
        page.group = 1;
        while page.group < most && (page.group < page.rows.len() || self.next(page)?) {
            let ends = (self.views(page).next(), self.views(page).next_back());
            let (Some(first), Some(last)) = ends else { break };
            if !is_same(&first, &last) {
                break;
            }
            page.group = page.group.saturating_add(1);
        }
        Ok(())
    }

    fn views<'a>(&'a self, page: &'a Page<'t>) -> impl DoubleEndedIterator<Item = View<'a>> {
        page.rows.iter().map(|(number, first)| View {
            table: self,
            number: *number,
            cells: page.cells.get(*first..).unwrap_or_default(),
        })
    }

    /// The rows that belong together.
    pub(super) fn rows<'a>(&'a self, page: &'a Page<'t>) -> Vec<View<'a>> {
        self.views(page).take(page.group).collect()
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.slot(column).is_some()
    }

    fn slot(&self, column: Column) -> Option<usize> {
        self.slots.get(column.index()).copied().flatten()
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
    Ok(Some(Table::of(Column::ALL.iter().map(slot).collect(), custom.collect(), first.len())))
}

/// A row, asked for by columns.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    table: &'a Table<'a>,
    pub(super) number: usize,
    cells: &'a [Cow<'a, str>],
}

impl<'a> View<'a> {
    /// A cell as it stands there; empty when the file does not have the column.
    pub(super) fn get(&self, column: Column) -> &'a str {
        self.table.slot(column).and_then(|slot| self.cells.get(slot)).map_or("", |cell| cell)
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.table.has(column)
    }

    pub(super) fn custom(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let cells = self.cells;
        self.table.custom.iter().filter_map(move |(label, slot)| Some((&**label, &**cells.get(*slot)?)))
    }

    /// A cell through one of the readers of cells.
    pub(super) fn read<T>(
        &self,
        column: Column,
        reader: impl FnOnce(&'a str) -> Result<T, Unread>,
    ) -> Result<T, RowProblem> {
        let problem = |why| RowProblem::new(self.number, format_args!("{} {why}", column.heading()));
        reader(self.get(column)).map_err(problem)
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
        if trimmed(text).is_empty() {
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
