//! From Python's plain data to the core's records, without text in between.
//!
//! A reader of `serde` walks dicts, lists and texts in place. What does not fit is told with the path of the field, what
//! is expected there and the remedy, and without the text that was given, which may be personal (`ID-4`).

use std::fmt::{self, Display};

use pyo3::exceptions::PyOverflowError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::dict::BoundDictIterator;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};
use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

/// The largest whole number that every language holds exactly.
const WHOLE_MAX: u64 = (1 << 53) - 1;

/// Lists within dicts within lists: deeper than any record goes, and shallow enough for every stack.
const DEPTH_MAX: u8 = 64;

/// Characters of a word that a message shows at most.
const SHOWN: usize = 60;

/// Reads a record from plain data.
#[inline]
pub(crate) fn from_python<T: DeserializeOwned>(value: &Bound<'_, PyAny>) -> Result<T, Misfit> {
    T::deserialize(FromPython { value, depth: 0 })
}

/// Why plain data is no record: where, and what is expected there.
pub(crate) struct Misfit(Box<Detail>);

struct Detail {
    /// From the innermost step to the outermost.
    path: Vec<Step>,
    cause: Cause,
}

enum Step {
    Field(String),
    Index(usize),
}

enum Cause {
    Message(String),
    /// An object's own code failed while it was asked for its text.
    Raised(PyErr),
}

impl Misfit {
    #[cold]
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Detail { path: Vec::new(), cause: Cause::Message(message.into()) }))
    }

    #[cold]
    pub(crate) fn raised(error: PyErr) -> Self {
        Self(Box::new(Detail { path: Vec::new(), cause: Cause::Raised(error) }))
    }

    #[cold]
    pub(crate) fn unlike(expected: &str, given: &Bound<'_, PyAny>) -> Self {
        Self::new(format!("{expected} is expected, not {}", describe(given)))
    }

    #[cold]
    fn in_field(mut self, field: String) -> Self {
        self.0.path.push(Step::Field(field));
        self
    }

    #[cold]
    pub(crate) fn at_index(mut self, index: usize) -> Self {
        self.0.path.push(Step::Index(index));
        self
    }

    #[cold]
    pub(crate) fn of(self, field: &str) -> Self {
        self.in_field(field.to_owned())
    }

    /// The path of the field, or else `whole`, and the sentence about it; an error that some object raised itself stays.
    pub(crate) fn told(self, whole: &str) -> Result<(String, String), PyErr> {
        let message = match self.0.cause {
            Cause::Message(message) => message,
            Cause::Raised(error) => return Err(error),
        };
        let mut path = String::new();
        for step in self.0.path.iter().rev() {
            match step {
                Step::Field(field) if path.is_empty() => path.push_str(field),
                Step::Field(field) => path.extend([".", field]),
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        if path.is_empty() {
            whole.clone_into(&mut path);
        } else if path.starts_with('[') {
            path.insert_str(0, whole);
        }
        let message = format!("`{path}`: {message}");
        Ok((path, message))
    }
}

impl fmt::Debug for Misfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Misfit")
    }
}

impl Display for Misfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.cause {
            Cause::Message(message) => formatter.write_str(message),
            Cause::Raised(_) => formatter.write_str("the object gives no text"),
        }
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(message.to_string())
    }

    fn invalid_type(given: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let given = match given {
            de::Unexpected::Bool(_) => "a bool",
            de::Unexpected::Unsigned(_) | de::Unexpected::Signed(_) => "an int",
            de::Unexpected::Float(_) => "a float",
            de::Unexpected::Str(_) | de::Unexpected::Char(_) => "text",
            de::Unexpected::Bytes(_) => "bytes",
            de::Unexpected::Unit | de::Unexpected::Option => "`None`",
            de::Unexpected::Seq => "a list",
            _ => "a dict",
        };
        Self::new(format!("{} is expected, not {given}", plain(&expected.to_string())))
    }

    fn invalid_value(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(format!("{} is expected", plain(&expected.to_string())))
    }

    fn invalid_length(length: usize, expected: &dyn de::Expected) -> Self {
        Self::new(format!("{} is expected, not {length} items", plain(&expected.to_string())))
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        Self::new(format!("`{}` is none of the words for it; give {}", shortened(word), list(known)))
    }

    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        if known.is_empty() {
            return Self::new("there is no such field; this takes none").of(&shortened(field));
        }
        Self::new(format!("there is no such field; the fields are {}", list(known))).of(&shortened(field))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new("the field is missing").of(field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new("the field stands there twice").of(field)
    }
}

