//! The email report as an object that holds its files.

use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::to_python::to_python;

/// The email report: three files, the figures above them, and the archive that is sent.
#[pyclass(frozen, get_all, module = "matricula")]
pub(crate) struct EmailReport {
    /// The usage report, as a file.
    usage: Py<PyBytes>,
    /// The membership report, as a file.
    membership: Py<PyBytes>,
    /// The specialization report, as a file.
    specialization: Py<PyBytes>,
    /// The three files as one ZIP.
    archive: Py<PyBytes>,
    /// The fourteen figures.
    summary: Py<PyAny>,
    /// The fourteen figures, as a file.
    summary_csv: Py<PyBytes>,
}

impl EmailReport {
    pub(crate) fn new(py: Python<'_>, report: &matricula::report::EmailReport) -> PyResult<Self> {
        Ok(Self {
            usage: PyBytes::new(py, &report.usage).unbind(),
            membership: PyBytes::new(py, &report.membership).unbind(),
            specialization: PyBytes::new(py, &report.specialization).unbind(),
            archive: PyBytes::new(py, &report.archive).unbind(),
            summary: to_python(py, &report.summary)?.unbind(),
            summary_csv: PyBytes::new(py, &report.summary_csv).unbind(),
        })
    }
}

#[pymethods]
impl EmailReport {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<EmailReport of {} bytes>", self.archive.bind(py).len()?))
    }
}
