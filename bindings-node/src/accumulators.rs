//! Comparisons and figures that are taken in bit by bit, stored, and merged. Whatever grows with the rows is done on worker
//! threads.

use std::any::Any;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use matricula::report::{
    FiguresAccumulator, FileComparer, FileGrouper, GroupAccumulator, GroupBy, GroupedFigures, Membership,
    ReportDifference, Specialization, StateError, SummaryAccumulator, Usage,
};
use matricula::schema::TypeSchema;
use matricula::table::ReadOptions;
use napi::bindgen_prelude::{AsyncTask, Uint8Array};
use napi_derive::napi;

use crate::answer::{Defect, Failure, json};
use crate::comparisons::{Both, NativeSources};
use crate::figures::{Fourteen, Seven};
use crate::files::read_options;
use crate::shape;
use crate::tables::defect;
use crate::work::Work;

/// What was taken in of two kinds of rows.
pub(crate) trait Taken: Send {
    /// Where more of the same is read.
    fn sources(&self, options: ReadOptions) -> Box<dyn Both>;
    fn copy(&self) -> Box<dyn Any + Send>;
    /// False when the other one is of another kind.
    fn merge(&mut self, other: Box<dyn Any + Send>) -> bool;
    fn to_bytes(&self) -> Vec<u8>;
    fn finish(&self) -> String;
}

impl Taken for GroupAccumulator {
    fn sources(&self, options: ReadOptions) -> Box<dyn Both> {
        Box::new(FileGrouper::new(self.by().clone(), options))
    }

    fn copy(&self) -> Box<dyn Any + Send> {
        Box::new(self.clone())
    }

    fn merge(&mut self, other: Box<dyn Any + Send>) -> bool {
        other.downcast::<Self>().is_ok_and(|other| Self::merge(self, *other))
    }

    fn to_bytes(&self) -> Vec<u8> {
        Self::to_bytes(self)
    }

    fn finish(&self) -> String {
        let (by, groups) = (self.by().fields().to_vec(), Self::finish(self));
        json(&GroupedFigures { by, groups, ..GroupedFigures::default() })
    }
}

/// What is merged with any other of its kind, and read from the sources that are named.
macro_rules! taken {
    ($Taken:ty, $Sources:ty) => {
        impl Taken for $Taken {
            fn sources(&self, options: ReadOptions) -> Box<dyn Both> {
                Box::new(<$Sources>::new(options))
            }

            fn copy(&self) -> Box<dyn Any + Send> {
                Box::new(self.clone())
            }

            fn merge(&mut self, other: Box<dyn Any + Send>) -> bool {
                other.downcast::<Self>().map(|other| Self::merge(self, *other)).is_ok()
            }

            fn to_bytes(&self) -> Vec<u8> {
                Self::to_bytes(self)
            }

            fn finish(&self) -> String {
                json(&Self::finish(self))
            }
        }
    };
}

taken!(ReportDifference<Usage>, FileComparer<Usage>);
taken!(ReportDifference<Membership>, FileComparer<Membership>);
taken!(ReportDifference<Specialization>, FileComparer<Specialization>);
taken!(SummaryAccumulator, Fourteen);
taken!(FiguresAccumulator, Seven);

/// An empty one, of the fourteen figures, the seven figures, or the differences of a report.
fn started(what: &str) -> Box<dyn Taken> {
    match what {
        "summary" => Box::new(SummaryAccumulator::default()),
        "figures" => Box::new(FiguresAccumulator::default()),
        "membership" => Box::new(ReportDifference::<Membership>::default()),
        "specialization" => Box::new(ReportDifference::<Specialization>::default()),
        _ => Box::new(ReportDifference::<Usage>::default()),
    }
}

/// What bytes were written of.
fn restored(what: &str, bytes: &[u8]) -> Result<Box<dyn Taken>, StateError> {
    Ok(match what {
        "groups" => Box::new(GroupAccumulator::from_bytes(bytes)?),
        "summary" => Box::new(SummaryAccumulator::from_bytes(bytes)?),
        "figures" => Box::new(FiguresAccumulator::from_bytes(bytes)?),
        "membership" => Box::new(ReportDifference::<Membership>::from_bytes(bytes)?),
        "specialization" => Box::new(ReportDifference::<Specialization>::from_bytes(bytes)?),
        _ => Box::new(ReportDifference::<Usage>::from_bytes(bytes)?),
    })
}

