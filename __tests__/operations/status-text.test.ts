import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../../src/cli/commands/status/text';
import { watchOf } from '../../src/operations/alerts/watch';
import type { AlertFacts } from '../../src/operations/facts';
import { executionName } from '../../src/operations/execution-names';
import { placeOf, type Place } from '../../src/operations/place';
import { statusOf } from '../../src/operations/status';
import { update } from '../update';
import { ago, environmentOf, execution, facts, key, newKey, oldKey, user } from './facts';

const page = join(__dirname, '..', '..', 'docs', 'how-to', 'operate.md');

/** A user in the grace period of a rotation, one with two keys that nobody explains, and one who is paused. */
function shown() {
  const alerts = { subscribers: ['on-call@example.com', 'platform-team@example.com'] };
  const environment = environmentOf({ maxKeyAgeDays: 90, alerts }, ['backup-agent', 'ci-deployer', 'legacy-ftp']);
  const place = placeOf(environment);
  const run = executionName('ci-deployer', '0d5c7a52-5a0e-4f0c-9a3b-6f1d2c3b4a59');
  const users = [
    user('backup-agent', {
      keys: [key(oldKey, 40, { lastUsedAt: ago(12) }), key(newKey, 9.3, { lastUsedWith: 's3' })],
    }),
    user('ci-deployer', {
      keys: [
        key('AKIACCCCCCCCCCCCCCCC', 40, { lastUsedAt: ago(0.2), lastUsedWith: 'ecr' }),
        key('AKIADDDDDDDDDDDDDDDD', 0.5, { lastUsedWith: 'ecr' }),
      ],
      secretKeyId: { known: true, value: 'AKIADDDDDDDDDDDDDDDD' },
    }),
    user('legacy-ftp', {
      keys: [key('AKIAEEEEEEEEEEEEEEEE', 37, { lastUsedAt: null })],
      schedule: { state: 'DISABLED', changedAt: undefined },
      secretKeyId: { known: true, value: 'AKIAEEEEEEEEEEEEEEEE' },
    }),
  ];
  const read = facts(users, { executions: [execution(run, 'RUNNING', 0.51)], alerts: alertsOf(place) });
  return textOf({ place, facts: read, status: statusOf(environment, read) }, false);
}

/** Alarms without a reason, a start that was given up, and a subscription that waits for its confirmation. */
function alertsOf(place: Place): AlertFacts {
  const watch = watchOf(place);
  if (watch === undefined) throw new Error('the settings have no alerts');
  const [missed = '', undelivered = ''] = watch.queues;
  const subscribers = [
    { protocol: 'email', endpoint: 'on-call@example.com', isConfirmed: true },
    { protocol: 'email', endpoint: 'platform-team@example.com', isConfirmed: false },
  ];
  return {
    watch,
    alarms: { known: true, value: watch.alarms.map((name) => ({ name, state: 'OK', since: ago(30), notifies: true })) },
    queues: [
      { name: missed, messages: { known: true, value: 1 } },
      { name: undelivered, messages: { known: true, value: 0 } },
    ],
    subscriptions: { known: true, value: subscribers },
  };
}

/** UPDATE=1 writes what is printed now, and fails all the same: somebody should read it before it passes. */
test('docs/how-to/operate.md shows what status prints', () => {
  const before = readFileSync(page, 'utf8');
  const now = before.replace(
    /(by __tests__\/operations\/status-text\.test\.ts -->\n)\n(?:```text\n[^]*?\n```\n\n)?/,
    (_, marker: string) => `${marker}\n\`\`\`text\n${shown().trimEnd()}\n\`\`\`\n\n`,
  );
  update(page, now);
  expect(before).toBe(now);
  expect(now).toContain('keyturn-test in account');
});
