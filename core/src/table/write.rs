//! Records to bytes: UTF-8, CRLF, RFC 4180.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;
use core::fmt;

use rust_decimal::Decimal;

use super::value::{write_count, write_decimal, write_spaced_time, write_time};
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

/// How fields are set down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) delimiter: u8,
    pub(crate) line_end: &'static str,
    /// Whether every field is quoted.
    pub(crate) quote_all: bool,
    /// Whether times are `2024-01-26 10:16:04`.
    pub(crate) spaced_times: bool,
}

impl Style {
    const DEFAULT: Self = Self { delimiter: b',', line_end: "\r\n", quote_all: false, spaced_times: false };
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
#[derive(Clone)]
pub struct TableWriter<S: Sink> {
    sink: S,
    guard: FormulaGuard,
    style: Style,
    /// Rows that the sink has not been given, and where the last one of them starts.
    rows: Vec<u8>,
    start: usize,
    /// Whether the row has a field.
    begun: bool,
}

impl<S: Sink> fmt::Debug for TableWriter<S> {
    /// Shows how it writes: what it has written is personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TableWriter")
            .field("guard", &self.guard)
            .field("style", &self.style)
            .finish_non_exhaustive()
    }
}

impl<S: Sink> TableWriter<S> {
    /// A writer that hands each row to `sink` when it ends.
    pub const fn new(sink: S, guard: FormulaGuard) -> Self {
        Self::with_style(sink, guard, Style::DEFAULT)
    }

    pub(crate) const fn with_style(sink: S, guard: FormulaGuard, style: Style) -> Self {
        Self { sink, guard, style, rows: Vec::new(), start: 0, begun: false }
    }

    pub(crate) const fn style_mut(&mut self) -> &mut Style {
        &mut self.style
    }

    /// Whether texts are guarded.
    pub(crate) const fn guard(&self) -> FormulaGuard {
        self.guard
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

    /// Whether texts that are one behind the other certainly need neither quotes nor a guard, and so each of them.
    #[cfg(feature = "arrow")]
    pub(crate) fn are_plain(&self, texts: &[u8]) -> bool {
        let Self { style, guard, .. } = self;
        // All are looked at, in large pieces without a branch, which is quicker than to stop at the first.
        let special = |piece: &[u8]| {
            piece.iter().fold(false, |found, byte| {
                found | (*byte == style.delimiter) | (*byte == b'"') | (*byte == b'\n') | (*byte == b'\r')
            })
        };
        *guard == FormulaGuard::Off && !style.quote_all && !texts.chunks(1 << 12).any(special)
    }

    /// A text of those that [are plain](Self::are_plain).
    #[cfg(feature = "arrow")]
    #[inline]
    pub(crate) fn plain_text(&mut self, text: &str) {
        self.delimit();
        append(text.as_bytes(), &mut self.rows);
    }

    /// A time; nothing when there is none.
    pub fn time(&mut self, time: Option<Timestamp>) {
        self.plain(|row, style| {
            if let Some(time) = time {
                if style.spaced_times {
                    write_spaced_time(time, row)
                } else {
                    write_time(time, row)
                }
            }
        });
    }

    /// A decimal with at least one digit after the point; nothing when there is none.
    pub fn decimal(&mut self, decimal: Option<Decimal>) {
        self.plain(|row, _| {
            if let Some(decimal) = decimal {
                write_decimal(decimal, row);
            }
        });
    }

    /// A decimal of so many units of a decimal place.
    #[cfg(feature = "arrow")]
    pub(crate) fn units(&mut self, units: u64, places: u32) {
        self.plain(|row, _| super::value::write_units(units, places, row));
    }

    /// A count.
    pub fn count(&mut self, count: u64) {
        self.plain(|row, _| write_count(count, row));
    }

    /// A count; nothing when it is not known.
    pub fn maybe_count(&mut self, count: Option<u64>) {
        self.plain(|row, _| {
            if let Some(count) = count {
                write_count(count, row);
            }
        });
    }

    /// `Yes` or `No`.
    pub fn yes_no(&mut self, yes: bool) {
        self.maybe_yes_no(Some(yes));
    }

    /// `Yes` or `No`; nothing when it is not known.
    pub fn maybe_yes_no(&mut self, yes: Option<bool>) {
        self.plain(|row, _| {
            row.extend_from_slice(match yes {
                Some(true) => b"Yes",
                Some(false) => b"No",
                None => b"",
            });
        });
    }

    /// Ends the row. A row whose only field is empty is written as `""`, since a blank line is no record.
    pub fn end_row(&mut self) {
        self.end_line();
        self.sink.write(&self.rows);
        self.rows.clear();
        self.start = 0;
    }

    /// Ends the row without giving it to the sink.
    #[inline]
    pub(crate) fn end_line(&mut self) {
        if self.rows.len() == self.start {
            self.rows.extend_from_slice(b"\"\"");
        }
        self.rows.extend_from_slice(self.style.line_end.as_bytes());
        self.start = self.rows.len();
        self.begun = false;
    }

    /// Takes back what was written of a row that has not ended.
    pub(crate) fn forget_row(&mut self) {
        self.rows.truncate(self.start);
        self.begun = false;
    }

    /// Gathers rows in memory that is not needed any more.
    #[cfg(feature = "arrow")]
    pub(crate) fn with_memory(self, mut rows: Vec<u8>) -> Self {
        rows.clear();
        Self { rows, start: 0, begun: false, ..self }
    }

    /// The rows that the sink has not been given.
    #[cfg(feature = "arrow")]
    pub(crate) fn into_rows(self) -> Vec<u8> {
        self.rows
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
            self.rows.push(self.style.delimiter);
        }
        self.begun = true;
    }

