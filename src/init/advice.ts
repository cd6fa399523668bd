import type { KeyFacts } from '../operations/facts';
import type { UserOfAccount } from './users';

/** A way to do without an access key. The best key is one that does not exist. */
interface Alternative {
  readonly use: string;
  readonly page: string;
}

const ofIam = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** The ways to call AWS, or to be called by it, without a key that lives for months. */
export const alternatives = {
  role: {
    use: 'software in AWS uses the role of its function, task or instance',
    page: `${ofIam}/id_roles_use_switch-role-ec2.html`,
  },
  oidc: {
    use: 'CI systems such as GitHub Actions and GitLab use OIDC',
    page: `${ofIam}/id_roles_providers_oidc.html`,
  },
  rolesAnywhere: {
    use: 'servers outside of AWS use IAM Roles Anywhere, with a certificate',
    page: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/introduction.html',
  },
  people: {
    use: 'people use IAM Identity Center',
    page: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/what-is.html',
  },
  outbound: {
    use: 'software in AWS that calls another cloud uses outbound identity federation',
    page: `${ofIam}/id_roles_providers_outbound.html`,
  },
} as const satisfies Readonly<Record<string, Alternative>>;

type AlternativeName = keyof typeof alternatives;

/** Parts of names that suggest who uses a key. It is a hint for a person, and decides nothing. */
const hints: readonly { readonly parts: RegExp; readonly alternative: AlternativeName }[] = [
  {
    parts:
      /(?<![a-z])(?:ci|cd|github|gitlab|jenkins|circleci|buildkite|travis|bitbucket|terraform|deploy(?:er)?)(?![a-z])/,
    alternative: 'oidc',
  },
  { parts: /(?<![a-z])(?:lambda|ec2|ecs|eks|fargate|batch)(?![a-z])/, alternative: 'role' },
  { parts: /(?<![a-z])(?:on-?prem|server|backup|nas|vm|datacenter)(?![a-z])/, alternative: 'rolesAnywhere' },
  { parts: /(?<![a-z])(?:azure|gcp|google|snowflake)(?![a-z])/, alternative: 'outbound' },
];

/** Whether a user needs a rotation. */
type Advice =
  | { readonly kind: 'no-key' }
  /** No active key was used for a long time. */
  | { readonly kind: 'unused' }
  | { readonly kind: 'alternative'; readonly alternative: AlternativeName }
  | { readonly kind: 'none' };

/** After this time without use, a key is probably not needed. */
export const unusedDays = 90;
const day = 86_400_000;

/** Says why a user may need no key. */
export function adviceFor({ name, keys }: Pick<UserOfAccount, 'name' | 'keys'>, now: number): Advice {
  const active = keys?.filter(({ status }) => status === 'Active');
  if (active?.length === 0) return { kind: 'no-key' };
  if (active?.every((key) => isUnused(key, now)) === true) return { kind: 'unused' };
  const hint = hints.find(({ parts }) => parts.test(name.toLowerCase()));
  return hint === undefined ? { kind: 'none' } : { kind: 'alternative', alternative: hint.alternative };
}

/** A new key may not have been used yet. */
function isUnused({ createdAt, lastUsedAt }: KeyFacts, now: number): boolean {
  return lastUsedAt !== undefined && now - (lastUsedAt ?? createdAt) > unusedDays * day;
}
