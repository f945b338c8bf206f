/**
 * The shared vectors, `tests/vectors/*.json`: each scenario is lived through and its answers are compared.
 *
 * Rust and Python run the same files; `tests/vectors/README.md` says how they are written.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';

import { Commit, Refusal, Register } from 'matricula';

const FOLDER = new URL('../../tests/vectors/', import.meta.url);
const OPERATOR = { kind: 'operator' };
const PARTS = ['events', 'rows', 'warnings', 'personal', 'at'];

const read = (name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
const BASES = read('bases.json');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && name !== 'bases.json').sort();

const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Puts what a `$name` stands for in its place, everywhere. */
function resolve(value, names) {
  if (typeof value === 'string' && value.startsWith('$')) {
    assert.ok(value in names, `${value} is no name`);
    return resolve(names[value], names);
  }
  if (Array.isArray(value)) return value.map((item) => resolve(item, names));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, names)]));
}

/** Holds a value against what was expected of it. Fields not expected may be anything. */
function check(expected, found, place) {
  if (isRecord(expected) && isRecord(found)) {
    for (const [key, value] of Object.entries(expected)) {
      assert.ok(key in found, `${place}.${key} is missing`);
      check(value, found[key], `${place}.${key}`);
    }
  } else if (Array.isArray(expected) && Array.isArray(found)) {
    assert.equal(found.length, expected.length, `${place}: ${JSON.stringify(found)}`);
    expected.forEach((item, index) => check(item, found[index], `${place}[${index}]`));
  } else {
    assert.deepEqual(found, expected, place);
  }
}

/** A refusal as the vectors see it. */
const told = ({ code, rule, cure, message, facts }) => ({ ...facts, code, rule, cure, message });

/** The rows of a file by their headers. */
function rowsOf(file) {
  const records = [];
  let record = [];
  for (const [, cell, end] of new TextDecoder().decode(file).matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/g)) {
    record.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  const [headers, ...rows] = records;
  return rows.map((row) => Object.fromEntries(headers.map((header, place) => [header, row[place]])));
}

/** An email report as the vectors see it: the rows of its files by their headers, and the figures. */
const reportOf = ({ usage, membership, specialization, summary }) => ({
  usage: rowsOf(usage),
  membership: rowsOf(membership),
  specialization: rowsOf(specialization),
  summary,
});

/** The refusal of a call, or what it gives. */
async function outcome(call) {
  try {
    return { made: await call() };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error };
    throw error;
  }
}

/** A register that lives through a scenario, and all that it was told. */
class Run {
  names = { ...BASES.names };
  register = new Register();
  commits = [];
  at = undefined;

  async take(steps) {
    for (const step of steps) {
      if (typeof step === 'string') await this.take(BASES.bases[step]);
      else await this.step(resolve(step, this.names));
    }
  }

  /** Whether the register still is as it was. */
  unchanged(before, what) {
    assert.ok(Buffer.from(this.register.snapshotSync()).equals(before), `${what} changed the register`);
  }

  async step(step) {
    this.at = step.at ?? this.at;
    const then = step.then ?? {};
    const before = Buffer.from(this.register.snapshotSync());
    const context = { now: this.at, actor: step.actor ?? OPERATOR };
    if (step.preview !== undefined) {
      await this.preview(step, context, then);
      this.unchanged(before, 'a preview');
      return;
    }
    if (step.command_id !== undefined) context.command_id = step.command_id;
    const reasons = this.register.why(step.command, context);
    const { made: decision, refusal } = await outcome(() => this.register.decide(step.command, context));
    this.unchanged(before, 'deciding');
    if (refusal !== undefined) {
      assert.ok(then.refused !== undefined, `refused: ${refusal.message}`);
      assert.deepEqual(told(reasons[0]), told(refusal), 'the first of all reasons is given');
      const again = await outcome(() => this.register.execute(step.command, context));
      assert.deepEqual(told(again.refusal), told(refusal));
      this.unchanged(before, 'a refused command');
      check(then.refused, told(refusal), 'refused');
      if (then.why !== undefined) assert.deepEqual(reasons.map((reason) => reason.code), then.why);
      return;
    }
    assert.ok(then.refused === undefined, `not refused: ${JSON.stringify(decision.commit)}`);
    assert.deepEqual(reasons, []);
    assert.equal(decision.repeated, then.repeated ?? false);
    const commit = this.register.execute(step.command, context);
    const found = commit.toJSON();
    assert.deepEqual(found, decision.commit.toJSON());
    assert.deepEqual([commit.repeated, decision.commit.repeated], [decision.repeated, decision.repeated]);
    for (const [part, expected] of Object.entries(then)) {
      if (part === 'repeated') continue;
      assert.ok(PARTS.includes(part), `${part} cannot be expected of a command that is carried out`);
      check(expected, found[part], part);
    }
    if (decision.repeated) this.unchanged(before, 'a repeated command');
    else this.commits.push(commit);
  }

