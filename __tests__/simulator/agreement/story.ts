import type { Json, JsonObject } from '../../../src/json';

/** What a Task is answered: a result, an error of the service, or nothing until it times out. */
export type Answer = { readonly result: JsonObject } | { readonly error: string } | 'nothing';

/** The course of a scenario in one interpreter. */
export interface Outcome {
  readonly output?: Json;
  readonly error?: string;
  /** The cause of an error that a service or a Fail state names; each interpreter words its own errors in its own way. */
  readonly cause?: string;
  /** The parameters of every call, in order. */
  readonly calls: readonly Json[];
  /** Seconds that passed at each Wait, before each retry and until each timeout; none of 0. */
  readonly waits: readonly number[];
}

/** A definition, what goes in, what the Task states are answered one attempt after another, and what has to come of it. */
export interface Story {
  readonly name: string;
  readonly definition: JsonObject;
  readonly input: Json;
  readonly answers: Readonly<Record<string, readonly Answer[]>>;
  readonly ends: Partial<Outcome>;
}

export const machineArn = 'arn:aws:states:eu-central-1:111122223333:stateMachine:agreement';
export const executionName = 'told';
export const startedAt = Date.UTC(2026, 0, 5, 3);

/** What the services say about an error. */
export const causeOf = (error: string): string => `${error} happened`;

export function story(
  name: string,
  states: JsonObject,
  ends: Partial<Outcome>,
  rest: { readonly input?: Json; readonly answers?: Story['answers'] } = {},
): Story {
  const [StartAt = ''] = Object.keys(states);
  const { input = {}, answers = {} } = rest;
  return { name, definition: { StartAt, States: states }, input, answers, ends };
}

/** Interpreters word the causes of the language's own errors as they like. */
export function comparable({ cause, ...outcome }: Outcome): Outcome {
  const isOwn = outcome.error === undefined || outcome.error.startsWith('States.');
  return isOwn || cause === undefined ? outcome : { ...outcome, cause };
}
