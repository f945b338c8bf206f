//! The register. Whatever takes long is done without Python's lock; the register's own lock is never held while Python
//! code runs, so that the two cannot block each other.

use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

use matricula::question::Question;
use matricula::report::{GradebookScope, ReportRequest};
use matricula::table::FormulaGuard;
use matricula::{
    Actor, Command, CommandId, Context, HomeRequest, LeaderboardRequest, UserColumn, UserListRequest,
    UserSelection,
};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::RwLockExt;
use pyo3::types::{PyBytes, PyList, PyTuple};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::arguments::{argument, object};
use crate::commit::{Commit, Decision};
use crate::errors::{invalid_input, not_applied, not_restored, refusal, refused, unusable};
use crate::from_python::{Misfit, from_python};
use crate::report::EmailReport;
use crate::tables::Table;
use crate::to_python::to_python;

type Core = matricula::Register;
type Any<'py> = Bound<'py, PyAny>;

/// One organization: its contracts, programs, people and all that happened between them.
///
/// A register does no I/O and knows no clock. Give it commands with the time and the actor, store the commits that come
/// back, and build the same register from them again. It may be used from several threads.
#[pyclass(frozen, module = "matricula")]
pub(crate) struct Register(RwLock<Core>);

/// Reads an argument that is what the whole call is about, as a command: what is wrong within it is told by its own path.
#[inline]
fn subject<T: DeserializeOwned>(value: &Any<'_>, name: &str) -> PyResult<T> {
    from_python(value).map_err(|misfit| invalid_input(value.py(), misfit, name))
}

#[inline]
fn context(now: &Any<'_>, actor: &Any<'_>, command_id: Option<&Any<'_>>) -> PyResult<Context> {
    let command_id: Option<CommandId> = match command_id {
        Some(id) => Some(argument(id, "command_id")?),
        None => None,
    };
    Ok(Context {
        now: argument(now, "now")?,
        actor: argument::<Actor>(actor, "actor")?,
        command_id,
    })
}

impl Register {
    #[inline]
    fn read(&self, py: Python<'_>) -> PyResult<RwLockReadGuard<'_, Core>> {
        self.0.read_py_attached(py).map_err(|poisoned| {
            drop(poisoned);
            unusable(py)
        })
    }

    #[inline]
    fn write(&self, py: Python<'_>) -> PyResult<RwLockWriteGuard<'_, Core>> {
        self.0.write_py_attached(py).map_err(|poisoned| {
            drop(poisoned);
            unusable(py)
        })
    }

    /// Shows what a bulk command of one kind would do; `show` gives nothing for any other.
    fn preview<'py, T: Serialize + Send>(
        &self,
        command: &Any<'py>,
        now: &Any<'py>,
        actor: &Any<'py>,
        kind: &str,
        show: impl FnOnce(&Core, &Command, &Context) -> Option<Result<T, matricula::Refusal>> + Send,
    ) -> PyResult<Any<'py>> {
        let py = command.py();
        let context = context(now, actor, None)?;
        let command: Command = subject(command, "command")?;
        let shown = self.read_detached(py, |core| show(core, &command, &context))?.ok_or_else(|| {
            let misfit = Misfit::new(format!("`{kind}` is the kind that is expected here"));
            invalid_input(py, misfit.of("kind"), "command")
        })?;
        to_python(py, &shown.map_err(|why| refused(py, &why))?)
    }

    /// Asks the register without Python's lock.
    fn read_detached<T: Send>(&self, py: Python<'_>, ask: impl FnOnce(&Core) -> T + Send) -> PyResult<T> {
        py.detach(|| self.0.read().ok().map(|core| ask(&core))).ok_or_else(|| unusable(py))
    }

    /// Changes the register without Python's lock.
    fn write_detached<T: Send>(
        &self,
        py: Python<'_>,
        change: impl FnOnce(&mut Core) -> T + Send,
    ) -> PyResult<T> {
        py.detach(|| self.0.write().ok().map(|mut core| change(&mut core)))
            .ok_or_else(|| unusable(py))
    }

