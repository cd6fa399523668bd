import { runExecution } from './run-executions';
import { buildWorkflow, strategies, type Pair, type WorkflowOptions } from '../../src/workflow';
import { workflowOptions } from '../workflow/options';
import { everything, secretName, userName, worldWith } from './support';

const to = (...toAddresses: string[]) => ({ toAddresses, ccAddresses: [], bccAddresses: [] });
const all = 'all@example.com';
const others: Pair[] = [
  { userName: 'other', secretName: 'other/aws' },
  { userName: 'third', secretName: 'third/aws', destination: to(all, 'third@example.com') },
];

function options(own: Pair, mail: Partial<WorkflowOptions['mail']> = {}): WorkflowOptions {
  const base = workflowOptions();
  return { ...base, pairs: [...others, own], mail: { ...base.mail, toAddresses: [all], ...mail } };
}

/** The mails of one rotation of the user. */
function mails(workflow: WorkflowOptions) {
  const definition = buildWorkflow(workflow);
  const input = { userName, secretName };
  const ran = runExecution({ definition, rolePolicies: [everything], input, world: worldWith(1) });
  expect(ran.status).toBe('SUCCEEDED');
  return ran.world.mails;
}

const own = { userName, secretName };

describe.each(strategies)('%s', (strategy) => {
  test.each<[string, Pair, string[][]]>([
    ['a user without recipients of its own', own, [[all], [], []]],
    [
      'a user with recipients of its own',
      { ...own, destination: { ...to(all, 'own@example.com'), bccAddresses: ['audit@example.com'] } },
      [[all, 'own@example.com'], [], ['audit@example.com']],
    ],
    [
      'a user with the recipients of another one',
      { ...own, destination: to(all, 'third@example.com') },
      [[all, 'third@example.com'], [], []],
    ],
  ])('%s: these are notified, once', (_, pair, [toAddresses, cc, bcc]) => {
    const [mail, ...more] = mails({ ...options(pair), strategy });
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ to: toAddresses, cc, bcc });
  });
});

test.each<[string, Pair, string[][]]>([
  ['a user without recipients of its own', own, [[all], [], []]],
  [
    'a user with recipients of its own',
    { ...own, destination: to(all, 'own@example.com') },
    [[all, 'own@example.com'], [], []],
  ],
])('%s: these are notified of a failure as well', (_, pair, [toAddresses, cc, bcc]) => {
  const definition = buildWorkflow(options(pair));
  const ran = runExecution({ definition, rolePolicies: [everything], input: { userName }, world: worldWith(2) });
  expect(ran.error).toBe('TwoActiveKeys');
  expect(ran.world.mails).toMatchObject([{ to: toAddresses, cc, bcc }]);
});

test('an input that is refused is reported to the recipients of the environment', () => {
  const definition = buildWorkflow(options({ ...own, destination: to('own@example.com') }));
  const input = { userName, secretName: 'third/aws' };
  const ran = runExecution({ definition, rolePolicies: [everything], input, world: worldWith(1) });
  expect(ran.error).toBe('PairRefused');
  expect(ran.world.mails).toMatchObject([{ to: [all] }]);
});

test('a mail under an identity of another account goes out although this one has not verified it', () => {
  const sourceArn = 'arn:aws:ses:eu-central-1:999999999999:identity/elsewhere.example';
  const source = 'key@elsewhere.example';
  expect(mails(options(own, { source, sourceArn }))).toHaveLength(1);
  const { SendEmail } = buildWorkflow(options(own, { source, sourceArn })).States;
  expect(SendEmail).toMatchObject({ Parameters: { SourceArn: sourceArn } });
});
