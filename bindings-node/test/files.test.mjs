import assert from 'node:assert/strict';
import { createReadStream, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'node:test';

import {
  EmailReport, Refusal, learner, readActivity, readCatalog, readInvitations, readMembership, readSpecialization,
  readUsage, readWhitelist, summarizeReports, templates, usageFigures,
} from '../index.mjs';
import { context, contract, course, enroll, join, learnerId, now, program, registerWith } from './world.mjs';

const bytes = (text) => new TextEncoder().encode(text);
const golden = (name) => readFileSync(new URL(`../../tests/golden/${name}-2020.csv`, import.meta.url));
const everything = { contracts: 'all_time', guard_formulas: false };

test('an invitation file', async () => {
  const file = await readInvitations(bytes('Full Name,Email,External ID\r\nJo Doe, jd@example.com ,12345\r\nBo\r\n'));
  assert.deepEqual(file.rows, [{ line: 2, name: 'Jo Doe', email: 'jd@example.com', external_id: '12345' }]);
  assert.equal(file.records, 2);
  assert.deepEqual(file.problems.kept.map(({ line, code, message }) => [line, code, message]), [
    [3, 'too_few_fields', 'line 3: the row has fewer fields than the header line: add the missing fields'],
  ]);
});

test('a whitelist, a catalog and a file of activity', async () => {
  const whitelist = await readWhitelist(bytes('\ufeffDomain\nacme.edu\n\nacme.example\n'));
  assert.deepEqual(whitelist.rows, [{ line: 2, domain: 'acme.edu' }, { line: 4, domain: 'acme.example' }]);
  const catalog = await readCatalog(bytes('Type,Name,Partner\nCourse,Tea: A History,Leaf University\n'));
  assert.deepEqual(catalog.rows.map(({ kind, slug, collection }) => [kind, slug, collection]), [['Course', 'tea-a-history', 'Catalog']]);
  const activity = await readActivity(bytes('Time,Action,Program,Email,Item,Progress\n2024-01-26 10:16:04,progress,p,jo@example.com,tea,12.82\n'));
  assert.deepEqual(activity.rows.map(({ at, action, progress }) => [at, action, progress]), [['2024-01-26T10:16:04.000Z', 'progress', '12.82']]);
  for (const [read, template] of [[readInvitations, templates.invitations], [readWhitelist, templates.whitelist], [readCatalog, templates.catalog], [readActivity, templates.activity]]) {
    const file = await read(bytes(template));
    assert.deepEqual([file.rows, file.problems.total], [[], 0]);
  }
  assert.ok(Object.isFrozen(templates));
});

test('reports of the guide are read', async () => {
  for (const [read, name] of [[readUsage, 'usage'], [readMembership, 'membership'], [readSpecialization, 'specialization']]) {
    const report = await read(golden(name));
    assert.equal(report.rows.length, report.records, name);
    assert.deepEqual([report.lines.length, report.other_headers, report.other_cells], [report.rows.length, [], []], name);
    assert.ok(report.rows[0].email.includes('@'), name);
  }
});

test('how a report is read can be chosen, and other columns are kept', async () => {
  const file = bytes('Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses,Name,Team\njo@x.org,p,MEMBER,1,0,\'=Jo "J" Doe,red\n');
  const strict = await readMembership(file);
  assert.deepEqual([strict.rows, strict.problems.kept.map((problem) => problem.code)], [[], ['bare_quote']]);
  const lenient = await readMembership(file, { lenient: true });
  assert.deepEqual([lenient.rows[0].name, lenient.rows[0].member_state, lenient.rows[0].enrolled_courses], ['\'=Jo "J" Doe', 'MEMBER', 1]);
  assert.deepEqual([lenient.other_headers, lenient.other_cells], [['Team'], [['red']]]);
  const unguarded = await readMembership(file, { lenient: true, guardFormulas: true });
  assert.equal(unguarded.rows[0].name, '=Jo "J" Doe');
});

test('a file of any size is read while the event loop goes on', async () => {
  const line = 'jo@x.org,-aG-a-O1EeijKBISCWxf6g,p,2024-01-26 10:16:04,12.82,0.29,Yes,No,,88.25\n';
  const head = 'Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,Removed From Program,Completion Time,Course Grade\n';
  let turns = 0;
  let settled = false;
  const turn = () => {
    turns += 1;
    if (!settled) setImmediate(turn);
  };
  setImmediate(turn);
  const report = await readUsage(bytes(head + line.repeat(50_000)));
  settled = true;
  assert.deepEqual([report.rows.length, report.lines.length, report.problems.total], [50_000, 50_000, 0]);
  assert.deepEqual([report.rows[49_999].overall_progress, report.rows[49_999].completed, report.rows[49_999].completion_time], ['12.82', true, null]);
  assert.ok(turns > 10, `${turns} turns of the event loop`);
});

test('bytes that change while they are read do not matter', async () => {
  const file = bytes('Domain\nacme.edu\n');
  const promise = readWhitelist(file);
  file.fill(0);
  assert.deepEqual((await promise).rows, [{ line: 2, domain: 'acme.edu' }]);
});

test('the email report holds the three files, the archive and the figures', async () => {
  const register = registerWith();
  register.execute(join(1), context);
  register.execute(enroll(1), context);
  register.execute(join(2), context);
  const report = await register.emailReport(everything, context);
  assert.ok(report instanceof EmailReport);
  assert.deepEqual([report.summary.total_enrollments, report.summary.current_members, report.summary.joined_not_enrolled], [1, 2, 1]);
  assert.deepEqual([...report.archive.subarray(0, 2)], [...bytes('PK')]);
  const usage = await readUsage(report.usage);
  assert.deepEqual(usage.rows.map(({ email, course_slug, contract: name }) => [email, course_slug, name]), [['jo1@acme.example', 'tea', 'Year 1']]);
  const membership = await readMembership(report.membership);
  assert.deepEqual(membership.rows.map(({ email, member_state }) => [email, member_state]), [['jo1@acme.example', 'MEMBER'], ['jo2@acme.example', 'MEMBER']]);
  assert.equal((await readSpecialization(report.specialization)).records, 0);
  const scoped = await register.emailReport({ contracts: 'active_contracts', programs: [program], guard_formulas: true }, context);
  assert.deepEqual(scoped.usage, report.usage);
  const refused = register.emailReport(everything, { now, actor: learner(learnerId(1)) });
  await assert.rejects(refused, (error) => error instanceof Refusal && error.code === 'not_authorized');
  assert.ok(contract && course);
});

test('the user list as pages and as a file', async () => {
  const register = registerWith();
  for (const number of [1, 2, 3]) register.execute(join(number), context);
  register.execute(enroll(2), context);
  const request = { enrollments: [], contracts: [], sort: 'learner', descending: true, page_size: 2, page: 0 };
  const first = await register.userList(request, context);
  assert.deepEqual([first.total, first.rows.map((row) => row.learner)], [3, [learnerId(3), learnerId(2)]]);
  const second = await register.userList({ ...request, after: first.next }, context);
  assert.deepEqual([second.rows.map((row) => row.learner), second.next], [[learnerId(1)], null]);
  const file = await register.userListCsv({ kind: 'all', request }, ['completions'], false, context);
  assert.deepEqual(new TextDecoder().decode(file).split('\r\n'), [
    'Name,Email,Completions', 'Jo Doe 3,jo3@acme.example,0', 'Jo Doe 2,jo2@acme.example,0', 'Jo Doe 1,jo1@acme.example,0', '',
  ]);
  for (const [path, call] of [
    ['request.page_size', () => register.userList({ ...request, page_size: NaN }, context)],
    ['request.sort', () => register.userList({ ...request, sort: 'name' }, context)],
    ['selection.kind', () => register.userListCsv({ kind: 'some' }, [], false, context)],
    ['columns[0]', () => register.userListCsv({ kind: 'all', request }, ['name'], false, context)],
    ['guardFormulas', () => register.userListCsv({ kind: 'all', request }, [], 1, context)],
  ]) {
    await assert.rejects(call(), (error) => {
      assert.deepEqual([error.code, error.path], ['invalid_input', path]);
      return true;
    });
  }
  await assert.rejects(register.userList({ ...request, page_size: 0 }, context), { code: 'page_size_out_of_range' });
});

const FIGURES_USAGE = bytes(
  'Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,' +
  'Removed From Program,Completion Time,Course Grade\n' +
  'jo@example.com,c1,p,2024-01-26 10:16:04,12.82,0.29,Yes,No,2024-02-26 10:16:04,88.25\n' +
  'JO@example.com,c2,p,2024-01-26 10:16:04,60,0.1,No,No,,0.0\n' +
  'ada@example.com,c1,p,2024-01-26 10:16:04,140,0.1,No,No,,0.0\n',
);
const FIGURES_MEMBERSHIP = bytes(
  'Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\njo@example.com,p,MEMBER,2,1\n',
);

test('figures of report files: bytes, paths, addresses of files, streams and pieces of any size', async () => {
  const folder = mkdtempSync(joinPath(tmpdir(), 'matricula-'));
  const [usage, membership] = ['usage.csv', 'membership.csv'].map((name) => joinPath(folder, name));
  writeFileSync(usage, FIGURES_USAGE);
  writeFileSync(membership, FIGURES_MEMBERSHIP);
  const single = (all) => Array.from(all, (byte) => Uint8Array.of(byte));
  for (const sources of [
    { usage: FIGURES_USAGE, membership: FIGURES_MEMBERSHIP },
    { usage, membership },
    { usage: pathToFileURL(usage), membership: createReadStream(membership) },
    { usage: single(FIGURES_USAGE), membership: [FIGURES_MEMBERSHIP] },
  ]) {
    let told = 0;
    const read = await summarizeReports({ ...sources, onProgress: (length) => { told += length; } });
    assert.equal(told, FIGURES_USAGE.length + FIGURES_MEMBERSHIP.length);
    const { total_enrollments, unique_learners, current_members, estimated_hours } = read.summary;
    assert.deepEqual([total_enrollments, unique_learners, current_members, estimated_hours], [2, 1, 1, '0.39']);
    assert.deepEqual([read.usage.records, read.usage.used], [3, 2]);
    assert.deepEqual(read.usage.problems.kept.map((problem) => problem.code), ['out_of_range']);
  }
});

test('seven figures of a usage report: bytes, paths, streams and pieces of any size', async () => {
  const path = joinPath(mkdtempSync(joinPath(tmpdir(), 'matricula-')), 'usage.csv');
  writeFileSync(path, FIGURES_USAGE);
  for (const source of [FIGURES_USAGE, path, pathToFileURL(path), createReadStream(path), Array.from(FIGURES_USAGE, (byte) => Uint8Array.of(byte))]) {
    let told = 0;
    const { figures, usage } = await usageFigures(source, { onProgress: (length) => { told += length; } });
    assert.equal(told, FIGURES_USAGE.length);
    // A progress of 140 is nothing that these figures use.
    assert.deepEqual([usage.records, usage.used, usage.problems.total], [3, 3, 0]);
    assert.deepEqual([figures.total_enrollments, figures.unique_learners, figures.estimated_hours], [3, 2, '0.49']);
  }
  assert.deepEqual((await usageFigures([])).usage.problems.kept.map((problem) => problem.code), ['empty_file']);
  await assert.rejects(usageFigures('/no/such/file.csv'), { code: 'ENOENT' });
  const text = { code: 'invalid_input', message: '`source`: a path is expected, not the text of a file; give that as bytes' };
  await assert.rejects(usageFigures('Email,Course ID\njo@acme.example,c\n'), text);
  await assert.rejects(usageFigures(7), { code: 'invalid_input', path: 'source' });
  await assert.rejects(usageFigures(FIGURES_USAGE, { lenient: 1 }), { code: 'invalid_input', path: 'options.lenient' });
});

test('figures of nothing are zero, of an empty file a problem, of what is no file an error', async () => {
  assert.deepEqual((await summarizeReports()).usage, null);
  const { usage } = await summarizeReports({ usage: new Uint8Array(0) });
  assert.deepEqual(usage.problems.kept.map((problem) => problem.code), ['empty_file']);
  await assert.rejects(summarizeReports({ usage: '/no/such/file.csv' }), { code: 'ENOENT' });
  await assert.rejects(summarizeReports({ usage: 7 }), { code: 'invalid_input', path: 'usage' });
  await assert.rejects(summarizeReports({ usage: ['text'] }), { code: 'invalid_input', path: 'usage' });
  await assert.rejects(summarizeReports({ lenient: 1 }), { code: 'invalid_input', path: 'options.lenient' });
});

test('a refusal is made of its record', () => {
  const refusal = Refusal.fromRecord({ code: 'nothing_given' });
  assert.ok(refusal instanceof Refusal);
  assert.deepEqual([refusal.code, refusal.rule, refusal.cure], ['nothing_given', 'ENR-3', 'never']);
  assert.equal(refusal.message, 'nothing is given to record; give at least one field');
  assert.throws(() => Refusal.fromRecord({ code: 'none_such' }), { code: 'invalid_input' });
  assert.throws(() => Refusal.fromRecord('nothing_given'), { code: 'invalid_input', path: 'record' });
});
