//! Tables of anyone to report files.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Scope, available_parallelism};

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, Schema};
use matricula::arrow::{AnyWriter, BatchError};
use matricula::report::{
    DialectError, FileForm, Membership, PlainDefect, PlainRow, PlainRows, PlainValue, Report, ReportKind,
    Specialization, Usage, WriteForm,
};
use matricula::table::{ColumnType, FormulaGuard, TableWriter, parse_decimal};
use pyo3::exceptions::PyOSError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};

use super::capsule::{stream_of, unreadable, unreadable_batch};
use crate::arguments::argument;
use crate::dialects::Chosen;
use crate::errors::{invalid_input, unusable_dialect};
use crate::from_python::{Misfit, from_python};
use crate::source::{closed, opened_special, system_error};

/// Bytes that are gathered before they are written.
const PIECE: usize = 1 << 20;

/// Rows of a batch that are formatted before their bytes are written.
const SLICE: usize = 4_096;

/// Formatted slices that wait at most for each core that makes them.
const AHEAD: usize = 2;

/// Where the bytes of a report go.
pub(crate) enum Target<'py> {
    /// A new file beside the one it will replace, so that nobody ever sees half of it.
    Path {
        file: File,
        draft: PathBuf,
        path: PathBuf,
    },
    /// Something at a path that cannot be replaced, as a pipe.
    Special(Bound<'py, PyAny>),
    Object(Bound<'py, PyAny>),
}

impl<'py> Target<'py> {
    fn new(given: &Bound<'py, PyAny>) -> PyResult<Self> {
        let py = given.py();
        if let Ok(path) = given.extract::<PathBuf>() {
            if let Some(special) = opened_special(py, &path, "wb")? {
                return Ok(Self::Special(special));
            }
            return Self::at(path.clone()).map_err(|error| system_error(error, &path));
        }
        if is_of(given, intern!(py, "TextIOBase"))? {
            let misfit = Misfit::new("bytes are written, not text; open the file with mode `wb`");
            return Err(invalid_input(py, misfit, "target"));
        }
        if given.hasattr(intern!(py, "write"))? {
            return Ok(Self::Object(given.clone()));
        }
        let expected = "a path, or a file that was opened for writing bytes";
        Err(invalid_input(py, Misfit::unlike(expected, given), "target"))
    }

    fn at(path: PathBuf) -> io::Result<Self> {
        // A link stays a link: what it leads to is replaced.
        let path = if path.exists() { path.canonicalize()? } else { path };
        let Some(draft) = draft_of(&path) else {
            // No file has an empty name: the system says so in its own words.
            return Err(File::open(path).err().unwrap_or_else(|| io::ErrorKind::InvalidInput.into()));
        };
        Ok(Self::Path { file: File::create(&draft)?, draft, path })
    }

    pub(crate) fn write(&mut self, py: Python<'py>, bytes: &[u8]) -> PyResult<()> {
        let object = match self {
            Self::Path { file, path, .. } => {
                return py.detach(|| file.write_all(bytes)).map_err(|error| system_error(error, path));
            }
            Self::Special(object) | Self::Object(object) => object,
        };
        let mut rest = bytes;
        while !rest.is_empty() {
            let written = object.call_method1(intern!(py, "write"), (PyBytes::new(py, rest),))?;
            // A file without a buffer of its own may take only a part.
            match written.extract::<usize>() {
                Ok(0) => return Err(takes_no_more()),
                Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                // From a file that does not wait this is no success: it has taken nothing.
                Err(_) if written.is_none() && is_of(object, intern!(py, "RawIOBase"))? => {
                    return Err(takes_no_more());
                }
                Err(_) => break,
            }
        }
        Ok(())
    }

    fn close(self, py: Python<'py>) -> PyResult<()> {
        match self {
            Self::Path { file, draft, path } => {
                let replaced = py.detach(|| {
                    let kept =
                        path.metadata().map_or(Ok(()), |about| file.set_permissions(about.permissions()));
                    drop(file);
                    kept.and_then(|()| std::fs::rename(&draft, &path)).inspect_err(|_| forget(&draft))
                });
                replaced.map_err(|error| system_error(error, &path))
            }
            Self::Special(object) => closed(&object, Ok(())),
            Self::Object(_) => Ok(()),
        }
    }

    /// Leaves nothing behind.
    fn drop_draft(self, error: PyErr) -> PyErr {
        match self {
            Self::Path { file, draft, .. } => {
                drop(file);
                forget(&draft);
                error
            }
            Self::Special(object) => {
                // The error that came first is told.
                let _ = object.call_method0(intern!(object.py(), "close"));
                error
            }
            Self::Object(_) => error,
        }
    }
}

/// Whether a file is of a kind that Python's module `io` knows.
fn is_of(file: &Bound<'_, PyAny>, kind: &Bound<'_, PyString>) -> PyResult<bool> {
    file.is_instance(&file.py().import(intern!(file.py(), "io"))?.getattr(kind)?)
}

#[cold]
fn takes_no_more() -> PyErr {
    PyOSError::new_err("the file takes no more bytes; give one that waits, or one with a buffer")
}

/// Removes a draft. What went wrong before is told; that the draft could not be removed as well would hide it.
fn forget(draft: &Path) {
    let _ = std::fs::remove_file(draft);
}

/// A name beside a file that no other writer in the world has now: threads may write to one path, and the last one stays.
fn draft_of(path: &Path) -> Option<PathBuf> {
    static DRAFTS: AtomicU64 = AtomicU64::new(0);
    let mut name = path.file_name()?.to_owned();
    name.push(format!(".{}.{}.part", std::process::id(), DRAFTS.fetch_add(1, Ordering::Relaxed)));
    Some(path.with_file_name(name))
}

/// Does all the writing; a file appears only if it went well.
pub(crate) fn into_target<'py, T>(
    given: &Bound<'py, PyAny>,
    write: impl FnOnce(&mut Target<'py>) -> PyResult<T>,
) -> PyResult<T> {
    let mut target = Target::new(given)?;
    match write(&mut target) {
        Ok(told) => target.close(given.py()).map(|()| told),
        Err(error) => Err(target.drop_draft(error)),
    }
}

const fn formulas(guard: bool) -> FormulaGuard {
    if guard { FormulaGuard::On } else { FormulaGuard::Off }
}

#[cold]
fn unfit(py: Python<'_>, error: &BatchError) -> PyErr {
    if let BatchError::OtherReport { report } = *error {
        return unusable_dialect(py, &DialectError::OtherReport { report });
    }
    invalid_input(py, Misfit::new(error.to_string()), "data")
}

/// In what form to write. Columns are what only the whole form of a file has.
fn form_of(value: &Bound<'_, PyAny>) -> PyResult<WriteForm> {
    if value.cast::<PyDict>().is_ok_and(|form| form.contains("columns").is_ok_and(|has| has)) {
        return argument::<FileForm>(value, "form").map(|form| WriteForm::from(&form));
    }
    argument(value, "form")
}

/// How a report is written.
pub(super) struct How {
    chosen: Chosen,
    guard: FormulaGuard,
    form: WriteForm,
}

impl How {
    pub(super) fn of(
        dialect: Option<&Bound<'_, PyAny>>,
        guard: bool,
        form: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Ok(Self {
            chosen: Chosen::of(dialect)?,
            guard: formulas(guard),
            form: form.map(form_of).transpose()?.unwrap_or_default(),
        })
    }
}

pub(super) fn write_batches(
    kind: ReportKind,
    schema: &Schema,
    mut batches: impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send,
    target: &Bound<'_, PyAny>,
    how: &How,
) -> PyResult<u64> {
    let py = target.py();
    let sink = Vec::with_capacity(PIECE);
    let writer = AnyWriter::with_form(kind, schema, how.chosen.target(), how.form, how.guard, sink)
        .map_err(|error| unfit(py, &error))?;
    into_target(target, |target| {
        target.write(py, writer.sink())?;
        std::thread::scope(|scope| {
            let mut making = Making::new(scope, &writer);
            let mut spare = Vec::new();
            let mut rows = 0;
            while let Some(batch) = py.detach(|| batches.next()) {
                let batch = batch.map_err(|defect| unreadable_batch(py, schema, &defect))?;
                for start in (0..batch.num_rows()).step_by(SLICE) {
                    py.check_signals()?;
                    let slice = batch.slice(start, SLICE.min(batch.num_rows() - start));
                    let count = slice.num_rows() as u64;
                    if making.is_full() {
                        spare = making.next(py)?.unwrap_or_default();
                        target.write(py, &spare)?;
                    }
                    making.ask(slice, rows, std::mem::take(&mut spare));
                    rows += count;
                }
            }
            while let Some(lines) = making.next(py)? {
                target.write(py, &lines)?;
            }
            Ok(rows)
        })
    })
}

/// Rows to be formatted, the number of rows before them, and memory to do it in.
type Asked = (RecordBatch, u64, Vec<u8>);

/// Someone who formats rows, and the bytes of those that are done.
struct Maker {
    ask: SyncSender<Asked>,
    made: Receiver<Result<Vec<u8>, BatchError>>,
}

/// Slices of batches, formatted by all cores and given back in their order.
struct Making<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    writer: &'env AnyWriter<Vec<u8>>,
    /// As many as there are cores, once there is so much to do. They take turns.
    makers: Vec<Maker>,
    cores: usize,
    asked: usize,
    taken: usize,
}

