//! The seven figures that need only a usage report, in one quick pass (`REP-3`, `ANA-6`).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use rust_decimal::Decimal;

use super::distinct::{Distinct, Hashed, Short};
use super::exact::{decimal, units};
use super::names::{UUID, course_key, course_of, fold};
use super::of_files::FileRead;
use super::summary::TotalHours;
use super::usage::{USAGE, UsageRow};
use crate::schema::{Definition, record};
use crate::table::quick;
use crate::table::{
    Cells, Clean, ColumnMap, FormulaGuard, Found, Mark, ReadOptions, Reading, Record, Records, Sheet,
    in_parts,
};

record! {
    /// The seven totals of the guide's picture that need only a usage report (`REP-3`), each row taken for one enrollment.
    ///
    /// An export has one row for each email, program and course, and then these are the figures of the same names of
    /// [`Summary`](super::Summary). Where rows repeat an enrollment, it is counted again here and not there: to recognise it,
    /// each enrollment would have to be remembered, and these figures remember people and courses only.
    #[derive(Copy, Default)]
    pub struct UsageFigures {
        /// Rows.
        pub total_enrollments: u64,
        /// Distinct emails, compared without case.
        pub unique_learners: u64,
        /// Distinct course ids.
        pub unique_courses: u64,
        /// Rows with `Completed` *Yes*.
        pub course_completions: u64,
        /// Rows with `Completed` *Yes*, a completion time and a grade above 0.
        pub verified_course_completions: u64,
        /// Distinct emails with a row with `Completed` *Yes*.
        pub unique_course_completers: u64,
        /// The hours of all rows, summed exactly (to nine decimal places each).
        pub estimated_hours: TotalHours,
    }
}

record! {
    /// The seven figures of a usage report, and how reading it went.
    #[derive(Default)]
    pub struct FileFigures {
        /// The figures of all good rows.
        pub figures: UsageFigures,
        /// How reading went. Problems are those of whole rows and of the columns that the figures use.
        pub usage: FileRead,
    }
}

pub(crate) const DEFINITIONS: &[Definition] =
    &[Definition::Record(UsageFigures::SCHEMA), Definition::Record(FileFigures::SCHEMA)];

/// Computes the seven [`UsageFigures`] of any number of rows in any order, in parts if need be: observing rows in several
/// accumulators and merging these gives the same figures as one pass (`ANA-6`). A row that is observed twice counts twice.
///
/// It remembers people and courses, so its memory grows with these, not with the rows.
///
/// ```
/// use matricula::report::{FiguresAccumulator, UsageRow};
///
/// let row = UsageRow { email: "Jo@example.com".into(), course_id: "c".into(), ..UsageRow::default() };
/// let (mut one, mut two) = (FiguresAccumulator::default(), FiguresAccumulator::default());
/// one.observe_usage(&row);
/// two.observe_usage(&UsageRow { email: "jo@example.com".into(), completed: true, ..row });
/// one.merge(two);
/// let figures = one.finish();
/// assert_eq!((figures.total_enrollments, figures.unique_learners, figures.course_completions), (2, 1, 1));
/// ```
#[derive(Clone, Default)]
pub struct FiguresAccumulator {
    learners: Distinct,
    courses: Distinct,
    rows: u64,
    completions: u64,
    verified: u64,
    /// In units of the ninth decimal place.
    hours: i128,
    /// Holds an email while it is folded.
    scratch: String,
}

impl fmt::Debug for FiguresAccumulator {
    /// Shows sizes: what it remembers is personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FiguresAccumulator")
            .field("rows", &self.rows)
            .field("learners", &self.learners.len())
            .field("courses", &self.courses.len())
            .finish_non_exhaustive()
    }
}

impl FiguresAccumulator {
    /// Takes in a row of the usage report.
    pub fn observe_usage(&mut self, row: &UsageRow<'_>) {
        let graded = row.course_grades.is_some_and(|grade| grade > Decimal::ZERO);
        let hours = row.estimated_learning_hours.map_or(0, units);
        self.count(row.completed, row.completion_time.is_some(), graded, hours);
        self.names(&row.email, course_of(row), row.completed);
    }

