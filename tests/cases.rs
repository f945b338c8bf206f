//! The shared cases, `tests/cases/*.json`: what plain functions answer.
//!
//! The Python and Node packages run the same files; `tests/cases/README.md` says how they are written.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use matricula::report::{
    AssessmentAttempt, AttemptReader, GradebookAccumulator, ReportSchedule, ScheduleError,
};
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
        "gradebook" => gradebook(case),
        other => panic!("`{other}` is no function"),
    }
}

fn gradebook(case: &Case) -> Result<Value, String> {
    let mut facts = GradebookAccumulator::default();
    let attempts: Vec<AssessmentAttempt> = argument(case, "attempts");
    for (place, attempt) in attempts.iter().enumerate() {
        facts.observe(attempt).map_err(|error| format!("attempts[{place}].{}", error.field()))?;
    }
    let file: Option<String> = argument(case, "file");
    if let Some(file) = file {
        let mut reader = AttemptReader::new(Default::default());
        reader.push(file.as_bytes(), &mut facts);
        assert!(reader.finish(&mut facts).problems.is_empty(), "{}", case.name);
    }
    let made = facts.finish(&argument(case, "request"), argument(case, "made_at"));
    let made = made.map_err(|error| error.field().to_owned())?;
    assert!(made.archive.starts_with(b"PK"));
    let files = made.files.iter().map(|file| {
        let text = String::from_utf8(file.bytes.clone()).unwrap();
        json!({ "name": file.name, "text": text })
    });
    Ok(json!({ "files": files.collect::<Vec<_>>(), "summary": made.summary }))
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
