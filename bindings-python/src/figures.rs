//! Figures of reports of any size, at once or bit by bit. What is given by its path, or as bytes, is read by all cores.

use matricula::report::{
    FiguresAccumulator as Seven, FiguresReader, FileRead, FileSummarizer, Membership, MembershipRow,
    Summarized, SummaryAccumulator as Fourteen, SummaryReader, Usage, UsageRow,
};
use matricula::table::InParts;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::accumulators::{accumulator, lock, observe};
use crate::files::options;
use crate::parts::read_source;
use crate::to_python::to_python;

/// The seven figures of a usage report of any size: a path, bytes, or a file that was opened for bytes. `progress` is
/// called with the number of bytes read since the last call.
#[pyfunction]
#[pyo3(signature = (source, /, *, lenient = false, guard = false, progress = None))]
pub(crate) fn usage_figures<'py>(
    source: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
    #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
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
    #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
    #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
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

/// Reads a file into a place of its own, so that one that breaks off in the middle leaves nothing behind.
fn read_into<'py, R: InParts + Send>(
    source: &Bound<'py, PyAny>,
    reader: R,
    push: fn(&mut R, &[u8]),
    progress: Option<&Bound<'py, PyAny>>,
    take: impl FnOnce(R) -> FileRead + Send,
) -> PyResult<Bound<'py, PyAny>> {
    let reader = read_source(source, reader, push, progress)?;
    let read = source.py().detach(|| take(reader));
    to_python(source.py(), &read)
}

accumulator!("The fourteen figures." SummaryAccumulator of Fourteen {
    /// Takes in rows of the usage report, all of them or none, and gives their number.
    fn observe_usage(&self, rows: &Bound<'_, PyAny>) -> PyResult<usize> {
        observe(&self.0, rows, |taken, row: &UsageRow<'static>| taken.observe_usage(row))
    }

    /// Takes in rows of the membership report, all of them or none, and gives their number.
    fn observe_membership(&self, rows: &Bound<'_, PyAny>) -> PyResult<usize> {
        observe(&self.0, rows, |taken, row: &MembershipRow<'static>| taken.observe_membership(row))
    }

    /// Takes in a file of the usage report: a path, bytes, or a file that was opened for bytes.
    #[pyo3(signature = (source, /, *, lenient = false, guard = false, progress = None))]
    fn read_usage<'py>(
        &self,
        source: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
        #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.read::<Usage>(source, (lenient, guard), progress)
    }

    /// Takes in a file of the membership report.
    #[pyo3(signature = (source, /, *, lenient = false, guard = false, progress = None))]
    fn read_membership<'py>(
        &self,
        source: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
        #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.read::<Membership>(source, (lenient, guard), progress)
    }
});

impl SummaryAccumulator {
    fn read<'py, L: Summarized>(
        &self,
        source: &Bound<'py, PyAny>,
        (lenient, guard): (bool, bool),
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        SummaryReader<L>: Send,
    {
        let reader = SummaryReader::<L>::new(options(lenient, guard));
        read_into(source, reader, SummaryReader::push, progress, |reader| {
            let (taken, read) = reader.into_accumulator();
            lock(&self.0).merge(taken);
            read
        })
    }
}

accumulator!("The seven figures that need only a usage report." FiguresAccumulator of Seven {
    /// Takes in rows of the usage report, all of them or none, and gives their number.
    fn observe_usage(&self, rows: &Bound<'_, PyAny>) -> PyResult<usize> {
        observe(&self.0, rows, |taken, row: &UsageRow<'static>| taken.observe_usage(row))
    }

    /// Takes in a file of the usage report: a path, bytes, or a file that was opened for bytes.
    #[pyo3(signature = (source, /, *, lenient = false, guard = false, progress = None))]
    fn read_usage<'py>(
        &self,
        source: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
        #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let reader = FiguresReader::new(options(lenient, guard));
        read_into(source, reader, FiguresReader::push, progress, |reader| {
            let (taken, read) = reader.into_accumulator();
            lock(&self.0).merge(taken);
            read
        })
    }
});
