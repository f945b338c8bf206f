/** The figures behind the page and the printed text, as of the end of the year. */

import { ORGANIZATION } from './organization.mjs';
import { thousands } from './picture.mjs';

const WEEK = 7 * 86_400_000;

/** Points of a curve at most; a longer time is shown in longer steps. */
const POINTS = 106;

/** How many came how far. Who has an open invitation or has joined was invited, in the funnel's sense. */
export function stages({ invited, joined, enrolled, completed }) {
  return [invited + joined, joined, enrolled, completed];
}

/** What a contract sold, and the word for it. */
export function sold(terms) {
  switch (terms.kind) {
    case 'memberships':
      return ['Memberships', terms.seats];
    case 'enrollments':
      return ['Enrollments', terms.units];
    default:
      return ['Unlimited', null];
  }
}

export const day = (time) => time.slice(0, 10);

export const minute = (time) => time.replace('T', ' ').slice(0, 16);

/** What the contracts and programs have come to, as of the latest time that the register has seen. */
export function overviewOf(organization) {
  const { register, startsAt, administrator: actor } = organization;
  const asOf = register.latest ?? startsAt;
  const [contracts, programs, funnel] = [register.contracts(asOf), register.programs(asOf), register.funnel(asOf)];
  const { lessons } = register.home({}, { now: asOf, actor }).summary;
  return { asOf, contracts, programs, funnel, lessons, skills: skillsOf(organization) };
}

/** How often courses that teach a skill were taken, those completed most often first. */
function skillsOf({ register, programs }) {
  const taught = new Map(register.courses().map(({ course, skills }) => [course, skills]));
  const found = new Map();
  for (const { id } of programs) {
    for (const { item, enrolled, completed } of register.catalogCounts(id) ?? []) {
      if (item.kind !== 'course' || enrolled === 0) continue;
      for (const name of taught.get(item.course)) {
        const known = found.get(name) ?? { name, enrolled: 0, completed: 0 };
        found.set(name, { name, enrolled: known.enrolled + enrolled, completed: known.completed + completed });
      }
    }
  }
  return [...found.values()].sort((one, other) => other.completed - one.completed);
}

/** All that the page shows. */
export function pictureOf(organization, { asOf, contracts, programs, funnel }) {
  const times = weeks(organization.startsAt, asOf);
  const totals = stages(funnel);
  const [, joined, enrolled, completed] = totals;
  const notes = [
    `${thousands(funnel.invited)} with an open invitation: resend it`,
    `${thousands(joined - enrolled)} without a course: remind them to enroll`,
    `${thousands(enrolled - completed)} without a completed course: encourage them`,
    'members with at least one completed course',
  ];
  return {
    title: `${ORGANIZATION}: a year of learning`,
    subtitle: `All programs and contracts, as of ${minute(asOf)} UTC`,
    programs: programs.map(({ name }) => name),
    stages: ['Invited', 'Joined', 'Enrolled', 'Completed'].map((name, place) => ({
      name,
      note: notes[place],
      total: totals[place],
      ofPrograms: programs.map((program) => stages(program.funnel)[place]),
    })),
    panels: contracts.map((contract) => panel(organization.register, contract, times)),
  };
}

/** The start, each week after it, and the end. */
function weeks(start, end) {
  const [first, last] = [Date.parse(start), Date.parse(end)];
  const step = WEEK * (Math.floor((last - first) / (WEEK * POINTS)) + 1);
  const times = [];
  for (let at = first; at < last; at += step) times.push(new Date(at).toISOString());
  return [...times, end];
}

function panel(register, contract, times) {
  const [kind, bought] = sold(contract.terms);
  const isByUnit = contract.terms.kind === 'enrollments';
  const used = (time) =>
    isByUnit ? register.unitsAsOf(contract.contract, time) : register.seatsAsOf(contract.contract, time);
  const orUnlimited = (number) => (number === null ? 'unlimited' : thousands(number));
  const middle = isByUnit
    ? [['Used', thousands(contract.units_used)]]
    : [['Occupied', thousands(contract.occupied)], ['Utilized', thousands(contract.utilized)]];
  return {
    name: contract.name,
    subtitle: `${kind}, ${day(contract.starts_at)} to ${day(contract.ends_at)}`,
    figures: [['Bought', orUnlimited(bought)], ...middle, ['Remaining', orUnlimited(contract.remaining)]],
    bought,
    points: times.map((time) => [time, used(time) ?? 0]),
  };
}