    /// Asks the register, and gives the answer as plain data.
    fn ask<'py, T: Serialize>(&self, py: Python<'py>, ask: impl FnOnce(&Core) -> T) -> PyResult<Any<'py>> {
        let answer = ask(&*self.read(py)?);
        to_python(py, &answer)
    }

    /// As [`Self::ask`], as of an instant; without Python's lock where a renewal comes first, which takes long.
    fn ask_at<'py, T: Serialize + Send>(
        &self,
        py: Python<'py>,
        at: matricula::Timestamp,
        ask: impl FnOnce(&Core) -> T + Send,
    ) -> PyResult<Any<'py>> {
        if self.read(py)?.is_renewal_due(at) {
            return to_python(py, &self.read_detached(py, ask)?);
        }
        self.ask(py, ask)
    }
}

/// Commands executed before their commits become Python's: few enough to stay in the processor's caches.
const BATCH: usize = 256;

/// Whether a command has rows, of which there may be many, or goes through many people.
const fn is_bulk(command: &Command) -> bool {
    matches!(
        command,
        Command::InviteLearners(_)
            | Command::ImportDomains(_)
            | Command::RemoveLearners(_)
            | Command::RemoveInvitations(_)
            | Command::SyncRoster(_)
            | Command::MoveMembers(_)
            | Command::RemoveProgram(_)
            | Command::ErasePerson(_)
    )
}

#[pymethods]
impl Register {
    /// A register without an organization.
    #[new]
    fn new() -> Self {
        Self(RwLock::default())
    }

    /// Decides a command and applies what comes of it.
    ///
    /// Raises `Refusal` when something stands against it; a refused command changes nothing.
    #[pyo3(signature = (command, *, now, actor, command_id = None))]
    fn execute(
        &self,
        command: &Any<'_>,
        now: &Any<'_>,
        actor: &Any<'_>,
        command_id: Option<&Any<'_>>,
    ) -> PyResult<Commit> {
        let py = command.py();
        let context = context(now, actor, command_id)?;
        let command: Command = subject(command, "command")?;
        let takes_long = is_bulk(&command) || self.read(py)?.is_renewal_due(context.now);
        let outcome = if takes_long {
            self.write_detached(py, |core| core.execute(&command, &context))?
        } else {
            self.write(py)?.execute(&command, &context)
        };
        outcome.map(Commit::new).map_err(|why| refused(py, &why))
    }

