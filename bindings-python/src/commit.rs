//! Commits and decisions, kept as the core's records and shown as plain data when asked.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString, PyTuple};

use crate::errors::invalid_input;
use crate::from_python::{Misfit, from_python};
use crate::to_python::to_python;

/// Events whose kinds a commit's representation shows at most.
const KINDS_SHOWN: usize = 3;

/// What one command did: stored and replayed as a whole.
///
/// Its parts are made into plain data whenever they are asked for; whoever changes these changes no commit.
#[pyclass(frozen, module = "matricula")]
pub(crate) struct Commit(matricula::Commit);

impl Commit {
    pub(crate) const fn new(commit: matricula::Commit) -> Self {
        Self(commit)
    }

    pub(crate) const fn inner(&self) -> &matricula::Commit {
        &self.0
    }
}

#[pymethods]
impl Commit {
    /// The version of this form.
    #[getter]
    const fn version(&self) -> u16 {
        self.0.version
    }

    /// The place in the history, counted from 1 without gaps.
    #[getter]
    const fn sequence(&self) -> u64 {
        self.0.sequence
    }

    /// When it happened: the command's `now`, or the latest time seen if that is later.
    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.0.at)
    }

    /// Who gave the command.
    #[getter]
    fn actor<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.0.actor)
    }

    /// The mark of the command, if it had an id.
    #[getter]
    fn receipt<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.0.receipt)
    }

    /// What happened, in order.
    #[getter]
    fn events<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.0.events)
    }

    /// What is newly known of people.
    #[getter]
    fn personal<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.0.personal)
    }

    /// What became of each row of a bulk command.
    #[getter]
    fn rows<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.0.rows)
    }

    /// What deserves a look.
    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.0.warnings)
    }

    /// Whether this is what a command with an id came to before, told once more: whoever has stored it has nothing more to
    /// store. It is in no stored form, and commits that differ in it alone are equal.
    #[getter]
    const fn repeated(&self) -> bool {
        self.0.repeated
    }

    /// The commit as plain data.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.0)
    }

    /// The commit as JSON text, the same in every language.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        serde_json::to_string(&self.0).map_err(|_| invalid_input(py, Misfit::new("it is no json"), "commit"))
    }

    /// The commit as compact bytes, the same in every language.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = postcard::to_allocvec(&self.0)
            .map_err(|_| invalid_input(py, Misfit::new("it has no bytes"), "commit"))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// A commit from plain data.
    #[staticmethod]
    fn from_dict(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        from_python(value).map(Self).map_err(|misfit| invalid_input(value.py(), misfit, "commit"))
    }

    /// A commit from JSON text.
    #[staticmethod]
    fn from_json(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = text.py();
        let refuse = |misfit| invalid_input(py, misfit, "text");
        let Ok(json) = text.cast::<PyString>() else {
            return Err(refuse(Misfit::unlike("text", text)));
        };
        if let Ok(json) = json.to_str()
            && let Ok(commit) = serde_json::from_str(json)
        {
            return Ok(Self(commit));
        }
        // Reading it once more tells what is wrong in the words of this package, and at which field.
        match py.import("json")?.call_method1(intern!(py, "loads"), (json,)) {
            Ok(value) => Self::from_dict(&value).and_then(|_| Err(refuse(Misfit::new("this is no commit")))),
            Err(error) if error.is_instance_of::<pyo3::exceptions::PyException>(py) => {
                Err(refuse(Misfit::new("this is no json; it was cut off or changed")))
            }
            Err(error) => Err(error),
        }
    }

    /// A commit from the bytes that `to_bytes` gives.
    #[staticmethod]
    fn from_bytes(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = data.py();
        let bytes = crate::files::bytes(data)?;
        match postcard::take_from_bytes(bytes.as_bytes()) {
            Ok((commit, [])) => Ok(Self(commit)),
            _ => {
                let misfit = Misfit::new("these bytes are no commit; they were cut off or changed");
                Err(invalid_input(py, misfit, "data"))
            }
        }
    }

    fn __repr__(&self) -> String {
        let mut kinds: Vec<_> = self.0.events.iter().take(KINDS_SHOWN).map(|event| event.kind()).collect();
        if self.0.events.len() > KINDS_SHOWN {
            kinds.push("…");
        }
        let repeated = if self.0.repeated { "repeated " } else { "" };
        format!("<Commit {repeated}{} at {}: {}>", self.0.sequence, self.0.at, kinds.join(", "))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.0 == other.get().0)
    }

    const fn __hash__(&self) -> u64 {
        self.0.sequence
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let read = py.get_type::<Self>().getattr(intern!(py, "from_bytes"))?;
        (read, (slf.get().to_bytes(py)?,)).into_pyobject(py)
    }
}

/// What a command comes to: a commit to store and apply, or the one that it came to before.
#[pyclass(frozen, module = "matricula")]
pub(crate) struct Decision {
    /// What happens, or happened.
    #[pyo3(get)]
    commit: Py<Commit>,
    /// Whether the command was carried out before. Then there is nothing to store or apply.
    #[pyo3(get)]
    repeated: bool,
}

impl Decision {
    pub(crate) fn new(py: Python<'_>, decision: matricula::Decision) -> PyResult<Self> {
        Ok(Self { commit: Py::new(py, Commit(decision.commit))?, repeated: decision.repeated })
    }
}

#[pymethods]
impl Decision {
    fn __repr__(&self) -> String {
        format!("<Decision {}>", self.commit.get().__repr__())
    }
}
