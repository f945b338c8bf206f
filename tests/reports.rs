//! The shared cases of reports, `tests/reports/cases.json`: dialects, differences and figures by group.
//!
//! The Python and Node packages run the same file; `tests/reports/README.md` says how it is written.

use std::fs;
use std::path::Path;

use matricula::report::{
    ComparableReport, Dialect, DialectName, DialectTable, FiguresAccumulator, FiguresReader, FileComparer,
    FileGrouper, FileRead, FileSummarizer, GroupAccumulator, GroupBy, Membership, Report, ReportConverter,
    ReportDifference, ReportKind, Specialization, SummaryAccumulator, Table, Target, Usage, WriteOptions,
    read, read_with_dialect, write, write_table,
};
use matricula::table::{FormulaGuard, Layout, ReadOptions, recognize};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    r#do: String,
    report: Option<ReportKind>,
    file: Option<String>,
    rows: Option<Vec<Value>>,
    dialect: Option<Value>,
    read_dialect: Option<Value>,
    guard: Option<bool>,
    read_guard: Option<bool>,
    before: Option<Value>,
    after: Option<Value>,
    by: Option<Vec<String>>,
    usage: Option<Value>,
    membership: Option<Value>,
    used: Option<u64>,
    answer: Option<Value>,
    error: Option<String>,
}

/// What a case comes to, or the code of its error.
type Outcome = Result<Value, String>;

fn dialect(value: &Value) -> Result<DialectTable, String> {
    let dialect: Dialect = Deserialize::deserialize(value).expect("a dialect is a name or a record");
    dialect.table().map_err(|error| error.code().to_owned())
}

fn known(value: &Value) -> Option<DialectName> {
    value.as_str().map(|name| name.parse().expect("a known dialect"))
}

fn guard(on: Option<bool>) -> FormulaGuard {
    if on == Some(true) { FormulaGuard::On } else { FormulaGuard::Off }
}

fn rows<R: DeserializeOwned>(rows: &[Value]) -> Result<Vec<R>, String> {
    rows.iter()
        .map(|row| R::deserialize(row).map_err(|_| "invalid_input".to_owned()))
        .collect()
}

fn options(case: &Case) -> ReadOptions {
    ReadOptions { guard: guard(case.read_guard), ..ReadOptions::default() }
}

fn text(file: Vec<u8>) -> Value {
    String::from_utf8(file).expect("what is written is UTF-8").into()
}

fn rewrite<L: Report>(case: &Case) -> Outcome {
    let bytes = case.file.as_deref().expect("a file").as_bytes();
    let table: Table<L::Row<'static>> = match &case.read_dialect {
        None => read::<L>(bytes, options(case)),
        Some(own) => {
            let own = dialect(own)?;
            own.must_be_of::<L>().map_err(|error| error.code().to_owned())?;
            read_with_dialect::<L>(bytes, &own, options(case))
        }
    };
    let own;
    let target = match &case.dialect {
        None => Target::Own,
        Some(value) => match known(value) {
            Some(name) => Target::Known(name),
            None => {
                own = dialect(value)?;
                Target::Dialect(&own)
            }
        },
    };
    let guard = case.guard.map_or(options(case).guard, |on| guard(Some(on)));
    let mut file = Vec::new();
    write_table::<L>(&table, target, guard, &mut file).map_err(|error| error.code().to_owned())?;
    Ok(text(file))
}

fn written<L: Report>(case: &Case) -> Outcome
where
    L::Row<'static>: DeserializeOwned,
{
    let rows = rows::<L::Row<'static>>(case.rows.as_deref().expect("rows"))?;
    let mut file = Vec::new();
    match &case.dialect {
        Some(value) if known(value).is_none() => {
            let table = Table { rows, ..read::<L>(b"", ReadOptions::default()) };
            let own = dialect(value)?;
            write_table::<L>(&table, Target::Dialect(&own), guard(case.guard), &mut file)
                .map_err(|error| error.code().to_owned())?;
        }
        value => {
            let dialect = value.as_ref().and_then(known).unwrap_or_default();
            write::<L>(rows, WriteOptions { guard: guard(case.guard), dialect }, &mut file);
        }
    }
    Ok(text(file))
}

