import type { Contract } from '../../generated/contract-types';
import { InputError } from '../input-error';
import { wrongType } from '../text/show';
import { didYouMean } from '../text/suggest';

/**
 * An input that a check judges: the path of a file (a stack, a plan, a state, an export, a policy document) or of a stack's folder; or the text of
 * one with a name for messages. A text is judged alone, without files next to it.
 */
export type Input = string | { readonly name: string; readonly text: string };

/** The path of a contract, or a contract as an object. */
export type ContractInput = string | Contract;

/** The options of a check, next to the inputs and the contracts. */
export interface CheckOptions {
  /** The folder that paths start from. Default: the current folder. */
  readonly cwd?: string;
  /** The day of the check, as 2027-01-31, because exceptions expire. Default: today. */
  readonly date?: string;
  /** Every role and machine of the inputs must be the subject of a contract. Default: false. */
  readonly allRoles?: boolean;
  /** Notes that count as failures: those of all rules that can be strict, or of the rules with these ids. */
  readonly strict?: boolean | readonly string[];
  /** The account, if the inputs do not show it. */
  readonly account?: string;
  /** The region, if the inputs do not show it. */
  readonly region?: string;
  /** The environment, if the inputs do not show it. */
  readonly environment?: string;
}

/** The contracts that a construct or a matcher judges by: `policies/` of the current folder, or those that are named. */
export type ContractsInput = ContractInput | readonly ContractInput[];

/** A program in JavaScript has no types: without these checks a misspelt option would be ignored, and a weaker check would pass. */
type Form = readonly [fits: (value: unknown) => boolean, belongs: string, right: string];

const isText = (value: unknown): value is string => typeof value === 'string';
const text = (right: string): Form => [isText, 'text', right];

const forms: { readonly [option in keyof CheckOptions]-?: Form } = {
  cwd: text('the folder that paths start from'),
  date: text('a day such as "2027-01-31"'),
  allRoles: [(value) => typeof value === 'boolean', 'true or false', 'true or false'],
  strict: [
    (value) => typeof value === 'boolean' || (Array.isArray(value) && value.every(isText)),
    'true, false or a list of rules',
    'true, or rules such as ["contract-used"]',
  ],
  account: text('an account id such as "111122223333"'),
  region: text('a region such as "eu-central-1"'),
  environment: text('an environment name such as "staging"'),
};

/**
 * The options, if each has the name and the type of one. Throws an InputError with one line for each problem.
 * @param others further options of the caller, for the advice
 */
export function checkedOptions(options: CheckOptions, others: readonly string[] = []): CheckOptions {
  const given: readonly (readonly [string, unknown])[] = Object.entries(options);
  const names = [...others, ...Object.keys(forms)];
  const known = new Map<string, Form>(Object.entries(forms));
  refuse(
    given.flatMap(([name, value]) => {
      const form = known.get(name);
      if (form === undefined) return [`${name}: unknown option; ${didYouMean(name, names)}`];
      const [fits, belongs, right] = form;
      return value === undefined || fits(value) ? [] : [`${name}: ${wrongType(value, belongs, right)}`];
    }),
  );
  return options;
}

/** The inputs, if they are a list of paths, or of texts with names. */
export function checkedInputs(inputs: unknown): readonly Input[] {
  return checkedList(inputs, 'inputs', isInput, 'paths or objects with "name" and "text"');
}

/** The contracts, if they are a list of paths, or of contracts as objects. */
export function checkedContracts(contracts: unknown): readonly ContractInput[] {
  return checkedList(contracts, 'contracts', isContract, 'paths such as "policies/execution-role.json", or contracts');
}

function checkedList<Item>(
  value: unknown,
  name: string,
  fits: (item: unknown) => item is Item,
  items: string,
): readonly Item[] {
  if (!isList(value)) throw InputError.of(`${name}: ${wrongType(value, 'a list', `a list of ${items}`)}`);
  const read = value.filter(fits);
  if (read.length === value.length) return read;
  throw new InputError(
    value.flatMap((item, index) =>
      fits(item) ? [] : [`${name}[${index}]: ${wrongType(item, `one of ${items}`, `one of ${items}`)}`],
    ),
  );
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isInput(value: unknown): value is Input {
  if (isText(value)) return true;
  return isObject(value) && 'name' in value && isText(value.name) && 'text' in value && isText(value.text);
}

/** The reader of contracts judges what is in one. */
function isContract(value: unknown): value is string | Contract {
  return isText(value) || isObject(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(lines: readonly string[]): void {
  if (lines.length > 0) throw new InputError(lines);
}
