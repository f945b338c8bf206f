//! One of the files from which figures or differences are made, read in pieces.

use super::dialect::Report;
use super::of_files::FileRead;
use crate::table::{ReadOptions, RowReader};

/// A file that is being read, if it is given at all.
#[derive(Clone, Debug)]
pub(super) struct Reading<L: Report> {
    reader: RowReader<L>,
    used: u64,
    given: bool,
}

impl<L: Report> Reading<L> {
    pub(super) fn new(options: ReadOptions) -> Self {
        Self { reader: RowReader::new(options), used: 0, given: false }
    }

    /// Takes the next bytes and gives out the rows that are complete.
    pub(super) fn push(&mut self, bytes: &[u8], each: impl FnMut(L::Row<'_>)) {
        self.given = true;
        self.reader.push(bytes);
        self.take(each);
    }

    /// Ends the file: gives out what is left, and says how it went. None if nothing was given.
    pub(super) fn finish(mut self, each: impl FnMut(L::Row<'_>)) -> Option<FileRead> {
        if !self.given {
            return None;
        }
        self.reader.finish();
        self.take(each);
        let records = self.reader.rows();
        Some(FileRead { records, used: self.used, problems: self.reader.into_problems() })
    }

    fn take(&mut self, mut each: impl FnMut(L::Row<'_>)) {
        let Self { reader, used, .. } = self;
        reader.for_each(|row, _| {
            each(row);
            *used = used.saturating_add(1);
        });
    }
}
