//! Reading what JavaScript gives, and saying in words which field is not what it should be.
//!
//! Reading takes one pass. Only when it fails is the text read again, loosely, and held against the definitions of
//! [`matricula::schema`], so that the message names the field and what to give, without a word of Rust. Texts are never
//! repeated in a message, since they may be personal.

use std::collections::HashMap;
use std::sync::LazyLock;

use matricula::report::Exact;
use matricula::schema::{Definition, FieldSchema, TypeSchema, definitions};
use matricula::{Hours, Percent, ProgramId, Timestamp};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::answer::Defect;

static DEFINITIONS: LazyLock<HashMap<&'static str, Definition>> = LazyLock::new(|| {
    let name = |definition: &Definition| match definition {
        Definition::Record(record) => record.name,
        Definition::Choice { name, .. } | Definition::Union { name, .. } => name,
        Definition::Refusals { .. } => "Refusal",
    };
    definitions().map(|definition| (name(&definition), definition)).collect()
});

/// Reads a value of a defined type. `what` names the argument.
pub(crate) fn read<T: DeserializeOwned>(text: &str, what: &str, expected: TypeSchema) -> Result<T, Defect> {
    serde_json::from_str(text).map_err(|_| diagnose(text, what, |value| defect_of(value, &expected)))
}

/// As [`read`], with the name of the argument before its fields.
pub(crate) fn read_argument<T: DeserializeOwned>(
    text: &str,
    what: &str,
    expected: TypeSchema,
) -> Result<T, Defect> {
    read(text, what, expected).map_err(|defect| under(what, defect))
}

/// Puts the name of an argument before the path of a defect within it.
pub(crate) fn under(what: &str, mut defect: Defect) -> Defect {
    if defect.path != what {
        let dot = if defect.path.starts_with('[') { "" } else { "." };
        let path = format!("{what}{dot}{}", defect.path);
        defect.message = defect.message.replacen(&defect.path, &path, 1);
        defect.path = path;
    }
    defect
}

/// Reads an object of the given fields.
pub(crate) fn read_fields<T: DeserializeOwned>(text: &str, fields: &[FieldSchema]) -> Result<T, Defect> {
    serde_json::from_str(text).map_err(|_| {
        diagnose(text, "argument", |value| {
            let object = value.as_object().ok_or_else(|| Found::expected("an object", value))?;
            check_fields(object, fields, None, false)
        })
    })
}

fn diagnose(text: &str, what: &str, check: impl FnOnce(&Value) -> Result<(), Found>) -> Defect {
    let found = match serde_json::from_str(text) {
        Ok(value) => check(&value).err(),
        Err(_) => Some(Found::new("this is not JSON text, or text that is no Unicode")),
    };
    // Whatever the definitions do not show is a value that two rules together exclude.
    let found = found.unwrap_or_else(|| Found::new("this is not of the documented form"));
    let path = if found.path.is_empty() { what.to_owned() } else { found.path };
    Defect { message: format!("`{path}`: {}", found.message), path }
}

/// What is wrong, and where, seen from where one stands.
struct Found {
    path: String,
    message: String,
}

impl Found {
    fn new(message: impl Into<String>) -> Self {
        Self { path: String::new(), message: message.into() }
    }

    fn expected(what: impl std::fmt::Display, value: &Value) -> Self {
        Self::new(format!("give {what}, not {}", shown(value)))
    }

    fn within(mut self, step: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{step}{dot}{}", self.path);
        self
    }
}

/// A value as a message may show it.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "`null`".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(value) => format!("`{value}`"),
        Value::String(text) if text.len() <= 40 && text.bytes().all(is_harmless) => format!("`{text}`"),
        Value::String(_) => "this text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// Whether a byte may stand in a time, a number or a word of ours. Names and addresses need others.
const fn is_harmless(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'T' | b'Z' | b':' | b'.' | b'+' | b'-' | b'/' | b',' | b'%')
}

