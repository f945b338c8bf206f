//! Record batches to the bytes of a report.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::marker::PhantomData;

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use rust_decimal::Decimal;

use super::error::BatchError;
use super::plan::plan;
use super::schema::DECIMAL_PLACES;
use super::source::{Misfit, Source, cell};
use crate::Timestamp;
use crate::report::{Report, Target, WriteForm};
use crate::table::{ColumnSchema, ColumnType, FormulaGuard, Layout, Sink, TableWriter};

/// Writes record batches as a report: UTF-8, CRLF, RFC 4180, header line first; [`Self::with_form`] writes other forms.
///
/// Columns are found by the names of their fields or by their headers, in any order. A column that not every file must have
/// may be missing; its cells are empty.
///
/// With [`Target::Own`] everything is written that the batches have, the guide's columns first, then those of later exports,
/// then those that the report does not have, which must be texts. A dialect is written with its columns alone, in its order
/// and under its headers; columns of a dialect that the report does not have take the texts under the same header. A column
/// [`LINE`](super::LINE) of line numbers is never written.
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

impl<L: Report, S: Sink> BatchWriter<L, S> {
    /// Finds the columns and writes the header line.
    ///
    /// ```
    /// use matricula::arrow::{BatchWriter, table_schema};
    /// use matricula::report::{DialectName, MEMBERSHIP, Membership, Target};
    ///
    /// let schema = table_schema(MEMBERSHIP, []);
    /// let target = Target::Known(DialectName::About2025);
    /// let writer = BatchWriter::<Membership, _>::new(&schema, target, Default::default(), Vec::new())?;
    /// assert!(writer.sink().starts_with(b"Name,Email,External Id,Program Name,Program Slug,"));
    /// # Ok::<(), matricula::arrow::BatchError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`BatchError::OtherReport`], [`BatchError::MissingColumn`], [`BatchError::RepeatedColumn`] and
    /// [`BatchError::WrongType`], before anything is written.
    pub fn new(
        schema: &Schema,
        target: Target<'_>,
        guard: FormulaGuard,
        sink: S,
    ) -> Result<Self, BatchError> {
        Self::with_form(schema, target, WriteForm::default(), guard, sink)
    }

    /// As [`Self::new`], in another form.
    ///
    /// ```
    /// use matricula::arrow::{BatchWriter, table_schema};
    /// use matricula::report::{MEMBERSHIP, Membership, Separator, WriteForm};
    ///
    /// let schema = table_schema(MEMBERSHIP, []);
    /// let form = WriteForm { separator: Some(Separator::Semicolon), ..WriteForm::default() };
    /// let writer = BatchWriter::<Membership, _>::with_form(&schema, Default::default(), form, Default::default(), Vec::new())?;
    /// assert!(writer.sink().starts_with(b"Name;Email;"));
    /// # Ok::<(), matricula::arrow::BatchError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Self::new`].
    pub fn with_form(
        schema: &Schema,
        target: Target<'_>,
        form: WriteForm,
        guard: FormulaGuard,
        mut sink: S,
    ) -> Result<Self, BatchError> {
        let planned = plan::<L>(schema, target)?;
        sink.write(form.mark());
        let mut writer = form.writer(sink, guard);
        planned.iter().for_each(|column| writer.id(&column.header));
        writer.end_row();
        let schema = SchemaRef::new(schema.clone());
        let columns = planned.iter().map(|column| (column.column, column.place)).collect();
        let layout = RowsWriter { columns, schema, guard, form, layout: PhantomData };
        Ok(Self { writer, layout, rows: 0 })
    }
}