    fn names(&mut self, email: &str, course: &str, completed: bool) {
        self.courses.add_any(course_key(course).as_bytes(), false);
        self.learners.add_any(fold(email, &mut self.scratch).as_bytes(), completed);
    }

    #[inline]
    fn count(&mut self, completed: bool, timed: bool, graded: bool, hours: i128) {
        self.rows = self.rows.saturating_add(1);
        self.completions = self.completions.saturating_add(completed.into());
        self.verified = self.verified.saturating_add((completed && timed && graded).into());
        self.hours = self.hours.saturating_add(hours);
    }

    /// Takes in everything that another one took in.
    pub fn merge(&mut self, other: Self) {
        if self.rows == 0 {
            *self = other;
            return;
        }
        self.learners.take_in(&other.learners);
        self.courses.take_in(&other.courses);
        self.rows = self.rows.saturating_add(other.rows);
        self.completions = self.completions.saturating_add(other.completions);
        self.verified = self.verified.saturating_add(other.verified);
        self.hours = self.hours.saturating_add(other.hours);
    }

    /// The figures of what was taken in so far.
    pub fn finish(&self) -> UsageFigures {
        UsageFigures {
            total_enrollments: self.rows,
            unique_learners: self.learners.len() as u64,
            unique_courses: self.courses.len() as u64,
            course_completions: self.completions,
            verified_course_completions: self.verified,
            unique_course_completers: self.learners.marked() as u64,
            estimated_hours: TotalHours(decimal(self.hours)),
        }
    }
}

/// The columns that the figures use, by their places in the schema, in its order.
#[derive(Clone, Copy, Debug)]
struct Columns {
    email: usize,
    course: usize,
    hours: usize,
    completed: usize,
    completion: usize,
    grade: usize,
}

impl Columns {
    fn of_schema() -> Self {
        let column = |field: &str| {
            let place = USAGE.columns.iter().position(|column| column.field == field);
            place.unwrap_or(usize::MAX)
        };
        Self {
            email: column("email"),
            course: column("course_id"),
            hours: column("estimated_learning_hours"),
            completed: column("completed"),
            completion: column("completion_time"),
            grade: column("course_grades"),
        }
    }
}

/// Where a file has the columns, and how many it has.
#[derive(Clone, Copy, Debug)]
struct Places {
    at: Columns,
    fields: usize,
}

impl Places {
    fn of(columns: &Columns, map: &ColumnMap) -> Option<Self> {
        let at = Columns {
            email: map.place(columns.email)?,
            course: map.place(columns.course)?,
            hours: map.place(columns.hours)?,
            completed: map.place(columns.completed)?,
            completion: map.place(columns.completion)?,
            grade: map.place(columns.grade)?,
        };
        Some(Self { at, fields: map.fields() })
    }
}

/// Computes the seven [`UsageFigures`] of a usage report of any size and any dialect from bytes in pieces of any size, at
/// close to the speed at which memory gives them. Pieces of some hundred kilobytes are read best.
///
/// Bad rows are reported and left out, as [`FileSummarizer`](super::FileSummarizer) does, with one difference: only what is
/// wrong with a whole row (quotes, encoding, count of fields) or with a cell of the columns used makes it a bad row.
/// Those are `Email`, `Course ID`, `Estimated Learning Hours`, `Completed`, `Completion Time` and `Course Grades`.
///
/// Memory grows with the people and courses, not with the rows. Several cores can read a file together: [`InParts`].
///
/// [`InParts`]: crate::table::InParts
///
/// ```
/// use matricula::report::FiguresReader;
///
/// let mut file = FiguresReader::new(Default::default());
/// file.push(b"Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,\
///     Completed,Removed From Program,Completion Time,Course Grade\n");
/// for piece in ["Jo@example.com,c1,p,,12.82,0.29,Yes,No,2020-01-06 08:00:00,88.25\njo@exam", "ple.com,c2,p,,,0.01,No,No,,\n"] {
///     file.push(piece.as_bytes());
/// }
/// let read = file.finish();
/// assert_eq!((read.figures.total_enrollments, read.figures.unique_learners), (2, 1));
/// assert_eq!(read.figures.estimated_hours.0.to_string(), "0.3");
/// ```
#[derive(Clone)]
pub struct FiguresReader {
    file: Reading<Rows>,
}

