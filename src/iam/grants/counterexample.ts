import { actionMatches } from './action';
import { foldAscii } from '../../text/ascii';
import type { ResourcePlace } from '../arn';
import { unmetConditions } from '../conditions/implication';
import type { Condition } from '../policy/document';
import { exampleResources, knownActions } from './example-requests';
import { coveredBy, reachesInto, type Permission, type PermissionLine } from './permissions';
import { contains, matches, overlaps } from '../pattern/pattern';
import { readableCandidates, witness } from '../pattern/witness';

/** A concrete action on a concrete resource. */
export interface ExampleCall {
  readonly action: string;
  readonly resource: string;
}

/** The reason why no single line covers a grant. */
export type Shortfall =
  /** This call is granted, but no line allows it. */
  | { readonly kind: 'outside'; readonly call: ExampleCall }
  /** A line allows the action and the resource of the call, but the grant lacks conditions that the line requires. */
  | {
      readonly kind: 'conditions';
      readonly call: ExampleCall;
      readonly line: number;
      readonly missing: readonly Condition[];
    }
  /** No call outside the lines was found: only several lines together (given by their places) cover the grant. */
  | { readonly kind: 'several'; readonly lines: readonly number[] };

/**
 * A call that the grant allows and the lines do not; undefined if one line covers the grant. The decision is exact. The call is chosen from
 * well-known examples, so that a reader sees its effect immediately.
 * @param near the account and region of the examples, if neither the grant nor the lines have one
 */
export function shortfall(
  grant: Permission,
  lines: readonly PermissionLine[],
  near?: ResourcePlace,
): Shortfall | undefined {
  if (lines.some((line) => coveredBy(grant, line))) return undefined;

  const reached = lines.findIndex((line) => reachesInto(grant, line));
  if (reached >= 0) return withoutConditions(grant, lines, reached, near);

  const touching = lines.flatMap((line, index) => (touches(grant, line) ? [{ line, index }] : []));
  const touched = touching.map(({ line }) => line);
  for (const call of callsOf(grant, touched, near)) {
    if (!touched.some((line) => reachesInto(call, line))) return { kind: 'outside', call };
  }
  const lax = touching.find(({ line }) => unmetOf(line, grant).length > 0);
  if (lax !== undefined) return withoutConditions(grant, lines, lax.index, near);
  return { kind: 'several', lines: touching.map(({ index }) => index) };
}

/** A call that the line allows under conditions, and the grant without them. */
function withoutConditions(
  grant: Permission,
  lines: readonly PermissionLine[],
  index: number,
  near: ResourcePlace | undefined,
): Shortfall {
  const line = lines[index] ?? { actions: [], resources: [], conditions: [] };
  const calls = Array.from(callsOf(grant, [line], near));
  const call = calls.find((one) => reachesInto(one, line)) ?? { action: grant.action, resource: grant.resource };
  return { kind: 'conditions', call, line: index, missing: unmetOf(line, grant) };
}

function unmetOf({ conditions, sameVariables }: PermissionLine, grant: Permission): Condition[] {
  return unmetConditions(conditions, grant.conditions, sameVariables);
}

/** Whether at least one call is both in the grant and in the line. */
function touches(grant: Permission, line: PermissionLine): boolean {
  return (
    line.actions.some((action) => overlaps(foldAscii(action), foldAscii(grant.action))) &&
    line.resources.some((resource) => overlaps(resource, grant.resource))
  );
}

/** The limit of lines and patterns that are searched one by one for an example. */
const searched = 40;
/** The limit of examples that are tested. Each test looks at everything that a NotAction or a NotResource excludes. */
const mostExamples = 600;
const mostWithExceptions = 100;

/**
 * Calls that the grant allows, the best known first. They are made one at a time, because usually the first one is outside and no other is needed.
 */
function* callsOf(
  grant: Permission,
  lines: readonly PermissionLine[],
  near: ResourcePlace | undefined,
): Generator<ExampleCall, void> {
  const hasExceptions = grant.exceptActions.length + grant.exceptResources.length > 0;
  let left = hasExceptions ? mostWithExceptions : mostExamples;
  for (const action of actionsOf(grant, lines)) {
    for (const resource of resourceCandidates(grant, action, lines, near)) {
      if (left-- <= 0) return;
      if (isGrantedOn(grant, resource)) yield { action, resource };
    }
  }
}

/** Actions that the grant allows. Actions that no line names come first. */
function* actionsOf(grant: Permission, lines: readonly PermissionLine[]): Generator<string, void> {
  if (!/[*?]/.test(grant.action)) {
    yield grant.action;
    return;
  }
  const inLines: string[] = [];
  for (const action of actionCandidates(grant, lines)) {
    if (!isPlain(action) || !actionMatches(grant.action, action)) continue;
    if (grant.exceptActions.some((one) => actionMatches(one, action))) continue;
    if (lines.some((line) => line.actions.some((one) => actionMatches(one, action)))) inLines.push(action);
    else yield action;
  }
  yield* inLines;
}

function* actionCandidates(grant: Permission, lines: readonly PermissionLine[]): Generator<string, void> {
  yield* knownActions;
  yield* readableCandidates(grant.action);
  for (const action of lines.flatMap((line) => line.actions).slice(0, searched)) {
    const beside = witness(foldAscii(grant.action), foldAscii(action));
    if (beside !== undefined) yield beside;
    yield action;
  }
}

function* resourceCandidates(
  grant: Permission,
  action: string,
  lines: readonly PermissionLine[],
  near: ResourcePlace | undefined,
): Generator<string, void> {
  if (!/[*?]/.test(grant.resource)) {
    yield grant.resource;
    return;
  }
  const named = lines.flatMap((line) => line.resources).slice(0, searched);
  yield* exampleResources(action, [grant.resource, ...named], near);
  yield* readableCandidates(grant.resource);
  for (const resource of named) {
    const beside = witness(grant.resource, resource);
    if (beside !== undefined) yield beside;
    yield* readableCandidates(resource);
  }
}

function isGrantedOn(grant: Permission, resource: string): boolean {
  if (!/[*?]/.test(grant.resource)) return true;
  return (
    isPlain(resource) &&
    matches(grant.resource, resource) &&
    !grant.exceptResources.some((one) => contains(one, resource))
  );
}

function isPlain(text: string): boolean {
  return !/[*?]/.test(text);
}
