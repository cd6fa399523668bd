import { isDeepStrictEqual } from 'node:util';
import { plainJson } from '../../json';
import type { Report } from '../../checks';
import type { Evidence } from './evidence';

/** Lists the differences between kept evidence and evidence that was made again. Empty if the evidence holds. */
export function differences(kept: Evidence, again: Evidence): string[] {
  const lines = differencesOfReports(kept.report, again.report);
  const members = new Map<string, unknown>(Object.entries(again));
  for (const [name, value] of Object.entries(kept))
    if (name !== 'report' && !isSame(value, members.get(name))) lines.push(`its ${name} differ`);
  for (const name of members.keys()) if (!Object.hasOwn(kept, name)) lines.push(`its ${name} differ`);
  return lines;
}

function differencesOfReports(kept: Report, again: Report): string[] {
  const lines: string[] = [];
  const compare = (what: string, one: unknown, other: unknown): void => {
    if (!isSame(one, other)) lines.push(`${what} differ`);
  };
  if (kept.verdict !== again.verdict) lines.push(`the verdict was ${kept.verdict}, and is ${again.verdict}`);
  if (kept.typeList !== again.typeList)
    lines.push(`the list of resource types was ${kept.typeList}, and is ${again.typeList}`);
  const byName = new Map(again.checks.map((check) => [`${check.kind} ${check.file}`, check]));
  for (const check of kept.checks) {
    const name = `${check.kind} ${check.file}`;
    const other = byName.get(name);
    if (other === undefined) lines.push(`${name} was judged then, and is not judged now`);
    else {
      compare(`${name}: what the roles can do`, check.permissions, other.permissions);
      compare(`${name}: what the rotated users can do`, check.users, other.users);
      compare(`${name}: its findings`, check.findings, other.findings);
      compare(`${name}: its premises`, [check.premises, check.notVisible], [other.premises, other.notVisible]);
      compare(`${name}: its rules`, check.rules, other.rules);
    }
  }
  if (again.checks.length > kept.checks.length) lines.push('more is judged now than then');
  if (lines.length === 0) compare('the reports', kept, again);
  return lines;
}

/** Compares two JSON values. The order of members does not count. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(asJson(one), asJson(other));
}

function asJson(value: unknown): unknown {
  return value === undefined ? undefined : plainJson(value);
}
