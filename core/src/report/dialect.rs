//! Dialects (`REP-2`): the headers of a report and the fields that they hold, as data.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use super::{MemberState, Membership, Specialization, Usage};
use crate::schema::{Definition, choice, record};
use crate::table::{Layout, Record, TableSchema, header_key, tidy};

/// Columns of a dialect at most.
pub const DIALECT_COLUMNS_LIMIT: usize = 1000;

choice! {
    /// The dialects that are known (`REP-2`): which columns a report has, in which order and under which headers.
    pub enum DialectName {
        /// As the administrator guide of 2020 prints it.
        Guide2020 = "guide_2020",
        /// Earlier: no contract and no profile.
        Legacy = "legacy",
        /// About 2025: ends of classes, certificates, kinds of courses.
        About2025 = "about_2025",
        /// Of 2026: collections instead of the enrollment source, contracts' ids, a second column of hours.
        Export2026 = "export_2026",
    }
}

choice! {
    /// The three reports (`REP-1`).
    pub enum ReportKind {
        /// One row for each person, program and course.
        Usage = "usage",
        /// One row for each person and program.
        Membership = "membership",
        /// One row for each person, program and specialization.
        Specialization = "specialization",
    }
}

impl ReportKind {
    /// The columns of the report.
    pub const fn schema(self) -> &'static TableSchema {
        match self {
            Self::Usage => Usage::SCHEMA,
            Self::Membership => Membership::SCHEMA,
            Self::Specialization => Specialization::SCHEMA,
        }
    }
}

record! {
    /// A column of a dialect.
    pub struct DialectColumn {
        /// The header, as it is written. It is compared without case, surrounding space and trailing asterisks.
        pub header: Box<str>,
        /// The field of the report that it holds; absent for one that the report does not have, whose cells are kept.
        pub field: Option<Box<str>>,
    }
}

record! {
    /// A dialect as data (`REP-2`): a report's headers in order, each with the field that it holds.
    ///
    /// ```
    /// use matricula::report::{Dialect, DialectName, ReportKind};
    ///
    /// let mut dialect = Dialect::known(ReportKind::Membership, DialectName::Legacy);
    /// dialect.columns[1].header = "E-Mail".into();
    /// assert!(dialect.table().is_ok());
    /// dialect.columns[1].field = None;
    /// assert_eq!(dialect.table().unwrap_err().to_string(), "no column holds `email`; add one");
    /// ```
    pub struct Dialect {
        /// What it is called.
        pub name: Box<str>,
        /// Of which report it is.
        pub report: ReportKind,
        /// Its columns in order.
        pub columns: Vec<DialectColumn>,
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    MemberState::SCHEMA,
    DialectName::SCHEMA,
    ReportKind::SCHEMA,
    Definition::Record(DialectColumn::SCHEMA),
    Definition::Record(Dialect::SCHEMA),
];

/// Why a dialect cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DialectError {
    /// Too many columns.
    #[error("there are more than {DIALECT_COLUMNS_LIMIT} columns; leave some out")]
    TooManyColumns,
    /// A column without header.
    #[error("column {column} has no header; give it one")]
    EmptyHeader {
        /// The column, from 1.
        column: u32,
    },
    /// Two columns have the same header.
    #[error("two columns have the header `{header}`; rename one of them")]
    RepeatedHeader {
        /// The header.
        header: Box<str>,
    },
    /// A field that the report does not have.
    #[error("the {report} has no field `{field}`; leave the field out to keep the column as it is")]
    UnknownField {
        /// The field.
        field: Box<str>,
        /// What the report is called.
        report: &'static str,
    },
    /// Two columns hold the same field.
    #[error("two columns hold `{field}`; keep one of them")]
    RepeatedField {
        /// The field.
        field: Box<str>,
    },
    /// No column holds a field without which the report is not read.
    #[error("no column holds `{field}`; add one")]
    MissingField {
        /// The field.
        field: &'static str,
    },
    /// It is of another report.
    #[error("this is a dialect of the {report}; give one of the report that is read or written")]
    OtherReport {
        /// What its report is called.
        report: &'static str,
    },
}

impl DialectError {
    /// The stable code, the same in every language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooManyColumns => "too_many_columns",
            Self::EmptyHeader { .. } => "empty_header",
            Self::RepeatedHeader { .. } => "repeated_header",
            Self::UnknownField { .. } => "unknown_field",
            Self::RepeatedField { .. } => "repeated_field",
            Self::MissingField { .. } => "missing_field",
            Self::OtherReport { .. } => "other_report",
        }
    }
}

impl Dialect {
    /// A known dialect as data, to start one's own from.
    pub fn known(report: ReportKind, name: DialectName) -> Self {
        let schema = report.schema();
        let columns = schema.dialect(name).map_or(&[][..], |dialect| dialect.columns);
        let column = |(header, field): &(&str, &str)| DialectColumn {
            header: (*header).into(),
            field: Some((*field).into()),
        };
        Self {
            name: name.as_str().into(),
            report,
            columns: columns.iter().map(column).collect(),
        }
    }

