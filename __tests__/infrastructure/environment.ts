import type { EnvironmentSettings, UserSettings } from '../../src/settings';
import { scheduleSchema } from '../../src/settings/schema/schedule';

const defaultSchedule = scheduleSchema.omit({ retry: true, enabled: true }).parse({});

/** A small environment, for tests to change one thing at a time in. */
export function environmentWith(changes: Partial<EnvironmentSettings> = {}): EnvironmentSettings {
  return {
    name: 'test',
    accountId: '111122223333',
    region: 'eu-central-1',
    partition: 'aws',
    strategy: 'overlap',
    twoKeys: 'refuse',
    gracePeriodSeconds: 86_400,
    maxGracePeriodSeconds: 604_800,
    settleSeconds: 15,
    users: [
      userWith({ name: 'ci-deployer', path: '/ci/', secretName: 'ci-deployer/aws' }),
      userWith({ name: 'legacy-ftp', secretName: 'legacy-ftp/aws', gracePeriodSeconds: 604_800 }),
    ],
    notification: {
      sender: 'Key rotation <key-rotation@example.com>',
      identities: ['key-rotation@example.com', 'example.com'],
      recipients: { to: ['team@example.com'], cc: [], bcc: [], replyTo: [] },
      subject: 'Access key of {userName} rotated',
      htmlBody: '<p>The access key of {userName} was rotated.</p>',
      textBody: 'The access key of {userName} was rotated.',
    },
    secretFormat: { kind: 'access-key' },
    tags: {},
    state: { backend: 'local', arguments: {} },
    ...changes,
  };
}

export function userWith(changes: Partial<UserSettings> & { name: string }): UserSettings {
  return {
    path: '/',
    secretName: `${changes.name}/aws`,
    gracePeriodSeconds: 86_400,
    schedule: { ...defaultSchedule, timezone: 'Europe/Berlin', retryMaxAgeSeconds: 900, retryMaxAttempts: 10 },
    ...changes,
  };
}
