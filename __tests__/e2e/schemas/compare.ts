import { admits } from './constraint';
import {
  isList,
  isObject,
  type Attribute,
  type Block,
  type Json,
  type JsonObject,
  type Nested,
  type Kind,
  type ProviderSchema,
  type Type,
} from './schema';

/**
 * What of a `cdk.tf.json` a version of the provider would not take, a line each. Stricter than Terraform: nothing that is deprecated, no text
 * for a number, and what cannot be compared is a problem too.
 */
export function problemsOf(stack: JsonObject, schema: ProviderSchema): string[] {
  return Object.entries(stack).flatMap(([member, value]) => {
    switch (member) {
      case '//':
        return [];
      case 'terraform':
        return terraformProblems(value, schema);
      case 'provider':
        return providerProblems(value, schema);
      case 'resource':
      case 'data':
        return namedTwice(value).flatMap(([type, name, body]) =>
          resourceProblems(member, type, body, `${member === 'data' ? 'data.' : ''}${type}.${name}`, schema),
        );
      case 'output':
        return entries(value).flatMap(([name, body]) => blockProblems(body, output, `output.${name}`));
      default:
        return [`${member}: is not compared`];
    }
  });
}

function terraformProblems(terraform: Json, { version }: ProviderSchema): string[] {
  return entries(terraform).flatMap(([member, value]) => {
    if (member === 'backend') return blockProblems(value, backend, 'terraform.backend');
    if (member !== 'required_providers') return [`terraform.${member}: is not compared`];
    return entries(value).flatMap(([name, wanted]) => {
      const path = `terraform.required_providers.${name}`;
      if (name !== 'aws' || !isObject(wanted) || !isHashiCorps(wanted['source']))
        return [`${path}: is not the provider hashicorp/aws`];
      const shape = blockProblems(wanted, requirement, path);
      const isAdmitted = typeof wanted['version'] === 'string' && admits(wanted['version'], version);
      return isAdmitted ? shape : [...shape, `${path}.version: leaves ${version} out`];
    });
  });
}

/** A source of one word is HashiCorp's. https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses */
function isHashiCorps(source: Json | undefined): boolean {
  return source === 'aws' || source === 'hashicorp/aws';
}

function providerProblems(providers: Json, schema: ProviderSchema): string[] {
  return entries(providers).flatMap(([name, value]) =>
    name === 'aws'
      ? listed(value).flatMap((body) => blockProblems(body, schema.provider, 'provider.aws'))
      : [`provider.${name}: is not compared`],
  );
}

function resourceProblems(kind: Kind, type: string, body: Json, address: string, schema: ProviderSchema): string[] {
  const block = schema.resource(kind, type);
  if (block === undefined) return [`${address}: the provider has no ${kind} of this type`];
  if (!isObject(body)) return [`${address}: must be an object`];
  const { for_each: each, depends_on: before, lifecycle = {}, ...own } = body;
  const rows = isObject(each) ? Object.values(each) : undefined;
  return [
    ...(each === undefined || rows?.every(isObject) ? [] : [`${address}.for_each: must be an object of objects`]),
    ...(before === undefined || fits(before, ['list', 'string'])
      ? []
      : [`${address}.depends_on: must be a list of addresses`]),
    ...lifecycleProblems(lifecycle, `${address}.lifecycle`),
    ...blockProblems(own, block, address, rows?.filter(isObject)),
  ];
}

/** Of the language and not of the provider. https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle */
function lifecycleProblems(lifecycle: Json, address: string): string[] {
  if (!isObject(lifecycle)) return [`${address}: must be an object`];
  return Object.entries(lifecycle).flatMap(([name, value]) =>
    name === 'replace_triggered_by' && fits(value, ['list', 'string']) ? [] : [`${address}.${name}: is not compared`],
  );
}

/** `rows` are the values of `for_each` around the block. */
function blockProblems(body: Json, block: Block, path: string, rows: readonly JsonObject[] = []): string[] {
  if (!isObject(body)) return [`${path}: must be an object`];
  const given = Object.keys(body).filter((name) => name !== '//' && body[name] !== null);
  const absent = [
    ...Object.keys(block.attributes).filter((name) => block.attributes[name]?.required === true),
    ...Object.keys(block.blocks).filter((name) => (block.blocks[name]?.min ?? 0) > 0),
  ].filter((name) => !given.includes(name));
  return [
    ...(block.deprecated ? [`${path}: is deprecated`] : []),
    ...absent.map((name) => `${path}.${name}: is required`),
    ...given.flatMap((name) => {
      const { [name]: value = null } = body;
      const { [name]: attribute } = block.attributes;
      const { [name]: nested } = block.blocks;
      if (attribute !== undefined) return attributeProblems(value, attribute, `${path}.${name}`, rows);
      if (nested !== undefined) return nestedProblems(value, nested, `${path}.${name}`, rows);
      return [`${path}.${name}: there is no such attribute or block`];
    }),
  ];
}

