//! The shared vectors, `tests/vectors/*.json`: each scenario is lived through and its answers are compared.
//!
//! The Python and Node packages run the same files; `tests/vectors/README.md` says how they are written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use matricula::report::EmailReport;
use matricula::table::{FormulaGuard, ReaderOptions, Record, read_all};
use matricula::{
    Command, Commit, Context, ImportDomains, InviteLearners, Refusal, Register, SyncRoster, UserColumn,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// Every rule that must have a scenario.
const RULES: &[&str] = &[
    "ID-1", "ID-2", "ID-3", "ID-4", "CON-1", "CON-2", "CON-3", "CON-4", "CON-5", "CON-6", "CON-7", "CON-8",
    "PRG-1", "PRG-2", "VIEW-1", "VIEW-2", "VIEW-4", "VIEW-3", "INV-1", "INV-2", "INV-3", "INV-4", "INV-5",
    "INV-6", "ROS-1", "WL-1", "WL-2", "WL-3", "ENR-1", "ENR-2", "ENR-3", "ENR-4", "ADM-1", "ADM-2", "ADM-3",
    "API-3", "API-5", "API-6", "API-7", "REP-3", "REP-5",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bases {
    #[allow(dead_code, reason = "for readers of the file")]
    about: String,
    names: Map<String, Value>,
    /// The questions and the order of their arguments, for the languages that look methods up by name.
    questions: BTreeMap<String, Vec<String>>,
    bases: BTreeMap<String, Vec<Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VectorFile {
    about: String,
    scenarios: Vec<Scenario>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    name: String,
    rules: Vec<String>,
    /// Names of bases and steps, in order.
    given: Vec<Value>,
    #[serde(default)]
    when: Vec<Value>,
    #[serde(default)]
    then: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    at: Option<Value>,
    actor: Option<Value>,
    command_id: Option<Value>,
    command: Option<Value>,
    /// A bulk command whose outcome is only shown.
    preview: Option<Value>,
    /// The name, without its `$`, under which the preview's fingerprint is kept for later steps.
    save: Option<String>,
    then: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    ask: String,
    /// The actor and the time, where it is asked for someone.
    seen_by: Option<Value>,
    with: Map<String, Value>,
    /// The instant up to which the commits are replayed before the question is asked.
    as_of: Option<Value>,
    answer: Value,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

fn read<T: DeserializeOwned>(path: &Path) -> T {
    let text = fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn bases() -> Bases {
    read(&folder().join("bases.json"))
}

fn files() -> Vec<(String, VectorFile)> {
    let mut paths: Vec<_> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .filter(|path| path.file_name().is_some_and(|name| name != "bases.json"))
        .collect();
    paths.sort();
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), read(path))).collect()
}

/// Puts what a `$name` stands for in its place, everywhere.
fn resolve(value: &Value, names: &Map<String, Value>) -> Value {
    match value {
        Value::String(text) if text.starts_with('$') => {
            let found = names.get(text).unwrap_or_else(|| panic!("`{text}` is no name of bases.json"));
            resolve(found, names)
        }
        Value::Array(items) => items.iter().map(|item| resolve(item, names)).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, field)| (key.clone(), resolve(field, names)))
            .collect::<Map<_, _>>()
            .into(),
        plain => plain.clone(),
    }
}

/// Where a value does not have what was expected of it. Fields not expected may be anything.
fn difference(expected: &Value, found: &Value, place: &str) -> Option<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => expected.iter().find_map(|(key, value)| {
            let place = format!("{place}.{key}");
            match found.get(key) {
                Some(found) => difference(value, found, &place),
                None => Some(format!("{place} is missing")),
            }
        }),
        (Value::Array(expected), Value::Array(items)) => {
            if expected.len() != items.len() {
                return Some(format!(
                    "{place} has {} items instead of {}: {found}",
                    items.len(),
                    expected.len()
                ));
            }
            let pairs = expected.iter().zip(items).enumerate();
            pairs
                .map(|(index, (expected, found))| difference(expected, found, &format!("{place}[{index}]")))
                .find_map(|found| found)
        }
        _ => (expected != found).then(|| format!("{place} is {found} instead of {expected}")),
    }
}

