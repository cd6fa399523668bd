import { InputError } from '../../../input-error';
import type { CheckCommandOptions } from '../check/options';

/** The options of `keyturn review` as they are given. */
export interface ReviewCommandOptions extends Pick<
  CheckCommandOptions,
  'format' | 'output' | 'contract' | 'contractFrom' | 'source' | 'assumeComplete' | 'account' | 'region' | 'environment'
> {
  readonly requireContract?: boolean;
  readonly now?: string;
  readonly marker?: string;
}

/** The instant that the next dates are counted from. */
export function instantOf({ now }: ReviewCommandOptions, clock: Date): Date {
  if (now === undefined) return clock;
  const isWritten = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/.test(now);
  const instant = new Date(isWritten ? now : NaN);
  // The Date of February 30th is March 2nd.
  if (Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== now.slice(0, 10))
    throw InputError.of(`--now: ${JSON.stringify(now)} is not a time; write one as 2027-01-31T12:00:00Z`);
  return instant;
}

/** The name in the hidden line of a comment. Other characters could end the line. */
export function markerNameOf({ marker }: ReviewCommandOptions): string | undefined {
  if (marker === undefined || (/^[\w.-]{1,100}$/.test(marker) && !marker.includes('--'))) return marker;
  throw InputError.of(
    `--marker: ${JSON.stringify(marker)} is not a name of letters, digits, "_", "." and single "-"; write one such as keyturn-staging`,
  );
}

/** The inputs: a plan or any other single input, or the states before and after a change. */
export function filesOf(files: readonly string[]): readonly [string] | readonly [string, string] {
  const [first, second, ...more] = files;
  if (first !== undefined && more.length === 0) return second === undefined ? [first] : [first, second];
  throw InputError.of(
    `keyturn review: ${files.length} inputs were given; give a plan, or two inputs: before and after`,
  );
}
