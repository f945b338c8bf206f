// Comparisons and figures that are taken in bit by bit, stored, and merged.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

import {
  FiguresAccumulator, GroupAccumulator, GroupError, MembershipDifference, SpecializationDifference, SummaryAccumulator, UsageDifference,
  compareMembership, groupReports, readMembership, readUsage, summarizeReports, usageFigures,
} from 'matricula';

const bytes = (text) => new TextEncoder().encode(text);
const HEADER = 'Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\n';
const BEFORE = bytes(`${HEADER}jo@x.org,p,INVITED,0,0\nada@x.org,p,MEMBER,1,0\nbad\n`);
const AFTER = bytes(`${HEADER}Jo@x.org,p,MEMBER,0,0\nada@x.org,p,MEMBER,1,1\n`);
const golden = (name) => new URL(`../../tests/golden/${name}-2020.csv`, import.meta.url);

test('what comes bit by bit is what comes at once', async () => {
  const { changes, unchanged } = await compareMembership(BEFORE, AFTER);
  const { rows } = await readMembership(AFTER);
  let told = 0;
  for (const source of [BEFORE, Readable.from([BEFORE.subarray(0, 7), BEFORE.subarray(7)])]) {
    const difference = new MembershipDifference();
    // In the order of the calls, awaited or not.
    const read = difference.readBefore(source, { onProgress: (length) => { told += length; } });
    const count = difference.observeAfter(rows);
    assert.deepEqual(await difference.finish(), { changes, unchanged, before: null, after: null });
    const { records, used, problems } = await read;
    assert.deepEqual([records, used, problems.total, await count], [3, 2, 1, 2]);
  }
  assert.equal(told, 2 * BEFORE.length);
});

test('what is merged stays as it is', async () => {
  const [one, other] = [new MembershipDifference(), new MembershipDifference()];
  one.readBefore(BEFORE);
  other.readAfter(AFTER);
  const before = other.toBytes();
  await one.merge(other);
  assert.deepEqual(await other.toBytes(), await before);
  assert.deepEqual((await one.finish()).changes.map((change) => change.kind), ['joined']);
  await one.merge(one);
  assert.deepEqual((await one.finish()).changes.map((change) => change.kind), ['joined']);
  assert.equal(inspect(one), 'MembershipDifference {}');
  await assert.rejects(one.merge(new UsageDifference()), { code: 'invalid_input', path: 'other' });
});

test('what is no row or file leaves nothing behind', async () => {
  const difference = new MembershipDifference();
  const nothing = await difference.toBytes();
  const row = { email: 'jo@x.org', program_slug: 'p', member_state: 'MEMBER', enrolled_courses: 1, completed_courses: 0 };
  const many = Array.from({ length: 3000 }, () => row);
  await assert.rejects(difference.observeBefore([...many, { ...row, enrolled_courses: 'many' }]), { path: 'rows[3000].enrolled_courses' });
  await assert.rejects(difference.observeBefore(5), { path: 'rows' });
  await assert.rejects(difference.readBefore([row]), { path: 'source' });
  await assert.rejects(difference.readBefore(), { path: 'source' });
  await assert.rejects(difference.readBefore(BEFORE, { lenient: 'yes' }), { code: 'invalid_input' });
  async function* broken() { yield BEFORE; throw new Error('broken off'); }
  await assert.rejects(difference.readBefore(broken()), /broken off/);
  assert.deepEqual(await difference.toBytes(), nothing);
  assert.equal(await difference.observeBefore(many), 3000);
  assert.equal((await difference.finish()).changes.length, 1);
});

test('bytes that are none are told', async () => {
  const kinds = [
    UsageDifference, MembershipDifference, SpecializationDifference, GroupAccumulator, SummaryAccumulator, FiguresAccumulator,
  ];
  const states = await Promise.all(kinds.map((Kind) => new Kind(Kind === GroupAccumulator ? ['contract'] : undefined).toBytes()));
  for (const [place, Kind] of kinds.entries()) {
    const whole = states[place];
    const again = await Kind.fromBytes(whole);
    assert.ok(again instanceof Kind);
    assert.deepEqual(await again.toBytes(), whole);
    const damaged = whole.map((byte, at) => (at === whole.length - 1 ? byte ^ 1 : byte));
    const others = states.filter((_, other) => other !== place);
    for (const wrong of [bytes(''), bytes('Email'), whole.subarray(0, -1), Buffer.concat([whole, Buffer.of(0)]), damaged, ...others]) {
      await assert.rejects(Kind.fromBytes(wrong), { code: 'invalid_input', path: 'bytes' });
    }
    await assert.rejects(Kind.fromBytes('text'), { path: 'bytes' });
  }
});

