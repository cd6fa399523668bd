import { isDeepStrictEqual } from 'node:util';
import type { Check, Finding } from '../../checks';
import { isArray, isObject, plainJson, type Json } from '../../json';
import { groupsByKey } from '../../text/grouped';
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
    const other = sameIn(again, check);
    if (other === undefined) lines.push(`${name} was judged then, and is not judged now`);
    else compareChecks(check, other, (what, one, also) => compare(`${name}: ${what}`, one, also));
  }
  if (again.report.checks.length > checks.length) lines.push('more is judged now than then');
  for (const [name, value] of Object.entries(facts)) compare(`its ${name}`, { [name]: value }, again);
  if (lines.length === 0) compare('the reports', summary, again.report);
  return lines;
}

/** The check of the same input. */
function sameIn({ report }: Evidence, { kind, file }: Check): Check | undefined {
  return report.checks.find((check) => check.kind === kind && check.file === file);
}

type Compare = (what: string, kept: object, again: object) => void;

function compareChecks(kept: Check, again: Check, compare: Compare): void {
  const { rules, findings, permissions, users, ...rest } = kept;
  compare('what the roles can do', permissions, again.permissions);
  compare('what the rotated users can do', users, again.users);
  const ids = new Set(rules.map(({ id }) => id));
  const added = new Set(addedNotes(kept, again));
  const same = again.findings.filter((finding) => ids.has(finding.rule) && !added.has(finding));
  compare('its findings', byPlace(findings), byPlace(same));
  compare(
    'its rules',
    rules,
    rules.map(({ id }) => again.rules.find((rule) => rule.id === id) ?? null),
  );
  compare('its other members', rest, again);
}

/** Returns the notes that the evidence does not have, although it has their rules. A note changes no verdict. */
function addedNotes(kept: Check, again: Check): readonly Finding[] {
  const ids = new Set(kept.rules.map(({ id }) => id));
  const left = groupsByKey(notesOf(kept), placeKey);
  return notesOf(again).filter((note) => {
    if (!ids.has(note.rule)) return false;
    const there = left.get(placeKey(note)) ?? [];
    const index = there.findIndex((one) => isPartOf(plainJson(one), plainJson(note)));
    if (index !== -1) there.splice(index, 1);
    return index === -1;
  });
}

function notesOf({ findings }: Check): readonly Finding[] {
  return findings.filter(({ verdict }) => verdict === 'note');
}

/** The ids of the rules of the evidence that have notes now which the evidence does not have. */
export function rulesWithAddedNotes(kept: Evidence, again: Evidence): string[] {
  const added = kept.report.checks.flatMap((check) => {
    const other = sameIn(again, check);
    return other === undefined ? [] : addedNotes(check, other);
  });
  return [...new Set(added.map(({ rule }) => rule))];
}

function placeKey({ rule, place }: Finding): string {
  return [rule, place.address, place.pointer, place.statement, place.state, place.within].join('\n');
}

/** Sorts findings in an order that does not depend on the order of the rules. */
function byPlace(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((one, other) => (placeKey(one) < placeKey(other) ? -1 : 1));
}

/** The ids of the rules that the evidence knows. */
export function rulesOf({ report }: Evidence): ReadonlySet<string> {
  return new Set(report.checks.flatMap(({ rules }) => rules.map(({ id }) => id)));
}

/** The ids of the rules that the evidence does not know. */
export function rulesSince(kept: Evidence, again: Evidence): string[] {
  const known = rulesOf(kept);
  return [...rulesOf(again)].filter((id) => !known.has(id));
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
