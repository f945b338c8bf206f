//! Two exports compared, and figures: of files that come in pieces, or of rows.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

use matricula::report::{
    ComparableReport, FileComparer, FileGrouper, FileRead, GroupBy, Membership, ReportDifference, ReportKind,
    Specialization, Usage,
};
use matricula::schema::TypeSchema;
use napi::bindgen_prelude::{AsyncTask, Uint8Array};
use napi_derive::napi;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::{Failure, json};
use crate::dialects::kind;
use crate::figures::{Fourteen, Seven};
use crate::files::read_options;
use crate::parts::{NativeCourse, each_piece};
use crate::rows::read_rows;
use crate::shape;
use crate::work::{Made, Work};

/// What is made of two sources of rows.
pub(crate) trait Both: Send {
    fn push(&mut self, is_first: bool, bytes: &[u8]);

    /// Reads all of a plain file.
    fn read_path(&mut self, is_first: bool, path: &str, course: &NativeCourse) -> Result<(), Failure> {
        each_piece(path, course, |bytes| self.push(is_first, bytes))
    }

    fn observe(&mut self, is_first: bool, rows: &str, what: &str) -> Result<(), Failure>;
    fn finish(self: Box<Self>) -> String;
    /// What was taken in, to be merged, and how reading the two files went.
    fn into_taken(self: Box<Self>) -> (Box<dyn Any + Send>, [Option<FileRead>; 2]);
}

impl<L: ComparableReport + 'static> Both for FileComparer<L>
where
    Self: Send,
    ReportDifference<L>: Send,
    L::Row<'static>: DeserializeOwned,
    L::Comparison: Serialize,
{
    fn push(&mut self, is_first: bool, bytes: &[u8]) {
        if is_first { self.push_before(bytes) } else { self.push_after(bytes) }
    }

    fn observe(&mut self, is_first: bool, rows: &str, what: &str) -> Result<(), Failure> {
        for row in &read_rows::<L>(rows, what)? {
            if is_first { self.observe_before(row) } else { self.observe_after(row) }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> String {
        json(&(*self).finish())
    }

    fn into_taken(self: Box<Self>) -> (Box<dyn Any + Send>, [Option<FileRead>; 2]) {
        let (difference, read) = self.into_difference();
        (Box::new(difference), read)
    }
}

impl Both for FileGrouper {
    fn push(&mut self, is_first: bool, bytes: &[u8]) {
        if is_first { self.push_usage(bytes) } else { self.push_membership(bytes) }
    }

    fn observe(&mut self, is_first: bool, rows: &str, what: &str) -> Result<(), Failure> {
        if is_first {
            read_rows::<Usage>(rows, what)?.iter().for_each(|row| self.observe_usage(row));
        } else {
            read_rows::<Membership>(rows, what)?.iter().for_each(|row| self.observe_membership(row));
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> String {
        json(&(*self).finish())
    }

    fn into_taken(self: Box<Self>) -> (Box<dyn Any + Send>, [Option<FileRead>; 2]) {
        let (figures, read) = self.into_accumulator();
        (Box::new(figures), read)
    }
}

fn comparer(report: &str, options: &str) -> Result<Box<dyn Both>, Failure> {
    let options = read_options(options)?;
    Ok(match kind(report)? {
        ReportKind::Membership => Box::new(FileComparer::<Membership>::new(options)),
        ReportKind::Usage => Box::new(FileComparer::<Usage>::new(options)),
        ReportKind::Specialization => Box::new(FileComparer::<Specialization>::new(options)),
    })
}

fn grouper(by: &str, options: &str) -> Result<Box<dyn Both>, Failure> {
    let options = read_options(options)?;
    let fields: Vec<String> = shape::read_argument(by, "by", TypeSchema::List(&TypeSchema::Text))?;
    Ok(Box::new(FileGrouper::new(GroupBy::new(&fields)?, options)))
}

/// A comparison, or figures, of two sources. Each piece is worked on by a worker thread.
#[napi]
pub struct NativeSources {
    both: Arc<Mutex<Option<Box<dyn Both>>>>,
}

#[napi]
impl NativeSources {
    /// Not started yet.
    #[napi(constructor)]
    #[allow(clippy::new_without_default, reason = "only JavaScript makes one")]
    pub fn new() -> Self {
        Self { both: Arc::new(Mutex::new(None)) }
    }

    fn start(&self, both: Result<Box<dyn Both>, Failure>) -> Option<String> {
        match both {
            Ok(both) => {
                self.begin(both);
                None
            }
            Err(failure) => Some(failure.told()),
        }
    }

    /// Starts comparing two exports of a report; gives what is wrong with the arguments, or nothing.
    #[napi]
    pub fn compare(&self, report: String, options: String) -> Option<String> {
        self.start(comparer(&report, &options))
    }

    /// Starts figures by group of a usage and a membership report; gives what is wrong with the arguments, or nothing.
    #[napi]
    pub fn group(&self, by: String, options: String) -> Option<String> {
        self.start(grouper(&by, &options))
    }

    /// Starts the fourteen figures of a usage and a membership report; gives what is wrong with the options, or nothing.
    #[napi]
    pub fn summarize(&self, options: String) -> Option<String> {
        self.start(read_options(&options).map(|options| Box::new(Fourteen::new(options)) as _))
    }

    /// Starts the seven figures of a usage report; gives what is wrong with the options, or nothing.
    #[napi]
    pub fn figures(&self, options: String) -> Option<String> {
        self.start(read_options(&options).map(|options| Box::new(Seven::new(options)) as _))
    }

    /// Starts with what takes in rows.
    pub(crate) fn begin(&self, both: Box<dyn Both>) {
        *self.both.lock().unwrap_or_else(PoisonError::into_inner) = Some(both);
    }

    /// What takes in rows.
    pub(crate) fn taken_from(&self) -> Arc<Mutex<Option<Box<dyn Both>>>> {
        Arc::clone(&self.both)
    }

    fn work(
        &self,
        job: impl FnOnce(&mut dyn Both) -> Result<(), Failure> + Send + 'static,
    ) -> AsyncTask<Work> {
        let both = Arc::clone(&self.both);
        Work::new(move || -> Made {
            if let Some(both) = both.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
                job(both.as_mut())?;
            }
            Ok(Vec::new())
        })
    }

    /// Reads the next piece of the first file, or of the second.
    #[napi]
    pub fn push(&self, is_first: bool, bytes: Uint8Array) -> AsyncTask<Work> {
        let bytes = bytes.to_vec();
        self.work(move |both| {
            both.push(is_first, &bytes);
            Ok(())
        })
    }

    /// Reads all of the first file, or of the second.
    #[napi]
    pub fn read_path(&self, is_first: bool, path: String, course: &NativeCourse) -> AsyncTask<Work> {
        let course = course.clone();
        self.work(move |both| both.read_path(is_first, &path, &course))
    }

    /// Takes rows in place of the first file, or of the second.
    #[napi]
    pub fn observe(&self, is_first: bool, rows: String, what: String) -> AsyncTask<Work> {
        self.work(move |both| both.observe(is_first, &rows, &what))
    }

    /// Ends both, and gives what was asked for.
    #[napi]
    pub fn finish(&self) -> AsyncTask<Work> {
        let both = Arc::clone(&self.both);
        Work::new(move || {
            let both = both.lock().unwrap_or_else(PoisonError::into_inner).take();
            Ok(vec![both.map(|both| both.finish()).unwrap_or_default().into_bytes()])
        })
    }
}
