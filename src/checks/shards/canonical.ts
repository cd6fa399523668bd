import { isArray, isObject, type Json, type JsonObject } from '../../json';
import type { RotationPair } from '../contract/contract';
import type { Definition } from '../definition/definition';
import { edgesOf } from '../definition/graph';
import { typeOf, type DefinedState } from '../definition/definition';

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

export function canonicalForm(definition: Definition, pairs: readonly RotationPair[]): CanonicalForm {
  const form = new Canonical(definition, pairs);
  const states = new Map<string, string>();
  const own = new Map<string, Set<number>>();
  for (const state of definition.top.values()) {
    const pair = form.pairOfState(state.name);
    if (pair === undefined) states.set(state.name, form.of(state.state, undefined, state.name));
    else {
      const written = form.of(withoutDestination(state), pair, state.name);
      own.set(written, (own.get(written) ?? new Set()).add(pair));
    }
  }
  const groups = [...own].map(([written, some]) => form.shared(written, some, undefined, signs.state));
  if (own.size > 0) states.set(signs.state, groups.sort().join('\n'));
  const rest = form.of({ ...definition.root, States: null }, undefined, '');
  return { states, rest, uneven: [...form.uneven] };
}

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

class Canonical {
  readonly uneven = new Set<string>();
  private readonly pairOf = new Map<string, { readonly pair: number; readonly sign: string }>();

  constructor(
    definition: Definition,
    private readonly pairs: readonly RotationPair[],
  ) {
    pairs.forEach(({ userName, secretName }, pair) => {
      this.pairOf.set(secretName, { pair, sign: signs.secret });
      this.pairOf.set(userName, { pair, sign: signs.user });
    });
    for (const [state, pair] of statesOfPairs(definition, this.pairOf))
      this.pairOf.set(state, { pair, sign: signs.state });
  }

  pairOfState(name: string): number | undefined {
    const found = this.pairOf.get(name);
    return found?.sign === signs.state ? found.pair : undefined;
  }

  /** @param pair the one pair that this part is about; undefined if it is about all of them */
  of(value: Json, pair: number | undefined, place: string): string {
    if (typeof value === 'string') return this.text(value, pair, place);
    if (isArray(value)) return `[${this.items(value, pair, place)}]`;
    if (!isObject(value)) return JSON.stringify(value);
    const members = Object.keys(value).sort();
    return `{${members.map((name) => `${JSON.stringify(name)}:${this.of(value[name] ?? null, pair, place)}`).join(',')}}`;
  }

  /** The items of one pair each become one item, if there is one for every pair. */
  private items(value: readonly Json[], pair: number | undefined, place: string): string {
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
      const own = this.only(item);
      if (own === undefined) {
        written.push(this.of(item, undefined, place));
        continue;
      }
      add(this.of(item, own, place), own);
    }
    return written
      .map((form) => {
        const some = groups.get(form);
        return some === undefined ? form : this.shared(form, some, pair, place);
      })
      .join(',');
  }

  /** A form that belongs to some pairs: it counts for all only if it belongs to all. */
  shared(form: string, some: ReadonlySet<number>, pair: number | undefined, place: string): string {
    if (pair !== undefined || some.size === this.pairs.length) return `\u0000each ${form}`;
    this.uneven.add(place);
    return `\u0000some ${[...some].map((one) => this.pairs[one]?.userName).join(' ')} ${form}`;
  }

  private text(text: string, pair: number | undefined, place: string): string {
    const found = this.pairOf.get(text);
    if (found === undefined) return JSON.stringify(text);
    if (pair === found.pair || this.pairs.length === 1) return found.sign;
    this.uneven.add(place);
    return JSON.stringify(text);
  }

  /** The one pair whose names are in a value; undefined if there are none or several. */
  private only(value: Json): number | undefined {
    const found = new Set<number>();
    const search = (part: Json): void => {
      if (found.size > 1) return;
      if (typeof part === 'string') {
        const pair = this.pairOf.get(part)?.pair;
        if (pair !== undefined) found.add(pair);
      } else if (isArray(part)) part.forEach(search);
      else if (isObject(part)) Object.values(part).forEach(search);
    };
    search(value);
    const [one] = found;
    return found.size === 1 ? one : undefined;
  }
}

/** The states that name one pair, and that only a rule about the same pair leads to. */
function statesOfPairs(
  definition: Definition,
  pairOf: ReadonlyMap<string, { readonly pair: number }>,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const { name, state } of definition.top.values()) {
    const pairs = pairsIn(state, pairOf);
    const [pair] = pairs;
    if (pairs.size === 1 && pair !== undefined && name !== definition.startAt) found.set(name, pair);
  }
  for (const state of definition.top.values()) {
    for (const { to, kind, by } of edgesOf(state)) {
      const own = found.get(to);
      if (own === undefined) continue;
      const pairs = kind === 'choice' ? pairsIn(by, pairOf) : new Set<number>();
      if (pairs.size !== 1 || !pairs.has(own)) found.delete(to);
    }
  }
  return found;
}

function pairsIn(value: Json, pairOf: ReadonlyMap<string, { readonly pair: number }>): Set<number> {
  const found = new Set<number>();
  const search = (part: Json): void => {
    if (typeof part === 'string') {
      const pair = pairOf.get(part)?.pair;
      if (pair !== undefined) found.add(pair);
    } else if (isArray(part)) part.forEach(search);
    else if (isObject(part)) Object.values(part).forEach(search);
  };
  search(value);
  return found;
}