fn ensure_like(expected: &Value, found: &Value, place: &str) -> Result<(), String> {
    difference(expected, found, place).map_or(Ok(()), Err)
}

fn parsed<T: DeserializeOwned>(value: &Value, place: &str) -> Result<T, String> {
    T::deserialize(value).map_err(|error| format!("{place}: {error}"))
}

fn json_of(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

/// A register that lives through a scenario, and all that it was told.
struct Run {
    names: Map<String, Value>,
    register: Register,
    commits: Vec<Commit>,
    at: Value,
}

impl Run {
    fn take(&mut self, steps: &[Value], bases: &BTreeMap<String, Vec<Value>>) -> Result<(), String> {
        for (number, step) in steps.iter().enumerate() {
            if let Some(base) = step.as_str() {
                let steps = bases.get(base).ok_or_else(|| format!("`{base}` is no base"))?;
                self.take(steps, bases)?;
            } else {
                self.step(step).map_err(|error| format!("step {}: {error}", number + 1))?;
            }
        }
        Ok(())
    }

    fn step(&mut self, step: &Value) -> Result<(), String> {
        let step: Step = parsed(&resolve(step, &self.names), "a step")?;
        if let Some(at) = step.at {
            self.at = at;
        }
        let context: Context = parsed(
            &json!({
                "now": self.at,
                "actor": step.actor.unwrap_or_else(|| json!({ "kind": "operator" })),
                "command_id": step.command_id,
            }),
            "the context",
        )?;
        let then = step.then.unwrap_or_default();
        let before = self.register.snapshot();
        match (step.command, step.preview) {
            (Some(command), None) => {
                let command: Command = parsed(&command, "the command")?;
                self.command(&command, &context, &then, &before)
            }
            (None, Some(command)) => {
                let preview = self.preview(&command, &context)?;
                if self.register.snapshot() != before {
                    return Err("a preview changed the register".into());
                }
                match (preview, then.get("refused").filter(|expected| expected.is_object())) {
                    (Err(refusal), Some(expected)) => ensure_like(expected, &json_of(&refusal), "refused"),
                    (Err(refusal), None) => Err(format!("refused: {refusal}")),
                    (Ok(_), Some(_)) => Err("the preview was not refused".into()),
                    (Ok(preview), None) => {
                        if let Some(name) = step.save {
                            self.names.insert(format!("${name}"), preview["preview"].clone());
                        }
                        ensure_like(&Value::Object(then), &preview, "preview")
                    }
                }
            }
            _ => Err("a step has either a command or a preview".into()),
        }
    }

    fn preview(&self, command: &Value, context: &Context) -> Result<Result<Value, Refusal>, String> {
        let kind = command["kind"].as_str().unwrap_or_default();
        let mut fields = command.clone();
        fields.as_object_mut().and_then(|fields| fields.remove("kind"));
        let preview = match kind {
            "invite_learners" => {
                let command: InviteLearners = parsed(&fields, "the command")?;
                self.register.preview_invitations(&command, context)
            }
            "import_domains" => {
                let command: ImportDomains = parsed(&fields, "the command")?;
                self.register.preview_domains(&command, context)
            }
            "sync_roster" => {
                let command: SyncRoster = parsed(&fields, "the command")?;
                let plan = self.register.plan_roster(&command, context);
                return Ok(plan.map(|plan| json_of(&plan)));
            }
            kind => return Err(format!("`{kind}` has no preview")),
        };
        Ok(preview.map(|preview| json_of(&preview)))
    }

    fn command(
        &mut self,
        command: &Command,
        context: &Context,
        then: &Map<String, Value>,
        before: &[u8],
    ) -> Result<(), String> {
        let reasons = self.register.why(command, context);
        let decision = self.register.decide(command, context);
        if self.register.snapshot() != before {
            return Err("deciding changed the register".into());
        }
        let decision = match decision {
            Err(refusal) => {
                if reasons.first() != Some(&refusal) {
                    return Err(format!("refused with {refusal}, but why gives {reasons:?}"));
                }
                if self.register.execute(command, context) != Err(refusal.clone())
                    || self.register.snapshot() != before
                {
                    return Err("a refused command changed the register".into());
                }
                let expected = then.get("refused").ok_or_else(|| format!("refused: {refusal}"))?;
                ensure_like(expected, &facts(&refusal), "refused")?;
                let codes: Vec<_> = reasons.iter().map(Refusal::code).collect();
                return then.get("why").map_or(Ok(()), |why| ensure_like(why, &json!(codes), "why"));
            }
            Ok(decision) => decision,
        };
        if !reasons.is_empty() {
            return Err(format!("carried out, but why gives {reasons:?}"));
        }
        if then.contains_key("refused") {
            return Err(format!("not refused: {:?}", decision.commit.events));
        }
        let repeated = then.get("repeated").cloned().unwrap_or(false.into());
        ensure_like(&repeated, &decision.repeated.into(), "repeated")?;
        let commit = self.register.execute(command, context).map_err(|refusal| refusal.to_string())?;
        if commit != decision.commit || [commit.repeated, decision.commit.repeated] != [decision.repeated; 2]
        {
            return Err("executing gives another commit than deciding".into());
        }
        let found = json_of(&commit);
        for part in ["events", "rows", "warnings", "personal", "at"] {
            if let Some(expected) = then.get(part) {
                ensure_like(expected, &found[part], part)?;
            }
        }
        if decision.repeated {
            if self.register.snapshot() != before {
                return Err("a repeated command changed the register".into());
            }
        } else {
            self.commits.push(commit);
        }
        let known = ["events", "rows", "warnings", "personal", "at", "repeated"];
        match then.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(format!("`{key}` cannot be expected of a command that is carried out")),
            None => Ok(()),
        }
    }

    /// The register as of an earlier instant: replayed from nothing, and from a snapshot on the way.
    fn as_of(&self, at: &Value) -> Result<(Register, Register), String> {
        let at = parsed(at, "as_of")?;
        let replay = |mut register: Register| {
            register.replay_until(&self.commits, at).map_err(|error| error.to_string())?;
            Ok::<_, String>(register)
        };
        let replayed = replay(Register::new())?;
        let half = usize::try_from(replayed.sequence() / 2).unwrap();
        let mut earlier = Register::new();
        for commit in &self.commits[..half] {
            earlier.apply(commit).map_err(|error| error.to_string())?;
        }
        let restored = Register::restore(&earlier.snapshot()).map_err(|error| error.to_string())?;
        let restored = replay(restored)?;
        if restored.snapshot() != replayed.snapshot() {
            return Err("replay from a snapshot gives another register".into());
        }
        Ok((replayed, restored))
    }

    /// What holds after every scenario, whatever it is about.
    fn close(&self) -> Result<(), String> {
        self.register.check_invariants().map_err(|error| error.to_string())?;
        let snapshot = self.register.snapshot();
        let mut replica = Register::new();
        for commit in &self.commits {
            let text = serde_json::to_string(commit).unwrap();
            let stored: Commit = serde_json::from_str(&text).map_err(|error| error.to_string())?;
            if stored != *commit {
                return Err(format!("a commit is not read as it was written: {text}"));
            }
            replica.apply(&stored).map_err(|error| error.to_string())?;
        }
        if replica.snapshot() != snapshot {
            return Err("replaying the commits gives another register".into());
        }
        let restored = Register::restore(&snapshot).map_err(|error| error.to_string())?;
        if restored.snapshot() != snapshot {
            return Err("a restored register has another snapshot".into());
        }
        restored.check_invariants().map_err(|error| error.to_string())
    }
}

