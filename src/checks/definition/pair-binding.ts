import { attribute, isList, isObject, textOf, type Value, type ValueObject } from '../../model';
import { typeOf, type DefinedState, type Definition } from './definition';
import { edgesOf, type Edge } from './graph';
import { once } from '../memoize';
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
export const boundAt = once(findBound);

function findBound(definition: Definition): ReadonlyMap<string, readonly Bound[]> | undefined {
  const known = new Map<string, Set<Bound>>();
  const effects = new Map<Edge, EdgeEffect>();
  const one = new Bounds();
  const waiting: [string, Bound][] = [[definition.startAt, one.of(unbound)]];
  let count = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [name, bound] = next;
    const state = definition.top.get(name);
    const seen = known.get(name) ?? new Set<Bound>();
    if (state === undefined || seen.has(bound)) continue;
    known.set(name, seen.add(bound));
    count += 1;
    if (count > mostAlternatives) return undefined;
    for (const edge of edgesOf(state)) {
      const effect = effects.get(edge) ?? effectOf(edge);
      effects.set(edge, effect);
      // Most states leave both as they are, and then there is nothing to compare.
      for (const after of effect(bound)) waiting.push([edge.to, after === bound ? bound : one.of(after)]);
    }
  }
  return new Map([...known].map(([name, bounds]) => [name, [...bounds]]));
}

/** One object for each alternative, so that they are compared by identity. */
class Bounds {
  private readonly known = new Map<string, Bound>();

  of(bound: Bound): Bound {
    const key = JSON.stringify([bound.userName ?? null, bound.secretName ?? null]);
    const known = this.known.get(key) ?? bound;
    this.known.set(key, known);
    return known;
  }
}

/** What a way from one state to the next does to what is known. */
type EdgeEffect = (bound: Bound) => readonly Bound[];

function effectOf({ from, kind, by }: Edge): EdgeEffect {
  if (kind === 'choice' && !isReRooted(from.state)) {
    const said = alternatives(by);
    return (bound) => said.flatMap((alternative) => both(bound, alternative) ?? []);
  }
  const after = kind === 'catch' ? written(by, true) : afterState(from);
  return (bound) => [after(bound)];
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

type Change = (bound: Bound) => Bound;

const keeps: Change = (bound) => bound;
const loses: Change = () => unbound;

function afterState(defined: DefinedState): Change {
  const type = typeOf(defined);
  if (isReRooted(defined.state)) return loses;
  if (type === 'Pass') return written(defined.state, false);
  return ['Task', 'Parallel', 'Map'].includes(type) ? written(defined.state, true) : keeps;
}

/** With an InputPath or an OutputPath, `$` is not what it is in other states. */
export function isReRooted(state: ValueObject): boolean {
  return ['InputPath', 'OutputPath'].some((name) => {
    const path = attribute(state, name);
    return path !== undefined && path !== '$';
  });
}

/** What is left of the two once a result is written at the ResultPath; of an opaque one nothing is known. */
function written(rule: ValueObject, isOpaque: boolean): Change {
  const path = attribute(rule, 'ResultPath');
  if (path === null) return keeps;
  const names = plainPath(typeof path === 'string' ? path : path === undefined ? '$' : '');
  if (names === undefined) return loses;
  const [first] = names;
  if (first === 'userName') return ({ secretName }) => ({ userName: undefined, secretName });
  if (first === 'secretName') return ({ userName }) => ({ userName, secretName: undefined });
  if (first !== undefined) return keeps;
  if (isOpaque) return loses;
  const result = attribute(rule, 'Result');
  const parameters = attribute(rule, 'Parameters');
  if (result !== undefined) {
    const bound = { userName: literal(result, 'userName'), secretName: literal(result, 'secretName') };
    return () => bound;
  }
  if (parameters === undefined) return keeps;
  const copies = (name: string): boolean => isObject(parameters) && attribute(parameters, `${name}.$`) === `$.${name}`;
  const [copiesUser, copiesSecret] = [copies('userName'), copies('secretName')];
  return ({ userName, secretName }) => ({
    userName: copiesUser ? userName : literal(parameters, 'userName'),
    secretName: copiesSecret ? secretName : literal(parameters, 'secretName'),
  });
}

function literal(object: Value, name: string): string | undefined {
  const value = isObject(object) ? attribute(object, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
