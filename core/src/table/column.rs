//! What the columns of a table are, and where a file has them.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

use super::activity_file::ActivityTable;
use super::catalog_file::CatalogTable;
use super::invitation_file::InvitationTable;
use super::problem::{Problem, ProblemCode, Problems, excerpt};
use super::record::Record;
use super::row::Layout;
use crate::report::{AssessmentAttempts, GradebookTable, Membership, Specialization, Usage};

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnType {
    /// Any text; empty means none.
    Text,
    /// An id or slug: a text that no spreadsheet guard touches.
    Id,
    /// An instant, printed `2019-12-23T06:18:32.782Z`; empty means none.
    Time,
    /// A decimal from 0 to 100; empty means none.
    Percent,
    /// A decimal of hours, not negative; empty means none.
    Hours,
    /// `Yes` or `No`.
    YesNo,
    /// A whole number; empty means 0.
    Count,
    /// One of a few words.
    Choice,
}

impl ColumnType {
    /// The unit in which the cells are measured, if they are.
    pub const fn unit(self) -> Option<&'static str> {
        match self {
            Self::Time => Some("UTC, milliseconds"),
            Self::Percent => Some("percent"),
            Self::Hours => Some("hours"),
            Self::Text | Self::Id | Self::YesNo | Self::Count | Self::Choice => None,
        }
    }
}

/// A column: its header, what it holds and what that means.
///
/// ```
/// use matricula::report::USAGE;
///
/// let column = USAGE.column("overall_progress").unwrap();
/// assert_eq!(column.header, "Overall Progress");
/// assert_eq!(column.kind.unit(), Some("percent"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnSchema {
    /// The name of the field that holds it, the same in every language.
    pub field: &'static str,
    /// The header as it is written.
    pub header: &'static str,
    /// Other headers under which it is read.
    pub aliases: &'static [&'static str],
    /// What the cells hold.
    pub kind: ColumnType,
    /// Whether a file must have the column.
    pub required: bool,
    /// Whether every row must have a value.
    pub filled: bool,
    /// Whether a row of a table that is [`TableSchema::ragged`] may end before it.
    pub trailing: bool,
    /// Whether the cells tell about a person; then they are never in debug output.
    pub personal: bool,
    /// What the value means.
    pub meaning: &'static str,
    /// Where it comes from: `guide` is the administrator guide of 2020, `ours` a decision.
    pub source: &'static str,
}

impl ColumnSchema {
    pub(crate) fn has_header(&self, header: &str) -> bool {
        let header = tidy(header);
        header.eq_ignore_ascii_case(self.header)
            || self.aliases.iter().any(|alias| header.eq_ignore_ascii_case(alias))
    }
}

/// A kind of file: its name and its columns in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableSchema {
    /// What the file is called.
    pub name: &'static str,
    /// Its columns in the order in which they are written.
    pub columns: &'static [ColumnSchema],
    /// Whether a row may end early when all columns after it are [`ColumnSchema::trailing`] or unknown.
    pub ragged: bool,
}

impl TableSchema {
    /// The column of a field.
    pub fn column(&self, field: &str) -> Option<&'static ColumnSchema> {
        self.columns.iter().find(|column| column.field == field)
    }

    /// Whether a header line has every column that such a file must have.
    fn recognises(&self, header: &Record) -> bool {
        self.columns
            .iter()
            .filter(|column| column.required)
            .all(|column| header.iter().any(|text| column.has_header(text)))
    }
}

/// The tables that are recognised when one is given in place of another. Those that ask for more come first, since
/// the headers of one may be among those of another.
const KNOWN: [&TableSchema; 8] = [
    GradebookTable::SCHEMA,
    AssessmentAttempts::SCHEMA,
    Usage::SCHEMA,
    Specialization::SCHEMA,
    Membership::SCHEMA,
    ActivityTable::SCHEMA,
    InvitationTable::SCHEMA,
    CatalogTable::SCHEMA,
];

/// Where a file has the columns of its schema, found by its header line.
///
/// Headers are compared without case, surrounding space and trailing asterisks. Columns that the schema does not have
/// are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap {
    /// For each column of the schema, the field.
    places: Vec<Option<u32>>,
    /// The fields that no column of the schema claims, with their headers.
    others: Vec<(u32, Box<str>)>,
    headers: Vec<Box<str>>,
    /// The place of the last field that must be there even in a ragged row, plus one.
    least: usize,
}