impl<L: Layout, S: Sink> BatchWriter<L, S> {
    /// Writes the rows of a batch.
    ///
    /// # Errors
    ///
    /// [`BatchError`] at the first cell that cannot be written; the rows before it have been.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), BatchError> {
        let Self { writer, layout, rows, .. } = self;
        layout.write(batch, *rows, writer, |writer| {
            writer.end_row();
            *rows = rows.saturating_add(1);
        })
    }

    /// The lines of a batch, as [`RowsWriter::lines`] gives them.
    ///
    /// # Errors
    ///
    /// Those of [`RowsWriter::lines`].
    pub fn lines(&self, batch: &RecordBatch, before: u64, lines: Vec<u8>) -> Result<Vec<u8>, BatchError> {
        self.layout.lines(batch, before, lines)
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
/// let writer = BatchWriter::<Membership, _>::new(&batch.schema(), Default::default(), Default::default(), Vec::new())?;
/// let rows = writer.rows_writer();
/// let lines = std::thread::spawn(move || rows.lines(&batch, 0, Vec::new())).join().unwrap()?;
/// assert!(lines.starts_with(b",jo@example.com,,,p,2,1,MEMBER,"));
/// # Ok::<(), matricula::arrow::BatchError>(())
/// ```
#[derive(Clone, Debug)]
pub struct RowsWriter<L: Layout> {
    /// The columns in the order of the file, each with its place in the batches.
    columns: Vec<(&'static ColumnSchema, Option<usize>)>,
    schema: SchemaRef,
    guard: FormulaGuard,
    form: WriteForm,
    layout: PhantomData<L>,
}

impl<L: Layout> RowsWriter<L> {
    /// The lines of a batch, in the memory of others that are not needed any more. `before` is the number of rows before it, for
    /// errors.
    ///
    /// # Errors
    ///
    /// [`BatchError`] at the first cell that cannot be written.
    pub fn lines(&self, batch: &RecordBatch, before: u64, lines: Vec<u8>) -> Result<Vec<u8>, BatchError> {
        let mut writer = self.form.writer(Vec::new(), self.guard).with_memory(lines);
        self.write(batch, before, &mut writer, |writer| writer.end_line())?;
        Ok(writer.into_rows())
    }

    fn write<S: Sink>(
        &self,
        batch: &RecordBatch,
        before: u64,
        writer: &mut TableWriter<S>,
        mut end_row: impl FnMut(&mut TableWriter<S>),
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
        let mut sources = Vec::with_capacity(self.columns.len());
        for (column, place) in &self.columns {
            let array = place.and_then(|place| batch.columns().get(place));
            let source = array.and_then(|array| Source::of(array.as_ref(), column.kind));
            let plain = match &source {
                Some(Source::Texts(texts)) => texts.bytes().is_some_and(|texts| writer.are_plain(texts)),
                _ => false,
            };
            sources.push((*column, source, plain));
        }
        for row in 0..batch.num_rows() {
            for (column, source, plain) in &sources {
                let cell = write_cell::<L, S>(writer, column, source.as_ref(), *plain, row);
                if let Err(misfit) = cell {
                    return Err(refused(column, misfit, before.saturating_add(row as u64)));
                }
            }
            end_row(writer);
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
        Refused::Cell(Misfit::OutOfRange) => {
            BatchError::OutOfRange { column: name, row, cure: out_of_range(column.kind) }
        }
        Refused::Cell(Misfit::TooPrecise) => BatchError::TooPrecise {
            column: name,
            row,
            places: if column.kind == ColumnType::Time { 3 } else { DECIMAL_PLACES.unsigned_abs() },
        },
    }
}

/// What may be given in a column.
pub(super) const fn out_of_range(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Percent => "percentages are 0 to 100",
        ColumnType::Hours => "hours are not negative and have at most 18 digits",
        ColumnType::Time => "times are of the years 0001 to 9999",
        _ => "counts are not negative",
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

/// Writes a cell; `plain` when no text of its column needs quotes or a guard.
#[inline]
fn write_cell<L: Layout, S: Sink>(
    writer: &mut TableWriter<S>,
    column: &ColumnSchema,
    source: Option<&Source<'_>>,
    plain: bool,
    row: usize,
) -> Result<(), Refused> {
    match source {
        Some(Source::Texts(texts)) => {
            let text = texts.get(row).unwrap_or_default();
            if (column.filled || column.kind == ColumnType::Choice) && text.trim().is_empty() {
                return Err(Refused::Empty);
            }
            match column.kind {
                ColumnType::Text | ColumnType::Id if plain => writer.plain_text(text),
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