impl<'scope, 'env> Making<'scope, 'env> {
    fn new(scope: &'scope Scope<'scope, 'env>, writer: &'env AnyWriter<Vec<u8>>) -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        Self { scope, writer, makers: Vec::new(), cores, asked: 0, taken: 0 }
    }

    /// Whether the next slice has to wait until one is taken.
    fn is_full(&self) -> bool {
        self.asked - self.taken >= self.cores * AHEAD
    }

    fn ask(&mut self, slice: RecordBatch, before: u64, memory: Vec<u8>) {
        if self.makers.len() < self.cores {
            self.makers.push(self.maker());
        }
        if let Some(maker) = self.makers.get(self.asked % self.cores) {
            // Makers end when they are asked no more, and there is room for what is asked.
            let _ = maker.ask.send((slice, before, memory));
            self.asked += 1;
        }
    }

    fn maker(&self) -> Maker {
        let (ask, asked) = sync_channel::<Asked>(AHEAD);
        let (give, made) = sync_channel(AHEAD);
        let writer = self.writer;
        self.scope.spawn(move || {
            // When nobody takes the lines any more, none are made.
            asked
                .into_iter()
                .map(|(slice, before, memory)| writer.lines(&slice, before, memory))
                .try_for_each(|lines| give.send(lines))
        });
        Maker { ask, made }
    }

    /// The bytes of the next slice; none when all have been taken.
    fn next(&mut self, py: Python<'_>) -> PyResult<Option<Vec<u8>>> {
        if self.taken == self.asked {
            return Ok(None);
        }
        let Some(maker) = self.makers.get_mut(self.taken % self.cores) else {
            return Ok(None);
        };
        self.taken += 1;
        let made = &mut maker.made;
        let lines = py.detach(move || made.recv());
        let lines = lines.map_err(|_| unreadable(py, "a thread has failed"))?;
        lines.map(Some).map_err(|error| unfit(py, &error))
    }
}

