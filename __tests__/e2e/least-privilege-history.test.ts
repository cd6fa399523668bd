import type { Call } from '../fuzz/policies/evaluator';
import { differencesOf, documented, grantsOf, withoutCall } from './documented';
import { Emulator } from './emulator';
import { Gate, type SentRequest } from './gate';
import { Project, succeeded, type WrittenSettings } from './project';
import { recording, type Rights } from './rights';
import { accountId, region, settingsFor } from './stage';
import { describeReal } from './tools';

/** The roles that plan and deploy an environment whose history its own key encrypts. */
const name = 'staging';
const arn = (role: string) => `arn:aws:iam::${accountId}:role/${role}`;
const machine = `arn:aws:states:${region}:${accountId}:stateMachine:keyturn-${name}`;

const settings = (readers: readonly string[], tags: Record<string, string>): WrittenSettings =>
  settingsFor(['alice'], {
    environments: [{ name, accountId, region }],
    history: { encryption: 'customerKey', deployers: [arn('keyturn-deploy'), arn('keyturn-plan')], readers },
    tags,
  });

/**
 * The rights on the key that Step Functions requires its caller to have, next to those of a request.
 * https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 */
function onKey({ headers }: SentRequest): Call[] {
  const [, target = ''] = String(headers['x-amz-target']).split('AWSStepFunctions.');
  const context = {
    'kms:viaservice': [`states.${region}.amazonaws.com`],
    'kms:encryptioncontext:aws:states:statemachinearn': [machine],
  };
  const actions = {
    DescribeStateMachine: ['Decrypt'],
    CreateStateMachine: ['GenerateDataKey'],
    UpdateStateMachine: ['GenerateDataKey'],
  }[target];
  const key = `arn:aws:kms:${region}:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  return (actions ?? []).map((action) => ({ action: `kms:${action}`, resource: key, context }));
}

describeReal('the documented policies of the roles that plan and deploy an encrypted history', () => {
  const planned: Rights[] = [];
  const deployed: Rights[] = [];
  let emulator: Emulator;
  let gate: Gate;
  let project: Project;

  beforeAll(async () => {
    emulator = await Emulator.start({ accountId });
    gate = await Gate.before(emulator.url);
    const place = { accountId, region, endpoint: gate.url };
    project = Project.create(settings([], { owner: 'somebody' }), place);
    const by = recording(gate, place, onKey);
    const apply = async (): Promise<void> => {
      by(deployed);
      succeeded(await project.terraform(name, 'apply', '-input=false', '-no-color', '-auto-approve'));
      by(planned);
      await project.plan(name);
    };
    by(planned);
    await project.init(name);
    await project.plan(name);
    await apply();
    project.configure(settings([arn('auditor')], { team: 'platform' }));
    await project.synth();
    await apply();
    by(deployed);
    succeeded(await project.terraform(name, 'destroy', '-input=false', '-no-color', '-auto-approve'));
  });
  afterAll(async () => {
    await project.close();
    await gate.stop();
    await emulator.stop();
  });

  test.each<['planning' | 'deploying', readonly Rights[]]>([
    ['planning', planned],
    ['deploying', deployed],
  ])('allow %s exactly the calls that it makes', (role, called) => {
    expect(differencesOf(role, 'history', called)).toEqual({ lacking: [], idle: [] });
  });

  test.each(['planning', 'deploying'] as const)('deny %s the history', (role) => {
    const denied = documented(`${role} history`).Statement.filter(({ Effect }) => Effect === 'Deny');
    expect(denied).toEqual([
      expect.objectContaining({ Action: ['states:GetExecutionHistory', 'states:DescribeExecution'] }),
    ]);
  });

  test('grant nothing else that no call shows than what the page says', () => {
    const own = new Set([...planned, ...deployed].map(([{ action }]) => action));
    const granted = grantsOf(documented('deploying history')).map(({ action }) => action);
    expect([...new Set(granted.filter((action) => !own.has(action)))]).toEqual(
      withoutCall().filter((action) => action.startsWith('kms:')),
    );
  });
});
