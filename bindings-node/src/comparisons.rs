//! Two exports compared, and figures by group: of files that come in pieces, or of rows.

use std::sync::{Arc, Mutex, PoisonError};

use matricula::report::{
    FileComparer, FileGrouper, GroupBy, Membership, MembershipDifference, ReportKind, Usage, UsageDifference,
};
use matricula::schema::TypeSchema;
use napi::bindgen_prelude::{AsyncTask, Uint8Array};
use napi_derive::napi;

use crate::answer::{Failure, json};
use crate::dialects::kind;
use crate::files::read_options;
use crate::rows::read_rows;
use crate::shape;
use crate::work::{Made, Work};

/// What is made of two sources of rows.
enum Both {
    Usage(FileComparer<UsageDifference>),
    Membership(FileComparer<MembershipDifference>),
    Groups(FileGrouper),
}

impl Both {
    fn comparer(report: &str, options: &str) -> Result<Self, Failure> {
        let options = read_options(options)?;
        match kind(report)? {
            ReportKind::Membership => Ok(Self::Membership(FileComparer::new(options))),
            // JavaScript names one of these two.
            ReportKind::Usage | ReportKind::Specialization => Ok(Self::Usage(FileComparer::new(options))),
        }
    }

    fn grouper(by: &str, options: &str) -> Result<Self, Failure> {
        let options = read_options(options)?;
        let fields: Vec<String> = shape::read(by, "by", TypeSchema::List(&TypeSchema::Text))?;
        Ok(Self::Groups(FileGrouper::new(GroupBy::new(&fields)?, options)))
    }

    fn push(&mut self, is_first: bool, bytes: &[u8]) {
        match (self, is_first) {
            (Self::Usage(files), true) => files.push_before(bytes),
            (Self::Usage(files), false) => files.push_after(bytes),
            (Self::Membership(files), true) => files.push_before(bytes),
            (Self::Membership(files), false) => files.push_after(bytes),
            (Self::Groups(files), true) => files.push_usage(bytes),
            (Self::Groups(files), false) => files.push_membership(bytes),
        }
    }

    fn observe(&mut self, is_first: bool, rows: &str, what: &str) -> Result<(), Failure> {
        match (self, is_first) {
            (Self::Usage(files), true) => {
                read_rows::<Usage>(rows, what)?.iter().for_each(|row| files.observe_before(row));
            }
            (Self::Usage(files), false) => {
                read_rows::<Usage>(rows, what)?.iter().for_each(|row| files.observe_after(row));
            }
            (Self::Membership(files), true) => {
                read_rows::<Membership>(rows, what)?.iter().for_each(|row| files.observe_before(row));
            }
            (Self::Membership(files), false) => {
                read_rows::<Membership>(rows, what)?.iter().for_each(|row| files.observe_after(row));
            }
            (Self::Groups(files), true) => {
                read_rows::<Usage>(rows, what)?.iter().for_each(|row| files.observe_usage(row));
            }
            (Self::Groups(files), false) => {
                read_rows::<Membership>(rows, what)?.iter().for_each(|row| files.observe_membership(row));
            }
        }
        Ok(())
    }

    fn finish(self) -> String {
        match self {
            Self::Usage(files) => json(&files.finish()),
            Self::Membership(files) => json(&files.finish()),
            Self::Groups(files) => json(&files.finish()),
        }
    }
}

/// A comparison, or figures by group, of two sources. Each piece is worked on by a worker thread.
#[napi]
pub struct NativeSources {
    both: Arc<Mutex<Option<Both>>>,
}

#[napi]
impl NativeSources {
    /// Not started yet.
    #[napi(constructor)]
    #[allow(clippy::new_without_default, reason = "only JavaScript makes one")]
    pub fn new() -> Self {
        Self { both: Arc::new(Mutex::new(None)) }
    }

    fn start(&self, both: Result<Both, Failure>) -> Option<String> {
        match both {
            Ok(both) => {
                *self.both.lock().unwrap_or_else(PoisonError::into_inner) = Some(both);
                None
            }
            Err(failure) => Some(failure.told()),
        }
    }

    /// Starts comparing two exports of a report; gives what is wrong with the arguments, or nothing.
    #[napi]
    pub fn compare(&self, report: String, options: String) -> Option<String> {
        self.start(Both::comparer(&report, &options))
    }

    /// Starts figures by group of a usage and a membership report; gives what is wrong with the arguments, or nothing.
    #[napi]
    pub fn group(&self, by: String, options: String) -> Option<String> {
        self.start(Both::grouper(&by, &options))
    }

    fn work(&self, job: impl FnOnce(&mut Both) -> Result<(), Failure> + Send + 'static) -> AsyncTask<Work> {
        let both = Arc::clone(&self.both);
        Work::new(move || -> Made {
            if let Some(both) = both.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
                job(both)?;
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
            Ok(vec![both.map(Both::finish).unwrap_or_default().into_bytes()])
        })
    }
}