/// Writes rows of plain data, as `read_usage` and its kin give them.
fn write_rows<L: Report>(data: &Bound<'_, PyAny>, target: &Bound<'_, PyAny>, how: &How) -> PyResult<u64> {
    let py = target.py();
    let columns = PlainRows::<L>::new(how.chosen.target()).map_err(|error| unusable_dialect(py, &error))?;
    let rows = data.try_iter().map_err(|_| {
        let expected = "a table, a data frame, or rows as dicts";
        invalid_input(py, Misfit::unlike(expected, data), "data")
    })?;
    if data.hasattr(intern!(py, "collect"))? {
        let misfit = Misfit::new("this frame is not worked out yet; `collect()` it");
        return Err(invalid_input(py, misfit, "data"));
    }
    into_target(target, |target| {
        let mut sink = Vec::with_capacity(PIECE);
        sink.extend_from_slice(how.form.mark());
        let mut writer = how.form.writer(sink, how.guard);
        columns.write_header(&mut writer);
        let mut count = 0;
        for (index, row) in rows.enumerate() {
            let row = row?;
            write_row(&mut writer, &columns, &row)
                .map_err(|misfit| invalid_input(py, misfit.at_index(index), "data"))?;
            count += 1;
            if writer.sink().len() >= PIECE {
                target.write(py, writer.sink())?;
                writer.sink_mut().clear();
                py.check_signals()?;
            }
        }
        target.write(py, writer.sink())?;
        Ok(count)
    })
}

/// A row, as `read_usage` and its kin give it.
struct Row<'a, 'py>(&'a Bound<'py, PyDict>);

impl From<PlainDefect> for Misfit {
    fn from(defect: PlainDefect) -> Self {
        Self::new(defect.to_string())
    }
}

impl PlainRow for Row<'_, '_> {
    type Misfit = Misfit;

    fn names(&self) -> usize {
        self.0.len()
    }

