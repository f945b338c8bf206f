//! Rows of plain data, as other languages hold them, to the cells of a report in any dialect (`REP-2`, `API-4`).

use alloc::borrow::Cow;
use alloc::boxed::Box;
use core::fmt;
use core::marker::PhantomData;

use rust_decimal::Decimal;

use super::dialect::{DialectError, DialectName, DialectTable, Report};
use super::table::Target;
use crate::Timestamp;
use crate::table::{
    ColumnSchema, ColumnType, LINE, ProblemCode, Sink, TableWriter, parse_decimal, parse_time,
};

/// What a row of plain data has under a name.
#[derive(Clone, PartialEq, Eq)]
pub enum PlainValue<'a> {
    /// There is no such name.
    Absent,
    /// Nothing.
    Null,
    /// A text. In a column of times or decimals it is read as one.
    Text(Cow<'a, str>),
    /// A time.
    Time(Timestamp),
    /// A decimal.
    Decimal(Decimal),
    /// A whole number that is not negative.
    Count(u64),
    /// True or false.
    YesNo(bool),
    /// Anything else.
    Other,
}

impl fmt::Debug for PlainValue<'_> {
    /// Shows of which kind it is; what it says may be personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Absent => "Absent",
            Self::Null => "Null",
            Self::Text(_) => "Text",
            Self::Time(_) => "Time",
            Self::Decimal(_) => "Decimal",
            Self::Count(_) => "Count",
            Self::YesNo(_) => "YesNo",
            Self::Other => "Other",
        })
    }
}

/// A row of plain data: values by the names of the report's fields, and by the headers that a dialect has beside them.
pub trait PlainRow {
    /// Why a value cannot be read.
    type Misfit: From<PlainDefect>;

    /// How many names it has.
    fn names(&self) -> usize;

    /// What it has under a name, for a column of a kind.
    ///
    /// # Errors
    ///
    /// If that can only be something else than such a column holds.
    fn value(&self, name: &str, kind: ColumnType) -> Result<PlainValue<'_>, Self::Misfit>;

    /// The first name that is not known.
    ///
    /// # Errors
    ///
    /// If a name is no text.
    fn find_unknown(&self, is_known: &dyn Fn(&str) -> bool) -> Result<Option<Box<str>>, Self::Misfit>;
}

/// Why a row of plain data cannot be written without loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlainDefect {
    /// The cell needs a value.
    #[error("the cell is empty; give a value")]
    Empty,
    /// A text is wanted.
    #[error("give text")]
    NoText,
    /// A time is wanted.
    #[error("give a time, as text like `2019-12-23T06:18:32.782Z`")]
    NoTime,
    /// A decimal is wanted.
    #[error("give a decimal, as text such as `12.82`")]
    NoDecimal,
    /// True or false is wanted.
    #[error("give `true` or `false`")]
    NotYesNo,
    /// A count is wanted.
    #[error("give a whole number that is not negative")]
    NoCount,
    /// A number outside its range.
    #[error("the number is out of range; percentages are 0 to 100, and hours are not negative")]
    OutOfRange,
    /// A text that is none of the words of its column.
    #[error("{}; {}", .0.sentence(), .0.remedy())]
    Word(ProblemCode),
    /// A value of later exports, where the guide's columns are written.
    #[error(
        "rows are written in the guide's columns, and this is none of them; give a `dialect` that has it, or leave it out"
    )]
    Later,
    /// A name that the report does not have.
    #[error("the {report} has no such column; leave it out")]
    UnknownColumn {
        /// What the report is called.
        report: &'static str,
    },
}

/// The name under which something cannot be written, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainRefusal<M> {
    /// The field of the report, or the header of a column that it does not have.
    pub name: Box<str>,
    /// Why.
    pub misfit: M,
}

