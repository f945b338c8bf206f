// Checked by `tsc --strict`, never run.
import {
  Commit,
  HOST,
  InvalidInput,
  OPERATOR,
  Refusal,
  Register,
  administrator,
  commands,
  learner,
  readMembership,
  readUsage,
} from 'matricula';
import type {
  Actor,
  Command,
  CommitRecord,
  Context,
  ContractPolicies,
  ContractTerms,
  Event,
  GradebookRequest,
  HomeRequest,
  InviteLearners,
  JoinProgram,
  LeaderboardRequest,
  RefusalCode,
  RefusalRecord,
  ReportRequest,
  RowResult,
  SeatCounting,
  UserListRequest,
} from 'matricula';

const register = new Register();
const context: Context = { now: new Date(), actor: OPERATOR };
const actors: Actor[] = [OPERATOR, HOST, administrator('a'), learner('b')];
const named: Context = { now: '2026-01-05T08:00:00.000Z', actor: HOST, command_id: null };

export function about(event: Event): string {
  switch (event.kind) {
    case 'learner_joined':
      return event.learner + (event.invitation ?? '') + event.path;
    case 'course_activity_recorded':
      return event.progress ?? event.grade ?? 'nothing';
    case 'program_created':
      return `${event.course_limit ?? 0} ${event.banner?.width ?? 960}`;
    default:
      return event.kind;
  }
}

export function advice(refusal: RefusalRecord): string {
  switch (refusal.code) {
    case 'seats_exhausted':
      return `${refusal.contract}: ${refusal.seats}`;
    case 'rows_refused':
      return refusal.refusals.map((row) => `${row.line} ${row.refusal.code}`).join();
    default:
      return refusal.code;
  }
}

export function outcome(result: RowResult): string {
  switch (result.result) {
    case 'invited':
    case 'invited_again':
    case 'updated':
    case 'already_invited':
      return result.invitation;
    case 'already_member':
      return result.learner;
    case 'repeated':
      return String(result.first_line);
    case 'refused':
      return result.refusal.code;
    case 'removed':
    case 'moved':
    case 'already_there':
    case 'domain_added':
    case 'domain_updated':
    case 'already_listed':
      return result.result;
  }
}

const commit: Commit = register.execute(commands.freezeContract({ contract: 'c' }), context);
const record: CommitRecord = commit.toJSON();
const bytes: Uint8Array = Commit.fromJSON(record).toBytes();
register.apply(Commit.fromBytes(bytes));
const join: JoinProgram = commands.joinProgram({ program: 'p', learner: 'l', name: 'Jo Doe', email: 'jo@acme.example' });
const literal: Command = { kind: 'update_program', program: 'p', name: 'P', tagline: '' };
const whole: Command = { kind: 'update_program', program: 'p', name: 'P', tagline: '', banner: null, course_limit: 3 };
const terms: ContractTerms[] = [{ kind: 'unlimited' }, { kind: 'memberships', seats: 3 }, { kind: 'enrollments', units: 3 }];
const counting: SeatCounting = 'learner';
export const policies: ContractPolicies['unit_return_days'][] = commit.events.map((event) =>
  event.kind === 'contract_created' ? event.policies.unit_return_days : null,
);
export const partial: Command = commands.createContract({
  contract: 'c', name: 'C', terms: { kind: 'unlimited' }, starts_at: new Date(), ends_at: new Date(), policies: { seat_counting: counting },
});
const fact: Command = commands.recordCourseActivity({ program: 'p', learner: 'l', course: 'c', grade: '88.25', completed_at: new Date() });

