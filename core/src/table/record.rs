//! Bytes to records: delimiters, quotes and line ends, whatever the pieces in which they come.
//!
//! The reader marks the bytes that mean something (delimiter, quote, CR, LF) in blocks of 64 and then goes from
//! mark to mark. A record is copied once, as a whole; its fields are ranges of that copy.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "positions lie within the buffer and line numbers below the count of bytes"
)]

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::decode::{Decoder, Encoding};
use super::delimiter::{Delimiter, Detection};
use super::problem::ProblemCode;
use super::scan::{Lines, Stretch, WINDOW};

mod clean;

pub(crate) use clean::{Clean, Found};

/// Bytes of a field at most: 1 MiB. What is longer is taken for a forgotten quote.
pub const FIELD_LIMIT: usize = 1 << 20;

/// Bytes of a record at most: 4 MiB.
pub const RECORD_LIMIT: usize = 4 << 20;

const BLOCK: usize = 64;

/// How defects of the text itself are treated. Both report bad encoding, NUL and misplaced quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// A bare quote is a problem, and a field that is not valid text comes out empty.
    #[default]
    Strict,
    /// A bare quote is text like any other, and bad bytes become U+FFFD.
    Lenient,
}

/// How a file is cut into records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReaderOptions {
    /// What stands between fields.
    pub delimiter: Delimiter,
    /// How defects of the text are treated.
    pub strictness: Strictness,
    /// Bytes of a field at most; [`FIELD_LIMIT`] unless set lower.
    pub field_limit: usize,
    /// Bytes of a record at most; [`RECORD_LIMIT`] unless set lower.
    pub record_limit: usize,
}

impl Default for ReaderOptions {
    fn default() -> Self {
        Self {
            delimiter: Delimiter::Detect,
            strictness: Strictness::Strict,
            field_limit: FIELD_LIMIT,
            record_limit: RECORD_LIMIT,
        }
    }
}

/// A defect of a record's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordProblem {
    /// What is wrong.
    pub code: ProblemCode,
    /// The physical line, from 1.
    pub line: u64,
    /// The field, from 0.
    pub field: u32,
    /// For bad encoding in UTF-8: how many bytes of the file come before the bad one.
    pub offset: Option<u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Span {
    start: u32,
    end: u32,
    /// Whether there are doubled quotes, or a closing one, to take out.
    raw: bool,
}

/// One record: its fields, where it stands, and its defects. Made to be used again for the next one.
///
/// Two records are equal when their fields, places and defects are.
#[derive(Clone, Default)]
pub struct Record {
    text: String,
    spans: Vec<Span>,
    line: u64,
    number: u64,
    /// How many bytes of the file come before it, in UTF-8.
    offset: u64,
    problems: Vec<RecordProblem>,
}

impl Record {
    /// An empty record, to be filled by [`RecordReader::next_record`].
    pub const fn new() -> Self {
        Self {
            text: String::new(),
            spans: Vec::new(),
            line: 0,
            number: 0,
            offset: 0,
            problems: Vec::new(),
        }
    }

    /// How many fields there are.
    pub const fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are no fields, as before the first record.
    pub const fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// A field, from 0.
    pub fn get(&self, field: usize) -> Option<&str> {
        let span = self.spans.get(field)?;
        self.text.get(span.start as usize..span.end as usize)
    }

    /// The fields in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.spans
            .iter()
            .map(|span| self.text.get(span.start as usize..span.end as usize).unwrap_or_default())
    }

    /// Whether every field is empty or blank, as spreadsheets leave rows that were cleared.
    pub fn is_blank(&self) -> bool {
        self.iter().all(|field| field.trim().is_empty())
    }

    /// The physical line on which the record starts, from 1.
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// The record's number: 0 for the first of the file, usually the header. Blank lines are not counted.
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The defects of the record's text.
    pub fn problems(&self) -> &[RecordProblem] {
        &self.problems
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        (self.line, self.number, &self.problems) == (other.line, other.number, &other.problems)
            && self.iter().eq(other.iter())
    }
}

impl Eq for Record {}

impl fmt::Debug for Record {
    /// Shows the place and the count of fields, not their text, which may be personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Record")
            .field("line", &self.line)
            .field("number", &self.number)
            .field("fields", &self.spans.len())
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// In a field that is not quoted, or at the start of any field.
    Open,
    /// Inside quotes.
    Quoted,
    /// Just after a quote that closes, or is the first half of a doubled one.
    Closed,
    /// In text after a closing quote.
    Trailing,
    /// In what is left of a line whose record was too long.
    Skipping,
}

