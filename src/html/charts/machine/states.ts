import { shortErrorName, errorsOf, transitionsOf } from '../../../asl';
import { isObject, memberOf, type Json, type JsonObject } from '../../../json';
import { durationInWords } from '../../../text/duration';

/** A state as a picture shows it. */
export interface DrawnState {
  readonly name: string;
  readonly type: string;
  /** The call or the wait, in a few words; empty for other states. */
  readonly does: string;
  readonly resource: string;
  readonly comment: string;
  readonly ways: readonly Way[];
}

/** A transition. Several from one state to another are one. */
export interface Way {
  readonly to: string;
  readonly kind: 'next' | 'choice' | 'default' | 'catch';
  /** The errors, or `else`; empty if there is nothing to say. */
  readonly label: string;
}

/** The states of the top level of a definition, in its order. It is input, so each field is checked. */
export function drawnStates(definition: JsonObject): DrawnState[] {
  const states = memberOf(definition, 'States');
  if (!isObject(states)) return [];
  return Object.entries(states).flatMap(([name, state]) => (isObject(state) ? [drawnState(name, state)] : []));
}

function drawnState(name: string, state: JsonObject): DrawnState {
  const type = textOf(state['Type']);
  const resource = textOf(state['Resource']);
  return {
    name,
    type,
    resource,
    does: doing(type, resource, state),
    comment: textOf(state['Comment']),
    ways: waysOf(state),
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function doing(type: string, resource: string, state: JsonObject): string {
  if (type === 'Task') return callOf(resource);
  if (type !== 'Wait') return '';
  const seconds = state['Seconds'];
  if (typeof seconds === 'number') return `waits ${durationInWords(seconds)}`;
  return `waits for ${textOf(state['SecondsPath']) || 'a time'}`;
}

/** Text such as `iam:createAccessKey`. */
function callOf(resource: string): string {
  return resource.replace(/^arn:[^:]*:states:::/, '').replace(/^aws-sdk:/, '');
}

function waysOf(state: JsonObject): Way[] {
  const ways = new Map<string, Way>();
  for (const { to, kind, by } of transitionsOf(state)) {
    if (to === undefined) continue;
    const label = kind === 'catch' ? errorsOf(by).map(shortErrorName).join(', ') : kind === 'default' ? 'else' : '';
    const known = ways.get(to);
    if (known === undefined) ways.set(to, { to, kind, label });
    // A way without a label is taken in other cases as well.
    else ways.set(to, { ...known, label: known.label === '' || label === '' ? '' : `${known.label}, ${label}` });
  }
  return [...ways.values()];
}
