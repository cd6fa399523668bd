/* eslint-disable @typescript-eslint/no-unsafe-call --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import type { Contract } from '../../src/checks';
import { editDefinition, editPolicy, editTrust, wholeContracts, wholeStack, type Loose } from '../checks/sample';
import type { Files, Shown, Workshop } from './terraform';
import {
  account,
  allowing,
  closing,
  configuration,
  contractFor,
  everything,
  narrow,
  policy,
  region,
  resources,
  role,
  trustsLambda,
  wide,
  withBlocks,
  withoutTypes,
  writesLogs,
} from './worker';

/** A plan that the real Terraform makes, and the verdict on it. */
export interface Variant {
  readonly name: string;
  readonly plan: Recipe;
  readonly verdict: 'pass' | 'undecided' | 'fail';
  /** The rules that speak, with their verdicts. */
  readonly says?: readonly string[];
  /** What must be read in a finding or a note. */
  readonly tells?: RegExp;
  readonly contracts?: readonly Contract[];
}

/** How a plan is made; where it creates everything in one file, the file as well. */
export interface Recipe {
  (workshop: Workshop): Promise<Shown>;
  readonly stack?: object;
}

/** A plan of files alone: everything in them is created. */
function created(files: Files): Recipe {
  const make = (workshop: Workshop) => workshop.plan(files);
  const [only, ...more] = Object.values(files);
  return typeof only === 'string' || only === undefined || more.length > 0
    ? make
    : Object.assign(make, { stack: only });
}
/** A plan of files where others were applied before. */
const after =
  (before: Files, files: Files, ...options: readonly string[]) =>
  async (workshop: Workshop) => {
    await workshop.apply(before);
    return workshop.plan(files, options);
  };

/** The sample without its backend, which would ask for another initialisation. */
const stack = (edit: (stack: Loose) => void = () => undefined): Files => {
  const loose = wholeStack();
  delete loose.terraform.backend;
  edit(loose);
  return { 'cdk.tf.json': loose };
};

const base = configuration();
const widened = configuration(withBlocks({ aws_iam_role_policy: { logs: { ...policy, policy: wide } } }));
const grantsOutside = ['grants-inside-contract fail'];

const inModule = (text: string, call: object = {}): Files => ({
  ...configuration(withoutTypes(...Object.keys(resources)), {
    module: { worker: { source: './worker', ...call } },
  }),
  'worker/main.tf.json': {
    resource: withBlocks({ aws_iam_role_policy: { logs: { ...policy, policy: text } } }),
  },
});

const document = (name: string, body: object) => ({ aws_iam_policy_document: { [name]: body } });
const statement = { actions: ['logs:PutLogEvents'], resources: [writesLogs.Resource] };
const fromData = (data: object): Files =>
  configuration(
    withBlocks({
      aws_iam_role_policy: { logs: { ...policy, policy: '${data.aws_iam_policy_document.logs.json}' } },
    }),
    { data },
  );

