// How many learners can join and enroll a second through the Node package, one command at a time and in batches.
//
//     npm --prefix bindings-node run build
//     node benches/node_pairs.mjs [learners, 1000000 unless said otherwise]
import { OPERATOR, Register } from '../bindings-node/index.mjs';

const learners = Number(process.argv[2] ?? 1_000_000);
const BATCH = 16_384;

const id = (kind, number) => `${kind}0000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
const context = { now: '2026-01-05T08:00:00.000Z', actor: OPERATOR };
const [organization, contract, program, course, collection] = [1, 2, 3, 4, 5].map((number) => id('1', number));

function prepared() {
  const register = new Register();
  register.reserve(learners, learners);
  for (const command of [
    { kind: 'create_organization', organization, name: 'Acme', domains: ['acme.example'] },
    {
      kind: 'create_contract', contract, name: 'Year 1', terms: { kind: 'unlimited' },
      starts_at: '2026-01-01T00:00:00.000Z', ends_at: '2027-01-01T00:00:00.000Z',
    },
    { kind: 'create_program', program, name: 'Program', slug: 'program', url: 'https://learn.example/program', tagline: '' },
    { kind: 'add_course', course, name: 'Tea', slug: 'tea', partner: 'Leaf University' },
    { kind: 'create_collection', program, collection, name: 'All', description: '' },
    { kind: 'add_to_collection', program, collection, items: [{ kind: 'course', course }] },
    { kind: 'add_domain', program, domain: 'acme.example', contract },
  ]) {
    register.execute(command, context);
  }
  return register;
}

const join = (number) => ({
  kind: 'join_program', program, learner: id('2', number), name: 'Jo Doe', email: `jo.doe.${number}@acme.example`,
});
const enroll = (number) => ({
  kind: 'enroll_in_course', program, learner: id('2', number), course, source: collection,
});

function pairs(first, count) {
  const commands = [];
  for (let number = first; number < first + count; number += 1) commands.push(join(number), enroll(number));
  return commands;
}

/** Commands are made some at a time and beforehand, so that neither making nor keeping them is counted. */
const GROUP = 8 * BATCH;

/** Carries all of it out and shows the rate, and the processor time that a pair took on all threads together. */
async function measure(what, carryOut) {
  const register = prepared();
  let [spent, processor] = [0, 0];
  for (let first = 0; first < learners; first += GROUP) {
    const commands = pairs(first, Math.min(GROUP, learners - first));
    const [began, used] = [performance.now(), process.cpuUsage()];
    await carryOut(register, commands);
    spent += performance.now() - began;
    const { user, system } = process.cpuUsage(used);
    processor += user + system;
  }
  if (register.size().enrollments !== learners) throw new Error('not every pair was carried out');
  const [rate, each] = [Math.round((learners / spent) * 1000), (processor / learners).toFixed(2)];
  console.log(`${what}: ${rate.toLocaleString('en')} pairs/s, ${each} µs of processor time a pair`);
}

function* batches(commands) {
  for (let first = 0; first < commands.length; first += 2 * BATCH) yield commands.slice(first, first + 2 * BATCH);
}

console.log(`${learners.toLocaleString('en')} learners join and enroll`);

await measure('one by one', (register, commands) => {
  for (const command of commands) register.execute(command, context);
});

await measure('in batches, at once', (register, commands) => {
  for (const batch of batches(commands)) register.executeManySync(batch, context);
});

// Two batches are under way at a time: one is read while the other is executed.
await measure('in batches, off the event loop', async (register, commands) => {
  let before = null;
  for (const batch of batches(commands)) {
    const next = register.executeMany(batch, context);
    await before;
    before = next;
  }
  await before;
});
