import { expressionsIn, searchBack, statesFrom, transitionsOf, type NamedState, type State } from '../asl';
import { isArray, isObject, parseJson, type Json, type JsonObject } from '../json';
import { strategies, traitsOf, type CallOrder, type Strategy } from '../workflow/strategies';

/** The promises that apply to a state machine, by the order of its calls. No text decides: a Comment can contain anything. */
export interface RecognisedStrategy {
  /** The strategy; undefined if the order is not that of a known strategy. */
  readonly name: Strategy | undefined;
  /** The secret may hold a deleted key until the new key is stored. */
  readonly mayDie: boolean;
  /** The previous key stays after a success. */
  readonly keepsPrevious: boolean;
  /** The treatment of two active keys is a setting, and part of the name. */
  readonly hasTwoKeys: boolean;
  /** The machine may refuse two active keys, without a change. */
  readonly refusesTwo: boolean;
  /** The machine deletes the older of two active keys. */
  readonly replacesOlder: boolean;
}

type KnownTraits = Pick<RecognisedStrategy, 'name' | 'mayDie' | 'keepsPrevious' | 'hasTwoKeys'>;

/** The traits of an unknown order, which allows nothing. */
const unknown: KnownTraits = { name: undefined, mayDie: false, keepsPrevious: false, hasTwoKeys: false };

/**
 * The strategy of a definition, by its states and transitions. The published chain deletes the key that is listed first and then creates one:
 * it is `delete-first`. A definition that cannot be read has no known strategy.
 */
export function strategyOf(definition: string): RecognisedStrategy {
  const { start, states } = read(definition);
  const order = orderOf(start, states);
  const name = strategies.find((strategy) => traitsOf(strategy).isOrder(order));
  const traits = name === undefined ? unknown : traitsNamed(name);
  const refusesTwo = statesFrom(states, start).some(([, state]) => refusesTwoKeys(state));
  return { ...traits, refusesTwo, replacesOlder: order.choosesSpare && !refusesTwo };
}

function traitsNamed(name: Strategy): KnownTraits {
  const { mayDie, keepsPrevious, hasTwoKeys } = traitsOf(name);
  return { name, mayDie, keepsPrevious, hasTwoKeys };
}

interface StatesByName {
  readonly [name: string]: State;
}

function orderOf(start: string, states: StatesByName): CallOrder {
  const all = Object.entries(states);
  const transitions = all.flatMap(([from, state]) =>
    transitionsOf(state).flatMap(({ to }) => (to === undefined ? [] : [[from, to] as const])),
  );
  const leading = searchBack(transitions)(all.flatMap(([name, state]) => (creates(state) ? [name] : [])));
  const leadsToCreate = ([name]: NamedState) => leading.has(name);
  const before = statesFrom(states, start, creates).filter(leadsToCreate);
  return {
    deletesBefore: before.some(([, state]) => deletes(state)),
    choosesSpare: before.some(([, state]) => readsStatusOrAge(state)),
    deletesBlindly: !all.some((each) => readsStatusOrAge(each[1]) && leadsToCreate(each)),
    deletesLast: deletesBeforeEachSuccess(states),
  };
}

/** Whether each success that can follow CreateAccessKey can also follow a deletion after which no key is created. */
function deletesBeforeEachSuccess(states: StatesByName): boolean {
  const successesAfter = (isStart: (state: State) => boolean) =>
    new Set(
      Object.entries(states)
        .filter(([, state]) => isStart(state))
        .flatMap(([name, state]) => [
          [name, state] as const,
          ...transitionsOf(state).flatMap(({ to }) => (to === undefined ? [] : statesFrom(states, to, creates))),
        ])
        .flatMap(([name, state]) => (succeeds(state) ? [name] : [])),
    );
  const afterDeletion = successesAfter(deletes);
  const all = [...successesAfter(creates)];
  return all.length > 0 && all.every((name) => afterDeletion.has(name));
}

const calls = (state: State, api: string) => state.Type === 'Task' && state.Resource.endsWith(`:aws-sdk:${api}`);
const creates = (state: State) => calls(state, 'iam:createAccessKey');
const deletes = (state: State) => calls(state, 'iam:deleteAccessKey');
const succeeds = (state: State) => state.Type === 'Succeed' || ('End' in state && state.End);
/** The error of a state: a Fail state has it itself; with one Fail state for all failures, a Pass passes the error on. */
const errorOf = (state: State) =>
  state.Type === 'Fail' ? state.Error : state.Type === 'Pass' ? state.Parameters?.error : undefined;
const refusesTwoKeys = (state: State) => errorOf(state) === 'TwoActiveKeys';
const readsStatusOrAge = (state: State) => expressionsIn(state).some((text) => /\b(?:Status|CreateDate)\b/.test(text));

function read(definition: string): { readonly start: string; readonly states: StatesByName } {
  const { StartAt, States } = parsed(definition);
  const all = isObject(States) ? Object.entries(States) : [];
  const states = all.flatMap(([name, state]) => (isState(state) ? [[name, state] as const] : []));
  return { start: typeof StartAt === 'string' ? StartAt : '', states: Object.fromEntries(states) };
}

function parsed(definition: string): JsonObject {
  try {
    const value = parseJson(definition);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Whether a value has the fields that are read here for a state of its type. */
function isState(value: Json): value is JsonObject & State {
  if (!isObject(value)) return false;
  const { Type, Resource, Choices, Catch = [] } = value;
  const areObjects = (list: Json | undefined) => isArray(list) && list.every(isObject);
  if (Type === 'Choice') return areObjects(Choices);
  return Type !== 'Task' || (typeof Resource === 'string' && areObjects(Catch));
}
