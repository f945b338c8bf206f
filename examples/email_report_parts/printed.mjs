/** What an administrator reads when the program has run. */

import { ORGANIZATION } from './organization.mjs';
import { day, minute, sold, stages } from './overview.mjs';
import { cut, thousands, withShare } from './picture.mjs';

/** Kinds of problems that are shown of each file; all are in the files that are written. */
const SHOWN_PROBLEMS = 8;

const SHOWN_SKILLS = 6;

const STATUSES = ['created', 'sent', 'bounced', 'accepted', 'declined', 'removed', 'expired'];

/** The whole text of a run. */
export function printed(outcome) {
  const lines = [
    ...whatWasRead(outcome),
    ...imports(outcome),
    ...activity(outcome),
    ...contracts(outcome),
    ...programs(outcome),
    ...learned(outcome),
    '',
    'Email report of all time',
  ];
  // None of the labels has a comma.
  for (const [label, value] of outcome.summary.trim().split('\r\n').slice(1).map((line) => line.split(','))) {
    const [whole, places] = value.split('.');
    const number = thousands(Number(whole)) + (places === undefined ? '' : `.${places}`);
    lines.push(`  ${label.padEnd(74)}${number.padStart(12)}`);
  }
  lines.push('', 'Written to');
  const { out } = outcome.options;
  for (const name of outcome.files) lines.push(`  ${out.endsWith('/') ? out : `${out}/`}${name}`);
  return `${lines.join('\n')}\n`;
}

const counted = (words, number) => `  ${words.padEnd(17)}${thousands(number).padStart(7)}`;

function* whatWasRead({ options, inputs, organization, refused, overview }) {
  yield `${ORGANIZATION}, as of ${minute(overview.asOf)} UTC`;
  yield* ['', 'What was read'];
  for (const [what, name, rows] of [
    ['invitations', 'invitations', organization.invitations],
    ['domains', 'whitelist', organization.whitelist[0].rows],
    ['catalog', 'catalog', organization.refusedCatalog],
    ['activity', 'activity', refused],
  ]) {
    // A row may have several problems.
    const bad = new Set(rows.filter((row) => row.result === 'unreadable').map((row) => row.line)).size;
    const unreadable = bad === 0 ? '' : `, ${thousands(bad)} unreadable`;
    const text = `${thousands(inputs[name].records)} rows${unreadable}`;
    yield `  ${what.padEnd(13)}${text.padEnd(27)}${options[name]}`;
  }
}

function* imports({ organization }) {
  yield* ['', `Invitations to ${organization.programs[0].name}`];
  yield* outcomeOf(organization.invitations);
  // Each program fares the same, since none had a domain before.
  yield* ['', 'Domains whose people may join without an invitation'];
  yield* outcomeOf(organization.whitelist[0].rows);
  if (organization.refusedCatalog.length === 0) return;
  yield* ['', 'Catalog rows left out'];
  yield* outcomeOf(organization.refusedCatalog);
  if (organization.refusedCatalog.some((row) => row.code === 'empty_specialization')) {
    yield '    name a specialization in the rows of its courses, in the column `Specialization`';
  }
}

function* activity({ inputs, organization, refused, overview }) {
  yield* ['', 'The year'];
  const number = refused.filter((row) => row.result === 'refused').length;
  yield counted('carried out', inputs.activity.rows.length - number);
  yield* outcomeOf(refused);
  if (refused.some((row) => row.code === 'clock_went_back')) {
    yield '    rows are taken in the order of the file: sort it by time';
  }
  yield* ['', 'What became of the invitations'];
  const { register, invited } = organization;
  const found = invited.map((invitation) => register.invitation(invitation, overview.asOf)?.status);
  for (const status of STATUSES) {
    const many = found.filter((one) => one === status).length;
    if (many > 0) yield counted(status, many);
  }
}

