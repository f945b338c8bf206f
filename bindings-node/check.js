'use strict';

// JSON has no NaN, Infinity, functions or holes: JSON.stringify makes null of them or leaves them out, and the register
// would take an absent field for what was meant. So everything is looked at before it is written. Numbers are counts
// here, each a whole number.

const { InvalidInput, errorOf } = require('./errors.js');

/** No record is nested deeper than this; what is, goes round in circles. */
const DEPTH = 16;

const isSafeInteger = Number.isSafeInteger;
const prototypeOf = Object.getPrototypeOf;
const plain = Object.prototype;

/** Whether all of a value can be written as JSON as it is. Quick, and without a reason. */
function isFit(object, depth) {
  const prototype = prototypeOf(object);
  if (prototype !== plain) {
    return isFitSpecial(object, prototype, depth);
  }
  for (const key in object) {
    const value = object[key];
    switch (typeof value) {
      case 'string':
      case 'boolean':
      case 'undefined':
        break;
      case 'number':
        if (!isSafeInteger(value)) return false;
        break;
      case 'object':
        if (value !== null && (depth === DEPTH || !isFit(value, depth + 1))) return false;
        break;
      default:
        return false;
    }
  }
  return true;
}

function isFitSpecial(object, prototype, depth) {
  if (Array.isArray(object)) {
    for (let place = 0; place < object.length; place += 1) {
      const value = object[place];
      switch (typeof value) {
        case 'string':
        case 'boolean':
          break;
        case 'number':
          if (!isSafeInteger(value)) return false;
          break;
        case 'object':
          if (value !== null && (depth === DEPTH || !isFit(value, depth + 1))) return false;
          break;
        default:
          return false;
      }
    }
    return true;
  }
  if (prototype === Date.prototype) {
    return !Number.isNaN(object.getTime());
  }
  return reasonAgainst(object, '', [], false) === null;
}

/**
 * Why a value cannot be written, with its place, or null. Thorough: it also finds texts that are no Unicode, which the
 * addon has refused without a place.
 */
function reasonAgainst(value, path, above, texts) {
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
      return null;
    case 'string':
      return !texts || value.isWellFormed() ? null : { path, reason: 'half of a surrogate pair stands in this text; give whole characters' };
    case 'number':
      if (isSafeInteger(value)) return null;
      return { path, reason: `give a whole number below 2^53${value % 1 ? ', or a decimal as text,' : ','} not \`${value}\`` };
    case 'object':
      break;
    default:
      return { path, reason: `a ${typeof value} is no data; give text, a number, \`true\`, \`false\`, \`null\`, a list or an object` };
  }
  if (value === null) return null;
  if (above.includes(value)) return { path, reason: 'this object holds itself; give plain data' };
  if (above.length > DEPTH) return { path, reason: 'this is nested too deep; give plain data' };
  if (value instanceof Date && Number.isNaN(value.getTime())) {
    return { path, reason: 'this date is no time; give a valid one' };
  }
  if (typeof value.toJSON === 'function') {
    const written = value.toJSON();
    if (written === undefined || written === null) return { path, reason: 'this object is written as nothing; give plain data' };
    return written === value ? null : reasonAgainst(written, path, [...above, value], texts);
  }
  const within = [...above, value];
  if (Array.isArray(value)) {
    for (let place = 0; place < value.length; place += 1) {
      const step = `${path}[${place}]`;
      if (value[place] === undefined) return { path: step, reason: 'nothing stands here; leave it out or give a value' };
      const found = reasonAgainst(value[place], step, within, texts);
      if (found !== null) return found;
    }
    return null;
  }
  if (value instanceof Number || value instanceof String || value instanceof Boolean || value instanceof BigInt
    || value instanceof Symbol || value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) {
    return { path, reason: `a ${value.constructor.name} is no plain data; give what it holds` };
  }
  for (const key of Object.keys(value)) {
    const step = path === '' ? key : `${path}.${key}`;
    const found = reasonAgainst(value[key], step, within, texts);
    if (found !== null) return found;
  }
  return null;
}

function invalid({ path, reason }) {
  return new InvalidInput(path, `\`${path}\`: ${reason}`);
}

/** Throws if a value has something in it that the addon could only refuse without a place. */
function findFault(value, name, prefix) {
  const found = reasonAgainst(value, prefix, [], true);
  if (found !== null) throw invalid(found.path === '' ? { ...found, path: name } : found);
}

/** The JSON text of a record. `name` is what to call the whole of it, `prefix` stands before its fields. */
function textOf(value, name, prefix) {
  if (typeof value !== 'object' || value === null || !isFit(value, 0)) {
    findFault(value, name, prefix);
    if (typeof value !== 'object' || value === null) {
      throw invalid({ path: name, reason: 'give an object' });
    }
  }
  return written(value, name);
}

function written(value, name) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) {
      throw invalid({ path: name, reason: 'this is more than fits in one text; give it in several parts' });
    }
    throw error;
  }
}

/** Throws what the addon told, or a better reason if one of the inputs shows it. */
function fail(text, inputs) {
  const told = JSON.parse(text);
  if (told.error === 'invalid_input') {
    for (const { value, name, prefix } of inputs) findFault(value, name, prefix);
  }
  throw errorOf(told);
}

/** A list of what can be gone through. */
function listOf(value, name) {
  if (typeof value?.[Symbol.iterator] === 'function') return Array.from(value);
  throw invalid({ path: name, reason: 'give a list' });
}

/** Bytes, if they are. */
function bytesOf(value, name) {
  if (value instanceof Uint8Array) return value;
  throw invalid({ path: name, reason: 'give a Uint8Array' });
}

/** The options of a call: none, or an object. */
function optionsOf(given) {
  if (given === undefined || given === null) return {};
  if (typeof given === 'object' && !Array.isArray(given)) return given;
  throw invalid({ path: 'options', reason: 'give an object' });
}

/** A function that may be missing. */
function listenerOf(given, name) {
  if (given === undefined || given === null || typeof given === 'function') return given;
  throw invalid({ path: `options.${name}`, reason: 'give a function' });
}

/** True, false or, where that is not said, null. */
function flagOf(given, name) {
  if (given === undefined || given === null || typeof given === 'boolean') return given ?? null;
  throw invalid({ path: `options.${name}`, reason: 'give `true` or `false`' });
}

/** The signal of a controller, which may be missing. */
function signalOf(given) {
  if (given === undefined || given === null || given instanceof AbortSignal) return given;
  throw invalid({ path: 'options.signal', reason: 'give the `signal` of an AbortController' });
}

/** Throws if there are options that are not known: a misspelled one would do nothing. `taken` are those that are gone already. */
function noOthers(others, known, taken = []) {
  const name = Object.keys(others).find((other) => others[other] !== undefined && !known.includes(other));
  if (name === undefined) return;
  const fields = [...taken, ...known].join('`, `');
  throw invalid({ path: `options.${name}`, reason: `there is no such field; the fields are \`${fields}\`` });
}

module.exports = { bytesOf, fail, findFault, flagOf, invalid, listOf, listenerOf, noOthers, optionsOf, signalOf, textOf };
