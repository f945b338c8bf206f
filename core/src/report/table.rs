//! Reading and writing a report as a whole.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::table::{FormulaGuard, Layout, Problems, ReadOptions, RowReader, Sink, TableWriter};

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteOptions {
    /// Whether texts are guarded against being taken for formulas.
    pub guard: FormulaGuard,
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
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    let mut other_cells = Vec::new();
    let reader = RowReader::<L>::read_whole(bytes, options, |row, place, _| {
        rows.push(L::into_owned(row));
        lines.push(place.line());
        let others: Box<[Box<str>]> = place.others().map(Into::into).collect();
        if !others.is_empty() {
            other_cells.push(others);
        }
    });
    Table {
        rows,
        lines,
        other_headers: reader.others().map(Into::into).collect(),
        other_cells,
        records: reader.rows(),
        problems: reader.into_problems(),
    }
}

/// Writes a report of any kind, header line first; see [`crate::report::write_usage`].
pub fn write<'a, L: Layout>(
    rows: impl IntoIterator<Item = L::Row<'a>>,
    options: WriteOptions,
    sink: &mut (impl Sink + ?Sized),
) {
    let mut writer = TableWriter::new(sink, options.guard);
    for column in L::SCHEMA.columns {
        writer.id(column.header);
    }
    writer.end_row();
    for row in rows {
        L::write(&row, &mut writer);
    }
}
