/**
 * The shared cases of reports, `tests/reports/cases.json`: dialects, differences and figures by group.
 *
 * Rust and Python run the same file; `tests/reports/README.md` says how it is written.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';

import * as matricula from 'matricula';

const CASES = JSON.parse(readFileSync(new URL('../../tests/reports/cases.json', import.meta.url), 'utf8'));
const golden = (name) => new URL(`../../tests/golden/${name}-2020.csv`, import.meta.url);

const bytes = (text) => new TextEncoder().encode(text);
// A decoder would take the byte-order mark away.
const text = (file) => Buffer.from(file).toString('utf8');
const source = (given) => (typeof given === 'string' ? bytes(given) : given);
const named = (verb, report) => matricula[`${verb}${report[0].toUpperCase()}${report.slice(1)}`];

async function all(pieces) {
  const parts = [];
  for await (const piece of pieces) parts.push(piece);
  return text(Buffer.concat(parts));
}

const DO = {
  recognize: ({ file }) => matricula.recognizeFile(bytes(file)),
  async rewrite({ report, file, read_dialect, read_guard, dialect, guard }) {
    const table = await named('read', report)(bytes(file), { dialect: read_dialect, guardFormulas: read_guard });
    return text(await named('write', report)(table, { dialect, guardFormulas: guard }));
  },
  write: async ({ report, rows, dialect, guard }) => text(await named('write', report)(rows, { dialect, guardFormulas: guard })),
  async convert({ report, file, dialect, guard, read_guard, used }) {
    let read;
    const options = { dialect, writeGuard: guard, guardFormulas: read_guard, onRead: (told) => { read = told; } };
    const single = Array.from(bytes(file), (byte) => Uint8Array.of(byte));
    const written = await all(matricula.convertReport(report, single, options));
    assert.equal(read.used, used);
    return written;
  },
  compare: ({ report, before, after }) => named('compare', report)(source(before), source(after)),
  store: stored,
  store_summary: storedFigures,
  store_figures: storedFigures,
  group: ({ by, usage, membership }) => matricula.groupReports(by, { usage: source(usage), membership: source(membership) }),
};

/** Each file is taken in by itself, stored, restored, and merged into the other. */
async function stored({ report, before, after, by, usage, membership }) {
  const make = () => (by ? new matricula.GroupAccumulator(by) : new matricula[`${report[0].toUpperCase()}${report.slice(1)}Difference`]());
  const [one, other] = [make(), make()];
  await (by ? one.readUsage(bytes(usage)) : one.readBefore(bytes(before)));
  await (by ? other.readMembership(bytes(membership)) : other.readAfter(bytes(after)));
  const merged = await other.constructor.fromBytes(await other.toBytes());
  await merged.merge(await one.constructor.fromBytes(await one.toBytes()));
  return Buffer.from(await merged.toBytes()).toString('hex');
}

/** The same of the fourteen and of the seven figures. */
async function storedFigures({ before, after, usage, membership }) {
  const Kind = membership === undefined ? matricula.FiguresAccumulator : matricula.SummaryAccumulator;
  const [one, other] = [new Kind(), new Kind()];
  await one.readUsage(bytes(usage ?? before));
  await (membership === undefined ? other.readUsage(bytes(after)) : other.readMembership(bytes(membership)));
  const merged = await Kind.fromBytes(await other.toBytes());
  await merged.merge(await Kind.fromBytes(await one.toBytes()));
  return Buffer.from(await merged.toBytes()).toString('hex');
}

const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Holds a value against what was expected of it. Fields not expected may be anything. */
function check(expected, found, place) {
  if (isRecord(expected) && isRecord(found)) {
    for (const [key, value] of Object.entries(expected)) check(value, found[key], `${place}.${key}`);
  } else if (Array.isArray(expected) && Array.isArray(found)) {
    assert.equal(found.length, expected.length, `${place}: ${JSON.stringify(found)}`);
    expected.forEach((item, index) => check(item, found[index], `${place}[${index}]`));
  } else {
    assert.deepEqual(found, expected, place);
  }
}

describe('the shared cases', () => {
  for (const given of CASES) {
    test(given.name, async () => {
      if (given.error === undefined) {
        check(given.answer, await DO[given.do](given), 'the answer');
      } else {
        await assert.rejects(async () => DO[given.do](given), (error) => {
          assert.ok(error instanceof matricula.MatriculaError, String(error));
          assert.equal(error.code, given.error);
          return true;
        });
      }
    });
  }
});

test("the guide's samples are given back, read whole and in pieces", async () => {
  for (const report of ['usage', 'membership', 'specialization']) {
    const file = readFileSync(golden(report));
    const table = await named('read', report)(file);
    assert.equal(text(await named('write', report)(table)), text(file));
    assert.equal(matricula.recognizeFile(file).dialect, 'guide_2020');
    let told = 0;
    const onProgress = (length) => { told += length; };
    assert.equal(await all(matricula.convertReport(report, fileURLToPath(golden(report)), { onProgress })), text(file));
    assert.equal(told, file.length);
  }
});

