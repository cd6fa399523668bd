import { grouped } from '../text/grouped';
import type { AuditFinding, EnvironmentAudit, Part, ShardAudit } from './document';

/** The most shards that one line names. */
const most = 5;

/**
 * The findings of a part for people. They are grouped by shard, and each names its shard. Machines or roles of several shards that have the same
 * problem are one finding.
 */
export function shownFindings(
  { findings }: Part,
  { shards }: Pick<EnvironmentAudit, 'shards'>,
): readonly AuditFinding[] {
  if (shards === undefined) return findings;
  const ofOne = new Set(shards.flatMap(namesOf));
  const same = grouped(findings, (finding) => {
    const { gravity, kind, message, subject, remedy, shard } = finding;
    const isOfShard = shard !== undefined && subject !== null && ofOne.has(subject);
    return isOfShard ? [gravity, kind, message.replaceAll(subject, ''), remedy] : [finding];
  });
  const shown = same.flatMap((some): AuditFinding[] => {
    const [first] = some;
    return first === undefined ? [] : [inShards(first, some)];
  });
  return grouped(shown, ({ shard }) => shard ?? null).flat();
}

function namesOf({ machine, role }: ShardAudit): string[] {
  return [machine, machine.split(':').at(-1) ?? '', role];
}

function inShards(finding: AuditFinding, same: readonly AuditFinding[]): AuditFinding {
  const names = same.flatMap(({ shard }) => (shard === undefined ? [] : [shard]));
  if (names.length === 0) return finding;
  const left = names.length > most ? ` and ${names.length - most} more` : '';
  const who = `${names.length === 1 ? 'shard' : 'shards'} ${names.slice(0, most).join(', ')}${left}`;
  return { ...finding, message: `${who}: ${finding.message}` };
}
