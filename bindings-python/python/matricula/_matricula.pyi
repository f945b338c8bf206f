from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import Any, Final, Self, TypeAlias, final

import pandas
import polars
import pyarrow
from _typeshed import SupportsRead, SupportsWrite
from typing_extensions import Buffer, disjoint_base

from matricula.errors import Refusal
from matricula.tables import ArrowTable, TableColumn
from matricula.types import (
    ActivityFile,
    Actor,
    AdministratorView,
    AssessmentAttempt,
    AttemptFile,
    CatalogCount,
    CatalogFile,
    CollectionView,
    Command,
    CommitRecord,
    ContractNotice,
    ContractView,
    CourseView,
    Dialect,
    DialectName,
    DomainView,
    DueReport,
    EnrollmentView,
    Event,
    FileFigures,
    FileForm,
    FileRead,
    FileSummary,
    Forecast,
    Funnel,
    GradebookLevel,
    GradebookRequest,
    GradebookScope,
    GradebookSummary,
    GradebookTable,
    GroupedFigures,
    Home,
    HomeRequest,
    Id,
    ImportDomains,
    ImportPreview,
    InvitationFile,
    InvitationView,
    InviteLearners,
    Leaderboard,
    LeaderboardRequest,
    LearnerView,
    LedgerEntry,
    MembershipChange,
    MembershipComparison,
    MembershipRow,
    MembershipTable,
    MembershipView,
    OrganizationView,
    PartialUserListRequest,
    PersonalRecord,
    Problems,
    ProgramPreview,
    ProgramView,
    Question,
    Receipt,
    Recognition,
    RefusalRecord,
    RegisterSize,
    ReportCadence,
    ReportKind,
    ReportRequest,
    ReportSchedule,
    Right,
    RosterPlan,
    RowOutcome,
    SpecializationChange,
    SpecializationComparison,
    SpecializationRow,
    SpecializationTable,
    SpecializationView,
    Summary,
    SyncRoster,
    Time,
    UsageChange,
    UsageComparison,
    UsageFigures,
    UsageRow,
    UsageTable,
    UserColumn,
    UserList,
    UserListRequest,
    UserSelection,
    Warning,
    WhitelistFile,
    WriteForm,
)
from matricula.view import View

__all__ = [
    "Commit",
    "Decision",
    "EmailReport",
    "FiguresAccumulator",
    "Gradebook",
    "GradebookAccumulator",
    "GroupAccumulator",
    "MembershipDifference",
    "Register",
    "Report",
    "ReportStream",
    "SpecializationDifference",
    "SummaryAccumulator",
    "Table",
    "UsageDifference",
    "__version__",
    "activity_template",
    "attempt_template",
    "catalog_template",
    "check_dialect",
    "compare_membership",
    "compare_specialization",
    "compare_usage",
    "convert_report",
    "due_between",
    "group_reports",
    "groups_table",
    "invitation_template",
    "iter_membership_report",
    "iter_specialization_report",
    "iter_usage_report",
    "known_dialect",
    "membership_changes_table",
    "next_due",
    "read_activity",
    "read_attempts",
    "read_catalog",
    "read_gradebook",
    "read_invitations",
    "read_membership",
    "read_membership_report",
    "read_specialization",
    "read_specialization_report",
    "read_usage",
    "read_usage_report",
    "read_whitelist",
    "recognize_file",
    "refusal_of",
    "schedule_of",
    "specialization_changes_table",
    "summarize_reports",
    "usage_changes_table",
    "usage_figures",
    "whitelist_template",
    "write_membership",
    "write_membership_report",
    "write_specialization",
    "write_specialization_report",
    "write_usage",
    "write_usage_report",
    "zone_data_version",
]

__version__: Final[str]

@disjoint_base
class Table:
    """Columns of equal length, which data frames take without a copy.

    `pyarrow.table(table)`, `polars.DataFrame(table)`, `duckdb` and `pandas.DataFrame.from_arrow(table)` take it as it is;
    so does everything else that knows Arrow's PyCapsule protocol.
    """

    def __len__(self) -> int: ...
    def __bool__(self) -> bool: ...
    @property
    def columns(self) -> list[str]: ...
    @property
    def schema(self) -> list[TableColumn]: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any: ...
    def __arrow_c_schema__(self) -> Any: ...
    def to_arrow(self) -> pyarrow.Table:
        """The table as a `pyarrow.Table`, without a copy."""

    def to_polars(self) -> polars.DataFrame:
        """The table as a `polars.DataFrame`."""

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a `pandas.DataFrame`: texts, times and counts as pandas has them, decimals exact, in Arrow's form."""

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows as plain data, as `read_usage` and its kin give them."""

@final
class Report(Table):
    """A report that was read: its good rows in Arrow's form, and everything that is wrong with the file."""

    @property
    def problems(self) -> Problems: ...
    @property
    def records(self) -> int: ...
    @property
    def other_headers(self) -> list[str]: ...
    @property
    def dialect(self) -> Dialect | None:
        """The dialect of the file, in which it is written again with its own columns. None: its header line cannot be used."""

    def summary(self, other: Report | None = None) -> Summary:
        """The fourteen figures of this report and, if one is given, of another one: a usage and a membership report."""

    def write(
        self,
        target: _Target,
        *,
        dialect: DialectName | Dialect | None = None,
        guard: bool = False,
        form: WriteForm | FileForm | None = None,
    ) -> int:
        """Writes the report to a path, or to a file that was opened for bytes; gives the number of rows.

        `guard` puts apostrophes before texts that look like formulas; `form` is as for `write_usage_report`.
        """

