'use strict';

const { inspect } = require('node:util');
const native = require('./native.js');
const { bytesOf, fail, invalid, listOf, textOf } = require('./check.js');
const { Commit, give, ofBytes, ofText } = require('./commit.js');
const { errorOf, refusalsOf } = require('./errors.js');
const { EmailReport, gather, parse } = require('./files.js');
const { View } = require('./view.js');

/** Commands or commits that cross at once. The event loop goes on in between. */
const PIECE = 2048;

/** What failures begin with and commits do not: their first byte is the version of their form. */
const BRACE = '{'.charCodeAt(0);
/** Stands before a commit that is told once more. */
const PLUS = '+'.charCodeAt(0);

const commandText = (command) => textOf(command, 'command', '');
const contextText = (context) => textOf(context, 'context', 'context');
const inputs = (command, context) => [
  { value: command, name: 'command', prefix: '' },
  { value: context, name: 'context', prefix: 'context' },
];

/** Writes a command into the addon, a list of rows piece by piece. */
async function longText(command) {
  const text = new native.NativeText();
  if (!Array.isArray(command?.rows) || command.rows.length <= PIECE || command.toJSON !== undefined) {
    text.push(commandText(command));
    return text;
  }
  const { rows, ...others } = command;
  const head = commandText(others).slice(0, -1);
  text.push(`${head}${head.length > 1 ? ',' : ''}"rows":[`);
  for (let start = 0; start < rows.length; start += PIECE) {
    const piece = { rows: rows.slice(start, start + PIECE) };
    let written;
    try {
      written = textOf(piece, 'rows', '');
    } catch (error) {
      // The place within the whole list.
      textOf({ rows }, 'rows', '');
      throw error;
    }
    text.push(`${start === 0 ? '' : ','}${written.slice('{"rows":['.length, -2)}`);
    await new Promise(setImmediate);
  }
  text.push(']}');
  return text;
}

/** Reads all commands into the addon before the first is executed. */
async function readAll(commands) {
  const batch = new native.NativeBatch();
  const pieces = [];
  const settle = async (place) => {
    const told = await pieces[place];
    if (typeof told === 'string') failPiece(told, commands, place);
  };
  for (let start = 0; start < commands.length; start += PIECE) {
    pieces.push(batch.addAsync(pieceText(commands, start)));
    if (pieces.length > 1) await settle(pieces.length - 2);
  }
  if (pieces.length > 0) await settle(pieces.length - 1);
  return { batch, count: pieces.length };
}

function pieceText(commands, start) {
  const piece = commands.slice(start, start + PIECE);
  try {
    return textOf(piece, 'commands', 'commands');
  } catch (error) {
    throw shifted(error, start);
  }
}

function failPiece(told, commands, place) {
  const start = place * PIECE;
  try {
    fail(told, [{ value: commands.slice(start, start + PIECE), name: 'commands', prefix: 'commands' }]);
  } catch (error) {
    throw shifted(error, start);
  }
}

/** The error of a piece, with the place in the whole. The addon's paths begin with the place. */
function shifted(error, start) {
  const match = /^(?:commands)?\[(\d+)\](.*)$/s.exec(error.path ?? '');
  if (match === null) return error;
  const path = `commands[${start + Number(match[1])}]${match[2]}`;
  return invalid({ path, reason: error.message.slice(error.message.indexOf('`: ') + 3) });
}

/** Appends the outcomes of a piece. */
function takeOutcomes(made, outcomes) {
  if (typeof made === 'string') throw errorOf(JSON.parse(made));
  const [data, ends, repeated] = made;
  const view = new DataView(ends.buffer, ends.byteOffset, ends.byteLength);
  let start = 0;
  for (let place = 0; place < ends.length; place += 8) {
    // The end is negative for a refusal.
    const end = view.getFloat64(place, true);
    if (end > 0) {
      outcomes.push(ofBytes(data, start, end, repeated[place / 8] === 1));
      start = end;
    } else {
      outcomes.push(refusalsOf([parse(data.subarray(start, -end))])[0]);
      start = -end;
    }
  }
}

/** One organization: its contracts, programs, people and all that happened between them. */
class Register {
  #native = new native.NativeRegister();
  /** The work under way and its successors: one after the other, in the order of the calls. */
  #turn = Promise.resolve();
  /** What the addon remembers of the context given last, if it may be given again. */
  #context = null;
  /** The reading of batches under way, which goes on beside that. */
  #reading = Promise.resolve();

