// Comparisons and figures by group that are taken in bit by bit, stored, and merged.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

import {
  GroupAccumulator, GroupError, MembershipDifference, SpecializationDifference, UsageDifference, compareMembership, groupReports,
  readMembership, readUsage,
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
  const kinds = [UsageDifference, MembershipDifference, SpecializationDifference, GroupAccumulator];
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
