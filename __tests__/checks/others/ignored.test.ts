import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../../src/checks/rules';
import { spoken, type Loose } from '../sample';
import { planOf } from './planned';
import { allow, contractOf, document, judgeStranger, stackOf } from './stranger';

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

/** A topic and its contract, for the rules about resources. */
const topic = (more: Loose = {}): Loose => ({
  aws_sns_topic: { t: { name: 't' } },
  aws_sns_topic_policy: {
    t: {
      arn: '${aws_sns_topic.t.arn}',
      policy: document({ Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sns:Publish' }),
    },
    ...more,
  },
});
const ofTopic = {
  version: 1,
  name: 'topic',
  description: 'The topic.',
  subject: { resource: 'aws_sns_topic.t' },
  policy: [{ service: 's3.amazonaws.com', actions: ['sns:Publish'] }],
};

interface Case {
  readonly resources: Loose;
  readonly address: string;
  readonly options?: object;
  readonly edit?: (stack: Loose) => void;
  readonly contracts?: readonly object[];
}

/** For each rule that reads the entries: an input in which an entry leaves its question out. */
const cases: Record<string, Case> = {
  covered: {
    resources: {
      aws_sfn_state_machine: {
        other: { name: 'other', definition: '{}', role_arn: 'arn:aws:iam::111122223333:role/x' },
      },
    },
    address: 'aws_sfn_state_machine.other',
    options: { coverAll: 'always' },
  },
  'known-provider': { resources: monitor, address: 'datadog_*', edit: withDatadog },
  'known-types': { resources: { random_password: { x: { lenght: 3 } } }, address: 'random_password.x' },
  'only-named-uses': {
    resources: { aws_iam_instance_profile: { x: { name: 'x', role: 'worker' } } },
    address: 'aws_iam_instance_profile.x',
  },
  'resource-policies': {
    resources: { aws_sqs_queue: { q: { name: 'q', policy: '${file("policy.json")}' } } },
    address: 'aws_sqs_queue.q',
  },
  'resource-inside-contract': {
    resources: topic({ other: { arn: '${file("arn")}', policy: document() } }),
    address: 'aws_sns_topic_policy.other',
    contracts: [ofTopic],
  },
  'whole-input': {
    resources: { aws_sqs_queue: { q: { count: '${length(file("names"))}', name: 'q' } } },
    address: 'aws_sqs_queue.q',
  },
};

/** Judges a case with an entry for this address, or without one. */
function judgedCase({ resources, edit = () => undefined, options = {}, contracts = [] }: Case, address?: string) {
  const stack = stackOf([allow('s3:GetObject', 'arn:aws:s3:::reports/*')], resources);
  edit(stack);
  const own = contractOf([{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] }], {
    ...subject,
    ...(address === undefined ? {} : { ignored: [entry(address)] }),
  });
  return judgeStranger(stack, [own, ...contracts] as object, options);
}

test('there is a case for each rule that an entry can leave a question out of', () => {
  const reading = rules.filter(({ leavesOut }) => leavesOut !== undefined).map(({ id }) => id);
  expect(Object.keys(cases).sort()).toEqual(reading.sort());
});

test('every rule that names the entries reads them', () => {
  const folder = join(__dirname, '../../../src/checks/rules');
  const naming = rules.filter(({ id }) => readFileSync(join(folder, `${id}.ts`), 'utf8').includes('"ignored"'));
  const unheard = naming.filter(({ id, leavesOut }) => leavesOut === undefined && id !== 'contract-complete');
  expect(unheard.map(({ id }) => id)).toEqual([]);
});

test.each(Object.entries(cases))(
  'an entry leaves a question out of %s, and the report says of which rules',
  (rule, one) => {
    const before = judgedCase(one);
    expect(spoken(before).join()).toContain(rule);
    const after = judgedCase(one, one.address);
    expect(spoken(after)).toEqual([]);
    expect(after.ignored.map(({ address, rules: of }) => [address, of.includes(rule)])).toEqual([[one.address, true]]);
    const named = new Set(before.findings.map(({ rule: of }) => of));
    expect(after.ignored.flatMap(({ rules: of }) => of).filter((of) => !named.has(of))).toEqual([]);
  },
);

test.each(Object.entries(cases))('an entry for another address leaves nothing out of %s', (rule, one) => {
  const check = judgedCase(one, 'aws_sqs_queue.other');
  expect(spoken(check).join()).toContain(rule);
  expect(check.ignored).toEqual([]);
});

/** The attacks: each is a grant or a way to one, which no entry hides. */
test.each<[string, Case]>([
  [
    'a role that the judged one can assume, because it admits it',
    {
      resources: {},
      address: 'aws_iam_role.other',
      edit: ({ resource }) => {
        const Principal = { AWS: 'arn:aws:iam::111122223333:role/worker' };
        const policy = document({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
        resource.aws_iam_role.other = { name: 'other', assume_role_policy: policy };
      },
    },
  ],
  [
    'a role that admits everybody',
    {
      resources: {},
      address: 'aws_iam_role.other',
      edit: ({ resource }) => {
        const policy = document({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' });
        resource.aws_iam_role.other = { name: 'other', assume_role_policy: policy };
      },
    },
  ],
  [
    'a grant in the policy of the subject of a contract',
    {
      resources: topic(),
      address: 'aws_sns_topic_policy.t',
      contracts: [{ ...ofTopic, policy: [] }],
    },
  ],
])('an entry does not hide %s', (_, one) => {
  expect(judgedCase(one, one.address).verdict).toBe('fail');
  expect(judgedCase(one, one.address).ignored).toEqual([]);
});

test('the remedy in a module names a pattern that works there', () => {
  const types = { name: 'x', type: 'metric alert', query: 'q', message: 'm' };
  const address = 'module.watch["a"].datadog_monitor.x';
  const inModule = (ignored: readonly string[]) => {
    const plan = planOf(stackOf([allow('s3:GetObject', 'arn:aws:s3:::reports/*')]));
    const named = { address, module_address: 'module.watch["a"]', mode: 'managed', type: 'datadog_monitor', name: 'x' };
    const change = { actions: ['create'], before: null, after: types, after_unknown: {} };
    const changes = plan.resource_changes as Loose[];
    changes.push({ ...named, provider_name: 'registry.terraform.io/datadog/datadog', change });
    const identity = [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] }];
    return judgeStranger(plan, contractOf(identity, { ...subject, ignored: ignored.map(entry) }));
  };
  const before = inModule([]);
  expect(before.findings.map(({ remedy }) => remedy).join()).toContain('datadog_*');
  expect(inModule(['module.watch["a"].datadog_*']).verdict).toBe('pass');
});