    fn value(&self, name: &str, kind: ColumnType) -> Result<PlainValue<'_>, Misfit> {
        let Some(value) = self.0.get_item(name).map_err(Misfit::raised)? else {
            return Ok(PlainValue::Absent);
        };
        if value.is_none() {
            return Ok(PlainValue::Null);
        }
        Ok(match kind {
            ColumnType::Text | ColumnType::Id | ColumnType::Choice => {
                PlainValue::Text(Cow::Owned(from_python(&value)?))
            }
            ColumnType::Time => PlainValue::Time(from_python(&value)?),
            ColumnType::Percent | ColumnType::Hours => PlainValue::Decimal(from_python::<Decimal>(&value)?.0),
            ColumnType::YesNo | ColumnType::MaybeYesNo => PlainValue::YesNo(from_python(&value)?),
            ColumnType::Count | ColumnType::MaybeCount => PlainValue::Count(from_python(&value)?),
        })
    }

    fn find_unknown(&self, is_known: &dyn Fn(&str) -> bool) -> Result<Option<Box<str>>, Misfit> {
        for (key, _) in self.0.iter() {
            let name = key.cast::<PyString>();
            let name = name.map_err(|_| Misfit::unlike("text as the name of a column", &key))?;
            let name = name.to_string_lossy();
            if !is_known(&name) {
                return Ok(Some(name.into()));
            }
        }
        Ok(None)
    }
}

fn write_row<L: Report>(
    writer: &mut TableWriter<Vec<u8>>,
    columns: &PlainRows<L>,
    row: &Bound<'_, PyAny>,
) -> Result<(), Misfit> {
    let Ok(row) = row.cast::<PyDict>() else {
        return Err(Misfit::unlike("a row as a dict", row));
    };
    columns.write(writer, &Row(row)).map_err(|refusal| match &*refusal.name {
        "" => refusal.misfit,
        name => refusal.misfit.of(name),
    })
}

/// A decimal, as text or as a whole number.
struct Decimal(rust_decimal::Decimal);

impl<'de> serde::Deserialize<'de> for Decimal {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = Decimal;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a decimal, as text such as `12.82`")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Decimal, E> {
                parse_decimal(text).map(Decimal).ok_or_else(|| {
                    E::custom(
                        "the value is not a decimal number; write digits with at most one point, as `12.82`",
                    )
                })
            }

            fn visit_u64<E: serde::de::Error>(self, whole: u64) -> Result<Decimal, E> {
                Ok(Decimal(whole.into()))
            }

            fn visit_i64<E: serde::de::Error>(self, whole: i64) -> Result<Decimal, E> {
                Ok(Decimal(whole.into()))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

macro_rules! writers {
    ($($(#[$doc:meta])* $name:ident = $Kind:ident;)*) => {
        $(
            $(#[$doc])*
            #[pyfunction]
            #[pyo3(signature = (data, target, /, *, dialect = None, guard = false, form = None))]
            pub(crate) fn $name(
                data: &Bound<'_, PyAny>,
                target: &Bound<'_, PyAny>,
                dialect: Option<&Bound<'_, PyAny>>,
                #[pyo3(from_py_with = crate::arguments::guard)]
                guard: bool,
                form: Option<&Bound<'_, PyAny>>,
            ) -> PyResult<u64> {
                use arrow_array::RecordBatchReader;

                let how = How::of(dialect, guard, form)?;
                match stream_of(data)? {
                    Some(batches) => {
                        let schema = batches.schema();
                        write_batches(ReportKind::$Kind, &schema, batches, target, &how)
                    }
                    None => write_rows::<$Kind>(data, target, &how),
                }
            }
        )*
    };
}

writers! {
    /// Writes a usage report to a path, or to a file that was opened for bytes; gives the number of rows.
    ///
    /// `data` is a table of any library that knows Arrow's PyCapsule protocol (`polars.DataFrame`, `pandas.DataFrame`,
    /// `pyarrow.Table`, a relation of `duckdb`, a `Report`), or rows as `read_usage` gives them. `guard` puts apostrophes
    /// before texts that look like formulas. Without `dialect` a table is written with all its columns, the guide's first,
    /// and rows in the guide's dialect; else the columns are those of the dialect. `form` says what stands between fields and
    /// ends lines, which fields are quoted, how times are written, and whether there is a byte-order mark. At a path the file
    /// appears when all of it is written.
    write_usage_report = Usage;
    /// Writes a membership report, as `write_usage_report` does.
    write_membership_report = Membership;
    /// Writes a specialization report, as `write_usage_report` does.
    write_specialization_report = Specialization;
}
