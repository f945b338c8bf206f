//! Records to rows: cells read by the columns of a schema, with every problem of every row.

use core::marker::PhantomData;

use rust_decimal::Decimal;

use super::column::{ColumnMap, ColumnSchema, TableSchema};
use super::delimiter::{Delimiter, names_delimiter};
use super::part::Mark;
use super::problem::{PROBLEM_LIMIT, Problem, ProblemCode, Problems, excerpt, start_of};
use super::record::{Found, ReaderOptions, Record, RecordReader};
use super::value::{parse_count, parse_decimal, parse_time, parse_yes_no};
use super::write::{FormulaGuard, Sink, TableWriter, unguarded};
use crate::Timestamp;
use crate::report::DialectTable;

/// A kind of table: its columns, and rows that can be read and written by them. All implementations come from the
/// column tables of this library.
pub trait Layout {
    /// The columns.
    const SCHEMA: &'static TableSchema;

    /// A row; its texts are borrowed or owned.
    type Row<'a>;

    /// Reads a row; none when a cell cannot be read, which the cells then remember.
    fn read<'a>(cells: &mut Cells<'a, '_>) -> Option<Self::Row<'a>>;

    /// Writes one cell of a row, by the place of its column in the schema.
    fn write_cell<S: Sink>(row: &Self::Row<'_>, column: usize, writer: &mut TableWriter<S>);

    /// Whether a text stands for the value that a row has in a column.
    fn is_value(row: &Self::Row<'_>, column: usize, text: &str) -> bool;

    /// What a row has in a column of texts or words; none in one of times or numbers.
    fn word<'r>(row: &'r Self::Row<'_>, column: usize) -> Option<&'r str>;

    /// The row with texts of its own.
    fn into_owned(row: Self::Row<'_>) -> Self::Row<'static>;

    /// The word that a cell stands for, in a column of words.
    #[doc(hidden)]
    fn read_word(field: &str, text: &str) -> Result<&'static str, ProblemCode>;
}

/// A value of a few words.
pub(crate) trait Choice: Copy {
    /// Stands in a row that is refused anyway.
    const DEFAULT: Self;

    /// The value of a word.
    fn read(text: &str) -> Result<Self, ProblemCode>;

    /// The word.
    fn word(self) -> &'static str;
}

/// How a table is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// How the file is cut into records.
    pub records: ReaderOptions,
    /// Whether apostrophes that [`FormulaGuard::On`] put before texts are taken away.
    pub guard: FormulaGuard,
    /// Problems that are kept at most; all are counted.
    pub problem_limit: u32,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            records: ReaderOptions::default(),
            guard: FormulaGuard::Off,
            problem_limit: PROBLEM_LIMIT,
        }
    }
}

/// The cells of one row, in the order of the schema.
#[derive(Debug)]
pub struct Cells<'a, 'p> {
    schema: &'static TableSchema,
    map: &'a ColumnMap,
    record: &'a Record,
    guard: FormulaGuard,
    problems: &'p mut Problems,
    column: usize,
    failed: bool,
}

impl<'a, 'p> Cells<'a, 'p> {
    pub(crate) const fn new(
        schema: &'static TableSchema,
        map: &'a ColumnMap,
        record: &'a Record,
        guard: FormulaGuard,
        problems: &'p mut Problems,
    ) -> Self {
        Self { schema, map, record, guard, problems, column: 0, failed: false }
    }

    /// Goes to a column of the schema.
    pub(crate) const fn seek(&mut self, column: usize) {
        self.column = column;
    }

    fn next(&mut self) -> (&'static ColumnSchema, &'a str) {
        const NOTHING: &ColumnSchema = &ColumnSchema {
            field: "",
            header: "",
            aliases: &[],
            kind: super::ColumnType::Text,
            required: false,
            filled: false,
            trailing: false,
            personal: true,
            meaning: "",
            source: "",
        };
        let column = self.schema.columns.get(self.column).unwrap_or(NOTHING);
        let text = self.map.place(self.column).and_then(|field| self.record.get(field)).unwrap_or_default();
        self.column = self.column.saturating_add(1);
        if column.filled && text.trim().is_empty() {
            self.fail(ProblemCode::EmptyValue);
            return (column, "");
        }
        (column, text)
    }

