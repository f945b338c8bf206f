'use strict';

const { inspect } = require('node:util');
const native = require('./native.js');
const { bytesOf, textOf } = require('./check.js');
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

const reader = (what) => async (bytes, options = {}) =>
  new ReadFile(await gather(await native.readFile(what, bytesOf(bytes, 'bytes'), optionsText(options))));

function optionsText({ lenient, guardFormulas, ...others }) {
  return textOf({ lenient, guard_formulas: guardFormulas, ...others }, 'options', 'options');
}

const readInvitations = reader('invitations');
const readWhitelist = reader('whitelist');
const readCatalog = reader('catalog');
const readActivity = reader('activity');
const readUsage = reader('usage');
const readMembership = reader('membership');
const readSpecialization = reader('specialization');

const templates = Object.freeze({
  invitations: native.template('invitations'),
  whitelist: native.template('whitelist'),
  catalog: native.template('catalog'),
  activity: native.template('activity'),
});

/** The email report: three files, the archive of them, and the fourteen figures. */
class EmailReport {
  constructor([membership, usage, specialization, archive, summary]) {
    this.membership = membership;
    this.usage = usage;
    this.specialization = specialization;
    this.archive = archive;
    this.summary = parse(summary);
  }

  [inspect.custom](depth, options) {
    const shown = { summary: this.summary };
    for (const name of ['membership', 'usage', 'specialization', 'archive']) shown[name] = `${this[name].length} bytes`;
    return `EmailReport ${inspect(shown, options)}`;
  }
}

module.exports = {
  EmailReport, gather, parse, readActivity, readCatalog, readInvitations, readMembership, readSpecialization, readUsage,
  readWhitelist, templates,
};
