//! Readers and writers of whichever report is asked for, for languages without generics.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};

use super::error::BatchError;
use super::read::{ArrowOptions, ArrowReader};
use super::write::BatchWriter;
use crate::report::{
    Dialect, DialectTable, Membership, ReportKind, Specialization, Target, Usage, WriteForm,
};
use crate::table::{ColumnMap, FormulaGuard, InParts, Layout, Problems, Sink};

/// An [`ArrowReader`] of a report that is chosen at run time.
///
/// ```
/// use matricula::arrow::{AnyReader, ArrowOptions};
/// use matricula::report::ReportKind;
///
/// let mut reader = AnyReader::new(ReportKind::Membership, ArrowOptions::default());
/// reader.finish();
/// assert_eq!(reader.problems().kept[0].code.as_str(), "empty_file");
/// ```
#[derive(Clone, Debug)]
pub enum AnyReader {
    /// Reads a usage report.
    Usage(Box<ArrowReader<Usage>>),
    /// Reads a membership report.
    Membership(Box<ArrowReader<Membership>>),
    /// Reads a specialization report.
    Specialization(Box<ArrowReader<Specialization>>),
}

macro_rules! of_any {
    ($any:expr, $known:ident => $asked:expr) => {
        match $any {
            Self::Usage($known) => $asked,
            Self::Membership($known) => $asked,
            Self::Specialization($known) => $asked,
        }
    };
}

impl AnyReader {
    /// A reader at the start of a file.
    pub fn new(table: ReportKind, options: ArrowOptions) -> Self {
        match table {
            ReportKind::Usage => Self::Usage(Box::new(ArrowReader::new(options))),
            ReportKind::Membership => Self::Membership(Box::new(ArrowReader::new(options))),
            ReportKind::Specialization => Self::Specialization(Box::new(ArrowReader::new(options))),
        }
    }

    /// As [`ArrowReader::with_dialect`].
    pub fn with_dialect(table: ReportKind, options: ArrowOptions, dialect: &DialectTable) -> Self {
        match table {
            ReportKind::Usage => Self::Usage(Box::new(ArrowReader::with_dialect(options, dialect))),
            ReportKind::Membership => Self::Membership(Box::new(ArrowReader::with_dialect(options, dialect))),
            ReportKind::Specialization => {
                Self::Specialization(Box::new(ArrowReader::with_dialect(options, dialect)))
            }
        }
    }

    /// As [`ArrowReader::push`].
    pub fn push(&mut self, bytes: &[u8]) {
        of_any!(self, reader => reader.push(bytes));
    }

    /// As [`ArrowReader::finish`].
    pub fn finish(&mut self) {
        of_any!(self, reader => reader.finish());
    }

    /// As [`ArrowReader::next_batch`].
    pub fn next_batch(&mut self) -> Option<RecordBatch> {
        of_any!(self, reader => reader.next_batch())
    }

    /// As [`ArrowReader::schema`].
    pub fn schema(&self) -> SchemaRef {
        of_any!(self, reader => reader.schema())
    }

    /// As [`ArrowReader::columns`].
    pub fn columns(&self) -> Option<&ColumnMap> {
        of_any!(self, reader => reader.columns())
    }

    /// The headers that the report does not have, in file order.
    pub fn other_headers(&self) -> Vec<String> {
        self.columns().map(|map| map.others().map(String::from).collect()).unwrap_or_default()
    }

    /// As [`ArrowReader::dialect`].
    pub fn dialect(&self) -> Option<Dialect> {
        of_any!(self, reader => reader.dialect())
    }

    /// As [`ArrowReader::problems`].
    pub fn problems(&self) -> &Problems {
        of_any!(self, reader => reader.problems())
    }

    /// As [`ArrowReader::records`].
    pub fn records(&self) -> u64 {
        of_any!(self, reader => reader.records())
    }
}

