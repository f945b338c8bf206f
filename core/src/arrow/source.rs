//! The cells of record batches that anyone may have made: every Arrow type from which a value can be had without loss.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Decimal32Type, Decimal64Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, Decimal128Array, LargeStringArray, PrimitiveArray, StringArray, StringViewArray,
    TimestampMillisecondArray,
};
use arrow_schema::{DataType, TimeUnit};
use rust_decimal::Decimal;

use crate::table::ColumnType;

/// What stands against a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misfit {
    OutOfRange,
    TooPrecise,
}

/// What is expected of a column, for people who know Arrow types.
pub(super) const fn expected(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text | ColumnType::Id | ColumnType::Choice => "text",
        ColumnType::Time => "a timestamp",
        ColumnType::Percent | ColumnType::Hours => "a decimal, or a number",
        ColumnType::YesNo | ColumnType::MaybeYesNo => "a boolean",
        ColumnType::Count | ColumnType::MaybeCount => "a whole number",
    }
}

/// Texts in any of the forms that hold them.
pub(super) enum Texts<'a> {
    Small(&'a StringArray),
    Large(&'a LargeStringArray),
    View(&'a StringViewArray),
    /// Texts that stand elsewhere, each by its place there.
    Dictionary(Vec<Option<usize>>, Box<Texts<'a>>),
    /// A column without any value.
    Nothing,
}

impl<'a> Texts<'a> {
    pub(super) fn of(array: &'a dyn Array) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Utf8 => Self::Small(array.as_string_opt()?),
            DataType::LargeUtf8 => Self::Large(array.as_string_opt()?),
            DataType::Utf8View => Self::View(array.as_string_view_opt()?),
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary_opt()?;
                let keys = dictionary.keys();
                // Keys of empty cells may be anything, so they are looked at one by one.
                let place = |(row, place): (usize, usize)| keys.is_valid(row).then_some(place);
                let places = if dictionary.values().is_empty() {
                    alloc::vec![None; keys.len()]
                } else {
                    dictionary.normalized_keys().into_iter().enumerate().map(place).collect()
                };
                Self::Dictionary(places, Box::new(Self::of(dictionary.values().as_ref())?))
            }
            DataType::Null => Self::Nothing,
            _ => return None,
        })
    }

    /// The bytes of all texts one behind the other, perhaps with others among them, where they are in memory like that.
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Small(array) => {
                let (first, last) = (array.offsets().first(), array.offsets().last());
                array.value_data().get(usize::try_from(first).ok()?..usize::try_from(last).ok()?)
            }
            Self::Large(array) => {
                let (first, last) = (array.offsets().first(), array.offsets().last());
                array.value_data().get(usize::try_from(first).ok()?..usize::try_from(last).ok()?)
            }
            Self::Dictionary(_, texts) => texts.bytes(),
            Self::Nothing => Some(&[]),
            Self::View(_) => None,
        }
    }

    #[inline]
    pub(super) fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Small(array) => (row < array.len() && array.is_valid(row)).then(|| array.value(row)),
            Self::Large(array) => (row < array.len() && array.is_valid(row)).then(|| array.value(row)),
            Self::View(array) => (row < array.len() && array.is_valid(row)).then(|| array.value(row)),
            Self::Dictionary(places, texts) => texts.get(places.get(row).copied().flatten()?),
            Self::Nothing => None,
        }
    }
}

