//! Tables of rows of records, filled cell by cell.

use alloc::vec::Vec;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field};

use super::column::Column;
use super::read::batch;
use super::schema::{plain_field, plain_schema};
use crate::schema::FieldSchema;

/// Columns that are filled by rows of a record, under the names and with the meanings of its fields.
pub(super) struct Sheet<'a> {
    name: &'a str,
    fields: Vec<Field>,
    pub(super) columns: Vec<Column>,
}

impl<'a> Sheet<'a> {
    /// Of some fields of a record, each with its type and whether rows may be without a value.
    pub(super) fn new(name: &'a str, described: &[FieldSchema], columns: &[(&str, DataType, bool)]) -> Self {
        let fields = columns
            .iter()
            .map(|(name, data_type, nullable)| {
                let known = described.iter().find(|field| field.name == *name);
                plain_field(name, data_type.clone(), *nullable, known.map_or("", |field| field.doc))
            })
            .collect();
        Self::of(name, fields)
    }

    /// Of any columns.
    pub(super) fn of(name: &'a str, fields: Vec<Field>) -> Self {
        let columns = fields.iter().map(|field| Column::new(field.data_type())).collect();
        Self { name, fields, columns }
    }

    pub(super) fn finish(mut self) -> RecordBatch {
        let schema = plain_schema(self.name, self.fields);
        batch(&schema, self.columns.iter_mut().map(Column::take).collect())
    }
}

/// The cells of one row, in order.
macro_rules! row {
    ($sheet:ident: $($method:ident($($value:expr),*);)*) => {{
        let mut columns = $sheet.columns.iter_mut();
        $crate::arrow::sheet::row! { in columns: $($method($($value),*);)* }
    }};
    (in $columns:ident: $($method:ident($($value:expr),*);)*) => {
        $( if let Some(column) = $columns.next() { column.$method($($value),*); } )*
    };
}
pub(super) use row;
