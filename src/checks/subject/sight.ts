import { attribute, isList, textOf, type Model, type Resource } from '../../model';
import type { Parameter } from '../contract/contract';
import { isSameName } from '../naming/identity-names';

/** The accounts and regions of the ARNs in some texts. */
interface Sight {
  readonly partitions: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
  readonly accounts: ReadonlySet<string>;
}

/** Only literal values: a wildcard has no region. */
const arn = /\barn:([a-z][a-z-]*):[a-z0-9-]+:([a-z0-9-]*):(\d{12})?(?=:)/g;

export function placesIn(texts: readonly string[]): Sight {
  const partitions = new Set<string>();
  const regions = new Set<string>();
  const accounts = new Set<string>();
  for (const text of texts) {
    for (const [, partition, region, account] of text.matchAll(arn)) {
      if (partition !== undefined) partitions.add(partition);
      if (region !== undefined && region !== '') regions.add(region);
      if (account !== undefined) accounts.add(account);
    }
  }
  return { partitions, regions, accounts };
}

/** The common value, if all of them agree. */
export function only(values: ReadonlySet<string>): string | undefined {
  const [value] = values;
  return values.size === 1 ? value : undefined;
}

/** A role has no region, but its purpose has one: the single region in its trust policy and its own policies. */
export function regionOfRole({ resources }: Model, role: Resource): string | undefined {
  const name = textOf(role.values, 'name');
  const attached = attribute(role.values, 'managed_policy_arns');
  const arns: readonly unknown[] = isList(attached) ? attached : [];
  const texts = resources.flatMap(({ type, values }): string[] => {
    const owner = type === 'aws_iam_role_policy' ? textOf(values, 'role') : undefined;
    const isOwn = typeof owner === 'string' && typeof name === 'string' && isSameName(owner, name);
    const isAttached = type === 'aws_iam_policy' && arns.includes(attribute(values, 'arn'));
    const policy = isOwn || isAttached ? textOf(values, 'policy') : undefined;
    return typeof policy === 'string' ? [policy] : [];
  });
  const trust = textOf(role.values, 'assume_role_policy');
  return only(placesIn(typeof trust === 'string' ? [trust, ...texts] : texts).regions);
}

/** The option for a value that an input does not show. */
export function optionFor(parameter: Parameter): string {
  return `--${parameter} ${parameter.toUpperCase()}`;
}
