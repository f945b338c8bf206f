//! Files that come in, read whole from bytes. Reading releases Python's lock.

use matricula::report::{self, Table};
use matricula::table::{
    ActivityFile, CatalogFile, FormulaGuard, InvitationFile, Problems, ReadOptions, Strictness, WhitelistFile,
};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyMemoryView, PyString};
use serde::Serialize;

use crate::errors::invalid_input;
use crate::from_python::Misfit;
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
        Err(_) => refuse(Misfit::unlike("bytes", data)),
    }
}

fn read<'py, T: Serialize + Send>(
    data: &Bound<'py, PyAny>,
    read: impl FnOnce(&[u8]) -> T + Send,
) -> PyResult<Bound<'py, PyAny>> {
    let bytes = bytes(data)?;
    let text = bytes.as_bytes();
    let file = data.py().detach(|| read(text));
    to_python(data.py(), &file)
}

/// Reads the file of a bulk invitation.
#[pyfunction]
#[pyo3(signature = (data, /))]
pub(crate) fn read_invitations<'py>(data: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    read(data, InvitationFile::read)
}

/// Reads a file of whitelisted domains.
#[pyfunction]
#[pyo3(signature = (data, /))]
pub(crate) fn read_whitelist<'py>(data: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    read(data, WhitelistFile::read)
}

/// Reads a file of courses and specializations.
#[pyfunction]
#[pyo3(signature = (data, /))]
pub(crate) fn read_catalog<'py>(data: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    read(data, CatalogFile::read)
}

/// Reads a file of dated activity.
#[pyfunction]
#[pyo3(signature = (data, /))]
pub(crate) fn read_activity<'py>(data: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    read(data, ActivityFile::read)
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
struct ReportTable<R> {
    rows: Vec<R>,
    lines: Vec<u64>,
    other_headers: Vec<Box<str>>,
    other_cells: Vec<Box<[Box<str>]>>,
    records: u64,
    problems: Problems,
}

impl<R> From<Table<R>> for ReportTable<R> {
    fn from(table: Table<R>) -> Self {
        let Table { rows, lines, other_headers, other_cells, records, problems } = table;
        Self { rows, lines, other_headers, other_cells, records, problems }
    }
}

fn options(lenient: bool, guard: bool) -> ReadOptions {
    let mut options = ReadOptions::default();
    options.records.strictness = if lenient { Strictness::Lenient } else { Strictness::Strict };
    options.guard = if guard { FormulaGuard::On } else { FormulaGuard::Off };
    options
}

/// Reads a usage report. `lenient` takes bare quotes as text and replaces bad bytes; `guard` takes away the
/// apostrophes that were put before texts that look like formulas.
#[pyfunction]
#[pyo3(signature = (data, /, *, lenient = false, guard = false))]
pub(crate) fn read_usage<'py>(
    data: &Bound<'py, PyAny>,
    lenient: bool,
    guard: bool,
) -> PyResult<Bound<'py, PyAny>> {
    read(data, |bytes| ReportTable::from(report::read_usage(bytes, options(lenient, guard))))
}

/// Reads a membership report, with the options of `read_usage`.
#[pyfunction]
#[pyo3(signature = (data, /, *, lenient = false, guard = false))]
pub(crate) fn read_membership<'py>(
    data: &Bound<'py, PyAny>,
    lenient: bool,
    guard: bool,
) -> PyResult<Bound<'py, PyAny>> {
    read(data, |bytes| ReportTable::from(report::read_membership(bytes, options(lenient, guard))))
}

/// Reads a specialization report, with the options of `read_usage`.
#[pyfunction]
#[pyo3(signature = (data, /, *, lenient = false, guard = false))]
pub(crate) fn read_specialization<'py>(
    data: &Bound<'py, PyAny>,
    lenient: bool,
    guard: bool,
) -> PyResult<Bound<'py, PyAny>> {
    read(data, |bytes| {
        ReportTable::from(report::read_specialization(bytes, options(lenient, guard)))
    })
}
