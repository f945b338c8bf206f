// Checked by `tsc --strict`, never run.
import { GradebookAccumulator, OPERATOR, Register, dueBetween, nextDue, readAttempts, readGradebook } from 'matricula';
import type { AssessmentAttempt, DueReport, GradebookRequest, ReportSchedule } from 'matricula';

export async function gradebook(register: Register, bytes: Uint8Array): Promise<void> {
  const attempt: AssessmentAttempt = {
    email: 'jo@example.com', program_slug: 'p', course_id: 'c', item_id: 'i', attempt: 1, submitted_at: new Date(), item_grade: '88.25',
  };
  const facts = new GradebookAccumulator();
  facts.observe(attempt);
  const { rows, lines } = await readAttempts(bytes, { guardFormulas: true });
  const count: number = await facts.observeMany(rows);
  const used: number = (await facts.read('attempts.csv', { lenient: true })).used;
  await facts.merge(await GradebookAccumulator.fromBytes(await facts.toBytes()));
  const level = register.gradebookLevel({ kind: 'program', programs: ['p'] }, { now: new Date(), actor: OPERATOR });
  const request: GradebookRequest = { level, options: { layout: 'wide', from: new Date(0) } };
  const { files, summary } = await facts.finish(request, new Date());
  const first: { name: string; bytes: Uint8Array } | undefined = files[0];
  const passed: string | undefined = (await readGradebook(bytes)).rows[0]?.is_item_passed;
  const kinds: string[] = summary.findings.map((finding) => finding.kind + (finding.attempt ?? ''));
  console.log(count, used, lines, first, passed, kinds, summary.expires_at);
}

export function schedule(schedule: ReportSchedule): DueReport[] {
  const next: DueReport | null = nextDue(schedule, new Date());
  return next === null ? [] : dueBetween(schedule, next.at, '2030-01-01T00:00:00.000Z', 10);
}
