import { AwsProvider, type AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { settingsDigest, type EnvironmentSettings } from '../settings';
import { textLiteral } from './literal';
import { namesOf, tagsWithOurs } from './names';
import { Outputs } from './outputs';
import { addParts, type Parts } from './parts';
import { isSharded, shardsOf } from './shards/shards';
import { StateBackend } from './state-backend';

export interface RotationStackOptions {
  readonly environment: EnvironmentSettings;
  /** The definition of each machine, as JSON text. */
  readonly definitions: readonly string[];
  /** The digest of all settings as written, if they come from a file. */
  readonly written?: string | undefined;
  /** True if KEYTURN_UNCHECKED=1 skipped the check of the stack. */
  readonly isUnchecked?: boolean;
}

/** The stack of one environment: everything that rotates its keys, in one account and region. */
export class RotationStack extends TerraformStack {
  constructor(scope: Construct, options: RotationStackOptions) {
    super(scope, namesOf(options.environment.name).stack);
    fillStack(this, options);
  }
}

/** Writes the backend, the provider and the parts of an environment into its empty stack. */
export function fillStack(
  stack: TerraformStack,
  { environment, definitions, written, isUnchecked = false }: RotationStackOptions,
): Parts {
  // The comment of the file; no plan shows it.
  stack.addOverride('//.keyturn', {
    settings: settingsDigest(environment),
    ...(written === undefined ? {} : { written }),
    ...secretKeysOf(environment),
    sections: sectionsOf(environment),
    ...(isSharded(environment) ? { shards: shardsOf(environment) } : {}),
    ...(isUnchecked ? { unchecked: true } : {}),
  });
  new StateBackend(stack, environment.state);
  // The bindings are generated from 6.x; everything used here exists since 5.100.
  stack.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' });
  new AwsProvider(stack, 'aws', {
    region: environment.region,
    allowedAccountIds: [environment.accountId],
    ...accessOf(environment),
    defaultTags: [{ tags: literalTags(tagsWithOurs(environment.name, environment.tags)) }],
  });
  const parts = addParts(stack, environment, definitions);
  new Outputs(stack, environment);
  return parts;
}

/** The optional sections that the settings decide about, for the check: those that they have, and those that they leave out on purpose. */
function sectionsOf({ alerts, events, leftOut = [] }: EnvironmentSettings): readonly string[] {
  const written = [...(alerts === undefined ? [] : ['alerts']), ...(events === undefined ? [] : ['events'])];
  return [...new Set([...written, ...leftOut])].sort();
}

/** The KMS keys of the secrets, for the check: nothing in the stack depends on them. */
export function secretKeysOf({ users }: EnvironmentSettings): { secretKeys?: Record<string, string> } {
  const keys = users.flatMap(({ secretName, secretKmsKeyArn }) =>
    secretKmsKeyArn === undefined ? [] : [[secretName, secretKmsKeyArn] as const],
  );
  return keys.length === 0 ? {} : { secretKeys: Object.fromEntries(keys) };
}

export function literalTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [textLiteral(key), textLiteral(value)]));
}

/** The identity that Terraform uses; that of its caller if it is not set. */
function accessOf({ assumeRole, profile }: EnvironmentSettings): Pick<AwsProviderConfig, 'assumeRole' | 'profile'> {
  if (assumeRole === undefined) return profile === undefined ? {} : { profile };
  const { roleArn, externalId, sessionName, durationSeconds, tags } = assumeRole;
  const role = {
    roleArn,
    ...(externalId === undefined ? {} : { externalId }),
    ...(sessionName === undefined ? {} : { sessionName }),
    ...(durationSeconds === undefined ? {} : { duration: `${durationSeconds}s` }),
    ...(tags === undefined ? {} : { tags: literalTags(tags) }),
  };
  return { ...(profile === undefined ? {} : { profile }), assumeRole: [role] };
}