    /// Passes over a column that the file does not have.
    #[cfg(feature = "arrow")]
    pub(crate) const fn skip(&mut self) {
        self.column = self.column.saturating_add(1);
    }

    /// Remembers a problem of the cell given last.
    pub(crate) fn fail(&mut self, code: ProblemCode) {
        self.failed = true;
        let field = self.column.checked_sub(1).and_then(|column| self.map.place(column));
        self.problems.push(cell_problem(self.record, self.map, field, code));
    }

    fn parsed<T>(&mut self, code: ProblemCode, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let (_, text) = self.next();
        if text.is_empty() {
            return None;
        }
        let value = parse(text);
        if value.is_none() {
            self.fail(code);
        }
        value
    }

    pub(crate) fn text(&mut self) -> &'a str {
        let (_, text) = self.next();
        if self.guard == FormulaGuard::On { unguarded(text) } else { text }
    }

    pub(crate) fn id(&mut self) -> &'a str {
        self.next().1
    }

    pub(crate) fn time(&mut self) -> Option<Timestamp> {
        self.parsed(ProblemCode::NotATime, parse_time)
    }

    pub(crate) fn percent(&mut self) -> Option<Decimal> {
        let value = self.parsed(ProblemCode::NotADecimal, parse_decimal)?;
        self.within(value, value >= Decimal::ZERO && value <= Decimal::ONE_HUNDRED)
    }

    pub(crate) fn hours(&mut self) -> Option<Decimal> {
        let value = self.parsed(ProblemCode::NotADecimal, parse_decimal)?;
        self.within(value, value >= Decimal::ZERO)
    }

    fn within(&mut self, value: Decimal, good: bool) -> Option<Decimal> {
        if !good {
            self.fail(ProblemCode::OutOfRange);
        }
        good.then_some(value)
    }

    pub(crate) fn yes_no(&mut self) -> bool {
        parse_yes_no(self.next().1).unwrap_or_else(|| {
            self.fail(ProblemCode::NotYesNo);
            false
        })
    }

    pub(crate) fn maybe_yes_no(&mut self) -> Option<bool> {
        self.parsed(ProblemCode::NotYesNo, parse_yes_no)
    }

    pub(crate) fn count(&mut self) -> u64 {
        self.maybe_count().unwrap_or_default()
    }

    pub(crate) fn maybe_count(&mut self) -> Option<u64> {
        self.parsed(ProblemCode::NotACount, parse_count)
    }

    pub(crate) fn choice<T: Choice>(&mut self) -> T {
        let (_, text) = self.next();
        T::read(text).unwrap_or_else(|code| {
            self.fail(code);
            T::DEFAULT
        })
    }

    /// The word of a cell of a table's column of words.
    #[cfg(feature = "arrow")]
    pub(crate) fn word<L: Layout>(&mut self) -> &'static str {
        let (column, text) = self.next();
        L::read_word(column.field, text).unwrap_or_else(|code| {
            self.fail(code);
            ""
        })
    }

    /// Whether a cell could not be read.
    pub(crate) const fn failed(&self) -> bool {
        self.failed
    }
}

/// Where a row stands, and its cells outside the schema.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    map: &'a ColumnMap,
    record: &'a Record,
}

impl<'a> Place<'a> {
    /// The physical line on which the row starts, from 1.
    pub const fn line(&self) -> u64 {
        self.record.line()
    }

    /// The row's number, from 1 for the first after the header.
    pub const fn record(&self) -> u64 {
        self.record.number()
    }

    /// Where the columns are.
    pub(crate) const fn columns(&self) -> &'a ColumnMap {
        self.map
    }

    /// The cell of a column of the schema, as the file has it; empty when the file has no such column.
    pub fn cell(&self, column: usize) -> &'a str {
        self.map.place(column).and_then(|field| self.record.get(field)).unwrap_or_default()
    }

    /// The cells of the columns that the schema does not have, as many and in the order of [`RowReader::others`].
    pub fn others(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let record = self.record;
        self.map.other_fields().map(move |field| record.get(field).unwrap_or_default())
    }
}