/// Cuts a file into records: RFC 4180, in any of the delimiters, line ends and encodings of `REP-6`.
///
/// Push bytes in pieces of any size and take out the records; how the pieces were cut never shows. Memory holds
/// what was pushed and not yet taken out, and of one record [`RECORD_LIMIT`] at most.
///
/// CRLF, LF and CR end a line, even mixed in one file. Blank lines are no records but count as lines. A quote that
/// is not closed costs one line: it is reported where it opens, and reading goes on with the line after that. A
/// quote counts as not closed at the end of the file, when the field passes its limit, or when its field spans
/// lines and then has text after its closing quote (which is most likely the opening one of a later row).
///
/// ```
/// use matricula::table::{ReaderOptions, Record, RecordReader};
///
/// let mut reader = RecordReader::new(ReaderOptions::default());
/// let mut record = Record::new();
/// reader.push(b"Name;Course\r\n\"Doe; J");
/// assert!(reader.next_record(&mut record));
/// assert_eq!(record.iter().collect::<Vec<_>>(), ["Name", "Course"]);
/// assert!(!reader.next_record(&mut record)); // more is needed
/// reader.push(b"o\";\"AI \"\"For\"\" Everyone\"");
/// reader.finish();
/// assert!(reader.next_record(&mut record));
/// assert_eq!(record.iter().collect::<Vec<_>>(), ["Doe; Jo", "AI \"For\" Everyone"]);
/// assert_eq!((record.line(), record.number()), (2, 1));
/// assert!(!reader.next_record(&mut record));
/// ```
#[derive(Clone)]
pub struct RecordReader {
    options: ReaderOptions,
    decoder: Decoder,
    delimiter: Option<u8>,
    detection: Detection,
    finished: bool,

    buffer: Vec<u8>,
    /// Bytes of text that came before the buffer.
    dropped: u64,
    /// Up to where marks were made.
    scanned: usize,
    /// Marks not yet handled: bit n is the byte at `base` + n.
    marks: u64,
    base: usize,

    state: State,
    /// Where the record starts.
    start: usize,
    /// Where the field starts.
    field: usize,
    /// After a closing quote: the place behind it.
    close: usize,
    /// Where the next record starts, when one ends.
    next: usize,
    /// The place behind the latest CR.
    after_cr: usize,
    escaped: bool,
    bare: bool,
    /// The line on which the field's quote opens, and the first line end within it.
    quote_line: u64,
    quote_break: Option<usize>,

    line: u64,
    record_line: u64,
    number: u64,
    spans: Vec<Span>,
    problems: Vec<RecordProblem>,

    /// Clean records of the buffer that are not given out yet, and where its window starts.
    stretch: Stretch,
    window: usize,
    /// Whether the record that starts next was found not to be clean, or not complete.
    tried: bool,
}

impl fmt::Debug for RecordReader {
    /// Shows where it stands, not the text, which may be personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RecordReader")
            .field("options", &self.options)
            .field("line", &self.line)
            .field("number", &self.number)
            .field("finished", &self.finished)
            .finish_non_exhaustive()
    }
}

impl RecordReader {
    /// A reader at the start of a file.
    pub fn new(options: ReaderOptions) -> Self {
        Self {
            options: ReaderOptions {
                field_limit: options.field_limit.min(FIELD_LIMIT),
                record_limit: options.record_limit.min(RECORD_LIMIT),
                ..options
            },
            decoder: Decoder::new(),
            delimiter: options.delimiter.byte(),
            detection: Detection::default(),
            finished: false,
            buffer: Vec::new(),
            dropped: 0,
            scanned: 0,
            marks: 0,
            base: 0,
            state: State::Open,
            start: 0,
            field: 0,
            close: 0,
            next: 0,
            after_cr: usize::MAX,
            escaped: false,
            bare: false,
            quote_line: 0,
            quote_break: None,
            line: 1,
            record_line: 1,
            number: 0,
            spans: Vec::new(),
            problems: Vec::new(),
            stretch: Stretch::default(),
            window: 0,
            tried: false,
        }
    }

