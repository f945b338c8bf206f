import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';

import * as matricula from '../index.mjs';
import {
  ApplyError, Commit, HOST, InvalidInput, MatriculaError, OPERATOR, Refusal, Register, RestoreError, administrator,
  commands, learner,
} from '../index.mjs';
import {
  collection, context, contract, course, enroll, id, join, learnerId, now, organization, program, registerWith, rows,
  setting, specialization,
} from './world.mjs';

const require = createRequire(import.meta.url);

test('both module systems give the same names, and the version is that of the crate', () => {
  const common = require('..');
  assert.deepEqual(Object.keys(common).sort(), Object.keys(matricula).filter((name) => name !== 'default').sort());
  assert.equal(common.Register, Register);
  const cargo = readFileSync(new URL('../../Cargo.toml', import.meta.url), 'utf8');
  const version = /\[workspace\.package\]\s+version = "([^"]+)"/.exec(cargo)[1];
  assert.equal(require('../package.json').version, version);
  assert.equal(require('../package-lock.json').version, version);
});

test('actors', () => {
  assert.deepEqual([OPERATOR, HOST], [{ kind: 'operator' }, { kind: 'host' }]);
  assert.deepEqual(administrator(id('3', 1)), { kind: 'administrator', administrator: id('3', 1) });
  assert.deepEqual(learner(learnerId(1)), { kind: 'learner', learner: learnerId(1) });
  assert.ok(Object.isFrozen(OPERATOR) && Object.isFrozen(HOST));
});

test('a commit tells what a command did, in both forms', () => {
  const register = registerWith();
  const commit = register.execute(join(1), context);
  assert.ok(commit instanceof Commit);
  assert.deepEqual(commit.toJSON(), {
    version: 2,
    sequence: 9,
    at: now,
    actor: OPERATOR,
    receipt: null,
    events: [
      { kind: 'learner_joined', program, learner: learnerId(1), contract, invitation: null, path: 'whitelist' },
    ],
    personal: [
      {
        subject: { kind: 'learner', learner: learnerId(1) },
        name: 'Jo Doe 1',
        email: 'jo1@acme.example',
        external_id: null,
        profile: null,
      },
    ],
    rows: [],
    warnings: [],
  });
  const { version, sequence, at, actor, receipt, events, personal, rows: outcomes, warnings } = commit;
  assert.deepEqual(
    { version, sequence, at, actor, receipt, events, personal, rows: outcomes, warnings },
    commit.toJSON(),
  );
  const bytes = commit.toBytes();
  assert.ok(bytes instanceof Uint8Array);
  for (const again of [
    Commit.fromBytes(bytes), Commit.fromJSON(JSON.stringify(commit)), Commit.fromJSON(commit.toJSON()), Commit.fromJSON(commit),
  ]) {
    assert.deepEqual(again.toJSON(), commit.toJSON());
    assert.deepEqual(again.toBytes(), bytes);
  }
  assert.throws(() => new Commit(), TypeError);
});

test('a commit from bytes does not change with them', () => {
  const bytes = registerWith().execute(join(1), context).toBytes();
  const commit = Commit.fromBytes(bytes);
  bytes.fill(0);
  assert.equal(commit.sequence, 9);
});

test('a replica of the commits is the same register', async () => {
  const register = new Register();
  const history = [...setting(), join(1), enroll(1)].map((command) => register.execute(command, context));
  const replica = new Register();
  for (const commit of history) replica.apply(commit);
  const other = new Register();
  assert.equal(await other.applyMany(history.map((commit) => commit.toBytes())), history.length);
  const third = new Register();
  for (const commit of history) third.apply(JSON.parse(JSON.stringify(commit)));
  const fourth = new Register();
  assert.equal(await fourth.applyMany(history), history.length);
  const bytes = await register.snapshot();
  for (const same of [replica, other, third, fourth]) assert.deepEqual(await same.snapshot(), bytes);
  assert.deepEqual(register.snapshotSync(), bytes);
  for (const restored of [await Register.restore(bytes), Register.restoreSync(bytes)]) {
    assert.deepEqual(restored.snapshotSync(), bytes);
    assert.equal(restored.sequence, register.sequence);
  }
});

