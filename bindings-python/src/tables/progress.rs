//! Whoever wants to know how far reading has come.

use pyo3::prelude::*;
use pyo3::types::PyBool;

use crate::errors::invalid_input;
use crate::from_python::Misfit;

pub(super) struct Progress {
    told: Py<PyAny>,
    /// Whether it is our own bar, which goes away when reading ends.
    bar: bool,
}

impl Progress {
    /// A bar for `True`, none for `False`, or else what is called with the bytes done and in all.
    pub(super) fn new(given: &Bound<'_, PyAny>, total: Option<u64>) -> PyResult<Option<Self>> {
        let py = given.py();
        if let Ok(wanted) = given.cast::<PyBool>() {
            if !wanted.is_true() {
                return Ok(None);
            }
            let bar = py.import("matricula._frames")?.call_method1("Bar", (total,))?;
            return Ok(Some(Self { told: bar.unbind(), bar: true }));
        }
        if given.is_callable() {
            return Ok(Some(Self { told: given.clone().unbind(), bar: false }));
        }
        let expected = "`True`, `False`, or a function of the bytes done and the bytes in all";
        Err(invalid_input(py, Misfit::unlike(expected, given), "progress"))
    }

    pub(super) fn tell(&self, py: Python<'_>, done: u64, total: Option<u64>) -> PyResult<()> {
        self.told.bind(py).call1((done, total)).map(drop)
    }

    pub(super) fn close(self, py: Python<'_>) -> PyResult<()> {
        if self.bar {
            self.told.bind(py).call_method0("close").map(drop)
        } else {
            Ok(())
        }
    }
}
