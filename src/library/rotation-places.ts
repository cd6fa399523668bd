import type { StackToJudge } from '../infrastructure/constructs';
import { Unknown, type Model, type Provider } from '../model';
import { blockOf } from '../model/address';

/**
 * Compares the account and the region of each rotation with those of its provider: all ARNs of a rotation are written with them. A provider that
 * accepts any account, or takes the region from its surroundings, leaves that undecided.
 */
export function misplaced(rotations: StackToJudge['rotations'], model: Model): string[] {
  return rotations.flatMap((rotation) => {
    const own = model.resources.filter((resource) => rotation.addresses.has(blockOf(resource)));
    const keys = [...new Set(own.map(({ providerKey }) => providerKey))];
    return keys.flatMap((key) =>
      problemsWith(
        rotation,
        key,
        model.providers.find((provider) => provider.key === key),
      ),
    );
  });
}

function problemsWith(
  { path, accountId, region }: StackToJudge['rotations'][number],
  key: string,
  provider: Provider | undefined,
): string[] {
  const about = (text: string): string => `Rotation "${path}", provider "${key}": ${text}`;
  return [
    ...different(accountId, provider?.accountId, {
      absent: `the provider accepts every account; write allowedAccountIds: ["${accountId}"]`,
      other: (actual) => `the settings are for account ${accountId}, and the provider accepts only ${actual}`,
    }),
    ...different(region, provider?.region, {
      absent: `the provider names no region; write region: "${region}"`,
      other: (actual) => `the settings are for region ${region}, and the provider works in ${actual}`,
    }),
  ].map(about);
}

interface Texts {
  readonly absent: string;
  readonly other: (actual: string) => string;
}

function different(expected: string, actual: string | Unknown | undefined, { absent, other }: Texts): string[] {
  if (actual === undefined || actual instanceof Unknown) return [`undecided: ${absent}`];
  return actual === expected ? [] : [other(actual)];
}
