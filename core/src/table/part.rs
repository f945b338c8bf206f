//! Parts of one file, read at the same time and put together again (`ANA-6`).
//!
//! Where a record starts can only be known by reading all that comes before it, since a line end may stand in quotes. So
//! a part starts where a record *seems* to start. The part before it reads on to its own end, and only if its next record
//! starts right there do the two fit; if not, it reads on, and what the other read is thrown away. The result is therefore
//! always that of one reader, and nearly always got in parts.

#![allow(clippy::arithmetic_side_effects, reason = "positions lie within the file")]

use alloc::vec;
use alloc::vec::Vec;

use super::record::{Found, ReaderOptions, Record, RecordReader};
use super::row::Sheet;
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
struct Part {
    start: u64,
    until: u64,
    /// How far bytes were given.
    given: u64,
    /// The first record behind it, or the end of the file.
    end: Option<Mark>,
}

impl Part {
    /// The whole file.
    const WHOLE: Self = Self { start: 0, until: u64::MAX, given: 0, end: None };

    /// The part that starts at a record and is not limited.
    const fn starting(offset: u64) -> Self {
        Self { start: offset, until: u64::MAX, given: offset, end: None }
    }

    /// Whether the record is behind the part, which then is done.
    #[inline]
    fn is_behind(&mut self, found: &Found<'_>) -> bool {
        if found.mark().offset < self.until {
            return false;
        }
        self.end = Some(found.mark());
        true
    }

    /// From where on bytes are wanted; none when the part is done.
    const fn wants(&self) -> Option<u64> {
        if self.end.is_some() { None } else { Some(self.given) }
    }

    const fn give(&mut self, bytes: usize) {
        self.given += bytes as u64;
    }

    /// Says that the file ends here.
    fn finish(&mut self, reader: &RecordReader) {
        self.end.get_or_insert(reader.mark());
    }

    /// Takes in the part behind this one. Gives the record with which that starts, or none when the two do not fit;
    /// then this one has to be read on to where the other would have ended.
    fn join(&mut self, next: &Self) -> Option<Mark> {
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
    fn go_on(&mut self) -> Option<Mark> {
        let end = self.end.take()?;
        self.given = end.offset;
        Some(end)
    }
}

/// What becomes of the records of a file.
pub(crate) trait Records: Sized {
    /// Takes in a record. False when there is nothing to read on for.
    fn take(&mut self, found: &Found<'_>) -> bool;

    /// What is known of the table.
    fn sheet(&self) -> &Sheet;

    /// What becomes of the records of another part of the same file, with nothing taken in.
    fn of_part(&self) -> Self;

    /// Takes in what was seen in the part of the file that starts with a record.
    fn take_in(&mut self, part: Self, seam: Mark);

    /// Takes that its part of the file has been read.
    fn end_part(&mut self) {}
}

/// A file that is read in pieces, or a part of one.
///
/// A function that reads fills a buffer from a byte of the file on and says how many bytes it got, none at the end.
#[derive(Clone, Debug)]
pub(crate) struct Reading<R> {
    reader: RecordReader,
    record: Record,
    part: Part,
    pub(crate) rows: R,
}

impl<R: Records> Reading<R> {
    /// At the start of a file.
    pub(crate) fn new(options: ReaderOptions, rows: R) -> Self {
        Self {
            reader: RecordReader::new(options),
            record: Record::new(),
            part: Part::WHOLE,
            rows,
        }
    }

    /// Takes the next bytes. None are taken behind the end of its part, nor once the header line has proved unusable.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let Self { reader, record, part, rows } = self;
        if part.wants().is_none() {
            return;
        }
        part.give(bytes.len());
        if !rows.sheet().is_unusable() {
            reader.drain(bytes, record, |found| !part.is_behind(&found) && rows.take(&found));
        }
    }

    /// Takes that the file ends here.
    pub(crate) fn end(&mut self) {
        let Self { reader, record, part, rows } = self;
        reader.finish();
        while part.wants().is_some() && !rows.sheet().is_unusable() && reader.next_record(record) {
            let found = Found::Other(record);
            if !part.is_behind(&found) {
                rows.take(&found);
            }
        }
        part.finish(reader);
    }

    /// From which byte on it wants bytes; none when it has reached the end of its part or cannot use the file.
    pub(crate) fn wants(&self) -> Option<u64> {
        if self.rows.sheet().is_unusable() { None } else { self.part.wants() }
    }

