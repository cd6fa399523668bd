import type { Choice, ChoiceRule, ChoiceCondition, Pass, State, Wait } from '../asl';
import { all, any, isTrue, not, present, sameAs, when } from './conditions';
import type { Failure } from './refusals';
import { listKeys } from './tasks';

/** A set of states by name. */
export type States = { readonly [name: string]: State };

/**
 * The most keys in a list. A list of access keys is eventually consistent: a new key can be missing from it, and a deleted key can still be in
 * it. So a list can hold more keys than the two that a user can have: two known before and a new one. Any other key is unknown.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
const longestList = 3;

/** The longest pause before a list decides: the keys are listed after pauses of 1, 2 and 4 settle times. */
const longestPauseInSettleTimes = 4;

/** The path of the keys in a list: each is an AccessKeyMetadata. */
export const keysPath = (result: string) => `${result}.AccessKeyMetadata`;
export const keyAt = (result: string, index: number) => `${keysPath(result)}[${index}]`;
export const keyIdAt = (result: string, index: number) => `${keyAt(result, index)}.AccessKeyId`;

export const positions = Array.from({ length: longestList }, (_, index) => index);

/** The list has further pages: a key that it does not show may be on the next one. */
export function isTruncated(result: string): ChoiceCondition {
  return all(present(`${result}.IsTruncated`), isTrue(`${result}.IsTruncated`));
}

/** The latest list. */
const latest = '$.look';

/** The key at a position of the latest list existed before this run created its own. */
function isKnown(position: number, known: string): ChoiceCondition {
  return any(
    ...[0, 1].map((index) =>
      all(present(keyAt(known, index)), sameAs(keyIdAt(latest, position), keyIdAt(known, index))),
    ),
  );
}

/** The latest list has a key at this position; it is not `ownKeyId` (if one is given), and it did not exist before. */
export function isUnknownKey(position: number, known: string, ownKeyId?: string): ChoiceCondition {
  const own = ownKeyId === undefined ? [] : [not(sameAs(keyIdAt(latest, position), ownKeyId))];
  return all(present(keyAt(latest, position)), ...own, not(isKnown(position, known)));
}

export function someUnknownKey(known: string, ownKeyId?: string): ChoiceCondition {
  return any(
    present(keyAt(latest, longestList)),
    ...positions.map((position) => isUnknownKey(position, known, ownKeyId)),
  );
}

/** More than one unknown key. */
export function severalUnknownKeys(known: string): ChoiceCondition {
  const pairs = positions.flatMap((first) =>
    positions.filter((second) => second > first).map((second) => [first, second]),
  );
  return any(
    present(keyAt(latest, longestList)),
    ...pairs.map((pair) => all(...pair.map((position) => isUnknownKey(position, known)))),
  );
}

/** The key is in the latest list and is active. */
export function isListedActive(keyId: string): ChoiceCondition {
  return any(
    ...positions.map((position) =>
      all(present(keyAt(latest, position)), sameAs(keyIdAt(latest, position), keyId), {
        Variable: `${keyAt(latest, position)}.Status`,
        StringEquals: 'Active',
      }),
    ),
  );
}

/** The pauses before the lists called `name`; they double while no rule applies. */
const pauseOf = (name: string) => `$.pauses.${name}`;

/** The first pauses; they are put into the data of the execution under `pauses`. */
export function firstPauses(names: readonly string[], settleSeconds: number) {
  return Object.fromEntries(names.map((name) => [name, { seconds: settleSeconds }]));
}

const isLongestPause = (name: string, settleSeconds: number): ChoiceCondition => ({
  Variable: `${pauseOf(name)}.seconds`,
  NumericGreaterThanEquals: settleSeconds * longestPauseInSettleTimes,
});

const pause = (name: string, next: string): Wait => ({
  Type: 'Wait',
  SecondsPath: `${pauseOf(name)}.seconds`,
  Next: next,
});

export const doublePause = (name: string, next: string): Pass => ({
  Type: 'Pass',
  Parameters: { 'seconds.$': `States.MathAdd(${pauseOf(name)}.seconds, ${pauseOf(name)}.seconds)` },
  ResultPath: pauseOf(name),
  Next: next,
});

/**
 * Lists the keys repeatedly, with pauses that double, until a rule applies.
 *
 * `rules` are tried before the length of the pause, `meanwhile` after it; after the longest pause, the run continues at `giveUp`. Otherwise it
 * continues at `again` after a longer pause, or lists the keys again. A truncated list counts as a failed call.
 */
export function listUntil(options: {
  readonly partition: string;
  readonly settleSeconds: number;
  readonly name: string;
  readonly states: { readonly settle: string; readonly look: string; readonly judge: string; readonly longer: string };
  readonly comment: string;
  readonly rules: readonly ChoiceRule[];
  readonly meanwhile?: readonly ChoiceRule[];
  readonly giveUp: string;
  readonly again?: string;
  readonly onError: Failure;
}): States {
  const { states, name } = options;
  const judge: Choice = {
    Type: 'Choice',
    Choices: [
      when(isTruncated(latest), options.onError.failed),
      ...options.rules,
      when(isLongestPause(name, options.settleSeconds), options.giveUp),
      ...(options.meanwhile ?? []),
    ],
    Default: states.longer,
  };
  return {
    [states.settle]: pause(name, states.look),
    [states.look]: listKeys(options.partition, {
      Comment: options.comment,
      ResultPath: latest,
      Next: states.judge,
      onNoUser: options.onError.failed,
      onError: options.onError,
    }),
    [states.judge]: judge,
    [states.longer]: doublePause(name, options.again ?? states.settle),
  };
}