/// What becomes of the records.
#[derive(Clone)]
struct Rows {
    /// Holds a clean record that is read with care.
    copy: Record,
    sheet: Sheet,
    columns: Columns,
    places: Option<Places>,
    guard: FormulaGuard,
    totals: FiguresAccumulator,
    /// Learners that are not in the totals yet, and whether they completed a course.
    waiting: Vec<(Hashed, bool)>,
}

/// Learners that are looked up together.
const TOGETHER: usize = 64;

impl fmt::Debug for FiguresReader {
    /// Shows how many rows were read: what it remembers is personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FiguresReader")
            .field("records", &self.file.rows.sheet.rows())
            .finish_non_exhaustive()
    }
}

impl FiguresReader {
    /// A reader at the start of a file.
    pub fn new(options: ReadOptions) -> Self {
        let rows = Rows {
            copy: Record::new(),
            sheet: Sheet::new(&options),
            columns: Columns::of_schema(),
            places: None,
            guard: options.guard,
            totals: FiguresAccumulator::default(),
            waiting: Vec::new(),
        };
        Self { file: Reading::new(options.records, rows) }
    }

    /// Takes the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) {
        self.file.push(bytes);
    }

    /// Says that the file ends here, and gives the figures.
    pub fn finish(self) -> FileFigures {
        let (figures, usage) = self.into_accumulator();
        FileFigures { figures: figures.finish(), usage }
    }

    /// Says that the file ends here, and gives what was taken in, to be stored or merged; and how reading went.
    pub fn into_accumulator(mut self) -> (FiguresAccumulator, FileRead) {
        self.file.end();
        self.file.rows.settle();
        let Rows { totals, mut sheet, .. } = self.file.rows;
        sheet.end();
        let read = FileRead { records: sheet.rows(), used: totals.rows, problems: sheet.into_problems() };
        (totals, read)
    }
}

in_parts!(FiguresReader);

