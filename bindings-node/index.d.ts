import type {
  Actor,
  ActivityLine,
  AdministratorId,
  AdministratorView,
  AssessmentAttempt,
  CatalogLine,
  CollectionView,
  Command,
  CommitRecord,
  Context,
  ContractId,
  ContractView,
  CourseView,
  Cure,
  DomainRow,
  DomainView,
  DueReport,
  EnrollmentView,
  Event,
  FileForm,
  Funnel,
  GradebookLevel,
  GradebookRequest,
  GradebookRow,
  GradebookScope,
  GradebookSummary,
  Home,
  HomeRequest,
  ImportDomains,
  ImportPreview,
  InvitationId,
  InvitationRow,
  InvitationView,
  InviteLearners,
  Leaderboard,
  LeaderboardRequest,
  LearnerId,
  LearnerView,
  LedgerEntry,
  MembershipRow,
  MembershipView,
  PersonalRecord,
  Problems,
  OrganizationView,
  ProgramId,
  ProgramPreview,
  ProgramView,
  Receipt,
  CatalogCount,
  ContractNotice,
  FileFigures,
  FileRead,
  FileSummary,
  Forecast,
  RefusalCode,
  RosterPlan,
  SyncRoster,
  RefusalRecord,
  RegisterSize,
  Question,
  ReportCadence,
  ReportRequest,
  ReportSchedule,
  Right,
  RowOutcome,
  ScheduleId,
  SpecializationChange,
  SpecializationComparison,
  SpecializationRow,
  SpecializationView,
  Spelling,
  Summary,
  Time,
  UsageRow,
  UserColumn,
  UserList,
  UserListRequest,
  UserSelection,
  Warning,
  Dialect,
  DialectName,
  GroupedFigures,
  MembershipChange,
  MembershipComparison,
  Recognition,
  ReportKind,
  UsageChange,
  UsageComparison,
  UsageFigures,
  WriteForm,
} from './types.js';

export * from './types.js';
export { commands } from './commands.js';

/** The platform's operator. */
export declare const OPERATOR: Readonly<{ kind: 'operator' }>;

/** The host itself, on behalf of nobody. */
export declare const HOST: Readonly<{ kind: 'host' }>;

/** An administrator, of the organization or of a program. */
export declare function administrator(id: AdministratorId): Actor;

/** A learner, for themselves. */
export declare function learner(id: LearnerId): Actor;

/**
 * The base of every error of this package. By itself it has the code `half_done`: a defect of the library has stopped an
 * earlier change of the register half-way, which then has to be restored.
 */
export declare class MatriculaError extends Error {
  protected constructor();
  /** The stable code, the same in every language. */
  readonly code: string;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Why a command was not carried out. It has changed nothing. */
export declare class Refusal extends MatriculaError {
  readonly code: RefusalCode;
  /** The number of the rule that refuses. */
  readonly rule: string;
  /** What would let the command through. */
  readonly cure: Cure;
  /** Whether time alone may let the same command through. */
  readonly transient: boolean;
  /** The facts: which contract, how many seats, what limit. */
  readonly facts: DistributiveOmit<RefusalRecord, 'code'>;
  /** Code and facts as one record, for a `switch` over its `code`. */
  readonly record: RefusalRecord;

  /** The refusal of a record: of a row that a bulk command refused, or of stored data. It is not thrown. */
  static fromRecord(record: RefusalRecord): Refusal;
  /** The refusal as plain data. */
  toJSON(): {
    code: RefusalCode;
    rule: string;
    cure: Cure;
    transient: boolean;
    message: string;
    facts: DistributiveOmit<RefusalRecord, 'code'>;
  };
}

/** Data of the wrong shape. The message names the field and says what to give. Nothing was changed. */
export declare class InvalidInput extends MatriculaError {
  readonly code: 'invalid_input';
  /** The field: `email`, `rows[3].line`, `context.now`. */
  readonly path: string;
  /** For `applyMany`: how many commits were taken in. */
  readonly applied?: number;
}

/** Why a commit was not taken in, or a register does not hold together. */
export declare class ApplyError extends MatriculaError {
  readonly code: 'unknown_version' | 'out_of_sequence' | 'out_of_time' | 'after_instant' | 'inconsistent_history';
  /** For `applyMany`: how many commits were taken in before this one. */
  readonly applied?: number;
}

/** Why a snapshot was not restored. */
export declare class RestoreError extends MatriculaError {
  readonly code: 'not_a_snapshot' | 'unknown_version' | 'damaged_snapshot' | 'inconsistent_snapshot';
}

/** A dialect cannot be used: a header or a field stands there twice, is unknown, or is missing. */
export declare class DialectError extends MatriculaError {
  readonly code: string;
}

/** Columns cannot be grouped by: one is unknown, chosen twice, or holds times or numbers. */
export declare class GroupError extends MatriculaError {
  readonly code: string;
}

/** What one command did: the unit to store and to replay. It is read when it is first looked at. */
export declare class Commit {
  private constructor();

  /** A commit from its JSON text, or from the record that it parses to. Throws `InvalidInput`. */
  static fromJSON(json: string | CommitRecord | Commit): Commit;

  /** A commit from what `toBytes` gave, in this language or another. Throws `InvalidInput`. */
  static fromBytes(bytes: Uint8Array): Commit;

