//! Gradebooks as record batches, and facts of assessment attempts out of them (`REP-5`).

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::column::Column;
use super::error::BatchError;
use super::plan::{found, is_taken, wrong};
use super::read::{ArrowOptions, ArrowReader, BATCH_ROWS, batch, units};
use super::schema::{Names, data_type, told};
use super::source::{Misfit, Source, cell, expected, shortest};
use super::write::out_of_range;
use crate::report::{
    ASSESSMENT_ATTEMPTS, AssessmentAttempt, AssessmentAttempts, GradebookAccumulator, GradebookFile,
    GradebookLayout, GradebookTable,
};
use crate::table::{
    ColumnType, FormulaGuard, Layout, ReadOptions, ReaderOptions, Record, RecordReader, parse_decimal,
    unguarded,
};
use crate::{MeasureError, Percent, Personal, Timestamp};
use arrow_array::RecordBatch;
use arrow_schema::{Field, Schema, SchemaRef};

/// Decimal places of a percentage of an attempt at most.
const PLACES: u8 = crate::measure::PLACES as u8;

/// A file of a gradebook as record batches (`REP-5`), which may be none, and their schema.
///
/// Attempts and the long layout have the fields of their rows. The other layouts have their headers as names: texts as `utf8`,
/// grades and points as `decimal128(18, 9)`, what is late or missing as `bool`; no grade is null.
///
/// ```
/// use matricula::arrow::gradebook_table;
/// use matricula::report::{GradebookAccumulator, GradebookRequest};
///
/// let now = "2024-02-01T00:00:00.000Z".parse()?;
/// let made = GradebookAccumulator::default().finish(&GradebookRequest::default(), now)?;
/// let (schema, batches) = gradebook_table(&made.files[0]);
/// assert_eq!(schema.field(20).name(), "item_grade");
/// assert!(batches.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn gradebook_table(file: &GradebookFile) -> (SchemaRef, Vec<RecordBatch>) {
    let guard = if file.guard_formulas { FormulaGuard::On } else { FormulaGuard::Off };
    match file.layout {
        None => known::<AssessmentAttempts>(&file.bytes, guard),
        Some(GradebookLayout::Long) => known::<GradebookTable>(&file.bytes, guard),
        Some(layout) => other(layout, &file.bytes, guard),
    }
}

fn known<L: Layout>(bytes: &[u8], guard: FormulaGuard) -> (SchemaRef, Vec<RecordBatch>) {
    let read = ReadOptions { guard, ..ReadOptions::default() };
    let mut reader = ArrowReader::<L>::new(ArrowOptions { read, ..ArrowOptions::default() });
    reader.push(bytes);
    reader.finish();
    (reader.schema(), core::iter::from_fn(|| reader.next_batch()).collect())
}

/// What a column of a layout holds: texts and ids stand first.
fn kind_of(layout: GradebookLayout, place: usize, header: &str) -> ColumnType {
    match (layout, place) {
        (GradebookLayout::OneRoster, _) => match header {
            "score" => ColumnType::Percent,
            "late" | "missing" => ColumnType::MaybeYesNo,
            "studentSourcedId" => ColumnType::Text,
            _ => ColumnType::Id,
        },
        (GradebookLayout::Canvas, 1 | 4) | (GradebookLayout::Wide, 3 | 4) => ColumnType::Id,
        (GradebookLayout::Canvas, 0..5) | (GradebookLayout::Wide | GradebookLayout::Moodle, 0..6) => {
            ColumnType::Text
        }
        _ => ColumnType::Percent,
    }
}

