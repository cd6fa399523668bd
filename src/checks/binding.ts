import { attribute, isList, isObject, textOf, type Value, type ValueObject } from '../terraform';
import { typeOf, type DefinedState, type Definition } from './definition';
import { edgesOf, type Edge } from './graph';
import { plainPath } from './paths';

/** What is known of the user and the secret at a state: the one text that each is, or nothing. */
export interface Bound {
  readonly userName: string | undefined;
  readonly secretName: string | undefined;
}

const unbound: Bound = { userName: undefined, secretName: undefined };
/** More alternatives than a machine of the largest size that AWS takes can list. */
const mostAlternatives = 20_000;

/**
 * What `$.userName` and `$.secretName` can be at each state that can be reached: a Choice rule that compares them with texts binds them,
 * and whatever may write them looses them again. Undefined where there are more alternatives than can be followed.
 */
export function boundAt(definition: Definition): ReadonlyMap<string, readonly Bound[]> | undefined {
  const known = new Map<string, Map<string, Bound>>();
  const said = new Map<Edge, Bound[]>();
  const waiting: [string, Bound][] = [[definition.startAt, unbound]];
  let count = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [name, bound] = next;
    const state = definition.top.get(name);
    const seen = known.get(name) ?? new Map<string, Bound>();
    const key = keyOf(bound);
    if (state === undefined || seen.has(key)) continue;
    known.set(name, seen.set(key, bound));
    count += 1;
    if (count > mostAlternatives) return undefined;
    for (const edge of edgesOf(state)) {
      for (const after of across(edge, bound, said)) waiting.push([edge.to, after]);
    }
  }
  return new Map([...known].map(([name, alternatives]) => [name, [...alternatives.values()]]));
}

function keyOf({ userName, secretName }: Bound): string {
  return `${userName === undefined ? '' : JSON.stringify(userName)} ${secretName === undefined ? '' : JSON.stringify(secretName)}`;
}

function across(edge: Edge, bound: Bound, said: Map<Edge, Bound[]>): readonly Bound[] {
  if (edge.kind === 'choice' && edge.rule !== undefined && !isReRooted(edge.from.state)) {
    const alternativesOfRule = said.get(edge) ?? alternatives(edge.rule);
    said.set(edge, alternativesOfRule);
    return alternativesOfRule.flatMap((alternative) => both(bound, alternative) ?? []);
  }
  if (edge.kind === 'catch' && edge.rule !== undefined) return [written(edge.rule, bound, true)];
  return [afterState(edge.from, bound)];
}

/** What a condition says of the two when it holds; each alternative is one way to hold. */
function alternatives(condition: ValueObject): Bound[] {
  const conjuncts = attribute(condition, 'And');
  if (isList(conjuncts)) {
    return conjuncts.filter(isObject).reduce<Bound[]>(conjunction, [unbound]);
  }
  const disjuncts = attribute(condition, 'Or');
  if (isList(disjuncts)) return disjuncts.filter(isObject).flatMap(alternatives);
  const text = textOf(condition, 'StringEquals');
  if (typeof attribute(condition, 'StringEquals') !== 'string' || typeof text !== 'string') return [unbound];
  const variable = attribute(condition, 'Variable');
  if (variable === '$.userName') return [{ userName: text, secretName: undefined }];
  if (variable === '$.secretName') return [{ userName: undefined, secretName: text }];
  return [unbound];
}

/** Knowing less of the two is always true, and keeps a long condition from multiplying without end. */
function conjunction(found: Bound[], part: ValueObject): Bound[] {
  const others = alternatives(part);
  if (found.length * others.length > mostAlternatives) return found;
  return found.flatMap((one) => others.flatMap((other) => both(one, other) ?? []));
}

/** Both hold; undefined where they cannot. */
function both(one: Bound, other: Bound): Bound | undefined {
  const conflict = (a: string | undefined, b: string | undefined) => a !== undefined && b !== undefined && a !== b;
  if (conflict(one.userName, other.userName) || conflict(one.secretName, other.secretName)) return undefined;
  return { userName: one.userName ?? other.userName, secretName: one.secretName ?? other.secretName };
}

function afterState(defined: DefinedState, bound: Bound): Bound {
  const type = typeOf(defined);
  const { state } = defined;
  if (isReRooted(state)) return unbound;
  if (type === 'Pass') return written(state, bound, false);
  if (type === 'Task' || type === 'Parallel' || type === 'Map') return written(state, bound, true);
  return bound;
}

/** With an InputPath or an OutputPath, `$` is not what it is in other states. */
export function isReRooted(state: ValueObject): boolean {
  return ['InputPath', 'OutputPath'].some((name) => {
    const path = attribute(state, name);
    return path !== undefined && path !== '$';
  });
}

/** What is left of the two once a result is written at the ResultPath. */
function written(rule: ValueObject, bound: Bound, isOpaque: boolean): Bound {
  const path = attribute(rule, 'ResultPath');
  if (path === null) return bound;
  const names = plainPath(typeof path === 'string' ? path : path === undefined ? '$' : '');
  if (names === undefined) return unbound;
  const [first] = names;
  if (first !== undefined)
    return { ...bound, ...(first === 'userName' || first === 'secretName' ? { [first]: undefined } : {}) };
  if (isOpaque) return unbound;
  const result = attribute(rule, 'Result');
  const parameters = attribute(rule, 'Parameters');
  if (result !== undefined) return { userName: literal(result, 'userName'), secretName: literal(result, 'secretName') };
  if (parameters === undefined) return bound;
  const kept = (name: 'userName' | 'secretName') =>
    isObject(parameters) && attribute(parameters, `${name}.$`) === `$.${name}`
      ? bound[name]
      : literal(parameters, name);
  return { userName: kept('userName'), secretName: kept('secretName') };
}

function literal(object: Value, name: string): string | undefined {
  const value = isObject(object) ? attribute(object, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
