/** `keyturn/jest`: a matcher for the tests of a CDKTF project. Importing it adds the matcher to the global `expect`. */
import { refusalsOf, type CheckOptions, type ContractsInput } from './judging';
import { textOfStack } from './stack-text';

export type { CheckOptions, ContractsInput };

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Passes if `keyturn check` passes for a stack: a stack of CDKTF, what `Testing.synth` returns, or Terraform JSON as an object. Register it with
 * `expect.extend({ toMeetContract })` where `expect` is not global.
 */
export function toMeetContract(
  this: unknown,
  received: unknown,
  contracts: ContractsInput,
  options: CheckOptions = {},
): MatcherResult {
  const named = [contracts].flat();
  const { lines } = refusalsOf({ name: 'the stack', text: textOfStack(received) }, named, options);
  const names = named.map((contract) => (typeof contract === 'string' ? contract : contract.name)).join(', ');
  return {
    pass: lines.length === 0,
    message: () =>
      lines.length === 0
        ? `expected the stack not to meet ${names}, but it does`
        : [`expected the stack to meet ${names}:`, ...lines.map((line) => `  ${line}`)].join('\n'),
  };
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- This is how the types of jest are extended.
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- The parameters of the extended type.
    interface Matchers<R, T = {}> {
      /** Passes if `keyturn check` passes for the stack, judged by these contracts: paths, or objects. */
      toMeetContract(contracts: ContractsInput, options?: CheckOptions): R;
    }
  }
}

const { expect } = globalThis as { expect?: { extend?: (matchers: object) => void } };
expect?.extend?.({ toMeetContract });
