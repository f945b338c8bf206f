'use strict';

const { createReadStream, existsSync } = require('node:fs');
const { open, stat } = require('node:fs/promises');
const { fileURLToPath } = require('node:url');
const { inspect } = require('node:util');
const native = require('./native.js');
const { bytesOf, invalid, optionsOf, textOf } = require('./check.js');
const { errorOf } = require('./errors.js');

const decoder = new TextDecoder();

/** The value of a piece of JSON text in bytes. */
const parse = (bytes) => JSON.parse(decoder.decode(bytes));

/** Rows from pieces, and what stands in the last one. The event loop goes on between pieces. */
async function gather(made) {
  if (typeof made === 'string') throw errorOf(JSON.parse(made));
  const rows = [];
  for (const piece of made.slice(0, -1)) {
    for (const row of parse(piece)) rows.push(row);
    await new Promise(setImmediate);
  }
  return { rows, ...parse(made[made.length - 1]) };
}

/** A file that was read. Its rows and excerpts may be personal, so they are not shown. */
class ReadFile {
  constructor(parts) {
    Object.assign(this, parts);
  }

  [inspect.custom](depth, options) {
    const codes = this.problems.kept.slice(0, 8).map((problem) => problem.message);
    return `File ${inspect({ rows: this.rows.length, records: this.records, problems: codes }, options)}`;
  }
}

const reader = (what) => async (bytes, options) =>
  new ReadFile(await gather(await native.readFile(what, bytesOf(bytes, 'bytes'), optionsText(options), null)));

/** A reader of a report, which may be in a dialect of one's own. */
const reportReader = (what) => async (bytes, given) => {
  const { dialect, ...options } = optionsOf(given);
  const own = dialect === undefined || dialect === null ? null : textOf(dialect, 'dialect', 'dialect');
  return new ReadFile(await gather(await native.readFile(what, bytesOf(bytes, 'bytes'), optionsText(options), own)));
};

/** A name of a dialect, or a dialect, as JSON text. */
function dialectText(dialect) {
  if (dialect === undefined || dialect === null) return null;
  return typeof dialect === 'string' ? JSON.stringify(dialect) : textOf(dialect, 'dialect', 'dialect');
}

function optionsText(given) {
  return textOf(optionsOf(given), 'options', 'options');
}

const readInvitations = reader('invitations');
const readWhitelist = reader('whitelist');
const readCatalog = reader('catalog');
const readActivity = reader('activity');
const readUsage = reportReader('usage');
const readMembership = reportReader('membership');
const readSpecialization = reportReader('specialization');
const readAttempts = reader('attempts');
const readGradebook = reader('gradebook');

const templates = Object.freeze({
  invitations: native.template('invitations'),
  whitelist: native.template('whitelist'),
  catalog: native.template('catalog'),
  activity: native.template('activity'),
  attempts: native.template('attempts'),
});

/** The email report: three files, the archive of them, and the fourteen figures. */
class EmailReport {
  constructor([membership, usage, specialization, archive, summary, summaryCsv]) {
    this.membership = membership;
    this.usage = usage;
    this.specialization = specialization;
    this.archive = archive;
    this.summary = parse(summary);
    this.summaryCsv = summaryCsv;
  }

  [inspect.custom](depth, options) {
    const shown = { summary: this.summary };
    for (const name of ['membership', 'usage', 'specialization', 'archive', 'summaryCsv']) shown[name] = `${this[name].length} bytes`;
    return `EmailReport ${inspect(shown, options)}`;
  }
}

/** Bytes that are read of a file at a time. */
const PIECE = 1 << 20;

/** The pieces of a report: a path, bytes, or something that gives bytes one after the other, as a stream does. */
function piecesOf(source, name) {
  if (typeof source === 'string' && /[\r\n]/.test(source) && !existsSync(source)) {
    // The system's own error would have all of the text in it.
    throw invalid({ path: name, reason: 'a path is expected, not the text of a file; give that as bytes' });
  }
  if (typeof source === 'string' || source instanceof URL) return createReadStream(source, { highWaterMark: PIECE });
  if (source instanceof Uint8Array) return [source];
  if (source?.[Symbol.asyncIterator] || source?.[Symbol.iterator]) return source;
  throw invalid({ path: name, reason: 'give a path, bytes, or a stream of bytes' });
}

/** What something gives, one after the other, until a signal ends the waiting for more: it may never give any. */
async function* heeding(signal, given) {
  if (!signal) {
    yield* given;
    return;
  }
  const items = given[Symbol.asyncIterator]?.() ?? given[Symbol.iterator]();
  // A promise of its own for each item: one that stays would keep all of them.
  let stop;
  const aborted = () => stop?.(signal.reason);
  signal.addEventListener('abort', aborted);
  let ended = false;
  try {
    while (!ended) {
      signal.throwIfAborted();
      const next = await new Promise((resolve, reject) => {
        stop = reject;
        Promise.resolve(items.next()).then(resolve, reject);
      });
      ended = next.done === true;
      if (!ended) yield next.value;
    }
  } catch (error) {
    ended = !signal.aborted;
    throw error;
  } finally {
    signal.removeEventListener('abort', aborted);
    if (signal.aborted && typeof given.destroy === 'function') given.destroy();
    else if (signal.aborted) Promise.resolve(items.return?.()).catch(() => {});
    else if (!ended) await items.return?.();
  }
}

/** Bytes from which on a file is read by all cores. */
const LARGE = 8 << 20;

/** How often the event loop looks how far reading has come, in milliseconds. */
const PAUSE = 50;

/** The path and size of a plain file that is large. */
async function largeFile(source) {
  if (typeof source !== 'string' && !(source instanceof URL)) return null;
  const about = await stat(source).catch(() => null);
  if (!about?.isFile() || about.size < LARGE) return null;
  // What forbids to open it is told as Node tells it.
  await (await open(source)).close();
  return { path: source instanceof URL ? fileURLToPath(source) : source, size: about.size };
}

/** Waits for the reading of a large file, telling how many bytes of it were read, until a signal or a listener stops it. */
async function readLarge(begin, { size }, onProgress, signal) {
  signal?.throwIfAborted();
  const course = new native.NativeCourse();
  let stopped;
  const stop = (reason) => {
    stopped ??= { reason };
    course.stop();
  };
  const told = () => {
    if (stopped) return;
    try {
      onProgress?.(Math.min(course.done(), size), size);
    } catch (error) {
      stop(error);
    }
  };
  const aborted = () => stop(signal.reason);
  signal?.addEventListener('abort', aborted);
  const timer = setInterval(told, PAUSE);
  try {
    const read = await begin(course);
    told();
    if (stopped) throw stopped.reason;
    if (typeof read === 'string') throw errorOf(JSON.parse(read));
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', aborted);
  }
}

/** Tells of what was read since the last time. */
function since(onProgress) {
  let before = 0;
  return (done) => {
    if (done > before) onProgress?.(done - before);
    before = done;
  };
}

module.exports = {
  EmailReport, dialectText, gather, heeding, largeFile, optionsText, parse, piecesOf, readLarge, readActivity, readAttempts, readGradebook, readCatalog, readInvitations, readMembership, readSpecialization, readUsage,
  readWhitelist, since, templates,
};
