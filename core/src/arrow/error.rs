//! Why record batches cannot be written as a table.

use alloc::boxed::Box;
use alloc::string::String;

use thiserror::Error;

use crate::report::AttemptError;

/// Why record batches cannot be written as a table. Values are never in it, since they may be personal.
///
/// ```
/// use matricula::arrow::{BatchWriter, table_schema};
/// use matricula::report::{MEMBERSHIP, Usage};
///
/// let schema = table_schema(MEMBERSHIP, []);
/// let error = BatchWriter::<Usage, _>::new(&schema, Default::default(), Default::default(), Vec::new()).unwrap_err();
/// assert_eq!(error.code(), "missing_column");
/// assert_eq!(error.to_string(), "the usage report needs a column `course_id`; add it");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BatchError {
    /// A column that the table must have is not there.
    #[error("the {table} needs a column `{column}`; add it")]
    MissingColumn {
        /// What the table is called.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// Two columns are taken for the same one.
    #[error("two columns stand for `{column}`; leave one out")]
    RepeatedColumn {
        /// The column.
        column: Box<str>,
    },
    /// A column has a type from which its values cannot be had.
    #[error("column `{column}` is {found}; give {expected}")]
    WrongType {
        /// The column.
        column: Box<str>,
        /// Its Arrow type.
        found: String,
        /// What is taken.
        expected: &'static str,
    },
    /// The dialect is of another report.
    #[error("this is a dialect of the {report}; give one of the report that is written")]
    OtherReport {
        /// What its report is called.
        report: &'static str,
    },
    /// A batch is not of the schema that came before.
    #[error("a batch has other columns than those before it; give batches of one schema")]
    OtherSchema,
    /// A cell is empty that must have a value.
    #[error("column `{column}` has no value in row {row}; give one")]
    EmptyValue {
        /// The column.
        column: Box<str>,
        /// The row, from 0.
        row: u64,
    },
    /// A number or time outside its range.
    #[error("column `{column}` is out of range in row {row}; {cure}")]
    OutOfRange {
        /// The column.
        column: Box<str>,
        /// The row, from 0.
        row: u64,
        /// What may be given.
        cure: &'static str,
    },
    /// A value that could only be written by rounding it.
    #[error("column `{column}` has too many decimal places in row {row}; round it to {places}")]
    TooPrecise {
        /// The column.
        column: Box<str>,
        /// The row, from 0.
        row: u64,
        /// How many are kept.
        places: u8,
    },
    /// A row that is no fact of an assessment attempt.
    #[error("row {row} is no attempt, for its column `{column}`: {error}")]
    UnfitRow {
        /// The column that lacks it.
        column: &'static str,
        /// The row, from 0.
        row: u64,
        /// Why it is none.
        error: AttemptError,
    },
    /// A word that is none of those of its column.
    #[error("column `{column}` has an unknown word in row {row}; write one of the report's words")]
    UnknownWord {
        /// The column.
        column: Box<str>,
        /// The row, from 0.
        row: u64,
    },
}

impl BatchError {
    /// The stable code, the same in every language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MissingColumn { .. } => "missing_column",
            Self::RepeatedColumn { .. } => "repeated_column",
            Self::WrongType { .. } => "wrong_type",
            Self::OtherReport { .. } => "other_report",
            Self::OtherSchema => "other_schema",
            Self::EmptyValue { .. } => "empty_value",
            Self::OutOfRange { .. } => "out_of_range",
            Self::TooPrecise { .. } => "too_precise",
            Self::UnfitRow { error, .. } => error.code(),
            Self::UnknownWord { .. } => "unknown_word",
        }
    }
}
