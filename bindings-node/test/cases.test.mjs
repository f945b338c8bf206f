/**
 * The shared cases, `tests/cases/*.json`: what plain functions answer.
 *
 * Rust and Python run the same files; `tests/cases/README.md` says how they are written.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';

import { GradebookAccumulator, InvalidInput, dueBetween, nextDue, zoneDataVersion } from 'matricula';

const FOLDER = new URL('../../tests/cases/', import.meta.url);

/** In two accumulators, so that merging is shown as well. */
async function gradebook({ attempts, file, request, made_at: madeAt }) {
  const [told, read] = [new GradebookAccumulator(), new GradebookAccumulator()];
  assert.equal(await told.observeMany(attempts), attempts.length);
  if (file !== null) {
    const { problems } = await read.read(new TextEncoder().encode(file));
    assert.equal(problems.total, 0);
  }
  await read.merge(told);
  const made = await read.finish(request, madeAt);
  assert.deepEqual([...made.archive.subarray(0, 2)], [0x50, 0x4b]);
  const files = made.files.map(({ name, bytes }) => ({ name, text: new TextDecoder().decode(bytes) }));
  return { files, summary: made.summary };
}

const FUNCTIONS = {
  gradebook,
  next_due: ({ schedule, after }) => nextDue(schedule, after),
  due_between: ({ schedule, after, until, limit }) => dueBetween(schedule, after, until, limit),
};

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.json')).sort()) {
  describe(file, () => {
    for (const { name, ask, with: given, answer, invalid } of JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')).cases) {
      test(name, async () => {
        const call = async () => FUNCTIONS[ask](given);
        if (invalid === undefined) {
          assert.deepEqual(await call(), answer);
        } else {
          await assert.rejects(call, (error) => {
            assert.ok(error instanceof InvalidInput, error);
            const argument = invalid.startsWith('attempts[') ? '' : ask === 'gradebook' ? 'request.' : 'schedule.';
            assert.equal(error.path, argument + invalid);
            return true;
          });
        }
      });
    }
  });
}

test('a schedule takes dates, and says what is missing', () => {
  const schedule = {
    schedule: '00000000-0000-0000-0000-000000000007',
    weekdays: ['monday'],
    time: '08:00',
    zone: 'Europe/London',
  };
  assert.equal(nextDue(schedule, new Date('2024-01-01T08:00:00Z')).date, '2024-01-08');
  assert.equal(dueBetween(schedule, new Date(0), new Date(4e12), 3).length, 3);
  assert.match(zoneDataVersion(), /^20\d\d[a-z]+$/);
  for (const [call, path] of [
    [() => nextDue(schedule), 'after'],
    [() => dueBetween(schedule, new Date(0)), 'until'],
    [() => nextDue(undefined, new Date(0)), 'schedule'],
    [() => nextDue({ ...schedule, weekdays: ['mon'] }, new Date(0)), 'schedule.weekdays[0]'],
  ]) {
    assert.throws(call, (error) => error instanceof InvalidInput && error.path === path);
  }
});
