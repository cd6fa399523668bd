import type { Context } from '../context';
import type { AcceptedPolicy, Contract } from '../contract/contract';
import { documentOfAws } from './aws-policies';

/** The entry of a contract that accepts a policy of AWS, and the reason why it is not valid. */
interface Accepted {
  readonly entry: AcceptedPolicy;
  readonly holds: boolean;
  readonly why: 'expired' | 'administers' | undefined;
}

/** The entry of a contract that accepts a policy of AWS on the judged role; undefined if there is none. */
export function acceptedPolicy(
  { today }: Pick<Context, 'today'>,
  { managedPolicies }: Contract,
  arn: string | undefined,
): Accepted | undefined {
  const named = managedPolicies.filter((one) => one.arn === arn);
  const entry = named.find(({ expires }) => today <= expires) ?? named[0];
  if (entry === undefined) return undefined;
  const why = today > entry.expires ? 'expired' : administers(entry.arn) ? 'administers' : undefined;
  return { entry, holds: why === undefined, why };
}

/** Whether a policy of AWS lets the role change its own rights: then no line of the contract would limit it. */
function administers(arn: string): boolean {
  const statements = documentOfAws(arn)?.statements ?? [];
  return statements.some(({ action }) => action.negated || action.patterns.some(isAdministration));
}

function isAdministration(pattern: string): boolean {
  return /^(?:\*|iam:(?!passrole$).*|sts:.*|sso:.*|organizations:.*)$/i.test(pattern);
}

/** The assumptions about policies of AWS that contracts accept and roles have. Every report prints them. */
export function acceptedPoliciesAssumed(context: Context): string[] {
  const found = context.judged.flatMap(({ contract, policies, roleName }) =>
    policies.flatMap(({ arn }) => {
      const accepted = acceptedPolicy(context, contract, arn);
      if (accepted?.holds !== true) return [];
      const { reason, owner, expires } = accepted.entry;
      return [
        `AWS may change what ${arn ?? ''} grants to role "${roleName}", and grants it now without a line: ${reason} (${owner}, until ${expires}; contract "${contract.name}")`,
      ];
    }),
  );
  return [...new Set(found)];
}
