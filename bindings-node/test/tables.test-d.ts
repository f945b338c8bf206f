// What the type checker makes of reports as tables.

import { Readable } from 'node:stream';

import {
  ReadTableOptions, Report, UsageRow, WriteForm, iterUsageReport, readMembershipReport, readUsage, readUsageReport, writeUsageReport,
} from '../index.js';

async function read(path: string, signal: AbortSignal): Promise<number> {
  const report = await readUsageReport(path, { signal, batchRows: 1000, onProgress: (done, total) => total ?? done });
  const problems: number = report.problems.total;
  const completions: number = (await report.summary(await readMembershipReport(new Uint8Array(0)))).course_completions;
  for await (const rows of report) {
    for (const row of rows) {
      const email: string = row.email;
      const completed: boolean = row.completed;
      const progress: string | null = row.overall_progress;
      // @ts-expect-error a time is text
      const time: Date = row.enrollment_time;
      void [email, completed, progress, time, row['Mood']];
    }
  }
  const ipc: Uint8Array = await report.toArrowIPC();
  await writeUsageReport(ipc);
  await writeUsageReport(report, { guardFormulas: true });
  return problems + completions;
}

async function stream(source: Readable): Promise<UsageRow[]> {
  const kept: UsageRow[] = [];
  for await (const rows of iterUsageReport(source)) kept.push(...rows);
  await writeUsageReport(kept);
  const written: number = await writeUsageReport(kept, 'usage.csv', { dialect: 'export_2026', form: { separator: 'semicolon' } });
  const form: WriteForm = { separator: 'tab', line_end: null };
  await writeUsageReport(kept, { form });
  await writeUsageReport(kept, { form: (await readUsage(new Uint8Array(0))).form });
  // @ts-expect-error a form has no such field
  await writeUsageReport(kept, { form: { delimiter: 'tab' } });
  await writeUsageReport(source, process.stdout);
  await writeUsageReport(iterUsageReport(source), process.stdout);
  const options: ReadTableOptions = { batchRows: 10, lenient: true, dialect: null };
  iterUsageReport(source, options);
  // @ts-expect-error a file that is read as a whole has no batches
  await readUsage(new Uint8Array(0), { batchRows: 10 });
  // @ts-expect-error there is no such dialect
  await writeUsageReport(kept, { dialect: '2026' });
  void written;
  // @ts-expect-error a count is no text
  await writeUsageReport([{ email: 5 }]);
  // @ts-expect-error reports are made by reading
  new Report();
  return kept;
}

void [read, stream];
