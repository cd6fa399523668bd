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

/** A name that is not there: of the two, only the secret can be left out. */
const absent = Symbol('absent');

/** What is known of a name: the one text that it is, that it is not there, or nothing. */
type Known = string | typeof absent | undefined;

interface Knowledge {
  readonly userName: Known;
  readonly secretName: Known;
}

const unbound: Knowledge = { userName: undefined, secretName: undefined };
/** More alternatives than a machine of the largest size that AWS takes can list. */
const mostAlternatives = 20_000;

/**
 * What `$.userName` and `$.secretName` can be at each state that can be reached: a Choice rule that compares them with texts binds them,
 * and whatever may write them looses them again. Undefined where there are more alternatives than can be followed.
 */
export const boundAt = once(findBound);

function findBound(definition: Definition): ReadonlyMap<string, readonly Bound[]> | undefined {
  const known = new Map<string, Set<Knowledge>>();
  const effects = new Map<Edge, EdgeEffect>();
  const one = new Alternatives();
  const waiting: [string, Knowledge][] = [[definition.startAt, one.of(unbound)]];
  let count = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [name, bound] = next;
    const state = definition.top.get(name);
    const seen = known.get(name) ?? new Set<Knowledge>();
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
  return new Map([...known].map(([name, alternatives]) => [name, [...alternatives].map(textsOf)]));
}

function textsOf({ userName, secretName }: Knowledge): Bound {
  const text = (known: Known) => (typeof known === 'string' ? known : undefined);
  return { userName: text(userName), secretName: text(secretName) };
}

/** One object for each alternative, so that they are compared by identity. */
class Alternatives {
  private readonly known = new Map<string, Knowledge>();

  of(bound: Knowledge): Knowledge {
    const shown = (known: Known) => (known === absent ? [] : (known ?? null));
    const key = JSON.stringify([shown(bound.userName), shown(bound.secretName)]);
    const known = this.known.get(key) ?? bound;
    this.known.set(key, known);
    return known;
  }
}

/** What a way from one state to the next does to what is known. */
type EdgeEffect = (bound: Knowledge) => readonly Knowledge[];

function effectOf({ from, kind, by }: Edge): EdgeEffect {
  if (kind === 'choice' && !isReRooted(from.state)) {
    const said = alternatives(by);
    return (bound) => said.flatMap((alternative) => both(bound, alternative) ?? []);
  }
  const after = kind === 'catch' ? written(by, true) : afterState(from);
  return (bound) => [after(bound)];
}

/** What a condition says of the two when it holds; each alternative is one way to hold. */
function alternatives(condition: ValueObject): Knowledge[] {
  const conjuncts = attribute(condition, 'And');
  if (isList(conjuncts)) {
    return conjuncts.filter(isObject).reduce<Knowledge[]>(conjunction, [unbound]);
  }
  const disjuncts = attribute(condition, 'Or');
  if (isList(disjuncts)) return disjuncts.filter(isObject).flatMap(alternatives);
  const said = saidOf(condition);
  const variable = attribute(condition, 'Variable');
  if (variable === '$.userName') return [{ userName: said, secretName: undefined }];
  if (variable === '$.secretName') return [{ userName: undefined, secretName: said }];
  return [unbound];
}

/** What a comparison says of its variable. */
function saidOf(condition: ValueObject): Known {
  if (attribute(condition, 'IsPresent') === false) return absent;
  const text = textOf(condition, 'StringEquals');
  return typeof attribute(condition, 'StringEquals') === 'string' && typeof text === 'string' ? text : undefined;
}

/** Knowing less of the two is always true, and keeps a long condition from multiplying without end. */
function conjunction(found: Knowledge[], part: ValueObject): Knowledge[] {
  const others = alternatives(part);
  if (found.length * others.length > mostAlternatives) return found;
  return found.flatMap((one) => others.flatMap((other) => both(one, other) ?? []));
}

/** Both hold; undefined where they cannot. */
function both(one: Knowledge, other: Knowledge): Knowledge | undefined {
  const conflict = (a: Known, b: Known) => a !== undefined && b !== undefined && a !== b;
  if (conflict(one.userName, other.userName) || conflict(one.secretName, other.secretName)) return undefined;
  return { userName: one.userName ?? other.userName, secretName: one.secretName ?? other.secretName };
}

type Change = (bound: Knowledge) => Knowledge;

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
  if (result !== undefined) return replacing(result, false);
  return parameters === undefined ? keeps : replacing(parameters, true);
}

/**
 * The data are replaced. A secret that is written for a user of the input must be the one that the input names, or the input must name none:
 * otherwise nobody has compared the two.
 * @param isTemplate members that end in `.$` copy from the data
 */
function replacing(made: Value, isTemplate: boolean): Change {
  const copies = (name: string): boolean =>
    isTemplate && isObject(made) && attribute(made, `${name}.$`) === `$.${name}`;
  const [copiesUser, copiesSecret] = [copies('userName'), copies('secretName')];
  const [user, secret] = [literal(made, 'userName'), literal(made, 'secretName')];
  const written = (text: string | undefined, before: Known, isAlone: boolean): Known => {
    const isFree = before === absent || (before === undefined && !isAlone);
    return text === before || isFree ? text : undefined;
  };
  return ({ userName, secretName }) => ({
    userName: copiesUser ? userName : written(user, userName, copiesSecret),
    secretName: copiesSecret ? secretName : written(secret, secretName, copiesUser),
  });
}

function literal(object: Value, name: string): string | undefined {
  const value = isObject(object) ? attribute(object, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
