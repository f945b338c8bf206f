//! Bytes of a report to record batches.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::SchemaRef;
use rust_decimal::Decimal;

use super::column::Column;
use super::schema::{DECIMAL_PLACES, DECIMAL_PRECISION, is_nullable, table_schema};
use crate::table::{
    Cells, ColumnMap, ColumnSchema, ColumnType, FormulaGuard, Layout, ProblemCode, Problems, ReadOptions,
    RowReader, unguarded,
};

/// Rows of a batch, unless said otherwise.
pub const BATCH_ROWS: usize = 65_536;

/// Bytes of text in a batch at most, by and large: a batch ends early at the row that reaches it.
pub const BATCH_BYTES: usize = 64 << 20;

/// How a report is read into record batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArrowOptions {
    /// How the file is read.
    pub read: ReadOptions,
    /// Rows of a batch; the last one has fewer, and so has one with very long texts.
    pub batch_rows: usize,
}

impl Default for ArrowOptions {
    fn default() -> Self {
        Self { read: ReadOptions::default(), batch_rows: BATCH_ROWS }
    }
}

/// Reads a report into record batches, from bytes in pieces of any size, in bounded memory (`REP-2`, `REP-6`).
///
/// Problems are those of [`RowReader`], and one more: a number with more than [`DECIMAL_PLACES`] decimal places is refused,
/// not rounded.
///
/// See the [module](super) for an example.
#[derive(Clone, Debug)]
pub struct ArrowReader<L: Layout> {
    reader: RowReader<L>,
    options: ArrowOptions,
    schema: Option<SchemaRef>,
    columns: Vec<Column>,
    rows: usize,
    ready: VecDeque<RecordBatch>,
    given: u64,
}

impl<L: Layout> ArrowReader<L> {
    /// A reader at the start of a file.
    pub fn new(options: ArrowOptions) -> Self {
        Self {
            reader: RowReader::new(options.read),
            options: ArrowOptions { batch_rows: options.batch_rows.max(1), ..options },
            schema: None,
            columns: Vec::new(),
            rows: 0,
            ready: VecDeque::new(),
            given: 0,
        }
    }

    /// Gives the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) {
        self.reader.push(bytes);
        self.read();
    }

    /// Says that the file ends here.
    pub fn finish(&mut self) {
        self.reader.finish();
        self.read();
        if self.rows > 0 {
            self.end_batch();
        }
    }

    /// The next batch that is full or, at the end of the file, has the rows that are left. None when more bytes are needed.
    pub fn next_batch(&mut self) -> Option<RecordBatch> {
        self.ready.pop_front()
    }

    /// The schema of all batches. Before the header line has been read it lacks the columns that the report does not have.
    pub fn schema(&self) -> SchemaRef {
        self.schema.clone().unwrap_or_else(|| table_schema(L::SCHEMA, self.reader.others()))
    }

    /// The problems found so far.
    pub const fn problems(&self) -> &Problems {
        self.reader.problems()
    }

    /// The problems found, to keep.
    pub fn into_problems(self) -> Problems {
        self.reader.into_problems()
    }

    /// Rows seen so far, good and bad, without blank ones.
    pub const fn records(&self) -> u64 {
        self.reader.rows()
    }

    /// Good rows so far, in batches given out or to come.
    pub const fn rows(&self) -> u64 {
        self.given.saturating_add(self.rows as u64)
    }

    /// Where the columns are, once the header line has been read and found usable.
    pub const fn columns(&self) -> Option<&ColumnMap> {
        self.reader.columns()
    }

    fn read(&mut self) {
        let Self { reader, options, schema, columns, rows, ready, given } = self;
        reader.each_cells(|cells, place| {
            let schema = schema.get_or_insert_with(|| {
                let schema = table_schema(L::SCHEMA, place.other_headers());
                columns.extend(schema.fields().iter().map(|field| Column::new(field.data_type())));
                schema
            });
            let mut targets = columns.iter_mut();
            for (column, target) in L::SCHEMA.columns.iter().zip(&mut targets) {
                append::<L>(column, cells, target);
            }
            if cells.failed() {
                columns.iter_mut().for_each(|column| column.truncate(*rows));
                return;
            }
            for (cell, target) in place.others().zip(&mut targets) {
                let guarded = options.read.guard == FormulaGuard::On;
                target.text(if guarded { unguarded(cell) } else { cell }, true);
            }
            *rows = rows.saturating_add(1);
            let full = *rows >= options.batch_rows
                || columns.iter().map(Column::text_bytes).fold(0, usize::saturating_add) >= BATCH_BYTES;
            if full {
                *given = given.saturating_add(core::mem::take(rows) as u64);
                ready.push_back(batch(schema, columns.iter_mut().map(Column::take).collect()));
            }
        });
    }

    fn end_batch(&mut self) {
        let schema = self.schema();
        self.given = self.given.saturating_add(core::mem::take(&mut self.rows) as u64);
        self.ready.push_back(batch(&schema, self.columns.iter_mut().map(Column::take).collect()));
    }
}