/// A comparison, or figures, not finished yet.
#[napi]
pub struct NativeTaken {
    taken: Arc<Mutex<Option<Box<dyn Taken>>>>,
}

/// A row is taken in whole or not at all, so that a thread that stopped leaves nothing half done.
fn lock<T>(taken: &Mutex<T>) -> MutexGuard<'_, T> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

#[napi]
impl NativeTaken {
    /// Not started yet.
    #[napi(constructor)]
    #[allow(clippy::new_without_default, reason = "only JavaScript makes one")]
    pub fn new() -> Self {
        Self { taken: Arc::new(Mutex::new(None)) }
    }

    /// Starts the fourteen figures, the seven figures, or comparing two exports of a report.
    #[napi]
    pub fn start(&self, what: String) {
        *lock(&self.taken) = Some(started(&what));
    }

    /// Starts figures by group; gives what is wrong with the arguments, or nothing.
    #[napi]
    pub fn group(&self, by: String) -> Option<String> {
        let grouped = || -> Result<GroupAccumulator, Failure> {
            let fields: Vec<String> = shape::read_argument(&by, "by", TypeSchema::List(&TypeSchema::Text))?;
            Ok(GroupAccumulator::new(GroupBy::new(&fields)?))
        };
        match grouped() {
            Ok(grouped) => {
                *lock(&self.taken) = Some(Box::new(grouped));
                None
            }
            Err(failure) => Some(failure.told()),
        }
    }

    /// Starts with what was stored.
    #[napi]
    pub fn restore(&self, what: String, bytes: Uint8Array) -> AsyncTask<Work> {
        let (taken, bytes) = (Arc::clone(&self.taken), bytes.to_vec());
        Work::new(move || {
            let stored = restored(&what, &bytes).map_err(|error| {
                let path = "bytes".to_owned();
                Failure::InvalidInput(Defect { message: format!("`{path}`: {error}"), path })
            })?;
            *lock(&taken) = Some(stored);
            Ok(Vec::new())
        })
    }

    /// Starts sources in which more of the same is read. Gives what is wrong with the options, or
    /// nothing.
    #[napi]
    pub fn read_with(&self, sources: &NativeSources, options: String) -> Option<String> {
        match (read_options(&options), lock(&self.taken).as_ref()) {
            (Ok(options), Some(taken)) => {
                sources.begin(taken.sources(options));
                None
            }
            (Ok(_), None) => None,
            (Err(failure), _) => Some(failure.told()),
        }
    }

    /// Ends sources that were read, takes in what they told, and says how reading a file went, if there was one.
    #[napi]
    pub fn take_in(&self, sources: &NativeSources) -> AsyncTask<Work> {
        let (taken, sources) = (Arc::clone(&self.taken), sources.taken_from());
        Work::new(move || {
            let Some(both) = lock(&sources).take() else {
                return Ok(vec![json(&()).into_bytes()]);
            };
            let (other, read) = both.into_taken();
            if let Some(taken) = lock(&taken).as_mut() {
                taken.merge(other);
            }
            Ok(vec![json(&read.into_iter().flatten().next()).into_bytes()])
        })
    }

    /// Takes in everything that another one took in.
    #[napi]
    pub fn merge(&self, other: &NativeTaken) -> AsyncTask<Work> {
        let (taken, other) = (Arc::clone(&self.taken), Arc::clone(&other.taken));
        Work::new(move || {
            // Copied first: both locks at once could wait for each other.
            let other = lock(&other).as_ref().map(|other| other.copy());
            if let (Some(taken), Some(other)) = (lock(&taken).as_mut(), other)
                && !taken.merge(other)
            {
                return Err(defect("other", "give one of the same kind, that groups by the same columns"));
            }
            Ok(Vec::new())
        })
    }

    /// What was taken in as bytes.
    #[napi]
    pub fn to_bytes(&self) -> AsyncTask<Work> {
        let taken = Arc::clone(&self.taken);
        Work::new(move || Ok(vec![lock(&taken).as_ref().map(|taken| taken.to_bytes()).unwrap_or_default()]))
    }

    /// What it comes to, as JSON text.
    #[napi]
    pub fn finish(&self) -> AsyncTask<Work> {
        let taken = Arc::clone(&self.taken);
        Work::new(move || {
            let made = lock(&taken).as_ref().map(|taken| taken.finish());
            Ok(vec![made.unwrap_or_default().into_bytes()])
        })
    }
}
