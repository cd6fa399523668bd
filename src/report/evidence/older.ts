import { isDeepStrictEqual } from 'node:util';
import type { Check, Finding } from '../../checks';
import { isArray, isObject, plainJson, type Json } from '../../json';
import type { Evidence } from './evidence';

/** Members that hold sentences, or that a release can change without another verdict. */
const notCompared: ReadonlySet<string> = new Set<
  keyof Check | keyof Finding | 'claim' | 'trusts' | 'typeList' | 'toolVersion'
>([
  ...(['claim', 'message', 'why', 'remedy', 'request', 'severity'] as const),
  ...(['trusts', 'notes', 'premises', 'notVisible', 'typeList', 'toolVersion'] as const),
]);

/** Lists what a newer release does not confirm in evidence of an older one. Empty if all of it is still true. */
export function differencesFromOlder(kept: Evidence, again: Evidence): string[] {
  const lines: string[] = [];
  const compare = (what: string, one: object, other: object): void => {
    if (!isPartOf(plainJson(one), plainJson(other))) lines.push(`${what} differ`);
  };
  const { report, ...facts } = kept;
  const { checks, ...summary } = report;
  if (report.verdict !== again.report.verdict)
    lines.push(`the verdict was ${report.verdict}, and is ${again.report.verdict}`);
  for (const check of checks) {
    const name = `${check.kind} ${check.file}`;
    const other = again.report.checks.find(({ kind, file }) => kind === check.kind && file === check.file);
    if (other === undefined) lines.push(`${name} was judged then, and is not judged now`);
    else compareChecks(check, other, (what, one, also) => compare(`${name}: ${what}`, one, also));
  }
  if (again.report.checks.length > checks.length) lines.push('more is judged now than then');
  for (const [name, value] of Object.entries(facts)) compare(`its ${name}`, { [name]: value }, again);
  if (lines.length === 0) compare('the reports', summary, again.report);
  return lines;
}

type Compare = (what: string, kept: object, again: object) => void;

function compareChecks(kept: Check, again: Check, compare: Compare): void {
  const { rules, findings, permissions, users, ...rest } = kept;
  compare('what the roles can do', permissions, again.permissions);
  compare('what the rotated users can do', users, again.users);
  const ids = new Set(rules.map(({ id }) => id));
  compare('its findings', byPlace(findings), byPlace(again.findings.filter(({ rule }) => ids.has(rule))));
  compare(
    'its rules',
    rules,
    rules.map(({ id }) => again.rules.find((rule) => rule.id === id) ?? null),
  );
  compare('its other members', rest, again);
}

/** Sorts findings in an order that does not depend on the order of the rules. */
function byPlace(findings: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ rule, place }: Finding): string =>
    [rule, place.address, place.pointer, place.statement, place.state, place.within].join('\n');
  return [...findings].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** The ids of the rules that the evidence does not know. */
export function rulesSince(kept: Evidence, again: Evidence): string[] {
  const known = new Set(kept.report.checks.flatMap(({ rules }) => rules.map(({ id }) => id)));
  const now = new Set(again.report.checks.flatMap(({ rules }) => rules.map(({ id }) => id)));
  return [...now].filter((id) => !known.has(id));
}

/** Reports whether everything in the first value is also in the second, apart from sentences. Lists must have the same length. */
function isPartOf(one: Json, other: Json | undefined): boolean {
  if (isArray(one)) {
    return isArray(other) && one.length === other.length && one.every((item, index) => isPartOf(item, other[index]));
  }
  if (!isObject(one)) return isDeepStrictEqual(one, other);
  if (!isObject(other)) return false;
  return Object.entries(one).every(
    ([name, value]) => (notCompared.has(name) && Object.hasOwn(other, name)) || isPartOf(value, other[name]),
  );
}