/// The batch of columns that were made for its schema.
pub(super) fn batch(schema: &SchemaRef, columns: Vec<ArrayRef>) -> RecordBatch {
    match RecordBatch::try_new(schema.clone(), columns) {
        Ok(batch) => batch,
        Err(defect) => {
            unreachable!("the columns are as long as each other and of the schema's types: {defect}")
        }
    }
}

#[inline]
fn append<L: Layout>(column: &ColumnSchema, cells: &mut Cells<'_, '_>, target: &mut Column) {
    match column.kind {
        ColumnType::Text => {
            let text = cells.text();
            target.text(text, is_nullable(column));
        }
        ColumnType::Id => {
            let text = cells.id();
            target.text(text, is_nullable(column));
        }
        ColumnType::Time => target.time(cells.time().map(|time| time.millis())),
        ColumnType::Percent => {
            let value = cells.percent();
            decimal(value, cells, target);
        }
        ColumnType::Hours => {
            let value = cells.hours();
            decimal(value, cells, target);
        }
        ColumnType::YesNo => target.truth(Some(cells.yes_no())),
        ColumnType::Count => target.count(Some(cells.count())),
        ColumnType::Choice => target.text(cells.word::<L>(), false),
    }
}

fn decimal(value: Option<Decimal>, cells: &mut Cells<'_, '_>, target: &mut Column) {
    let Some(value) = value else { return target.decimal(None) };
    let units = units(value);
    if let Err(code) = units {
        cells.fail(code);
    }
    target.decimal(units.ok());
}

/// One more than the largest value of a column, in units of its last place.
const LIMIT: i128 = 10_i128.pow(DECIMAL_PRECISION as u32);

/// A decimal in units of the last place that is kept, if it has no digits behind that and is not too large for a column.
pub(super) fn units(value: Decimal) -> Result<i128, ProblemCode> {
    let units = units_of_any(value)?;
    if units.unsigned_abs() < LIMIT.unsigned_abs() {
        Ok(units)
    } else {
        Err(ProblemCode::OutOfRange)
    }
}

/// As [`units`], of a decimal of any size.
pub(super) fn units_of_any(value: Decimal) -> Result<i128, ProblemCode> {
    let places = u32::from(DECIMAL_PLACES.unsigned_abs());
    match places.checked_sub(value.scale()) {
        Some(missing) => {
            let power = 10_i128.checked_pow(missing).unwrap_or(LIMIT);
            value.mantissa().checked_mul(power).ok_or(ProblemCode::OutOfRange)
        }
        None => {
            let power = 10_i128.checked_pow(value.scale().saturating_sub(places)).unwrap_or(LIMIT);
            let mantissa = value.mantissa();
            if mantissa.checked_rem(power) == Some(0) {
                Ok(mantissa.checked_div(power).unwrap_or_default())
            } else {
                Err(ProblemCode::TooPrecise)
            }
        }
    }
}
