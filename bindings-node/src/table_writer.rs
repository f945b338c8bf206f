//! Reports written in pieces: of rows, of batches of a report that was read, or of Arrow IPC data.

use std::borrow::Cow;
use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::reader::{FileReader, StreamDecoder};
use arrow_schema::SchemaRef;
use matricula::arrow::{AnyWriter, BatchError};
use matricula::report::{
    DialectError, FileForm, Membership, PlainDefect, PlainRow, PlainRows, PlainValue, Report, ReportKind,
    Specialization, Usage, WriteForm,
};
use matricula::schema::Described;
use matricula::table::{ColumnType, FormulaGuard, parse_decimal};
use napi::bindgen_prelude::{AsyncTask, Uint8Array};
use napi_derive::napi;
use serde_json::{Map, Value};

use crate::answer::{Defect, Failure};
use crate::dialects::Chosen;
use crate::ipc::{FILE_MARK, unreadable};
use crate::shape;
use crate::tables::{NativeReport, defect, kind_of, lock};
use crate::work::{Made, Work};

/// Arrow IPC data on its way in.
enum Ipc {
    /// Fewer bytes than tell a file from a stream.
    Start(Vec<u8>),
    /// Read as it comes.
    Stream(Box<StreamDecoder>),
    /// A file, whose table of contents is at its end.
    File(Vec<u8>),
}

/// A report on its way out.
struct Writing {
    kind: ReportKind,
    chosen: Chosen,
    guard: FormulaGuard,
    form: WriteForm,
    /// Rows written so far.
    rows: u64,
    begun: bool,
    batches: Option<AnyWriter<Vec<u8>>>,
    ipc: Ipc,
}

/// In what form to write, from JSON text. Columns are what only the whole form of a file has.
fn form_of(text: &str) -> Result<WriteForm, Defect> {
    if serde_json::from_str::<Map<String, Value>>(text).is_ok_and(|form| form.contains_key("columns")) {
        return shape::read_argument(text, "form", FileForm::TYPE)
            .map(|form: FileForm| WriteForm::from(&form));
    }
    shape::read_argument(text, "form", WriteForm::TYPE)
}

#[cold]
fn unfit(error: &BatchError) -> Failure {
    match *error {
        BatchError::OtherReport { report } => DialectError::OtherReport { report }.into(),
        _ => defect("data", &error.to_string()),
    }
}

impl Writing {
    /// The lines of a batch, behind the header line if it is the first one.
    fn batch(&mut self, batch: &RecordBatch) -> Result<Vec<u8>, Failure> {
        self.begin(&batch.schema())?;
        let Some(writer) = &mut self.batches else { return Ok(Vec::new()) };
        writer.write(batch).map_err(|error| unfit(&error))?;
        self.rows = writer.rows();
        Ok(std::mem::take(writer.sink_mut()))
    }

    /// Writes the header line for batches.
    fn begin(&mut self, schema: &SchemaRef) -> Result<(), Failure> {
        if self.batches.is_none() {
            let (target, form, guard) = (self.chosen.target(), self.form, self.guard);
            let writer = AnyWriter::with_form(self.kind, schema, target, form, guard, Vec::new());
            self.batches = Some(writer.map_err(|error| unfit(&error))?);
            self.begun = true;
        }
        Ok(())
    }

    /// Takes a piece of Arrow IPC data.
    fn push(&mut self, bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
        let bytes = match &mut self.ipc {
            Ipc::Start(start) => {
                start.extend(bytes);
                if start.len() < FILE_MARK.len() {
                    return Ok(Vec::new());
                }
                let start = std::mem::take(start);
                if start.starts_with(FILE_MARK) {
                    self.ipc = Ipc::File(start);
                    return Ok(Vec::new());
                }
                self.ipc = Ipc::Stream(Box::new(StreamDecoder::new()));
                start
            }
            Ipc::File(file) => {
                file.extend(bytes);
                return Ok(Vec::new());
            }
            Ipc::Stream(_) => bytes,
        };
        let mut buffer = Buffer::from_vec(bytes);
        let mut lines = Vec::new();
        while let Ipc::Stream(decoder) = &mut self.ipc {
            match decoder.decode(&mut buffer).map_err(|error| unreadable("data", &error))? {
                Some(batch) => lines.append(&mut self.batch(&batch)?),
                None => break,
            }
        }
        Ok(lines)
    }

