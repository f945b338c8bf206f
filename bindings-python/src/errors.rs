//! Errors: the exceptions are written in Python, so that type checkers know them; here they are raised.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyType};

use crate::arguments::argument;
use crate::from_python::Misfit;
use crate::to_python::to_python;

const MODULE: &str = "matricula.errors";

/// Data of the wrong shape. `whole` names the argument in which it was found.
#[cold]
pub(crate) fn invalid_input(py: Python<'_>, misfit: Misfit, whole: &str) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let (field, message) = match misfit.told(whole) {
        Ok(told) => told,
        Err(raised) => return raised,
    };
    let class = match CLASS.import(py, MODULE, "InvalidInput") {
        Ok(class) => class,
        Err(error) => return error,
    };
    raised(class.call1((message, field)))
}

/// A refusal as an exception, not yet raised.
#[cold]
pub(crate) fn refusal<'py>(py: Python<'py>, refusal: &matricula::Refusal) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let facts = to_python(py, refusal)?.cast_into::<PyDict>()?;
    let code = PyString::intern(py, refusal.code());
    facts.del_item("code")?;
    CLASS.import(py, MODULE, "Refusal")?.call1((
        refusal.to_string(),
        code,
        PyString::intern(py, refusal.rule()),
        PyString::intern(py, refusal.cure().as_str()),
        facts,
    ))
}

/// A refusal as an exception, from its record: of a row that a bulk command refused, or of stored JSON.
#[pyfunction]
#[pyo3(signature = (record, /))]
pub(crate) fn refusal_of<'py>(record: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = record.py();
    let found = argument(record, "record")?;
    refusal(py, &found)
}

#[cold]
pub(crate) fn refused(py: Python<'_>, why: &matricula::Refusal) -> PyErr {
    raised(refusal(py, why))
}

/// A commit that was not taken in.
#[cold]
pub(crate) fn not_applied(py: Python<'_>, error: &matricula::ApplyError) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    raised(
        CLASS
            .import(py, MODULE, "ApplyError")
            .and_then(|class| class.call1((error.to_string(), error.code()))),
    )
}

/// A snapshot that was not restored.
#[cold]
pub(crate) fn not_restored(py: Python<'_>, error: &matricula::RestoreError) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    raised(
        CLASS
            .import(py, MODULE, "RestoreError")
            .and_then(|class| class.call1((error.to_string(), error.code()))),
    )
}

/// A dialect that cannot be used.
#[cold]
pub(crate) fn unusable_dialect(py: Python<'_>, error: &matricula::report::DialectError) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    raised(
        CLASS
            .import(py, MODULE, "DialectError")
            .and_then(|class| class.call1((error.to_string(), error.code()))),
    )
}

/// Columns that cannot be grouped by.
#[cold]
pub(crate) fn not_groupable(py: Python<'_>, error: &matricula::report::GroupError) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    raised(
        CLASS
            .import(py, MODULE, "GroupError")
            .and_then(|class| class.call1((error.to_string(), error.code()))),
    )
}

/// A register that stopped in the middle of something.
#[cold]
pub(crate) fn unusable(py: Python<'_>) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let message =
        "this register stopped in the middle of a command; restore it from its snapshot and commits";
    raised(CLASS.import(py, MODULE, "MatriculaError").and_then(|class| class.call1((message,))))
}

fn raised(exception: PyResult<Bound<'_, PyAny>>) -> PyErr {
    match exception {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}
