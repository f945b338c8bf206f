/** The options of the command line, and the four files that come in. */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { readActivity, readCatalog, readInvitations, readWhitelist } from './package.mjs';

export const HELP = `\
Runs one organization through a year and writes its email report.

Options, each with a file of your own in place of the example's:
  --invitations FILE   the invited learners: Full Name, Email, External ID
  --whitelist FILE     email domains, one a line
  --catalog FILE       courses and specializations: Type, Name, Partner and more
  --activity FILE      what people did, in order of time: Time, Action, Program, Email and more
  --out FOLDER         where the files are written (default: out)
  --help               this text
`;

const READERS = {
  invitations: readInvitations,
  whitelist: readWhitelist,
  catalog: readCatalog,
  activity: readActivity,
};

/** What stands against running at all; nothing was done. */
export class Unusable extends Error {
  constructor(problems) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** The files and the folder by option; null if help is wanted. */
export function readOptions(words) {
  const here = 'examples/data';
  const data = existsSync(here) ? here : fileURLToPath(new URL('../data', import.meta.url));
  const found = { out: 'out' };
  for (const name of Object.keys(READERS)) found[name] = `${data}/${name}.csv`;
  const rest = words.values();
  for (const word of rest) {
    const [, option, given] = /^([^=]*)(?:=(.*))?$/s.exec(word);
    if (option === '--help' || option === '-h') return null;
    if (!option.startsWith('--') || !Object.hasOwn(found, option.slice(2))) {
      throw new Unusable([`there is no option \`${option}\`; \`--help\` lists them`]);
    }
    const value = given ?? rest.next().value;
    if (!value) throw new Unusable([`\`${option}\` needs a value, as \`${option} FILE\`; \`--help\` lists them`]);
    found[option.slice(2)] = value;
  }
  return found;
}

/** Reads the files. Whatever is wrong with them is told at once, and before anything is done. */
export async function readInputs(options) {
  const unusable = [];
  const bytes = {};
  for (const name of Object.keys(READERS)) {
    try {
      bytes[name] = await readFile(options[name]);
    } catch (error) {
      unusable.push(`\`${options[name]}\` cannot be read: ${error.message}`);
    }
  }
  if (unusable.length > 0) throw new Unusable(unusable);
  const inputs = {};
  for (const [name, read] of Object.entries(READERS)) {
    inputs[name] = await read(bytes[name]);
    // Without its header line no row means anything.
    const header = inputs[name].problems.kept.filter((problem) => problem.record === 0);
    unusable.push(...header.map((problem) => `\`${options[name]}\`: ${problem.message}`));
  }
  if (unusable.length > 0) throw new Unusable(unusable);
  return inputs;
}
