import { attribute, isList, isObject, textOf, type Value, type ValueObject } from '../../model';
import { typeOf, type DefinedState, type Definition } from './definition';
import { edgesOf, type Edge } from './graph';
import { once } from '../../once';
import { plainPath } from './paths';

/** The known values of the user and the secret at a state: one text for each, or undefined. */
export interface Bound {
  readonly userName: string | undefined;
  readonly secretName: string | undefined;
}

/** A name that does not exist: of the two, only the secret can be left out. */
const absent = Symbol('absent');

/** The knowledge about a name: its only possible text, its absence, or nothing. */
type Known = string | typeof absent | undefined;

interface Knowledge {
  readonly userName: Known;
  readonly secretName: Known;
}

const unbound: Knowledge = { userName: undefined, secretName: undefined };
/** The most alternatives of one condition. */
const mostAlternatives = 20_000;
/** The most steps with one alternative: more than a machine of the largest size that AWS accepts needs. */
const mostSteps = 400_000;

/**
 * The possible values of `$.userName` and `$.secretName` at each state that can be reached. A Choice rule that compares them with texts binds
 * them, and a state that can write them removes the binding. Undefined if there are more alternatives than Keyturn can follow.
 */
export const boundAt = once(findBound);

/** The alternatives at a state. States share one set until one of them gets more. */
interface Reached {
  readonly set: Set<Knowledge>;
  readonly isShared: boolean;
}

function findBound(definition: Definition): ReadonlyMap<string, readonly Bound[]> | undefined {
  const order = inOrder(definition);
  const one = new Alternatives();
  const known = new Map<string, Reached>([[definition.startAt, { set: new Set([one.of(unbound)]), isShared: false }]]);
  const changed = new Set(order.slice(0, 1).map(({ name }) => name)); // nothing, if no state is the first one
  let steps = 0;
  while (changed.size > 0) {
    // A state comes after those that lead to it, so that most states are followed once, with all alternatives together.
    for (const state of order) {
      const reached = known.get(state.name);
      if (reached === undefined || !changed.delete(state.name)) continue;
      known.set(state.name, { ...reached, isShared: true });
      for (const edge of edgesOf(state)) {
        if (!definition.top.has(edge.to)) continue;
        const brought = broughtBy(edge, reached.set, one);
        steps += brought === reached.set ? 1 : reached.set.size + brought.size;
        if (steps > mostSteps) return undefined;
        const target = known.get(edge.to);
        if (brought.size === 0 || target?.set === brought) continue;
        const after = joined(target, brought);
        if (after === target) continue;
        steps += brought.size;
        known.set(edge.to, after);
        changed.add(edge.to);
      }
    }
  }
  const texts = new Map<Set<Knowledge>, readonly Bound[]>();
  return new Map(
    [...known].map(([name, { set }]) => {
      const bound = texts.get(set) ?? [...set].map(textsOf);
      texts.set(set, bound);
      return [name, bound];
    }),
  );
}

/** The states that can be reached, each after the states that lead to it, apart from loops. */
function inOrder({ startAt, top }: Definition): DefinedState[] {
  const order: DefinedState[] = [];
  const seen = new Set<string>();
  const waiting: { readonly name: string; readonly isLeft: boolean }[] = [{ name: startAt, isLeft: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { name, isLeft } = next;
    const state = top.get(name);
    if (state === undefined) continue;
    if (isLeft) order.push(state);
    if (isLeft || seen.has(name)) continue;
    seen.add(name);
    waiting.push({ name, isLeft: true }, ...edgesOf(state).map(({ to }) => ({ name: to, isLeft: false })));
  }
  return order.reverse();
}

function joined(target: Reached | undefined, brought: Set<Knowledge>): Reached {
  if (target === undefined) return { set: brought, isShared: true };
  const more = [...brought].filter((knowledge) => !target.set.has(knowledge));
  if (more.length === 0) return target;
  const set = target.isShared ? new Set(target.set) : target.set;
  for (const knowledge of more) set.add(knowledge);
  return { set, isShared: false };
}

/** The alternatives after a transition: the same set if it changes none of them. */
function broughtBy(edge: Edge, before: Set<Knowledge>, one: Alternatives): Set<Knowledge> {
  const effect = effectOf(edge);
  if (effect === 'none') return before;
  const after = new Set<Knowledge>();
  for (const knowledge of before) for (const each of effect(knowledge)) after.add(one.of(each));
  return after;
}

function textsOf({ userName, secretName }: Knowledge): Bound {
  const text = (known: Known) => (typeof known === 'string' ? known : undefined);
  return { userName: text(userName), secretName: text(secretName) };
}

/** Keeps one object for each alternative, so that alternatives are compared by identity. */
class Alternatives {
  private readonly ofUsers = new Map<Known, Map<Known, Knowledge>>();

  of(bound: Knowledge): Knowledge {
    const ofSecrets = this.ofUsers.get(bound.userName) ?? new Map<Known, Knowledge>();
    this.ofUsers.set(bound.userName, ofSecrets);
    const known = ofSecrets.get(bound.secretName) ?? bound;
    ofSecrets.set(bound.secretName, known);
    return known;
  }
}

/** The effect of a transition on the knowledge; most have none. */
type EdgeEffect = 'none' | ((bound: Knowledge) => readonly Knowledge[]);

const effectOf = once((edge: Edge): EdgeEffect => {
  const { from, kind, by } = edge;
  if (kind === 'choice' && !isReRooted(from.state)) {
    const said = alternatives(by);
    if (said.length > 0 && said.every(({ userName, secretName }) => userName === undefined && secretName === undefined))
      return 'none';
    return (bound) => said.flatMap((alternative) => both(bound, alternative) ?? []);
  }
  const after = kind === 'catch' && !isReRooted(from.state) ? written(by, true) : afterState(from);
  return after === keeps ? 'none' : (bound) => [after(bound)];
});

/** The facts about the two names that follow if a condition holds; each alternative is one way to satisfy it. */
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

/** The fact about its variable that follows if a comparison holds. */
function saidOf(condition: ValueObject): Known {
  if (attribute(condition, 'IsPresent') === false) return absent;
  const text = textOf(condition, 'StringEquals');
  return typeof attribute(condition, 'StringEquals') === 'string' && typeof text === 'string' ? text : undefined;
}

/**
 * Combines the parts of an `And`. A long condition would multiply without end: a part beyond the limit is ignored, because fewer facts are
 * always correct.
 */
function conjunction(found: Knowledge[], part: ValueObject): Knowledge[] {
  const others = alternatives(part);
  if (found.length * others.length > mostAlternatives) return found;
  return found.flatMap((one) => others.flatMap((other) => both(one, other) ?? []));
}

/** Combines two facts; undefined if they contradict each other. */
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

/** Whether a state has an InputPath or an OutputPath other than `$`: `$` then has another meaning than in other states. */
export function isReRooted(state: ValueObject): boolean {
  return isOtherRoot(attribute(state, 'InputPath')) || isOtherRoot(attribute(state, 'OutputPath'));
}

function isOtherRoot(path: Value | undefined): boolean {
  return path !== undefined && path !== '$';
}

/** The knowledge about the two names after a result is written at the ResultPath; nothing is known of an opaque result. */
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
 * Replaces the data. A secret that is written for a user of the input must be the secret that the input names, or the input must not name one:
 * otherwise nothing has compared the two.
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
