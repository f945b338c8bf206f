'use strict';

const { inspect } = require('node:util');
const native = require('./native.js');
const { bytesOf, fail, invalid, listOf, textOf } = require('./check.js');
const { ensure, made } = require('./errors.js');
const { optionsText, parse, piecesOf } = require('./files.js');
const { Queue } = require('./queue.js');

/** Facts that cross at once. The event loop goes on in between. */
const PIECE = 2048;

/** Bytes that are read of a file at a time. */
const BYTES = 1 << 20;

/** A gradebook: its files, the archive of them, and what it holds. */
class Gradebook {
  #forms;

  constructor([told, archive, ...files]) {
    const { names, layouts, guard, summary } = parse(told);
    this.#forms = new Map(names.map((name, place) => [name, { layout: layouts[place], guard }]));
    this.files = names.map((name, place) => ({ name, bytes: files[place] }));
    this.archive = archive;
    this.summary = summary;
  }

  async toArrowIPC(name) {
    const file = this.files.find((other) => other.name === name);
    if (file === undefined) throw invalid({ path: 'name', reason: 'give the name of one of the files' });
    const { layout, guard } = this.#forms.get(name);
    return made(await native.gradebookIpc(file.bytes, JSON.stringify(layout), guard))[0];
  }

  [inspect.custom](depth, options) {
    const files = this.files.map(({ name, bytes }) => `${name}: ${bytes.length} bytes`);
    return `Gradebook ${inspect({ files, archive: `${this.archive.length} bytes` }, options)}`;
  }
}

/** Takes in facts of assessment attempts in any order, and makes gradebooks of them. */
class GradebookAccumulator {
  #native = new native.NativeGradebook();
  #queue = new Queue();

  observe(attempt) {
    const defect = this.#native.observe(textOf(attempt, 'attempt', 'attempt'));
    if (defect) fail(defect, [{ value: attempt, name: 'attempt', prefix: 'attempt' }]);
  }

  observeMany(attempts) {
    return this.#queue.next(async () => {
      if (attempts instanceof Uint8Array) return parse(made(await this.#native.observeIpc(attempts))[0]);
      const list = listOf(attempts, 'attempts');
      const scratch = new native.NativeGradebook();
      // All are read into a place of their own first: when one is none, nothing is taken in.
      for (let start = 0; start < list.length; start += PIECE) {
        const piece = list.slice(start, start + PIECE);
        try {
          const told = await scratch.observeMany(textOf(piece, 'attempts', 'attempts'));
          if (typeof told === 'string') fail(told, [{ value: piece, name: 'attempts', prefix: 'attempts' }]);
        } catch (error) {
          throw shifted(error, start);
        }
      }
      made(await this.#native.merge(scratch));
      return list.length;
    });
  }

  read(source, { onProgress, ...options } = {}) {
    return this.#queue.next(async () => {
      // Into a place of its own first: a file that breaks off in the middle leaves nothing behind.
      const scratch = new native.NativeGradebook();
      ensure(scratch.start(optionsText(options)));
      for await (const given of piecesOf(source, 'source')) {
        const bytes = bytesOf(given, 'source');
        for (let start = 0; start < bytes.length; start += BYTES) {
          const piece = bytes.subarray(start, start + BYTES);
          made(await scratch.push(piece));
          onProgress?.(piece.length);
        }
      }
      const [told] = made(await scratch.end());
      made(await this.#native.merge(scratch));
      return parse(told);
    });
  }

  async merge(other) {
    if (!(other instanceof GradebookAccumulator)) throw invalid({ path: 'other', reason: 'give a GradebookAccumulator' });
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

  static async fromBytes(bytes) {
    const facts = new GradebookAccumulator();
    made(await facts.#native.restore(bytesOf(bytes, 'bytes')));
    return facts;
  }

  async finish(request, madeAt) {
    if (madeAt === undefined || madeAt === null) {
      throw invalid({ path: 'made_at', reason: 'give a time, as text like `2019-12-23T06:18:32.782Z`' });
    }
    const given = { request, made_at: madeAt };
    const text = textOf(given, 'arguments', '');
    const parts = await this.#queue.next(() => this.#native.finish(text));
    if (typeof parts === 'string') fail(parts, [{ value: given, name: 'arguments', prefix: '' }]);
    return new Gradebook(parts);
  }

  [inspect.custom]() {
    return 'GradebookAccumulator {}';
  }
}

/** The error of a piece, with the place in the whole list. */
function shifted(error, start) {
  const match = /^(?:attempts)?\[(\d+)\](.*)$/s.exec(error.path ?? '');
  if (match === null) return error;
  const path = `attempts[${start + Number(match[1])}]${match[2]}`;
  return invalid({ path, reason: error.message.slice(error.message.indexOf('`: ') + 3) });
}

module.exports = { Gradebook, GradebookAccumulator };
