//! Bytes of a report to record batches.

use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::marker::PhantomData;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::SchemaRef;
use rust_decimal::Decimal;

use super::column::Column;
use super::lines::{line_field, moved};
use super::schema::{DECIMAL_PLACES, DECIMAL_PRECISION, is_nullable, schema_of};
use crate::report::{Dialect, DialectColumn, DialectTable, Report};
use crate::table::{
    Cells, Clean, ColumnMap, ColumnSchema, ColumnType, FormulaGuard, Found, Layout, Mark, ProblemCode,
    Problems, ReadOptions, Reading, Record, Records, Sheet, in_parts, parse_decimal, parse_time_bytes, quick,
    unguarded,
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
    /// Rows of a batch. The last one of a file, or of a part of one, has fewer, and so has one with very long texts.
    pub batch_rows: usize,
    /// Whether a column `line` before all others says on which line of the file each row starts, from 1.
    pub line_numbers: bool,
}

impl Default for ArrowOptions {
    fn default() -> Self {
        Self { read: ReadOptions::default(), batch_rows: BATCH_ROWS, line_numbers: false }
    }
}

/// Reads a report into record batches, from bytes in pieces of any size, in bounded memory (`REP-2`, `REP-6`). Pieces of
/// some hundred kilobytes are read best.
///
/// Problems are those of [`RowReader`](crate::table::RowReader), and one more: a number with more than [`DECIMAL_PLACES`]
/// decimal places is refused, not rounded.
///
/// Several cores can read a file together: [`InParts`](crate::table::InParts).
///
/// See the [module](super) for an example.
#[derive(Clone, Debug)]
pub struct ArrowReader<L: Layout> {
    pub(super) file: Reading<Rows<L>>,
}

/// What becomes of the records.
#[derive(Clone, Debug)]
pub(super) struct Rows<L: Layout> {
    sheet: Sheet,
    /// Holds a clean record that is read with care.
    copy: Record,
    guard: FormulaGuard,
    batch_rows: usize,
    /// The schema, where its columns are in the file, and how many fields that has, once the header line is known.
    schema: Option<SchemaRef>,
    places: Vec<Option<usize>>,
    fields: usize,
    /// For each column of the table whether it is among them: columns of later exports only where the file has them.
    kept: Vec<bool>,
    columns: Vec<Column>,
    /// The lines on which the rows start, where they are asked for.
    lines: Option<Column>,
    /// Rows and bytes of the batch that is not full.
    rows: usize,
    bytes: usize,
    ready: VecDeque<RecordBatch>,
    given: u64,
    layout: PhantomData<L>,
}

impl<L: Layout> ArrowReader<L> {
    /// A reader at the start of a file.
    pub fn new(options: ArrowOptions) -> Self {
        let rows = Rows {
            sheet: Sheet::new(&options.read),
            copy: Record::new(),
            guard: options.read.guard,
            batch_rows: options.batch_rows.max(1),
            schema: None,
            places: Vec::new(),
            kept: Vec::new(),
            fields: 0,
            columns: Vec::new(),
            lines: options.line_numbers.then(|| Column::new(line_field().data_type())),
            rows: 0,
            bytes: 0,
            ready: VecDeque::new(),
            given: 0,
            layout: PhantomData,
        };
        Self { file: Reading::new(options.read.records, rows) }
    }

    /// A reader at the start of a file of a dialect of one's own: its headers go before those that the schema knows. A
    /// dialect of another report changes nothing.
    ///
    /// ```
    /// use matricula::arrow::ArrowReader;
    /// use matricula::report::{Dialect, DialectName, Membership, ReportKind};
    ///
    /// let mut dialect = Dialect::known(ReportKind::Membership, DialectName::Legacy);
    /// dialect.columns[1].header = "E-Mail".into();
    /// let mut reader = ArrowReader::<Membership>::with_dialect(Default::default(), &dialect.table()?);
    /// reader.push(b"E-Mail,Program Slug,Member State,# Enrolled Courses,# Completed Courses\njo@example.com,p,MEMBER,1,0\n");
    /// reader.finish();
    /// assert_eq!(reader.next_batch().unwrap().num_rows(), 1);
    /// # Ok::<(), matricula::report::DialectError>(())
    /// ```
    pub fn with_dialect(options: ArrowOptions, dialect: &DialectTable) -> Self {
        let mut reader = Self::new(options);
        reader.file.rows.sheet.set_dialect(L::SCHEMA, dialect);
        reader
    }

    /// Gives the next bytes of the file. Nothing is taken once the header line has proved unusable.
    pub fn push(&mut self, bytes: &[u8]) {
        self.file.push(bytes);
    }

