import { readModel } from '../../src/inputs';
import { rotate, scenarioOf } from '../../src/simulator';
import { deploymentFrom, deploymentsFrom } from '../../src/terraform';
import { sharded, userName } from './sharded';

/** Commands find the machine of a user among the shards of a stack. */
const model = readModel(JSON.stringify(sharded(7, 3).stack), 'cdk.tf.json');

test('the first shard, or that of a user', () => {
  expect(deploymentFrom(model)).toMatchObject({
    machineName: 'keyturn-staging',
    roleName: 'keyturn-staging-execution',
  });
  const own = deploymentFrom(model, userName(1));
  expect(own).toMatchObject({ machineName: 'keyturn-staging-01', roleName: 'keyturn-staging-execution-01' });
  expect(own.schedules.map((one) => one.userName)).toEqual([userName(1), userName(4)]);
});

test('a rotation runs in the machine of the user, with the policies of its role', () => {
  const deployment = deploymentFrom(model, userName(1));
  const { ended } = rotate(scenarioOf(deployment, { keys: 1, sandbox: false, user: userName(1) }));
  expect(ended.status).toBe('SUCCEEDED');
});

test('every shard', () => {
  expect(deploymentsFrom(model).map(({ shard, schedules }) => [shard, schedules.length])).toEqual([
    ['00', 3],
    ['01', 2],
    ['02', 2],
  ]);
});
