//! Parts of one file, read at the same time and put together again (`ANA-6`).
//!
//! Where a record starts can only be known by reading all that comes before it, since a line end may stand in quotes. So
//! a part starts where a record *seems* to start. The part before it reads on to its own end, and only if its next record
//! starts right there do the two fit; if not, it reads on, and what the other read is thrown away. The result is therefore
//! always that of one reader, and nearly always got in parts.

#![allow(clippy::arithmetic_side_effects, reason = "positions lie within the file")]

use super::record::{Found, RecordReader};
use super::scan::Stretch;

/// Places that are tried at most for the start of a part.
const TRIED: usize = 64;

/// Records from there on that have to look as records should.
const SEEN: usize = 3;

/// Where a record starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// How many bytes of the file come before it.
    pub(crate) offset: u64,
    pub(crate) line: u64,
    pub(crate) number: u64,
}

/// From where to where a reader reads, and how far it came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    start: u64,
    until: u64,
    /// How far bytes were given.
    given: u64,
    /// The first record behind it, or the end of the file.
    end: Option<Mark>,
}

impl Part {
    /// The whole file.
    pub(crate) const WHOLE: Self = Self { start: 0, until: u64::MAX, given: 0, end: None };

    /// The part that starts at a record and is not limited.
    pub(crate) const fn starting(offset: u64) -> Self {
        Self { start: offset, until: u64::MAX, given: offset, end: None }
    }

    pub(crate) const fn start(&self) -> u64 {
        self.start
    }

    /// Ends it at the record that starts at a place.
    pub(crate) const fn limit(&mut self, until: u64) {
        self.until = until;
    }

    /// Whether the record is behind the part, which then is done.
    #[inline]
    pub(crate) fn is_behind(&mut self, found: &Found<'_>) -> bool {
        if found.mark().offset < self.until {
            return false;
        }
        self.end = Some(found.mark());
        true
    }

    /// From where on bytes are wanted; none when the part is done.
    pub(crate) const fn wants(&self) -> Option<u64> {
        if self.end.is_some() { None } else { Some(self.given) }
    }

    pub(crate) const fn give(&mut self, bytes: usize) {
        self.given += bytes as u64;
    }

    /// Says that the file ends here.
    pub(crate) fn finish(&mut self, reader: &RecordReader) {
        self.end.get_or_insert(reader.mark());
    }

    /// Takes in the part behind this one. Gives the record with which that starts, or none when the two do not fit;
    /// then this one has to be read on to where the other would have ended.
    pub(crate) fn join(&mut self, next: &Self) -> Option<Mark> {
        self.until = next.until;
        let seam = self.end.filter(|end| end.offset == next.start)?;
        self.given = next.given;
        self.end = next.end.map(|end| Mark {
            offset: end.offset,
            line: end.line + seam.line - 1,
            number: end.number + seam.number,
        });
        Some(seam)
    }

    /// Starts again at its end. Gives the record there; none when it is not done.
    pub(crate) fn go_on(&mut self) -> Option<Mark> {
        let end = self.end.take()?;
        self.given = end.offset;
        Some(end)
    }
}

/// Where in `bytes` a record of so many fields seems to start, apart from their own start.
pub(crate) fn seam(bytes: &[u8], delimiter: u8, fields: usize) -> Option<usize> {
    let mut stretch = Stretch::default();
    memchr::memchr_iter(b'\n', bytes).take(TRIED).map(|at| at + 1).find(|at| {
        let text = bytes.get(*at..).unwrap_or_default();
        if matches!(text.first(), None | Some(b'\r' | b'\n')) {
            return false;
        }
        stretch.scan(text, delimiter);
        let mut seen = 0;
        while let Some(lines) = stretch.take().filter(|_| seen < SEEN) {
            if lines.ends.len() != fields {
                return false;
            }
            seen += 1;
        }
        seen == SEEN
    })
}
