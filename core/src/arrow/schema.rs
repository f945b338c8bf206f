//! The Arrow schema of a table, from its columns.

use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use arrow_schema::{DataType, Field, Metadata, Schema, SchemaRef, TimeUnit};

use crate::report::{MEMBERSHIP, SPECIALIZATION, USAGE};
use crate::store::Map;
use crate::table::{ColumnSchema, ColumnType, TableSchema};

/// Digits of a percentage or of hours at most.
pub const DECIMAL_PRECISION: u8 = 18;

/// Decimal places of a percentage or of hours: as many as the figures sum (`REP-3`).
pub const DECIMAL_PLACES: i8 = 9;

/// The Arrow schema of a table; `others` are the headers of further columns.
///
/// ```
/// use matricula::arrow::table_schema;
/// use matricula::report::USAGE;
///
/// let schema = table_schema(USAGE, ["Mood"]);
/// assert_eq!(schema.field(10).name(), "overall_progress");
/// assert_eq!(schema.field(10).metadata()["header"], "Overall Progress");
/// assert_eq!(schema.fields().last().unwrap().name(), "Mood");
/// assert_eq!(schema.metadata()["table"], "usage report");
/// ```
pub fn table_schema<'a>(table: &TableSchema, others: impl IntoIterator<Item = &'a str>) -> SchemaRef {
    schema_of(table, false, table.guide_columns(), others)
}

/// The schema of some columns of a table, perhaps behind one of lines, and of others that it does not have.
pub(super) fn schema_of<'a, 'c>(
    table: &TableSchema,
    lines: bool,
    columns: impl IntoIterator<Item = &'c ColumnSchema>,
    others: impl IntoIterator<Item = &'a str>,
) -> SchemaRef {
    let lines = lines.then(super::lines::line_field);
    let mut fields: Vec<Field> = lines.into_iter().chain(columns.into_iter().map(field)).collect();
    let mut names = Names::default();
    for field in &fields {
        names.free(field.name());
    }
    for header in others {
        let name = names.free(header);
        fields.push(Field::new(name, DataType::Utf8, true).with_metadata(told([("header", header)])));
    }
    Arc::new(Schema::new_with_metadata(fields, told([("table", table.name)])))
}

/// The columns of a report that a table of it was read without, since only later exports have them.
///
/// ```
/// use matricula::arrow::{absent_columns, table_schema};
/// use matricula::report::USAGE;
///
/// let absent = absent_columns(&table_schema(USAGE, []));
/// assert_eq!(absent[0].header, "Class End Time");
/// assert_eq!(absent.len(), USAGE.columns.len() - USAGE.guide_columns().len());
/// ```
pub fn absent_columns(schema: &Schema) -> Vec<&'static ColumnSchema> {
    let name = schema.metadata().get("table");
    let table = [USAGE, MEMBERSHIP, SPECIALIZATION]
        .into_iter()
        .find(|table| Some(table.name) == name.map(AsRef::as_ref));
    let columns = table.map_or(&[][..], |table| table.columns);
    columns.iter().filter(|column| schema.index_of(column.field).is_err()).collect()
}

/// The names of fields, each with the number that the next field of a like header may have. A sheet has thousands of columns
/// without a header.
#[derive(Default)]
pub(super) struct Names(Map<String, u32>);

impl Names {
    /// A name that no field has yet, so that data frames take columns whose headers are alike.
    pub(super) fn free(&mut self, header: &str) -> String {
        let Some(next) = self.0.get(header).copied() else {
            self.0.insert(header.to_string(), 2);
            return header.to_string();
        };
        let numbered = |number: u32| (number, alloc::format!("{header} ({number})"));
        let mut free = (next..).map(numbered).filter(|(_, name)| !self.0.contains_key(name));
        let (number, name) = free.next().unwrap_or_default();
        self.0.insert(header.to_string(), number.saturating_add(1));
        self.0.insert(name.clone(), 2);
        name
    }
}

pub(super) fn told<'a>(words: impl IntoIterator<Item = (&'a str, &'a str)>) -> Metadata {
    words.into_iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
}

fn field(column: &ColumnSchema) -> Field {
    let unit = column.kind.unit().map(|unit| ("unit", unit));
    let words = [("header", column.header), ("meaning", column.meaning)].into_iter().chain(unit);
    Field::new(column.field, data_type(column.kind), is_nullable(column)).with_metadata(told(words))
}

/// A field of a table that is no report: its name, its type, whether every row has a value, and what it means.
pub(super) fn plain_field(name: &str, data_type: DataType, nullable: bool, meaning: &str) -> Field {
    Field::new(name, data_type, nullable).with_metadata(told([("meaning", meaning.trim())]))
}

/// The schema of a table that is no report.
pub(super) fn plain_schema(name: &str, fields: Vec<Field>) -> SchemaRef {
    Arc::new(Schema::new_with_metadata(fields, told([("table", name)])))
}

/// How the cells of a column are held.
pub(super) fn data_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Text | ColumnType::Id | ColumnType::Choice => DataType::Utf8,
        ColumnType::Time => time_type(),
        ColumnType::Percent | ColumnType::Hours => DataType::Decimal128(DECIMAL_PRECISION, DECIMAL_PLACES),
        ColumnType::YesNo | ColumnType::MaybeYesNo => DataType::Boolean,
        ColumnType::Count | ColumnType::MaybeCount => DataType::UInt64,
    }
}

pub(super) fn time_type() -> DataType {
    DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into()))
}

/// Whether a row may be without a value. Other counts, words, *Yes* and *No* are always there; an empty count is 0.
pub(super) const fn is_nullable(column: &ColumnSchema) -> bool {
    match column.kind {
        ColumnType::Text | ColumnType::Id => !column.filled,
        ColumnType::Time | ColumnType::Percent | ColumnType::Hours => !column.filled,
        ColumnType::MaybeYesNo | ColumnType::MaybeCount => true,
        ColumnType::YesNo | ColumnType::Count | ColumnType::Choice => false,
    }
}