    /// The dialect, checked, as readers and writers take it.
    ///
    /// # Errors
    ///
    /// [`DialectError`] if a header stands there twice or is empty, a field is unknown or stands there twice, or one is
    /// missing that the report must have.
    pub fn table(&self) -> Result<DialectTable, DialectError> {
        if self.columns.len() > DIALECT_COLUMNS_LIMIT {
            return Err(DialectError::TooManyColumns);
        }
        let schema = self.report.schema();
        let table = DialectTable::new(schema, &self.columns)?;
        let mut seen = BTreeMap::new();
        for (place, column) in (1..).zip(&table.columns) {
            let header = tidy(&column.header);
            if header.is_empty() {
                return Err(DialectError::EmptyHeader { column: place });
            }
            if let Some(first) = seen.insert(header_key(header), header) {
                return Err(DialectError::RepeatedHeader { header: first.into() });
            }
        }
        let holds = |place: usize| table.columns.iter().any(|column| column.place == Some(place));
        let required = schema.columns.iter().enumerate().filter(|(_, column)| column.required);
        for (place, column) in required {
            if !holds(place) {
                return Err(DialectError::MissingField { field: column.field });
            }
        }
        Ok(table)
    }
}

/// A dialect that has been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DialectTable {
    schema: &'static TableSchema,
    pub(super) columns: Vec<TableColumn>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableColumn {
    pub(super) header: Box<str>,
    /// The place in the report's schema.
    pub(super) place: Option<usize>,
}

impl DialectTable {
    /// A known dialect.
    pub fn known(report: ReportKind, name: DialectName) -> Self {
        let schema = report.schema();
        let columns = schema.dialect(name).map_or(&[][..], |dialect| dialect.columns);
        let column = |(header, field): &(&str, &str)| TableColumn {
            header: (*header).into(),
            place: schema.place(field),
        };
        Self { schema, columns: columns.iter().map(column).collect() }
    }

    /// Columns as a file has them: how many there are, and what it repeats or lacks, is its own matter.
    pub(super) fn new(schema: &'static TableSchema, columns: &[DialectColumn]) -> Result<Self, DialectError> {
        let mut held = vec![false; schema.columns.len()];
        let mut table = Self { schema, columns: Vec::with_capacity(columns.len()) };
        for column in columns {
            let place = match &column.field {
                None => None,
                Some(field) => Some(schema.place(field).ok_or_else(|| DialectError::UnknownField {
                    field: field.clone(),
                    report: schema.name,
                })?),
            };
            if let (Some(place), Some(field)) = (place, &column.field)
                && let Some(held) = held.get_mut(place)
                && core::mem::replace(held, true)
            {
                return Err(DialectError::RepeatedField { field: field.clone() });
            }
            table.columns.push(TableColumn { header: column.header.clone(), place });
        }
        Ok(table)
    }

    /// Whether it is a dialect of this report.
    ///
    /// # Errors
    ///
    /// [`DialectError::OtherReport`] if it is not.
    pub fn must_be_of<L: Report>(&self) -> Result<(), DialectError> {
        if self.schema == L::SCHEMA {
            Ok(())
        } else {
            Err(DialectError::OtherReport { report: self.schema.name })
        }
    }

    /// The columns of the report that it is of.
    pub const fn schema(&self) -> &'static TableSchema {
        self.schema
    }

    /// For each header of a file the column of the schema that it is of. The dialect's own headers go first; what else the
    /// schema knows a header for counts where the dialect has not already found that column.
    pub(crate) fn claims(&self, header: &Record) -> Vec<Option<usize>> {
        let mut named = BTreeMap::new();
        for column in &self.columns {
            named.entry(header_key(&column.header)).or_insert(column.place);
        }
        let own: Vec<_> = header.iter().map(|text| named.get(&header_key(text)).copied()).collect();
        let mut is_held = vec![false; self.schema.columns.len()];
        for place in own.iter().copied().flatten().flatten() {
            if let Some(is_held) = is_held.get_mut(place) {
                *is_held = true;
            }
        }
        let claim = |(text, own): (&str, &Option<Option<usize>>)| match own {
            Some(place) => *place,
            None => self.schema.with_header(text).filter(|place| is_held.get(*place) == Some(&false)),
        };
        header.iter().zip(&own).map(claim).collect()
    }
}

/// One of the three reports, for what reads and writes any of them.
pub trait Report: Layout {
    /// Which one.
    const KIND: ReportKind;
}

impl Report for Usage {
    const KIND: ReportKind = ReportKind::Usage;
}

impl Report for Membership {
    const KIND: ReportKind = ReportKind::Membership;
}

impl Report for Specialization {
    const KIND: ReportKind = ReportKind::Specialization;
}
