//! Reports in any dialect: recognised, written, and converted while they are read.

use std::sync::{Arc, Mutex, PoisonError};

use matricula::report::{
    Dialect, DialectError, DialectName, DialectTable, FileForm, FileRead, Membership, Report,
    ReportConverter, ReportKind, Specialization, Spelling, Table, Target, Usage, write_table,
};
use matricula::schema::{Described, FieldSchema, TypeSchema};
use matricula::table::{FormulaGuard, Problems, ReadOptions, recognize};
use napi::bindgen_prelude::{AsyncTask, Uint8Array};
use napi_derive::napi;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::answer::{Failure, json};
use crate::files::read_options;
use crate::rows::read_rows;
use crate::shape;
use crate::work::{Made, Work};

/// A dialect of one's own as JSON text, checked.
pub(crate) fn own_dialect(text: &str) -> Result<DialectTable, Failure> {
    dialect_in(text, "dialect")
}

/// As [`own_dialect`], in an argument of another name.
fn dialect_in(text: &str, name: &str) -> Result<DialectTable, Failure> {
    let dialect: Dialect = shape::read_argument(text, name, Dialect::TYPE)?;
    Ok(dialect.table()?)
}

/// A dialect of one's own of a report as JSON text, checked.
pub(crate) fn own_dialect_of(text: &str, kind: ReportKind) -> Result<DialectTable, Failure> {
    let dialect = own_dialect(text)?;
    if dialect.schema() == kind.schema() {
        return Ok(dialect);
    }
    Err(DialectError::OtherReport { report: dialect.schema().name }.into())
}

/// In which dialect to write.
pub(crate) enum Chosen {
    /// Its own, or that of the guide where there is none.
    Own,
    Known(DialectName),
    Dialect(DialectTable),
}

impl Chosen {
    /// The choice that a JSON text stands for: nothing, a name, or a dialect.
    pub(crate) fn of(text: Option<&str>) -> Result<Self, Failure> {
        match text {
            None => Ok(Self::Own),
            Some(text) if text.starts_with('"') => {
                Ok(Self::Known(shape::read_argument(text, "dialect", DialectName::TYPE)?))
            }
            Some(text) => Ok(Self::Dialect(own_dialect(text)?)),
        }
    }

    pub(crate) const fn target(&self) -> Target<'_> {
        match self {
            Self::Own => Target::Own,
            Self::Known(name) => Target::Known(*name),
            Self::Dialect(dialect) => Target::Dialect(dialect),
        }
    }
}

pub(crate) fn kind(text: &str) -> Result<ReportKind, Failure> {
    Ok(shape::read(text, "report", ReportKind::TYPE)?)
}

const fn guard(on: bool) -> FormulaGuard {
    if on { FormulaGuard::On } else { FormulaGuard::Off }
}

fn told(answer: Result<String, Failure>) -> String {
    answer.unwrap_or_else(|failure| failure.told())
}

/// Says what a file is, by its header line.
#[napi]
pub fn recognize_file(bytes: Uint8Array) -> String {
    json(&recognize(&bytes))
}

/// A known dialect of a report, or what is wrong with the names.
#[napi]
pub fn known_dialect(report: String, name: String) -> String {
    told(kind(&report).and_then(|kind| {
        let name: DialectName = shape::read(&name, "name", DialectName::TYPE)?;
        Ok(json(&Dialect::known(kind, name)))
    }))
}

/// What is wrong with a dialect, or nothing.
#[napi]
pub fn check_dialect(dialect: String) -> Option<String> {
    own_dialect(&dialect).err().map(|failure| failure.told())
}

/// What a report that was read has beside its rows.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    other_headers: Option<Vec<Box<str>>>,
    other_cells: Option<Vec<Box<[Box<str>]>>>,
    form: Option<FileForm>,
    spellings: Option<Vec<Spelling>>,
}

const TEXTS: TypeSchema = TypeSchema::List(&TypeSchema::Text);

const PARTS: &[FieldSchema] = &[
    FieldSchema { name: "other_headers", field_type: TypeSchema::Optional(&TEXTS), doc: "" },
    FieldSchema {
        name: "other_cells",
        field_type: TypeSchema::Optional(&TypeSchema::List(&TEXTS)),
        doc: "",
    },
    FieldSchema { name: "form", field_type: TypeSchema::Optional(&FileForm::TYPE), doc: "" },
    FieldSchema {
        name: "spellings",
        field_type: TypeSchema::Optional(&TypeSchema::List(&Spelling::TYPE)),
        doc: "",
    },
];

fn write<L: Report>(rows: &str, parts: &str, dialect: Option<&str>, guarded: Option<bool>) -> Made
where
    L::Row<'static>: DeserializeOwned,
{
    let parts: Parts = shape::read_fields(parts, PARTS).map_err(|defect| shape::under("report", defect))?;
    let table = Table {
        rows: read_rows::<L>(rows, "report.rows")?,
        lines: Vec::new(),
        other_headers: parts.other_headers.unwrap_or_default(),
        other_cells: parts.other_cells.unwrap_or_default(),
        records: 0,
        problems: Problems::default(),
        form: parts.form.unwrap_or_default(),
        spellings: parts.spellings.unwrap_or_default(),
    };
    let chosen = match Chosen::of(dialect)? {
        Chosen::Own if table.form.columns.is_empty() => Chosen::Known(DialectName::default()),
        chosen => chosen,
    };
    let guard = guard(guarded.unwrap_or(table.form.guard_formulas));
    let mut file = Vec::new();
    write_table::<L>(&table, chosen.target(), guard, &mut file)?;
    Ok(vec![file])
}

