import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import { evaluate, parseIdentityPolicy } from '../../src/iam';
import { enforce, policiesOn } from './role';
import { environment, settingsFor, Stage } from './stage';
import { tellDeployed, tellSimulated } from './stories';
import { describeReal } from './tools';
import type { Beginning } from './world';

interface Policy {
  readonly Statement: readonly { readonly Action: string | readonly string[] }[];
}

describeReal('the deployed role', () => {
  const beginning: Beginning = {
    userName: 'alice',
    path: '/ci/',
    secretName: 'alice/aws',
    keys: ['Inactive', 'Active'],
  };
  const roleName = `keyturn-${environment}-execution`;
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(settingsFor([{ name: 'alice', path: '/ci/', secretName: 'alice/aws' }, 'bob']));
    await stage.project.deploy(environment);
    await stage.account.prepare({ userName: 'bob', secretName: 'bob/aws', keys: ['Active'] });
    stage.director.faults = enforce(stage.account, roleName);
  });
  afterAll(() => stage.close());

  test('allows every call of a rotation', async () => {
    const { calls, ending } = await tellDeployed(stage, { beginning });
    expect(ending.status).toBe('SUCCEEDED');
    expect(calls.map(({ answer }) => answer)).toEqual(calls.map(() => 'answered'));
    expect(new Set(calls.map(({ action }) => action))).toEqual(
      new Set([
        'iam:ListAccessKeys',
        'iam:DeleteAccessKey',
        'iam:CreateAccessKey',
        'secretsmanager:UpdateSecret',
        'ses:SendEmail',
      ]),
    );
  });

  test.each([
    ['iam:ListAccessKeys', 'KeysNotListed'],
    ['iam:DeleteAccessKey', 'SpareKeyStays'],
    ['iam:CreateAccessKey', 'CreateNotAllowed'],
    ['secretsmanager:UpdateSecret', 'NotStored'],
    ['ses:SendEmail', 'RotatedNobodyTold'],
  ])('without %s, a rotation ends as %s, here and in the embedded AWS', async (action, error) => {
    const restore = await withoutAction(action);
    try {
      const told = await tellDeployed(stage, { beginning });
      expect(told.ending).toMatchObject({ status: 'FAILED', error });
      expect(told).toEqual(await tellSimulated(stage, { beginning }));
      expect(told.deadBefore).toEqual([]);
    } finally {
      await restore();
    }
  });

  /** Takes one action out of the role's policy by hand; gives what puts it back. */
  async function withoutAction(action: string): Promise<() => Promise<unknown>> {
    const { iam } = stage.account.clients;
    const name = { RoleName: roleName, PolicyName: roleName };
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(name));
    const whole = decodeURIComponent(PolicyDocument);
    const policy = JSON.parse(whole) as Policy; // our own policy
    const statements = policy.Statement.flatMap((statement) => {
      const left = [statement.Action].flat().filter((each) => each !== action);
      return left.length === 0 ? [] : [{ ...statement, Action: left }];
    });
    const put = (document: string) => iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: document }));
    expect(JSON.stringify(statements)).not.toContain(action);
    await put(JSON.stringify({ ...policy, Statement: statements }));
    return () => put(whole);
  }

  test.each([
    ['a user outside the list', { userName: 'mallory', secretName: 'mallory/aws' }],
    ["another user's secret", { userName: 'alice', secretName: 'bob/aws' }],
  ])('is not even asked for %s', async (_, input) => {
    const before = await stage.account.see('bob', 'bob/aws');
    const calls = stage.director.called.length;
    const ending = await stage.endOf(await stage.startWith(input));
    expect(ending).toMatchObject({ status: 'FAILED', error: 'PairRefused' });
    expect(await stage.account.see('bob', 'bob/aws')).toEqual(before);
    expect(stage.director.called.slice(calls).map(({ action }) => action)).toEqual(['ses:SendEmail']);
  });

  test('of the schedules may start this machine, and nothing else', async () => {
    const { roleArn, machineArn } = await stage.account.targetOf(`keyturn-${environment}`, 'alice');
    expect(machineArn).toBe(stage.machineArn);
    const policies = await policiesOn(stage.account, roleArn.split('/').at(-1) ?? '');
    const decide = (action: string, resource: string) =>
      evaluate(policies.map(parseIdentityPolicy), { action, resource, context: {} }).decision;
    expect(decide('states:StartExecution', machineArn)).toBe('allowed');
    expect(decide('states:StartExecution', `${machineArn}-other`)).toBe('implicitDeny');
    expect(decide('states:StopExecution', machineArn)).toBe('implicitDeny');
    expect(decide('iam:CreateAccessKey', 'arn:aws:iam::111122223333:user/ci/alice')).toBe('implicitDeny');
  });

  describe('everyone who changes the machine gets no further than the role', () => {
    const task = (api: string, parameters: object) => ({
      StartAt: 'Attack',
      States: {
        Attack: { Type: 'Task', Resource: `arn:aws:states:::aws-sdk:${api}`, Parameters: parameters, End: true },
      },
    });

    test.each([
      ['a key for somebody else', task('iam:createAccessKey', { UserName: 'root-like' })],
      ['the keys of somebody else', task('iam:listAccessKeys', { UserName: 'root-like' })],
      ['the secret of somebody else', task('secretsmanager:updateSecret', { SecretId: 'payroll', SecretString: 'x' })],
      [
        'a mail to somebody else',
        task('ses:sendEmail', {
          Source: 'key-rotation@example.com',
          Destination: { ToAddresses: ['mallory@example.org'] },
          Message: { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } } },
        }),
      ],
      [
        'a mail from somebody else',
        task('ses:sendEmail', {
          Source: 'ceo@example.com',
          Destination: { ToAddresses: ['platform-team@example.com'] },
          Message: { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } } },
        }),
      ],
    ])('%s is refused', async (_, definition) => {
      const { sfn } = stage.account.clients;
      await sfn.send(
        new UpdateStateMachineCommand({ stateMachineArn: stage.machineArn, definition: JSON.stringify(definition) }),
      );
      const ending = await stage.endOf(await stage.startWith({}));
      expect(ending.status).toBe('FAILED');
      expect(ending.error).toMatch(/^(?:Iam\.Iam|SecretsManager\.SecretsManager|Ses\.Ses)Exception$/);
      expect(ending.cause).toContain('is not authorized to perform');
    });
  });
});
