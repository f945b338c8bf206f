'use strict';

const { inspect } = require('node:util');
const native = require('./native.js');
const { bytesOf, invalid, listenerOf, optionsOf, textOf } = require('./check.js');
const { errorOf } = require('./errors.js');
const { parse, piecesOf } = require('./files.js');

/** Bytes that are read at a time. */
const PIECE = 1 << 20;

/** Rows that are written at a time. */
const ROWS = 4_096;

const made = Symbol('made');

function parts(told) {
  if (typeof told === 'string') throw errorOf(JSON.parse(told));
  return told;
}

/** The size of a source in bytes, where it is known before reading. */
async function sizeOf(source) {
  if (source instanceof Uint8Array) return source.length;
  if (typeof source !== 'string' && !(source instanceof URL)) return null;
  const { stat } = require('node:fs/promises');
  const about = await stat(source).catch(() => null);
  return about?.isFile() ? about.size : null;
}

function begun(what, options) {
  const { lenient, guardFormulas, batchRows, problemLimit, onProgress, signal, ...others } = options;
  listenerOf(onProgress, 'onProgress');
  if (signal !== undefined && signal !== null && !(signal instanceof AbortSignal)) {
    throw invalid({ path: 'options.signal', reason: 'give the `signal` of an AbortController' });
  }
  const report = new native.NativeReport(what);
  const given = { lenient, guard_formulas: guardFormulas, batch_rows: batchRows, problem_limit: problemLimit, ...others };
  const defect = report.start(textOf(given, 'options', 'options'));
  if (defect) throw errorOf(JSON.parse(defect));
  return report;
}

/** Reads a source piece by piece; each piece on a worker thread, and `true` after each one. */
async function* pushed(report, source, { onProgress, signal }) {
  signal?.throwIfAborted();
  const total = await sizeOf(source);
  let done = 0;
  for await (const given of piecesOf(source, 'source')) {
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
  #native;
  #batches;

  constructor(key, report, { rows, batches, schema, problems, records, other_headers: otherHeaders }) {
    if (key !== made) throw new TypeError('read a report with readUsageReport and its kin');
    this.#native = report;
    this.#batches = batches;
    Object.assign(this, { length: rows, schema, problems, records, otherHeaders });
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

  async write(options) {
    const { guardFormulas = false } = optionsOf(options);
    return parts(await this.#native.write(Boolean(guardFormulas)))[0];
  }

  [inspect.custom](depth, options) {
    const codes = this.problems.kept.slice(0, 8).map((problem) => problem.message);
    return `Report ${inspect({ rows: this.length, records: this.records, problems: codes }, options)}`;
  }
}

const reader = (what) => async (source, given) => {
  const options = optionsOf(given);
  const report = begun(what, options);
  for await (const _ of pushed(report, source, options)) { /* goes on until all is read */ }
  return new Report(made, report, await about(report));
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

  async* [Symbol.asyncIterator]() {
    if (this.#begun) throw invalid({ path: 'source', reason: 'this report is being read already; begin another one' });
    this.#begun = true;
    try {
      for (let ended = false; !ended;) {
        ended = (await this.#pieces.next()).done;
        for (let pieces; (pieces = parts(await this.#native.rows(this.#next, true))).length > 0;) {
          this.#next += 1;
          const rows = [];
          for (const piece of pieces) for (const row of parse(piece)) rows.push(row);
          yield rows;
        }
      }
    } finally {
      await this.#pieces.return();
    }
  }

  /** What has been found so far: the columns, the problems, the count of records. */
  async about() {
    const { schema, problems, records, other_headers: otherHeaders } = await about(this.#native);
    return { schema, problems, records, otherHeaders };
  }
}

const streamer = (what) => (source, given) => {
  const options = optionsOf(given);
  const report = begun(what, options);
  return new ReportStream(made, report, pushed(report, source, options));
};

const writer = (what) => async (data, options) => {
  const { guardFormulas = false } = optionsOf(options);
  const guard = Boolean(guardFormulas);
  if (data instanceof Report) return data.write({ guardFormulas });
  if (data instanceof Uint8Array) return parts(await native.writeIpc(what, data, guard))[0];
  if (typeof data !== 'object' || (!data?.[Symbol.asyncIterator] && !data?.[Symbol.iterator])) {
    throw invalid({ path: 'data', reason: 'give rows, a report that was read, or Arrow IPC bytes' });
  }
  const written = [];
  let first = 0;
  let rows = [];
  const flush = async () => {
    const text = textOf(rows, 'data', 'data');
    written.push(parts(await native.writeRows(what, text, first, guard))[0]);
    first += rows.length;
    rows = [];
  };
  for await (const row of data) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw invalid({ path: `data[${first + rows.length}]`, reason: 'give a row as an object' });
    }
    rows.push(row);
    if (rows.length === ROWS) await flush();
  }
  if (rows.length > 0 || first === 0) await flush();
  return joined(written);
};

function joined(pieces) {
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let start = 0;
  for (const piece of pieces) {
    bytes.set(piece, start);
    start += piece.length;
  }
  return bytes;
}

module.exports = {
  Report,
  ReportStream,
  iterMembershipReport: streamer('membership'),
  iterSpecializationReport: streamer('specialization'),
  iterUsageReport: streamer('usage'),
  readMembershipReport: reader('membership'),
  readSpecializationReport: reader('specialization'),
  readUsageReport: reader('usage'),
  writeMembershipReport: writer('membership'),
  writeSpecializationReport: writer('specialization'),
  writeUsageReport: writer('usage'),
};
