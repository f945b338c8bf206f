//! Reading and writing a report as a whole.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use super::dialect::{DialectError, DialectName, DialectTable, Report};
use super::form::{FileForm, FormSniffer, ReportWriter, Speller, Spelling, other_headers};
use crate::table::{FormulaGuard, Layout, Problems, ReadOptions, RowReader, Sink, TableWriter, tidy};

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteOptions {
    /// Whether texts are guarded against being taken for formulas.
    pub guard: FormulaGuard,
    /// In which dialect.
    pub dialect: DialectName,
}

/// A report that was read: its good rows, what it has beyond its columns, and its problems.
#[derive(Clone, PartialEq, Eq)]
pub struct Table<R> {
    /// The good rows, in file order.
    pub rows: Vec<R>,
    /// For each row, the physical line on which it starts, from 1.
    pub lines: Vec<u64>,
    /// Headers of the file that the report does not have.
    pub other_headers: Vec<Box<str>>,
    /// For each row its cells under [`Self::other_headers`]; empty when there are none of these.
    pub other_cells: Vec<Box<[Box<str>]>>,
    /// Rows seen, good and bad, without blank ones.
    pub records: u64,
    /// Everything that is wrong with the file.
    pub problems: Problems,
    /// What its bytes look like, to write it again as it was (see [`rewrite`]).
    pub form: FileForm,
    /// The cells that do not look as the form says, by row and column.
    pub spellings: Vec<Spelling>,
}

impl<R: fmt::Debug> fmt::Debug for Table<R> {
    /// Leaves out the cells outside the schema, which may be personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Table")
            .field("rows", &self.rows)
            .field("records", &self.records)
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

/// Reads a report of any kind; see [`crate::report::read_usage`].
///
/// ```
/// use matricula::report::{self, Specialization};
///
/// assert_eq!(report::read::<Specialization>(b"Email\n", Default::default()).problems.total, 5);
/// ```
pub fn read<L: Layout>(bytes: &[u8], options: ReadOptions) -> Table<L::Row<'static>> {
    read_by(RowReader::<L>::new(options), bytes, options)
}

/// Reads a report of a dialect of one's own: its headers go before those that the report knows (`REP-2`).
///
/// ```
/// use matricula::report::{self, Dialect, DialectColumn, DialectName, Membership, ReportKind};
///
/// let mut dialect = Dialect::known(ReportKind::Membership, DialectName::Legacy);
/// dialect.columns[1].header = "E-Mail".into();
/// let file = b"E-Mail,Program Slug,Member State,# Enrolled Courses,# Completed Courses\njo@example.com,p,MEMBER,1,0\n";
/// let table = report::read_with_dialect::<Membership>(file, &dialect.table()?, Default::default());
/// assert_eq!(table.rows[0].email, "jo@example.com");
/// # Ok::<(), matricula::report::DialectError>(())
/// ```
pub fn read_with_dialect<L: Report>(
    bytes: &[u8],
    dialect: &DialectTable,
    options: ReadOptions,
) -> Table<L::Row<'static>> {
    read_by(RowReader::<L>::with_dialect(options, dialect), bytes, options)
}

fn read_by<L: Layout>(
    mut reader: RowReader<L>,
    bytes: &[u8],
    options: ReadOptions,
) -> Table<L::Row<'static>> {
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    let mut other_cells = Vec::new();
    let mut spellings = Vec::new();
    let mut speller: Option<Speller> = None;
    reader = reader.read_all(bytes, |row, place, _| {
        let speller = speller.get_or_insert_with(|| Speller::new::<L>(place.columns(), options.guard));
        let number = rows.len() as u64;
        speller
            .note(&place, |column, text| spellings.push(Spelling { row: number, column, text: text.into() }));
        rows.push(L::into_owned(row));
        lines.push(place.line());
        let others: Box<[Box<str>]> = place.others().map(Into::into).collect();
        if !others.is_empty() {
            other_cells.push(others);
        }
    });
    let mut sniffer = FormSniffer::default();
    sniffer.push(bytes);
    let mut form = sniffer.form();
    form.guard_formulas = options.guard == FormulaGuard::On;
    form.set_separator(reader.delimiter());
    form.times = speller.map(|speller| speller.times()).unwrap_or_default();
    if let Some(map) = reader.columns() {
        form.set_columns::<L>(map);
    }
    Table {
        rows,
        lines,
        other_headers: reader.others().map(Into::into).collect(),
        other_cells,
        records: reader.rows(),
        problems: reader.into_problems(),
        form,
        spellings,
    }
}

