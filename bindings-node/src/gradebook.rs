//! Gradebooks: facts of assessment attempts in, files out. Whatever grows with the facts is done on worker threads.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use matricula::Timestamp;
use matricula::arrow::{gradebook_table, observe_attempts};
use matricula::report::{
    AssessmentAttempt, AttemptError, AttemptReader, GradebookAccumulator, GradebookError, GradebookFile,
    GradebookLayout, GradebookRequest,
};
use matricula::schema::{Described, FieldSchema};
use napi::bindgen_prelude::{AsyncTask, Uint8Array};
use napi_derive::napi;
use serde::Deserialize;

use crate::answer::{Defect, Failure, json};
use crate::files::read_options;
use crate::ipc::{each_batch, stream, unreadable};
use crate::shape;
use crate::tables::defect;
use crate::work::Work;

fn lacking(error: AttemptError, place: &str) -> Failure {
    let path = format!("{place}{}", error.field());
    Failure::InvalidInput(Defect { message: format!("`{path}`: {error}"), path })
}

fn unusable(error: &GradebookError) -> Failure {
    let path = format!("request.{}", error.field());
    Failure::InvalidInput(Defect { message: format!("`{path}`: {error}"), path })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finish {
    request: GradebookRequest,
    made_at: Timestamp,
}

const FINISH: &[FieldSchema] = &[
    FieldSchema { name: "request", field_type: GradebookRequest::TYPE, doc: "" },
    FieldSchema { name: "made_at", field_type: Timestamp::TYPE, doc: "" },
];

/// Facts, and what is read of a file until it ends.
#[derive(Default)]
struct Facts {
    taken: GradebookAccumulator,
    reading: Option<(AttemptReader, GradebookAccumulator)>,
}

/// Takes in facts of assessment attempts.
#[napi]
#[derive(Default)]
pub struct NativeGradebook {
    facts: Arc<Mutex<Facts>>,
}

/// The facts. One is taken in whole or not at all, so that a thread that stopped leaves nothing half done.
fn lock(facts: &Mutex<Facts>) -> MutexGuard<'_, Facts> {
    facts.lock().unwrap_or_else(PoisonError::into_inner)
}

#[napi]
impl NativeGradebook {
    /// Without facts.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a fact; gives what is wrong with it, or nothing.
    #[napi]
    pub fn observe(&self, attempt: String) -> Option<String> {
        let fact: Result<AssessmentAttempt, _> =
            shape::read_argument(&attempt, "attempt", AssessmentAttempt::TYPE);
        match fact {
            Ok(fact) => {
                let taken = lock(&self.facts).taken.observe(&fact);
                taken.err().map(|error| lacking(error, "attempt.").told())
            }
            Err(defect) => Some(Failure::from(defect).told()),
        }
    }

    /// Takes in a list of facts, all or none. The paths of what is wrong begin with the place in the list.
    #[napi]
    pub fn observe_many(&self, attempts: String) -> AsyncTask<Work> {
        let facts = Arc::clone(&self.facts);
        Work::new(move || {
            let attempts: Vec<AssessmentAttempt> =
                shape::read(&attempts, "attempts", <Vec<AssessmentAttempt>>::TYPE)?;
            for (place, attempt) in attempts.iter().enumerate() {
                attempt.check().map_err(|error| lacking(error, &format!("[{place}].")))?;
            }
            let mut facts = lock(&facts);
            for (place, attempt) in attempts.iter().enumerate() {
                facts.taken.observe(attempt).map_err(|error| lacking(error, &format!("[{place}].")))?;
            }
            Ok(Vec::new())
        })
    }

    /// Takes in the facts of Arrow IPC data, all or none, and gives their number as JSON text.
    #[napi]
    pub fn observe_ipc(&self, bytes: Uint8Array) -> AsyncTask<Work> {
        let (facts, bytes) = (Arc::clone(&self.facts), bytes.to_vec());
        Work::new(move || {
            let mut read = GradebookAccumulator::default();
            let mut count = 0;
            each_batch(&bytes, "attempts", |batch| {
                count += observe_attempts(&mut read, batch, count)
                    .map_err(|error| defect("attempts", &error.to_string()))?;
                Ok(())
            })?;
            lock(&facts).taken.merge(&read);
            Ok(vec![json(&count).into_bytes()])
        })
    }

