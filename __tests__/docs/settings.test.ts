import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { settingsJsonSchema } from '../../src/settings';
import { spaced, table } from './tables';
import { update } from '../update';

const file = join(resolve(__dirname, '..', '..'), 'docs', 'reference', 'settings.md');

interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly required?: readonly string[];
}

/** What the user must write, or what holds otherwise. */
function defaultOf(node: Node, isRequired: boolean): string {
  if (isRequired) return '**required**';
  const { default: value } = node;
  if (value === undefined || typeof value === 'object') return '';
  const text = JSON.stringify(value);
  return text.length > 40 ? 'a text' : `\`${text}\``;
}

function kindOf({ type, enum: values, minimum, maximum }: Node): string {
  if (values !== undefined) return values.length > 9 ? 'text' : values.map((value) => `\`${value}\``).join(', ');
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  return (
    { string: 'text', array: 'list', object: 'object', integer: 'number', boolean: '`true`, `false`' }[type ?? ''] ??
    'list or object'
  );
}

function rows(node: Node, path: string, skip: (path: string) => boolean): string[][] {
  const { properties = {}, required = [] } = node;
  return Object.entries(properties).flatMap(([name, member]) => {
    const here = path === '' ? name : `${path}.${name}`;
    if (skip(here)) return [];
    const row = [`\`${here}\``, kindOf(member), defaultOf(member, required.includes(name)), member.description ?? ''];
    return [row, ...formsOf(member).flatMap((form) => rowsBelow(form, here, skip))];
  });
}

/** A list of objects, or an object in its place: both have members to describe. */
function formsOf(member: Node): readonly Node[] {
  return member.anyOf?.some(({ items }) => items?.properties !== undefined) === true ? member.anyOf : [member];
}

function rowsBelow(member: Node, here: string, skip: (path: string) => boolean): string[][] {
  const inner = member.items?.properties === undefined ? member : member.items;
  return rows(inner, inner === member ? here : `${here}[]`, skip);
}

function page(): string {
  const schema = JSON.parse(settingsJsonSchema()) as Node;
  // What an environment or a user overrides is described where it stands first.
  const own = /^environments\[\]\.(?:name|accountId|region|partition|profile|assumeRole)$/;
  const isOverride = (path: string) =>
    (path.startsWith('environments[].') && !own.test(path)) ||
    path.startsWith('users[].schedule.') ||
    path === '$schema';
  return [
    '# Settings',
    '',
    'For people who configure Keyturn. The settings are `context.keyturn` in `cdktf.json`. This page is made from the schema that checks them; editors read it as',
    '[schemas/settings.schema.json](../../schemas/settings.schema.json).',
    '',
    'An environment can also have any of the other settings, for itself alone. `schedule`, `notification` and `assumeRole` are then taken field by field, and `tags` tag by',
    'tag. `users`, `secretFormat`, `state` and `history` of an environment replace those for all. A user can have a `schedule`, a `gracePeriodSeconds` and `recipients` of its own. [Fleets](../how-to/fleets.md)',
    'describes users and environments in a file.',
    '',
    table(['setting', 'value', 'default', 'meaning'], rows(schema, '', isOverride)),
    '',
  ].join('\n');
}

/** UPDATE=1 writes the page, and fails all the same: somebody should read it before it passes. */
it('docs/reference/settings.md describes every setting as the schema does', () => {
  const now = page();
  const before = readFileSync(file, 'utf8');
  update(file, now);
  expect(spaced(before)).toBe(spaced(now));
});