  static async restore(bytes) {
    const register = new Register();
    const made = await register.#native.restoreAsync(bytesOf(bytes, 'bytes'));
    if (typeof made === 'string') throw errorOf(JSON.parse(made));
    return register;
  }

  static restoreSync(bytes) {
    const register = new Register();
    const told = register.#native.restore(bytesOf(bytes, 'bytes'));
    if (told !== null) throw errorOf(JSON.parse(told));
    return register;
  }

  #after(work) {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Runs work of the addon on a worker thread, in turn. */
  #work(name, ...given) {
    return this.#after(async () => {
      const made = await this.#native[name](...given);
      if (typeof made === 'string') throw errorOf(JSON.parse(made));
      return made;
    });
  }

  /** As #work, for a command and its context. */
  #judge(name, command, context) {
    const begun = contextTextLater(context);
    const text = longText(command);
    text.catch(() => {});
    return this.#after(async () => {
      const made = await this.#native[name](await text, begun());
      if (typeof made === 'string') fail(made, inputs(command, context));
      return made;
    });
  }

  execute(command, context) {
    const written = textOf(command, 'command', '');
    const text = isSame(context, this.#context)
      ? this.#native.execute(written)
      : this.#native.execute(written, this.#note(context));
    const first = text.charCodeAt(0);
    if (first === BRACE) {
      this.#context = null;
      fail(text, inputs(command, context));
    }
    return first === PLUS ? ofText(text.slice(1), true) : ofText(text, false);
  }

  /** The text of a context that `execute` is given, which the addon remembers. */
  #note(context) {
    this.#context = null;
    const text = contextText(context);
    // Only texts are remembered, since dates may change within.
    const { now, actor, ...others } = context;
    if (typeof now === 'string' && Object.keys(others).length === 0) {
      this.#context = { now, actor: { ...actor } };
    }
    return text;
  }

  async executeAsync(command, context) {
    const [bytes, [repeated]] = await this.#judge('executeAsync', command, context);
    return ofBytes(bytes, 0, bytes.length, repeated === 1);
  }

  async executeMany(commands, context) {
    const given = listOf(commands, 'commands');
    const begun = contextTextLater(context);
    const read = this.#reading.then(() => readAll(given));
    this.#reading = read.catch(() => {});
    return this.#after(async () => {
      const { batch, count } = await read;
      const text = begun();
      const outcomes = [];
      let made = null;
      for (let place = 0; place < count; place += 1) {
        const next = this.#native.executePieceAsync(batch, place, text);
        if (made !== null) takeOutcomes(made, outcomes);
        made = await next;
        if (typeof made === 'string') fail(made, inputs({}, context));
      }
      if (made !== null) takeOutcomes(made, outcomes);
      return outcomes;
    });
  }

  executeManySync(commands, context) {
    const given = listOf(commands, 'commands');
    const text = contextText(context);
    const batch = new native.NativeBatch();
    let count = 0;
    for (let start = 0; start < given.length; start += PIECE) {
      const told = batch.add(pieceText(given, start));
      if (typeof told === 'string') failPiece(told, given, count);
      count += 1;
    }
    const outcomes = [];
    for (let place = 0; place < count; place += 1) {
      const made = this.#native.executePiece(batch, place, text);
      if (typeof made === 'string') fail(made, inputs({}, context));
      takeOutcomes(made, outcomes);
    }
    return outcomes;
  }

  decide(command, context) {
    const text = this.#native.decide(commandText(command), contextText(context));
    const first = text.charCodeAt(0);
    if (first === BRACE) fail(text, inputs(command, context));
    const repeated = first === PLUS;
    return { commit: ofText(repeated ? text.slice(1) : text, repeated), repeated };
  }

  async decideAsync(command, context) {
    const [bytes, [told]] = await this.#judge('decideAsync', command, context);
    const repeated = told === 1;
    return { commit: ofBytes(bytes, 0, bytes.length, repeated), repeated };
  }

  why(command, context) {
    const text = this.#native.why(commandText(command), contextText(context));
    const found = JSON.parse(text);
    if (!Array.isArray(found)) fail(text, inputs(command, context));
    return refusalsOf(found);
  }

  async whyAsync(command, context) {
    const [text] = await this.#judge('whyAsync', command, context);
    return refusalsOf(parse(text));
  }

  async previewInvitations(command, context) {
    mustBe(command, 'invite_learners');
    return gather(await this.#judge('previewAsync', command, context));
  }

  async planRoster(command, context) {
    mustBe(command, 'sync_roster');
    return gather(await this.#judge('previewAsync', command, context));
  }

  async previewDomains(command, context) {
    mustBe(command, 'import_domains');
    return gather(await this.#judge('previewAsync', command, context));
  }

  apply(commit) {
    const told = this.#native.apply(compact(commit));
    if (told !== null) throw errorOf(JSON.parse(told));
  }

  async applyMany(commits) {
    const all = listOf(commits, 'commits');
    return this.#after(async () => {
      for (let start = 0; start < all.length; start += PIECE) {
        let bytes;
        try {
          bytes = packed(all.slice(start, start + PIECE));
        } catch (error) {
          throw Object.assign(error, { applied: start });
        }
        const [applied, told] = await this.#native.applyManyAsync(bytes);
        if (told !== undefined) {
          const count = new DataView(applied.buffer, applied.byteOffset).getUint32(0, true);
          throw Object.assign(errorOf(parse(told)), { applied: start + count });
        }
      }
      return all.length;
    });
  }

  async replayUntil(commits, until) {
    const all = listOf(commits, 'commits');
    const instant = textOf({ until }, 'until', '').slice('{"until":'.length, -1);
    return this.#after(async () => {
      let taken = 0;
      for (let start = 0; start === 0 || start < all.length; start += PIECE) {
        const made = await this.#native.replayUntilAsync(packed(all.slice(start, start + PIECE)), instant);
        if (typeof made === 'string') fail(made, [{ value: { until }, name: 'until', prefix: '' }]);
        const [count, goesOn] = made;
        taken += Number(new DataView(count.buffer, count.byteOffset).getBigUint64(0, true));
        if (goesOn[0] === 0) break;
      }
      return taken;
    });
  }

  async emailReport(request, context) {
    const texts = [textOf(request, 'request', 'request'), contextText(context)];
    return new EmailReport(await this.#work('emailReportAsync', ...texts));
  }

  gradebookLevel(scope, context) {
    return this.#ask('gradebook_level', { scope, context });
  }

  async userList(request, context) {
    const [text] = await this.#work('userListAsync', textOf(request, 'request', 'request'), contextText(context));
    return parse(text);
  }

  async leaderboard(request, context) {
    const [text] = await this.#work('leaderboardAsync', textOf(request, 'request', 'request'), contextText(context));
    return parse(text);
  }

  async userListCsv(selection, columns, guardFormulas, context) {
    if (typeof guardFormulas !== 'boolean') throw invalid({ path: 'guardFormulas', reason: 'give `true` or `false`' });
    const texts = [textOf(selection, 'selection', 'selection'), textOf(columns, 'columns', 'columns')];
    const [bytes] = await this.#work('userListCsvAsync', ...texts, guardFormulas, contextText(context));
    return bytes;
  }

  async snapshot() {
    const [bytes] = await this.#work('snapshotAsync');
    return bytes;
  }

  snapshotSync() {
    const made = this.#native.snapshot();
    if (typeof made === 'string') throw errorOf(JSON.parse(made));
    return made[0];
  }

  async checkInvariants() {
    await this.#work('checkInvariantsAsync');
  }

  reserve(learners, enrollments) {
    for (const [path, count] of Object.entries({ learners, enrollments })) {
      if (!Number.isSafeInteger(count) || count < 0) throw invalid({ path, reason: 'give a whole number' });
    }
    this.#native.reserve(Math.min(learners, 0xffffffff), Math.min(enrollments, 0xffffffff));
  }

  rights() {
    return this.#ask('rights', {});
  }

  seenBy(context) {
    const seenBy = contextText(context);
    this.#told(this.#native.ask('{"question":"courses"}', seenBy, true), context, {});
    return new View((question) =>
      this.#told(this.#native.ask(textOf(question, 'question', ''), seenBy, false), context, question),
    );
  }

  #told(text, context, question) {
    if (text.startsWith('{"error":')) {
      fail(text, [
        { value: question, name: 'question', prefix: '' },
        { value: context, name: 'context', prefix: 'context' },
      ]);
    }
    return JSON.parse(text);
  }

  #ask(name, about) {
    const text = this.#native.query(name, textOf(about, 'argument', ''));
    if (text.startsWith('{"error":')) fail(text, [{ value: about, name: 'argument', prefix: '' }]);
    return JSON.parse(text);
  }

  get sequence() {
    return this.#ask('sequence', {});
  }

  get latest() {
    return this.#ask('latest', {});
  }

  size() {
    return this.#ask('size', {});
  }

  nextDeadline(after) {
    return this.#ask('next_deadline', { after });
  }

  home(request, context) {
    return this.#ask('home', { request, context });
  }

  organization(context) {
    return this.#ask('organization', { context });
  }

  previewProgram(program, learner, context) {
    return this.#ask('preview_program', { program, learner: learner ?? null, context });
  }

  contracts(at) {
    return this.#ask('contracts', { at });
  }

  contractById(contract, at) {
    return this.#ask('contract_by_id', { contract, at });
  }

  programs(at) {
    return this.#ask('programs', { at });
  }

  programById(program, at) {
    return this.#ask('program_by_id', { program, at });
  }

  funnel(at) {
    return this.#ask('funnel', { at });
  }

  learner(learner, at) {
    return this.#ask('learner', { learner, at });
  }

  learnerByEmail(email, at) {
    return this.#ask('learner_by_email', { email, at });
  }

  membership(program, learner, at) {
    return this.#ask('membership', { program, learner, at });
  }

  enrollments(program, learner) {
    return this.#ask('enrollments', { program, learner });
  }

  invitation(invitation, at) {
    return this.#ask('invitation', { invitation, at });
  }

  invitationOf(program, email, at) {
    return this.#ask('invitation_of', { program, email, at });
  }

  whitelist(program) {
    return this.#ask('whitelist', { program });
  }

  courses() {
    return this.#ask('courses', {});
  }

  specializations() {
    return this.#ask('specializations', {});
  }

  collections(program) {
    return this.#ask('collections', { program });
  }

  administrators() {
    return this.#ask('administrators', {});
  }

  ledger(contract, units, start, limit) {
    return this.#ask('ledger', { contract, units, start, limit });
  }

  seatsAsOf(contract, at) {
    return this.#ask('seats_as_of', { contract, at });
  }

  unitsAsOf(contract, at) {
    return this.#ask('units_as_of', { contract, at });
  }

  remainingAsOf(contract, at) {
    return this.#ask('remaining_as_of', { contract, at });
  }

  notices(at) {
    return this.#ask('notices', { at });
  }

  forecast(contract, at, days) {
    return this.#ask('forecast', { contract, at, days });
  }

  catalogCounts(program) {
    return this.#ask('catalog_counts', { program });
  }

  [inspect.custom](depth, options) {
    return `Register ${inspect({ sequence: this.sequence, latest: this.latest }, options)}`;
  }
}