@final
class ReportStream:
    """A report that is read as it is gone through: an iterator over tables of some rows each.

    It can be handed over to another library as a whole, which then reads it to its end.
    """

    def __iter__(self) -> Self: ...
    def __next__(self) -> Table: ...
    @property
    def columns(self) -> list[str]: ...
    @property
    def schema(self) -> list[TableColumn]: ...
    @property
    def problems(self) -> Problems: ...
    @property
    def records(self) -> int: ...
    @property
    def other_headers(self) -> list[str]: ...
    @property
    def dialect(self) -> Dialect | None:
        """The dialect of the file, in which it is written again with its own columns. None: its header line cannot be used."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any: ...
    def __arrow_c_schema__(self) -> Any: ...

_Source: TypeAlias = str | PathLike[str] | Buffer | SupportsRead[bytes]
_Target: TypeAlias = str | PathLike[str] | SupportsWrite[bytes]
_Progress: TypeAlias = bool | Callable[[int, int | None], object]
_Rows: TypeAlias = ArrowTable | Iterable[Mapping[str, Any]]

@final
class Commit:
    """What one command did: stored and replayed as a whole.

    Its parts are made into plain data whenever they are asked for; whoever changes these changes no commit.
    """

    @property
    def version(self) -> int: ...
    @property
    def sequence(self) -> int: ...
    @property
    def at(self) -> str: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def receipt(self) -> Receipt | None: ...
    @property
    def events(self) -> list[Event]: ...
    @property
    def personal(self) -> list[PersonalRecord]: ...
    @property
    def rows(self) -> list[RowOutcome]: ...
    @property
    def warnings(self) -> list[Warning]: ...
    @property
    def repeated(self) -> bool: ...
    def to_dict(self) -> CommitRecord: ...
    def to_json(self) -> str: ...
    def to_bytes(self) -> bytes: ...
    @staticmethod
    def from_dict(value: CommitRecord) -> Commit: ...
    @staticmethod
    def from_json(text: str) -> Commit: ...
    @staticmethod
    def from_bytes(data: Buffer) -> Commit: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Decision:
    """What a command comes to: a commit to store and apply, or the one that it came to before."""

    @property
    def commit(self) -> Commit: ...
    @property
    def repeated(self) -> bool: ...

@final
class EmailReport:
    """The email report: three files, the figures above them, and the archive that is sent."""

    @property
    def usage(self) -> bytes: ...
    @property
    def membership(self) -> bytes: ...
    @property
    def specialization(self) -> bytes: ...
    @property
    def archive(self) -> bytes: ...
    @property
    def summary(self) -> Summary: ...
    @property
    def summary_csv(self) -> bytes: ...

@final
class Register:
    """One organization: its contracts, programs, people and all that happened between them.

    A register does no I/O and knows no clock. Give it commands with the time and the actor, store the commits that
    come back, and build the same register from them again. It may be used from several threads.
    """

    def __new__(cls) -> Self: ...
    def execute(
        self, command: Command, *, now: Time, actor: Actor, command_id: Id | None = None
    ) -> Commit:
        """Decides a command and applies what comes of it.

        Raises `Refusal` when something stands against it; a refused command changes nothing.
        """

    def execute_many(
        self, commands: Iterable[Command], *, now: Time, actor: Actor
    ) -> list[Commit | Refusal]:
        """Executes commands one after the other, each whatever became of the others.

        All of them are read first, so that nothing is done when one has the wrong shape; then they are executed without
        Python's lock. Other threads' commands may come between them. Gives a commit or a refusal for each, in order.
        """

    def decide(
        self, command: Command, *, now: Time, actor: Actor, command_id: Id | None = None
    ) -> Decision:
        """Judges a command and says what would happen; nothing changes. Raises `Refusal` as `execute` does."""

    def why(
        self, command: Command, *, now: Time, actor: Actor, command_id: Id | None = None
    ) -> list[Refusal]:
        """Every refusal that stands against a command, in the documented order.

        Empty when it would be carried out.
        """

    def preview_invitations(self, command: InviteLearners, *, now: Time, actor: Actor) -> ImportPreview:
        """What an `invite_learners` command would do, row by row, before anything changes.

        Raises `Refusal` for what stands against the whole of it, whatever its rows.
        """

    def preview_domains(self, command: ImportDomains, *, now: Time, actor: Actor) -> ImportPreview:
        """What an `import_domains` command would do, row by row, before anything changes.

        Raises `Refusal` for what stands against the whole of it, whatever its rows.
        """

    def plan_roster(self, command: SyncRoster, *, now: Time, actor: Actor) -> RosterPlan:
        """What a roster would lead to, before anything changes: outcomes row by row, and who would be removed.

        Raises `Refusal` for what stands against the whole command, whatever its rows.
        """

    def apply(self, commit: Commit) -> None:
        """Takes in a commit of this register's history.

        Raises `ApplyError` when it is not the next one or does not agree with the state; then nothing changes.
        """

    def apply_many(self, commits: Iterable[Commit]) -> int:
        """Takes in commits one after the other, and gives their number.

        At the first that cannot be taken in it stops and raises `ApplyError`; those before it stay, as `sequence`
        tells.
        """

    def replay_until(self, commits: Iterable[Commit], until: Time) -> int:
        """Takes in the commits of its history up to an instant, that instant included, and gives how many.

        Those that it has already are passed over, so that a register restored from an earlier snapshot is given the same
        list as a new one. Every question then tells what it told at that instant. Raises `ApplyError` when the register
        has gone beyond the instant, and as `apply_many` does.
        """

    @property
    def sequence(self) -> int:
        """How many commits were applied."""

    @property
    def latest(self) -> str | None:
        """The latest time that the register has seen; none before the first commit."""

    def next_deadline(self, after: Time) -> str | None:
        """The next instant after `after` at which something changes by itself."""

    def reserve(self, learners: int, enrollments: int) -> None:
        """Makes room for people to come, so that loading many of them does not stop to grow."""

    def snapshot(self) -> bytes:
        """The register as bytes, the same in every language."""

    @staticmethod
    def restore(data: Buffer) -> Register:
        """A register from the bytes that `snapshot` gave.

        Raises `RestoreError` when they are none, were damaged, or do not hold together.
        """

    def check_invariants(self) -> None:
        """Checks that everything counted is what it is counted from.

        Raises `ApplyError` with the code `inconsistent_history` when it is not.
        """

    def size(self) -> RegisterSize:
        """How many learners, memberships, invitations and enrollments are held, and in how many bytes."""

    def email_report(self, request: ReportRequest, *, now: Time, actor: Actor) -> EmailReport:
        """Makes the email report as of `now`, of what the actor may see.

        Raises `Refusal` for actors who may not have it and for unknown programs.
        """

    def gradebook_level(self, scope: GradebookScope, *, now: Time, actor: Actor) -> GradebookLevel:
        """What a gradebook may tell to the actor: programs by slug and the courses of a collection.

        It is the `level` of a request. Raises `Refusal` for actors who may not have it, and for programs, courses and
        collections that are not there.
        """

    def user_list(
        self, request: UserListRequest | PartialUserListRequest, *, now: Time, actor: Actor
    ) -> UserList:
        """A page of the user list as of `now`, of what the actor may see.

        Raises `Refusal` for actors who may not have it, for programs, contracts, courses and specializations that are not
        there, and for page sizes and cursors that are none.
        """

    def user_list_csv(
        self,
        selection: UserSelection,
        columns: Sequence[UserColumn],
        guard_formulas: bool,
        *,
        now: Time,
        actor: Actor,
    ) -> bytes:
        """Rows of the user list as a CSV file with the chosen columns only, as of `now`.

        With `guard_formulas`, texts that a spreadsheet would take for a formula have an apostrophe before them. Raises
        `Refusal` as `user_list` does, and for chosen rows that are not there.
        """

    def user_list_table(self, selection: UserSelection, *, now: Time, actor: Actor) -> Table:
        """Rows of the user list as a table that data frames take, all of a selection at once, as of `now`.

        Raises `Refusal` as `user_list_csv` does.
        """

    def home(self, request: HomeRequest, *, now: Time, actor: Actor) -> Home:
        """The home page as of `now`, of what the actor may see.

        Raises `Refusal` for actors who may not have it and for unknown programs.
        """

    def leaderboard(self, request: LeaderboardRequest, *, now: Time, actor: Actor) -> Leaderboard:
        """A page of a leaderboard as of `now`, of what the actor may see.

        Raises `Refusal` for actors who may not have it, for unknown programs, and for periods of learning hours.
        """

    def preview_program(
        self, program: Id, learner: Id | None = None, *, now: Time, actor: Actor
    ) -> ProgramPreview:
        """A program as its learners see it, or one of them, as of `now`.

        Raises `Refusal` for actors who may not see it and for learners who never joined the program.
        """

    def organization(self, *, now: Time, actor: Actor) -> OrganizationView:
        """The organization and its settings.

        Raises `Refusal` for everyone but the operator, the host and organization administrators.
        """

    def contracts(self, at: Time) -> list[ContractView]:
        """All contracts as of an instant, in the order of their creation."""

    def contract_by_id(self, contract: Id, at: Time) -> ContractView | None:
        """A contract as of an instant; none if there is no such contract."""

    def programs(self, at: Time) -> list[ProgramView]:
        """All programs as of an instant, in the order of their creation."""

    def program_by_id(self, program: Id, at: Time) -> ProgramView | None:
        """A program as of an instant; none if there is no such program."""

    def funnel(self, at: Time) -> Funnel:
        """The whole organization's funnel as of an instant."""

    def seats_as_of(self, contract: Id, at: Time) -> int | None:
        """Seats occupied of a contract at an instant, its movements included; none if there is no such contract."""

    def units_as_of(self, contract: Id, at: Time) -> int | None:
        """Units used of a contract at an instant, its movements included; none if there is no such contract."""

    def remaining_as_of(self, contract: Id, at: Time) -> int | None:
        """Seats or units that were left of a contract at an instant, by what it sold then.

        None for an unlimited contract, and if there is no such contract.
        """

    def notices(self, at: Time) -> list[ContractNotice]:
        """The notices that are due at an instant about contracts that have not ended, in the order in which they became so."""

    def forecast(self, contract: Id, at: Time, days: int | None = None) -> Forecast | None:
        """When a contract's seats or units will have run out, judged by what the last days, or else 28, took."""

    def catalog_counts(self, program: Id) -> list[CatalogCount] | None:
        """How often each item of a program's collections is taken, each once, in the order of the catalog."""

    def ledger(
        self,
        contract: Id,
        units: bool = False,
        start: int | None = None,
        limit: int | None = None,
    ) -> list[LedgerEntry] | None:
        """The movements of a contract's seats, or of its units, in order of time.

        At most `limit`, or all, from the place `start`, counted from 0. None if there is no such contract.
        """

    def ledger_table(
        self,
        contract: Id,
        units: bool = False,
        start: int | None = None,
        limit: int | None = None,
    ) -> Table | None:
        """The movements of `ledger` as a table that data frames take. None if there is no such contract."""

    def learner(self, learner: Id, at: Time) -> LearnerView | None:
        """A learner with all memberships as of an instant; none if they never joined a program."""

    def learner_by_email(self, email: str, at: Time) -> LearnerView | None:
        """The learner whose account has an email, compared without case and in IDNA form."""

    def membership(self, program: Id, learner: Id, at: Time) -> MembershipView | None:
        """What a learner is to a program as of an instant; none if they never joined it."""

    def enrollments(self, program: Id, learner: Id) -> list[EnrollmentView]:
        """A learner's enrollments in a program, in the order of enrolling first, given up ones included."""

    def invitation(self, invitation: Id, at: Time) -> InvitationView | None:
        """An invitation as of an instant; none if there is no such invitation."""

    def invitation_of(self, program: Id, email: str, at: Time) -> InvitationView | None:
        """The latest invitation of an email to a program, whatever became of it."""

    def whitelist(self, program: Id) -> list[DomainView] | None:
        """A program's whitelist in the order of its domains; none if there is no such program."""

    def courses(self) -> list[CourseView]:
        """Every course in the order of being added."""

    def specializations(self) -> list[SpecializationView]:
        """Every specialization in the order of being added."""

    def collections(self, program: Id) -> list[CollectionView] | None:
        """A program's collections in order; none if there is no such program."""

    def administrators(self) -> list[AdministratorView]:
        """Every administrator, former ones left out, in the order of being added first."""

    def rights(self) -> list[Right]:
        """Who may do what, as things stand: commands in their order, then questions."""

    def seen_by(self, *, now: Time, actor: Actor) -> View:
        """The register as an actor sees it at an instant."""

    def _ask(self, question: Question, *, now: Time, actor: Actor) -> Any: ...

