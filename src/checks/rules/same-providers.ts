import { isList, isObject, textsIn, type Value, type Written } from '../../model';
import { baseStackOf, noBase } from '../before-plan/base';
import { argumentsOf, differingNames } from '../before-plan/same-json';
import type { Found, Rule } from '../rule';

export const sameProviders: Rule = {
  id: 'same-providers',
  severity: 'critical',
  claim: 'The providers are those of the base, from the same sources and with the same arguments.',
  rationale:
    'Terraform starts every provider of a stack while it plans, and sends what it authenticates with to the endpoints that the provider names: ' +
    'endpoints, profiles, credentials, roles and proxies must be those that were reviewed. Tags may change. ' +
    'https://developer.hashicorp.com/terraform/language/providers/configuration',
  remedy: 'Change the provider in a pull request of its own, which people review and nothing plans.',
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
    const base = baseStackOf(context);
    const place = { input: model.file, pointer: '/provider' };
    if (base.kind === 'none') return [{ verdict: 'undecided', place, ...noBase }];
    return [
      ...differingNames(sourcesOf(written), sourcesOf(base.written)).map((name) =>
        found(`the provider "${name}" is required otherwise than in the base`, model.file, '/terraform'),
      ),
      ...differencesOf(configurationsOf(written), configurationsOf(base.written)).map((message) =>
        found(message, model.file, '/provider'),
      ),
    ];
  },
};

function found(message: string, input: string, pointer: string): Found {
  return { verdict: 'fail', place: { input, pointer }, message, remedy: sameProviders.remedy };
}

/** What is written of each required provider, except for its version: the sources are compared, and `known-provider` judges versions. */
function sourcesOf({ blocks }: Written): Map<string, Value> {
  const required = blocks.flatMap(({ type, body }) =>
    type === 'terraform' ? [body['required_providers'] ?? []].flat() : [],
  );
  return new Map(required.filter(isObject).flatMap((one) => [...argumentsOf(one)].map(withoutVersion)));
}

function withoutVersion([name, value]: [string, Value]): [string, Value] {
  if (typeof value === 'string') return [name, {}];
  if (!isObject(value)) return [name, value];
  return [name, Object.fromEntries(Object.entries(value).filter(([member]) => member !== 'version'))];
}

type Configurations = ReadonlyMap<string, ReadonlyMap<string, Value>>;

/** The arguments of each provider block, by its name and alias. Two blocks of one name are refused by `plan-takes-one-file`. */
function configurationsOf({ blocks }: Written): Configurations {
  return new Map(
    blocks.flatMap(({ type, labels, body }) => {
      if (type !== 'provider') return [];
      const alias = body['alias'];
      const key = [...labels, ...(alias === undefined ? [] : [JSON.stringify(alias)])].join('.');
      const all = argumentsOf(body);
      if (isLiteral(all.get('default_tags') ?? null)) all.delete('default_tags');
      return [[key, all] as const];
    }),
  );
}

/** Tags of which every text stands for itself can carry nothing away. */
function isLiteral(value: Value): boolean {
  if (!isList(value) && !isObject(value)) return value === null;
  return [...textsIn(value)].every(({ text }) => !text.includes('${') && !text.includes('%{'));
}

function differencesOf(here: Configurations, base: Configurations): string[] {
  const keys = [...new Set([...here.keys(), ...base.keys()])];
  return keys.flatMap((key) => {
    const [one, other] = [here.get(key), base.get(key)];
    if (one === undefined || other === undefined)
      return [`the provider "${key}" is configured only in ${one === undefined ? 'the base' : 'the change'}`];
    return differingNames(one, other).map((name) => `"${name}" of the provider "${key}" is not what it is in the base`);
  });
}
