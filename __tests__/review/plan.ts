import { awsProvider, completePlan, providerConfig } from '../terraform/plan-parts';

/** Plans in the form of `terraform show -json`, made from the two sides of each resource. */

export interface Side {
  readonly [name: string]: unknown;
}

export interface Change {
  readonly address: string;
  readonly before?: Side | undefined;
  readonly after?: Side | undefined;
  /** Attributes that are known after the apply. */
  readonly unknown?: Side;
  /** Attributes that are marked sensitive, on both sides. */
  readonly sensitive?: Side;
  /** Such as `['delete', 'create']`; by default what the two sides show. */
  readonly actions?: readonly string[];
}

/** A plan of these changes; `hasState` is false for one that was made without a state. */
export function planOf(changes: readonly Change[], hasState = true): string {
  return JSON.stringify({
    ...completePlan,
    configuration: {
      provider_config: providerConfig(),
      root_module: {},
    },
    prior_state: {
      format_version: '1.0',
      values: {
        root_module: {
          resources: changes
            .filter(({ before }) => hasState && before !== undefined)
            .map(({ address, before }) => ({ address, mode: 'managed', ...namesOf(address), values: before })),
        },
      },
    },
    resource_changes: changes.map(({ address, before, after, unknown = {}, sensitive = {}, actions }) => {
      return {
        address,
        mode: 'managed',
        ...namesOf(address),
        provider_name: awsProvider,
        change: {
          actions: actions ?? actionsOf(before, after),
          before: before ?? null,
          after: after ?? null,
          after_unknown: unknown,
          before_sensitive: before === undefined ? false : sensitive,
          after_sensitive: after === undefined ? false : sensitive,
        },
      };
    }),
  });
}

function namesOf(address: string): { type: string; name: string } {
  const [type = '', name = ''] = address.replace(/\[.*$/, '').split('.');
  return { type, name };
}

function actionsOf(before: Side | undefined, after: Side | undefined): string[] {
  if (before === undefined) return ['create'];
  if (after === undefined) return ['delete'];
  return [JSON.stringify(before) === JSON.stringify(after) ? 'no-op' : 'update'];
}