    /// Gives the next bytes of the file. After [`Self::finish`] nothing is taken any more.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.finished {
            return;
        }
        if self.start > self.buffer.len() / 2 {
            self.compact();
        }
        self.decoder.push(bytes, &mut self.buffer);
    }

    /// Says that the file ends here.
    pub fn finish(&mut self) {
        if !self.finished {
            self.finished = true;
            self.decoder.finish(&mut self.buffer);
        }
    }

    /// The delimiter, once it is known.
    pub const fn delimiter(&self) -> Option<Delimiter> {
        match self.delimiter {
            Some(byte) => Some(Delimiter::of(byte)),
            None => None,
        }
    }

    /// The encoding, once it is known.
    pub const fn encoding(&self) -> Option<Encoding> {
        self.decoder.encoding()
    }

    /// Fills `record` with the next record. False when more bytes are needed or, after [`Self::finish`], when there
    /// is none left; `record` is then as it was.
    pub fn next_record(&mut self, record: &mut Record) -> bool {
        let delimiter = match self.delimiter {
            Some(delimiter) => delimiter,
            None => match self.detection.look(&self.buffer, self.finished) {
                Some(delimiter) => {
                    self.delimiter = Some(delimiter);
                    delimiter
                }
                None => return false,
            },
        };
        if self.next_clean(record, delimiter) {
            return true;
        }
        loop {
            while self.marks != 0 {
                let at = self.base + self.marks.trailing_zeros() as usize;
                self.marks &= self.marks - 1;
                if let Some(end) = self.step(at, delimiter) {
                    self.emit(record, end);
                    return true;
                }
            }
            if let Some(end) = self.overflow(self.scanned) {
                self.emit(record, end);
                return true;
            }
            if self.state == State::Skipping {
                self.start = self.scanned;
                self.field = self.scanned;
            }
            let Some(rest) = self.buffer.get(self.scanned..).filter(|rest| !rest.is_empty()) else {
                break;
            };
            self.base = self.scanned;
            if let Some(block) = rest.first_chunk::<BLOCK>() {
                self.marks = mark(block, delimiter);
                self.scanned += BLOCK;
            } else {
                let mut block = [b' '; BLOCK];
                for (to, from) in block.iter_mut().zip(rest) {
                    *to = *from;
                }
                self.marks = mark(&block, delimiter);
                self.scanned += rest.len();
            }
        }
        if !self.finished {
            return false;
        }
        self.end_of_file(record)
    }

    /// Handles one marked byte. Gives the end of the record when it ends here or, after a lost quote, earlier.
    #[inline]
    fn step(&mut self, at: usize, delimiter: u8) -> Option<usize> {
        let byte = self.buffer.get(at).copied().unwrap_or_default();
        if let Some(end) = self.overflow(at) {
            if self.state == State::Skipping {
                self.marks |= 1 << (at - self.base);
            }
            return Some(end);
        }
        match self.state {
            State::Open if byte == delimiter => {
                self.end_field(self.field, at, false, at + 1);
                None
            }
            State::Open | State::Trailing | State::Skipping if byte == b'\n' || byte == b'\r' => {
                self.end_of_line(at, byte)
            }
            State::Open if byte == b'"' => {
                if at == self.field {
                    self.state = State::Quoted;
                    self.quote_line = self.line;
                    self.quote_break = None;
                    self.escaped = false;
                } else if !self.bare && self.options.strictness == Strictness::Strict {
                    self.bare = true;
                    self.problem(ProblemCode::BareQuote, self.line);
                }
                None
            }
            State::Quoted => {
                if byte == b'"' {
                    self.state = State::Closed;
                    self.close = at + 1;
                } else if byte != delimiter {
                    self.count_line(at, byte);
                    if self.quote_break.is_none() {
                        self.quote_break = Some(at);
                    }
                }
                None
            }
            State::Closed if at == self.close => {
                if byte == b'"' {
                    self.state = State::Quoted;
                    self.escaped = true;
                    None
                } else if byte == delimiter {
                    self.end_field(self.field + 1, at - 1, self.escaped, at + 1);
                    None
                } else {
                    self.end_of_line(at, byte)
                }
            }
            State::Closed => {
                if self.quote_break.is_some() {
                    return self.lose_quote();
                }
                self.problem(ProblemCode::TextAfterQuote, self.line);
                self.state = State::Trailing;
                self.step(at, delimiter)
            }
            State::Trailing if byte == delimiter => {
                self.end_field(self.field + 1, at, true, at + 1);
                None
            }
            State::Open | State::Trailing | State::Skipping => None,
        }
    }

    /// A line end outside quotes: the end of a record, a blank line, or the second half of CRLF.
    #[inline]
    fn end_of_line(&mut self, at: usize, byte: u8) -> Option<usize> {
        self.count_line(at, byte);
        self.next = at + 1;
        match self.state {
            State::Skipping => {
                self.state = State::Open;
                self.begin();
                return None;
            }
            State::Open if at == self.start => {
                self.begin();
                return None;
            }
            State::Open | State::Quoted => self.end_field(self.field, at, false, at + 1),
            State::Closed => self.end_field(self.field + 1, at - 1, self.escaped, at + 1),
            State::Trailing => self.end_field(self.field + 1, at, true, at + 1),
        }
        Some(at)
    }

    #[inline]
    fn count_line(&mut self, at: usize, byte: u8) {
        if byte == b'\r' {
            self.after_cr = at + 1;
            self.line += 1;
        } else if at != self.after_cr {
            self.line += 1;
        }
    }

    #[inline]
    fn end_field(&mut self, from: usize, to: usize, raw: bool, next: usize) {
        let span = Span { start: narrow(from - self.start), end: narrow(to - self.start), raw };
        self.spans.push(span);
        self.field = next;
        self.state = State::Open;
        self.bare = false;
    }

    fn problem(&mut self, code: ProblemCode, line: u64) {
        self.problems
            .push(RecordProblem { code, line, field: narrow(self.spans.len()), offset: None });
    }

    /// Gives up a field or record that reaches `to` and so is too long. Gives the end of the record.
    #[inline]
    fn overflow(&mut self, to: usize) -> Option<usize> {
        let quick = self.options.field_limit.min(self.options.record_limit);
        if to.saturating_sub(self.start) <= quick || self.state == State::Skipping {
            return None;
        }
        let field = self.field + self.options.field_limit;
        let record = self.start + self.options.record_limit;
        if to > field.min(record) { self.give_up(to, field, record) } else { None }
    }

    /// Ends the record before the field that is too long; the rest of the line is skipped, unless a lost quote
    /// explains it.
    #[cold]
    fn give_up(&mut self, to: usize, field: usize, record: usize) -> Option<usize> {
        let quoted = matches!(self.state, State::Quoted | State::Closed);
        if quoted && self.quote_break.is_some() {
            return self.lose_quote();
        }
        let code = if field <= record {
            ProblemCode::FieldTooLong
        } else {
            ProblemCode::RecordTooLong
        };
        self.problem(code, self.line);
        let end = self.field;
        self.end_field(end, end, false, to);
        self.next = to;
        self.state = State::Skipping;
        Some(end)
    }

    /// Ends the record at the first line end inside the quotes; what follows is read again as lines of their own.
    #[cold]
    fn lose_quote(&mut self) -> Option<usize> {
        let at = self.quote_break?;
        self.problem(ProblemCode::QuoteNotClosed, self.quote_line);
        self.end_field(self.field + 1, at, false, at + 1);
        self.line = self.quote_line;
        self.count_line(at, self.buffer.get(at).copied().unwrap_or_default());
        self.marks = 0;
        self.scanned = at + 1;
        self.next = at + 1;
        Some(at)
    }

    fn end_of_file(&mut self, record: &mut Record) -> bool {
        let end = self.buffer.len();
        self.next = end;
        let lost = self.quote_break.is_some();
        match self.state {
            State::Skipping => return false,
            State::Open if self.spans.is_empty() && self.field == end => return false,
            State::Open => self.end_field(self.field, end, false, end),
            State::Closed if self.close == end => self.end_field(self.field + 1, end - 1, self.escaped, end),
            State::Quoted | State::Closed if lost => {
                if let Some(end) = self.lose_quote() {
                    self.emit(record, end);
                }
                return true;
            }
            State::Quoted => {
                self.problem(ProblemCode::QuoteNotClosed, self.quote_line);
                self.end_field(self.field + 1, end, self.escaped, end);
            }
            State::Closed => {
                self.problem(ProblemCode::TextAfterQuote, self.line);
                self.end_field(self.field + 1, end, true, end);
            }
            State::Trailing => self.end_field(self.field + 1, end, true, end),
        }
        self.emit(record, end);
        true
    }

    /// Starts a record at `next`.
    #[inline]
    fn begin(&mut self) {
        self.start = self.next;
        self.field = self.next;
        self.record_line = self.line;
        self.tried = false;
    }

    /// Gives out the record that ends at `end`.
    fn emit(&mut self, record: &mut Record, end: usize) {
        let raw = self.buffer.get(self.start..end).unwrap_or_default();
        let mut bytes = core::mem::take(&mut record.text).into_bytes();
        bytes.clear();
        bytes.extend_from_slice(raw);
        core::mem::swap(&mut record.spans, &mut self.spans);
        core::mem::swap(&mut record.problems, &mut self.problems);
        self.spans.clear();
        self.problems.clear();
        record.line = self.record_line;
        record.number = self.number;
        record.offset = self.position();
        if memchr::memchr(0, raw).is_some() {
            for (field, span) in record.spans.iter().enumerate() {
                let bytes = raw.get(span.start as usize..span.end as usize).unwrap_or_default();
                if memchr::memchr(0, bytes).is_some() {
                    let problem = RecordProblem {
                        code: ProblemCode::Nul,
                        line: self.record_line,
                        field: narrow(field),
                        offset: None,
                    };
                    record.problems.push(problem);
                }
            }
        }
        for span in record.spans.iter_mut().filter(|span| span.raw) {
            if let Some(field) = bytes.get_mut(span.start as usize..span.end as usize) {
                span.end = span.start + narrow(unquote(field));
            }
            span.raw = false;
        }
        match String::from_utf8(bytes) {
            Ok(text) => record.text = text,
            Err(error) => self.repair(record, error.as_bytes()),
        }
        self.number += 1;
        self.begin();
    }

    /// Reports the fields that are not valid text, and empties or mends them.
    #[cold]
    fn repair(&self, record: &mut Record, bytes: &[u8]) {
        let mut text = String::with_capacity(bytes.len());
        for (field, span) in record.spans.iter_mut().enumerate() {
            let (start, end) = (span.start as usize, span.end as usize);
            let bytes = bytes.get(start..end).unwrap_or_default();
            span.start = narrow(text.len());
            match core::str::from_utf8(bytes) {
                Ok(valid) => text.push_str(valid),
                Err(error) => {
                    let utf8 = self.decoder.encoding() == Some(Encoding::Utf8);
                    let before = (self.start + start + error.valid_up_to()) as u64;
                    record.problems.push(RecordProblem {
                        code: ProblemCode::BadEncoding,
                        line: record.line,
                        field: narrow(field),
                        offset: utf8.then_some(self.dropped + self.decoder.mark_bytes() + before),
                    });
                    if self.options.strictness == Strictness::Lenient {
                        text.push_str(&String::from_utf8_lossy(bytes));
                    }
                }
            }
            span.end = narrow(text.len());
        }
        record.text = text;
    }

    /// Drops the bytes of the records that were given out.
    fn compact(&mut self) {
        let gone = self.start.min(self.scanned);
        self.buffer.drain(..gone);
        self.dropped += gone as u64;
        self.start -= gone;
        self.field = self.field.saturating_sub(gone);
        self.close = self.close.saturating_sub(gone);
        self.scanned -= gone;
        self.after_cr = self.after_cr.checked_sub(gone).unwrap_or(usize::MAX);
        self.quote_break = self.quote_break.and_then(|at| at.checked_sub(gone));
        let before = gone.saturating_sub(self.base);
        self.marks = self.marks.checked_shr(narrow(before)).unwrap_or_default();
        self.base = self.base.saturating_sub(gone);
        self.window = self.window.saturating_sub(gone);
    }
}