const creating: readonly Variant[] = [
  { name: 'sample', plan: created(stack()), verdict: 'pass', contracts: wholeContracts },
  { name: 'created', plan: created(base), verdict: 'pass' },
  { name: 'created wide', plan: created(widened), verdict: 'fail', says: grantsOutside },
  {
    name: 'created open',
    plan: created(configuration(withoutTypes(...Object.keys(closing)))),
    verdict: 'undecided',
    says: ['closed-role undecided'],
  },
  { name: 'module', plan: created(inModule(narrow)), verdict: 'pass' },
  { name: 'module wide', plan: created(inModule(wide)), verdict: 'fail', says: grantsOutside },
  { name: 'module for_each', plan: created(inModule(narrow, { for_each: { a: {} } })), verdict: 'pass' },
  {
    name: 'module provisioner',
    plan: created({
      ...configuration(resources, { module: { tool: { source: './tool' } } }),
      'tool/main.tf.json': {
        resource: {
          terraform_data: { run: { provisioner: { 'local-exec': { command: 'true' } } } },
        },
      },
    }),
    verdict: 'undecided',
    says: ['no-executors undecided'],
  },
  {
    name: 'count',
    plan: created(
      configuration(
        withBlocks({
          aws_iam_role_policy: {
            logs: { ...policy, count: 2, name: 'logs-${count.index}' },
          },
          aws_iam_role_policies_exclusive: {
            worker: { role_name: '${aws_iam_role.worker.name}', policy_names: ['logs-0', 'logs-1'] },
          },
        }),
      ),
    ),
    verdict: 'pass',
  },
  {
    name: 'count of none',
    plan: created(
      configuration(
        withBlocks({
          aws_iam_role_policies_exclusive: {
            worker: { role_name: '${aws_iam_role.worker.name}', policy_names: ['logs'], count: 0 },
          },
        }),
      ),
    ),
    verdict: 'undecided',
    says: ['closed-role undecided'],
  },
  {
    name: 'for_each',
    plan: created(
      configuration(
        withBlocks({
          aws_iam_role_policy: {
            logs: {
              role: policy.role,
              for_each: { logs: narrow, more: wide },
              name: '${each.key}',
              policy: '${each.value}',
            },
          },
          aws_iam_role_policies_exclusive: {
            worker: { role_name: '${aws_iam_role.worker.name}', policy_names: ['logs', 'more'] },
          },
        }),
      ),
    ),
    verdict: 'fail',
    says: grantsOutside,
  },
  {
    name: 'role by id',
    plan: created(
      configuration(withBlocks({ aws_iam_role_policy: { logs: { ...policy, role: '${aws_iam_role.worker.id}' } } })),
    ),
    verdict: 'pass',
  },
  { name: 'data source', plan: created(fromData(document('logs', { statement }))), verdict: 'pass' },
  {
    name: 'data sources merged',
    plan: created(
      fromData({
        aws_iam_policy_document: {
          base: { statement: { ...statement, sid: 'Logs' } },
          over: { statement: { sid: 'Logs', actions: ['*'], resources: ['*'] } },
          logs: {
            source_policy_documents: ['${data.aws_iam_policy_document.base.json}'],
            override_policy_documents: ['${data.aws_iam_policy_document.over.json}'],
          },
        },
      }),
    ),
    verdict: 'fail',
    says: grantsOutside,
  },
  {
    name: 'data source left for later',
    plan: created(
      fromData(document('logs', { statement: { ...statement, resources: ['${aws_iam_role.worker.unique_id}'] } })),
    ),
    verdict: 'undecided',
    says: ['grants-inside-contract undecided'],
    tells: /policy.*not known.*data\.aws_iam_policy_document\.logs/s,
  },
  {
    name: 'computed arn',
    plan: created(
      configuration(
        withBlocks({
          aws_iam_user: { ci: { name: 'ci', path: '/robots/' } },
          aws_iam_role_policy: {
            logs: {
              ...policy,
              policy: allowing(writesLogs, {
                Effect: 'Allow',
                Action: 'iam:ListAccessKeys',
                Resource: '${aws_iam_user.ci.arn}',
              }),
            },
          },
        }),
      ),
    ),
    verdict: 'fail',
    says: grantsOutside,
    tells: /iam:ListAccessKeys on arn:aws:iam::111122223333:user\/robots\/ci/,
  },
  {
    name: 'dynamic blocks',
    plan: created(
      configuration({
        aws_iam_role: {
          worker: {
            ...role,
            dynamic: {
              inline_policy: {
                for_each: { logs: wide },
                content: { name: '${inline_policy.key}', policy: '${inline_policy.value}' },
              },
            },
          },
        },
        ...withoutTypes('aws_iam_role', 'aws_iam_role_policy'),
        aws_iam_role_policies_exclusive: {
          worker: { role_name: '${aws_iam_role.worker.name}', policy_names: ['logs'] },
        },
      }),
    ),
    verdict: 'fail',
    says: grantsOutside,
  },
  {
    name: 'dynamic blocks not known',
    plan: created(
      configuration({
        ...resources,
        terraform_data: { later: { input: { more: wide } } },
        aws_iam_role: {
          worker: {
            ...role,
            dynamic: {
              inline_policy: {
                for_each: '${terraform_data.later.output}',
                content: { name: '${inline_policy.key}', policy: '${inline_policy.value}' },
              },
            },
          },
        },
      }),
    ),
    verdict: 'pass', // the exclusives take off what the blocks put on
  },
  {
    name: 'native',
    plan: created({
      'main.tf': `
provider "aws" {
  region              = "${region}"
  allowed_account_ids = ["${account}"]
}

data "aws_iam_policy_document" "logs" {
  statement {
    actions   = ["logs:PutLogEvents"]
    resources = ["${writesLogs.Resource}"]
  }
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = jsonencode(${trustsLambda})
}

resource "aws_iam_role_policy" "logs" {
  name   = "logs"
  role   = aws_iam_role.worker.id
  policy = data.aws_iam_policy_document.logs.json
}

resource "aws_iam_role_policies_exclusive" "worker" {
  role_name    = aws_iam_role.worker.name
  policy_names = [aws_iam_role_policy.logs.name]
}

resource "aws_iam_role_policy_attachments_exclusive" "worker" {
  role_name   = aws_iam_role.worker.name
  policy_arns = []
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
  package_type  = "Image"
  image_uri     = "${account}.dkr.ecr.${region}.amazonaws.com/worker:1"
}
`,
    }),
    verdict: 'pass',
    contracts: [contractFor({ role: 'worker' }, [{ address: 'aws_lambda_function.worker' }])],
  },
  {
    name: 'errored',
    plan: (workshop) =>
      workshop.plan(
        configuration({
          ...resources,
          terraform_data: {
            refused: {
              lifecycle: {
                precondition: { condition: '${terraform_data.day.input == 2}', error_message: 'Not today.' },
              },
            },
            day: { input: 1 },
          },
        }),
        [],
        true,
      ),
    verdict: 'undecided',
    says: ['whole-input undecided'],
  },
  {
    name: 'targeted',
    plan: (workshop) => workshop.plan(base, ['-target=aws_iam_role_policy.logs']),
    verdict: 'undecided',
    says: ['whole-input undecided'],
  },
];

