//! The quick way through text that is clean, beside the way of [`RecordReader`] that judges each byte.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "positions lie within a window or buffer, and line numbers below the count of bytes"
)]

use alloc::string::String;

use super::super::part::Mark;
use super::{Encoding, Record, RecordReader, Span, State, WINDOW, narrow, unquote};

/// Bytes from which on it is worth while to look for clean records.
const WORTH: usize = 512;

/// Bytes that are taken at first to complete a record that the last piece left open.
const SEAM: usize = 1 << 10;

/// A record without any defect of its text, where it lies.
#[derive(Clone, Copy)]
pub(crate) struct Clean<'a> {
    text: &'a [u8],
    start: usize,
    ends: &'a [u16],
    /// The end of the last field, before CR and LF.
    end: usize,
    line: u64,
    number: u64,
    offset: u64,
}

impl<'a> Clean<'a> {
    /// How many fields it has.
    #[inline]
    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text around it, which is cut off at its line end only.
    #[inline]
    pub(crate) const fn text(&self) -> &'a [u8] {
        self.text
    }

    /// Where a field is, with its quotes.
    #[inline]
    pub(crate) fn field(&self, field: usize) -> Option<(usize, usize)> {
        let start = match field.checked_sub(1) {
            None => self.start,
            Some(before) => usize::from(*self.ends.get(before)?) + 1,
        };
        if field + 1 == self.ends.len() {
            return Some((start, self.end));
        }
        Some((start, usize::from(*self.ends.get(field)?)))
    }

    /// Copies it.
    pub(crate) fn fill(&self, record: &mut Record) {
        record.line = self.line;
        record.number = self.number;
        record.offset = self.offset;
        record.problems.clear();
        record.spans.clear();
        let mut bytes = core::mem::take(&mut record.text).into_bytes();
        bytes.clear();
        bytes.extend_from_slice(self.text.get(self.start..self.end).unwrap_or_default());
        let mut from = 0;
        let last = self.ends.len() - 1;
        for (field, end) in self.ends.iter().enumerate() {
            let to = if field == last { self.end } else { usize::from(*end) } - self.start;
            let mut span = Span { start: narrow(from), end: narrow(to), raw: false };
            if bytes.get(from) == Some(&b'"') && to > from + 1 {
                (span.start, span.end) = (span.start + 1, span.end - 1);
                let inner = bytes.get_mut(from + 1..to - 1).unwrap_or_default();
                if inner.contains(&b'"') {
                    span.end = span.start + narrow(unquote(inner));
                }
            }
            record.spans.push(span);
            from = to + 1;
        }
        // What is clean is UTF-8.
        record.text = String::from_utf8(bytes).unwrap_or_default();
    }
}

/// A record that was found by one of the two ways.
pub(crate) enum Found<'a> {
    Clean(Clean<'a>),
    Other(&'a Record),
}

impl Found<'_> {
    /// Where it starts.
    #[inline]
    pub(crate) const fn mark(&self) -> Mark {
        match self {
            Self::Clean(Clean { line, number, offset, .. }) => {
                Mark { line: *line, number: *number, offset: *offset }
            }
            Self::Other(record) => Mark { line: record.line, number: record.number, offset: record.offset },
        }
    }
}

impl RecordReader {
    /// A reader of the same file that starts at a record; none when it is not known how the file is to be read, or it is
    /// not UTF-8.
    pub(crate) fn starting(&self, mark: Mark) -> Option<Self> {
        self.delimiter?;
        let dropped = mark.offset.checked_sub(self.decoder.mark_bytes())?;
        (self.encoding()? == Encoding::Utf8).then(|| Self {
            delimiter: self.delimiter,
            decoder: self.decoder.clone(),
            dropped,
            line: mark.line,
            record_line: mark.line,
            number: mark.number,
            ..Self::new(self.options)
        })
    }

    /// The record that starts next, or the end of the file.
    pub(crate) const fn mark(&self) -> Mark {
        Mark { offset: self.position(), line: self.record_line, number: self.number }
    }

    /// Where in some bytes a record seems to start that has so many fields.
    pub(crate) fn seam(&self, bytes: &[u8], fields: usize) -> Option<usize> {
        super::super::part::seam(bytes, self.delimiter?, fields)
    }

    /// How many bytes of the file come before the record that starts next, or is not complete.
    pub(crate) const fn position(&self) -> u64 {
        self.dropped + self.decoder.mark_bytes() + self.start as u64
    }

    /// Whether a record starts next and nothing of it was looked at.
    fn at_start(&self) -> bool {
        self.state == State::Open
            && self.field == self.start
            && self.after_cr != self.start
            && !self.tried
            && self.spans.is_empty()
            && self.problems.is_empty()
            && self.options.field_limit.min(self.options.record_limit) >= WINDOW
    }