/// Writes a report on a worker thread: its rows, and what it has beside them if it was read.
#[napi]
pub fn write_report(
    report: String,
    rows: String,
    parts: String,
    dialect: Option<String>,
    guarded: Option<bool>,
) -> AsyncTask<Work> {
    Work::new(move || {
        let dialect = dialect.as_deref();
        match kind(&report)? {
            ReportKind::Usage => write::<Usage>(&rows, &parts, dialect, guarded),
            ReportKind::Membership => write::<Membership>(&rows, &parts, dialect, guarded),
            ReportKind::Specialization => write::<Specialization>(&rows, &parts, dialect, guarded),
        }
    })
}

/// A converter of one of the reports.
enum Converter {
    Usage(ReportConverter<Usage>),
    Membership(ReportConverter<Membership>),
    Specialization(ReportConverter<Specialization>),
}

fn converter<L: Report>(
    chosen: &Chosen,
    own: Option<&DialectTable>,
    options: ReadOptions,
    guarded: Option<bool>,
) -> Result<ReportConverter<L>, DialectError> {
    let converter = match chosen {
        Chosen::Own => ReportConverter::to_itself(options),
        Chosen::Known(name) => ReportConverter::to_known(*name, options),
        Chosen::Dialect(dialect) => ReportConverter::to_dialect(dialect, options)?,
    };
    let converter = match own {
        None => converter,
        Some(own) => converter.of_dialect(own)?,
    };
    Ok(converter.guarding(guarded.map_or(options.guard, guard)))
}

impl Converter {
    fn new(
        report: &str,
        own: Option<&str>,
        dialect: Option<&str>,
        options: ReadOptions,
        guarded: Option<bool>,
    ) -> Result<Self, Failure> {
        let chosen = Chosen::of(dialect)?;
        let own = own.map(|own| dialect_in(own, "sourceDialect")).transpose()?;
        let own = own.as_ref();
        Ok(match kind(report)? {
            ReportKind::Usage => Self::Usage(converter(&chosen, own, options, guarded)?),
            ReportKind::Membership => Self::Membership(converter(&chosen, own, options, guarded)?),
            ReportKind::Specialization => Self::Specialization(converter(&chosen, own, options, guarded)?),
        })
    }

    fn push(&mut self, bytes: &[u8], file: &mut Vec<u8>) {
        match self {
            Self::Usage(converter) => converter.push(bytes, file),
            Self::Membership(converter) => converter.push(bytes, file),
            Self::Specialization(converter) => converter.push(bytes, file),
        }
    }

    fn finish(self, file: &mut Vec<u8>) -> FileRead {
        match self {
            Self::Usage(converter) => converter.finish(file),
            Self::Membership(converter) => converter.finish(file),
            Self::Specialization(converter) => converter.finish(file),
        }
    }
}

/// A report that is written again while it comes in pieces. Each piece is worked on by a worker thread.
#[napi]
pub struct NativeConverter {
    converter: Arc<Mutex<Option<Converter>>>,
}

#[napi]
impl NativeConverter {
    /// Not started yet.
    #[napi(constructor)]
    #[allow(clippy::new_without_default, reason = "only JavaScript makes one")]
    pub fn new() -> Self {
        Self { converter: Arc::new(Mutex::new(None)) }
    }

    /// Starts; gives what is wrong with the arguments, or nothing.
    #[napi]
    pub fn start(
        &self,
        report: String,
        own: Option<String>,
        dialect: Option<String>,
        options: String,
        guarded: Option<bool>,
    ) -> Option<String> {
        let started = read_options(&options).and_then(|options| {
            Converter::new(&report, own.as_deref(), dialect.as_deref(), options, guarded)
        });
        match started {
            Ok(converter) => {
                *self.converter.lock().unwrap_or_else(PoisonError::into_inner) = Some(converter);
                None
            }
            Err(failure) => Some(failure.told()),
        }
    }

    /// Takes the next piece, and gives what it comes to.
    #[napi]
    pub fn push(&self, bytes: Uint8Array) -> AsyncTask<Work> {
        let (converter, bytes) = (Arc::clone(&self.converter), bytes.to_vec());
        Work::new(move || {
            let mut file = Vec::new();
            if let Some(converter) = converter.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
                converter.push(&bytes, &mut file);
            }
            Ok(vec![file])
        })
    }

    /// Ends the file: gives the rest, and how reading went.
    #[napi]
    pub fn finish(&self) -> AsyncTask<Work> {
        let converter = Arc::clone(&self.converter);
        Work::new(move || {
            let mut file = Vec::new();
            let converter = converter.lock().unwrap_or_else(PoisonError::into_inner).take();
            let read = converter.map(|converter| converter.finish(&mut file)).unwrap_or_default();
            Ok(vec![file, json(&read).into_bytes()])
        })
    }
}
