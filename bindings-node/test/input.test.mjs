import assert from 'node:assert/strict';
import test from 'node:test';

import {
  Commit, GroupAccumulator, InvalidInput, Register, commands, compareUsage, convertReport, groupReports, groupsToArrowIPC, iterUsageReport, readUsage,
  readUsageReport, summarizeReports, usageChangesToArrowIPC, usageFigures, writeUsage, writeUsageReport,
} from '../index.mjs';
import { contract, context, course, enroll, id, join, learnerId, now, program, registerWith, rows } from './world.mjs';

const update = commands.updateProgram({ program, name: 'New', tagline: '' });

/** Asserts that a call refuses its input, names the field, tells nothing of Rust, and changes nothing. */
function refuses(register, path, call) {
  const before = register.snapshotSync();
  assert.throws(call, (error) => {
    assert.ok(error instanceof InvalidInput, `${path}: ${error.stack}`);
    assert.equal(error.code, 'invalid_input');
    assert.equal(error.path, path, error.message);
    assert.ok(error.message.startsWith(`\`${path}\`: `), error.message);
    assert.doesNotMatch(error.message, /\b(u8|u16|u32|u64|i64|f64|struct|enum|tuple|Option|Vec|serde|line \d+ column)\b/);
    return true;
  });
  assert.deepEqual(register.snapshotSync(), before);
}

const withPolicies = (policies) => commands.createProgram({ program: id('3', 9), name: 'P', slug: 'p', url: 'https://p.example/p', tagline: '', policies });

const cycle = { kind: 'freeze_contract' };
cycle.contract = cycle;

const nothing = { ...update, banner: { toJSON: () => null } };