/// A layout whose columns are those of its courses, or of another system.
fn other(layout: GradebookLayout, bytes: &[u8], guard: FormulaGuard) -> (SchemaRef, Vec<RecordBatch>) {
    // What this library wrote has no problems.
    let mut reader = RecordReader::new(ReaderOptions::default());
    reader.push(bytes);
    reader.finish();
    let mut record = Record::new();
    let text = |text: &str, kind: ColumnType| -> Box<str> {
        let is_guarded = guard == FormulaGuard::On && kind != ColumnType::Id;
        if is_guarded { unguarded(text) } else { text }.into()
    };
    let mut fields: Vec<Field> = Vec::new();
    let mut names = Names::default();
    let mut kinds = Vec::new();
    if reader.next_record(&mut record) {
        for (place, header) in record.iter().enumerate() {
            let kind = kind_of(layout, place, header);
            let header = text(header, ColumnType::Text);
            let field = Field::new(names.free(&header), data_type(kind), true);
            fields.push(field.with_metadata(told([("header", &*header)])));
            kinds.push(kind);
        }
    }
    let schema = SchemaRef::new(Schema::new_with_metadata(fields, told([("table", "gradebook")])));
    let mut columns: Vec<Column> =
        schema.fields().iter().map(|field| Column::new(field.data_type())).collect();
    let mut batches = Vec::new();
    let mut rows = 0_usize;
    let mut end = |columns: &mut Vec<Column>, rows: &mut usize| {
        if core::mem::take(rows) > 0 {
            batches.push(batch(&schema, columns.iter_mut().map(Column::take).collect()));
        }
    };
    while reader.next_record(&mut record) {
        for (place, (column, kind)) in columns.iter_mut().zip(&kinds).enumerate() {
            let cell = record.get(place).unwrap_or_default();
            match kind {
                ColumnType::Percent => {
                    column.decimal(parse_decimal(cell).and_then(|value| units(value).ok()))
                }
                ColumnType::MaybeYesNo => column.truth(Some(cell == "true")),
                _ => column.text(&text(cell, *kind), true),
            }
        }
        rows = rows.saturating_add(1);
        if rows == BATCH_ROWS {
            end(&mut columns, &mut rows);
        }
    }
    end(&mut columns, &mut rows);
    (schema, batches)
}

/// Takes the facts in a record batch into a gradebook, and gives their number (`REP-5`).
///
/// Columns are found by the names of [`AssessmentAttempt`]'s fields or by the file's headers, in any order, and may have any
/// type from which their values can be had without loss, as [`BatchWriter`](super::BatchWriter) says; others are not looked
/// at. `before` is the number of rows before the batch, for errors. When a row is no fact, nothing of the batch is taken in.
///
/// ```
/// use matricula::arrow::{gradebook_table, observe_attempts};
/// use matricula::report::{AssessmentAttempt, GradebookAccumulator, GradebookRequest};
///
/// let mut facts = GradebookAccumulator::default();
/// facts.observe(&AssessmentAttempt {
///     email: Some("jo@example.com".into()),
///     program_slug: "p".into(),
///     course_id: "c".into(),
///     item_id: "quiz".into(),
///     attempt: Some(1),
///     submitted_at: Some("2024-01-26T10:16:04.000Z".parse()?),
///     item_grade: Some("88.25".parse()?),
///     ..AssessmentAttempt::default()
/// })?;
/// let mut request = GradebookRequest::default();
/// request.options.attempts = Some(true);
/// let made = facts.finish(&request, "2024-02-01T00:00:00.000Z".parse()?)?;
/// let (_, attempts) = gradebook_table(&made.files[0]);
///
/// let mut again = GradebookAccumulator::default();
/// assert_eq!(observe_attempts(&mut again, &attempts[0], 0)?, 1);
/// assert_eq!(again.finish(&request, made.summary.made_at)?, made);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`BatchError`] when a column is missing or of a wrong type, and at the first row that is no fact.
pub fn observe_attempts(
    facts: &mut GradebookAccumulator,
    batch: &RecordBatch,
    before: u64,
) -> Result<u64, BatchError> {
    let columns = Columns::of(batch)?;
    let numbered = |row: usize| before.saturating_add(row as u64);
    let fact = |row: usize| columns.fact(row).map_err(|unfit| unfit.told(numbered(row)));
    let taken: Vec<AssessmentAttempt> = (0..batch.num_rows()).map(fact).collect::<Result<_, _>>()?;
    for (row, fact) in taken.iter().enumerate() {
        // Each was checked.
        facts.observe(fact).map_err(|error| BatchError::UnfitRow {
            column: error.field(),
            row: numbered(row),
            error,
        })?;
    }
    Ok(taken.len() as u64)
}

