//! Reports as tables: read in pieces on worker threads, given out as rows or as an Arrow IPC stream, and written.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, TimestampMillisecondType, UInt64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, SchemaRef};
use matricula::Timestamp;
use matricula::arrow::{AnyReader, ArrowOptions, BATCH_ROWS, absent_columns, observe};
use matricula::report::{ReportKind, SummaryAccumulator};
use matricula::schema::{Described, FieldSchema, TypeSchema};
use matricula::table::{ColumnType, FormulaGuard, ReaderOptions, Strictness};
use napi::bindgen_prelude::{AsyncTask, Uint8Array};
use napi_derive::napi;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::answer::{Defect, Failure, json as text_of};
use crate::dialects::own_dialect_of;
use crate::ipc::stream;
use crate::parts::{NativeCourse, read_path};
use crate::shape;
use crate::work::{Made, Work};

/// Rows in a piece of JSON text.
const PIECE: usize = 4_096;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    lenient: Option<bool>,
    guard_formulas: Option<bool>,
    batch_rows: Option<u32>,
    problem_limit: Option<u32>,
    line_numbers: Option<bool>,
}

const OPTIONS: &[FieldSchema] = &[
    FieldSchema { name: "lenient", field_type: TypeSchema::Optional(&bool::TYPE), doc: "" },
    FieldSchema { name: "guard_formulas", field_type: TypeSchema::Optional(&bool::TYPE), doc: "" },
    FieldSchema { name: "batch_rows", field_type: TypeSchema::Optional(&u32::TYPE), doc: "" },
    FieldSchema { name: "problem_limit", field_type: TypeSchema::Optional(&u32::TYPE), doc: "" },
    FieldSchema { name: "line_numbers", field_type: TypeSchema::Optional(&bool::TYPE), doc: "" },
];

fn options(text: &str) -> Result<ArrowOptions, Failure> {
    let given: Options =
        shape::read_fields(text, OPTIONS).map_err(|defect| shape::under("options", defect))?;
    let mut options = ArrowOptions::default();
    if given.lenient == Some(true) {
        options.read.records = ReaderOptions { strictness: Strictness::Lenient, ..options.read.records };
    }
    if given.guard_formulas == Some(true) {
        options.read.guard = FormulaGuard::On;
    }
    if let Some(limit) = given.problem_limit {
        options.read.problem_limit = limit;
    }
    options.line_numbers = given.line_numbers == Some(true);
    options.batch_rows = match given.batch_rows {
        None => BATCH_ROWS,
        Some(0) => {
            return Err(defect("options.batch_rows", "a batch has one row at least; give a larger number"));
        }
        Some(rows) => rows as usize,
    };
    Ok(options)
}

pub(crate) fn defect(path: &str, message: &str) -> Failure {
    Failure::from(Defect { path: path.to_owned(), message: format!("`{path}`: {message}") })
}

pub(crate) fn kind_of(what: &str) -> ReportKind {
    match what {
        "usage" => ReportKind::Usage,
        "membership" => ReportKind::Membership,
        _ => ReportKind::Specialization,
    }
}

/// A report on its way in, or read.
pub(crate) struct Reading {
    pub(crate) kind: ReportKind,
    pub(crate) reader: AnyReader,
    pub(crate) batches: Vec<RecordBatch>,
    /// Batches that were given out and are not kept.
    given: usize,
}

impl Reading {
    fn gather(&mut self) {
        self.batches.extend(std::iter::from_fn(|| self.reader.next_batch()));
    }
}

/// A report that is read in pieces, each on a worker thread.
#[napi]
pub struct NativeReport {
    pub(crate) reading: Arc<Mutex<Reading>>,
}

pub(crate) fn lock(reading: &Mutex<Reading>) -> MutexGuard<'_, Reading> {
    reading.lock().unwrap_or_else(PoisonError::into_inner)
}

impl NativeReport {
    fn work(&self, job: impl FnOnce(&mut Reading) -> Made + Send + 'static) -> AsyncTask<Work> {
        let reading = Arc::clone(&self.reading);
        Work::new(move || job(&mut lock(&reading)))
    }
}