for (const [what, path, command, message] of [
  ['NaN', 'course_limit', { ...update, course_limit: NaN }, '`course_limit`: give a whole number below 2^53, not `NaN`'],
  ['Infinity', 'course_limit', { ...update, course_limit: Infinity }],
  ['a fraction', 'course_limit', { ...update, course_limit: 1.5 }],
  ['a negative number', 'course_limit', { ...update, course_limit: -1 }, '`course_limit`: give a whole number from 0 to 65535, not `-1`'],
  ['a number above the limit', 'course_limit', { ...update, course_limit: 65_536 }, '`course_limit`: give a whole number from 0 to 65535, not `65536`'],
  ['2^53', 'banner.width', { ...update, banner: { url: 'u', width: 2 ** 53, height: 300 } }],
  ['a number as text', 'course_limit', { ...update, course_limit: '3' }],
  ['a number as an object', 'course_limit', { ...update, course_limit: new Number(NaN) }],
  ['a bigint', 'course_limit', { ...update, course_limit: 3n }],
  ['a function', 'banner', { ...update, banner: () => null }],
  ['a symbol', 'banner', { ...update, banner: Symbol('banner') }],
  ['an object that is written as nothing', 'banner', nothing],
  ['a date that is none', 'class_starts_at', { ...enroll(1), class_starts_at: new Date(NaN) }, '`class_starts_at`: this date is no time; give a valid one'],
  ['a date beyond the years', 'class_starts_at', { ...enroll(1), class_starts_at: new Date(8.64e15) }],
  ['a cycle', 'contract', cycle, '`contract`: this object holds itself; give plain data'],
  ['half a surrogate pair', 'name', { ...update, name: 'a\ud800b' }],
  ['a hole', 'domains[0]', commands.createOrganization({ organization: id('1', 1), name: 'A', domains: [,] })],
  ['a function in a list', 'domains[1]', commands.createOrganization({ organization: id('1', 1), name: 'A', domains: ['a', () => 1] })],
  ['a map', 'banner', { ...update, banner: new Map([['url', 'u']]) }],
  ['bytes', 'name', { ...update, name: new Uint8Array(3) }],
  ['an unknown field', 'colour', { ...update, colour: 'red' }],
  ['an unknown field within', 'banner.depth', { ...update, banner: { url: 'u', width: 1, height: 1, depth: 3 } }],
  ['a missing field', 'tagline', { kind: 'update_program', program, name: 'New' }, '`tagline`: this field is missing'],
  ['an unknown policy', 'policies.limits', withPolicies({ limits: 'ever' }), '`policies.limits`: there is no such field; the fields are `limit_counting`, `whitelist_match`, `invitation_days`'],
  ['null for a policy', 'policies.limit_counting', withPolicies({ limit_counting: null }), '`policies.limit_counting`: give `current` or `ever`, not `null`'],
  ['a bad policy beside missing ones', 'policies.whitelist_match', withPolicies({ whitelist_match: 'some' })],
  ['a list for policies', 'policies', withPolicies([]), '`policies`: give an object, not a list'],
  ['a missing kind', 'kind', { program }],
  ['an unknown kind', 'kind', { ...update, kind: 'upgrade_program' }],
  ['a kind that is no text', 'kind', { ...update, kind: 3 }],
  ['the kind behind a bad field', 'course_limit', { course_limit: 'x', ...update }],
  ['a text for an id', 'program', { ...update, program: 'my program' }],
  ['null for an id', 'program', { ...update, program: null }, '`program`: give an id, as text: a UUID of 36 characters with its hyphens, or 22 characters of URL-safe base64, not `null`'],
  ['a list for text', 'name', { ...update, name: ['New'] }],
  ['text for a list', 'domains', commands.createOrganization({ organization: id('1', 1), name: 'A', domains: 'acme.example' })],
  ['text for true', 'send', commands.inviteLearner({ invitation: id('4', 1), program, contract, name: 'Bo', email: 'b@c.de', send: 'yes' })],
  ['an unknown word', 'mode', commands.inviteLearners({ import: id('5', 1), program, contract, rows: [], send: true, mode: 'some' })],
  ['a bad time', 'class_starts_at', { ...enroll(1), class_starts_at: '2019-13-23T06:18:32.782Z' }],
  ['a time as a number', 'class_starts_at', { ...enroll(1), class_starts_at: 1_577_081_912_782 }],
  ['a percentage with a fraction as a number', 'grade', commands.recordCourseActivity({ program, learner: learnerId(1), course, grade: 88.25 }), '`grade`: give a whole number below 2^53, or a decimal as text, not `88.25`'],
  ['a percentage above 100', 'grade', commands.recordCourseActivity({ program, learner: learnerId(1), course, grade: '100.1' })],
  ['bad terms', 'terms.seats', { kind: 'create_contract', contract, name: 'C', terms: { kind: 'memberships', seats: -1 }, starts_at: now, ends_at: now }],
  ['no object', 'command', 'join_program'],
  ['null', 'command', null],
  ['nothing', 'command', undefined],
  ['a list', 'command', [join(1)]],
]) {
  test(`${what} is refused with the name of the field`, async () => {
    const register = registerWith();
    refuses(register, path, () => register.execute(command, context));
    refuses(register, path, () => register.decide(command, context));
    refuses(register, path, () => register.why(command, context));
    await assert.rejects(register.executeAsync(command, context), (error) => error instanceof InvalidInput && error.path === path);
    if (message !== undefined) assert.throws(() => register.execute(command, context), { message });
  });
}

for (const [what, path, given] of [
  ['no context', 'context', undefined],
  ['a context without an actor', 'context.actor', { now }],
  ['an unknown actor', 'context.actor.kind', { now, actor: { kind: 'root' } }],
  ['a bad time', 'context.now', { ...context, now: 'today' }],
  ['a date that is none', 'context.now', { ...context, now: new Date('today') }],
  ['a time as a number', 'context.now', { ...context, now: Date.now() }],
  ['an unknown field', 'context.commandId', { ...context, commandId: id('9', 1) }],
  ['a function for the command id', 'context.command_id', { ...context, command_id: () => id('9', 1) }],
]) {
  test(`${what} in the context is refused`, async () => {
    const register = registerWith();
    refuses(register, path, () => register.execute(join(1), given));
    refuses(register, path, () => register.executeManySync([join(1)], given));
    for (const promise of [register.executeAsync(join(1), given), register.executeMany([join(1)], given)]) {
      await assert.rejects(promise, (error) => error instanceof InvalidInput && error.path === path);
    }
    assert.equal(register.size().learners, 0);
  });
}