function attributeProblems(value: Json, attribute: Attribute, path: string, rows: readonly JsonObject[]): string[] {
  if (!attribute.settable) return [`${path}: cannot be set`];
  const values = settled(value, rows);
  if (values === undefined) return [`${path}: is an expression that is not compared`];
  return [
    ...(attribute.deprecated ? [`${path}: is deprecated`] : []),
    ...(attribute.required && values.includes(null) ? [`${path}: is required, and null in a row of for_each`] : []),
    ...(values.every((one) => one === null || fits(one, attribute.type))
      ? []
      : [`${path}: must be ${typeText(attribute.type)}`]),
  ];
}

/** https://developer.hashicorp.com/terraform/language/syntax/json#nested-block-mapping */
function nestedProblems(value: Json, nested: Nested, path: string, rows: readonly JsonObject[]): string[] {
  const bodies = nested.nesting === 'map' ? entries(value).map(([, body]) => body) : listed(value);
  const { min, max, block } = nested;
  return [
    ...(bodies.length < min ? [`${path}: must be given at least ${min} times`] : []),
    ...(max !== undefined && bodies.length > max ? [`${path}: may be given ${max} times at most`] : []),
    ...bodies.flatMap((body) => blockProblems(body, block, path, rows)),
  ];
}

/** What an attribute's value can be: itself, or that of each row. Undefined for any other expression. */
function settled(value: Json, rows: readonly JsonObject[]): readonly Json[] | undefined {
  const [, field] = typeof value === 'string' ? (/^\$\{each\.value\.(\w+)\}$/.exec(value) ?? []) : [];
  if (field !== undefined) {
    const all = rows.flatMap(({ [field]: one }) => (one !== undefined && isLiteral(one) ? [one] : []));
    return rows.length > 0 && all.length === rows.length ? all : undefined;
  }
  if (typeof value === 'string' && /^\$\{aws_\w+\.\w+\.(?:arn|key_id)\}$/.test(value)) return [filledIn];
  return isLiteral(value) ? [value] : undefined;
}

/** An id of another resource, which the provider fills in; `terraform validate` knows whether there is such a resource. */
const filledIn = 'an id';

/** Whether there is no template in it; `$${` and `%%{` stand for themselves. */
function isLiteral(value: Json): boolean {
  return !/[$%]\{/.test(JSON.stringify(value).replace(/\$\$\{|%%\{/g, ''));
}

function fits(value: Json, type: Type): boolean {
  if (type === 'dynamic') return true;
  if (typeof type === 'string') return typeof value === { string: 'string', number: 'number', bool: 'boolean' }[type];
  if (type[0] === 'object') {
    const members = Object.entries(type[1]);
    return (
      isObject(value) &&
      Object.keys(value).length === members.length &&
      members.every(([name, inner]) => fits(value[name] ?? null, inner))
    );
  }
  const [collection, element] = type;
  if (collection === 'map') return isObject(value) && Object.values(value).every((one) => fits(one, element));
  return isList(value) && value.every((one) => fits(one, element));
}

/** `list of string`, as people read it. */
export function typeText(type: Type): string {
  if (typeof type === 'string') return type;
  return type[0] === 'object' ? 'object' : `${type[0]} of ${typeText(type[1])}`;
}

function listed(value: Json): readonly Json[] {
  return isList(value) ? value : [value];
}

function entries(value: Json): [string, Json][] {
  return isObject(value) ? Object.entries(value).filter(([name]) => name !== '//') : [];
}

function namedTwice(types: Json): [string, string, Json][] {
  return entries(types).flatMap(([type, named]) =>
    entries(named).map(([name, body]): [string, string, Json] => [type, name, body]),
  );
}

// What no provider tells: the language's own blocks.

function optional(type: Type): Attribute {
  return { type, settable: true, required: false, deprecated: false };
}

/** https://developer.hashicorp.com/terraform/language/block/output */
const output: Block = {
  attributes: {
    value: { ...optional('dynamic'), required: true },
    description: optional('string'),
    sensitive: optional('bool'),
  },
  blocks: {},
  deprecated: false,
};

/** https://developer.hashicorp.com/terraform/language/block/terraform */
const requirement: Block = {
  attributes: { source: optional('string'), version: optional('string') },
  blocks: {},
  deprecated: false,
};

const backendWith = (attributes: Block['attributes']) => ({
  nesting: 'single' as const,
  min: 0,
  max: 1,
  block: { attributes, blocks: {}, deprecated: false },
});

/** https://developer.hashicorp.com/terraform/language/backend/local and https://developer.hashicorp.com/terraform/language/backend/s3 */
const backend: Block = {
  attributes: {},
  blocks: {
    local: backendWith({ path: optional('string'), workspace_dir: optional('string') }),
    s3: backendWith({
      bucket: optional('string'),
      key: optional('string'),
      region: optional('string'),
      encrypt: optional('bool'),
      use_lockfile: optional('bool'),
    }),
  },
  deprecated: false,
};
