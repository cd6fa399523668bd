import type { DefinedError } from 'ajv';
import { errorsOf } from '../../../../generated/contract-errors';
import { validateContract } from '../../../../generated/contract-validator';
import type { WrittenContract } from '../contract-json';

/** A problem in a contract, with its place, such as `identity[0].actions[1]`. */
export interface ContractProblem {
  readonly path: string;
  readonly words: string;
  /** The place, if it is in another file than the contract. */
  readonly file?: string;
}

/** A contract that its schema accepts, or all problems in it. */
export function checkedContract(value: unknown): WrittenContract | readonly ContractProblem[] {
  if (isContract(value)) return value;
  const errors = errorsOf(value);
  const problems = errors.filter((error) => isOwnProblem(error, errors)).map(problemOf);
  return problems.filter((one, index) => index === problems.findIndex((other) => isSame(one, other)));
}

function isContract(value: unknown): value is WrittenContract {
  return validateContract(value);
}

/** Removes duplicates: a choice reports its problems once, and a value of the wrong type only its type. */
function isOwnProblem({ keyword, instancePath, schemaPath }: DefinedError, errors: readonly DefinedError[]): boolean {
  if (keyword === 'if' || schemaPath.includes('/oneOf/')) return false;
  return (
    keyword !== 'oneOf' || !errors.some((other) => other.keyword === 'type' && other.instancePath === instancePath)
  );
}

function isSame(one: ContractProblem, other: ContractProblem): boolean {
  return one.path === other.path && one.words === other.words;
}

function problemOf(error: DefinedError): ContractProblem {
  const path = pathOf(error.instancePath);
  switch (error.keyword) {
    case 'required': {
      const demanded = error.schemaPath.includes('/then/') ? ownWords(error) : undefined;
      return { path: member(path, error.params.missingProperty), words: demanded ?? 'is missing' };
    }
    case 'additionalProperties':
      return {
        path: member(path, error.params.additionalProperty),
        words: `is not known; the known members are ${knownMembers(error)}`,
      };
    case 'type':
      return {
        path,
        words: `must be ${typeWords[error.params.type] ?? error.params.type}, not ${shown(error.data)}`,
      };
    case 'const':
      return { path, words: `must be ${shown(error.params.allowedValue)}, not ${shown(error.data)}` };
    case 'oneOf':
      return { path, words: ownWords(error) ?? 'must be exactly one of several forms' };
    case 'not':
      return { path, words: ownWords(error) ?? 'must not be here' };
    case 'minItems':
      return { path, words: 'is empty; must have at least one entry' };
    default:
      return { path, words: `${shown(error.data)} ${ownWords(error) ?? error.keyword}` };
  }
}

const typeWords: { readonly [type: string]: string | undefined } = {
  string: 'a text',
  array: 'a list',
  object: 'an object',
  'object,array': 'an object or a list',
  boolean: 'true or false',
  integer: 'a whole number',
  // Ajv gives a list of types, which has this name as a key.
  'array,object': 'a list, or an object such as {"file": "pairs.csv"}',
};

/** The message of the schema for a value that it refuses. */
function ownWords({ parentSchema }: DefinedError): string | undefined {
  const words: unknown = parentSchema?.['x-problem'];
  return typeof words === 'string' ? words : undefined;
}

function knownMembers({ parentSchema }: DefinedError): string {
  const known: unknown = parentSchema?.['properties'];
  return typeof known === 'object' && known !== null ? Object.keys(known).join(', ') : 'no members';
}

/** A JSON pointer in the notation of paths. */
function pathOf(pointer: string): string {
  const names = pointer.split('/').slice(1);
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~')).reduce(member, '');
}

/** The path of a member of an object or a list. */
export function member(path: string, name: string): string {
  if (/^\d+$/.test(name)) return `${path}[${name}]`;
  return path === '' ? name : `${path}.${name}`;
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
