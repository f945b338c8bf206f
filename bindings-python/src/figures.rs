//! Figures of reports of any size. What is given by its path, or as bytes, is read by all cores.

use matricula::report::{FiguresReader, FileSummarizer, Membership, SummaryReader, Usage};
use pyo3::prelude::*;

use crate::files::options;
use crate::parts::read_source;
use crate::to_python::to_python;

/// The seven figures of a usage report of any size: a path, bytes, or a file that was opened for bytes. `progress` is
/// called with the number of bytes read since the last call.
#[pyfunction]
#[pyo3(signature = (source, /, *, lenient = false, guard = false, progress = None))]
pub(crate) fn usage_figures<'py>(
    source: &Bound<'py, PyAny>,
    lenient: bool,
    guard: bool,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = source.py();
    let reader =
        read_source(source, FiguresReader::new(options(lenient, guard)), FiguresReader::push, progress)?;
    let read = py.detach(|| reader.finish());
    to_python(py, &read)
}

/// The fourteen figures of a usage and a membership report of any size: each a path, bytes, or a file that was opened
/// for bytes. `progress` is called with the number of bytes read since the last call.
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
    let options = options(lenient, guard);
    let mut files = FileSummarizer::new(options);
    if let Some(source) = usage {
        let reader = SummaryReader::<Usage>::new(options);
        files.take_usage(read_source(source, reader, SummaryReader::push, progress)?);
    }
    if let Some(source) = membership {
        let reader = SummaryReader::<Membership>::new(options);
        files.take_membership(read_source(source, reader, SummaryReader::push, progress)?);
    }
    let read = py.detach(|| files.finish());
    to_python(py, &read)
}
