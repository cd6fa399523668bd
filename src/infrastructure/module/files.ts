import { isObject, memberOf, parseJson, type Json, type JsonObject } from '../../json';
import type { EnvironmentSettings } from '../../settings';
import { tagsWithOurs } from '../names';
import { textLiteral } from '../literal';
import { definitionFile, resourceBlock, valueOf } from './convert';
import { bodyText, Expression, type Item } from './hcl';
import { readme } from './readme';

/** The first line of the files in Terraform's language. */
export const writtenBy =
  '# Written by "keyturn module" from the settings. To change it, change them and run the command again.';

/** The parts of a stack, by the second word of a resource's path, in the order of the file. */
const parts: Readonly<Record<string, string>> = {
  execution: 'The role that a rotation runs as',
  history: 'The key that encrypts the execution history',
  'mail-template': 'The template of the mail after a rotation',
  machine: 'The state machine that rotates keys',
  schedule: 'The role that the schedules start rotations with',
  schedules: 'The schedules, one for each user',
  alerts: 'Alerts',
  events: 'Events that start a rotation or report one',
};

interface Resource {
  readonly part: string;
  readonly block: Item;
}

/** The files of a plain Terraform module, by name, with the resources and outputs of a synthesised stack. */
export function moduleFiles(stack: JsonObject, environment: EnvironmentSettings): Readonly<Record<string, string>> {
  const resources = resourcesOf(stack);
  const order = Object.keys(parts);
  const others = resources.filter(({ part }) => !order.includes(part)).map(({ part }) => part);
  if (others.length > 0) throw new Error(`${others.join(', ')}: src/infrastructure/module/files.ts has no such part`);
  const main = order.flatMap((part): Item[] => {
    const blocks = resources.filter((one) => one.part === part).map(({ block }) => block);
    return blocks.length === 0 ? [] : [{ kind: 'comment', text: parts[part] ?? part }, ...blocks];
  });
  return {
    'README.md': readme(environment),
    'main.tf': fileText([...guards(environment), ...main]),
    'outputs.tf': fileText(outputsOf(stack)),
    [definitionFile]: `${JSON.stringify(definitionOf(stack), null, 2)}\n`,
    'versions.tf': fileText([versions(stack)]),
  };
}

function fileText(items: readonly Item[]): string {
  return `${writtenBy}\n\n${bodyText(items)}`;
}

function resourcesOf(stack: JsonObject): Resource[] {
  return membersOf(memberOf(stack, 'resource')).flatMap(([type, all]) =>
    membersOf(all).map(([name, body]): Resource => {
      if (!isObject(body)) throw new Error(`${type}.${name}: is not a resource`);
      return { part: partOf(body), block: resourceBlock(type, name, body) };
    }),
  );
}

function partOf(body: JsonObject): string {
  const path = at(body, '//', 'metadata', 'path');
  return typeof path === 'string' ? (path.split('/')[1] ?? '') : '';
}

function definitionOf(stack: JsonObject): Json {
  const text = at(stack, 'resource', 'aws_sfn_state_machine', 'rotation', 'definition');
  if (typeof text !== 'string') throw new Error('the stack has no state machine');
  return parseJson(text);
}

/** The stack allows one account and one region by its provider. The provider of a module is that of its caller, so it is compared. */
function guards({ name, accountId, region, tags }: EnvironmentSettings): Item[] {
  const literal = Object.entries(tagsWithOurs(name, tags)).map(([key, value]) => [
    textLiteral(key),
    textLiteral(value),
  ]);
  return [
    {
      kind: 'block',
      name: 'locals',
      labels: [],
      body: [{ kind: 'argument', name: 'tags', value: Object.fromEntries(literal) as Record<string, string> }],
    },
    { kind: 'comment', text: 'The ARNs below are of one account and one region, so nothing is planned for another.' },
    guard('aws_caller_identity', 'account_id', accountId, 'account'),
    guard('aws_region', 'id', region, 'region'),
  ];
}

function guard(type: string, attribute: string, value: string, what: string): Item {
  const condition = new Expression(`self.${attribute} == "${value}"`);
  const postcondition: Item = {
    kind: 'block',
    name: 'postcondition',
    labels: [],
    body: [
      { kind: 'argument', name: 'condition', value: condition },
      {
        kind: 'argument',
        name: 'error_message',
        value: `This module is for the ${what} ${value}. Give it a provider of that ${what}, or write it again for another.`,
      },
    ],
  };
  return {
    kind: 'block',
    name: 'data',
    labels: [type, 'current'],
    body: [{ kind: 'block', name: 'lifecycle', labels: [], body: [postcondition] }],
  };
}

function outputsOf(stack: JsonObject): Item[] {
  return membersOf(memberOf(stack, 'output')).map(([name, body]) => ({
    kind: 'block',
    name: 'output',
    labels: [name],
    body: membersOf(body).map(([key, value]): Item => ({ kind: 'argument', name: key, value: valueOf(value) })),
  }));
}

function versions(stack: JsonObject): Item {
  const aws = at(stack, 'terraform', 'required_providers', 'aws') ?? null;
  const providers: Item = {
    kind: 'block',
    name: 'required_providers',
    labels: [],
    body: [{ kind: 'argument', name: 'aws', value: valueOf(aws) }],
  };
  // The first release with conditions of data sources.
  const terraform: Item = { kind: 'argument', name: 'required_version', value: '>= 1.2.0' };
  return { kind: 'block', name: 'terraform', labels: [], body: [terraform, providers] };
}

function membersOf(value: Json | undefined): [string, Json][] {
  return isObject(value) ? Object.entries(value) : [];
}

function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (current, name) => (isObject(current) ? memberOf(current, name) : undefined),
    value,
  );
}
