//! The Arrow PyCapsule interface: record batches to and from other libraries without a copy. All that the compiler cannot
//! check of this package stands here.

use std::ffi::CStr;

use arrow_array::RecordBatchReader;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, Schema};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods};

use crate::errors::invalid_input;
use crate::from_python::Misfit;

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";

/// Batches in a capsule. Whoever takes the stream out leaves it released; one that nobody takes is released with the
/// capsule.
pub(super) fn stream_capsule<'py>(
    py: Python<'py>,
    batches: Box<dyn RecordBatchReader + Send>,
) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(batches), STREAM)
}

/// A schema in a capsule.
pub(super) fn schema_capsule<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema).map_err(|defect| unreadable(py, &defect.to_string()))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

/// The batches of whatever gives a stream of them; nothing if it does not.
pub(crate) fn stream_of(data: &Bound<'_, PyAny>) -> PyResult<Option<RecordBatchStreamReader>> {
    let py = data.py();
    let method = intern!(py, "__arrow_c_stream__");
    if !data.hasattr(method)? {
        return Ok(None);
    }
    let given = data.call_method0(method)?;
    let capsule = given
        .cast::<PyCapsule>()
        .map_err(|_| unreadable(py, "`__arrow_c_stream__` gave no capsule"))?;
    let stream = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: a capsule of this name holds a stream of the Arrow C interface (the PyCapsule protocol), which lives as long as
    // the capsule does, and the capsule is borrowed here. Taking the stream out leaves an empty one behind, so that
    // nobody releases it twice; one that was taken before is empty and is told as such.
    #[allow(unsafe_code, reason = "the protocol hands over a pointer, and only its name says to what")]
    let reader = unsafe { RecordBatchStreamReader::from_raw(stream.as_ptr()) };
    reader.map(Some).map_err(|defect| unreadable(py, &defect.to_string()))
}

/// Data that no batches can be had from.
#[cold]
pub(crate) fn unreadable(py: Python<'_>, why: &str) -> PyErr {
    invalid_input(py, Misfit::new(format!("this gives no table: {why}")), "data")
}

/// A batch that could not be taken over. Some libraries hand over columns without a type in a way that Arrow does not know.
#[cold]
pub(crate) fn unreadable_batch(py: Python<'_>, schema: &Schema, defect: &ArrowError) -> PyErr {
    match schema.fields().iter().find(|field| field.data_type().is_null()) {
        Some(field) if matches!(defect, ArrowError::CDataInterface(_)) => {
            let name = field.name();
            let cure = "cast it to the type of its values, or leave it out";
            invalid_input(py, Misfit::new(format!("column `{name}` has no type; {cure}")), "data")
        }
        _ => unreadable(py, &defect.to_string()),
    }
}
