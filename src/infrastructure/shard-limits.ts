import type { EnvironmentSettings } from '../settings';
import { managedPolicyLimit, mostManagedPolicies, rolePolicyLimit, trustPolicyLimit } from '../iam';
import { definitionLimit, keyPolicyLimit, policySize } from './document-size';
import { document, executionTrust, mailStatements, schedulePolicy, scheduleTrust, type Document } from './documents';
import { startRules, successRules } from './events/event-rules';
import { ruleTrust } from './event-rules/trust';
import { alertRules } from './alerts/alert-rules';
import { historyKeyPolicy } from './history-policy';
import { partsOf, type Part } from './shards/shards';
import { userPolicies } from './shards/user-policies';

/** One line for each document of an environment with shards that is too large for AWS. */
export function oversizedShards(environment: EnvironmentSettings, definitions: readonly string[]): string[] {
  const parts = partsOf(environment);
  return [
    ...parts.flatMap((part, index) => [...oversizedRole(part), ...oversizedDefinition(part, definitions[index])]),
    ...oversizedShared(environment, parts.length),
  ];
}

function oversizedRole(part: Part): string[] {
  const { shard, environment } = part;
  const mail = policySize(document(...mailStatements(environment)));
  return [
    ...(userPolicies(part) === undefined
      ? [
          `${placeOf(part)}: the rights on ${environment.users.length} users need more than ${mostManagedPolicies} policies of ${count(managedPolicyLimit)} characters, which a role can have; write another shard for some of these users`,
        ]
      : []),
    ...(mail > rolePolicyLimit
      ? [
          `${placeOf(part)}: the execution role's policy for mails has ${count(mail)} characters, IAM allows ${count(rolePolicyLimit)}; list fewer recipients or identities in the notification, or write another shard for users with recipients of their own`,
        ]
      : []),
    ...tooLarge(placeOf(part), 'the trust policy of the execution role', executionTrust(environment, shard), {
      limit: trustPolicyLimit,
      right: 'give the environment a shorter name',
    }),
  ];
}

function oversizedDefinition(part: Part, definition = ''): string[] {
  const size = Buffer.byteLength(definition);
  if (size <= definitionLimit) return [];
  return [
    `${placeOf(part)}: the state machine's definition has ${count(size)} bytes for ${part.environment.users.length} users, Step Functions allows ${count(definitionLimit)}; shorten the mail, or write another shard for some of these users`,
  ];
}

/** The documents that name every shard. */
function oversizedShared(environment: EnvironmentSettings, shards: number): string[] {
  const place = `environment "${environment.name}"`;
  const fewer = `${shards} shards are too many for one environment; write fewer and larger shards`;
  const { history, alerts } = environment;
  const trusts = [
    ...(alerts?.publishBy === 'role' ? [ruleTrust(environment, alertRules(environment))] : []),
    ...[startRules(environment), successRules(environment)]
      .filter((rules) => rules.length > 0)
      .map((rules) => ruleTrust(environment, rules)),
  ];
  return [
    ...tooLarge(place, 'the policy of the schedule role', schedulePolicy(environment), {
      limit: rolePolicyLimit,
      right: fewer,
    }),
    ...tooLarge(place, 'the trust policy of the schedule role', scheduleTrust(environment), {
      limit: trustPolicyLimit,
      right: 'give the environment a shorter name',
    }),
    ...trusts.flatMap((trust) =>
      tooLarge(place, 'the trust policy of a role of event rules', trust, { limit: trustPolicyLimit, right: fewer }),
    ),
    ...(history === undefined
      ? []
      : tooLarge(place, 'the policy of the history key', historyKeyPolicy(environment, history), {
          limit: keyPolicyLimit,
          right: fewer,
        })),
  ];
}

function tooLarge(
  place: string,
  what: string,
  policy: Document,
  { limit, right }: { readonly limit: number; readonly right: string },
): string[] {
  const size = policySize(policy);
  return size <= limit ? [] : [`${place}: ${what} has ${count(size)} characters, AWS allows ${count(limit)}; ${right}`];
}

function placeOf({ shard, environment }: Part): string {
  return `environment "${environment.name}", shard "${shard ?? ''}"`;
}

function count(size: number): string {
  return size.toLocaleString('en-US');
}
