import { awsProvider, completePlan, providerConfig } from '../../terraform/plan-parts';
import type { Loose } from '../sample';

/** The plan that creates a stack: what a reference makes is not known before the apply. */
export function planOf({ resource, provider }: Loose): Loose {
  const blocks = Object.entries(resource as Record<string, Record<string, Loose>>).flatMap(([type, named]) =>
    Object.entries(named).map(([name, values]) => ({ type, name, address: `${type}.${name}`, values })),
  );
  return {
    ...completePlan,
    planned_values: {
      root_module: {
        resources: blocks.map(({ type, name, address, values }) => ({
          ...{ address, mode: 'managed', type, name, provider_name: awsProvider },
          values: knownOf(values),
        })),
      },
    },
    resource_changes: blocks.map(({ type, name, address, values }) => ({
      ...{ address, mode: 'managed', type, name, provider_name: awsProvider },
      change: {
        actions: ['create'],
        before: null,
        after: knownOf(values),
        after_unknown: unknownOf(type, values),
        before_sensitive: false,
        after_sensitive: {},
      },
    })),
    configuration: {
      provider_config: providerConfig(provider.aws[0].region, provider.aws[0].allowed_account_ids),
      root_module: {
        resources: blocks.map(({ type, name, address, values }) => ({
          ...{ address, mode: 'managed', type, name, provider_config_key: 'aws', schema_version: 0 },
          expressions: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, expressionOf(value)])),
        })),
      },
    },
  };
}

const referencesIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/\$\{([a-z]\w*\.\w+\.\w+)\}/g)].map(([, reference = '']) => reference);

function knownOf(values: Loose): Loose {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => referencesIn(value).length === 0));
}

const filledIn: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role: ['inline_policy', 'managed_policy_arns', 'name', 'name_prefix', 'arn', 'id'],
  aws_sfn_state_machine: ['arn', 'id'],
};

/** What the provider fills in is unknown too. */
function unknownOf(type: string, values: Loose): Loose {
  const made = Object.entries(values).filter(([, value]) => referencesIn(value).length > 0);
  const computed: readonly string[] = filledIn[type] ?? [];
  return {
    ...Object.fromEntries(computed.filter((name) => !(name in values)).map((name) => [name, true])),
    ...Object.fromEntries(made.map(([name]) => [name, true])),
  };
}

function expressionOf(value: unknown): Loose {
  const references = referencesIn(value);
  if (references.length === 0) return { constant_value: value };
  return { references: references.flatMap((one) => [one, one.split('.').slice(0, 2).join('.')]) };
}
