import type { QuotaKind, QuotaUse } from '../../../../fleet';

/** Words for the text and the page of a fleet. */

const withoutSettings = 'The settings in cdktf.json are invalid, so their limits are left out.';

const assumptions = [
  'EventBridge Scheduler spreads the starts of a flexible window evenly. AWS does not document how it chooses.',
  'IAM takes as many calls a second as limits.iamPerSecond of the settings, or --iam-per-second, says; 10 if neither does. AWS publishes no quota.',
  'SES sends as many mails a second as limits.sesPerSecond, or --ses-per-second, says; else 1, as in its sandbox: https://docs.aws.amazon.com/ses/latest/dg/quotas.html',
  'A throttled call is tried again by its retrier. That takes longer than is shown here.',
] as const;

/** The assumptions, a line each. */
export function assumptionsOf(areSettingsRead: boolean): readonly string[] {
  return areSettingsRead ? assumptions : [withoutSettings, ...assumptions];
}

export const quotaNames: Readonly<Record<QuotaKind, string>> = {
  invocations: 'EventBridge Scheduler: invocations',
  starts: 'Step Functions: StartExecution',
  transitions: 'Step Functions: state transitions',
  'iam-calls': 'IAM: calls',
  'secret-writes': 'Secrets Manager: writes',
  mails: 'SES: mails',
};

export function throttledText({ throttled, total }: QuotaUse): string {
  return throttled === 0 ? 'none throttled' : `${throttled} of ${total} throttled`;
}

/** `2026-11-30 03:00 UTC`. */
export function minute(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