/// The cells of a column, made ready for its kind.
pub(super) enum Source<'a> {
    Texts(Texts<'a>),
    /// Milliseconds, as they are in memory.
    Millis(&'a TimestampMillisecondArray),
    /// Units of a decimal place, as they are in memory.
    Units(&'a Decimal128Array, u32),
    /// Milliseconds.
    Times(Vec<Option<Result<i64, Misfit>>>),
    Decimals(Vec<Option<Result<Decimal, Misfit>>>),
    Counts(Vec<Option<Result<u64, Misfit>>>),
    Truths(Vec<Option<bool>>),
}

impl<'a> Source<'a> {
    /// The cells of an array, if their type can be taken for the kind.
    pub(super) fn of(array: &'a dyn Array, kind: ColumnType) -> Option<Self> {
        match kind {
            ColumnType::Text | ColumnType::Id | ColumnType::Choice => Texts::of(array).map(Self::Texts),
            ColumnType::Time => match array.as_primitive_opt() {
                Some(array) => Some(Self::Millis(array)),
                None => times(array).map(Self::Times),
            },
            ColumnType::Percent | ColumnType::Hours => match *array.data_type() {
                DataType::Decimal128(_, scale @ 1..=9) => {
                    Some(Self::Units(array.as_primitive_opt()?, scale.unsigned_abs().into()))
                }
                _ => decimals(array).map(Self::Decimals),
            },
            ColumnType::Count | ColumnType::MaybeCount => counts(array).map(Self::Counts),
            ColumnType::YesNo | ColumnType::MaybeYesNo => match array.data_type() {
                DataType::Null => Some(Self::Truths(alloc::vec![None; array.len()])),
                _ => Some(Self::Truths(array.as_boolean_opt()?.iter().collect())),
            },
        }
    }
}

/// The cell of an array in memory.
#[inline]
pub(super) fn cell<T: arrow_array::types::ArrowPrimitiveType>(
    array: &PrimitiveArray<T>,
    row: usize,
) -> Option<T::Native> {
    (row < array.len() && array.is_valid(row)).then(|| array.value(row))
}

/// Goes through an array of numbers of a type.
macro_rules! each {
    ($array:ident as $Type:ty, $value:ident => $made:expr) => {
        $array.as_primitive_opt::<$Type>()?.iter().map(|cell| cell.map(|$value| $made)).collect()
    };
}

fn times(array: &dyn Array) -> Option<Vec<Option<Result<i64, Misfit>>>> {
    let multiplied = |time: i64| time.checked_mul(1000).ok_or(Misfit::OutOfRange);
    let divided = |time: i64, by: i64| {
        if time.checked_rem(by) == Some(0) {
            Ok(time.checked_div(by).unwrap_or_default())
        } else {
            Err(Misfit::TooPrecise)
        }
    };
    Some(match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => {
            each!(array as TimestampSecondType, time => multiplied(time))
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            each!(array as TimestampMillisecondType, time => Ok(time))
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            each!(array as TimestampMicrosecondType, time => divided(time, 1000))
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            each!(array as TimestampNanosecondType, time => divided(time, 1_000_000))
        }
        DataType::Null => alloc::vec![None; array.len()],
        _ => return None,
    })
}

fn decimals(array: &dyn Array) -> Option<Vec<Option<Result<Decimal, Misfit>>>> {
    let scaled = |units: i128, scale: i8| match u32::try_from(scale) {
        Ok(scale) => shortest(units, scale),
        Err(_) => {
            let power = 10_i128.checked_pow(scale.unsigned_abs().into());
            let whole = power.and_then(|power| units.checked_mul(power)).ok_or(Misfit::OutOfRange)?;
            shortest(whole, 0)
        }
    };
    Some(match *array.data_type() {
        DataType::Decimal128(_, scale) => each!(array as Decimal128Type, units => scaled(units, scale)),
        DataType::Decimal64(_, scale) => each!(array as Decimal64Type, units => scaled(units.into(), scale)),
        DataType::Decimal32(_, scale) => each!(array as Decimal32Type, units => scaled(units.into(), scale)),
        DataType::Float64 => each!(array as Float64Type, float => read_back(&format!("{float}"))),
        DataType::Float32 => each!(array as Float32Type, float => read_back(&format!("{float}"))),
        DataType::Null => alloc::vec![None; array.len()],
        _ => {
            let whole =
                |whole: i128| Decimal::try_from_i128_with_scale(whole, 0).map_err(|_| Misfit::OutOfRange);
            integers(array)?.into_iter().map(|cell| cell.map(whole)).collect()
        }
    })
}

/// A decimal without the zeros at its end, so that one with a large scale still fits.
pub(super) fn shortest(mut units: i128, mut scale: u32) -> Result<Decimal, Misfit> {
    while scale > 0 && units.checked_rem(10) == Some(0) {
        units = units.checked_div(10).unwrap_or_default();
        scale = scale.saturating_sub(1);
    }
    Decimal::try_from_i128_with_scale(units, scale).map_err(|_| Misfit::OutOfRange)
}

/// The decimal of a float's shortest text, the one that reads back as the very same float. `0.1 + 0.2` has seventeen places
/// and is told, not rounded.
fn read_back(text: &str) -> Result<Decimal, Misfit> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return Err(Misfit::OutOfRange);
    }
    let places = digits.split_once('.').map_or(0, |(_, places)| places.len());
    if places > usize::from(super::DECIMAL_PLACES.unsigned_abs()) {
        return Err(Misfit::TooPrecise);
    }
    crate::table::parse_decimal(text).ok_or(Misfit::OutOfRange)
}

fn counts(array: &dyn Array) -> Option<Vec<Option<Result<u64, Misfit>>>> {
    if array.data_type() == &DataType::Null {
        return Some(alloc::vec![None; array.len()]);
    }
    let count = |whole: i128| u64::try_from(whole).map_err(|_| Misfit::OutOfRange);
    Some(integers(array)?.into_iter().map(|cell| cell.map(count)).collect())
}

fn integers(array: &dyn Array) -> Option<Vec<Option<i128>>> {
    Some(match array.data_type() {
        DataType::Int8 => each!(array as Int8Type, whole => whole.into()),
        DataType::Int16 => each!(array as Int16Type, whole => whole.into()),
        DataType::Int32 => each!(array as Int32Type, whole => whole.into()),
        DataType::Int64 => each!(array as Int64Type, whole => whole.into()),
        DataType::UInt8 => each!(array as UInt8Type, whole => whole.into()),
        DataType::UInt16 => each!(array as UInt16Type, whole => whole.into()),
        DataType::UInt32 => each!(array as UInt32Type, whole => whole.into()),
        DataType::UInt64 => each!(array as UInt64Type, whole => whole.into()),
        _ => return None,
    })
}