def read_invitations(source: _Source, /) -> InvitationFile:
    """Reads the file of a bulk invitation."""

def read_whitelist(source: _Source, /) -> WhitelistFile:
    """Reads a file of whitelisted domains."""

def read_catalog(source: _Source, /) -> CatalogFile:
    """Reads a file of courses and specializations."""

def read_activity(source: _Source, /) -> ActivityFile:
    """Reads a file of dated activity."""

def read_usage(
    source: _Source, /, *, lenient: bool = False, guard: bool = False, dialect: Dialect | None = None
) -> UsageTable:
    """Reads a usage report.

    `lenient` takes bare quotes as text and replaces bad bytes; `guard` takes away the apostrophes that were put before
    texts that look like formulas. The headers of a `dialect` go before those that are known; raises `DialectError` when it
    cannot be used.
    """

def read_membership(
    source: _Source, /, *, lenient: bool = False, guard: bool = False, dialect: Dialect | None = None
) -> MembershipTable:
    """Reads a membership report, with the options of `read_usage`."""

def read_specialization(
    source: _Source, /, *, lenient: bool = False, guard: bool = False, dialect: Dialect | None = None
) -> SpecializationTable:
    """Reads a specialization report, with the options of `read_usage`."""

def recognize_file(source: _Source, /) -> Recognition:
    """Says what a file is, by its header line. Its first bytes suffice, and no more of a path or an open file are read."""

