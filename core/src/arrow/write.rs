//! Record batches to the bytes of a report.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::marker::PhantomData;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, FieldRef, Schema, SchemaRef};
use rust_decimal::Decimal;

use super::error::BatchError;
use super::schema::DECIMAL_PLACES;
use super::source::{Misfit, Source, Texts, cell, expected};
use crate::Timestamp;
use crate::report::WriteOptions;
use crate::table::{ColumnSchema, ColumnType, FormulaGuard, Layout, Sink, TableWriter};

/// Writes record batches as a report: UTF-8, CRLF, RFC 4180, header line first.
///
/// Columns are found by the names of their fields or by their headers, in any order. Those that the report does not have are
/// written at the end, and must be texts. A column that not every file must have may be missing; its cells are empty. Columns
/// that exports after the guide's have are written behind the guide's if the batches have them.
///
/// Values may have any type from which they can be had without loss: texts in every form, dictionaries of them included;
/// timestamps of every unit, with the instant they name, and without a zone as UTC; for decimals also whole numbers, and
/// floats by the shortest decimal that reads back as the very same float.
///
/// See the [module](super) for an example.
#[derive(Debug)]
pub struct BatchWriter<L: Layout, S: Sink> {
    writer: TableWriter<S>,
    layout: RowsWriter<L>,
    rows: u64,
}

impl<L: Layout, S: Sink> BatchWriter<L, S> {
    /// Finds the columns and writes the header line.
    ///
    /// # Errors
    ///
    /// [`BatchError::MissingColumn`], [`BatchError::RepeatedColumn`] and [`BatchError::WrongType`], before anything is
    /// written.
    pub fn new(schema: &Schema, options: WriteOptions, sink: S) -> Result<Self, BatchError> {
        let (places, others) = plan::<L>(schema)?;
        let mut writer = TableWriter::new(sink, options.guard);
        for (column, _) in columns_of::<L>(&places) {
            writer.id(column.header);
        }
        for place in &others {
            let field = schema.fields().get(*place);
            let header = field.map(|field| field.metadata().get("header").unwrap_or(field.name()));
            writer.id(header.map_or("", |header| header.as_ref()));
        }
        writer.end_row();
        let schema = SchemaRef::new(schema.clone());
        let layout = RowsWriter { places, others, schema, guard: options.guard, layout: PhantomData };
        Ok(Self { writer, layout, rows: 0 })
    }

    /// Writes the rows of a batch.
    ///
    /// # Errors
    ///
    /// [`BatchError`] at the first cell that cannot be written; the rows before it have been.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), BatchError> {
        let Self { writer, layout, rows, .. } = self;
        layout.write(batch, *rows, writer, rows)
    }

    /// The lines of a batch, as [`RowsWriter::lines`] gives them.
    ///
    /// # Errors
    ///
    /// Those of [`RowsWriter::lines`].
    pub fn lines(&self, batch: &RecordBatch, before: u64) -> Result<Vec<u8>, BatchError> {
        self.layout.lines(batch, before)
    }

    /// How rows of batches of this schema are written, for those who write several batches at the same time.
    pub fn rows_writer(&self) -> RowsWriter<L>
    where
        L: Clone,
    {
        self.layout.clone()
    }

    /// Rows written so far.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// What has been given to the sink.
    pub const fn sink(&self) -> &S {
        self.writer.sink()
    }

    /// The sink, to empty it.
    pub const fn sink_mut(&mut self) -> &mut S {
        self.writer.sink_mut()
    }

    /// The sink.
    pub fn into_sink(self) -> S {
        self.writer.into_sink()
    }
}

/// Writes rows of batches without a header line, on any thread.
///
/// ```
/// use matricula::arrow::{ArrowOptions, ArrowReader, BatchWriter};
/// use matricula::report::Membership;
///
/// let mut reader = ArrowReader::<Membership>::new(ArrowOptions::default());
/// reader.push(b"Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\njo@example.com,p,MEMBER,2,1\n");
/// reader.finish();
/// let batch = reader.next_batch().unwrap();
/// let writer = BatchWriter::<Membership, _>::new(&batch.schema(), Default::default(), Vec::new())?;
/// let rows = writer.rows_writer();
/// let lines = std::thread::spawn(move || rows.lines(&batch, 0)).join().unwrap()?;
/// assert!(lines.starts_with(b",jo@example.com,,,p,2,1,MEMBER,"));
/// # Ok::<(), matricula::arrow::BatchError>(())
/// ```
#[derive(Clone, Debug)]
pub struct RowsWriter<L: Layout> {
    /// For each column of the table the place in the batches.
    places: Vec<Option<usize>>,
    others: Vec<usize>,
    schema: SchemaRef,
    guard: FormulaGuard,
    layout: PhantomData<L>,
}