#[napi]
impl NativeReport {
    /// A report of a kind, at the start of its file.
    #[napi(constructor)]
    pub fn new(what: String) -> Self {
        let kind = kind_of(&what);
        let reader = AnyReader::new(kind, ArrowOptions::default());
        Self {
            reading: Arc::new(Mutex::new(Reading { kind, reader, batches: Vec::new(), given: 0 })),
        }
    }

    /// Says how the file is to be read, perhaps in a dialect of one's own; gives what is wrong with that, or nothing.
    #[napi]
    pub fn start(&self, given: String, dialect: Option<String>) -> Option<String> {
        let mut reading = lock(&self.reading);
        let kind = reading.kind;
        let reader = options(&given).and_then(|options| match dialect {
            None => Ok(AnyReader::new(kind, options)),
            Some(own) => Ok(AnyReader::with_dialect(kind, options, &own_dialect_of(&own, kind)?)),
        });
        match reader {
            Ok(reader) => {
                reading.reader = reader;
                None
            }
            Err(failure) => Some(failure.told()),
        }
    }

    /// Reads the next piece of the file.
    #[napi]
    pub fn push(&self, bytes: Uint8Array) -> AsyncTask<Work> {
        let bytes = bytes.to_vec();
        self.work(move |reading| {
            reading.reader.push(&bytes);
            reading.gather();
            Ok(Vec::new())
        })
    }

    /// Reads all of the file by all cores.
    #[napi]
    pub fn read_path(&self, path: String, course: &NativeCourse) -> AsyncTask<Work> {
        let course = course.clone();
        self.work(move |reading| {
            let unread = AnyReader::new(reading.kind, ArrowOptions::default());
            let reader = std::mem::replace(&mut reading.reader, unread);
            reading.reader = read_path(&path, reader, &course)?;
            Ok(Vec::new())
        })
    }

    /// Ends the file.
    #[napi]
    pub fn finish(&self) -> AsyncTask<Work> {
        self.work(|reading| {
            reading.reader.finish();
            reading.gather();
            Ok(Vec::new())
        })
    }

    /// What is known of the report, as JSON text.
    #[napi]
    pub fn about(&self) -> AsyncTask<Work> {
        self.work(|reading| {
            let reader = &reading.reader;
            let rows: usize = reading.batches.iter().map(RecordBatch::num_rows).sum();
            let about = json!({
                "rows": rows,
                "batches": reading.batches.len(),
                "schema": columns(&reader.schema()),
                "problems": reader.problems(),
                "records": reader.records(),
                "other_headers": reader.other_headers(),
                "dialect": reader.dialect(),
            });
            Ok(vec![text_of(&about).into_bytes()])
        })
    }

    /// The rows of a batch, in pieces of JSON text. A batch that is taken is not kept; nothing when there is none.
    #[napi]
    pub fn rows(&self, batch: u32, take: bool) -> AsyncTask<Work> {
        self.work(move |reading| {
            let place = (batch as usize).wrapping_sub(reading.given);
            if place >= reading.batches.len() {
                return Ok(Vec::new());
            }
            let batch = if take {
                reading.given += 1;
                reading.batches.remove(place)
            } else {
                reading.batches[place].clone()
            };
            let starts = (0..batch.num_rows()).step_by(PIECE);
            let slice = |start: usize| rows(&batch.slice(start, PIECE.min(batch.num_rows() - start)));
            Ok(starts.map(slice).collect())
        })
    }

    /// All batches as an Arrow IPC stream.
    #[napi]
    pub fn ipc(&self) -> AsyncTask<Work> {
        self.work(|reading| {
            let stream = stream(&reading.reader.schema(), &reading.batches);
            Ok(vec![stream.map_err(|error| defect("report", &error.to_string()))?])
        })
    }

