import { actionContains } from './action';
import { foldAscii } from '../../text/ascii';
import { conditionsMeet } from '../conditions/implication';
import type { Condition, PolicyVersion, Statement } from '../policy/document';
import { contains } from '../pattern/pattern';
import { normaliseResource } from './resource';
import { widenVariables } from '../conditions/variables';

/** One action pattern on one resource pattern that an Allow statement grants under its conditions. */
export interface Permission {
  readonly action: string;
  /** Completed where the ARN is short, and with `*` for a policy variable: never less than what is granted. */
  readonly resource: string;
  readonly conditions: readonly Condition[];
  /** What a NotAction takes away; the action is then `*`. */
  readonly exceptActions: readonly string[];
  /** What a NotResource takes away; the resource is then `*`. */
  readonly exceptResources: readonly string[];
  readonly statement: Statement;
}

/** What is allowed: any of the actions on any of the resources, where all the conditions are demanded. */
export interface PermissionLine {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
  /** A `${…}` in its conditions is a policy variable, and so is one in those of the grant. */
  readonly sameVariables?: boolean;
}

/** Every pair of an action and a resource in a statement, one at a time; none for a Deny. */
export function* permissionsOf(statement: Statement, version: PolicyVersion | undefined): Generator<Permission, void> {
  if (statement.effect === 'Deny') return;
  const { action, resource, conditions } = statement;
  const exceptActions = action.negated ? action.patterns : [];
  const exceptResources = resource?.negated ? resource.patterns : [];
  const resources = resource && !resource.negated ? resource.patterns : ['*'];
  const readings = new Set(resources.map((one) => normaliseResource(widenVariables(one, version))));
  for (const pattern of action.negated ? ['*'] : action.patterns) {
    for (const reading of readings) {
      yield { action: pattern, resource: reading, conditions, exceptActions, exceptResources, statement };
    }
  }
}

/** Whether all that the grant allows is allowed by this one line. */
export function coveredBy(grant: Permission, line: PermissionLine): boolean {
  return reachesInto(grant, line) && conditionsMeet(line.conditions, grant.conditions, line.sameVariables);
}

/** The places of the lines that have the action; on which resources is another question. */
export function linesWithAction(action: string, lines: readonly PermissionLine[]): number[] {
  return lines.flatMap((line, index) => (indexOf(line).actions(action) ? [index] : []));
}

/** Whether the action and the resource lie in the line, without a look at conditions. */
export function reachesInto(grant: Pick<Permission, 'action' | 'resource'>, line: PermissionLine): boolean {
  const { actions, resources } = indexOf(line);
  return actions(grant.action) && resources(grant.resource);
}

type Covers = (pattern: string) => boolean;

interface LineIndex {
  readonly actions: Covers;
  readonly resources: Covers;
}

/** A line names thousands of users and is asked thousands of times: it is put in order once. */
const indices = new WeakMap<PermissionLine, LineIndex>();

function indexOf(line: PermissionLine): LineIndex {
  const known = indices.get(line);
  if (known !== undefined) return known;
  const index = {
    actions: coverage(line.actions.map(foldAscii), (pattern) => foldAscii(pattern), actionContains),
    resources: coverage(line.resources, (pattern) => pattern, contains),
  };
  indices.set(line, index);
  return index;
}

/** A pattern lies in itself, and else only in one with wildcards. */
function coverage(
  outer: readonly string[],
  fold: (pattern: string) => string,
  containsOne: (outer: string, inner: string) => boolean,
): Covers {
  const listed = new Set(outer);
  const wild = outer.filter((pattern) => /[*?]/.test(pattern));
  const covers: Covers = (pattern) => listed.has(fold(pattern)) || wild.some((one) => containsOne(one, pattern));
  // A statement of many actions and many resources asks for each of them once for each of the others.
  const answers = new Map<string, boolean>();
  return (pattern) => {
    const known = answers.get(pattern);
    if (known !== undefined) return known;
    if (answers.size >= mostAnswers) answers.clear();
    const answer = covers(pattern);
    answers.set(pattern, answer);
    return answer;
  };
}

const mostAnswers = 2000;
