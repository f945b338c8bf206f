//! The lines on which the rows of a file start, as a column before all others.

use alloc::sync::Arc;
use alloc::vec::Vec;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_schema::{DataType, Field};

use super::read::batch;
use super::schema::plain_field;
use crate::table::LINE;

/// The column of lines.
pub(super) fn line_field() -> Field {
    plain_field(
        LINE,
        DataType::UInt64,
        false,
        "The physical line of the file on which the row starts, from 1.",
    )
}

/// Whether a column is one of lines, whoever made it.
pub(super) fn is_line(field: &Field) -> bool {
    field.name() == LINE && field.data_type().is_integer()
}

/// A batch whose lines are so many further down.
pub(super) fn moved(rows: &RecordBatch, by: u64) -> RecordBatch {
    let columns = rows.columns().iter().enumerate().map(|(place, column)| {
        match column.as_primitive_opt::<UInt64Type>() {
            Some(lines) if place == 0 => {
                Arc::new(lines.unary::<_, UInt64Type>(|line: u64| line.saturating_add(by))) as _
            }
            _ => Arc::clone(column),
        }
    });
    batch(&rows.schema(), columns.collect::<Vec<_>>())
}
