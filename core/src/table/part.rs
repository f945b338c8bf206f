//! Parts of one file, read at the same time and put together again (`ANA-6`).
//!
//! Where a record starts can only be known by reading all that comes before it, since a line end may stand in quotes. So
//! a part starts where a record *seems* to start. The part before it reads on to its own end, and only if its next record
//! starts right there do the two fit; if not, it reads on, and what the other read is thrown away. The result is therefore
//! always that of one reader, and nearly always got in parts.

#![allow(clippy::arithmetic_side_effects, reason = "positions lie within the file")]

use alloc::vec;
use alloc::vec::Vec;

use super::record::{Found, RecordReader};
use super::scan::Stretch;

/// Bytes that are read at a time.
const PIECE: usize = 1 << 18;

/// Bytes for which a part of its own is worth while.
const SMALLEST_PART: u64 = 1 << 22;

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

/// A reader that can read a part of a file, and take in what the reader of the part behind it has read.
///
/// A function that reads fills a buffer from a byte of the file on and says how many bytes it got, none at the end.
pub(crate) trait Parted: Sized {
    /// Its part of the file.
    fn part(&mut self) -> &mut Part;

    /// What cuts the file into records.
    fn records(&mut self) -> &mut RecordReader;

    /// From which byte on it wants bytes; none when it has reached the end of its part or cannot use the file.
    fn wanted(&self) -> Option<u64>;

    /// Takes the next bytes.
    fn take(&mut self, bytes: &[u8]);

    /// Takes that the file ends here.
    fn take_end(&mut self);

    /// A reader like this one, with nothing read, that starts with a record in some bytes of the file.
    fn behind(&self, from: u64, bytes: &[u8]) -> Option<Self>;

    /// Takes in what another has read behind a record.
    fn take_in(&mut self, next: Self, seam: Mark);

    /// Reads the part to its end.
    fn read_part<E>(&mut self, mut read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>) -> Result<(), E> {
        let mut piece = vec![0; PIECE];
        while let Some(at) = self.wanted() {
            let length = read(at, &mut piece)?;
            match piece.get(..length).filter(|bytes| !bytes.is_empty()) {
                Some(bytes) => self.take(bytes),
                None => self.take_end(),
            }
        }
        Ok(())
    }

    /// Readers of the parts of a file of so many bytes, at most as many as asked for.
    fn split_file<E>(
        self,
        size: u64,
        parts: usize,
        read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<Vec<Self>, E> {
        let parts = (parts as u64).min(size / SMALLEST_PART);
        let cuts = (1..parts).filter_map(|number| size.checked_div(parts)?.checked_mul(number));
        self.cut(cuts, PIECE, read)
    }

    /// Readers of the parts behind some bytes of the file, as far as records seem to start there.
    fn cut<E>(
        mut self,
        cuts: impl Iterator<Item = u64>,
        size: usize,
        mut read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<Vec<Self>, E> {
        let mut piece = vec![0; size];
        let mut readers: Vec<Self> = Vec::new();
        for cut in cuts {
            if self.part().wants() == Some(0) {
                let length = read(0, &mut piece)?;
                self.take(piece.get(..length).unwrap_or_default());
            }
            let from = cut.max(self.part().wants().unwrap_or_default());
            let length = read(from, &mut piece)?;
            let Some(mut next) = self.behind(from, piece.get(..length).unwrap_or_default()) else {
                continue;
            };
            let start = next.part().start();
            let before = readers.last_mut().unwrap_or(&mut self).part();
            if before.start() < start {
                before.limit(start);
                readers.push(next);
            }
        }
        readers.insert(0, self);
        Ok(readers)
    }

    /// Parts that have been read, put together in their order: the reader of the whole file, which has still to be told that
    /// the file ends. A part that does not start with a record is read again.
    fn join_parts<E>(
        parts: impl IntoIterator<Item = Self>,
        mut read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<Option<Self>, E> {
        let mut parts = parts.into_iter();
        let Some(mut whole) = parts.next() else { return Ok(None) };
        for mut next in parts {
            match whole.part().join(next.part()) {
                Some(seam) => whole.take_in(next, seam),
                None => {
                    let end = whole.part().go_on();
                    if let Some(reader) = end.and_then(|end| whole.records().starting(end)) {
                        *whole.records() = reader;
                    }
                    whole.read_part(&mut read)?;
                }
            }
        }
        whole.read_part(read)?;
        Ok(Some(whole))
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