/// What a reader expects.
fn expected<'de, V: Visitor<'de>>(reader: &V) -> String {
    plain(&(reader as &dyn de::Expected).to_string())
}

/// What Rust expects, in words that do not name its types.
fn plain(expected: &str) -> String {
    let whole = |max: u64| format!("a whole number from 0 to {max}");
    match expected {
        "a string" | "a borrowed string" | "string" | "the name of a kind" | "the name of a field" => {
            "text".to_owned()
        }
        "a boolean" => "`True` or `False`".to_owned(),
        "a sequence" => "a list".to_owned(),
        "u8" => whole(u8::MAX.into()),
        "u16" => whole(u16::MAX.into()),
        "u32" => whole(u32::MAX.into()),
        "u64" | "usize" => whole(WHOLE_MAX),
        other if other.starts_with("struct ") || other.starts_with("internally tagged") => {
            "a dict".to_owned()
        }
        other if other.starts_with("variant") => "a word".to_owned(),
        "an id, as text" => "a `UUID`, or an id as text".to_owned(),
        // Python has objects for these, too.
        other if other.starts_with("a time, as text") => {
            other.replacen("a time,", "a `datetime`, or a time", 1)
        }
        other if other.starts_with("a decimal, as text") => {
            other.replacen("a decimal,", "a `Decimal`, or a decimal", 1)
        }
        other => other.to_owned(),
    }
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn shortened(word: &str) -> String {
    let mut shown: String = word.chars().take(SHOWN).collect();
    if shown.len() < word.len() {
        shown.push('…');
    }
    shown
}

/// What an object is, without what is in it.
fn describe(value: &Bound<'_, PyAny>) -> String {
    if value.is_none() {
        return "`None`".to_owned();
    }
    if value.is_instance_of::<PyBool>() {
        return if value.is_truthy().unwrap_or_default() { "`True`" } else { "`False`" }.to_owned();
    }
    if value.is_instance_of::<PyInt>() {
        return value
            .extract::<i64>()
            .map_or_else(|_| "such a large number".into(), |int| format!("`{int}`"));
    }
    if let Ok(float) = value.cast::<PyFloat>() {
        return format!("the float `{float}`");
    }
    if value.is_instance_of::<PyString>() {
        return "text".to_owned();
    }
    if value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyByteArray>() {
        return "bytes; decode them first".to_owned();
    }
    for (is, said) in [
        (value.is_instance_of::<PyList>(), "a list"),
        (value.is_instance_of::<PyTuple>(), "a tuple"),
        (value.is_instance_of::<PyDict>(), "a dict"),
    ] {
        if is {
            return said.to_owned();
        }
    }
    let name = value.get_type().name();
    name.map_or_else(|_| "this object".into(), |name| format!("an object of type `{name}`"))
}

/// Types whose objects stand for texts.
struct TextLike {
    uuid: Py<PyType>,
    decimal: Py<PyType>,
    datetime: Py<PyType>,
    utc: Py<PyAny>,
}

static TEXT_LIKE: PyOnceLock<TextLike> = PyOnceLock::new();

impl TextLike {
    fn get(py: Python<'_>) -> PyResult<&'static Self> {
        TEXT_LIKE.get_or_try_init(py, || {
            let class = |module: &str, name: &str| -> PyResult<Py<PyType>> {
                Ok(py.import(module)?.getattr(name)?.cast_into::<PyType>()?.unbind())
            };
            Ok(Self {
                uuid: class("uuid", "UUID")?,
                decimal: class("decimal", "Decimal")?,
                datetime: class("datetime", "datetime")?,
                utc: py.import("datetime")?.getattr("timezone")?.getattr("utc")?.unbind(),
            })
        })
    }

    /// The text that an object stands for; none if it is of another type.
    fn text_of(value: &Bound<'_, PyAny>) -> Result<Option<String>, Misfit> {
        let py = value.py();
        let types = Self::get(py).map_err(Misfit::raised)?;
        let is = |class: &Py<PyType>| value.is_instance(class.bind(py)).map_err(Misfit::raised);
        if is(&types.uuid)? {
            let text = value.str().and_then(|text| text.extract());
            return text.map(Some).map_err(Misfit::raised);
        }
        if is(&types.decimal)? {
            // A decimal's own text may have an exponent.
            let text = value.call_method1(intern!(py, "__format__"), ("f",)).and_then(|text| text.extract());
            return text.map(Some).map_err(Misfit::raised);
        }
        if is(&types.datetime)? {
            return types.instant(value).map(Some);
        }
        Ok(None)
    }

    fn instant(&self, value: &Bound<'_, PyAny>) -> Result<String, Misfit> {
        let py = value.py();
        let offset = value.call_method0(intern!(py, "utcoffset")).map_err(Misfit::raised)?;
        if offset.is_none() {
            return Err(Misfit::new(
                "a time without a zone could mean any instant; give it one, as in `datetime.now(timezone.utc)`",
            ));
        }
        let utc = value.call_method1(intern!(py, "astimezone"), (&self.utc,)).map_err(|error| {
            if error.is_instance_of::<PyOverflowError>(py) {
                Misfit::new("the time lies outside the years 1 to 9999 when it is told in utc")
            } else {
                Misfit::raised(error)
            }
        })?;
        let text = utc.call_method1(intern!(py, "isoformat"), ("T", "milliseconds"));
        let text: String = text.and_then(|text| text.extract()).map_err(Misfit::raised)?;
        // The text ends with the offset of UTC, which is written `Z` here.
        Ok(format!("{}Z", text.strip_suffix("+00:00").unwrap_or(&text)))
    }
}

#[derive(Clone, Copy)]
struct FromPython<'a, 'py> {
    value: &'a Bound<'py, PyAny>,
    depth: u8,
}

impl<'a, 'py> FromPython<'a, 'py> {
    /// Gives the text of this value to a reader that wants it, or tells what it expects.
    #[inline]
    fn text<T, R>(
        self,
        reader: T,
        expected: impl FnOnce(&T) -> String,
        read: impl FnOnce(T, &str) -> Result<R, Misfit>,
    ) -> Result<R, Misfit> {
        if let Ok(text) = self.value.cast::<PyString>() {
            return match text.to_str() {
                Ok(text) => read(reader, text),
                Err(_) => Err(Misfit::new("the text has a lone surrogate, which is no character; repair it")),
            };
        }
        match TextLike::text_of(self.value)? {
            Some(text) => read(reader, &text),
            None => Err(Misfit::unlike(&expected(&reader), self.value)),
        }
    }

    /// A whole number up to a limit.
    #[inline]
    fn whole(self, limit: u64) -> Result<u64, Misfit> {
        if self.value.is_exact_instance_of::<PyInt>()
            && let Ok(whole) = self.value.extract::<u64>()
            && whole <= limit
        {
            return Ok(whole);
        }
        self.subclass_whole(limit)
    }

    #[cold]
    fn subclass_whole(self, limit: u64) -> Result<u64, Misfit> {
        let is_int = self.value.is_instance_of::<PyInt>() && !self.value.is_instance_of::<PyBool>();
        let whole = is_int.then(|| self.value.extract::<u64>().ok()).flatten();
        whole
            .filter(|whole| *whole <= limit)
            .ok_or_else(|| Misfit::unlike(&format!("a whole number from 0 to {limit}"), self.value))
    }

    fn dict(self) -> Result<DictAccess<'a, 'py>, Misfit> {
        match self.value.cast::<PyDict>() {
            Ok(dict) => Ok(DictAccess::new(dict, self.deeper()?)),
            Err(_) => Err(Misfit::unlike("a dict", self.value)),
        }
    }

    fn deeper(self) -> Result<u8, Misfit> {
        if self.depth < DEPTH_MAX {
            Ok(self.depth + 1)
        } else {
            Err(Misfit::new("the data is nested too deeply, or contains itself"))
        }
    }
}

macro_rules! whole_numbers {
    ($($method:ident $visit:ident $type:ty = $limit:expr;)*) => {
        $(
            #[inline]
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
                let whole = self.whole($limit)?;
                // The limit is the type's own, or lower.
                visitor.$visit(<$type>::try_from(whole).unwrap_or(<$type>::MAX))
            }
        )*
    };
}

/// Texts are only ever lent for the moment, so that anything can be read, whatever it may borrow.
impl<'de> de::Deserializer<'de> for FromPython<'_, '_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let value = self.value;
        if value.is_none() {
            return visitor.visit_unit();
        }
        if value.is_instance_of::<PyBool>() {
            return self.deserialize_bool(visitor);
        }
        if value.is_instance_of::<PyInt>() {
            return match value.extract::<i64>() {
                Ok(int) => match u64::try_from(int) {
                    Ok(whole) => visitor.visit_u64(whole),
                    Err(_) => visitor.visit_i64(int),
                },
                Err(_) => {
                    Err(Misfit::new(format!("the number is out of all ranges; give at most {WHOLE_MAX}")))
                }
            };
        }
        if let Ok(float) = value.cast::<PyFloat>() {
            return Err(Misfit::new(format!(
                "the float `{float}` is not exact; give a `Decimal`, or text such as `\"88.25\"`"
            )));
        }
        if value.is_instance_of::<PyDict>() {
            return visitor.visit_map(self.dict()?);
        }
        if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
            return self.deserialize_seq(visitor);
        }
        self.text(visitor, expected, |visitor, text| visitor.visit_str(text))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value.cast::<PyBool>() {
            Ok(bool) => visitor.visit_bool(bool.is_true()),
            Err(_) => Err(Misfit::unlike("`True` or `False`", self.value)),
        }
    }

    whole_numbers! {
        deserialize_u8 visit_u8 u8 = u8::MAX.into();
        deserialize_u16 visit_u16 u16 = u16::MAX.into();
        deserialize_u32 visit_u32 u32 = u32::MAX.into();
        deserialize_u64 visit_u64 u64 = WHOLE_MAX;
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.text(visitor, expected, |visitor, text| visitor.visit_str(text))
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.text(visitor, |_| "text".to_owned(), |visitor, text| visitor.visit_str(text))
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.value.is_none() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let depth = self.deeper()?;
        if let Ok(list) = self.value.cast::<PyList>() {
            visitor.visit_seq(ListAccess { items: list.iter(), index: 0, depth })
        } else if let Ok(tuple) = self.value.cast::<PyTuple>() {
            visitor.visit_seq(ListAccess { items: tuple.iter(), index: 0, depth })
        } else {
            Err(Misfit::unlike("a list", self.value))
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_seq(visitor)
    }

    /// Records told apart by a field: that field is given first, so that the others are read in place.
    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let mut fields = self.dict()?;
        fields.bring_tag_first()?;
        visitor.visit_map(fields)
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_map(self.dict()?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.text(visitor, |_| "a word".to_owned(), |visitor, word| visitor.visit_enum(Word(word)))
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct ignored_any
    }
}