/// Writes rows of plain data as a report: the columns of a dialect, each with the field that it holds.
///
/// A dialect leaves out what it lacks. Where none was chosen, rows are written in the guide's columns, and one that has a value
/// that only later exports have is refused.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use matricula::report::{Membership, PlainDefect, PlainRow, PlainRows, PlainValue, Target};
/// use matricula::table::{ColumnType, FormulaGuard, TableWriter};
///
/// struct Texts(BTreeMap<&'static str, &'static str>);
///
/// impl PlainRow for Texts {
///     type Misfit = PlainDefect;
///
///     fn names(&self) -> usize {
///         self.0.len()
///     }
///
///     fn value(&self, name: &str, _: ColumnType) -> Result<PlainValue<'_>, PlainDefect> {
///         Ok(self.0.get(name).map_or(PlainValue::Absent, |text| PlainValue::Text((*text).into())))
///     }
///
///     fn find_unknown(&self, is_known: &dyn Fn(&str) -> bool) -> Result<Option<Box<str>>, PlainDefect> {
///         Ok(self.0.keys().find(|name| !is_known(name)).map(|name| (*name).into()))
///     }
/// }
///
/// let mut writer = TableWriter::new(Vec::new(), FormulaGuard::Off);
/// let rows = PlainRows::<Membership>::new(Target::Own)?;
/// rows.write_header(&mut writer);
/// let row = [("email", "jo@example.com"), ("member_state", "MEMBER"), ("program_slug", "p"), ("mood", "good")];
/// let refusal = rows.write(&mut writer, &Texts(row.into())).unwrap_err();
/// assert_eq!((&*refusal.name, refusal.misfit.to_string()), ("mood", "the membership report has no such column; leave it out".into()));
/// # Ok::<(), matricula::report::DialectError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainRows<L> {
    columns: Box<[(Box<str>, Option<&'static ColumnSchema>)]>,
    /// What of the report stands in none of them, and whether rows may have it.
    left_out: Box<[&'static ColumnSchema]>,
    may_lose: bool,
    layout: PhantomData<L>,
}

impl<L: Report> PlainRows<L> {
    /// Finds the columns.
    ///
    /// # Errors
    ///
    /// [`DialectError::OtherReport`] if the dialect is one of another report.
    pub fn new(target: Target<'_>) -> Result<Self, DialectError> {
        let known;
        let dialect = match target {
            Target::Dialect(dialect) => dialect,
            Target::Own | Target::Known(_) => {
                let name = if let Target::Known(name) = target { name } else { DialectName::Guide2020 };
                known = DialectTable::known(L::KIND, name);
                &known
            }
        };
        dialect.must_be_of::<L>()?;
        let mut is_written = alloc::vec![false; L::SCHEMA.columns.len()];
        let columns = dialect.columns.iter().map(|column| {
            if let Some(is_written) = column.place.and_then(|place| is_written.get_mut(place)) {
                *is_written = true;
            }
            (column.header.clone(), column.place.and_then(|place| L::SCHEMA.columns.get(place)))
        });
        let columns = columns.collect();
        let left_out = L::SCHEMA.columns.iter().zip(is_written).filter(|(_, is_written)| !*is_written);
        Ok(Self {
            columns,
            left_out: left_out.map(|(column, _)| column).collect(),
            may_lose: !matches!(target, Target::Own),
            layout: PhantomData,
        })
    }

    /// Writes the header line.
    pub fn write_header<S: Sink>(&self, writer: &mut TableWriter<S>) {
        for (header, _) in &self.columns {
            writer.id(header);
        }
        writer.end_row();
    }

    /// Writes a row.
    ///
    /// # Errors
    ///
    /// [`PlainRefusal`] if a value is none of its column, or would be lost; nothing of the row is written then.
    pub fn write<S: Sink, R: PlainRow>(
        &self,
        writer: &mut TableWriter<S>,
        row: &R,
    ) -> Result<(), PlainRefusal<R::Misfit>> {
        let written = self.write_cells(writer, row);
        match written {
            Ok(()) => writer.end_row(),
            Err(_) => writer.forget_row(),
        }
        written
    }

    fn write_cells<S: Sink, R: PlainRow>(
        &self,
        writer: &mut TableWriter<S>,
        row: &R,
    ) -> Result<(), PlainRefusal<R::Misfit>> {
        let refused = |name: &str, misfit| PlainRefusal { name: name.into(), misfit };
        let mut seen = 0_usize;
        for column in &self.left_out {
            let value = row.value(column.field, ColumnType::Text);
            seen = seen.saturating_add(usize::from(!matches!(value, Ok(PlainValue::Absent))));
            let is_empty = match &value {
                Ok(PlainValue::Absent | PlainValue::Null) => true,
                Ok(PlainValue::Text(text)) => text.is_empty(),
                _ => false,
            };
            if !self.may_lose && !is_empty {
                return Err(refused(column.field, PlainDefect::Later.into()));
            }
        }
        for (header, column) in &self.columns {
            let (name, kind) =
                column.map_or((&**header, ColumnType::Text), |found| (found.field, found.kind));
            if column.is_none() && L::SCHEMA.column(name).is_some() {
                // In a row this is the name of a field, which stands elsewhere.
                writer.id("");
                continue;
            }
            let value = row.value(name, kind).map_err(|misfit| refused(name, misfit))?;
            seen = seen.saturating_add(usize::from(!matches!(value, PlainValue::Absent)));
            let written = match column {
                Some(column) => write_cell::<L, S>(writer, column, &value),
                None => write_text(writer, &value),
            };
            written.map_err(|defect| refused(name, defect.into()))?;
        }
        let is_own =
            |name: &str| self.columns.iter().any(|(header, column)| column.is_none() && **header == *name);
        // Where the row came from is no part of the report.
        let has_line = seen < row.names()
            && !is_own(LINE)
            && matches!(row.value(LINE, ColumnType::Count), Ok(PlainValue::Count(_)));
        if seen.saturating_add(usize::from(has_line)) >= row.names() {
            return Ok(());
        }
        let is_known =
            |name: &str| has_line && name == LINE || L::SCHEMA.column(name).is_some() || is_own(name);
        match row.find_unknown(&is_known).map_err(|misfit| refused("", misfit))? {
            None => Ok(()),
            Some(name) => Err(PlainRefusal {
                name,
                misfit: PlainDefect::UnknownColumn { report: L::SCHEMA.name }.into(),
            }),
        }
    }
}

fn write_text<S: Sink>(writer: &mut TableWriter<S>, value: &PlainValue<'_>) -> Result<(), PlainDefect> {
    match value {
        PlainValue::Absent | PlainValue::Null => writer.id(""),
        PlainValue::Text(text) => writer.text(text),
        _ => return Err(PlainDefect::NoText),
    }
    Ok(())
}

fn write_cell<L: Report, S: Sink>(
    writer: &mut TableWriter<S>,
    column: &ColumnSchema,
    value: &PlainValue<'_>,
) -> Result<(), PlainDefect> {
    let is_null = matches!(value, PlainValue::Absent | PlainValue::Null);
    let text = match value {
        PlainValue::Text(text) => Some(&**text),
        _ if is_null => Some(""),
        _ => None,
    };
    if column.filled && text.is_some_and(|text| text.trim().is_empty()) {
        return Err(PlainDefect::Empty);
    }
    match column.kind {
        ColumnType::Text => writer.text(text.ok_or(PlainDefect::NoText)?),
        ColumnType::Id => writer.id(text.ok_or(PlainDefect::NoText)?),
        ColumnType::Choice => match text.ok_or(PlainDefect::NoText)? {
            "" => return Err(PlainDefect::Empty),
            text => writer.id(L::read_word(column.field, text).map_err(PlainDefect::Word)?),
        },
        ColumnType::Time => writer.time(match (value, text) {
            (PlainValue::Time(time), _) => Some(*time),
            (_, Some("")) => None,
            (_, text) => Some(text.and_then(parse_time).ok_or(PlainDefect::NoTime)?),
        }),
        ColumnType::Percent | ColumnType::Hours => {
            let decimal = match value {
                PlainValue::Absent | PlainValue::Null => None,
                PlainValue::Decimal(decimal) => Some(*decimal),
                PlainValue::Count(whole) => Some((*whole).into()),
                PlainValue::Text(text) => Some(parse_decimal(text).ok_or(PlainDefect::NoDecimal)?),
                _ => return Err(PlainDefect::NoDecimal),
            };
            let limit = if column.kind == ColumnType::Percent {
                Decimal::ONE_HUNDRED
            } else {
                Decimal::MAX
            };
            if decimal.is_some_and(|decimal| decimal < Decimal::ZERO || decimal > limit) {
                return Err(PlainDefect::OutOfRange);
            }
            writer.decimal(decimal);
        }
        ColumnType::YesNo | ColumnType::MaybeYesNo => match value {
            PlainValue::YesNo(yes) => writer.yes_no(*yes),
            _ if !is_null => return Err(PlainDefect::NotYesNo),
            _ if column.kind == ColumnType::YesNo => return Err(PlainDefect::Empty),
            _ => writer.maybe_yes_no(None),
        },
        ColumnType::Count | ColumnType::MaybeCount => match value {
            PlainValue::Count(count) => writer.count(*count),
            _ if !is_null => return Err(PlainDefect::NoCount),
            _ if column.kind == ColumnType::Count => writer.count(0),
            _ => writer.maybe_count(None),
        },
    }
    Ok(())
}

#[cfg(test)]
#[path = "plain_row_tests.rs"]
mod tests;
