//! Reports read batch by batch, in memory that does not grow with the file.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use matricula::report::ReportKind;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::{PyCapsule, PyList};

use super::capsule::{schema_capsule, stream_capsule};
use super::report::reader;
use super::source::Reading;
use super::table::{Table, schema_list};
use crate::errors::invalid_input;
use crate::from_python::Misfit;
use crate::to_python::to_python;

/// A report that is read by one thread at a time.
struct Shared {
    reading: Mutex<Reading>,
    /// Who reads now.
    reader: Mutex<Option<ThreadId>>,
}

impl Shared {
    const fn new(reading: Reading) -> Self {
        Self { reading: Mutex::new(reading), reader: Mutex::new(None) }
    }

    fn reader(&self) -> MutexGuard<'_, Option<ThreadId>> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until no other thread reads. Whoever reads already, and asks from within a function that is told of progress or a
    /// file of its own, would wait for itself.
    fn lock(&self, py: Python<'_>) -> PyResult<Held<'_>> {
        let me = thread::current().id();
        if *self.reader() == Some(me) {
            let misfit = Misfit::new(
                "this report is in the middle of being read; ask it when that call has come back",
            );
            return Err(invalid_input(py, misfit, "source"));
        }
        let reading = self.reading.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        *self.reader() = Some(me);
        Ok(Held { shared: self, reading })
    }
}

/// A report while one thread reads it.
struct Held<'a> {
    shared: &'a Shared,
    reading: MutexGuard<'a, Reading>,
}

impl Deref for Held<'_> {
    type Target = Reading;

    fn deref(&self) -> &Reading {
        &self.reading
    }
}

impl DerefMut for Held<'_> {
    fn deref_mut(&mut self) -> &mut Reading {
        &mut self.reading
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        *self.shared.reader() = None;
    }
}

/// A report that is read as it is gone through: an iterator over tables of some rows each.
///
/// It can be handed over to another library as a whole, which then reads it to its end.
#[pyclass(frozen, module = "matricula")]
pub(crate) struct ReportStream {
    reading: Arc<Shared>,
    schema: SchemaRef,
}

#[pymethods]
impl ReportStream {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Table>> {
        Ok(self.reading.lock(py)?.next_batch(py)?.map(Table::of))
    }

    /// The names of the columns, in order.
    #[getter]
    fn columns(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|field| field.name().as_str()).collect()
    }

    /// The columns, as a `Table` tells them.
    #[getter]
    fn schema<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        schema_list(py, &self.schema)
    }

    /// What has been found wrong with the file so far.
    #[getter]
    fn problems<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let problems = self.reading.lock(py)?.reader.problems().clone();
        to_python(py, &problems)
    }

    /// Rows seen so far, good and bad, without blank ones.
    #[getter]
    fn records(&self, py: Python<'_>) -> PyResult<u64> {
        Ok(self.reading.lock(py)?.reader.records())
    }

    /// Headers of the file that the report does not have, in file order. Their columns are the last ones.
    #[getter]
    fn other_headers(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        Ok(self.reading.lock(py)?.reader.other_headers())
    }

    /// The dialect of the file: its headers in order, with the columns that the report does not have. None when its header
    /// line could not be used.
    #[getter]
    fn dialect<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let dialect = self.reading.lock(py)?.reader.dialect();
        to_python(py, &dialect)
    }

    /// Hands over what has not been read yet. A schema that is asked for is not followed.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = Batches { reading: Arc::clone(&self.reading), schema: Arc::clone(&self.schema) };
        stream_capsule(py, Box::new(batches))
    }

    /// Hands the schema over to another library.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.schema)
    }
}

/// What is left of a report, for libraries that ask from whatever thread.
struct Batches {
    reading: Arc<Shared>,
    schema: SchemaRef,
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = Python::try_attach(|py| {
            let next = self.reading.lock(py).and_then(|mut reading| reading.next_batch(py));
            next.map_err(|error| ArrowError::ExternalError(Box::new(error)))
        });
        next.unwrap_or_else(|| Err(ArrowError::CDataInterface("python has ended".to_owned())))
            .transpose()
    }
}

impl RecordBatchReader for Batches {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}

macro_rules! streams {
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
            ) -> PyResult<ReportStream> {
                let (py, kind) = (source.py(), ReportKind::$Kind);
                let reader = reader(py, kind, lenient, guard, dialect, batch_rows, problem_limit, line_numbers)?;
                let mut reading = Reading::new(kind, source, reader, progress)?;
                reading.read_header(py)?;
                let schema = reading.reader.schema();
                Ok(ReportStream { reading: Arc::new(Shared::new(reading)), schema })
            }
        )*
    };
}

streams! {
    /// Reads a usage report batch by batch, in memory that does not grow with the file, with the options of
    /// `read_usage_report`. Each batch is a table of `batch_rows` rows.
    iter_usage_report = Usage;
    /// Reads a membership report batch by batch, as `iter_usage_report` does.
    iter_membership_report = Membership;
    /// Reads a specialization report batch by batch, as `iter_usage_report` does.
    iter_specialization_report = Specialization;
}
