import { CreateConfigurationSetCommand } from '@aws-sdk/client-ses';
import { Project } from './project';
import { accountId, environment, region, settingsFor, Stage } from './stage';
import { describeReal } from './tools';

const template = { failureTopicArn: `arn:aws:sns:${region}:${accountId}:failures` };
const notification = { ...(settingsFor([])['notification'] as object), configurationSet: 'rotations', template };

/** What an environment can have in addition. */
const sections: Readonly<Record<string, object>> = {
  history: { history: { encryption: 'customerKey', deployers: ['arn:aws:iam::{accountId}:role/deploy'] } },
  alerts: { alerts: { subscribers: ['on-call@example.com'] } },
  events: { events: { guardDuty: {}, userInExecutionName: true, successTarget: template.failureTopicArn } },
  template: { notification },
};

const subsets = Object.keys(sections).reduce<readonly (readonly string[])[]>(
  (all, section) => [...all, ...all.map((some) => [...some, section])],
  [[]],
);

describeReal('every set of optional sections', () => {
  let project: Project;
  const names = subsets.map((some) => ['set', ...some].join('-'));

  beforeAll(async () => {
    const environments = subsets.map((some, index) => ({
      ...{ name: names[index], accountId: `1111222233${String(index).padStart(2, '0')}`, region },
      ...some.reduce((all, section) => ({ ...all, ...sections[section] }), {}),
    }));
    project = Project.create(
      { ...settingsFor(['alice']), environments },
      { accountId, region, endpoint: 'http://127.0.0.1:9' },
    );
    await project.synth();
  });
  afterAll(() => project.close());

  test.each(names)('%s is valid for Terraform and the provider', async (name) => {
    await project.initSynthesised(name);
    const { stdout } = await project.terraform(name, 'validate', '-json');
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, diagnostics: [] });
  });
});

describeReal('a mail with a template', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(settingsFor(['alice'], { notification }));
    const ConfigurationSet = { Name: 'rotations' };
    await stage.account.clients.ses.send(new CreateConfigurationSetCommand({ ConfigurationSet }));
    await stage.account.prepare({ userName: 'alice', path: '/', secretName: 'alice/aws', keys: ['Active'] });
    await stage.project.deploy(environment);
  });
  afterAll(() => stage.close());

  test('is deployed with its template, and a second plan changes nothing', async () => {
    const again = await stage.project.terraform(environment, 'plan', '-input=false', '-detailed-exitcode');
    expect([again.code, again.stderr]).toEqual([0, '']);
  });

  test('is sent by the deployed machine', async () => {
    const { ending } = await stage.rotate({ userName: 'alice', secretName: 'alice/aws' });
    expect(ending).toMatchObject({ status: 'SUCCEEDED' });
    expect(stage.director.called.filter(({ action }) => action === 'ses:SendTemplatedEmail')).toHaveLength(1);
  });
});