    /// The figures of this report and perhaps another one.
    #[napi]
    pub fn summary(&self, other: Option<&NativeReport>) -> AsyncTask<Work> {
        let parts: Vec<_> = [Some(&self.reading), other.map(|other| &other.reading)]
            .into_iter()
            .flatten()
            .map(Arc::clone)
            .collect();
        Work::new(move || {
            let mut figures = SummaryAccumulator::default();
            for part in parts {
                let (kind, batches) = {
                    let reading = lock(&part);
                    (reading.kind, reading.batches.clone())
                };
                if kind == ReportKind::Specialization {
                    return Err(defect("report", "the figures are those of usage and membership reports"));
                }
                batches.iter().for_each(|batch| observe(&mut figures, kind.schema(), batch));
            }
            Ok(vec![text_of(&figures.finish()).into_bytes()])
        })
    }
}

fn columns(schema: &SchemaRef) -> Vec<Value> {
    let column = |field: &arrow_schema::FieldRef| {
        let told = |key: &str| field.metadata().get(key);
        json!({
            "name": field.name(),
            "type": type_name(field.data_type()),
            "nullable": field.is_nullable(),
            "header": told("header"),
            "meaning": told("meaning"),
            "unit": told("unit"),
        })
    };
    schema.fields().iter().map(column).collect()
}

fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Utf8 => "utf8".to_owned(),
        DataType::Boolean => "bool".to_owned(),
        DataType::UInt64 => "uint64".to_owned(),
        DataType::Timestamp(..) => "timestamp[ms, UTC]".to_owned(),
        DataType::Decimal128(precision, places) => format!("decimal128({precision}, {places})"),
        other => other.to_string(),
    }
}

/// Rows as a JSON list, in the form of the reports' records.
fn rows(batch: &RecordBatch) -> Vec<u8> {
    let names: Vec<_> = batch.schema_ref().fields().iter().map(|field| text_of(field.name())).collect();
    // Columns of later exports that the file does not have: every record has all of them.
    let absent: String = absent_columns(batch.schema_ref())
        .iter()
        .map(|column| match column.kind {
            ColumnType::Text | ColumnType::Id => format!(",\"{}\":\"\"", column.field),
            _ => format!(",\"{}\":null", column.field),
        })
        .collect();
    let mut text = Vec::with_capacity(batch.num_rows() * names.len() * 24);
    for row in 0..batch.num_rows() {
        text.push(if row == 0 { b'[' } else { b',' });
        for (place, (name, array)) in names.iter().zip(batch.columns()).enumerate() {
            text.push(if place == 0 { b'{' } else { b',' });
            text.extend_from_slice(name.as_bytes());
            text.push(b':');
            cell(array.as_ref(), row, &mut text);
        }
        text.extend_from_slice(absent.as_bytes());
        text.push(b'}');
    }
    text.push(b']');
    text
}

fn cell(array: &dyn Array, row: usize, text: &mut Vec<u8>) {
    if let Some(texts) = array.as_string_opt::<i32>() {
        let cell = if texts.is_null(row) { "" } else { texts.value(row) };
        text.extend_from_slice(text_of(cell).as_bytes());
        return;
    }
    if array.is_null(row) {
        return text.extend_from_slice(b"null");
    }
    let told = match array.data_type() {
        DataType::Boolean => array.as_boolean().value(row).to_string(),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).to_string(),
        DataType::Timestamp(..) => {
            let millis = array.as_primitive::<TimestampMillisecondType>().value(row);
            let time = Timestamp::from_millis(millis).map(|time| time.to_string()).unwrap_or_default();
            format!("\"{time}\"")
        }
        _ => format!("\"{}\"", shortest(&array.as_primitive::<Decimal128Type>().value_as_string(row))),
    };
    text.extend_from_slice(told.as_bytes());
}

/// A decimal's text without zeros at its end, and with one place at least.
fn shortest(text: &str) -> &str {
    let Some((whole, places)) = text.split_once('.') else { return text };
    let places = places.trim_end_matches('0').len().max(1);
    text.get(..whole.len() + 1 + places).unwrap_or(text)
}