impl<L: Layout> RowsWriter<L> {
    /// The lines of a batch. `before` is the number of rows before it, for errors.
    ///
    /// # Errors
    ///
    /// [`BatchError`] at the first cell that cannot be written.
    pub fn lines(&self, batch: &RecordBatch, before: u64) -> Result<Vec<u8>, BatchError> {
        let mut writer = TableWriter::new(Vec::new(), self.guard);
        self.write(batch, before, &mut writer, &mut 0)?;
        Ok(writer.into_sink())
    }

    fn write<S: Sink>(
        &self,
        batch: &RecordBatch,
        before: u64,
        writer: &mut TableWriter<S>,
        written: &mut u64,
    ) -> Result<(), BatchError> {
        let same =
            |fields: &Schema| {
                fields.fields().len() == self.schema.fields().len()
                    && fields.fields().iter().zip(self.schema.fields()).all(|(one, other)| {
                        one.name() == other.name() && one.data_type() == other.data_type()
                    })
            };
        if !same(batch.schema_ref()) {
            return Err(BatchError::OtherSchema);
        }
        let mut sources = Vec::with_capacity(self.places.len());
        for (column, place) in columns_of::<L>(&self.places) {
            let array = place.and_then(|place| batch.columns().get(place));
            sources.push((column, array.and_then(|array| Source::of(array.as_ref(), column.kind))));
        }
        let others: Vec<_> = self
            .others
            .iter()
            .filter_map(|place| batch.columns().get(*place))
            .map(|array| Texts::of(array.as_ref()).unwrap_or(Texts::Nothing))
            .collect();
        for row in 0..batch.num_rows() {
            for (column, source) in &sources {
                let cell = write_cell::<L, S>(writer, column, source.as_ref(), row);
                if let Err(misfit) = cell {
                    return Err(refused(column, misfit, before.saturating_add(row as u64)));
                }
            }
            for texts in &others {
                writer.text(texts.get(row).unwrap_or_default());
            }
            writer.end_row();
            *written = written.saturating_add(1);
        }
        Ok(())
    }
}

#[cold]
fn refused(column: &ColumnSchema, why: Refused, row: u64) -> BatchError {
    let name: Box<str> = column.field.into();
    match why {
        Refused::Empty => BatchError::EmptyValue { column: name, row },
        Refused::Word => BatchError::UnknownWord { column: name, row },
        Refused::Cell(Misfit::OutOfRange) => BatchError::OutOfRange {
            column: name,
            row,
            cure: match column.kind {
                ColumnType::Percent => "percentages are 0 to 100",
                ColumnType::Hours => "hours are not negative and have at most 18 digits",
                ColumnType::Time => "times are of the years 0001 to 9999",
                _ => "counts are not negative",
            },
        },
        Refused::Cell(Misfit::TooPrecise) => BatchError::TooPrecise {
            column: name,
            row,
            places: if column.kind == ColumnType::Time { 3 } else { DECIMAL_PLACES.unsigned_abs() },
        },
    }
}

/// The most hours, in units of any decimal place: what 18 digits hold.
const HOURS_LIMIT: u64 = 999_999_999_999_999_999;

/// Why a cell is not written.
enum Refused {
    Empty,
    Word,
    Cell(Misfit),
}

impl From<Misfit> for Refused {
    fn from(misfit: Misfit) -> Self {
        Self::Cell(misfit)
    }
}

/// Where the columns are: for each one of the table, and the others.
type Plan = (Vec<Option<usize>>, Vec<usize>);

/// The columns that are written: those of the guide, and of the later ones those that the batches have.
fn columns_of<L: Layout>(
    places: &[Option<usize>],
) -> impl Iterator<Item = (&'static ColumnSchema, &Option<usize>)> {
    let guide = L::SCHEMA.guide_columns().len();
    let columns = L::SCHEMA.columns.iter().zip(places).enumerate();
    columns
        .filter(move |(number, (_, place))| *number < guide || place.is_some())
        .map(|(_, column)| column)
}

fn plan<L: Layout>(schema: &Schema) -> Result<Plan, BatchError> {
    let columns = L::SCHEMA.columns;
    let mut places = alloc::vec![None; columns.len()];
    let mut others = Vec::new();
    for (place, field) in schema.fields().iter().enumerate() {
        let named = columns.iter().position(|column| column.field == field.name());
        let found = named.or_else(|| L::SCHEMA.with_header(field.name()));
        match found.and_then(|found| columns.get(found).zip(places.get_mut(found))) {
            None => others.push(place),
            Some((_, Some(_))) => {
                return Err(BatchError::RepeatedColumn { column: field.name().as_str().into() });
            }
            Some((column, free)) => {
                if !is_taken(field.data_type(), column.kind) {
                    return Err(wrong(field, expected(column.kind)));
                }
                *free = Some(place);
            }
        }
    }
    for (column, place) in columns.iter().zip(&places) {
        if column.required && place.is_none() {
            return Err(BatchError::MissingColumn { table: L::SCHEMA.name, column: column.field });
        }
    }
    let unlike = |field: &&FieldRef| !is_text(field.data_type());
    if let Some(field) = others.iter().filter_map(|place| schema.fields().get(*place)).find(unlike) {
        return Err(wrong(field, "text, or leave it out, since the report has no such column"));
    }
    Ok((places, others))
}