    /// Says that the file ends here.
    pub fn finish(&mut self) {
        self.file.end();
        self.file.rows.sheet.end();
        self.file.rows.end_batch();
    }

    /// The next batch that is full or, at the end of the file, has the rows that are left. None when more bytes are needed.
    pub fn next_batch(&mut self) -> Option<RecordBatch> {
        self.file.rows.ready.pop_front()
    }

    /// The schema of all batches. Before the header line has been read it lacks the columns that the report does not have.
    pub fn schema(&self) -> SchemaRef {
        let unread = || schema_of(L::SCHEMA, self.file.rows.lines.is_some(), L::SCHEMA.guide_columns(), []);
        self.file.rows.schema.clone().unwrap_or_else(unread)
    }

    /// The problems found so far.
    pub fn problems(&self) -> &Problems {
        self.file.rows.sheet.problems()
    }

    /// The problems found, to keep.
    pub fn into_problems(self) -> Problems {
        self.file.rows.sheet.into_problems()
    }

    /// Rows seen so far, good and bad, without blank ones.
    pub fn records(&self) -> u64 {
        self.file.rows.sheet.rows()
    }

    /// Good rows so far, in batches given out or to come.
    pub fn rows(&self) -> u64 {
        self.file.rows.given.saturating_add(self.file.rows.rows as u64)
    }

    /// Where the columns are, once the header line has been read and found usable.
    pub fn columns(&self) -> Option<&ColumnMap> {
        self.file.rows.sheet.map()
    }
}

in_parts!(ArrowReader<L: Layout>);

#[cfg(test)]
impl<L: Layout> ArrowReader<L> {
    /// Readers of the parts behind some bytes of the file.
    pub(super) fn cut(
        self,
        cuts: Vec<u64>,
        size: usize,
        read: impl FnMut(u64, &mut [u8]) -> Result<usize, core::convert::Infallible>,
    ) -> Vec<Self> {
        let Ok(parts) = self.file.cut(cuts.into_iter(), size, read);
        parts.into_iter().map(|file| Self { file }).collect()
    }
}

impl<L: Report> ArrowReader<L> {
    /// The dialect of the file, once the header line has been read and found usable: its headers in order, with the columns
    /// that the report does not have, to write it again as it was.
    ///
    /// ```
    /// use matricula::arrow::{ArrowReader, BatchWriter};
    /// use matricula::report::{Membership, Target};
    ///
    /// let file = b"Team,Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\r\nred,jo@x.org,p,MEMBER,1,0\r\n";
    /// let mut reader = ArrowReader::<Membership>::new(Default::default());
    /// reader.push(file);
    /// reader.finish();
    /// let dialect = reader.dialect().unwrap().table()?;
    /// let target = Target::Dialect(&dialect);
    /// let mut writer = BatchWriter::<Membership, _>::new(&reader.schema(), target, Default::default(), Vec::new())?;
    /// writer.write(&reader.next_batch().unwrap())?;
    /// assert_eq!(writer.into_sink(), file);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn dialect(&self) -> Option<Dialect> {
        let column = |(header, place): (&str, Option<usize>)| DialectColumn {
            header: header.into(),
            field: place.and_then(|place| L::SCHEMA.columns.get(place)).map(|column| column.field.into()),
        };
        let columns = self.columns()?.columns().map(column).collect();
        Some(Dialect { name: "file".into(), report: L::KIND, columns })
    }
}

impl<L: Layout> Records for Rows<L> {
    #[inline]
    fn take(&mut self, found: &Found<'_>) -> bool {
        match found {
            Found::Clean(clean) => {
                if let Some(bytes) = self.quick(clean) {
                    self.sheet.count();
                    self.end_row(bytes, found.mark().line);
                    return true;
                }
                let rows = self.rows;
                self.columns.iter_mut().for_each(|column| column.truncate(rows));
                let mut copy = core::mem::take(&mut self.copy);
                clean.fill(&mut copy);
                let goes_on = self.careful(&copy);
                self.copy = copy;
                goes_on
            }
            Found::Other(record) => self.careful(record),
        }
    }

    fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    fn of_part(&self) -> Self {
        let new = |column: &Column| column.emptied();
        Self {
            sheet: self.sheet.part(),
            copy: Record::new(),
            schema: self.schema.clone(),
            places: self.places.clone(),
            kept: self.kept.clone(),
            columns: self.columns.iter().map(new).collect(),
            lines: self.lines.as_ref().map(new),
            rows: 0,
            bytes: 0,
            ready: VecDeque::new(),
            given: 0,
            ..*self
        }
    }

