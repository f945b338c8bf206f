//! Arguments, each refused by its name, with what is expected.

use pyo3::prelude::*;
use pyo3::types::PyBool;
use pyo3::{PyClass, PyTypeInfo};
use serde::de::DeserializeOwned;

use crate::errors::invalid_input;
use crate::from_python::{Misfit, from_python};

/// Reads an argument. Its name stands before the path of what is wrong within it.
#[inline]
pub(crate) fn argument<T: DeserializeOwned>(value: &Bound<'_, PyAny>, name: &str) -> PyResult<T> {
    from_python(value).map_err(|misfit| invalid_input(value.py(), misfit.of(name), name))
}

fn flag(value: &Bound<'_, PyAny>, name: &str) -> PyResult<bool> {
    value
        .extract()
        .map_err(|_| invalid_input(value.py(), Misfit::unlike("`True` or `False`", value), name))
}

fn whole(value: &Bound<'_, PyAny>, name: &str) -> PyResult<i128> {
    let whole = if value.is_instance_of::<PyBool>() { None } else { value.extract().ok() };
    whole.ok_or_else(|| invalid_input(value.py(), Misfit::unlike("a whole number", value), name))
}

/// An object of one of this package's classes.
pub(crate) fn object<'a, 'py, T: PyClass + PyTypeInfo>(
    value: &'a Bound<'py, PyAny>,
    name: &str,
    expected: &str,
) -> PyResult<&'a Bound<'py, T>> {
    value
        .cast::<T>()
        .map_err(|_| invalid_input(value.py(), Misfit::unlike(expected, value), name))
}

/// Arguments by their name, as the functions that have them read them.
macro_rules! arguments {
    ($read:ident -> $Type:ty: $($name:ident)*) => {
        $(
            pub(crate) fn $name(value: &Bound<'_, PyAny>) -> PyResult<$Type> {
                $read(value, stringify!($name))
            }
        )*
    };
}

arguments!(flag -> bool: guard guard_formulas guarded lenient line_numbers units);
arguments!(whole -> i128: batch_rows problem_limit);

/// A guard that may be left to what is known of a report.
pub(crate) fn maybe_guard(value: &Bound<'_, PyAny>) -> PyResult<Option<bool>> {
    if value.is_none() { Ok(None) } else { guard(value).map(Some) }
}
