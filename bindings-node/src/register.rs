//! The register, held for JavaScript.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use matricula::question::Question;
use matricula::report::ReportRequest;
use matricula::schema::Described;
use matricula::table::FormulaGuard;
use matricula::{
    Command, Commit, Context, Decision, ImportPreview, LeaderboardRequest, Refusal, Register, RowOutcome,
    Timestamp, UserColumn, UserListRequest, UserSelection,
};
use napi::bindgen_prelude::{AsyncTask, Uint8Array};
use napi::{Env, JsString};
use napi_derive::napi;
use serde::Serialize;

use crate::answer::{Defect, Failure, ToldRefusal, json};
use crate::batch::{self, NativeBatch};
use crate::work::{Made, NativeText, Told, Work, told};
use crate::{forms, query, shape};

type Shared = Arc<Mutex<Register>>;

/// Learners and enrollments for which room can be made beforehand.
const ROOM: u32 = 10_000_000;

/// A register behind a lock: the event loop and worker threads take turns.
#[napi]
#[derive(Default)]
pub struct NativeRegister {
    shared: Shared,
    /// The context given last to `execute`: that of the next command is often the same.
    context: Mutex<Option<Context>>,
}

/// The register, alone.
fn lock(shared: &Shared) -> Result<MutexGuard<'_, Register>, Failure> {
    shared.lock().map_err(|_| Failure::HalfDone)
}

/// Puts another register in the place of this one, whatever became of it.
fn put(shared: &Shared, register: Register) {
    *shared.lock().unwrap_or_else(PoisonError::into_inner) = register;
    shared.clear_poison();
}

fn command(text: &str) -> Result<Command, Defect> {
    shape::read(text, "command", Command::TYPE)
}

fn context(text: &str) -> Result<Context, Defect> {
    shape::read_argument(text, "context", Context::TYPE)
}

/// A commit's compact bytes as text with a character for each, and a `+` before them when it is a repetition.
fn told_commit<'env>(env: &'env Env, commit: &Commit) -> napi::Result<JsString<'env>> {
    let bytes = forms::to_bytes(commit);
    if commit.repeated {
        env.create_string_latin1([b"+", bytes.as_slice()].concat())
    } else {
        env.create_string_latin1(bytes)
    }
}

fn execute(shared: &Shared, command_text: &str, context_text: &str) -> Result<Commit, Failure> {
    let command = command(command_text)?;
    let context = context(context_text)?;
    Ok(lock(shared)?.execute(&command, &context)?)
}

fn refusals(refusals: &[Refusal]) -> String {
    json(&refusals.iter().map(ToldRefusal::of).collect::<Vec<_>>())
}

fn why(shared: &Shared, command_text: &str, context_text: &str) -> Result<String, Failure> {
    let command = command(command_text)?;
    let context = context(context_text)?;
    Ok(refusals(&lock(shared)?.why(&command, &context)))
}

fn preview(shared: &Shared, command_text: &str, context_text: &str) -> Made {
    let command = command(command_text)?;
    let context = context(context_text)?;
    let register = lock(shared)?;
    let (rows, rest) = match &command {
        Command::InviteLearners(command) => split(register.preview_invitations(command, &context)?),
        Command::ImportDomains(command) => split(register.preview_domains(command, &context)?),
        Command::SyncRoster(command) => {
            let mut plan = register.plan_roster(command, &context)?;
            (std::mem::take(&mut plan.rows), rest_of(&plan))
        }
        _ => {
            let message =
                "`kind`: only `invite_learners`, `import_domains` and `sync_roster` have a preview".into();
            return Err(Defect { path: "kind".into(), message }.into());
        }
    };
    drop(register);
    let mut made: Vec<_> = rows.chunks(4_096).map(|rows| json(&rows).into_bytes()).collect();
    made.push(rest);
    Ok(made)
}

/// The rows of a preview, and the JSON text of all else.
fn split(mut preview: ImportPreview) -> (Vec<RowOutcome>, Vec<u8>) {
    (std::mem::take(&mut preview.rows), rest_of(&preview))
}

