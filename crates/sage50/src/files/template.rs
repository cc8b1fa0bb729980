//! Templates: which columns a file has, and in what order.

use std::borrow::Cow;

use super::cell;
use super::column::{Column, neutral};
use super::error::FileError;
use super::layout::{FileKind, Layout};
use super::row::Blank;
use crate::model::CustomFieldLabel;

/// How dates are written; Sage reads both on import, and exports two-digit years.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DateFormat {
    /// `6/1/2026`.
    #[default]
    FourDigitYear,
    /// `6/1/26`: only for 1950 to 2049.
    TwoDigitYear,
}

/// The columns of a file in their order, as they are ticked in a template at the Sage screen.
///
/// Sage finds cells by their position and not by their heading: the template in Sage and this one must agree.
///
/// ```
/// use sage50::files::{FileKind, Layout, Template};
///
/// # fn main() -> Result<(), sage50::files::FileError> {
/// let sales = Template::new(Layout::SalesPro)?;
/// assert_eq!(sales.headings().count(), 69);
/// let few = Template::chosen(Layout::Journal, &["Description", "Transaction Number"])?;
/// let headings: Vec<_> = few.headings().collect();
/// assert_eq!(
///     headings,
///     ["Date", "Reference", "Number of Distributions", "G/L Account", "Description", "Amount", "Transaction Number"]
/// );
/// assert!(Template::chosen(Layout::Journal, &["Descriptoin"]).is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    layout: Layout,
    columns: Vec<TemplateColumn>,
    slots: Vec<Option<usize>>,
    blank: Blank,
    headed: bool,
    dates: DateFormat,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct TemplateColumn {
    heading: Box<str>,
    column: Option<Column>,
    custom: bool,
    constant: Cow<'static, str>,
}

impl Template {
    /// All columns of a layout, with headings and four-digit years.
    pub fn new(layout: Layout) -> Result<Self, FileError> {
        Self::of_columns(layout, layout.columns())
    }

    /// The template that import files of a kind are written in unless the profile says otherwise.
    pub fn of_import(kind: FileKind) -> Result<Self, FileError> {
        Self::new(Layout::of_import(kind))
    }

    /// The chosen columns of a layout, and those no document can do without, in the layout's order.
    ///
    /// # Errors
    /// A heading that the layout does not have.
    pub fn chosen(layout: Layout, headings: &[&str]) -> Result<Self, FileError> {
        let kind = layout.kind();
        if let Some(unknown) = headings.iter().find(|heading| !layout.columns().any(|own| own == **heading)) {
            return Err(FileError::UnknownColumn { kind, column: (*unknown).into() });
        }
        let kept = |heading: &&str| headings.contains(heading) || kind.required().contains(heading);
        Self::of_columns(layout, layout.columns().filter(kept))
    }

    /// Columns in an order of one's own, for templates that were made before.
    ///
    /// # Errors
    /// A heading that no layout of this kind has, one that stands twice, or one that is needed and missing.
    pub fn of_columns<'a>(
        layout: Layout,
        headings: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, FileError> {
        let kind = layout.kind();
        let known = |heading: &str| {
            Layout::ALL
                .iter()
                .any(|layout| layout.kind() == kind && layout.columns().any(|own| own == heading))
        };
        let mut columns: Vec<TemplateColumn> = Vec::new();
        for heading in headings {
            if !known(heading) {
                return Err(FileError::UnknownColumn { kind, column: heading.into() });
            }
            if columns.iter().any(|column| &*column.heading == heading) {
                return Err(FileError::RepeatedColumn { kind, column: heading.into() });
            }
            columns.push(TemplateColumn {
                heading: heading.into(),
                column: Column::of_heading(heading),
                custom: false,
                constant: Cow::Borrowed(neutral(heading)),
            });
        }
        let has = |heading: &str| columns.iter().any(|column| &*column.heading == heading);
        if let Some(column) = kind.required().iter().find(|heading| !has(heading)) {
            return Err(FileError::MissingColumn { kind, column });
        }
        let (slots, blank, dates) = (Vec::new(), Blank::default(), DateFormat::default());
        let mut template = Self { layout, columns, slots, blank, headed: true, dates };
        template.index();
        Ok(template)
    }