/// Reads the rows of one kind of table from bytes in pieces of any size, in bounded memory (`REP-6`).
///
/// Every problem of a row is reported, and a row with one is left out; the others are not touched by it. Rows whose
/// cells are all blank are skipped, as spreadsheets leave them.
///
/// ```
/// use matricula::report::Membership;
/// use matricula::table::{ReadOptions, RowReader};
///
/// let mut reader = RowReader::<Membership>::new(ReadOptions::default());
/// let mut members = 0;
/// for piece in [
///     "Email,Program Slug,Member State,# Enrolled",
///     " Courses,# Completed Courses\nada@example.com,p,MEMBER,1,0\n",
///     "bea@example.com,p,member,1,0\n",
/// ] {
///     reader.push(piece.as_bytes());
///     reader.for_each(|row, _| members += row.enrolled_courses);
/// }
/// reader.finish();
/// reader.for_each(|row, _| members += row.enrolled_courses);
/// assert_eq!(members, 1);
/// assert_eq!(reader.problems().kept[0].line, 3);
/// ```
#[derive(Clone, Debug)]
pub struct RowReader<L: Layout> {
    reader: RecordReader,
    record: Record,
    /// Holds a clean record.
    copy: Record,
    sheet: Sheet,
    ended: bool,
    layout: PhantomData<L>,
}

impl<L: Layout> RowReader<L> {
    /// A reader at the start of a file.
    pub fn new(options: ReadOptions) -> Self {
        Self {
            reader: RecordReader::new(options.records),
            record: Record::new(),
            copy: Record::new(),
            sheet: Sheet::new(&options),
            ended: false,
            layout: PhantomData,
        }
    }

    /// A reader at the start of a file of a dialect of one's own: its headers go before those that the schema knows. A
    /// dialect of another report changes nothing.
    pub fn with_dialect(options: ReadOptions, dialect: &DialectTable) -> Self {
        let mut reader = Self::new(options);
        reader.sheet.set_dialect(L::SCHEMA, dialect);
        reader
    }

    /// The delimiter of the file, once it is known.
    pub const fn delimiter(&self) -> Option<Delimiter> {
        self.reader.delimiter()
    }

    /// Gives the next bytes of the file. Nothing is taken once the header line has proved unusable.
    pub fn push(&mut self, bytes: &[u8]) {
        if !self.sheet.unusable {
            self.reader.push(bytes);
        }
    }

    /// Says that the file ends here.
    pub fn finish(&mut self) {
        self.reader.finish();
        self.ended = true;
    }

    /// The problems found so far.
    pub const fn problems(&self) -> &Problems {
        &self.sheet.problems
    }

    /// The problems found, to keep.
    pub fn into_problems(self) -> Problems {
        self.sheet.problems
    }

    /// Rows seen so far, good and bad, without blank ones.
    pub const fn rows(&self) -> u64 {
        self.sheet.rows
    }

    /// Where the columns are, once the header line has been read and found usable.
    pub const fn columns(&self) -> Option<&ColumnMap> {
        self.sheet.map.as_ref()
    }

    /// The headers that the schema does not have, in file order.
    pub fn others(&self) -> impl Iterator<Item = &str> {
        self.sheet.map.iter().flat_map(ColumnMap::others)
    }

    /// Reads the header line, if it is there and has not been read.
    pub(crate) fn read_header(&mut self) {
        let sheet = &mut self.sheet;
        while sheet.map.is_none() && !sheet.unusable && self.reader.next_record(&mut self.record) {
            sheet.row(L::SCHEMA, &self.record);
        }
    }

    /// Gives out the rows that are complete.
    pub fn for_each(&mut self, mut each: impl FnMut(L::Row<'_>, Place<'_>)) {
        self.judge_each(|row, place, _| each(row, place));
    }

    /// Takes the next bytes of the file and gives out the rows that are complete: as [`Self::push`] and
    /// [`Self::for_each`], but what is clean is read where it lies. Pieces of some hundred kilobytes are read best.
    ///
    /// ```
    /// use matricula::report::Membership;
    /// use matricula::table::{ReadOptions, RowReader};
    ///
    /// let mut reader = RowReader::<Membership>::new(ReadOptions::default());
    /// let mut emails = Vec::new();
    /// for piece in ["Email,Program Slug,Member State,# Enrolled Courses,# Completed", " Courses\nada@example.com,p,MEMBER,1,0\n"] {
    ///     reader.feed(piece.as_bytes(), |row, place| emails.push((place.line(), row.email.into_owned())));
    /// }
    /// assert_eq!(emails, [(2, "ada@example.com".to_owned())]);
    /// ```
    pub fn feed(&mut self, bytes: &[u8], mut each: impl FnMut(L::Row<'_>, Place<'_>)) {
        self.judge_fed(bytes, |row, place, _| each(row, place));
    }

