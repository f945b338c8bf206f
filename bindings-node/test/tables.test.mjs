// Reports as tables: read from every source without holding up the event loop, as rows and as Arrow, and written again.

import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import test from 'node:test';
import { inspect } from 'node:util';

import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';

import {
  DialectError, GroupAccumulator, Report, ReportStream, compareMembership, compareSpecialization, compareUsage, groupReports, groupsToArrowIPC,
  iterMembershipReport, iterUsageReport, knownDialect, membershipChangesToArrowIPC, readMembershipReport,
  readSpecializationReport, readUsage, readUsageReport, specializationChangesToArrowIPC, summarizeReports,
  usageChangesToArrowIPC, usageFigures, writeMembershipReport, writeUsage, writeUsageReport,
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
  await assert.rejects(readUsageReport(USAGE, { batchRows: 0 }), { code: 'invalid_input', path: 'options.batchRows' });
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

test('a signal ends the waiting for a source that gives nothing', { timeout: 30_000 }, async () => {
  // Pending work of its own, since a promise keeps no process alive.
  const alive = setInterval(() => {}, 1_000);
  try {
    async function* stalled() {
      yield USAGE;
      await new Promise(() => {});
    }
    const stream = () => new Readable({ read() {} });
    const after = () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new Error('enough')), 20);
      return { signal: controller.signal };
    };
    for (const source of [stream, stalled]) {
      await assert.rejects(readUsageReport(source(), after()), /enough/);
      await assert.rejects(all(iterUsageReport(source(), after())), /enough/);
      await assert.rejects(writeUsageReport(iterUsageReport(source()), after()), /enough/);
    }
    const source = stream();
    await assert.rejects(readUsageReport(source, after()), /enough/);
    assert.ok(source.destroyed);
    const unused = new AbortController();
    assert.equal((await readUsageReport(Readable.from([USAGE]), { signal: unused.signal })).length, 2);
    assert.equal((await readUsageReport([USAGE], { signal: unused.signal })).length, 2);
    const left = Readable.from([USAGE, USAGE]);
    for await (const _ of iterUsageReport(left, { signal: unused.signal })) break;
    assert.ok(left.destroyed);
  } finally {
    clearInterval(alive);
  }
});

test('the text of a file is no path, and is not in the error', async () => {
  const report = text(USAGE);
  for (const read of [readUsageReport, usageFigures, (source) => all(iterUsageReport(source)), (source) => compareUsage(source, USAGE)]) {
    await assert.rejects(read(report), (error) => {
      assert.equal(error.code, 'invalid_input');
      assert.match(error.message, /give that as bytes/);
      return !error.message.includes('example.com');
    });
  }
});

test('an option that there is not is told with all that there are', async () => {
  const fields = (...names) => new RegExp(`the fields are \`${names.join('`, `')}\`$`);
  await assert.rejects(summarizeReports({ usge: USAGE }), fields('usage', 'membership', 'onProgress', 'lenient', 'guardFormulas'));
  await assert.rejects(usageFigures(USAGE, { progress() {} }), fields('onProgress', 'lenient', 'guardFormulas'));
  await assert.rejects(readUsageReport(USAGE, { batchrows: 1 }), fields('dialect', 'onProgress', 'signal', 'lenient', 'guardFormulas', 'batchRows', 'problemLimit', 'lineNumbers'));
});