    /// Gives the next record of the buffer if it is clean.
    pub(super) fn next_clean(&mut self, record: &mut Record, delimiter: u8) -> bool {
        loop {
            if self.stretch.is_empty() {
                self.pass_feed();
                if !self.at_start() || self.buffer.len() < self.start + WORTH {
                    return false;
                }
                self.window = self.start;
                self.stretch.scan(self.buffer.get(self.start..).unwrap_or_default(), delimiter);
            }
            let offset = self.dropped + self.decoder.mark_bytes() + self.window as u64;
            let text = self.buffer.get(self.window..).unwrap_or_default();
            let Some(lines) = self.stretch.take() else {
                self.tried = true;
                return false;
            };
            let offset = offset + lines.start as u64;
            let counter = Counter { line: &mut self.line, number: &mut self.number };
            let clean = counter.clean(text, lines, offset).map(|clean| clean.fill(record));
            self.start = self.window + self.stretch.start();
            self.restart();
            if clean.is_some() {
                return true;
            }
        }
    }

    /// Steps over the second half of a CRLF whose first half ended the last record.
    fn pass_feed(&mut self) {
        let pending = self.state == State::Open && self.field == self.start && self.after_cr == self.start;
        if pending && self.spans.is_empty() && self.buffer.get(self.start) == Some(&b'\n') {
            self.start += 1;
            self.restart();
        }
    }

    /// Goes back to the start of the record that is not complete.
    fn restart(&mut self) {
        self.state = State::Open;
        self.field = self.start;
        self.next = self.start;
        self.scanned = self.start;
        self.marks = 0;
        self.bare = false;
        self.record_line = self.line;
        self.tried = false;
        self.spans.clear();
        self.problems.clear();
    }

    /// Takes a piece of the file and gives out all records that are complete, until `each` says to stop. Clean ones
    /// are given where they lie, so that nearly nothing is copied.
    pub(crate) fn drain(
        &mut self,
        piece: &[u8],
        record: &mut Record,
        mut each: impl FnMut(Found<'_>) -> bool,
    ) {
        let mut rest = piece;
        let mut seam = SEAM;
        while !rest.is_empty() {
            if self.buffer.is_empty() && self.at_start() && self.encoding() == Some(Encoding::Utf8) {
                let (used, goes_on) = self.drain_clean(rest, &mut each);
                rest = rest.get(used..).unwrap_or_default();
                if !goes_on {
                    return;
                }
            }
            let (chunk, after) = rest.split_at_checked(seam).unwrap_or((rest, &[]));
            self.push(chunk);
            while self.next_record(record) {
                if !each(Found::Other(record)) {
                    return;
                }
            }
            let left = self.buffer.len() - self.start;
            let clear = self.state != State::Skipping && self.after_cr != self.start;
            if !after.is_empty() && left < chunk.len() && clear && self.encoding() == Some(Encoding::Utf8) {
                // The record that is not complete is read again from the piece.
                rest = rest.get(chunk.len() - left..).unwrap_or_default();
                self.forget();
                seam = SEAM;
            } else {
                rest = after;
                seam = (seam * 2).min(WINDOW);
            }
        }
    }

    /// Empties the buffer at the start of the record that is not complete.
    fn forget(&mut self) {
        self.line = self.record_line;
        self.dropped += self.start as u64;
        self.buffer.clear();
        self.stretch.clear();
        self.start = 0;
        self.after_cr = usize::MAX;
        self.restart();
    }

    /// Gives out the clean records at the start of a piece. Gives how far they reach, and whether to go on.
    fn drain_clean(&mut self, piece: &[u8], each: &mut impl FnMut(Found<'_>) -> bool) -> (usize, bool) {
        let Some(delimiter) = self.delimiter else { return (0, true) };
        let mut stretch = core::mem::take(&mut self.stretch);
        let mut goes_on = true;
        let mut used = 0;
        while goes_on {
            let text = piece.get(used..).unwrap_or_default();
            stretch.scan(text, delimiter);
            if stretch.is_empty() {
                break;
            }
            let offset = self.position() + used as u64;
            while let Some(lines) = stretch.take() {
                let offset = offset + lines.start as u64;
                let clean =
                    Counter { line: &mut self.line, number: &mut self.number }.clean(text, lines, offset);
                if let Some(clean) = clean
                    && !each(Found::Clean(clean))
                {
                    goes_on = false;
                    break;
                }
            }
            used += stretch.start();
        }
        stretch.clear();
        self.stretch = stretch;
        self.record_line = self.line;
        self.dropped += used as u64;
        (used, goes_on)
    }
}

/// Where in a file the next record stands.
struct Counter<'a> {
    line: &'a mut u64,
    number: &'a mut u64,
}

impl Counter<'_> {
    /// The record of some lines; none when they are one blank line.
    #[inline]
    fn clean<'a>(self, text: &'a [u8], lines: super::Lines<'a>, offset: u64) -> Option<Clean<'a>> {
        let behind = usize::from(*lines.ends.last()?);
        let before = behind.checked_sub(1).filter(|_| behind > lines.start);
        let returned = before.is_some_and(|before| text.get(before) == Some(&b'\r'));
        let end = behind - usize::from(returned);
        let line = *self.line;
        *self.line += 1;
        if lines.broken {
            let inside = text.get(lines.start..behind).unwrap_or_default();
            *self.line += memchr::memchr_iter(b'\n', inside).count() as u64;
        }
        if end == lines.start {
            return None;
        }
        let number = *self.number;
        *self.number += 1;
        Some(Clean { text, start: lines.start, ends: lines.ends, end, line, number, offset })
    }
}

#[cfg(test)]
#[path = "clean_tests.rs"]
mod tests;
