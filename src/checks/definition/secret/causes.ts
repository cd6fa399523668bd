import type { StateFailure } from '../run-state';

/** What may make AWS write the data into the cause of the execution. */
interface Cause {
  readonly isSure: boolean;
  /** Such as `its Parameters "$.notThere" is not there`. */
  readonly words: string;
}

/** The words of a failure, and whether it is known. */
const failed: { readonly [kind in StateFailure['kind']]: readonly [surely: string, maybe: string] } = {
  missing: ['is not there', 'may be missing'],
  'wrong type': ['is of the wrong type', 'may be of the wrong type'],
  function: ['fails', 'may fail'],
  'no place': ['cannot be written', 'may not be writable'],
  'not understood': ['fails', 'is not understood and may fail'],
};

/**
 * What may end the execution with a cause that AWS writes: that of a failed expression quotes what it was to read.
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
