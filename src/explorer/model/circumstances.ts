/**
 * Circumstances in which the invariants must hold, and that are not combined with every other choice: every call, pause and transition takes
 * as long as the definition allows, and the input asks for the longest grace period; all keys are made in one second; SES knows neither the
 * sender nor a recipient.
 */
const unusualCircumstances = ['slow', 'one-second', 'unverified'] as const;

/** The input names a key that must go: the older one of the user, the newer one, or one that does not exist. */
const namedKeys = { 'older-named': 'older', 'newer-named': 'newer', 'gone-named': 'gone' } as const;
export type NamedKey = (typeof namedKeys)[keyof typeof namedKeys];

/**
 * Circumstances for which nothing is promised: lists lag four times as long as runs wait, an execution that failed or was stopped is
 * redriven, an operator puts the previous value back into the secret.
 */
export const outOfScopeCircumstances = ['longer-lags', 'redriven', 'restored'] as const;
export type OutOfScope = (typeof outOfScopeCircumstances)[number];

export type Circumstance = OutOfScope | (typeof unusualCircumstances)[number] | keyof typeof namedKeys;

export const namingCircumstances = Object.keys(namedKeys) as readonly string[] as readonly (keyof typeof namedKeys)[];

export const circumstances: readonly Circumstance[] = [
  ...outOfScopeCircumstances,
  ...unusualCircumstances,
  ...namingCircumstances,
];

/** The key that the input names under a circumstance. */
export function namedKeyIn(circumstance: Circumstance | undefined): NamedKey | undefined {
  return namingCircumstances.flatMap((each) => (each === circumstance ? [namedKeys[each]] : []))[0];
}

/** Actions that an operator may do once, out of scope. */
export type OperatorAction = 'redriven' | 'restored';

export function operatorActionIn(circumstance: Circumstance | undefined): OperatorAction | undefined {
  return circumstance === 'redriven' || circumstance === 'restored' ? circumstance : undefined;
}