/// One of a choice's words.
struct Word<'a>(&'a str);

impl<'de> EnumAccess<'de> for Word<'_> {
    type Error = Misfit;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Misfit> {
        let word = seed.deserialize(StrDeserializer::<Misfit>::new(self.0))?;
        Ok((word, self))
    }
}

impl<'de> VariantAccess<'de> for Word<'_> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Misfit> {
        Err(Misfit::new("a word is expected"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Misfit> {
        Err(Misfit::new("a word is expected"))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Misfit> {
        Err(Misfit::new("a word is expected"))
    }
}

struct ListAccess<I> {
    items: I,
    index: usize,
    depth: u8,
}

impl<'de, 'py, I: ExactSizeIterator<Item = Bound<'py, PyAny>>> SeqAccess<'de> for ListAccess<I> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        let Some(item) = self.items.next() else {
            return Ok(None);
        };
        let index = self.index;
        self.index += 1;
        let item = FromPython { value: &item, depth: self.depth };
        seed.deserialize(item).map(Some).map_err(|misfit| misfit.at_index(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The fields of a dict, in its order but for the tag.
struct DictAccess<'a, 'py> {
    dict: &'a Bound<'py, PyDict>,
    entries: BoundDictIterator<'py>,
    /// Entries not yet taken from the dict.
    left: usize,
    size: usize,
    depth: u8,
    /// Entries taken and not yet given, the last one first.
    held: [Option<Entry<'py>>; 2],
    /// The tag, when it was given out of its turn.
    given: Option<&'static str>,
    current: Option<Entry<'py>>,
}

type Entry<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);

impl<'a, 'py> DictAccess<'a, 'py> {
    #[inline]
    fn new(dict: &'a Bound<'py, PyDict>, depth: u8) -> Self {
        let size = dict.len();
        Self {
            dict,
            entries: dict.iter(),
            left: size,
            size,
            depth,
            held: [None, None],
            given: None,
            current: None,
        }
    }

    fn is_key(key: &Bound<'_, PyAny>, name: &str) -> bool {
        key.cast::<PyString>().is_ok_and(|key| key.to_str().is_ok_and(|key| key == name))
    }

    /// The next entry of the dict itself. Objects that are asked for their text can change the dict meanwhile.
    #[inline]
    fn take(&mut self) -> Result<Option<Entry<'py>>, Misfit> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        if self.dict.len() != self.size {
            return Err(Misfit::new("the dict was changed while it was read"));
        }
        match self.entries.next() {
            Some(entry) => Ok(Some(entry)),
            None => Err(Misfit::new("the dict was changed while it was read")),
        }
    }

    #[inline]
    fn bring_tag_first(&mut self) -> Result<(), Misfit> {
        let Some(first) = self.take()? else {
            return Ok(());
        };
        if TAGS.iter().any(|tag| Self::is_key(&first.0, tag)) {
            self.held[0] = Some(first);
            return Ok(());
        }
        self.find_tag(first)
    }

    #[cold]
    fn find_tag(&mut self, first: Entry<'py>) -> Result<(), Misfit> {
        self.held[0] = Some(first);
        for tag in TAGS {
            let key = PyString::intern(self.dict.py(), tag);
            if let Some(value) = self.dict.get_item(&key).map_err(Misfit::raised)? {
                self.held[1] = Some((key.into_any(), value));
                self.given = Some(tag);
                break;
            }
        }
        Ok(())
    }
}

/// The fields by which records are told apart.
const TAGS: [&str; 2] = ["kind", "result"];

impl<'de> MapAccess<'de> for DictAccess<'_, '_> {
    type Error = Misfit;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        let [first, second] = &mut self.held;
        let mut entry = match second.take().or_else(|| first.take()) {
            Some(entry) => Some(entry),
            None => self.take()?,
        };
        // The tag's own turn; when it was brought first it was held alone.
        if self
            .given
            .is_some_and(|tag| entry.as_ref().is_some_and(|(key, _)| Self::is_key(key, tag)))
            && self.current.is_some()
        {
            entry = self.take()?;
        }
        let Some(entry) = entry else {
            return Ok(None);
        };
        let field = match entry.0.cast::<PyString>() {
            Ok(key) => match key.to_str() {
                Ok(key) => seed.deserialize(StrDeserializer::new(key)),
                Err(_) => Err(Misfit::new("the name of a field has a lone surrogate, which is no character")),
            },
            Err(_) => Err(Misfit::unlike("text as the name of a field", &entry.0)),
        };
        self.current = Some(entry);
        field.map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let Some((key, value)) = &self.current else {
            return Err(Misfit::new("a field is expected"));
        };
        seed.deserialize(FromPython { value, depth: self.depth }).map_err(|misfit| {
            let key = key.cast::<PyString>().map(|key| key.to_string_lossy().into_owned());
            misfit.in_field(shortened(&key.unwrap_or_default()))
        })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}
