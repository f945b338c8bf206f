'use strict';

const { pipeline } = require('node:stream/promises');
const { inspect } = require('node:util');
const native = require('./native.js');
const { bytesOf, findFault, flagOf, invalid, listenerOf, noOthers, optionsOf, signalOf, textOf } = require('./check.js');
const { ensure, made: parts } = require('./errors.js');
const { dialectText, heeding, largeFile, parse, piecesOf, readLarge } = require('./files.js');

/** Bytes that are read at a time. */
const PIECE = 1 << 20;

/** Rows that are written at a time. */
const ROWS = 4_096;

const made = Symbol('made');

/** The size of a source in bytes, where it is known before reading. */
async function sizeOf(source) {
  if (source instanceof Uint8Array) return source.length;
  if (typeof source !== 'string' && !(source instanceof URL)) return null;
  const { stat } = require('node:fs/promises');
  const about = await stat(source).catch(() => null);
  return about?.isFile() ? about.size : null;
}

function begun(what, options) {
  const { dialect, onProgress, signal, ...others } = options;
  noOthers(others, ['lenient', 'guardFormulas', 'batchRows', 'problemLimit', 'lineNumbers'], ['dialect', 'onProgress', 'signal']);
  listenerOf(onProgress, 'onProgress');
  signalOf(signal);
  const report = new native.NativeReport(what);
  const own = dialect === undefined || dialect === null ? null : textOf(dialect, 'dialect', 'dialect');
  ensure(report.start(textOf(others, 'options', 'options'), own));
  return report;
}

/** Reads a source piece by piece; each piece on a worker thread, and `true` after each one. */
async function* pushed(report, source, { onProgress, signal }) {
  signal?.throwIfAborted();
  const total = await sizeOf(source);
  let done = 0;
  for await (const given of heeding(signal, piecesOf(source, 'source'))) {
    const bytes = bytesOf(given, 'source');
    for (let start = 0; start < bytes.length; start += PIECE) {
      const piece = bytes.subarray(start, start + PIECE);
      parts(await report.push(piece));
      signal?.throwIfAborted();
      done += piece.length;
      onProgress?.(done, total);
      yield;
    }
  }
  parts(await report.finish());
}

async function about(report) {
  return parse(parts(await report.about())[0]);
}

/** A report that was read. Its rows and excerpts may be personal, so they are not shown. */
class Report {
  #what;
  #native;
  #batches;

  constructor(key, what, report, { rows, batches, schema, problems, records, other_headers: otherHeaders, dialect }) {
    if (key !== made) throw new TypeError('read a report with readUsageReport and its kin');
    this.#what = what;
    this.#native = report;
    this.#batches = batches;
    Object.assign(this, { length: rows, schema, problems, records, otherHeaders, dialect });
  }

  get columns() {
    return this.schema.map((column) => column.name);
  }