    /// A field that never needs quotes.
    #[inline]
    fn plain(&mut self, write: impl FnOnce(&mut Vec<u8>, &Style)) {
        self.delimit();
        if self.style.quote_all {
            self.rows.push(b'"');
        }
        write(&mut self.rows, &self.style);
        if self.style.quote_all {
            self.rows.push(b'"');
        }
    }

    #[inline]
    fn field(&mut self, text: &str, guarded: bool) {
        self.delimit();
        if guarded || self.style.quote_all || may_need_quotes(text.as_bytes(), self.style.delimiter) {
            self.marked(text, guarded);
        } else {
            append(text.as_bytes(), &mut self.rows);
        }
    }

    /// A field with quotes or an apostrophe.
    fn marked(&mut self, text: &str, guarded: bool) {
        let quoted = self.style.quote_all || needs_quotes(text.as_bytes(), self.style.delimiter);
        if quoted {
            self.rows.push(b'"');
        }
        if guarded {
            self.rows.push(b'\'');
        }
        for (index, part) in text.split('"').enumerate() {
            if index > 0 {
                self.rows.extend_from_slice(b"\"\"");
            }
            self.rows.extend_from_slice(part.as_bytes());
        }
        if quoted {
            self.rows.push(b'"');
        }
    }
}

/// Whether a text has a byte for which it is put in quotes.
fn needs_quotes(text: &[u8], delimiter: u8) -> bool {
    text.iter().any(|byte| *byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r'))
}

/// Whether a text may need quotes: quick, and wrong only for texts with other control characters. Most texts are short, so
/// words that overlap are looked at, not single bytes.
#[inline]
fn may_need_quotes(text: &[u8], delimiter: u8) -> bool {
    let delimiters = LOW.wrapping_mul(delimiter.into());
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let middle = text.get(8..).unwrap_or_default().as_chunks::<8>().0;
        let special = |word: &[u8; 8]| special(u64::from_ne_bytes(*word), delimiters);
        let both = special(first) | special(last);
        middle.iter().fold(both, |found, word| found | special(word)) != 0
    } else if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let [first, last] = [first, last].map(|half| u64::from(u32::from_ne_bytes(*half)));
        special(first | last << 32_u32, delimiters) != 0
    } else {
        needs_quotes(text, delimiter)
    }
}

const LOW: u64 = u64::MAX / 0xFF;
const HIGH: u64 = LOW << 7_u32;

/// The high bits of bytes that are quotes, delimiters or below 14, and perhaps of others above such a byte.
#[inline]
const fn special(word: u64, delimiters: u64) -> u64 {
    const QUOTES: u64 = LOW * b'"' as u64;
    let quotes = word ^ QUOTES;
    let delimiters = word ^ delimiters;
    let below = word.wrapping_sub(LOW * 14) & !word;
    ((quotes.wrapping_sub(LOW) & !quotes) | (delimiters.wrapping_sub(LOW) & !delimiters) | below) & HIGH
}

/// Appends a text; a short one as two pieces that overlap, whose lengths are known.
#[inline]
fn append(text: &[u8], out: &mut Vec<u8>) {
    if let (Some(first), Some(last)) = (text.first_chunk::<16>(), text.last_chunk::<16>())
        && text.len() <= 32
    {
        overlapping(first, last, text.len(), out);
    } else if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>())
        && text.len() <= 16
    {
        overlapping(first, last, text.len(), out);
    } else if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>())
        && text.len() <= 8
    {
        overlapping(first, last, text.len(), out);
    } else {
        out.extend_from_slice(text);
    }
}

#[inline]
fn overlapping<const N: usize>(first: &[u8; N], last: &[u8; N], length: usize, out: &mut Vec<u8>) {
    let end = out.len().saturating_add(length);
    out.extend_from_slice(first);
    out.truncate(end.saturating_sub(N));
    out.extend_from_slice(last);
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use proptest::prelude::*;

    use super::super::record::{ReaderOptions, read_all};
    use super::*;

    #[test]
    fn id_4_debug_output_of_a_writer_shows_nobody() {
        let mut writer = TableWriter::new(Vec::new(), FormulaGuard::Off);
        writer.text("Jo");
        writer.end_row();
        writer.text("Ada");
        let shown = format!("{writer:?}");
        assert!(["Jo", "74", "Ada", "65"].iter().all(|personal| !shown.contains(personal)), "{shown}");
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["['=+@\t\r\n-]{0,4}[a-z,\"é ]{0,6}", "[^\0]{0,12}", "[ -~]{0,40}"]
    }

    #[test]
    fn rep_6_a_field_of_any_length_is_quoted_when_it_needs_it() {
        for length in 0..70 {
            let plain = alloc::vec![b'x'; length];
            assert!(!may_need_quotes(&plain, b','), "{length}");
            for place in 0..length {
                for special in *b",\"\n\r" {
                    let mut text = plain.clone();
                    text[place] = special;
                    assert!(may_need_quotes(&text, b','), "{place} of {length}");
                    assert!(needs_quotes(&text, b','), "{place} of {length}");
                }
                for other in [b',' + 0x80, b'\n' + 0x80, b' ', 0xFF] {
                    let mut text = plain.clone();
                    text[place] = other;
                    assert!(!may_need_quotes(&text, b','));
                }
            }
        }
    }

    #[test]
    fn rep_6_a_text_of_any_length_is_written_whole() {
        for length in 0..70_u8 {
            let text: Vec<u8> = (0..length).collect();
            let mut out = b"x,".to_vec();
            append(&text, &mut out);
            assert_eq!(out, [b"x,", &text[..]].concat());
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
