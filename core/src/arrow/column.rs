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

/// Bytes that are copied at once, since that is quicker than to copy fewer.
const STRIDE: usize = 32;

/// Bits in a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits {
    /// The words that are full.
    words: Vec<u64>,
    /// The bits behind them.
    last: u64,
    len: usize,
}

impl Bits {
    #[inline]
    fn push(&mut self, bit: bool) {
        let place = self.len % WORD;
        self.last |= u64::from(bit) << place;
        self.len += 1;
        if place == WORD - 1 {
            self.words.push(core::mem::take(&mut self.last));
        }
    }

    fn truncate(&mut self, len: usize) {
        if len >= self.len {
            return;
        }
        self.len = len;
        if let Some(word) = self.words.get(len / WORD) {
            self.last = *word;
            self.words.truncate(len / WORD);
        }
        self.last &= (1 << (len % WORD)) - 1;
    }

    fn take(&mut self) -> BooleanBuffer {
        let len = core::mem::take(&mut self.len);
        let next = Vec::with_capacity(self.words.len());
        let mut words = core::mem::replace(&mut self.words, next);
        words.push(core::mem::take(&mut self.last));
        // Bits count from the lowest of the first byte, whatever the machine's order of bytes.
        words.iter_mut().for_each(|word| *word = word.to_le());
        BooleanBuffer::new(Buffer::from_vec(words), 0, len)
    }
}

/// The values of a batch; there will be about as many in the next one.
fn taken<T>(values: &mut Vec<T>) -> Vec<T> {
    let next = Vec::with_capacity(values.len() + values.len() / 16);
    core::mem::replace(values, next)
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

    /// An empty column of the same type.
    pub(super) fn emptied(&self) -> Self {
        let cells = match &self.cells {
            Cells::Text { .. } => Cells::Text { bytes: Vec::new(), ends: Vec::from([0]) },
            Cells::Time(_) => Cells::Time(Vec::new()),
            Cells::Decimal(_) => Cells::Decimal(Vec::new()),
            Cells::Count(_) => Cells::Count(Vec::new()),
            Cells::Truth(_) => Cells::Truth(Bits::default()),
        };
        Self { cells, valid: Bits::default(), precision: self.precision, nulls: false }
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

    /// Adds a text that is known to be valid and not empty, and lies in a larger one.
    #[inline]
    pub(super) fn text_within(&mut self, text: &[u8], start: usize, end: usize) {
        if let Cells::Text { bytes, ends } = &mut self.cells {
            let length = end - start;
            match text.get(start..).and_then(<[u8]>::first_chunk::<STRIDE>) {
                Some(stride) if length <= STRIDE => {
                    let before = bytes.len();
                    bytes.extend_from_slice(stride);
                    bytes.truncate(before + length);
                }
                _ => bytes.extend_from_slice(text.get(start..end).unwrap_or_default()),
            }
            ends.push(i32::try_from(bytes.len()).unwrap_or(i32::MAX));
        }
        self.valid.push(true);
    }

    /// Adds a text that is known to be valid, with each quote in it doubled.
    pub(super) fn quoted(&mut self, text: &[u8]) {
        if let Cells::Text { bytes, ends } = &mut self.cells {
            for (place, part) in text.split(|byte| *byte == b'"').enumerate() {
                // Of two quotes the second one is left out, with the nothing between them.
                if place % 2 == 1 && part.is_empty() {
                    bytes.push(b'"');
                } else {
                    bytes.extend_from_slice(part);
                }
            }
            ends.push(i32::try_from(bytes.len()).unwrap_or(i32::MAX));
        }
        self.valid.push(true);
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
                let bytes = taken(bytes);
                let mut next = Vec::with_capacity(ends.len());
                next.push(0);
                let ends = core::mem::replace(ends, next);
                let ends = OffsetBuffer::new(ScalarBuffer::from(ends));
                Arc::new(StringArray::new(ends, Buffer::from_vec(bytes), nulls))
            }
            Cells::Time(values) => {
                let values = ScalarBuffer::from(taken(values));
                let array = TimestampMillisecondArray::new(values, nulls);
                Arc::new(array.with_data_type(time_type()))
            }
            Cells::Decimal(values) => {
                let values = ScalarBuffer::from(taken(values));
                let array = Decimal128Array::new(values, nulls);
                Arc::new(array.with_data_type(DataType::Decimal128(self.precision, DECIMAL_PLACES)))
            }
            Cells::Count(values) => Arc::new(UInt64Array::new(ScalarBuffer::from(taken(values)), nulls)),
            Cells::Truth(bits) => Arc::new(BooleanArray::new(bits.take(), nulls)),
        }
    }
}