test('what is wrong with an argument says which', async () => {
  const row = { email: 'a@x.org', program_slug: 'p', member_state: 'MEMBER', enrolled_courses: 1, completed_courses: 0 };
  for (const [path, call] of [
    ['report.rows[1].enrolled_courses', () => matricula.writeMembership([row, { ...row, enrolled_courses: 'many' }])],
    ['report.rows[0].member_state', () => matricula.writeMembership([{ ...row, member_state: 'member' }])],
    ['report.rows[0].join_date', () => matricula.writeMembership([{ ...row, join_date: 'soon' }])],
    ['report.rows[0].learning_hours', () => matricula.writeMembership([{ ...row, learning_hours: '-1' }])],
    ['report.rows[0].team', () => matricula.writeMembership([{ ...row, team: 'red' }])],
    ['report.rows[0].email', () => matricula.writeMembership([{ ...row, email: null }])],
    ['report', () => matricula.writeMembership({ lines: [] })],
    ['report.form.times', () => matricula.writeMembership({ rows: [], form: { ...matricula.knownDialect('usage', 'legacy'), times: 'now' } })],
    ['dialect', () => matricula.writeMembership([], { dialect: 'guide' })],
    ['options.guardFormulas', () => matricula.writeMembership([], { guardFormulas: 1 })],
    ['report', async () => matricula.knownDialect('use', 'legacy')],
    ['name', async () => matricula.knownDialect('usage', 5)],
    ['bytes', async () => matricula.recognizeFile('text')],
    ['before[0].email', () => matricula.compareUsage([{ email: 1 }], [])],
    ['source', () => all(matricula.convertReport('usage', 5))],
    ['sourceDialect', () => all(matricula.convertReport('usage', bytes(''), { sourceDialect: 5 }))],
    ['sourceDialect.columns', () => all(matricula.convertReport('usage', bytes(''), { sourceDialect: { name: 'own', report: 'usage', columns: 5 } }))],
    ['options.guard', () => all(matricula.convertReport('usage', bytes(''), { guard: true }))],
    ['by', () => matricula.groupReports('contract')],
    ['options.dialect', () => matricula.groupReports(['contract'], { dialect: 'legacy' })],
  ]) {
    await assert.rejects(async () => call(), (error) => {
      assert.equal(error.code, 'invalid_input', String(error));
      if (path !== 'report.form.times') assert.equal(error.path, path, error.message);
      assert.ok(!error.message.includes('a@x.org'));
      return true;
    });
  }
});

test('rows that were read are compared and grouped', async () => {
  const table = await matricula.readUsage(readFileSync(golden('usage')));
  const same = await matricula.compareUsage(table.rows, readFileSync(golden('usage')));
  assert.deepEqual([same.changes, same.unchanged, same.before, same.after.used], [[], 1, null, 1]);
  const grouped = await matricula.groupReports(['business_unit'], { usage: table.rows });
  assert.deepEqual(grouped.groups.map((group) => [group.values, group.enrollments]), [[['Product'], 1]]);
});

test('a dialect of one\'s own is converted', async () => {
  const own = matricula.knownDialect('membership', 'legacy');
  own.columns[1].header = 'Address';
  own.columns.unshift({ header: 'Team', field: null });
  const file = bytes('Team,Address,Program Slug,Member State,# Enrolled Courses,# Completed Courses\nred,jo@example.com,p,MEMBER,1,0\n');
  const table = await matricula.readMembership(file, { dialect: own });
  for (const dialect of ['about_2025', own, null]) {
    const written = await all(matricula.convertReport('membership', file, { sourceDialect: own, dialect }));
    assert.equal(written, text(await matricula.writeMembership(table, { dialect })));
  }
  await assert.rejects(() => all(matricula.convertReport('usage', file, { sourceDialect: own })), matricula.DialectError);
});

test('a cadence becomes a schedule', () => {
  const cadence = { programs: null, weekdays: ['monday'], time: '08:30', zone: 'Europe/London' };
  const schedule = '00000000-0000-0000-0000-000000000007';
  const made = matricula.scheduleOf(cadence, schedule);
  assert.deepEqual(made, { ...cadence, schedule });
  assert.equal(matricula.nextDue(made, '2024-07-01T00:00:00.000Z').at, '2024-07-01T07:30:00.000Z');
  assert.throws(() => matricula.scheduleOf({ ...cadence, zone: 'Europe/Camelot' }, schedule), { path: 'cadence.zone' });
});

test('lessons and skills are read where files have them', async () => {
  const activity = await matricula.readActivity(bytes('Time,Action,Program,Email,Item,Lessons\n'
    + '2024-01-26 10:16:04,progress,p,jo@example.com,c,4\n2024-01-26 10:16:04,enroll,p,jo@example.com,c,\n'));
  assert.deepEqual(activity.rows.map((row) => row.lessons), [4, null]);
  const catalog = await matricula.readCatalog(bytes('Type,Name,Partner,Skills\nCourse,Tea,Leaf,Tasting; Trade\nCourse,Coffee,Leaf,\n'));
  assert.deepEqual(catalog.rows.map((row) => row.skills), [['Tasting', 'Trade'], []]);
});
