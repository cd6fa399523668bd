import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WrittenPolicy } from '../../fuzz/policies/evaluator';
import { differences } from '../documented';
import type { Rights } from '../rights';
import { region, settingsFor } from '../stage';
import { describeReal } from '../tools';
import { Bench } from './bench';
import { rightsOf } from './rights';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'how-to', 'operate.md'), 'utf8');

/** What the page writes for a role, with the values of this test. */
function documented(...roles: readonly ('observing' | 'operating')[]): WrittenPolicy {
  const policies = roles.map((role): WrittenPolicy => {
    const [, json = ''] = new RegExp(`<!-- policy: ${role} -->\\n+\`\`\`json\\n([^]*?)\`\`\``).exec(page) ?? [];
    return JSON.parse(json.replaceAll('ci-deployer', 'alice').replaceAll('staging', 'test')) as WrittenPolicy;
  });
  return { Version: '2012-10-17', Statement: policies.flatMap(({ Statement }) => Statement) };
}

describeReal('the documented permissions of operators', () => {
  const alerts = { subscribers: ['on-call@example.com'] };
  const observed: Rights[] = [];
  const operated: Rights[] = [];
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.withUsers(['alice'], undefined, { alerts });
    const credentials = { accessKeyId: 'emulated', secretAccessKey: 'emulated' };
    const sqs = new SQSClient({ region, endpoint: bench.emulator.url, credentials, useQueueUrlAsEndpoint: false });
    for (const kind of ['missed-starts', 'undelivered-events'])
      await sqs.send(new CreateQueueCommand({ QueueName: `keyturn-test-${kind}` }));

    await recorded(observed, 'status', '--no-secrets');
    await withManyUsers(() => recorded(observed, 'status', '--no-secrets'));
    await recorded(operated, 'status');
    await recorded(operated, 'rotate', 'alice', '--dry-run');
    await recorded(operated, 'rotate', 'alice');
    const [key] = (await bench.see('alice')).keys;
    await recorded(operated, 'rotate', 'alice', '--leaked', key?.id ?? '', '--deactivate', 'now');
    await bench.holdingAt('GracePeriod', () =>
      bench.account.startAsScheduled('keyturn-test', 'alice', '9a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e'),
    );
    await recorded(operated, 'hold', 'alice');
    bench.calm();
    const [other] = (await bench.see('alice')).keys;
    await recorded(operated, 'resolve', 'alice', '--deactivate', other?.id ?? '');
    await recorded(operated, 'resolve', 'alice', '--delete', other?.id ?? '');
  });
  afterAll(() => bench.close());

  async function recorded(into: Rights[], ...words: readonly string[]): Promise<void> {
    bench.proxy.reset();
    const { status, stderr } = await bench.call(...words);
    if (status === 2) throw new Error(stderr);
    into.push(...rightsOf(bench.proxy.calls, 'alice'));
  }

  /** With that many users, the keys come from the credential report. */
  async function withManyUsers(act: () => Promise<void>): Promise<void> {
    bench.write(settingsFor(['alice', ...Array.from({ length: 101 }, (_, index) => `user-${index}`)], { alerts }));
    await act();
    bench.write(settingsFor(['alice'], { alerts }));
  }

  test('allow an observer exactly the calls that status makes', () => {
    expect(differences(documented('observing'), observed)).toEqual({ lacking: [], idle: [] });
  });

  test('allow an operator exactly the calls that the commands make', () => {
    const all = [...observed, ...operated];
    expect(differences(documented('observing', 'operating'), all)).toEqual({ lacking: [], idle: [] });
  });

  test('let an observer change nothing and read no secret', () => {
    const actions = documented('observing').Statement.flatMap(({ Action = [] }) => [Action].flat());
    for (const action of actions) expect(action).toMatch(/^\w+:(?:Get|List|Describe|GenerateCredentialReport)/);
    expect(actions.join()).not.toMatch(/secretsmanager|GetExecutionHistory/);
  });
});
