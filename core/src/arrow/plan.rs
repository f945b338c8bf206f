//! Which columns of record batches are written, in which order and under which headers.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use arrow_schema::{DataType, Field, Schema};

use super::error::BatchError;
use super::lines::is_line;
use super::source::expected;
use crate::report::{DialectTable, FileForm, Report, Target};
use crate::table::{ColumnSchema, ColumnType, Layout, header_key};

/// A column of the file.
pub(super) struct Planned {
    pub(super) header: Box<str>,
    /// Of the report, or [`OTHER`].
    pub(super) column: &'static ColumnSchema,
    /// Where the batches have it; those that do not have it give empty cells.
    pub(super) place: Option<usize>,
}

/// A column that the report does not have.
const OTHER: &ColumnSchema = &ColumnSchema {
    field: "",
    header: "",
    aliases: &[],
    kind: ColumnType::Text,
    required: false,
    filled: false,
    trailing: true,
    personal: true,
    meaning: "",
    source: "",
};

/// Finds the columns of a file.
pub(super) fn plan<L: Report>(schema: &Schema, target: Target<'_>) -> Result<Vec<Planned>, BatchError> {
    let dialect = match target {
        Target::Own => None,
        Target::Known(name) => Some(Cow::Owned(DialectTable::known(L::KIND, name))),
        Target::Dialect(dialect) => Some(Cow::Borrowed(dialect)),
    };
    let dialect = dialect.as_deref();
    if let Some(other) = dialect.filter(|dialect| dialect.schema() != L::SCHEMA) {
        return Err(BatchError::OtherReport { report: other.schema().name });
    }
    let form = dialect.map(FileForm::of_dialect);
    let (places, others) = found::<L>(schema, form.as_ref())?;
    let columns = L::SCHEMA.columns;
    for (column, place) in columns.iter().zip(&places) {
        if column.required && place.is_none() {
            return Err(BatchError::MissingColumn { table: L::SCHEMA.name, column: column.field });
        }
    }
    let place_of = |column: usize| places.get(column).copied().flatten();
    let mut planned = Vec::new();
    if let Some(form) = &form {
        let mut by_header = BTreeMap::new();
        for place in others {
            by_header.entry(header_key(header_of(schema, place))).or_insert(place);
        }
        for column in &form.columns {
            let known = column.field.as_deref().and_then(|field| L::SCHEMA.place(field));
            planned.push(match known.and_then(|known| columns.get(known).zip(Some(known))) {
                Some((found, known)) => {
                    Planned { header: column.header.clone(), column: found, place: place_of(known) }
                }
                None => {
                    let place = by_header.get(&header_key(&column.header)).copied();
                    Planned { header: column.header.clone(), column: OTHER, place }
                }
            });
        }
    } else {
        let guide = L::SCHEMA.guide_columns().len();
        for (number, column) in columns.iter().enumerate() {
            let place = place_of(number);
            if number < guide || place.is_some() {
                planned.push(Planned { header: column.header.into(), column, place });
            }
        }
        for place in others {
            let header = header_of(schema, place);
            if let Some(twice) = L::SCHEMA.with_header(header).and_then(|twice| columns.get(twice)) {
                return Err(repeated(twice.field));
            }
            planned.push(Planned { header: header.into(), column: OTHER, place: Some(place) });
        }
    }
    for Planned { column, place, .. } in &planned {
        let Some(field) = place.and_then(|place| schema.fields().get(place)) else {
            continue;
        };
        if !is_taken(field.data_type(), column.kind) {
            let other = "text, or leave it out, since the report has no such column";
            return Err(wrong(field, if column.field.is_empty() { other } else { expected(column.kind) }));
        }
    }
    Ok(planned)
}

/// For each column of the report where the batches have it, and where they have others.
pub(super) fn found<L: Layout>(
    schema: &Schema,
    form: Option<&FileForm>,
) -> Result<(Vec<Option<usize>>, Vec<usize>), BatchError> {
    let mut places = alloc::vec![None; L::SCHEMA.columns.len()];
    let mut rest = Vec::new();
    for (place, field) in schema.fields().iter().enumerate().filter(|(_, field)| !is_line(field)) {
        match L::SCHEMA.place(field.name()).and_then(|column| places.get_mut(column)) {
            None => rest.push((place, field)),
            Some(Some(_)) => return Err(repeated(field.name())),
            Some(free) => *free = Some(place),
        }
    }
    let by_field = places.clone();
    let mut by_header = BTreeMap::new();
    for own in form.iter().flat_map(|form| &form.columns) {
        by_header.entry(header_key(&own.header)).or_insert(own);
    }
    let mut others = Vec::new();
    for (place, field) in rest {
        let known = match by_header.get(&header_key(field.name())) {
            // The headers of a dialect go before those that the report knows.
            Some(own) => own.field.as_deref().and_then(|field| L::SCHEMA.place(field)),
            None => L::SCHEMA.with_header(field.name()),
        };
        let Some(column) = known else {
            others.push(place);
            continue;
        };
        match places.get_mut(column) {
            Some(free @ None) => *free = Some(place),
            // Read from a file that has the column under another header, of a dialect of one's own.
            _ if by_field.get(column).is_some_and(Option::is_some)
                && field.metadata().contains_key("header") =>
            {
                others.push(place);
            }
            _ => return Err(repeated(L::SCHEMA.columns.get(column).map_or("", |column| column.field))),
        }
    }
    Ok((places, others))
}

/// The header of a column that the report does not have: that of the file it was read from, or its name.
fn header_of(schema: &Schema, place: usize) -> &str {
    let field = schema.fields().get(place);
    field.map_or("", |field| field.metadata().get("header").unwrap_or(field.name()))
}

fn repeated(column: &str) -> BatchError {
    BatchError::RepeatedColumn { column: column.into() }
}

pub(super) fn wrong(field: &Field, expected: &'static str) -> BatchError {
    BatchError::WrongType {
        column: field.name().as_str().into(),
        found: name_of(field.data_type()),
        expected,
    }
}

/// What an Arrow type is called, without the fields within it.
fn name_of(data_type: &DataType) -> alloc::string::String {
    let name = data_type.to_string();
    format!("of type `{}`", name.chars().take(60).collect::<alloc::string::String>())
}

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => true,
        DataType::Dictionary(_, values) => {
            matches!(**values, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
        }
        _ => false,
    }
}

pub(super) fn is_taken(data_type: &DataType, kind: ColumnType) -> bool {
    if data_type.is_null() {
        return true;
    }
    match kind {
        ColumnType::Text | ColumnType::Id | ColumnType::Choice => is_text(data_type),
        ColumnType::Time => matches!(data_type, DataType::Timestamp(..)),
        ColumnType::YesNo | ColumnType::MaybeYesNo => matches!(data_type, DataType::Boolean),
        ColumnType::Count | ColumnType::MaybeCount => data_type.is_integer(),
        ColumnType::Percent | ColumnType::Hours => {
            data_type.is_integer()
                || matches!(
                    data_type,
                    DataType::Decimal32(..)
                        | DataType::Decimal64(..)
                        | DataType::Decimal128(..)
                        | DataType::Float32
                        | DataType::Float64
                )
        }
    }
}
