//! Gradebooks: facts of assessment attempts in, files out. Long work is done without Python's lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use arrow_array::RecordBatchReader;
use matricula::arrow::{gradebook_table, observe_attempts};
use matricula::report;
use matricula::report::{
    AssessmentAttempt, AttemptError, AttemptFile, AttemptReader, GradebookAccumulator as Facts,
    GradebookFile, GradebookLayout, GradebookRequest,
};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::arguments::{argument, object};
use crate::errors::invalid_input;
use crate::files::{ReportTable, bytes, options, read};
use crate::from_python::{Misfit, from_python};
use crate::register::items;
use crate::source::{each_piece, tell};
use crate::tables::{Table, stream_of, unreadable_batch};
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

impl GradebookAccumulator {
    fn observe_batches(&self, py: Python<'_>, batches: impl RecordBatchReader + Send) -> PyResult<u64> {
        // Taken in at the end, all of them or none.
        let mut facts = Facts::default();
        let mut count = 0;
        let schema = batches.schema();
        for batch in batches {
            let batch = batch.map_err(|defect| unreadable_batch(py, &schema, &defect))?;
            let taken = py.detach(|| observe_attempts(&mut facts, &batch, count));
            count += taken.map_err(|error| invalid_input(py, Misfit::new(error.to_string()), "attempts"))?;
            py.check_signals()?;
        }
        py.detach(|| self.facts().merge(&facts));
        Ok(count)
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
        taken.map_err(|error| invalid_input(py, lacking(error).of("attempt"), "attempt"))
    }

    /// Takes in facts, and gives their number: records, or a table of any library that knows Arrow's PyCapsule protocol, with
    /// columns named as the fields of a record or as the headers of the file. All of them are read first: when one is none,
    /// nothing is taken in.
    fn observe_many(&self, attempts: &Bound<'_, PyAny>) -> PyResult<u64> {
        let py = attempts.py();
        if let Some(batches) = stream_of(attempts)? {
            return self.observe_batches(py, batches);
        }
        let mut facts: Vec<AssessmentAttempt> = Vec::new();
        for (index, attempt) in items(attempts, "attempts")?.enumerate() {
            let fact: Result<AssessmentAttempt, Misfit> = from_python(&attempt?);
            let checked = fact.and_then(|fact| fact.check().map(|()| fact).map_err(lacking));
            facts.push(checked.map_err(|misfit| invalid_input(py, misfit.at_index(index), "attempts"))?);
        }
        Ok(py.detach(|| {
            let mut taken = self.facts();
            facts.iter().filter(|fact| taken.observe(fact).is_ok()).count() as u64
        }))
    }

    /// Takes in a file of assessment attempts of any size: a path, bytes, or a file that was opened for bytes. Bad rows are
    /// reported and left out. `progress` is called with the number of bytes of each piece that was read.
    #[pyo3(signature = (source, /, *, lenient = false, guard = false, progress = None))]
    fn read<'py>(
        &self,
        source: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
        #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let reader = AttemptReader::new(options(lenient, guard));
        // Taken in at the end, so that a file that breaks off in the middle leaves nothing behind.
        let facts = Facts::default();
        let mut reading = (reader, facts);
        each_piece(
            source,
            &mut reading,
            |(reader, facts), piece| reader.push(piece, facts),
            |_, length| tell(progress, length),
        )?;
        let (reader, mut facts) = reading;
        let read = source.py().detach(|| {
            let read = reader.finish(&mut facts);
            self.facts().merge(&facts);
            read
        });
        to_python(source.py(), &read)
    }

    /// Takes in everything that another one took in, which stays as it is.
    fn merge(&self, other: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = other.py();
        let other = object::<Self>(other, "other", "a `GradebookAccumulator`")?.get();
        py.detach(|| {
            // Copied first: both locks at once could wait for each other.
            let facts = other.facts().clone();
            self.facts().merge(&facts);
        });
        Ok(())
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
            invalid_input(py, misfit.of("request"), "request")
        })?;
        let files = PyDict::new(py);
        let mut forms = Vec::new();
        for file in made.files {
            files.set_item(&*file.name, PyBytes::new(py, &file.bytes))?;
            forms.push(Form { name: file.name, layout: file.layout, guard: file.guard_formulas });
        }
        Ok(Gradebook {
            files: files.unbind(),
            forms,
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
#[pyclass(frozen, module = "matricula")]
pub(crate) struct Gradebook {
    /// The files, by name.
    #[pyo3(get)]
    files: Py<PyDict>,
    /// The files as one ZIP.
    #[pyo3(get)]
    archive: Py<PyBytes>,
    /// What it holds.
    #[pyo3(get)]
    summary: Py<PyAny>,
    forms: Vec<Form>,
}

/// What the files of a gradebook are.
struct Form {
    name: Box<str>,
    layout: Option<GradebookLayout>,
    guard: bool,
}

#[pymethods]
impl Gradebook {
    /// A file as a table that data frames take. Raises `KeyError` when there is no file of that name.
    fn table(&self, name: &Bound<'_, PyAny>) -> PyResult<Table> {
        let py = name.py();
        let name: String = argument(name, "name")?;
        let (Some(form), Some(bytes)) =
            (self.forms.iter().find(|form| *form.name == *name), self.files.bind(py).get_item(&name)?)
        else {
            return Err(PyKeyError::new_err(name));
        };
        let file = GradebookFile {
            name: form.name.clone(),
            layout: form.layout,
            guard_formulas: form.guard,
            bytes: bytes.extract::<&[u8]>()?.to_vec(),
        };
        let (schema, batches) = py.detach(|| gradebook_table(&file));
        Ok(Table::new(schema, batches))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<Gradebook of {}>", self.files.bind(py).keys().repr()?))
    }
}

/// Reads a file of assessment attempts as a whole, with the options of `read_usage`.
#[pyfunction]
#[pyo3(signature = (source, /, *, lenient = false, guard = false))]
pub(crate) fn read_attempts<'py>(
    source: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
    #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
) -> PyResult<Bound<'py, PyAny>> {
    read(source, |bytes| AttemptFile::read(bytes, options(lenient, guard)))
}

/// Reads a gradebook in its long form, with the options of `read_usage`.
#[pyfunction]
#[pyo3(signature = (source, /, *, lenient = false, guard = false))]
pub(crate) fn read_gradebook<'py>(
    source: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
    #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
) -> PyResult<Bound<'py, PyAny>> {
    read(source, |bytes| ReportTable::from(report::read_gradebook(bytes, options(lenient, guard))))
}

/// The empty file of assessment attempts, to fill in.
#[pyfunction]
pub(crate) const fn attempt_template() -> &'static str {
    AttemptFile::template()
}
