import type { Deployment } from '../terraform';

/** The kinds of things that AWS limits by their number in a second. */
export type QuotaKind = 'invocations' | 'starts' | 'transitions' | 'iam-calls' | 'secret-writes' | 'mails';

/** A quota of an account. A bucket holds the tokens, which come back at a rate; without a documented size it holds those of one second. */
export interface Quota {
  readonly kind: QuotaKind;
  readonly perSecond: number;
  readonly bucket: number;
  readonly source: 'documented' | 'assumed';
}

/** Rates that depend on the account, or that AWS does not publish. */
export interface Rates {
  readonly sesPerSecond: number;
  readonly iamPerSecond: number;
}

/** Regions with the higher quotas of Step Functions. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const large: ReadonlySet<string> = new Set(['us-east-1', 'us-west-2', 'eu-west-1']);

/**
 * The quotas that rotations of a Region meet. New accounts have less than the documented ones of Step Functions.
 * - https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html
 * - https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 * - https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
 * - https://docs.aws.amazon.com/ses/latest/dg/quotas.html
 */
export function quotasOf(
  { region }: Pick<Deployment, 'region'>,
  { sesPerSecond, iamPerSecond }: Rates,
): readonly Quota[] {
  const isLarge = large.has(region);
  const documented = (kind: QuotaKind, perSecond: number, bucket = perSecond): Quota => ({
    kind,
    perSecond,
    bucket,
    source: 'documented',
  });
  return [
    documented('invocations', 500),
    isLarge ? documented('starts', 300, 1300) : documented('starts', 150, 800),
    isLarge ? documented('transitions', 5000) : documented('transitions', 800),
    { kind: 'iam-calls', perSecond: iamPerSecond, bucket: iamPerSecond, source: 'assumed' },
    documented('secret-writes', 50),
    { kind: 'mails', perSecond: sesPerSecond, bucket: sesPerSecond, source: 'assumed' },
  ];
}

/** The kind of quota that a call counts against, by its IAM action. */
export function quotaOfCall(action: string): QuotaKind | undefined {
  const [service] = action.split(':');
  if (service === 'iam') return 'iam-calls';
  if (service === 'secretsmanager') return 'secret-writes';
  return service === 'ses' ? 'mails' : undefined;
}