/** Whether a context is to the letter the one that is remembered. */
function isSame(context, last) {
  if (last === null || !isPlain(context) || !isPlain(context.actor)) return false;
  return context.now === last.now && count(context) === 2 && isSameActor(context.actor, last.actor);
}

function isSameActor(actor, last) {
  for (const key in actor) {
    if (actor[key] !== last[key]) return false;
  }
  return count(actor) === count(last);
}

function isPlain(value) {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function count(object) {
  let fields = 0;
  for (const _ in object) fields += 1;
  return fields;
}

/** The context as it is now, and its defect when it is needed. */
function contextTextLater(context) {
  try {
    const text = contextText(context);
    return () => text;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function mustBe(command, kind) {
  if (command?.kind !== kind) throw invalid({ path: 'kind', reason: `give \`${kind}\`` });
}

/** A commit as the addon takes it: compact bytes. */
const compact = (commit) => {
  if (commit instanceof Commit) return give(commit);
  return commit instanceof Uint8Array ? commit : give(Commit.fromJSON(recordOnly(commit)));
};

/** A text here would be taken for JSON, which is for `Commit.fromJSON` alone. */
function recordOnly(commit) {
  if (typeof commit !== 'string') return commit;
  throw invalid({ path: 'commit', reason: 'give a commit, its record or its bytes; `Commit.fromJSON` reads text' });
}

/** Commits one after the other, each with its length before it. */
function packed(commits) {
  const all = commits.map((commit) => (commit instanceof Commit ? commit.toBytes() : compact(commit)));
  const bytes = new Uint8Array(all.reduce((sum, one) => sum + 4 + one.length, 0));
  const view = new DataView(bytes.buffer);
  let start = 0;
  for (const one of all) {
    view.setUint32(start, one.length, true);
    bytes.set(one, start + 4);
    start += 4 + one.length;
  }
  return bytes;
}

module.exports = { Register };