    /// Ends Arrow IPC data.
    fn end_ipc(&mut self) -> Result<Vec<u8>, Failure> {
        match std::mem::replace(&mut self.ipc, Ipc::Start(Vec::new())) {
            Ipc::Start(_) => return Err(defect("data", "this is no Arrow IPC data: it is too short")),
            Ipc::Stream(mut decoder) => {
                decoder.finish().map_err(|error| unreadable("data", &error))?;
                let schema = decoder
                    .schema()
                    .ok_or_else(|| defect("data", "this is no Arrow IPC data: it has no schema"))?;
                self.begin(&schema)?;
            }
            Ipc::File(bytes) => {
                let reader = FileReader::try_new(Cursor::new(bytes), None)
                    .map_err(|error| unreadable("data", &error))?;
                self.begin(&reader.schema())?;
                let mut lines = Vec::new();
                for batch in reader {
                    lines.append(&mut self.batch(&batch.map_err(|error| unreadable("data", &error))?)?);
                }
                return Ok(lines);
            }
        }
        Ok(self.batches.as_mut().map(|writer| std::mem::take(writer.sink_mut())).unwrap_or_default())
    }

    /// The lines of rows as a JSON list, behind the header line if they are the first ones.
    fn lines(&mut self, rows: &str) -> Result<Vec<u8>, Failure> {
        match self.kind {
            ReportKind::Usage => self.lines_of::<Usage>(rows),
            ReportKind::Membership => self.lines_of::<Membership>(rows),
            ReportKind::Specialization => self.lines_of::<Specialization>(rows),
        }
    }

    fn lines_of<L: Report>(&mut self, rows: &str) -> Result<Vec<u8>, Failure> {
        let rows: Vec<Map<String, Value>> =
            serde_json::from_str(rows).map_err(|_| defect("data", "give rows as objects"))?;
        let columns = PlainRows::<L>::new(self.chosen.target())?;
        let is_first = !std::mem::replace(&mut self.begun, true);
        let mark = if is_first { self.form.mark() } else { &[] };
        let mut writer = self.form.writer(mark.to_vec(), self.guard);
        if is_first {
            columns.write_header(&mut writer);
        }
        for row in &rows {
            let place = self.rows;
            columns.write(&mut writer, &Row(row)).map_err(|refusal| {
                defect(&format!("data[{place}].{}", refusal.name), &refusal.misfit.to_string())
            })?;
            self.rows += 1;
        }
        Ok(writer.into_sink())
    }
}

/// A report that is written in pieces, each on a worker thread.
#[napi]
pub struct NativeReportWriter {
    writing: Arc<Mutex<Option<Writing>>>,
}

impl NativeReportWriter {
    fn work(
        &self,
        job: impl FnOnce(&mut Writing) -> Result<Vec<u8>, Failure> + Send + 'static,
    ) -> AsyncTask<Work> {
        let writing = Arc::clone(&self.writing);
        Work::new(move || -> Made {
            let mut writing = writing.lock().unwrap_or_else(PoisonError::into_inner);
            Ok(vec![writing.as_mut().map_or_else(|| Ok(Vec::new()), job)?])
        })
    }
}

#[napi]
impl NativeReportWriter {
    /// Not started yet.
    #[napi(constructor)]
    #[allow(clippy::new_without_default, reason = "only JavaScript makes one")]
    pub fn new() -> Self {
        Self { writing: Arc::new(Mutex::new(None)) }
    }