/// A refusal as the vectors see it.
fn facts(refusal: &Refusal) -> Value {
    let mut found = json_of(refusal);
    found["rule"] = refusal.rule().into();
    found["cure"] = json_of(&refusal.cure());
    found["message"] = refusal.to_string().into();
    found
}

/// The answer to a question that not everyone may ask.
fn told<T: serde::Serialize>(answer: Result<T, Refusal>) -> Value {
    answer.map_or_else(|refusal| json!({ "refused": facts(&refusal) }), |answer| json_of(&answer))
}

/// An email report as the vectors see it: the rows of its files by their headers, and the figures.
fn report_of(report: &EmailReport) -> Value {
    let rows = |file: &[u8]| {
        let records = read_all(file, ReaderOptions::default());
        let (headers, rows) = records.split_first().expect("a file has a header line");
        let row = |record: &Record| -> Value {
            headers
                .iter()
                .zip(record.iter())
                .map(|(header, cell)| (header.to_owned(), cell.into()))
                .collect::<Map<_, _>>()
                .into()
        };
        rows.iter().map(row).collect::<Value>()
    };
    json!({
        "usage": rows(&report.usage),
        "membership": rows(&report.membership),
        "specialization": rows(&report.specialization),
        "summary": report.summary,
    })
}

/// The argument of a question.
fn argument<T: DeserializeOwned>(with: &Map<String, Value>, name: &str) -> Result<T, String> {
    parsed(with.get(name).unwrap_or(&Value::Null), name)
}