    /// Starts to read a file; gives what is wrong with the options, or nothing.
    #[napi]
    pub fn start(&self, given: String) -> Option<String> {
        match read_options(&given) {
            Ok(options) => {
                let reading = (AttemptReader::new(options), GradebookAccumulator::default());
                lock(&self.facts).reading = Some(reading);
                None
            }
            Err(failure) => Some(failure.told()),
        }
    }

    /// Reads the next piece of the file.
    #[napi]
    pub fn push(&self, bytes: Uint8Array) -> AsyncTask<Work> {
        let (facts, bytes) = (Arc::clone(&self.facts), bytes.to_vec());
        Work::new(move || {
            if let Some((reader, facts)) = &mut lock(&facts).reading {
                reader.push(&bytes, facts);
            }
            Ok(Vec::new())
        })
    }

    /// Ends the file, takes in what it tells, and says how reading it went.
    #[napi]
    pub fn end(&self) -> AsyncTask<Work> {
        let facts = Arc::clone(&self.facts);
        Work::new(move || {
            let mut facts = lock(&facts);
            let read = facts.reading.take().map(|(reader, mut read)| {
                let told = reader.finish(&mut read);
                facts.taken.merge(&read);
                told
            });
            Ok(vec![json(&read.unwrap_or_default()).into_bytes()])
        })
    }

    /// Takes in everything that another one took in.
    #[napi]
    pub fn merge(&self, other: &NativeGradebook) -> AsyncTask<Work> {
        let (facts, other) = (Arc::clone(&self.facts), Arc::clone(&other.facts));
        Work::new(move || {
            // Copied first: both locks at once could wait for each other.
            let other = lock(&other).taken.clone();
            lock(&facts).taken.merge(&other);
            Ok(Vec::new())
        })
    }

    /// The facts as bytes.
    #[napi]
    pub fn to_bytes(&self) -> AsyncTask<Work> {
        let facts = Arc::clone(&self.facts);
        Work::new(move || Ok(vec![lock(&facts).taken.to_bytes()]))
    }

    /// Takes the facts of bytes in place of its own.
    #[napi]
    pub fn restore(&self, bytes: Uint8Array) -> AsyncTask<Work> {
        let (facts, bytes) = (Arc::clone(&self.facts), bytes.to_vec());
        Work::new(move || {
            let restored = GradebookAccumulator::from_bytes(&bytes).map_err(|error| {
                let path = "bytes".to_owned();
                Failure::InvalidInput(Defect { message: format!("`{path}`: {error}"), path })
            })?;
            lock(&facts).taken = restored;
            Ok(Vec::new())
        })
    }

    /// Makes a gradebook: what it holds with the names of its files, the archive, and then the files.
    #[napi]
    pub fn finish(&self, arguments: String) -> AsyncTask<Work> {
        let facts = Arc::clone(&self.facts);
        Work::new(move || {
            let Finish { request, made_at } = shape::read_fields(&arguments, FINISH)?;
            let made = lock(&facts).taken.finish(&request, made_at).map_err(|error| unusable(&error))?;
            let names: Vec<_> = made.files.iter().map(|file| &file.name).collect();
            let layouts: Vec<_> = made.files.iter().map(|file| file.layout).collect();
            let guard = made.files.iter().any(|file| file.guard_formulas);
            let told = serde_json::json!({
                "names": names, "layouts": layouts, "guard": guard, "summary": made.summary,
            });
            let mut parts = vec![json(&told).into_bytes(), made.archive];
            parts.extend(made.files.into_iter().map(|file| file.bytes));
            Ok(parts)
        })
    }
}

/// A file of a gradebook as an Arrow IPC stream. `layout` is its layout as JSON text.
#[napi]
pub fn gradebook_ipc(bytes: Uint8Array, layout: String, guard: bool) -> AsyncTask<Work> {
    let bytes = bytes.to_vec();
    Work::new(move || {
        let layout: Option<GradebookLayout> =
            shape::read(&layout, "layout", <Option<GradebookLayout>>::TYPE)?;
        let file = GradebookFile { name: "".into(), layout, guard_formulas: guard, bytes };
        let (schema, batches) = gradebook_table(&file);
        Ok(vec![stream(&schema, &batches).map_err(|error| unreadable("name", &error))?])
    })
}
