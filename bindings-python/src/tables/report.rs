//! Reports read whole.

use std::sync::Arc;

use matricula::arrow::{AnyReader, ArrowOptions, observe};
use matricula::report::{Dialect, ReportKind, SummaryAccumulator};
use matricula::table::Problems;
use pyo3::PyClassInitializer;
use pyo3::prelude::*;

use super::source::Reading;
use super::table::Table;
use super::target::{self, How};
use crate::arguments::object;
use crate::dialects::own_dialect_of;
use crate::errors::invalid_input;
use crate::from_python::Misfit;
use crate::to_python::to_python;

/// A report that was read: its good rows in Arrow's form, and everything that is wrong with the file.
#[pyclass(frozen, extends = Table, module = "matricula")]
pub(crate) struct Report {
    kind: ReportKind,
    problems: Problems,
    records: u64,
    other_headers: Vec<String>,
    dialect: Option<Dialect>,
}

#[pymethods]
impl Report {
    /// Everything that is wrong with the file.
    #[getter]
    fn problems<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.problems)
    }

    /// Rows seen, good and bad, without blank ones.
    #[getter]
    const fn records(&self) -> u64 {
        self.records
    }

    /// Headers of the file that the report does not have, in file order. Their columns are the last ones.
    #[getter]
    fn other_headers(&self) -> Vec<String> {
        self.other_headers.clone()
    }

    /// The dialect of the file: its headers in order, with the columns that the report does not have. None when its header
    /// line could not be used.
    #[getter]
    fn dialect<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.dialect)
    }

    /// The fourteen figures of this report and, if one is given, of another one: a usage and a membership report.
    #[pyo3(signature = (other = None))]
    fn summary<'py>(
        slf: &Bound<'py, Self>,
        other: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let other = other.map(|other| object::<Self>(other, "other", "a `Report`")).transpose()?;
        let mut figures = SummaryAccumulator::default();
        for report in [Some(slf), other].into_iter().flatten() {
            let kind = report.get().kind;
            if kind == ReportKind::Specialization {
                let misfit = Misfit::new("the figures are those of usage and membership reports");
                return Err(invalid_input(py, misfit, "report"));
            }
            let batches = report.as_super().get().batches.clone();
            py.detach(|| batches.iter().for_each(|batch| observe(&mut figures, kind.schema(), batch)));
        }
        to_python(py, &py.detach(|| figures.finish()))
    }

    /// Writes the report to a path, or to a file that was opened for bytes; gives the number of rows. `guard` puts
    /// apostrophes before texts that look like formulas. Without `dialect` all its columns are written, else those of the
    /// dialect.
    #[pyo3(signature = (target, *, dialect = None, guard = false, form = None))]
    fn write(
        slf: &Bound<'_, Self>,
        target: &Bound<'_, PyAny>,
        dialect: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
        form: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<u64> {
        let table = slf.as_super().get();
        let batches = table.batches.clone().into_iter().map(Ok);
        let how = How::of(dialect, guard, form)?;
        target::write_batches(slf.get().kind, &table.schema, batches, target, &how)
    }

    fn __repr__(slf: &Bound<'_, Self>) -> String {
        let this = slf.get();
        format!(
            "<Report {}: {} rows, {} records, {} problems>",
            this.kind.schema().name,
            slf.as_super().get().row_count(),
            this.records,
            this.problems.total
        )
    }
}

/// A reader of a report, from the arguments that all its functions have.
#[allow(clippy::too_many_arguments, reason = "Python's keywords")]
pub(super) fn reader(
    py: Python<'_>,
    kind: ReportKind,
    lenient: bool,
    guard: bool,
    dialect: Option<&Bound<'_, PyAny>>,
    batch_rows: i128,
    problem_limit: i128,
    line_numbers: bool,
) -> PyResult<AnyReader> {
    if batch_rows < 1 {
        let misfit = Misfit::new("a batch has one row at least; give a larger number");
        return Err(invalid_input(py, misfit, "batch_rows"));
    }
    let mut read = crate::files::options(lenient, guard);
    read.problem_limit = u32::try_from(problem_limit).map_err(|_| {
        let misfit = Misfit::new(format!("a whole number from 0 to {} is expected", u32::MAX));
        invalid_input(py, misfit, "problem_limit")
    })?;
    let batch_rows = usize::try_from(batch_rows).unwrap_or(usize::MAX);
    let options = ArrowOptions { read, batch_rows, line_numbers };
    Ok(match dialect {
        None => AnyReader::new(kind, options),
        Some(dialect) => AnyReader::with_dialect(kind, options, &own_dialect_of(dialect, kind, "dialect")?),
    })
}

fn read<'py>(
    kind: ReportKind,
    source: &Bound<'py, PyAny>,
    reader: AnyReader,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, Report>> {
    let py = source.py();
    let mut reading = Reading::new(kind, source, reader, progress)?;
    let batches = reading.all_batches(py)?;
    let reader = reading.reader;
    let report = Report {
        kind,
        problems: reader.problems().clone(),
        records: reader.records(),
        other_headers: reader.other_headers(),
        dialect: reader.dialect(),
    };
    let table = Table::new(Arc::clone(&reader.schema()), batches);
    Bound::new(py, PyClassInitializer::from(table).add_subclass(report))
}

macro_rules! readers {
    ($($(#[$doc:meta])* $name:ident = $Kind:ident;)*) => {
        $(
            $(#[$doc])*
            #[pyfunction]
            #[pyo3(signature = (
                source, /, *, lenient = false, guard = false, dialect = None, progress = None, batch_rows = 65_536,
                problem_limit = 1_000, line_numbers = false
            ))]
            #[allow(clippy::too_many_arguments, reason = "Python's keywords")]
            pub(crate) fn $name<'py>(
                source: &Bound<'py, PyAny>,
                #[pyo3(from_py_with = crate::arguments::lenient)]
                lenient: bool,
                #[pyo3(from_py_with = crate::arguments::guard)]
                guard: bool,
                dialect: Option<&Bound<'py, PyAny>>,
                progress: Option<&Bound<'py, PyAny>>,
                #[pyo3(from_py_with = crate::arguments::batch_rows)]
                batch_rows: i128,
                #[pyo3(from_py_with = crate::arguments::problem_limit)]
                problem_limit: i128,
                #[pyo3(from_py_with = crate::arguments::line_numbers)]
                line_numbers: bool,
            ) -> PyResult<Bound<'py, Report>> {
                let (py, kind) = (source.py(), ReportKind::$Kind);
                let reader = reader(py, kind, lenient, guard, dialect, batch_rows, problem_limit, line_numbers)?;
                read(kind, source, reader, progress)
            }
        )*
    };
}

readers! {
    /// Reads a usage report of a path, bytes, or a file that was opened for bytes, into a table that data frames take.
    ///
    /// `lenient` takes bare quotes as text and replaces bad bytes; `guard` takes away the apostrophes that were put before
    /// texts that look like formulas. The headers of a `dialect` of one's own go before those that are known. With
    /// `line_numbers` a column `line` before all others says on which line of the file each row starts. `progress` is `True` for a bar on long work, or a function of the bytes done and
    /// the bytes in all (`None` where that is unknown).
    read_usage_report = Usage;
    /// Reads a membership report, with the options of `read_usage_report`.
    read_membership_report = Membership;
    /// Reads a specialization report, with the options of `read_usage_report`.
    read_specialization_report = Specialization;
}
