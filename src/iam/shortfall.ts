import { actionMatches } from './action';
import { foldAscii } from './ascii';
import { unmetConditions } from './conditions-meet';
import type { Condition } from './document';
import { exampleResources, knownActions } from './examples';
import { coveredBy, reachesInto, type Grant, type GrantLine } from './grants';
import { contains, matches, overlaps } from './pattern';
import { readableCandidates, witness } from './witness';

/** A concrete action on a concrete resource. */
export interface Call {
  readonly action: string;
  readonly resource: string;
}

/** Why a grant lies in no single line. */
export type Shortfall =
  /** This call is granted and is in no line. */
  | { readonly kind: 'outside'; readonly call: Call }
  /** The call is in the line by action and resource, but the grant lacks conditions that the line demands. */
  | { readonly kind: 'conditions'; readonly call: Call; readonly line: number; readonly missing: readonly Condition[] }
  /** No call outside the lines was found: only several of them (by their places) cover the grant together. */
  | { readonly kind: 'several'; readonly lines: readonly number[] };

/**
 * What a grant allows beyond the lines, or nothing where one line covers it. Whether it is covered is exact; the call is searched
 * among telling examples, so that a reader sees at once what could be done.
 */
export function shortfall(grant: Grant, lines: readonly GrantLine[]): Shortfall | undefined {
  if (lines.some((line) => coveredBy(grant, line))) return undefined;

  const reached = lines.findIndex((line) => reachesInto(grant, line));
  if (reached >= 0) return withoutConditions(grant, lines, reached);

  const touching = lines.flatMap((line, index) => (touches(grant, line) ? [{ line, index }] : []));
  const touched = touching.map(({ line }) => line);
  for (const call of callsOf(grant, touched)) {
    if (!touched.some((line) => reachesInto(call, line))) return { kind: 'outside', call };
  }
  const lax = touching.find(({ line }) => unmetConditions(line.conditions, grant.conditions).length > 0);
  if (lax !== undefined) return withoutConditions(grant, lines, lax.index);
  return { kind: 'several', lines: touching.map(({ index }) => index) };
}

/** A call that the line allows under conditions, and the grant without them. */
function withoutConditions(grant: Grant, lines: readonly GrantLine[], index: number): Shortfall {
  const line = lines[index] ?? { actions: [], resources: [], conditions: [] };
  const calls = Array.from(callsOf(grant, [line]));
  const call = calls.find((one) => reachesInto(one, line)) ?? { action: grant.action, resource: grant.resource };
  return { kind: 'conditions', call, line: index, missing: unmetConditions(line.conditions, grant.conditions) };
}

/** Whether some call is both in the grant and in the line. */
function touches(grant: Grant, line: GrantLine): boolean {
  return (
    line.actions.some((action) => overlaps(foldAscii(action), foldAscii(grant.action))) &&
    line.resources.some((resource) => overlaps(resource, grant.resource))
  );
}

/** More lines and patterns than this are not searched one by one for an example. */
const searched = 40;

/** Calls that the grant allows, the most telling first. */
function* callsOf(grant: Grant, lines: readonly GrantLine[]): Generator<Call, void> {
  for (const action of actionsOf(grant, lines)) {
    for (const resource of resourcesOf(grant, action, lines)) yield { action, resource };
  }
}

function actionsOf(grant: Grant, lines: readonly GrantLine[]): string[] {
  if (!/[*?]/.test(grant.action)) return [grant.action];
  const beside = lines
    .flatMap((line) => line.actions)
    .slice(0, searched)
    .flatMap((action) => [witness(foldAscii(grant.action), foldAscii(action)) ?? [], action].flat());
  const candidates = [...knownActions, ...readableCandidates(grant.action), ...beside];
  const inLines = (action: string): boolean =>
    lines.some((line) => line.actions.some((one) => actionMatches(one, action)));
  return [...new Set(candidates)]
    .filter((action) => actionMatches(grant.action, action) && isPlain(action))
    .filter((action) => !grant.exceptActions.some((one) => actionMatches(one, action)))
    .sort((a, b) => Number(inLines(a)) - Number(inLines(b)));
}

function resourcesOf(grant: Grant, action: string, lines: readonly GrantLine[]): string[] {
  if (!/[*?]/.test(grant.resource)) return [grant.resource];
  const named = lines.flatMap((line) => line.resources).slice(0, searched);
  const beside = named.flatMap((resource) =>
    [witness(grant.resource, resource) ?? [], readableCandidates(resource)].flat(),
  );
  const candidates = [
    ...exampleResources(action, [grant.resource, ...named]),
    ...readableCandidates(grant.resource),
    ...beside,
  ];
  return [...new Set(candidates)]
    .filter((resource) => matches(grant.resource, resource) && isPlain(resource))
    .filter((resource) => !grant.exceptResources.some((one) => contains(one, resource)));
}

function isPlain(text: string): boolean {
  return !/[*?]/.test(text);
}