def known_dialect(report: ReportKind, name: DialectName, /) -> Dialect:
    """A known dialect of a report as data, to start one's own from."""

def check_dialect(dialect: Dialect, /) -> None:
    """Raises `DialectError` if a dialect cannot be used."""

def write_usage(
    report: Sequence[UsageRow] | UsageTable,
    /,
    *,
    dialect: DialectName | Dialect | None = None,
    guard: bool | None = None,
) -> bytes:
    """Writes a usage report: rows, or a whole one that was read.

    Without `dialect`, rows are written in that of the guide, and a report that was read in its own, byte for byte as
    `FileForm` says. `guard` puts an apostrophe before texts that look like formulas; without it they are guarded if they
    were. Raises `DialectError` when a dialect cannot be used.
    """

def write_membership(
    report: Sequence[MembershipRow] | MembershipTable,
    /,
    *,
    dialect: DialectName | Dialect | None = None,
    guard: bool | None = None,
) -> bytes:
    """Writes a membership report, with the options of `write_usage`."""

def write_specialization(
    report: Sequence[SpecializationRow] | SpecializationTable,
    /,
    *,
    dialect: DialectName | Dialect | None = None,
    guard: bool | None = None,
) -> bytes:
    """Writes a specialization report, with the options of `write_usage`."""

def convert_report(
    report: ReportKind,
    source: str | PathLike[str] | Buffer | SupportsRead[bytes],
    target: str | PathLike[str] | SupportsWrite[bytes],
    /,
    *,
    source_dialect: Dialect | None = None,
    dialect: DialectName | Dialect | None = None,
    guard: bool | None = None,
    lenient: bool = False,
    guarded: bool = False,
    progress: Callable[[int], object] | None = None,
) -> FileRead:
    """Writes a report of any size again while it is read, and tells how reading went.

    In another `dialect` only the columns are lost that it does not have; without one the file is given back as it was,
    without its bad rows. The headers of a `source_dialect` of one's own go before those that are known. `guarded` says that formulas are guarded in the source, `guard` that they are to be in the target.
    `progress` is called with the number of bytes of each piece that was read.
    """

def compare_usage(
    before: str | PathLike[str] | Buffer | SupportsRead[bytes] | Sequence[UsageRow],
    after: str | PathLike[str] | Buffer | SupportsRead[bytes] | Sequence[UsageRow],
    /,
    *,
    lenient: bool = False,
    guard: bool = False,
    progress: Callable[[int], object] | None = None,
) -> UsageComparison:
    """Compares two exports of the usage report of different days by email, program and course.

    Each is a path, bytes, a file that was opened for bytes, or a list of rows. Memory grows with the enrollments.
    """

