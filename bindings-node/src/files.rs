//! Files that come in, and reports that are read again: rows in pieces of JSON text, then all else about the file; and
//! figures of reports of any size, read in pieces.

use std::sync::{Arc, Mutex, PoisonError};

use matricula::report::{
    self, AttemptFile, FiguresReader, FileSummarizer, Membership, Report, Specialization, SummaryReader,
    Table, Usage,
};
use matricula::schema::FieldSchema;
use matricula::schema::{Described, TypeSchema};
use matricula::table::{
    ActivityFile, CatalogFile, FormulaGuard, InvitationFile, ReadOptions, ReaderOptions, Strictness,
    WhitelistFile,
};
use napi::bindgen_prelude::{AsyncTask, Uint8Array};
use napi_derive::napi;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::answer::{Failure, json};
use crate::dialects::own_dialect;
use crate::parts::{NativeCourse, read_path};
use crate::shape;
use crate::work::{Made, Work};

/// Rows in a piece of JSON text.
const PIECE: usize = 4_096;

fn pieces<T: Serialize>(rows: &[T], rest: &serde_json::Value) -> Made {
    let mut made: Vec<_> =
        rows.chunks(PIECE).map(|rows| serde_json::to_vec(rows).unwrap_or_default()).collect();
    made.push(serde_json::to_vec(rest).unwrap_or_default());
    Ok(made)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    lenient: Option<bool>,
    guard_formulas: Option<bool>,
}

const OPTIONS: &[FieldSchema] = &[
    FieldSchema { name: "lenient", field_type: TypeSchema::Optional(&bool::TYPE), doc: "" },
    FieldSchema { name: "guard_formulas", field_type: TypeSchema::Optional(&bool::TYPE), doc: "" },
];

/// How files are read, as JSON text.
pub(crate) fn read_options(text: &str) -> Result<ReadOptions, Failure> {
    let given: Options =
        shape::read_fields(text, OPTIONS).map_err(|defect| shape::under("options", defect))?;
    let strictness = if given.lenient == Some(true) {
        Strictness::Lenient
    } else {
        Strictness::Strict
    };
    Ok(ReadOptions {
        records: ReaderOptions { strictness, ..ReaderOptions::default() },
        guard: if given.guard_formulas == Some(true) {
            FormulaGuard::On
        } else {
            FormulaGuard::Off
        },
        ..ReadOptions::default()
    })
}

fn table<R: Serialize>(table: &Table<R>) -> Made {
    pieces(
        &table.rows,
        &json!({
            "lines": table.lines,
            "other_headers": table.other_headers,
            "other_cells": table.other_cells,
            "records": table.records,
            "problems": table.problems,
            "form": table.form,
            "spellings": table.spellings,
        }),
    )
}

macro_rules! file {
    ($bytes:expr, $File:ident) => {{
        let file = $File::read($bytes);
        pieces(&file.rows, &json!({ "problems": file.problems, "records": file.records }))
    }};
}

fn read(what: &str, bytes: &[u8], given: &str, dialect: Option<&str>) -> Made {
    match what {
        "invitations" => file!(bytes, InvitationFile),
        "whitelist" => file!(bytes, WhitelistFile),
        "catalog" => file!(bytes, CatalogFile),
        "activity" => file!(bytes, ActivityFile),
        "usage" => read_report::<Usage>(bytes, given, dialect),
        "membership" => read_report::<Membership>(bytes, given, dialect),
        "attempts" => {
            let file = AttemptFile::read(bytes, read_options(given)?);
            pieces(
                &file.rows,
                &json!({ "lines": file.lines, "problems": file.problems, "records": file.records }),
            )
        }
        "gradebook" => table(&report::read_gradebook(bytes, read_options(given)?)),
        _ => read_report::<Specialization>(bytes, given, dialect),
    }
}

fn read_report<L: Report>(bytes: &[u8], given: &str, dialect: Option<&str>) -> Made
where
    L::Row<'static>: Serialize,
{
    let options = read_options(given)?;
    table(&match dialect {
        None => report::read::<L>(bytes, options),
        Some(dialect) => {
            let dialect = own_dialect(dialect)?;
            dialect.must_be_of::<L>()?;
            report::read_with_dialect::<L>(bytes, &dialect, options)
        }
    })
}

/// Reads a file on a worker thread. Its bytes are copied first, so that they may change meanwhile.
#[napi]
pub fn read_file(
    what: String,
    bytes: Uint8Array,
    options: String,
    dialect: Option<String>,
) -> AsyncTask<Work> {
    let bytes = bytes.to_vec();
    Work::new(move || read(&what, &bytes, &options, dialect.as_deref()))
}

