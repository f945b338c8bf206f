//! The shared cases, `tests/cases/*.json`: what plain functions answer.
//!
//! The Python and Node packages run the same files; `tests/cases/README.md` says how they are written.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use matricula::report::{ReportSchedule, ScheduleError};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    about: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    ask: String,
    with: Map<String, Value>,
    /// What is answered; nothing when the arguments are of the wrong shape. (An answer may itself be `null`.)
    #[serde(default, deserialize_with = "some")]
    answer: Option<Value>,
    /// The field that is not what it should be.
    invalid: Option<String>,
}

fn some<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

fn argument<T: DeserializeOwned>(case: &Case, name: &str) -> T {
    let value = case.with.get(name).unwrap_or(&Value::Null);
    T::deserialize(value).unwrap_or_else(|error| panic!("{}: {name}: {error}", case.name))
}

/// The answer, or the field that is not what it should be.
fn ask(case: &Case) -> Result<Value, String> {
    let lacking = |error: ScheduleError| error.field().to_owned();
    match case.ask.as_str() {
        "next_due" => {
            let schedule: ReportSchedule = argument(case, "schedule");
            schedule.next_due(argument(case, "after")).map(|due| json!(due)).map_err(lacking)
        }
        "due_between" => {
            let schedule: ReportSchedule = argument(case, "schedule");
            let due = schedule.due_between(
                argument(case, "after"),
                argument(case, "until"),
                argument(case, "limit"),
            );
            due.map(|due| json!(due)).map_err(lacking)
        }
        other => panic!("`{other}` is no function"),
    }
}

#[test]
fn every_case_is_answered_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut names = BTreeSet::new();
    let mut failures = Vec::new();
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    paths.sort();
    for path in paths {
        let file: CaseFile = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert!(!file.about.is_empty() && !file.cases.is_empty(), "{}", path.display());
        for case in file.cases {
            assert!(names.insert(case.name.clone()), "{} is there twice", case.name);
            let expected = match (&case.answer, &case.invalid) {
                (Some(answer), None) => Ok(answer.clone()),
                (None, Some(field)) => Err(field.clone()),
                _ => panic!("{}: either an answer or what is invalid", case.name),
            };
            let found = ask(&case);
            if found != expected {
                failures.push(format!("{}\n  {found:?}\n  instead of\n  {expected:?}", case.name));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