test('one bad command keeps a whole batch from being executed', async () => {
  const register = registerWith({ kind: 'unlimited' });
  const good = Array.from({ length: 5000 }, (_, number) => join(number + 1));
  for (const [place, bad, path] of [
    [0, { ...join(1), email: 5 }, 'commands[0].email'],
    [2047, { ...join(1), email: NaN }, 'commands[2047].email'],
    [2048, { ...join(1), email: '\udc00' }, 'commands[2048].email'],
    [4999, { kind: 'joins' }, 'commands[4999].kind'],
    [4998, undefined, 'commands[4998]'],
    [4997, 'join', 'commands[4997]'],
    [4996, { ...enroll(1), source: () => null }, 'commands[4996].source'],
  ]) {
    const all = good.with(place, bad);
    refuses(register, path, () => register.executeManySync(all, context));
    await assert.rejects(register.executeMany(all, context), (error) => {
      assert.ok(error instanceof InvalidInput, error.stack);
      assert.equal(error.path, path);
      return true;
    });
  }
  assert.equal(register.size().learners, 0);
});

test('a bad row of a long list is named by its place', async () => {
  const register = registerWith();
  const command = commands.inviteLearners({ import: id('5', 1), program, contract, send: true, mode: 'all_or_nothing', rows: rows(6000) });
  for (const [place, row, path] of [
    [5000, { line: NaN }, 'rows[5000].line'],
    [5999, { line: 2 ** 53 }, 'rows[5999].line'],
    [3, { line: -1 }, 'rows[3].line'],
    [5999, undefined, 'rows[5999]'],
    [0, 'row', 'rows[0]'],
    [3, { email: null }, 'rows[3].email'],
    [4096, { external_id: () => 1 }, 'rows[4096].external_id'],
    [4096, { external_id: '\ud800' }, 'rows[4096].external_id'],
  ]) {
    const bad = { ...command, rows: command.rows.with(place, typeof row === 'object' ? { ...command.rows[place], ...row } : row) };
    refuses(register, path, () => register.execute(bad, context));
    for (const promise of [register.executeAsync(bad, context), register.previewInvitations(bad, context)]) {
      await assert.rejects(promise, (error) => {
        assert.ok(error instanceof InvalidInput, error.stack);
        assert.equal(error.path, path);
        return true;
      });
    }
  }
});

test('a long list alone is no command', async () => {
  const register = registerWith();
  await assert.rejects(register.executeAsync({ rows: rows(6000) }, context), { code: 'invalid_input', path: 'kind' });
  await assert.rejects(register.executeAsync({ kind: 'join_program', rows: rows(6000) }, context), { path: 'rows' });
});

test('names and addresses never stand in a message', () => {
  const register = registerWith();
  const secret = 'Maria Secret';
  for (const command of [
    { ...join(1), learner: secret },
    { ...join(1), [secret.repeat(4)]: 1 },
    { ...join(1), name: [secret] },
    { ...join(1), name: `${secret}\ud800` },
    { ...join(1), kind: secret },
    { ...enroll(1), class_starts_at: secret },
    commands.recordCourseActivity({ program, learner: learnerId(1), course, grade: secret }),
    { ...join(1), email: `${secret}@` },
  ]) {
    assert.throws(() => register.execute(command, context), (error) => {
      assert.doesNotMatch(`${error.message} ${JSON.stringify(error)}`, /Maria|Secret/);
      return true;
    });
  }
});

test('texts of every alphabet come through, and the kind may stand anywhere', () => {
  const register = registerWith();
  const name = 'Żółć 🍵 "quoted" \\ 名前';
  const { kind, ...fields } = join(1);
  const commit = register.execute({ ...fields, name, kind }, context);
  assert.equal(commit.personal[0].name, name);
  assert.equal(Commit.fromBytes(commit.toBytes()).personal[0].name, name);
  assert.equal(register.learner(learnerId(1), now).name, name);
});

test('objects without a prototype and of a class are data too', () => {
  const register = registerWith();
  class Join {
    constructor(fields) {
      Object.assign(this, fields);
    }

    describe() {
      return this.kind;
    }
  }
  register.execute(new Join(join(1)), context);
  register.execute(Object.assign(Object.create(null), join(2)), context);
  register.execute({ toJSON: () => join(3) }, context);
  assert.equal(register.size().learners, 3);
});