    fn take_in(&mut self, mut part: Self, seam: Mark) {
        self.end_batch();
        part.end_batch();
        if self.lines.is_some() {
            // A part counts its lines from its own start.
            let before = seam.line.saturating_sub(1);
            part.ready.iter_mut().for_each(|batch| *batch = moved(batch, before));
        }
        self.ready.append(&mut part.ready);
        self.given = self.given.saturating_add(part.given);
        self.sheet.take_in(part.sheet, seam);
    }

    fn end_part(&mut self) {
        self.end_batch();
    }
}

impl<L: Layout> Rows<L> {
    /// Reads a row whose cells are all of the usual form where it lies, and gives its size. None when it has another cell;
    /// then some columns may have grown.
    #[inline]
    fn quick(&mut self, row: &Clean<'_>) -> Option<usize> {
        if row.len() != self.fields {
            return None;
        }
        let text = row.text();
        let guarded = self.guard == FormulaGuard::On;
        let mut columns = self.columns.iter_mut();
        let mut places = self.places.iter();
        let known = L::SCHEMA.columns.iter().zip(&self.kept).filter(|(_, kept)| **kept);
        for ((column, _), (target, place)) in known.zip((&mut columns).zip(&mut places)) {
            let Some(place) = place else {
                missing(column, target)?;
                continue;
            };
            let (start, end) = row.field(*place)?;
            match column.kind {
                ColumnType::Text => texts(text, (start, end), guarded, column.filled, target)?,
                ColumnType::Id => texts(text, (start, end), false, column.filled, target)?,
                _ => value::<L>(column, text, unquoted(text, start, end)?, target)?,
            }
        }
        for (target, place) in columns.zip(places) {
            let (start, end) = row.field((*place)?)?;
            texts(text, (start, end), guarded, false, target)?;
        }
        let (start, _) = row.field(0)?;
        let (_, end) = row.field(self.fields.checked_sub(1)?)?;
        end.checked_sub(start)
    }

    /// Takes in a record as every other table is read.
    fn careful(&mut self, record: &Record) -> bool {
        let Some((map, problems)) = self.sheet.row(L::SCHEMA, record) else {
            if self.schema.is_none() {
                self.begin();
            }
            return !self.sheet.is_unusable();
        };
        let mut cells = Cells::new(L::SCHEMA, map, record, self.guard, problems);
        let mut targets = self.columns.iter_mut();
        for (column, kept) in L::SCHEMA.columns.iter().zip(&self.kept) {
            if !kept {
                cells.skip();
            } else if let Some(target) = targets.next() {
                append::<L>(column, &mut cells, target);
            }
        }
        if cells.failed() {
            let rows = self.rows;
            self.columns.iter_mut().for_each(|column| column.truncate(rows));
            return true;
        }
        for (place, target) in map.other_fields().zip(&mut targets) {
            let cell = record.get(place).unwrap_or_default();
            target.text(if self.guard == FormulaGuard::On { unguarded(cell) } else { cell }, true);
        }
        self.end_row(record.iter().map(str::len).fold(0, usize::saturating_add), record.line());
        true
    }

    /// Makes the columns once the header line is known.
    #[cold]
    fn begin(&mut self) {
        let Some(map) = self.sheet.map() else { return };
        let guide = L::SCHEMA.guide_columns().len();
        let columns = L::SCHEMA.columns.iter().enumerate();
        self.kept = columns.map(|(place, _)| place < guide || map.place(place).is_some()).collect();
        let known = || L::SCHEMA.columns.iter().enumerate().zip(&self.kept).filter(|(_, kept)| **kept);
        let lines = self.lines.is_some();
        let schema = schema_of(L::SCHEMA, lines, known().map(|((_, column), _)| column), map.others());
        let fields = schema.fields().iter().skip(usize::from(lines));
        self.columns = fields.map(|field| Column::new(field.data_type())).collect();
        self.places = known().map(|((column, _), _)| map.place(column)).collect();
        self.places.extend(map.other_fields().map(Some));
        self.fields = map.fields();
        self.schema = Some(schema);
    }

    #[inline]
    fn end_row(&mut self, bytes: usize, line: u64) {
        if let Some(lines) = &mut self.lines {
            lines.count(Some(line));
        }
        self.rows = self.rows.saturating_add(1);
        self.bytes = self.bytes.saturating_add(bytes);
        if self.rows >= self.batch_rows || self.bytes >= BATCH_BYTES {
            self.end_batch();
        }
    }

