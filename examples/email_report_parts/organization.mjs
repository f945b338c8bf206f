/** The organization of this example: what the platform's operator sets up, and the two imports. */

import { createHash } from 'node:crypto';

import { OPERATOR, Refusal, Register, administrator, commands } from './package.mjs';

export const ORGANIZATION = 'Meridian Works';

/** Every id here is a UUID of version 5 of a stable text under this one. */
const NAMESPACE = Buffer.from('a7c4e1d052b85f0e9d573b1f6e2c8a90', 'hex');

/** The start of the year when the activity file does not tell one. */
const DEFAULT_START = '2025-01-01T00:00:00.000Z';

/** First activity before or after these is taken for a slip and does not set the start of the year. */
const [EARLIEST, LATEST] = ['1970-01-01T00:00:00.000Z', '9000-01-01T00:00:00.000Z'];

/** An id in the form of 22 characters. */
export function makeId(text) {
  const bytes = createHash('sha1').update(NAMESPACE).update(text, 'utf8').digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('base64url');
}

const result = (line, name, { code = '', rule = '', message = '' } = {}) => ({
  line,
  result: name,
  code,
  rule,
  message,
  time: '',
  action: '',
});

const byLine = (one, other) => one.line - other.line;

/** What became of a row that was refused: a refusal, or what the file names and nobody knows. */
export const refused = (line, refusal) => result(line, 'refused', refusal);

export const unreadable = ({ line, code, message }) => result(line, 'unreadable', { code, rule: 'REP-6', message });

/** The first of the month in which the first activity falls. */
function startOfYear(activity) {
  const first = activity.rows.find(({ at }) => EARLIEST <= at && at < LATEST);
  return first === undefined ? DEFAULT_START : `${first.at.slice(0, 7)}-01T00:00:00.000Z`;
}

/** The same day some years later; it is always a first of a month. */
function yearsLater(time, years) {
  return `${String(Number(time.slice(0, 4)) + years).padStart(4, '0')}${time.slice(4)}`;
}

/** Seats that are a few too few, seats without end, and single enrollments. */
function contracts(startsAt) {
  const contract = (slug, name, terms, years, policies) =>
    commands.createContract({
      contract: makeId(`contract:${slug}`),
      name,
      terms,
      starts_at: startsAt,
      ends_at: yearsLater(startsAt, years),
      policies,
    });
  return [
    contract('staff', 'Staff Memberships', { kind: 'memberships', seats: 400 }, 2, { end_of_contract: 'remove' }),
    contract('partners', 'Partners and Guests', { kind: 'unlimited' }, 5, { seat_counting: 'learner' }),
    contract('data', 'Data Enrollments', { kind: 'enrollments', units: 100 }, 1, { unit_return_days: 14 }),
  ];
}

const DIFFICULTIES = ['beginner', 'intermediate', 'advanced', 'mixed'];

/** The organization as it stands before anybody has joined. */
class Organization {
  register = new Register();
  programs = [
    {
      id: makeId('program:everyone-learns'),
      name: 'Everyone Learns',
      slug: 'everyone-learns',
      whitelistContract: makeId('contract:partners'),
      // The word in the names of the collections that it offers; null for all.
      subject: null,
    },
    {
      id: makeId('program:data-academy'),
      name: 'Data Academy',
      slug: 'data-academy',
      whitelistContract: makeId('contract:data'),
      subject: 'Data',
    },
  ];
  administrator = administrator(makeId('administrator:mira.okafor'));
  /** By slug. */
  items = new Map();
  /** By program and name. */
  #collections = new Map();
  refusedCatalog = [];
  invited = [];
  /** What became of each row of the invitation file, those that could not be read included. */
  invitations = [];
  /** The same of the whitelist file, for each program. */
  whitelist = [];

  constructor(startsAt) {
    this.startsAt = startsAt;
  }

  operate(command) {
    this.register.execute(command, { now: this.startsAt, actor: OPERATOR });
  }

  get context() {
    return { now: this.startsAt, actor: this.administrator };
  }

  program(slug) {
    return this.programs.find((program) => program.slug === slug);
  }

  collection(program, name) {
    return this.#collections.get(`${program} ${name}`);
  }

  addPrograms() {
    for (const { id, name, slug, subject } of this.programs) {
      const isWhole = subject === null;
      this.operate(
        commands.createProgram({
          program: id,
          name,
          slug,
          url: `https://learn.meridian.example/${slug}`,
          tagline: isWhole ? 'Something new for everyone' : 'From spreadsheets to models',
          course_limit: isWhole ? 5 : 3,
          policies: {
            limit_counting: isWhole ? 'current' : 'ever',
            whitelist_match: isWhole ? 'exact' : 'subdomains',
            invitation_days: isWhole ? 300 : null,
          },
        }),
      );
    }
  }

  /** Adds one administrator of the organization, who adds one of the second program. */
  addAdministrators() {
    this.operate(
      commands.addOrganizationAdministrator({
        administrator: this.administrator.administrator,
        name: 'Mira Okafor',
        email: 'mira.okafor@meridian.example',
      }),
    );
    const second = commands.addProgramAdministrator({
      program: this.programs[1].id,
      administrator: makeId('administrator:jonas.lindqvist'),
      name: 'Jonas Lindqvist',
      email: 'jonas.lindqvist@bücher.example',
    });
    this.register.execute(second, this.context);
  }