test('a commit of the wrong shape is refused', () => {
  const register = registerWith();
  const commit = register.execute(join(1), context);
  const record = commit.toJSON();
  for (const [path, given] of [
    ['commit', 'no JSON'],
    ['commit', '[]'],
    ['commit', '"\\ud800"'],
    ['commit', undefined],
    ['sequence', { ...record, sequence: NaN }],
    ['sequence', { ...record, sequence: -1 }],
    // In a text, too, no number that would be rounded is taken.
    ['sequence', JSON.stringify({ ...record, sequence: 7777 }).replace('7777', '9007199254740992')],
    ['rows[0].line', JSON.stringify({ ...record, rows: [{ line: 7777, result: { result: 'removed' } }] }).replace('7777', '9007199254740993')],
    ['events[0].kind', { ...record, events: [{ kind: 'joined' }] }],
    ['personal[0].subject.kind', { ...record, personal: [{ ...record.personal[0], subject: {} }] }],
    ['rows', { ...record, rows: undefined }],
    ['receipt.fingerprint.d', { ...record, receipt: { command: id('9', 1), fingerprint: { a: 1, b: 2, c: 3 } } }],
  ]) {
    refuses(register, path, () => Commit.fromJSON(given));
  }
  refuses(register, 'sequence', () => register.apply({ ...record, sequence: 1.5 }));
  refuses(register, 'commit', () => register.apply(null));
  const bytes = commit.toBytes();
  for (const given of [new Uint8Array(), bytes.subarray(1), bytes.subarray(0, -1), Uint8Array.of(...bytes, 0)]) {
    refuses(register, 'bytes', () => Commit.fromBytes(given));
    refuses(register, 'bytes', () => register.apply(given));
  }
  refuses(register, 'bytes', () => Commit.fromBytes('bytes'));
});

test('requests and options of the wrong shape are refused', async () => {
  const register = registerWith();
  for (const [path, request] of [
    ['request', undefined],
    ['request', []],
    ['request.contracts', { contracts: 'some' }],
    ['request.program', { program }],
    ['request.guard_formulas', { contracts: 'all_time', guard_formulas: 1 }],
    ['request.programs', { contracts: 'all_time', guard_formulas: true, programs: () => 1 }],
  ]) {
    await assert.rejects(register.emailReport(request, context), (error) => {
      assert.ok(error instanceof InvalidInput, error.stack);
      assert.equal(error.path, path);
      return true;
    });
  }
  await assert.rejects(readUsage(new Uint8Array(), { lenient: 'yes' }), { code: 'invalid_input', path: 'options.lenient' });
  await assert.rejects(readUsage(new Uint8Array(), { strict: true }), { code: 'invalid_input', path: 'options.strict' });
  await assert.rejects(readUsage('text'), { code: 'invalid_input', path: 'bytes' });
});

test('no argument of any type brings the process down', () => {
  const register = new Register();
  const all = [undefined, null, 0, -0, NaN, 1n, '', 'x', true, Symbol('x'), () => 1, [], [[]], {}, new Date(), new Map(), /x/, new Proxy({}, {})];
  const methods = Object.getOwnPropertyNames(Register.prototype).filter((name) => !['constructor', 'sequence', 'latest'].includes(name));
  const promises = [];
  for (const method of methods) {
    for (const first of all) {
      for (const second of all) {
        try {
          const made = register[method](first, second, first, second);
          if (made instanceof Promise) promises.push(made);
        } catch (error) {
          assert.ok(error instanceof Error, `${method}: ${String(error)}`);
        }
      }
    }
  }
  return Promise.allSettled(promises).then(() => assert.equal(register.sequence, 0));
});

test('a context is looked at anew each time', () => {
  const register = registerWith();
  const actor = { kind: 'learner', learner: learnerId(1) };
  const good = { now, actor };
  register.execute(join(1), good);
  for (const [path, other] of [
    ['context.commandId', { ...good, commandId: id('9', 1) }],
    ['context.command_id', { ...good, command_id: 5 }],
    ['context.actor.administrator', { now, actor: { ...actor, administrator: id('3', 1) } }],
    ['context.actor.learner', { now, actor: { kind: 'learner' } }],
    ['context.now', { actor }],
    ['context.actor', { now }],
    ['context.actor', { now, actor: 'learner' }],
  ]) {
    register.why(enroll(1), good);
    refuses(register, path, () => register.execute(enroll(1), other));
    assert.throws(() => register.execute(enroll(2), good), { code: 'not_authorized' });
  }
  actor.learner = learnerId(2);
  assert.throws(() => register.execute(enroll(1), good), { code: 'not_authorized' });
  register.execute(join(2), good);
  const at = new Date(now);
  assert.equal(register.execute(join(3), { ...context, now: at }).at, now);
  at.setTime(at.getTime() + 1000);
  assert.equal(register.execute(join(4), { ...context, now: at }).at, '2026-01-05T08:00:01.000Z');
  const named = { ...context, command_id: id('9', 2) };
  assert.equal(register.execute(join(5), named).sequence, register.execute(join(5), named).sequence);
});