async function addPolicyByHand({ iam }: Workshop): Promise<void> {
  const widening = { RoleName: 'worker', PolicyName: 'by-hand', PolicyDocument: allowing(everything) };
  await iam.send(new PutRolePolicyCommand(widening));
}

const changing: readonly Variant[] = [
  { name: 'sample again', plan: after(stack(), stack()), verdict: 'pass', contracts: wholeContracts },
  { name: 'again', plan: after(base, base), verdict: 'pass' },
  {
    name: 'narrowed',
    plan: after(widened, base),
    verdict: 'pass',
    tells: /wide until applied: aws_iam_role_policy\.logs .*\* on \*/,
  },
  { name: 'widened', plan: after(base, widened), verdict: 'fail', says: grantsOutside },
  {
    name: 'moved',
    plan: after(
      base,
      configuration(
        {
          ...withoutTypes('aws_iam_role_policy'),
          aws_iam_role_policy: { log_writer: policy },
          ...{
            aws_iam_role_policies_exclusive: {
              worker: { role_name: '${aws_iam_role.worker.name}', policy_names: ['logs'] },
            },
          },
        },
        { moved: { from: 'aws_iam_role_policy.logs', to: 'aws_iam_role_policy.log_writer' } },
      ),
    ),
    verdict: 'pass',
  },
  { name: 'replaced', plan: after(base, base, '-replace=aws_iam_role_policy.logs'), verdict: 'pass' },
  {
    name: 'replaced role',
    plan: after(base, base, '-replace=aws_iam_role.worker'),
    verdict: 'undecided',
    says: ['closed-role undecided'],
    tells:
      /aws_iam_role_policy\.logs was written to the previous role[^]*replace_triggered_by = \[aws_iam_role\.worker\.unique_id\]/,
  },
  {
    name: 'replaced role and policy',
    plan: after(base, base, '-replace=aws_iam_role.worker', '-replace=aws_iam_role_policy.logs'),
    verdict: 'pass',
  },
  {
    name: 'created before destroyed',
    plan: after(
      configuration(withBlocks({ aws_iam_role_policy: { logs: { ...policy, name: 'old', policy: wide } } })),
      configuration(
        withBlocks({ aws_iam_role_policy: { logs: { ...policy, lifecycle: { create_before_destroy: true } } } }),
      ),
    ),
    verdict: 'fail',
    says: grantsOutside,
    tells: /stays until the new one is in use/,
  },
  {
    name: 'destroyed',
    plan: after(base, base, '-destroy'),
    verdict: 'pass',
    tells: /Nothing remains/,
  },
  {
    name: 'role destroyed under its machine',
    plan: after(
      stack(),
      stack((s) => {
        for (const type of Object.keys(s.resource)) if (type.startsWith('aws_iam_')) delete s.resource[type].execution;
        delete s.resource.aws_sfn_state_machine.rotation.depends_on;
      }),
    ),
    verdict: 'undecided',
    says: ['role-stays undecided'],
    contracts: wholeContracts,
  },
  {
    name: 'grant deleted',
    plan: after(
      configuration(
        withBlocks({
          aws_iam_role_policy: { more: { ...policy, name: 'more', policy: wide } },
          aws_iam_role_policies_exclusive: {
            worker: { role_name: '${aws_iam_role.worker.name}', policy_names: ['logs', 'more'] },
          },
        }),
      ),
      base,
    ),
    verdict: 'pass',
    tells: /wide until applied: aws_iam_role_policy\.more .*\* on \*/,
  },
  {
    name: 'exclusive deleted',
    plan: after(base, configuration(withoutTypes('aws_iam_role_policies_exclusive'))),
    verdict: 'pass',
  },
  {
    name: 'forgotten',
    plan: after(
      widened,
      configuration(withoutTypes('aws_iam_role_policy', 'aws_iam_role_policies_exclusive'), {
        removed: [{ from: 'aws_iam_role_policy.logs', lifecycle: { destroy: false } }],
      }),
    ),
    verdict: 'fail',
    says: grantsOutside,
    tells: /forgets it/,
  },
  {
    name: 'imported wide',
    plan: async (workshop) => {
      await workshop.iam.send(new CreateRoleCommand({ RoleName: 'worker', AssumeRolePolicyDocument: trustsLambda }));
      await workshop.iam.send(
        new PutRolePolicyCommand({ RoleName: 'worker', PolicyName: 'logs', PolicyDocument: wide }),
      );
      return workshop.plan(
        configuration(withBlocks({ aws_iam_role_policy: { logs: { ...policy, policy: wide } } }), {
          import: [
            { to: 'aws_iam_role.worker', id: 'worker' },
            { to: 'aws_iam_role_policy.logs', id: 'worker:logs' },
          ],
        }),
      );
    },
    verdict: 'fail',
    says: grantsOutside,
  },
  {
    name: 'imported',
    plan: async (workshop) => {
      await workshop.iam.send(new CreateRoleCommand({ RoleName: 'worker', AssumeRolePolicyDocument: trustsLambda }));
      return workshop.plan(configuration(resources, { import: [{ to: 'aws_iam_role.worker', id: 'worker' }] }));
    },
    verdict: 'pass',
  },
  {
    name: 'policy added by hand',
    plan: async (workshop) => {
      await workshop.apply(base);
      await addPolicyByHand(workshop);
      return workshop.plan(base);
    },
    verdict: 'fail',
    says: grantsOutside,
  },
  {
    name: 'policy attached by hand',
    plan: async (workshop) => {
      await workshop.apply(base);
      await workshop.iam.send(new CreatePolicyCommand({ PolicyName: 'wide', PolicyDocument: wide }));
      await workshop.iam.send(
        new AttachRolePolicyCommand({
          RoleName: 'worker',
          PolicyArn: `arn:aws:iam::${account}:policy/wide`,
        }),
      );
      return workshop.plan(base);
    },
    verdict: 'fail',
    says: ['no-managed-policies fail'],
  },
  {
    name: 'ignored changes',
    plan: after(
      widened,
      configuration(
        withBlocks({ aws_iam_role_policy: { logs: { ...policy, lifecycle: { ignore_changes: ['policy'] } } } }),
      ),
    ),
    verdict: 'fail',
    says: grantsOutside,
  },
  {
    name: 'refreshed only',
    plan: async (workshop) => {
      await workshop.apply(base);
      await workshop.iam.send(new TagRoleCommand({ RoleName: 'worker', Tags: [{ Key: 'by', Value: 'hand' }] }));
      return workshop.plan(base, ['-refresh-only']);
    },
    verdict: 'pass',
    tells: /refresh-only/,
  },
  {
    name: 'refreshed only, policy added by hand',
    plan: async (workshop) => {
      await workshop.apply(base);
      await addPolicyByHand(workshop);
      return workshop.plan(base, ['-refresh-only']);
    },
    verdict: 'fail',
    says: grantsOutside,
  },
];