def compare_membership(
    before: str | PathLike[str] | Buffer | SupportsRead[bytes] | Sequence[MembershipRow],
    after: str | PathLike[str] | Buffer | SupportsRead[bytes] | Sequence[MembershipRow],
    /,
    *,
    lenient: bool = False,
    guard: bool = False,
    progress: Callable[[int], object] | None = None,
) -> MembershipComparison:
    """Compares two exports of the membership report of different days by email and program, as `compare_usage` does."""

def compare_specialization(
    before: str | PathLike[str] | Buffer | SupportsRead[bytes] | Sequence[SpecializationRow],
    after: str | PathLike[str] | Buffer | SupportsRead[bytes] | Sequence[SpecializationRow],
    /,
    *,
    lenient: bool = False,
    guard: bool = False,
    progress: Callable[[int], object] | None = None,
) -> SpecializationComparison:
    """Compares two exports of the specialization report of different days by email, program and specialization, as `compare_usage` does."""

def group_reports(
    by: Sequence[str],
    /,
    *,
    usage: str | PathLike[str] | Buffer | SupportsRead[bytes] | Sequence[UsageRow] | None = None,
    membership: str
    | PathLike[str]
    | Buffer
    | SupportsRead[bytes]
    | Sequence[MembershipRow]
    | None = None,
    lenient: bool = False,
    guard: bool = False,
    progress: Callable[[int], object] | None = None,
) -> GroupedFigures:
    """Figures by any columns of the usage report: `["contract", "business_unit"]`.

    Each report is a path, bytes, a file that was opened for bytes, or a list of rows. Raises `GroupError` for columns that
    cannot be grouped by.
    """

def usage_changes_table(changes: Sequence[UsageChange], /) -> Table:
    """The changes of a `UsageComparison` as a table that data frames take.

    What became of an enrollment is a column for each kind: `enrolled`, `completed` and so on, true or false.
    """

def membership_changes_table(changes: Sequence[MembershipChange], /) -> Table:
    """The changes of a `MembershipComparison` as a table that data frames take."""

def specialization_changes_table(changes: Sequence[SpecializationChange], /) -> Table:
    """The changes of a `SpecializationComparison` as a table that data frames take, in the form of `usage_changes_table`."""

def groups_table(figures: GroupedFigures, /) -> Table:
    """Figures by group as a table that data frames take: the chosen columns first, then the figures."""

def summarize_reports(
    *,
    usage: str | PathLike[str] | Buffer | SupportsRead[bytes] | None = None,
    membership: str | PathLike[str] | Buffer | SupportsRead[bytes] | None = None,
    lenient: bool = False,
    guard: bool = False,
    progress: Callable[[int], object] | None = None,
) -> FileSummary:
    """The fourteen figures of a usage and a membership report of any size and dialect.

    Each is a path, bytes, or a file that was opened for bytes; paths and bytes are read by all cores. Memory grows with
    the enrollments and not with the rows. Bad rows are reported and left out. `progress` is called with the number of
    bytes read since the last call: `tqdm(...).update` fits.
    """

def usage_figures(
    source: str | PathLike[str] | Buffer | SupportsRead[bytes],
    /,
    *,
    lenient: bool = False,
    guard: bool = False,
    progress: Callable[[int], object] | None = None,
) -> FileFigures:
    """The seven figures that need only a usage report, in one quick pass, each row taken for one enrollment.

    The report is a path, bytes, or a file that was opened for bytes; a path or bytes are read by all cores. Memory grows with
    the people and not with the rows. Problems are those of whole rows and of the columns that the figures use: `Email`,
    `Course ID`, `Estimated Learning Hours`, `Completed`, `Completion Time` and `Course Grades`. The options are those of
    `summarize_reports`.
    """

def refusal_of(record: RefusalRecord, /) -> Refusal:
    """What `Refusal.from_dict` does."""

def invitation_template() -> str:
    """The empty file of a bulk invitation, to fill in."""

def whitelist_template() -> str:
    """The empty file of whitelisted domains, to fill in."""

def catalog_template() -> str:
    """The empty file of courses and specializations, to fill in."""

def activity_template() -> str:
    """The empty file of dated activity, to fill in."""

def read_usage_report(
    source: _Source,
    /,
    *,
    lenient: bool = False,
    guard: bool = False,
    dialect: Dialect | None = None,
    progress: _Progress | None = None,
    batch_rows: int = 65_536,
    problem_limit: int = 1_000,
    line_numbers: bool = False,
) -> Report:
    """Reads a usage report of a path, bytes, or a file that was opened for bytes, into a table that data frames take.

    `lenient` takes bare quotes as text and replaces bad bytes; `guard` takes away the apostrophes that were put before
    texts that look like formulas. The headers of a `dialect` of one's own go before those that are known; raises
    `DialectError` when it cannot be used. With `line_numbers` a column `line` before all others says on which line of the
    file each row starts. `progress` is `True` for a bar on long work, or a function of the bytes done and the bytes in all
    (`None` where that is unknown).
    """

def read_membership_report(
    source: _Source,
    /,
    *,
    lenient: bool = False,
    guard: bool = False,
    dialect: Dialect | None = None,
    progress: _Progress | None = None,
    batch_rows: int = 65_536,
    problem_limit: int = 1_000,
    line_numbers: bool = False,
) -> Report:
    """Reads a membership report, with the options of `read_usage_report`."""

def read_specialization_report(
    source: _Source,
    /,
    *,
    lenient: bool = False,
    guard: bool = False,
    dialect: Dialect | None = None,
    progress: _Progress | None = None,
    batch_rows: int = 65_536,
    problem_limit: int = 1_000,
    line_numbers: bool = False,
) -> Report:
    """Reads a specialization report, with the options of `read_usage_report`."""