impl InParts for AnyReader {
    fn split<E>(
        self,
        size: u64,
        parts: usize,
        read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<Vec<Self>, E> {
        Ok(match self {
            Self::Usage(reader) => any(reader.split(size, parts, read)?, Self::Usage),
            Self::Membership(reader) => any(reader.split(size, parts, read)?, Self::Membership),
            Self::Specialization(reader) => any(reader.split(size, parts, read)?, Self::Specialization),
        })
    }

    fn read_from<E>(&mut self, read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>) -> Result<(), E> {
        of_any!(self, reader => reader.read_from(read))
    }

    fn join<E>(
        parts: impl IntoIterator<Item = Self>,
        read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<Option<Self>, E> {
        let mut parts = parts.into_iter().peekable();
        macro_rules! joined {
            ($Known:ident) => {{
                let parts = parts.filter_map(|part| match part {
                    Self::$Known(reader) => Some(*reader),
                    _ => None,
                });
                ArrowReader::join(parts, read)?.map(|whole| Self::$Known(Box::new(whole)))
            }};
        }
        Ok(match parts.peek() {
            None => None,
            Some(Self::Usage(_)) => joined!(Usage),
            Some(Self::Membership(_)) => joined!(Membership),
            Some(Self::Specialization(_)) => joined!(Specialization),
        })
    }
}

fn any<L: Layout>(
    parts: Vec<ArrowReader<L>>,
    known: impl Fn(Box<ArrowReader<L>>) -> AnyReader,
) -> Vec<AnyReader> {
    parts.into_iter().map(|part| known(Box::new(part))).collect()
}

/// A [`BatchWriter`] of a report that is chosen at run time.
///
/// ```
/// use matricula::arrow::{AnyWriter, table_schema};
/// use matricula::report::{MEMBERSHIP, ReportKind};
///
/// let schema = table_schema(MEMBERSHIP, []);
/// let writer = AnyWriter::new(ReportKind::Membership, &schema, Default::default(), Default::default(), Vec::new())?;
/// assert!(writer.sink().starts_with(b"Name,Email,"));
/// # Ok::<(), matricula::arrow::BatchError>(())
/// ```
#[derive(Debug)]
pub enum AnyWriter<S: Sink> {
    /// Writes a usage report.
    Usage(BatchWriter<Usage, S>),
    /// Writes a membership report.
    Membership(BatchWriter<Membership, S>),
    /// Writes a specialization report.
    Specialization(BatchWriter<Specialization, S>),
}

impl<S: Sink> AnyWriter<S> {
    /// As [`BatchWriter::new`].
    ///
    /// # Errors
    ///
    /// Those of [`BatchWriter::new`].
    pub fn new(
        table: ReportKind,
        schema: &Schema,
        target: Target<'_>,
        guard: FormulaGuard,
        sink: S,
    ) -> Result<Self, BatchError> {
        Self::with_form(table, schema, target, WriteForm::default(), guard, sink)
    }

    /// As [`BatchWriter::with_form`].
    ///
    /// # Errors
    ///
    /// Those of [`BatchWriter::new`].
    pub fn with_form(
        table: ReportKind,
        schema: &Schema,
        target: Target<'_>,
        form: WriteForm,
        guard: FormulaGuard,
        sink: S,
    ) -> Result<Self, BatchError> {
        Ok(match table {
            ReportKind::Usage => Self::Usage(BatchWriter::with_form(schema, target, form, guard, sink)?),
            ReportKind::Membership => {
                Self::Membership(BatchWriter::with_form(schema, target, form, guard, sink)?)
            }
            ReportKind::Specialization => {
                Self::Specialization(BatchWriter::with_form(schema, target, form, guard, sink)?)
            }
        })
    }

    /// As [`BatchWriter::write`].
    ///
    /// # Errors
    ///
    /// Those of [`BatchWriter::write`].
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), BatchError> {
        of_any!(self, writer => writer.write(batch))
    }

    /// The lines of a batch, as [`super::RowsWriter::lines`] gives them: several can be made at the same time, to be written
    /// behind this writer's header line in order.
    ///
    /// # Errors
    ///
    /// Those of [`super::RowsWriter::lines`].
    pub fn lines(&self, batch: &RecordBatch, before: u64, lines: Vec<u8>) -> Result<Vec<u8>, BatchError> {
        of_any!(self, writer => writer.lines(batch, before, lines))
    }

    /// As [`BatchWriter::rows`].
    pub const fn rows(&self) -> u64 {
        of_any!(self, writer => writer.rows())
    }

    /// As [`BatchWriter::sink`].
    pub const fn sink(&self) -> &S {
        of_any!(self, writer => writer.sink())
    }

    /// As [`BatchWriter::sink_mut`].
    pub const fn sink_mut(&mut self) -> &mut S {
        of_any!(self, writer => writer.sink_mut())
    }
}
