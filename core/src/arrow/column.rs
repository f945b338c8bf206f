//! Columns that grow cell by cell and become Arrow arrays.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "positions are below the count of cells and bytes"
)]

use alloc::sync::Arc;
use alloc::vec::Vec;

use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, StringArray, TimestampMillisecondArray, UInt64Array,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::DataType;

use super::schema::{DECIMAL_PLACES, time_type};

/// Bits of a word.
const WORD: usize = 64;

/// Bits in a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    #[inline]
    fn push(&mut self, bit: bool) {
        let place = self.len % WORD;
        match self.words.last_mut().filter(|_| place != 0) {
            Some(word) => *word |= u64::from(bit) << place,
            None => self.words.push(u64::from(bit)),
        }
        self.len += 1;
    }

    fn truncate(&mut self, len: usize) {
        self.words.truncate(len.div_ceil(WORD));
        self.len = self.len.min(len);
        let rest = self.len % WORD;
        if let Some(word) = self.words.last_mut().filter(|_| rest != 0) {
            *word &= (1 << rest) - 1;
        }
    }

    fn take(&mut self) -> BooleanBuffer {
        // Bits count from the lowest of the first byte, whatever the machine's order of bytes.
        self.words.iter_mut().for_each(|word| *word = word.to_le());
        let len = core::mem::take(&mut self.len);
        BooleanBuffer::new(Buffer::from_vec(core::mem::take(&mut self.words)), 0, len)
    }
}

/// What the cells hold.
#[derive(Clone, Debug)]
enum Cells {
    /// All texts one after the other, and where each ends.
    Text {
        bytes: Vec<u8>,
        ends: Vec<i32>,
    },
    Time(Vec<i64>),
    /// In units of the last decimal place.
    Decimal(Vec<i128>),
    Count(Vec<u64>),
    Truth(Bits),
}

/// A column on its way to an Arrow array.
#[derive(Clone, Debug)]
pub(super) struct Column {
    cells: Cells,
    valid: Bits,
    precision: u8,
    nulls: bool,
}

impl Column {
    /// An empty column of a type that tables have.
    pub(super) fn new(data_type: &DataType) -> Self {
        let (cells, precision) = match data_type {
            DataType::Timestamp(..) => (Cells::Time(Vec::new()), 0),
            DataType::Decimal128(precision, _) => (Cells::Decimal(Vec::new()), *precision),
            DataType::UInt64 => (Cells::Count(Vec::new()), 0),
            DataType::Boolean => (Cells::Truth(Bits::default()), 0),
            _ => (Cells::Text { bytes: Vec::new(), ends: Vec::from([0]) }, 0),
        };
        Self { cells, valid: Bits::default(), precision, nulls: false }
    }

    /// Adds a text. An empty one is none, unless told otherwise.
    #[inline]
    pub(super) fn text(&mut self, text: &str, empty_is_none: bool) {
        if let Cells::Text { bytes, ends } = &mut self.cells {
            bytes.extend_from_slice(text.as_bytes());
            // Batches end long before their texts have so many bytes.
            ends.push(i32::try_from(bytes.len()).unwrap_or(i32::MAX));
        }
        self.judge(!empty_is_none || !text.is_empty());
    }

    /// Adds a time, in milliseconds.
    #[inline]
    pub(super) fn time(&mut self, millis: Option<i64>) {
        if let Cells::Time(values) = &mut self.cells {
            values.push(millis.unwrap_or_default());
        }
        self.judge(millis.is_some());
    }

    /// Adds a decimal, in units of its last place.
    #[inline]
    pub(super) fn decimal(&mut self, units: Option<i128>) {
        if let Cells::Decimal(values) = &mut self.cells {
            values.push(units.unwrap_or_default());
        }
        self.judge(units.is_some());
    }

    /// Adds a count.
    #[inline]
    pub(super) fn count(&mut self, count: Option<u64>) {
        if let Cells::Count(values) = &mut self.cells {
            values.push(count.unwrap_or_default());
        }
        self.judge(count.is_some());
    }

    /// Adds *Yes* or *No*.
    #[inline]
    pub(super) fn truth(&mut self, yes: Option<bool>) {
        if let Cells::Truth(bits) = &mut self.cells {
            bits.push(yes.unwrap_or_default());
        }
        self.judge(yes.is_some());
    }

    #[inline]
    fn judge(&mut self, valid: bool) {
        self.valid.push(valid);
        self.nulls |= !valid;
    }

    /// How many bytes the texts have.
    #[inline]
    pub(super) fn text_bytes(&self) -> usize {
        match &self.cells {
            Cells::Text { bytes, .. } => bytes.len(),
            _ => 0,
        }
    }

    /// Takes cells back, so that no more than so many are left.
    pub(super) fn truncate(&mut self, len: usize) {
        self.valid.truncate(len);
        match &mut self.cells {
            Cells::Text { bytes, ends } => {
                ends.truncate(len + 1);
                bytes.truncate(ends.last().and_then(|end| usize::try_from(*end).ok()).unwrap_or_default());
            }
            Cells::Time(values) => values.truncate(len),
            Cells::Decimal(values) => values.truncate(len),
            Cells::Count(values) => values.truncate(len),
            Cells::Truth(bits) => bits.truncate(len),
        }
    }

    /// The cells so far as an array; the column is empty again.
    pub(super) fn take(&mut self) -> ArrayRef {
        let valid = self.valid.take();
        let nulls = core::mem::take(&mut self.nulls).then(|| NullBuffer::new(valid));
        match &mut self.cells {
            Cells::Text { bytes, ends } => {
                let bytes = core::mem::take(bytes);
                let ends = core::mem::replace(ends, Vec::from([0]));
                let ends = OffsetBuffer::new(ScalarBuffer::from(ends));
                Arc::new(StringArray::new(ends, Buffer::from_vec(bytes), nulls))
            }
            Cells::Time(values) => {
                let values = ScalarBuffer::from(core::mem::take(values));
                let array = TimestampMillisecondArray::new(values, nulls);
                Arc::new(array.with_data_type(time_type()))
            }
            Cells::Decimal(values) => {
                let values = ScalarBuffer::from(core::mem::take(values));
                let array = Decimal128Array::new(values, nulls);
                Arc::new(array.with_data_type(DataType::Decimal128(self.precision, DECIMAL_PLACES)))
            }
            Cells::Count(values) => {
                Arc::new(UInt64Array::new(ScalarBuffer::from(core::mem::take(values)), nulls))
            }
            Cells::Truth(bits) => Arc::new(BooleanArray::new(bits.take(), nulls)),
        }
    }
}
