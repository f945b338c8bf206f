// Reports as tables: read from every source without holding up the event loop, as rows and as Arrow, and written again.

import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import test from 'node:test';
import { inspect } from 'node:util';

import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';

import {
  Report, ReportStream, iterMembershipReport, iterUsageReport, readMembershipReport, readSpecializationReport, readUsage,
  readUsageReport, summarizeReports, writeMembershipReport, writeUsageReport,
} from '../index.mjs';

const bytes = (text) => new TextEncoder().encode(text);
const text = (given) => new TextDecoder().decode(given);
const HEADER = 'Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,'
  + 'Removed From Program,Completion Time,Course Grade,Mood\n';
const USAGE = bytes(`${HEADER}jo@example.com,-aG-a-O1EeijKBISCWxf6g,p,2024-01-26 10:16:04,12.82,0.29,Yes,No,,88.25,good
jo@example.com,daG-a-O1EeijKBISCWxf6g,p,,12 %,0.0,yes,No,,,bad
ada@example.com,c,p,,100,7,No,Yes,2024-01-26T10:16:04.5Z,,"a ""b"""
`);
const MEMBERSHIP = bytes('Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\njo@example.com,p,MEMBER,2,1\n');
const many = (rows) => bytes(HEADER + Array.from({ length: rows }, (_, row) => `p${row}@example.com,c,p,,12.82,0.29,Yes,No,,88.25,good\n`).join(''));

