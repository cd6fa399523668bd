import type { Json, JsonObject } from '../json';

/**
 * The part of the Amazon States Language (JSONPath) that these machines use.
 * https://states-language.net/spec.html
 * ¶ https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export interface StateMachineDefinition {
  readonly Comment?: string;
  readonly QueryLanguage?: 'JSONPath';
  readonly StartAt: string;
  /** Seconds after which the whole execution ends as TIMED_OUT. */
  readonly TimeoutSeconds?: number;
  readonly States: { readonly [name: string]: State };
}

export type State = Task | Pass | Choice | Wait | Succeed | Fail;

interface Common {
  readonly Comment?: string;
}

interface NextOrEnd {
  readonly Next?: string;
  readonly End?: true;
}

export interface Task extends Common, NextOrEnd {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Parameters?: JsonObject;
  readonly ResultSelector?: JsonObject;
  readonly ResultPath?: string | null;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath?: string | null;
  readonly Next: string;
}

export interface Pass extends Common, NextOrEnd {
  readonly Type: 'Pass';
  readonly Parameters?: JsonObject;
  readonly Result?: Json;
  readonly ResultPath?: string | null;
}

export interface Choice extends Common {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

export type ChoiceCondition =
  | { readonly And: readonly ChoiceCondition[] }
  | { readonly Or: readonly ChoiceCondition[] }
  | { readonly Not: ChoiceCondition }
  | ChoiceComparison;

/** One comparison: `Variable` and one operator, such as `StringEquals`. */
export type ChoiceComparison = { readonly Variable: string } & { readonly [operator: string]: Json };

export type ChoiceRule = ChoiceCondition & { readonly Next: string; readonly Comment?: string };

export interface Wait extends Common, NextOrEnd {
  readonly Type: 'Wait';
  readonly Seconds?: number;
  readonly SecondsPath?: string;
}

export interface Succeed extends Common {
  readonly Type: 'Succeed';
}

export interface Fail extends Common {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}