    /// Reads its part to the end.
    pub(crate) fn read_from<E>(
        &mut self,
        mut read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<(), E> {
        let mut piece = vec![0; PIECE];
        while let Some(at) = self.wants() {
            let length = read(at, &mut piece)?;
            match piece.get(..length).filter(|bytes| !bytes.is_empty()) {
                Some(bytes) => self.push(bytes),
                None => self.end(),
            }
        }
        self.rows.end_part();
        Ok(())
    }

    /// The parts of a file of so many bytes, at most as many as asked for.
    pub(crate) fn split<E>(
        self,
        size: u64,
        parts: usize,
        read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<Vec<Self>, E> {
        let parts = (parts as u64).min(size / SMALLEST_PART);
        let cuts = (1..parts).filter_map(|number| size.checked_div(parts)?.checked_mul(number));
        self.cut(cuts, PIECE, read)
    }

    /// The parts behind some bytes of the file, as far as records seem to start there.
    pub(crate) fn cut<E>(
        mut self,
        cuts: impl Iterator<Item = u64>,
        size: usize,
        mut read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<Vec<Self>, E> {
        let mut piece = vec![0; size];
        let mut parts: Vec<Self> = Vec::new();
        for cut in cuts {
            if self.part.wants() == Some(0) {
                let length = read(0, &mut piece)?;
                self.push(piece.get(..length).unwrap_or_default());
            }
            let from = cut.max(self.part.wants().unwrap_or_default());
            let length = read(from, &mut piece)?;
            let Some(next) = self.behind(from, piece.get(..length).unwrap_or_default()) else {
                continue;
            };
            let start = next.part.start;
            let before = parts.last_mut().unwrap_or(&mut self);
            if before.part.start < start {
                before.part.until = start;
                parts.push(next);
            }
        }
        parts.insert(0, self);
        Ok(parts)
    }

    /// One like this, with nothing read, that starts with a record in some bytes of the file.
    fn behind(&self, from: u64, bytes: &[u8]) -> Option<Self> {
        let fields = self.rows.sheet().map()?.fields();
        let start = from.saturating_add(self.reader.seam(bytes, fields)? as u64);
        Some(Self {
            reader: self.reader.starting(Mark { offset: start, line: 1, number: 0 })?,
            record: Record::new(),
            part: Part::starting(start),
            rows: self.rows.of_part(),
        })
    }

    /// Parts that have been read, put together in their order: the whole file, at its end. A part that does not start with
    /// a record is read again.
    pub(crate) fn join<E>(
        parts: impl IntoIterator<Item = Self>,
        mut read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<Option<Self>, E> {
        let mut parts = parts.into_iter();
        let Some(mut whole) = parts.next() else { return Ok(None) };
        for next in parts {
            match whole.part.join(&next.part) {
                Some(seam) => whole.rows.take_in(next.rows, seam),
                None => {
                    let end = whole.part.go_on();
                    if let Some(reader) = end.and_then(|end| whole.reader.starting(end)) {
                        whole.reader = reader;
                    }
                    whole.read_from(&mut read)?;
                }
            }
        }
        whole.read_from(read)?;
        Ok(Some(whole))
    }
}

/// What reads a file that can be read from anywhere, perhaps by several cores (`ANA-6`): [`Self::split`] makes readers of
/// parts of it, each [reads its own](Self::read_from), and [`Self::join`] puts them together again. Rows, figures, problems
/// and counts are always those of one reader.
///
/// A function that reads fills a buffer from a byte of the file on and says how many bytes it got, none at the end. Errors
/// are those of the function.
///
/// ```
/// use matricula::report::FiguresReader;
/// use matricula::table::InParts;
///
/// let mut file = b"Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,\
///     Completed,Removed From Program,Completion Time,Course Grade\n".to_vec();
/// file.extend(b"jo@example.com,c1,p,,,0.1,No,No,,\n".repeat(300_000));
/// let read = |at: u64, piece: &mut [u8]| {
///     let rest = file.get(at as usize..).unwrap_or_default();
///     let length = rest.len().min(piece.len());
///     piece[..length].copy_from_slice(&rest[..length]);
///     Ok::<_, std::io::Error>(length)
/// };
/// let mut parts = FiguresReader::new(Default::default()).split(file.len() as u64, 2, read)?;
/// assert_eq!(parts.len(), 2);
/// std::thread::scope(|scope| {
///     for part in &mut parts {
///         scope.spawn(|| part.read_from(read));
///     }
/// });
/// let whole = FiguresReader::join(parts, read)?.unwrap();
/// assert_eq!(whole.finish().figures.total_enrollments, 300_000);
/// # Ok::<(), std::io::Error>(())
/// ```
pub trait InParts: Sized {
    /// Makes readers of parts of a file of so many bytes, at most as many as asked for, that can read at the same time.
    ///
    /// A small file, one that is not UTF-8, and one whose records are not recognised stay in one part.
    ///
    /// # Errors
    ///
    /// Those of the function.
    fn split<E>(
        self,
        size: u64,
        parts: usize,
        read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<Vec<Self>, E>;

    /// Reads its part to the end.
    ///
    /// # Errors
    ///
    /// Those of the function.
    fn read_from<E>(&mut self, read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>) -> Result<(), E>;

    /// Puts parts together that have been read, in their order: the reader of the whole file, at its end. A part that turns
    /// out not to start with a record is read again. None when there are no parts.
    ///
    /// # Errors
    ///
    /// Those of the function.
    fn join<E>(
        parts: impl IntoIterator<Item = Self>,
        read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<Option<Self>, E>;
}

/// A reader whose field `file` is a [`Reading`] can be read in parts.
macro_rules! in_parts {
    ($Reader:ident $(<$L:ident: $Of:ident>)?) => {
        impl $(<$L: $Of>)? $crate::table::InParts for $Reader $(<$L>)? {
            fn split<E>(
                self,
                size: u64,
                parts: usize,
                read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
            ) -> Result<alloc::vec::Vec<Self>, E> {
                let parts = self.file.split(size, parts, read)?;
                Ok(parts.into_iter().map(|file| Self { file }).collect())
            }

            fn read_from<E>(
                &mut self,
                read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
            ) -> Result<(), E> {
                self.file.read_from(read)
            }

            fn join<E>(
                parts: impl IntoIterator<Item = Self>,
                read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
            ) -> Result<Option<Self>, E> {
                let whole = $crate::table::Reading::join(parts.into_iter().map(|part| part.file), read)?;
                Ok(whole.map(|file| Self { file }))
            }
        }
    };
}

pub(crate) use in_parts;

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