fn converted<L: Report>(case: &Case) -> Outcome {
    let converter = match &case.dialect {
        None => ReportConverter::<L>::to_itself(options(case)),
        Some(value) => match known(value) {
            Some(name) => ReportConverter::to_known(name, options(case)),
            None => ReportConverter::to_dialect(&dialect(value)?, options(case))
                .map_err(|error| error.code().to_owned())?,
        },
    };
    let mut converter = converter.guarding(case.guard.map_or(options(case).guard, |on| guard(Some(on))));
    let mut file = Vec::new();
    for piece in case.file.as_deref().expect("a file").as_bytes().chunks(7) {
        converter.push(piece, &mut file);
    }
    let read: FileRead = converter.finish(&mut file);
    assert_eq!(Some(read.used), case.used, "{}", case.name);
    Ok(text(file))
}

fn compared<L: ComparableReport>(case: &Case) -> Outcome
where
    L::Row<'static>: DeserializeOwned,
    L::Comparison: serde::Serialize,
{
    let mut files = FileComparer::<L>::new(options(case));
    match case.before.as_ref().expect("an earlier export") {
        Value::Array(given) => {
            rows::<L::Row<'static>>(given)?.iter().for_each(|row| files.observe_before(row));
        }
        file => files.push_before(file.as_str().expect("a file").as_bytes()),
    }
    match case.after.as_ref().expect("a later export") {
        Value::Array(given) => {
            rows::<L::Row<'static>>(given)?.iter().for_each(|row| files.observe_after(row));
        }
        file => files.push_after(file.as_str().expect("a file").as_bytes()),
    }
    Ok(serde_json::to_value(files.finish()).expect("a record is JSON"))
}

fn grouped(case: &Case) -> Outcome {
    let by = GroupBy::new(case.by.as_deref().expect("columns")).map_err(|error| error.code().to_owned())?;
    let mut files = FileGrouper::new(by, options(case));
    match &case.usage {
        None => {}
        Some(Value::Array(given)) => {
            rows::<<Usage as Layout>::Row<'static>>(given)?
                .iter()
                .for_each(|row| files.observe_usage(row));
        }
        Some(file) => files.push_usage(file.as_str().expect("a file").as_bytes()),
    }
    match &case.membership {
        None => {}
        Some(Value::Array(given)) => {
            rows::<<Membership as Layout>::Row<'static>>(given)?
                .iter()
                .for_each(|row| files.observe_membership(row));
        }
        Some(file) => files.push_membership(file.as_str().expect("a file").as_bytes()),
    }
    Ok(serde_json::to_value(files.finish()).expect("a record is JSON"))
}

fn hex(bytes: &[u8]) -> Value {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
}

fn file(given: &Option<Value>) -> Option<&[u8]> {
    given.as_ref().map(|given| given.as_str().expect("a file").as_bytes())
}

/// Each file is taken in by itself, stored, restored, and merged into the other.
fn stored<L: ComparableReport>(case: &Case) -> Outcome {
    let mut before = FileComparer::<L>::new(options(case));
    before.push_before(file(&case.before).expect("an earlier export"));
    let mut after = FileComparer::<L>::new(options(case));
    after.push_after(file(&case.after).expect("a later export"));
    let again = |files: FileComparer<L>| {
        let bytes = files.into_difference().0.to_bytes();
        ReportDifference::<L>::from_bytes(&bytes).expect("what was written is read")
    };
    let mut merged = again(after);
    merged.merge(again(before));
    Ok(hex(&merged.to_bytes()))
}

fn stored_groups(case: &Case) -> Outcome {
    let by = GroupBy::new(case.by.as_deref().expect("columns")).map_err(|error| error.code().to_owned())?;
    let mut usage = FileGrouper::new(by.clone(), options(case));
    usage.push_usage(file(&case.usage).expect("a usage report"));
    let mut membership = FileGrouper::new(by, options(case));
    membership.push_membership(file(&case.membership).expect("a membership report"));
    let again = |files: FileGrouper| {
        let bytes = files.into_accumulator().0.to_bytes();
        GroupAccumulator::from_bytes(&bytes).expect("what was written is read")
    };
    let mut merged = again(membership);
    assert!(merged.merge(again(usage)));
    Ok(hex(&merged.to_bytes()))
}

