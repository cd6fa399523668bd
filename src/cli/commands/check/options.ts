import type { CheckOptions, Strictness } from '../../../checks';
import { givenValues, strictRules } from '../../../judging/parameters';
import { isDay } from '../../../text/day';
import { InputError } from '../../../input-error';
import { formatNames, isFormatName, type FormatName } from '../../../report';

/** The options of `keyturn check` as they are given. */
export interface CheckCommandOptions {
  readonly format?: string;
  readonly verbose?: boolean;
  readonly output?: readonly string[] | string;
  readonly contract?: readonly string[] | string;
  readonly contractFrom?: string;
  readonly source?: string;
  readonly base?: readonly string[] | string;
  readonly beforePlan?: boolean;
  readonly newEnvironment?: boolean;
  readonly date?: string;
  /** For each use of the option: the ids of rules, or nothing, which means every rule that can be strict. */
  readonly strict?: boolean | readonly string[];
  readonly allRoles?: boolean;
  readonly assumeComplete?: boolean;
  readonly account?: string;
  readonly region?: string;
  readonly environment?: string;
  readonly module?: string;
  readonly explain?: string | true;
  readonly draftContract?: string;
  readonly sign?: string;
  readonly verify?: string;
  readonly since?: string;
  readonly signedBy?: string;
}

/** Options that contradict `--before-plan`, which judges stacks without contracts. */
const notBeforePlan: readonly (readonly [name: keyof CheckCommandOptions, option: string])[] = [
  ['contract', '--contract'],
  ['contractFrom', '--contract-from'],
  ['source', '--source'],
  ['strict', '--strict'],
  ['allRoles', '--all-roles'],
  ['module', '--module'],
  ['assumeComplete', '--assume-complete'],
  ['draftContract', '--draft-contract'],
  ['verify', '--verify'],
  ['since', '--since'],
];

/** Whether stacks are judged before they are planned. Throws an InputError if other options contradict that. */
export function isBeforePlan(options: CheckCommandOptions): boolean {
  if (options.beforePlan !== true) {
    if (options.newEnvironment === undefined) return false;
    throw InputError.of('--new-environment: says what to compare with before a plan; give --before-plan, too');
  }
  for (const [name, option] of notBeforePlan) {
    if (options[name] !== undefined)
      throw InputError.of(`--before-plan: judges a stack without contracts; leave ${option} out`);
  }
  if (options.base === undefined)
    throw InputError.of(
      '--before-plan: name the stack of the base with --base, such as --base base/cdktf.out/stacks/NAME',
    );
  return true;
}

/** The day of the check: the given day, or today. */
export function dayOf({ date }: CheckCommandOptions, now: Date): string {
  if (date === undefined) return now.toISOString().slice(0, 10);
  if (!isDay(date)) throw InputError.of(`--date: ${JSON.stringify(date)} is not a day; write one as 2027-01-31`);
  return date;
}

/** Options that the verdict depends on, in addition to the input, the contracts and the day. */
export function judgingOptions(
  options: CheckCommandOptions,
  hasContracts: boolean,
): Pick<CheckOptions, 'coverAll' | 'strict' | 'given' | 'assumeComplete'> {
  const { allRoles = false, assumeComplete = false } = options;
  return {
    coverAll: allRoles ? 'always' : hasContracts ? 'stacks' : 'ours',
    strict: strictness(options.strict),
    ...(assumeComplete ? { assumeComplete } : {}),
    given: givenValues(options, (name) => `--${name}`),
  };
}

/** The options of `--strict`, which can be given several times, each with a list of rules or with nothing. */
function strictness(given: CheckCommandOptions['strict'] = false): Strictness {
  if (typeof given === 'boolean') return given;
  const named = given.flatMap((list) => (list === '' ? [] : list.split(',').map((id) => id.trim())));
  const strict = strictRules(named, '--strict');
  return given.includes('') ? true : strict;
}

/** One text to write: its destination and its format. */
export interface FormatTarget<Name> {
  readonly format: Name;
  /** The file to write. Absent for standard output. */
  readonly file: string | undefined;
}

export type Target = FormatTarget<FormatName>;

/** The reports to write. */
export function targetsOf(options: CheckCommandOptions): Target[] {
  return targetsIn(options, formatNames.filter(isFormatName));
}

/**
 * Reads the options. `--format` selects the printed format; `--output FORMAT=FILE` writes a further report; `--output FILE` writes the printed report
 * to a file instead.
 */
export function targetsIn<Name extends string>(
  { format = 'text', output }: Pick<CheckCommandOptions, 'format' | 'output'>,
  names: readonly Name[],
): FormatTarget<Name>[] {
  const known = (name: string, option: string): Name => {
    const found = names.find((one) => one === name);
    if (found !== undefined) return found;
    throw InputError.of(`${option}: ${JSON.stringify(name)} is not one of ${names.join(', ')}`);
  };
  const printed = known(format, '--format');
  const files = (output === undefined ? [] : [output].flat()).map(
    (given): FormatTarget<Name> & { isPlain: boolean } => {
      const [name = '', ...rest] = given.split('=');
      const isFormat = names.some((one) => one === name);
      const looksLikeFormat = isFormat || /^[a-z]+$/.test(name);
      const file = rest.length === 0 && !isFormat ? given : rest.join('=');
      if (file === '') {
        const [right, other] = isFormat
          ? [`${name}=FILE`, `./${name} for a file of that name`]
          : ['FILE', 'FORMAT=FILE'];
        throw InputError.of(`--output ${given}: names no file; write ${right}, or ${other}`);
      }
      if (rest.length === 0 || !looksLikeFormat) return { format: printed, file: given, isPlain: true };
      return { format: known(name, `--output ${given}`), file, isPlain: false };
    },
  );
  const isPrinted = !files.some(({ isPlain }) => isPlain);
  return [...(isPrinted ? [{ format: printed, file: undefined }] : []), ...files];
}