  async preview({ preview: command, save }, context, then) {
    const names = { invite_learners: 'previewInvitations', import_domains: 'previewDomains', sync_roster: 'planRoster' };
    const name = names[command.kind];
    const { made, refusal } = await outcome(() => this.register[name](command, context));
    const refused = isRecord(then.refused);
    assert.equal(refusal !== undefined, refused, refusal?.message ?? 'the preview was not refused');
    if (refused) {
      check(then.refused, told(refusal), 'refused');
      return;
    }
    check(then, made, 'preview');
    if (save !== undefined) this.names[`$${save}`] = made.preview;
  }

  /** The register as of an earlier instant: a snapshot on the way, and the commits behind it. */
  async asOf(instant) {
    const replica = new Register();
    const taken = await replica.replayUntil(this.commits, instant);
    assert.equal(taken, replica.sequence);
    const half = Math.floor(taken / 2);
    const earlier = new Register();
    await earlier.applyMany(this.commits.slice(0, half));
    const restored = await Register.restore(await earlier.snapshot());
    assert.equal(await restored.replayUntil(this.commits, new Date(instant)), taken - half);
    assert.ok(Buffer.from(await restored.snapshot()).equals(Buffer.from(await replica.snapshot())));
    return restored;
  }

  /** Checks what holds after every scenario, whatever it is about. */
  async close() {
    await this.register.checkInvariants();
    const snapshot = Buffer.from(await this.register.snapshot());
    const replica = new Register();
    for (const commit of this.commits) replica.apply(Commit.fromJSON(JSON.stringify(commit)));
    assert.ok(Buffer.from(replica.snapshotSync()).equals(snapshot), 'replaying gives another register');
    const restored = await Register.restore(snapshot);
    assert.ok(Buffer.from(await restored.snapshot()).equals(snapshot), 'restoring gives another register');
    await restored.checkInvariants();
  }
}

async function ask(register, { ask: name, seen_by: context, with: given }) {
  const method = name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
  if (name === 'latest' || name === 'sequence') return register[method];
  if (context) {
    const { made, refusal } = await outcome(() => register.seenBy(context)[method](...Object.values(given)));
    return refusal ? { refused: told(refusal) } : made;
  }
  const { made, refusal } = await outcome(() => register[method](...BASES.questions[name].map((argument) => given[argument])));
  if (refusal) return { refused: told(refusal) };
  if (name === 'email_report') return reportOf(made);
  return made instanceof Uint8Array ? new TextDecoder().decode(made) : made;
}

for (const file of FILES) {
  describe(file, () => {
    for (const scenario of read(file).scenarios) {
      test(scenario.name, async () => {
        const run = new Run();
        await run.take(scenario.given);
        await run.take(scenario.when ?? []);
        const restored = await Register.restore(await run.register.snapshot());
        for (const question of resolve(scenario.then ?? [], run.names)) {
          const asked = question.as_of === undefined ? [run.register, restored] : [await run.asOf(question.as_of)];
          for (const register of asked) check(question.answer, await ask(register, question), question.ask);
        }
        await run.close();
      });
    }
  });
}
