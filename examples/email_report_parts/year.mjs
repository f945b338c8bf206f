/** The year: each row of the activity file becomes a command, given at the row's time by whom it was done. */

import { makeId, refused, unreadable } from './organization.mjs';
import { HOST, Refusal, commands, learner as learnerActor } from './package.mjs';

/** Characters of a cell that a message shows at most. */
const SHOWN_CHARACTERS = 60;

/** The file names something that nobody knows. */
class Unknown extends Error {
  constructor(code, rule, message) {
    super(message);
    this.code = code;
    this.rule = rule;
  }
}

/** A cell for a message: short, on one line. */
function shown(text) {
  const letters = [...text].slice(0, SHOWN_CHARACTERS);
  return letters.map((letter) => (letter < ' ' ? ' ' : letter)).join('');
}

/** Lives through the file row by row; a refused row changes nothing, and the next one goes on. */
export function live(organization, file) {
  const results = file.problems.kept.map(unreadable);
  for (const row of file.rows) {
    try {
      const [command, actor] = commandOf(organization, row);
      organization.register.execute(command, { now: row.at, actor });
      if (row.lessons !== null) organization.register.execute(lessonsOf(organization, row), { now: row.at, actor: HOST });
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Unknown)) throw error;
      results.push({ ...refused(row.line, error), time: row.at, action: row.action });
    }
  }
  return results.sort((one, other) => one.line - other.line);
}

/** The command for the lessons of a row, beside its other one. */
function lessonsOf(organization, row) {
  const { learner } = learnerOf(organization.register, row);
  const item = itemOf(organization, row);
  if (item.kind !== 'course') {
    const message = 'lessons are those of a course; leave the cell empty for a specialization';
    throw new Unknown('unknown_item', 'ENR-3', message);
  }
  const program = programOf(organization, row);
  return commands.recordLessons({ program, learner, course: item.course, lessons: row.lessons });
}

function programOf(organization, row) {
  const program = organization.program(row.program)?.id;
  if (program !== undefined) return program;
  const slugs = organization.programs.map(({ slug }) => slug).join('`, `');
  const message = `there is no program with the slug \`${shown(row.program)}\`; use one of \`${slugs}\``;
  throw new Unknown('unknown_program', 'PRG-1', message);
}

function itemOf(organization, row) {
  const item = organization.items.get(row.item);
  if (item !== undefined) return item;
  const message = 'the catalog has no course or specialization with the slug';
  throw new Unknown('unknown_item', 'ENR-1', `${message} \`${shown(row.item)}\`; check its spelling`);
}

/** The command of a row, and who gives it. */
function commandOf(organization, row) {
  const { register } = organization;
  const { email, at, action } = row;
  const program = programOf(organization, row);
  const invited = (address) => ({ invitation: invitationOf(register, program, address, at) });
  switch (action) {
    case 'join': {
      const learner = accountOf(register, row);
      const name = nameOf(register, program, row, email);
      return [commands.joinProgram({ program, learner, name, email }), learnerActor(learner)];
    }
    case 'accept': {
      const address = row.detail ?? email;
      const { invitation } = invited(address);
      const learner = accountOf(register, row);
      const name = nameOf(register, program, row, address);
      return [commands.acceptInvitation({ invitation, learner, name, email }), learnerActor(learner)];
    }
    case 'resend':
      return [commands.resendInvitation(invited(email)), organization.administrator];
    case 'withdraw':
      return [commands.removeInvitation(invited(email)), organization.administrator];
    case 'decline':
      return [commands.declineInvitation(invited(email)), HOST];
    case 'bounce':
      return [commands.reportBounce(invited(email)), HOST];
    default:
  }
  const { learner, profile } = learnerOf(register, row);
  if (action === 'remove') {
    const allow_return = row.allow_return ?? false;
    return [commands.removeLearner({ program, learner, allow_return }), organization.administrator];
  }
  if (action === 'profile') {
    for (const { field, value } of row.profile) profile[field.replaceAll(' ', '_')] = value === '' ? null : value;
    return [commands.updateProfile({ learner, profile }), HOST];
  }
  return learning(organization, row, program, learner);
}

/** The command of a row that is about a course or specialization. */
function learning(organization, row, program, learner) {
  const item = itemOf(organization, row);
  const { course, specialization } = item;
  const isCourse = item.kind === 'course';
  if (row.action === 'enroll') {
    const source = row.collection === null ? null : organization.collection(program, row.collection);
    if (source === undefined) {
      const message = `the program has no collection \`${shown(row.collection)}\``;
      throw new Unknown('unknown_collection', 'VIEW-3', `${message}; leave the cell empty for browsing`);
    }
    const class_starts_at = row.class_start;
    const command = isCourse
      ? commands.enrollInCourse({ program, learner, course, source, class_starts_at })
      : commands.enrollInSpecialization({ program, learner, specialization, source });
    return [command, learnerActor(learner)];
  }
  if (row.action === 'unenroll') {
    const command = isCourse
      ? commands.unenrollFromCourse({ program, learner, course })
      : commands.unenrollFromSpecialization({ program, learner, specialization });
    return [command, learnerActor(learner)];
  }
  const { progress, grade, hours } = row;
  const times = { last_activity_at: row.at, completed_at: row.action === 'complete' ? row.at : null };
  const command = isCourse
    ? commands.recordCourseActivity({ program, learner, course, progress, grade, hours, ...times })
    : commands.recordSpecializationActivity({ program, learner, specialization, ...times });
  return [command, HOST];
}

/** The account of whoever joins: the one that has this email, or a new one. */
function accountOf(register, { email, at }) {
  const lower = email.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return register.learnerByEmail(email, at)?.learner ?? makeId(`learner:${lower}`);
}

/** The name of whoever joins: as the row gives it, else as the account or the invitation does. */
function nameOf(register, program, { name, email, at }, invited) {
  const known = name ?? register.learnerByEmail(email, at)?.name;
  return known ?? register.invitationOf(program, invited, at)?.name ?? '';
}

function learnerOf(register, { email, at }) {
  const known = register.learnerByEmail(email, at);
  if (known !== null) return known;
  const message = 'the person has never joined a program here; add a row for joining before this one';
  throw new Unknown('unknown_learner', 'ID-3', message);
}

function invitationOf(register, program, email, at) {
  const known = register.invitationOf(program, email, at);
  if (known !== null) return known.invitation;
  const message = 'the person has no invitation to this program; invite them first';
  throw new Unknown('unknown_invitation', 'INV-1', message);
}
