import { isArray, isObject, type Json, type JsonObject } from '../../json';
import type { RotationPair } from '../contract/contract';
import { typeOf, type DefinedState, type Definition } from '../definition/definition';
import { edgesOf } from '../definition/graph';
import { once } from '../../once';

/**
 * The form of a definition in which its pairs can be any pairs: two machines with the same form do the same for each of their pairs. A part that
 * treats pairs of the machine differently is written as it is, with the name of its pair.
 */
export interface CanonicalForm {
  /** The forms of the states, by name; states of single pairs share one name. */
  readonly states: ReadonlyMap<string, string>;
  /** Everything but the states. */
  readonly rest: string;
  /** States in which some pairs are treated in another way than others. */
  readonly uneven: readonly string[];
}

/** The names in the place of a user, of a secret, and of a state that belongs to one pair. No other text of a definition is one of them. */
const signs = { user: '\u0000user', secret: '\u0000secret', state: '\u0000state', destination: '\u0000destination' };

/** The name of a state in a form; undefined for the states of single pairs together. */
export function stateNamed(place: string | undefined): string | undefined {
  return place === signs.state ? undefined : place;
}

export function canonicalForm(definition: Definition, pairs: readonly RotationPair[]): CanonicalForm {
  const form = new Canonical(definition, pairs);
  const states = new Map<string, string>();
  const own = new Map<string, Set<number>>();
  for (const state of definition.top.values()) {
    const pair = form.pairOfState(state.name);
    if (!form.isOfPairs(state)) states.set(state.name, formWithoutPairs(state));
    else if (pair === undefined) states.set(state.name, form.of(state.state, undefined, state.name));
    else {
      const written = form.of(withoutDestination(state), pair, state.name);
      own.set(written, (own.get(written) ?? new Set()).add(pair));
    }
  }
  const groups = [...own].map(([written, some]) => form.shared(written, some, signs.state));
  if (own.size > 0) states.set(signs.state, groups.sort().join('\n'));
  const rest = form.of({ ...definition.root, States: null }, undefined, '');
  return { states, rest, uneven: [...form.uneven] };
}

/** The form of a state that names no pair: it has none of the signs, so it is the same in every definition. */
const formWithoutPairs = once(({ name, state }: DefinedState): string =>
  new Canonical({ top: new Map(), startAt: '' }, []).of(state, undefined, name),
);

/** The recipients of one user's mails are texts of the pair, like its secret. A destination that is read from the data is none. */
function withoutDestination(state: DefinedState): JsonObject {
  const parameters = state.state['Parameters'];
  if (typeOf(state) !== 'Pass' || !isObject(parameters) || !isLiteral(parameters['destination'])) return state.state;
  return { ...state.state, Parameters: { ...parameters, destination: signs.destination } };
}

/** Lists of texts by name, without a path. */
function isLiteral(value: Json | undefined): boolean {
  return (
    isObject(value) &&
    Object.entries(value).every(
      ([name, texts]) => !name.endsWith('.$') && isArray(texts) && texts.every((text) => typeof text === 'string'),
    )
  );
}

/** The members whose text names a user or a secret, in data and in calls. Any other text is one of the definition, even if a user has the same name. */
const named: ReadonlyMap<string, Kind> = new Map([
  ['userName', 'user'],
  ['UserName', 'user'],
  ['secretName', 'secret'],
  ['SecretId', 'secret'],
]);

type Kind = 'user' | 'secret';

/** The kind of name that a member of an object has; undefined if it names neither a user nor a secret. */
function kindOf(object: JsonObject, name: string): Kind | undefined {
  if (name !== 'StringEquals') return named.get(name);
  const { Variable: path } = object;
  return typeof path === 'string' ? named.get(/\.(\w+)$/.exec(path)?.[1] ?? '') : undefined;
}

/** The lists of conditions, of which one can be there for each pair. */
const conditionLists: ReadonlySet<string> = new Set(['Choices', 'And', 'Or']);

class Canonical {
  readonly uneven = new Set<string>();
  private readonly pairOf: Readonly<Record<Kind, ReadonlyMap<string, number>>>;
  private readonly states = new Map<string, number>();
  /** The states that name a user or a secret of the pairs. */
  private readonly naming = new Set<DefinedState>();
  /** The rules that lead to a state of their own pair. */
  private readonly leading = new Set<JsonObject>();

  constructor(
    definition: Pick<Definition, 'top' | 'startAt'>,
    private readonly pairs: readonly RotationPair[],
  ) {
    this.pairOf = {
      user: new Map(pairs.map(({ userName }, pair) => [userName, pair])),
      secret: new Map(pairs.map(({ secretName }, pair) => [secretName, pair])),
    };
    this.findStates(definition);
  }

  isOfPairs(state: DefinedState): boolean {
    return this.naming.has(state);
  }

  pairOfState(name: string): number | undefined {
    return this.states.get(name);
  }

