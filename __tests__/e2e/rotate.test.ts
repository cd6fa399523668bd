import { environment, settingsFor, Stage } from './stage';
import { describeReal } from './tools';

describeReal('a rotation in the deployed machine', () => {
  const alice = { userName: 'alice', secretName: 'alice/aws' };
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(settingsFor(['alice']));
    await stage.project.deploy(environment);
  });
  afterAll(() => stage.close());

  test('what runs is, byte for byte, what was synthesised', async () => {
    await stage.account.prepare({ ...alice, keys: ['Active'] });
    const { ending, seen } = await stage.rotate(alice);
    expect(ending.status).toBe('SUCCEEDED');
    expect(seen.keys).toHaveLength(1);
    expect(seen.versions).toContainEqual({ labels: ['AWSCURRENT'], keyId: seen.keys[0]?.id });
    const { resource } = JSON.parse(stage.project.read(stage.project.stackFile(environment))) as {
      resource: { aws_sfn_state_machine: { rotation: { definition: string } } };
    };
    // Terraform's own writing of `${` in a text is `$${`: https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
    const synthesised = resource.aws_sfn_state_machine.rotation.definition.replaceAll('$${', '${');
    expect(stage.director.started.map(({ definition }) => definition)).toEqual([synthesised]);
  });
});