/// A record whose rows were taken out, as the JSON text of an object without them.
fn rest_of(record: &impl Serialize) -> Vec<u8> {
    let mut value = serde_json::to_value(record).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("rows");
    }
    json(&value).into_bytes()
}

fn email_report(shared: &Shared, request: &str, context_text: &str) -> Made {
    let request: ReportRequest = shape::read_argument(request, "request", ReportRequest::TYPE)?;
    let context = context(context_text)?;
    let report = lock(shared)?.email_report(&request, &context)?;
    let summary = json(&report.summary).into_bytes();
    Ok(vec![
        report.membership,
        report.usage,
        report.specialization,
        report.archive,
        summary,
        report.summary_csv,
    ])
}

#[napi]
impl NativeRegister {
    /// A register without an organization.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Executes a command: the commit in compact bytes, each of them a character, or JSON text that says what stands
    /// against it. Without a context it is the one given last.
    #[napi(catch_unwind)]
    pub fn execute<'env>(
        &self,
        env: &'env Env,
        command: String,
        context: Option<String>,
    ) -> napi::Result<JsString<'env>> {
        let execute = || -> Result<Commit, Failure> {
            let command = self::command(&command)?;
            let mut last = self.context.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(text) = context {
                *last = Some(self::context(&text)?);
            }
            let context = last.as_ref().ok_or(Failure::HalfDone)?;
            Ok(lock(&self.shared)?.execute(&command, context)?)
        };
        match execute() {
            Ok(commit) => told_commit(env, &commit),
            Err(failure) => env.create_string(failure.told()),
        }
    }

    /// Executes a command on a worker thread: the compact bytes of the commit, and a byte that tells a repetition.
    #[napi]
    pub fn execute_async(&self, command: &NativeText, context: String) -> AsyncTask<Work> {
        let (shared, command) = (Arc::clone(&self.shared), command.take());
        Work::new(move || {
            let commit = execute(&shared, &command, &context)?;
            Ok(vec![forms::to_bytes(&commit), vec![commit.repeated.into()]])
        })
    }

    /// Decides a command: as `execute`.
    #[napi(catch_unwind)]
    pub fn decide<'env>(
        &self,
        env: &'env Env,
        command: String,
        context: String,
    ) -> napi::Result<JsString<'env>> {
        let decide = || -> Result<Decision, Failure> {
            let command = self::command(&command)?;
            let context = self::context(&context)?;
            Ok(lock(&self.shared)?.decide(&command, &context)?)
        };
        match decide() {
            Ok(decision) => told_commit(env, &decision.commit),
            Err(failure) => env.create_string(failure.told()),
        }
    }

    /// Decides a command on a worker thread: the compact bytes of the commit, and a byte that tells a repetition.
    #[napi]
    pub fn decide_async(&self, command: &NativeText, context: String) -> AsyncTask<Work> {
        let (shared, command) = (Arc::clone(&self.shared), command.take());
        Work::new(move || {
            let command = self::command(&command)?;
            let context = self::context(&context)?;
            let decision = lock(&shared)?.decide(&command, &context)?;
            Ok(vec![forms::to_bytes(&decision.commit), vec![decision.repeated.into()]])
        })
    }

    /// Every refusal that stands against a command, as a JSON array.
    #[napi(catch_unwind)]
    pub fn why(&self, command: String, context: String) -> String {
        why(&self.shared, &command, &context).unwrap_or_else(|failure| failure.told())
    }

    /// As `why`, on a worker thread.
    #[napi]
    pub fn why_async(&self, command: &NativeText, context: String) -> AsyncTask<Work> {
        let (shared, command) = (Arc::clone(&self.shared), command.take());
        Work::new(move || Ok(vec![why(&shared, &command, &context)?.into_bytes()]))
    }

    /// What a bulk command would do, on a worker thread.
    #[napi]
    pub fn preview_async(&self, command: &NativeText, context: String) -> AsyncTask<Work> {
        let (shared, command) = (Arc::clone(&self.shared), command.take());
        Work::new(move || preview(&shared, &command, &context))
    }

    /// Executes a piece of a batch.
    #[napi(catch_unwind)]
    pub fn execute_piece(&self, batch: &NativeBatch, place: u32, context: String) -> Told {
        let run = || {
            batch::execute(
                &mut *lock(&self.shared)?,
                &batch.pieces,
                place as usize,
                &self::context(&context)?,
            )
        };
        told(run())
    }

    /// Executes a piece of a batch on a worker thread.
    #[napi]
    pub fn execute_piece_async(&self, batch: &NativeBatch, place: u32, context: String) -> AsyncTask<Work> {
        let (shared, pieces) = (Arc::clone(&self.shared), Arc::clone(&batch.pieces));
        Work::new(move || {
            batch::execute(&mut *lock(&shared)?, &pieces, place as usize, &self::context(&context)?)
        })
    }

    /// Takes in a commit in compact bytes: nothing, or text that says why not.
    #[napi(catch_unwind)]
    pub fn apply(&self, commit: forms::Compact<'_>) -> napi::Result<Option<String>> {
        let commit = forms::from_compact(commit)?;
        let apply = || -> Result<(), Failure> { Ok(lock(&self.shared)?.apply(&commit?)?) };
        Ok(apply().err().map(|failure| failure.told()))
    }

    /// Takes in commits in compact bytes, each with its length before it, in order and on a worker thread. Made is the
    /// count of those taken in, and what stopped the next one.
    #[napi]
    pub fn apply_many_async(&self, commits: Uint8Array) -> AsyncTask<Work> {
        let (shared, commits) = (Arc::clone(&self.shared), commits.to_vec());
        Work::new(move || {
            let mut rest = commits.as_slice();
            let mut register = lock(&shared)?;
            let mut applied = 0_u32;
            while let Some((length, behind)) = rest.split_first_chunk::<4>() {
                let length = u32::from_le_bytes(*length) as usize;
                let (bytes, behind) = behind.split_at_checked(length).unwrap_or((behind, &[]));
                let taken = forms::from_bytes(bytes)
                    .map_err(Failure::from)
                    .and_then(|commit| Ok(register.apply(&commit)?));
                if let Err(failure) = taken {
                    return Ok(vec![applied.to_le_bytes().into(), failure.told().into_bytes()]);
                }
                applied += 1;
                rest = behind;
            }
            Ok(vec![applied.to_le_bytes().into()])
        })
    }

    /// Takes in commits of its history up to an instant, given as in `apply_many_async`. Made is the count of those taken
    /// in, and a byte that tells whether more may follow.
    #[napi]
    pub fn replay_until_async(&self, commits: Uint8Array, until: String) -> AsyncTask<Work> {
        let (shared, commits) = (Arc::clone(&self.shared), commits.to_vec());
        Work::new(move || {
            let until: Timestamp = shape::read(&until, "until", Timestamp::TYPE)?;
            let mut rest = commits.as_slice();
            let mut read = Vec::new();
            while let Some((length, behind)) = rest.split_first_chunk::<4>() {
                let length = u32::from_le_bytes(*length) as usize;
                let (bytes, behind) = behind.split_at_checked(length).unwrap_or((behind, &[]));
                read.push(forms::from_bytes(bytes)?);
                rest = behind;
            }
            let goes_on = read.last().is_none_or(|last: &Commit| last.at <= until);
            let taken = lock(&shared)?.replay_until(&read, until)?;
            Ok(vec![taken.to_le_bytes().into(), vec![goes_on.into()]])
        })
    }

    /// Answers a question as JSON text.
    #[napi(catch_unwind)]
    pub fn query(&self, name: String, arguments: String) -> String {
        let answer = || query::answer(&*lock(&self.shared)?, &name, &arguments);
        answer().unwrap_or_else(|failure| failure.told())
    }

    /// Answers a question that came as data, as JSON text. With `check` only the context is looked at.
    #[napi(catch_unwind)]
    pub fn ask(&self, question: String, context: String, check: bool) -> String {
        let answer = || -> Result<String, Failure> {
            let context = self::context(&context)?;
            if check {
                return Ok("null".to_owned());
            }
            let question: Question = shape::read(&question, "question", Question::TYPE)?;
            Ok(json(&lock(&self.shared)?.seen_by(&context).answer(&question)?))
        };
        answer().unwrap_or_else(|failure| failure.told())
    }

    /// Holds every counter, ledger and limit against the records they come from, on a worker thread.
    #[napi]
    pub fn check_invariants_async(&self) -> AsyncTask<Work> {
        let shared = Arc::clone(&self.shared);
        Work::new(move || {
            lock(&shared)?.check_invariants()?;
            Ok(Vec::new())
        })
    }

    /// The register as bytes, on a worker thread.
    #[napi]
    pub fn snapshot_async(&self) -> AsyncTask<Work> {
        let shared = Arc::clone(&self.shared);
        Work::new(move || Ok(vec![lock(&shared)?.snapshot()]))
    }

    /// The register as bytes.
    #[napi(catch_unwind)]
    pub fn snapshot(&self) -> Told {
        let run = || Ok(vec![lock(&self.shared)?.snapshot()]);
        told(run())
    }

    /// Makes this register the one of a snapshot, on a worker thread.
    #[napi]
    pub fn restore_async(&self, bytes: Uint8Array) -> AsyncTask<Work> {
        let (shared, bytes) = (Arc::clone(&self.shared), bytes.to_vec());
        Work::new(move || {
            put(&shared, Register::restore(&bytes)?);
            Ok(Vec::new())
        })
    }

    /// Makes this register the one of a snapshot: nothing, or text that says why not.
    #[napi(catch_unwind)]
    pub fn restore(&self, bytes: Uint8Array) -> Option<String> {
        match Register::restore(&bytes) {
            Ok(restored) => {
                put(&self.shared, restored);
                None
            }
            Err(error) => Some(Failure::from(error).told()),
        }
    }

    /// Makes room for people to come. It is a hint, so that what no machine could hold is not asked of it.
    #[napi(catch_unwind)]
    pub fn reserve(&self, learners: u32, enrollments: u32) {
        let room = |asked: u32| asked.min(ROOM) as usize;
        if let Ok(mut register) = lock(&self.shared) {
            register.reserve(room(learners), room(enrollments));
        }
    }

    /// The email report, on a worker thread.
    #[napi]
    pub fn email_report_async(&self, request: String, context: String) -> AsyncTask<Work> {
        let shared = Arc::clone(&self.shared);
        Work::new(move || email_report(&shared, &request, &context))
    }

    /// A page of the user list as JSON text, on a worker thread.
    #[napi]
    pub fn user_list_async(&self, request: String, context: String) -> AsyncTask<Work> {
        let shared = Arc::clone(&self.shared);
        Work::new(move || {
            let request: UserListRequest = shape::read_argument(&request, "request", UserListRequest::TYPE)?;
            let context = self::context(&context)?;
            let list = lock(&shared)?.user_list(&request, &context)?;
            Ok(vec![json(&list).into_bytes()])
        })
    }

    /// A page of a leaderboard as JSON text, on a worker thread.
    #[napi]
    pub fn leaderboard_async(&self, request: String, context: String) -> AsyncTask<Work> {
        let shared = Arc::clone(&self.shared);
        Work::new(move || {
            let request: LeaderboardRequest =
                shape::read_argument(&request, "request", LeaderboardRequest::TYPE)?;
            let context = self::context(&context)?;
            let board = lock(&shared)?.leaderboard(&request, &context)?;
            Ok(vec![json(&board).into_bytes()])
        })
    }

    /// The user list as a file, on a worker thread.
    #[napi]
    pub fn user_list_csv_async(
        &self,
        selection: String,
        columns: String,
        guard_formulas: bool,
        context: String,
    ) -> AsyncTask<Work> {
        let shared = Arc::clone(&self.shared);
        Work::new(move || {
            let selection: UserSelection =
                shape::read_argument(&selection, "selection", UserSelection::TYPE)?;
            let columns: Vec<UserColumn> =
                shape::read_argument(&columns, "columns", Vec::<UserColumn>::TYPE)?;
            let context = self::context(&context)?;
            let guard = if guard_formulas { FormulaGuard::On } else { FormulaGuard::Off };
            Ok(vec![lock(&shared)?.user_list_csv(&selection, &columns, guard, &context)?])
        })
    }
}