fn ask(register: &Register, question: &Question) -> Result<Value, String> {
    macro_rules! answer {
        ($question:ident by value $($name:ident),*) => {
            json_of(&register.$question($(argument(&question.with, stringify!($name))?),*))
        };
    }
    let text = |name: &str| argument::<String>(&question.with, name);
    if let Some(context) = &question.seen_by {
        let context: Context = parsed(context, "seen_by")?;
        let mut asked = question.with.clone();
        asked.insert("question".into(), question.ask.as_str().into());
        let asked: matricula::question::Question = parsed(&asked.into(), "the question")?;
        return Ok(told(register.seen_by(&context).answer(&asked)));
    }
    Ok(match question.ask.as_str() {
        "contracts" => answer!(contracts by value at),
        "contract_by_id" => answer!(contract_by_id by value contract, at),
        "programs" => answer!(programs by value at),
        "program_by_id" => answer!(program_by_id by value program, at),
        "funnel" => answer!(funnel by value at),
        "learner" => answer!(learner by value learner, at),
        "learner_by_email" => {
            json_of(&register.learner_by_email(&text("email")?, argument(&question.with, "at")?))
        }
        "membership" => answer!(membership by value program, learner, at),
        "enrollments" => answer!(enrollments by value program, learner),
        "invitation" => answer!(invitation by value invitation, at),
        "invitation_of" => json_of(&register.invitation_of(
            argument(&question.with, "program")?,
            &text("email")?,
            argument(&question.with, "at")?,
        )),
        "whitelist" => answer!(whitelist by value program),
        "courses" => json_of(&register.courses()),
        "specializations" => json_of(&register.specializations()),
        "collections" => answer!(collections by value program),
        "administrators" => json_of(&register.administrators()),
        "ledger" => answer!(ledger by value contract, units, start, limit),
        "seats_as_of" => answer!(seats_as_of by value contract, at),
        "units_as_of" => answer!(units_as_of by value contract, at),
        "remaining_as_of" => answer!(remaining_as_of by value contract, at),
        "notices" => answer!(notices by value at),
        "forecast" => answer!(forecast by value contract, at, days),
        "catalog_counts" => answer!(catalog_counts by value program),
        "rights" => json_of(&register.rights()),
        "user_list" => told(
            register.user_list(&argument(&question.with, "request")?, &argument(&question.with, "context")?),
        ),
        "user_list_csv" => {
            let columns: Vec<UserColumn> = argument(&question.with, "columns")?;
            let guarded: bool = argument(&question.with, "guard_formulas")?;
            let guard = if guarded { FormulaGuard::On } else { FormulaGuard::Off };
            let context = argument(&question.with, "context")?;
            let selection = argument(&question.with, "selection")?;
            let file = register.user_list_csv(&selection, &columns, guard, &context);
            told(file.map(|bytes| String::from_utf8(bytes).unwrap()))
        }
        "email_report" => told(
            register
                .email_report(&argument(&question.with, "request")?, &argument(&question.with, "context")?)
                .map(|report| report_of(&report)),
        ),
        "home" => {
            told(register.home(&argument(&question.with, "request")?, &argument(&question.with, "context")?))
        }
        "leaderboard" => told(
            register
                .leaderboard(&argument(&question.with, "request")?, &argument(&question.with, "context")?),
        ),
        "preview_program" => told(register.preview_program(
            argument(&question.with, "program")?,
            argument(&question.with, "learner")?,
            &argument(&question.with, "context")?,
        )),
        "organization" => told(register.organization(&argument(&question.with, "context")?)),
        "gradebook_level" => told(
            register
                .gradebook_level(&argument(&question.with, "scope")?, &argument(&question.with, "context")?),
        ),
        "next_deadline" => answer!(next_deadline by value after),
        "latest" => json_of(&register.latest()),
        "sequence" => json_of(&register.sequence()),
        other => return Err(format!("`{other}` is no question")),
    })
}

