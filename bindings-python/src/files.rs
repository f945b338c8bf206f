//! Files that come in, read whole, and figures of files of any size, read in pieces. Reading releases
//! Python's lock.

use matricula::report::{self, FileForm, Membership, Report, Specialization, Spelling, Table, Usage};
use matricula::table::{
    ActivityFile, CatalogFile, FormulaGuard, InvitationFile, Problems, ReadOptions, Strictness, WhitelistFile,
};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyMemoryView, PyString};
use serde::Serialize;

use crate::dialects::own_dialect;
use crate::errors::{invalid_input, unusable_dialect};
use crate::from_python::Misfit;
use crate::source::Contents;
use crate::to_python::to_python;

/// The bytes of an argument: bytes as they are, other buffers copied.
pub(crate) fn bytes<'py>(data: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    if let Ok(bytes) = data.cast::<PyBytes>() {
        return Ok(bytes.clone());
    }
    let refuse = |misfit| Err(invalid_input(data.py(), misfit, "data"));
    if data.is_instance_of::<PyString>() {
        return refuse(Misfit::new("bytes are expected, not text; read the file with mode `rb`"));
    }
    match PyMemoryView::from(data) {
        Ok(view) => Ok(view.call_method0("tobytes")?.cast_into::<PyBytes>()?),
        Err(_) => refuse(Misfit::unlike("a bytes object", data)),
    }
}

pub(crate) fn read<'py, T: Serialize + Send>(
    source: &Bound<'py, PyAny>,
    read: impl FnOnce(&[u8]) -> T + Send,
) -> PyResult<Bound<'py, PyAny>> {
    let contents = Contents::of(source)?;
    let text: &[u8] = &contents;
    let file = source.py().detach(|| read(text));
    to_python(source.py(), &file)
}

/// Reads the file of a bulk invitation.
#[pyfunction]
#[pyo3(signature = (source, /))]
pub(crate) fn read_invitations<'py>(source: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    read(source, InvitationFile::read)
}

/// Reads a file of whitelisted domains.
#[pyfunction]
#[pyo3(signature = (source, /))]
pub(crate) fn read_whitelist<'py>(source: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    read(source, WhitelistFile::read)
}

/// Reads a file of courses and specializations.
#[pyfunction]
#[pyo3(signature = (source, /))]
pub(crate) fn read_catalog<'py>(source: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    read(source, CatalogFile::read)
}

/// Reads a file of dated activity.
#[pyfunction]
#[pyo3(signature = (source, /))]
pub(crate) fn read_activity<'py>(source: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    read(source, ActivityFile::read)
}

/// The empty file of a bulk invitation, to fill in.
#[pyfunction]
pub(crate) const fn invitation_template() -> &'static str {
    InvitationFile::template()
}

/// The empty file of whitelisted domains, to fill in.
#[pyfunction]
pub(crate) const fn whitelist_template() -> &'static str {
    WhitelistFile::template()
}

/// The empty file of courses and specializations, to fill in.
#[pyfunction]
pub(crate) const fn catalog_template() -> &'static str {
    CatalogFile::template()
}

/// The empty file of dated activity, to fill in.
#[pyfunction]
pub(crate) const fn activity_template() -> &'static str {
    ActivityFile::template()
}

/// A report that was read, in the form of a record.
#[derive(Serialize)]
pub(crate) struct ReportTable<R> {
    rows: Vec<R>,
    lines: Vec<u64>,
    other_headers: Vec<Box<str>>,
    other_cells: Vec<Box<[Box<str>]>>,
    records: u64,
    problems: Problems,
    form: FileForm,
    spellings: Vec<Spelling>,
}

impl<R> From<Table<R>> for ReportTable<R> {
    fn from(table: Table<R>) -> Self {
        let Table { rows, lines, other_headers, other_cells, records, problems, form, spellings } = table;
        Self { rows, lines, other_headers, other_cells, records, problems, form, spellings }
    }
}

pub(crate) fn options(lenient: bool, guard: bool) -> ReadOptions {
    let mut options = ReadOptions::default();
    options.records.strictness = if lenient { Strictness::Lenient } else { Strictness::Strict };
    options.guard = if guard { FormulaGuard::On } else { FormulaGuard::Off };
    options
}

fn read_report<'py, L: Report>(
    source: &Bound<'py, PyAny>,
    options: ReadOptions,
    dialect: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>>
where
    L::Row<'static>: Serialize + Send,
{
    let dialect = dialect.map(own_dialect).transpose()?;
    if let Some(dialect) = &dialect {
        dialect.must_be_of::<L>().map_err(|error| unusable_dialect(source.py(), &error))?;
    }
    read(source, |bytes| {
        ReportTable::from(match &dialect {
            None => report::read::<L>(bytes, options),
            Some(dialect) => report::read_with_dialect::<L>(bytes, dialect, options),
        })
    })
}

/// Reads a usage report. `dialect` has headers of one's own; `lenient` takes bare quotes as text and replaces bad bytes; `guard` takes away the
/// apostrophes that were put before texts that look like formulas.
#[pyfunction]
#[pyo3(signature = (source, /, *, lenient = false, guard = false, dialect = None))]
pub(crate) fn read_usage<'py>(
    source: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
    #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
    dialect: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    read_report::<Usage>(source, options(lenient, guard), dialect)
}

/// Reads a membership report, with the options of `read_usage`.
#[pyfunction]
#[pyo3(signature = (source, /, *, lenient = false, guard = false, dialect = None))]
pub(crate) fn read_membership<'py>(
    source: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
    #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
    dialect: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    read_report::<Membership>(source, options(lenient, guard), dialect)
}

/// Reads a specialization report, with the options of `read_usage`.
#[pyfunction]
#[pyo3(signature = (source, /, *, lenient = false, guard = false, dialect = None))]
pub(crate) fn read_specialization<'py>(
    source: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
    #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
    dialect: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    read_report::<Specialization>(source, options(lenient, guard), dialect)
}
