import assert from 'node:assert/strict';
import test from 'node:test';
import { inspect } from 'node:util';

import { Commit, OPERATOR, Refusal, Register, commands, readInvitations } from '../index.mjs';
import { contract, context, enroll, id, join, now, program, registerWith, rows } from './world.mjs';

const unlimited = { kind: 'unlimited' };
const pairs = (from, count) => Array.from({ length: count }, (_, place) => [join(from + place), enroll(from + place)]).flat();

test('a batch gives one outcome a command, the same as one by one', async () => {
  const seats = { kind: 'memberships', seats: 3 };
  const all = [...pairs(1, 3), ...pairs(4, 2)];
  const single = registerWith(seats);
  const expected = all.map((command) => {
    try {
      return single.execute(command, context).toJSON();
    } catch (error) {
      return error.toJSON();
    }
  });
  for (const run of ['executeMany', 'executeManySync']) {
    const register = registerWith(seats);
    const outcomes = await register[run](all, context);
    assert.deepEqual(outcomes.map((outcome) => outcome.toJSON()), expected);
    assert.deepEqual(outcomes.map((outcome) => outcome instanceof Commit), [true, true, true, true, true, true, false, false, false, false]);
    assert.ok(outcomes[6] instanceof Refusal);
    assert.deepEqual(outcomes.slice(6).map((outcome) => outcome.code), ['seats_exhausted', 'unknown_learner', 'seats_exhausted', 'unknown_learner']);
    assert.deepEqual(register.snapshotSync(), single.snapshotSync());
    const replica = registerWith(seats);
    for (const outcome of outcomes.slice(0, 3)) replica.apply(outcome);
    assert.equal(await replica.applyMany(outcomes.slice(3, 6)), 3);
    assert.deepEqual(replica.snapshotSync(), single.snapshotSync());
  }
});

test('batches of every size, empty and from a generator', async () => {
  const register = registerWith(unlimited);
  assert.deepEqual(await register.executeMany([], context), []);
  assert.deepEqual(register.executeManySync([], context), []);
  let next = 1;
  for (const count of [1, 1023, 1024, 1025, 2048, 3000]) {
    const all = pairs(next, count);
    next += count;
    const outcomes = await register.executeMany((function* () { yield* all; })(), context);
    assert.equal(outcomes.length, all.length);
    assert.ok(outcomes.every((outcome, place) => outcome.sequence === register.sequence - all.length + place + 1));
  }
  assert.equal(register.size().enrollments, next - 1);
  await register.checkInvariants();
  await assert.rejects(register.executeMany(5, context), { code: 'invalid_input', path: 'commands' });
  await assert.rejects(register.applyMany(undefined), { code: 'invalid_input', path: 'commits' });
  assert.throws(() => register.executeManySync({}, context), { code: 'invalid_input', path: 'commands' });
});

test('the event loop stays free during a large batch', async () => {
  const register = registerWith(unlimited);
  const all = pairs(1, 40_000);
  let settled = false;
  let turns = 0;
  let longest = 0;
  let before = performance.now();
  const turn = () => {
    const at = performance.now();
    longest = Math.max(longest, at - before);
    before = at;
    turns += 1;
    if (!settled) setImmediate(turn);
  };
  let timer = false;
  const promise = register.executeMany(all, context);
  before = performance.now();
  setImmediate(turn);
  setTimeout(() => { timer = !settled; }, 5);
  const outcomes = await promise;
  settled = true;
  assert.equal(outcomes.length, all.length);
  assert.ok(timer, 'a timer ran before the batch was done');
  assert.ok(turns > 40, `${turns} turns of the event loop`);
  assert.ok(longest < 500, `the event loop was held for ${longest} ms`);
});

test('the event loop stays free during a large import', async () => {
  const register = registerWith(unlimited);
  const command = commands.inviteLearners({ import: id('5', 1), program, contract, send: true, mode: 'all_or_nothing', rows: rows(50_000) });
  let turns = 0;
  let settled = false;
  const turn = () => {
    turns += 1;
    if (!settled) setImmediate(turn);
  };
  setImmediate(turn);
  const preview = await register.previewInvitations(command, context);
  assert.equal(preview.rows.length, 50_000);
  const commit = await register.executeAsync({ ...command, preview: preview.preview }, context);
  settled = true;
  assert.ok(turns > 40, `${turns} turns of the event loop`);
  assert.deepEqual(commit.rows, preview.rows);
  assert.equal(commit.events.length, 50_000);
  assert.equal(commit.personal.at(-1).email, 'invitee49999@other.example');
  assert.deepEqual(commit.toJSON(), JSON.parse(JSON.stringify(commit)));
  assert.deepEqual(Commit.fromJSON(JSON.stringify(commit)).toBytes(), commit.toBytes());
  const replica = registerWith(unlimited);
  replica.apply(Commit.fromBytes(commit.toBytes()));
  assert.deepEqual(await replica.snapshot(), await register.snapshot());
});