/// Reads a whole file at once.
///
/// ```
/// use matricula::table::{ReaderOptions, read_all};
///
/// let records = read_all(b"Name\tCourse\rJo\tAI\r", ReaderOptions::default());
/// assert_eq!(records[1].get(1), Some("AI"));
/// ```
pub fn read_all(bytes: &[u8], options: ReaderOptions) -> Vec<Record> {
    let mut reader = RecordReader::new(options);
    reader.push(bytes);
    reader.finish();
    let mut records = Vec::new();
    let mut record = Record::new();
    while reader.next_record(&mut record) {
        records.push(core::mem::take(&mut record));
    }
    records
}

/// Takes out, in place, the closing quote and the first of two quotes; the field starts behind its opening quote.
/// Gives the new length.
fn unquote(field: &mut [u8]) -> usize {
    let mut quoted = true;
    let mut length = 0;
    let mut at = 0;
    while let Some(&byte) = field.get(at) {
        at += 1;
        if quoted && byte == b'"' {
            if field.get(at) == Some(&b'"') {
                at += 1;
            } else {
                quoted = false;
                continue;
            }
        }
        if let Some(to) = field.get_mut(length) {
            *to = byte;
        }
        length += 1;
    }
    for rest in field.iter_mut().skip(length) {
        *rest = b' ';
    }
    length
}

/// Marks delimiters, quotes and line ends: bit n for byte n.
#[inline]
fn mark(block: &[u8; BLOCK], delimiter: u8) -> u64 {
    let mut hits = [0_u8; BLOCK];
    for (hit, &byte) in hits.iter_mut().zip(block) {
        *hit = u8::from(byte == delimiter)
            | u8::from(byte == b'"')
            | u8::from(byte == b'\n')
            | u8::from(byte == b'\r');
    }
    // The product moves the low bits of eight bytes side by side into the top byte.
    let mut marks = 0;
    for (index, eight) in hits.as_chunks::<8>().0.iter().enumerate() {
        let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        marks |= bits << (index * 8);
    }
    marks
}

fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