def iter_usage_report(
    source: _Source,
    /,
    *,
    lenient: bool = False,
    guard: bool = False,
    dialect: Dialect | None = None,
    progress: _Progress | None = None,
    batch_rows: int = 65_536,
    problem_limit: int = 1_000,
    line_numbers: bool = False,
) -> ReportStream:
    """Reads a usage report batch by batch, in memory that does not grow with the file.

    With the options of `read_usage_report`. Each batch is a table of `batch_rows` rows.
    """

def iter_membership_report(
    source: _Source,
    /,
    *,
    lenient: bool = False,
    guard: bool = False,
    dialect: Dialect | None = None,
    progress: _Progress | None = None,
    batch_rows: int = 65_536,
    problem_limit: int = 1_000,
    line_numbers: bool = False,
) -> ReportStream:
    """Reads a membership report batch by batch, as `iter_usage_report` does."""

def iter_specialization_report(
    source: _Source,
    /,
    *,
    lenient: bool = False,
    guard: bool = False,
    dialect: Dialect | None = None,
    progress: _Progress | None = None,
    batch_rows: int = 65_536,
    problem_limit: int = 1_000,
    line_numbers: bool = False,
) -> ReportStream:
    """Reads a specialization report batch by batch, as `iter_usage_report` does."""

def write_usage_report(
    data: _Rows,
    target: _Target,
    /,
    *,
    dialect: DialectName | Dialect | None = None,
    guard: bool = False,
    form: WriteForm | FileForm | None = None,
) -> int:
    """Writes a usage report to a path, or to a file that was opened for bytes; gives the number of rows.

    `data` is a table of any library that knows Arrow's PyCapsule protocol (`polars.DataFrame`, `pandas.DataFrame`,
    `pyarrow.Table`, a relation of `duckdb`, a `Report`), or rows as `read_usage` gives them. `guard` puts apostrophes
    before texts that look like formulas. Without `dialect` a table is written with all its columns, the guide's first, and
    rows in the guide's dialect; else the columns are those of the dialect, in its order and under its headers. A column
    `line` of whole numbers is not written. `form` says what stands between fields and ends lines, which fields are quoted,
    how times are written, and whether there is a byte-order mark: `{"separator": "semicolon", "line_end": "lf"}`. The `form`
    of a file that was read may be given as it is; on columns and formulas `dialect` and `guard` decide. At a path the file
    appears when all of it is written.
    """

def write_membership_report(
    data: _Rows,
    target: _Target,
    /,
    *,
    dialect: DialectName | Dialect | None = None,
    guard: bool = False,
    form: WriteForm | FileForm | None = None,
) -> int:
    """Writes a membership report, as `write_usage_report` does."""

def write_specialization_report(
    data: _Rows,
    target: _Target,
    /,
    *,
    dialect: DialectName | Dialect | None = None,
    guard: bool = False,
    form: WriteForm | FileForm | None = None,
) -> int:
    """Writes a specialization report, as `write_usage_report` does."""

def next_due(schedule: ReportSchedule, /, *, after: Time) -> DueReport | None:
    """The first report that is due by a schedule after an instant; none when there is no such date.

    Raises `InvalidInput` when the schedule is not one.
    """

def due_between(
    schedule: ReportSchedule, /, *, after: Time, until: Time, limit: int | None = None
) -> list[DueReport]:
    """The reports that are due by a schedule after an instant and until another, this one included, in order.

    At most `limit`, and never more than 10,000; when that many come back, ask again after the last one. Raises
    `InvalidInput` when the schedule is not one.
    """

def schedule_of(cadence: ReportCadence, /, *, schedule: str) -> ReportSchedule:
    """The schedule of an organization's cadence, as `OrganizationView.report_cadence` has it.

    Raises `InvalidInput` when it is none, as one of a zone that is not in the list of zones.
    """

def zone_data_version() -> str:
    """The release of the IANA time-zone database by which schedules are reckoned, as `2025b`."""

