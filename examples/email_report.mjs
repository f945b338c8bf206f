/**
 * One organization's whole life in a year: the main job, over the Node package.
 *
 * It does what `cargo run --example email_report` does, and writes and prints the same bytes. `--help` lists the options.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HELP, Unusable, readInputs, readOptions } from './email_report_parts/inputs.mjs';
import { setUp } from './email_report_parts/organization.mjs';
import { overviewOf, pictureOf } from './email_report_parts/overview.mjs';
import { svgOf } from './email_report_parts/picture.mjs';
import { printed } from './email_report_parts/printed.mjs';
import { live } from './email_report_parts/year.mjs';

/** Cells, row by row, as a file. */
function table(rows) {
  const cell = (value) => {
    const text = String(value);
    return /[,"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

const OUTCOME = ['Line', 'Result', 'Code', 'Rule', 'Message'];
const outcome = ({ line, result, code, rule, message }) => [line, result, code, rule, message];

async function run(options, inputs) {
  const organization = await setUp(inputs);
  const refused = live(organization, inputs.activity);
  const overview = overviewOf(organization);
  // Names are typed by people, and a spreadsheet would run some of them.
  const request = { contracts: 'all_time', guard_formulas: true };
  const context = { now: overview.asOf, actor: organization.administrator };
  const report = await organization.register.emailReport(request, context);
  const summary = new TextDecoder().decode(report.summaryCsv);
  const whitelist = organization.whitelist.flatMap(({ slug, rows }) => rows.map((row) => [slug, ...outcome(row)]));
  const activity = refused.map((row) => {
    const [line, ...others] = outcome(row);
    return [line, row.time, row.action, ...others];
  });
  const files = {
    'email-report.zip': report.archive,
    'member-report.csv': report.membership,
    'usage-report.csv': report.usage,
    'specialization-report.csv': report.specialization,
    'summary.csv': report.summaryCsv,
    'import-result.csv': table([OUTCOME, ...organization.invitations.map(outcome)]),
    'whitelist-result.csv': table([['Program', ...OUTCOME], ...whitelist]),
    'refused-catalog.csv': table([OUTCOME, ...organization.refusedCatalog.map(outcome)]),
    'refused-activity.csv': table([['Line', 'Time', 'Action', ...OUTCOME.slice(1)], ...activity]),
    'picture.svg': svgOf(pictureOf(organization, overview)),
  };
  await mkdir(options.out, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(options.out, name), content);
  return printed({ options, inputs, organization, refused, overview, summary, files: Object.keys(files) });
}

async function main(words) {
  let options;
  let inputs;
  try {
    options = readOptions(words);
    if (options === null) {
      process.stdout.write(HELP);
      return 0;
    }
    inputs = await readInputs(options);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    for (const problem of error.problems) console.error(`email_report: ${problem}`);
    return 2;
  }
  try {
    process.stdout.write(await run(options, inputs));
    return 0;
  } catch (error) {
    console.error(`email_report: ${error.message}`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