    pub(super) fn end_batch(&mut self) {
        if let Some(schema) = self.schema.as_ref().filter(|_| self.rows > 0) {
            self.given = self.given.saturating_add(core::mem::take(&mut self.rows) as u64);
            self.bytes = 0;
            let columns = self.lines.iter_mut().chain(&mut self.columns);
            self.ready.push_back(batch(schema, columns.map(Column::take).collect()));
        }
    }
}

/// Adds a text, with its quotes if it has them.
#[inline]
fn texts(
    text: &[u8],
    (mut start, mut end): (usize, usize),
    guarded: bool,
    filled: bool,
    target: &mut Column,
) -> Option<()> {
    if start < end && text.get(start) == Some(&b'"') {
        (start, end) = (start.checked_add(1)?, end.checked_sub(1)?);
        let inner = text.get(start..end)?;
        if inner.contains(&b'"') {
            if guarded {
                return None;
            }
            target.quoted(inner);
            return Some(());
        }
    }
    if start >= end {
        if filled {
            return None;
        }
        target.text("", true);
        return Some(());
    }
    let first = text.get(start)?;
    // An apostrophe may be a guard's, and a cell that must be filled may have nothing but space.
    if (guarded && *first == b'\'') || (filled && !first.is_ascii_graphic()) {
        return None;
    }
    target.text_within(text, start, end);
    Some(())
}

/// A cell without the quotes around it; none if there are quotes in it.
#[inline]
fn unquoted(text: &[u8], start: usize, end: usize) -> Option<(usize, usize)> {
    if start < end && text.get(start) == Some(&b'"') {
        let (start, end) = (start.checked_add(1)?, end.checked_sub(1)?);
        return (!text.get(start..end)?.contains(&b'"')).then_some((start, end));
    }
    Some((start, end))
}

/// Adds a value that is no text.
#[inline]
fn value<L: Layout>(
    column: &ColumnSchema,
    text: &[u8],
    (start, end): (usize, usize),
    target: &mut Column,
) -> Option<()> {
    let cell = text.get(start..end)?;
    if cell.is_empty() && !matches!(column.kind, ColumnType::YesNo | ColumnType::Choice) {
        return if column.filled { None } else { missing(column, target) };
    }
    match column.kind {
        ColumnType::Time => target.time(Some(parse_time_bytes(cell)?.millis())),
        ColumnType::Percent | ColumnType::Hours => {
            let quick = quick::decimal(quick::word(text, start, end), cell.len());
            let units = match quick.and_then(|(value, scale)| Some((value, *POWERS.get(scale as usize)?))) {
                Some((value, power)) => i128::from(u64::from(value).wrapping_mul(power)),
                None => units(parse_decimal(core::str::from_utf8(cell).ok()?)?).ok()?,
            };
            if units < 0 || (column.kind == ColumnType::Percent && units > HUNDRED) {
                return None;
            }
            target.decimal(Some(units));
        }
        ColumnType::YesNo | ColumnType::MaybeYesNo => target.truth(Some(match cell {
            b"Yes" => true,
            b"No" => false,
            _ => return None,
        })),
        ColumnType::Count | ColumnType::MaybeCount => {
            if cell.len() > 18 {
                return None;
            }
            let digit = |count: u64, byte: &u8| {
                byte.is_ascii_digit().then(|| count.wrapping_mul(10).wrapping_add(u64::from(byte & 0xF)))
            };
            target.count(Some(cell.iter().try_fold(0, digit)?));
        }
        ColumnType::Choice => {
            target.text(L::read_word(column.field, core::str::from_utf8(cell).ok()?).ok()?, false);
        }
        ColumnType::Text | ColumnType::Id => return None,
    }
    Some(())
}

/// What one is in units of the last decimal place, by the decimal places that are there.
const POWERS: [u64; 8] = [1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100];

/// The largest percentage.
const HUNDRED: i128 = 100_000_000_000;

/// Adds what stands for an empty cell. None where it must not be empty.
#[inline]
fn missing(column: &ColumnSchema, target: &mut Column) -> Option<()> {
    match column.kind {
        ColumnType::Text | ColumnType::Id => target.text("", true),
        ColumnType::Time => target.time(None),
        ColumnType::Percent | ColumnType::Hours => target.decimal(None),
        ColumnType::Count => target.count(Some(0)),
        ColumnType::MaybeCount => target.count(None),
        ColumnType::MaybeYesNo => target.truth(None),
        ColumnType::YesNo | ColumnType::Choice => return None,
    }
    Some(())
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
        ColumnType::MaybeYesNo => target.truth(cells.maybe_yes_no()),
        ColumnType::Count => target.count(Some(cells.count())),
        ColumnType::MaybeCount => target.count(cells.maybe_count()),
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