/// Why a row is no fact.
enum Unfit {
    Cell(usize, Misfit),
    Fact(crate::report::AttemptError),
}

impl Unfit {
    #[cold]
    fn told(self, row: u64) -> BatchError {
        match self {
            Self::Fact(error) => BatchError::UnfitRow { column: error.field(), row, error },
            Self::Cell(column, misfit) => {
                let column = ASSESSMENT_ATTEMPTS.columns.get(column);
                let (name, kind) =
                    column.map_or(("", ColumnType::Count), |column| (column.field, column.kind));
                match misfit {
                    Misfit::OutOfRange => {
                        BatchError::OutOfRange { column: name.into(), row, cure: out_of_range(kind) }
                    }
                    Misfit::TooPrecise => {
                        let places = if kind == ColumnType::Time { 3 } else { PLACES };
                        BatchError::TooPrecise { column: name.into(), row, places }
                    }
                }
            }
        }
    }
}

/// The columns of attempts in a batch, in the order of their schema.
struct Columns<'a>(Vec<Option<Source<'a>>>);

/// The place of each column.
mod at {
    pub(super) const NAME: usize = 0;
    pub(super) const EMAIL: usize = 1;
    pub(super) const EXTERNAL_ID: usize = 2;
    pub(super) const LEARNER_ID: usize = 3;
    pub(super) const PROGRAM_SLUG: usize = 4;
    pub(super) const PROGRAM_NAME: usize = 5;
    pub(super) const COURSE: usize = 6;
    pub(super) const COURSE_ID: usize = 7;
    pub(super) const COURSE_SLUG: usize = 8;
    pub(super) const MODULE_ID: usize = 9;
    pub(super) const MODULE_NAME: usize = 10;
    pub(super) const LESSON_ID: usize = 11;
    pub(super) const LESSON_NAME: usize = 12;
    pub(super) const ITEM_ID: usize = 13;
    pub(super) const ITEM_NAME: usize = 14;
    pub(super) const ITEM_TYPE: usize = 15;
    pub(super) const ITEM_ORDER: usize = 16;
    pub(super) const ITEM_WEIGHT: usize = 17;
    pub(super) const PASSING_THRESHOLD: usize = 18;
    pub(super) const ITEM_DEADLINE: usize = 19;
    pub(super) const ATTEMPT: usize = 20;
    pub(super) const SUBMITTED_AT: usize = 21;
    pub(super) const ITEM_GRADE: usize = 22;
    /// As many as are read: what is derived is not.
    pub(super) const COUNT: usize = 23;
}

impl<'a> Columns<'a> {
    fn of(batch: &'a RecordBatch) -> Result<Self, BatchError> {
        let schema = batch.schema_ref();
        let (places, _) = found::<AssessmentAttempts>(schema, None)?;
        let mut sources = Vec::with_capacity(at::COUNT);
        for (column, place) in ASSESSMENT_ATTEMPTS.columns.iter().zip(places).take(at::COUNT) {
            let Some((field, array)) =
                place.and_then(|place| schema.fields().get(place).zip(batch.columns().get(place)))
            else {
                if column.required {
                    return Err(BatchError::MissingColumn {
                        table: "file of assessment attempts",
                        column: column.field,
                    });
                }
                sources.push(None);
                continue;
            };
            if !is_taken(field.data_type(), column.kind) {
                return Err(wrong(field, expected(column.kind)));
            }
            sources.push(Source::of(array.as_ref(), column.kind));
        }
        Ok(Self(sources))
    }