async function all(batches) {
  const rows = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

test('a report tells what it read, and its rows are those of readUsage', async () => {
  const report = await readUsageReport(USAGE, { batchRows: 1 });
  assert.ok(report instanceof Report);
  assert.deepEqual([report.length, report.records, report.otherHeaders], [2, 3, ['Mood']]);
  assert.deepEqual(report.problems.kept.map((problem) => problem.code), ['not_a_decimal', 'not_yes_no']);
  assert.equal(report.columns.at(-1), 'Mood');
  const { meaning, ...progress } = report.schema.find((column) => column.name === 'overall_progress');
  assert.deepEqual(progress, { name: 'overall_progress', type: 'decimal128(18, 9)', nullable: true, header: 'Overall Progress', unit: 'percent' });
  assert.ok(meaning.includes('share'));
  const { rows, other_cells: cells } = await readUsage(USAGE);
  assert.deepEqual(await all(report), rows.map((row, place) => ({ ...row, Mood: cells[place][0] })));
  assert.ok(!inspect(report).includes('example.com'));
  assert.throws(() => new Report(), TypeError);
});

test('a report is read from a path, bytes, a stream, and whatever gives bytes', async () => {
  const path = join(tmpdir(), `matricula-${process.pid}.csv`);
  writeFileSync(path, USAGE);
  try {
    const expected = await all(await readUsageReport(USAGE));
    async function* single() { for (const byte of USAGE) yield Uint8Array.of(byte); }
    for (const source of [path, new URL(`file://${path}`), Buffer.from(USAGE), Readable.from([USAGE.slice(0, 99), USAGE.slice(99)]), single(), [USAGE]]) {
      assert.deepEqual(await all(await readUsageReport(source)), expected);
    }
  } finally {
    rmSync(path);
  }
  const specialization = readFileSync(new URL('../../tests/golden/specialization-2020.csv', import.meta.url));
  assert.deepEqual(Buffer.from(await (await readSpecializationReport(specialization)).write()), specialization);
});

test('wrong sources and options are told', async () => {
  await assert.rejects(readUsageReport(7), { code: 'invalid_input', path: 'source' });
  await assert.rejects(readUsageReport(['text']), { code: 'invalid_input', path: 'source' });
  await assert.rejects(readUsageReport('/no/such/file.csv'), { code: 'ENOENT' });
  await assert.rejects(readUsageReport(USAGE, { batchRows: 0 }), { code: 'invalid_input', path: 'options.batch_rows' });
  await assert.rejects(readUsageReport(USAGE, { lenient: 1 }), { code: 'invalid_input', path: 'options.lenient' });
  await assert.rejects(readUsageReport(USAGE, { other: 1 }), { code: 'invalid_input', path: 'options.other' });
  await assert.rejects(readUsageReport(USAGE, { onProgress: 1 }), { code: 'invalid_input', path: 'options.onProgress' });
  const empty = await readUsageReport(new Uint8Array(0));
  assert.deepEqual([empty.length, empty.problems.kept[0].code, await all(empty)], [0, 'empty_file', []]);
  const limited = await readUsageReport(bytes(`${HEADER}a\nb\nc\n`), { problemLimit: 1 });
  assert.deepEqual([limited.problems.total, limited.problems.kept.length], [3, 1]);
});

test('apache-arrow reads what a report gives', async () => {
  const report = await readUsageReport(USAGE, { batchRows: 1 });
  const table = tableFromIPC(await report.toArrowIPC());
  assert.deepEqual([table.numRows, table.numCols, table.batches.length], [2, 30, 2]);
  assert.equal(String(table.schema.fields.find((field) => field.name === 'enrollment_time').type), 'Timestamp<MILLISECOND, UTC>');
  assert.equal(table.schema.metadata.get('table'), 'usage report');
  assert.deepEqual([...table.getChild('email')], ['jo@example.com', 'ada@example.com']);
  assert.deepEqual([...table.getChild('Mood')], ['good', 'a "b"']);
  assert.deepEqual([...table.getChild('completed')], [true, false]);
  assert.equal(table.getChild('enrollment_time').get(0), Date.UTC(2024, 0, 26, 10, 16, 4));
  assert.equal(table.getChild('enrollment_time').get(1), null);
  const progress = table.getChild('overall_progress');
  assert.deepEqual([progress.type.scale, new BigUint64Array(progress.get(0).slice().buffer)[0]], [9, 12_820_000_000n]);
  assert.equal(tableFromIPC(await (await readUsageReport(bytes(HEADER))).toArrowIPC()).numRows, 0);
});

test('what others have in Arrow is written', async () => {
  const report = await readUsageReport(USAGE);
  const file = await report.write();
  assert.ok(text(file).endsWith(',No,Yes,p,,,2024-01-26T10:16:04.500Z,,,,,,,,,,,,"a ""b"""\r\n'));
  assert.deepEqual(await writeUsageReport(report), file);
  assert.deepEqual(await writeUsageReport(await report.toArrowIPC()), file);
  for (const format of ['stream', 'file']) {
    const again = tableToIPC(tableFromIPC(await report.toArrowIPC()), format);
    assert.deepEqual(await writeUsageReport(again), file);
  }
  const table = tableFromArrays({ Email: ['jo@example.com'], program_slug: ['p'], member_state: ['MEMBER'], enrolled_courses: Int32Array.of(2), completed_courses: Int32Array.of(1) });
  assert.ok(text(await writeMembershipReport(tableToIPC(table))).includes('\r\n,jo@example.com,,,p,2,1,MEMBER,'));
  await assert.rejects(writeUsageReport(tableToIPC(table)), { code: 'invalid_input', path: 'data' });
  await assert.rejects(writeUsageReport(bytes('no arrow')), { code: 'invalid_input', path: 'data' });
  await assert.rejects(writeUsageReport((await report.toArrowIPC()).slice(0, -400)), { code: 'invalid_input', path: 'data' });
});

test('rows are written', async () => {
  const { rows } = await readUsage(USAGE);
  const file = await writeUsageReport(rows);
  assert.deepEqual((await readUsage(file)).rows, rows);
  async function* later() { yield* rows; }
  assert.deepEqual(await writeUsageReport(later()), file);
  assert.equal(text(await writeUsageReport([])).split('\r\n').length, 2);
  const long = Array.from({ length: 9_000 }, (_, place) => ({ ...rows[0], name: `Person ${place}` }));
  assert.deepEqual((await readUsage(await writeUsageReport(long))).rows, long);
  assert.ok(text(await writeUsageReport([{ ...rows[0], name: '=1+1' }], { guardFormulas: true })).includes("\r\n'=1+1,"));
  const least = { email: 'jo@example.com', course_id: 'c', program_slug: 'p', completed: true, removed_from_program: false };
  assert.ok(text(await writeUsageReport([least])).includes(',jo@example.com,'));
  for (const [change, path, message] of [
    [{ email: '' }, 'data[1].email', 'the cell is empty'],
    [{ completed: 'Yes' }, 'data[1].completed', 'give `true` or `false`'],
    [{ overall_progress: '101' }, 'data[1].overall_progress', 'the number is out of range'],
    [{ overall_progress: '12,5' }, 'data[1].overall_progress', 'give a decimal'],
    [{ enrollment_time: 'yesterday' }, 'data[1].enrollment_time', 'give a time'],
    [{ name: 5 }, 'data[1].name', 'give text'],
    [{ mood: 'good' }, 'data[1].mood', 'the usage report has no such column'],
  ]) {
    await assert.rejects(writeUsageReport([rows[0], { ...rows[1], ...change }]), (error) => {
      assert.deepEqual([error.code, error.path], ['invalid_input', path]);
      assert.ok(error.message.includes(message), error.message);
      return true;
    });
  }
  for (const wrong of [7, null, 'text', ['row'], [null]]) await assert.rejects(writeUsageReport(wrong), { code: 'invalid_input' });
});

test('a stream gives batches and keeps none', async () => {
  const stream = iterUsageReport(many(2_500), { batchRows: 1_000 });
  assert.ok(stream instanceof ReportStream);
  const sizes = [];
  for await (const rows of stream) sizes.push(rows.length);
  assert.deepEqual(sizes, [1_000, 1_000, 500]);
  const { records, problems, otherHeaders } = await stream.about();
  assert.deepEqual([records, problems.total, otherHeaders], [2_500, 0, ['Mood']]);
  await assert.rejects(all(stream), { code: 'invalid_input' });
  let closed = false;
  async function* pieces() {
    try { for (;;) yield many(1_000); } finally { closed = true; }
  }
  for await (const rows of iterUsageReport(pieces(), { batchRows: 100, lenient: true })) {
    assert.equal(rows.length, 100);
    break;
  }
  assert.ok(closed, 'the source is left when the loop is');
  assert.deepEqual(await all(iterMembershipReport(MEMBERSHIP)), await all(await readMembershipReport(MEMBERSHIP)));
  await assert.rejects(all(iterUsageReport(7)), { code: 'invalid_input', path: 'source' });
});

test('progress is told, and a signal stops reading', async () => {
  const file = many(30_000);
  const told = [];
  await readUsageReport(file, { onProgress: (...progress) => told.push(progress) });
  assert.ok(told.length > 1);
  assert.deepEqual(told.at(-1), [file.length, file.length]);
  await readUsageReport(Readable.from([USAGE]), { onProgress: (...progress) => told.push(progress) });
  assert.deepEqual(told.at(-1), [USAGE.length, null]);
  await assert.rejects(readUsageReport(file, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  const stop = new AbortController();
  await assert.rejects(readUsageReport(file, { signal: stop.signal, onProgress: () => stop.abort() }), { name: 'AbortError' });
});

test('the event loop goes on while a report is read', async () => {
  const file = many(200_000);
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  const report = await readUsageReport(file);
  clearInterval(timer);
  assert.equal(report.length, 200_000);
  assert.ok(longest < 250, `the event loop stood still for ${longest} ms`);
});

test('figures of reports', async () => {
  const usage = await readUsageReport(USAGE);
  const membership = await readMembershipReport(MEMBERSHIP);
  const { summary } = await summarizeReports({ usage: USAGE, membership: MEMBERSHIP });
  assert.deepEqual(await usage.summary(membership), summary);
  assert.deepEqual(await membership.summary(usage), summary);
  assert.equal((await usage.summary()).current_members, 0);
  await assert.rejects(usage.summary({}), { code: 'invalid_input', path: 'other' });
});