    /// Starts a report in a dialect and a form; gives what is wrong with these, or nothing.
    #[napi]
    pub fn start(
        &self,
        what: String,
        dialect: Option<String>,
        guard: bool,
        form: Option<String>,
    ) -> Option<String> {
        let kind = kind_of(&what);
        let chosen = Chosen::of(dialect.as_deref()).and_then(|chosen| match &chosen {
            Chosen::Dialect(own) if own.schema() != kind.schema() => {
                Err(DialectError::OtherReport { report: own.schema().name }.into())
            }
            _ => Ok(chosen),
        });
        let form = form.map(|form| form_of(&form)).transpose();
        match chosen.and_then(|chosen| Ok((chosen, form?.unwrap_or_default()))) {
            Ok((chosen, form)) => {
                *self.writing.lock().unwrap_or_else(PoisonError::into_inner) = Some(Writing {
                    kind,
                    chosen,
                    guard: if guard { FormulaGuard::On } else { FormulaGuard::Off },
                    form,
                    rows: 0,
                    begun: false,
                    batches: None,
                    ipc: Ipc::Start(Vec::new()),
                });
                None
            }
            Err(failure) => Some(failure.told()),
        }
    }

    /// Writes rows, given as a JSON list.
    #[napi]
    pub fn rows(&self, rows: String) -> AsyncTask<Work> {
        self.work(move |writing| writing.lines(&rows))
    }

    /// Writes a batch of a report; gives nothing when there is no such batch. One that is taken is not kept.
    #[napi]
    pub fn report(&self, report: &NativeReport, batch: u32, take: bool) -> AsyncTask<Work> {
        let reading = Arc::clone(&report.reading);
        let writing = Arc::clone(&self.writing);
        Work::new(move || {
            let Some(batch) = lock(&reading).batch(batch, take) else {
                return Ok(Vec::new());
            };
            let mut writing = writing.lock().unwrap_or_else(PoisonError::into_inner);
            writing.as_mut().map(|writing| writing.batch(&batch)).into_iter().collect()
        })
    }

    /// Writes the header line of a report, if it is not written yet.
    #[napi]
    pub fn header(&self, report: &NativeReport) -> AsyncTask<Work> {
        let reading = Arc::clone(&report.reading);
        self.work(move |writing| {
            let schema = lock(&reading).reader.schema();
            if writing.begun {
                Ok(Vec::new())
            } else {
                writing.batch(&RecordBatch::new_empty(schema))
            }
        })
    }

    /// Writes what a piece of Arrow IPC data holds, of a stream or, when it ends, of a file.
    #[napi]
    pub fn ipc(&self, bytes: Uint8Array) -> AsyncTask<Work> {
        let bytes = bytes.to_vec();
        self.work(move |writing| writing.push(bytes))
    }

    /// Ends Arrow IPC data.
    #[napi]
    pub fn end_ipc(&self) -> AsyncTask<Work> {
        self.work(Writing::end_ipc)
    }

    /// Rows written so far.
    #[napi(getter)]
    pub fn written(&self) -> f64 {
        let writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        writing.as_ref().map_or(0.0, |writing| writing.rows as f64)
    }
}

/// A row as an object.
struct Row<'a>(&'a Map<String, Value>);

impl PlainRow for Row<'_> {
    type Misfit = PlainDefect;

    fn names(&self) -> usize {
        self.0.len()
    }

    fn value(&self, name: &str, _: ColumnType) -> Result<PlainValue<'_>, PlainDefect> {
        Ok(match self.0.get(name) {
            None => PlainValue::Absent,
            Some(Value::Null) => PlainValue::Null,
            Some(Value::Bool(yes)) => PlainValue::YesNo(*yes),
            Some(Value::String(text)) => PlainValue::Text(Cow::Borrowed(text)),
            Some(Value::Number(number)) => match number.as_u64() {
                Some(count) => PlainValue::Count(count),
                None => parse_decimal(&number.to_string()).map_or(PlainValue::Other, PlainValue::Decimal),
            },
            Some(Value::Array(_) | Value::Object(_)) => PlainValue::Other,
        })
    }

    fn find_unknown(&self, is_known: &dyn Fn(&str) -> bool) -> Result<Option<Box<str>>, PlainDefect> {
        Ok(self.0.keys().find(|name| !is_known(name)).map(|name| name.as_str().into()))
    }
}