fn wrong(field: &Field, expected: &'static str) -> BatchError {
    BatchError::WrongType {
        column: field.name().as_str().into(),
        found: name_of(field.data_type()),
        expected,
    }
}

/// What an Arrow type is called, without the fields within it.
fn name_of(data_type: &DataType) -> alloc::string::String {
    let name = data_type.to_string();
    format!("of type `{}`", name.chars().take(60).collect::<alloc::string::String>())
}

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => true,
        DataType::Dictionary(_, values) => {
            matches!(**values, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
        }
        _ => false,
    }
}

fn is_taken(data_type: &DataType, kind: ColumnType) -> bool {
    if data_type.is_null() {
        return true;
    }
    match kind {
        ColumnType::Text | ColumnType::Id | ColumnType::Choice => is_text(data_type),
        ColumnType::Time => matches!(data_type, DataType::Timestamp(..)),
        ColumnType::YesNo | ColumnType::MaybeYesNo => matches!(data_type, DataType::Boolean),
        ColumnType::Count | ColumnType::MaybeCount => data_type.is_integer(),
        ColumnType::Percent | ColumnType::Hours => {
            data_type.is_integer()
                || matches!(
                    data_type,
                    DataType::Decimal32(..)
                        | DataType::Decimal64(..)
                        | DataType::Decimal128(..)
                        | DataType::Float32
                        | DataType::Float64
                )
        }
    }
}

#[inline]
fn write_cell<L: Layout, S: Sink>(
    writer: &mut TableWriter<S>,
    column: &ColumnSchema,
    source: Option<&Source<'_>>,
    row: usize,
) -> Result<(), Refused> {
    match source {
        Some(Source::Texts(texts)) => {
            let text = texts.get(row).unwrap_or_default();
            if text.is_empty() && (column.filled || column.kind == ColumnType::Choice) {
                return Err(Refused::Empty);
            }
            match column.kind {
                ColumnType::Text => writer.text(text),
                ColumnType::Choice => {
                    writer.id(L::read_word(column.field, text).map_err(|_| Refused::Word)?);
                }
                _ => writer.id(text),
            }
        }
        Some(Source::Times(times)) => {
            let millis = times.get(row).copied().flatten().transpose()?;
            let time = millis.map(Timestamp::from_millis).transpose().map_err(|_| Misfit::OutOfRange)?;
            writer.time(filled(column, time)?);
        }
        Some(Source::Millis(times)) => {
            let millis = cell(times, row);
            let time = millis.map(Timestamp::from_millis).transpose().map_err(|_| Misfit::OutOfRange)?;
            writer.time(filled(column, time)?);
        }
        Some(Source::Units(decimals, places)) => match filled(column, cell(decimals, row))? {
            None => writer.id(""),
            Some(units) => {
                let units = u64::try_from(units).map_err(|_| Misfit::OutOfRange)?;
                let hundred = 10_u64.checked_pow(places.saturating_add(2)).unwrap_or(u64::MAX);
                let limit = if column.kind == ColumnType::Percent { hundred } else { HOURS_LIMIT };
                if units > limit {
                    return Err(Misfit::OutOfRange.into());
                }
                writer.units(units, *places);
            }
        },
        Some(Source::Decimals(decimals)) => {
            let decimal = decimals.get(row).copied().flatten().transpose()?;
            if let Some(decimal) = decimal {
                let large = column.kind == ColumnType::Percent && decimal > Decimal::ONE_HUNDRED;
                if large || decimal < Decimal::ZERO {
                    return Err(Misfit::OutOfRange.into());
                }
                super::read::units(decimal).map_err(|code| match code {
                    crate::table::ProblemCode::TooPrecise => Misfit::TooPrecise,
                    _ => Misfit::OutOfRange,
                })?;
            }
            writer.decimal(filled(column, decimal)?);
        }
        Some(Source::Counts(counts)) => {
            let count = counts.get(row).copied().flatten().transpose()?;
            match column.kind {
                ColumnType::MaybeCount => writer.maybe_count(count),
                _ => writer.count(count.unwrap_or_default()),
            }
        }
        Some(Source::Truths(truths)) => match truths.get(row).copied().flatten() {
            Some(yes) => writer.yes_no(yes),
            None if column.kind == ColumnType::MaybeYesNo => writer.maybe_yes_no(None),
            None => return Err(Refused::Empty),
        },
        None => writer.id(""),
    }
    Ok(())
}

fn filled<T>(column: &ColumnSchema, value: Option<T>) -> Result<Option<T>, Refused> {
    if column.filled && value.is_none() { Err(Refused::Empty) } else { Ok(value) }
}
