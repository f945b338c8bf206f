//! Two exports compared, and figures by group: of files of any size, or of rows.

use matricula::report::{
    ComparableReport, FileComparer, FileGrouper, GroupBy, Membership, MembershipRow, Specialization, Usage,
    UsageRow,
};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::arguments::argument;
use crate::errors::not_groupable;
use crate::files::options;
use crate::source::{each_piece, tell};
use crate::to_python::to_python;

/// Rows as plain data, if that is what is given.
fn rows<R: DeserializeOwned>(source: &Bound<'_, PyAny>, what: &str) -> PyResult<Option<Vec<R>>> {
    if !source.is_instance_of::<PyList>() && !source.is_instance_of::<PyTuple>() {
        return Ok(None);
    }
    argument(source, what).map(Some)
}

fn compare<'py, L: ComparableReport>(
    before: &Bound<'py, PyAny>,
    after: &Bound<'py, PyAny>,
    (lenient, guard): (bool, bool),
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>>
where
    L::Row<'static>: DeserializeOwned,
    FileComparer<L>: Send,
    L::Comparison: Serialize + Send,
{
    let py = before.py();
    let mut files = FileComparer::<L>::new(options(lenient, guard));
    match rows::<L::Row<'static>>(before, "before")? {
        Some(rows) => rows.iter().for_each(|row| files.observe_before(row)),
        None => {
            each_piece(before, &mut files, FileComparer::push_before, |_, length| tell(progress, length))?
        }
    }
    match rows::<L::Row<'static>>(after, "after")? {
        Some(rows) => rows.iter().for_each(|row| files.observe_after(row)),
        None => each_piece(after, &mut files, FileComparer::push_after, |_, length| tell(progress, length))?,
    }
    let comparison = py.detach(|| files.finish());
    to_python(py, &comparison)
}

/// Compares two exports of the usage report by email, program and course.
#[pyfunction]
#[pyo3(signature = (before, after, /, *, lenient = false, guard = false, progress = None))]
pub(crate) fn compare_usage<'py>(
    before: &Bound<'py, PyAny>,
    after: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
    #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    compare::<Usage>(before, after, (lenient, guard), progress)
}

/// Compares two exports of the membership report by email and program.
#[pyfunction]
#[pyo3(signature = (before, after, /, *, lenient = false, guard = false, progress = None))]
pub(crate) fn compare_membership<'py>(
    before: &Bound<'py, PyAny>,
    after: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
    #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    compare::<Membership>(before, after, (lenient, guard), progress)
}

/// Compares two exports of the specialization report by email, program and specialization.
#[pyfunction]
#[pyo3(signature = (before, after, /, *, lenient = false, guard = false, progress = None))]
pub(crate) fn compare_specialization<'py>(
    before: &Bound<'py, PyAny>,
    after: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
    #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    compare::<Specialization>(before, after, (lenient, guard), progress)
}

/// Figures by any columns of the usage report, of a usage and a membership report.
#[pyfunction]
#[pyo3(signature = (by, /, *, usage = None, membership = None, lenient = false, guard = false, progress = None))]
pub(crate) fn group_reports<'py>(
    by: &Bound<'py, PyAny>,
    usage: Option<&Bound<'py, PyAny>>,
    membership: Option<&Bound<'py, PyAny>>,
    #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
    #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = by.py();
    let fields: Vec<Box<str>> = argument(by, "by")?;
    let by = GroupBy::new(&fields).map_err(|error| not_groupable(py, &error))?;
    let mut files = FileGrouper::new(by, options(lenient, guard));
    if let Some(usage) = usage {
        match rows::<UsageRow<'static>>(usage, "usage")? {
            Some(rows) => rows.iter().for_each(|row| files.observe_usage(row)),
            None => {
                each_piece(usage, &mut files, FileGrouper::push_usage, |_, length| tell(progress, length))?
            }
        }
    }
    if let Some(membership) = membership {
        match rows::<MembershipRow<'static>>(membership, "membership")? {
            Some(rows) => rows.iter().for_each(|row| files.observe_membership(row)),
            None => {
                each_piece(membership, &mut files, FileGrouper::push_membership, |_, length| {
                    tell(progress, length)
                })?;
            }
        }
    }
    let figures = py.detach(|| files.finish());
    to_python(py, &figures)
}