  /** The version of this form. */
  readonly version: number;
  /** The place in the history, counted from 1 without gaps. */
  readonly sequence: number;
  /** When it happened. */
  readonly at: Time;
  /** Who gave the command. */
  readonly actor: Actor;
  /** The mark of the command, if it had an id. */
  readonly receipt: Receipt | null;
  /** What happened, in order. */
  readonly events: readonly Event[];
  /** What is newly known of people. */
  readonly personal: readonly PersonalRecord[];
  /** What became of each row of a bulk command. */
  readonly rows: readonly RowOutcome[];
  /** What deserves a look. */
  readonly warnings: readonly Warning[];
  /**
   * Whether this is what a command with an id came to before, told once more: whoever has stored it has nothing more to
   * store. It is in no stored form.
   */
  readonly repeated: boolean;

  /** The commit as a record; `JSON.stringify(commit)` gives its JSON text. */
  toJSON(): CommitRecord;

  /** The commit as compact bytes, the same in every language. */
  toBytes(): Uint8Array;
}

/** What a command comes to. */
export interface Decision {
  /** What happens, or happened. */
  commit: Commit;
  /** Whether the command was carried out before. Then there is nothing to store or apply. */
  repeated: boolean;
}

/** The email report: three files, the archive that is sent, and the figures above them. */
export declare class EmailReport {
  private constructor();
  readonly membership: Uint8Array;
  readonly usage: Uint8Array;
  readonly specialization: Uint8Array;
  /** The three files as one ZIP. */
  readonly archive: Uint8Array;
  /** The fourteen figures. */
  readonly summary: Summary;
  /** The fourteen figures, as a file. */
  readonly summaryCsv: Uint8Array;
}

/**
 * One organization: its contracts, programs, people and all that happened between them.
 *
 * It does no I/O and knows no clock: the host gives commands with the time and the actor, and stores the commits that
 * come back. Methods that return promises work off the event loop, one after the other in the order of the calls;
 * the others act at once, if need be between two pieces of a batch under way.
 */
export declare class Register {
  /** A register without an organization. */
  constructor();

  /** A register from what `snapshot` gave. Rejects with `RestoreError`. */
  static restore(bytes: Uint8Array): Promise<Register>;
  /** As `restore`, at once. */
  static restoreSync(bytes: Uint8Array): Register;

  /** Decides a command and applies what comes of it. Throws `Refusal` or `InvalidInput`; then nothing has changed. */
  execute(command: Command, context: Context): Commit;
  /** As `execute`, off the event loop: for commands with many rows. Leave these as they are until the promise settles. */
  executeAsync(command: Command, context: Context): Promise<Commit>;

  /**
   * Executes many commands, each on its own, and gives one outcome each. All are read before the first is executed: if
   * one has the wrong shape, the promise rejects with `InvalidInput` and nothing has changed. Leave the commands as they
   * are until the promise settles.
   */
  executeMany(commands: Iterable<Command>, context: Context): Promise<(Commit | Refusal)[]>;
  /** As `executeMany`, at once. */
  executeManySync(commands: Iterable<Command>, context: Context): (Commit | Refusal)[];

  /** Judges a command and says what would happen; nothing changes. Throws `Refusal` or `InvalidInput`. */
  decide(command: Command, context: Context): Decision;
  /** As `decide`, off the event loop. */
  decideAsync(command: Command, context: Context): Promise<Decision>;

  /** Every refusal that stands against a command, in the documented order. Empty when it would be carried out. */
  why(command: Command, context: Context): Refusal[];
  /** As `why`, off the event loop. */
  whyAsync(command: Command, context: Context): Promise<Refusal[]>;

  /** What an import of invitations would do. */
  previewInvitations(command: InviteLearners, context: Context): Promise<ImportPreview>;
  /** What an import of domains would do. */
  previewDomains(command: ImportDomains, context: Context): Promise<ImportPreview>;
  /** What a roster would lead to: outcomes row by row, and who would be removed. Nothing changes. */
  planRoster(command: SyncRoster, context: Context): Promise<RosterPlan>;

  /** Takes in the next commit of this register's history. Throws `ApplyError` or `InvalidInput`. */
  apply(commit: Commit | CommitRecord | Uint8Array): void;
  /** Takes in commits in order and gives their count. Rejects at the first that does not follow, with `applied` on the error. */
  applyMany(commits: Iterable<Commit | CommitRecord | Uint8Array>): Promise<number>;

  /**
   * Takes in the commits of its history up to an instant, that instant included, and gives how many. Those that it has
   * already are passed over, so that a register restored from an earlier snapshot is given the same list as a new one.
   * Every question then tells what it told at that instant. Rejects with `ApplyError` when the register has gone beyond
   * the instant, or a commit does not follow.
   */
  replayUntil(commits: Iterable<Commit | CommitRecord | Uint8Array>, until: Time | Date): Promise<number>;

  /** The home page as of the context's time, of what the actor may see. */
  home(request: HomeRequest, context: Context): Home;
  /** A page of a leaderboard as of the context's time, of what the actor may see. */
  leaderboard(request: LeaderboardRequest, context: Context): Promise<Leaderboard>;
  /** A program as its learners see it, or one of them, as of the context's time. */
  previewProgram(program: ProgramId, learner: LearnerId | null | undefined, context: Context): ProgramPreview;
  /** The organization and its settings, for the operator, the host and organization administrators. */
  organization(context: Context): OrganizationView;