const file = new TextEncoder().encode('Email\n');
const all = async (pieces) => {
  for await (const _ of pieces) { /* goes on to the end */ }
};

for (const [what, path, call] of [
  ['options that are a number', 'options', () => readUsageReport(file, 5)],
  ['options that are a number, of a stream', 'options', async () => iterUsageReport(file, 5)],
  ['options that are text', 'options', () => usageFigures(file, 'lenient')],
  ['options that are a list', 'options', () => readUsage(file, [])],
  ['options that are text, for a writer', 'options', () => writeUsage([], 'guarded')],
  ['a listener that is a number', 'options.onProgress', () => readUsageReport(file, { onProgress: 5 })],
  ['a listener that is a number, of figures', 'options.onProgress', () => usageFigures(file, { onProgress: 5 })],
  ['a listener that is text', 'options.onProgress', () => summarizeReports({ usage: file, onProgress: 'x' })],
  ['a listener that is an object', 'options.onRead', () => all(convertReport('usage', file, { onRead: {} }))],
  ['a signal that is none', 'options.signal', () => readUsageReport(file, { signal: 5 })],
  ['a signal that is none, for a writer', 'options.signal', () => writeUsageReport([], { signal: {} })],
  ['a flag that is text', 'options.guardFormulas', () => readUsage(file, { guardFormulas: 'x' })],
  ['a flag that is text, of a table', 'options.guardFormulas', () => readUsageReport(file, { guardFormulas: 'x' })],
  ['a flag that is text, for a writer', 'options.guardFormulas', () => writeUsageReport([], { guardFormulas: 'x' })],
  ['a flag that is a number, for a writer of all', 'options.guardFormulas', () => writeUsage([], { guardFormulas: 0 })],
  ['a flag that is text, for a converter', 'options.writeGuard', () => all(convertReport('usage', file, { writeGuard: 'x' }))],
  ['a number that is none', 'options.batchRows', () => readUsageReport(file, { batchRows: '10' })],
  ['a limit that is negative', 'options.problemLimit', async () => iterUsageReport(file, { problemLimit: -1 })],
  ['a flag that is a number', 'options.lineNumbers', () => readUsageReport(file, { lineNumbers: 1 })],
  ['an option in the spelling of records', 'options.guard_formulas', () => readUsage(file, { guard_formulas: true })],
  ['an option in the spelling of records, of a table', 'options.batch_rows', () => readUsageReport(file, { batch_rows: 10 })],
  ['a separator that is none', 'form.separator', () => writeUsageReport([], { form: { separator: ';' } })],
  ['a field that no form has', 'form.delimiter', () => writeUsageReport([], { form: { delimiter: 'semicolon' } })],
  ['a field of the form of a file alone', 'form.open_end', () => writeUsageReport([], { form: { open_end: true } })],
  ['a form of a file that is not whole', 'form.separator', () => writeUsageReport([], { form: { columns: [] } })],
  ['a column to group by that is no text', 'by[1]', () => groupReports(['contract', 5], {})],
  ['a column to group by that is no text, bit by bit', 'by[0]', async () => new GroupAccumulator([5])],
  ['figures by group without their columns', 'figures.by', () => groupsToArrowIPC({ groups: [] })],
  ['a change that is none', 'changes[0].kind', () => usageChangesToArrowIPC([{ kind: 'vanished' }])],
  ['an option that no writer has', 'options.guard', () => writeUsageReport([], { guard: true })],
  ['an option that no writer of all has', 'options.guard', () => writeUsage([], { guard: true })],
  ['nothing to compare with', 'after', () => compareUsage(file)],
  ['nothing at all to compare', 'before', () => compareUsage()],
  ['a value of a later export', 'data[0].class_end_time', () => writeUsageReport([{ class_end_time: '2024-01-26 10:16:04' }])],
]) {
  test(`${what} names \`${path}\``, async () => {
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof InvalidInput, error.stack);
      assert.equal(error.path, path, error.message);
      assert.ok(error.message.startsWith(`\`${path}\`: `), error.message);
      return true;
    });
  });
}

test('options may be null', async () => {
  assert.equal((await readUsageReport(file, null)).length, 0);
  assert.equal((await usageFigures(file, null)).figures.total_enrollments, 0);
  assert.equal((await summarizeReports(null)).usage, null);
});
