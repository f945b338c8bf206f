//! Reports written in pieces: of rows, of batches of a report that was read, or of Arrow IPC data.

use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::reader::{FileReader, StreamDecoder};
use arrow_schema::SchemaRef;
use matricula::arrow::{AnyWriter, BatchError, LINE};
use matricula::report::{
    DialectError, DialectName, DialectTable, FileForm, Membership, Report, ReportKind, Specialization, Usage,
};
use matricula::table::{ColumnSchema, ColumnType, FormulaGuard, TableWriter, parse_decimal, parse_time};
use napi::bindgen_prelude::{AsyncTask, Uint8Array};
use napi_derive::napi;
use serde_json::{Map, Value};

use crate::answer::Failure;
use crate::dialects::Chosen;
use crate::ipc::{FILE_MARK, unreadable};
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
    /// Rows written so far.
    rows: u64,
    begun: bool,
    batches: Option<AnyWriter<Vec<u8>>>,
    ipc: Ipc,
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
            let writer = AnyWriter::new(self.kind, schema, self.chosen.target(), self.guard, Vec::new());
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
        let columns = Columns::of::<L>(&self.chosen)?;
        let mut writer = TableWriter::new(Vec::new(), self.guard);
        if !std::mem::replace(&mut self.begun, true) {
            columns.columns.iter().for_each(|(header, _)| writer.id(header));
            writer.end_row();
        }
        for row in &rows {
            let place = self.rows;
            columns
                .write::<L>(&mut writer, row)
                .map_err(|(name, message)| defect(&format!("data[{place}].{name}"), &message))?;
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

    /// Starts a report in a dialect; gives what is wrong with that, or nothing.
    #[napi]
    pub fn start(&self, what: String, dialect: Option<String>, guard: bool) -> Option<String> {
        let kind = kind_of(&what);
        let chosen = Chosen::of(dialect.as_deref()).and_then(|chosen| match &chosen {
            Chosen::Dialect(own) if own.schema() != kind.schema() => {
                Err(DialectError::OtherReport { report: own.schema().name }.into())
            }
            _ => Ok(chosen),
        });
        match chosen {
            Ok(chosen) => {
                *self.writing.lock().unwrap_or_else(PoisonError::into_inner) = Some(Writing {
                    kind,
                    chosen,
                    guard: if guard { FormulaGuard::On } else { FormulaGuard::Off },
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

    /// Writes a batch of a report that was read; the header line alone if it has no such batch.
    #[napi]
    pub fn report(&self, report: &NativeReport, batch: u32) -> AsyncTask<Work> {
        let reading = Arc::clone(&report.reading);
        self.work(move |writing| {
            let (schema, batch) = {
                let reading = lock(&reading);
                (reading.reader.schema(), reading.batches.get(batch as usize).cloned())
            };
            writing.batch(&batch.unwrap_or_else(|| RecordBatch::new_empty(schema)))
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

/// The columns of a file: headers, each with the column of the report that it holds.
struct Columns {
    columns: Vec<(Box<str>, Option<&'static ColumnSchema>)>,
    /// What of the report stands in none of them, and whether rows may have it: a dialect leaves out what it lacks.
    left_out: Vec<&'static ColumnSchema>,
    may_lose: bool,
}

/// Rows that have what only later exports have.
const LATER: &str = "rows are written in the guide's columns, and this is none of them; give a `dialect` that has it, or \
    leave it out";

impl Columns {
    fn of<L: Report>(chosen: &Chosen) -> Result<Self, DialectError> {
        let dialect = match chosen {
            Chosen::Own => &DialectTable::known(L::KIND, DialectName::Guide2020),
            Chosen::Known(name) => &DialectTable::known(L::KIND, *name),
            Chosen::Dialect(dialect) => dialect,
        };
        dialect.must_be_of::<L>()?;
        let columns: Vec<_> = FileForm::of_dialect(dialect)
            .columns
            .into_iter()
            .map(|column| (column.header, column.field.and_then(|field| L::SCHEMA.column(&field))))
            .collect();
        let is_written = |column: &&ColumnSchema| columns.iter().any(|(_, known)| *known == Some(*column));
        let left_out = L::SCHEMA.columns.iter().filter(|column| !is_written(column)).collect();
        Ok(Self { columns, left_out, may_lose: !matches!(chosen, Chosen::Own) })
    }

    /// Writes a row, or tells which field is wrong and why.
    fn write<L: Report>(
        &self,
        writer: &mut TableWriter<Vec<u8>>,
        row: &Map<String, Value>,
    ) -> Result<(), (String, String)> {
        let is_own =
            |name: &str| self.columns.iter().any(|(header, column)| column.is_none() && **header == *name);
        for (name, value) in row {
            // Where the row came from is no part of the report.
            let is_line = name == LINE && value.is_u64();
            if !is_line && L::SCHEMA.column(name).is_none() && !is_own(name) {
                let message = format!("the {} has no such column; leave it out", L::SCHEMA.name);
                return Err((name.clone(), message));
            }
        }
        for column in &self.left_out {
            if !self.may_lose
                && !matches!(row.get(column.field), None | Some(Value::Null))
                && row[column.field] != ""
            {
                return Err((column.field.to_owned(), LATER.to_owned()));
            }
        }
        for (header, column) in &self.columns {
            match column {
                Some(column) => {
                    let value = row.get(column.field).unwrap_or(&Value::Null);
                    write_cell::<L>(writer, column, value)
                        .map_err(|message| (column.field.to_owned(), message))?;
                }
                // In a row this may be the name of a field, which stands elsewhere.
                None if L::SCHEMA.column(header).is_some() => writer.id(""),
                None => match row.get(&**header) {
                    None | Some(Value::Null) => writer.id(""),
                    Some(Value::String(text)) => writer.text(text),
                    Some(_) => return Err((header.to_string(), "give text".to_owned())),
                },
            }
        }
        writer.end_row();
        Ok(())
    }
}

fn write_cell<L: Report>(
    writer: &mut TableWriter<Vec<u8>>,
    column: &ColumnSchema,
    value: &Value,
) -> Result<(), String> {
    const EMPTY: &str = "the cell is empty; give a value";
    let text = match value {
        Value::Null => "",
        Value::String(text) => text,
        _ => "\u{0}",
    };
    let is_text = text != "\u{0}";
    match column.kind {
        _ if column.filled && text.is_empty() => return Err(EMPTY.to_owned()),
        ColumnType::Text if is_text => writer.text(text),
        ColumnType::Id if is_text => writer.id(text),
        ColumnType::Choice if is_text => {
            let word = L::read_word(column.field, text);
            writer.id(word.map_err(|code| format!("{}; {}", code.sentence(), code.remedy()))?);
        }
        ColumnType::Text | ColumnType::Id | ColumnType::Choice => return Err("give text".to_owned()),
        ColumnType::Time => writer.time(match text {
            "" => None,
            text => Some(parse_time(text).ok_or("give a time, as text like `2019-12-23T06:18:32.782Z`")?),
        }),
        ColumnType::Percent | ColumnType::Hours => {
            let decimal = match value {
                Value::Null => None,
                Value::Number(whole) => parse_decimal(&whole.to_string()),
                Value::String(text) => parse_decimal(text),
                _ => None,
            };
            if decimal.is_none() && !value.is_null() {
                return Err("give a decimal, as text such as `12.82`".to_owned());
            }
            let limit = if column.kind == ColumnType::Percent { 100 } else { i64::MAX };
            if decimal.is_some_and(|decimal| decimal < 0.into() || decimal > limit.into()) {
                return Err(
                    "the number is out of range; percentages are 0 to 100, and hours are not negative"
                        .to_owned(),
                );
            }
            writer.decimal(decimal);
        }
        ColumnType::MaybeYesNo if value.is_null() => writer.maybe_yes_no(None),
        ColumnType::MaybeCount if value.is_null() => writer.maybe_count(None),
        ColumnType::YesNo | ColumnType::MaybeYesNo => {
            writer.yes_no(value.as_bool().ok_or("give `true` or `false`")?)
        }
        ColumnType::Count | ColumnType::MaybeCount => writer.count(match value {
            Value::Null => 0,
            value => value.as_u64().ok_or("give a whole number that is not negative")?,
        }),
    }
    Ok(())
}
