//! Files that come in, and reports that are read again: rows in pieces of JSON text, then all else about the file.

use matricula::report::{self, AttemptFile, Membership, Report, Specialization, Table, Usage};
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

use crate::answer::Failure;
use crate::dialects::own_dialect;
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

/// As in JavaScript, so that a message names what was written there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Options {
    lenient: Option<bool>,
    guard_formulas: Option<bool>,
}

const OPTIONS: &[FieldSchema] = &[
    FieldSchema { name: "lenient", field_type: TypeSchema::Optional(&bool::TYPE), doc: "" },
    FieldSchema { name: "guardFormulas", field_type: TypeSchema::Optional(&bool::TYPE), doc: "" },
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