  /** Makes the courses and specializations of the file known, and fills the programs' collections with them. */
  addCatalog(file) {
    this.refusedCatalog.push(...file.problems.kept.map(unreadable));
    const courses = new Map();
    for (const row of file.rows.filter(({ kind }) => kind === 'Course')) {
      const { id: course, name, slug, partner, specialization } = row;
      const command = commands.addCourse({ course, name, slug, partner });
      if (this.#addItem(row, { kind: 'course', course }, command) && specialization !== null) {
        courses.set(specialization, [...(courses.get(specialization) ?? []), course]);
      }
    }
    for (const row of file.rows.filter(({ kind }) => kind === 'Specialization')) {
      const { id: specialization, name, slug, partner } = row;
      const fields = { specialization, name, slug, partner, courses: courses.get(slug) ?? [] };
      this.#addItem(row, { kind: 'specialization', specialization }, commands.addSpecialization(fields));
    }
    const contents = new Map();
    for (const { collection, line, slug } of file.rows) {
      if (!contents.has(collection)) contents.set(collection, { line, items: [] });
      if (this.items.has(slug)) contents.get(collection).items.push(this.items.get(slug));
    }
    const names = [...contents.keys()];
    for (const program of this.programs) {
      // A catalog without that subject is offered whole.
      const subject = names.some((name) => name.includes(program.subject ?? '')) ? (program.subject ?? '') : '';
      for (const [name, { line, items }] of contents) {
        if (!name.includes(subject) || items.length === 0) continue;
        const problem = this.#attempt(() => this.#addCollection(program, name, items));
        if (problem !== null) this.refusedCatalog.push(refused(line, problem));
      }
    }
    this.refusedCatalog.sort(byLine);
  }

  #attempt(work) {
    try {
      work();
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  #addItem(row, item, command) {
    const { line, slug } = row;
    const problem = this.#attempt(() => this.operate(command));
    if (problem !== null) {
      this.refusedCatalog.push(refused(line, problem));
      return false;
    }
    this.#describe(row, item);
    this.items.set(slug, item);
    return true;
  }

  /** Says how hard a course or specialization is and what it teaches, as far as the file does. */
  #describe({ line, name, partner, skills, difficulty: given }, { kind, ...id }) {
    const word = (given ?? '').toLowerCase();
    const difficulty = DIFFICULTIES.includes(word) ? word : null;
    if (difficulty === null && skills.length === 0) return;
    const fields = { ...id, name, partner, difficulty, skills };
    const command = kind === 'course' ? commands.updateCourse(fields) : commands.updateSpecialization(fields);
    const problem = this.#attempt(() => this.operate(command));
    if (problem !== null) this.refusedCatalog.push(refused(line, problem));
  }

  #addCollection({ id: program, slug }, name, items) {
    const collection = makeId(`collection:${slug}:${name}`);
    this.operate(commands.createCollection({ program, collection, name, description: '' }));
    this.#collections.set(`${program} ${name}`, collection);
    this.operate(commands.addToCollection({ program, collection, items }));
  }

  importWhitelist(file) {
    for (const { id: program, slug, whitelistContract: contract } of this.programs) {
      const command = commands.importDomains({
        program,
        contract,
        rows: file.rows,
        update_existing: false,
        mode: 'skip_invalid',
      });
      const commit = this.register.execute(command, this.context);
      this.whitelist.push({ slug, rows: lineResults(file, commit.rows) });
    }
  }

  /** Shows the import first and carries out just what was shown (`INV-3`). */
  async importInvitations(file, contract) {
    const program = this.programs[0].id;
    const command = commands.inviteLearners({
      import: makeId('import:everyone-learns'),
      program,
      contract,
      rows: file.rows,
      send: true,
      mode: 'skip_invalid',
    });
    const { preview } = await this.register.previewInvitations(command, this.context);
    const commit = await this.register.executeAsync({ ...command, preview }, this.context);
    const isNew = (row) => row.result.result === 'invited';
    this.invited = commit.rows.filter(isNew).map((row) => row.result.invitation);
    this.invitations = lineResults(file, commit.rows);
  }
}

/** What became of each row, those that could not be read included, in the order of their lines. */
function lineResults(file, rows) {
  const results = file.problems.kept.map(unreadable);
  for (const { line, result: told } of rows) {
    if (told.result === 'refused') {
      results.push(refused(line, Refusal.fromRecord(told.refusal)));
    } else if (told.result === 'repeated') {
      results.push(result(line, told.result, { message: `line ${told.first_line} has the same; nothing was done` }));
    } else {
      results.push(result(line, told.result));
    }
  }
  return results.sort(byLine);
}

/** Sets everything up and imports the whitelist and the invitations. */
export async function setUp(inputs) {
  const organization = new Organization(startOfYear(inputs.activity));
  organization.operate(
    commands.createOrganization({
      organization: makeId('organization'),
      name: ORGANIZATION,
      domains: ['meridian.example', 'bücher.example'],
    }),
  );
  for (const contract of contracts(organization.startsAt)) organization.operate(contract);
  organization.addPrograms();
  organization.addAdministrators();
  organization.addCatalog(inputs.catalog);
  organization.importWhitelist(inputs.whitelist);
  await organization.importInvitations(inputs.invitations, makeId('contract:staff'));
  return organization;
}
