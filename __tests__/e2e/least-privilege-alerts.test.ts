import { differencesOf } from './documented';
import { Emulator } from './emulator';
import { Gate } from './gate';
import { Project, succeeded, type WrittenSettings } from './project';
import { recording, type Rights } from './rights';
import { accountId, region, settingsFor } from './stage';
import { describeReal } from './tools';

/** The roles that plan and deploy an environment with alerts and events. */
const name = 'staging';
const settings = (subscriber: string, more: WrittenSettings): WrittenSettings =>
  settingsFor(['alice'], {
    environments: [{ name, accountId, region }],
    alerts: { subscribers: [subscriber] },
    ...more,
  });

describeReal('the documented policies of the roles that plan and deploy alerts and events', () => {
  const planned: Rights[] = [];
  const deployed: Rights[] = [];
  let emulator: Emulator;
  let gate: Gate;
  let project: Project;

  beforeAll(async () => {
    emulator = await Emulator.start({ accountId });
    gate = await Gate.before(emulator.url);
    const place = { accountId, region, endpoint: gate.url };
    project = Project.create(settings('a@example.com', { tags: { owner: 'somebody' } }), place);
    const by = recording(gate, place);
    const apply = async (): Promise<void> => {
      by(deployed);
      succeeded(await project.terraform(name, 'apply', '-input=false', '-no-color', '-auto-approve'));
      by(planned);
      await project.plan(name);
    };
    await project.init(name);
    await apply();
    project.configure(settings('b@example.com', { events: { guardDuty: {} }, tags: { team: 'platform' } }));
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
    // Another test compares the roles, and changes them by hand. Only by hand would the queue of missed starts, or the tags of the later rule, change.
    const byHand = /^iam:(?!PassRole)|^sqs:SetQueueAttributes .*-missed-starts$|^events:UntagResource .*-guardduty$/;
    const { lacking, idle } = differencesOf(role, 'alerts and events', called);
    expect({ lacking, idle: idle.filter((grant) => !byHand.test(grant)) }).toEqual({ lacking: [], idle: [] });
  });
});
