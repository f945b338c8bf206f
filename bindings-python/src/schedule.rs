//! The weekly schedule of the email report: plain functions over a plain record.

use matricula::report::{self, ReportSchedule, ScheduleError};
use matricula::{ReportCadence, Timestamp};
use pyo3::prelude::*;

use crate::arguments::argument;
use crate::errors::invalid_input;
use crate::from_python::Misfit;
use crate::to_python::to_python;

fn lacking(py: Python<'_>, error: ScheduleError) -> PyErr {
    invalid_input(py, Misfit::new(error.to_string()).of(error.field()).of("schedule"), "schedule")
}

/// The schedule of an organization's cadence. Raises `InvalidInput` when it is none, as one of a zone that is not in the list.
#[pyfunction]
#[pyo3(signature = (cadence, /, *, schedule))]
pub(crate) fn schedule_of<'py>(
    cadence: &Bound<'py, PyAny>,
    schedule: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = cadence.py();
    let given: ReportCadence = argument(cadence, "cadence")?;
    let made = ReportSchedule::of_cadence(argument(schedule, "schedule")?, &given).map_err(|error| {
        invalid_input(py, Misfit::new(error.to_string()).of(error.field()).of("cadence"), "cadence")
    });
    to_python(py, &made?)
}

/// The first report that is due by a schedule after an instant; none when there is no such date.
#[pyfunction]
#[pyo3(signature = (schedule, /, *, after))]
pub(crate) fn next_due<'py>(
    schedule: &Bound<'py, PyAny>,
    after: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = schedule.py();
    let schedule: ReportSchedule = argument(schedule, "schedule")?;
    let due = schedule.next_due(argument(after, "after")?);
    to_python(py, &due.map_err(|error| lacking(py, error))?)
}

/// The reports that are due by a schedule after an instant and until another, this one included, in order: at most
/// `limit`, and never more than 10,000.
#[pyfunction]
#[pyo3(signature = (schedule, /, *, after, until, limit = None))]
pub(crate) fn due_between<'py>(
    schedule: &Bound<'py, PyAny>,
    after: &Bound<'py, PyAny>,
    until: &Bound<'py, PyAny>,
    limit: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = schedule.py();
    let schedule: ReportSchedule = argument(schedule, "schedule")?;
    let (after, until): (Timestamp, Timestamp) = (argument(after, "after")?, argument(until, "until")?);
    let limit = limit.map_or(Ok(u32::MAX), |limit| argument(limit, "limit"))?;
    let due = py.detach(|| schedule.due_between(after, until, limit));
    to_python(py, &due.map_err(|error| lacking(py, error))?)
}

/// The release of the IANA time-zone database by which schedules are reckoned.
#[pyfunction]
pub(crate) fn zone_data_version() -> &'static str {
    report::zone_data_version()
}