impl Records for Rows {
    #[inline]
    fn take(&mut self, found: &Found<'_>) -> bool {
        match found {
            Found::Clean(clean) => {
                if self.quick(clean).is_some() {
                    self.sheet.count();
                    return true;
                }
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
        Self {
            copy: Record::new(),
            sheet: self.sheet.part(),
            totals: FiguresAccumulator::default(),
            waiting: Vec::new(),
            ..*self
        }
    }

    fn take_in(&mut self, mut part: Self, seam: Mark) {
        part.settle();
        self.totals.merge(part.totals);
        self.sheet.take_in(part.sheet, seam);
    }
}

impl Rows {
    /// Counts a row in which all that matters is of the usual form; otherwise does nothing and gives none.
    #[inline]
    fn quick(&mut self, row: &Clean<'_>) -> Option<()> {
        let Places { at, fields } = self.places.as_ref()?;
        if row.len() != *fields {
            return None;
        }
        let text = row.text();
        let (start, end) = plain(row, at.email)?;
        // Space around an address, and an apostrophe that a guard put there, are looked at with care.
        let (first, last) = (*text.get(start)?, *text.get(end.checked_sub(1)?)?);
        if start >= end || first <= b' ' || last <= b' ' || (first == b'\'' && self.guard == FormulaGuard::On)
        {
            return None;
        }
        let email = Short::of(text, start, end)?.lower()?;
        let (start, end) = plain(row, at.course)?;
        let course = match end.checked_sub(start)? {
            0 => return None,
            // It may be nothing but space.
            _ if !text.get(start)?.is_ascii_graphic() => return None,
            UUID => {
                let key = course_key(core::str::from_utf8(text.get(start..end)?).ok()?);
                Short::of(key.as_bytes(), 0, key.len())?
            }
            _ => Short::of(text, start, end)?,
        };
        let (start, end) = plain(row, at.completed)?;
        let completed = match text.get(start..end)? {
            b"Yes" => true,
            b"No" => false,
            _ => return None,
        };
        let (start, end) = plain(row, at.hours)?;
        let hours = if start == end {
            0
        } else {
            let (value, scale) = quick::decimal(quick::word(text, start, end), end.wrapping_sub(start))?;
            u64::from(value).wrapping_mul(*UNITS.get(scale as usize)?)
        };
        let (start, end) = plain(row, at.grade)?;
        let graded = if start == end {
            false
        } else {
            let (value, scale) = quick::decimal(quick::word(text, start, end), end.wrapping_sub(start))?;
            if u64::from(value) > TENS.get(scale as usize)?.wrapping_mul(100) {
                return None;
            }
            value > 0
        };
        let (start, end) = plain(row, at.completion)?;
        let timed = start != end;
        if timed {
            is_time(text.get(start..end)?)?;
        }
        self.totals.count(completed, timed, graded, hours.into());
        self.totals.courses.add(&course, false);
        self.waiting.push((email.into(), completed));
        if self.waiting.len() >= TOGETHER {
            self.settle();
        }
        Some(())
    }

    fn settle(&mut self) {
        self.totals.learners.add_all(&self.waiting);
        self.waiting.clear();
    }

    /// Takes in a record as every other table is read.
    fn careful(&mut self, record: &Record) -> bool {
        let Self { sheet, columns, places, guard, totals, .. } = self;
        if let Some((map, problems)) = sheet.row(USAGE, record) {
            let mut cells = Cells::new(USAGE, map, record, *guard, problems);
            cells.seek(columns.email);
            let email = cells.text();
            cells.seek(columns.course);
            let course = cells.id();
            cells.seek(columns.hours);
            let hours = cells.hours();
            cells.seek(columns.completed);
            let completed = cells.yes_no();
            cells.seek(columns.completion);
            let timed = cells.time().is_some();
            cells.seek(columns.grade);
            let graded = cells.percent().is_some_and(|grade| grade > Decimal::ZERO);
            if !cells.failed() {
                totals.count(completed, timed, graded, hours.map_or(0, units));
                totals.names(email, course, completed);
            }
        } else if places.is_none() {
            *places = sheet.map().and_then(|map| Places::of(columns, map));
        }
        !sheet.is_unusable()
    }
}

/// Powers of ten.
const TENS: [u64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// What one hour is in units of the ninth decimal place, by the decimal places that are there.
const UNITS: [u64; 8] = [1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100];

/// Where a field's text is, without quotes around it; none when there are quotes in it.
#[inline(always)]
fn plain(row: &Clean<'_>, field: usize) -> Option<(usize, usize)> {
    let (start, end) = row.field(field)?;
    let text = row.text();
    if start < end && text.get(start) == Some(&b'"') {
        let (start, end) = (start.checked_add(1)?, end.checked_sub(1)?);
        return (!text.get(start..end)?.contains(&b'"')).then_some((start, end));
    }
    Some((start, end))
}

/// Whether a text is certainly a time. Not all are recognised.
#[inline(always)]
fn is_time(text: &[u8]) -> Option<()> {
    let words: &[[u8; 8]; 3] = text.as_chunks::<8>().0.first_chunk().filter(|_| text.len() == 24)?;
    let [year, month, day, hour, minute, second, _] = quick::time(words.map(u64::from_le_bytes))?;
    let certain = year > 0
        && month.wrapping_sub(1) < 12
        && day.wrapping_sub(1) < 28
        && hour < 24
        && minute < 60
        && second < 60;
    certain
        .then_some(())
        .or_else(|| crate::table::parse_time(core::str::from_utf8(text).ok()?).map(drop))
}

#[path = "figures_state.rs"]
mod state;
pub use state::FIGURES_STATE_VERSION;

#[cfg(test)]
#[path = "figures_tests.rs"]
pub(super) mod tests;
