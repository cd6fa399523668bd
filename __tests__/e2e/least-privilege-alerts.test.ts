import type { WrittenPolicy } from '../fuzz/policies/evaluator';
import { differences, documented, grantsOf } from './documented';
import { Emulator } from './emulator';
import { Gate } from './gate';
import { Project, succeeded, type WrittenSettings } from './project';
import { rightsFor, type Rights } from './rights';
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

/** The policy of a role, with the statements for alerts and events. */
function whole(role: 'planning' | 'deploying'): WrittenPolicy {
  const [base, more] = [documented(role), documented(`${role} alerts and events`)];
  return { ...base, Statement: [...base.Statement, ...more.Statement] };
}

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
    const by = (recorded: Rights[]): void => {
      gate.heard = (request) => {
        const rights = rightsFor(request, place);
        if (rights !== undefined) recorded.push(rights);
      };
    };
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
    project.close();
    await gate.stop();
    await emulator.stop();
  });

  /** The grants of these statements alone: another test compares the others. */
  const idleOf = (role: 'planning' | 'deploying', called: readonly Rights[]): string[] => {
    const own = grantsOf(documented(`${role} alerts and events`)).map(
      ({ action, resource }) => `${action} ${resource}`,
    );
    return differences(whole(role), called).idle.filter((grant) => own.includes(grant));
  };

  test.each<['planning' | 'deploying', readonly Rights[]]>([
    ['planning', planned],
    ['deploying', deployed],
  ])('allow %s exactly the calls that it makes', (role, called) => {
    // Another test compares the roles, and changes them by hand. Only by hand would the queue of missed starts, or the tags of the later rule, change.
    const byHand = /^iam:(?!PassRole)|^sqs:SetQueueAttributes .*-missed-starts$|^events:UntagResource .*-guardduty$/;
    const idle = idleOf(role, called).filter((grant) => !byHand.test(grant));
    expect({ lacking: differences(whole(role), called).lacking, idle }).toEqual({ lacking: [], idle: [] });
  });
});