test('a refusal is thrown with its code, rule, cure and facts', () => {
  const register = registerWith({ kind: 'memberships', seats: 1 }, join(1));
  const before = register.snapshotSync();
  assert.throws(
    () => register.execute(join(2), context),
    (error) => {
      assert.ok(error instanceof Refusal && error instanceof MatriculaError && error instanceof Error);
      assert.equal(error.name, 'Refusal');
      assert.deepEqual(
        [error.code, error.rule, error.cure, error.transient],
        ['seats_exhausted', 'CON-2', 'administrator', false],
      );
      assert.deepEqual(error.facts, { contract, seats: 1 });
      assert.deepEqual(error.record, { code: 'seats_exhausted', contract, seats: 1 });
      assert.equal(JSON.parse(JSON.stringify(error)).message, error.message);
      assert.match(error.message, new RegExp(contract));
      assert.match(error.stack, /register\.test\.mjs/);
      return true;
    },
  );
  assert.deepEqual(register.snapshotSync(), before);
  const waiting = () => register.execute(join(2), { ...context, now: '2020-01-01T00:00:00.000Z' });
  assert.throws(waiting, { code: 'clock_went_back', transient: true });
});

test('deciding changes nothing, and a repetition is told', async () => {
  const register = registerWith();
  const named = { ...context, command_id: id('9', 1) };
  const before = register.snapshotSync();
  const { commit, repeated } = register.decide(join(1), named);
  assert.deepEqual([commit.events[0].kind, repeated], ['learner_joined', false]);
  assert.deepEqual(register.snapshotSync(), before);
  register.apply(commit);
  assert.equal(register.decide(join(1), named).repeated, true);
  assert.equal(register.decide(join(1), named).commit.sequence, commit.sequence);
  const again = await register.decideAsync(join(1), named);
  assert.deepEqual([again.repeated, again.commit.sequence], [true, commit.sequence]);
  assert.equal((await register.decideAsync(join(2), context)).repeated, false);
  assert.throws(() => register.decide(join(2), named), { code: 'command_id_reused' });
  await assert.rejects(register.decideAsync(join(2), named), { code: 'command_id_reused' });
});

test('why gives every refusal in order', async () => {
  const register = registerWith({ kind: 'memberships', seats: 1 }, join(1));
  register.execute(commands.freezeContract({ contract }), context);
  const found = register.why(join(2), context);
  assert.deepEqual(found.map((refusal) => refusal.code), ['contract_frozen', 'seats_exhausted']);
  assert.ok(found.every((refusal) => refusal instanceof Refusal && refusal.cure === 'administrator'));
  assert.deepEqual((await register.whyAsync(join(2), context)).map((refusal) => refusal.code), [
    'contract_frozen',
    'seats_exhausted',
  ]);
  assert.deepEqual(registerWith().why(join(2), context), []);
});

test('times may be dates', () => {
  const register = registerWith();
  const commit = register.execute(join(1), { now: new Date(now), actor: learner(learnerId(1)) });
  assert.equal(commit.at, now);
  const enrolled = register.execute({ ...enroll(1), class_starts_at: new Date(now) }, context);
  assert.equal(enrolled.events[0].class_starts_at, now);
  assert.deepEqual(register.contracts(new Date(now)), register.contracts(now));
});