  /** The rows, a batch at a time. */
  async* [Symbol.asyncIterator]() {
    for (let place = 0; place < this.#batches; place += 1) {
      const rows = [];
      for (const piece of parts(await this.#native.rows(place, false))) {
        for (const row of parse(piece)) rows.push(row);
      }
      yield rows;
    }
  }

  async summary(other) {
    if (other !== undefined && other !== null && !(other instanceof Report)) {
      throw invalid({ path: 'other', reason: 'give a report that was read' });
    }
    return parse(parts(await this.#native.summary(other ? other.#native : undefined))[0]);
  }

  async toArrowIPC() {
    return parts(await this.#native.ipc())[0];
  }

  write(...rest) {
    return delivered(this.#what, this, rest);
  }

  /** The lines of a file, by a writer that was begun. */
  async* #lines(writer) {
    for (let place = 0; place < this.#batches; place += 1) yield parts(await writer.report(this.#native, place, false))[0];
    yield parts(await writer.header(this.#native))[0];
  }

  static linesOf(report, writer) {
    return report.#lines(writer);
  }

  [inspect.custom](depth, options) {
    const codes = this.problems.kept.slice(0, 8).map((problem) => problem.message);
    return `Report ${inspect({ rows: this.length, records: this.records, problems: codes }, options)}`;
  }
}

const reader = (what) => async (source, given) => {
  const options = optionsOf(given);
  const report = begun(what, options);
  const { onProgress, signal } = options;
  signal?.throwIfAborted();
  const large = await largeFile(source);
  if (large) {
    await readLarge((course) => report.readPath(large.path, course), large, onProgress, signal);
    parts(await report.finish());
  } else {
    for await (const _ of pushed(report, source, options)) { /* goes on until all is read */ }
  }
  return new Report(made, what, report, await about(report));
};

/** A report that is read as it is gone through; nothing is kept. */
class ReportStream {
  #native;
  #pieces;
  #next = 0;
  #begun = false;

  constructor(key, report, pieces) {
    if (key !== made) throw new TypeError('read a report with iterUsageReport and its kin');
    this.#native = report;
    this.#pieces = pieces;
  }

  /** What becomes of each batch, by a function that takes it. */
  async* #each(path, take) {
    if (this.#begun) throw invalid({ path, reason: 'this report is being read already; begin another one' });
    this.#begun = true;
    try {
      for (let ended = false; !ended;) {
        ended = (await this.#pieces.next()).done;
        for (let pieces; (pieces = parts(await take(this.#next))).length > 0;) {
          this.#next += 1;
          yield pieces;
        }
      }
    } finally {
      await this.#pieces.return();
    }
  }

  async* [Symbol.asyncIterator]() {
    for await (const pieces of this.#each('source', (place) => this.#native.rows(place, true))) {
      const rows = [];
      for (const piece of pieces) for (const row of parse(piece)) rows.push(row);
      yield rows;
    }
  }

  /** The lines of a file, by a writer that was begun. Nothing of the report passes through JavaScript but these. */
  async* #lines(writer) {
    for await (const [lines] of this.#each('data', (place) => writer.report(this.#native, place, true))) yield lines;
    yield parts(await writer.header(this.#native))[0];
  }

  static linesOf(stream, writer) {
    return stream.#lines(writer);
  }

  /** What has been found so far: the columns, the problems, the count of records. */
  async about() {
    const { schema, problems, records, other_headers: otherHeaders, dialect } = await about(this.#native);
    return { schema, problems, records, otherHeaders, dialect };
  }
}

const streamer = (what) => (source, given) => {
  const options = optionsOf(given);
  const report = begun(what, options);
  return new ReportStream(made, report, pushed(report, source, options));
};

/** The lines of a file of whatever is to be written, piece by piece. */
async function* linesOf(writer, data) {
  if (data instanceof Report || data instanceof ReportStream) {
    yield* (data instanceof Report ? Report : ReportStream).linesOf(data, writer);
    return;
  }
  if (!(data instanceof Uint8Array) && (typeof data !== 'object' || (!data?.[Symbol.asyncIterator] && !data?.[Symbol.iterator]))) {
    throw invalid({ path: 'data', reason: 'give rows, a report, or Arrow IPC bytes' });
  }
  if (data.schema && Array.isArray(data.batches)) {
    // Gone through as rows, its times and decimals would be bare numbers.
    throw invalid({ path: 'data', reason: 'give this table as Arrow IPC bytes, as `tableToIPC` of apache-arrow makes them' });
  }
  let isIpc;
  let count = 0;
  let rows = [];
  for await (const item of data instanceof Uint8Array ? [data] : data) {
    isIpc ??= item instanceof Uint8Array;
    if (isIpc) {
      const bytes = bytesOf(item, 'data');
      for (let start = 0; start < bytes.length; start += PIECE) yield parts(await writer.ipc(bytes.subarray(start, start + PIECE)))[0];
      continue;
    }
    if (typeof item !== 'object' || item === null || Array.isArray(item) || item instanceof Uint8Array) {
      throw invalid({ path: `data[${count}]`, reason: 'give a row as an object' });
    }
    count += 1;
    rows.push(item);
    if (rows.length === ROWS) {
      const full = rows;
      rows = [];
      yield await rowLines(writer, full, count);
    }
  }
  if (isIpc) yield parts(await writer.endIpc())[0];
  else if (rows.length > 0 || count === 0) yield await rowLines(writer, rows, count);
}

/** The lines of rows, the last of so many. */
async function rowLines(writer, rows, count) {
  const named = (work) => {
    try {
      return work();
    } catch (error) {
      const match = /^data\[(\d+)\](.*)$/s.exec(error.path ?? '');
      if (match === null) throw error;
      const path = `data[${count - rows.length + Number(match[1])}]${match[2]}`;
      throw invalid({ path, reason: error.message.slice(error.message.indexOf('`: ') + 3) });
    }
  };
  const told = await writer.rows(named(() => textOf(rows, 'data', 'data')));
  // What the addon could not read it tells without a place.
  if (typeof told === 'string' && JSON.parse(told).path === 'data') named(() => findFault(rows, 'data', 'data'));
  return parts(told)[0];
}

function isWritable(target) {
  return typeof target?.write === 'function' && typeof target.end === 'function' && typeof target.on === 'function';
}

/** Writes to a file that appears, or is replaced, when all of it is written. */
async function toPath(path, lines, signal) {
  const { realpath, rename, rm, stat } = require('node:fs/promises');
  const { createWriteStream } = require('node:fs');
  const { fileURLToPath } = require('node:url');
  const given = path instanceof URL ? fileURLToPath(path) : path;
  const about = await stat(given).catch(() => null);
  if (about !== null && !about.isFile()) return pipeline(lines, createWriteStream(given), { signal });
  // A link stays a link: what it leads to is replaced.
  const goal = about === null ? given : await realpath(given);
  const draft = `${goal}.${process.pid}.${(drafts += 1)}.part`;
  try {
    await pipeline(lines, createWriteStream(draft, about === null ? {} : { mode: about.mode }), { signal });
    await rename(draft, goal);
  } catch (error) {
    await rm(draft, { force: true });
    if (error.path === draft) {
      // The draft is nobody's but ours.
      error.message = error.message.replace(draft, () => given);
      error.path = given;
    }
    throw error;
  }
}

let drafts = 0;

/** Writes to a target and gives the number of rows, or without one gives the bytes. */
async function delivered(what, data, [first, second]) {
  const isPath = typeof first === 'string' || first instanceof URL;
  const target = isPath || isWritable(first) ? first : undefined;
  const isNeither = first !== undefined && first !== null && typeof first !== 'object';
  if (target === undefined && (isNeither || second !== undefined)) {
    throw invalid({ path: 'target', reason: 'give a path, or a stream to write to' });
  }
  const { dialect, guardFormulas, form, signal, ...others } = optionsOf(target === undefined ? first : second);
  noOthers(others, ['dialect', 'guardFormulas', 'form', 'signal']);
  signalOf(signal);
  const writer = new native.NativeReportWriter();
  const formText = form === undefined || form === null ? null : textOf(form, 'form', 'form');
  ensure(writer.start(what, dialectText(dialect), flagOf(guardFormulas, 'guardFormulas') ?? false, formText));
  signal?.throwIfAborted();
  const lines = linesOf(writer, data);
  if (target === undefined) {
    const pieces = [];
    for await (const piece of heeding(signal, lines)) {
      signal?.throwIfAborted();
      pieces.push(piece);
    }
    return joined(pieces);
  }
  // Empty pieces would end a stream of objects.
  async function* full() {
    for await (const piece of lines) if (piece.length > 0) yield piece;
  }
  if (isPath) await toPath(target, full, signal);
  else await pipeline(full, target, { signal });
  return writer.written;
}

const writer = (what) => (data, ...rest) => delivered(what, data, rest);

function joined(pieces) {
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let start = 0;
  for (const piece of pieces) {
    bytes.set(piece, start);
    start += piece.length;
  }
  return bytes;
}

/** Records that another function gave, as an Arrow IPC stream. */
const table = (what, name) => async (given) => {
  const made = await native.comparisonIpc(what, textOf(given, name, name));
  return parts(made)[0];
};

module.exports = {
  Report,
  ReportStream,
  groupsToArrowIPC: table('groups', 'figures'),
  iterMembershipReport: streamer('membership'),
  iterSpecializationReport: streamer('specialization'),
  iterUsageReport: streamer('usage'),
  membershipChangesToArrowIPC: table('membership', 'changes'),
  readMembershipReport: reader('membership'),
  readSpecializationReport: reader('specialization'),
  readUsageReport: reader('usage'),
  specializationChangesToArrowIPC: table('specialization', 'changes'),
  usageChangesToArrowIPC: table('usage', 'changes'),
  writeMembershipReport: writer('membership'),
  writeSpecializationReport: writer('specialization'),
  writeUsageReport: writer('usage'),
};