fn stored_summary(case: &Case) -> Outcome {
    let mut usage = FileSummarizer::new(options(case));
    usage.push_usage(file(&case.usage).expect("a usage report"));
    let mut membership = FileSummarizer::new(options(case));
    membership.push_membership(file(&case.membership).expect("a membership report"));
    let again = |files: FileSummarizer| {
        let bytes = files.into_accumulator().0.to_bytes();
        SummaryAccumulator::from_bytes(&bytes).expect("what was written is read")
    };
    let mut merged = again(membership);
    merged.merge(again(usage));
    Ok(hex(&merged.to_bytes()))
}

fn stored_figures(case: &Case) -> Outcome {
    let again = |given: &Option<Value>| {
        let mut reader = FiguresReader::new(options(case));
        reader.push(file(given).expect("a usage report"));
        let bytes = reader.into_accumulator().0.to_bytes();
        FiguresAccumulator::from_bytes(&bytes).expect("what was written is read")
    };
    let mut merged = again(&case.after);
    merged.merge(again(&case.before));
    Ok(hex(&merged.to_bytes()))
}

fn outcome(case: &Case) -> Outcome {
    match (case.r#do.as_str(), case.report) {
        ("recognize", _) => {
            let file = case.file.as_deref().expect("a file");
            Ok(serde_json::to_value(recognize(file.as_bytes())).expect("a record is JSON"))
        }
        ("rewrite", Some(ReportKind::Usage)) => rewrite::<Usage>(case),
        ("rewrite", Some(ReportKind::Membership)) => rewrite::<Membership>(case),
        ("rewrite", Some(ReportKind::Specialization)) => rewrite::<Specialization>(case),
        ("write", Some(ReportKind::Usage)) => written::<Usage>(case),
        ("write", Some(ReportKind::Membership)) => written::<Membership>(case),
        ("write", Some(ReportKind::Specialization)) => written::<Specialization>(case),
        ("convert", Some(ReportKind::Usage)) => converted::<Usage>(case),
        ("convert", Some(ReportKind::Membership)) => converted::<Membership>(case),
        ("convert", Some(ReportKind::Specialization)) => converted::<Specialization>(case),
        ("compare", Some(ReportKind::Usage)) => compared::<Usage>(case),
        ("compare", Some(ReportKind::Membership)) => compared::<Membership>(case),
        ("compare", Some(ReportKind::Specialization)) => compared::<Specialization>(case),
        ("group", _) => grouped(case),
        ("store", Some(ReportKind::Usage)) => stored::<Usage>(case),
        ("store", Some(ReportKind::Membership)) => stored::<Membership>(case),
        ("store", Some(ReportKind::Specialization)) => stored::<Specialization>(case),
        ("store", None) => stored_groups(case),
        ("store_summary", _) => stored_summary(case),
        ("store_figures", _) => stored_figures(case),
        (what, _) => panic!("{}: `{what}` is nothing that can be done", case.name),
    }
}

/// Where a value does not have what was expected of it. Fields not expected may be anything.
fn difference(expected: &Value, found: &Value, place: &str) -> Option<String> {
    match (expected, found) {
        (Value::Object(fields), Value::Object(found)) => fields.iter().find_map(|(key, value)| {
            difference(value, found.get(key).unwrap_or(&Value::from("nothing")), &format!("{place}.{key}"))
        }),
        (Value::Array(items), Value::Array(found)) if items.len() == found.len() => items
            .iter()
            .zip(found)
            .enumerate()
            .find_map(|(number, (item, found))| difference(item, found, &format!("{place}[{number}]"))),
        _ => (expected != found).then(|| format!("{place} is {found} instead of {expected}")),
    }
}

#[test]
fn rep_2_every_case_goes_as_written() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports/cases.json");
    let cases: Vec<Case> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert!(cases.len() > 30);
    let mut wrong = Vec::new();
    for case in &cases {
        let found = match (outcome(case), &case.answer, &case.error) {
            (Ok(found), Some(expected), None) => difference(expected, &found, "the answer"),
            (Err(code), None, Some(expected)) => {
                (code != *expected).then(|| format!("the error is `{code}` instead of `{expected}`"))
            }
            (found, ..) => Some(format!("it ends in {found:?}")),
        };
        wrong.extend(found.map(|found| format!("{}: {found}", case.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
