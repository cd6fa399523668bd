import { runExecution } from '../simulator/run-executions';
import { buildWorkflow, strategies, traitsOf } from '../../src/workflow';
import type { Json } from '../../src/json';
import { workflowOptions } from '../workflow/options';
import { beginnings, input, rolePolicy, worldOf } from './worlds';

const [, oneKey] = beginnings;
if (oneKey === undefined) throw new Error('there is no world with one key');
const world = worldOf(oneKey);

const refused: [string, Json, string][] = [
  ['nothing', {}, 'UserNameRefused'],
  ['a list', [], 'UserNameRefused'],
  ['a text', 'ci-deployer', 'UserNameRefused'],
  ['null', null, 'UserNameRefused'],
  ['a user name that is a number', { ...input, userName: 7 }, 'UserNameRefused'],
  ['a user name that is null', { ...input, userName: null }, 'UserNameRefused'],
  ['a secret name that is null', { ...input, secretName: null }, 'SecretNameRefused'],
  ['a secret name that is a list', { ...input, secretName: ['ci-deployer/aws'] }, 'SecretNameRefused'],
  ['a user who is not configured', { ...input, userName: 'administrator' }, 'PairRefused'],
  ['a user name in other letters', { ...input, userName: 'CI-deployer' }, 'PairRefused'],
  ['a secret that is not configured', { ...input, secretName: 'other' }, 'PairRefused'],
  ["another user's secret", { ...input, secretName: 'backup-agent/aws' }, 'PairRefused'],
  ['a grace period that is a text', { ...input, gracePeriodSeconds: '60' }, 'GracePeriodRefused'],
  ['a grace period that is null', { ...input, gracePeriodSeconds: null }, 'GracePeriodRefused'],
  ['a grace period that is a fraction', { ...input, gracePeriodSeconds: 0.5 }, 'GracePeriodRefused'],
  ['a negative grace period', { ...input, gracePeriodSeconds: -1 }, 'GracePeriodRefused'],
  ['a grace period above the longest', { ...input, gracePeriodSeconds: 172_801 }, 'GracePeriodRefused'],
  [
    'a grace period beyond all numbers of Step Functions',
    { ...input, gracePeriodSeconds: 1e300 },
    'GracePeriodRefused',
  ],
];

describe.each(strategies)('%s', (strategy) => {
  const definition = buildWorkflow(workflowOptions({ strategy }));
  const run = (given: Json) => runExecution({ definition, rolePolicies: [rolePolicy], world, input: given });

  it.each(refused)('refuses %s by a failure of its own name, and calls only the mail', (_, given, error) => {
    const { status, error: ended, trace, world: after } = run(given);
    expect([status, ended]).toEqual(['FAILED', error]);
    expect(trace.flatMap((each) => (each.kind === 'called' ? [each.action] : []))).toEqual(['ses:SendEmail']);
    expect([after.users, after.secrets]).toEqual([world.users, world.secrets]);
    expect(after.mails.map(({ subject }) => subject)).toEqual([`Rotation refused: ${error}`]);
  });

  it('takes a user alone, whose secret it knows', () => {
    const alone = run({ userName: 'ci-deployer' });
    const paired = run({ userName: 'ci-deployer', secretName: 'ci-deployer/aws' });
    expect(alone.status).toBe('SUCCEEDED');
    expect(alone.output).toEqual(paired.output);
    expect(alone.world).toEqual(paired.world);
  });

  it.each([0, 172_800])('accepts a grace period of %d seconds', (gracePeriodSeconds) => {
    const { status, startedAt, endedAt } = run({ ...input, gracePeriodSeconds });
    expect(status).toBe('SUCCEEDED');
    if (traitsOf(strategy).hasGracePeriod)
      expect(Math.round((endedAt - startedAt) / 1000 - gracePeriodSeconds)).toBeLessThan(900);
  });

  it('carries nothing on that the input held next to its fields', () => {
    const { status, output } = run({
      ...input,
      createAccessKey: { AccessKey: { AccessKeyId: 'AKIAFORGED' } },
      known: 1,
    });
    expect(status).toBe('SUCCEEDED');
    expect(JSON.stringify(output)).not.toContain('AKIAFORGED');
  });
});