impl ColumnMap {
    /// Finds the columns, or says everything that is wrong with the header line.
    pub(crate) fn find(schema: &TableSchema, header: &Record, problems: &mut Problems) -> Option<Self> {
        let mut map = Self { places: vec![None; schema.columns.len()], ..Self::default() };
        let mut usable = true;
        for found in header.problems() {
            problems.push(Problem {
                line: found.line,
                record: header.number(),
                column: Some(found.field.saturating_add(1)),
                header: None,
                offset: found.offset,
                excerpt: header.get(found.field as usize).map(excerpt).unwrap_or_default(),
                code: found.code,
                message: Box::default(),
            });
        }
        let mut problem = |column: Option<usize>, name: Option<&str>, code| {
            problems.push(Problem {
                line: header.line(),
                record: header.number(),
                column: column.map(|column| position(column).saturating_add(1)),
                header: name.map(Into::into),
                offset: None,
                excerpt: column.and_then(|column| header.get(column)).map(excerpt).unwrap_or_default(),
                code,
                message: Box::default(),
            });
        };
        for (field, text) in header.iter().enumerate() {
            map.headers.push(tidy(text).into());
            match schema.columns.iter().position(|column| column.has_header(text)) {
                None => map.others.push((position(field), tidy(text).into())),
                Some(column) => {
                    let name = schema.columns.get(column).map(|column| column.header);
                    match map.places.get_mut(column) {
                        Some(place @ None) => *place = Some(position(field)),
                        _ => {
                            usable = false;
                            problem(Some(field), name, ProblemCode::RepeatedHeader);
                        }
                    }
                }
            }
        }
        let missing = || {
            let columns = schema.columns.iter().zip(&map.places);
            columns
                .filter(|(column, place)| column.required && place.is_none())
                .map(|(column, _)| column.header)
        };
        if missing().next().is_some() {
            usable = false;
            if let Some(other) =
                KNOWN.into_iter().find(|known| known.name != schema.name && known.recognises(header))
            {
                problem(None, Some(other.name), ProblemCode::OtherFile);
            }
            for name in missing() {
                problem(None, Some(name), ProblemCode::MissingHeader);
            }
        }
        let whole = schema.columns.iter().zip(&map.places).filter(|(column, _)| !column.trailing);
        let least = whole.filter_map(|(_, place)| *place).max().map_or(0, |place| place.saturating_add(1));
        map.least = if schema.ragged { least as usize } else { header.len() };
        usable.then_some(map)
    }

    /// The field of a column of the schema.
    pub fn place(&self, column: usize) -> Option<usize> {
        self.places.get(column).copied().flatten().map(|place| place as usize)
    }

    /// The headers that the schema does not have, in file order.
    pub fn others(&self) -> impl Iterator<Item = &str> {
        self.others.iter().map(|(_, header)| &**header)
    }

    /// The fields that the schema does not have, in file order.
    pub(crate) fn other_fields(&self) -> impl Iterator<Item = usize> + '_ {
        self.others.iter().map(|(field, _)| *field as usize)
    }

    /// A field's header as the file has it, without surrounding space and asterisks.
    pub fn header(&self, field: usize) -> Option<&str> {
        self.headers.get(field).map(|header| &**header)
    }

    /// How many fields the header line has.
    pub(crate) const fn fields(&self) -> usize {
        self.headers.len()
    }

    /// Whether a row's count of fields is wrong.
    pub(crate) const fn judge_length(&self, fields: usize) -> Option<ProblemCode> {
        if fields > self.headers.len() {
            Some(ProblemCode::TooManyFields)
        } else if fields < self.least {
            Some(ProblemCode::TooFewFields)
        } else {
            None
        }
    }
}

/// A header without surrounding space and without the asterisks that mark required columns.
pub(crate) fn tidy(header: &str) -> &str {
    header.trim().trim_end_matches('*').trim_end()
}

fn position(field: usize) -> u32 {
    u32::try_from(field).unwrap_or(u32::MAX)
}
