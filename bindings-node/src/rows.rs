//! Rows of reports that come in as JSON text.

use matricula::Timestamp;
use matricula::report::Report;
use matricula::table::{ColumnSchema, ColumnType, parse_decimal};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::answer::Defect;

/// The largest whole number that JavaScript holds exactly.
const WHOLE_MAX: u64 = (1 << 53) - 1;

/// Reads a list of rows; `what` names it.
pub(crate) fn read_rows<L: Report>(text: &str, what: &str) -> Result<Vec<L::Row<'static>>, Defect>
where
    L::Row<'static>: DeserializeOwned,
{
    serde_json::from_str(text).map_err(|_| {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let (path, message) = match value.as_array() {
            None => (what.to_owned(), "give a list of rows".to_owned()),
            Some(rows) => defect_of::<L>(rows, what),
        };
        Defect { message: format!("`{path}`: {message}"), path }
    })
}

/// The first row that is none, and why. What a row holds may be personal and is not repeated.
fn defect_of<L: Report>(rows: &[Value], what: &str) -> (String, String) {
    for (place, row) in rows.iter().enumerate() {
        let path = format!("{what}[{place}]");
        let Some(fields) = row.as_object() else {
            return (path, "give an object with the fields of a row".to_owned());
        };
        if let Some(name) = fields.keys().find(|name| L::SCHEMA.column(name).is_none()) {
            let name = if name.len() <= 40 { name } else { "(a long name)" };
            return (format!("{path}.{name}"), format!("a row of the {} has no such field", L::SCHEMA.name));
        }
        for column in L::SCHEMA.columns {
            let path = || format!("{path}.{}", column.field);
            match fields.get(column.field) {
                Some(Value::Null) | None if needs(column) => {
                    return (path(), "this field is missing".to_owned());
                }
                Some(Value::Null) | None => {}
                Some(value) => {
                    if let Some(expected) = expected(column, value) {
                        return (path(), format!("give {expected}"));
                    }
                }
            }
        }
    }
    (what.to_owned(), "this is not of the documented form".to_owned())
}

const fn needs(column: &ColumnSchema) -> bool {
    column.required
        && matches!(
            column.kind,
            ColumnType::Text | ColumnType::Id | ColumnType::YesNo | ColumnType::Count | ColumnType::Choice
        )
}

/// What a field should be, if it is not.
fn expected(column: &ColumnSchema, value: &Value) -> Option<&'static str> {
    let decimal = || value.as_str().and_then(parse_decimal).filter(|value| !value.is_sign_negative());
    let (fits, expected) = match column.kind {
        ColumnType::Text | ColumnType::Id => (value.is_string(), "text"),
        ColumnType::Time => {
            (Timestamp::deserialize(value).is_ok(), "a time, as text like `2019-12-23T06:18:32.782Z`")
        }
        ColumnType::Percent => (
            decimal().is_some_and(|value| value <= 100.into()),
            "a percentage from 0 to 100, as text like `12.82`",
        ),
        ColumnType::Hours => (decimal().is_some(), "hours, as text like `0.29`"),
        ColumnType::YesNo | ColumnType::MaybeYesNo => (value.is_boolean(), "`true` or `false`"),
        ColumnType::Count | ColumnType::MaybeCount => {
            (value.as_u64().is_some_and(|count| count <= WHOLE_MAX), "a whole number")
        }
        ColumnType::Choice => (
            matches!(value.as_str(), Some("MEMBER" | "DELETED_MEMBER" | "INVITED")),
            "`MEMBER`, `DELETED_MEMBER` or `INVITED`",
        ),
    };
    (!fits).then_some(expected)
}
