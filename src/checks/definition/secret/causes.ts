import type { StateFailure } from '../run-state';

/** A reason for which AWS can write the data into the cause of the execution. */
interface Cause {
  readonly isSure: boolean;
  /** The words for the reason, such as `its Parameters "$.notThere" is not there`. */
  readonly words: string;
}

/** The words for a failure, if it is certain and if it is possible. */
const failed: { readonly [kind in StateFailure['kind']]: readonly [surely: string, maybe: string] } = {
  missing: ['is not there', 'may be missing'],
  'wrong type': ['is of the wrong type', 'may be of the wrong type'],
  function: ['fails', 'may fail'],
  'no place': ['cannot be written', 'may not be writable'],
  'not understood': ['fails', 'is not understood and may fail'],
};

/**
 * Returns the failures that can end the execution with a cause from AWS: the cause of a failed expression quotes the data that it reads.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 * @param quoted whether the secret is in the input of the state, or only in the result of its call
 */
export function causesOf(failures: readonly StateFailure[], quoted: 'input' | 'result'): Cause[] {
  const quoting = quoted === 'input' ? failures : failures.filter(({ reads }) => reads === 'result');
  return quoting.map(({ field, kind, of, isSure }) => ({
    isSure,
    words: `its ${field}: ${JSON.stringify(of)} ${failed[kind][isSure ? 0 : 1]}`,
  }));
}
