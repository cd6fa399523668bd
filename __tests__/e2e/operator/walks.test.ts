import { AttachUserPolicyCommand } from '@aws-sdk/client-iam';
import { DeleteIdentityCommand } from '@aws-sdk/client-ses';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { enforce } from '../role';
import { accountId, environment, region, settingsFor, Stage } from '../stage';
import { describeTyped } from '../tools';
import type { MadeKey } from '../world';
import { Reader } from './reader';

const page = 'how-to/operate';

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html */
const quarantine = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';

describeTyped('the walks of the handbook, typed as the page writes them', () => {
  const users = ['leaked', 'unknown', 'back', 'late', 'mailed', 'stopped', 'two', 'quick'];
  let stage: Stage;
  let reader: Reader;

  beforeAll(async () => {
    stage = await Stage.open(settingsFor(users), { environment, accountId, hasPoliciesOfAws: true });
    const { account, director, project } = stage;
    for (const userName of users) await account.prepare({ userName, secretName: `${userName}/aws`, keys: ['Active'] });
    await project.deploy(environment);
    director.faults = enforce(account, `keyturn-${environment}-execution`);
    reader = new Reader(stage);
  });
  afterEach(() => stage.director.resume());
  afterAll(() => stage.close());

  const open = (section: string, user: string) => reader.open(page, section, user);
  const see = (user: string) => stage.account.see(user, `${user}/aws`);
  const idsOf = async (user: string) => (await see(user)).keys.map(({ id }) => id);
  const only = async (user: string) => (await idsOf(user))[0] ?? '';

  /** What most walks promise: one key, which works and which the secret holds. */
  async function expectOneKey(user: string): Promise<string> {
    const { keys, versions } = await see(user);
    const held = versions.find(({ labels }) => labels.includes('AWSCURRENT'))?.keyId;
    expect(keys).toEqual([{ id: held, status: 'Active' }]);
    return held ?? '';
  }

  /** Holds a rotation in its grace period. Returns the name of the execution. */
  async function holdRotation(user: string): Promise<string> {
    stage.director.holdsAt = ({ state }) => state === 'GracePeriod';
    const held = stage.director.held();
    const execution = await stage.start(user);
    await held;
    return execution;
  }

  /** Uses a key, as a consumer does. */
  async function use({ id, secret }: MadeKey): Promise<void> {
    const { endpoint = '' } = stage.account.place;
    const sts = new STSClient({ region, endpoint, credentials: { accessKeyId: id, secretAccessKey: secret } });
    await sts.send(new GetCallerIdentityCommand({}));
  }

  test('a leaked key by hand: the key is gone, and the policy of AWS stays until it is detached', async () => {
    const { iam } = stage.account.clients;
    const leaked = await only('leaked');
    await iam.send(new AttachUserPolicyCommand({ UserName: 'leaked', PolicyArn: quarantine }));

    const walk = open('A leaked key by hand', 'leaked');
    await walk.type('aws iam update-access-key', { values: { LEAKED_KEY_ID: leaked } });
    expect((await see('leaked')).keys).toEqual([{ id: leaked, status: 'Inactive' }]);
    const started = await walk.type('aws stepfunctions start-execution', { values: { LEAKED_KEY_ID: leaked } });
    const { executionArn: EXECUTION_ARN = '' } = JSON.parse(started) as { executionArn?: string };
    await stage.director.ended(EXECUTION_ARN.split(':').at(-1) ?? '');
    expect(await walk.type('aws stepfunctions describe-execution', { values: { EXECUTION_ARN } })).toBe('SUCCEEDED');
    expect(await expectOneKey('leaked')).not.toBe(leaked);
    expect(await walk.type('aws iam list-attached-user-policies')).toBe(quarantine);
    await walk.type('aws iam detach-user-policy');
    walk.end();
    expect(await open('A leaked key by hand', 'leaked').skipTo('aws iam list-attached-user-policies').type('aws')).toBe(
      '',
    );
  });

  test('two keys that the secret does not hold: one is deactivated, and the rotation leaves one new key', async () => {
    await stage.account.makeKey('unknown');
    await stage.account.store('unknown/aws', 'unknown', { id: 'AKIAIOSFODNN7EXAMPLE', secret: 'x'.repeat(40) });
    const [older = '', newer = ''] = await idsOf('unknown');
    const walk = open('Two keys that the secret does not hold', 'unknown');
    expect(await walk.type('npx keyturn resolve', { code: 1 })).toContain('none of these keys');
    await walk.type('npx keyturn resolve', { values: { KEY_ID: newer } });
    expect((await see('unknown')).keys).toEqual([
      { id: older, status: 'Active' },
      { id: newer, status: 'Inactive' },
    ]);
    expect(await walk.type('npx keyturn rotate')).toContain('SUCCEEDED');
    walk.end();
    expect([older, newer]).not.toContain(await expectOneKey('unknown'));
  });

  test('a consumer that holds the previous key: hold keeps it, and it goes when the consumer has read the secret', async () => {
    const previous = stage.account.made[users.indexOf('late')];
    if (previous === undefined) throw new Error('the user has no key');
    await holdRotation('late');
    stage.director.pass(60);
    await use(previous);
    const walk = open('A consumer that holds the previous key', 'late');
    const status = await walk.type('npx keyturn status', { code: 0 });
    expect(status).toContain(`${previous.id}, Active`);
    expect(status).toContain('used since the newest key was created: a consumer still has it; deleted at about');
    expect(await walk.type('npx keyturn hold')).toContain('Both keys work');
    stage.director.resume();
    const [, created = ''] = await idsOf('late');
    expect(await idsOf('late')).toEqual([previous.id, created]);
    await walk.type('npx keyturn resolve', { values: { OTHER_KEY_ID: previous.id } });
    expect((await see('late')).keys).toContainEqual({ id: previous.id, status: 'Inactive' });
    await walk.type('npx keyturn resolve', { values: { OTHER_KEY_ID: previous.id } });
    walk.end();
    expect(await expectOneKey('late')).toBe(created);
  });

  // moto leaves AWSCURRENT on two versions if the secret is updated after a label was moved, so nothing is rotated after this.
  test('back to the previous value by hand: the previous key is in the secret, and the new one is gone', async () => {
    const previous = await only('back');
    const EXECUTION_ARN = stage.executionArn(await holdRotation('back'));
    const walk = open('Going back by hand', 'back');
    expect(await walk.type('aws stepfunctions list-executions')).toContain(EXECUTION_ARN);
    await walk.type('aws stepfunctions stop-execution', { values: { EXECUTION_ARN } });
    stage.director.resume();
    const { Versions } = JSON.parse(await walk.type('aws secretsmanager list-secret-version-ids')) as {
      Versions: readonly { readonly VersionId: string; readonly VersionStages?: readonly string[] }[];
    };
    const labelled = (label: string) =>
      Versions.find(({ VersionStages = [] }) => VersionStages.includes(label))?.VersionId ?? '';
    const values = { NEW_VERSION: labelled('AWSCURRENT'), PREVIOUS_VERSION: labelled('AWSPREVIOUS') };
    await walk.type('aws secretsmanager update-secret-version-stage', { values });
    const [, created = ''] = await idsOf('back');
    await walk.type('npx keyturn resolve', { values: { NEW_KEY_ID: created } });
    walk.end();
    expect(await expectOneKey('back')).toBe(previous);
  });

  test('SES refuses: the rotation is complete, and the next one mails again', async () => {
    const { ses } = stage.account.clients;
    const before = await only('mailed');
    await ses.send(new DeleteIdentityCommand({ Identity: 'example.com' }));
    const { execution, ending } = await stage.rotate({ userName: 'mailed', secretName: 'mailed/aws' });
    expect(ending.error).toBe('RotatedNobodyTold');
    expect(await expectOneKey('mailed')).not.toBe(before);
    const walk = open('Why SES refuses a mail', 'mailed');
    const EXECUTION_ARN = stage.executionArn(execution);
    expect(await walk.type('aws stepfunctions get-execution-history', { values: { EXECUTION_ARN } })).toContain(
      'not verified',
    );
    expect(await walk.type('aws ses get-identity-verification-attributes')).not.toContain('Success');
    await walk.type('aws ses verify-domain-identity');
    expect(await walk.type('npx keyturn status', { code: 1 })).not.toContain('nobody would be mailed');
    walk.end();
    expect((await stage.rotate({ userName: 'mailed', secretName: 'mailed/aws' })).ending.status).toBe('SUCCEEDED');
    await expectOneKey('mailed');
  });

  test('a stopped execution: the key that the secret does not hold is deleted, and the next rotation succeeds', async () => {
    await stage.account.stop(stage.executionArn(await holdRotation('stopped')));
    stage.director.resume();
    const walk = open('A stopped execution', 'stopped');
    expect(await walk.type('npx keyturn status', { code: 1 })).toContain('keyturn resolve stopped');
    expect(await walk.type('npx keyturn resolve', { answer: 'delete' })).toContain('Deleted ');
    expect(await walk.type('npx keyturn rotate')).toContain('SUCCEEDED');
    walk.end();
    await expectOneKey('stopped');
  });

  test('two active keys, without a terminal and by hand: the key in the secret stays', async () => {
    const other = await only('two');
    await stage.account.store('two/aws', 'two', await stage.account.makeKey('two'));
    const walk = open('Two active keys', 'two');
    const shown = await walk.type('npx keyturn resolve', { code: 1 });
    expect(shown).toContain(`Nobody uses ${other} any more`);
    await walk.type('npx keyturn resolve', { values: { OTHER_KEY_ID: other } });
    const held = await expectOneKey('two');
    const { id: OTHER_KEY_ID } = await stage.account.makeKey('two');
    expect(await walk.type('aws secretsmanager get-secret-value')).toBe(held);
    expect(await walk.type('aws iam list-access-keys')).toContain(OTHER_KEY_ID);
    expect(await walk.type('aws iam get-access-key-last-used', { values: { OTHER_KEY_ID } })).not.toContain(
      'LastUsedDate',
    );
    await walk.type('aws iam delete-access-key', { values: { OTHER_KEY_ID } });
    walk.end();
    expect(await expectOneKey('two')).toBe(held);
  });

  test('status and rotation, as the page shows them first', async () => {
    const before = await only('quick');
    const status = open('The status of all users', 'quick');
    await status.type('npx keyturn status', { values: { '--profile operator': '' }, code: 1 });
    await status.type('npx keyturn status', { code: 1 });
    status.end();
    const rotate = open('Rotate a key now', 'quick');
    expect(await rotate.type('npx keyturn rotate')).toContain('nothing was started');
    expect(await only('quick')).toBe(before);
    expect(await rotate.type('npx keyturn rotate')).toContain('SUCCEEDED');
    rotate.end();
    const leaked = open('A key that leaked', 'quick');
    const LEAKED_KEY_ID = await expectOneKey('quick');
    const shown = await leaked.type('npx keyturn rotate', { values: { LEAKED_KEY_ID }, answer: 'y' });
    expect(shown).toContain(`Deactivated ${LEAKED_KEY_ID}`);
    leaked.end();
    expect(await expectOneKey('quick')).not.toBe(LEAKED_KEY_ID);
  });

  test('going back with hold: the page and the command name the same way', async () => {
    await stage.rotate({ userName: 'quick', secretName: 'quick/aws' });
    const [previous = ''] = await idsOf('quick');
    await holdRotation('quick');
    const walk = open('Going back to the previous key', 'quick');
    const [, command = ''] = /^ *(aws secretsmanager .*)$/m.exec(await walk.type('npx keyturn hold')) ?? [];
    walk.end();
    stage.director.resume();
    expect((await stage.project.shell(command)).code).toBe(0);
    const { versions } = await see('quick');
    expect(versions).toContainEqual({ labels: ['AWSCURRENT'], keyId: previous });
  });
});
