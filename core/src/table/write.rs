//! Records to bytes: UTF-8, CRLF, RFC 4180.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;

use rust_decimal::Decimal;

use super::value::{write_count, write_decimal, write_time};
use crate::Timestamp;

/// Takes the bytes of a file as they are made.
///
/// ```
/// use matricula::table::{FormulaGuard, Sink, TableWriter};
///
/// struct Length(usize);
///
/// impl Sink for Length {
///     fn write(&mut self, bytes: &[u8]) {
///         self.0 += bytes.len();
///     }
/// }
///
/// let mut writer = TableWriter::new(Length(0), FormulaGuard::Off);
/// writer.text("Jo Doe");
/// writer.end_row();
/// assert_eq!(writer.into_sink().0, 8);
/// ```
pub trait Sink {
    /// Takes the next bytes.
    fn write(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn write(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

impl<S: Sink + ?Sized> Sink for &mut S {
    fn write(&mut self, bytes: &[u8]) {
        S::write(self, bytes);
    }
}

/// Whether texts that a spreadsheet would take for a formula are written with an apostrophe before them (`REP-6`).
///
/// Guarded are texts that start with `=`, `+`, `-`, `@`, tab, CR or LF, and, so that reading can undo it exactly, those
/// that start with apostrophes and then one of these. Ids, times and numbers are never touched: a course id may well
/// begin with `-`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FormulaGuard {
    /// Texts are written, or read, as they are.
    #[default]
    Off,
    /// An apostrophe is put before them or, reading, taken away.
    On,
}

/// A text as [`FormulaGuard::On`] writes it.
///
/// ```
/// use matricula::table::{guarded, unguarded};
///
/// assert_eq!(guarded("=1+1"), "'=1+1");
/// assert_eq!(guarded("'=1+1"), "''=1+1");
/// assert_eq!(guarded("O'Neill"), "O'Neill");
/// assert_eq!(unguarded("''=1+1"), "'=1+1");
/// ```
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_guarded(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A text without the apostrophe that [`guarded`] put before it; any other text as it is.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_guarded(rest)).unwrap_or(text)
}

fn is_guarded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let first = match bytes.first() {
        Some(b'\'') => bytes.iter().find(|byte| **byte != b'\''),
        first => first,
    };
    matches!(first, Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\n'))
}

/// Writes records, field by field: comma, CRLF, and quotes only where they are needed.
///
/// ```
/// use matricula::table::{FormulaGuard, TableWriter};
///
/// let mut writer = TableWriter::new(Vec::new(), FormulaGuard::On);
/// writer.text("=Jo, \"Doe\"");
/// writer.id("-aG-a-O1EeijKBISCWxf6g");
/// writer.decimal(Some("88".parse().unwrap()));
/// writer.yes_no(true);
/// writer.end_row();
/// assert_eq!(writer.into_sink(), b"\"'=Jo, \"\"Doe\"\"\",-aG-a-O1EeijKBISCWxf6g,88.0,Yes\r\n");
/// ```
#[derive(Clone, Debug)]
pub struct TableWriter<S: Sink> {
    sink: S,
    guard: FormulaGuard,
    row: Vec<u8>,
    /// Whether the row has a field.
    begun: bool,
}

impl<S: Sink> TableWriter<S> {
    /// A writer that hands each row to `sink` when it ends.
    pub const fn new(sink: S, guard: FormulaGuard) -> Self {
        Self { sink, guard, row: Vec::new(), begun: false }
    }

    /// A text, guarded if so chosen.
    pub fn text(&mut self, text: &str) {
        let guarded = self.guard == FormulaGuard::On && is_guarded(text);
        self.field(text, guarded);
    }

    /// An id or another text that is never guarded.
    pub fn id(&mut self, text: &str) {
        self.field(text, false);
    }

    /// A time; nothing when there is none.
    pub fn time(&mut self, time: Option<Timestamp>) {
        self.delimit();
        if let Some(time) = time {
            write_time(time, &mut self.row);
        }
    }

    /// A decimal with at least one digit after the point; nothing when there is none.
    pub fn decimal(&mut self, decimal: Option<Decimal>) {
        self.delimit();
        if let Some(decimal) = decimal {
            write_decimal(decimal, &mut self.row);
        }
    }

    /// A decimal of so many units of a decimal place.
    #[cfg(feature = "arrow")]
    pub(crate) fn units(&mut self, units: u64, places: u32) {
        self.delimit();
        super::value::write_units(units, places, &mut self.row);
    }

    /// A count.
    pub fn count(&mut self, count: u64) {
        self.delimit();
        write_count(count, &mut self.row);
    }

    /// `Yes` or `No`.
    pub fn yes_no(&mut self, yes: bool) {
        self.delimit();
        self.row.extend_from_slice(if yes { b"Yes" } else { b"No" });
    }