  /** @param pair the one pair that this part is about; undefined if it is about all of them */
  of(value: Json, pair: number | undefined, place: string): string {
    if (isArray(value)) return `[${value.map((item) => this.of(item, pair, place)).join(',')}]`;
    if (!isObject(value)) return JSON.stringify(value);
    const members = Object.keys(value).sort();
    return `{${members.map((name) => `${JSON.stringify(name)}:${this.member(value, name, pair, place)}`).join(',')}}`;
  }

  private member(object: JsonObject, name: string, pair: number | undefined, place: string): string {
    const value = object[name] ?? null;
    if (name === 'Next' && this.leading.has(object)) return signs.state;
    if (isArray(value) && conditionLists.has(name)) return `[${this.conditions(value, pair, place)}]`;
    const kind = typeof value === 'string' ? kindOf(object, name) : undefined;
    return typeof value === 'string' && kind !== undefined
      ? this.text(value, kind, pair, place)
      : this.of(value, pair, place);
  }

  /** The conditions on one pair each become one condition, if there is one for every pair. */
  private conditions(value: readonly Json[], pair: number | undefined, place: string): string {
    if (pair !== undefined) return value.map((item) => this.of(item, pair, place)).join(',');
    const groups = new Map<string, Set<number>>();
    const written: string[] = [];
    // The first rule that holds decides: rules of pairs with others between them are not the same as rules in one row.
    const add = (form: string, own: number): void => {
      if (!groups.has(form)) groups.set(form, new Set());
      if (written.at(-1) !== form) written.push(form);
      groups.get(form)?.add(own);
    };
    for (const item of value) {
      const own = this.demanded(item);
      if (own === undefined) written.push(this.of(item, undefined, place));
      else add(this.of(item, own, place), own);
    }
    return written
      .map((form) => {
        const some = groups.get(form);
        return some === undefined ? form : this.shared(form, some, place);
      })
      .join(',');
  }

  /** A form that belongs to some pairs: it counts for all only if it belongs to all. */
  shared(form: string, some: ReadonlySet<number>, place: string): string {
    if (some.size === this.pairs.length) return `\u0000each ${form}`;
    this.uneven.add(place);
    return `\u0000some ${[...some].map((one) => this.pairs[one]?.userName).join(' ')} ${form}`;
  }

  private text(text: string, kind: Kind, pair: number | undefined, place: string): string {
    const found = this.pairOf[kind].get(text);
    if (found === undefined) return JSON.stringify(text);
    if (pair === found || this.pairs.length === 1) return signs[kind];
    this.uneven.add(place);
    return JSON.stringify(text);
  }

  /**
   * The one pair without which a condition does not hold; undefined if there is none. A condition on a list of users, or on every other user, is
   * about all pairs, even in a machine that has one.
   */
  private demanded(condition: Json): number | undefined {
    if (!isObject(condition)) return undefined;
    const { StringEquals: text, And: all } = condition;
    const kind = typeof text === 'string' ? kindOf(condition, 'StringEquals') : undefined;
    if (typeof text === 'string' && kind !== undefined) return this.pairOf[kind].get(text);
    const found = new Set(isArray(all) ? all.map((item) => this.demanded(item)) : []);
    found.delete(undefined);
    const [one] = found;
    return found.size === 1 ? one : undefined;
  }

  /** Finds the state of each pair: it names one pair, and only rules about the same pair lead to it. A pair with several of them has none. */
  private findStates({ top, startAt }: Pick<Definition, 'top' | 'startAt'>): void {
    for (const state of top.values()) {
      const { name } = state;
      const pairs = new Set(namesIn(state).flatMap(({ kind, text }) => this.pairOf[kind].get(text) ?? []));
      if (pairs.size > 0) this.naming.add(state);
      const [pair] = pairs;
      if (pairs.size === 1 && pair !== undefined && name !== startAt) this.states.set(name, pair);
    }
    const edges = [...top.values()].flatMap((state) => edgesOf(state));
    for (const { to, kind, by } of edges)
      if (kind !== 'choice' || this.demanded(by) !== this.states.get(to)) this.states.delete(to);
    const own = [...this.states];
    const counts = new Map<number, number>();
    for (const [, pair] of own) counts.set(pair, (counts.get(pair) ?? 0) + 1);
    for (const [name, pair] of own) if (counts.get(pair) !== 1) this.states.delete(name);
    for (const { to, by } of edges) if (this.states.has(to)) this.leading.add(by);
  }
}

/** The texts of a state that can name a user or a secret. */
const namesIn = once(({ state }: DefinedState): readonly { readonly kind: Kind; readonly text: string }[] => {
  const found: { kind: Kind; text: string }[] = [];
  const search = (part: Json): void => {
    if (isArray(part)) part.forEach(search);
    if (!isObject(part)) return;
    for (const [name, member] of Object.entries(part)) {
      const kind = typeof member === 'string' ? kindOf(part, name) : undefined;
      if (typeof member === 'string' && kind !== undefined) found.push({ kind, text: member });
      search(member);
    }
  };
  search(state);
  return found;
});
