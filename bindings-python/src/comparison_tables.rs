//! Exports compared, and figures by group, as tables that data frames take.

use matricula::arrow::{
    groups_batch, membership_changes_batch, specialization_changes_batch, usage_changes_batch,
};
use matricula::report::{GroupedFigures, MembershipChange, SpecializationChange, UsageChange};
use pyo3::prelude::*;

use crate::arguments::argument;
use crate::tables::Table;

/// Changes of the usage report, as `compare_usage` gives them, as a table.
#[pyfunction]
#[pyo3(signature = (changes, /))]
pub(crate) fn usage_changes_table(changes: &Bound<'_, PyAny>) -> PyResult<Table> {
    let given: Vec<UsageChange> = argument(changes, "changes")?;
    Ok(Table::of(changes.py().detach(|| usage_changes_batch(&given))))
}

/// Changes of the membership report, as `compare_membership` gives them, as a table.
#[pyfunction]
#[pyo3(signature = (changes, /))]
pub(crate) fn membership_changes_table(changes: &Bound<'_, PyAny>) -> PyResult<Table> {
    let given: Vec<MembershipChange> = argument(changes, "changes")?;
    Ok(Table::of(changes.py().detach(|| membership_changes_batch(&given))))
}

/// Changes of the specialization report, as `compare_specialization` gives them, as a table.
#[pyfunction]
#[pyo3(signature = (changes, /))]
pub(crate) fn specialization_changes_table(changes: &Bound<'_, PyAny>) -> PyResult<Table> {
    let given: Vec<SpecializationChange> = argument(changes, "changes")?;
    Ok(Table::of(changes.py().detach(|| specialization_changes_batch(&given))))
}

/// Figures by group, as `group_reports` gives them, as a table.
#[pyfunction]
#[pyo3(signature = (figures, /))]
pub(crate) fn groups_table(figures: &Bound<'_, PyAny>) -> PyResult<Table> {
    let given: GroupedFigures = argument(figures, "figures")?;
    Ok(Table::of(figures.py().detach(|| groups_batch(&given))))
}
