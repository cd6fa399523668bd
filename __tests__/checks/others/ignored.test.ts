import { spoken, type Loose } from '../sample';
import { allow, contractOf, judgeStranger, stackOf } from './stranger';

const entry = (address: string) => ({ address, reason: 'Reviewed.', owner: 'platform', expires: '2027-12-31' });
const subject = { subject: { role: 'worker' }, uses: [] };
const judged = (resources: Loose, ignored: readonly string[], edit: (stack: Loose) => void = () => undefined) => {
  const stack = stackOf([allow('s3:GetObject', 'arn:aws:s3:::reports/*')], resources);
  edit(stack);
  const contract = contractOf([{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] }], {
    ...subject,
    ...(ignored.length === 0 ? {} : { ignored: ignored.map(entry) }),
  });
  return judgeStranger(stack, contract);
};
const withDatadog = (stack: Loose): void => {
  stack.terraform.required_providers.datadog = { source: 'datadog/datadog' };
  stack.provider.datadog = [{}];
};
const monitor = { datadog_monitor: { x: { name: 'x', type: 'metric alert', query: 'q', message: 'm' } } };

test('resources of another provider are undecided, and the remedy is one that works', () => {
  const before = judged(monitor, [], withDatadog);
  expect(spoken(before)).toContain('known-provider undecided');
  expect(before.findings.map(({ remedy }) => remedy).join()).toContain('"datadog_*"');
  const after = judged(monitor, ['datadog_*'], withDatadog);
  expect(spoken(after)).toEqual([]);
  expect(after.ignored.map(({ address }) => address)).toEqual(['datadog_*']);
});

test.each<[string, Loose, string, (stack: Loose) => void]>([
  ['a provider that is started without a resource', {}, 'datadog_*', withDatadog],
  [
    'another resource of it',
    { datadog_monitor: { ...monitor.datadog_monitor, y: { name: 'y' } } },
    'datadog_monitor.x',
    withDatadog,
  ],
  [
    'another provider',
    monitor,
    'datadog_*',
    (stack) => {
      withDatadog(stack);
      stack.terraform.required_providers.evil = { source: 'evil.example/x/evil' };
      stack.provider.evil = [{}];
    },
  ],
  [
    'a type of AWS that another provider serves',
    { aws_sqs_queue: { q: { name: 'q' } } },
    'aws_sqs_queue.q',
    (stack) => {
      stack.terraform.required_providers.aws.source = 'example/aws';
    },
  ],
])('an entry does not leave out %s', (_, resources, ignored, edit) => {
  expect(spoken(judged(resources, [ignored], edit))).toContain('known-provider undecided');
});

const from = (source: string) => (stack: Loose) => {
  withDatadog(stack);
  stack.terraform.required_providers.datadog = { source };
};

test.each<[string, string, string | undefined, boolean]>([
  ['in the namespace of its own name', 'datadog/datadog', undefined, true],
  ['in the registry of OpenTofu', 'registry.opentofu.org/datadog/datadog', undefined, true],
  ['of the same name in another namespace', 'evil/datadog', undefined, false],
  ['of the same name on another host', 'evil.example/datadog/datadog', undefined, false],
  ['that the entry names', 'example/datadog', 'example/datadog', true],
  ['that the entry names, on another host', 'evil.example/example/datadog', 'example/datadog', false],
  ['instead of the one that the entry names', 'datadog/datadog', 'example/datadog', false],
])('a provider %s: %s', (_, source, provider, passes) => {
  const stack = stackOf([allow('s3:GetObject', 'arn:aws:s3:::reports/*')], monitor);
  from(source)(stack);
  const ignored = [{ ...entry('datadog_*'), ...(provider === undefined ? {} : { provider }) }];
  const identity = [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] }];
  const { findings } = judgeStranger(stack, contractOf(identity, { ...subject, ignored }));
  expect(findings.filter(({ verdict }) => verdict !== 'note').map(({ rule }) => rule)).toEqual(
    passes ? [] : ['known-provider'],
  );
});

test('an entry hides no grant: of a policy, of an attachment, of the policy of another resource', () => {
  const more = {
    aws_iam_role_policy: {
      worker: {
        name: 'work',
        role: 'worker',
        policy: JSON.stringify({ Version: '2012-10-17', Statement: [allow('iam:*')] }),
      },
    },
  };
  expect(spoken(judged(more, ['aws_iam_role_policy.worker']))).toContain('grants-inside-contract fail');
  const attached = {
    aws_iam_role_policy_attachment: {
      x: { role: 'worker', policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    },
  };
  const check = judged(attached, ['aws_iam_role_policy_attachment.x']);
  expect(spoken(check)).toContain('no-managed-policies fail');
  // The list names only what was left out, and a note says that the entry did nothing.
  expect(check.ignored).toEqual([]);
  expect(check.notes.join()).toContain('names aws_iam_role_policy_attachment.x, but nothing was left out there');
  const queue = {
    aws_sqs_queue: {
      q: {
        name: 'q',
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ ...allow('sqs:*'), Principal: { AWS: 'arn:aws:iam::111122223333:role/worker' } }],
        }),
      },
    },
  };
  expect(spoken(judged(queue, ['aws_sqs_queue.q']))).toContain('resource-policies fail');
});

test('an entry leaves out what cannot be read, and the list says so', () => {
  const queue = { aws_sqs_queue: { q: { name: 'q', policy: '${file("policy.json")}' } } };
  expect(spoken(judged(queue, []))).toContain('resource-policies undecided');
  const check = judged(queue, ['aws_sqs_queue.q', 'aws_sqs_queue.other']);
  expect(spoken(check)).toEqual([]);
  expect(check.ignored.map(({ address }) => address)).toEqual(['aws_sqs_queue.q']);
});