const otherAccount = '444455556666';
const abroad = (more: object) => ({
  provider: {
    aws: [
      { region, allowed_account_ids: [account] },
      { alias: 'abroad', region, ...more },
    ],
  },
});
const policyAbroad = withBlocks({
  aws_iam_role_policy: { other: { provider: 'aws.abroad', name: 'other', role: 'worker', policy: wide } },
});

const elsewhere: readonly Variant[] = [
  {
    name: 'wide policy through an alias',
    plan: created(configuration(policyAbroad, abroad({}))),
    verdict: 'undecided',
    says: ['grants-inside-contract undecided'],
  },
  {
    name: 'wide policy through an alias of another account',
    plan: created(
      configuration(policyAbroad, abroad({ assume_role: { role_arn: `arn:aws:iam::${otherAccount}:role/deployer` } })),
    ),
    verdict: 'pass',
  },
];

const wideSample = { verdict: 'fail', says: grantsOutside, contracts: wholeContracts } as const;
const widenedSample = (name: string, edit: (stack: Loose) => void): Variant => ({
  name: `sample with ${name}`,
  plan: created(stack(edit)),
  ...wideSample,
});
const statement1 = (edit: (statement: Loose) => unknown) => (stack: Loose) =>
  editPolicy(stack, (policy) => edit(policy.Statement[0]));
