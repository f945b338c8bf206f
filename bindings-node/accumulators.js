'use strict';

const { inspect } = require('node:util');
const native = require('./native.js');
const { bytesOf, invalid, listOf, optionsOf, listenerOf, textOf } = require('./check.js');
const { ensure, errorOf, made } = require('./errors.js');
const { optionsText, parse } = require('./files.js');
const { Queue } = require('./queue.js');
const { isRows, takeIn } = require('./sources.js');

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

/** What was stored: of the differences of a report, of figures by group, or of other figures. */
async function restored(what, bytes) {
  const taken = new native.NativeTaken();
  made(await taken.restore(what, bytesOf(bytes, 'bytes')));
  return taken;
}

/** What was restored, or a new one. */
function started(taken, what) {
  if (taken instanceof native.NativeTaken) return taken;
  const fresh = new native.NativeTaken();
  fresh.start(what);
  return fresh;
}

/** The class of the differences of one report. */
const difference = (report, name) => {
  const Difference = class extends Accumulator {
    constructor(taken) {
      super(started(taken, report));
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
      return new Difference(await restored(report, bytes));
    }
  };
  Object.defineProperty(Difference, 'name', { value: name });
  return Difference;
};

/** Takes in both reports. */
class OfReports extends Accumulator {
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

}

class GroupAccumulator extends OfReports {
  constructor(by) {
    const taken = by instanceof native.NativeTaken ? by : new native.NativeTaken();
    if (taken !== by) {
      if (!Array.isArray(by)) throw invalid({ path: 'by', reason: 'give a list of fields' });
      ensure(taken.group(textOf(by, 'by', 'by')));
    }
    super(taken);
  }

  static async fromBytes(bytes) {
    return new GroupAccumulator(await restored('groups', bytes));
  }
}

class SummaryAccumulator extends OfReports {
  constructor(taken) {
    super(started(taken, 'summary'));
  }

  static async fromBytes(bytes) {
    return new SummaryAccumulator(await restored('summary', bytes));
  }
}

class FiguresAccumulator extends Accumulator {
  constructor(taken) {
    super(started(taken, 'figures'));
  }

  observeUsage(rows) {
    return this[OBSERVE](true, rows);
  }

  readUsage(source, options) {
    return this[READ](true, source, options);
  }

  static async fromBytes(bytes) {
    return new FiguresAccumulator(await restored('figures', bytes));
  }
}

module.exports = {
  FiguresAccumulator,
  GroupAccumulator,
  MembershipDifference: difference('membership', 'MembershipDifference'),
  SpecializationDifference: difference('specialization', 'SpecializationDifference'),
  SummaryAccumulator,
  UsageDifference: difference('usage', 'UsageDifference'),
};
