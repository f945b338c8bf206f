// Checked by `tsc --strict`, never run.
import { FiguresAccumulator, GroupAccumulator, SpecializationDifference, SummaryAccumulator, UsageDifference, specializationChangesToArrowIPC } from 'matricula';
import type { FileRead, MembershipRow, SpecializationChangeKind, UsageRow } from 'matricula';

export async function compare(bytes: Uint8Array, rows: readonly UsageRow[]): Promise<void> {
  const usage = new UsageDifference();
  const read: FileRead = await usage.readBefore('monday.csv', { lenient: true });
  const count: number = await usage.observeAfter(rows);
  await usage.merge(await UsageDifference.fromBytes(await usage.toBytes()));
  const names: (string | undefined)[] = (await usage.finish()).changes.map((change) => change.kinds[0]);
  const specializations = await SpecializationDifference.fromBytes(bytes);
  const { changes } = await specializations.finish();
  const kinds: SpecializationChangeKind[] | undefined = changes[0]?.kinds;
  // @ts-expect-error What was taken in of another report.
  await usage.merge(specializations);
  console.log(read.used, count, names, kinds, await specializationChangesToArrowIPC(changes));
}

export async function group(rows: readonly UsageRow[]): Promise<number> {
  const groups = new GroupAccumulator(['contract', 'business_unit']);
  await groups.observeUsage(rows);
  await groups.merge(await GroupAccumulator.fromBytes(await groups.toBytes()));
  return (await groups.finish()).groups.length;
}

export async function figures(usage: readonly UsageRow[], membership: readonly MembershipRow[]): Promise<[number, number]> {
  const [summary, seven] = [new SummaryAccumulator(), new FiguresAccumulator()];
  const read: FileRead = await summary.readUsage('monday.csv', { lenient: true });
  await summary.observeUsage(usage);
  await summary.observeMembership(membership);
  await seven.observeUsage(usage);
  await summary.merge(await SummaryAccumulator.fromBytes(await summary.toBytes()));
  // @ts-expect-error It has no membership report.
  await seven.readMembership('members.csv');
  console.log(read.used);
  return [(await summary.finish()).joined_not_enrolled, (await seven.finish()).unique_learners];
}