    /// Ends the row. A row whose only field is empty is written as `""`, since a blank line is no record.
    pub fn end_row(&mut self) {
        if self.row.is_empty() {
            self.row.extend_from_slice(b"\"\"");
        }
        self.row.extend_from_slice(b"\r\n");
        self.sink.write(&self.row);
        self.row.clear();
        self.begun = false;
    }

    /// The sink, to look at what it has been given.
    pub const fn sink(&self) -> &S {
        &self.sink
    }

    /// The sink, to empty it between two rows.
    pub const fn sink_mut(&mut self) -> &mut S {
        &mut self.sink
    }

    /// The sink; a row that was not ended is lost.
    pub fn into_sink(self) -> S {
        self.sink
    }

    #[inline]
    fn delimit(&mut self) {
        if self.begun {
            self.row.push(b',');
        }
        self.begun = true;
    }

    fn field(&mut self, text: &str, guarded: bool) {
        self.delimit();
        if !needs_quotes(text.as_bytes()) {
            if guarded {
                self.row.push(b'\'');
            }
            self.row.extend_from_slice(text.as_bytes());
            return;
        }
        self.row.push(b'"');
        if guarded {
            self.row.push(b'\'');
        }
        for (index, part) in text.split('"').enumerate() {
            if index > 0 {
                self.row.extend_from_slice(b"\"\"");
            }
            self.row.extend_from_slice(part.as_bytes());
        }
        self.row.push(b'"');
    }
}

#[inline]
fn needs_quotes(text: &[u8]) -> bool {
    let special = |byte: &u8| matches!(byte, b',' | b'"' | b'\n' | b'\r');
    if let (Some(first), Some(last)) = (text.first_chunk::<16>(), text.last_chunk::<16>()) {
        // Without an early exit the chunks are compared side by side. The last one may overlap the one before it.
        let any = |chunk: &[u8; 16]| chunk.iter().fold(false, |found, byte| found | special(byte));
        return any(first) || any(last) || text.as_chunks::<16>().0.iter().skip(1).any(any);
    }
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        return has_special(u64::from_le_bytes(*first)) || has_special(u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        let both = (u64::from(u32::from_le_bytes(*first)) << 32) | u64::from(u32::from_le_bytes(*last));
        return has_special(both);
    }
    text.iter().any(special)
}

/// Whether one of eight bytes is such that its field needs quotes.
#[inline]
const fn has_special(word: u64) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    const fn has_zero(word: u64) -> u64 {
        word.wrapping_sub(ONES) & !word & HIGH
    }
    const fn is(word: u64, byte: u8) -> u64 {
        has_zero(word ^ u64::from_le_bytes([byte; 8]))
    }
    is(word, b',') | is(word, b'"') | is(word, b'\n') | is(word, b'\r') != 0
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use proptest::prelude::*;

    use super::super::record::{ReaderOptions, read_all};
    use super::*;

    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["['=+@\t\r\n-]{0,4}[a-z,\"é ]{0,6}", "[^\0]{0,12}", "[ -~]{0,40}"]
    }

    #[test]
    fn rep_6_a_field_of_any_length_is_quoted_when_it_needs_it() {
        for length in 0..70 {
            let plain = alloc::vec![b'x'; length];
            assert!(!needs_quotes(&plain), "{length}");
            for place in 0..length {
                for special in *b",\"\n\r" {
                    let mut text = plain.clone();
                    text[place] = special;
                    assert!(needs_quotes(&text), "{place} of {length}");
                }
                let mut text = plain.clone();
                text[place] = b',' + 0x80;
                assert!(!needs_quotes(&text));
            }
        }
    }

    proptest! {
        #[test]
        fn rep_6_the_guard_is_undone_exactly(text in text()) {
            let written = guarded(&text);
            prop_assert!(!matches!(written.as_bytes().first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\n')));
            prop_assert_eq!(unguarded(&written), &text);
        }

        #[test]
        fn rep_6_what_is_written_is_read(
            rows in prop::collection::vec(prop::collection::vec(text(), 1..6), 0..8),
            on in any::<bool>(),
        ) {
            let guard = if on { FormulaGuard::On } else { FormulaGuard::Off };
            let mut writer = TableWriter::new(Vec::new(), guard);
            writer.text("Header, with a comma");
            writer.text("b");
            writer.end_row();
            for row in &rows {
                for field in row {
                    writer.text(field);
                }
                writer.end_row();
            }
            let records = read_all(&writer.into_sink(), ReaderOptions::default());
            prop_assert_eq!(records.len(), rows.len().saturating_add(1));
            for (record, row) in records.iter().skip(1).zip(&rows) {
                prop_assert!(record.problems().is_empty());
                let read: Vec<_> = record.iter().map(|field| if on { unguarded(field) } else { field }).collect();
                prop_assert_eq!(&read, row);
            }
        }
    }
}