const policyOn = (roleName: string) => ({ name: 'more', role: roleName, policy: allowing(everything) });

/** Edits of the sample: Terraform makes a plan of each, and no plan may pass where its stack fails, or fail where it passes. */
const mutated: readonly Variant[] = [
  widenedSample(
    'a user more',
    statement1((one) => one.Resource.push(`arn:aws:iam::${account}:user/administrator`)),
  ),
  widenedSample(
    'every user',
    statement1((one) => (one.Resource = '*')),
  ),
  widenedSample(
    'an action more',
    statement1((one) => one.Action.push('iam:UpdateAccessKey')),
  ),
  widenedSample('a policy by reference', (s) => {
    s.resource.aws_iam_role_policy.more = policyOn('${aws_iam_role.execution.id}');
  }),
  widenedSample('a policy in another case', (s) => {
    s.resource.aws_iam_role_policy.more = policyOn('KEYTURN-staging-EXECUTION');
  }),
  widenedSample('a policy by for_each', (s) => {
    const forEach = { for_each: { 'keyturn-staging-execution': {} }, role: '${each.key}' };
    s.resource.aws_iam_role_policy.more = { ...policyOn(''), ...forEach };
  }),
  widenedSample('a policy from a data source', (s) => {
    s.data = document('more', { statement: { actions: ['*'], resources: ['*'] } });
    s.resource.aws_iam_role_policy.execution.policy = '${data.aws_iam_policy_document.more.json}';
  }),
  widenedSample('a managed policy of its own', (s) => {
    s.resource.aws_iam_policy = { more: { name: 'more', policy: allowing(everything) } };
    const attachment = { role: 'keyturn-staging-execution', policy_arn: '${aws_iam_policy.more.arn}' };
    s.resource.aws_iam_role_policy_attachment = { more: attachment };
  }),
  {
    ...widenedSample('an open trust', (s) =>
      editTrust(s, (one) => {
        delete one.Condition;
      }),
    ),
    says: ['trust fail'],
  },
  {
    ...widenedSample('a sixth call', (s) =>
      editDefinition(s, (states) => {
        states.ListAccessKeys.Resource = 'arn:aws:states:::aws-sdk:iam:listUsers';
      }),
    ),
    says: ['five-calls fail'],
  },
  {
    ...widenedSample('an exclusive less', (s) => {
      delete s.resource.aws_iam_role_policies_exclusive.execution;
      delete s.resource.aws_sfn_state_machine.rotation.depends_on;
    }),
    verdict: 'undecided',
    says: ['closed-role undecided'],
  },
  {
    ...widenedSample('tags more', (s) => {
      s.resource.aws_iam_role.execution.tags = { owner: 'platform' };
    }),
    verdict: 'pass',
    says: [],
  },
];

export const variants: readonly Variant[] = [...creating, ...changing, ...elsewhere, ...mutated];
