//! The fourteen and the seven figures, of files and of rows. Large files are read by all cores.

use std::any::Any;

use matricula::report::{
    FiguresAccumulator, FiguresReader, FileFigures, FileRead, FileSummarizer, FileSummary, Membership,
    SummaryAccumulator, SummaryReader, Usage,
};
use matricula::table::ReadOptions;

use crate::answer::{Failure, json};
use crate::comparisons::Both;
use crate::parts::{NativeCourse, read_path};
use crate::rows::read_rows;

/// What the fourteen figures are made of: a usage and a membership report, or rows of them.
pub(crate) struct Fourteen {
    files: FileSummarizer,
    rows: SummaryAccumulator,
}

impl Fourteen {
    pub(crate) fn new(options: ReadOptions) -> Self {
        Self { files: FileSummarizer::new(options), rows: SummaryAccumulator::default() }
    }

    fn taken(self) -> (SummaryAccumulator, [Option<FileRead>; 2]) {
        let (mut taken, read) = self.files.into_accumulator();
        taken.merge(self.rows);
        (taken, read)
    }
}

impl Both for Fourteen {
    fn push(&mut self, is_first: bool, bytes: &[u8]) {
        if is_first {
            self.files.push_usage(bytes)
        } else {
            self.files.push_membership(bytes)
        }
    }

    fn read_path(&mut self, is_first: bool, path: &str, course: &NativeCourse) -> Result<(), Failure> {
        let options = self.files.options();
        if is_first {
            self.files.take_usage(read_path(path, SummaryReader::new(options), course)?);
        } else {
            self.files.take_membership(read_path(path, SummaryReader::new(options), course)?);
        }
        Ok(())
    }

    fn observe(&mut self, is_first: bool, rows: &str, what: &str) -> Result<(), Failure> {
        if is_first {
            read_rows::<Usage>(rows, what)?.iter().for_each(|row| self.rows.observe_usage(row));
        } else {
            read_rows::<Membership>(rows, what)?
                .iter()
                .for_each(|row| self.rows.observe_membership(row));
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> String {
        let (taken, [usage, membership]) = self.taken();
        json(&FileSummary { summary: taken.finish(), usage, membership })
    }

    fn into_taken(self: Box<Self>) -> (Box<dyn Any + Send>, [Option<FileRead>; 2]) {
        let (taken, read) = self.taken();
        (Box::new(taken), read)
    }
}

/// What the seven figures are made of: a usage report, or rows of it.
pub(crate) struct Seven {
    file: FiguresReader,
    rows: FiguresAccumulator,
    options: ReadOptions,
}

impl Seven {
    pub(crate) fn new(options: ReadOptions) -> Self {
        Self { file: FiguresReader::new(options), rows: FiguresAccumulator::default(), options }
    }

    fn taken(self) -> (FiguresAccumulator, FileRead) {
        let (mut taken, read) = self.file.into_accumulator();
        taken.merge(self.rows);
        (taken, read)
    }
}

impl Both for Seven {
    fn push(&mut self, _: bool, bytes: &[u8]) {
        self.file.push(bytes);
    }

    fn read_path(&mut self, _: bool, path: &str, course: &NativeCourse) -> Result<(), Failure> {
        self.file = read_path(path, FiguresReader::new(self.options), course)?;
        Ok(())
    }

    fn observe(&mut self, _: bool, rows: &str, what: &str) -> Result<(), Failure> {
        read_rows::<Usage>(rows, what)?.iter().for_each(|row| self.rows.observe_usage(row));
        Ok(())
    }

    fn finish(self: Box<Self>) -> String {
        let (taken, usage) = self.taken();
        json(&FileFigures { figures: taken.finish(), usage })
    }

    fn into_taken(self: Box<Self>) -> (Box<dyn Any + Send>, [Option<FileRead>; 2]) {
        let (taken, read) = self.taken();
        (Box::new(taken), [Some(read), None])
    }
}
