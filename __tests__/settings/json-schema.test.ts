import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { settingsJsonSchema } from '../../src/settings';
import { changed, sample } from './sample';

const root = join(__dirname, '..', '..');
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
const schema = JSON.parse(settingsJsonSchema()) as Record<string, unknown>;
const accepts = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

test('schemas/settings.schema.json is current; if not, run: node schemas/write.js', () => {
  expect(read('schemas/settings.schema.json')).toEqual(schema);
});

test('it accepts the sample of the project', () => {
  const { context } = read('cdktf.json') as { context: { keyturn: unknown } };
  expect(accepts(context.keyturn)).toBe(true);
});

test('it accepts the least that must be written', () => {
  expect(accepts(sample())).toBe(true);
});

test.each<[string, Parameters<typeof changed>[0]]>([
  ['a misspelt setting', { gracePeriod: 1 }],
  ['a path without slashes', { 'users.0.path': 'ci' }],
  ['an account id that is a number', { 'environments.0.accountId': 111122223333 }],
  ['a fraction of a second', { gracePeriodSeconds: 0.5 }],
  ['a region that does not exist', { 'environments.0.region': 'mars-1' }],
  ['no users', { users: [] }],
  ['a schedule in words', { 'schedule.expression': 'monthly' }],
])('it refuses %s', (_, changes) => {
  expect(accepts(changed(changes))).toBe(false);
});

interface Node {
  readonly description?: string;
  readonly type?: string;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

function settingsOf(node: Node, path: string): [string, Node][] {
  const members = Object.entries(node.properties ?? {});
  const own = members.flatMap(([name, member]): [string, Node][] => [
    [`${path}.${name}`, member],
    ...settingsOf(member, `${path}.${name}`),
  ]);
  return [...own, ...(node.items === undefined ? [] : settingsOf(node.items, `${path}[]`))];
}

test.each(settingsOf(schema as Node, 'keyturn'))(
  '%s has a description, with the unit where it is a number',
  (path, node) => {
    expect(node.description).toMatch(/^\S.{10,}/);
    if (node.type === 'integer' && !path.endsWith('Attempts'))
      expect(node.description).toMatch(/seconds|a second|minutes|days|number of users/i);
  },
);
