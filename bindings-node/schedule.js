'use strict';

const native = require('./native.js');
const { fail, invalid, textOf } = require('./check.js');
const { parse } = require('./files.js');

/** What is due by a schedule. */
function due(given) {
  for (const name of ['after', 'until']) {
    if (name in given && (given[name] === undefined || given[name] === null)) {
      throw invalid({ path: name, reason: 'give a time, as text like `2019-12-23T06:18:32.782Z`' });
    }
  }
  const made = native.dueReports(textOf(given, 'arguments', ''));
  if (typeof made === 'string') fail(made, [{ value: given, name: 'arguments', prefix: '' }]);
  return parse(made[0]);
}

/** The schedule of an organization's cadence. */
function scheduleOf(cadence, schedule) {
  const given = { cadence, schedule };
  const made = native.scheduleOfCadence(textOf(given, 'arguments', ''));
  if (typeof made === 'string') fail(made, [{ value: given, name: 'arguments', prefix: '' }]);
  return parse(made[0]);
}

const nextDue = (schedule, after) => due({ schedule, after });
const dueBetween = (schedule, after, until, limit) => due({ schedule, after, until, limit });

module.exports = { dueBetween, nextDue, scheduleOf, zoneDataVersion: native.zoneDataVersion };
