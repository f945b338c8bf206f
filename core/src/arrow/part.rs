//! Parts of one report, read by several cores and put together again (`ANA-6`).

use alloc::vec;
use alloc::vec::Vec;

use super::read::{ArrowReader, Rows};
use crate::table::{Layout, Mark, Part, Record};

/// Bytes that are read at a time.
const PIECE: usize = 1 << 18;

/// Bytes for which a part of its own is worth while.
const SMALLEST_PART: u64 = 1 << 22;

impl<L: Layout> ArrowReader<L> {
    /// From which byte of the file on it wants to be given bytes; none when it has reached the end of its part.
    pub const fn wants(&self) -> Option<u64> {
        if self.rows.is_unusable() { None } else { self.part.wants() }
    }

    /// Reads its part of a file by a function that fills a buffer from a byte of the file on and says how many bytes it
    /// got, none at the end.
    ///
    /// # Errors
    ///
    /// Those of the function.
    pub fn read_from<E>(
        &mut self,
        mut read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<(), E> {
        let mut piece = vec![0; PIECE];
        while let Some(at) = self.wants() {
            let length = read(at, &mut piece)?;
            match piece.get(..length).filter(|bytes| !bytes.is_empty()) {
                Some(bytes) => self.push(bytes),
                None => self.end_part(),
            }
        }
        self.rows.end_batch();
        Ok(())
    }

    /// Makes readers of parts of a file of so many bytes, at most as many as asked for, that can read at the same time;
    /// [`Self::join`] puts them together again. `read` is as for [`Self::read_from`].
    ///
    /// A small file, one that is not UTF-8, and one whose records are not recognised stay in one part.
    ///
    /// ```
    /// use matricula::arrow::{ArrowOptions, ArrowReader};
    /// use matricula::report::Usage;
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
    /// let reader = ArrowReader::<Usage>::new(ArrowOptions::default());
    /// let mut parts = reader.split(file.len() as u64, 2, read)?;
    /// assert_eq!(parts.len(), 2);
    /// std::thread::scope(|scope| {
    ///     for part in &mut parts {
    ///         scope.spawn(|| part.read_from(read));
    ///     }
    /// });
    /// let mut whole = ArrowReader::join(parts, read)?.unwrap();
    /// let batches = std::iter::from_fn(|| whole.next_batch());
    /// assert_eq!(batches.map(|batch| batch.num_rows()).sum::<usize>(), 300_000);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the function.
    pub fn split<E>(
        self,
        size: u64,
        parts: usize,
        read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<Vec<Self>, E> {
        let parts = (parts as u64).min(size / SMALLEST_PART);
        let cuts = (1..parts).filter_map(|number| size.checked_div(parts)?.checked_mul(number));
        self.cut(cuts, PIECE, read)
    }

    /// Makes readers of the parts behind some bytes of the file, as far as records seem to start there.
    pub(super) fn cut<E>(
        mut self,
        cuts: impl Iterator<Item = u64>,
        size: usize,
        mut read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<Vec<Self>, E> {
        let mut piece = vec![0; size];
        let mut readers: Vec<Self> = Vec::new();
        for cut in cuts {
            if self.part.wants() == Some(0) {
                let length = read(0, &mut piece)?;
                self.push(piece.get(..length).unwrap_or_default());
            }
            let from = cut.max(self.part.wants().unwrap_or_default());
            let length = read(from, &mut piece)?;
            let Some(next) = self.part(from, piece.get(..length).unwrap_or_default()) else {
                continue;
            };
            let before = readers.last_mut().unwrap_or(&mut self);
            if before.part.start() < next.part.start() {
                before.part.limit(next.part.start());
                readers.push(next);
            }
        }
        readers.insert(0, self);
        Ok(readers)
    }

    /// A reader that starts with a record in some bytes of the file.
    fn part(&self, from: u64, bytes: &[u8]) -> Option<Self> {
        let fields = self.columns()?.fields();
        let start = from.saturating_add(self.reader.seam(bytes, fields)? as u64);
        Some(Self {
            reader: self.reader.starting(Mark { offset: start, line: 1, number: 0 })?,
            record: Record::new(),
            rows: Rows::part(&self.rows),
            part: Part::starting(start),
        })
    }

    /// Puts parts together that have been read, in their order: the reader of the whole file, at its end. A part that turns
    /// out not to start with a record is read again; `read` is as for [`Self::read_from`]. None when there are no parts.
    ///
    /// # Errors
    ///
    /// Those of the function.
    pub fn join<E>(
        parts: impl IntoIterator<Item = Self>,
        mut read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<Option<Self>, E> {
        let mut parts = parts.into_iter();
        let Some(mut whole) = parts.next() else { return Ok(None) };
        for next in parts {
            match whole.part.join(&next.part) {
                Some(seam) => whole.rows.take_in(next.rows, seam),
                None => {
                    let again = whole.part.go_on().and_then(|end| whole.reader.starting(end));
                    if let Some(reader) = again {
                        whole.reader = reader;
                    }
                    whole.read_from(&mut read)?;
                }
            }
        }
        whole.read_from(read)?;
        whole.finish();
        Ok(Some(whole))
    }
}
