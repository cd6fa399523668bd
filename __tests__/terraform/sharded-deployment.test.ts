import { readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../../src/infrastructure';
import { readModel } from '../../src/inputs';
import { parseSettings } from '../../src/settings';
import { simulateFleet } from '../../src/fleet';
import { deploymentsFrom } from '../../src/terraform';

const now = new Date('2026-11-23T12:00:00Z');

/** The model of a stack with two shards. */
function sharded(events: object | undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-sharded-'));
  const raw = {
    environments: [{ name: 'production', accountId: '111122223333', region: 'eu-central-1' }],
    users: [
      { name: 'alice', secretName: 'alice', shard: '00' },
      { name: 'bob', secretName: 'bob', shard: '01' },
      { name: 'carol', secretName: 'carol', shard: '01' },
    ],
    notification: { sender: 'key-rotation@example.com', recipients: ['team@example.com'] },
    ...(events === undefined ? {} : { events }),
  };
  try {
    synthesise(parseSettings(raw, { file: 'cdktf.json', now }), folder);
    const file = join(folder, 'stacks', 'keyturn-production', 'cdk.tf.json');
    return readModel(readFileSync(file, 'utf8'), 'cdk.tf.json');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.each([
  ['the machine as the target', undefined],
  ['StartExecution as the target', { userInExecutionName: true }],
])('each machine has the schedules of its users, with %s', (_, events) => {
  const deployments = deploymentsFrom(sharded(events));
  expect(
    deployments
      .map(({ shard, machineName, schedules }) => [shard, machineName, schedules.map(({ userName }) => userName)])
      .sort(),
  ).toEqual([
    ['00', 'keyturn-production', ['alice']],
    ['01', 'keyturn-production-01', ['bob', 'carol']],
  ]);
});

test('its rotations succeed with the policies of its role', () => {
  const from = now.getTime();
  const period = { from, until: from + 40 * 86_400_000 };
  const { stacks } = simulateFleet(deploymentsFrom(sharded(undefined)), period, () => ({
    sesPerSecond: 1,
    iamPerSecond: 10,
  }));
  expect(stacks[0]).toMatchObject({ users: 3, rotations: 3 * 2, shards: [{ users: 1 }, { users: 2 }] });
});