  /** The email report as of the context's time. */
  emailReport(request: ReportRequest, context: Context): Promise<EmailReport>;

  /**
   * What a gradebook may tell to the actor, for `level` of a request: programs by slug, and the courses of a collection.
   * Throws `Refusal`.
   */
  gradebookLevel(scope: GradebookScope, context: Context): GradebookLevel;

  /** A page of the user list as of the context's time. */
  userList(request: Partial<UserListRequest>, context: Context): Promise<UserList>;
  /** The user list as a file of the chosen columns, with texts guarded against being taken for formulas or not. */
  userListCsv(
    selection: UserSelection,
    columns: readonly UserColumn[],
    guardFormulas: boolean,
    context: Context,
  ): Promise<Uint8Array>;

  /** The register as bytes. Equal registers give equal bytes. */
  snapshot(): Promise<Uint8Array>;
  /** As `snapshot`, at once. */
  snapshotSync(): Uint8Array;

  /** Holds every counter, ledger and limit against the records they come from. Rejects with `ApplyError`. */
  checkInvariants(): Promise<void>;

  /** Makes room for people to come, so that loading many of them does not stop to grow. */
  reserve(learners: number, enrollments: number): void;

  /** How many commits were applied. */
  readonly sequence: number;
  /** The latest time that the register has seen. */
  readonly latest: Time | null;
  /** How much it holds. */
  size(): RegisterSize;
  /** The next instant after `after` at which something changes by itself. */
  nextDeadline(after: Time | Date): Time | null;