test('every question has an answer', () => {
  const register = registerWith();
  register.execute(join(1), context);
  register.execute(enroll(1), context);
  const invitation = id('4', 1);
  register.execute(
    commands.inviteLearner({ invitation, program, contract, name: 'Bo', email: 'bo@other.example', external_id: 'b1', send: true }),
    context,
  );
  register.execute(
    commands.addOrganizationAdministrator({ administrator: id('3', 1), name: 'Ada', email: 'ada@acme.example' }),
    context,
  );
  assert.equal(register.sequence, 12);
  assert.equal(register.latest, now);
  assert.deepEqual({ ...register.size(), bytes: 0 }, { learners: 1, memberships: 1, invitations: 1, enrollments: 1, bytes: 0 });
  assert.equal(register.nextDeadline(now), '2026-12-02T00:00:00.000Z'); // the contract nears its end
  assert.equal(register.nextDeadline('2026-12-02T00:00:00.000Z'), '2027-01-01T00:00:00.000Z');
  assert.equal(register.nextDeadline('2027-01-01T00:00:00.000Z'), null);
  assert.deepEqual(
    register.contracts(now).map(({ remaining, occupied, utilized, status }) => ({ remaining, occupied, utilized, status })),
    [{ remaining: 999, occupied: 1, utilized: 1, status: 'active' }],
  );
  assert.deepEqual(register.contractById(contract, now), register.contracts(now)[0]);
  assert.equal(register.contractById(id('8', 1), now), null);
  assert.deepEqual(register.programs(now)[0].funnel, { invited: 1, joined: 1, enrolled: 1, completed: 0 });
  assert.deepEqual(register.programById(program, now), register.programs(now)[0]);
  assert.deepEqual(register.funnel(now), { invited: 1, joined: 1, enrolled: 1, completed: 0 });
  assert.equal(register.learner(learnerId(1), now).email, 'jo1@acme.example');
  assert.deepEqual(register.learnerByEmail('JO1@acme.example', now), register.learner(learnerId(1), now));
  assert.equal(register.membership(program, learnerId(1), now).status, 'current');
  assert.deepEqual(register.enrollments(program, learnerId(1)).map(({ item, source }) => [item, source]), [
    [{ kind: 'course', course }, collection],
  ]);
  assert.deepEqual(register.enrollments(program, learnerId(2)), []);
  assert.equal(register.invitation(invitation, now).status, 'sent');
  assert.deepEqual(register.invitationOf(program, 'bo@other.example', now), register.invitation(invitation, now));
  assert.deepEqual(register.whitelist(program), [{ domain: 'acme.example', contract }]);
  assert.deepEqual(register.courses().map((found) => found.slug), ['tea']);
  assert.deepEqual(register.specializations()[0].courses, [course]);
  assert.deepEqual(register.collections(program)[0].items, [{ kind: 'course', course }]);
  assert.deepEqual(register.administrators().map(({ organization, name }) => [organization, name]), [[true, 'Ada']]);
  assert.deepEqual(register.ledger(contract, false, 0, 10).map(({ movement, balance }) => [movement, balance]), [['joined', 1]]);
  assert.deepEqual(register.ledger(contract, false, 1, 10), []);
  assert.equal(register.ledger(id('8', 1), false, 0, 10), null);
  assert.equal(register.seatsAsOf(contract, now), 1);
  assert.equal(register.unitsAsOf(contract, now), 0);
  assert.deepEqual(register.notices(now), []);
  assert.deepEqual(register.notices('2026-12-02T00:00:00.000Z').map(({ kind }) => kind), ['expiry_nears']);
  assert.deepEqual(register.forecast(contract, now, 7).taken, 1);
  assert.equal(register.forecast(id('8', 1), now, 7), null);
  assert.throws(() => register.forecast(contract, now, -1), { code: 'invalid_input', path: 'days' });
  assert.deepEqual(register.catalogCounts(program)[0], { item: { kind: 'course', course }, enrolled: 1, completed: 0 });
  assert.equal(register.catalogCounts(id('8', 1)), null);
  assert.throws(() => register.learner('nobody', now), { code: 'invalid_input', path: 'learner' });
  assert.throws(() => register.contracts(), { path: 'at', message: '`at`: this field is missing' });
  assert.throws(() => register.ledger(contract, false, -1, 10), { path: 'start' });
  assert.throws(() => register.ledger(contract, false, 0, NaN), { path: 'limit' });
  assert.throws(() => register.reserve(-1, 0), InvalidInput);
  register.reserve(10, 10);
});

test('every command has a constructor, and the addon knows each kind', () => {
  const register = registerWith();
  assert.ok(Object.isFrozen(commands));
  for (const [name, make] of Object.entries(commands)) {
    const { kind } = make({});
    assert.equal(kind.replaceAll(/_(.)/g, (_, letter) => letter.toUpperCase()), name);
    // Letting time pass needs nothing said.
    if (name === 'advance') assert.deepEqual(register.execute(make(), context).events, []);
    else assert.throws(() => register.execute(make({}), context), (error) => error instanceof InvalidInput && error.path !== 'kind');
  }
});

test('a specialization, unenrolling, facts and profiles', () => {
  const register = registerWith();
  register.execute(join(1), context);
  const about = { program, learner: learnerId(1) };
  register.execute(commands.addToCollection({ program, collection, items: [{ kind: 'specialization', specialization }] }), context);
  register.execute(commands.enrollInSpecialization({ ...about, specialization }), context);
  register.execute(enroll(1), context);
  register.execute(commands.recordCourseActivity({ ...about, course, progress: '12.82', hours: '0.29', completed_at: now }), context);
  register.execute(commands.updateProfile({ learner: learnerId(1), profile: { job_title: 'Taster' } }), context);
  const [first, second] = register.enrollments(program, learnerId(1));
  assert.deepEqual([first.item.kind, second.progress, second.hours, second.completed_at], ['specialization', '12.82', '0.29', now]);
  assert.equal(register.learner(learnerId(1), now).profile.job_title, 'Taster');
  register.execute(commands.unenrollFromCourse({ ...about, course }), context);
  assert.equal(register.enrollments(program, learnerId(1))[1].given_up, true);
});

