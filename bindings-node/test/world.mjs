import { OPERATOR, Register, commands } from '../index.mjs';

export const id = (kind, number) => `${kind}0000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
export const now = '2026-01-05T08:00:00.000Z';
export const context = { now, actor: OPERATOR };
export const [organization, contract, program, course, collection, specialization] =
  [1, 2, 3, 4, 5, 6].map((number) => id('1', number));
export const learnerId = (number) => id('2', number);

export const setting = (terms = { kind: 'memberships', seats: 1000 }) => [
  commands.createOrganization({ organization, name: 'Acme', domains: ['acme.example'] }),
  commands.createContract({
    contract,
    name: 'Year 1',
    terms,
    starts_at: '2026-01-01T00:00:00.000Z',
    ends_at: '2027-01-01T00:00:00.000Z',
  }),
  commands.createProgram({ program, name: 'Learning', slug: 'learning', url: 'https://learn.acme.example/learning', tagline: '' }),
  commands.addCourse({ course, name: 'Tea', slug: 'tea', partner: 'Leaf University' }),
  commands.addSpecialization({ specialization, name: 'Teas', slug: 'teas', partner: 'Leaf University', courses: [course] }),
  commands.createCollection({ program, collection, name: 'All', description: '' }),
  commands.addToCollection({ program, collection, items: [{ kind: 'course', course }] }),
  commands.addDomain({ program, domain: 'acme.example', contract }),
];

export const join = (number) =>
  commands.joinProgram({ program, learner: learnerId(number), name: `Jo Doe ${number}`, email: `jo${number}@acme.example` });

export const enroll = (number) =>
  commands.enrollInCourse({ program, learner: learnerId(number), course, source: collection });

export function registerWith(terms, ...others) {
  const register = new Register();
  for (const command of [...setting(terms), ...others]) register.execute(command, context);
  return register;
}

/** The rows of an invitation file. */
export const rows = (count) =>
  Array.from({ length: count }, (_, place) => ({
    line: place + 2,
    name: `Invitee ${place}`,
    email: `invitee${place}@other.example`,
    external_id: null,
  }));