test('calls without waiting are carried out in their order', async () => {
  const register = registerWith(unlimited);
  const begun = [];
  for (let round = 0; round < 20; round += 1) {
    begun.push(register.executeMany(pairs(1 + round * 500, round % 2 === 0 ? 500 : 3), context));
    begun.push(register.executeAsync(join(1_000_000 + round), context).then((commit) => [commit]));
    begun.push(register.snapshot().then(() => []));
  }
  const sequences = (await Promise.all(begun)).flat().map((outcome) => outcome.sequence);
  assert.deepEqual(sequences, sequences.map((_, place) => place + 9));
  await register.checkInvariants();
});

test('a bad call does not stop those behind it', async () => {
  const register = registerWith(unlimited);
  const results = await Promise.allSettled([
    register.executeMany([{ kind: 'nothing' }], context),
    register.executeAsync({ kind: 'nothing' }, context),
    register.executeMany([join(1)], {}),
    register.executeMany([join(1)], context),
    register.executeAsync(enroll(1), context),
    register.emailReport({ contracts: 'some' }, context),
    register.snapshot(),
  ]);
  assert.deepEqual(results.map((result) => result.status), ['rejected', 'rejected', 'rejected', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  assert.equal(register.sequence, 10);
});

test('commands at once may come between those of a batch, and questions always have an answer', async () => {
  const register = registerWith(unlimited);
  const promise = register.executeMany(pairs(1, 20_000), context);
  let between = 0;
  let number = 1_000_000;
  let settled = false;
  const once = () => {
    if (settled) return;
    const { sequence } = register.execute(join(number), context);
    number += 1;
    if (sequence > 9 && register.size().learners < 20_000) between += 1;
    setImmediate(once);
  };
  setImmediate(once);
  const outcomes = await promise;
  settled = true;
  assert.equal(outcomes.length, 40_000);
  assert.ok(between > 0);
  assert.ok(outcomes.every((outcome, place) => place === 0 || outcome.sequence > outcomes[place - 1].sequence));
  assert.equal(register.size().learners, 20_000 + number - 1_000_000);
  await register.checkInvariants();
});

test('many registers work side by side', async () => {
  const registers = Array.from({ length: 8 }, () => registerWith(unlimited));
  await Promise.all(registers.map((register) => register.executeMany(pairs(1, 1500), context)));
  const [first, ...others] = await Promise.all(registers.map((register) => register.snapshot()));
  for (const other of others) assert.deepEqual(other, first);
});

test('what is given back is not what was given', async () => {
  const register = registerWith(unlimited);
  const all = [join(1), enroll(1)];
  const promise = register.executeMany(all, context);
  all.length = 0;
  assert.equal((await promise).length, 2);
  const command = join(2);
  const other = register.executeAsync(command, context);
  command.name = 5;
  assert.equal((await other).personal[0].name, 'Jo Doe 2');
});

test('nothing personal is shown', async () => {
  const register = registerWith(unlimited);
  const secret = /Jo Doe|jo\d|Invitee|invitee/;
  const [joined, refused] = await register.executeMany([join(1), { ...join(2), email: 'jo2@' }], context);
  const single = register.execute(join(3), context);
  const report = await register.emailReport({ contracts: 'all_time', guard_formulas: false }, context);
  const file = await readInvitations(Buffer.from('Full Name,Email,External ID\nJo Doe,jo1@acme.example,\nJo Doe\n'));
  for (const shown of [joined, refused, single, Commit.fromBytes(single.toBytes()), register, report, file, [joined], { joined }]) {
    for (const options of [{}, { depth: Infinity, showHidden: true }, { customInspect: true, depth: 0 }]) {
      assert.doesNotMatch(inspect(shown, options), secret);
    }
    assert.doesNotMatch(String(shown), secret);
  }
  assert.match(inspect(single), /^Commit \{.*learner_joined/s);
  assert.match(inspect(register), /^Register \{/);
  assert.match(inspect(report), /^EmailReport \{.*bytes/s);
  assert.deepEqual(Object.keys(single), []);
});

test('a register in every worker thread', async () => {
  const { Worker } = await import('node:worker_threads');
  const source = `
    import { parentPort } from 'node:worker_threads';
    import { Register, OPERATOR } from ${JSON.stringify(new URL('../index.mjs', import.meta.url).href)};
    const register = new Register();
    const command = { kind: 'create_organization', organization: ${JSON.stringify(id('1', 1))}, name: 'Acme', domains: [] };
    const [commit] = await register.executeMany([command], { now: ${JSON.stringify(now)}, actor: OPERATOR });
    parentPort.postMessage(commit.sequence);
  `;
  const workers = Array.from({ length: 3 }, () => new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`)));
  const sequences = await Promise.all(workers.map((worker) => new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  })));
  assert.deepEqual(sequences, [1, 1, 1]);
  assert.equal(new Register().execute(commands.createOrganization({ organization: id('1', 1), name: 'A', domains: [] }), { now, actor: OPERATOR }).sequence, 1);
});