    fn index(&mut self) {
        let slot = |wanted: &Column| self.columns.iter().position(|own| own.column == Some(*wanted));
        self.slots = Column::ALL.iter().map(slot).collect();
        self.blank = Blank::of(self.columns.iter().map(|column| &*column.constant));
    }

    /// Adds the company's custom fields of customers by their labels, where Sage exports them.
    ///
    /// # Errors
    /// A label that is a heading already or that the file's character set lacks, or a file that is not the customer list.
    pub fn with_custom_fields(
        mut self,
        labels: impl IntoIterator<Item = CustomFieldLabel>,
    ) -> Result<Self, FileError> {
        let kind = self.kind();
        for label in labels {
            let column: Box<str> = label.as_str().into();
            if kind != FileKind::Customers {
                return Err(FileError::UnknownColumn { kind, column });
            }
            if self.columns.iter().any(|own| own.heading == column) {
                return Err(FileError::RepeatedColumn { kind, column });
            }
            check(kind, &column, &column)?;
            let since = |own: &TemplateColumn| own.column == Some(Column::CustomerSince);
            let place = self.columns.iter().position(since).unwrap_or(self.columns.len());
            let constant = Cow::Borrowed("");
            self.columns
                .insert(place, TemplateColumn { heading: column, column: None, custom: true, constant });
        }
        self.index();
        Ok(self)
    }

    /// Writes the same text into a column wherever a document says nothing there, e.g. a sales representative.
    ///
    /// # Errors
    /// A heading that this template does not have, or a text that no document could have there.
    pub fn with_constant(mut self, heading: &str, text: impl Into<String>) -> Result<Self, FileError> {
        let kind = self.kind();
        let own = self.columns.iter_mut().find(|own| &*own.heading == heading);
        let own = own.ok_or_else(|| FileError::UnknownColumn { kind, column: heading.into() })?;
        let text = text.into();
        check(kind, heading, &text)?;
        own.constant = Cow::Owned(text);
        self.index();
        Ok(self)
    }

    /// Leaves the line of headings away; the template in Sage must not say "First Row Contains Headings" then.
    #[must_use]
    pub fn without_headings(mut self) -> Self {
        self.headed = false;
        self
    }

    /// Sets how dates are written.
    #[must_use]
    pub fn with_dates(mut self, dates: DateFormat) -> Self {
        self.dates = dates;
        self
    }

    /// The kind of file.
    pub fn kind(&self) -> FileKind {
        self.layout.kind()
    }

    /// The layout, which says for which edition of Sage it is.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// Whether the first line holds the headings.
    pub fn has_headings(&self) -> bool {
        self.headed
    }

    /// The headings, in order.
    pub fn headings(&self) -> impl ExactSizeIterator<Item = &str> {
        self.columns.iter().map(|column| &*column.heading)
    }

    /// How dates are written.
    pub fn dates(&self) -> DateFormat {
        self.dates
    }

    /// Where a column stands.
    pub(super) fn slot(&self, column: Column) -> Option<usize> {
        self.slots.get(column.index()).copied().flatten()
    }

    /// Where a custom field stands.
    pub(super) fn custom_slot(&self, label: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.custom && &*column.heading == label)
    }

    /// The labels of the custom fields and where they stand.
    pub(super) fn custom_fields(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter(|column| column.custom).map(|column| &*column.heading)
    }

    /// A row of which nothing is said yet.
    pub(super) fn blank(&self) -> &Blank {
        &self.blank
    }
}

fn check(kind: FileKind, heading: &str, text: &str) -> Result<(), FileError> {
    match cell::text(heading, text) {
        Ok(_) if !text.chars().any(char::is_control) => Ok(()),
        Ok(_) => {
            let reason = "it holds a control character".into();
            Err(FileError::BadText { kind, column: heading.into(), reason })
        }
        Err(stop) => Err(FileError::BadText { kind, column: heading.into(), reason: stop.reason }),
    }
}