@final
class UsageDifference:
    """Compares two exports of the usage report, as `compare_usage` does, of rows and files that come bit by bit.

    What several took in and was merged gives the same as what one took in. It may be used from several threads.
    """

    def __new__(cls) -> Self: ...
    def observe_before(self, rows: Sequence[UsageRow]) -> int:
        """Takes in rows of the earlier export, all of them or none, and gives their number."""

    def observe_after(self, rows: Sequence[UsageRow]) -> int:
        """Takes in rows of the later export, all of them or none, and gives their number."""

    def read_before(
        self,
        source: str | PathLike[str] | Buffer | SupportsRead[bytes],
        /,
        *,
        lenient: bool = False,
        guard: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> FileRead:
        """Takes in a file of the earlier export, when all of it is read. Bad rows are reported and left out."""

    def read_after(
        self,
        source: str | PathLike[str] | Buffer | SupportsRead[bytes],
        /,
        *,
        lenient: bool = False,
        guard: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> FileRead:
        """Takes in a file of the later export, as `read_before` does."""

    def merge(self, other: UsageDifference) -> None:
        """Takes in everything that another one took in, which stays as it is."""

    def to_bytes(self) -> bytes:
        """What was taken in as bytes, the same in every language: to be stored, or sent to where it is merged.

        They are personal. It can be pickled as well.
        """

    @staticmethod
    def from_bytes(data: Buffer) -> UsageDifference:
        """What `to_bytes` gave. Raises `InvalidInput` when the bytes are none or were damaged."""

    def __reduce__(self) -> tuple[Callable[[bytes], UsageDifference], tuple[bytes]]: ...
    def finish(self) -> UsageComparison:
        """What has changed so far."""

@final
class MembershipDifference:
    """Compares two exports of the membership report, as `compare_membership` does, of rows and files that come bit by bit.

    What several took in and was merged gives the same as what one took in. It may be used from several threads.
    """

    def __new__(cls) -> Self: ...
    def observe_before(self, rows: Sequence[MembershipRow]) -> int:
        """Takes in rows of the earlier export, all of them or none, and gives their number."""

    def observe_after(self, rows: Sequence[MembershipRow]) -> int:
        """Takes in rows of the later export, all of them or none, and gives their number."""

    def read_before(
        self,
        source: str | PathLike[str] | Buffer | SupportsRead[bytes],
        /,
        *,
        lenient: bool = False,
        guard: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> FileRead:
        """Takes in a file of the earlier export, when all of it is read. Bad rows are reported and left out."""

    def read_after(
        self,
        source: str | PathLike[str] | Buffer | SupportsRead[bytes],
        /,
        *,
        lenient: bool = False,
        guard: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> FileRead:
        """Takes in a file of the later export, as `read_before` does."""

    def merge(self, other: MembershipDifference) -> None:
        """Takes in everything that another one took in, which stays as it is."""

    def to_bytes(self) -> bytes:
        """What was taken in as bytes, the same in every language: to be stored, or sent to where it is merged.

        They are personal. It can be pickled as well.
        """

    @staticmethod
    def from_bytes(data: Buffer) -> MembershipDifference:
        """What `to_bytes` gave. Raises `InvalidInput` when the bytes are none or were damaged."""

    def __reduce__(self) -> tuple[Callable[[bytes], MembershipDifference], tuple[bytes]]: ...
    def finish(self) -> MembershipComparison:
        """What has changed so far."""

@final
class SpecializationDifference:
    """Compares two exports of the specialization report, as `compare_specialization` does, of rows and files that come bit by bit.

    What several took in and was merged gives the same as what one took in. It may be used from several threads.
    """

    def __new__(cls) -> Self: ...
    def observe_before(self, rows: Sequence[SpecializationRow]) -> int:
        """Takes in rows of the earlier export, all of them or none, and gives their number."""

    def observe_after(self, rows: Sequence[SpecializationRow]) -> int:
        """Takes in rows of the later export, all of them or none, and gives their number."""

    def read_before(
        self,
        source: str | PathLike[str] | Buffer | SupportsRead[bytes],
        /,
        *,
        lenient: bool = False,
        guard: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> FileRead:
        """Takes in a file of the earlier export, when all of it is read. Bad rows are reported and left out."""

    def read_after(
        self,
        source: str | PathLike[str] | Buffer | SupportsRead[bytes],
        /,
        *,
        lenient: bool = False,
        guard: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> FileRead:
        """Takes in a file of the later export, as `read_before` does."""

    def merge(self, other: SpecializationDifference) -> None:
        """Takes in everything that another one took in, which stays as it is."""

    def to_bytes(self) -> bytes:
        """What was taken in as bytes, the same in every language: to be stored, or sent to where it is merged.

        They are personal. It can be pickled as well.
        """

    @staticmethod
    def from_bytes(data: Buffer) -> SpecializationDifference:
        """What `to_bytes` gave. Raises `InvalidInput` when the bytes are none or were damaged."""

    def __reduce__(self) -> tuple[Callable[[bytes], SpecializationDifference], tuple[bytes]]: ...
    def finish(self) -> SpecializationComparison:
        """What has changed so far."""

@final
class GroupAccumulator:
    """Figures by any columns of the usage report, as `group_reports` gives them, of rows and files that come bit by bit.

    What several took in and was merged gives the same as what one took in. It may be used from several threads. Raises
    `GroupError` for columns that cannot be grouped by.
    """

    def __new__(cls, by: Sequence[str], /) -> Self: ...
    @property
    def by(self) -> list[str]: ...
    def observe_usage(self, rows: Sequence[UsageRow]) -> int:
        """Takes in rows of the usage report, all of them or none, and gives their number."""

    def observe_membership(self, rows: Sequence[MembershipRow]) -> int:
        """Takes in rows of the membership report, all of them or none, and gives their number."""

    def read_usage(
        self,
        source: str | PathLike[str] | Buffer | SupportsRead[bytes],
        /,
        *,
        lenient: bool = False,
        guard: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> FileRead:
        """Takes in a file of the usage report, when all of it is read. Bad rows are reported and left out."""

    def read_membership(
        self,
        source: str | PathLike[str] | Buffer | SupportsRead[bytes],
        /,
        *,
        lenient: bool = False,
        guard: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> FileRead:
        """Takes in a file of the membership report, as `read_usage` does."""

    def merge(self, other: GroupAccumulator) -> None:
        """Takes in everything that another one took in, which stays as it is.

        Raises `InvalidInput` when that groups by other columns.
        """

    def to_bytes(self) -> bytes:
        """What was taken in as bytes, the same in every language: to be stored, or sent to where it is merged.

        They are personal. It can be pickled as well.
        """

    @staticmethod
    def from_bytes(data: Buffer) -> GroupAccumulator:
        """What `to_bytes` gave. Raises `InvalidInput` when the bytes are none or were damaged."""

    def __reduce__(self) -> tuple[Callable[[bytes], GroupAccumulator], tuple[bytes]]: ...
    def finish(self) -> GroupedFigures:
        """The figures so far."""

@final
class SummaryAccumulator:
    """The fourteen figures, as `summarize_reports` gives them, of rows and files that come bit by bit.

    What several took in and was merged gives the same as what one took in. It may be used from several threads.
    """

    def __new__(cls) -> Self: ...
    def observe_usage(self, rows: Sequence[UsageRow]) -> int:
        """Takes in rows of the usage report, all of them or none, and gives their number."""

    def observe_membership(self, rows: Sequence[MembershipRow]) -> int:
        """Takes in rows of the membership report, all of them or none, and gives their number."""

    def read_usage(
        self,
        source: str | PathLike[str] | Buffer | SupportsRead[bytes],
        /,
        *,
        lenient: bool = False,
        guard: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> FileRead:
        """Takes in a file of the usage report, when all of it is read. Bad rows are reported and left out."""

    def read_membership(
        self,
        source: str | PathLike[str] | Buffer | SupportsRead[bytes],
        /,
        *,
        lenient: bool = False,
        guard: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> FileRead:
        """Takes in a file of the membership report, as `read_usage` does."""

    def merge(self, other: SummaryAccumulator) -> None:
        """Takes in everything that another one took in, which stays as it is."""

    def to_bytes(self) -> bytes:
        """What was taken in as bytes, the same in every language: to be stored, or sent to where it is merged.

        They are personal. It can be pickled as well.
        """

    @staticmethod
    def from_bytes(data: Buffer) -> SummaryAccumulator:
        """What `to_bytes` gave. Raises `InvalidInput` when the bytes are none or were damaged."""

    def __reduce__(self) -> tuple[Callable[[bytes], SummaryAccumulator], tuple[bytes]]: ...
    def finish(self) -> Summary:
        """The figures so far."""

@final
class FiguresAccumulator:
    """The seven figures that need only a usage report, as `usage_figures` gives them, of rows and files that come bit by bit.

    What several took in and was merged gives the same as what one took in; what comes twice counts twice. It may be used from
    several threads.
    """

    def __new__(cls) -> Self: ...
    def observe_usage(self, rows: Sequence[UsageRow]) -> int:
        """Takes in rows of the usage report, all of them or none, and gives their number."""

    def read_usage(
        self,
        source: str | PathLike[str] | Buffer | SupportsRead[bytes],
        /,
        *,
        lenient: bool = False,
        guard: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> FileRead:
        """Takes in a file of the usage report, when all of it is read. Bad rows are reported and left out."""

    def merge(self, other: FiguresAccumulator) -> None:
        """Takes in everything that another one took in, which stays as it is."""

    def to_bytes(self) -> bytes:
        """What was taken in as bytes, the same in every language: to be stored, or sent to where it is merged.

        They are personal. It can be pickled as well.
        """

    @staticmethod
    def from_bytes(data: Buffer) -> FiguresAccumulator:
        """What `to_bytes` gave. Raises `InvalidInput` when the bytes are none or were damaged."""

    def __reduce__(self) -> tuple[Callable[[bytes], FiguresAccumulator], tuple[bytes]]: ...
    def finish(self) -> UsageFigures:
        """The figures so far."""

@final
class GradebookAccumulator:
    """Takes in facts of assessment attempts in any order, and makes gradebooks of them.

    Facts that several accumulators took in and that were merged give the same as those that one took in. It may be used
    from several threads.
    """

    def __new__(cls) -> Self: ...
    def observe(self, attempt: AssessmentAttempt) -> None:
        """Takes in a fact. Raises `InvalidInput` when it does not say whose attempt at what it is."""

    def observe_many(self, attempts: Iterable[AssessmentAttempt] | ArrowTable) -> int:
        """Takes in facts, and gives their number.

        They are records, or a table of any library that knows Arrow's PyCapsule protocol, whose columns are named as the
        fields of a record or as the headers of the file, in any order; other columns are not looked at.

        All of them are read first: when one is none, `InvalidInput` is raised and nothing is taken in.
        """

    def read(
        self,
        source: str | PathLike[str] | Buffer | SupportsRead[bytes],
        /,
        *,
        lenient: bool = False,
        guard: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> FileRead:
        """Takes in a file of assessment attempts of any size: a path, bytes, or a file that was opened for bytes.

        Bad rows are reported and left out. `progress` is called with the number of bytes of each piece that was read.
        """

    def merge(self, other: GradebookAccumulator) -> None:
        """Takes in everything that another one took in, which stays as it is."""

    def to_bytes(self) -> bytes:
        """The facts as bytes, the same in every language: to be stored, or sent to where they are merged.

        They are personal. Accumulators can be pickled as well.
        """

    @staticmethod
    def from_bytes(data: Buffer) -> GradebookAccumulator:
        """The facts of what `to_bytes` gave. Raises `InvalidInput` when the bytes are none or were damaged."""

    def __reduce__(self) -> tuple[Callable[[bytes], GradebookAccumulator], tuple[bytes]]: ...
    def finish(self, request: GradebookRequest, *, made_at: Time) -> Gradebook:
        """Makes the gradebook of a request, as of `made_at`.

        Attempts submitted later are left out. Raises `InvalidInput` when the request chooses nothing or asks for an empty
        range.
        """

@final
class Gradebook:
    """A gradebook: its files, the archive of them, and what it holds."""

    @property
    def files(self) -> dict[str, bytes]: ...
    @property
    def archive(self) -> bytes: ...
    @property
    def summary(self) -> GradebookSummary: ...
    def table(self, name: str) -> Table:
        """A file as a table that data frames take. Raises `KeyError` when there is no file of that name.

        Attempts and the long layout have the fields of their rows; the other layouts have their headers as names. Grades are
        decimals, times are in UTC.
        """

def read_attempts(source: _Source, /, *, lenient: bool = False, guard: bool = False) -> AttemptFile:
    """Reads a file of assessment attempts as a whole, with the options of `read_usage`."""

def read_gradebook(source: _Source, /, *, lenient: bool = False, guard: bool = False) -> GradebookTable:
    """Reads a gradebook in its long form, with the options of `read_usage`."""

def attempt_template() -> str:
    """The empty file of assessment attempts, to fill in."""