/// The empty file of a kind, to be filled in.
#[napi]
pub fn template(what: String) -> &'static str {
    match what.as_str() {
        "invitations" => InvitationFile::template(),
        "whitelist" => WhitelistFile::template(),
        "catalog" => CatalogFile::template(),
        "attempts" => AttemptFile::template(),
        _ => ActivityFile::template(),
    }
}

/// The figures of two reports that come in pieces. Each piece is read on a worker thread.
#[napi]
pub struct NativeSummarizer {
    files: Arc<Mutex<Option<FileSummarizer>>>,
}

#[napi]
impl NativeSummarizer {
    /// Not started yet.
    #[napi(constructor)]
    #[allow(clippy::new_without_default, reason = "only JavaScript makes one")]
    pub fn new() -> Self {
        Self { files: Arc::new(Mutex::new(None)) }
    }

    /// Starts both files, to be read as told; gives what is wrong with that, or nothing.
    #[napi]
    pub fn start(&self, given: String) -> Option<String> {
        match read_options(&given) {
            Ok(options) => {
                *self.files.lock().unwrap_or_else(PoisonError::into_inner) =
                    Some(FileSummarizer::new(options));
                None
            }
            Err(failure) => Some(failure.told()),
        }
    }

    /// Reads the next piece of the usage report, or of the membership report.
    #[napi]
    pub fn push(&self, is_usage: bool, bytes: Uint8Array) -> AsyncTask<Work> {
        let (files, bytes) = (Arc::clone(&self.files), bytes.to_vec());
        Work::new(move || {
            let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(files) = files.as_mut() {
                if is_usage { files.push_usage(&bytes) } else { files.push_membership(&bytes) }
            }
            Ok(Vec::new())
        })
    }

    /// Reads all of the usage report, or of the membership report, by all cores.
    #[napi]
    pub fn read_path(&self, is_usage: bool, path: String, course: &NativeCourse) -> AsyncTask<Work> {
        let (files, course) = (Arc::clone(&self.files), course.clone());
        Work::new(move || {
            let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(files) = files.as_mut() else { return Ok(Vec::new()) };
            let options = files.options();
            if is_usage {
                files.take_usage(read_path(&path, SummaryReader::new(options), &course)?);
            } else {
                files.take_membership(read_path(&path, SummaryReader::new(options), &course)?);
            }
            Ok(Vec::new())
        })
    }

    /// Ends both files and gives the figures.
    #[napi]
    pub fn finish(&self) -> AsyncTask<Work> {
        let files = Arc::clone(&self.files);
        Work::new(move || {
            let files = files.lock().unwrap_or_else(PoisonError::into_inner).take();
            let read = files.map(FileSummarizer::finish).unwrap_or_default();
            Ok(vec![json(&read).into_bytes()])
        })
    }
}

/// The seven figures of a usage report that comes in pieces. Each piece is read on a worker thread.
#[napi]
pub struct NativeFigures {
    file: Arc<Mutex<Option<FiguresReader>>>,
}

#[napi]
impl NativeFigures {
    /// Not started yet.
    #[napi(constructor)]
    #[allow(clippy::new_without_default, reason = "only JavaScript makes one")]
    pub fn new() -> Self {
        Self { file: Arc::new(Mutex::new(None)) }
    }

    /// Starts the file, to be read as told; gives what is wrong with that, or nothing.
    #[napi]
    pub fn start(&self, given: String) -> Option<String> {
        match read_options(&given) {
            Ok(options) => {
                *self.file.lock().unwrap_or_else(PoisonError::into_inner) = Some(FiguresReader::new(options));
                None
            }
            Err(failure) => Some(failure.told()),
        }
    }

    /// Reads the next piece.
    #[napi]
    pub fn push(&self, bytes: Uint8Array) -> AsyncTask<Work> {
        let (file, bytes) = (Arc::clone(&self.file), bytes.to_vec());
        Work::new(move || {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(file) = file.as_mut() {
                file.push(&bytes);
            }
            Ok(Vec::new())
        })
    }

    /// Reads all of the file by all cores.
    #[napi]
    pub fn read_path(&self, path: String, course: &NativeCourse) -> AsyncTask<Work> {
        let (file, course) = (Arc::clone(&self.file), course.clone());
        Work::new(move || {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(reader) = file.take() {
                *file = Some(read_path(&path, reader, &course)?);
            }
            Ok(Vec::new())
        })
    }

    /// Ends the file and gives the figures.
    #[napi]
    pub fn finish(&self) -> AsyncTask<Work> {
        let file = Arc::clone(&self.file);
        Work::new(move || {
            let file = file.lock().unwrap_or_else(PoisonError::into_inner).take();
            let read = file.map(FiguresReader::finish).unwrap_or_default();
            Ok(vec![json(&read).into_bytes()])
        })
    }
}
