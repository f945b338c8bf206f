//! Parts of one report, read by several cores and put together again (`ANA-6`).

use alloc::vec::Vec;

use super::read::{ArrowReader, Rows};
use crate::table::{Layout, Mark, Part, Parted, Record, RecordReader};

impl<L: Layout> Parted for ArrowReader<L> {
    fn part(&mut self) -> &mut Part {
        &mut self.part
    }

    fn records(&mut self) -> &mut RecordReader {
        &mut self.reader
    }

    fn wanted(&self) -> Option<u64> {
        self.wants()
    }

    fn take(&mut self, bytes: &[u8]) {
        self.push(bytes);
    }

    fn take_end(&mut self) {
        self.end_part();
    }

    fn behind(&self, from: u64, bytes: &[u8]) -> Option<Self> {
        let fields = self.columns()?.fields();
        let start = from.saturating_add(self.reader.seam(bytes, fields)? as u64);
        Some(Self {
            reader: self.reader.starting(Mark { offset: start, line: 1, number: 0 })?,
            record: Record::new(),
            rows: Rows::part(&self.rows),
            part: Part::starting(start),
        })
    }

    fn take_in(&mut self, next: Self, seam: Mark) {
        self.rows.take_in(next.rows, seam);
    }
}

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
    pub fn read_from<E>(&mut self, read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>) -> Result<(), E> {
        self.read_part(read)?;
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
        self.split_file(size, parts, read)
    }

    /// Puts parts together that have been read, in their order: the reader of the whole file, at its end. A part that turns
    /// out not to start with a record is read again; `read` is as for [`Self::read_from`]. None when there are no parts.
    ///
    /// # Errors
    ///
    /// Those of the function.
    pub fn join<E>(
        parts: impl IntoIterator<Item = Self>,
        read: impl FnMut(u64, &mut [u8]) -> Result<usize, E>,
    ) -> Result<Option<Self>, E> {
        let mut whole = Self::join_parts(parts, read)?;
        if let Some(whole) = &mut whole {
            whole.finish();
        }
        Ok(whole)
    }
}