    /// Executes commands one after the other, each whatever became of the others. All of them are read first, so that
    /// nothing is done when one has the wrong shape; then they are executed without Python's lock. Other threads' commands
    /// may come between them.
    ///
    /// Gives a commit or a refusal for each, in order.
    #[pyo3(signature = (commands, *, now, actor))]
    fn execute_many<'py>(
        &self,
        commands: &Any<'py>,
        now: &Any<'py>,
        actor: &Any<'py>,
    ) -> PyResult<Bound<'py, PyList>> {
        let py = commands.py();
        let context = context(now, actor, None)?;
        let mut read = Vec::with_capacity(commands.len().unwrap_or_default());
        for (index, command) in items(commands, "commands")?.enumerate() {
            read.push(
                from_python::<Command>(&command?)
                    .map_err(|misfit| invalid_input(py, misfit.at_index(index), "commands"))?,
            );
        }
        let mut outcomes = Vec::with_capacity(read.len());
        let mut read = read.into_iter();
        let mut done = Vec::with_capacity(BATCH.min(read.len()));
        while read.len() > 0 {
            self.write_detached(py, |core| {
                done.extend(read.by_ref().take(BATCH).map(|command| core.execute(&command, &context)));
            })?;
            for outcome in done.drain(..) {
                outcomes.push(match outcome {
                    Ok(commit) => Bound::new(py, Commit::new(commit))?.into_any(),
                    Err(why) => refusal(py, &why)?,
                });
            }
        }
        PyList::new(py, outcomes)
    }

    /// Judges a command and says what would happen; nothing changes.
    ///
    /// Raises `Refusal` as `execute` does.
    #[pyo3(signature = (command, *, now, actor, command_id = None))]
    fn decide(
        &self,
        command: &Any<'_>,
        now: &Any<'_>,
        actor: &Any<'_>,
        command_id: Option<&Any<'_>>,
    ) -> PyResult<Decision> {
        let py = command.py();
        let context = context(now, actor, command_id)?;
        let command: Command = subject(command, "command")?;
        let decision = self.read_detached(py, |core| core.decide(&command, &context))?;
        decision.map_err(|why| refused(py, &why)).and_then(|decision| Decision::new(py, decision))
    }

    /// Every refusal that stands against a command, in the documented order. Empty when it would be carried out.
    #[pyo3(signature = (command, *, now, actor, command_id = None))]
    fn why<'py>(
        &self,
        command: &Any<'py>,
        now: &Any<'py>,
        actor: &Any<'py>,
        command_id: Option<&Any<'py>>,
    ) -> PyResult<Bound<'py, PyList>> {
        let py = command.py();
        let context = context(now, actor, command_id)?;
        let command: Command = subject(command, "command")?;
        let refusals = self.read_detached(py, |core| core.why(&command, &context))?;
        let refusals = refusals.iter().map(|why| refusal(py, why));
        PyList::new(py, refusals.collect::<PyResult<Vec<_>>>()?)
    }

    /// What an `invite_learners` command would do, row by row, before anything changes.
    ///
    /// Raises `Refusal` for what stands against the whole of it, whatever its rows.
    #[pyo3(signature = (command, *, now, actor))]
    fn preview_invitations<'py>(
        &self,
        command: &Any<'py>,
        now: &Any<'py>,
        actor: &Any<'py>,
    ) -> PyResult<Any<'py>> {
        self.preview(command, now, actor, "invite_learners", |core, command, context| match command {
            Command::InviteLearners(command) => Some(core.preview_invitations(command, context)),
            _ => None,
        })
    }

    /// What an `import_domains` command would do, row by row, before anything changes.
    ///
    /// Raises `Refusal` for what stands against the whole of it, whatever its rows.
    #[pyo3(signature = (command, *, now, actor))]
    fn preview_domains<'py>(
        &self,
        command: &Any<'py>,
        now: &Any<'py>,
        actor: &Any<'py>,
    ) -> PyResult<Any<'py>> {
        self.preview(command, now, actor, "import_domains", |core, command, context| match command {
            Command::ImportDomains(command) => Some(core.preview_domains(command, context)),
            _ => None,
        })
    }

    /// What a roster would lead to, before anything changes.
    #[pyo3(signature = (command, *, now, actor))]
    fn plan_roster<'py>(&self, command: &Any<'py>, now: &Any<'py>, actor: &Any<'py>) -> PyResult<Any<'py>> {
        self.preview(command, now, actor, "sync_roster", |core, command, context| match command {
            Command::SyncRoster(command) => Some(core.plan_roster(command, context)),
            _ => None,
        })
    }

    /// Takes in a commit of this register's history.
    ///
    /// Raises `ApplyError` when it is not the next one or does not agree with the state; then nothing changes.
    fn apply(&self, commit: &Any<'_>) -> PyResult<()> {
        let py = commit.py();
        let commit = object::<Commit>(commit, "commit", "a `Commit`")?.get();
        let applied = self.write_detached(py, |core| core.apply(commit.inner()))?;
        applied.map_err(|error| not_applied(py, &error))
    }

    /// Takes in commits one after the other, and gives their number. At the first that cannot be taken in it stops and
    /// raises `ApplyError`; those before it stay, as `sequence` tells.
    fn apply_many(&self, commits: &Any<'_>) -> PyResult<usize> {
        let py = commits.py();
        let read = commits_of(commits)?;
        let applied = self
            .write_detached(py, |core| read.iter().try_for_each(|commit| core.apply(commit.get().inner())))?;
        applied.map_err(|error| not_applied(py, &error))?;
        Ok(read.len())
    }

    /// Takes in the commits of its history up to an instant, that instant included, and gives how many. Those that it has
    /// already are passed over.
    ///
    /// Raises `ApplyError` when the register has gone beyond the instant, and as `apply_many` does.
    fn replay_until(&self, commits: &Any<'_>, until: &Any<'_>) -> PyResult<u64> {
        let py = commits.py();
        let instant = argument(until, "until")?;
        let read = commits_of(commits)?;
        let taken = self.write_detached(py, |core| {
            core.replay_until(read.iter().map(|commit| commit.get().inner()), instant)
        })?;
        taken.map_err(|error| not_applied(py, &error))
    }

    /// How many commits were applied.
    #[getter]
    fn sequence(&self, py: Python<'_>) -> PyResult<u64> {
        Ok(self.read(py)?.sequence())
    }

    /// The latest time that the register has seen; none before the first commit.
    #[getter]
    fn latest<'py>(&self, py: Python<'py>) -> PyResult<Any<'py>> {
        self.ask(py, Core::latest)
    }

    /// The next instant after `after` at which something changes by itself: a contract starts or ends, or an invitation
    /// expires.
    fn next_deadline<'py>(&self, after: &Any<'py>) -> PyResult<Any<'py>> {
        let instant = argument(after, "after")?;
        self.ask(after.py(), |core| core.next_deadline(instant))
    }

    /// Makes room for people to come, so that loading many of them does not stop to grow.
    fn reserve(&self, py: Python<'_>, learners: &Any<'_>, enrollments: &Any<'_>) -> PyResult<()> {
        let (learners, enrollments): (u32, u32) =
            (argument(learners, "learners")?, argument(enrollments, "enrollments")?);
        self.write_detached(py, |core| core.reserve(learners as usize, enrollments as usize))
    }

    /// The register as bytes, the same in every language.
    fn snapshot<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = self.read_detached(py, Core::snapshot)?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// A register from the bytes that `snapshot` gave.
    ///
    /// Raises `RestoreError` when they are none, were damaged, or do not hold together.
    #[staticmethod]
    fn restore(data: &Any<'_>) -> PyResult<Self> {
        let py = data.py();
        let bytes = crate::files::bytes(data)?;
        let bytes = bytes.as_bytes();
        let restored = py.detach(|| Core::restore(bytes));
        restored.map(|core| Self(RwLock::new(core))).map_err(|error| not_restored(py, &error))
    }

    /// Checks that everything counted is what it is counted from.
    ///
    /// Raises `ApplyError` with the code `inconsistent_history` when it is not.
    fn check_invariants(&self, py: Python<'_>) -> PyResult<()> {
        let checked = self.read_detached(py, Core::check_invariants)?;
        checked.map_err(|error| not_applied(py, &error))
    }

    /// How many learners, memberships, invitations and enrollments are held, and in how many bytes.
    fn size<'py>(&self, py: Python<'py>) -> PyResult<Any<'py>> {
        self.ask(py, Core::size)
    }

    /// Makes the email report as of `now`, of what the actor may see.
    ///
    /// Raises `Refusal` for actors who may not have it and for unknown programs.
    #[pyo3(signature = (request, *, now, actor))]
    fn email_report(&self, request: &Any<'_>, now: &Any<'_>, actor: &Any<'_>) -> PyResult<EmailReport> {
        let py = request.py();
        let context = context(now, actor, None)?;
        let request: ReportRequest = argument(request, "request")?;
        let report = self.read_detached(py, |core| core.email_report(&request, &context))?;
        EmailReport::new(py, &report.map_err(|why| refused(py, &why))?)
    }

    /// What a gradebook may tell to the actor: programs by slug and the courses of a collection, for `level` of a request.
    ///
    /// Raises `Refusal` for actors who may not have it, and for programs, courses and collections that are not there.
    #[pyo3(signature = (scope, *, now, actor))]
    fn gradebook_level<'py>(&self, scope: &Any<'py>, now: &Any<'py>, actor: &Any<'py>) -> PyResult<Any<'py>> {
        let py = scope.py();
        let context = context(now, actor, None)?;
        let scope: GradebookScope = argument(scope, "scope")?;
        let level = self.read_detached(py, |core| core.gradebook_level(&scope, &context))?;
        to_python(py, &level.map_err(|why| refused(py, &why))?)
    }

    /// A page of the user list as of `now`, of what the actor may see.
    ///
    /// Raises `Refusal` for actors who may not have it, for programs, contracts, courses and specializations that are not
    /// there, and for page sizes and cursors that are none.
    #[pyo3(signature = (request, *, now, actor))]
    fn user_list<'py>(&self, request: &Any<'py>, now: &Any<'py>, actor: &Any<'py>) -> PyResult<Any<'py>> {
        let py = request.py();
        let context = context(now, actor, None)?;
        let request: UserListRequest = argument(request, "request")?;
        let list = self.read_detached(py, |core| core.user_list(&request, &context))?;
        to_python(py, &list.map_err(|why| refused(py, &why))?)
    }

    /// Rows of the user list as a CSV file with the chosen columns only, as of `now`.
    ///
    /// With `guard_formulas`, texts that a spreadsheet would take for a formula have an apostrophe before them. Raises
    /// `Refusal` as `user_list` does, and for chosen rows that are not there.
    #[pyo3(signature = (selection, columns, guard_formulas, *, now, actor))]
    fn user_list_csv<'py>(
        &self,
        selection: &Any<'py>,
        columns: &Any<'py>,
        #[pyo3(from_py_with = crate::arguments::guard_formulas)] guard_formulas: bool,
        now: &Any<'py>,
        actor: &Any<'py>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let py = selection.py();
        let context = context(now, actor, None)?;
        let selection: UserSelection = argument(selection, "selection")?;
        let columns: Vec<UserColumn> = argument(columns, "columns")?;
        let guard = if guard_formulas { FormulaGuard::On } else { FormulaGuard::Off };
        let file =
            self.read_detached(py, |core| core.user_list_csv(&selection, &columns, guard, &context))?;
        Ok(PyBytes::new(py, &file.map_err(|why| refused(py, &why))?))
    }

    /// Rows of the user list as a table that data frames take, all of a selection at once, as of `now`.
    ///
    /// Raises `Refusal` as `user_list_csv` does.
    #[pyo3(signature = (selection, *, now, actor))]
    fn user_list_table(&self, selection: &Any<'_>, now: &Any<'_>, actor: &Any<'_>) -> PyResult<Table> {
        let py = selection.py();
        let context = context(now, actor, None)?;
        let selection: UserSelection = argument(selection, "selection")?;
        let rows = self.read_detached(py, |core| core.user_rows(&selection, &context))?;
        let rows = rows.map_err(|why| refused(py, &why))?;
        Ok(Table::of(py.detach(|| matricula::arrow::user_rows_batch(&rows))))
    }

    /// The home page as of `now`, of what the actor may see.
    ///
    /// Raises `Refusal` for actors who may not have it and for unknown programs.
    #[pyo3(signature = (request, *, now, actor))]
    fn home<'py>(&self, request: &Any<'py>, now: &Any<'py>, actor: &Any<'py>) -> PyResult<Any<'py>> {
        let py = request.py();
        let context = context(now, actor, None)?;
        let request: HomeRequest = argument(request, "request")?;
        let home = self.read_detached(py, |core| core.home(&request, &context))?;
        to_python(py, &home.map_err(|why| refused(py, &why))?)
    }

    /// A page of a leaderboard as of `now`, of what the actor may see.
    ///
    /// Raises `Refusal` for actors who may not have it, for unknown programs, and for periods of learning hours.
    #[pyo3(signature = (request, *, now, actor))]
    fn leaderboard<'py>(&self, request: &Any<'py>, now: &Any<'py>, actor: &Any<'py>) -> PyResult<Any<'py>> {
        let py = request.py();
        let context = context(now, actor, None)?;
        let request: LeaderboardRequest = argument(request, "request")?;
        let board = self.read_detached(py, |core| core.leaderboard(&request, &context))?;
        to_python(py, &board.map_err(|why| refused(py, &why))?)
    }

    /// A program as its learners see it, or one of them, as of `now`.
    ///
    /// Raises `Refusal` for actors who may not see it and for learners who never joined the program.
    #[pyo3(signature = (program, learner = None, *, now, actor))]
    fn preview_program<'py>(
        &self,
        program: &Any<'py>,
        learner: Option<&Any<'py>>,
        now: &Any<'py>,
        actor: &Any<'py>,
    ) -> PyResult<Any<'py>> {
        let py = program.py();
        let context = context(now, actor, None)?;
        let program = argument(program, "program")?;
        let learner = learner.map(|learner| argument(learner, "learner")).transpose()?;
        let preview = self.read_detached(py, |core| core.preview_program(program, learner, &context))?;
        to_python(py, &preview.map_err(|why| refused(py, &why))?)
    }

    /// The organization and its settings.
    ///
    /// Raises `Refusal` for everyone but the operator, the host and organization administrators.
    #[pyo3(signature = (*, now, actor))]
    fn organization<'py>(&self, now: &Any<'py>, actor: &Any<'py>) -> PyResult<Any<'py>> {
        let py = now.py();
        let context = context(now, actor, None)?;
        let found = self.read_detached(py, |core| core.organization(&context))?;
        to_python(py, &found.map_err(|why| refused(py, &why))?)
    }

    /// All contracts as of an instant, in the order of their creation.
    fn contracts<'py>(&self, at: &Any<'py>) -> PyResult<Any<'py>> {
        let instant = argument(at, "at")?;
        self.ask_at(at.py(), instant, |core| core.contracts(instant))
    }

    /// A contract as of an instant; none if there is no such contract.
    fn contract_by_id<'py>(&self, contract: &Any<'py>, at: &Any<'py>) -> PyResult<Any<'py>> {
        let (id, instant) = (argument(contract, "contract")?, argument(at, "at")?);
        self.ask_at(at.py(), instant, |core| core.contract_by_id(id, instant))
    }

    /// All programs as of an instant, in the order of their creation.
    fn programs<'py>(&self, at: &Any<'py>) -> PyResult<Any<'py>> {
        let instant = argument(at, "at")?;
        self.ask_at(at.py(), instant, |core| core.programs(instant))
    }

    /// A program as of an instant; none if there is no such program.
    fn program_by_id<'py>(&self, program: &Any<'py>, at: &Any<'py>) -> PyResult<Any<'py>> {
        let (id, instant) = (argument(program, "program")?, argument(at, "at")?);
        self.ask_at(at.py(), instant, |core| core.program_by_id(id, instant))
    }

    /// The whole organization's funnel as of an instant.
    fn funnel<'py>(&self, at: &Any<'py>) -> PyResult<Any<'py>> {
        let instant = argument(at, "at")?;
        self.ask_at(at.py(), instant, |core| core.funnel(instant))
    }

    /// Seats occupied of a contract at an instant, its movements included; none if there is no such contract.
    fn seats_as_of<'py>(&self, contract: &Any<'py>, at: &Any<'py>) -> PyResult<Any<'py>> {
        let (id, instant) = (argument(contract, "contract")?, argument(at, "at")?);
        self.ask_at(at.py(), instant, |core| core.seats_as_of(id, instant))
    }

    /// Units used of a contract at an instant, its movements included; none if there is no such contract.
    fn units_as_of<'py>(&self, contract: &Any<'py>, at: &Any<'py>) -> PyResult<Any<'py>> {
        let (id, instant) = (argument(contract, "contract")?, argument(at, "at")?);
        self.ask_at(at.py(), instant, |core| core.units_as_of(id, instant))
    }

    /// Seats or units that were left of a contract at an instant, by what it sold then; none for an unlimited contract, and
    /// if there is no such contract.
    fn remaining_as_of<'py>(&self, contract: &Any<'py>, at: &Any<'py>) -> PyResult<Any<'py>> {
        let (id, instant) = (argument(contract, "contract")?, argument(at, "at")?);
        self.ask(at.py(), |core| core.remaining_as_of(id, instant))
    }

    /// The notices that are due at an instant about contracts that have not ended, in the order in which they became so.
    fn notices<'py>(&self, at: &Any<'py>) -> PyResult<Any<'py>> {
        let instant = argument(at, "at")?;
        self.ask_at(at.py(), instant, |core| core.notices(instant))
    }

    /// When a contract's seats or units will have run out, judged by what the last days took; none if there is no such
    /// contract.
    #[pyo3(signature = (contract, at, days = None))]
    fn forecast<'py>(
        &self,
        contract: &Any<'py>,
        at: &Any<'py>,
        days: Option<&Any<'py>>,
    ) -> PyResult<Any<'py>> {
        let (id, instant) = (argument(contract, "contract")?, argument(at, "at")?);
        let days = days.map_or(Ok(28), |days| argument(days, "days"))?;
        self.ask_at(at.py(), instant, |core| core.forecast(id, instant, days))
    }

    /// How often each item of a program's collections is taken, each once, in the order of the catalog; none if there is
    /// no such program.
    fn catalog_counts<'py>(&self, program: &Any<'py>) -> PyResult<Any<'py>> {
        let id = argument(program, "program")?;
        self.ask(program.py(), |core| core.catalog_counts(id))
    }

    /// The movements of a contract's seats, or of its units, in order of time: at most `limit`, or all, from the place
    /// `start`, counted from 0. None if there is no such contract.
    #[pyo3(signature = (contract, units = false, start = None, limit = None))]
    fn ledger<'py>(
        &self,
        contract: &Any<'py>,
        #[pyo3(from_py_with = crate::arguments::units)] units: bool,
        start: Option<&Any<'py>>,
        limit: Option<&Any<'py>>,
    ) -> PyResult<Any<'py>> {
        let id = argument(contract, "contract")?;
        let start = start.map_or(Ok(0), |start| argument(start, "start"))?;
        let limit = limit.map_or(Ok(u32::MAX), |limit| argument(limit, "limit"))?;
        let entries = self.read_detached(contract.py(), |core| core.ledger(id, units, start, limit))?;
        to_python(contract.py(), &entries)
    }

    /// The movements of `ledger` as a table that data frames take. None if there is no such contract.
    #[pyo3(signature = (contract, units = false, start = None, limit = None))]
    fn ledger_table(
        &self,
        contract: &Any<'_>,
        #[pyo3(from_py_with = crate::arguments::units)] units: bool,
        start: Option<&Any<'_>>,
        limit: Option<&Any<'_>>,
    ) -> PyResult<Option<Table>> {
        let id = argument(contract, "contract")?;
        let start = start.map_or(Ok(0), |start| argument(start, "start"))?;
        let limit = limit.map_or(Ok(u32::MAX), |limit| argument(limit, "limit"))?;
        self.read_detached(contract.py(), |core| {
            let entries = core.ledger(id, units, start, limit);
            entries.map(|entries| Table::of(matricula::arrow::ledger_batch(&entries)))
        })
    }

    /// A learner with all memberships as of an instant; none if they never joined a program.
    fn learner<'py>(&self, learner: &Any<'py>, at: &Any<'py>) -> PyResult<Any<'py>> {
        let (id, instant) = (argument(learner, "learner")?, argument(at, "at")?);
        self.ask_at(at.py(), instant, |core| core.learner(id, instant))
    }

    /// The learner whose account has an email, compared without case and in IDNA form.
    fn learner_by_email<'py>(&self, email: &Any<'py>, at: &Any<'py>) -> PyResult<Any<'py>> {
        let (email, instant): (String, _) = (argument(email, "email")?, argument(at, "at")?);
        self.ask_at(at.py(), instant, |core| core.learner_by_email(&email, instant))
    }

    /// What a learner is to a program as of an instant; none if they never joined it.
    fn membership<'py>(&self, program: &Any<'py>, learner: &Any<'py>, at: &Any<'py>) -> PyResult<Any<'py>> {
        let (program, learner) = (argument(program, "program")?, argument(learner, "learner")?);
        let instant = argument(at, "at")?;
        self.ask_at(at.py(), instant, |core| core.membership(program, learner, instant))
    }

    /// A learner's enrollments in a program, in the order of enrolling first, given up ones included.
    fn enrollments<'py>(&self, program: &Any<'py>, learner: &Any<'py>) -> PyResult<Any<'py>> {
        let (program_id, learner_id) = (argument(program, "program")?, argument(learner, "learner")?);
        self.ask(program.py(), |core| core.enrollments(program_id, learner_id))
    }

    /// An invitation as of an instant; none if there is no such invitation.
    fn invitation<'py>(&self, invitation: &Any<'py>, at: &Any<'py>) -> PyResult<Any<'py>> {
        let (id, instant) = (argument(invitation, "invitation")?, argument(at, "at")?);
        self.ask_at(at.py(), instant, |core| core.invitation(id, instant))
    }

    /// The latest invitation of an email to a program, whatever became of it.
    fn invitation_of<'py>(&self, program: &Any<'py>, email: &Any<'py>, at: &Any<'py>) -> PyResult<Any<'py>> {
        let program = argument(program, "program")?;
        let (email, instant): (String, _) = (argument(email, "email")?, argument(at, "at")?);
        self.ask_at(at.py(), instant, |core| core.invitation_of(program, &email, instant))
    }

    /// A program's whitelist in the order of its domains; none if there is no such program.
    fn whitelist<'py>(&self, program: &Any<'py>) -> PyResult<Any<'py>> {
        let id = argument(program, "program")?;
        self.ask(program.py(), |core| core.whitelist(id))
    }

    /// Every course in the order of being added.
    fn courses<'py>(&self, py: Python<'py>) -> PyResult<Any<'py>> {
        self.ask(py, Core::courses)
    }

    /// Every specialization in the order of being added.
    fn specializations<'py>(&self, py: Python<'py>) -> PyResult<Any<'py>> {
        self.ask(py, Core::specializations)
    }

    /// A program's collections in order; none if there is no such program.
    fn collections<'py>(&self, program: &Any<'py>) -> PyResult<Any<'py>> {
        let id = argument(program, "program")?;
        self.ask(program.py(), |core| core.collections(id))
    }

    /// Every administrator, former ones left out, in the order of being added first.
    fn administrators<'py>(&self, py: Python<'py>) -> PyResult<Any<'py>> {
        self.ask(py, Core::administrators)
    }

    /// Who may do what, as things stand: commands in their order, then questions.
    fn rights<'py>(&self, py: Python<'py>) -> PyResult<Any<'py>> {
        self.ask(py, Core::rights)
    }

    /// The register as an actor sees it at an instant.
    #[pyo3(signature = (*, now, actor))]
    fn seen_by<'py>(slf: &Bound<'py, Self>, now: &Any<'py>, actor: &Any<'py>) -> PyResult<Any<'py>> {
        let py = slf.py();
        context(now, actor, None)?;
        py.import(intern!(py, "matricula.view"))?
            .getattr(intern!(py, "View"))?
            .call1((slf, now, actor))
    }

    /// Answers a question that came as data, for an actor.
    #[pyo3(signature = (question, *, now, actor))]
    fn _ask<'py>(&self, question: &Any<'py>, now: &Any<'py>, actor: &Any<'py>) -> PyResult<Any<'py>> {
        let py = question.py();
        let context = context(now, actor, None)?;
        let question: Question = subject(question, "question")?;
        let answer = self.read_detached(py, |core| core.seen_by(&context).answer(&question))?;
        to_python(py, &answer.map_err(|why| refused(py, &why))?)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let core = self.read(py)?;
        let latest = core.latest().map(|latest| format!(" at {latest}")).unwrap_or_default();
        Ok(format!("<Register of {} commits{latest}>", core.sequence()))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let restore = py.get_type::<Self>().getattr(intern!(py, "restore"))?;
        (restore, (slf.get().snapshot(py)?,)).into_pyobject(py)
    }
}

/// The commits of an iterable argument.
fn commits_of(commits: &Any<'_>) -> PyResult<Vec<Py<Commit>>> {
    let py = commits.py();
    let mut read: Vec<Py<Commit>> = Vec::with_capacity(commits.len().unwrap_or_default());
    for (index, commit) in items(commits, "commits")?.enumerate() {
        let commit = commit?;
        let commit = commit.cast_into::<Commit>().map_err(|error| {
            let misfit = Misfit::unlike("a `Commit`", &error.into_inner());
            invalid_input(py, misfit.at_index(index), "commits")
        })?;
        read.push(commit.unbind());
    }
    Ok(read)
}

/// The items of an iterable argument.
pub(crate) fn items<'py>(
    iterable: &Any<'py>,
    name: &str,
) -> PyResult<impl Iterator<Item = PyResult<Any<'py>>> + use<'py>> {
    let py = iterable.py();
    if iterable.is_instance_of::<pyo3::types::PyDict>() || iterable.is_instance_of::<pyo3::types::PyString>()
    {
        return Err(invalid_input(py, Misfit::unlike("a list", iterable), name));
    }
    iterable
        .try_iter()
        .map_err(|_| invalid_input(py, Misfit::unlike("a list", iterable), name))
}
