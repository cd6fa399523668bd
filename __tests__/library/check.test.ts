import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { Rotation } from '../../src/library/cdktf';
import { check, type Contract } from '../../src/library/check';
import { call } from '../cli/call';
import { removeTemporaryFolders, temporaryFolder } from '../infrastructure/folders';
import { contracts, example, settings, stackWith, written } from './stacks';

const root = join(__dirname, '..', '..');

afterAll(removeTemporaryFolders);

const textOfStack = (): string => {
  const stack = stackWith();
  new Rotation(stack, 'keys', settings);
  return JSON.stringify(written(stack));
};

const contractIn = (file: string): Contract => JSON.parse(readFileSync(join(example, file), 'utf8')) as Contract;

test('returns what the command prints outside of a repository', async () => {
  const cwd = temporaryFolder();
  cpSync(join(root, 'policies'), join(cwd, 'policies'), { recursive: true });
  cpSync(join(root, '__tests__', 'fixtures', 'sample', 'plan.json'), join(cwd, 'plan.json'));
  const words = ['plan.json', '--date', '2027-01-31', ...contracts.flatMap((file) => ['--contract', file])];
  const { stdout } = await call(cwd, ['check', '--format', 'json', ...words]);
  const report = check(['plan.json'], contracts, { cwd, date: '2027-01-31' });
  expect(report).toEqual(JSON.parse(stdout));
  const schema = JSON.parse(readFileSync(join(root, 'schemas', 'report.schema.json'), 'utf8')) as object;
  expect(new Ajv({ strict: false, formats: { date: true } }).validate(schema, report)).toBe(true);
});

test('judges a text, by contracts as files and as objects', () => {
  const input = { name: 'platform', text: textOfStack() };
  const byFiles = check([input], contracts, { cwd: example, allRoles: true });
  const byObjects = check([input], contracts.map(contractIn), { allRoles: true });
  expect(byFiles.verdict).toBe('pass');
  expect(byObjects.verdict).toBe('pass');
  expect(byFiles.checks[0]?.premises).toContain('The stack is applied alone: its folder is not available.');
});

test('judges only the roles of the contracts unless it is asked for all', () => {
  const input = { name: 'platform', text: textOfStack() };
  expect(check([input], ['policies/execution-role.json'], { cwd: example }).verdict).toBe('pass');
  expect(check([input], ['policies/execution-role.json'], { cwd: example, allRoles: true }).verdict).not.toBe('pass');
});

test('is not a pass without an input or a contract', () => {
  expect(check([], contracts, { cwd: example }).verdict).toBe('undecided');
  expect(check([{ name: 'platform', text: textOfStack() }], []).verdict).toBe('undecided');
});

test.each([
  ['date', { date: '31.1.2027' }, 'date: "31.1.2027" is not a day; write one as 2027-01-31'],
  ['account', { account: '1' }, 'account: "1" is not an account id; write 12 digits, such as 111122223333'],
  ['strict', { strict: ['trusty'] }, 'strict: "trusty" is not a rule; did you mean "trust"?'],
  ['cwd', { cwd: root }, 'policies/none.json: no such file'],
])('says in one line what is wrong with %s', (_, options, message) => {
  expect(() => check([{ name: 'x', text: textOfStack() }], ['policies/none.json'], options)).toThrow(message);
});

// A program in JavaScript has no types.
const judge = check as unknown as (...given: readonly unknown[]) => unknown;
const platform = { name: 'platform', text: '{}' };

test.each<[given: string, call: readonly unknown[], message: string]>([
  ['a misspelt option', [[platform], [], { contract: 'x' }], 'contract: unknown option; write one of "cwd", "date"'],
  ['a misspelt strict', [[platform], [], { strct: true }], 'strct: unknown option; did you mean "strict"?'],
  ['a text for a switch', [[platform], [], { allRoles: 'yes' }], 'allRoles: must be true or false; got the text "yes"'],
  ['a rule without a list', [[platform], [], { strict: 'trust' }], 'strict: must be true, false or a list of rules'],
  ['one path as the inputs', ['plan.json', []], 'inputs: must be a list; got the text "plan.json"'],
  ['an input without a text', [[{ name: 'x', txt: '{}' }], []], 'inputs[0]: must be one of paths or objects with'],
  ['no contracts', [[platform]], 'contracts: missing; write a list of paths such as "policies/execution-role.json"'],
  ['no contract in a list', [[platform], [undefined]], 'contracts[0]: missing; write one of paths such as'],
])('refuses %s in one line', (_, given, message) => {
  expect(() => judge(...given)).toThrow(message);
});

test('reports every input that cannot be read, together', () => {
  expect(() => check(['a.json', 'b.json'], contracts, { cwd: example })).toThrow(/^a\.json: .*\nb\.json: /);
});
