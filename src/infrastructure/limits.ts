import type { EnvironmentSettings } from '../settings';
import { rolePolicyLimit, trustPolicyLimit } from '../iam';
import { definitionLimit, policySize } from './document-size';
import { executionPolicy, executionTrust, scheduleTrust, type Document } from './documents';
import { oversizedShards } from './shard-limits';
import { isSharded } from './shards/shards';
import { definitionText } from './workflow-options';

/** One line for each part of an environment that CDKTF cannot write or AWS does not accept. */
export function unwritable(environment: EnvironmentSettings, definitions: readonly string[]): string[] {
  return [...unwritableNames(environment), ...oversized(environment, definitions)];
}

/** Names that every JavaScript object already has. As keys of `for_each`, CDKTF loses them or fails on them. */
function unwritableNames({ name, users }: EnvironmentSettings): string[] {
  return users
    .filter((user) => user.name in {})
    .map(
      (user) => `environment "${name}": CDKTF cannot write a schedule for a user named "${user.name}"; rename the user`,
    );
}

/** One line for each document of an environment that is too large for AWS. */
export function oversized(environment: EnvironmentSettings, definitions: readonly string[]): string[] {
  if (isSharded(environment)) return oversizedShards(environment, definitions);
  return [
    ...oversizedPolicy(environment),
    ...oversizedTrust(environment, 'execution role', executionTrust(environment)),
    ...oversizedTrust(environment, 'schedule role', scheduleTrust(environment)),
    ...definitions.flatMap((definition) => oversizedDefinition(environment, definition)),
  ];
}

function oversizedPolicy(environment: EnvironmentSettings): string[] {
  const size = policySize(executionPolicy(environment));
  if (size <= rolePolicyLimit) return [];
  const users = environment.users.length;
  const fitting = usersThatFit(environment, (part) => policySize(executionPolicy(part)) <= rolePolicyLimit);
  return [
    `environment "${environment.name}": the execution role's policy has ${count(size)} characters for ${users} users, ` +
      `IAM allows ${count(rolePolicyLimit)} ` +
      (fitting > 0
        ? `(the first ${fitting} users fit); write a "shard" for each user ("keyturn shards --assign" fills the column of a file), or ${split(Math.ceil(users / fitting))}`
        : `(no user fits); list fewer recipients or identities in the notification`),
  ];
}

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function split(environments: number): string {
  return `split the users over ${words[environments] ?? count(environments)} environments`;
}

function oversizedTrust({ name }: EnvironmentSettings, role: string, trust: Document): string[] {
  const size = policySize(trust);
  if (size <= trustPolicyLimit) return [];
  return [
    `environment "${name}": the trust policy of the ${role} has ${count(size)} characters, ` +
      `IAM allows ${count(trustPolicyLimit)}; give the environment a shorter name`,
  ];
}

function oversizedDefinition(environment: EnvironmentSettings, definition: string): string[] {
  const { name, users } = environment;
  const size = Buffer.byteLength(definition);
  if (size <= definitionLimit) return [];
  const fits = (part: EnvironmentSettings) => Buffer.byteLength(definitionText(part)) <= definitionLimit;
  const fitting = users.length > 1 ? usersThatFit(environment, fits) : 0;
  const parts = Math.ceil(fitting > 0 ? users.length / fitting : size / definitionLimit);
  return [
    `environment "${name}": the state machine's definition has ${count(size)} bytes for ${users.length} users, ` +
      `Step Functions allows ${count(definitionLimit)}; shorten the mail or ${split(parts)}`,
  ];
}

/** The number of users, from the first on, that fit. */
function usersThatFit(environment: EnvironmentSettings, fits: (part: EnvironmentSettings) => boolean): number {
  let fitting = 0;
  let tooMany = environment.users.length;
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (fits({ ...environment, users: environment.users.slice(0, middle) })) fitting = middle;
    else tooMany = middle;
  }
  return fitting;
}

function count(size: number): string {
  return size.toLocaleString('en-US');
}
