import { UpdateSecretVersionStageCommand, ListSecretVersionIdsCommand } from '@aws-sdk/client-secrets-manager';
import { enforce } from '../role';
import { environment, settingsFor, Stage } from '../stage';
import { describeReal } from '../tools';

describeReal('an operator stops an execution in its grace period', () => {
  const alice = { userName: 'alice', secretName: 'alice/aws' };
  let stage: Stage;
  let former: string;
  let stopped: string;

  beforeAll(async () => {
    stage = await Stage.open(settingsFor(['alice']));
    const { account, director, project } = stage;
    await project.deploy(environment);
    director.faults = enforce(account, `keyturn-${environment}-execution`);
    const [key] = await account.prepare({ ...alice, keys: ['Active'] });
    former = key?.id ?? '';
    director.holdsAt = ({ state }) => state === 'GracePeriod';
    const held = director.held();
    stopped = await stage.start('alice');
    await held;
    await account.stop(stage.executionArn(stopped));
    director.resume();
  });
  afterAll(() => stage.close());

  test('it ends, and deletes nothing', async () => {
    expect((await stage.endOf(stopped)).status).toBe('ABORTED');
    const { keys } = await stage.account.see(alice.userName, alice.secretName);
    expect(keys.map(({ status }) => status)).toEqual(['Active', 'Active']);
    expect(keys[0]?.id).toBe(former);
  });

  test('the secret can be given its previous value again, as docs/how-to/operate.md says', async () => {
    const { secrets } = stage.account.clients;
    const SecretId = alice.secretName;
    const { Versions = [] } = await secrets.send(new ListSecretVersionIdsCommand({ SecretId }));
    const labelled = (label: string) =>
      Versions.find(({ VersionStages = [] }) => VersionStages.includes(label))?.VersionId;
    await secrets.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: 'AWSCURRENT',
        RemoveFromVersionId: labelled('AWSCURRENT'),
        MoveToVersionId: labelled('AWSPREVIOUS'),
      }),
    );
    const { versions } = await stage.account.see(alice.userName, alice.secretName);
    expect(versions).toContainEqual({ labels: ['AWSCURRENT'], keyId: former });
  });

  test('the next rotation sees two active keys, names both, and changes nothing', async () => {
    const before = await stage.account.see(alice.userName, alice.secretName);
    const { ending, seen } = await stage.rotate(alice);
    expect([ending.status, ending.error]).toEqual(['FAILED', 'TwoActiveKeys']);
    for (const { id } of before.keys) expect(ending.cause).toContain(id);
    expect(seen).toEqual(before);
  });
});