test('groups are taken in and merged', async () => {
  const by = ['business_unit', 'contract'];
  const [usage, membership] = [readFileSync(golden('usage')), readFileSync(golden('membership'))];
  const groups = new GroupAccumulator(by);
  assert.equal((await groups.readUsage(fileURLToPath(golden('usage')))).used, 1);
  const other = new GroupAccumulator(by);
  assert.equal(await other.observeMembership((await readMembership(membership)).rows), 1);
  await groups.merge(other);
  const expected = await groupReports(by, { usage, membership });
  assert.deepEqual(await groups.finish(), { ...expected, usage: null, membership: null });
  const byRows = new GroupAccumulator(by);
  await byRows.observeUsage((await readUsage(usage)).rows);
  await byRows.readMembership(membership);
  assert.deepEqual(await byRows.toBytes(), await groups.toBytes());
  await assert.rejects(groups.merge(new GroupAccumulator(['contract'])), { path: 'other' });
  assert.throws(() => new GroupAccumulator(['overall_progress']), GroupError);
  assert.throws(() => new GroupAccumulator(), { code: 'invalid_input' });
});

const USAGE_HEADER = 'Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,'
  + 'Removed From Program,Completion Time,Course Grade\n';

/** A report of 50 people in 7 courses, some enrollments twice. */
function usageFile(start, end) {
  const rows = [USAGE_HEADER];
  for (let number = start; number < end; number += 1) {
    const completed = number % 3 === 0 ? 'No' : 'Yes';
    rows.push(`p${number % 50}@x.org,c${number % 7},p,,${number % 101},0.${number},${completed},No,,${number % 100}\n`);
  }
  return bytes(`${rows.join('')}bad\n`);
}

test('figures of many days are those of all at once', async () => {
  const members = bytes(`${HEADER}p1@x.org,p,MEMBER,0,0\nnew@x.org,p,MEMBER,0,0\np2@x.org,p,DELETED_MEMBER,0,0\n`);
  const whole = usageFile(0, 900);
  let stored = [await new SummaryAccumulator().toBytes(), await new FiguresAccumulator().toBytes()];
  let [summary, figures] = [];
  for (const start of [0, 300, 600]) {
    [summary, figures] = [await SummaryAccumulator.fromBytes(stored[0]), await FiguresAccumulator.fromBytes(stored[1])];
    for (const taken of [summary, figures]) {
      const file = usageFile(start, start + 300);
      const { records, used, problems } = await taken.readUsage(start === 300 ? Readable.from([file]) : file);
      assert.deepEqual([records, used, problems.total], [301, 300, 1]);
    }
    stored = [await summary.toBytes(), await figures.toBytes()];
  }
  assert.equal((await summary.readMembership(members)).used, 3);
  assert.deepEqual(await summary.finish(), (await summarizeReports({ usage: whole, membership: members })).summary);
  assert.deepEqual(await figures.finish(), (await usageFigures(whole)).figures);

  // The rows themselves, in another order, by other accumulators that are merged.
  const rows = (await readUsage(whole)).rows.reverse();
  const [byRows, otherRows, seven, otherSeven] = [new SummaryAccumulator(), new SummaryAccumulator(), new FiguresAccumulator(), new FiguresAccumulator()];
  await byRows.observeMembership((await readMembership(members)).rows);
  assert.equal(await byRows.observeUsage(rows.slice(0, 500)), 500);
  assert.equal(await seven.observeUsage(rows.slice(0, 500)), 500);
  otherRows.observeUsage(rows.slice(400));
  otherSeven.observeUsage(rows.slice(500));
  await byRows.merge(otherRows);
  await seven.merge(otherSeven);
  assert.deepEqual(await byRows.toBytes(), await summary.toBytes());
  assert.deepEqual(await seven.toBytes(), await figures.toBytes());
  assert.equal(inspect(seven), 'FiguresAccumulator {}');
  await assert.rejects(byRows.merge(seven), { code: 'invalid_input', path: 'other' });
});

test('a large file is taken in by its path, and one that breaks off is not', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'matricula-'));
  try {
    const path = join(directory, 'large.csv');
    const file = usageFile(0, 260_000);
    assert.ok(file.length > 8 << 20);
    writeFileSync(path, file);
    for (const make of [() => new SummaryAccumulator(), () => new FiguresAccumulator(), () => new GroupAccumulator(['completed'])]) {
      const [byPath, byPieces] = [make(), make()];
      let told = 0;
      const read = await byPath.readUsage(path, { onProgress: (length) => { told += length; } });
      assert.deepEqual(read, await byPieces.readUsage(Readable.from([file])));
      assert.deepEqual([told, read.used, read.problems.total], [file.length, 260_000, 1]);
      const before = await byPath.toBytes();
      assert.deepEqual(before, await byPieces.toBytes());
      await assert.rejects(byPath.readUsage(path, { onProgress: () => { throw new Error('no more'); } }), /no more/);
      const [row] = (await readUsage(usageFile(0, 1))).rows;
      await assert.rejects(byPath.observeUsage([row, { ...row, completed: 'perhaps' }]), { path: 'rows[1].completed' });
      assert.deepEqual(await byPath.toBytes(), before);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});