test('an import is previewed and carried out', async () => {
  const register = registerWith();
  const command = commands.inviteLearners({
    import: id('5', 1), program, contract, send: true, mode: 'skip_invalid',
    rows: [...rows(3), { line: 5, name: 'Bad', email: 'bad@', external_id: null }],
  });
  const preview = await register.previewInvitations(command, context);
  assert.equal(preview.refused, 1);
  assert.deepEqual(preview.rows.map((row) => row.result.result), ['invited', 'invited', 'invited', 'refused']);
  assert.equal(preview.rows[3].result.refusal.code, 'invalid_email');
  const commit = await register.executeAsync({ ...command, preview: preview.preview }, context);
  assert.deepEqual(commit.rows, preview.rows);
  assert.equal(commit.events.length, 3);
  await assert.rejects(register.executeAsync({ ...command, preview: preview.preview }, context), { code: 'preview_overtaken' });
  const domains = commands.importDomains({
    program, contract, update_existing: false, mode: 'all_or_nothing',
    rows: [{ line: 1, domain: 'other.example' }, { line: 2, domain: 'acme.example' }],
  });
  const shown = await register.previewDomains(domains, context);
  assert.deepEqual(shown.rows.map((row) => row.result.result), ['domain_added', 'already_listed']);
  const refused = { ...domains, rows: [{ line: 7, domain: 'gmail.com' }] };
  assert.throws(() => register.execute(refused, context), (error) => {
    assert.deepEqual([error.code, error.facts.first_line, error.facts.refusals[0].refusal.code], ['rows_refused', 7, 'invalid_domain']);
    return true;
  });
  await assert.rejects(register.previewDomains(command, context), { code: 'invalid_input', path: 'kind' });
  await assert.rejects(register.previewInvitations(domains, context), { code: 'invalid_input', path: 'kind' });
});

test('what cannot follow is not applied, and the register stays as it was', async () => {
  const register = new Register();
  const history = [...setting(), join(1)].map((command) => register.execute(command, context));
  const replica = new Register();
  replica.apply(history[0]);
  const before = replica.snapshotSync();
  assert.throws(() => replica.apply(history[2]), (error) => error instanceof ApplyError && error.code === 'out_of_sequence');
  const record = history[1].toJSON();
  assert.throws(() => replica.apply({ ...record, version: 99 }), { code: 'unknown_version' });
  assert.throws(() => replica.apply({ ...record, at: '2001-01-01T00:00:00.000Z' }), { code: 'out_of_time' });
  assert.throws(() => replica.apply({ ...record, events: history[8].events }), { code: 'inconsistent_history' });
  assert.deepEqual(replica.snapshotSync(), before);
  await assert.rejects(replica.applyMany([history[1], history[2], history[2]]), (error) => {
    assert.ok(error instanceof ApplyError);
    assert.deepEqual([error.code, error.applied], ['out_of_sequence', 2]);
    return true;
  });
  assert.equal(replica.sequence, 3);
  await assert.rejects(replica.applyMany([new Uint8Array([1, 2, 3])]), { code: 'invalid_input', applied: 0 });
  await assert.rejects(replica.applyMany([history[3], { ...record, sequence: NaN }]), { path: 'sequence', applied: 0 });
  assert.throws(() => replica.apply(JSON.stringify(record)), { code: 'invalid_input', path: 'commit' });
  await register.checkInvariants();
});

test('what is no snapshot is not restored', async () => {
  const bytes = registerWith().snapshotSync();
  const damaged = Uint8Array.from(bytes);
  damaged[damaged.length - 1] ^= 1;
  for (const [given, code] of [[new Uint8Array(), 'not_a_snapshot'], [bytes.subarray(1), 'not_a_snapshot'], [damaged, 'damaged_snapshot']]) {
    assert.throws(() => Register.restoreSync(given), (error) => error instanceof RestoreError && error.code === code);
    await assert.rejects(Register.restore(given), { code, name: 'RestoreError' });
  }
  const later = Uint8Array.from(bytes);
  later[8] = 99;
  assert.throws(() => Register.restoreSync(later), { code: 'unknown_version' });
  for (const given of [undefined, null, 'bytes', [1, 2], new ArrayBuffer(4), new DataView(new ArrayBuffer(4))]) {
    assert.throws(() => Register.restoreSync(given), InvalidInput);
    await assert.rejects(Register.restore(given), InvalidInput);
  }
});

test('the organization is the only one', () => {
  const register = registerWith();
  const second = commands.createOrganization({ organization, name: 'Other', domains: [] });
  assert.throws(() => register.execute(second, context), { code: 'organization_exists' });
});

test('the example of the read-me runs and prints what it says', async (t) => {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, code] = /```js\n(.*?)```/s.exec(text);
  const lines = [];
  t.mock.method(console, 'log', (...parts) => lines.push(parts.join(' ')));
  const local = code.replace("'matricula'", JSON.stringify(new URL('../index.mjs', import.meta.url).href));
  await import(`data:text/javascript,${encodeURIComponent(local)}`);
  assert.deepEqual(lines.slice(0, 4), ['1 organization_created', '2 contract_created', '3 program_created', '4 domain_added']);
  assert.match(lines[4], /^seats_exhausted CON-2 /);
  assert.deepEqual(lines.slice(5), ['0', 'true']);
});
