import { attribute, isList, isObject, type Value, type Written } from '../../model';
import { leastFound } from '../before-plan/base';
import { argumentsOf, differingNames, isLiteral } from '../before-plan/same-json';
import type { Found, Rule } from '../rule';

export const sameProviders: Rule = {
  id: 'same-providers',
  severity: 'critical',
  claim: 'The providers are the same as in the base, from the same sources and with the same arguments.',
  rationale:
    'Terraform starts every provider of a stack while it plans, and sends its credentials to the endpoints that the provider names: ' +
    'only reviewed endpoints, profiles, credentials, roles and proxies are accepted. Tags may change. ' +
    'https://developer.hashicorp.com/terraform/language/providers/configuration',
  remedy: 'Change the provider in a separate pull request, which people review and nothing plans.',
  needs: 'resources',
  beforePlan: 'only',
  example: {
    of: 'stack before a plan',
    change: { provider: { aws: [{ region: 'eu-central-1', endpoints: [{ sts: 'https://example.com' }] }] } },
  },
  judge(context) {
    const { model } = context;
    const written = model.written?.();
    if (written === undefined) return undefined;
    const place = { input: model.file, pointer: '/provider' };
    const own = configurationsOf(written);
    return [
      ...leastFound(context, place, (base) => [
        ...differingNames(sourcesOf(written), sourcesOf(base.written)).map((name) =>
          found(`the requirement of the provider "${name}" differs from the base`, model.file, '/terraform'),
        ),
        ...differencesOf(own, configurationsOf(base.written), base.isOther).map((message) =>
          found(message, model.file, '/provider'),
        ),
        ...newUses(written, base.written).map(({ name, pointer }) =>
          found(
            `the provider "${name}" is started for this block, and the base does not start it`,
            model.file,
            pointer,
          ),
        ),
      ]),
      ...expressionsIn(own).map((message): Found => ({ verdict: 'undecided', place, message, remedy: literal })),
    ];
  },
};

/** Arguments in which environments differ: none of them names a host, a file or a credential. */
const ofEnvironment: ReadonlySet<string> = new Set(['allowed_account_ids', 'assume_role', 'profile', 'region']);

const literal = 'Write it as a literal value.';

function found(message: string, input: string, pointer: string): Found {
  return { verdict: 'fail', place: { input, pointer }, message, remedy: sameProviders.remedy };
}

/**
 * The entries of each required provider, except for its version: the sources are compared, and `known-provider` judges versions. A name that is
 * written several times has all its entries; a value that is not an object gets a separate name.
 */
function sourcesOf({ blocks }: Written): Map<string, Value> {
  const required = blocks.flatMap(({ type, body }) => (type === 'terraform' ? flat(body['required_providers']) : []));
  const sources = new Map<string, Value>();
  for (const [name, value] of required.flatMap(entriesOf))
    sources.set(name, sources.has(name) ? [sources.get(name) ?? null, value] : value);
  return sources;
}

/** Terraform combines the objects of nested lists. */
function flat(value: Value | undefined): readonly Value[] {
  return isList(value) ? value.flatMap(flat) : [value ?? []];
}

function entriesOf(value: Value): [string, Value][] {
  if (isObject(value)) return [...argumentsOf(value)].map(withoutVersion);
  return isList(value) ? [] : [['', value]];
}

function withoutVersion([name, value]: [string, Value]): [string, Value] {
  if (typeof value === 'string') return [name, {}];
  if (!isObject(value)) return [name, value];
  return [name, Object.fromEntries(Object.entries(value).filter(([member]) => member !== 'version'))];
}

type Configurations = ReadonlyMap<string, ReadonlyMap<string, Value>>;

/** The arguments of each provider block, by its name and alias. `plan-takes-one-file` refuses two blocks of one name. */
function configurationsOf({ blocks }: Written): Configurations {
  return new Map(
    blocks.flatMap(({ type, labels, body }) => {
      if (type !== 'provider') return [];
      const alias = body['alias'];
      const key = [...labels, ...(alias === undefined ? [] : [JSON.stringify(alias)])].join('.');
      const all = argumentsOf(body);
      // Tags with only literal texts cannot send anything away.
      if (isLiteral(all.get('default_tags') ?? null)) all.delete('default_tags');
      return [[key, all] as const];
    }),
  );
}

/** Arguments that are the same in both, but depend on another part of the change. */
function expressionsIn(configurations: Configurations): string[] {
  return [...configurations].flatMap(([key, all]) =>
    [...all]
      .filter(([, value]) => !isLiteral(value))
      .map(
        ([name]) =>
          `"${name}" of the provider "${key}" is an expression, so another part of the stack decides its value`,
      ),
  );
}

/** Blocks of a provider that no block of the base needs: Terraform starts it, required or not. */
function newUses(here: Written, base: Written): { readonly name: string; readonly pointer: string }[] {
  const known = new Set(['terraform', ...usesOf(base).map(({ name }) => name), ...sourcesOf(base).keys()]);
  return usesOf(here).filter(({ name }) => !known.has(name));
}

function usesOf({ blocks }: Written): { readonly name: string; readonly pointer: string }[] {
  return blocks.flatMap(({ type, labels: [label = ''], body, pointer }) => {
    if (type === 'terraform') return [];
    if (type === 'provider') return [{ name: label, pointer }];
    const given = attribute(body, 'provider') ?? label.split('_')[0] ?? '';
    return [{ name: typeof given === 'string' ? (given.split('.')[0] ?? '') : '?', pointer }];
  });
}

function differencesOf(here: Configurations, base: Configurations, isOther: boolean): string[] {
  const keys = [...new Set([...here.keys(), ...base.keys()])];
  return keys.flatMap((key) => {
    const [one, other] = [here.get(key), base.get(key)];
    if (one === undefined || other === undefined)
      return [`the provider "${key}" is configured only in ${one === undefined ? 'the base' : 'the change'}`];
    const differing = differingNames(one, other).filter((name) => !isOther || !ofEnvironment.has(name));
    return differing.map((name) => `"${name}" of the provider "${key}" differs from the base`);
  });
}
