/** Gradebooks: facts as objects, as files of any kind, and in several accumulators. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { tableFromIPC, tableToIPC } from 'apache-arrow';

import { GradebookAccumulator, InvalidInput, readAttempts, readGradebook, templates } from 'matricula';

const NOW = '2024-06-01T00:00:00.000Z';
const ALL = { level: { kind: 'organization' }, options: { attempts: true, guard_formulas: false } };

function attempts(count = 300) {
  return Array.from({ length: count }, (_, number) => ({
    name: `Learner ${number % 40}`,
    email: `learner${number % 40}@example.com`,
    program_slug: `program-${number % 3}`,
    course_id: `course-${number % 5}`,
    item_id: `item-${number % 4}`,
    item_weight: 25,
    passing_threshold: '59.5',
    attempt: 1 + Math.floor(number / 60),
    submitted_at: new Date(Date.UTC(2024, 4, 1 + (number % 28), 12)),
    item_grade: `${(number * 37) % 101}`,
  }));
}

async function of(...given) {
  const facts = new GradebookAccumulator();
  for (const one of given) await facts.observeMany(one);
  return facts;
}

const plain = ({ files, archive, summary }) => ({
  files: files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]),
  archive: Buffer.from(archive).toString('base64'),
  summary,
});

test('rep_5 any order in any parts gives the same files', async () => {
  const told = attempts();
  const expected = plain(await (await of(told)).finish(ALL, NOW));
  assert.deepEqual(expected.files.map(([name]) => name), ['assessment_attempts.csv', 'gradebook.csv']);
  const merged = new GradebookAccumulator();
  for (const part of [2, 0, 1]) {
    const facts = new GradebookAccumulator();
    for (const attempt of told.filter((_, place) => place % 3 === part).reverse()) facts.observe(attempt);
    await merged.merge(facts);
  }
  assert.deepEqual(plain(await merged.finish(ALL, new Date(NOW))), expected);
  // Calls that were not waited for are done in their order.
  const hurried = new GradebookAccumulator();
  hurried.observeMany(told.slice(0, 100));
  const other = new GradebookAccumulator();
  await other.observeMany(told.slice(100));
  hurried.merge(other);
  assert.deepEqual(plain(await hurried.finish(ALL, NOW)), expected);
});

test('ana_6 facts are stored as bytes, and bytes that are none are refused', async () => {
  const facts = await of(attempts());
  const bytes = await facts.toBytes();
  const restored = await GradebookAccumulator.fromBytes(bytes);
  assert.deepEqual(plain(await restored.finish(ALL, NOW)), plain(await facts.finish(ALL, NOW)));
  const parts = [await of(attempts().slice(0, 7)), await of(attempts().slice(7))];
  const merged = await GradebookAccumulator.fromBytes(await parts[1].toBytes());
  await merged.merge(parts[0]);
  assert.deepEqual(Buffer.from(await merged.toBytes()), Buffer.from(bytes));
  for (const bad of [bytes.subarray(1), bytes.subarray(0, -1), new Uint8Array(0)]) {
    await assert.rejects(GradebookAccumulator.fromBytes(bad), (error) => error instanceof InvalidInput && error.path === 'bytes');
  }
});

test('rep_5 a file is read from bytes, a path or a stream', async () => {
  const made = await (await of(attempts())).finish(ALL, NOW);
  const [{ bytes }, gradebook] = made.files;
  const folder = mkdtempSync(join(tmpdir(), 'matricula-'));
  try {
    const path = join(folder, 'attempts.csv');
    writeFileSync(path, bytes);
    let length = 0;
    const onProgress = (count) => {
      length += count;
    };
    const pieces = [bytes.subarray(0, 1000), bytes.subarray(1000)];
    for (const source of [bytes, path, Readable.from(pieces), pieces]) {
      const facts = new GradebookAccumulator();
      const read = await facts.read(source, { onProgress });
      assert.deepEqual([read.used, read.problems.total], [read.records, 0]);
      assert.deepEqual(plain(await facts.finish(ALL, NOW)).files, plain(made).files);
    }
    assert.equal(length, 4 * bytes.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const { rows, lines } = await readAttempts(bytes);
  assert.deepEqual([lines.length, lines[0]], [rows.length, 2]);
  assert.equal(rows.length, made.summary.attempts);
  assert.deepEqual(plain(await (await of(rows)).finish(ALL, NOW)).files, plain(made).files);
  const table = await readGradebook(gradebook.bytes);
  assert.equal(table.problems.total, 0);
  assert.ok(table.rows.every((row) => ['Yes', 'No', ''].includes(row.is_item_passed)));
  assert.equal((await readAttempts(Buffer.from(templates.attempts))).problems.total, 0);
});

test('rep_5 what is no fact is told with its place, and none is taken in', async () => {
  const [good] = attempts(1);
  for (const [change, field] of [
    [{ email: null }, 'email'],
    [{ program_slug: ' ' }, 'program_slug'],
    [{ attempt: 0 }, 'attempt'],
    [{ submitted_at: null }, 'submitted_at'],
    [{ item_grade: 88.5 }, 'item_grade'],
    [{ item_grade: '100.01' }, 'item_grade'],
    [{ itemGrade: '1' }, 'itemGrade'],
  ]) {
    const bad = { ...good, ...change };
    const facts = new GradebookAccumulator();
    assert.throws(() => facts.observe(bad), (error) => error instanceof InvalidInput && error.path === `attempt.${field}`);
    // Beyond the first piece that crosses.
    const list = [...attempts(2500), bad];
    await assert.rejects(facts.observeMany(list), (error) => {
      assert.ok(error instanceof InvalidInput, error);
      assert.equal(error.path, `attempts[2500].${field}`);
      assert.ok(error.message.startsWith(`\`attempts[2500].${field}\`: `), error.message);
      return true;
    });
    assert.equal((await facts.finish(ALL, NOW)).summary.attempts, 0);
  }
  const facts = new GradebookAccumulator();
  await assert.rejects(facts.merge({}), InvalidInput);
  await assert.rejects(facts.finish(ALL), InvalidInput);
  await assert.rejects(facts.finish({ ...ALL, level: { kind: 'team' } }, NOW), (error) => error.path === 'request.level.kind');
  await assert.rejects(facts.finish({ ...ALL, level: undefined }, NOW), (error) => error.path === 'request.level');
  await assert.rejects(facts.read(7), InvalidInput);
});

test('rep_5 a file that breaks off leaves nothing behind', async () => {
  async function* broken() {
    yield Buffer.from('Email,Program Slug,Course ID,Item ID,Attempt,Submitted At,Item Grade\njo@example.com,p,c,i,1,2024-05-01 10:00:00,66.67\n');
    throw new Error('the disk is gone');
  }
  const facts = new GradebookAccumulator();
  await assert.rejects(facts.read(broken()), /the disk is gone/);
  assert.equal((await facts.finish(ALL, NOW)).summary.attempts, 0);
});

test('id_4 nothing personal is shown', async () => {
  const facts = await of(attempts(3));
  const shown = inspect([facts, await facts.finish(ALL, NOW)], { depth: 9 });
  assert.ok(!shown.includes('Learner') && !shown.includes('@'), shown);
});

test('REP-5 files are Arrow tables, and attempts come in from them', async () => {
  const facts = await of(attempts());
  const made = await facts.finish(ALL, NOW);
  const { rows } = await readGradebook(made.files[1].bytes);
  const long = tableFromIPC(await made.toArrowIPC('gradebook.csv'));
  assert.deepEqual([...long.getChild('email')], rows.map((row) => row.email));
  assert.equal(String(long.schema.fields.find((field) => field.name === 'item_grade').type), 'Decimal[18e+9]');
  await assert.rejects(made.toArrowIPC('none.csv'), { code: 'invalid_input' });
  const ipc = await made.toArrowIPC('assessment_attempts.csv');
  for (const given of [ipc, tableToIPC(tableFromIPC(ipc), 'file')]) {
    const again = new GradebookAccumulator();
    assert.equal(await again.observeMany(given), 300);
    assert.deepEqual(plain(await again.finish(ALL, NOW)), plain(made));
  }
  const empty = new GradebookAccumulator();
  const lacking = tableToIPC(tableFromIPC(ipc).select(['email']));
  for (const wrong of [new Uint8Array(0), new TextEncoder().encode('hello world'), lacking]) {
    await assert.rejects(empty.observeMany(wrong), { code: 'invalid_input', path: 'attempts' });
  }
  assert.deepEqual(await empty.toBytes(), await new GradebookAccumulator().toBytes());
  for (const layout of ['wide', 'canvas', 'moodle', 'one_roster']) {
    const other = await facts.finish({ ...ALL, options: { layout, guard_formulas: true } }, NOW);
    const [{ name, bytes }] = other.files;
    const lines = Buffer.from(bytes).toString().split('\r\n').length - 2;
    assert.equal(tableFromIPC(await other.toArrowIPC(name)).numRows, lines, layout);
  }
});
