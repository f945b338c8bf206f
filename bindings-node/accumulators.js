'use strict';

const { inspect } = require('node:util');
const native = require('./native.js');
const { bytesOf, invalid, listOf, optionsOf, listenerOf, textOf } = require('./check.js');
const { errorOf } = require('./errors.js');
const { optionsText, parse } = require('./files.js');
const { Queue } = require('./queue.js');
const { isRows, takeIn } = require('./sources.js');

/** What was made, or the error that it tells. */
function made(parts) {
  if (typeof parts === 'string') throw errorOf(JSON.parse(parts));
  return parts;
}

/** What the addon tells instead of an answer. */
function ensure(defect) {
  if (defect) throw errorOf(JSON.parse(defect));
}

/** Rows that are taken in at once. The event loop goes on in between. */
const PIECE = 2048;

const READ = Symbol('read');
const OBSERVE = Symbol('observe');

/** What was taken in of two sources, and goes on to be. */
class Accumulator {
  #native;
  #queue = new Queue();

  constructor(taken) {
    this.#native = taken;
  }

  [READ](isFirst, source, given) {
    return this.#queue.next(async () => {
      const { onProgress, ...options } = optionsOf(given);
      listenerOf(onProgress, 'onProgress');
      if (source === undefined || source === null || isRows(source)) {
        throw invalid({ path: 'source', reason: 'give a path, bytes, or a stream of bytes' });
      }
      // Into a place of its own first: a file that breaks off in the middle leaves nothing behind.
      const sources = new native.NativeSources();
      ensure(this.#native.readWith(sources, optionsText(options)));
      await takeIn(sources, isFirst, source, 'source', onProgress);
      return parse(made(await this.#native.takeIn(sources))[0]);
    });
  }

  [OBSERVE](isFirst, rows) {
    return this.#queue.next(async () => {
      const list = listOf(rows, 'rows');
      // Into a place of its own first: when one is none, nothing is taken in.
      const sources = new native.NativeSources();
      ensure(this.#native.readWith(sources, optionsText({})));
      for (let start = 0; start < list.length; start += PIECE) {
        const piece = list.slice(start, start + PIECE);
        const refused = await sources.observe(isFirst, textOf(piece, 'rows', 'rows'), 'rows');
        if (typeof refused === 'string') throw shifted(errorOf(JSON.parse(refused)), start);
      }
      made(await this.#native.takeIn(sources));
      return list.length;
    });
  }

  async merge(other) {
    if (!(other instanceof this.constructor)) throw invalid({ path: 'other', reason: `give a ${this.constructor.name}` });
    // What the other one was told to do before this call.
    const ready = other.#queue.ended;
    await this.#queue.next(async () => {
      await ready;
      made(await this.#native.merge(other.#native));
    });
  }

  toBytes() {
    return this.#queue.next(async () => made(await this.#native.toBytes())[0]);
  }

  finish() {
    return this.#queue.next(async () => parse(made(await this.#native.finish())[0]));
  }

  [inspect.custom]() {
    return `${this.constructor.name} {}`;
  }
}

/** The error of a piece, with the place in the whole list. */
function shifted(error, start) {
  const match = /^rows\[(\d+)\](.*)$/s.exec(error.path ?? '');
  if (match === null) return error;
  const path = `rows[${start + Number(match[1])}]${match[2]}`;
  return invalid({ path, reason: error.message.slice(error.message.indexOf('`: ') + 3) });
}

/** What was stored of a report, or of figures by group. */
async function restored(report, bytes) {
  const taken = new native.NativeTaken();
  made(await taken.restore(report, bytesOf(bytes, 'bytes')));
  return taken;
}

/** The class of the differences of one report. */
const difference = (report, name) => {
  const kind = JSON.stringify(report);
  const Difference = class extends Accumulator {
    constructor(taken) {
      const started = taken instanceof native.NativeTaken ? taken : new native.NativeTaken();
      if (started !== taken) ensure(started.compare(kind));
      super(started);
    }

    observeBefore(rows) {
      return this[OBSERVE](true, rows);
    }

    observeAfter(rows) {
      return this[OBSERVE](false, rows);
    }

    readBefore(source, options) {
      return this[READ](true, source, options);
    }

    readAfter(source, options) {
      return this[READ](false, source, options);
    }

    static async fromBytes(bytes) {
      return new Difference(await restored(kind, bytes));
    }
  };
  Object.defineProperty(Difference, 'name', { value: name });
  return Difference;
};

class GroupAccumulator extends Accumulator {
  constructor(by) {
    const started = by instanceof native.NativeTaken ? by : new native.NativeTaken();
    if (started !== by) ensure(started.group(textOf(by, 'by', 'by')));
    super(started);
  }

  observeUsage(rows) {
    return this[OBSERVE](true, rows);
  }

  observeMembership(rows) {
    return this[OBSERVE](false, rows);
  }

  readUsage(source, options) {
    return this[READ](true, source, options);
  }

  readMembership(source, options) {
    return this[READ](false, source, options);
  }

  static async fromBytes(bytes) {
    return new GroupAccumulator(await restored(null, bytes));
  }
}

module.exports = {
  GroupAccumulator,
  MembershipDifference: difference('membership', 'MembershipDifference'),
  SpecializationDifference: difference('specialization', 'SpecializationDifference'),
  UsageDifference: difference('usage', 'UsageDifference'),
};