export async function run(): Promise<void> {
  for (const result of await register.executeMany([join, literal, whole, fact], named)) {
    if (result instanceof Refusal) {
      const code: RefusalCode = result.code;
      console.log(code, result.rule, result.cure, result.transient, result.facts, advice(result.record));
    } else {
      const sequence: number = result.sequence;
      console.log(sequence, result.events.map(about), result.personal[0]?.email);
    }
  }
  try {
    register.executeManySync(new Set([join]), context);
  } catch (error) {
    if (error instanceof InvalidInput) {
      const code: 'invalid_input' = error.code;
      console.log(code, error.path);
    }
  }
  const imported: InviteLearners = commands.inviteLearners({
    import: 'i', program: 'p', contract: 'c', rows: [{ line: 2, name: 'Jo', email: 'jo@x.org' }], send: true, mode: 'skip_invalid',
  });
  const { preview, rows } = await register.previewInvitations(imported, context);
  console.log((await register.executeAsync({ ...imported, preview }, context)).rows, rows.map((row) => outcome(row.result)));
  const usage = await readUsage(bytes, { lenient: true });
  const progress: string | null | undefined = usage.rows[0]?.overall_progress;
  const state: 'INVITED' | 'DELETED_MEMBER' | 'MEMBER' | undefined = (await readMembership(bytes)).rows[0]?.member_state;
  const report = await register.emailReport({ contracts: 'all_time', guard_formulas: true }, context);
  const hours: string = report.summary.estimated_hours;
  // Of requests a part may be given; what is told has all of it, and can be asked again.
  const asked: [ReportRequest, HomeRequest, LeaderboardRequest] = [{}, {}, { page_size: 5 }];
  const gradebook: GradebookRequest = { level: { kind: 'organization' }, options: { layout: 'wide' } };
  // @ts-expect-error: nothing but the level says of whom a gradebook tells
  const ofAnyone: GradebookRequest = { options: {} };
  console.log(gradebook, ofAnyone);
  await register.leaderboard(asked[2], context);
  await register.emailReport({}, context);
  await register.leaderboard({ measure: 'enrollments', since: new Date() }, context);
  const reminder: UserListRequest | undefined = register.home({}, context).funnel[0]?.reminder;
  if (reminder !== undefined) {
    const search: string | null = reminder.search;
    await register.userList({ ...reminder, page_size: search === null ? 10 : 20 }, context);
  }
  await register.userListCsv({ kind: 'all', request: { search: 'jo' } }, [], true, context);
  const latest: string | null = register.latest;
  const remaining: number | null | undefined = register.contractById('c', new Date())?.remaining;
  console.log(progress, state, hours, latest, remaining, actors, terms, counting);
  register.applyMany([commit, record, bytes]);
}

// What is wrong does not compile.
// @ts-expect-error: there is no such kind
export const unknownKind: Command = { kind: 'joins_program', program: 'p' };
// @ts-expect-error: a field is missing
export const missing: Command = { kind: 'freeze_contract' };
// @ts-expect-error: there is no such field
export const unknownField: Command = { kind: 'freeze_contract', contract: 'c', colour: 'red' };
// @ts-expect-error: there is no such policy
export const unknownPolicy: Partial<ContractPolicies> = { counting };
// @ts-expect-error: a request has no such field
register.userList({ size: 3 }, context);
// @ts-expect-error: a number is no text
commands.freezeContract({ contract: 3 });
// @ts-expect-error: the kind is filled in
commands.freezeContract({ kind: 'unfreeze_contract', contract: 'c' });
// @ts-expect-error: there is no such word
export const word: SeatCounting = 'learners';
// @ts-expect-error: there is no such actor
export const actor: Actor = { kind: 'root' };
// @ts-expect-error: a context has an actor
register.execute(join, { now: new Date() });
// @ts-expect-error: only an import has this preview
register.previewInvitations(join, context);
// @ts-expect-error: an event is no refusal
export const code: RefusalCode = 'learner_joined';
// @ts-expect-error: commits come from a register
new Commit();
// @ts-expect-error: what a commit says does not change
commit.sequence = 3;
// @ts-expect-error: every key of what comes back is present, and may be null
export const present: string = register.membership('p', 'l', new Date())!.left_at;
