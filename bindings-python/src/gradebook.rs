//! Gradebooks: facts of assessment attempts in, files out. Long work is done without Python's lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use matricula::report;
use matricula::report::{
    AssessmentAttempt, AttemptError, AttemptFile, AttemptReader, GradebookAccumulator as Facts,
    GradebookRequest,
};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::errors::invalid_input;
use crate::files::{ReportTable, bytes, options, push_source, read};
use crate::from_python::{Misfit, from_python};
use crate::register::argument;
use crate::to_python::to_python;

/// Takes in facts of assessment attempts in any order, and makes gradebooks of them.
#[pyclass(frozen, module = "matricula")]
#[derive(Default)]
pub(crate) struct GradebookAccumulator(Mutex<Facts>);

fn lacking(error: AttemptError) -> Misfit {
    Misfit::new(error.to_string()).of(error.field())
}

impl GradebookAccumulator {
    /// The facts. A fact is taken in whole or not at all, so that a thread that stopped leaves nothing half done.
    fn facts(&self) -> MutexGuard<'_, Facts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl GradebookAccumulator {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Takes in a fact. Raises `InvalidInput` when it does not say whose attempt at what it is.
    fn observe(&self, attempt: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = attempt.py();
        let fact: AssessmentAttempt = argument(attempt, "attempt")?;
        let taken = py.detach(|| self.facts().observe(&fact));
        taken.map_err(|error| invalid_input(py, lacking(error), "attempt"))
    }

    /// Takes in facts, and gives their number. All of them are read first: when one is none, nothing is taken in.
    fn observe_many(&self, attempts: &Bound<'_, PyAny>) -> PyResult<usize> {
        let py = attempts.py();
        let mut facts: Vec<AssessmentAttempt> = Vec::new();
        for (index, attempt) in attempts.try_iter()?.enumerate() {
            let fact: Result<AssessmentAttempt, Misfit> = from_python(&attempt?);
            let checked = fact.and_then(|fact| fact.check().map(|()| fact).map_err(lacking));
            facts.push(checked.map_err(|misfit| invalid_input(py, misfit.at_index(index), "attempts"))?);
        }
        Ok(py.detach(|| {
            let mut taken = self.facts();
            facts.iter().filter(|fact| taken.observe(fact).is_ok()).count()
        }))
    }

    /// Takes in a file of assessment attempts of any size: a path, bytes, or a file that was opened for bytes. Bad rows are
    /// reported and left out. `progress` is called with the number of bytes of each piece that was read.
    #[pyo3(signature = (source, /, *, lenient = false, guard = false, progress = None))]
    fn read<'py>(
        &self,
        source: &Bound<'py, PyAny>,
        lenient: bool,
        guard: bool,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let mut reader = AttemptReader::new(options(lenient, guard));
        // Taken in at the end, so that a file that breaks off in the middle leaves nothing behind.
        let mut facts = Facts::default();
        push_source(source, &mut |piece| reader.push(piece, &mut facts), progress)?;
        let read = source.py().detach(|| {
            let read = reader.finish(&mut facts);
            self.facts().merge(&facts);
            read
        });
        to_python(source.py(), &read)
    }

    /// Takes in everything that another one took in, which stays as it is.
    fn merge(&self, py: Python<'_>, other: &Bound<'_, Self>) {
        let other = other.get();
        py.detach(|| {
            // Copied first: both locks at once could wait for each other.
            let facts = other.facts().clone();
            self.facts().merge(&facts);
        });
    }

    /// Makes the gradebook of a request, as of `made_at`. Raises `InvalidInput` when the request chooses nothing.
    #[pyo3(signature = (request, *, made_at))]
    fn finish(&self, request: &Bound<'_, PyAny>, made_at: &Bound<'_, PyAny>) -> PyResult<Gradebook> {
        let py = request.py();
        let request: GradebookRequest = argument(request, "request")?;
        let made_at = argument(made_at, "made_at")?;
        let made = py.detach(|| self.facts().finish(&request, made_at));
        let made = made.map_err(|error| {
            let misfit = error.field().rsplit('.').fold(Misfit::new(error.to_string()), Misfit::of);
            invalid_input(py, misfit, "request")
        })?;
        let files = PyDict::new(py);
        for file in &made.files {
            files.set_item(&*file.name, PyBytes::new(py, &file.bytes))?;
        }
        Ok(Gradebook {
            files: files.unbind(),
            archive: PyBytes::new(py, &made.archive).unbind(),
            summary: to_python(py, &made.summary)?.unbind(),
        })
    }

    /// The facts as bytes, the same in every language: to be stored, or sent to where they are merged. They are personal.
    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let bytes = py.detach(|| self.facts().to_bytes());
        PyBytes::new(py, &bytes)
    }

    /// The facts of what `to_bytes` gave. Raises `InvalidInput` when the bytes are none or were damaged.
    #[staticmethod]
    fn from_bytes(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = data.py();
        let bytes = bytes(data)?;
        let bytes = bytes.as_bytes();
        let facts = py.detach(|| Facts::from_bytes(bytes));
        let facts = facts.map_err(|error| invalid_input(py, Misfit::new(error.to_string()), "data"))?;
        Ok(Self(Mutex::new(facts)))
    }

    /// So that accumulators travel between processes.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        let py = slf.py();
        Ok((slf.get_type().getattr("from_bytes")?, (slf.get().to_bytes(py),)))
    }

    fn __repr__(&self) -> String {
        format!("<{:?}>", *self.facts())
    }
}

/// A gradebook: its files, the archive of them, and what it holds.
#[pyclass(frozen, get_all, module = "matricula")]
pub(crate) struct Gradebook {
    /// The files, by name.
    files: Py<PyDict>,
    /// The files as one ZIP.
    archive: Py<PyBytes>,
    /// What it holds.
    summary: Py<PyAny>,
}

#[pymethods]
impl Gradebook {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<Gradebook of {}>", self.files.bind(py).keys().repr()?))
    }
}

/// Reads a file of assessment attempts as a whole, with the options of `read_usage`.
#[pyfunction]
#[pyo3(signature = (data, /, *, lenient = false, guard = false))]
pub(crate) fn read_attempts<'py>(
    data: &Bound<'py, PyAny>,
    lenient: bool,
    guard: bool,
) -> PyResult<Bound<'py, PyAny>> {
    read(data, |bytes| AttemptFile::read(bytes, options(lenient, guard)))
}

/// Reads a gradebook in its long form, with the options of `read_usage`.
#[pyfunction]
#[pyo3(signature = (data, /, *, lenient = false, guard = false))]
pub(crate) fn read_gradebook<'py>(
    data: &Bound<'py, PyAny>,
    lenient: bool,
    guard: bool,
) -> PyResult<Bound<'py, PyAny>> {
    read(data, |bytes| ReportTable::from(report::read_gradebook(bytes, options(lenient, guard))))
}

/// The empty file of assessment attempts, to fill in.
#[pyfunction]
pub(crate) const fn attempt_template() -> &'static str {
    AttemptFile::template()
}
