import type { EnvironmentFacts, ExecutionFacts, KeyFacts, UserFacts } from '../../src/operations/facts';
import { parseSettings, type EnvironmentSettings } from '../../src/settings';

/** Facts of an account for tests. */

export const now = Date.parse('2027-03-10T12:00:00Z');
export const day = 86_400_000;
export const ago = (days: number) => now - days * day;

export const oldKey = 'AKIAAAAAAAAAAAAAAAAA';
export const newKey = 'AKIABBBBBBBBBBBBBBBB';

export function key(id: string | undefined, days: number, more: Partial<KeyFacts> = {}): KeyFacts {
  return { id, status: 'Active', createdAt: ago(days), lastUsedAt: ago(0.1), ...more };
}

export function execution(name: string, status: string, days: number): ExecutionFacts {
  const stoppedAt = status === 'RUNNING' ? undefined : ago(days) + 1_000_000;
  return {
    name,
    arn: `arn:aws:states:eu-central-1:111122223333:execution:keyturn-test:${name}`,
    status,
    startedAt: ago(days),
    stoppedAt,
  };
}

export function user(name: string, more: Partial<UserFacts> = {}): UserFacts {
  return {
    name,
    exists: true,
    keys: [key(newKey, 9.3)],
    schedule: { state: 'ENABLED', changedAt: ago(300) },
    secretKeyId: { known: true, value: newKey },
    ...more,
  };
}

export function facts(users: readonly UserFacts[], more: Partial<EnvironmentFacts> = {}): EnvironmentFacts {
  return {
    at: now,
    reportAt: undefined,
    users,
    executions: [],
    since: ago(7),
    alerts: undefined,
    isSenderVerified: { known: true, value: true },
    ...more,
  };
}

/** An environment whose keys are rotated on the first day of each month. */
export function environmentOf(more: object = {}, users: readonly string[] = ['alice']): EnvironmentSettings {
  const settings = {
    environments: [{ name: 'test', accountId: '111122223333', region: 'eu-central-1' }],
    users: users.map((name) => ({ name, secretName: `${name}/aws` })),
    notification: { sender: 'rotation@example.com', recipients: ['team@example.com'] },
    schedule: { expression: 'cron(0 3 1 * ? *)' },
    ...more,
  };
  const [environment] = parseSettings(settings, { file: 'cdktf.json', now: new Date(now) }).environments;
  if (environment === undefined) throw new Error('the settings have no environment');
  return environment;
}