fn live(scenario: &Scenario, bases: &Bases) -> Result<(), String> {
    let mut run = Run {
        names: bases.names.clone(),
        register: Register::new(),
        commits: Vec::new(),
        at: Value::Null,
    };
    run.take(&scenario.given, &bases.bases).map_err(|error| format!("given {error}"))?;
    run.take(&scenario.when, &bases.bases).map_err(|error| format!("when {error}"))?;
    // What is derived must be the same in a restored register as in the one that lived through it.
    let restored = Register::restore(&run.register.snapshot()).map_err(|error| error.to_string())?;
    for (number, question) in scenario.then.iter().enumerate() {
        let place = format!("then {}", number + 1);
        let question: Question = parsed(&resolve(question, &run.names), &place)?;
        let known = bases.questions.get(&question.ask).ok_or_else(|| format!("{place}: no such question"))?;
        if question.seen_by.is_none() && !question.with.keys().all(|name| known.contains(name)) {
            return Err(format!("{place}: {} takes {known:?}", question.ask));
        }
        let earlier = question.as_of.as_ref().map(|at| run.as_of(at)).transpose()?;
        let asked = match &earlier {
            Some((replayed, restored)) => [replayed, restored],
            None => [&run.register, &restored],
        };
        for register in asked {
            let found = ask(register, &question).map_err(|error| format!("{place}: {error}"))?;
            ensure_like(&question.answer, &found, &format!("{place} {}", question.ask))?;
        }
    }
    run.close()
}

#[test]
fn every_scenario_goes_as_written() {
    let bases = bases();
    let mut count = 0;
    let mut failures = Vec::new();
    for (file, vectors) in files() {
        for scenario in &vectors.scenarios {
            count += 1;
            if let Err(error) = live(scenario, &bases) {
                failures.push(format!("{file}: {}\n    {error}", scenario.name));
            }
        }
    }
    assert!(count > 0, "no scenario was found");
    assert!(
        failures.is_empty(),
        "{} of {count} scenarios fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn every_rule_has_a_scenario() {
    let found: BTreeSet<String> = files()
        .into_iter()
        .flat_map(|(_, file)| file.scenarios)
        .flat_map(|scenario| scenario.rules)
        .collect();
    let missing: Vec<_> = RULES.iter().filter(|rule| !found.contains(**rule)).collect();
    assert!(missing.is_empty(), "no scenario for {missing:?}");
}

#[test]
fn every_file_says_what_it_is_about_and_every_name_its_rule() {
    let mut names = BTreeSet::new();
    for (file, vectors) in files() {
        assert!(!vectors.about.is_empty(), "{file} does not say what it is about");
        for scenario in vectors.scenarios {
            let named = scenario.rules.iter().any(|rule| {
                scenario.name.starts_with(&format!("{}_", rule.to_lowercase().replace('-', "_")))
            });
            assert!(named, "{file}: {} does not start with one of its rules", scenario.name);
            let tells = !scenario.then.is_empty()
                || scenario.when.iter().any(|step| step.get("then").is_some_and(|then| then != &json!({})));
            assert!(tells, "{file}: {} expects nothing", scenario.name);
            assert!(names.insert(scenario.name.clone()), "{file}: {} is there twice", scenario.name);
        }
    }
}

#[test]
fn a_difference_is_found_wherever_it_is() {
    let found = json!({ "a": [{ "b": 1, "c": 2 }], "d": null });
    assert_eq!(difference(&json!({ "a": [{ "b": 1 }] }), &found, ""), None);
    for expected in
        [json!({ "a": [] }), json!({ "a": [{ "b": 2 }] }), json!({ "d": 0 }), json!({ "e": null })]
    {
        assert!(difference(&expected, &found, "").is_some(), "{expected}");
    }
}
