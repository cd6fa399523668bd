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
  /** The resource, completed if the ARN is short, and with `*` for a policy variable: never less than the grant. */
  readonly resource: string;
  readonly conditions: readonly Condition[];
  /** The actions that a NotAction excludes; the action is then `*`. */
  readonly exceptActions: readonly string[];
  /** The resources that a NotResource excludes; the resource is then `*`. */
  readonly exceptResources: readonly string[];
  readonly statement: Statement;
}

/** One line of allowed calls: any of the actions on any of the resources, if all the conditions are present. */
export interface PermissionLine {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
  /** Whether `${…}` is a policy variable, both in its conditions and in those of the grant. */
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

/** Whether this one line allows everything that the grant allows. */
export function coveredBy(grant: Permission, line: PermissionLine): boolean {
  return reachesInto(grant, line) && conditionsMeet(line.conditions, grant.conditions, line.sameVariables);
}

/** The indexes of the lines that have the action, on any resource. */
export function linesWithAction(action: string, lines: readonly PermissionLine[]): number[] {
  return lines.flatMap((line, index) => (indexOf(line).actions(action) ? [index] : []));
}

/** Whether the line has the action and the resource, without its conditions. */
export function reachesInto(grant: Pick<Permission, 'action' | 'resource'>, line: PermissionLine): boolean {
  const { actions, resources } = indexOf(line);
  return actions(grant.action) && resources(grant.resource);
}

type Covers = (pattern: string) => boolean;

interface LineIndex {
  readonly actions: Covers;
  readonly resources: Covers;
}

/** A line can name thousands of users and is searched thousands of times, so it is indexed once. */
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

/** A pattern is inside itself, and otherwise only inside a pattern with wildcards. */
function coverage(
  outer: readonly string[],
  fold: (pattern: string) => string,
  containsOne: (outer: string, inner: string) => boolean,
): Covers {
  const listed = new Set(outer);
  const wild = outer.filter((pattern) => /[*?]/.test(pattern));
  if (wild.length === 0) return (pattern) => listed.has(fold(pattern));
  const covers: Covers = (pattern) => listed.has(fold(pattern)) || wild.some((one) => containsOne(one, pattern));
  // A statement with many actions and many resources asks for each action once for each resource.
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