function* contracts({ overview }) {
  const row = (name, kind, remaining, used, utilized, started, ends) =>
    `  ${name.padEnd(26)}${kind.padEnd(14)}${remaining.padStart(13)}${used.padStart(11)}` +
    `${utilized.padStart(11)}   ${started.padEnd(12)}${ends}`;
  yield* ['', 'Contracts'];
  yield row('Name', 'Contract Type', 'Remaining', 'Used', 'Utilized', 'Started', 'Ends');
  for (const contract of overview.contracts) {
    // What is counted of an enrollments contract are units, which are always utilized.
    const isByUnit = contract.terms.kind === 'enrollments';
    yield row(
      cut(contract.name, 25),
      sold(contract.terms)[0],
      contract.remaining === null ? '-' : thousands(contract.remaining),
      thousands(isByUnit ? contract.units_used : contract.occupied),
      isByUnit ? '-' : thousands(contract.utilized),
      day(contract.starts_at),
      day(contract.ends_at),
    );
  }
}

function* programs({ overview }) {
  yield* ['', 'Programs: who was invited, joined, enrolled, completed'];
  const cells = (texts) => texts.map((text) => text.padStart(16)).join('');
  for (const { name, funnel } of [...overview.programs, { name: 'All', funnel: overview.funnel }]) {
    const numbers = stages(funnel);
    yield `  ${cut(name, 25).padEnd(26)}${cells(numbers.map((number) => withShare(number, numbers[0])))}`;
  }
  yield* ['', 'Whom to remind'];
  yield `  ${''.padEnd(26)}${cells(['to join', 'to enroll', 'to complete'])}`;
  for (const { name, funnel } of overview.programs) {
    const [, joined, enrolled, completed] = stages(funnel);
    const left = [funnel.invited, joined - enrolled, enrolled - completed];
    yield `  ${cut(name, 25).padEnd(26)}${cells(left.map(thousands))}`;
  }
}

function* learned({ overview }) {
  yield* ['', 'What was learned'];
  yield counted('lessons taken', overview.lessons);
  if (overview.skills.length === 0) return;
  // By characters, of which some are two in JavaScript.
  const padded = (name) => name + ' '.repeat(Math.max(0, 26 - [...name].length));
  const row = (name, enrolled, completed) => `  ${padded(name)}${enrolled.padStart(16)}${completed.padStart(16)}`;
  yield row('Skill', 'enrolled', 'completed');
  for (const { name, enrolled, completed } of overview.skills.slice(0, SHOWN_SKILLS)) {
    yield row(cut(name, 25), thousands(enrolled), thousands(completed));
  }
}

/** How many rows there are of each result, and the first that need a look. */
function* outcomeOf(rows) {
  const counts = new Map();
  const problems = new Map();
  const add = (map, key, value) => map.set(key, [...(map.get(key) ?? []), value]);
  for (const row of rows) {
    add(counts, row.result, row.line);
    if (row.code !== '') {
      // Two problems are the same apart from the values that their messages quote.
      const said = row.message.split('`').filter((_, place) => place % 2 === 0).join('');
      add(problems, row.result === 'unreadable' ? row.code : `${row.code} ${said}`, row);
    }
  }
  for (const [result, lines] of counts) yield counted(result.replaceAll('_', ' '), new Set(lines).size);
  // The most frequent first, else in the order of the file.
  const groups = [...problems.values()].sort((one, other) => other.length - one.length);
  for (const group of groups.slice(0, SHOWN_PROBLEMS)) {
    const others = group.length === 1 ? '' : ` (${thousands(group.length)} such rows)`;
    // What cannot be read says its line by itself.
    const line = group[0].result === 'unreadable' ? '' : `line ${group[0].line}: `;
    yield `    ${line}${group[0].message}${others}`;
  }
  const more = groups.slice(SHOWN_PROBLEMS).reduce((sum, group) => sum + group.length, 0);
  if (more > 0) yield `    and ${thousands(more)} rows with other problems`;
}
