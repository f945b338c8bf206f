//! Files that come in, read whole from bytes, and figures of files of any size, read in pieces. Reading releases
//! Python's lock.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use matricula::report::{self, FileSummarizer, Table};
use matricula::table::{
    ActivityFile, CatalogFile, FormulaGuard, InvitationFile, Problems, ReadOptions, Strictness, WhitelistFile,
};
use pyo3::intern;
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

pub(crate) fn read<'py, T: Serialize + Send>(
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
pub(crate) struct ReportTable<R> {
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

pub(crate) fn options(lenient: bool, guard: bool) -> ReadOptions {
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

/// Bytes that are read at a time.
const PIECE: usize = 1 << 20;

/// A report that is read in pieces.
type Push = fn(&mut FileSummarizer, &[u8]);

/// The fourteen figures of a usage and a membership report of any size: each a path, bytes, or a file that was opened
/// for bytes. `progress` is called with the number of bytes of each piece that was read.
#[pyfunction]
#[pyo3(signature = (*, usage = None, membership = None, lenient = false, guard = false, progress = None))]
pub(crate) fn summarize_reports<'py>(
    py: Python<'py>,
    usage: Option<&Bound<'py, PyAny>>,
    membership: Option<&Bound<'py, PyAny>>,
    lenient: bool,
    guard: bool,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let mut files = FileSummarizer::new(options(lenient, guard));
    let reports: [(_, Push); 2] =
        [(usage, FileSummarizer::push_usage), (membership, FileSummarizer::push_membership)];
    for (source, push) in reports {
        if let Some(source) = source {
            push_source(source, &mut |piece| push(&mut files, piece), progress)?;
        }
    }
    let read = py.detach(|| files.finish());
    to_python(py, &read)
}

/// Pushes a path, bytes, or a file that was opened for bytes, piece by piece.
pub(crate) fn push_source(
    source: &Bound<'_, PyAny>,
    push: &mut (dyn FnMut(&[u8]) + Send),
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<()> {
    let py = source.py();
    let told = |length: usize| progress.map_or(Ok(()), |progress| progress.call1((length,)).map(drop));
    // An empty file is a file too: it has no header line.
    push(b"");
    if let Ok(path) = source.extract::<PathBuf>() {
        let mut file = py.detach(|| File::open(path))?;
        let mut piece = vec![0; PIECE];
        loop {
            let length = py.detach(|| {
                let length = file.read(&mut piece)?;
                push(piece.get(..length).unwrap_or_default());
                Ok::<_, std::io::Error>(length)
            })?;
            if length == 0 {
                return Ok(());
            }
            told(length)?;
        }
    }
    let read = intern!(py, "read");
    if !source.hasattr(read)? {
        let data = bytes(source)?;
        for piece in data.as_bytes().chunks(PIECE) {
            py.detach(|| push(piece));
            told(piece.len())?;
        }
        return Ok(());
    }
    loop {
        let data = bytes(&source.call_method1(read, (PIECE,))?)?;
        let piece = data.as_bytes();
        if piece.is_empty() {
            return Ok(());
        }
        py.detach(|| push(piece));
        told(piece.len())?;
    }
}