    /// As [`Self::feed`], with a judge of what the columns alone cannot tell.
    pub(crate) fn judge_fed(
        &mut self,
        bytes: &[u8],
        mut each: impl FnMut(L::Row<'_>, Place<'_>, &mut Judge<'_>),
    ) {
        if self.sheet.unusable {
            return;
        }
        let Self { reader, record, sheet, copy, .. } = self;
        reader.drain(bytes, record, |found| {
            let record = match found {
                Found::Other(record) => record,
                Found::Clean(clean) => {
                    clean.fill(copy);
                    &*copy
                }
            };
            sheet.judge::<L>(record, &mut each)
        });
    }

    /// As [`Self::for_each`], with a judge of what the columns alone cannot tell.
    pub(crate) fn judge_each(&mut self, mut each: impl FnMut(L::Row<'_>, Place<'_>, &mut Judge<'_>)) {
        while !self.sheet.unusable && self.reader.next_record(&mut self.record) {
            self.sheet.judge::<L>(&self.record, &mut each);
        }
        if self.ended {
            self.sheet.end();
        }
    }

    /// Reads a whole file.
    pub(crate) fn read_whole(
        bytes: &[u8],
        options: ReadOptions,
        each: impl FnMut(L::Row<'_>, Place<'_>, &mut Judge<'_>),
    ) -> Self {
        Self::new(options).read_all(bytes, each)
    }

    /// Reads a whole file.
    pub(crate) fn read_all(
        mut self,
        bytes: &[u8],
        mut each: impl FnMut(L::Row<'_>, Place<'_>, &mut Judge<'_>),
    ) -> Self {
        self.judge_fed(bytes, &mut each);
        self.finish();
        self.judge_each(each);
        self
    }
}

/// What is known of a table while its records come.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    guard: FormulaGuard,
    /// A dialect of one's own.
    dialect: Option<DialectTable>,
    /// A line that names the delimiter stood above the header line.
    delimiter_seen: bool,
    map: Option<ColumnMap>,
    /// The header line cannot be used.
    unusable: bool,
    problems: Problems,
    rows: u64,
}

impl Sheet {
    pub(crate) const fn new(options: &ReadOptions) -> Self {
        Self {
            guard: options.guard,
            dialect: None,
            delimiter_seen: false,
            map: None,
            unusable: false,
            problems: Problems::new(options.problem_limit),
            rows: 0,
        }
    }

    /// Lets the headers of a dialect of one's own go first, if it is one of this table.
    pub(crate) fn set_dialect(&mut self, schema: &TableSchema, dialect: &DialectTable) {
        self.dialect = Some(dialect.clone()).filter(|dialect| dialect.schema() == schema);
    }

    /// Whether the header line cannot be used.
    pub(crate) const fn is_unusable(&self) -> bool {
        self.unusable
    }

    pub(crate) const fn map(&self) -> Option<&ColumnMap> {
        self.map.as_ref()
    }

    pub(crate) const fn rows(&self) -> u64 {
        self.rows
    }

    /// Counts a row that was read in another way.
    pub(crate) const fn count(&mut self) {
        self.rows = self.rows.saturating_add(1);
    }

    #[cfg(feature = "arrow")]
    pub(crate) const fn problems(&self) -> &Problems {
        &self.problems
    }

    pub(crate) fn into_problems(self) -> Problems {
        self.problems
    }

    /// For the rows of a part of the same file.
    pub(crate) fn part(&self) -> Self {
        Self {
            guard: self.guard,
            dialect: None,
            delimiter_seen: self.delimiter_seen,
            map: self.map.clone(),
            unusable: self.unusable,
            problems: Problems::new(self.problems.limit),
            rows: 0,
        }
    }

    /// Takes in what was seen in the part of the file that starts with a record.
    pub(crate) fn take_in(&mut self, part: Self, seam: Mark) {
        self.rows = self.rows.saturating_add(part.rows);
        self.problems.take_in(part.problems, seam.line.saturating_sub(1), seam.number);
    }

    /// The columns, if this record is not the header line; else it is read as that. None as well when the record is a
    /// blank row, or has a problem of its own.
    pub(crate) fn row(
        &mut self,
        schema: &'static TableSchema,
        record: &Record,
    ) -> Option<(&ColumnMap, &mut Problems)> {
        let Self { map, unusable, problems, rows, dialect, delimiter_seen, .. } = self;
        let Some(map) = map else {
            if !*delimiter_seen && names_delimiter(record) {
                *delimiter_seen = true;
                return None;
            }
            *map = ColumnMap::find(schema, dialect.as_ref(), record, problems);
            *unusable = map.is_none();
            return None;
        };
        if record.problems().is_empty() && record.is_blank() {
            return None;
        }
        *rows = rows.saturating_add(1);
        if !is_whole(record, map, problems) {
            return None;
        }
        if map.is_header_line(record) {
            problems.push(cell_problem(record, map, None, ProblemCode::HeaderAgain));
            return None;
        }
        Some((map, problems))
    }

    /// Reads a record as a row. False when there is nothing to read on for.
    pub(crate) fn judge<L: Layout>(
        &mut self,
        record: &Record,
        each: &mut impl FnMut(L::Row<'_>, Place<'_>, &mut Judge<'_>),
    ) -> bool {
        let guard = self.guard;
        if let Some((map, problems)) = self.row(L::SCHEMA, record) {
            let mut cells = Cells::new(L::SCHEMA, map, record, guard, &mut *problems);
            if let Some(row) = L::read(&mut cells) {
                each(row, Place { map, record }, &mut Judge { schema: L::SCHEMA, map, record, problems });
            }
        }
        !self.unusable
    }

    /// Says that there are no more records.
    pub(crate) fn end(&mut self) {
        if self.map.is_none() && !self.unusable {
            self.unusable = true;
            self.problems.push(Problem {
                line: 1,
                record: 0,
                column: None,
                header: None,
                offset: None,
                excerpt: "".into(),
                code: ProblemCode::EmptyFile,
                message: "".into(),
            });
        }
    }
}

/// Takes down the problems of a row that its columns alone do not show.
pub(crate) struct Judge<'a> {
    schema: &'static TableSchema,
    map: &'a ColumnMap,
    record: &'a Record,
    problems: &'a mut Problems,
}

impl Judge<'_> {
    /// Reports a problem of a field of this row.
    pub(crate) fn refuse(&mut self, field: &str, code: ProblemCode) {
        let problem = self.problem(field, code);
        self.problems.push(problem);
    }

    /// A problem of a field of this row, to be reported if it proves to be one.
    pub(crate) fn problem(&self, field: &str, code: ProblemCode) -> Problem {
        let column = self.schema.columns.iter().position(|column| column.field == field);
        let place = column.and_then(|column| self.map.place(column));
        let mut problem = cell_problem(self.record, self.map, place, code);
        if place.is_none() {
            // The file has no such column, and without its name nobody knows what is missing.
            let column = column.and_then(|column| self.schema.columns.get(column));
            problem.header = column.map(|column| column.header.into());
        }
        problem
    }
}

/// Whether the record has no problem of its own and is as long as it must be. Reports what is not so.
fn is_whole(record: &Record, map: &ColumnMap, problems: &mut Problems) -> bool {
    for problem in record.problems() {
        let mut found = cell_problem(record, map, Some(problem.field as usize), problem.code);
        found.line = problem.line;
        found.offset = problem.offset;
        problems.push(found);
    }
    let torn = record.problems().iter().any(|problem| {
        matches!(
            problem.code,
            ProblemCode::QuoteNotClosed | ProblemCode::FieldTooLong | ProblemCode::RecordTooLong
        )
    });
    // What a lost quote did to the count of fields is no problem of its own.
    if let Some(code) = map.judge_length(record.len()).filter(|_| !torn) {
        problems.push(cell_problem(record, map, None, code));
        return false;
    }
    record.problems().is_empty()
}

fn cell_problem(record: &Record, map: &ColumnMap, field: Option<usize>, code: ProblemCode) -> Problem {
    Problem {
        line: record.line(),
        record: record.number(),
        column: field.and_then(|field| u32::try_from(field).ok()).map(|field| field.saturating_add(1)),
        header: field.and_then(|field| map.header(field)).map(start_of),
        offset: None,
        excerpt: field.and_then(|field| record.get(field)).map(excerpt).unwrap_or_default(),
        code,
        message: "".into(),
    }
}
