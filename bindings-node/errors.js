'use strict';

const native = require('./native.js');

class MatriculaError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

class Refusal extends MatriculaError {
  constructor(told) {
    super(told.code, told.message);
    this.rule = told.rule;
    this.cure = told.cure;
    this.transient = told.transient;
    const { code, ...facts } = told.record;
    this.facts = facts;
  }

  /** The refusal of a record: of a row that a bulk command refused, or of stored data. It is not thrown. */
  static fromRecord(record) {
    // Required here, since that module throws what this one defines.
    const { textOf } = require('./check.js');
    const made = errorOf(JSON.parse(native.refusalOf(textOf(record, 'record', 'record'))));
    if (!(made instanceof Refusal)) throw made;
    return made;
  }

  get record() {
    return { code: this.code, ...this.facts };
  }

  toJSON() {
    const { code, rule, cure, transient, message, facts } = this;
    return { code, rule, cure, transient, message, facts };
  }
}

class InvalidInput extends MatriculaError {
  constructor(path, message) {
    super('invalid_input', message);
    this.path = path;
  }
}

class ApplyError extends MatriculaError {}

class RestoreError extends MatriculaError {}

class DialectError extends MatriculaError {}

class GroupError extends MatriculaError {}

for (const kind of [MatriculaError, Refusal, InvalidInput, ApplyError, RestoreError, DialectError, GroupError]) {
  Object.defineProperty(kind.prototype, 'name', { value: kind.name, configurable: true, writable: true });
}

/** The error of what the addon told. */
function errorOf(told) {
  switch (told.error) {
    case 'refusal':
      return new Refusal(told);
    case 'invalid_input':
      return new InvalidInput(told.path, told.message);
    case 'apply':
      return new ApplyError(told.code, told.message);
    case 'restore':
      return new RestoreError(told.code, told.message);
    case 'dialect':
      return new DialectError(told.code, told.message);
    case 'group':
      return new GroupError(told.code, told.message);
    default:
      return new MatriculaError('half_done', told.message);
  }
}

/** What the addon tells instead of an answer. */
function ensure(defect) {
  if (defect) throw errorOf(JSON.parse(defect));
}

/** What was made, or the error that it tells. */
function made(parts) {
  if (typeof parts === 'string') throw errorOf(JSON.parse(parts));
  return parts;
}

/** Refusals that are given back instead of thrown, and so without a stack. */
function refusalsOf(list) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return list.map((told) => new Refusal(told));
  } finally {
    Error.stackTraceLimit = limit;
  }
}

module.exports = { MatriculaError, Refusal, InvalidInput, ApplyError, RestoreError, DialectError, GroupError, ensure, errorOf, made, refusalsOf };