    fn source(&self, column: usize) -> Option<&Source<'a>> {
        self.0.get(column).and_then(Option::as_ref)
    }

    /// A text with something in it.
    fn text(&self, column: usize, row: usize) -> Option<&str> {
        match self.source(column) {
            Some(Source::Texts(texts)) => texts.get(row).map(str::trim).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    fn words(&self, column: usize, row: usize) -> Option<Box<str>> {
        self.text(column, row).map(Into::into)
    }

    fn personal(&self, column: usize, row: usize) -> Option<Personal> {
        self.text(column, row).map(Personal::from)
    }

    fn time(&self, column: usize, row: usize) -> Result<Option<Timestamp>, Unfit> {
        let misfit = |misfit| Unfit::Cell(column, misfit);
        let millis = match self.source(column) {
            Some(Source::Millis(times)) => cell(times, row),
            Some(Source::Times(times)) => times.get(row).copied().flatten().transpose().map_err(misfit)?,
            _ => None,
        };
        millis.map(Timestamp::from_millis).transpose().map_err(|_| misfit(Misfit::OutOfRange))
    }

    fn percent(&self, column: usize, row: usize) -> Result<Option<Percent>, Unfit> {
        let misfit = |misfit| Unfit::Cell(column, misfit);
        let decimal = match self.source(column) {
            Some(Source::Units(units, places)) => {
                cell(units, row).map(|units| shortest(units, *places)).transpose().map_err(misfit)?
            }
            Some(Source::Decimals(decimals)) => {
                decimals.get(row).copied().flatten().transpose().map_err(misfit)?
            }
            _ => None,
        };
        let Some(decimal) = decimal else { return Ok(None) };
        Percent::try_from(decimal).map(Some).map_err(|error| match error {
            MeasureError::TooPrecise { .. } => misfit(Misfit::TooPrecise),
            _ => misfit(Misfit::OutOfRange),
        })
    }

    fn count(&self, column: usize, row: usize) -> Result<Option<u32>, Unfit> {
        let misfit = |misfit| Unfit::Cell(column, misfit);
        let count = match self.source(column) {
            Some(Source::Counts(counts)) => counts.get(row).copied().flatten().transpose().map_err(misfit)?,
            _ => None,
        };
        count.map(u32::try_from).transpose().map_err(|_| misfit(Misfit::OutOfRange))
    }

    fn fact(&self, row: usize) -> Result<AssessmentAttempt, Unfit> {
        let fact = AssessmentAttempt {
            name: self.personal(at::NAME, row),
            email: self.personal(at::EMAIL, row),
            external_id: self.personal(at::EXTERNAL_ID, row),
            learner_id: self.personal(at::LEARNER_ID, row),
            program_slug: self.words(at::PROGRAM_SLUG, row).unwrap_or_default(),
            program_name: self.words(at::PROGRAM_NAME, row),
            course_id: self.words(at::COURSE_ID, row).unwrap_or_default(),
            course: self.words(at::COURSE, row),
            course_slug: self.words(at::COURSE_SLUG, row),
            module_id: self.words(at::MODULE_ID, row),
            module_name: self.words(at::MODULE_NAME, row),
            lesson_id: self.words(at::LESSON_ID, row),
            lesson_name: self.words(at::LESSON_NAME, row),
            item_id: self.words(at::ITEM_ID, row).unwrap_or_default(),
            item_name: self.words(at::ITEM_NAME, row),
            item_type: self.words(at::ITEM_TYPE, row),
            item_order: Some(self.count(at::ITEM_ORDER, row)?.unwrap_or_default()),
            item_weight: self.percent(at::ITEM_WEIGHT, row)?,
            passing_threshold: self.percent(at::PASSING_THRESHOLD, row)?,
            item_deadline: self.time(at::ITEM_DEADLINE, row)?,
            attempt: Some(self.count(at::ATTEMPT, row)?.unwrap_or_default()),
            submitted_at: self.time(at::SUBMITTED_AT, row)?,
            item_grade: self.percent(at::ITEM_GRADE, row)?,
        };
        fact.check().map(|()| fact).map_err(Unfit::Fact)
    }
}

#[cfg(test)]
#[path = "gradebook_tests.rs"]
mod tests;