test('what cannot be written is told with its place', async () => {
  const rows = await all(await readUsageReport(many(5_000), { batchRows: 1_000 }));
  for (const row of rows) delete row.Mood;
  rows[4_500].name = '\ud800';
  await assert.rejects(writeUsageReport(rows), /^InvalidInput: `data\[4500\]\.name`: half of a surrogate pair/);
  const arrow = tableFromIPC(await (await readUsageReport(USAGE)).toArrowIPC());
  await assert.rejects(writeUsageReport(arrow), /`data`: give this table as Arrow IPC bytes/);
  await assert.rejects(groupReports('contract', { usage: USAGE }), /`by`: give a list of fields/);
  assert.throws(() => new GroupAccumulator('contract'), /`by`: give a list of fields/);
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

/** A target that takes its time and notes what it was given. */
function slow({ pause = 0, limit = Infinity } = {}) {
  const taken = [];
  let length = 0;
  const target = new Writable({
    highWaterMark: 1 << 10,
    write(chunk, _, done) {
      length += chunk.length;
      if (length > limit) return done(new Error('the disk is full'));
      taken.push(chunk);
      return setTimeout(done, pause);
    },
  });
  return Object.assign(target, { bytes: () => Buffer.concat(taken) });
}

test('every dialect is written as rows are, and one of one\'s own is read', async () => {
  const own = knownDialect('usage', 'legacy');
  own.columns[1].header = 'Address';
  own.columns.splice(2, 0, { header: 'mood', field: null });
  const table = await readUsage(USAGE);
  const report = await readUsageReport(USAGE);
  const ipc = await report.toArrowIPC();
  for (const dialect of ['guide_2020', 'legacy', 'about_2025', 'export_2026', own]) {
    const expected = await writeUsage(table, { dialect });
    for (const data of [report, ipc]) {
      assert.equal(text(await writeUsageReport(data, { dialect })), text(expected));
    }
    const rows = (await all(report)).map(({ Mood, ...row }) => (dialect === own ? { ...row, mood: Mood } : row));
    assert.equal(text(await writeUsageReport(rows, { dialect })), text(expected));
  }
  const same = text(await report.write({ dialect: report.dialect }));
  assert.equal(same, text(await writeUsage(table, { dialect: report.dialect })));
  assert.equal(same.split('\r\n')[0], HEADER.trim());
  assert.equal((await readUsageReport(bytes('Email\n'))).dialect, null);
  const again = await readUsageReport(await report.write({ dialect: own }), { dialect: own });
  assert.equal(again.problems.total, 0);
  assert.deepEqual((await all(again)).map((row) => [row.email, row.mood]), [['jo@example.com', 'good'], ['ada@example.com', 'a "b"']]);
  const [first] = (await readUsage(USAGE)).rows;
  const later = { ...first, course_type: 'Course' };
  await assert.rejects(writeUsageReport([later]), { path: 'data[0].course_type' });
  assert.ok(text(await writeUsageReport([later], { dialect: 'about_2025' })).includes(',Course,'));
  const other = knownDialect('membership', 'legacy');
  for (const use of [
    () => readUsageReport(USAGE, { dialect: other }),
    () => writeUsageReport(report, { dialect: other }),
    () => writeUsageReport([], { dialect: other }),
  ]) await assert.rejects(use, (error) => error instanceof DialectError && error.code === 'other_report');
  await assert.rejects(writeUsageReport([], { dialect: 'guide' }), { code: 'invalid_input' });
});

test('any form is written and read back', async () => {
  const source = bytes(text(many(9_000)).replaceAll(',p,,', ',p,2024-01-26T10:16:04.000Z,'));
  const report = await readUsageReport(source);
  const rows = await all(report);
  const plain = { separator: 'comma', line_end: 'crlf', quotes: 'needed', times: 'iso', byte_order_mark: false };
  for (const form of [
    { separator: 'semicolon', line_end: 'lf', byte_order_mark: true },
    { separator: 'tab', line_end: 'cr', quotes: 'always', times: 'spaced' },
    { separator: 'pipe', quotes: null },
    {},
  ]) {
    const file = await writeUsageReport(report, { form });
    const again = await readUsageReport(file);
    assert.equal(again.problems.total, 0);
    assert.deepEqual(await all(again), rows);
    const table = await readUsage(file);
    const asked = { ...plain, ...form, quotes: form.quotes ?? 'needed' };
    for (const [name, value] of Object.entries(asked)) assert.equal(table.form[name], value);
    assert.deepEqual(Buffer.from(await writeUsage(table)), Buffer.from(file));
    for (const data of [await report.toArrowIPC(), iterUsageReport(source)]) {
      assert.deepEqual(await writeUsageReport(data, { form }), file);
    }
    // Rows as objects, which have no columns that the report has not.
    const dialect = 'legacy';
    assert.deepEqual(await writeUsageReport(table.rows, { form, dialect }), await writeUsageReport(report, { form, dialect }));
    assert.deepEqual(await report.write({ form }), file);
  }
  assert.deepEqual(await writeUsageReport(report, { form: {} }), await writeUsageReport(report));
});

test('the form of a file that was read is a form to write in', async () => {
  const report = await readUsageReport(bytes(text(many(3)).replaceAll(',p,,', ',p,2024-01-26T10:16:04.000Z,')));
  const form = { separator: 'tab', line_end: 'lf', quotes: 'always', times: 'spaced', byte_order_mark: true };
  const file = await writeUsageReport(report, { form });
  const table = await readUsage(file);
  assert.ok(table.form.columns.length > 0);
  assert.deepEqual(await writeUsageReport(report, { form: table.form }), file);
  assert.deepEqual(await report.write({ form: table.form }), file);
  // What else it says of the file is not asked for.
  const other = { ...table.form, columns: [], open_end: true, guard_formulas: true };
  assert.deepEqual(await writeUsageReport(report, { form: other }), file);
  const dialect = 'legacy';
  assert.deepEqual(await writeUsageReport(table.rows, { form: other, dialect }), await writeUsageReport(report, { form, dialect }));
});

test('line numbers are those of the rows, and are not written', async () => {
  const { lines, rows } = await readUsage(USAGE);
  const report = await readUsageReport(USAGE, { lineNumbers: true });
  assert.equal(report.columns[0], 'line');
  const numbered = await all(report);
  assert.deepEqual(numbered.map((row) => row.line), lines);
  assert.deepEqual(await report.write(), await (await readUsageReport(USAGE)).write());
  assert.deepEqual(await writeUsageReport(numbered.map(({ Mood, ...row }) => row)), await writeUsageReport(rows));
  const frame = tableFromIPC(await report.toArrowIPC());
  assert.deepEqual([...frame.getChild('line')].map(Number), lines);
});

test('a report is written to a path, and appears when all of it is written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'matricula-'));
  try {
    const path = join(folder, 'usage.csv');
    const report = await readUsageReport(many(9_000));
    const expected = await report.write();
    assert.equal(await writeUsageReport(report, path), 9_000);
    assert.deepEqual(new Uint8Array(readFileSync(path)), expected);
    const link = join(folder, 'link.csv');
    symlinkSync(path, link);
    assert.equal(await report.write(new URL(`file://${link}`), { dialect: 'legacy' }), 9_000);
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.deepEqual(new Uint8Array(readFileSync(path)), await report.write({ dialect: 'legacy' }));
    const before = readFileSync(path);
    const good = (await readUsage(USAGE)).rows[0];
    async function* broken() {
      for (let row = 0; row < 9_000; row += 1) yield good;
      yield { ...good, email: '' };
    }
    await assert.rejects(writeUsageReport(broken(), path), { path: 'data[9000].email' });
    assert.deepEqual(readFileSync(path), before);
    assert.deepEqual(readdirSync(folder).sort(), ['link.csv', 'usage.csv']);
    const stopped = new AbortController();
    async function* stopping() {
      for (;;) {
        stopped.abort();
        yield good;
      }
    }
    const never = join(folder, 'never.csv');
    await assert.rejects(writeUsageReport(stopping(), never, { signal: stopped.signal }), { name: 'AbortError' });
    assert.ok(!existsSync(never));
    const nowhere = join(folder, 'none', 'usage.csv');
    const message = `ENOENT: no such file or directory, open '${nowhere}'`;
    await assert.rejects(writeUsageReport([], nowhere), { code: 'ENOENT', path: nowhere, message });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a report is written to a stream, which is waited for', async () => {
  const report = await readUsageReport(many(9_000), { batchRows: 1_000 });
  const expected = Buffer.from(await report.write());
  const ipc = await report.toArrowIPC();
  async function* pieces() {
    for (let start = 0; start < ipc.length; start += 777) yield ipc.subarray(start, start + 777);
  }
  for (const data of [report, ipc, pieces(), Readable.from(pieces())]) {
    const target = slow();
    assert.equal(await writeUsageReport(data, target), 9_000);
    assert.ok(target.writableFinished);
    assert.deepEqual(target.bytes(), expected);
  }
  // No more rows are asked for than the target takes.
  const { rows: [good] } = await readUsage(USAGE);
  let asked = 0;
  async function* endless() {
    for (;;) {
      asked += 1;
      yield good;
    }
  }
  await assert.rejects(writeUsageReport(endless(), slow({ pause: 20, limit: 1 << 20 })), /the disk is full/);
  assert.ok(asked < 60_000, String(asked));
  // What was asked for is let go.
  let ended = false;
  async function* closing() {
    try {
      for (;;) yield good;
    } finally {
      ended = true;
    }
  }
  await assert.rejects(writeUsageReport(closing(), slow({ limit: 0 })), /the disk is full/);
  assert.ok(ended);
  const target = slow();
  await assert.rejects(writeUsageReport([{ ...good, email: '' }], target), { path: 'data[0].email' });
  assert.ok(target.destroyed);
  for (const wrong of [5, true, 'x'.repeat(5) + '\0']) await assert.rejects(writeUsageReport([good], wrong));
});

test('a report is written as it is read, in bounded memory', async () => {
  const expected = await (await readUsageReport(many(9_000))).write();
  assert.deepEqual(await writeUsageReport(iterUsageReport(many(9_000), { batchRows: 1_000 })), expected);
  const target = slow();
  assert.equal(await writeUsageReport(iterUsageReport(many(9_000)), target), 9_000);
  assert.deepEqual(new Uint8Array(target.bytes()), expected);
  const stream = iterMembershipReport(MEMBERSHIP);
  assert.deepEqual(await writeMembershipReport(stream, { dialect: 'legacy' }), await (await readMembershipReport(MEMBERSHIP)).write({ dialect: 'legacy' }));
  assert.equal((await stream.about()).records, 1);
  // Rows that are bad are left out, and told by the stream; without rows there is a header line.
  const partly = iterUsageReport(USAGE);
  assert.deepEqual(await writeUsageReport(partly), await (await readUsageReport(USAGE)).write());
  assert.equal((await partly.about()).problems.total, 2);
  for (const none of [HEADER, '']) {
    assert.deepEqual(await writeUsageReport(iterUsageReport(bytes(none))), await (await readUsageReport(bytes(none))).write());
  }
  // No more is read than the target takes, and the source is left when the target fails.
  let asked = 0;
  let closed = false;
  async function* endless() {
    try {
      yield bytes(HEADER);
      for (;;) {
        asked += 1;
        yield many(1_000).subarray(HEADER.length);
      }
    } finally {
      closed = true;
    }
  }
  await assert.rejects(writeUsageReport(iterUsageReport(endless(), { batchRows: 1_000 }), slow({ pause: 20, limit: 1 << 20 })), /the disk is full/);
  assert.ok(asked < 60, String(asked));
  // It is not waited for, since it may be waiting itself.
  for (let turn = 0; !closed && turn < 500; turn += 1) await new Promise((resume) => { setTimeout(resume, 10); });
  assert.ok(closed);
  await assert.rejects(writeUsageReport(stream), { code: 'invalid_input', path: 'data' });
  await assert.rejects(writeUsageReport(iterMembershipReport(MEMBERSHIP)), { code: 'invalid_input', path: 'data' });
  await assert.rejects(writeUsageReport(iterUsageReport('/no/such/file.csv')), { code: 'ENOENT' });
});

test('what is no Arrow IPC data is told, however it comes', async () => {
  const ipc = await (await readUsageReport(USAGE)).toArrowIPC();
  async function* cut() { yield ipc.subarray(0, ipc.length >> 1); }
  async function* mixed() { yield ipc; yield { email: 'jo@example.com' }; }
  for (const wrong of [new Uint8Array(0), bytes('ARR'), bytes('hello world, hello'), cut(), mixed()]) {
    await assert.rejects(writeUsageReport(wrong), { code: 'invalid_input' });
  }
  const empty = await (await readUsageReport(bytes(HEADER))).toArrowIPC();
  assert.deepEqual(await writeUsageReport(empty), await (await readUsageReport(bytes(HEADER))).write());
  // An Arrow file, too, in pieces.
  const file = tableToIPC(tableFromIPC(ipc), 'file');
  async function* pieces() { for (const byte of file) yield Uint8Array.of(byte); }
  assert.deepEqual(await writeUsageReport(pieces()), await writeUsageReport(ipc));
});

test('comparisons and groups are Arrow tables', async () => {
  const after = bytes(text(USAGE).replace('12.82,0.29,Yes,No,,88.25', '99.5,0.5,Yes,No,,90'));
  const { changes } = await compareUsage(USAGE, after);
  const [row] = tableFromIPC(await usageChangesToArrowIPC(changes)).toArray();
  assert.equal(changes.length, 1);
  assert.deepEqual([row.progressed, row.graded, row.enrolled, row.email], [true, true, false, 'jo@example.com']);
  assert.equal(tableFromIPC(await usageChangesToArrowIPC([])).numRows, 0);
  const members = await compareMembership(MEMBERSHIP, bytes(text(MEMBERSHIP).replace('MEMBER,', 'DELETED_MEMBER,')));
  const [member] = tableFromIPC(await membershipChangesToArrowIPC(members.changes)).toArray();
  assert.deepEqual([member.kind, member.before, member.after], ['removed', 'MEMBER', 'DELETED_MEMBER']);
  const from = readFileSync(new URL('../../tests/golden/specialization-2020.csv', import.meta.url));
  const to = bytes(text(from).replace(',No,', ',Yes,'));
  const done = (await compareSpecialization(from, to)).changes;
  const [turned] = tableFromIPC(await specializationChangesToArrowIPC(done)).toArray();
  assert.deepEqual([turned.completed, turned.reopened, turned.specialization_slug], [true, false, done[0].specialization_slug]);
  const figures = await groupReports(['program_slug'], { usage: USAGE, membership: MEMBERSHIP });
  const groups = tableFromIPC(await groupsToArrowIPC(figures));
  assert.deepEqual([...groups.getChild('program_slug')], figures.groups.map((group) => group.values[0]));
  assert.deepEqual([...groups.getChild('enrollments')].map(Number), figures.groups.map((group) => group.enrollments));
  await assert.rejects(groupsToArrowIPC([]), { code: 'invalid_input' });
  await assert.rejects(usageChangesToArrowIPC([{ kinds: [] }]), { code: 'invalid_input' });
});

test('a large file is read by all cores, and everything is as if by one', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'matricula-'));
  const path = join(directory, 'usage.csv');
  const bad = 'bo@example.com,c,p,,140,0.29,Yes,No,,88.25,good\n';
  const usage = Buffer.concat([many(90_000), bytes(bad), many(90_000).subarray(HEADER.length), bytes(bad)]);
  assert.ok(usage.length > 8 << 20);
  writeFileSync(path, usage);
  async function* pieces() { for (let start = 0; start < usage.length; start += 1 << 20) yield usage.subarray(start, start + (1 << 20)); }
  try {
    const told = [];
    const report = await readUsageReport(path, { onProgress: (done, total) => told.push([done, total]), lineNumbers: true });
    const expected = await readUsageReport(pieces(), { lineNumbers: true });
    assert.deepEqual(report.problems, expected.problems);
    assert.deepEqual(report.problems.kept.map((problem) => problem.line), [90_002, 180_003]);
    assert.deepEqual([report.length, report.records], [180_000, 180_002]);
    assert.deepEqual(await report.write(), await expected.write());
    assert.deepEqual(told.at(-1), [usage.length, usage.length]);
    let lines = [];
    for await (const rows of report) lines = lines.concat(rows.map((row) => row.line));
    assert.deepEqual([lines[0], lines[89_999], lines[90_000], lines.at(-1)], [2, 90_001, 90_003, 180_002]);

    const membership = MEMBERSHIP;
    const sums = [0, 0];
    const onProgress = (place) => (length) => { sums[place] += length; };
    assert.deepEqual(
      await summarizeReports({ usage: path, membership, onProgress: onProgress(0) }),
      await summarizeReports({ usage: pieces(), membership }),
    );
    assert.deepEqual(await usageFigures(path, { onProgress: onProgress(1) }), await usageFigures(pieces()));
    assert.deepEqual(sums, [usage.length + membership.length, usage.length]);

    await assert.rejects(readUsageReport(path, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    const controller = new AbortController();
    const stopped = readUsageReport(path, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 1);
    await assert.rejects(stopped, /enough/);
    await assert.rejects(usageFigures(path, { onProgress: () => { throw new Error('no more'); } }), /no more/);
    await assert.rejects(usageFigures(join(directory, 'none.csv')), { code: 'ENOENT' });
  } finally {
    rmSync(directory, { recursive: true });
  }
});
