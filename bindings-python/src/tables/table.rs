//! A table in Arrow's form.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, TimestampMillisecondType, UInt64Type};
use arrow_array::{Array, RecordBatch, RecordBatchIterator};
use arrow_schema::{DataType, SchemaRef};
use matricula::Timestamp;
use matricula::arrow::absent_columns;
use matricula::table::{ColumnSchema, ColumnType};
use pyo3::exceptions::PyImportError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyCapsule, PyDict, PyInt, PyList, PyString};

use super::capsule::{schema_capsule, stream_capsule};

/// Columns of equal length, which data frames take without a copy.
///
/// `pyarrow.table(table)`, `polars.DataFrame(table)`, `duckdb` and `pandas.DataFrame.from_arrow(table)` take it as it is;
/// so does everything else that knows Arrow's PyCapsule protocol.
#[pyclass(frozen, subclass, module = "matricula")]
pub(crate) struct Table {
    pub(super) schema: SchemaRef,
    pub(super) batches: Vec<RecordBatch>,
}

impl Table {
    pub(crate) const fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }

    /// The table of one batch.
    pub(crate) fn of(batch: RecordBatch) -> Self {
        Self::new(batch.schema(), vec![batch])
    }

    pub(super) fn row_count(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

#[pymethods]
impl Table {
    fn __len__(&self) -> usize {
        self.row_count()
    }

    fn __bool__(&self) -> bool {
        self.row_count() > 0
    }

    /// The names of the columns, in order.
    #[getter]
    fn columns(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|field| field.name().as_str()).collect()
    }

    /// The columns: name, Arrow type, whether rows may be without a value, header, meaning and unit.
    #[getter]
    fn schema<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        schema_list(py, &self.schema)
    }

    /// Hands the table over to another library, without a copy. A schema that is asked for is not followed.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        stream_capsule(py, Box::new(RecordBatchIterator::new(batches, Arc::clone(&self.schema))))
    }

    /// Hands the schema over to another library.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.schema)
    }

    /// The table as a `pyarrow.Table`, without a copy.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        needed(slf.py(), "pyarrow", "to_arrow")?.call_method1("table", (slf,))
    }

    /// The table as a `polars.DataFrame`.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        needed(slf.py(), "polars", "to_polars")?.call_method1("DataFrame", (slf,))
    }

    /// The table as a `pandas.DataFrame`: texts, times and counts as pandas has them, decimals exact, in Arrow's form.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        needed(py, "pandas", "to_pandas")?;
        needed(py, "pyarrow", "to_pandas")?;
        py.import("matricula._frames")?.call_method1("to_pandas", (slf,))
    }

    /// The rows as plain data, as `read_usage` and its kin give them.
    fn rows(slf: &Bound<'_, Self>) -> Rows {
        let absent = absent_columns(&slf.get().schema);
        Rows { table: slf.clone().unbind(), batch: 0, row: 0, absent }
    }

    fn __repr__(&self) -> String {
        let name = self.schema.metadata().get("table").map_or("table", String::as_str);
        format!("<Table {name}: {} rows, {} columns>", self.row_count(), self.schema.fields().len())
    }
}

pub(super) fn schema_list<'py>(py: Python<'py>, schema: &SchemaRef) -> PyResult<Bound<'py, PyList>> {
    let columns = schema.fields().iter().map(|field| {
        let column = PyDict::new(py);
        column.set_item(intern!(py, "name"), field.name())?;
        column.set_item(intern!(py, "type"), type_name(field.data_type()))?;
        column.set_item(intern!(py, "nullable"), field.is_nullable())?;
        for key in ["header", "meaning", "unit"] {
            column.set_item(key, field.metadata().get(key))?;
        }
        Ok(column)
    });
    PyList::new(py, columns.collect::<PyResult<Vec<_>>>()?)
}

/// An Arrow type as documentation and other libraries write it.
fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Utf8 => "utf8".to_owned(),
        DataType::Boolean => "bool".to_owned(),
        DataType::UInt64 => "uint64".to_owned(),
        DataType::Timestamp(..) => "timestamp[ms, UTC]".to_owned(),
        DataType::Decimal128(precision, places) => format!("decimal128({precision}, {places})"),
        other => other.to_string(),
    }
}

/// A package that is not needed otherwise.
fn needed<'py>(py: Python<'py>, package: &str, method: &str) -> PyResult<Bound<'py, PyModule>> {
    py.import(package).map_err(|error| {
        if !error.is_instance_of::<PyImportError>(py) {
            return error;
        }
        let told = PyImportError::new_err(format!("`{method}` needs {package}: pip install {package}"));
        told.set_cause(py, Some(error));
        told
    })
}

/// Goes through the rows of a table.
#[pyclass(module = "matricula")]
pub(crate) struct Rows {
    table: Py<Table>,
    batch: usize,
    row: usize,
    /// Columns of later exports that the file does not have: every record has all of them.
    absent: Vec<&'static ColumnSchema>,
}

#[pymethods]
impl Rows {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let table = self.table.get();
        while let Some(batch) = table.batches.get(self.batch) {
            if self.row < batch.num_rows() {
                self.row += 1;
                return row(py, batch, self.row - 1, &self.absent).map(Some);
            }
            self.batch += 1;
            self.row = 0;
        }
        Ok(None)
    }
}

fn row<'py>(
    py: Python<'py>,
    batch: &RecordBatch,
    row: usize,
    absent: &[&ColumnSchema],
) -> PyResult<Bound<'py, PyDict>> {
    let cells = PyDict::new(py);
    for (field, array) in batch.schema_ref().fields().iter().zip(batch.columns()) {
        cells.set_item(PyString::intern(py, field.name()), cell(py, array.as_ref(), row)?)?;
    }
    for column in absent {
        let name = PyString::intern(py, column.field);
        if matches!(column.kind, ColumnType::Text | ColumnType::Id) {
            cells.set_item(name, intern!(py, ""))?;
        } else {
            cells.set_item(name, py.None())?;
        }
    }
    Ok(cells)
}

/// A cell as plain data. A text that is none is empty, as in the records of the reports.
fn cell<'py>(py: Python<'py>, array: &dyn Array, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if let Some(texts) = array.as_string_opt::<i32>() {
        let text = if texts.is_null(row) { "" } else { texts.value(row) };
        return Ok(PyString::new(py, text).into_any());
    }
    if array.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    Ok(match array.data_type() {
        DataType::Boolean => PyBool::new(py, array.as_boolean().value(row)).to_owned().into_any(),
        DataType::UInt64 => PyInt::new(py, array.as_primitive::<UInt64Type>().value(row)).into_any(),
        DataType::Timestamp(..) => {
            let millis = array.as_primitive::<TimestampMillisecondType>().value(row);
            let time = Timestamp::from_millis(millis).map(|time| time.to_string()).unwrap_or_default();
            PyString::new(py, &time).into_any()
        }
        _ => {
            let text = array.as_primitive::<Decimal128Type>().value_as_string(row);
            PyString::new(py, shortest(&text)).into_any()
        }
    })
}

/// A decimal's text without zeros at its end, and with one place at least.
fn shortest(text: &str) -> &str {
    let Some((whole, places)) = text.split_once('.') else { return text };
    let places = places.trim_end_matches('0').len().max(1);
    text.get(..whole.len() + 1 + places).unwrap_or(text)
}