  /** All contracts as of an instant, in the order of their creation. */
  contracts(at: Time | Date): ContractView[];
  contractById(contract: ContractId, at: Time | Date): ContractView | null;
  /** All programs as of an instant, in the order of their creation. */
  programs(at: Time | Date): ProgramView[];
  programById(program: ProgramId, at: Time | Date): ProgramView | null;
  /** The whole organization's funnel: invited, joined, enrolled, completed. */
  funnel(at: Time | Date): Funnel;
  /** A learner with all memberships as of an instant. */
  learner(learner: LearnerId, at: Time | Date): LearnerView | null;
  learnerByEmail(email: string, at: Time | Date): LearnerView | null;
  /** What a learner is to a program as of an instant. */
  membership(program: ProgramId, learner: LearnerId, at: Time | Date): MembershipView | null;
  /** A learner's enrollments in a program, given up ones included. */
  enrollments(program: ProgramId, learner: LearnerId): EnrollmentView[];
  invitation(invitation: InvitationId, at: Time | Date): InvitationView | null;
  /** The latest invitation of an email to a program, whatever became of it. */
  invitationOf(program: ProgramId, email: string, at: Time | Date): InvitationView | null;
  /** A program's whitelist in the order of its domains. */
  whitelist(program: ProgramId): DomainView[] | null;
  courses(): CourseView[];
  specializations(): SpecializationView[];
  /** A program's collections in order. */
  collections(program: ProgramId): CollectionView[] | null;
  /** Every administrator, former ones left out. */
  administrators(): AdministratorView[];
  /** Movements of a contract's seats, or of its units: at most `limit` from the place `start`, counted from 0. */
  ledger(contract: ContractId, units: boolean, start: number, limit: number): LedgerEntry[] | null;
  /** Seats occupied of a contract at an instant. */
  seatsAsOf(contract: ContractId, at: Time | Date): number | null;
  /** Units used of a contract at an instant. */
  unitsAsOf(contract: ContractId, at: Time | Date): number | null;
  /** Seats or units that were left of a contract at an instant, by what it sold then; null for an unlimited contract. */
  remainingAsOf(contract: ContractId, at: Time | Date): number | null;
  /** The notices that are due at an instant about contracts that have not ended, in the order in which they became so. */
  notices(at: Time | Date): ContractNotice[];
  /** When a contract's seats or units will have run out, judged by what the last days took. */
  forecast(contract: ContractId, at: Time | Date, days: number): Forecast | null;
  /** How often each item of a program's collections is taken, each once, in the order of the catalog. */
  catalogCounts(program: ProgramId): CatalogCount[] | null;
  /** Who may do what, as things stand: commands in their order, then questions. */
  rights(): Right[];
  /** The register as an actor sees it at an instant. */
  seenBy(context: Context): View;
}

/**
 * A register as one actor sees it at one instant; see `Register.seenBy`.
 *
 * Whoever has no right to a question gets a `Refusal`. A program administrator is told of the programs administrated, a
 * learner of themselves; what lies outside is as if it were not there.
 */
export declare class View {
  private constructor();
  /** Answers a question that came as data. */
  ask(question: Question): unknown;
  contracts(): ContractView[];
  contractById(contract: ContractId): ContractView | null;
  programs(): ProgramView[];
  programById(program: ProgramId): ProgramView | null;
  funnel(): Funnel;
  learner(learner: LearnerId): LearnerView | null;
  learnerByEmail(email: string): LearnerView | null;
  membership(program: ProgramId, learner: LearnerId): MembershipView | null;
  enrollments(program: ProgramId, learner: LearnerId): EnrollmentView[];
  invitation(invitation: InvitationId): InvitationView | null;
  invitationOf(program: ProgramId, email: string): InvitationView | null;
  whitelist(program: ProgramId): DomainView[] | null;
  courses(): CourseView[];
  specializations(): SpecializationView[];
  collections(program: ProgramId): CollectionView[] | null;
  catalogCounts(program: ProgramId): CatalogCount[] | null;
  administrators(): AdministratorView[];
  /** `start` and `limit` count all entries, those that the actor does not see included. */
  ledger(contract: ContractId, units: boolean, start: number, limit: number): LedgerEntry[] | null;
  seatsAsOf(contract: ContractId, at: Time | Date): number | null;
  unitsAsOf(contract: ContractId, at: Time | Date): number | null;
  remainingAsOf(contract: ContractId, at: Time | Date): number | null;
  notices(): ContractNotice[];
  forecast(contract: ContractId, days: number): Forecast | null;
  rights(): Right[];
}

/** A file that was read: its good rows, and everything that is wrong with the others. */
export interface ReadFile<Row> {
  rows: Row[];
  /** Rows seen, good and bad, without blank ones. */
  records: number;
  problems: Problems;
}

/** A report that was read, with what it has beyond its columns. */
export interface ReadReport<Row> extends ReadFile<Row> {
  /** For each row, the line on which it starts, from 1. */
  lines: number[];
  /** Headers of the file that the report does not have. */
  other_headers: string[];
  /** For each row its cells under `other_headers`; empty when there are none of these. */
  other_cells: string[][];
  /** What its bytes look like, to write it again as it was. */
  form: FileForm;
  /** The cells that do not look as the form says, by row and column. */
  spellings: Spelling[];
}

/** How a report is read. */
export interface ReadOptions {
  /** A bare quote is text like any other, and bad bytes become U+FFFD; otherwise both are problems. */
  lenient?: boolean | null;
  /** Apostrophes that guard against formulas are taken away. */
  guardFormulas?: boolean | null;
}

/** Reads the file of a bulk invitation. */
export declare function readInvitations(bytes: Uint8Array): Promise<ReadFile<InvitationRow>>;
/** Reads the file of a whitelist import. */
export declare function readWhitelist(bytes: Uint8Array): Promise<ReadFile<DomainRow>>;
/** Reads a catalog. */
export declare function readCatalog(bytes: Uint8Array): Promise<ReadFile<CatalogLine>>;
/** Reads a file of dated activity. */
export declare function readActivity(bytes: Uint8Array): Promise<ReadFile<ActivityLine>>;
/** How a report is read. */
export interface ReadReportOptions extends ReadOptions {
  /** A dialect of one's own: its headers go before those that are known. */
  dialect?: Dialect | null;
}

/** Reads a usage report. */
export declare function readUsage(bytes: Uint8Array, options?: ReadReportOptions): Promise<ReadReport<UsageRow>>;
/** Reads a membership report. */
export declare function readMembership(bytes: Uint8Array, options?: ReadReportOptions): Promise<ReadReport<MembershipRow>>;
/** Reads a specialization report. */
export declare function readSpecialization(bytes: Uint8Array, options?: ReadReportOptions): Promise<ReadReport<SpecializationRow>>;

/** A report of any size: a path, bytes, or what gives bytes one after the other, as a `Readable` does. */
export type ReportSource = string | URL | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * The fourteen figures of a usage and a membership report of any size and dialect, read off the event loop; of paths by
 * all cores. Memory grows with the enrollments and not with the rows; bad rows are reported and left out. `onProgress` is
 * called with the number of bytes read since the last call.
 */
export declare function summarizeReports(
  options?: ReadOptions & {
    readonly usage?: ReportSource | null;
    readonly membership?: ReportSource | null;
    readonly onProgress?: (bytes: number) => void;
  },
): Promise<FileSummary>;

/** Says what a file is, by its header line; its first bytes suffice. */
export declare function recognizeFile(bytes: Uint8Array): Recognition;
/** A known dialect of a report as data, to start one's own from. */
export declare function knownDialect(report: ReportKind, name: DialectName): Dialect;
/** Throws a `DialectError` if a dialect cannot be used. */
export declare function checkDialect(dialect: Dialect): void;

/** How a report is written. */
export interface WriteOptions {
  /** In which dialect; without it rows are written in that of the guide, and a report that was read in its own form. */
  dialect?: DialectName | Dialect | null;
  /** Whether an apostrophe is put before texts that look like formulas; without it they are guarded if they were. */
  guardFormulas?: boolean | null;
}

/** What is written: rows, or a whole report that was read, which is then given back byte for byte as `FileForm` says. */
export type WrittenReport<Row> =
  | readonly Row[]
  | (Pick<ReadReport<Row>, 'rows'> &
      Partial<Pick<ReadReport<Row>, 'other_headers' | 'other_cells' | 'form' | 'spellings'>>);

/** Writes a usage report. */
export declare function writeUsage(report: WrittenReport<UsageRow>, options?: WriteOptions): Promise<Uint8Array>;
/** Writes a membership report. */
export declare function writeMembership(report: WrittenReport<MembershipRow>, options?: WriteOptions): Promise<Uint8Array>;
/** Writes a specialization report. */
export declare function writeSpecialization(report: WrittenReport<SpecializationRow>, options?: WriteOptions): Promise<Uint8Array>;

/**
 * Writes a report of any size again while it is read, off the event loop: gives the bytes piece by piece. In another dialect
 * only the columns are lost that it does not have; without one the file is given back as it was, without its bad rows.
 * `guardFormulas` says that formulas are guarded in the source, `writeGuard` that they are to be in what is written. `onRead`
 * is told at the end how reading went. The headers of a `sourceDialect` of one's own go before those that are known.
 */
export declare function convertReport(
  report: ReportKind,
  source: ReportSource,
  options?: ReadOptions & {
    readonly sourceDialect?: Dialect | null;
    readonly dialect?: DialectName | Dialect | null;
    readonly writeGuard?: boolean | null;
    readonly onRead?: (read: FileRead) => void;
    readonly onProgress?: (bytes: number) => void;
  },
): AsyncGenerator<Uint8Array, void, undefined>;

/** How two sources are read. */
export type SourceOptions = ReadOptions & { readonly onProgress?: (bytes: number) => void };

/**
 * Compares two exports of the usage report of different days by email, program and course. Each is a file of any size, read
 * in pieces, or a list of rows. Memory grows with the enrollments.
 */
export declare function compareUsage(
  before: ReportSource | readonly UsageRow[],
  after: ReportSource | readonly UsageRow[],
  options?: SourceOptions,
): Promise<UsageComparison>;
/** Compares two exports of the membership report of different days by email and program. */
export declare function compareMembership(
  before: ReportSource | readonly MembershipRow[],
  after: ReportSource | readonly MembershipRow[],
  options?: SourceOptions,
): Promise<MembershipComparison>;
/** Compares two exports of the specialization report of different days by email, program and specialization. */
export declare function compareSpecialization(
  before: ReportSource | readonly SpecializationRow[],
  after: ReportSource | readonly SpecializationRow[],
  options?: SourceOptions,
): Promise<SpecializationComparison>;
/** Figures by any columns of the usage report: `['contract', 'business_unit']`. */
export declare function groupReports(
  by: readonly string[],
  options?: SourceOptions & {
    readonly usage?: ReportSource | readonly UsageRow[] | null;
    readonly membership?: ReportSource | readonly MembershipRow[] | null;
  },
): Promise<GroupedFigures>;
/**
 * Changes of a `UsageComparison` as an Arrow IPC stream. What became of an enrollment is a column for each kind: `enrolled`,
 * `completed` and so on, true or false.
 */
export declare function usageChangesToArrowIPC(changes: readonly UsageChange[]): Promise<Uint8Array>;
/** Changes of a `MembershipComparison` as an Arrow IPC stream. */
export declare function membershipChangesToArrowIPC(changes: readonly MembershipChange[]): Promise<Uint8Array>;
/** Changes of a `SpecializationComparison` as an Arrow IPC stream, in the form of `usageChangesToArrowIPC`. */
export declare function specializationChangesToArrowIPC(changes: readonly SpecializationChange[]): Promise<Uint8Array>;
/** Figures by group as an Arrow IPC stream: the chosen columns first, then the figures. */
export declare function groupsToArrowIPC(figures: GroupedFigures): Promise<Uint8Array>;
/**
 * The seven figures that need only a usage report, in one quick pass off the event loop, each row taken for one
 * enrollment. Problems are those of whole rows and of the columns that the figures use: `Email`, `Course ID`, `Estimated
 * Learning Hours`, `Completed`, `Completion Time` and `Course Grades`.
 */
export declare function usageFigures(
  source: ReportSource,
  options?: ReadOptions & { readonly onProgress?: (bytes: number) => void },
): Promise<FileFigures>;

/** The empty files that people fill in. */
export declare const templates: Readonly<Record<'invitations' | 'whitelist' | 'catalog' | 'activity' | 'attempts', string>>;

/**
 * The schedule of an organization's cadence, as `OrganizationView` has it. Throws `InvalidInput` when it is none, as one of a
 * zone that is not in the list of zones.
 */
export declare function scheduleOf(cadence: ReportCadence, schedule: ScheduleId): ReportSchedule;
/** The first report that is due by a schedule after an instant. Throws `InvalidInput` when the schedule is not one. */
export declare function nextDue(schedule: ReportSchedule, after: Time | Date): DueReport | null;
/**
 * The reports that are due by a schedule after an instant and until another, this one included, in order: at most
 * `limit`, and never more than 10,000; when that many come back, ask again after the last one.
 */
export declare function dueBetween(
  schedule: ReportSchedule,
  after: Time | Date,
  until: Time | Date,
  limit?: number,
): DueReport[];
/** The release of the IANA time-zone database by which schedules are reckoned, as `2025b`. */
export declare function zoneDataVersion(): string;

/** Reads a file of assessment attempts as a whole. */
export declare function readAttempts(
  bytes: Uint8Array,
  options?: ReadOptions,
): Promise<ReadFile<AssessmentAttempt> & { lines: number[] }>;
/** Reads a gradebook in its long form. */
export declare function readGradebook(bytes: Uint8Array, options?: ReadOptions): Promise<ReadReport<GradebookRow>>;

/**
 * Takes in rows of two exports of a report in any order, and says what has changed. What several took in and was merged gives
 * the same as what one took in. Methods that return promises work off the event loop, one after the other in the order of the
 * calls.
 */
export interface Difference<Row, Comparison> {
  /** Takes in rows of the earlier export, all of them or none, and gives their number. */
  observeBefore(rows: Iterable<Row>): Promise<number>;
  /** Takes in rows of the later export, all of them or none, and gives their number. */
  observeAfter(rows: Iterable<Row>): Promise<number>;
  /** Takes in a file of the earlier export, when all of it is read. Bad rows are reported and left out. */
  readBefore(source: ReportSource, options?: SourceOptions): Promise<FileRead>;
  /** Takes in a file of the later export, as `readBefore` does. */
  readAfter(source: ReportSource, options?: SourceOptions): Promise<FileRead>;
  /** Takes in everything that another one of the same class took in, which stays as it is. */
  merge(other: this): Promise<void>;
  /**
   * What was taken in as bytes, the same in every language: to be stored, or sent to where it is merged. They are personal.
   */
  toBytes(): Promise<Uint8Array>;
  /** What has changed so far. */
  finish(): Promise<Comparison>;
}

/** Compares two exports of the usage report, as `compareUsage` does, of rows and files that come bit by bit. */
export interface UsageDifference extends Difference<UsageRow, UsageComparison> {}
export declare class UsageDifference {
  constructor();
  /** What `toBytes` gave. Rejects with `InvalidInput` when the bytes are none or were damaged. */
  static fromBytes(bytes: Uint8Array): Promise<UsageDifference>;
}

/** Compares two exports of the membership report, as `compareMembership` does, of rows and files that come bit by bit. */
export interface MembershipDifference extends Difference<MembershipRow, MembershipComparison> {}
export declare class MembershipDifference {
  constructor();
  /** What `toBytes` gave. Rejects with `InvalidInput` when the bytes are none or were damaged. */
  static fromBytes(bytes: Uint8Array): Promise<MembershipDifference>;
}

/** Compares two exports of the specialization report, as `compareSpecialization` does, of rows and files that come bit by bit. */
export interface SpecializationDifference extends Difference<SpecializationRow, SpecializationComparison> {}
export declare class SpecializationDifference {
  constructor();
  /** What `toBytes` gave. Rejects with `InvalidInput` when the bytes are none or were damaged. */
  static fromBytes(bytes: Uint8Array): Promise<SpecializationDifference>;
}

/** Figures by any columns of the usage report, as `groupReports` gives them, of rows and files that come bit by bit. */
export declare class GroupAccumulator {
  constructor(by: readonly string[]);
  /** Takes in rows of the usage report, all of them or none, and gives their number. */
  observeUsage(rows: Iterable<UsageRow>): Promise<number>;
  /** Takes in rows of the membership report, all of them or none, and gives their number. */
  observeMembership(rows: Iterable<MembershipRow>): Promise<number>;
  /** Takes in a file of the usage report, when all of it is read. Bad rows are reported and left out. */
  readUsage(source: ReportSource, options?: SourceOptions): Promise<FileRead>;
  /** Takes in a file of the membership report, as `readUsage` does. */
  readMembership(source: ReportSource, options?: SourceOptions): Promise<FileRead>;
  /** Takes in everything that another one took in, which stays as it is. Rejects when that groups by other columns. */
  merge(other: GroupAccumulator): Promise<void>;
  /**
   * What was taken in as bytes, the same in every language: to be stored, or sent to where it is merged. They are personal.
   */
  toBytes(): Promise<Uint8Array>;
  /** What `toBytes` gave. Rejects with `InvalidInput` when the bytes are none or were damaged. */
  static fromBytes(bytes: Uint8Array): Promise<GroupAccumulator>;
  /** The figures so far. */
  finish(): Promise<GroupedFigures>;
}

/** The fourteen figures, as `summarizeReports` gives them, of rows and files that come bit by bit. */
export declare class SummaryAccumulator {
  constructor();
  /** Takes in rows of the usage report, all of them or none, and gives their number. */
  observeUsage(rows: Iterable<UsageRow>): Promise<number>;
  /** Takes in rows of the membership report, all of them or none, and gives their number. */
  observeMembership(rows: Iterable<MembershipRow>): Promise<number>;
  /** Takes in a file of the usage report, when all of it is read. Bad rows are reported and left out. */
  readUsage(source: ReportSource, options?: SourceOptions): Promise<FileRead>;
  /** Takes in a file of the membership report, as `readUsage` does. */
  readMembership(source: ReportSource, options?: SourceOptions): Promise<FileRead>;
  /** Takes in everything that another one took in, which stays as it is. */
  merge(other: SummaryAccumulator): Promise<void>;
  /**
   * What was taken in as bytes, the same in every language: to be stored, or sent to where it is merged. They are personal.
   */
  toBytes(): Promise<Uint8Array>;
  /** What `toBytes` gave. Rejects with `InvalidInput` when the bytes are none or were damaged. */
  static fromBytes(bytes: Uint8Array): Promise<SummaryAccumulator>;
  /** The figures so far. */
  finish(): Promise<Summary>;
}

/**
 * The seven figures that need only a usage report, as `usageFigures` gives them, of rows and files that come bit by bit. What
 * comes twice counts twice.
 */
export declare class FiguresAccumulator {
  constructor();
  /** Takes in rows of the usage report, all of them or none, and gives their number. */
  observeUsage(rows: Iterable<UsageRow>): Promise<number>;
  /** Takes in a file of the usage report, when all of it is read. Bad rows are reported and left out. */
  readUsage(source: ReportSource, options?: SourceOptions): Promise<FileRead>;
  /** Takes in everything that another one took in, which stays as it is. */
  merge(other: FiguresAccumulator): Promise<void>;
  /**
   * What was taken in as bytes, the same in every language: to be stored, or sent to where it is merged. They are personal.
   */
  toBytes(): Promise<Uint8Array>;
  /** What `toBytes` gave. Rejects with `InvalidInput` when the bytes are none or were damaged. */
  static fromBytes(bytes: Uint8Array): Promise<FiguresAccumulator>;
  /** The figures so far. */
  finish(): Promise<UsageFigures>;
}

/**
 * Takes in facts of assessment attempts in any order, and makes gradebooks of them. Facts that several accumulators took in
 * and that were merged give the same as those that one took in. Methods that return promises work off the event loop, one
 * after the other in the order of the calls.
 */
export declare class GradebookAccumulator {
  constructor();
  /** Takes in a fact. Throws `InvalidInput` when it does not say whose attempt at what it is. */
  observe(attempt: AssessmentAttempt): void;
  /**
   * Takes in facts, and gives their number. All are read first: when one is none, the promise rejects with `InvalidInput`
   * and nothing is taken in. They are records, or Arrow IPC bytes, whose columns are named as the fields of a record or as
   * the headers of the file, in any order; other columns are not looked at.
   */
  observeMany(attempts: Iterable<AssessmentAttempt> | Uint8Array): Promise<number>;
  /** Takes in a file of assessment attempts of any size. Bad rows are reported and left out. */
  read(source: ReportSource, options?: ReadOptions & { readonly onProgress?: (bytes: number) => void }): Promise<FileRead>;
  /** Takes in everything that another one took in, which stays as it is. */
  merge(other: GradebookAccumulator): Promise<void>;
  /** The facts as bytes, the same in every language: to be stored, or sent to where they are merged. They are personal. */
  toBytes(): Promise<Uint8Array>;
  /** The facts of what `toBytes` gave. Rejects with `InvalidInput` when the bytes are none or were damaged. */
  static fromBytes(bytes: Uint8Array): Promise<GradebookAccumulator>;
  /** Makes the gradebook of a request, as of `madeAt`. Rejects with `InvalidInput` when it chooses nothing. */
  finish(request: GradebookRequest, madeAt: Time | Date): Promise<Gradebook>;
}

/** A gradebook: its files, the archive of them, and what it holds. */
export declare class Gradebook {
  private constructor();
  /** The files, in order. */
  readonly files: { readonly name: string; readonly bytes: Uint8Array }[];
  /** The files as one ZIP. */
  readonly archive: Uint8Array;
  /** What it holds. */
  readonly summary: GradebookSummary;
  /**
   * A file as an Arrow IPC stream. Attempts and the long layout have the fields of their rows; the other layouts have their
   * headers as names. Grades are decimals, times are in UTC.
   */
  toArrowIPC(name: string): Promise<Uint8Array>;
}

/** A column of a report that was read. */
export interface TableColumn {
  /** The name of the field, the same in every language; for a column that the report does not have, its header. */
  name: string;
  /** The Arrow type, such as `decimal128(18, 9)`. */
  type: string;
  /** Whether rows may be without a value. */
  nullable: boolean;
  /** The header in files. */
  header: string | null;
  /** What the value means. */
  meaning: string | null;
  /** The unit in which values are measured, if they are. */
  unit: string | null;
}

/** How a report of any size is read. */
export interface ReadTableOptions extends ReadReportOptions {
  /** Rows of a batch: 65,536 unless set. */
  batchRows?: number | null;
  /** Problems that are kept: 1,000 unless set. All are counted. */
  problemLimit?: number | null;
  /** A column `line` before all others says on which line of the file each row starts. */
  lineNumbers?: boolean | null;
  /** Told after each piece how many bytes were read, and of how many, where that is known. */
  onProgress?: ((done: number, total: number | null) => void) | null;
  /** Stops reading. */
  signal?: AbortSignal | null;
}

/** A row of a report, with the cells of columns that the report does not have under their headers. */
export type WithOthers<Row> = Row & { [header: string]: Row[keyof Row] | string };

/** A report that was read: its good rows in Arrow's form, and everything that is wrong with the file. */
export declare class Report<Row = UsageRow | MembershipRow | SpecializationRow> implements AsyncIterable<Row[]> {
  private constructor();
  /** How many good rows there are. */
  readonly length: number;
  /** The names of the columns, in order. */
  readonly columns: string[];
  readonly schema: TableColumn[];
  readonly problems: Problems;
  /** Rows seen, good and bad, without blank ones. */
  readonly records: number;
  /** Headers of the file that the report does not have. Their columns are the last ones. */
  readonly otherHeaders: string[];
  /** The dialect of the file, in which it is written again with its own columns; null when its header line cannot be used. */
  readonly dialect: Dialect | null;
  /** The rows, a batch at a time. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Row[]>;
  /** The fourteen figures of this report and, if one is given, of another one: a usage and a membership report. */
  summary(other?: Report | null): Promise<Summary>;
  /** All rows as an Arrow IPC stream: `tableFromIPC` of apache-arrow reads it. */
  toArrowIPC(): Promise<Uint8Array>;
  /** The report as a file, as `writeUsageReport` writes it. */
  write(options?: WriteReportOptions | null): Promise<Uint8Array>;
  write(target: ReportTarget, options?: WriteReportOptions | null): Promise<number>;
}

/** A report that is read as it is gone through, in memory that does not grow with the file. */
export declare class ReportStream<Row = UsageRow | MembershipRow | SpecializationRow> implements AsyncIterable<Row[]> {
  private constructor();
  /** The rows, a batch at a time. They can be gone through once. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Row[]>;
  /** What has been found so far. */
  about(): Promise<{
    schema: TableColumn[];
    problems: Problems;
    records: number;
    otherHeaders: string[];
    dialect: Dialect | null;
  }>;
}

/**
 * Reads a usage report of a path, bytes, a `Readable`, or whatever gives bytes one after the other. Each piece is read on
 * a worker thread, so that the event loop goes on; given a path, all cores read it.
 */
export declare function readUsageReport(source: ReportSource, options?: ReadTableOptions): Promise<Report<WithOthers<UsageRow>>>;
/** Reads a membership report, as `readUsageReport` does. */
export declare function readMembershipReport(source: ReportSource, options?: ReadTableOptions): Promise<Report<WithOthers<MembershipRow>>>;
/** Reads a specialization report, as `readUsageReport` does. */
export declare function readSpecializationReport(
  source: ReportSource,
  options?: ReadTableOptions,
): Promise<Report<WithOthers<SpecializationRow>>>;

/** Reads a usage report batch by batch, with the options of `readUsageReport`; nothing that was given out is kept. */
export declare function iterUsageReport(source: ReportSource, options?: ReadTableOptions): ReportStream<WithOthers<UsageRow>>;
/** Reads a membership report, as `iterUsageReport` does. */
export declare function iterMembershipReport(source: ReportSource, options?: ReadTableOptions): ReportStream<WithOthers<MembershipRow>>;
/** Reads a specialization report, as `iterUsageReport` does. */
export declare function iterSpecializationReport(
  source: ReportSource,
  options?: ReadTableOptions,
): ReportStream<WithOthers<SpecializationRow>>;

/** How a report of any size is written. */
export interface WriteReportOptions {
  /**
   * In which dialect: its columns, in its order and under its headers. Without it a table is written with all its columns,
   * the guide's first, and rows in the guide's dialect.
   */
  dialect?: DialectName | Dialect | null;
  /** An apostrophe is put before texts that look like formulas. */
  guardFormulas?: boolean | null;
  /**
   * What stands between fields, what ends lines, which fields are quoted, how times are written, and whether there is a
   * byte-order mark; what is left out is as this library writes. The `form` of a file that was read may be given as it is;
   * on columns and formulas `dialect` and `guardFormulas` decide.
   */
  form?: WriteForm | FileForm | null;
  /** Stops writing. */
  signal?: AbortSignal | null;
}

/** A stream to write to, as Node's `Writable` is. */
export interface WritableTarget {
  write(chunk: Uint8Array): boolean;
  end(): unknown;
  on(event: string, listener: (...given: any[]) => void): unknown;
}

/** Where a report goes: a path, at which it appears when all of it is written, or a `Writable`, which is ended. */
export type ReportTarget = string | URL | WritableTarget;

/**
 * What is written as a report: rows (fields left out are empty), a report that was read or is read as it is written, or
 * Arrow IPC bytes, as a whole or one piece after the other.
 */
export type ReportData<Row> =
  | Iterable<Partial<Row>>
  | AsyncIterable<Partial<Row>>
  | Report
  | ReportStream
  | Uint8Array
  | Iterable<Uint8Array>
  | AsyncIterable<Uint8Array>;

/** Writes a usage report and gives its bytes. Rejects with `InvalidInput` if a value cannot be written without loss. */
export declare function writeUsageReport(data: ReportData<UsageRow>, options?: WriteReportOptions | null): Promise<Uint8Array>;
/**
 * Writes a usage report to a target and gives the number of rows. Rows and pieces are asked for as the target takes them, so
 * that memory does not grow with the report.
 */
export declare function writeUsageReport(
  data: ReportData<UsageRow>,
  target: ReportTarget,
  options?: WriteReportOptions | null,
): Promise<number>;
/** Writes a membership report, as `writeUsageReport` does. */
export declare function writeMembershipReport(
  data: ReportData<MembershipRow>,
  options?: WriteReportOptions | null,
): Promise<Uint8Array>;
export declare function writeMembershipReport(
  data: ReportData<MembershipRow>,
  target: ReportTarget,
  options?: WriteReportOptions | null,
): Promise<number>;
/** Writes a specialization report, as `writeUsageReport` does. */
export declare function writeSpecializationReport(
  data: ReportData<SpecializationRow>,
  options?: WriteReportOptions | null,
): Promise<Uint8Array>;
export declare function writeSpecializationReport(
  data: ReportData<SpecializationRow>,
  target: ReportTarget,
  options?: WriteReportOptions | null,
): Promise<number>;
