//! From the core's records to Python's plain data, without text in between.

use std::fmt::{self, Display};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDict, PyInt, PyList, PyString};
use serde::Serialize;
use serde::ser::{self, Impossible};

/// Names kept for reuse; many more than all records have fields.
const NAMES: usize = 4096;

/// A record as plain data: dicts, lists, texts, whole numbers, `True`, `False` and `None`.
pub(crate) fn to_python<'py, T: Serialize + ?Sized>(
    py: Python<'py>,
    value: &T,
) -> PyResult<Bound<'py, PyAny>> {
    value.serialize(ToPython(py)).map_err(|failure| failure.0)
}

/// The text of a name that stands in the program itself. Each is made once and found by its address.
fn name<'py>(py: Python<'py>, name: &'static str) -> Bound<'py, PyString> {
    static KEPT: [PyOnceLock<(&'static str, Py<PyString>)>; NAMES] = [const { PyOnceLock::new() }; NAMES];

    // The golden ratio spreads addresses that lie close together.
    let place = name.as_ptr().addr().wrapping_add(name.len()).wrapping_mul(0x9E37_79B9) >> 8;
    let Some(kept) = KEPT.get(place % NAMES) else {
        return PyString::intern(py, name);
    };
    let (of, text) = kept.get_or_init(py, || (name, PyString::intern(py, name).unbind()));
    if std::ptr::eq(*of, name) {
        text.bind(py).clone()
    } else {
        PyString::intern(py, name)
    }
}

struct Failure(PyErr);

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Self(error)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Failure")
    }
}

impl Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the record is no plain data")
    }
}

impl std::error::Error for Failure {}

impl ser::Error for Failure {
    fn custom<T: Display>(message: T) -> Self {
        Self(PyValueError::new_err(message.to_string()))
    }
}

#[derive(Clone, Copy)]
struct ToPython<'py>(Python<'py>);

macro_rules! whole_numbers {
    ($($method:ident $type:ty)*) => {
        $(
            fn $method(self, number: $type) -> Result<Self::Ok, Failure> {
                Ok(PyInt::new(self.0, number).into_any())
            }
        )*
    };
}

impl<'py> ser::Serializer for ToPython<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failure;
    type SerializeSeq = Items<'py>;
    type SerializeTuple = Items<'py>;
    type SerializeTupleStruct = Items<'py>;
    type SerializeTupleVariant = Impossible<Self::Ok, Failure>;
    type SerializeMap = Impossible<Self::Ok, Failure>;
    type SerializeStruct = Fields<'py>;
    type SerializeStructVariant = Impossible<Self::Ok, Failure>;

    whole_numbers! {
        serialize_i8 i8
        serialize_i16 i16
        serialize_i32 i32
        serialize_i64 i64
        serialize_u8 u8
        serialize_u16 u16
        serialize_u32 u32
        serialize_u64 u64
    }

    fn serialize_bool(self, value: bool) -> Result<Self::Ok, Failure> {
        Ok(PyBool::new(self.0, value).to_owned().into_any())
    }

    fn serialize_f32(self, _: f32) -> Result<Self::Ok, Failure> {
        Err(no_record())
    }

    fn serialize_f64(self, _: f64) -> Result<Self::Ok, Failure> {
        Err(no_record())
    }

    fn serialize_char(self, value: char) -> Result<Self::Ok, Failure> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<Self::Ok, Failure> {
        Ok(PyString::new(self.0, text).into_any())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Self::Ok, Failure> {
        Ok(PyBytes::new(self.0, bytes).into_any())
    }

    fn serialize_none(self) -> Result<Self::Ok, Failure> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Self::Ok, Failure> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Self::Ok, Failure> {
        Ok(self.0.None().into_bound(self.0))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Self::Ok, Failure> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        word: &'static str,
    ) -> Result<Self::Ok, Failure> {
        Ok(name(self.0, word).into_any())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Self::Ok, Failure> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Self::Ok, Failure> {
        Err(no_record())
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Items<'py>, Failure> {
        Ok(Items { py: self.0, items: Vec::with_capacity(length.unwrap_or_default()) })
    }

    fn serialize_tuple(self, length: usize) -> Result<Items<'py>, Failure> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Items<'py>, Failure> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Failure> {
        Err(no_record())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Failure> {
        Err(no_record())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'py>, Failure> {
        Ok(Fields(PyDict::new(self.0)))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Failure> {
        Err(no_record())
    }
}

/// Records have none of the forms for which this is given.
#[cold]
fn no_record() -> Failure {
    Failure(PyValueError::new_err("the record has a part that no other language has"))
}

struct Items<'py> {
    py: Python<'py>,
    items: Vec<Bound<'py, PyAny>>,
}

impl<'py> Items<'py> {
    fn push<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Failure> {
        self.items.push(item.serialize(ToPython(self.py))?);
        Ok(())
    }

    fn into_list(self) -> Result<Bound<'py, PyAny>, Failure> {
        Ok(PyList::new(self.py, self.items)?.into_any())
    }
}

impl<'py> ser::SerializeSeq for Items<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failure;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Failure> {
        self.push(item)
    }

    fn end(self) -> Result<Self::Ok, Failure> {
        self.into_list()
    }
}

impl<'py> ser::SerializeTuple for Items<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failure;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Failure> {
        self.push(item)
    }

    fn end(self) -> Result<Self::Ok, Failure> {
        self.into_list()
    }
}

impl<'py> ser::SerializeTupleStruct for Items<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failure;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Failure> {
        self.push(item)
    }

    fn end(self) -> Result<Self::Ok, Failure> {
        self.into_list()
    }
}

struct Fields<'py>(Bound<'py, PyDict>);

impl<'py> ser::SerializeStruct for Fields<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failure;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        value: &T,
    ) -> Result<(), Failure> {
        let py = self.0.py();
        self.0.set_item(name(py, field), value.serialize(ToPython(py))?)?;
        Ok(())
    }

    fn end(self) -> Result<Self::Ok, Failure> {
        Ok(self.0.into_any())
    }
}
