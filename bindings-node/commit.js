'use strict';

const { inspect } = require('node:util');
const native = require('./native.js');
const { bytesOf, fail, textOf } = require('./check.js');
const { errorOf } = require('./errors.js');

const INSIDE = Symbol('inside');

/** What one command did. It is kept as it came from the addon and read when it is first looked at. */
class Commit {
  /** Compact bytes: a text with a character for each, or an array that has them from #start to #end. */
  #source;
  #start;
  #end;
  #record = null;
  #repeated;

  constructor(inside, source, start, end, repeated = false) {
    if (inside !== INSIDE) throw new TypeError('commits come from a register, `Commit.fromJSON` or `Commit.fromBytes`');
    this.#source = source;
    this.#start = start;
    this.#end = end;
    this.#repeated = repeated;
  }

  static fromJSON(json) {
    if (json instanceof Commit) return json;
    const isText = typeof json === 'string';
    const made = native.commitBytes(isText ? json : textOf(json, 'commit', ''));
    if (typeof made === 'string') fail(made, isText ? [] : [{ value: json, name: 'commit', prefix: '' }]);
    return new Commit(INSIDE, made, 0, made.length);
  }

  static fromBytes(bytes) {
    const copy = Uint8Array.from(bytesOf(bytes, 'bytes'));
    const told = native.checkCommit(copy);
    if (told !== null) throw errorOf(JSON.parse(told));
    return new Commit(INSIDE, copy, 0, copy.length);
  }

  #read() {
    if (this.#record === null) this.#record = recordOf(give(this));
    return this.#record;
  }

  get version() {
    return this.#read().version;
  }

  get sequence() {
    return this.#read().sequence;
  }

  get at() {
    return this.#read().at;
  }

  get actor() {
    return this.#read().actor;
  }

  get receipt() {
    return this.#read().receipt;
  }

  get events() {
    return this.#read().events;
  }

  get personal() {
    return this.#read().personal;
  }

  get rows() {
    return this.#read().rows;
  }

  get warnings() {
    return this.#read().warnings;
  }

  get repeated() {
    return this.#repeated;
  }

  toJSON() {
    return this.#read();
  }

  toBytes() {
    if (typeof this.#source !== 'string') return this.#source.slice(this.#start, this.#end);
    const bytes = new Uint8Array(this.#source.length);
    for (let place = 0; place < bytes.length; place += 1) bytes[place] = this.#source.charCodeAt(place);
    return bytes;
  }

  /** What another call of the addon takes, without a copy. */
  static give(commit) {
    return typeof commit.#source === 'string' ? commit.#source : commit.#source.subarray(commit.#start, commit.#end);
  }

  [inspect.custom](depth, options) {
    const { sequence, at, actor, events, personal, rows, warnings } = this.#read();
    const kinds = events.length > 8 ? events.length : events.map((event) => event.kind);
    const shown = { sequence, at, actor, events: kinds, personal: personal.length, rows: rows.length, warnings };
    if (this.#repeated) shown.repeated = true;
    return `Commit ${inspect(shown, options)}`;
  }
}

/** A record from compact bytes. A long one comes in pieces of JSON text, so that none is longer than a text can be. */
function recordOf(compact) {
  const texts = native.commitPieces(compact);
  const { pieces, ...head } = JSON.parse(texts[0]);
  if (head.error !== undefined) throw errorOf(head);
  if (pieces === undefined) return head;
  let next = 1;
  const [events, personal, rows] = pieces.map((count) => {
    const list = [];
    for (const end = next + count; next < end; next += 1) {
      for (const record of JSON.parse(texts[next])) list.push(record);
    }
    return list;
  });
  const { version, sequence, at, actor, receipt, warnings } = head;
  return { version, sequence, at, actor, receipt, events, personal, rows, warnings };
}

const ofText = (text, repeated) => new Commit(INSIDE, text, 0, 0, repeated);
const ofBytes = (bytes, start, end, repeated) => new Commit(INSIDE, bytes, start, end, repeated);
const { give } = Commit;
delete Commit.give;

module.exports = { Commit, give, ofBytes, ofText };