/// Writes a report of any kind, header line first; see [`crate::report::write_usage`].
pub fn write<'a, L: Report>(
    rows: impl IntoIterator<Item = L::Row<'a>>,
    options: WriteOptions,
    sink: &mut (impl Sink + ?Sized),
) {
    let form = FileForm::of_dialect(&DialectTable::known(L::KIND, options.dialect));
    // The columns of a known dialect are always good.
    if let Ok(mut writer) = ReportWriter::<L, _>::guarding(sink, &form, options.guard) {
        rows.into_iter().for_each(|row| writer.write(&row));
    }
}

/// Writes a table that has one form only: its columns under their own headers, header line first.
pub(super) fn write_plain<'a, L: Layout>(
    rows: impl IntoIterator<Item = L::Row<'a>>,
    guard: FormulaGuard,
    sink: &mut (impl Sink + ?Sized),
) {
    let mut writer = TableWriter::new(sink, guard);
    for column in L::SCHEMA.columns {
        writer.id(column.header);
    }
    writer.end_row();
    for row in rows {
        for column in 0..L::SCHEMA.columns.len() {
            L::write_cell(&row, column, &mut writer);
        }
        writer.end_row();
    }
}

/// In which dialect a report that was read is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Target<'a> {
    /// In its own form, byte for byte as [`FileForm`] says.
    #[default]
    Own,
    /// In a known dialect; the columns that it does not have are left out.
    Known(DialectName),
    /// In a dialect of one's own. Its columns without field take the cells that the file had under these headers.
    Dialect(&'a DialectTable),
}

/// Writes a report as it was read: in its own dialect, order and form, with the columns that the report does not have.
/// Rows may have been changed.
///
/// # Errors
///
/// [`DialectError`] if a column of the form is of a field that the report does not have.
///
/// ```
/// use matricula::report::{self, Membership};
///
/// let file = b"Team;# Enrolled Courses;# Completed Courses;Program Slug;Email;Join Date;Member State\n\
///     blue;01;0;p;jo@example.com;2024-01-26 10:16:04;MEMBER";
/// let table = report::read_membership(file, Default::default());
/// let mut written = Vec::new();
/// report::rewrite::<Membership>(&table, &mut written)?;
/// assert_eq!(written, file);
/// # Ok::<(), matricula::report::DialectError>(())
/// ```
pub fn rewrite<L: Report>(
    table: &Table<L::Row<'static>>,
    sink: &mut (impl Sink + ?Sized),
) -> Result<(), DialectError> {
    write_table::<L>(table, Target::Own, table.form.guard(), sink)
}

/// Writes a report that was read, in any dialect. Between dialects only the columns are lost that the target does not have;
/// in another dialect than its own it is written in the form of this library: UTF-8, commas, CRLF.
///
/// # Errors
///
/// [`DialectError`] if the dialect is of another report, or a column of the table's own form is of a field that the report
/// does not have.
pub fn write_table<L: Report>(
    table: &Table<L::Row<'static>>,
    target: Target<'_>,
    guard: FormulaGuard,
    sink: &mut (impl Sink + ?Sized),
) -> Result<(), DialectError> {
    let others = |row: usize| table.other_cells.get(row).map(|cells| &**cells).unwrap_or_default();
    let dialect = match target {
        Target::Own => {
            let mut spellings = table.spellings.iter().peekable();
            let mut writer = ReportWriter::<L, _>::guarding(sink, &table.form, guard)?;
            let known = guard == table.form.guard();
            for (number, row) in table.rows.iter().enumerate() {
                let mine = core::iter::from_fn(|| {
                    while spellings.next_if(|found| found.row < number as u64).is_some() {}
                    spellings.next_if(|found| found.row == number as u64)
                });
                let mine = mine.filter(|_| known).map(|found| (found.column, found.text.as_str()));
                writer.write_kept(row, others(number).iter().map(|cell| &**cell), mine);
            }
            return Ok(());
        }
        Target::Known(name) => &DialectTable::known(L::KIND, name),
        Target::Dialect(dialect) => dialect,
    };
    dialect.must_be_of::<L>()?;
    let form = FileForm { guard_formulas: table.form.guard_formulas, ..FileForm::of_dialect(dialect) };
    let found = |header: &str| {
        table
            .other_headers
            .iter()
            .position(|other| tidy(other).eq_ignore_ascii_case(tidy(header)))
    };
    let places: Vec<Option<usize>> = other_headers(&form.columns).map(found).collect();
    let mut writer = ReportWriter::<L, _>::guarding(sink, &form, guard)?;
    for (number, row) in table.rows.iter().enumerate() {
        let cells = others(number);
        let kept = places
            .iter()
            .map(|place| place.and_then(|place| cells.get(place)).map_or("", |cell| &**cell));
        writer.write_kept(row, kept, core::iter::empty());
    }
    Ok(())
}