fn defect_of(value: &Value, expected: &TypeSchema) -> Result<(), Found> {
    match expected {
        TypeSchema::Text | TypeSchema::Personal => match value {
            Value::String(_) => Ok(()),
            _ => Err(Found::expected("text", value)),
        },
        TypeSchema::Boolean => match value {
            Value::Bool(_) => Ok(()),
            _ => Err(Found::expected("`true` or `false`", value)),
        },
        TypeSchema::Integer(largest) => match value.as_u64() {
            Some(number) if number <= *largest => Ok(()),
            _ => Err(Found::expected(format_args!("a whole number from 0 to {largest}"), value)),
        },
        TypeSchema::Time => parsed::<Timestamp>(value, "a time, as text like `2019-12-23T06:18:32.782Z`"),
        TypeSchema::Percent => parsed::<Percent>(
            value,
            "a percentage from 0 to 100 with at most 4 decimal places, as text like `12.82`",
        ),
        TypeSchema::Hours => {
            parsed::<Hours>(value, "hours with at most 4 decimal places, as text like `0.29`")
        }
        TypeSchema::Decimal => parsed::<Exact>(value, "a decimal number, as text like `12.82`"),
        TypeSchema::Id(_) => parsed::<ProgramId>(
            value,
            "an id, as text: a UUID of 36 characters with its hyphens, or 22 characters of URL-safe base64",
        ),
        TypeSchema::Optional(_) if value.is_null() => Ok(()),
        TypeSchema::Optional(inner) => defect_of(value, inner),
        TypeSchema::List(inner) => {
            let list = value.as_array().ok_or_else(|| Found::expected("a list", value))?;
            for (place, item) in list.iter().enumerate() {
                defect_of(item, inner).map_err(|found| found.within(&format!("[{place}]")))?;
            }
            Ok(())
        }
        TypeSchema::Named(name) => defect_of_named(value, name),
    }
}

fn parsed<T: DeserializeOwned>(value: &Value, what: &str) -> Result<(), Found> {
    match T::deserialize(value) {
        Ok(_) => Ok(()),
        Err(_) => Err(Found::expected(what, value)),
    }
}

fn defect_of_named(value: &Value, name: &str) -> Result<(), Found> {
    let object = || value.as_object().ok_or_else(|| Found::expected("an object", value));
    match DEFINITIONS.get(name) {
        None => Ok(()),
        Some(Definition::Record(record)) => {
            check_fields(object()?, record.fields, None, record.default.is_some())
        }
        Some(Definition::Choice { options, .. }) => {
            let words = || options.iter().map(|option| option.value);
            if value.as_str().is_some_and(|word| words().any(|known| known == word)) {
                return Ok(());
            }
            Err(Found::expected(any_of(words()), value))
        }
        Some(Definition::Union { tag, variants, .. }) => {
            let variants = || variants.iter().map(|variant| (variant.kind, variant.fields));
            check_variant(object()?, tag, variants)
        }
        Some(Definition::Refusals { variants, .. }) => {
            let variants = || variants.iter().map(|variant| (variant.record.kind, variant.record.fields));
            check_variant(object()?, "code", variants)
        }
    }
}

fn check_variant<I>(object: &Map<String, Value>, tag: &str, variants: impl Fn() -> I) -> Result<(), Found>
where
    I: Iterator<Item = (&'static str, &'static [FieldSchema])>,
{
    let kinds = || any_of(variants().map(|(kind, _)| kind));
    let Some(given) = object.get(tag) else {
        return Err(Found::new(format!("this field is missing; give {}", kinds())).within(tag));
    };
    let word = given.as_str();
    match variants().find(|(kind, _)| Some(*kind) == word) {
        Some((_, fields)) => check_fields(object, fields, Some(tag), false),
        None => Err(Found::expected(kinds(), given).within(tag)),
    }
}

/// `partial` says whether any field may be left out.
fn check_fields(
    object: &Map<String, Value>,
    fields: &[FieldSchema],
    tag: Option<&str>,
    partial: bool,
) -> Result<(), Found> {
    for name in object.keys() {
        if Some(name.as_str()) != tag && fields.iter().all(|field| field.name != name) {
            let known: Vec<_> = tag.into_iter().chain(fields.iter().map(|field| field.name)).collect();
            let step = if name.len() <= 40 { name.as_str() } else { "(a long name)" };
            let message = if known.is_empty() {
                "there is no such field; leave it out".to_owned()
            } else {
                format!("there is no such field; the fields are `{}`", known.join("`, `"))
            };
            return Err(Found::new(message).within(step));
        }
    }
    for field in fields {
        let found = match object.get(field.name) {
            Some(value) => defect_of(value, &field.field_type),
            None if partial || matches!(field.field_type, TypeSchema::Optional(_)) => Ok(()),
            None => Err(Found::new("this field is missing")),
        };
        found.map_err(|found| found.within(field.name))?;
    }
    Ok(())
}

fn any_of(words: impl Iterator<Item = &'static str>) -> String {
    let words: Vec<_> = words.map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}
